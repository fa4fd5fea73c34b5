"""Sentences, clauses, and how far a denial reaches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from handlers.understand import lexicon

_MARK = re.compile(r"(?<!\d),|,(?!\d)|[。;!?\n]|(?<!\d)[.](?![\da-zA-Z])| ")
_PEELS = 12
#: So many texts are remembered: the rules ask the same clauses again and again.
KEPT = 256


@dataclass(frozen=True)
class Clause:
    """A stretch between two marks; `mark` is the one that ends it."""

    text: str
    start: int
    mark: str = ""


@lru_cache(maxsize=KEPT)
def split(text: str) -> tuple[Clause, ...]:
    """The clauses of a text, empty ones left out."""
    return tuple(clause for clause in _stretches(text) if clause.text.strip())


def phrases(text: str) -> tuple[str, ...]:
    """The stretches between the marks that are no spaces: lists of places are written with spaces."""
    return tuple(part.strip() for part in re.split(r"[,。;!?\n]|(?<= )(?=\d{1,2}[、)])", text) if part.strip())


def _stretches(text: str) -> Iterator[Clause]:
    start = 0
    for mark in _MARK.finditer(text):
        yield Clause(text[start : mark.start()], start, mark.group())
        start = mark.end()
    yield Clause(text[start:], start)


_BREAK = re.compile(r"[\s,，。.;；!！?？、]{1,200}")


def pieces(text: str) -> int:
    """In how many pieces a text is written."""
    return sum(1 for _ in _BREAK.finditer(text)) + 1


def before(text: str, position: int) -> str:
    """What stands before a position in its clause."""
    marks = [mark.end() for mark in _MARK.finditer(text, max(0, position - 40), position)]
    return text[marks[-1] if marks else max(0, position - 40) : position]


def after(text: str, position: int) -> str:
    """What stands behind a position in its clause."""
    mark = _MARK.search(text, position, position + 41)
    return text[position : mark.start() if mark else position + 40][:40]


def denied(before_it: str, denials: str, *between: str) -> bool:
    """Whether a word is denied by what stands before it, seen through the words that may stand between."""
    rest = _peeled(before_it[-30:], denials, between)
    denial = lexicon.ending(rest, denials)
    return bool(denial) and not lexicon.ending(rest.removesuffix(denial), "incident.affirms")


def _peeled(rest: str, denials: str, between: tuple[str, ...]) -> str:
    for _ in range(_PEELS):
        word = lexicon.ending(rest, *between)
        # 不存在 denies, though 存在 may stand between
        if not word or len(lexicon.ending(rest, denials)) > len(word):
            break
        rest = rest.removesuffix(word)
    return rest


_NONE_BEHIND = re.compile(
    r"(?:情况|现象|数|数量|问题)?[:是为]? ?(?:无|没有|0|零|没)(?:处|项|起|条|个|例|人|名|次|万?元)?"
    r"(?:[、及和].{0,12})?\Z"
)


def denied_behind(after_it: str) -> bool:
    """Whether a word is denied by what follows it: "泄漏：无"."""
    return bool(_NONE_BEHIND.match(after_it.strip()))
