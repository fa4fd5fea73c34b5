"""10:00 on the last day of a stop: the enterprise hears that its nights are owed again."""

from datetime import datetime, timedelta

from sqlmodel import Session

from models import calendar, db, exemptions, outbox, staff
from models.outbox import Letter
from models.people import Role

#: So many exemptions share a transaction.
PAGE = 100


def ends(session: Session, planned: datetime, now: datetime, cursor: int) -> int | None:
    """Tells the safety managers of the next enterprises behind a cursor whose stop ends today."""
    found = exemptions.ending(session, calendar.today(planned), cursor, PAGE)
    members = staff.of_enterprises(session, [one.enterprise_id for one in found])
    for one in found:
        for member in staff.reachable(members.get(one.enterprise_id, ()), Role.SAFETY):
            letter = Letter(
                key=f"exemption.ends:{one.id}:{one.ends}:{member.id}",
                kind="exemption.ends",
                about={"exemption": db.row_id(one.id), "enterprise": one.enterprise_id},
                person_id=member.id,
                stale_at=planned + timedelta(hours=14),
            )
            outbox.post(session, letter, now)
    return db.row_id(found[-1].id) if len(found) == PAGE else None
