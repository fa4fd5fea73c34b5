"""Questions to the ledger of hazards: read-only, counted in the database, each within what the asker may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, or_, true
from sqlalchemy import select as core_select
from sqlmodel import Session, col

from models import db
from models.hazards import OPEN, UNFIXED, Extension, ExtensionStatus, Hazard, HazardStatus, Level
from models.people import Enterprise, Scope
from models.questions import Plant


class Which(StrEnum):
    """Which hazards a list holds."""

    OPEN = "open"  # not closed
    UNFIXED = "unfixed"  # not fixed
    OVERDUE = "overdue"  # not fixed, the deadline has passed, no request for more time waits
    DUE = "due"  # not fixed, the deadline lies between two days
    EXTENSION = "extension"  # a request for more time waits for an officer
    LACKING = "lacking"  # not fixed, something that `hazards.lacking` names is missing
    ALL = "all"  # whatever became of them, but for those that were none
    EVER = "ever"  # every number that was given


EVERYTHING = Scope(everywhere=True)


@dataclass(frozen=True)
class Within:
    """What a question is about: what its asker may see, some enterprises, one level, hazards found within some time."""

    scope: Scope = EVERYTHING
    enterprises: tuple[int, ...] = ()
    level: Level | None = None
    found: tuple[datetime, datetime] | None = None  # from one moment up to another

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self.scope.everywhere and not self.enterprises


@dataclass(frozen=True)
class Line:
    """A hazard as a list shows it."""

    number: str
    plant: Plant
    status: HazardStatus
    level: Level
    place: str
    item: str
    deadline: date | None
    pending: bool  # a request for more time waits
    wanted: date | None = None  # the day that it asks for

    @property
    def is_major(self) -> bool:
        """Whether it is a major hazard."""
        return self.level == Level.MAJOR


@dataclass(frozen=True)
class Standing:
    """How many hazards are where."""

    general: int = 0  # not fixed, by level
    major: int = 0
    overdue: int = 0
    pending: int = 0  # not fixed, a request for more time waits
    awaiting: int = 0  # fixed, the re-check waits

    @property
    def unfixed(self) -> int:
        """How many are not fixed."""
        return self.general + self.major


#: The whole ledger.
WHOLE = Within()


def in_scope(plant: Any, within: Within) -> ColumnElement[bool]:
    """The condition on the enterprise table that keeps a question within its bounds."""
    scope = within.scope
    conditions: list[Any] = []
    if not scope.everywhere:
        seen: list[Any] = [plant.c.grid.in_(sorted(scope.grids))] if scope.grids else []
        seen += [plant.c.id.in_(sorted(scope.enterprises))] if scope.enterprises else []
        conditions.append(or_(*seen) if seen else false())
    if within.enterprises:
        conditions.append(plant.c.id.in_(within.enterprises))
    return and_(true(), *conditions)


def _waits() -> ColumnElement[bool]:
    """Whether a request for more time waits; the state is written out for the partial index."""
    waiting = core_select(col(Extension.hazard_id)).where(
        db.any_of(db.table(Extension).c.status, [ExtensionStatus.PENDING])
    )
    return db.table(Hazard).c.id.in_(waiting)


def _overdue(today: date) -> ColumnElement[bool]:
    hazard = db.table(Hazard)
    return and_(hazard.c.deadline < today, ~_waits())


def bounds(within: Within) -> list[Any]:
    """The conditions that keep a question about hazards within its bounds."""
    hazard = db.table(Hazard)
    found: list[Any] = [] if within.everything else [in_scope(db.table(Enterprise), within)]
    if within.level is not None:
        found.append(hazard.c.level == within.level.value)
    if within.found is not None:
        found += [hazard.c.found_at >= within.found[0], hazard.c.found_at < within.found[1]]
    return found


def hazards_of(within: Within) -> Any:
    """The hazards, with their enterprises where a bound needs them."""
    hazard, plant = db.table(Hazard), db.table(Enterprise)
    return hazard if within.everything else hazard.join(plant, plant.c.id == hazard.c.enterprise_id)


def total(condition: Any) -> Any:
    """How many rows meet a condition, beside other counts of the same statement."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def standing(session: Session, within: Within, today: date) -> Standing:
    """How the ledger stands on a day; each figure is counted for itself, because an index answers for it alone."""
    hazard = db.table(Hazard)
    unfixed = hazard.c.status.in_([one.value for one in UNFIXED])
    major = db.any_of(hazard.c.level, [Level.MAJOR])
    found, majors = _count(session, within, unfixed), _count(session, within, unfixed, major)
    return Standing(
        general=found - majors,
        major=majors,
        overdue=_count(session, within, unfixed, _overdue(today)),
        pending=_count(session, within, unfixed, _waits()),
        awaiting=_count(session, within, hazard.c.status == HazardStatus.AWAITING.value),
    )


