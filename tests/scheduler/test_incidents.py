"""The ladder of an incident as tables: whom each minute calls, and what a time without us leaves of it."""

from datetime import timedelta
from itertools import islice

import pytest

from models.callout import Circle
from scheduler.incidents import ask_minutes, call_minutes, reached, to_call

ALL = (Circle.DUTY, Circle.LEADER, Circle.HEADS)


@pytest.mark.parametrize(
    "seconds, step",
    [
        (0, (0, 0)),
        (119, (0, 0)),
        (120, (1, 2)),
        (299, (1, 2)),
        (300, (2, 5)),
        (599, (2, 5)),
        (600, (3, 10)),
        (1500, (6, 25)),
        (86400, (289, 1440)),
    ],
)
def test_the_highest_step_that_an_age_has_reached(seconds: int, step: tuple[int, int]) -> None:
    assert reached(call_minutes(), timedelta(seconds=seconds)) == step


def test_before_its_first_report_nothing_is_due() -> None:
    assert reached(call_minutes(), timedelta(seconds=-1)) is None
    assert reached(ask_minutes(), timedelta(minutes=29)) is None


def test_the_minutes_of_calls_and_questions() -> None:
    assert list(islice(call_minutes(), 6)) == [0, 2, 5, 10, 15, 20]
    assert list(islice(ask_minutes(), 4)) == [30, 90, 150, 210]


@pytest.mark.parametrize(
    "filled, called",
    [
        (ALL, [[Circle.DUTY], [Circle.LEADER], [Circle.HEADS], [*ALL], [*ALL]]),
        ((Circle.LEADER, Circle.HEADS), [[Circle.LEADER], [Circle.HEADS], [Circle.LEADER, Circle.HEADS]]),
        ((Circle.DUTY, Circle.HEADS), [[Circle.DUTY], [Circle.HEADS], [Circle.DUTY, Circle.HEADS]]),
        ((Circle.DUTY,), [[Circle.DUTY], [Circle.DUTY]]),
        ((), [[], []]),
    ],
)
def test_an_empty_circle_gives_its_moment_to_the_next(filled: tuple[Circle, ...], called: list[list[Circle]]) -> None:
    assert [list(to_call(filled, place)) for place in range(len(called))] == called
