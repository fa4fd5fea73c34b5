"""The days of a week's and a month's page, and when they are told: nothing twice, nothing left out."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import calendar, page_spans
from models.page_spans import PageKind, Rules, Span

MONDAYS = Rules()
FRIDAYS = Rules(week_starts=4, report_day=3, report_at=time(17, 0))
#: Monday.
DAY = date(2026, 3, 16)


def days(span: Span) -> tuple[date, date]:
    return span.start, span.end


@pytest.mark.parametrize(
    "rules, day, expected",
    [
        (MONDAYS, DAY, (DAY, date(2026, 3, 22))),
        (MONDAYS, date(2026, 3, 22), (DAY, date(2026, 3, 22))),
        (FRIDAYS, DAY, (date(2026, 3, 13), date(2026, 3, 19))),
        (FRIDAYS, date(2026, 3, 19), (date(2026, 3, 13), date(2026, 3, 19))),
        (FRIDAYS, date(2026, 3, 20), (date(2026, 3, 20), date(2026, 3, 26))),
    ],
)
def test_the_week_that_holds_a_day(rules: Rules, day: date, expected: tuple[date, date]) -> None:
    assert days(page_spans.week(rules, day)) == expected


@pytest.mark.parametrize(
    "ends, day, expected",
    [
        (0, date(2026, 2, 28), (date(2026, 2, 1), date(2026, 2, 28))),
        (0, date(2024, 2, 29), (date(2024, 2, 1), date(2024, 2, 29))),
        (25, date(2026, 3, 25), (date(2026, 2, 26), date(2026, 3, 25))),
        (25, date(2026, 3, 26), (date(2026, 3, 26), date(2026, 4, 25))),
        (28, date(2026, 12, 31), (date(2026, 12, 29), date(2027, 1, 28))),
        (25, date(2027, 1, 3), (date(2026, 12, 26), date(2027, 1, 25))),
    ],
)
def test_the_month_of_figures_that_holds_a_day(ends: int, day: date, expected: tuple[date, date]) -> None:
    assert days(page_spans.month(Rules(month_ends=ends), day)) == expected


@pytest.mark.parametrize(
    "rules, day, told",
    [
        (MONDAYS, date(2026, 3, 9), date(2026, 3, 16)),
        (FRIDAYS, date(2026, 3, 13), date(2026, 3, 19)),
        (MONDAYS, date(2026, 2, 9), date(2026, 2, 24)),  # the Monday after it lies in 春节
        (MONDAYS, date(2026, 2, 16), date(2026, 2, 24)),
        (Rules(report_day=2), date(2026, 3, 9), date(2026, 3, 18)),
    ],
)
def test_when_a_week_is_told(rules: Rules, day: date, told: date) -> None:
    span = page_spans.week(rules, day)
    assert page_spans.told_on(rules, span) == told
    assert span in page_spans.due(rules, told)


def test_after_a_long_holiday_only_the_last_week_is_told() -> None:
    spans = page_spans.due(MONDAYS, date(2026, 2, 24))
    assert [one.start for one in spans] == [date(2026, 2, 16), date(2026, 2, 9)]
    assert [days(one) for one in page_spans.latest(spans)] == [(date(2026, 2, 16), date(2026, 2, 22))]


def test_leaders_read_a_late_page_on_the_next_working_morning() -> None:
    thursday, friday = date(2026, 3, 19), date(2026, 3, 20)
    assert page_spans.due(FRIDAYS, thursday)
    assert page_spans.for_leaders(FRIDAYS, thursday) == []
    assert page_spans.for_leaders(FRIDAYS, friday) == page_spans.due(FRIDAYS, thursday)
    assert page_spans.for_leaders(MONDAYS, DAY) == page_spans.due(MONDAYS, DAY)


def test_a_page_of_the_last_day_knows_the_nights_before() -> None:
    span = page_spans.week(FRIDAYS, date(2026, 3, 13))
    assert (span.first_night, span.last_night) == (date(2026, 3, 12), date(2026, 3, 18))
    assert span.ends == calendar.at(date(2026, 3, 19), time(17, 0))


@settings(max_examples=80, deadline=None)
@given(
    starts=st.integers(0, 6),
    report=st.integers(0, 6),
    ends=st.integers(0, 28),
    hour=st.integers(8, 20),
    day=st.dates(date(2025, 1, 10), date(2026, 11, 20)),
    kind=st.sampled_from(PageKind),
)
def test_no_night_and_no_moment_stands_in_two_pages_or_in_none(
    starts: int, report: int, ends: int, hour: int, day: date, kind: PageKind
) -> None:
    rules = Rules(starts, report, time(hour, 0), ends)
    span = page_spans.of_kind(rules, kind, day)
    earlier = page_spans.before(rules, span)
    assert span.start <= day <= span.end
    assert earlier.end == span.start - timedelta(days=1)
    assert earlier.ends == span.begins
    assert earlier.last_night == span.first_night - timedelta(days=1)
    told = datetime.combine(page_spans.told_on(rules, span), rules.report_at, tzinfo=calendar.ZONE)
    assert told >= calendar.at(span.last_night + timedelta(days=1), time(6, 0)), "all of its nights are closed"
