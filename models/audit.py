"""The audit chain: who did what when, each entry bound to the one before it by its hash.

Entries hold ids and salted digests, never words: personal text stands in rows that can be erased without breaking
the chain (docs/DECISIONS.md, Storing).
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select as core_select
from sqlalchemy import text
from sqlmodel import Field, Session, SQLModel, col, select

from models import db
from models.lookup import Command, Lookup

GENESIS = "0" * 64
#: Entries that a walk holds in memory at a time.
PAGE = 1000


class Audit(SQLModel, table=True):
    """One entry of the chain."""

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime
    actor: str = Field(max_length=60)  # person:12, bot, admin on the command line
    action: str = Field(max_length=60)
    subject: str = Field(max_length=120)  # due:33, report:7
    detail: str = ""  # canonical JSON of ids and figures
    prev: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class AuditSalt(SQLModel, table=True):
    """The salt of the digests; erased together with the text it protects."""

    subject: str = Field(primary_key=True, max_length=120)
    salt: str


@dataclass(frozen=True)
class Broken:
    """Where the chain does not hold, and what is wrong there."""

    seq: int
    why: str


Fact = str | int | bool | None


def record(
    session: Session,
    now: datetime,
    actor: str,
    action: str,
    subject: str,
    detail: Mapping[str, Fact] | None = None,
) -> None:
    """Appends an entry, in the transaction of what it tells of."""
    _lock(session)
    last = _LAST.first(session)
    told: dict[str, Any] = {
        "seq": last.seq + 1 if last else 1,
        "at": db.utc(now),
        "actor": actor,
        "action": action,
        "subject": subject,
        "detail": json.dumps(dict(detail or {}), ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        "prev": last.hash if last else GENESIS,
    }
    _APPEND.run(session, **told, hash=_hash(told))


_LAST = Lookup(core_select(col(Audit.seq), col(Audit.hash)).order_by(col(Audit.seq).desc()).limit(1))
#: What is bound by the hash of an entry, in this order.
_BOUND = ("seq", "at", "actor", "action", "subject", "detail", "prev")
_APPEND = Command(db.table(Audit).insert(), [*_BOUND, "hash"])


def _lock(session: Session) -> None:
    """PostgreSQL lets two writers in at once; the chain has one end. SQLite's write lock is held already."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text("SELECT pg_advisory_xact_lock(731109)"))


def _hash(entry: Mapping[str, Any]) -> str:
    told = [db.utc(entry[name]).isoformat() if name == "at" else entry[name] for name in _BOUND]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def digest(session: Session, subject: str, words: str, salt: str) -> str:
    """A salted digest of personal text; the salt is kept with the first digest of a subject."""
    kept = session.get(AuditSalt, subject)
    if kept is None:
        kept = AuditSalt(subject=subject, salt=salt)
        session.add(kept)
        session.flush()
    return hmac.new(kept.salt.encode(), words.encode(), hashlib.sha256).hexdigest()


def head(session: Session) -> str:
    """The hash of the newest entry."""
    last = _LAST.first(session)
    return str(last.hash) if last else GENESIS


def verify(session: Session) -> tuple[int, Broken | None]:
    """Walks the chain; how many entries hold, and the first break."""
    seen, prev = 0, GENESIS
    for entry in _entries(session):
        why = _fault(entry, seen + 1, prev)
        if why:
            return seen, Broken(entry.seq, why)
        seen, prev = seen + 1, entry.hash
    return seen, None


def _entries(session: Session) -> Iterator[Audit]:
    """All entries in order, a page at a time."""
    last = 0
    while page := session.exec(select(Audit).where(Audit.seq > last).order_by(col(Audit.seq)).limit(PAGE)).all():
        yield from page
        last = page[-1].seq
        session.expunge_all()


def _fault(entry: Audit, expected: int, prev: str) -> str:
    if entry.seq != expected:
        return f"entry {expected} is missing"
    if entry.prev != prev:
        return "it is not bound to the entry before it"
    return "" if entry.hash == _hash(entry.model_dump()) else "its content was changed"
