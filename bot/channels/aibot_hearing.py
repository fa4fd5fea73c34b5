"""The ears of an AI bot's connection: what it brings goes on disk, and what it cannot have brought is told."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime

from bot.channels.aibot_socket import Frame
from bot.channels.base import Ears, Mark
from models.errors import BadInput, NotStorable
from models.incoming import Incoming
from models.outages import DEAF, Trouble

log = logging.getLogger(__name__)

#: Since when nothing is heard, kept across restarts; empty while something is.
MARK = "deaf_since"
#: The platform repeats nothing, so a message that cannot be stored is kept here and tried again, for half an hour.
AGAIN = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 600.0)
MOST_WAITING = 2000
AT_ONCE = 64

Read = Callable[[Frame, datetime], Incoming]


class Hearing:
    """Owner of a connection on behalf of one channel."""

    def __init__(self, channel: str, ears: Ears, read: Read, again: Sequence[float] = AGAIN) -> None:
        self._channel, self._ears, self._read, self._again = channel, ears, read, again
        self._queue: asyncio.Queue[Incoming] = asyncio.Queue(MOST_WAITING)
        self._last: datetime | None = None
        self._since: datetime | None = None

    def sign(self) -> None:
        """Notes that the platform was there just now."""
        self._last = self._ears.now()

    def heard(self, frame: Frame) -> None:
        """Puts a message in line for the disk."""
        try:
            incoming = self._read(frame, self._ears.now())
        except BadInput as error:
            log.warning("channel %s: a callback that says nothing: %s", self._channel, error)
            return
        try:
            self._queue.put_nowait(incoming)
        except asyncio.QueueFull:
            log.error("channel %s: a message is lost, %d wait for the disk", self._channel, MOST_WAITING)

    async def up(self) -> None:
        """Tells how long nothing was heard."""
        await self._safely(self._end())

    async def down(self) -> None:
        """Notes since when nothing is heard; of a long time some is told already."""
        await self._safely(self._go_on())

    async def stopped(self, what: Trouble) -> None:
        """Calls for a person."""
        await self._safely(self._ears.alarm(self._channel, what))

    async def _end(self) -> None:
        since, now = self._since or await self._marked(), self._ears.now()
        if since is not None:
            await self._ears.deaf(self._channel, since, now)
            await self._mark(None)
        self._since, self._last = None, now

    async def _go_on(self) -> None:
        now = self._ears.now()
        if self._since is None:
            since = await self._marked() or self._last or now
            await self._mark(since)
            self._since = since
        if now - self._since >= DEAF:  # a night that ends while it is down must know of it
            await self._ears.deaf(self._channel, self._since, now)
            await self._mark(now)
            self._since = now

    async def _marked(self) -> datetime | None:
        told = await self._ears.mark(self._channel, MARK)
        with suppress(ValueError):
            return datetime.fromisoformat(told) if told else None
        return None

    async def _mark(self, since: datetime | None) -> None:
        await self._ears.take([], Mark(MARK, since.isoformat() if since else ""), self._channel)

    async def _safely(self, told: Awaitable[None]) -> None:
        """A database in trouble must not end the connection."""
        try:
            await told
        except NotStorable:
            log.error("channel %s: what it did not hear could not be noted", self._channel)
        except Exception:  # whatever it is, what is heard meanwhile is worth more
            log.exception("channel %s: what it did not hear could not be noted", self._channel)

    async def store_all(self) -> None:
        """Stores what comes, in its order, for ever."""
        while True:
            batch = [await self._queue.get()]
            while len(batch) < AT_ONCE and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            try:
                await self._store(batch)
            finally:
                for _ in batch:
                    self._queue.task_done()

    async def stored(self) -> None:
        """Returns when nothing waits for the disk any more."""
        await self._queue.join()

    async def _store(self, batch: Sequence[Incoming]) -> None:
        """Side by side they share one commit; what is refused is tried again alone."""
        for wait in (*self._again, None):
            ended = await asyncio.gather(*(self._ears.take([one]) for one in batch), return_exceptions=True)
            batch = [one for one, error in zip(batch, ended, strict=True) if isinstance(error, Exception)]
            if not batch:
                return
            if wait is not None:
                await asyncio.sleep(wait)
        log.error("channel %s: %d message(s) could not be stored and are lost", self._channel, len(batch))
