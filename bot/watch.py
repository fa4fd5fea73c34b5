"""Watches the bot from beside its own work: nothing here waits for a tick, and outside a heartbeat is missed."""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import aiohttp

from bot import ticker
from bot.office import Office
from models import outages, watch
from models.errors import NotStorable

log = logging.getLogger(__name__)

#: How often it looks, and how often the heartbeat goes.
LOOK_S, BEAT_S = 15.0, 60.0
#: A clock that is off by more than this against one that only runs was moved by somebody.
JUMP = timedelta(minutes=5)
#: So long after a jump nobody is judged by how long something waits.
AFTER_JUMP_S = 120.0
#: So long the address outside may take to answer.
PATIENCE_S = 10.0


def running_time() -> float:
    """Seconds that only run, also while the machine sleeps; nobody can move them."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


@dataclass(frozen=True)
class Heartbeat:
    """An address outside that hears from us while all is well, and tells people when it does not."""

    url: str
    post: bool = False

    async def beat(self) -> None:
        """Lets it hear from us; raises ClientError, TimeoutError or OSError."""
        limit = aiohttp.ClientTimeout(total=PATIENCE_S)
        async with (
            aiohttp.ClientSession(timeout=limit) as session,
            session.request("POST" if self.post else "GET", self.url, allow_redirects=False) as answer,
        ):
            answer.raise_for_status()


class Watch:
    """The watcher of an office."""

    def __init__(
        self,
        office: Office,
        heartbeat: Heartbeat | None = None,
        ran: Callable[[], float] = running_time,
        rearm: Callable[[], object] = lambda: None,
    ) -> None:
        self._office = office
        self._heartbeat = heartbeat
        self._ran = ran
        self._rearm = rearm
        self._seen: tuple[datetime, float] | None = None
        self._jumped_at: float | None = None
        self._beat_at: float | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to look."""
        self._task = asyncio.create_task(self._loop())

    async def stop(self) -> None:
        """Looks no more; the heartbeat ends with it."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _loop(self) -> None:
        while True:
            try:
                await self.round()
            except NotStorable:
                log.warning("the watcher waits: the database cannot be written")
            except Exception:
                log.exception("the watcher failed")
            await asyncio.sleep(LOOK_S)

    async def round(self) -> None:
        """A look, and the heartbeat while all is well."""
        if await self.look():
            await self._beat()

    async def look(self) -> bool:
        """One look: what is wrong is told to the admins. Whether all is well."""
        await self.compare()
        if self._jumped_at is not None and self._ran() - self._jumped_at < AFTER_JUMP_S:
            return False
        now, work = self._office.clock.now(), self._office.work
        refusing = self._office.mouths.refusing(now)
        seen = await work.read(lambda session: watch.look(session, now, refusing))
        found = seen.found()
        if found:
            log.warning("the watcher sees: %s", ", ".join(f"{one.sign} {one.channel}".strip() for one in found))
            await work.write(lambda session: watch.tell(session, found, now))
        return not found and not work.refused_lately()

    async def compare(self) -> None:
        """A clock that was moved is told, and is never deafness; a machine that slept was deaf. Before every tick."""
        now, ran = self._office.clock.now(), self._ran()
        before, self._seen = self._seen, (now, ran)
        if before is None:
            return
        passed = timedelta(seconds=ran - before[1])
        should = before[0] + passed
        if abs(now - should) > JUMP:
            log.warning("the clock jumped from %s to %s", should, now)
            self._jumped_at = ran
            await self._office.work.write(lambda session: watch.jumped(session, should, now))
            self._rearm()
        elif passed >= outages.DEAF:
            await ticker.slept(self._office.work, before[0], now)

    async def _beat(self) -> None:
        ran = self._ran()
        if self._heartbeat is None or (self._beat_at is not None and ran - self._beat_at < BEAT_S):
            return
        self._beat_at = ran
        try:
            await self._heartbeat.beat()
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            log.warning("the heartbeat was not heard: %s", type(error).__name__)  # its address may hold a secret
