"""The last words put right without the word for it: "不对，是泵房"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.acts import Act, Correction
from handlers.understand import lexicon
from handlers.understand.recognise.putright import changes, corrected
from handlers.understand.said import Said, because

_AMENDS = re.compile(
    r"^(?:不对|错了|不是的|说的不对|刚才不对)[,。!、 ]{1,2}(?:应该)?(?:就)?(?:是|在|为)(?!不是|吗|什么|啥)"
)


def amended(said: Said) -> Iterator[Act]:
    """What was sent is put right by what follows; a correction by its name is read elsewhere.

    Example: enterprise "不对，是2处" -> Correction
    """
    match = _AMENDS.match(said.text)
    if match and not said.officer and not said.asks and not lexicon.hit("notices.correct_sure", said.text):
        yield Correction(
            corrected=corrected(said.text), changed=changes(said), why=(because(match.group(), "更正前面的"),)
        )
