"""The words with which somebody answers a question that offered choices: which of them is meant, if exactly one is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from handlers.understand import lexicon
from handlers.understand.normalise import normalise
from handlers.understand.numbers import number
from handlers.understand.said import because

#: "都不是": none of what was offered.
NONE = 0
#: More characters than this are a sentence of their own, and no answer.
LONGEST = 24
#: One character fits too much.
_SHORTEST = 2


class Yes(StrEnum):
    """By what kind of yes a choice may be chosen."""

    NO = ""  # by its digit or its own words alone
    NORMAL = "normal"  # 正常, 没有: it says that all is in order
    ANY = "any"  # 是, 对 too


@dataclass(frozen=True)
class Choice:
    """One choice as it was shown: its digit, the words that it is known by, and whether a yes chooses it."""

    digit: int
    words: tuple[str, ...] = ()
    yes: Yes = Yes.NO


_PLACE = re.compile(r"第?(\d{1,2}|[一二三四五六七八九])(?:个|条|家|项|号|处)?")
_NUMBER = re.compile(r"(?:YH-?)?(?:\d{4}-)?0*(\d{1,6})号?", re.IGNORECASE)
_OWN_NUMBER = re.compile(r"(?:YH-\d{4}-)?0*(\d{1,6})", re.IGNORECASE)
_MARKS = re.compile(r"[\s,。.!;、:()“”\"'-]+")


@cache
def _before() -> re.Pattern[str]:
    return re.compile(lexicon.either("answers.before") + r"[:,、 ]*")


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(lexicon.either("answers.behind") + r"?[吧啊呢哦呀哈了嘞的]{0,6}\Z")


@cache
def _side() -> re.Pattern[str]:
    unit = r"(?:一)?(?:个|条|家|项|处)?"
    return re.compile(f"(?P<first>{lexicon.either('answers.first')})?{lexicon.either('answers.last')}?{unit}")


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(lexicon.words(name))


def chosen(text: str, choices: Sequence[Choice]) -> int | None:
    """The digit of the choice that a short text means, NONE for none of them, nothing where it is another matter."""
    said = normalise(text[: LONGEST * 4]).strip(" ,。.!、-").lower()
    if not choices or not said or len(text) > LONGEST * 4 or len(said) > LONGEST or said.endswith("?"):
        return None
    if said in _words("answers.neither"):
        return NONE
    cores = list(dict.fromkeys(_cores(said)))
    found = (_yes(said, choices), *(_by_place(core, choices) for core in cores), _by_words(cores, choices))
    return next((digit for digit in found if digit is not None), None)


_INSTEAD = re.compile(
    r"(?:不是|不对|错了|搞错了|弄错了)[^,。!是]{0,20}(?:[,。! ]{1,3})?"
    r"(?:(?:我)?(?:说的|问的|指的)?(?:是|要)(?P<which>.{2,30}))?"
)


def instead(text: str) -> str | None:
    """不是, 是宏达加油站: what is meant instead, "" where it is not said, nothing where a text says no such thing."""
    match = _INSTEAD.fullmatch(normalise(text[: LONGEST * 4]))
    return (match["which"] or "") if match else None


_SEEN_TO = re.compile(
    r"第?(\d{1,2}|[一二三四五六七八九])(?:条|个)?[,:、 ]{0,3}(?:已经?|都|我){0,3}"
    r"(?:处理|看过|看|办|联系|打过电话|核实)(?:了|好|好了|完了|过了)?"
)


def seen_to(text: str) -> int | None:
    """第1条 已处理: the place of a list that has been seen to."""
    match = _SEEN_TO.fullmatch(normalise(text[: LONGEST * 4]).strip(" ,。.!、"))
    return number(match[1]) if match else None


def reason(text: str) -> str:
    """Why words were taken for an answer."""
    return because(text.strip()[:LONGEST], "回答刚才的问题")


def _cores(said: str) -> list[str]:
    """The text without the words around it, each way: 就是加油站的, 0031那个, 三车间那条."""
    match = _before().match(said)
    rests = [said, said[match.end() :]] if match else [said]
    return [one for rest in reversed(rests) for one in (_behind().sub("", rest, count=1), rest) if one]


def _yes(said: str, choices: Sequence[Choice]) -> int | None:
    """A yes chooses only where there is one thing to say yes to."""
    if len(choices) > 1 or not choices[0].yes:
        return None
    words = _MARKS.sub("", said)
    fits = words in _words("answers.normal") or (choices[0].yes is Yes.ANY and words in _words("answers.yes"))
    return choices[0].digit if fits else None


def _by_place(core: str, choices: Sequence[Choice]) -> int | None:
    """第二个, 选2, 前面那个."""
    match = _PLACE.fullmatch(core)
    wanted = number(match[1]) if match else None
    if wanted is not None:
        return wanted if wanted in {one.digit for one in choices} else None
    side = _side().fullmatch(core) if len(choices) > 1 else None
    if side is None or core[:1] not in _sides():
        return None
    return choices[0 if side["first"] else -1].digit


@cache
def _sides() -> frozenset[str]:
    return frozenset(word[0] for word in (*lexicon.words("answers.first"), *lexicon.words("answers.last")))


def _by_words(cores: Sequence[str], choices: Sequence[Choice]) -> int | None:
    """A number or a stretch of words that only one choice has."""
    for core in cores:
        match = _NUMBER.fullmatch(core)
        found = _numbered(int(match[1]), choices) if match else _worded(_MARKS.sub("", core), choices)
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _numbered(wanted: int, choices: Sequence[Choice]) -> list[int]:
    return [one.digit for one in choices if wanted in map(_number_of, one.words)]


def _number_of(word: str) -> int | None:
    match = _OWN_NUMBER.fullmatch(word)
    return int(match[1]) if match else None


def _worded(core: str, choices: Sequence[Choice]) -> list[int]:
    if len(core) < _SHORTEST:
        return []
    whole = [one.digit for one in choices if core in map(_plain, one.words)]
    return whole or [one.digit for one in choices if any(core in _plain(word) for word in one.words)]


def _plain(word: str) -> str:
    return _MARKS.sub("", normalise(word)).lower()
