"""Accounts that an AI bot tells by encrypted ids, and the people whom an app of the same corp knows by their own."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from models import audit, db, inbox, people
from models.people import Binding, Stranger

#: How encrypted ids of members begin.
ENCRYPTED = "wo"
#: What a stranger had said so long ago is handled once it is known who they are.
KEPT = timedelta(days=2)


def encrypted(session: Session, channels: Collection[str]) -> Sequence[Stranger]:
    """Those who wrote to one of these channels by an encrypted id and are bound to nobody."""
    unbound = select(Stranger).where(col(Stranger.bound_at).is_(None), col(Stranger.channel).in_(channels))
    return session.exec(unbound.where(col(Stranger.user_id).startswith(ENCRYPTED)).order_by(col(Stranger.id))).all()


def recognise(session: Session, stranger: Stranger, app: str, user_id: str, now: datetime) -> bool:
    """Binds a stranger to whoever is bound to a plain id on the app of the same corp; False where nobody is."""
    behind = people.of_account(session, app, user_id)
    known = session.get_one(Stranger, stranger.id)
    if not behind or known.bound_at is not None:
        return False
    for person in behind:
        number = db.row_id(person.id)
        session.add(Binding(channel=known.channel, user_id=known.user_id, person_id=number, bound_at=now, how="corp"))
        audit.record(session, now, "bot", "binding.made", f"person:{number}", {"how": "corp"})
    known.bound_at = now
    session.flush()
    inbox.reopen(session, known.channel, known.user_id, now - KEPT)
    return True
