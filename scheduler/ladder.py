"""The ladders of a night and of a day: data for the steps, and a pure decision over the rows as they are now."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from models import calendar
from models.calendar import Window
from models.rules import Rule


class Anchor(StrEnum):
    """What the delay of a step counts from."""

    CLOSES = "closes"
    CUT_OFF = "cut_off"


class Addressee(StrEnum):
    """Whom a step speaks to."""

    DUTY_PHONE = "duty_phone"
    SAFETY = "safety_manager"
    DUTY_OFFICER = "duty_officer"
    PRINCIPAL = "principal"
    SUPERVISOR = "supervisor"
    HEAD = "section_head"
    LEADER = "leader"
    GROUP = "group"


class Only(StrEnum):
    """For whom a step is meant."""

    ALL = "all"
    MAJOR = "major"  # major hazard sources
    REPEATED = "repeated"  # two nights running, or three of seven


@dataclass(frozen=True)
class Step:
    """One rung: its delay, whom it speaks to, what it says, and until when that has a point."""

    name: str
    anchor: Anchor
    delay: timedelta
    addressee: Addressee
    kind: str
    only: Only = Only.ALL
    lasts: timedelta = timedelta(hours=1)
    trial: bool = False  # also in the first nights of an enterprise
    at: time | None = None  # where the delay counts days: the hour, of a working day

    def moment(self, window: Window) -> datetime:
        """When this step of a night is due; what is told days ahead is told on the working day before a day off."""
        start = window.closes_at if self.anchor == Anchor.CLOSES else window.cut_off_at
        moment = start + self.delay
        if self.at is None:
            return moment
        day = calendar.today(moment)
        return calendar.at(day if calendar.is_workday(day) else calendar.last_workday(day), self.at)


class Ladder(StrEnum):
    """Which ladder a rule has."""

    PATROL = "patrol"
    PATROL_KEY = "patrol_key"  # a night of a key period
    ZERO = "zero"
    ZERO_KEY = "zero_key"  # a zero report of a key period
    OWED = "owed"  # everything else that is owed by day
    OWED_LONG = "owed_long"  # of it what lasts until its rule names the next day


_DAY = timedelta(days=1)


def _minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


#: Patrol, ordinary nights (docs/WORDING.md 2): 03:30, 04:30, 05:10, 06:40, 09:00 for a window that closes at 05:00.
PATROL: Sequence[Step] = (
    Step("1", Anchor.CLOSES, _minutes(-90), Addressee.DUTY_PHONE, "patrol.missing", lasts=_minutes(60), trial=True),
    Step("2", Anchor.CLOSES, _minutes(-30), Addressee.DUTY_PHONE, "patrol.missing", lasts=_minutes(30)),
    Step("3", Anchor.CLOSES, _minutes(10), Addressee.DUTY_OFFICER, "patrol.major", Only.MAJOR, lasts=_minutes(50)),
    Step("4", Anchor.CUT_OFF, _minutes(40), Addressee.SAFETY, "patrol.missed", lasts=_minutes(320)),
    Step("5", Anchor.CUT_OFF, _minutes(180), Addressee.PRINCIPAL, "patrol.repeated", Only.REPEATED, _minutes(180)),
    Step("6", Anchor.CUT_OFF, _minutes(180), Addressee.SUPERVISOR, "patrol.repeated", Only.REPEATED, _minutes(180)),
)


#: A night of a key period: 02:30, 03:20, 04:05, 04:30 for a window that closes at 04:00; the morning as ever.
PATROL_KEY: Sequence[Step] = (
    Step("1", Anchor.CLOSES, _minutes(-90), Addressee.DUTY_PHONE, "patrol.missing", lasts=_minutes(50), trial=True),
    Step("2", Anchor.CLOSES, _minutes(-40), Addressee.DUTY_PHONE, "patrol.missing", lasts=_minutes(40)),
    Step("3", Anchor.CLOSES, _minutes(5), Addressee.DUTY_OFFICER, "patrol.silent", lasts=_minutes(55)),
    Step("4", Anchor.CLOSES, _minutes(30), Addressee.LEADER, "patrol.unreached", Only.MAJOR, lasts=_minutes(60)),
    Step("5", Anchor.CUT_OFF, _minutes(100), Addressee.SAFETY, "patrol.missed", lasts=_minutes(320)),
    Step("6", Anchor.CUT_OFF, _minutes(240), Addressee.PRINCIPAL, "patrol.repeated", Only.REPEATED, _minutes(180)),
    Step("7", Anchor.CUT_OFF, _minutes(240), Addressee.SUPERVISOR, "patrol.repeated", Only.REPEATED, _minutes(180)),
)

#: Zero report, ordinary working days (docs/WORDING.md 2): 16:30 and 17:40 for a day that closes at 18:00.
ZERO: Sequence[Step] = (
    Step("1", Anchor.CLOSES, _minutes(-90), Addressee.SAFETY, "zero.prompt", lasts=_minutes(70), trial=True),
    Step("2", Anchor.CLOSES, _minutes(-20), Addressee.SAFETY, "zero.prompt", lasts=_minutes(20)),
)

#: Zero report of a key period: half an hour before, ten minutes behind; then the group, the officer, the leader.
ZERO_KEY: Sequence[Step] = (
    Step("1", Anchor.CLOSES, _minutes(-30), Addressee.SAFETY, "zero.prompt", lasts=_minutes(40), trial=True),
    Step("2", Anchor.CLOSES, _minutes(10), Addressee.SAFETY, "zero.prompt", lasts=_minutes(50)),
    Step("3", Anchor.CLOSES, _minutes(20), Addressee.GROUP, "zero.group", lasts=_minutes(30)),
    Step("4", Anchor.CLOSES, _minutes(30), Addressee.DUTY_OFFICER, "zero.silent", lasts=_minutes(60)),
    Step("5", Anchor.CLOSES, _minutes(60), Addressee.LEADER, "zero.unreached", lasts=_minutes(60)),
)

#: Everything else that is owed by day: one prompt before it closes, one at the end; then the officer's list.
OWED: Sequence[Step] = (
    Step("1", Anchor.CLOSES, _minutes(-90), Addressee.SAFETY, "owed.prompt", lasts=_minutes(70), trial=True),
    Step("2", Anchor.CLOSES, _minutes(-20), Addressee.SAFETY, "owed.prompt", lasts=_minutes(20)),
)

#: What lasts for weeks: a week before it ends and the day before, at 16:30; then the officer's list.
OWED_LONG: Sequence[Step] = (
    Step(
        "7d",
        Anchor.CLOSES,
        timedelta(days=-7),
        Addressee.SAFETY,
        "owed.prompt",
        lasts=timedelta(days=3),
        trial=True,
        at=time(16, 30),
    ),
    Step("1d", Anchor.CLOSES, timedelta(days=-1), Addressee.SAFETY, "owed.prompt", lasts=_DAY, at=time(16, 30)),
)

#: What is shipped; an office enters others in [ladder] of its configuration.
SHIPPED: Mapping[Ladder, Sequence[Step]] = {
    Ladder.PATROL: PATROL,
    Ladder.PATROL_KEY: PATROL_KEY,
    Ladder.ZERO: ZERO,
    Ladder.ZERO_KEY: ZERO_KEY,
    Ladder.OWED: OWED,
    Ladder.OWED_LONG: OWED_LONG,
}

#: What a step says, by its ladder and whom it speaks to: nobody else can be told by that ladder.
SAYS: Mapping[Ladder, Mapping[Addressee, str]] = {
    name: {step.addressee: step.kind for step in steps} for name, steps in SHIPPED.items()
}


def of(rule: Rule) -> Ladder:
    """The ladder of a rule."""
    if rule.kind in (Ladder.PATROL, Ladder.ZERO):
        return Ladder(f"{rule.kind}_key" if rule.key_period else rule.kind)
    return Ladder.OWED_LONG if rule.until_next else Ladder.OWED


@lru_cache(8)
def in_force(entered: str) -> Mapping[Ladder, Sequence[Step]]:
    """The ladders of an office: what it entered (as `dump` wrote it), else what is shipped."""
    told: Mapping[str, Sequence[Mapping[str, Any]]] = json.loads(entered) if entered else {}
    return {name: _entered(name, told[name]) if told.get(name) else steps for name, steps in SHIPPED.items()}


def _entered(name: Ladder, steps: Sequence[Mapping[str, Any]]) -> Sequence[Step]:
    return tuple(
        Step(
            str(number),
            Anchor(step["of"]),
            _minutes(step["minutes"]),
            Addressee(step["to"]),
            SAYS[name][Addressee(step["to"])],
            Only(step["only"]),
            _minutes(step["lasts"]),
            step["trial"],
        )
        for number, step in enumerate(steps, 1)
    )


def dump(told: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Ladders as they stand in a configuration, to be kept beside the facts of the office."""
    return json.dumps(told, sort_keys=True) if told else ""


