"""08:20 on working days: what the bureau owes, to each supervisor; to the section heads what has waited too long."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from models import bureau, calendar, outbox, trail
from models.outbox import Letter
from models.people import Person, Role
from models.trail import Turned

#: A list of the morning has a point until noon.
LASTS = timedelta(hours=4)


def lists(session: Session, planned: datetime, now: datetime, cursor: int) -> int | None:
    """One list a transaction: draws the sample, and posts the list unless nothing waits."""
    day = calendar.today(planned)
    if not calendar.is_workday(day) or now >= planned + LASTS:
        return None
    person = _next(session, cursor)
    if person is None:
        return None
    if person.role == Role.SUPERVISOR:
        bureau.draw(session, person)
    key = f"morning.officer:{person.id}:{day}"
    if bureau.waits(session, person, day, now):
        about = {"day": day.isoformat()}
        letter = Letter(key, "morning.officer", about, person_id=person.id, stale_at=planned + LASTS)
        outbox.post(session, letter, now)
    else:
        trail.note(session, key, now, Turned.SUPPRESSED, "nothing waits for them")
    return person.id


def _next(session: Session, cursor: int) -> Person | None:
    theirs = select(Person).where(
        col(Person.role).in_([Role.SUPERVISOR, Role.HEAD]), col(Person.active), col(Person.id) > cursor
    )
    return session.exec(theirs.order_by(col(Person.id)).limit(1)).first()
