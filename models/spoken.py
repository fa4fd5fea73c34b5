"""What was said before: to whom digits and quotes belong, and how often somebody was spoken to unasked."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, func, or_
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


#: How long a question stays open that nobody has to answer at once; every other as long as choices hold.
STAYS = {"hazard.missing": timedelta(hours=12)}
#: A question that stands in a receipt or an answer (``asks``) stays open as long.
ASKED_BESIDES = timedelta(hours=12)


def last_prompt(
    session: Session, channel: str, to_user: str, persons: Sequence[int], kinds: Sequence[str], now: datetime
) -> Outgoing | None:
    """The last reminder of these kinds to somebody, or question in a receipt, for as long as it stays open."""
    said = _said_to(session, channel, to_user, persons, now - max(ASKED_BESIDES, *STAYS.values()), 50)
    return next((one for one in said if _is_open(one, kinds, now)), None)


def _is_open(letter: Outgoing, kinds: Sequence[str], now: datetime) -> bool:
    asks = bool(letter.about.get("asks"))
    stays = ASKED_BESIDES if asks else STAYS.get(letter.kind, CHOICES_LAST)
    return (asks or letter.kind in kinds) and letter.settled_at is not None and letter.settled_at > now - stays


def last_listed(session: Session, channel: str, to_user: str, persons: Sequence[int], now: datetime) -> tuple[str, ...]:
    """The hazard numbers of the last numbered list that somebody was shown, in its order."""
    letter = last_of(session, channel, to_user, persons, now)
    listed = next((one.about["listed"] for one in letter if one.about.get("listed")), ())
    return tuple(str(number) for number in listed)


def last_of(session: Session, channel: str, to_user: str, persons: Sequence[int], now: datetime) -> Sequence[Outgoing]:
    """The letters said to somebody while choices hold, the newest first, twenty at most."""
    return _said_to(session, channel, to_user, persons, now - CHOICES_LAST, 20)


def said_since(
    session: Session, channel: str, to_user: str, persons: Sequence[int], since: datetime
) -> Sequence[Outgoing]:
    """The letters said to somebody since a moment, the newest first, twenty at most."""
    return _said_to(session, channel, to_user, persons, since, 20)


def last_in_chat(session: Session, channel: str, chat: str, since: datetime) -> Outgoing | None:
    """The last thing that was said in a group since a moment."""
    said = select(Outgoing).where(
        col(Outgoing.channel) == channel,
        Outgoing.to_user == "",
        Outgoing.chat == chat,
        Outgoing.status == OutgoingStatus.SENT,
        col(Outgoing.settled_at) > since,
    )
    return session.exec(said.order_by(col(Outgoing.settled_at).desc(), col(Outgoing.id).desc()).limit(1)).first()


def is_asking(letter: Outgoing, kinds: Sequence[str], now: datetime) -> bool:
    """Whether a letter asked something that is still open: a reminder of these kinds, a question, or choices."""
    held = letter.settled_at is not None and letter.settled_at > now - CHOICES_LAST
    return _is_open(letter, kinds, now) or (bool(letter.choices) and held)


def _said_to(
    session: Session, channel: str, to_user: str, persons: Sequence[int], since: datetime, most: int
) -> Sequence[Outgoing]:
    """What was said to an account or to the people behind it, the newest first."""
    asked = {"channel": channel, "account": to_user, "persons": list(persons), "since": since, "most": most}
    return session.exec(_SAID_TO, params=asked).all()


#: Asked several times around every message: putting it together costs more than the answer.
_SAID_TO = (
    select(Outgoing)
    .where(
        Outgoing.status == OutgoingStatus.SENT,
        col(Outgoing.settled_at) > bindparam("since"),
        or_(
            and_(col(Outgoing.channel) == bindparam("channel"), col(Outgoing.to_user) == bindparam("account")),
            col(Outgoing.person_id).in_(bindparam("persons", expanding=True)),
        ),
    )
    .order_by(col(Outgoing.settled_at).desc(), col(Outgoing.id).desc())
    .limit(bindparam("most"))
)


def heard(session: Session, prefix: str) -> list[int]:
    """The people to whom letters were said whose keys begin with something; of an account one of them."""
    sent = select(Outgoing.person_id, Outgoing.channel, Outgoing.to_user).where(
        Outgoing.key >= prefix,
        Outgoing.key < f"{prefix[:-1]}{chr(ord(prefix[-1]) + 1)}",
        Outgoing.status == OutgoingStatus.SENT,
    )
    first = {(channel, user): person for person, channel, user in session.exec(sent.order_by(col(Outgoing.id)))}
    return [person for person in first.values() if person is not None]


def unasked_since(session: Session, letter: Outgoing, since: datetime) -> int:
    """How many letters that nobody asked for went to the address of a letter since a moment, or go there now."""
    sent = db.table(Outgoing)
    there = and_(
        sent.c.channel == letter.channel,
        sent.c.to_user == letter.to_user,
        sent.c.chat == letter.chat,
        sent.c.priority.in_([int(one) for one in UNASKED]),
    )
    said = and_(sent.c.settled_at >= since, sent.c.status == OutgoingStatus.SENT.value)
    # claimed in the same round: somebody who stands for two enterprises has two rows, and one account
    going = and_(sent.c.settled_at.is_(None), sent.c.status == OutgoingStatus.SENDING.value, sent.c.id != letter.id)
    counts = (core_select(func.count()).select_from(sent).where(there, one) for one in (said, going))
    return sum(int(session.connection().execute(count).scalar() or 0) for count in counts)
