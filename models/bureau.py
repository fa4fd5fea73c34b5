"""What the bureau owes: re-checks, decisions, calls; and what has waited so long that a section head hears of it."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import and_, func, or_, update
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from models import calendar, day_dues, db, expiring, extensions, ledger, missing, questions, special_work, unclear
from models.expiring import Expiring
from models.extensions import Waiting
from models.hazards import OPEN, SELF_FOUND, Hazard, HazardStatus, Level
from models.inbox import TOO_LONG, Message, MessageStatus
from models.ledger import Within
from models.obligations import Due, DueStatus, ObligationKind
from models.people import ENTERPRISE_ROLES, Binding, Enterprise, Person, Role, Scope
from models.questions import Contact, Plant
from models.special_work import Row as WorkRow

#: Of what the enterprises verified themselves so many in a hundred are re-checked, one at least of five.
SAMPLE, AT_LEAST_OF = 10, 5
#: So many whole working days a re-check may wait, and a request for more time, before the section head hears of it.
RECHECK_WAITS, EXTENSION_WAITS = 5, 1
#: After so many the leader reads of it on the page of the week.
LEADER_WAITS = 10
#: So many working days an enterprise may take to verify its own find; then a supervisor looks at it, as at all others.
VERIFIES_WITHIN = 2
#: How many hazards of a kind a list holds.
LIST = 200

Row = tuple[Hazard, Enterprise]


@dataclass(frozen=True)
class Desk:
    """What waits for somebody of the bureau on a morning."""

    rechecks: Sequence[Row] = ()  # fixed; found by an authority, or major: each by itself
    sample: Sequence[Row] = ()  # verified by the enterprise, and drawn for a re-check
    verified: Sequence[Row] = ()  # verified by the enterprise: closed from the list
    extensions: Sequence[Waiting] = ()
    overdue: int = 0
    lacking: Sequence[Row] = ()  # asked about twice in vain
    failed: int = 0  # messages that could not be handled, or were too long to be read
    unclear: int = 0  # messages that were not clear, and that nobody said again
    silent: Sequence[Plant] = ()  # no zero report on the last working day
    unanswered: Sequence[tuple[Due, Enterprise]] = ()  # what else was owed by day and never came
    works: Sequence[WorkRow] = ()  # special works whose end nobody told
    unreached: Sequence[Contact] = ()  # nobody there has an account
    ungraded: Sequence[Row] = ()  # somebody should say whether it is a major one
    newly_expired: int = 0  # since the last working day
    expired: Sequence[Expiring] = ()  # in all: beside the rest, and nothing that asks for a list by itself

    @property
    def listed(self) -> list[str]:
        """The numbers of the hazards that wait for a re-check, in the order in which lists number them."""
        return [hazard.number for hazard, _ in (*self.rechecks, *self.sample, *self.verified)]

    @property
    def empty(self) -> bool:
        """Whether nothing waits."""
        return not any(value for name, value in vars(self).items() if name != "expired")


def within(session: Session, person: Person) -> Within:
    """For which enterprises somebody answers: a supervisor for their grid, or for those that nobody else has."""
    if person.role != Role.SUPERVISOR:
        return ledger.WHOLE
    if person.grid:
        return Within(Scope(grids=frozenset({person.grid})))
    theirs = select(Person.grid).where(Person.role == Role.SUPERVISOR, col(Person.active), Person.grid != "").distinct()
    others = frozenset(session.exec(theirs))
    if not others:
        return ledger.WHOLE
    grids = session.exec(select(Enterprise.grid).distinct())
    return Within(Scope(grids=frozenset(grids) - others))


def of_person(session: Session, person: Person, day: date, now: datetime) -> Desk:
    """What waits for a supervisor; what has waited so long that a section head hears of it."""
    if person.role != Role.SUPERVISOR:
        return for_heads(session, day, now)
    return Desk(**{name: ask() for name, ask in _supervisors(session, person, day, now).items()})


def waits(session: Session, person: Person, day: date, now: datetime) -> bool:
    """Whether anything waits for them: no more is asked than it takes to find one thing."""
    if person.role != Role.SUPERVISOR:
        return not for_heads(session, day, now).empty
    return any(ask() for name, ask in _supervisors(session, person, day, now).items() if name != "expired")


def _supervisors(session: Session, person: Person, day: date, now: datetime) -> Mapping[str, Callable[[], Any]]:
    """How each part of a supervisor's desk is asked for."""
    bounds = within(session, person)
    last = calendar.last_workday(day)
    expired = cache(lambda: expiring.expired(session, bounds, day, LIST))
    verified = cache(lambda: _awaiting(session, bounds, _self_managed(), col(Hazard.verified_at).is_not(None)))
    return {
        "overdue": lambda: ledger.count(session, ledger.Wanted(ledger.Which.OVERDUE), bounds, day),
        "rechecks": lambda: _awaiting(session, bounds, _of_the_bureau(day)),
        "sample": lambda: [row for row in verified() if row[0].sampled],
        "verified": lambda: [row for row in verified() if not row[0].sampled],
        "extensions": lambda: [one for one in extensions.waiting(session, now) if bounds.scope.holds(one.plant)],
        "lacking": lambda: _lacking(session, bounds),
        "failed": lambda: _failed(session, bounds, day),
        "unclear": lambda: unclear.count(session, bounds, now),
        "silent": lambda: _silent(session, bounds, day),
        "unanswered": lambda: day_dues.unanswered(session, bounds, *_since_last_list(day), LIST),
        "works": lambda: special_work.overdue(session, bounds, now),
        "unreached": lambda: _unreached(session, bounds, now),
        "ungraded": lambda: _ungraded(session, bounds),
        "newly_expired": lambda: sum(one.due_on >= last for one in expired()),
        "expired": expired,
    }


