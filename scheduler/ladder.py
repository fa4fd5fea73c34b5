"""The ladders of a night and of a day: data for the steps, and a pure decision over the rows as they are now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from models.calendar import Window


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

    def moment(self, window: Window) -> datetime:
        """When this step of a night is due."""
        start = window.closes_at if self.anchor == Anchor.CLOSES else window.cut_off_at
        return start + self.delay


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


#: Zero report, ordinary working days (docs/WORDING.md 2): 16:30 and 17:40 for a day that closes at 18:00.
ZERO: Sequence[Step] = (
    Step("1", Anchor.CLOSES, _minutes(-90), Addressee.SAFETY, "zero.prompt", lasts=_minutes(70), trial=True),
    Step("2", Anchor.CLOSES, _minutes(-20), Addressee.SAFETY, "zero.prompt", lasts=_minutes(20)),
)


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


def concerns(step: Step, silent: Silent) -> bool:
    """Whether a step is meant for a silent due."""
    if silent.trial and not step.trial:
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
