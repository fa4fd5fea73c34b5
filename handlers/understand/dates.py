"""Days as people name them; a duty day lasts until six in the morning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from handlers.acts import Span
from handlers.understand.numbers import NUMBER, number
from models.calendar import local

DUTY_DAY_BEGINS = 6
_NEAR = 45  # 3.14 is a date only within so many days of today
_WEEK = 7
ONE = timedelta(days=1)


@dataclass(frozen=True)
class Day:
    """A day that was named, where and by which words."""

    day: date
    start: int
    end: int
    words: str
    relative: bool = False


_FULL = re.compile(r"(?<!\d)(?P<y>20\d\d)(?:年|[-/.])(?P<m>\d{1,2})(?:月|[-/.])(?P<d>\d{1,2})[日号]?(?!\d)")
_MONTH = re.compile(r"(?<!\d)(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?(?!\d)")
_DOTTED = re.compile(
    r"(?<![\d.:/])(?P<m>\d{1,2})[./](?P<d>\d{1,2})"
    r"(?![\d%:/]|\.\d| ?(?:[a-zA-Z℃°米吨度兆公斤千克元万毫升小级倍]))[日号]?"
)
_NUMBER = re.compile(
    r"(?<![\d.月#-])(?P<d>\d{1,2})[日号]"
    r"(?![楼罐泵线机釜库车炉塔门岗仓池储反装加卸发氨氯阀管区站间枪位桶瓶柜箱灯])"
)
_WORDS = {
    **dict.fromkeys(("大前天",), -3),
    **dict.fromkeys(("前天", "前晚", "前夜"), -2),
    **dict.fromkeys(("昨天", "昨日", "昨晚", "昨夜", "昨儿", "夜个", "夜儿个"), -1),
    **dict.fromkeys(("今天", "今日", "今晚", "今夜", "本日", "今儿", "当天"), 0),
    **dict.fromkeys(("明天", "明日", "明晚", "明儿"), 1),
    **dict.fromkeys(("后天",), 2),
    **dict.fromkeys(("大后天",), 3),
}
_WORD = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))
WEEK = {char: index for index, char in enumerate("一二三四五六日")} | {"天": 6}
_WEEKDAY = re.compile(r"(?P<week>上上|上|本|这|下)?(?:个)?(?:周|星期|礼拜)(?P<d>[一二三四五六日天])")


def duty_day(now: datetime) -> date:
    """The duty day of a moment: before six in the morning the day before."""
    here = local(now)
    return here.date() - ONE if here.hour < DUTY_DAY_BEGINS else here.date()


def calendar_day(now: datetime) -> date:
    """The date on the wall."""
    return local(now).date()


def make(year: int, month: int, day: int) -> date | None:
    """A date, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nearest(month: int, day: int, to: date) -> date | None:
    """A month and a day in the year that brings them nearest."""
    found = [made for year in (to.year - 1, to.year, to.year + 1) if (made := make(year, month, day))]
    return min(found, key=lambda made: abs(made - to), default=None)


def days(text: str, now: datetime) -> list[Day]:
    """Every single day that is named, from left to right."""
    found = [*_full(text), *_months(text, now), *_dotted(text, now), *_numbers(text, now), *_named(text, now)]
    taken: list[Day] = []
    for day in sorted(found, key=lambda day: (day.start, -day.end)):
        if not taken or day.start >= taken[-1].end:
            taken.append(day)
    return taken


def _full(text: str) -> Iterator[Day]:
    for match in _FULL.finditer(text):
        if made := make(int(match["y"]), int(match["m"]), int(match["d"])):
            yield Day(made, match.start(), match.end(), match.group())


def _months(text: str, now: datetime) -> Iterator[Day]:
    for match in _MONTH.finditer(text):
        if made := nearest(int(match["m"]), int(match["d"]), calendar_day(now)):
            yield Day(made, match.start(), match.end(), match.group())


def _dotted(text: str, now: datetime) -> Iterator[Day]:
    today = calendar_day(now)
    for match in _DOTTED.finditer(text):
        made = nearest(int(match["m"]), int(match["d"]), today)
        if made and abs((made - today).days) <= _NEAR:
            yield Day(made, match.start(), match.end(), match.group())


