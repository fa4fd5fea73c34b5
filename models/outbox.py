"""The outbox: what the bot will say, to whom, why, until when. Nothing below `bot` speaks in another way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import JSON, Dialect, Index, and_, bindparam, func, or_, text, update
from sqlalchemy import select as core_select
from sqlmodel import Field, Session, SQLModel, String, col, select

from models import calendar, db
from models.errors import Overtaken
from models.lookup import Command, Lookup, LookupOf, Prepared


class OutgoingStatus(StrEnum):
    """How far an outgoing message is."""

    PENDING = "pending"  # waits for its moment or its turn
    SENDING = "sending"  # a worker holds it until its lease ends
    SENT = "sent"  # the platform took it
    REFUSED = "refused"  # the platform will never take it, or nobody can be reached
    STALE = "stale"  # its time had passed before it could be said
    WITHDRAWN = "withdrawn"  # it became pointless before it was said


#: What still has to be said.
OPEN = (OutgoingStatus.PENDING, OutgoingStatus.SENDING)
_OPEN = text("status IN ('pending', 'sending')")


class Priority(IntEnum):
    """Who goes first: the smaller number."""

    EMERGENCY = 0
    ANSWER = 10
    DUTY = 20
    RECEIPT = 30
    OFFICE = 40


LEASE = timedelta(seconds=30)
ATTEMPTS = 8
CHOICES_LAST = timedelta(hours=2)
#: What names no end of its own is pointless after this long.
KEEPS = timedelta(days=1)


class Outgoing(SQLModel, table=True):
    """What is to be said: a unique key for what it is for, what it is about, and until when it has a point.

    Addressed to a person (the account is chosen when it is claimed) or to an account or chat of a channel. Its text
    is composed when it is claimed; an answer that was composed at once stands in ``text`` already.
    """

    __table_args__ = (
        db.one_of("status", OutgoingStatus),
        Index("ix_outgoing_queue", "priority", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_outgoing_turn", "address", "priority", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_outgoing_address", "channel", "to_user", "chat", "settled_at"),
        Index("ix_outgoing_person", "person_id", "settled_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=200)
    kind: str = Field(max_length=60)
    priority: int = Priority.DUTY
    person_id: int | None = Field(default=None, foreign_key="person.id")
    address: str = Field(default="", max_length=340)  # whose letters are said one at a time
    channel: str = Field(default="", max_length=40)
    to_user: str = Field(default="", max_length=128)
    chat: str = Field(default="", max_length=128)
    about: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    text: str = ""
    choices: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    posted_at: datetime
    not_before: datetime
    stale_at: datetime | None = None
    status: str = Field(default=OutgoingStatus.PENDING, sa_type=String, max_length=20)
    attempts: int = 0
    lease_until: datetime | None = None
    settled_at: datetime | None = None  # how it ended, or when a part of it last went
    reason: str = ""
    platform_id: str = ""
    parts_sent: int = 0  # of a text that was split
    repeated: bool = False  # an answer of the platform was lost, it may have been said twice


@dataclass(frozen=True)
class Letter:
    """One thing to be said, as handlers and scheduler post it."""

    key: str
    kind: str
    about: Mapping[str, Any] = field(default_factory=dict)
    person_id: int | None = None
    channel: str = ""
    to_user: str = ""
    chat: str = ""
    priority: Priority = Priority.DUTY
    not_before: datetime | None = None
    stale_at: datetime | None = None
    text: str = ""
    choices: Mapping[str, Any] = field(default_factory=dict)


def post(session: Session, letter: Letter, now: datetime) -> bool:
    """Puts a letter into the outbox; False when one with this key is there already, whatever became of it."""
    row = _row(letter, now)
    return _posting(session.get_bind().dialect.name, tuple(row)).run(session, **row) > 0


@cache
def _posting(dialect: str, columns: Sequence[str]) -> Command:
    return Command(db.insert_for(dialect, Outgoing).on_conflict_do_nothing(index_elements=["key"]), columns)


def post_all(session: Session, letters: Sequence[Letter], now: datetime) -> None:
    """Puts letters into the outbox, skipping keys that are there already."""
    rows = [_row(letter, now) for letter in letters]
    if rows:
        session.flush()
        connection = session.connection()
        _posting_many(connection.dialect, tuple(rows[0])).run(connection, rows)


@lru_cache(4)
def _posting_many(dialect: Dialect, columns: Sequence[str]) -> Prepared:
    statement = db.insert_for(dialect.name, Outgoing).on_conflict_do_nothing(index_elements=["key"])
    return Prepared(statement, dialect, columns)


def _row(letter: Letter, now: datetime) -> dict[str, Any]:
    return {
        "key": letter.key,
        "kind": letter.kind,
        "priority": int(letter.priority),
        "person_id": letter.person_id,
        "address": f"{letter.channel}/{letter.to_user}/{letter.chat}" if letter.channel else f"/{letter.person_id}",
        "channel": letter.channel,
        "to_user": letter.to_user,
        "chat": letter.chat,
        "about": dict(letter.about),
        "text": letter.text,
        "choices": dict(letter.choices),
        "posted_at": now,
        "not_before": letter.not_before or now,
        "stale_at": letter.stale_at or _sayable(letter, now) + KEEPS,
        "status": OutgoingStatus.PENDING.value,
        "attempts": 0,
        "reason": "",
        "platform_id": "",
        "parts_sent": 0,
        "repeated": False,
    }


def _sayable(letter: Letter, now: datetime) -> datetime:
    """When a letter can be said at the earliest; `manners` is who holds an office matter until then."""
    wanted = letter.not_before or now
    return calendar.after_quiet(wanted) if letter.priority == Priority.OFFICE else wanted


def put_off(session: Session, key: str, not_before: datetime) -> bool:
    """Moves the moment of a letter that is still waiting; False when it is on its way already."""
    return _change(session, key, not_before=not_before)


def withdraw(session: Session, key: str, now: datetime, reason: str) -> bool:
    """Takes back a letter that has become pointless; False when it is on its way already."""
    return _change(session, key, status=OutgoingStatus.WITHDRAWN, settled_at=now, reason=reason)


def _change(session: Session, key: str, **values: Any) -> bool:
    return _changing(tuple(values)).run(session, waiting=key, **values) > 0


@cache
def _changing(columns: Sequence[str]) -> Command:
    waits = (col(Outgoing.key) == bindparam("waiting"), col(Outgoing.status) == OutgoingStatus.PENDING)
    return Command(update(db.table(Outgoing)).where(*waits), columns)


def by_key(session: Session, key: str) -> Outgoing | None:
    """The letter of a key."""
    return _OF_KEY.first(session, key=key)


_OF_KEY: LookupOf[Outgoing] = LookupOf(select(Outgoing).where(col(Outgoing.key) == bindparam("key")))


def claim(session: Session, now: datetime, limit: int = 20) -> list[Outgoing]:
    """Takes the next letters whose moment has come, the urgent first, and counts the attempt.

    To one person or address one letter at a time, so that they arrive in order.
    """
    taken = _NEXT.values(session, now=now, most=limit)
    for one in taken:
        _TAKE.run(session, taken=one, status=OutgoingStatus.SENDING, lease_until=now + LEASE)
    return [letter for one in taken for letter in _TAKEN.all(session, taken=one)]


def _claimable() -> Any:
    """Asks for the ids of the next letters, `most` of them, at a moment `now`."""
    now: Any = bindparam("now")
    one, other = db.table(Outgoing).alias("one"), db.table(Outgoing).alias("other")
    before = or_(other.c.priority < one.c.priority, and_(other.c.priority == one.c.priority, other.c.id < one.c.id))
    due = and_(other.c.status == "pending", other.c.not_before <= now)
    held = core_select(other.c.id).where(
        db.any_of(other.c.status, OPEN),
        other.c.address == one.c.address,
        other.c.id != one.c.id,
        or_(and_(other.c.status == "sending", other.c.lease_until > now), and_(due, before)),
    )
    ready = or_(
        and_(one.c.status == "pending", one.c.not_before <= now),
        and_(one.c.status == "sending", one.c.lease_until <= now),
    )
    return (
        core_select(one.c.id)
        .where(db.any_of(one.c.status, OPEN), ready, ~held.exists())
        .order_by(one.c.priority, one.c.id)
        .limit(bindparam("most"))
    )


_READY, _NEXT = Lookup(_claimable()), Lookup(_claimable().with_for_update(skip_locked=True))
_TAKE = Command(
    update(db.table(Outgoing))
    .where(col(Outgoing.id) == bindparam("taken"))
    .values(
        repeated=or_(col(Outgoing.repeated), col(Outgoing.status) == OutgoingStatus.SENDING),
        attempts=col(Outgoing.attempts) + 1,
    ),
    ("status", "lease_until"),
)
_TAKEN: LookupOf[Outgoing] = LookupOf(select(Outgoing).where(col(Outgoing.id) == bindparam("taken")))


def ready(session: Session, now: datetime) -> bool:
    """Whether a letter may be taken now."""
    return _READY.value(session, now=now, most=1) is not None


def settle(session: Session, letter: Outgoing, **values: Any) -> None:
    """Writes how a sending ended; raises Overtaken when another worker holds the letter now."""
    settling = _settling(("lease_until", *values))
    if settling.run(session, taken=letter.id, attempt=letter.attempts, lease_until=None, **values) != 1:
        msg = f"outgoing {letter.id} was settled by another worker"
        raise Overtaken(msg)


@cache
def _settling(columns: Sequence[str]) -> Command:
    taken = (
        col(Outgoing.id) == bindparam("taken"),
        col(Outgoing.status) == OutgoingStatus.SENDING,
        col(Outgoing.attempts) == bindparam("attempt"),
    )
    return Command(update(db.table(Outgoing)).where(*taken), columns)


def next_moment(session: Session) -> datetime | None:
    """When the next letter may be taken; in the past when one waits now."""
    found: datetime | None = session.connection().execute(upcoming()).scalar()
    return found


@cache
def upcoming() -> Any:
    """Asks for the moment of the next letter."""
    letter = db.table(Outgoing)
    first = func.min(func.coalesce(letter.c.lease_until, letter.c.not_before))
    return core_select(first).where(db.any_of(letter.c.status, OPEN))


def sent_since(session: Session, channel: str, to_user: str, chat: str, since: datetime) -> Sequence[datetime]:
    """When messages went to one address since a moment, the oldest first; what the limits are counted over.

    Each part of a text that was split is one, also of a letter whose other parts still wait.
    """
    found = _SENT_SINCE.rows(session, channel=channel, to_user=to_user, chat=chat, since=since)
    return [moment for moment, parts in found for _ in range(parts)]


_SENT_SINCE = Lookup(
    core_select(col(Outgoing.settled_at), col(Outgoing.parts_sent))
    .where(
        col(Outgoing.channel) == bindparam("channel"),
        col(Outgoing.to_user) == bindparam("to_user"),
        col(Outgoing.chat) == bindparam("chat"),
        col(Outgoing.parts_sent) > 0,
        col(Outgoing.settled_at) > bindparam("since"),
    )
    .order_by(col(Outgoing.settled_at))
)
