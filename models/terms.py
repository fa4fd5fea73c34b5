"""Questions about the terms of hazards: whose deadline is spoken of, what a leader hears, the figures of a morning."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, case, func, literal_column, or_
from sqlalchemy import select as core_select
from sqlmodel import Session, select

from models import calendar, db, deadlines, figures
from models.deadlines import Hour
from models.hazards import UNFIXED, Extension, ExtensionStatus, Hazard, HazardStatus, Level
from models.lookup import Lookup
from models.people import Enterprise


class Term(NamedTuple):
    """An unfixed hazard and its deadline, as the clock needs to know it."""

    hazard_id: int
    enterprise_id: int
    deadline: date
    recorded: date  # of one whose deadline has come, the deadline
    major: bool
    responsible: str
    pending: bool  # a request for more time waits: the delay is the bureau's


def near(session: Session, wanted: Sequence[date], day: date, enterprise_ids: Sequence[int]) -> Sequence[Term]:
    """The unfixed hazards with one of some deadlines, of some enterprises, in the order of these.

    When a hazard was recorded decides only before its deadline (`deadlines.saying`): of the others it is not read.
    """
    hazard = db.table(Hazard)
    recorded = case((hazard.c.deadline > day, hazard.c.received_at))
    rows = session.connection().execute(
        core_select(
            hazard.c.id,
            hazard.c.enterprise_id,
            hazard.c.deadline,
            recorded,
            hazard.c.level,
            hazard.c.responsible,
            _pending().label("pending"),
        )
        .where(_unfixed(), hazard.c.deadline.in_(wanted), hazard.c.enterprise_id.in_(enterprise_ids))
        .order_by(hazard.c.enterprise_id, hazard.c.deadline, hazard.c.id)
    )
    return [
        Term(one, plant, deadline, calendar.today(at) if at else deadline, level == Level.MAJOR, who, bool(pending))
        for one, plant, deadline, at, level, who, pending in rows.all()
    ]


def _unfixed() -> ColumnElement[bool]:
    found: ColumnElement[bool] = db.any_of(db.table(Hazard).c.status, UNFIXED)
    return found


def _pending() -> ColumnElement[bool]:
    """Whether a request for more time waits; the state is written out for the partial index."""
    asked = db.table(Extension)
    waiting = core_select(asked.c.hazard_id).where(db.any_of(asked.c.status, [ExtensionStatus.PENDING]))
    found: ColumnElement[bool] = db.table(Hazard).c.id.in_(waiting)
    return found


def pending_among(session: Session, hazard_ids: Sequence[int]) -> frozenset[int]:
    """Those of some hazards for which a request for more time waits."""
    hazard = db.table(Hazard)
    found = core_select(hazard.c.id).where(hazard.c.id.in_(hazard_ids), _pending())
    return frozenset(session.connection().execute(found).scalars())


@dataclass(frozen=True)
class ForLeader:
    """What a leader is told on a day: how many hazards in all, and the most urgent of them."""

    count: int
    first: Sequence[tuple[Hazard, Enterprise]]


def for_leader(session: Session, day: date, limit: int = 3) -> ForLeader:
    """The overdue hazards that have come so far that a leader hears of them on a day: major ones first."""
    wanted = _leaders(day)
    if wanted is None:
        return ForLeader(0, ())
    hazard, plant = db.table(Hazard), db.table(Enterprise)
    counted = core_select(func.count()).select_from(hazard).where(wanted)
    first = (
        select(Hazard, Enterprise)
        .join(Enterprise, plant.c.id == hazard.c.enterprise_id)
        .where(wanted)
        .order_by((hazard.c.level == Level.MAJOR.value).desc(), hazard.c.deadline, hazard.c.id)
        .limit(limit)
    )
    return ForLeader(int(session.connection().execute(counted).scalar() or 0), session.exec(first).all())


def _leaders(day: date) -> Any:
    hazard = db.table(Hazard)
    of_level = {
        major: [one for one in deadlines.spoken_of(day, Hour.MORNING) if _is_leaders(one, day, major=major)]
        for major in (False, True)
    }
    if not any(of_level.values()):
        return None
    late = or_(
        hazard.c.deadline.in_(of_level[False]),
        and_(hazard.c.level == Level.MAJOR.value, hazard.c.deadline.in_(of_level[True])),
    )
    either = sorted({*of_level[False], *of_level[True]})  # said once more for the index
    return and_(_unfixed(), hazard.c.deadline.in_(either), late, ~_pending())


def _is_leaders(deadline: date, day: date, *, major: bool) -> bool:
    said = deadlines.saying(deadline, deadline, day, Hour.MORNING, major=major)
    return said is not None and deadlines.for_leader(said, major=major)


@dataclass(frozen=True)
class Morning:
    """The figures of hazards in a morning list."""

    found: int = 0  # within the duty day of the night
    today: int = 0  # the deadline is today
    overdue: int = 0
    major: int = 0  # major ones that are not fixed


def _counted(*conditions: ColumnElement[bool]) -> Lookup:
    return Lookup(core_select(func.count()).select_from(db.table(Hazard)).where(*conditions))


_HAZARD = db.table(Hazard).c
_FOUND = _counted(
    _HAZARD.found_at >= bindparam("begins"),
    _HAZARD.found_at < bindparam("ends"),
    _HAZARD.status != HazardStatus.VOID.value,
)
_TODAY = _counted(_unfixed(), _HAZARD.deadline == bindparam("today"), ~_pending())
_OVERDUE = _counted(_unfixed(), _HAZARD.deadline < bindparam("today"), ~_pending())
#: Written out: SQLite uses a partial index only for the condition that it can see.
_MAJOR = _counted(_unfixed(), _HAZARD.level == literal_column(f"'{Level.MAJOR}'"))
_UNFIXED = _counted(_unfixed())


def morning(session: Session, night: date, today: date) -> Morning:
    """How many hazards a duty day brought, and how the terms of all stand in the morning after it."""
    begins, ends = figures.moments(night, night)
    return Morning(
        found=_FOUND.value(session, begins=begins, ends=ends),
        today=_TODAY.value(session, today=today),
        overdue=_OVERDUE.value(session, today=today),
        major=_MAJOR.value(session),
    )


def unfixed(session: Session) -> int:
    """How many hazards are not fixed."""
    return int(_UNFIXED.value(session))
