"""From when until when the page of a week or of a month counts, and on which morning it is due. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from models import calendar, figures

WEEK = timedelta(days=7)
DAY = timedelta(days=1)


class PageKind(StrEnum):
    """What a page is about."""

    WEEK = "week"  # 周报
    MONTH = "month"  # 月报


@dataclass(frozen=True)
class Rules:
    """When a week begins and is told of, and with which day a month of figures ends."""

    week_starts: int = 0  # Monday is 0
    report_day: int = 0
    report_at: time = time(8, 30)
    month_ends: int = 0  # 0: the last day of the calendar month


@dataclass(frozen=True)
class Span:
    """The days of a page; what lies between two pages stands in one of them, and never in both.

    A page that is told on the last day of its week cannot know that day's night: it begins with the night before its
    first day, and its hazards are those between two hours of telling.
    """

    kind: PageKind
    start: date
    end: date
    begins: datetime
    ends: datetime
    first_night: date
    last_night: date

    def running(self, now: datetime) -> bool:
        """Whether it is not over yet."""
        return now < self.ends


def week(rules: Rules, day: date) -> Span:
    """The week that holds a day."""
    start = day - timedelta(days=(day.weekday() - rules.week_starts) % 7)
    return _span(rules, PageKind.WEEK, start, start + WEEK - DAY)


def month(rules: Rules, day: date) -> Span:
    """The month of figures that holds a day."""
    end = _month_end(rules, day)
    return _span(rules, PageKind.MONTH, _month_end(rules, end.replace(day=1) - DAY, ends_in=True) + DAY, end)


def _month_end(rules: Rules, day: date, *, ends_in: bool = False) -> date:
    """The last day of the month of figures that holds a day, or of the one that ends in its calendar month."""
    if not rules.month_ends:
        return _next_month(day) - DAY
    here = day.replace(day=rules.month_ends)
    if ends_in or day <= here:
        return here
    return _next_month(day).replace(day=rules.month_ends)


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _span(rules: Rules, kind: PageKind, start: date, end: date) -> Span:
    if kind == PageKind.WEEK and rules.report_day == end.weekday():
        begins, ends = (calendar.at(one, rules.report_at) for one in (start - DAY, end))
        return Span(kind, start, end, begins, ends, start - DAY, end - DAY)
    begins, ends = figures.moments(start, end)
    return Span(kind, start, end, begins, ends, start, end)


def before(rules: Rules, span: Span) -> Span:
    """The week or month before one."""
    return of_kind(rules, span.kind, span.start - DAY)


def of_kind(rules: Rules, kind: PageKind, day: date) -> Span:
    """The week or the month that holds a day."""
    return week(rules, day) if kind == PageKind.WEEK else month(rules, day)


def told_on(rules: Rules, span: Span) -> date:
    """The working day on which a page is told: its report day, or the first day behind the month."""
    if span.kind == PageKind.MONTH:
        nominal = span.end + DAY
    else:
        nominal = span.end + timedelta(days=(rules.report_day - span.end.weekday()) % 7)
    return nominal if calendar.is_workday(nominal) else calendar.next_workday(nominal)


def due(rules: Rules, day: date) -> list[Span]:
    """The pages that are told on a day, the month first."""
    candidates = [month(rules, day), before(rules, month(rules, day))]
    here = week(rules, day)
    for _ in range(4):  # a long holiday puts a page off by a week and more
        candidates.append(here)
        here = before(rules, here)
    return [one for one in candidates if told_on(rules, one) == day]


#: Until this hour what is told on a day stands in the leaders' list of eight.
WITH_THE_LIST = time(9, 30)


def for_leaders(rules: Rules, day: date) -> list[Span]:
    """The pages that leaders read on the morning of a working day: told since the last one, or told this morning."""
    today = due(rules, day) if rules.report_at <= WITH_THE_LIST else []
    late = due(rules, calendar.last_workday(day)) if rules.report_at > WITH_THE_LIST else []
    return [*late, *today]


def latest(spans: list[Span]) -> list[Span]:
    """The last of each kind: when several weeks fall due on one morning, the older ones can be asked for."""
    last = {one.kind: one for one in sorted(spans, key=lambda one: one.start)}
    return [last[kind] for kind in (PageKind.MONTH, PageKind.WEEK) if kind in last]
