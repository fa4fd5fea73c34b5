"""Enterprises by the names that people use for them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from handlers.understand.own import OwnWords

_LEGAL = re.compile(r"(?:股份有限公司|有限责任公司|集团有限公司|有限公司|股份公司|总公司)\Z")
_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|"
    "内蒙古|广西|西藏|宁夏|新疆"
)
_PROVINCE = re.compile(f"^(?:{_PROVINCES})(?:省|市|自治区)?")
_KEY = 2


@dataclass(frozen=True)
class Match:
    """A name found in a text and the enterprises it may mean."""

    start: int
    end: int
    text: str
    candidates: tuple[str, ...]


@dataclass(frozen=True)
class Register:
    """Every name with its enterprises, and the lengths of names that begin with two given characters."""

    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lengths: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    own: OwnWords = field(default_factory=OwnWords)

    @classmethod
    def build(cls, enterprises: Iterable[tuple[str, Iterable[str]]], own: OwnWords | None = None) -> Register:
        """The register of full names with their short names, and the office's own words."""
        names = _named([(name, tuple(shorts)) for name, shorts in enterprises])
        lengths: dict[str, set[int]] = {}
        for name in names:
            lengths.setdefault(name[:_KEY], set()).add(len(name))
        sorted_lengths = {key: tuple(sorted(found, reverse=True)) for key, found in lengths.items()}
        return cls(names, sorted_lengths, own or OwnWords())

    def called(self, short: str, full: str) -> Register:
        """The register with one more short name of an enterprise."""
        key, known = short[:_KEY], self.names.get(short, ())
        lengths = tuple(sorted({*self.lengths.get(key, ()), len(short)}, reverse=True))
        names = {**self.names, short: tuple(dict.fromkeys((*known, full)))}
        return replace(self, names=names, lengths={**self.lengths, key: lengths})

    def find(self, text: str) -> list[Match]:
        """The names in a text from left to right, the longest at each place."""
        return list(self._matches(text))

    def closed_up(self, text: str) -> str:
        """A text without the spaces that stand inside a name."""
        if " " not in text:
            return text
        places = [at for at, char in enumerate(text) if char != " "]
        inside = {at for match in self.find(text.replace(" ", "")) for at in range(match.start, match.end - 1)}
        gone = {at for number in inside for at in range(places[number] + 1, places[number + 1])}
        return "".join(char for at, char in enumerate(text) if at not in gone)

    def _matches(self, text: str) -> Iterator[Match]:
        position = 0
        while position < len(text) - 1:
            match = self._at(text, position)
            if match is None:
                position += 1
            else:
                yield match
                position = match.end

    def _at(self, text: str, position: int) -> Match | None:
        for length in self.lengths.get(text[position : position + _KEY], ()):
            name = text[position : position + length]
            if name in self.names:
                return Match(position, position + len(name), name, self.names[name])
        return None


def _named(enterprises: list[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    """Given names first; a derived one only where nobody was given it; a full name means its owner alone."""
    names: dict[str, tuple[str, ...]] = {}
    for full, shorts in enterprises:
        for short in map(_plain, shorts):
            _add(names, short, full)
    given = frozenset(names)
    for full, _ in enterprises:
        for short in _derived(_plain(full)):
            if short not in given:
                _add(names, short, full)
    return names | {_plain(full): (full,) for full, _ in enterprises if len(_plain(full)) >= _KEY}


def _add(names: dict[str, tuple[str, ...]], short: str, full: str) -> None:
    if len(short) >= _KEY and full not in names.get(short, ()):
        names[short] = (*names.get(short, ()), full)


def _derived(full: str) -> set[str]:
    """A full name without its legal form, with and without its province."""
    bare = _LEGAL.sub("", full)
    return {name for name in (bare, _PROVINCE.sub("", bare), _PROVINCE.sub("", full)) if len(name) > _KEY} - {full}


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip()
