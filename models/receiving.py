"""What comes in becomes rows: one statement for all messages of a batch, one for their files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Dialect, bindparam
from sqlalchemy import select as core_select

from models import db
from models.attachments import Attachment, AttachmentStatus
from models.inbox import Message
from models.incoming import Incoming, IncomingMedia
from models.lookup import Prepared


def receive(connection: Connection, batch: Sequence[Incoming]) -> None:
    """Stores what is new of a batch, in the caller's transaction; the same id is the same message for ever."""
    if not batch:
        return
    statements = _statements(connection.dialect)
    statements.message.run(connection, [_message_row(one) for one in batch])
    media = [row for one in batch for row in _media_rows(one)]
    if media:
        statements.attachment.run(connection, media)


@dataclass(frozen=True)
class _Statements:
    message: Prepared
    attachment: Prepared


_CACHE: dict[str, _Statements] = {}

#: What a message that came in says of itself; the other columns have their values from the database.
_SAID = (
    *("channel", "msg_id", "kind", "chat", "sender", "text", "reply_to", "mentions_bot", "raw"),
    *("sent_at", "received_at", "status", "attempts", "error"),
)


def _statements(dialect: Dialect) -> _Statements:
    if dialect.name not in _CACHE:
        _CACHE[dialect.name] = _build(dialect)
    return _CACHE[dialect.name]


def _build(dialect: Dialect) -> _Statements:
    message, attachment = db.table(Message), db.table(Attachment)
    known = db.insert_for(dialect.name, Message).on_conflict_do_nothing(index_elements=["channel", "msg_id"])
    columns = [c.name for c in attachment.columns if c.name not in ("id", "message_id")]
    source = core_select(
        message.c.id, *(bindparam(f"a_{name}", type_=attachment.c[name].type) for name in columns)
    ).where(message.c.channel == bindparam("m_channel"), message.c.msg_id == bindparam("m_msg_id"))
    attached = (
        db.insert_for(dialect.name, Attachment)
        .from_select(["message_id", *columns], source)
        .on_conflict_do_nothing(index_elements=["message_id", "ordinal"])
    )
    return _Statements(Prepared(known, dialect, _SAID), Prepared(attached, dialect, ()))


def _message_row(one: Incoming) -> Mapping[str, Any]:
    return {
        "channel": one.channel,
        "msg_id": one.msg_id,
        "kind": one.kind.value,
        "chat": one.chat,
        "sender": one.sender,
        "text": one.text,
        "reply_to": one.reply_to,
        "mentions_bot": one.mentions_bot,
        "raw": one.raw,
        "sent_at": one.sent_at,
        "received_at": one.received_at,
        "status": "pending",
        "attempts": 0,
        "error": "",
    }


def _media_rows(one: Incoming) -> list[Mapping[str, Any]]:
    return [
        {"m_channel": one.channel, "m_msg_id": one.msg_id}
        | {f"a_{name}": value for name, value in (_blank() | _media_row(one, ordinal, media)).items()}
        for ordinal, media in enumerate(one.media)
    ]


@cache
def _blank() -> dict[str, Any]:
    """An attachment without its own values; made once, because making a model costs more than storing a message."""
    return Attachment(message_id=0, kind="").model_dump(exclude={"id", "message_id"})


def _media_row(one: Incoming, ordinal: int, media: IncomingMedia) -> dict[str, Any]:
    here = bool(media.sha256)
    return {
        "ordinal": ordinal,
        "kind": media.kind.value,
        "locator": media.locator,
        "filename": media.filename,
        "sha256": media.sha256,
        "size": media.size,
        "mime": media.mime,
        "status": (AttachmentStatus.STORED if here else AttachmentStatus.WANTED).value,
        "stored_at": one.received_at if here else None,
        "next_at": one.received_at,
    }
