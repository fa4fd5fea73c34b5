"""The rota: who is on duty and who leads, from when to when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import UniqueConstraint, bindparam, delete
from sqlalchemy import select as core_select
from sqlmodel import Field, Session, SQLModel, col, select

from models import calendar, db, people
from models.lookup import Lookup, LookupOf
from models.people import PERSONS, Person, Role

#: A question about a day means who has its night, where no shift begins on it.
EVENING = time(21, 0)
#: A shift that begins so soon is told of by night too.
SOON = timedelta(hours=3)


class Shift(SQLModel, table=True):
    """One shift of the duty desk; it may cross midnight."""

    __table_args__ = (UniqueConstraint("starts_at", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(default="", max_length=40)
    starts_at: datetime = Field(index=True)
    ends_at: datetime = Field(index=True)
    officer_id: int | None = Field(default=None, foreign_key="person.id")
    leader_id: int | None = Field(default=None, foreign_key="person.id")


class ShiftOfficer(SQLModel, table=True):
    """A further officer of a shift, beside the first."""

    shift_id: int = Field(foreign_key="shift.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)


@dataclass(frozen=True)
class Crew:
    """A shift with those who have it and are still there."""

    shift: Shift
    officers: Sequence[Person]
    leader: Person | None

    @property
    def everybody(self) -> list[Person]:
        """All who have it, the officers first."""
        return [*self.officers, *([self.leader] if self.leader else [])]


def shift_at(session: Session, moment: datetime) -> Shift | None:
    """The shift that runs at a moment, the latest begun where two overlap."""
    return _AT.first(session, moment=moment)


_AT: LookupOf[Shift] = LookupOf(
    select(Shift)
    .where(col(Shift.starts_at) <= bindparam("moment"), col(Shift.ends_at) > bindparam("moment"))
    .order_by(col(Shift.starts_at).desc())
    .limit(1)
)


def next_shift(session: Session, moment: datetime) -> Shift | None:
    """The first shift that begins after a moment."""
    return session.exec(select(Shift).where(Shift.starts_at > moment).order_by(col(Shift.starts_at))).first()


def between(session: Session, start: datetime, end: datetime) -> Sequence[Shift]:
    """The shifts of which a part lies between two moments, the earliest first."""
    return _BETWEEN.all(session, start=start, end=end)


_BETWEEN: LookupOf[Shift] = LookupOf(
    select(Shift)
    .where(col(Shift.starts_at) < bindparam("end"), col(Shift.ends_at) > bindparam("start"))
    .order_by(col(Shift.starts_at), col(Shift.id))
)


def beginning(session: Session, start: datetime, end: datetime) -> Sequence[Shift]:
    """The shifts that begin from one moment up to another, the earliest first."""
    found = select(Shift).where(Shift.starts_at >= start, Shift.starts_at < end)
    return session.exec(found.order_by(col(Shift.starts_at), col(Shift.id))).all()


def of_day(session: Session, day: date) -> Sequence[Shift]:
    """The shifts that begin on a day; else the one that holds its evening."""
    begun = beginning(session, calendar.midnight(day), calendar.midnight(day + timedelta(days=1)))
    held = None if begun else shift_at(session, calendar.at(day, EVENING))
    return [held] if held else begun


_BOUNDS = Lookup(
    core_select(col(Shift.starts_at), col(Shift.ends_at)).where(
        col(Shift.starts_at) > bindparam("since"),
        col(Shift.starts_at) < bindparam("end"),
        col(Shift.ends_at) > bindparam("start"),
    )
)
#: No shift lasts longer; the index finds those that can still run.
LONGEST = timedelta(days=7)


def changes(session: Session, start: datetime, end: datetime) -> list[datetime]:
    """Every moment between two at which a shift begins or ends; asked at every tick."""
    bounds = _BOUNDS.rows(session, since=start - LONGEST, start=start, end=end)
    return sorted({moment for row in bounds for moment in row if start < moment < end})


def crew(session: Session, shift: Shift) -> Crew:
    """Who has a shift; whoever has left the office has none."""
    return crews(session, [shift])[0]


def crews(session: Session, shifts: Sequence[Shift]) -> list[Crew]:
    """Who has these shifts."""
    return [_crew(session, shift) for shift in shifts]


_FURTHER = Lookup(
    core_select(col(ShiftOfficer.person_id))
    .where(col(ShiftOfficer.shift_id) == bindparam("shift"))
    .order_by(col(ShiftOfficer.person_id))
)


def _crew(session: Session, shift: Shift) -> Crew:
    named = dict.fromkeys((shift.officer_id, *_FURTHER.values(session, shift=shift.id)))
    officers = [person for person in (_there(session, one) for one in named) if person is not None]
    return Crew(shift, officers, _there(session, shift.leader_id))


def _there(session: Session, person_id: int | None) -> Person | None:
    person = PERSONS.get(session, person_id) if person_id else None
    return person if person is not None and person.active else None


def set_officers(session: Session, shift: Shift, ids: Sequence[int]) -> None:
    """Writes who is on duty in a shift, the first in the row itself."""
    shift.officer_id = ids[0] if ids else None
    session.add(shift)
    session.flush()
    number = db.row_id(shift.id)
    session.connection().execute(delete(db.table(ShiftOfficer)).where(col(ShiftOfficer.shift_id) == number))
    session.add_all(ShiftOfficer(shift_id=number, person_id=one) for one in ids[1:])
    session.flush()


def sayable(shift: Shift, now: datetime) -> datetime:
    """When somebody may be told of a shift of theirs: not by night, unless it is about to begin or has begun."""
    return now if shift.starts_at - now < SOON else calendar.after_night(now)


def officers_on_duty(session: Session, moment: datetime) -> list[Person]:
    """The duty officers by the rota; without a rota everybody with that role (docs/DECISIONS.md, Who)."""
    shift = shift_at(session, moment)
    found = list(crew(session, shift).officers) if shift else []
    return found or list(people.with_role(session, Role.DUTY))


def leaders_on_duty(session: Session, moment: datetime) -> list[Person]:
    """The leader by the rota; without a rota everybody with that role."""
    shift = shift_at(session, moment)
    leader = crew(session, shift).leader if shift else None
    return [leader] if leader else list(people.with_role(session, Role.LEADER))
