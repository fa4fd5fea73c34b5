"""The office's own words: phrases that stand for words which the rules know, and places of its plants."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, cached_property

from handlers.understand import lexicon


@dataclass(frozen=True)
class OwnWords:
    """What an admin has taught, as the rules need it."""

    places: tuple[str, ...] = ()
    phrases: Mapping[str, str] = field(default_factory=dict)

    def put(self, text: str) -> tuple[str, tuple[str, ...]]:
        """A text with known words in the place of phrases, and the phrases that stood there."""
        found: tuple[str, ...] = tuple(dict.fromkeys(self._phrase.findall(text))) if self.phrases else ()
        return (self._phrase.sub(lambda match: self.phrases[match.group()], text), found) if found else (text, ())

    @cached_property
    def _phrase(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self.phrases, key=len, reverse=True))))


#: The places that hold while one message is read: the rules ask for places deep down, where no context is at hand.
_PLACES: ContextVar[tuple[str, ...]] = ContextVar("places", default=())


@contextmanager
def known(places: tuple[str, ...]) -> Iterator[None]:
    """Lets `with_places` know the office's own places, for as long as one message is read."""
    token = _PLACES.set(places)
    try:
        yield
    finally:
        _PLACES.reset(token)


def with_places(*names: str) -> re.Pattern[str]:
    """Finds any word of some lists, and the places that hold now."""
    places = _PLACES.get()
    return _either(places, names) if places else lexicon.pattern(*names)


@cache
def _either(places: tuple[str, ...], names: tuple[str, ...]) -> re.Pattern[str]:
    own = "|".join(map(re.escape, sorted(places, key=len, reverse=True)))
    return re.compile(f"(?:{own}|{lexicon.either(*names)})", re.IGNORECASE)
