"""The loop of a channel that pulls: again and again, with growing pauses while it fails, and a note of the deafness."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels.base import Ears, Mark
from models.errors import NotStorable
from models.outages import DEAF, Trouble

log = logging.getLogger(__name__)

#: A channel that listens for the first time does not dig up what was said before this.
LOOK_BACK = timedelta(hours=12)


class NotHeard(Exception):
    """A round brought nothing because something is wrong; ``trouble`` when only a person can mend it."""

    def __init__(self, why: str, trouble: Trouble | None = None) -> None:
        super().__init__(why)
        self.trouble = trouble


@dataclass(frozen=True)
class Pauses:
    """Seconds between two rounds: when all is read, and after the first, second … failure."""

    calm: float
    failed: tuple[float, ...] = (1, 5, 15, 60, 300)
    troubled: float = 300


async def heard_since(ears: Ears, name: str) -> datetime:
    """From when on a channel hears: the night before its very first start; kept for ever."""
    told = await ears.mark(name, "since")
    if told:
        return datetime.fromisoformat(told)
    since = ears.now() - LOOK_BACK
    await ears.take([], Mark("since", since.isoformat()), name)
    return since


class Pulling:
    """Runs rounds for as long as it is open; a round says whether there is more at once."""

    def __init__(self, name: str, ears: Ears, round_: Callable[[], Awaitable[bool]], pauses: Pauses) -> None:
        self._name = name
        self._ears = ears
        self._round = round_
        self._pauses = pauses
        self._wake = asyncio.Event()
        self._failures = 0
        self._heard_at: datetime = ears.now()
        self._noted = False
        self._task: asyncio.Task[None] | None = asyncio.create_task(self._run())

    def wake(self) -> None:
        """Has the next round begin now."""
        self._wake.set()

    async def close(self) -> None:
        """Ends the round in hand; what it had not stored is read again at the next start."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _run(self) -> None:
        while True:
            pause = await self._once()
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._wake.wait()

    async def _once(self) -> float:
        """One round; how long to wait after it."""
        self._wake.clear()
        try:
            more = await self._round()
            await self._heard()
        except NotHeard as error:
            return await self._failed(str(error), error.trouble)
        except NotStorable:
            return await self._failed("the database cannot be written", None)
        except Exception:
            log.exception("channel %s: a round failed", self._name)
            return await self._failed("a fault of our own", None)
        return 0 if more else self._pauses.calm

    async def _heard(self) -> None:
        if self._failures:  # a clock that jumped is no deafness
            await self._note()
        self._heard_at, self._noted, self._failures = self._ears.now(), False, 0

    async def _failed(self, why: str, trouble: Trouble | None) -> float:
        """What a failure leaves behind: a line, an alarm, and, as soon as it matters, that the channel is deaf."""
        if not self._failures or trouble is not None:
            log.warning("channel %s hears nothing: %s", self._name, why)
        self._failures += 1
        try:
            if trouble is not None:
                await self._ears.alarm(self._name, trouble)
            await self._note()
        except NotStorable:
            pass  # it was said already that the database cannot be written
        except Exception:
            log.exception("channel %s: its deafness could not be noted", self._name)
        if trouble is not None:
            return self._pauses.troubled
        return self._pauses.failed[min(self._failures, len(self._pauses.failed)) - 1]

    async def _note(self) -> None:
        """The interval grows while it lasts, so that a window that closes meanwhile knows of it."""
        now = self._ears.now()
        if now - self._heard_at >= DEAF or self._noted:
            await self._ears.deaf(self._name, self._heard_at, now)
            self._heard_at, self._noted = now, True
