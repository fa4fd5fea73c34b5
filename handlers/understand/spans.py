"""Spans of days that questions and notices name."""

from __future__ import annotations

import re
from datetime import date, datetime
from itertools import pairwise

from handlers.acts import Span
from handlers.understand import dates
from handlers.understand.numbers import NUMBER, number
from models import calendar

_LAST_N = re.compile(rf"(?:最近|近|过去|这)(?P<n>{NUMBER})(?P<unit>天|日|周|个?月)")
_WITHIN_AHEAD = re.compile(rf"(?P<n>{NUMBER}|半)(?P<unit>天|日|周|个?星期|个?礼拜|个?月)(?:之|以)?内")
_MONTH_NAME = re.compile(r"(?<!\d)(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})月份?(?!\d)")
_RANGE = re.compile(r"(?:-|到|至)(?:今|夜|晚|\s)?|(?:起|开始)?[^,。;\d]{0,6}(?:到|至)")


def span(text: str, now: datetime) -> Span | None:
    """The duty days that a text names, the first of two periods."""
    for finder in (_two_days, _last_n, _holiday, _period, _quarter, _one_day, _month):
        if found := finder(text, now):
            return found
    return None


def several(text: str, now: datetime) -> Span | None:
    """The span of more than a day that a text names."""
    found = span(text, now)
    return found if found and (found.start != found.end or _PERIOD.search(text)) else None


_PERIOD = re.compile(r"[本这]个?(?:周|星期|礼拜|月|季度)(?![一二三四五六日天])")


def _two_days(text: str, now: datetime) -> Span | None:
    named = dates.days(text, now)
    for first, second in pairwise(named):
        if _RANGE.fullmatch(text[first.end : second.start].strip()) and first.day <= second.day:
            return Span(first.day, second.day)
    return _short_range(text, now)


_SHORT = re.compile(r"(?P<a>\d{1,2})[日号]?(?:-|到|至)(?P<b>\d{1,2})[日号]")


def _short_range(text: str, now: datetime) -> Span | None:
    """The days of "3月20日-28日" and "20-28号"."""
    match = _SHORT.search(text)
    if match is None:
        return None
    month = re.search(r"(\d{1,2})月\Z", text[: match.start()])
    today = dates.calendar_day(now)
    number_of = int(month.group(1)) if month else today.month
    start, end = dates.nearest(number_of, int(match["a"]), today), dates.nearest(number_of, int(match["b"]), today)
    return Span(start, end) if start and end and start <= end else None


def _last_n(text: str, now: datetime) -> Span | None:
    match = _LAST_N.search(text)
    today = dates.duty_day(now)
    if match is None:
        return None
    months = 30 * (number(match["n"]) or 1) if "月" in match["unit"] else None
    count = months or dates.length_in_days(match["n"], match["unit"]) or 1
    return Span(today - (count - 1) * dates.ONE, today)


_PERIOD_WORD = re.compile(r"周|星期|礼拜|月|年")


def _period(text: str, now: datetime) -> Span | None:
    if not _PERIOD_WORD.search(text):
        return None
    today = dates.duty_day(now)
    monday = today - today.weekday() * dates.ONE
    first = today.replace(day=1)
    before = first - dates.ONE
    periods = (
        (("上上周", "上上星期"), Span(monday - 14 * dates.ONE, monday - 8 * dates.ONE)),
        (("上周", "上星期", "上个星期", "上礼拜"), Span(monday - 7 * dates.ONE, monday - dates.ONE)),
        (("本周", "这周", "这个星期", "这星期", "这礼拜", "一周来", "这一周"), Span(monday, today)),
        (("上月", "上个月"), Span(before.replace(day=1), before)),
        (("上半月",), Span(first, first.replace(day=15))),
        (("下半月",), Span(first.replace(day=16), dates.month_end(first))),
        (("本月", "这个月", "这月", "当月"), Span(first, today)),
        (("上半年",), Span(today.replace(month=1, day=1), today.replace(month=6, day=30))),
        (("下半年",), Span(today.replace(month=7, day=1), today.replace(month=12, day=31))),
        (("去年", "上年度"), _year(today.year - 1)),
        (("今年", "年初以来", "本年", "全年"), Span(today.replace(month=1, day=1), today)),
    )
    named = [(at, -len(word), found) for words, found in periods for word in words if (at := _stands(word, text)) >= 0]
    return min(named, key=lambda one: one[:2])[2] if named else None


