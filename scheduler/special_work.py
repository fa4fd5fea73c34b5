"""Ten minutes behind the end that was named for special work: whoever gave notice is asked once whether it is over."""

from datetime import datetime, timedelta

from sqlmodel import Session

from models import calendar, db, outbox, special_work
from models.outbox import Letter, Priority

#: The question has a point for so long; then the work stands on the officer's list alone.
LASTS = timedelta(hours=12)


def ask_ends(session: Session, planned: datetime, now: datetime) -> str:
    """One letter for all that somebody gave notice of; nobody is woken for it."""
    found = special_work.to_ask(session, now)
    said_at = calendar.after_night(now)
    for person_id, works in found.items():
        ids = [db.row_id(work.id) for work in works]
        letter = Letter(
            key=f"work.end:{person_id}:{ids[0]}",
            kind="work.ask_end",
            about={"works": ids, "enterprises": sorted({work.enterprise_id for work in works})},
            person_id=person_id,
            priority=Priority.DUTY,
            not_before=said_at,
            stale_at=said_at + LASTS,
        )
        outbox.post(session, letter, now)
        special_work.asked(session, ids, now)
    return f"{len(found)} asked"