def _numbers(text: str, now: datetime) -> Iterator[Day]:
    today = calendar_day(now)
    for match in _NUMBER.finditer(text):
        if made := make(today.year, today.month, int(match["d"])):
            yield Day(made, match.start(), match.end(), match.group())


def _named(text: str, now: datetime) -> Iterator[Day]:
    for match in _WORD.finditer(text):
        yield Day(_relative(match.group(), now), match.start(), match.end(), match.group(), relative=True)
    for match in _WEEKDAY.finditer(text):
        yield Day(_weekday(match, now), match.start(), match.end(), match.group())


def _relative(word: str, now: datetime) -> date:
    """今 is the duty day; 昨 and 明 count from the date on the wall."""
    base = duty_day(now) if _WORDS[word] == 0 else calendar_day(now)
    return base + _WORDS[word] * ONE


_WEEKS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1}


def _weekday(match: re.Match[str], now: datetime) -> date:
    """With its week, that day of it; bare, the most recent one."""
    today = duty_day(now)
    monday = today - today.weekday() * ONE
    if match["week"]:
        return monday + (7 * _WEEKS[match["week"]] + WEEK[match["d"]]) * ONE
    return today - ((today.weekday() - WEEK[match["d"]]) % 7) * ONE


def report_day(text: str, now: datetime) -> date:
    """The duty day that a report counts for: one that was named and is not ahead, else that of the moment."""
    today = calendar_day(now)
    named = [day.day for day in days(text, now) if day.day <= today and not _far_number(day, today)]
    return named[0] if named else duty_day(now)


def _far_number(day: Day, today: date) -> bool:
    """A bare number far back is more likely the number of a thing."""
    return bool(_NUMBER.fullmatch(day.words)) and (today - day.day).days > _WEEK


# Days ahead

_WITHIN = re.compile(rf"(?P<n>{NUMBER}|半)(?P<unit>天|日|个?工作日|个?星期|周|个?礼拜|个?月)(?:之)?内")
_NEXT_WEEKDAY = re.compile(r"(?P<week>下|本|这)?(?:个)?(?:周|星期|礼拜)(?P<d>[一二三四五六日天])")
_LENGTH = re.compile(rf"(?P<n>{NUMBER}|半)(?P<unit>天|日(?!前)|个?星期|周(?!前)|个?礼拜|个?月)")


def month_end(day: date) -> date:
    """The last day of a month."""
    return (day.replace(day=28) + 4 * ONE).replace(day=1) - ONE


def next_month(day: date) -> date:
    """The same day of the next month, or its last one."""
    first = month_end(day) + ONE
    return min(first + (day.day - 1) * ONE, month_end(first))


def due(text: str, now: datetime) -> date | None:
    """The day by which something shall be finished."""
    today = calendar_day(now)
    if "月底" in text or "月末" in text:
        return month_end(next_month(today.replace(day=1)) if "下月" in text or "下个月" in text else today)
    if match := _WITHIN.search(text):
        return within(match["n"], match["unit"], today)
    return _named_ahead(text, now) or _weekday_ahead(text, today)


def within(count: str, unit: str, start: date) -> date:
    """So many days, weeks or months after a day."""
    if "月" in unit:
        return start + 15 * ONE if count == "半" else next_month(start)
    return start + (length_in_days(count, unit) or 0) * ONE


def _named_ahead(text: str, now: datetime) -> date | None:
    today = calendar_day(now)
    ahead = [_ahead(day, today) for day in days(text, now) if not _WEEKDAY.fullmatch(day.words)]
    return next((day for day in ahead if day >= today), None)


def _ahead(day: Day, today: date) -> date:
    """A bare number that has gone by means next month."""
    return next_month(day.day) if _NUMBER.fullmatch(day.words) and day.day < today else day.day


def _weekday_ahead(text: str, today: date) -> date | None:
    match = _NEXT_WEEKDAY.search(text)
    if match is None:
        return None
    if match["week"]:
        monday = today - today.weekday() * ONE
        return monday + (7 * (match["week"] == "下") + WEEK[match["d"]]) * ONE
    return today + (((WEEK[match["d"]] - today.weekday()) % 7) or 7) * ONE


