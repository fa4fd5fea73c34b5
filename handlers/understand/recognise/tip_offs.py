"""What is said about a tip-off by its number, and that somebody wants to see them all. Pure, of the words alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = r"JB[-— ]?(?P<year>\d{4})[-— ]?(?P<serial>\d{1,4})"
_OPEN = re.compile(
    rf"(?:看|查|打开|调|查看|看看)?(?:一下|下)?\s*{_NUMBER}\s*(?:是什么|什么情况|内容|怎么样了?|详情)?[?？。]?", re.I
)
_DONE = re.compile(
    rf"{_NUMBER}\s*(?:已经?)?(?:办结|办完|办好|结案|回复|答复|处理完)(?:了)?[:： ,，]*(?P<outcome>.*)", re.I | re.S
)
_MORE = re.compile(rf"{_NUMBER}\s*(?:补充|再说|还有)?[:： ,，]*(?P<words>.+)", re.I | re.S)
_LIST = re.compile(
    r"(?:看|查|有)?(?:一下)?(?:现在|今年|这个?月|还)?(?:有)?(?:几件|几条|几个|多少件?|哪些|什么)?(?:待办的?|没办的?)?"
    r"举报(?:件)?(?:有)?(?:几件|几条|几个|多少件?|哪些|清单|列表|情况)?[?？。]?"
)
#: Longer than what is read at all, and still a tip-off by its first words.
_BEGINS = re.compile(r"^.{0,12}(?:举报|检举|揭发|匿名反映|实名反映)", re.S)


@dataclass(frozen=True)
class Order:
    """What is wanted of a tip-off: open, done, more, or the list of all."""

    what: str
    number: str = ""
    words: str = ""


def order(text: str) -> Order | None:
    """What a message wants of tip-offs that are known; None where it names none."""
    told = text.strip()
    if match := _OPEN.fullmatch(told):
        return Order("open", _number(match))
    if match := _DONE.match(told):
        return Order("done", _number(match), match["outcome"].strip())
    if match := _MORE.match(told):
        return Order("more", _number(match), match["words"].strip())
    if len(told) > len("举报") and _LIST.fullmatch(told):
        return Order("list")
    return None


def _number(match: re.Match[str]) -> str:
    return f"JB-{match['year']}-{int(match['serial']):03d}"


def begins(text: str) -> bool:
    """Whether a text says at once that it is a tip-off."""
    return bool(_BEGINS.match(text))
