"""A message as a channel hands it over, before it is a row."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class MessageKind(StrEnum):
    """What came in."""

    TEXT = "text"
    IMAGE = "image"
    VOICE = "voice"
    VIDEO = "video"
    FILE = "file"
    LOCATION = "location"
    LINK = "link"
    MIXED = "mixed"
    EVENT = "event"
    RECALL = "recall"  # its writer took a message back; ``reply_to`` is the id of that message
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class IncomingMedia:
    """An attachment as a channel announces it; ``sha256`` and ``size`` where the bytes are stored already."""

    kind: MessageKind
    locator: str
    filename: str = ""
    sha256: str = ""
    size: int | None = None
    mime: str = ""


@dataclass(frozen=True)
class Incoming:
    """A message as a channel hands it over; the id is the platform's, or made from the event's own fields."""

    channel: str
    msg_id: str
    kind: MessageKind
    sender: str
    sent_at: datetime
    received_at: datetime
    chat: str = ""
    text: str = ""
    reply_to: str = ""
    mentions_bot: bool = False
    raw: str = ""
    media: tuple[IncomingMedia, ...] = field(default=())
