"""Proxy entries 代录: an officer enters what somebody phoned in. Marked as such for ever, and the only thing that still
changes a missed night after the time to make it up (docs/DECISIONS.md, Time and the night)."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from models import audit, db, obligations, opening
from models.obligations import Due, DueStatus, ObligationKind
from models.people import Enterprise, Person
from models.reports import Report, ReportKind, Result

#: What a proxy entry may still change: who has reported has reported, who was excused owes nothing.
CHANGEABLE = (DueStatus.WAITING, DueStatus.MISSED, DueStatus.UNVERIFIED)
_KINDS = {ObligationKind.PATROL: ReportKind.PATROL, ObligationKind.ZERO: ReportKind.ZERO}


@dataclass(frozen=True)
class Entry:
    """What was phoned in: by whom, of which moment, what was found."""

    name: str
    told_at: datetime
    result: str = ""


def due_for(session: Session, plant: Enterprise, kind: ObligationKind, now: datetime) -> Due | None:
    """The due that somebody who phones now speaks of: the one whose window is open, else the last that has opened."""
    current = opening.due_at(session, plant, now, kind)
    if current is not None and now <= current.cut_off_at:
        return current
    opened = select(Due).where(Due.kind == kind, Due.enterprise_id == plant.id, Due.opens_at <= now)
    return session.exec(opened.order_by(col(Due.night).desc())).first()


def status_for(due: Due, told_at: datetime, now: datetime) -> DueStatus:
    """Before the cut-off the time that was told decides; after it nothing becomes more than made up."""
    if now > due.cut_off_at:
        return DueStatus.MADE_UP
    return obligations.status_for(due, told_at) or DueStatus.MADE_UP


def enter(session: Session, due: Due, entry: Entry, officer: Person, channel: str, now: datetime) -> Report:
    """Books a proxy entry: a report without pieces that names the officer and who phoned, and the due it satisfies.

    A round whose result was stated stands for the zero report of its day too, as if it had been written.
    """
    report = Report(
        kind=_KINDS[ObligationKind(due.kind)],
        enterprise_id=due.enterprise_id,
        channel=channel,
        sender="",  # nobody's burst: what the officer writes next is no piece of it
        first_at=entry.told_at,
        last_at=entry.told_at,
        first_received=now,
        last_received=now,
        counted_at=entry.told_at,
        night=due.night,
        status=status_for(due, entry.told_at, now),
        result=entry.result,
        proxy_by=officer.id,
        proxy_name=entry.name,
    )
    session.add(report)
    session.flush()
    _satisfy(session, due, report, officer, now)
    if due.kind == ObligationKind.PATROL and entry.result in (Result.NORMAL, Result.HAZARD):
        _zero_too(session, report, officer, now)
    return report


def _zero_too(session: Session, report: Report, officer: Person, now: datetime) -> None:
    plant = session.get_one(Enterprise, report.enterprise_id)
    zero = opening.due_at(session, plant, report.first_at, ObligationKind.ZERO)
    if zero is not None and not zero.firm and zero.status in CHANGEABLE:
        _satisfy(session, zero, report, officer, now)


def _satisfy(session: Session, due: Due, report: Report, officer: Person, now: datetime) -> None:
    before = due.status
    due.status = status_for(due, report.first_at, now)
    due.report_id, due.satisfied_at = report.id, report.first_at
    session.add(due)
    session.flush()
    told: dict[str, audit.Fact] = {"before": str(before), "after": str(due.status), "report": report.id}
    audit.record(session, now, f"person:{officer.id}", "due.proxy", f"due:{due.id}", told)


def again(session: Session, report: Report) -> None:
    """Lets a proxy entry stand for its due again after the report that took its place was withdrawn."""
    for due in session.exec(select(Due).where(Due.enterprise_id == report.enterprise_id, Due.night == report.night)):
        if due.kind == report.kind and due.status in CHANGEABLE:
            due.status, due.report_id, due.satisfied_at = report.status, report.id, report.counted_at
            session.add(due)
    session.flush()


def officer_of(session: Session, report: Report | None) -> Person | None:
    """The officer who entered a report for somebody who phoned; None where it came from the enterprise itself."""
    return session.get(Person, db.row_id(report.proxy_by)) if report and report.proxy_by else None
