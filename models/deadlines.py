"""When a deadline is spoken of: what is said of a hazard on a day, decided afresh from its dates (docs/WORDING.md 2).

Pure: the clock posts by these rules, and the words are chosen by them again when a letter is said.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from itertools import count
from types import MappingProxyType

from models import calendar


class Hour(StrEnum):
    """The two times of a working day at which deadlines are spoken of."""

    MORNING = "09"  # all stages
    AFTERNOON = "15"  # what ends today once more, and what ends on the days off that come


class Stage(StrEnum):
    """How near a deadline is; the most urgent first."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"


@dataclass(frozen=True)
class Saying:
    """What is said of a hazard on a day; of an overdue one the steps that it says, as 1 and 3 behind a weekend."""

    stage: Stage
    steps: frozenset[int] = frozenset()


#: So many days before the deadline, and only when the term was longer than that many days.
BEFORE: Mapping[int, int] = MappingProxyType({1: 1, 3: 3, 7: 14})
#: So many days behind it, then weekly; six times in all, and never again.
BEHIND, WEEK, TIMES = (1, 3, 5), 7, 6
#: The steps at which somebody above hears of it too; a leader hears of a major one at the first.
PRINCIPAL, LEADER, LEADER_MAJOR = 3, 5, 1

#: No deadline further away than this is spoken of: the last weekly step, with the longest holiday in between.
_BACK, _AHEAD = 60, 16
_EVER = date(1, 1, 1)


@lru_cache(4096)  # ten thousand enterprises have the same few deadlines
def saying(deadline: date, recorded: date, day: date, hour: Hour, *, major: bool) -> Saying | None:
    """What is said of an unfixed hazard at an hour of a day, None when nothing is; its term began when it was recorded.

    A step that falls on a day off is said on the next working day; of several that come together only the highest.
    """
    if deadline < day:
        steps = overdue_days(deadline).get(day) if hour == Hour.MORNING else None
        return Saying(Stage.OVERDUE, steps) if steps else None
    if hour == Hour.AFTERNOON:
        return _afternoon(deadline, day)
    if deadline == day:
        return Saying(Stage.TODAY) if major or calendar.is_workday(day) else None
    return Saying(Stage.SOON) if _comes_near(deadline, recorded, day) else None


def ordered(deadline: date, day: date) -> Saying:
    """What is said of a hazard when an officer orders it, whatever day it is."""
    if deadline < day:
        return Saying(Stage.OVERDUE)
    return Saying(Stage.TODAY if deadline == day else Stage.SOON)


def _afternoon(deadline: date, day: date) -> Saying | None:
    if not calendar.is_workday(day):
        return None
    if deadline == day:
        return Saying(Stage.TODAY)
    return Saying(Stage.SOON) if deadline < calendar.next_workday(day) else None


def _comes_near(deadline: date, recorded: date, day: date) -> bool:
    if not calendar.is_workday(day):
        return False
    before, term = calendar.last_workday(day), (deadline - recorded).days
    return any(term > least and before < deadline - timedelta(days=ahead) <= day for ahead, least in BEFORE.items())


@cache
def overdue_days(deadline: date) -> Mapping[date, frozenset[int]]:
    """The six days on which an overdue hazard is spoken of, and the steps that each of them says."""
    told: dict[date, set[int]] = {}
    steps = _behind()
    while True:
        step = next(steps)
        falls = deadline + timedelta(days=step)
        day = falls if calendar.is_workday(falls) else calendar.next_workday(falls)
        if day not in told and len(told) == TIMES:
            return MappingProxyType({day: frozenset(said) for day, said in told.items()})
        told.setdefault(day, set()).add(step)


def _behind() -> Iterator[int]:
    yield from BEHIND
    yield from count(BEHIND[-1] + WEEK, WEEK)


@cache
def spoken_of(day: date, hour: Hour) -> Sequence[date]:
    """The deadlines of which something may be said at an hour of a day, the earliest first."""
    near = (day + timedelta(days=offset) for offset in range(-_BACK, _AHEAD + 1))
    return tuple(one for one in near if saying(one, _EVER, day, hour, major=True))


def for_principal(said: Saying) -> bool:
    """Whether the principal hears of it too."""
    return PRINCIPAL in said.steps


def for_leader(said: Saying, *, major: bool) -> bool:
    """Whether the leader hears of it too."""
    return LEADER in said.steps or (major and LEADER_MAJOR in said.steps)
