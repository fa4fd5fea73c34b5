"""Questions to the ledger: read-only, each a function of a session and plain arguments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import and_, bindparam, func
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from models import calendar, db, dues, people, reports, rules
from models.calendar import Rhythm
from models.lookup import Lookup
from models.obligations import Due, DueStatus, ObligationKind
from models.people import Enterprise, Person, Role
from models.reports import Report


@dataclass(frozen=True)
class Plant:
    """An enterprise as a list shows it."""

    id: int
    short: str
    name: str
    major: bool

    @property
    def starred(self) -> str:
        """The short name, with ★ behind a major hazard source."""
        return f"{self.short}★" if self.major else self.short


@dataclass(frozen=True)
class Night:
    """How a duty night stands: a count per state, and by name who is not simply in time. Trial nights do not count."""

    night: date
    counts: Mapping[str, int]
    named: Mapping[str, Sequence[Plant]]
    proxied: int = 0  # so many of the reports were entered by an officer for somebody who phoned (代录)

    def count(self, *states: DueStatus) -> int:
        """How many dues are in these states."""
        return sum(self.counts.get(state, 0) for state in states)

    @property
    def owed(self) -> int:
        """How many reports the night expects: all but the exempt."""
        return sum(count for state, count in self.counts.items() if state != DueStatus.EXEMPT)

    def plants(self, *states: DueStatus) -> list[Plant]:
        """Who is in these states, major hazard sources first."""
        return sorted(
            (plant for state in states for plant in self.named.get(state, ())),
            key=lambda plant: not plant.major,
        )


_NAMED = (DueStatus.WAITING, DueStatus.MISSED, DueStatus.LATE, DueStatus.MADE_UP, DueStatus.UNVERIFIED)


_DUE, _PLANT, _REPORT = db.table(Due), db.table(Enterprise), db.table(Report)
_OF_NIGHT = (_DUE.c.kind == bindparam("kind"), _DUE.c.night == bindparam("day"), _DUE.c.trial.is_(False))
_COUNTED = Lookup(core_select(_DUE.c.status, func.count()).where(*_OF_NIGHT).group_by(_DUE.c.status))
_BY_NAME = Lookup(
    core_select(_DUE.c.status, _PLANT.c.id, _PLANT.c.name, _PLANT.c.shorts, _PLANT.c.major)
    .join(_PLANT, _PLANT.c.id == _DUE.c.enterprise_id)
    .where(*_OF_NIGHT, db.any_of(_DUE.c.status, _NAMED))
    .order_by(_PLANT.c.id)
)
_SATISFIED = and_(_DUE.c.report_id == _REPORT.c.id, _DUE.c.enterprise_id == _REPORT.c.enterprise_id)
_PROXIED = Lookup(
    core_select(func.count())
    .select_from(_REPORT.join(_DUE, _SATISFIED))
    .where(_REPORT.c.proxy_by.is_not(None), *_OF_NIGHT)
)


def night(session: Session, day: date, kind: ObligationKind = ObligationKind.PATROL) -> Night:
    """The state of one duty night, or of what is owed on one day."""
    asked = {"kind": kind.value, "day": day}
    named: dict[str, list[Plant]] = {}
    for row in _BY_NAME.rows(session, **asked):
        named.setdefault(row.status, []).append(_plant(row))
    counts = {status: int(count) for status, count in _COUNTED.rows(session, **asked)}
    return Night(day, counts, named, int(_PROXIED.value(session, **asked)))


def _plant(row) -> Plant:  # type: ignore[no-untyped-def]
    return Plant(row.id, row.shorts.split("、")[0] or row.name, row.name, bool(row.major))


def last_night(session: Session, now: datetime) -> date:
    """昨晚 in a question: the last night whose window has closed, or the last begun one while it is open."""
    begun = dues.begun_nights(session)
    here = calendar.local(now).date()
    candidates = (here, here - timedelta(days=1), here - timedelta(days=2))
    opened = [day for day in candidates if _first_opening(session, day) <= now]
    return min(opened[0], begun) if begun and opened else (begun or here - timedelta(days=1))


def tonight(session: Session, now: datetime) -> date:
    """今晚 in a question: the night of this moment; it changes at noon."""
    return calendar.night_of(now)


def _first_opening(session: Session, day: date) -> datetime:
    owed = (rule for rule in rules.in_force(session, ObligationKind.PATROL, day) if rule.owes)
    openings = [rule.rhythm.window(day).opens_at for rule in owed]
    return min(openings, default=Rhythm().window(day).opens_at)


def default_window(session: Session, day: date) -> calendar.Window:
    """The window of a night by the rule for all classes that have none of their own."""
    owed = [rule for rule in rules.in_force(session, ObligationKind.PATROL, day) if rule.owes]
    return (owed[0].rhythm if owed else Rhythm()).window(day)


def history(
    session: Session, enterprise_id: int, start: date, end: date, kind: ObligationKind = ObligationKind.PATROL
) -> list[Due]:
    """The dues of an enterprise from one night (or day) to another, both included, the oldest first."""
    return list(
        session.exec(
            select(Due)
            .where(
                Due.kind == kind,
                Due.enterprise_id == enterprise_id,
                Due.night >= start,
                Due.night <= end,
            )
            .order_by(col(Due.night))
        )
    )


def phone_of(session: Session, enterprise_id: int, now: datetime) -> Person | None:
    """Who holds the duty phone of an enterprise: the reporter who posted last, else the first listed."""
    poster = reports.duty_phone(session, enterprise_id, now)
    found = session.get(Person, poster) if poster else None
    if found and found.active:
        return found
    return next(iter(people.with_role(session, Role.REPORTER, enterprise_id)), None)


@dataclass(frozen=True)
class Contact:
    """Whom to call about an enterprise."""

    plant: Plant
    name: str
    phone: str
    reason: str = ""  # what the enterprise itself said about a night without a round


def contacts(session: Session, plants: Sequence[Plant], now: datetime) -> list[Contact]:
    """The number to call for each of some enterprises: the duty phone, the safety manager, the principal."""
    return [_contact(session, plant, now) for plant in plants]


def silent_contacts(session: Session, day: date, plants: Sequence[Plant], now: datetime) -> list[Contact]:
    """The numbers to call about a night, each with the reason that the enterprise gave."""
    told = select(Due.enterprise_id, Due.note).where(
        Due.kind == ObligationKind.PATROL, Due.night == day, Due.note != ""
    )
    reasons: dict[int, str] = {row[0]: row[1] for row in session.exec(told)}
    return [replace(one, reason=reasons.get(one.plant.id, "")) for one in contacts(session, plants, now)]


def _contact(session: Session, plant: Plant, now: datetime) -> Contact:
    holder = phone_of(session, plant.id, now)
    asked = [holder, *people.with_role(session, Role.SAFETY, plant.id)]
    asked += people.with_role(session, Role.PRINCIPAL, plant.id)
    reachable = next((person for person in asked if person and person.phone), None)
    if reachable:
        return Contact(plant, reachable.name, reachable.phone)
    enterprise = session.get(Enterprise, plant.id)
    return Contact(plant, enterprise.principal if enterprise else "", enterprise.phone if enterprise else "")


def running_misses(session: Session, enterprise_id: int, day: date) -> tuple[int, int]:
    """How many nights in a row, ending with one, an enterprise missed; and how many of the last seven."""
    states = [due.status for due in dues.recent(session, enterprise_id, day, 7) if not due.trial]
    row = next((i for i, state in enumerate(states) if state != DueStatus.MISSED), len(states))
    return row, states.count(DueStatus.MISSED)


def as_plant(enterprise: Enterprise) -> Plant:
    """An enterprise as a list shows it."""
    return Plant(db.row_id(enterprise.id), enterprise.short, enterprise.name, enterprise.major)
