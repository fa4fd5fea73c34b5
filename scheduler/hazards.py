"""08:40 on working days: what the four lists still lack is asked for, one letter for all hazards of an enterprise."""

from datetime import datetime

from sqlmodel import Session

from models import calendar, missing
from models.people import Enterprise

#: Enterprises of one transaction.
PAGE = 20


def ask_missing(session: Session, planned: datetime, now: datetime, cursor: int) -> int | None:
    """Asks the next enterprises behind a row; the last of them, or None when nothing is left to ask."""
    if not calendar.is_workday(calendar.today(planned)):
        return None
    found = missing.enterprises(session, cursor, PAGE, now)
    for one in found:
        missing.ask(session, session.get_one(Enterprise, one), now)
    return found[-1] if len(found) == PAGE else None
