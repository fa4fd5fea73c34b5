"""Numbers as people write them."""

from __future__ import annotations

import re

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
UNITS = {"十": 10, "百": 100}
NUMBER = r"(?:\d{1,4}|[零〇一二两俩三四五六七八九十百]{1,5})"
_COUNTED = re.compile(NUMBER)


def number(text: str) -> int | None:
    """The number of "12", "十二" or "两"; None for anything else."""
    if text.isdecimal():
        return int(text)
    if not text or any(char not in DIGITS and char not in UNITS for char in text):
        return None
    return _spoken(text)


def _spoken(text: str) -> int:
    total, digit = 0, 0
    for char in text:
        if char in UNITS:
            total, digit = total + (digit or 1) * UNITS[char], 0
        else:
            digit = DIGITS[char]
    return total + digit


def first_number(text: str) -> int | None:
    """The first number in a text."""
    match = _COUNTED.search(text)
    return number(match.group()) if match else None