def for_heads(session: Session, day: date, now: datetime) -> Desk:
    """What a section head hears of: re-checks that wait five working days, requests for more time that wait one."""
    return _waited(session, day, now, RECHECK_WAITS, EXTENSION_WAITS)


def for_leader(session: Session, day: date, now: datetime) -> Desk:
    """What a leader reads of on the page of the week: all that has waited for ten working days."""
    return _waited(session, day, now, LEADER_WAITS, LEADER_WAITS)


def _waited(session: Session, day: date, now: datetime, rechecks: int, requests: int) -> Desk:
    since = func.coalesce(col(Hazard.verified_at), col(Hazard.rectified_at))
    before = _working_days_before(day, rechecks)
    bureaus = or_(_of_the_bureau(day), col(Hazard.verified_at).is_not(None))
    rows = _awaiting(session, ledger.WHOLE, bureaus, since < before)
    waiting = [one for one in extensions.waiting(session, now) if one.workdays > requests]
    return Desk(rechecks=rows, extensions=waiting)


def _self_managed() -> Any:
    return and_(col(Hazard.source).in_(list(SELF_FOUND)), col(Hazard.level) != Level.MAJOR)


def _of_the_bureau(day: date) -> Any:
    """What a supervisor re-checks by itself: found by an authority, or major; and what nobody has verified in time."""
    late = col(Hazard.rectified_at) < _working_days_before(day, VERIFIES_WITHIN)
    return or_(~_self_managed(), and_(col(Hazard.verified_at).is_(None), late))


def _working_days_before(day: date, count: int) -> datetime:
    for _ in range(count):
        day = calendar.last_workday(day)
    return db.utc(calendar.midnight(day))


def _awaiting(session: Session, bounds: Within, *conditions: Any) -> Sequence[Row]:
    found = (
        select(Hazard, Enterprise)
        .join(Enterprise, col(Enterprise.id) == col(Hazard.enterprise_id))
        .where(Hazard.status == HazardStatus.AWAITING, *conditions, ledger.in_scope(db.table(Enterprise), bounds))
        .order_by((col(Hazard.level) == Level.MAJOR).desc(), col(Hazard.id))
        .limit(LIST)
    )
    return list(session.exec(found))


def _ungraded(session: Session, bounds: Within) -> Sequence[Row]:
    found = (
        select(Hazard, Enterprise)
        .join(Enterprise, col(Enterprise.id) == col(Hazard.enterprise_id))
        .where(
            col(Hazard.level_open), col(Hazard.status).in_(list(OPEN)), ledger.in_scope(db.table(Enterprise), bounds)
        )
        .order_by((col(Hazard.level) == Level.MAJOR).desc(), col(Hazard.id))
        .limit(LIST)
    )
    return list(session.exec(found))


