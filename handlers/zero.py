"""The zero report of a day: any stated result since midnight satisfies it; silence and 收到 never do."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from handlers.acts import Act, HazardReport, OwedReport, PatrolReport, ZeroReport
from models import db, dues, obligations, opening
from models.obligations import Due, ObligationKind
from models.people import Enterprise
from models.reports import Report


def states(said: Sequence[Act]) -> bool:
    """Whether words state a result of the day: a zero report, a hazard, a round with what it found."""
    return any(
        isinstance(act, ZeroReport | HazardReport)
        or (isinstance(act, PatrolReport | OwedReport) and act.result in dues.STATED)
        for act in said
    )


def states_by_itself(said: Sequence[Act]) -> bool:
    """Whether words state a result apart from a round, which is no zero report of a key period."""
    return any(
        isinstance(act, ZeroReport | HazardReport) or (isinstance(act, OwedReport) and act.result in dues.STATED)
        for act in said
    )


def book(session: Session, report: Report, plant: Enterprise, said: Iterable[tuple[datetime, Sequence[Act]]]) -> None:
    """Lets the first of some pieces (when, what it says) that states a result satisfy the due of its day."""
    for moment, acts in said:
        due = opening.due_at(session, plant, moment, ObligationKind.ZERO) if states(acts) else None
        if due is not None and (not due.firm or states_by_itself(acts)):
            obligations.satisfy(session, due, db.row_id(report.id), moment)
            return


def release(session: Session, report: Report, now: datetime) -> list[tuple[int, date]]:
    """Takes back what a withdrawn report satisfied by day; whose day it was, so that other reports can be looked at."""
    held = select(Due).where(Due.kind != ObligationKind.PATROL, Due.report_id == report.id)
    found = session.exec(held.order_by(col(Due.id))).all()
    for due in found:
        obligations.release(session, due, now)
    return [(due.enterprise_id, due.night) for due in found]
