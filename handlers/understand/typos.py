"""Words of the trade behind other writings of the same sound or the same shape; what is a word of its own stays."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from handlers.understand import lexicon, named

#: A word that stands so often in the dictionary is no typing error.
COMMON = 10
#: Characters that change what is said; none of them is ever taken for another.
_KEPT = frozenset("没不未无已以有在正也都另再为去了的一二三四五六七八九十百千万两零半几号处项条个")
#: Characters of the same shape, each only where the words around leave no doubt.
_SHAPES: tuple[tuple[str, str], ...] = (
    (
        r"(?<![自知律克])[己巳](?=经|整改|完成|处理|更换|换|巡|查|修|清|停|复查|关|上报|恢复|改|补|贴|安装|紧固|销|通过)",
        "已",
    ),
    (r"(?<![可所加予足难得给])以(?=整改(?![为促来通])|更换|处理好|修好|清理|巡查|上报|完成)", "已"),
    (
        r"(?<![周月期年季岁始])末(?=发现|见|整改|完成|处理|巡|报|销号|复查|戴|佩戴|设置|按|落实|检验|检测|校验|到期)",
        "未",
    ),
    (r"(?<=[周月年季])未(?=[,。;前]|\Z)", "末"),
    (r"(?<=\d)曰|(?<=[今昨明])曰", "日"),
    (r"(?:(?<=[,。;!: \n均都查况果])|(?<![^\n]))[天元](?=隐患(?!排|治|整)|异常(?=[,。;! ]|\Z))", "无"),
    (r"(?<![成认作称视])为(?=发现(?:异|隐|问|任|明显|险|有|其))", "未"),
    (r"入员", "人员"),
    (r"(?<=无)入(?=值守|看守|看管|在场)", "人"),
    (r"(?<=进)人(?=受限|罐|釜|池|井|密闭)", "入"),
    (r"(?<=[防火])拴", "栓"),
    # a number with a counter that was typed by sound: 引患两出
    (r"(?<=隐患[一二两三四五六七八九\d])[出除储触初](?![现来去口租示具厂门险])", "处"),
    (r"(?<=完)比(?=[,。; ]|\Z)", "毕"),
    (r"(?<=配件没)道|(?<=还没)道(?=[,。;]|\Z)", "到"),
)
_SHAPED = frozenset("以己巳末未曰天元入人拴出除储触初道比为")


@dataclass(frozen=True)
class Found:
    """A stretch that sounds like a word of the trade."""

    start: int
    end: int
    word: str


def corrected(text: str, names: Sequence[tuple[int, int]] = ()) -> str:
    """The text in which words of the trade are written as they are; names, given as their places, stay."""
    text = _written().sub(lambda match: _writings()[match.group()], text)
    kept = {at for start, end in names for at in range(start, end)}
    found = [one for one in _sounding(text) if kept.isdisjoint(range(one.start, one.end))]
    text = _replaced(text, _certain(text, found)) if found else text
    if not _SHAPED.isdisjoint(text):
        for pattern, char in _shapes():
            text = pattern.sub(char, text)
    return text


# By sound


def _sounding(text: str) -> Iterator[Found]:
    """Where something sounds like a word of the trade, is none, and has at least one of its characters."""
    beginning, end = _beginning(), 0
    for at, char in enumerate(text):
        if char not in beginning or at < end:
            continue
        for word, alike in beginning[char]:
            stretch = text[at : at + len(word)]
            if stretch != word and _sounds_like(stretch, word, alike):
                end = at + len(word)
                yield Found(at, end, word)
                break


def _sounds_like(stretch: str, word: str, alike: tuple[frozenset[str], ...]) -> bool:
    return (
        len(stretch) == len(word)
        and all(char in some for char, some in zip(stretch, alike, strict=True))
        and any(one == other for one, other in zip(stretch, word, strict=True))
    )


def _replaced(text: str, found: list[Found]) -> str:
    done, start = [], 0
    for one in found:
        done += [text[start : one.start], one.word]
        start = one.end
    return "".join([*done, text[start:]])


def _certain(text: str, found: list[Found]) -> list[Found]:
    """Those that are no word of their own, no part of one, and nobody's name."""
    never = {at for match in lexicon.pattern("typos.never").finditer(text) for at in range(*match.span())}
    words = _words_at(text)
    return [
        one
        for one in found
        if never.isdisjoint(range(one.start, one.end))
        and not any(_stands_against(one, *words[at]) for at in range(one.start, one.end))
        and not _is_called(one, words)
    ]


def _words_at(text: str) -> list[tuple[str, int]]:
    """For each character the word in which it stands, and where that begins."""
    found: list[tuple[str, int]] = []
    for word in lexicon.cut(text):
        found += [(word, len(found))] * len(word)
    return found


def _stands_against(one: Found, word: str, start: int) -> bool:
    """Whether a word of the dictionary reaches over the edge of a stretch, or is common and stands in it otherwise."""
    end = start + len(word)
    if len(word) == 1 or end <= one.start or start >= one.end:
        return False
    if start < one.start or end > one.end:
        return lexicon.frequency(word) > 0
    return lexicon.frequency(word) >= COMMON and one.word[start - one.start : end - one.start] != word


def _is_called(one: Found, words: list[tuple[str, int]]) -> bool:
    """Whether a family name stands before it by itself: 李正昌."""
    return one.start > 0 and words[one.start - 1][0] in named.family_names()


# Tables


@cache
def _alike() -> dict[str, frozenset[str]]:
    """For each character those that sound like it, where n is not told from ng, l from n, zh from z, h from f."""
    table = tomllib.loads(resources.files(lexicon.__name__).joinpath("sounds.toml").read_text("utf-8"))
    found: dict[str, frozenset[str]] = {}
    for chars in table.values():
        for char in chars:
            found[char] = found.get(char, frozenset()) | frozenset(chars)
    return found


@cache
def _beginning() -> dict[str, list[tuple[str, tuple[frozenset[str], ...]]]]:
    """The words of the trade by every character that may stand for their first one."""
    found: dict[str, list[tuple[str, tuple[frozenset[str], ...]]]] = {}
    for word in lexicon.words("typos.words"):
        alike = tuple(_alike()[char] - _KEPT | {char} for char in word)
        for char in alike[0]:
            found.setdefault(char, []).append((word, alike))
    return found


@cache
def _writings() -> dict[str, str]:
    return dict(pair.split("=") for pair in lexicon.lists()["typos.written"])


@cache
def _written() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_writings(), key=len, reverse=True))))


@cache
def _shapes() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), char) for pattern, char in _SHAPES)
