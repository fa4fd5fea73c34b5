"""A stretch of what was read, as its writer wrote it."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher

from handlers.understand.said import Said


def as_written(words: str, said: Said) -> str:
    """A stretch as its writer wrote it, where reading changed a word: 俩 is read as 两个."""
    raw = unicodedata.normalize("NFKC", said.raw)
    at = said.text.find(words)
    if not raw or at < 0 or words in raw:
        return words
    places = [(one.a, one.b, one.size) for one in SequenceMatcher(None, said.text, raw, False).get_matching_blocks()]
    return raw[_there(at, places, len(raw)) : _there(at + len(words) - 1, places, len(raw)) + 1].strip() or words


def _there(at: int, blocks: list[tuple[int, int, int]], end: int) -> int:
    """Where a place of the read text stands in the written one."""
    before = [block for block in blocks if block[0] <= at and block[2]]
    if not before:
        return 0
    a, b, size = before[-1]
    return min(b + min(at - a, size), end - 1)
