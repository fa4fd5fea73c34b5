"""The clock's side of what is owed by day: opens the zero reports of a working day, closes them at midnight."""

from datetime import datetime, timedelta

from sqlmodel import Session

from models import audit, calendar, obligations
from models.obligations import ObligationKind


def open_days(session: Session, planned: datetime, now: datetime) -> str:
    """Makes the zero reports that are due on the day that begins; none on a day without work."""
    made = obligations.open_night(session, calendar.today(planned), planned, kind=ObligationKind.ZERO)
    return f"{made} dues"


def close_days(session: Session, planned: datetime, now: datetime) -> str:
    """Closes what nobody answered on the day that ends; one audit entry a day that had any."""
    closed = obligations.close_due(session, planned, ObligationKind.ZERO)
    day = calendar.today(planned) - timedelta(days=1)
    if closed:
        audit.record(session, now, "bot", "day.closed", f"day:{day}", {"closed": closed})
    return f"{closed} closed"