def _count(session: Session, within: Within, *conditions: Any) -> int:
    counted = core_select(func.count()).select_from(hazards_of(within)).where(*conditions, *bounds(within))
    return int(session.connection().execute(counted).scalar() or 0)


@dataclass(frozen=True)
class Wanted:
    """A list that is wanted: which hazards, and between which days their deadlines lie."""

    which: Which
    start: date | None = None
    end: date | None = None


def _conditions(wanted: Wanted, today: date) -> list[Any]:
    hazard = db.table(Hazard)
    if wanted.which == Which.EVER:
        return []
    if wanted.which == Which.ALL:
        return [hazard.c.status != HazardStatus.VOID.value]
    states = OPEN if wanted.which == Which.OPEN else UNFIXED
    found: list[Any] = [hazard.c.status.in_([one.value for one in states])]
    if wanted.which == Which.OVERDUE:
        found.append(_overdue(today))
    elif wanted.which == Which.EXTENSION:
        found.append(_waits())
    elif wanted.which == Which.DUE:
        found += [hazard.c.deadline >= wanted.start, hazard.c.deadline <= wanted.end]
    elif wanted.which == Which.LACKING:
        empty: list[Any] = [hazard.c[name] == "" for name in ("item", "responsible", "measures")]
        empty += [and_(hazard.c.level == Level.MAJOR.value, or_(*_five(hazard)))]
        found.append(or_(*empty, hazard.c.deadline.is_(None)))
    return found


def _five(hazard: Any) -> list[Any]:
    """What a major hazard lacks of its five items, and what guards the place."""
    return [hazard.c.funds.is_(None), hazard.c.plan == "", hazard.c.control == ""]


def count(session: Session, wanted: Wanted, within: Within, today: date) -> int:
    """How many hazards a list holds."""
    return _count(session, within, *_conditions(wanted, today))


def lines(session: Session, wanted: Wanted, within: Within, today: date, limit: int, offset: int = 0) -> Sequence[Line]:
    """A page of a list: major hazards first, then major hazard sources, then by deadline."""
    hazard, plant = db.table(Hazard), db.table(Enterprise)
    page = (
        core_select(hazard, plant.c.id.label("plant"), plant.c.name, plant.c.shorts, plant.c.major)
        .join(plant, plant.c.id == hazard.c.enterprise_id)
        .where(*_conditions(wanted, today), *bounds(within))
        .order_by(
            (hazard.c.level == Level.MAJOR.value).desc(),
            plant.c.major.desc(),
            hazard.c.deadline.is_(None),
            hazard.c.deadline,
            hazard.c.id,
        )
        .limit(limit)
        .offset(offset)
    )
    rows = session.connection().execute(page).all()
    asked = _wanted_days(session, [row.id for row in rows])
    return [_line(row, asked) for row in rows]


def by_plant(session: Session, wanted: Wanted, within: Within, today: date, limit: int) -> Mapping[int, list[int]]:
    """The hazards of a list by enterprise, of so many enterprises at most; where more time is asked for, left out."""
    hazard = db.table(Hazard)
    found = (
        core_select(hazard.c.enterprise_id, hazard.c.id)
        .select_from(hazards_of(within))
        .where(*_conditions(wanted, today), *bounds(within), ~_waits())
        .order_by(hazard.c.enterprise_id, hazard.c.deadline, hazard.c.id)
    )
    grouped: dict[int, list[int]] = {}
    for plant_id, hazard_id in session.connection().execute(found):
        if plant_id not in grouped and len(grouped) == limit:
            break
        grouped.setdefault(plant_id, []).append(hazard_id)
    return grouped


def next_deadline(session: Session, within: Within, today: date) -> date | None:
    """The first deadline, from a day on, of what is not fixed."""
    hazard = db.table(Hazard)
    ahead = [hazard.c.status.in_([one.value for one in UNFIXED]), hazard.c.deadline >= today]
    first = core_select(func.min(hazard.c.deadline)).select_from(hazards_of(within)).where(*ahead, *bounds(within))
    found: date | None = session.connection().execute(first).scalar()
    return found


def _wanted_days(session: Session, hazard_ids: Sequence[int]) -> Mapping[int, date | None]:
    asked = db.table(Extension)
    waiting = core_select(asked.c.hazard_id, asked.c.wanted).where(
        asked.c.hazard_id.in_(hazard_ids), asked.c.status == ExtensionStatus.PENDING.value
    )
    return {row.hazard_id: row.wanted for row in session.connection().execute(waiting.order_by(asked.c.id))}


def _line(row: Any, asked: Mapping[int, date | None]) -> Line:
    plant = Plant(row.plant, row.shorts.split("、")[0] or row.name, row.name, bool(row.major))
    return Line(
        row.number,
        plant,
        HazardStatus(row.status),
        Level(row.level),
        row.place,
        row.item,
        row.deadline,
        row.id in asked,
        asked.get(row.id),
    )
