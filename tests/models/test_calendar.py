"""Nights, windows and quiet hours: tables of cases, and what must hold at any moment."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import calendar
from models.calendar import Rhythm

DAY = date(2026, 3, 15)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
clocks = st.times()


def at(wall: str, day: date = DAY) -> datetime:
    return calendar.at(day, calendar.clock(wall))


@pytest.mark.parametrize(
    "wall, night",
    [
        ("00:00", date(2026, 3, 14)),
        ("05:59", date(2026, 3, 14)),
        ("11:59", date(2026, 3, 14)),
        ("12:00", DAY),
        ("23:59", DAY),
    ],
)
def test_a_night_is_named_by_the_date_on_which_it_began(wall: str, night: date) -> None:
    assert calendar.night_of(at(wall)) == night


def test_a_window_that_opens_in_the_evening_lies_on_the_day_that_names_the_night() -> None:
    window = Rhythm(opens=time(22, 0)).window(date(2026, 3, 14))
    assert window.opens_at == at("22:00", date(2026, 3, 14))
    assert window.closes_at == at("05:00")
    assert not window.holds(at("21:59", date(2026, 3, 14)))
    assert window.holds(at("11:59"))
    assert not window.holds(at("12:00"))


@pytest.mark.parametrize(
    "rhythm, right",
    [
        (Rhythm(), True),
        (Rhythm(opens=time(22, 0)), True),
        (Rhythm(opens=time(6, 0), closes=time(5, 0)), False),
        (Rhythm(cut_off=time(4, 0)), False),
        (Rhythm(made_up_until=time(5, 30)), False),
    ],
)
def test_a_rhythm_that_cannot_be_is_told(rhythm: Rhythm, right: bool) -> None:
    assert (rhythm.faults() == []) is right


@pytest.mark.parametrize(
    "wall, ends",
    [
        ("21:30", "07:30+"),
        ("23:59", "07:30+"),
        ("00:31", "07:30"),
        ("07:29", "07:30"),
        ("12:30", "14:00"),
        ("07:30", "07:30"),
        ("14:00", "14:00"),
        ("21:29", "21:29"),
    ],
)
def test_quiet_hours_end_where_people_begin(wall: str, ends: str) -> None:
    tuesday = date(2026, 3, 17)
    day = tuesday + timedelta(days=1) if ends.endswith("+") else tuesday
    assert calendar.after_quiet(at(wall, tuesday)) == at(ends.rstrip("+"), day)


@pytest.mark.parametrize(
    "day, works",
    [
        (date(2026, 3, 14), False),  # a Saturday
        (date(2026, 2, 14), True),  # a Saturday on which offices work, before the Spring Festival
        (date(2026, 2, 17), False),  # 正月初一, a Tuesday
        (date(2026, 2, 28), True),
        (date(2026, 10, 1), False),
        (date(2026, 3, 17), True),
        (date(2041, 3, 13), True),  # no holidays are known yet: a Wednesday
        (date(2041, 3, 16), False),
    ],
)
def test_working_days_follow_the_holidays_and_their_exchanged_days(day: date, works: bool) -> None:
    assert calendar.is_workday(day) is works


def test_office_matters_of_a_holiday_wait_for_the_first_working_morning() -> None:
    assert calendar.after_quiet(at("10:00", date(2026, 2, 16))) == at("07:30", date(2026, 2, 24))
    assert calendar.last_workday(date(2026, 2, 17)) == date(2026, 2, 14)
    assert calendar.add_workdays(date(2026, 2, 13), 2) == date(2026, 2, 24)


@given(moments)
def test_after_quiet_hours_it_is_not_quiet_and_never_earlier(moment: datetime) -> None:
    ends = calendar.after_quiet(moment)
    assert ends >= moment
    assert not calendar.quiet(ends)
    assert ends - moment <= timedelta(days=12)  # the longest holiday, with the nights around it


@given(moments, st.timedeltas(timedelta(days=-3), timedelta(days=3)))
def test_nobody_is_later_than_the_receipt_and_two_minutes(received: datetime, skew: timedelta) -> None:
    counted = calendar.counted_time(received + skew, received)
    assert counted <= received + calendar.SKEW
    assert counted <= received + skew


@given(moments)
def test_a_night_and_its_window_belong_together(moment: datetime) -> None:
    night = calendar.night_of(moment)
    window = Rhythm().window(night)
    assert window.opens_at - timedelta(hours=12) <= moment < window.made_up_until


def test_a_naive_time_is_refused() -> None:
    from models import db

    with pytest.raises(ValueError, match="naive"):
        db.utc(datetime(2026, 3, 14))  # noqa: DTZ001
