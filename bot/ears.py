"""What channels that listen by themselves hand over to: everything is on disk before they go on."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.channels.base import Mark
from bot.clock import Clock
from bot.work import Work
from models import alarms, marks, outages, receiving, runs
from models.incoming import Incoming
from models.outages import Trouble


class OfficeEars:
    """The ears of an office."""

    def __init__(self, work: Work, clock: Clock) -> None:
        self._work = work
        self._clock = clock

    def now(self) -> datetime:
        """This moment."""
        return self._clock.now()

    async def take(self, heard: Sequence[Incoming], mark: Mark | None = None, channel: str = "") -> None:
        """Stores messages and, in the same commit, how far they were read; raises NotStorable."""
        if mark is None and len(heard) == 1:
            await self._work.receive(heard[0])
            return
        now = self._clock.now()
        await self._work.write(lambda session: _take(session, heard, mark, channel, now))

    async def mark(self, channel: str, name: str) -> str:
        """The last mark of that name; empty when there is none."""
        return await self._work.read(lambda session: marks.value(session, channel, name))

    async def deaf(self, channel: str, since: datetime, until: datetime) -> None:
        """Notes an interval in which a channel heard nothing."""
        await self._work.write(lambda session: _deaf(session, channel, since, until))

    async def alarm(self, channel: str, what: Trouble) -> None:
        """Tells each admin once a day and kind what is wrong with a channel."""
        now = self._clock.now()
        await self._work.write(lambda session: alarms.tell(session, channel, what, now))


def _deaf(session: Session, channel: str, since: datetime, until: datetime) -> None:
    """Stores it, and has the officer on duty told once."""
    outage = outages.note(session, since, until, channel)
    if outage is not None and not outage.told:
        runs.plan(session, "outage", [until])


def _take(session: Session, heard: Sequence[Incoming], mark: Mark | None, channel: str, now: datetime) -> None:
    if heard:
        receiving.receive(session.connection(), list(heard))
    if mark is not None:
        marks.put(session, channel or heard[0].channel, mark.name, mark.value, now)
