"""The clock's side of what is owed by day: opens the reports of a day, closes what nobody answered."""

from datetime import datetime, timedelta

from sqlmodel import Session

from models import audit, calendar, dues, obligations, opening, rules
from models.obligations import ObligationKind


def open_days(session: Session, planned: datetime, now: datetime, cursor: int) -> int | None:
    """Makes the reports whose window opens on the day of the planned time, for the next enterprises behind a cursor."""
    day, last = calendar.today(planned), opening.page_after(session, cursor)
    if last is None:
        return None
    for kind in _by_day(session):
        opening.open_night(session, day, planned, kind=kind, page=(cursor, last))
    dues.settle_by_last_night(session, day, (cursor, last))
    return last


def close_days(session: Session, planned: datetime, now: datetime) -> str:
    """Closes what nobody answered until its cut-off; one audit entry for each kind that had any."""
    closed = 0
    for kind in _by_day(session):
        missed = obligations.close_due(session, planned, kind)
        day = calendar.today(planned) - timedelta(days=1)
        if missed:
            audit.record(session, now, "bot", "day.closed", f"day:{day}", {"closed": missed, "kind": kind})
        closed += missed
    return f"{closed} closed"


def _by_day(session: Session) -> list[str]:
    return [kind for kind in rules.kinds(session) if kind != ObligationKind.PATROL]
