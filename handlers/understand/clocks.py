"""Clock times as people say them: 8:30, 下午两点到四点, 16时40分."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from handlers.understand.numbers import number

_PART = r"(?:凌晨|清晨|早上|早晨|早|上午|中午|午后|下午|傍晚|晚上|晚间|夜里|夜间|半夜|后半夜|晚|午)"
_HOUR = r"(?:2[0-4]|[01]?\d|二十[一二三四]?|十[一二三四五六七八九]?|[一二两三四五六七八九零])"
_MINUTE = (
    r"(?:半|一刻|三刻|[0-5]\d|[二三四五]十[一二三四五六七八九]?|十[一二三四五六七八九]?|[零〇][一二三四五六七八九])"
)


def _clock(name: str) -> str:
    return (
        rf"(?P<part{name}>{_PART})?(?:的)?(?<![\d.])(?P<hour{name}>{_HOUR})(?:(?::|点钟?|时(?!间"
        rf"|段))(?P<minute{name}>{_MINUTE})?分?|(?P<whole{name}>整))"
    )


_ONE = re.compile(_clock(""))
_RANGE = re.compile(
    _clock("1").replace("(?P<whole1>整)", "(?P<whole1>整|(?=(?:-|~|到|至)\\d{1,2}(?:点|时|:)))")
    + rf"\s?(?:开始|起)?(?:-|~|到|至|—)+\s?(?:(?P<next>次日|第二天|明早|明天|翌日)|当天|今天|当日)?的?{_clock('2')}"
)
NOON = 12
MIDNIGHT = 24


@dataclass(frozen=True)
class Clock:
    """A time of the day as minutes, where it stands, and whether the part of the day was said."""

    time: timedelta
    start: int
    end: int


def first(text: str) -> Clock | None:
    """The first time of the day that is said."""
    match = _ONE.search(text)
    return Clock(_time(match, "", match["part"]), match.start(), match.end()) if match else None


def every(text: str) -> list[Clock]:
    """All times of the day that are said."""
    return [Clock(_time(match, "", match["part"]), match.start(), match.end()) for match in _ONE.finditer(text)]


def between(text: str) -> tuple[Clock, Clock] | None:
    """From when until when; the later one is in the same part of the day where it names none."""
    match = _RANGE.search(text)
    if match is None:
        return None
    begin = _time(match, "1", match["part1"])
    end = _time(match, "2", match["part2"] or match["part1"])
    if match["next"]:
        end = _time(match, "2", match["part2"]) + timedelta(hours=MIDNIGHT)
    elif end < begin and end + timedelta(hours=NOON) <= timedelta(hours=MIDNIGHT) and not match["part2"]:
        end += timedelta(hours=NOON)
    return Clock(begin, match.start(), match.end()), Clock(end, match.start(), match.end())


_MINUTES = {"半": 30, "一刻": 15, "三刻": 45}
_LATE = ("下午", "午后", "傍晚", "晚上", "晚间", "晚", "夜里", "夜间")
_NIGHT = 6


def _time(match: re.Match[str], name: str, part: str | None) -> timedelta:
    hour = number(match[f"hour{name}"]) or 0
    words = match[f"minute{name}"] or ""
    minute = _MINUTES.get(words) or number(words.lstrip("零〇")) or 0
    in_the_night = part in ("夜里", "夜间", "晚") and hour < _NIGHT
    if (part in _LATE and hour < NOON and not in_the_night) or (part in ("中午", "午") and hour <= 2):
        hour += NOON
    return timedelta(hours=min(hour, MIDNIGHT), minutes=minute)