def _year(year: int) -> Span:
    return Span(date(year, 1, 1), date(year, 12, 31))


_QUARTER = re.compile(r"(?P<n>[一二三四1234])季度|(?P<word>上|本|这)(?:个)?季度")


def _quarter(text: str, now: datetime) -> Span | None:
    """A quarter of this year, whole; 上季度 and 本季度 from today."""
    match = _QUARTER.search(text)
    if match is None:
        return None
    today = dates.duty_day(now)
    this = (today.month - 1) // 3 + 1
    which = number(match["n"]) or this if match["n"] else this - (match["word"] == "上")
    year, which = (today.year, which) if which else (today.year - 1, 4)
    first = date(year, 3 * which - 2, 1)
    last = dates.month_end(date(year, 3 * which, 1))
    return Span(first, today if match["word"] in ("本", "这") else last)


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
_HOLIDAY = re.compile(f"(?P<name>{'|'.join(HOLIDAYS)})(?:节|假期|放假|长假)?(?:期间|假期|那几天|这几天)")


def _holiday(text: str, now: datetime) -> Span | None:
    """The days off of a holiday, of the year that brings it nearest."""
    match = _HOLIDAY.search(text)
    today = dates.duty_day(now)
    if match is None:
        return None
    years = (calendar.holiday(HOLIDAYS[match["name"]], year) for year in (today.year - 1, today.year, today.year + 1))
    known = [days for days in years if days]
    return Span(*min(known, key=lambda days: abs(days[0] - today))) if known else None


def _stands(word: str, text: str) -> int:
    """Where a period is named and no weekday of it: "上周二" is a day."""
    at = text.find(word)
    day = word[-1] in "周期拜" and text[at + len(word) : at + len(word) + 1] in tuple(dates.WEEK)
    return -1 if at >= 0 and day else at


def _one_day(text: str, now: datetime) -> Span | None:
    """One day that is named; in a question about the past a bare number ahead means last month."""
    named = dates.days(text, now)
    if not named:
        return None
    day = named[0]
    if dates.BARE_NUMBER.fullmatch(day.words) and day.day > dates.calendar_day(now):
        first = day.day.replace(day=1) - dates.ONE
        made = dates.make(first.year, first.month, day.day.day)
        return Span(made, made) if made else None
    return Span(day.day, day.day)


def _month(text: str, now: datetime) -> Span | None:
    match = _MONTH_NAME.search(text)
    value = number(match["m"]) if match else None
    today = dates.calendar_day(now)
    if value is None or not 1 <= value <= 12:
        return None
    start = date(today.year if value <= today.month else today.year - 1, value, 1)
    return Span(start, dates.month_end(start))


def days_ahead(text: str, now: datetime) -> Span | None:
    """The days that lie ahead: today and the five behind it for "五天内到期", the rest of the week for "这周到期"."""
    today = dates.duty_day(now)
    if match := _WITHIN_AHEAD.search(text):
        return Span(today, dates.within(match["n"], match["unit"], today))
    if match := _UNTIL_END.search(text):
        return Span(today, _end_of(match["of"] or match["whole"], today))
    if re.search(r"下(?:个)?(?:周|星期|礼拜)(?![一二三四五六日天])", text):
        monday = today + (7 - today.weekday()) * dates.ONE
        return Span(monday, monday + 6 * dates.ONE)
    if (match := _UNTIL.search(text)) and (day := dates.due(match["day"], now)):
        return Span(today, day)
    named = dates.days(text, now)
    return Span(named[0].day, named[0].day) if named and named[0].day >= today else None


_UNTIL_END = re.compile(
    r"(?:本|这|这个)?(?P<of>周|星期|月)(?:底|末|内|之内)|(?:本|这)(?:个)?(?P<whole>周|星期|月)(?![一二三四五六日天])"
)
_UNTIL = re.compile(r"(?P<day>[^,。;]{1,8})(?:前|之前|以前)")


def _end_of(word: str | None, today: date) -> date:
    return dates.month_end(today) if word == "月" else today + (6 - today.weekday()) * dates.ONE
