"""What only a person can mend is told to each admin, once a day and kind."""

from datetime import datetime

from sqlmodel import Session

from models import calendar, outbox, people
from models.outages import Trouble
from models.outbox import Letter, Priority
from models.people import Role

#: Where a letter keeps the channels that it goes by only where there is no other: it tells of their trouble.
AVOIDED = "roads_avoided"


def tell(session: Session, channel: str, what: Trouble, now: datetime, detail: str = "") -> None:
    """Posts a letter to each admin: what is wrong with a channel, and what to enter there."""
    about = {"channel": channel, "what": what.value, **({"detail": detail} if detail else {}), AVOIDED: [channel]}
    for admin in people.with_role(session, Role.ADMIN):
        key = f"admin.channel:{channel}:{what.value}:{admin.id}:{calendar.today(now)}"
        outbox.post(session, Letter(key, "admin.channel", about, admin.id, priority=Priority.DUTY), now)
