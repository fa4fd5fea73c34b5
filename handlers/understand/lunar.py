"""Days of the lunar calendar around the Spring Festival, by which people plan: 年三十, 初七, 正月十五."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from handlers.understand.numbers import number

#: The first day of the first month, and how many days the month before it had.
_NEW_YEAR = {
    2024: (date(2024, 2, 10), 30),
    2025: (date(2025, 1, 29), 29),
    2026: (date(2026, 2, 17), 29),
    2027: (date(2027, 2, 6), 29),
    2028: (date(2028, 1, 26), 29),
    2029: (date(2029, 2, 13), 29),
    2030: (date(2030, 2, 3), 30),
}
#: A day that is named without its month lies so near.
_NEAR = timedelta(days=45)
_EVE = (
    r"(?:大年三十"
    r"|(?<![今去明每前后整半近上全成多几一二三四五六七八九十\d])年三十(?![岁家个次条处天年多余人万吨名户分])"
    r"|大年夜|除夕)"
    r"(?:夜|晚上?|当天|当晚)?"
)
_COUNT = r"(?:[二廿]?十[一二三四五六七八九]?|廿[一二三四五六七八九]|三十|[一二三四五六七八九])"
_DAY = re.compile(
    rf"(?P<eve>{_EVE})"
    rf"|(?:正月|大年|年(?=初))(?P<first>初?{_COUNT})(?![年月个天条处项家次点])|(?P<lantern>元宵节?)(?!会|晚会|活动)"
    rf"|腊月(?P<last>{_COUNT})(?![年月个天条处项家次点])|(?P<little>小年)(?!轻)"
    r"|(?<![最当月年起之])初(?P<bare>[一二三四五六七八九十])(?![步期级中始衷次个天条项处点]|上|下|月)"
)


def days(text: str, today: date) -> Iterator[tuple[date, int, int]]:
    """Each such day, of the year that brings it nearest, and where it stands."""
    for match in _DAY.finditer(text):
        found = [day for year in _NEW_YEAR if (day := _day(match, year))]
        day = min(found, key=lambda one: abs(one - today), default=None)
        if day and (match["bare"] is None or abs(day - today) <= _NEAR):
            yield day, match.start(), match.end()


def _day(match: re.Match[str], year: int) -> date | None:
    first, length = _NEW_YEAR[year]
    if match["eve"]:
        return first - timedelta(days=1)
    if match["lantern"]:
        return first + timedelta(days=14)
    if match["little"] or match["last"]:
        at = 23 if match["little"] else _count(match["last"])
        return first - timedelta(days=length + 1 - at) if at and at <= length else None
    at = _count((match["first"] or match["bare"]).removeprefix("初"))
    return first + timedelta(days=at - 1) if at else None


def _count(words: str) -> int | None:
    return number(words.replace("廿十", "二十").replace("廿", "二十"))
