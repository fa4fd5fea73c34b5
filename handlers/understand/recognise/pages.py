"""What an officer asks the bot's own shelves for in so many words: the tips that wait."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.acts import Act, AskTips
from handlers.understand.said import Said, because

_TIPS = r"(?:送教|安全知识|推送(?:内容|的)?|科普)(?:内容|材料|的)?"
_WAIT = r"(?:待批|待审|待审批|待审核|没批|未批|等批|要批|需要?批)(?:准|的)?"
_WAITING = re.compile(
    rf"(?:看看?|查看?|列)?(?:一下)?(?:还)?(?:有)?(?:哪些|哪几条|几条|什么)?"
    rf"(?:{_TIPS}(?:还)?(?:有)?(?:哪些|哪几条|几条|多少)?{_WAIT}|{_WAIT}{_TIPS})(?:有)?(?:哪些|哪几条|几条|多少)?"
)


def tips_waiting(said: Said) -> Iterator[Act]:
    """送教待批: which tips wait for an officer.

    Example: officer "送教待批" -> AskTips
    """
    text = re.sub(r"[\s,。.!;?、]", "", said.text).rstrip("吗呢啊")
    if said.officer and said.to_bot and _WAITING.fullmatch(text):
        yield AskTips(why=(because(text, "问待批的送教"),))
