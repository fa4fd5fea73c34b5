"""The inbox: a message is stored as it came, then handled once, in the order of its sender."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, and_, bindparam, exists, func, or_, text, update
from sqlalchemy import select as core_select
from sqlmodel import Field, Session, SQLModel, String, col, select

from models import db
from models.errors import Overtaken
from models.incoming import MessageKind
from models.lookup import Command, Lookup, LookupOf


class MessageStatus(StrEnum):
    """How far a message is."""

    PENDING = "pending"  # stored, waits for its turn
    CLAIMED = "claimed"  # a worker holds it until its lease ends
    DONE = "done"  # handled, with all that it causes
    ASIDE = "aside"  # kept, waits for a person: unknown sender, too long
    FAILED = "failed"  # three attempts went wrong; kept and reported


#: What still has to be handled.
OPEN = (MessageStatus.PENDING, MessageStatus.CLAIMED)
LEASE = timedelta(seconds=15)
ATTEMPTS = 3
RETRY = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2))


class Message(SQLModel, table=True):
    """A message as it came; what was stored is what is handled, the first time and on replay."""

    __table_args__ = (
        UniqueConstraint("channel", "msg_id"),
        db.one_of("status", MessageStatus),
        db.one_of("kind", MessageKind),
        Index(
            "ix_message_queue",
            "channel",
            "sender",
            "chat",
            "id",
            sqlite_where=text("status IN ('pending', 'claimed')"),
            postgresql_where=text("status IN ('pending', 'claimed')"),
        ),
        Index(
            "ix_message_pending",
            "id",
            sqlite_where=text("status IN ('pending', 'claimed')"),
            postgresql_where=text("status IN ('pending', 'claimed')"),
        ),
        Index("ix_message_sender", "channel", "sender", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    channel: str = Field(max_length=40)
    msg_id: str = Field(max_length=200)
    kind: str = Field(sa_type=String, max_length=20)
    chat: str = Field(default="", max_length=128)  # empty: a private chat
    sender: str = Field(default="", max_length=128)
    text: str = ""
    reply_to: str = ""  # what it quotes: our outgoing key, or the platform's id
    mentions_bot: bool = False
    raw: str = ""
    sent_at: datetime
    received_at: datetime = Field(index=True)
    status: str = Field(default=MessageStatus.PENDING, sa_type=String, max_length=20)
    attempts: int = 0
    lease_until: datetime | None = None
    next_at: datetime | None = None
    handled_at: datetime | None = None
    error: str = ""
    understood: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))  # how its words were read


def claim(session: Session, now: datetime, limit: int = 50) -> list[Message]:
    """Takes the next messages, at most the oldest one of each sender and chat, and counts the attempt.

    A message that waits for its second attempt holds back the later ones of the same person, not those of others.
    """
    until = now + LEASE
    ids = _NEXT.values(session, now=now, most=limit)
    held = [one for one in ids if _TAKE.run(session, taken=one, now=now, lease_until=until, **_CLAIMED)]
    return [message for one in held for message in _TAKEN.all(session, taken=one)]


def _claimable() -> Any:
    """Asks for the ids of the next messages, `most` of them, at a moment `now`."""
    now: Any = bindparam("now")
    one, earlier = db.table(Message).alias("one"), db.table(Message).alias("earlier")
    overtakes = exists().where(
        db.any_of(earlier.c.status, OPEN),
        earlier.c.channel == one.c.channel,
        earlier.c.sender == one.c.sender,
        earlier.c.chat == one.c.chat,
        earlier.c.id < one.c.id,
    )
    return (
        core_select(one.c.id)
        .where(db.any_of(one.c.status, OPEN), _free(one.c, now), ~overtakes)
        .order_by(one.c.id)
        .limit(bindparam("most"))
    )


def _free(message: Any, now: Any) -> Any:
    waiting = and_(message.status == "pending", or_(message.next_at.is_(None), message.next_at <= now))
    return or_(waiting, and_(message.status == "claimed", message.lease_until <= now))


#: PostgreSQL leaves out what another worker is taking at this moment; SQLite has one writer anyway.
_READY, _NEXT = Lookup(_claimable()), Lookup(_claimable().with_for_update(skip_locked=True))
_TAKE = Command(
    update(db.table(Message))
    .where(col(Message.id) == bindparam("taken"), _free(db.table(Message).c, bindparam("now")))
    .values(attempts=col(Message.attempts) + 1),
    ("status", "lease_until", "error"),
)
_CLAIMED = {"status": MessageStatus.CLAIMED.value, "error": ""}
_TAKEN: LookupOf[Message] = LookupOf(select(Message).where(col(Message.id) == bindparam("taken")))


def ready(session: Session, now: datetime) -> bool:
    """Whether a message may be taken now."""
    return _READY.value(session, now=now, most=1) is not None


def done(
    session: Session,
    message: Message,
    now: datetime,
    status: MessageStatus = MessageStatus.DONE,
    note: str = "",
    understood: Mapping[str, Any] | None = None,
) -> None:
    """Marks a claimed message as handled, with how it was read, in the transaction of all that it caused.

    Raises Overtaken when another worker took it over meanwhile; the caller's effects then roll back.
    """
    read = {} if understood is None else {"understood": dict(understood)}
    _settle(session, message, status=status, handled_at=now, error=note, **read)


def give_back(session: Session, message: Message) -> None:
    """Lets go of a claimed message as if it had not been taken; what became of it meanwhile stays."""
    with suppress(Overtaken):
        _settle(session, message, status=MessageStatus.PENDING, attempts=message.attempts - 1)


def failed(session: Session, message: Message, now: datetime, error: str) -> bool:
    """Notes a failed attempt; True when it was the last one and the message is put aside as failed."""
    last = message.attempts >= ATTEMPTS
    status = MessageStatus.FAILED if last else MessageStatus.PENDING
    wait = RETRY[min(message.attempts, len(RETRY)) - 1]
    _settle(session, message, status=status, next_at=now + wait, error=error[:500])
    return last


def exhausted(message: Message) -> bool:
    """Whether a message was taken more often than it may be: its attempts died without a word."""
    return message.attempts > ATTEMPTS


def _settle(session: Session, message: Message, **values: Any) -> None:
    settling = _settling(("lease_until", *values))
    if settling.run(session, taken=message.id, attempt=message.attempts, lease_until=None, **values) != 1:
        msg = f"message {message.id} was settled by another worker"
        raise Overtaken(msg)


@cache
def _settling(columns: Sequence[str]) -> Command:
    taken = (
        col(Message.id) == bindparam("taken"),
        col(Message.status) == MessageStatus.CLAIMED,
        col(Message.attempts) == bindparam("attempt"),
    )
    return Command(update(db.table(Message)).where(*taken), columns)


def reopen(session: Session, channel: str, sender: str, since: datetime) -> int:
    """Lets the messages that were put aside for an unknown sender be handled again; how many."""
    changed = session.connection().execute(
        update(db.table(Message))
        .where(
            col(Message.channel) == channel,
            col(Message.sender) == sender,
            col(Message.status) == MessageStatus.ASIDE,
            col(Message.error) == UNKNOWN_SENDER,
            col(Message.received_at) >= since,
        )
        .values(status=MessageStatus.PENDING, attempts=0, next_at=None, error="")
    )
    return int(changed.rowcount)


#: Why a message was put aside.
UNKNOWN_SENDER = "unknown sender"
TOO_LONG = "too long"


def oldest_pending(session: Session) -> datetime | None:
    """When the oldest message that still waits was received."""
    found: datetime | None = (
        session.connection()
        .execute(core_select(func.min(col(Message.received_at))).where(db.any_of(col(Message.status), OPEN)))
        .scalar()
    )
    return found


def next_moment(session: Session) -> datetime | None:
    """The next moment at which a message is to be taken again; in the past when one waits now."""
    found: datetime | None = session.connection().execute(upcoming()).scalar()
    return found


@cache
def upcoming() -> Any:
    """Asks for the moment of the next message."""
    message = db.table(Message)
    first = func.min(func.coalesce(message.c.lease_until, message.c.next_at, message.c.received_at))
    return core_select(first).where(db.any_of(message.c.status, OPEN))
