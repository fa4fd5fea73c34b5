"""How much a phone shows: six lines of eighteen full-width characters, and the words that are never said. Pure."""

import unicodedata
from collections.abc import Sequence

#: Half-width columns of one line of a chat bubble; digits and Latin letters take one, Chinese two.
COLUMNS = 36
LINES = 6

#: What the bot never says by itself (docs/WORDING.md 0.4).
FORBIDDEN = [
    "责令",
    "限期整改",
    "处罚",
    "依法",
    "通报批评",
    "约谈",
    "问责",
    "违法",
    "违规",
    "造假",
    "虚假",
    "作弊",
    "敷衍",
    "排名",
    "末位",
    "收到请回复",
    "@所有人",
    "务必",
    "严禁",
    "立即整改",
    "您好",
    "请知悉",
    "高度重视",
    "按时保质",
]


def columns(text: str) -> int:
    """The width of a text in half-width columns."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def wrapped(text: str) -> int:
    """How many lines a phone needs for a text."""
    return sum(max(1, -(-columns(line) // COLUMNS)) for line in text.split("\n"))


def fits(text: str, lines: int = LINES) -> bool:
    """Whether a text stays within the lines of an unasked message."""
    return wrapped(text) <= lines


def short(text: str, width: int) -> str:
    """A text cut to a width in columns, with … where something was cut."""
    if columns(text) <= width:
        return text
    kept = ""
    for char in text:
        if columns(kept + char) > width - 2:
            break
        kept += char
    return kept + "…"


def listed(names: Sequence[str], width: int, more: str = "等{}家") -> str:
    """Names with 、 as far as they fit a width, then how many there are in all."""
    whole = "、".join(names)
    if columns(whole) <= width:
        return whole
    for shown in range(len(names) - 1, 0, -1):
        cut = "、".join(names[:shown]) + more.format(len(names))
        if columns(cut) <= width:
            return cut
    return more.format(len(names)).removeprefix("等")


def overflows(names: Sequence[str], width: int) -> bool:
    """Whether `listed` would have to count some of the names."""
    return columns("、".join(names)) > width


def joined(*lines: str) -> str:
    """Lines without the empty ones: a line whose source does not exist is left out."""
    return "\n".join(line for line in lines if line)


def fitted(*lines: str) -> str:
    """Lines as far as a phone shows them: the last go first when there are too many."""
    kept = [line for line in lines if line]
    while len(kept) > 1 and not fits("\n".join(kept)):
        kept.pop()
    return "\n".join(kept)
