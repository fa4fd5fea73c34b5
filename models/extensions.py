"""More time for a hazard: asked of an officer, or taken by the enterprise for its own find; what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import update
from sqlmodel import Session, col, select

from models import calendar, db, hazards, lifecycle
from models.hazards import Extension, ExtensionStatus, Hazard
from models.lifecycle import By
from models.people import Enterprise

#: How often an enterprise moves the date of its own find before an officer is asked (docs/WORDING.md 1).
OWN_MOVES = 2
#: Nothing is put off for longer than this.
LONGEST = timedelta(days=366)


class Fault(StrEnum):
    """Why a new date is impossible."""

    NONE_YET = "none_yet"  # there is no date that could be moved
    PAST = "past"  # it has gone by
    NOT_LATER = "not_later"  # it is not behind the old one
    TOO_FAR = "too_far"  # more than a year ahead


@dataclass(frozen=True)
class Wish:
    """What somebody asks for: until when, why, and what guards the place meanwhile."""

    wanted: date
    reason: str
    control: str = ""


@dataclass(frozen=True)
class Waiting:
    """A request that waits for an officer, and for how many working days already."""

    extension: Extension
    hazard: Hazard
    plant: Enterprise
    workdays: int


def fault(old: date | None, wanted: date, today: date) -> Fault | None:
    """What is wrong with a new date; None when it is possible."""
    if old is None:
        return Fault.NONE_YET
    if wanted < today:
        return Fault.PAST
    if wanted <= old:
        return Fault.NOT_LATER
    return Fault.TOO_FAR if wanted > today + LONGEST else None


def moves_itself(hazard: Hazard) -> bool:
    """Whether the enterprise may move this date without asking: its own general find, twice."""
    return hazard.self_managed and hazard.moved_times < OWN_MOVES


def ask(session: Session, hazard: Hazard, wish: Wish, by: By, now: datetime) -> Extension:
    """Asks an officer for more time; a request that waits already gives way to the new one."""
    if earlier := hazards.pending(session, hazard):
        earlier.status, earlier.decided_at = ExtensionStatus.DROPPED, now
        session.add(earlier)
        lifecycle.record(session, hazard, "extension.dropped", by, now)
    request = _row(session, hazard, wish, by, now, ExtensionStatus.PENDING)
    lifecycle.record(session, hazard, "extension.asked", by, now, _told(hazard.deadline, wish.wanted, wish.reason))
    return request


def move_itself(session: Session, hazard: Hazard, wish: Wish, by: By, now: datetime) -> Extension:
    """The enterprise moves the date of its own find; the row stays for the officer to see."""
    row = _row(session, hazard, wish, by, now, ExtensionStatus.MOVED)
    row.granted, row.decided_at, row.decided_by = wish.wanted, now, by.person_id
    hazard.moved_times += 1
    lifecycle.record(session, hazard, "extension.moved", by, now, _told(hazard.deadline, wish.wanted, wish.reason))
    _give(session, hazard, row, wish.wanted)
    return row


def decide(
    session: Session, request: Extension, granted: date | None, by: By, now: datetime, note: str = ""
) -> ExtensionStatus | None:
    """Grants a request until a day, or refuses it; None when somebody else has decided it meanwhile."""
    status = _verdict(request, granted)
    changed = session.connection().execute(
        update(db.table(Extension))
        .where(col(Extension.id) == request.id, col(Extension.status) == ExtensionStatus.PENDING)
        .values(status=status, granted=granted, decided_at=now, decided_by=by.person_id, note=note[:300])
    )
    session.refresh(request)
    if changed.rowcount != 1:
        return None
    hazard = session.get_one(Hazard, request.hazard_id)
    lifecycle.record(session, hazard, f"extension.{status}", by, now, _told(request.old_deadline, granted, note))
    if granted:
        _give(session, hazard, request, granted)
    return status


def take_back(session: Session, hazard: Hazard, by: By, now: datetime) -> bool:
    """The enterprise takes back its last request, or the date that it moved itself; False when that cannot be."""
    row = last(session, hazard)
    moved = row is not None and row.status == ExtensionStatus.MOVED and hazard.deadline == row.granted
    if row is None or hazard.status not in hazards.UNFIXED or not (moved or row.status == ExtensionStatus.PENDING):
        return False
    if moved:
        hazard.deadline, hazard.moved_times = row.old_deadline, max(0, hazard.moved_times - 1)
    row.status, row.decided_at = ExtensionStatus.DROPPED, now
    session.add(row)
    session.add(hazard)
    lifecycle.record(session, hazard, "extension.taken_back", by, now, _told(row.wanted, row.old_deadline, row.reason))
    return True


def _verdict(request: Extension, granted: date | None) -> ExtensionStatus:
    if granted is None:
        return ExtensionStatus.REJECTED
    shorter = request.wanted is not None and granted < request.wanted
    return ExtensionStatus.SHORTER if shorter else ExtensionStatus.APPROVED


def _row(session: Session, hazard: Hazard, wish: Wish, by: By, now: datetime, status: ExtensionStatus) -> Extension:
    row = Extension(
        hazard_id=db.row_id(hazard.id),
        status=status,
        asked_at=now,
        person_id=by.person_id,
        message_id=by.message_id,
        reason=wish.reason,
        control=wish.control,
        old_deadline=hazard.deadline,
        wanted=wish.wanted,
    )
    session.add(row)
    session.flush()
    return row


def _give(session: Session, hazard: Hazard, row: Extension, day: date) -> None:
    """The new date holds; the first one stays beside it, and what guards the place goes to the hazard."""
    hazard.deadline = day
    hazard.control = row.control or hazard.control
    session.add(hazard)
    session.add(row)
    session.flush()


def _told(old: date | None, new: date | None, reason: str) -> str:
    """The dates and the reason as an event keeps them."""
    return f"{old} -> {new}; {reason}".rstrip("; ")


def last(session: Session, hazard: Hazard) -> Extension | None:
    """The newest request for a hazard, whatever became of it."""
    found = select(Extension).where(Extension.hazard_id == hazard.id).order_by(col(Extension.id).desc())
    return session.exec(found).first()


def last_decided(session: Session, hazard: Hazard) -> Extension | None:
    """The newest request for a hazard that an officer decided."""
    decided = [ExtensionStatus.APPROVED, ExtensionStatus.SHORTER, ExtensionStatus.REJECTED]
    found = select(Extension).where(Extension.hazard_id == hazard.id, col(Extension.status).in_(decided))
    return session.exec(found.order_by(col(Extension.id).desc())).first()


def waiting(session: Session, now: datetime) -> Sequence[Waiting]:
    """The requests that wait for an officer, the oldest first, with the working days that have gone by."""
    rows = session.exec(
        select(Extension, Hazard, Enterprise)
        .join(Hazard, col(Hazard.id) == col(Extension.hazard_id))
        .join(Enterprise, col(Enterprise.id) == col(Hazard.enterprise_id))
        .where(db.any_of(col(Extension.status), [ExtensionStatus.PENDING]))
        .order_by(col(Extension.id))
    )
    return [Waiting(one, hazard, plant, _workdays(one.asked_at, now)) for one, hazard, plant in rows]


def _workdays(since: datetime, now: datetime) -> int:
    """How many working days have begun after the day on which it was asked."""
    day, today, count = calendar.today(since), calendar.today(now), 0
    while (day := calendar.next_workday(day)) <= today:
        count += 1
    return count
