"""The ladder of the night as a table: who is told when, and what a time without us leaves of it."""

from datetime import date, datetime

import pytest

from models import calendar
from models.calendar import Rhythm
from scheduler import jobs
from scheduler.ladder import PATROL, ZERO, Addressee, Silent, concerns, moments, rung

NIGHT = date(2026, 3, 14)
WINDOW = Rhythm().window(NIGHT)


def at(wall: str) -> datetime:
    return calendar.at(date(2026, 3, 15), calendar.clock(wall))


def told(wall: str) -> list[tuple[str, str]]:
    return [(step.name, step.addressee.value) for step in rung(PATROL, WINDOW, at(wall))]


@pytest.mark.parametrize(
    "wall, steps",
    [
        ("03:29", []),
        ("03:30", [("1", "duty_phone")]),
        ("04:29", [("1", "duty_phone")]),
        ("04:30", [("2", "duty_phone")]),
        ("05:00", []),  # the window is closed, a prompt has no point
        ("05:10", [("3", "duty_officer")]),
        ("06:00", []),
        ("06:40", [("4", "safety_manager")]),
        ("09:00", [("4", "safety_manager"), ("5", "principal"), ("6", "supervisor")]),
        ("12:00", []),
    ],
)
def test_the_steps_that_are_taken_at_a_moment(wall: str, steps: list[tuple[str, str]]) -> None:
    assert told(wall) == steps


def test_the_moments_of_the_night() -> None:
    walls = [calendar.local(moment).strftime("%H:%M") for moment in moments(PATROL, WINDOW)]
    assert walls == ["03:30", "04:30", "05:10", "06:40", "09:00"]


def test_nobody_but_the_duty_phone_and_the_duty_officer_hears_before_half_past_six() -> None:
    for step in PATROL:
        if step.moment(WINDOW) < at("06:30"):
            assert step.addressee in (Addressee.DUTY_PHONE, Addressee.DUTY_OFFICER)


def silent(**more: object) -> Silent:
    values = {"enterprise_id": 1, "night": NIGHT, "window": WINDOW, "major": False, "trial": False}
    return Silent(**(values | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "one, steps",
    [
        (silent(), "124"),
        (silent(major=True), "1234"),
        (silent(trial=True), "1"),
        (silent(in_a_row=2), "12456"),
        (silent(of_seven=3), "12456"),
        (silent(in_a_row=1, of_seven=2), "124"),
    ],
)
def test_for_whom_a_step_is_meant(one: Silent, steps: str) -> None:
    assert "".join(step.name for step in PATROL if concerns(step, one, at("04:00"))) == steps


DAY = jobs.DAY.window(date(2026, 3, 16))


@pytest.mark.parametrize(
    "wall, steps", [("16:29", ""), ("16:30", "1"), ("17:39", "1"), ("17:40", "2"), ("17:59", "2"), ("18:00", "")]
)
def test_the_silent_are_prompted_twice_before_the_day_closes(wall: str, steps: str) -> None:
    now = calendar.at(date(2026, 3, 16), calendar.clock(wall))
    assert "".join(step.name for step in rung(ZERO, DAY, now)) == steps


def test_in_its_first_days_an_enterprise_is_prompted_once() -> None:
    assert [step.name for step in ZERO if concerns(step, silent(trial=True), at("04:00"))] == ["1"]


def test_another_hour_moves_the_prompts() -> None:
    early = Rhythm(closes=calendar.clock("12:00"), cut_off=calendar.clock("00:00"), by_day=True)
    walls = [calendar.local(one).strftime("%H:%M") for one in moments(ZERO, early.window(date(2026, 3, 16)))]
    assert walls == ["10:30", "11:40"]
