"""Whether a customer may be written to: within 48 hours of their last word, five messages at most until the next."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy.exc import SQLAlchemyError

from bot.channels.base import Ears, Mark
from models.errors import NotStorable
from models.incoming import Incoming, MessageKind

OPEN_FOR = timedelta(hours=48)
MOST = 5
#: What the database may say where a window is looked up.
UNREADABLE = (NotStorable, SQLAlchemyError)
#: What is no word of the customer's: it opens nothing.
_SILENT = frozenset({MessageKind.EVENT, MessageKind.RECALL})


@dataclass(frozen=True)
class Window:
    """When somebody last said something, and how much was said to them since."""

    last: datetime | None = None
    spent: int = 0

    @classmethod
    def read(cls, mark: str) -> "Window":
        """The window that a mark holds; a shut one for an empty mark."""
        at, _, spent = mark.partition(":")
        return cls(datetime.fromtimestamp(int(at), UTC), int(spent)) if at else cls()

    @property
    def written(self) -> str:
        """As a mark holds it."""
        return f"{self.last.timestamp():.0f}:{self.spent}" if self.last is not None else ""

    def shut(self, wanted: int, now: datetime) -> str:
        """Why so many messages may not be sent; empty when they may."""
        if self.last is None:
            return "they have never written to customer service: it may not begin (95002)"
        if now - self.last >= OPEN_FOR:
            return "they have said nothing for 48 hours: customer service may not write (95002)"
        if self.spent + wanted > MOST:
            return f"{MOST} messages were sent since they last wrote: customer service may send no more (95001)"
        return ""


@dataclass
class _Went:
    """A message that went, or may have gone: the platform counts it, whether we heard its answer or not."""

    at: datetime
    counted: bool = False  # in the mark


class Windows:
    """The windows of all customers, kept as marks of the channel."""

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self._on_the_way: Counter[str] = Counter()
        #: By customer and message, since their last word that we know of.
        self._went: dict[str, dict[str, _Went]] = {}
        self._numbers = count(1)
        self._turn = asyncio.Lock()

    async def heard(self, ears: Ears, messages: Iterable[Incoming]) -> None:
        """Opens a window for each who said something; before the cursor moves, so that none is forgotten."""
        newest: dict[str, datetime] = {}
        for one in messages:
            if one.sender and one.kind not in _SILENT:
                newest[one.sender] = max(one.sent_at, newest.get(one.sender, one.sent_at))
        async with self._turn:
            for user, at in newest.items():
                await self._opened(ears, user, at.replace(microsecond=0))

    async def _opened(self, ears: Ears, user: str, at: datetime) -> None:
        """A new window; what went between their word and our hearing of it counts in it."""
        known = await self._known(ears, user)
        if known.last is not None and known.last >= at:
            return
        since = {name: one for name, one in self._went.pop(user, {}).items() if one.at >= at}
        self._went |= {user: since} if since else {}
        await self._count(ears, user, Window(at), list(since.values()))

    async def take(self, ears: Ears, user: str, wanted: int) -> str:
        """Takes so many of the messages that may still be sent; why not, where they may not. Give back with `give`."""
        known = await self._known(ears, user)
        uncounted = sum(not one.counted for one in self._went.get(user, {}).values())
        if why := known.shut(wanted + uncounted + self._on_the_way[user], ears.now()):
            return why
        self._on_the_way[user] += wanted
        return ""

    def may_have(self, user: str, msg_id: str) -> bool:
        """Whether a message of this id went already, or may have gone: said again, it costs nothing."""
        return msg_id in self._went.get(user, {})

    def went(self, user: str, msg_id: str, now: datetime) -> None:
        """Notes that a message went, or that its answer was lost."""
        self._went.setdefault(user, {}).setdefault(msg_id or f"nameless {next(self._numbers)}", _Went(now))

    async def give(self, ears: Ears, user: str, wanted: int) -> None:
        """Gives back what was taken, but for the messages that went."""
        self._on_the_way[user] -= wanted
        if not self._on_the_way[user]:
            del self._on_the_way[user]
        with suppress(*UNREADABLE):  # it went all the same: what cannot be written now is counted from memory
            async with self._turn:
                fresh = [one for one in self._went.get(user, {}).values() if not one.counted]
                if fresh:
                    await self._count(ears, user, await self._known(ears, user), fresh)

    async def _count(self, ears: Ears, user: str, window: Window, fresh: Sequence[_Went]) -> None:
        await self._keep(ears, user, Window(window.last, window.spent + len(fresh)))
        for one in fresh:
            one.counted = True

    async def _known(self, ears: Ears, user: str) -> Window:
        return Window.read(await ears.mark(self._channel, _name(user)))

    async def _keep(self, ears: Ears, user: str, window: Window) -> None:
        await ears.take([], Mark(_name(user), window.written), self._channel)


def _name(user: str) -> str:
    return f"window:{user}"[:80]
