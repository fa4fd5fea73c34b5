"""Texts as tokens of a full-text index, and what is looked for as phrases of them. Pure.

Each Han character begins one token: itself and the one behind it, or itself alone where a run of them ends. So a word
is a phrase of pairs and a single character the beginning of a token, and nothing is missed that a dictionary would cut
otherwise. Letters are whole words and digits whole numbers: 1号 is not 11号. A full stop stands where the text had
something else; the indexes skip it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

#: A text as words, by a dictionary.
Cut = Callable[[str], list[str]]

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_STRETCH = re.compile(r"[^\W_]+")
_PART = re.compile(rf"(?P<han>[{_HAN}]+)|\d+|[^\W\d_{_HAN}]+")
_IS_HAN = re.compile(f"[{_HAN}]")
_STOP = " . "
#: A longer word or number is known by its beginning; PostgreSQL refuses words of two kilobytes.
_LONGEST = 64
#: So much of what is looked for is read.
_READ, _MOST = 200, 8
#: Few words are longer than so many characters.
_MARGIN = 4


def plain(text: str) -> str:
    """A text in the one way of writing that is indexed."""
    return unicodedata.normalize("NFKC", text).lower()


def indexed(text: str) -> str:
    """A text as its tokens, with a space at either end: ' 罐区 区 . 2 号泵 泵 '."""
    return f" {_STOP.join(' '.join(_tokens(one)) for one in _STRETCH.findall(plain(text)))} "


def _tokens(stretch: str) -> Iterator[str]:
    for part in _PART.finditer(stretch):
        if run := part["han"]:
            yield from (run[at : at + 2] for at in range(len(run)))
        else:
            yield part.group()[:_LONGEST]


@dataclass(frozen=True)
class Phrase:
    """Tokens that have to follow each other; of an open one the last is only the beginning of a token."""

    text: str
    tokens: tuple[str, ...]
    is_open: bool = False

    @property
    def like(self) -> str:
        """The phrase as a pattern over an indexed text; no token holds a character that a pattern means."""
        return f"%{self._within}%"

    @cached_property
    def _within(self) -> str:
        return f" {' '.join(self.tokens)}" + ("" if self.is_open else " ")

    def stretches(self, tokens: str) -> list[str]:
        """The stretches of an indexed text that hold the phrase, as they were written."""
        return [_written(part) for part in tokens.split(_STOP) if self._within in f" {part.strip()} "]

    def within(self, stretch: str) -> str:
        """The phrase in a stretch, with so much around it as decides about the words at its ends."""
        at = stretch.find(self.text)
        return stretch[max(0, at - _MARGIN) : at + len(self.text) + _MARGIN]


def phrases(wanted: str) -> tuple[Phrase, ...]:
    """What is looked for, as phrases that all have to be there; what is neither letter nor number parts them."""
    found = (_phrase(stretch) for stretch in _STRETCH.findall(plain(wanted[:_READ])))
    return tuple(dict.fromkeys(found))[:_MOST]


def _phrase(stretch: str) -> Phrase:
    tokens = tuple(_tokens(stretch))
    if not _IS_HAN.match(tokens[-1]):
        return Phrase(stretch, tokens)
    if len(tokens) > 1 and _IS_HAN.match(tokens[-2]):
        return Phrase(stretch, tokens[:-1])  # the pair before holds it, and a text may go on behind it
    return Phrase(stretch, tokens, is_open=True)


def _written(part: str) -> str:
    return "".join(token[0] if _IS_HAN.match(token) else token for token in part.split())


def are_words(phrase: Phrase, tokens: str, cut: Cut) -> bool:
    """Whether a text holds the words of a phrase as words, not only across their bounds: 化工 but not 变化工艺.

    A single character is part of words everywhere, and no text is better than another.
    """
    if len(phrase.text) == 1:
        return True
    words = set(cut(phrase.text))
    return any(words <= set(cut(phrase.within(stretch))) for stretch in phrase.stretches(tokens))