def _lacking(session: Session, bounds: Within) -> Sequence[Row]:
    plant = db.table(Enterprise)
    theirs = core_select(plant.c.id).where(ledger.in_scope(plant, bounds))
    own = [] if bounds.everything else [db.table(Hazard).c.enterprise_id.in_(theirs)]
    found = missing.given_up(session, *own)[:LIST]
    return [(hazard, session.get_one(Enterprise, hazard.enterprise_id)) for hazard in found]


def draw(session: Session, person: Person) -> int:
    """Draws the sample of what waits verified, the same numbers however often it is drawn; how many are new."""
    hazard, plant = db.table(Hazard), db.table(Enterprise)
    waiting = (
        core_select(hazard.c.id, hazard.c.number, hazard.c.sampled)
        .join(plant, plant.c.id == hazard.c.enterprise_id)
        .where(
            hazard.c.status == HazardStatus.AWAITING.value,
            hazard.c.verified_at.is_not(None),
            _self_managed(),
            ledger.in_scope(plant, within(session, person)),
        )
    )
    rows = session.connection().execute(waiting).all()
    drawn = sum(row.sampled for row in rows)
    rest = sorted((row for row in rows if not row.sampled), key=lambda row: _lot(row.number))
    new = [row.id for row in rest[: max(wanted(len(rows)) - drawn, 0)]]
    if new:
        session.connection().execute(update(hazard).where(hazard.c.id.in_(new)).values(sampled=True))
        session.expire_all()
    return len(new)


def wanted(count: int) -> int:
    """How many of so many are drawn."""
    return max(count * SAMPLE // 100, 1) if count >= AT_LEAST_OF else 0


def _lot(number: str) -> str:
    return hashlib.sha256(number.encode()).hexdigest()


def _failed(session: Session, bounds: Within, day: date) -> int:
    """Messages of the enterprises since the last working day's list, each once though an account stands for several."""
    message, bound, person, plant = (db.table(one) for one in (Message, Binding, Person, Enterprise))
    bad = or_(
        message.c.status == MessageStatus.FAILED.value,
        and_(message.c.status == MessageStatus.ASIDE.value, message.c.error == TOO_LONG),
    )
    since = calendar.midnight(calendar.last_workday(day))
    counted = (
        core_select(func.count(message.c.id.distinct()))
        .select_from(message)
        .join(bound, and_(bound.c.channel == message.c.channel, bound.c.user_id == message.c.sender))
        .join(person, person.c.id == bound.c.person_id)
        .join(plant, plant.c.id == person.c.enterprise_id)
        .where(message.c.received_at >= since, bad, ledger.in_scope(plant, bounds))
    )
    return int(session.connection().execute(counted).scalar() or 0)


def _since_last_list(day: date) -> tuple[datetime, datetime]:
    """From the midnight behind the last working day to that of this one: a cut-off at 24:00 is of the day it ends."""
    return calendar.midnight(calendar.last_workday(day)), calendar.midnight(day)


def _silent(session: Session, bounds: Within, day: date) -> Sequence[Plant]:
    missed = (
        select(Enterprise)
        .join(Due, col(Due.enterprise_id) == col(Enterprise.id))
        .where(
            Due.kind == ObligationKind.ZERO,
            Due.night == calendar.last_workday(day),
            Due.status == DueStatus.MISSED,
            col(Due.trial).is_(False),
            ledger.in_scope(db.table(Enterprise), bounds),
        )
        .order_by(col(Enterprise.major).desc(), col(Enterprise.id))
    )
    return [questions.as_plant(one) for one in session.exec(missed)]


def _unreached(session: Session, bounds: Within, now: datetime) -> Sequence[Contact]:
    person, bound, plant = db.table(Person), db.table(Binding), db.table(Enterprise)
    reached = (
        core_select(person.c.enterprise_id)
        .join(bound, bound.c.person_id == person.c.id)
        .where(person.c.active, person.c.role.in_([role.value for role in sorted(ENTERPRISE_ROLES)]))
    )
    deaf = (
        select(Enterprise)
        .where(col(Enterprise.active), plant.c.id.not_in(reached), ledger.in_scope(plant, bounds))
        .order_by(col(Enterprise.major).desc(), col(Enterprise.id))
    )
    return questions.contacts(session, [questions.as_plant(one) for one in session.exec(deaf)][:LIST], now)