#: Whoever said 收到 to a reminder is left in peace for so long; then the ladder goes on where it is.
RESTS = timedelta(minutes=30)
#: Who of the addressees belongs to the enterprise.
ENTERPRISE = (Addressee.DUTY_PHONE, Addressee.SAFETY, Addressee.PRINCIPAL)


@dataclass(frozen=True)
class Silent:
    """A due that nobody has answered, as far as the ladder needs to know it."""

    enterprise_id: int
    night: date
    window: Window
    major: bool
    trial: bool
    in_a_row: int = 0
    of_seven: int = 0
    rests_until: datetime | None = None  # who was reminded said 收到


def concerns(step: Step, silent: Silent, now: datetime) -> bool:
    """Whether a step is meant for a silent due; while its people rest because they said 收到, nobody there is asked."""
    if silent.trial and not step.trial:
        return False
    if silent.rests_until and step.addressee in ENTERPRISE and now < silent.rests_until:
        return False
    if step.only == Only.MAJOR:
        return silent.major
    if step.only == Only.REPEATED:
        return silent.in_a_row >= 2 or silent.of_seven >= 3
    return True


def rung(steps: Sequence[Step], window: Window, now: datetime) -> Sequence[Step]:
    """The steps to take now: of each addressee only the highest reached, and only while it has a point.

    After a time without us the steps below it are not said one after the other (docs/STYLE.md, L28).
    """
    reached: Mapping[tuple[Addressee, str], Step] = {
        (step.addressee, step.kind): step for step in steps if step.moment(window) <= now
    }
    return [step for step in reached.values() if now < step.moment(window) + step.lasts]


def moments(steps: Sequence[Step], window: Window) -> Sequence[datetime]:
    """When the steps of a night are due, the earliest first."""
    return sorted({step.moment(window) for step in steps})
