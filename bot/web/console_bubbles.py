"""What the chat page is made of: places, bubbles, pages and chats, as plain values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from models import db
from models.errors import BadInput


@dataclass(frozen=True, order=True)
class Place:
    """A place in a conversation: when, message or answer, which row."""

    at: datetime
    rank: int
    id: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.rank}~{self.id}"

    @classmethod
    def read(cls, text: str) -> Self:
        """The place of a text that `str` made; raises BadInput for any other."""
        try:
            at, rank, number = text.split("~")
            return cls(db.utc(datetime.fromisoformat(at)), int(rank), int(number))
        except ValueError as error:
            raise BadInput(text) from error


@dataclass(frozen=True)
class Media:
    """An attachment in a bubble."""

    id: int
    kind: str
    state: str  # fetching, stored, lost
    sha256: str
    preview: str
    filename: str
    size: int | None
    duration_s: float | None
    width: int | None
    height: int | None


@dataclass(frozen=True)
class Quote:
    """What a bubble quotes."""

    name: str
    text: str


@dataclass(frozen=True)
class Understood:
    """How the bot read a message: what for, which details, and the words that decided."""

    taken_for: str
    details: tuple[tuple[str, str], ...]
    why: tuple[str, ...]


@dataclass(frozen=True)
class Bubble:
    """One message of a conversation, heard or said."""

    id: str
    place: str
    ref: str  # what to hand in as reply_to in order to quote it
    at: datetime
    user: str
    name: str
    org: str
    mine: bool
    bot: bool
    kind: str
    text: str
    quote: Quote | None
    media: tuple[Media, ...]
    understood: Understood | None = None


@dataclass(frozen=True)
class Page:
    """A stretch of a conversation, the oldest first; ``more`` when there is something before it."""

    bubbles: tuple[Bubble, ...]
    more: bool


@dataclass(frozen=True)
class Chat:
    """A line of the list of chats."""

    chat: str
    title: str
    members: int
    last: str
    at: datetime | None
    unread: int
