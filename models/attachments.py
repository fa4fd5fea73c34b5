"""Attachments: the photos, videos, voices and files of messages; fetched at once, kept under their SHA-256."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Index, UniqueConstraint, and_, bindparam, func, or_, text, update
from sqlalchemy import select as core_select
from sqlmodel import Field, Session, SQLModel, String, col, select

from models import db
from models.errors import Overtaken
from models.lookup import Lookup, LookupOf


class AttachmentStatus(StrEnum):
    """How far a picture, video, voice or file is."""

    WANTED = "wanted"  # on the platform, to be fetched
    FETCHING = "fetching"  # a worker holds it until its lease ends
    STORED = "stored"  # on our disk under its SHA-256
    LOST = "lost"  # the platform does not have it (any more)


#: What still has to be fetched.
OPEN = (AttachmentStatus.WANTED, AttachmentStatus.FETCHING)


class Attachment(SQLModel, table=True):
    """A photo, video, voice or file of a message; fetched at once, kept under its SHA-256."""

    __table_args__ = (
        UniqueConstraint("message_id", "ordinal"),
        db.one_of("status", AttachmentStatus),
        Index(
            "ix_attachment_wanted",
            "next_at",
            sqlite_where=text("status IN ('wanted', 'fetching')"),
            postgresql_where=text("status IN ('wanted', 'fetching')"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    message_id: int = Field(foreign_key="message.id", index=True)
    ordinal: int = 0
    kind: str = Field(sa_type=String, max_length=20)
    locator: str = ""  # how the channel finds it: a media_id, a URL, a path
    filename: str = ""
    status: str = Field(default=AttachmentStatus.WANTED, sa_type=String, max_length=20)
    attempts: int = 0
    lease_until: datetime | None = None
    next_at: datetime | None = None
    sha256: str = Field(default="", index=True, max_length=64)
    size: int | None = None  # bytes
    mime: str = ""
    width: int | None = None
    height: int | None = None
    duration_s: float | None = None
    preview: str = ""  # SHA-256 of a still or clip that every browser shows
    stored_at: datetime | None = Field(default=None, index=True)
    error: str = ""


def wanted(session: Session, now: datetime) -> bool:
    """Whether a file may be fetched now."""
    return session.connection().execute(_fetchable(), {"now": now, "most": 1}).first() is not None


def of_message(session: Session, message_id: int) -> Sequence[Attachment]:
    """The attachments of a message in their order."""
    return _OF_MESSAGE.all(session, message=message_id)


_THEIRS = select(Attachment).where(col(Attachment.message_id) == bindparam("message"))
_OF_MESSAGE: LookupOf[Attachment] = LookupOf(_THEIRS.order_by(col(Attachment.ordinal)))


def kinds(session: Session, message_id: int) -> list[str]:
    """Of what kinds the attachments of a message are, in their order."""
    return _KINDS.values(session, message=message_id)


_KINDS = Lookup(_THEIRS.with_only_columns(col(Attachment.kind)).order_by(col(Attachment.ordinal)))


@cache  # asked several times a second
def _fetchable() -> Any:
    """Asks for the ids of the next files, `most` of them, at a moment `now`."""
    now: Any = bindparam("now")
    ready = or_(
        and_(col(Attachment.status) == AttachmentStatus.WANTED, col(Attachment.next_at) <= now),
        and_(col(Attachment.status) == AttachmentStatus.FETCHING, col(Attachment.lease_until) <= now),
    )
    waiting = db.any_of(col(Attachment.status), OPEN)
    return core_select(col(Attachment.id)).where(waiting, ready).order_by(col(Attachment.id)).limit(bindparam("most"))


def claim_wanted(session: Session, now: datetime, limit: int = 8) -> list[Attachment]:
    """Takes the next attachments to fetch and counts the attempt."""
    asked = _fetchable().with_for_update(skip_locked=True)
    ids = session.connection().execute(asked, {"now": now, "most": limit}).scalars().all()
    if not ids:
        return []
    session.connection().execute(
        update(db.table(Attachment))
        .where(col(Attachment.id).in_(ids))
        .values(
            status=AttachmentStatus.FETCHING,
            attempts=col(Attachment.attempts) + 1,
            lease_until=now + FETCH_LEASE,
        )
    )
    return list(session.exec(select(Attachment).where(col(Attachment.id).in_(ids)).order_by(col(Attachment.id))))


#: A fetch may take this long before another worker may take it over.
FETCH_LEASE = timedelta(minutes=10)
FETCH_ATTEMPTS = 5
#: How the error of a file begins that is above the limit.
TOO_LARGE = "too large"


def settle_attachment(session: Session, attachment: Attachment, **values: Any) -> None:
    """Writes how a fetch ended; raises Overtaken when another worker holds it now."""
    changed = session.connection().execute(
        update(db.table(Attachment))
        .where(
            col(Attachment.id) == attachment.id,
            col(Attachment.status) == AttachmentStatus.FETCHING,
            col(Attachment.attempts) == attachment.attempts,
        )
        .values(lease_until=None, **values)
    )
    if changed.rowcount != 1:
        msg = f"attachment {attachment.id} was settled by another worker"
        raise Overtaken(msg)


def next_moment(session: Session) -> datetime | None:
    """When the next file may be fetched; in the past when one waits now."""
    found: datetime | None = session.connection().execute(upcoming()).scalar()
    return found


@cache
def upcoming() -> Any:
    """Asks for the moment of the next file."""
    one = db.table(Attachment)
    first = func.min(func.coalesce(one.c.lease_until, one.c.next_at))
    return core_select(first).where(db.any_of(one.c.status, OPEN))