def length_in_days(count: str, unit: str) -> int | None:
    """A length as days; a month has none."""
    if "月" in unit:
        return 15 if count == "半" else None
    value = number(count)
    if value is None:
        return None
    return value * 7 if any(word in unit for word in ("周", "星期", "礼拜")) else value


def length(text: str, start: date) -> tuple[int | None, date] | None:
    """A length of time that is said, as days, and the day it leads to."""
    match = _LENGTH.search(text)
    if match is None:
        return None
    return length_in_days(match["n"], match["unit"]), within(match["n"], match["unit"], start)


# Spans that questions name

_LAST_N = re.compile(rf"(?:最近|近|过去|这)(?P<n>{NUMBER})(?P<unit>天|日|周|个?月)")
_WITHIN_AHEAD = re.compile(rf"(?P<n>{NUMBER})(?:天|日)内")
_MONTH_NAME = re.compile(r"(?<!\d)(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})月份?(?!\d)")
_RANGE = re.compile(r"(?:-|到|至)(?:今|夜|晚|\s)?")


def span(text: str, now: datetime) -> Span | None:
    """The duty days that a text names, the first of two periods."""
    return _two_days(text, now) or _last_n(text, now) or _period(text, now) or _one_day(text, now) or _month(text, now)


def _two_days(text: str, now: datetime) -> Span | None:
    named = days(text, now)
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
    today = calendar_day(now)
    number_of = int(month.group(1)) if month else today.month
    start, end = nearest(number_of, int(match["a"]), today), nearest(number_of, int(match["b"]), today)
    return Span(start, end) if start and end and start <= end else None


def _last_n(text: str, now: datetime) -> Span | None:
    match = _LAST_N.search(text)
    today = duty_day(now)
    if match is None:
        return None
    months = 30 * (number(match["n"]) or 1) if "月" in match["unit"] else None
    count = months or length_in_days(match["n"], match["unit"]) or 1
    return Span(today - (count - 1) * ONE, today)


def _period(text: str, now: datetime) -> Span | None:
    today = duty_day(now)
    monday = today - today.weekday() * ONE
    first = today.replace(day=1)
    before = first - ONE
    periods = (
        (("上上周", "上上星期"), Span(monday - 14 * ONE, monday - 8 * ONE)),
        (("上周", "上星期", "上个星期", "上礼拜"), Span(monday - 7 * ONE, monday - ONE)),
        (("本周", "这周", "这个星期", "这星期", "这礼拜", "一周来", "这一周"), Span(monday, today)),
        (("上月", "上个月"), Span(before.replace(day=1), before)),
        (("上半月",), Span(first, first.replace(day=15))),
        (("本月", "这个月", "这月", "当月"), Span(first, today)),
        (("一季度", "第一季度"), Span(today.replace(month=1, day=1), today.replace(month=3, day=31))),
        (("今年", "年初以来", "本年", "全年"), Span(today.replace(month=1, day=1), today)),
    )
    for words, found in periods:
        if any(_stands(word, text) for word in words):
            return found
    return None


def _stands(word: str, text: str) -> bool:
    """Whether a period is named and no weekday of it: "上周二" is a day."""
    at = text.find(word)
    return at >= 0 and not (word[-1] in "周期拜" and text[at + len(word) : at + len(word) + 1] in tuple(WEEK))


def _one_day(text: str, now: datetime) -> Span | None:
    """One day that is named; in a question about the past a bare number ahead means last month."""
    named = days(text, now)
    if not named:
        return None
    day = named[0]
    if _NUMBER.fullmatch(day.words) and day.day > calendar_day(now):
        first = day.day.replace(day=1) - ONE
        made = make(first.year, first.month, day.day.day)
        return Span(made, made) if made else None
    return Span(day.day, day.day)


def _month(text: str, now: datetime) -> Span | None:
    match = _MONTH_NAME.search(text)
    value = number(match["m"]) if match else None
    today = calendar_day(now)
    if value is None or not 1 <= value <= 12:
        return None
    start = date(today.year if value <= today.month else today.year - 1, value, 1)
    return Span(start, month_end(start))


def days_ahead(text: str, now: datetime) -> Span | None:
    """Today and the five days behind it for "五天内到期"."""
    match = _WITHIN_AHEAD.search(text)
    today = duty_day(now)
    count = number(match["n"]) if match else None
    return Span(today, today + count * ONE) if count is not None else None
