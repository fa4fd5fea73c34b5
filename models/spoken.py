"""What was said before: to whom digits and quotes belong, and how often somebody was spoken to unasked."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, func, or_
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from models import db
from models.outbox import CHOICES_LAST, Outgoing, OutgoingStatus, Priority

#: What nobody asked for: reminders, lists and office matters; not answers, receipts and emergencies.
UNASKED = (Priority.DUTY, Priority.OFFICE)


def last_choices(
    session: Session, channel: str, to_user: str, persons: Sequence[int], now: datetime
) -> Outgoing | None:
    """The last thing said to somebody that offered choices, while they hold: two hours (docs/DECISIONS.md)."""
    return next((one for one in last_of(session, channel, to_user, persons, now) if one.choices), None)


def last_prompt(session: Session, persons: Sequence[int], kinds: Sequence[str], now: datetime) -> Outgoing | None:
    """The last reminder of these kinds to somebody, for as long as choices hold."""
    if not persons:
        return None
    asked = select(Outgoing).where(
        Outgoing.status == OutgoingStatus.SENT,
        col(Outgoing.kind).in_(list(kinds)),
        col(Outgoing.person_id).in_(list(persons)),
        col(Outgoing.settled_at) > now - CHOICES_LAST,
    )
    return session.exec(asked.order_by(col(Outgoing.settled_at).desc())).first()


def last_listed(session: Session, channel: str, to_user: str, persons: Sequence[int], now: datetime) -> tuple[str, ...]:
    """The hazard numbers of the last numbered list that somebody was shown, in its order."""
    letter = last_of(session, channel, to_user, persons, now)
    listed = next((one.about["listed"] for one in letter if one.about.get("listed")), ())
    return tuple(str(number) for number in listed)


def last_of(session: Session, channel: str, to_user: str, persons: Sequence[int], now: datetime) -> Sequence[Outgoing]:
    """The letters said to somebody while choices hold, the newest first, twenty at most."""
    letter = select(Outgoing).where(
        Outgoing.status == OutgoingStatus.SENT,
        col(Outgoing.settled_at) > now - CHOICES_LAST,
        or_(
            and_(col(Outgoing.channel) == channel, col(Outgoing.to_user) == to_user),
            col(Outgoing.person_id).in_(list(persons)),
        ),
    )
    return session.exec(letter.order_by(col(Outgoing.settled_at).desc(), col(Outgoing.id).desc()).limit(20)).all()


def unasked_since(session: Session, letter: Outgoing, since: datetime) -> int:
    """How many letters that nobody asked for went to the address of a letter since a moment."""
    sent = db.table(Outgoing)
    found = session.connection().execute(
        core_select(func.count()).where(
            sent.c.channel == letter.channel,
            sent.c.to_user == letter.to_user,
            sent.c.chat == letter.chat,
            sent.c.settled_at >= since,
            sent.c.status == OutgoingStatus.SENT.value,
            sent.c.priority.in_([int(one) for one in UNASKED]),
        )
    )
    return int(found.scalar() or 0)
