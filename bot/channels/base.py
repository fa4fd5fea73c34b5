"""The contract of a channel: ears, a mouth and a hand. A channel translates; it decides nothing."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Protocol, runtime_checkable

from models.incoming import Incoming
from models.outages import Trouble


@dataclass(frozen=True)
class Address:
    """Where a letter goes: an account (``to_user``) or a chat of the channel; ``name`` is how the person is called."""

    to_user: str = ""
    chat: str = ""
    name: str = ""


class Ability(StrEnum):
    """What a channel can do; delivery chooses a road by it, and never finds out by trying."""

    PERSONS = "persons"  # writes to one person
    GROUPS = "groups"  # writes into a group
    UNASKED = "unasked"  # writes first: the other need not have said anything before
    MENTION = "mention"  # names somebody in a group so that their phone rings
    CARD = "card"  # shows buttons under a text
    IMAGE = "image"
    VIDEO = "video"  # shows it, instead of offering it as a file
    FILE = "file"
    PHONE = "phone"  # its accounts are the telephone numbers of the roll: nobody has to be bound to it


@dataclass(frozen=True)
class Card:
    """Buttons that stand under a text; each is a digit that could as well be typed.

    A click comes in as an ordinary text message: its text is the digit, its ``reply_to`` the ``task``. ``rows`` are
    names and values, ``buttons`` digits and words.
    """

    task: str
    title: str
    rows: tuple[tuple[str, str], ...] = ()
    buttons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Parcel:
    """What a channel is to say: text, or a file from our own store; ``key`` is the outbox key, for a trace.

    ``again`` when the same words may rightly be said twice, as the answer to a question that was asked twice: a
    platform's own check for duplicates must then leave it alone. ``mentions`` are accounts of the channel that a text
    in a group is for; ``card`` goes with a text, never instead of it, and a channel without cards leaves it out.
    """

    text: str
    key: str = ""
    file: Path | None = None
    again: bool = False
    mentions: tuple[str, ...] = ()
    card: Card | None = None


@dataclass(frozen=True)
class Sent:
    """The platform took it; ``unreached`` are recipients that it named as invalid."""

    platform_id: str = ""
    unreached: tuple[str, ...] = ()


@dataclass(frozen=True)
class Later:
    """Not now: try again after ``after``; ``whole_channel`` stops all of the channel for that time.

    ``whole_target`` stops what goes to this address only. ``lost_answer`` is true when the platform may have taken it
    without our hearing so.
    """

    after: timedelta
    why: str
    whole_channel: bool = False
    lost_answer: bool = False
    whole_target: bool = False


@dataclass(frozen=True)
class Refused:
    """Never: the platform will not take this; ``whole_channel`` when it takes nothing from us any more.

    ``whole_target`` when nothing will ever reach this group again: it is shut until it is imported anew. ``trouble``
    is told to the admins, with ``detail`` where something is to be entered on the platform.
    """

    why: str
    whole_channel: bool = False
    whole_target: bool = False
    trouble: Trouble | None = None
    detail: str = ""


Outcome = Sent | Later | Refused


@dataclass(frozen=True)
class Limit:
    """At most ``count`` messages to one address within ``per``, ``spare`` of them for emergencies alone."""

    count: int
    per: timedelta
    spare: int = 0


@dataclass(frozen=True)
class Download:
    """A file that is being fetched; ``size`` in bytes where the platform tells it."""

    chunks: AsyncIterator[bytes]
    filename: str = ""
    size: int | None = None


class MediaLost(Exception):
    """The platform will never give this file (again)."""


class MediaLater(Exception):
    """The file cannot be had now; try again after ``after``.

    ``ours`` when a setting of ours is wrong: a person mends that, so such an attempt does not count.
    """

    def __init__(self, why: str, after: timedelta, *, ours: bool = False) -> None:
        super().__init__(why)
        self.after = after
        self.ours = ours


@dataclass(frozen=True)
class Health:
    """One line of `yexun doctor`: level green, yellow or red."""

    level: str
    told: str


class Channel(Protocol):
    """One road to a platform."""

    name: str
    kind: str
    can: frozenset[Ability]
    #: Longest text in bytes of UTF-8; longer ones are split at line ends by delivery.
    max_bytes: int
    limits: tuple[Limit, ...]

    async def start(self) -> None:
        """Opens connections; must not fail because the platform is away."""

    async def close(self) -> None:
        """Closes what `start` opened."""

    async def send(self, to: Address, parcel: Parcel) -> Outcome:
        """Says something once; never raises for what the platform or the network does."""

    def fetch(self, locator: str) -> AbstractAsyncContextManager[Download]:
        """Opens a file of the platform as a stream; raises MediaLost or MediaLater."""

    async def check(self) -> list[Health]:
        """What `yexun doctor` says of this channel."""


@runtime_checkable
class Callback(Protocol):
    """A channel that is called over HTTP at ``/callback/<name>``."""

    def verify(self, query: Mapping[str, str]) -> str:
        """The answer to the platform's GET check; raises BadSignature or BadInput."""

    def parse(self, query: Mapping[str, str], body: bytes, now: datetime) -> tuple[Incoming, ...]:
        """The messages of one POST; raises BadSignature or BadInput, and nothing else."""


