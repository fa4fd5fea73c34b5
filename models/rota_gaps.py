"""What the rota lacks: times that nobody has, shifts without an officer or a leader; who is there in a key period."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, select

from models import calendar, rota
from models.people import ENTERPRISE_ROLES, Person, Role
from models.rota import Crew, Shift

#: An office of which no shift ended within this time keeps no rota here: everybody with the role is on duty.
IN_USE = timedelta(days=30)


class Lack(StrEnum):
    """What is missing."""

    SHIFT = "shift"  # nobody has the time
    OFFICER = "officer"  # 值班员
    LEADER = "leader"  # 带班领导


@dataclass(frozen=True)
class Gap:
    """A time without somebody; its beginning and what is missing are its name."""

    starts_at: datetime
    ends_at: datetime
    lack: Lack
    open: bool = False  # no shift is known behind it

    @property
    def key(self) -> str:
        """How it is called in the rows that say who was told."""
        return f"{self.starts_at:%Y%m%d%H%M}:{self.lack}"


def kept(session: Session, now: datetime) -> bool:
    """Whether the office keeps a rota here at all."""
    return session.exec(select(Shift.id).where(Shift.ends_at > now - IN_USE).limit(1)).first() is not None


def gaps(session: Session, start: datetime, end: datetime) -> list[Gap]:
    """The times between two moments in which the rota lacks somebody, the earliest first.

    A gap that began before keeps its beginning, so that it has the same name on every day.
    """
    crews = rota.crews(session, rota.between(session, start - IN_USE, end))
    found = [*_unmanned(crews, start, end), *_lacking(crews)]
    return sorted((gap for gap in found if gap.ends_at > start), key=lambda gap: (gap.starts_at, gap.lack))


def _unmanned(crews: Sequence[Crew], start: datetime, end: datetime) -> Iterator[Gap]:
    """What lies between the shifts, and behind the last of them."""
    covered = crews[0].shift.starts_at if crews else start
    for one in crews:
        if one.shift.starts_at > covered:
            yield Gap(covered, one.shift.starts_at, Lack.SHIFT)
        covered = max(covered, one.shift.ends_at)
    if covered < end:
        yield Gap(covered, end, Lack.SHIFT, open=True)


def _lacking(crews: Sequence[Crew]) -> Iterator[Gap]:
    for one in crews:
        if not one.officers:
            yield Gap(one.shift.starts_at, one.shift.ends_at, Lack.OFFICER)
        if one.leader is None:
            yield Gap(one.shift.starts_at, one.shift.ends_at, Lack.LEADER)


#: Who counts as staff of the bureau; experts and admins come from elsewhere.
_STAFF = (Role.DUTY, Role.SUPERVISOR, Role.HEAD, Role.LEADER)
#: 保持三分之一以上力量值班值守: the least share of the staff, by day, in a key period.
SHARE = 3


@dataclass(frozen=True)
class Turnout:
    """How many of the staff are on duty on a day."""

    day: date
    there: int
    staff: int

    @property
    def too_few(self) -> bool:
        """Whether it is less than a third."""
        return self.there * SHARE < self.staff

    @property
    def wanted(self) -> int:
        """How many a third are."""
        return -(-self.staff // SHARE)


def turnout(session: Session, start: date, end: date) -> list[Turnout]:
    """How many of the staff have a part of each of these days; somebody with two roles is one person."""
    staff = len(_people(session.exec(select(Person).where(col(Person.role).in_(_STAFF), col(Person.active))).all()))
    return [_of_day(session, start + timedelta(days=offset), staff) for offset in range((end - start).days + 1)]


def too_few(session: Session, start: date, end: date) -> list[Turnout]:
    """The days on which less than a third are there; a day without a shift is a gap, and told as one."""
    return [one for one in turnout(session, start, end) if one.too_few and one.there]


def _of_day(session: Session, day: date, staff: int) -> Turnout:
    shifts = rota.between(session, calendar.midnight(day), calendar.midnight(day + timedelta(days=1)))
    there = _people([person for one in rota.crews(session, shifts) for person in one.everybody])
    return Turnout(day, len(there), staff)


def _people(persons: Sequence[Person]) -> set[tuple[str, str]]:
    return {(person.name, person.phone) for person in persons if person.role not in ENTERPRISE_ROLES}


@dataclass(frozen=True)
class Served:
    """How many shifts somebody had, and how many of them began on a day off."""

    name: str
    shifts: int
    off: int


def served(session: Session, start: date, end: date) -> list[Served]:
    """The shifts of everybody who has some or could have, those with most first; none is said as none."""
    shifts = rota.beginning(session, calendar.midnight(start), calendar.midnight(end + timedelta(days=1)))
    could = select(Person).where(col(Person.role).in_([Role.DUTY, Role.LEADER]), col(Person.active))
    counts = {person.name: [0, 0] for person in session.exec(could.order_by(col(Person.id)))}
    for one in rota.crews(session, shifts):
        off = not calendar.is_workday(calendar.today(one.shift.starts_at))
        for name in {person.name for person in one.everybody}:
            count = counts.setdefault(name, [0, 0])
            count[0], count[1] = count[0] + 1, count[1] + off
    return sorted((Served(name, *count) for name, count in counts.items()), key=lambda one: -one.shifts)
