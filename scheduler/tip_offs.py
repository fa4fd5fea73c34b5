"""08:40 on working days: the appointed hear which tip-offs wait too long for their answer, then weekly."""

from datetime import datetime, timedelta

from sqlmodel import Session

from models import calendar, callout, outbox, site, tip_offs
from models.outbox import Letter, Priority

#: A tip-off that still waits is spoken of again after so many days.
AGAIN = 7


def remind(session: Session, planned: datetime, now: datetime) -> str:
    """One letter for each of the appointed on the first working day of each week that a tip-off is late."""
    today = calendar.today(now)
    if not calendar.is_workday(today):
        return "no working day"
    days = site.read(session).tip_offs_days
    weeks = [(today - calendar.today(one.received_at)).days - days for one in tip_offs.due(session, now)]
    if not weeks:
        return "nothing waits"
    told = 0
    for person in callout.reachable(session, tip_offs.appointed(session)):
        letter = Letter(
            key=f"tip_off.waiting:{person.id}:{len(weeks)}:{max(weeks) // AGAIN}",
            kind="tip_off.waiting",
            person_id=person.id,
            priority=Priority.OFFICE,
            stale_at=now + timedelta(hours=10),
        )
        told += outbox.post(session, letter, now)
    return f"{told} told"