@runtime_checkable
class Obliging(Protocol):
    """A channel that is called over HTTP and has something to do once a message is safe: it replaces buttons."""

    def stored(self, heard: Incoming) -> None:
        """Begins what follows and returns at once; it must not fail."""


@runtime_checkable
class Recalling(Protocol):
    """A channel that can take back what it said."""

    async def recall(self, platform_id: str) -> bool:
        """Takes back what `Sent.platform_id` names; False when the platform does not, never raises."""


@runtime_checkable
class OpensIds(Protocol):
    """A channel that knows the members of its corp behind encrypted ids."""

    name: str

    async def plain_ids(self, open_ids: Sequence[str]) -> Mapping[str, str]:
        """The user id behind each encrypted one, as far as they are of its corp; raises ApiError or Unreached."""


@runtime_checkable
class Founding(Protocol):
    """A channel that can make a group of its own."""

    async def found_group(self, name: str, owner: str, members: Sequence[str]) -> "str | Refused":
        """Makes a group of these accounts, one of them its owner; its chat, or why there is none. Never raises."""


@dataclass(frozen=True)
class Mark:
    """How far a channel has read: a cursor or a sequence by its name, kept in the commit of what was read."""

    name: str
    value: str


class Ears(Protocol):
    """What a channel that listens by itself hands over to; `bot/ears.py` is the one there is."""

    def now(self) -> datetime:
        """This moment."""

    async def take(self, heard: Sequence[Incoming], mark: Mark | None = None, channel: str = "") -> None:
        """Returns when all of it, and the mark with it, is safe on disk; raises NotStorable when it is not."""

    async def mark(self, channel: str, name: str) -> str:
        """The last mark of that name; empty when there is none."""

    async def deaf(self, channel: str, since: datetime, until: datetime) -> None:
        """Notes that a channel heard nothing in this time; what is too short to matter is left out."""

    async def alarm(self, channel: str, what: Trouble) -> None:
        """Tells each admin, at most once a day and kind, what only a person can mend."""


@runtime_checkable
class Listener(Protocol):
    """A channel that fetches or is told by itself: it gets its ears before `start`."""

    def hear_with(self, ears: Ears) -> None:
        """Keeps the ears for everything that comes in."""


@dataclass(frozen=True)
class ChannelSettings:
    """The keys of one ``[[channels]]`` table as the configuration validated them; secrets are resolved.

    ``robots`` is the key of each group that has a robot; ``headers`` go with every call of a gateway.
    """

    name: str
    kind: str
    options: Mapping[str, str] = field(default_factory=dict, repr=False)
    robots: Mapping[str, str] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
