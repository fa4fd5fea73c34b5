"""What a platform took and could not bring after all: the letter goes another way, as if it had been refused there."""

from datetime import datetime, timedelta

from sqlalchemy import and_, update
from sqlalchemy import select as core_select
from sqlmodel import Session

from models import db
from models.outbox import Outgoing, OutgoingStatus

#: Where a letter keeps the roads that would not take it, or did not bring it.
ROADS_REFUSED = "roads_refused"
#: Platforms say so within seconds; what is older is another matter.
WITHIN = timedelta(days=1)


def came_back(session: Session, channel: str, platform_id: str, why: str, now: datetime) -> bool:
    """Puts a letter that came back among those that wait, without this road; False when there is none of that id."""
    row = db.table(Outgoing).c
    known = and_(row.channel == channel, row.platform_id == platform_id, row.status == OutgoingStatus.SENT)
    asked = core_select(row.id, row.to_user, row.chat, row.about).where(known, row.settled_at >= now - WITHIN)
    found = session.connection().execute(asked).first() if platform_id else None
    if found is None:
        return False
    roads = [*found.about.get(ROADS_REFUSED, ()), f"{channel}/{found.to_user}/{found.chat}"]
    fresh = {"status": OutgoingStatus.PENDING, "not_before": now, "settled_at": None, "platform_id": "", "reason": why}
    fresh |= {"parts_sent": 0, "repeated": False, "about": {**found.about, ROADS_REFUSED: roads}}
    changed = session.connection().execute(
        update(db.table(Outgoing)).where(row.id == found.id, row.status == OutgoingStatus.SENT).values(**fresh)
    )
    return bool(changed.rowcount)
