"""Days of feasts: the days off around one, and the day itself."""

from __future__ import annotations

import re
from datetime import date, datetime

from handlers.acts import Span
from handlers.understand import dates
from models import calendar

Found = tuple[int, Span] | None

#: How holidays are called, and their names in the calendar.
HOLIDAYS = {
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "清明": "Tomb-sweeping Day",
    "五一": "Labour Day",
    "劳动节": "Labour Day",
    "端午": "Dragon Boat Festival",
    "中秋": "Mid-autumn Festival",
    "国庆": "National Day",
}
_HOLIDAY = re.compile(
    rf"(?P<name>{'|'.join(HOLIDAYS)})(?:节|假期|放假|长假)?(?:期间|假期|假日|(?:那|这)(?:几|\d|[两三四五六七八])天|[三五六七八]天(?:假|里|内)?|小长假|黄金周)"
)


def holiday(text: str, now: datetime) -> Found:
    """The days off of a holiday, of the year that brings it nearest."""
    match = _HOLIDAY.search(text)
    today = dates.duty_day(now)
    if match is None:
        return None
    known = [days for year in (today.year - 1, today.year, today.year + 1) if (days := off(match["name"], year))]
    return (match.start(), Span(*min(known, key=lambda days: abs(days[0] - today)))) if known else None


def off(name: str, year: int) -> tuple[date, date] | None:
    """The first and last day off of a feast: as published, else as the office entered it under that name."""
    return calendar.holiday(HOLIDAYS[name], year) or calendar.own_holiday(name, year)


_FEAST = re.compile(r"(?P<name>元旦|五一|国庆|十一)(?:节)?(?:那天|当天|当日|当晚|那晚|晚上|夜里)")
_FEASTS = {"元旦": (1, 1), "五一": (5, 1), "国庆": (10, 1), "十一": (10, 1)}


def feast(text: str, now: datetime) -> Found:
    """The day itself of a feast that has a fixed date."""
    match = _FEAST.search(text)
    day = dates.nearest(*_FEASTS[match["name"]], dates.calendar_day(now)) if match else None
    return (match.start(), Span(day, day)) if match and day else None


_WEEKEND = re.compile(r"(?<![上本这下个])(?:周末|双休日?)")


def weekend(text: str, now: datetime) -> Found:
    """The Saturday and the Sunday that were last."""
    match = _WEEKEND.search(text)
    today = dates.duty_day(now)
    saturday = today - ((today.weekday() - 5) % 7) * dates.ONE
    return (match.start(), Span(saturday, min(saturday + dates.ONE, today))) if match else None
