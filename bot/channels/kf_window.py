"""Whether a customer may be written to: within 48 hours of their last word, five messages at most until the next."""

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

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


class Windows:
    """The windows of all customers, kept as marks of the channel."""

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self._on_the_way: Counter[str] = Counter()

    async def heard(self, ears: Ears, messages: Iterable[Incoming]) -> None:
        """Opens a window for each who said something; before the cursor moves, so that none is forgotten."""
        newest: dict[str, datetime] = {}
        for one in messages:
            if one.sender and one.kind not in _SILENT:
                newest[one.sender] = max(one.sent_at, newest.get(one.sender, one.sent_at))
        for user, at in newest.items():
            known = await self._known(ears, user)
            if known.last is None or known.last < at.replace(microsecond=0):
                await self._keep(ears, user, Window(at))

    async def take(self, ears: Ears, user: str, wanted: int) -> str:
        """Takes so many of the messages that may still be sent; why not, where they may not. Give back with `give`."""
        known = await self._known(ears, user)
        if why := known.shut(wanted + self._on_the_way[user], ears.now()):
            return why
        self._on_the_way[user] += wanted
        return ""

    async def give(self, ears: Ears, user: str, wanted: int, spent: int) -> None:
        """Gives back what was taken, but for the messages that were sent."""
        self._on_the_way[user] -= wanted
        if not self._on_the_way[user]:
            del self._on_the_way[user]
        if spent:
            with suppress(*UNREADABLE):  # it was sent all the same; the platform counts too
                known = await self._known(ears, user)
                await self._keep(ears, user, Window(known.last, known.spent + spent))

    async def _known(self, ears: Ears, user: str) -> Window:
        return Window.read(await ears.mark(self._channel, _name(user)))

    async def _keep(self, ears: Ears, user: str, window: Window) -> None:
        await ears.take([], Mark(_name(user), window.written), self._channel)


def _name(user: str) -> str:
    return f"window:{user}"[:80]
