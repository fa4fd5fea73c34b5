"""Receipts, promises, thanks, and numbers from a list of choices."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.acts import Acknowledge, Act, Chatter, Choose
from handlers.understand import lexicon
from handlers.understand.numbers import number
from handlers.understand.said import Said, because, pending

_CHOICE = re.compile(
    r"^(?:我)?(?:回复?|选择?|选项|要)?[:]? ?第?(?P<n>\d{1,2}|[一二三四五六七八九])(?:号|项|个|条)?[.。,!、)]?\Z"
)
_WORDED = re.compile(r"^[一二三四五六七八九]\Z")


def choose(said: Said) -> Iterator[Act]:
    """A typed digit; "收到请回复1" asks for a receipt, not for a choice.

    Example: enterprise "选2" -> Choose number=2
    """
    text = said.text.strip(" 。.!,、")
    match = _CHOICE.match(text)
    value = number(match["n"]) if match else None
    if not value or value > 20 or re.search("收到", said.context.reply_to or ""):
        return
    if _WORDED.match(text) and not said.context.has_choices:
        return
    yield Choose(number=value, why=(because(text, "选项"),))


def acknowledge(said: Said) -> Iterator[Act]:
    """A bare receipt, also with a promise or the order repeated behind it.

    Example: enterprise "收到，马上整改" -> Acknowledge
    """
    text = re.sub(r"^\d[.、 ]?(?=收到|明白|好|知道)", "", said.text.lstrip(" ,。!"))
    for name in said.names:
        text = text.removeprefix(name.text).lstrip(" ,:")
    if lexicon.pattern("talk.ack_not").match(text) or said.asks:
        return
    if re.match(r"^1\.?\Z", text) and "收到" in (said.context.reply_to or ""):
        yield Acknowledge(why=(because("1", "按要求回执"),))
        return
    match = lexicon.pattern("talk.ack").match(text)
    if match and _is_receipt(text, match.group()):
        yield Acknowledge(why=(because(match.group(), "回执，不是报送"),))


def _is_receipt(text: str, word: str) -> bool:
    """A long word of receipt, or a short one that stands alone or before a mark or a promise."""
    behind = text[len(word) :]
    return len(word) > 1 or not behind.strip("的了啊哦呀吧嘞嗯好,。.!、 ") or behind[0] in ",。.! 、" or pending(behind)


def chatter(said: Said) -> Iterator[Act]:
    """Promises, thanks, greetings: whatever is left.

    Example: enterprise "祝大家平安" -> Chatter
    """
    words = said.hit("patrol.pending") or said.hit("talk.chat") or said.bare[:6]
    yield Chatter(why=(because(words, "没有要记的"),))
