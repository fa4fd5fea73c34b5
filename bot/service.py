"""Runs an office for ever: messages, letters, files and the clock, side by side, until it is told to stop."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.office import Office
from models.errors import NotStorable

log = logging.getLogger(__name__)

#: How long a loop waits when nothing rings; letters wait for their second with this precision.
PATIENCE_S = 0.5
#: How long work in hand may take after a stop was asked for; all of it ends within ten seconds.
FINISH_S = 7.0
#: A round of files ends with its slowest; another round fetches the quick ones meanwhile.
FETCHERS = 2


async def _nothing() -> None:
    return


class Service:
    """The loops of an office."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._stopping = False
        self._tasks: list[asyncio.Task[None]] = []
        self._ticking: asyncio.Task[None] | None = None
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        #: What is to be known before the clock is believed.
        self.before_tick: Callable[[], Awaitable[None]] = _nothing

    async def start(self) -> None:
        """Begins to handle, deliver, fetch and tick."""
        for rounds in (self._office.handle, self._office.deliver, *[self._office.fetch_media] * FETCHERS):
            self._tasks.append(asyncio.create_task(self._loop(rounds)))
        self._job = self._scheduler.add_job(
            self._tick,
            CronTrigger(second="*/15"),  # the steps of an incident lie two minutes apart
            next_run_time=datetime.now(UTC),
            misfire_grace_time=None,  # by default a tick that is a second late is dropped without a word
            coalesce=True,
            max_instances=1,
        )
        self._scheduler.start()

    def tick_now(self) -> None:
        """Has the next tick come now, whatever time it was planned for: the clock it was planned by was moved."""
        if self._scheduler.running:
            self._job.modify(next_run_time=datetime.now(UTC))

    async def stop(self) -> None:
        """Takes nothing new, lets what is in hand end, and returns within its time."""
        self._stopping = True
        if not self._tasks:
            return
        self._scheduler.pause()  # a shutdown cancels the tick that is running
        _, left = await asyncio.wait([*self._tasks, *([self._ticking] if self._ticking else [])], timeout=FINISH_S)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        self._scheduler.shutdown(wait=False)

    async def _tick(self) -> None:
        """A task of its own: stopping waits for it, and what cuts it short is no failure of the scheduler's job."""
        self._ticking = asyncio.create_task(self._tick_once())
        await asyncio.wait([self._ticking])

    async def _tick_once(self) -> None:
        try:
            await self.before_tick()
            await self._office.tick()
        except NotStorable:
            log.warning("the tick waits: the database cannot be written")
        except Exception:
            log.exception("a tick failed")

    async def _loop(self, rounds: Callable[[], Awaitable[int]]) -> None:
        bell = self._office.work.bell
        event = bell.listen()
        while not self._stopping:
            event.clear()
            if not await self._round(rounds):
                await bell.wait(event, PATIENCE_S)
        bell.forget(event)

    async def _round(self, rounds: Callable[[], Awaitable[int]]) -> int:
        """One round; whatever goes wrong in it, the loop goes on."""
        try:
            return await rounds()
        except NotStorable:
            log.warning("work waits: the database cannot be written")
        except Exception:
            log.exception("a round failed")
        await asyncio.sleep(PATIENCE_S)
        return 0
