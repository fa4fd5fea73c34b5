"""What an officer asks for in so many words: the page of a week or a month, the tips that wait."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.acts import Act, AskPage, AskTips
from handlers.understand.numbers import NUMBER, number
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


_WHAT = r"(?:的)?(?:整体|总体|总的)?(?:工作)?(?:情况|小结|总结|概况|全貌|月报(?:表)?|数字)"
_ASKED = r"(?:怎么样|怎样|如何|咋样|说一下|说说|看一下|看看|发我(?:一份|一下)?|发一下|给我(?:看看)?|是什么|呢|吧)?"
_WEEK = r"(?P<week>本周|这周|这个?星期|这个?礼拜|本星期|上上周|上周|上个?星期|上个?礼拜)"
_MONTH = rf"(?P<month>本月|这个?月|当月|上上个?月|上个?月|(?P<number>{NUMBER})月份?)"
_PAGE = re.compile(rf"(?:看看?|查看?|说说|要|发)?(?:一下)?(?:(?:{_WEEK}|{_MONTH}){_WHAT}|月报(?:表)?){_ASKED}")


def page(said: Said) -> Iterator[Act]:
    """本周情况, 上周小结, 本月小结, 3月总结: the page of a week or a month.

    Example: officer "上周小结" -> AskPage
    """
    text = re.sub(r"[\s,。.!;?、]", "", said.text)
    match = _PAGE.fullmatch(text) if said.officer and said.to_bot else None
    if match is None:
        return
    named = match["week"] or match["month"] or ""
    told = number(match["number"]) if match["number"] else 0
    if not 0 <= (told or 0) <= 12:
        return
    kind = "week" if match["week"] else "month"
    yield AskPage(kind=kind, ago=named.count("上"), month=int(told or 0), why=(because(text, "问周报月报"),))
