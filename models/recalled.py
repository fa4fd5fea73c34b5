"""What was said in error and is taken back on the platform: found by its key, noted at its letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from models import audit, db
from models.outbox import Outgoing, OutgoingStatus

TAKEN_BACK = "taken back by hand"


@dataclass(frozen=True)
class Spoken:
    """A letter that somebody has: by which channel, and as what the platform knows it."""

    id: int
    key: str
    channel: str
    platform_id: str


def said(session: Session, key: str, since: datetime) -> list[Spoken]:
    """The letters of a key, or of all that begin with one that ends with a star, said since a moment."""
    sent = select(Outgoing).where(Outgoing.status == OutgoingStatus.SENT, col(Outgoing.settled_at) >= since)
    wanted = col(Outgoing.key).startswith(key[:-1], autoescape=True) if key.endswith("*") else col(Outgoing.key) == key
    found = session.exec(sent.where(wanted, Outgoing.reason != TAKEN_BACK).order_by(col(Outgoing.id)))
    return [Spoken(db.row_id(one.id), one.key, one.channel, one.platform_id) for one in found]


def note(session: Session, taken: Sequence[Spoken], now: datetime) -> None:
    """Writes at each letter that it was taken back."""
    for one in taken:
        letter = session.get_one(Outgoing, one.id)
        letter.reason = TAKEN_BACK
        session.add(letter)
        audit.record(session, now, "admin", "letter.recalled", f"outgoing:{one.id}")
