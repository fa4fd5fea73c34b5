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


_HOURS = re.compile(r"(?<!\d)(?P<n>24|48|72|96|120)个?(?:小时|钟头)(?!值|在岗|有人|轮|不间断|专人|畅通|盯|守|监)")
#: 十天半个月, 两三天, 七八天 say no length.
_VAGUE = re.compile(
    r"十天半个?月|(?<!十)(?:一两|[一两]二|[两二]三|三[四五]|四五|五六|六七|七八|八九)(?:天|日|个?星期|周|个?礼拜|个?月)"
)


def in_days(text: str) -> str:
    """A text with whole days for their hours: 48小时 is two days."""
    return _HOURS.sub(lambda match: f"{int(match['n']) // 24}天", text)


def without_vague(text: str) -> str:
    """A text without the lengths that only are about so long: 两三天."""
    return _VAGUE.sub("几天", text)
