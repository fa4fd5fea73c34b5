"""When a deadline is spoken of, as tables of cases; and that the search for deadlines misses none of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import calendar, deadlines
from models.deadlines import TIMES, Hour, Stage, for_leader, for_principal, overdue_days, saying, spoken_of

#: A Wednesday; no holiday until 4 April.
WEDNESDAY = date(2026, 3, 18)
LONG_AGO = date(2026, 1, 5)
MORNING, AFTERNOON = Hour.MORNING, Hour.AFTERNOON
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


def stage(deadline: date, day: date, hour: Hour = MORNING, recorded: date = LONG_AGO, *, major: bool = False) -> str:
    said = saying(deadline, recorded, day, hour, major=major)
    return said.stage.value if said else ""


@pytest.mark.parametrize(
    "ahead, term, told",
    [
        (8, 60, ""),
        (7, 60, "soon"),
        (7, 15, "soon"),
        (7, 14, ""),  # a short term is not announced a week ahead
        (6, 60, ""),
        (3, 14, ""),  # a Saturday: said on Monday
        (2, 14, "soon"),
        (1, 14, "soon"),
        (1, 1, ""),  # recorded on this very day
        (0, 0, "today"),
    ],
)
def test_what_is_said_before_a_deadline(ahead: int, term: int, told: str) -> None:
    deadline = WEDNESDAY - timedelta(days=1)  # a Tuesday
    day = deadline - timedelta(days=ahead)
    expected = "" if not calendar.is_workday(day) else told
    assert stage(deadline, day, recorded=deadline - timedelta(days=term)) == expected


@pytest.mark.parametrize(
    "day, morning, afternoon, major",
    [
        (date(2026, 3, 12), "soon", "", "soon"),  # Thursday: three days before
        (date(2026, 3, 13), "", "soon", ""),  # Friday: the last working day before
        (date(2026, 3, 14), "", "", ""),
        (date(2026, 3, 15), "", "", "today"),  # the Sunday itself
        (date(2026, 3, 16), "overdue", "", "overdue"),
        (date(2026, 3, 17), "", "", ""),
    ],
)
def test_a_deadline_on_a_sunday(day: date, morning: str, afternoon: str, major: str) -> None:
    sunday = date(2026, 3, 15)
    assert stage(sunday, day) == morning
    assert stage(sunday, day, AFTERNOON) == afternoon
    assert stage(sunday, day, major=True) == major


@pytest.mark.parametrize("deadline", [date(2026, 2, day) for day in range(15, 24)])
def test_a_deadline_within_a_long_holiday_is_spoken_of_on_the_last_working_afternoon(deadline: date) -> None:
    eve = date(2026, 2, 14)  # a Saturday on which offices work
    assert stage(deadline, eve, AFTERNOON) == "soon"
    assert not any(stage(deadline, eve + timedelta(days=ahead)) for ahead in range(1, 10))
    assert stage(deadline, date(2026, 2, 24)) == "overdue"


@pytest.mark.parametrize(
    "deadline, steps",
    [
        (date(2026, 3, 12), [{1}, {3}, {5}, {12}, {19}, {26}]),
        (date(2026, 3, 13), [{1, 3}, {5}, {12}, {19}, {26}, {33}]),
        (date(2026, 2, 14), [{1, 3, 5}, {12}, {19}, {26}, {33}, {40}]),
    ],
)
def test_several_steps_on_one_day_are_one(deadline: date, steps: list[set[int]]) -> None:
    assert [set(one) for one in overdue_days(deadline).values()] == steps


@pytest.mark.parametrize(
    "steps, principal, leader, leader_of_major",
    [
        ({1}, False, False, True),
        ({1, 3}, True, False, True),
        ({3}, True, False, False),
        ({1, 3, 5}, True, True, True),
        ({5}, False, True, False),
        ({12}, False, False, False),
    ],
)
def test_who_else_hears_of_a_step(steps: set[int], principal: bool, leader: bool, leader_of_major: bool) -> None:
    said = deadlines.Saying(Stage.OVERDUE, frozenset(steps))
    assert for_principal(said) is principal
    assert for_leader(said, major=False) is leader
    assert for_leader(said, major=True) is (leader or leader_of_major)


@given(DAYS)
def test_an_overdue_one_is_spoken_of_six_times_on_working_days_only(deadline: date) -> None:
    told = overdue_days(deadline)
    assert len(told) == TIMES
    assert all(calendar.is_workday(day) and day > deadline for day in told)
    assert list(told) == sorted(told)
    said = [deadline + timedelta(days=1 + offset) for offset in range(90)]
    assert [day for day in said if stage(deadline, day) == "overdue"] == list(told)


@given(DAYS, st.integers(-70, 20), st.sampled_from(Hour), st.booleans())
def test_no_deadline_that_is_spoken_of_is_missed_by_the_search(day: date, offset: int, hour: Hour, major: bool) -> None:
    deadline = day + timedelta(days=offset)
    if saying(deadline, date(2020, 1, 1), day, hour, major=major):
        assert deadline in spoken_of(day, hour)


@given(DAYS, st.sampled_from(Hour))
def test_days_off_are_quiet_but_for_what_is_major(day: date, hour: Hour) -> None:
    if calendar.is_workday(day):
        return
    found = spoken_of(day, hour)
    assert set(found) <= {day}
    assert not [one for one in found if saying(one, LONG_AGO, day, hour, major=False)]


@given(DAYS, st.integers(0, 40))
def test_nobody_hears_of_one_deadline_more_than_twice_a_day(day: date, ahead: int) -> None:
    deadline = day + timedelta(days=ahead)
    told = [hour for hour in Hour if saying(deadline, date(2020, 1, 1), day, hour, major=True)]
    assert len(told) <= 2
    assert len(told) < 2 or deadline == day or not calendar.is_workday(deadline)
