"""10:00: a year whose holidays nobody has entered, on every Monday of December, and monthly while it runs."""

from datetime import datetime

from sqlmodel import Session

from models import calendar, office_days


def missing(session: Session, planned: datetime, now: datetime) -> str:
    """Tells the admins a month ahead, and does not let them forget."""
    day = calendar.today(planned)
    if not (day.day == 1 or (day.month == calendar.DECEMBER and day.weekday() == 0)):
        return ""
    return "、".join(str(year) for year in office_days.tell_missing(session, now))
