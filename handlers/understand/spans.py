"""Spans of days that questions and notices name."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise

from handlers.acts import Span
from handlers.understand import dates, feasts
from handlers.understand.clauses import KEPT
from handlers.understand.numbers import NUMBER, in_days, number

_LAST_N = re.compile(rf"(?:最近|近|过去|这)的?(?P<n>{NUMBER}|半)(?P<unit>天|日|晚上?|夜|周|个?星期|个?礼拜|个?月)")
_WITHIN_AHEAD = re.compile(rf"(?P<n>{NUMBER}|半)(?P<unit>天|日|周|个?星期|个?礼拜|个?月)(?:之|以)?内")
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_YEAR = r"(?P<year>前年|去年|上年|今年|本年|20\d\d年)?(?:的)?"
_MONTH_NAME = re.compile(
    rf"(?<!\d){_YEAR}(?P<m>{_MONTH})(?:月份?)?(?:(?:-|到|至)(?P<to>{_MONTH}))?月份?(?P<part>[上中下]旬|[上下]半月|的?[前头后](?:[1-9]\d?|[一二两三五七十]|十五|二十)天"
    rf"|初|底|末)?(?!\d)"
)
_RANGE = re.compile(r"(?:-|到|至)(?:今|夜|晚|\s)?|(?:起|开始)?[^,。;\d]{0,6}(?:到|至)")
Found = tuple[int, Span] | None


@lru_cache(maxsize=KEPT)
def span(text: str, now: datetime) -> Span | None:
    """The duty days that a text names, the first of two periods; a range goes before the days it is made of."""
    if found := _two_days(text, now) or _neighbours(text, now) or _for_days(text, now):
        return found
    named = [one for finder in _FINDERS if (one := finder(text, now))]
    return min(named, key=lambda one: one[0])[1] if named else None


def in_range(text: str, now: datetime) -> bool:
    """Whether a first and a last day are named."""
    return _two_days(text, now) is not None


def several(text: str, now: datetime) -> Span | None:
    """The span of more than a day that a text names."""
    found = _listed_days(text, now) or span(text, now)
    return found if found and (found.start != found.end or _PERIOD.search(text)) else None


_AND = re.compile(r"(?:的|晚上?|夜里?)?(?:[、,和及跟与]|还有)?(?:今|夜|晚)?")


def _listed_days(text: str, now: datetime) -> Span | None:
    """Days that follow one another and are named one by one: 6月9日、10日."""
    run: list[dates.Day] = []
    for day in dates.days(text, now):
        joined = run and _AND.fullmatch(text[run[-1].end : day.start].strip())
        if run and not (joined and day.day - run[-1].day == dates.ONE):
            break
        run.append(day)
    return Span(run[0].day, run[-1].day) if len(run) > 1 else None


_PERIOD = re.compile(r"[本这]个?(?:周|星期|礼拜|月|季度)(?![一二三四五六日天])")


def _two_days(text: str, now: datetime) -> Span | None:
    named = dates.days(text, now)
    for first, second in pairwise(named):
        last = _same_week(first, second)
        if _RANGE.fullmatch(text[first.end : second.start].strip()) and first.day <= last:
            return Span(first.day, last)
    return _short_range(text, now) or _until_now(text, now)


def _same_week(first: dates.Day, second: dates.Day) -> date:
    """The last day of "上周一到周三" and "10月1日到8日": it lies in the week, in the month of the first."""
    month = _OF_MONTH.match(first.words)
    if month and dates.BARE_NUMBER.fullmatch(second.words):
        return first.day.replace(day=1) + (int(re.sub(r"\D", "", second.words)) - 1) * dates.ONE
    match = _BARE_WEEKDAY.fullmatch(second.words)
    if match is None or not _WEEKDAY.search(first.words):
        return second.day
    return first.day + (dates.WEEK[match["d"]] - first.day.weekday()) * dates.ONE


_OF_MONTH = re.compile(r"(?:20\d\d[年.-])?\d{1,2}[月.-]\d{1,2}[日号]?\Z")
_NEIGHBOURS = re.compile(
    r"(?P<two>昨今|今明|明后|昨前|前昨)(?:两|2|二)?(?:天|日|晚|夜)|(?:接下来|未来|往后|今后)(?:的)?(?P<n>\d{1,2}"
    r"|[一二两三四五六七八九十]{1,2})(?:天|日|晚)"
)
_FIRST = {"昨今": -1, "今明": 0, "明后": 1, "昨前": -2, "前昨": -2}


def _neighbours(text: str, now: datetime) -> Span | None:
    """Two days that stand together, or some that lie ahead: 明后两天, 接下来三天."""
    match = _NEIGHBOURS.search(text)
    if match is None:
        return None
    today = dates.calendar_day(now)
    first = today + (_FIRST[match["two"]] if match["two"] else 1) * dates.ONE
    count = 2 if match["two"] else number(match["n"]) or 1
    return Span(first, first + (count - 1) * dates.ONE)


_FOR_DAYS = re.compile(
    rf"(?:起|开始|始)[^,。;\d]{{0,10}}?(?P<n>{NUMBER}|半)(?P<unit>天|日|个?星期|个?礼拜|周|个?月)"
    rf"|[^,。;\d]{{0,6}}?(?:停|放假|休|检修|关门|歇|大修|停产|停工)[^,。;\d]{{0,4}}?(?P<n2>{NUMBER}"
    rf"|半)(?P<unit2>天|日|个?星期|个?礼拜|周|个?月)"
)


def _for_days(text: str, now: datetime) -> Span | None:
    """From a day on for so long: 4月5号起停产三天."""
    for day in dates.days(text, now):
        if match := _FOR_DAYS.match(text, day.end):
            count, unit = match["n"] or match["n2"], match["unit"] or match["unit2"]
            first = dates.due(day.words, now) or day.day
            return Span(first, dates.within(count, unit, first) - dates.ONE)
    return None


_WEEKDAY = re.compile(r"(?:周|星期|礼拜)[一二三四五六日天]")
_BARE_WEEKDAY = re.compile(r"(?:周|星期|礼拜)?(?P<d>[一二三四五六日天])")
_UNTIL_NOW = re.compile(r"(?:号|日)?(?:以来|至今|到现在|到今天|到目前|到今|到眼下|往后|以后|之后|起|开始)")


def _until_now(text: str, now: datetime) -> Span | None:
    """From a day that is past until today: "3月10号以来"."""
    today = dates.duty_day(now)
    for day in dates.days(text, now):
        if day.day < today and _UNTIL_NOW.match(text, day.end):
            return Span(day.day, today)
    return None


_SHORT = re.compile(r"(?P<a>\d{1,2})[日号]?(?:-|到|至)(?P<b>\d{1,2})[日号]")
_COMPACT = re.compile(
    r"(?<!\d)(?:20\d\d[-.年]?)?(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)(?:-|到|至|~)(?:20\d\d[-.年]?)?(?P<m2>0[1-9]"
    r"|1[0-2])(?P<d2>[0-3]\d)(?!\d)"
)


def _short_range(text: str, now: datetime) -> Span | None:
    """The days of "3月20日-28日", "20-28号" and "0323-0329"."""
    today = dates.calendar_day(now)
    if match := _COMPACT.search(text):
        ends = [dates.nearest(int(match[m]), int(match[d]), today) for m, d in (("m", "d"), ("m2", "d2"))]
        return Span(ends[0], ends[1]) if ends[0] and ends[1] and ends[0] <= ends[1] else None
    match = _SHORT.search(text)
    if match is None:
        return None
    month = re.search(r"(\d{1,2})月\Z", text[: match.start()])
    number_of = int(month.group(1)) if month else today.month
    start, end = dates.nearest(number_of, int(match["a"]), today), dates.nearest(number_of, int(match["b"]), today)
    return Span(start, end) if start and end and start <= end else None


def _last_n(text: str, now: datetime) -> Found:
    match = _LAST_N.search(text)
    today = dates.duty_day(now)
    if match is None:
        return None
    unit = "天" if match["unit"][0] in "晚夜" else match["unit"]
    half = match["n"] == "半"
    months = (15 if half else 30 * (number(match["n"]) or 1)) if "月" in unit else None
    count = months or dates.length_in_days(match["n"], unit) or 1
    return match.start(), Span(today - (count - 1) * dates.ONE, today)


_SPELT = re.compile(
    r"(?P<which>上上|上|本|这|当|下)(?:一)?(?:个)?(?P<unit>周(?!年)|星期|礼拜"
    r"|月(?!份?\d))(?P<end>末)?(?:(?<=月)|(?!一(?![共直定般起样])|[二三四五六日天]))"
    r"|(?P<half>上半月|下半月|上半年|下半年)|(?P<ten>[上中下]旬)|(?P<week>一周来|一周以来)"
    r"|(?P<year>去年|上年度?|今年|年初(?![一二三四五六七八九十])(?:以来|到现在|至今)?|开年(?:以来|到现在|至今)"
    r"|本年度?|全年)"
    rf"(?!(?:的)?(?:{_MONTH}月|[一二三四1234上本]个?季度|[上下]半年))"
)


def _period(text: str, now: datetime) -> Found:
    match = _SPELT.search(text)
    if match is None:
        return None
    today = dates.duty_day(now)
    if match["unit"]:
        week = match["unit"] != "月"
        found = _week(match["which"], bool(match["end"]), today) if week else _this_month(match["which"], today)
    elif match["half"] or match["ten"]:
        found = _part(match["half"] or match["ten"], today)
    elif match["week"]:
        found = Span(today - 6 * dates.ONE, today)
    else:
        found = _year(today.year - 1) if match["year"][0] in "去上" else Span(today.replace(month=1, day=1), today)
    return match.start(), found


_WHICH = {"上上": -2, "上": -1, "本": 0, "这": 0, "当": 0, "下": 1}


def _week(which: str, weekend: bool, today: date) -> Span:
    """A calendar week, this one until today; or its Saturday and Sunday."""
    monday = today + (7 * _WHICH[which] - today.weekday()) * dates.ONE
    sunday = monday + 6 * dates.ONE
    if weekend:
        return Span(monday + 5 * dates.ONE, sunday)
    return Span(monday, sunday if _WHICH[which] else today)


def _this_month(which: str, today: date) -> Span:
    """A month, this one until today."""
    first = today.replace(day=1)
    if not _WHICH[which]:
        return Span(first, today)
    if which == "下":
        return Span(dates.next_month(first), dates.month_end(dates.next_month(first)))
    for _ in range(-_WHICH[which]):
        first = (first - dates.ONE).replace(day=1)
    return Span(first, dates.month_end(first))


def _part(words: str, day: date) -> Span:
    """A half or a third of the month of a day, or a half of its year."""
    first, last = day.replace(day=1), dates.month_end(day)
    parts = {
        "上半月": Span(first, first.replace(day=15)),
        "下半月": Span(first.replace(day=16), last),
        "上旬": Span(first, first.replace(day=10)),
        "中旬": Span(first.replace(day=11), first.replace(day=20)),
        "下旬": Span(first.replace(day=21), last),
        "上半年": Span(day.replace(month=1, day=1), day.replace(month=6, day=30)),
        "下半年": Span(day.replace(month=7, day=1), day.replace(month=12, day=31)),
    }
    if counted := _DAYS_OF_MONTH.fullmatch(words):
        count = min(number(counted["n"]) or 1, last.day) - 1
        return (
            Span(last - count * dates.ONE, last) if counted["end"] == "后" else Span(first, first + count * dates.ONE)
        )
    return parts.get(words) or Span(first, last)


_DAYS_OF_MONTH = re.compile(rf"的?(?P<end>[前头后])(?P<n>{NUMBER})天")


def _year(year: int) -> Span:
    return Span(date(year, 1, 1), date(year, 12, 31))


_QUARTER = re.compile(rf"{_YEAR}(?:第)?(?P<n>[一二三四1234])(?:个)?季度|(?P<word>上|本|这)(?:一)?(?:个)?季度")


def _quarter(text: str, now: datetime) -> Found:
    """A quarter, whole; 上季度 and 本季度 from today."""
    match = _QUARTER.search(text)
    if match is None:
        return None
    today = dates.duty_day(now)
    this = (today.month - 1) // 3 + 1
    which = number(match["n"]) or this if match["n"] else this - (match["word"] == "上")
    year, which = (_in_year(match["year"], today), which) if which else (today.year - 1, 4)
    first = date(year, 3 * which - 2, 1)
    last = dates.month_end(date(year, 3 * which, 1))
    return match.start(), Span(first, today if match["word"] in ("本", "这") else last)


def _in_year(words: str | None, today: date) -> int:
    """The year that 去年 or 2025年 means; this one, where none is said."""
    if words and words[0].isdecimal():
        return int(words[:4])
    return today.year - {"前年": 2, "去年": 1, "上年": 1}.get(words or "", 0)


def _one_day(text: str, now: datetime) -> Found:
    """One day that is named; in a question about the past a bare number ahead means last month."""
    named = dates.days(text, now)
    if not named:
        return None
    day = named[0]
    if dates.BARE_NUMBER.fullmatch(day.words) and day.day > dates.calendar_day(now):
        first = day.day.replace(day=1) - dates.ONE
        made = dates.make(first.year, first.month, day.day.day)
        return (day.start, Span(made, made)) if made else None
    return day.start, Span(day.day, day.day)


def _month(text: str, now: datetime) -> Found:
    """A month by its name, whole or a part of it; "1到3月" from the first to the last."""
    match = _MONTH_NAME.search(text)
    value = number(match["m"]) if match else None
    today = dates.calendar_day(now)
    if match is None or value is None or "月" not in match.group():
        return None
    year = _in_year(match["year"], today) if match["year"] else today.year - (value > today.month)
    start = date(year, value, 1)
    last = number(match["to"]) if match["to"] else None
    if last and value < last <= _DECEMBER:
        return match.start(), Span(start, dates.month_end(date(year, last, 1)))
    return match.start(), _part(match["part"] or "", start)


_DECEMBER = 12
_FINDERS = (_last_n, feasts.weekend, feasts.holiday, feasts.feast, _period, _quarter, _one_day, _month)


def days_ahead(text: str, now: datetime) -> Span | None:
    """The days that lie ahead: today and the five behind it for "五天内到期", the rest of the week for "这周到期"."""
    today, text = dates.duty_day(now), in_days(text)
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
