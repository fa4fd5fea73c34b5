"""Everything that runs, put together: the database, the channels, the store of media, the clock.

One round of each kind of work stands here; the service runs them side by side for ever, while the demo, a rehearsal
and the tests run the same rounds one after the other until nothing is left to do.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time

from sqlmodel import Session

from bot import delivery, handling, ticker
from bot.channels.base import Channel
from bot.clock import Clock, MovableClock
from bot.delivery import deliver_round
from bot.handling import Names, handle_round
from bot.roads import Mouths
from bot.weather import profiles as shipped_weather
from bot.work import Work
from handlers.understand.register import Register
from models import calendar, entered_rules, obligations, office_days, opening, site, upward
from models import weather as weather_kinds
from models.calendar import Rhythm
from models.obligations import Obligation, ObligationKind
from models.site import Site

log = logging.getLogger(__name__)

#: After this hour nobody is asked any more for the zero report of a day that the bot has not heard.
ASKED_FROM = time(16, 0)

Fetch = Callable[[datetime], Awaitable[int]]


async def _nothing_to_fetch(now: datetime) -> int:
    return 0


@dataclass
class Office:
    """The bot at work."""

    work: Work
    clock: Clock
    channels: Mapping[str, Channel]
    fetch: Fetch = _nothing_to_fetch
    names: Names = field(default_factory=lambda: Names(Register.build([])))

    def __post_init__(self) -> None:
        self.mouths = Mouths(self.channels)
        self.names.beside = beside(self.channels)

    async def open(
        self,
        office: Site,
        rules: Mapping[str, Rhythm | None],
        zero: Mapping[str, Rhythm | None] | None = None,
        *,
        entered: Sequence[Obligation] = (),
        weather: Sequence[Mapping[str, str]] | None = None,
        absent: bool = True,
    ) -> None:
        """Writes the configuration into the database and, unless told not to, how long nobody listened.

        ``zero`` are the rules of the zero report; those of the patrol's classes where none are given. ``entered`` is
        whatever else the office wants to be owed, ``weather`` the kinds of weather that it knows, else those shipped.
        """
        now = self.clock.now()
        by_day = obligations.zero_rules(rules) if zero is None else zero
        await self.work.write(lambda session: _configure(session, office, rules, by_day, now, entered))
        await self.work.write(
            lambda session: weather_kinds.sync(session, shipped_weather() if weather is None else weather)
        )
        if absent:
            await ticker.wake(self.work, now)

    async def handle(self) -> int:
        """One round of messages."""
        return await handle_round(self.work, self.names, self.clock.now())

    async def deliver(self) -> int:
        """One round of letters."""
        return await deliver_round(self.work, self.mouths, self.clock.now())

    async def fetch_media(self) -> int:
        """One round of files."""
        return await self.fetch(self.clock.now())

    async def tick(self) -> int:
        """One look at what the clock means."""
        return await ticker.tick(self.work, self.clock.now())

    async def settle(self) -> None:
        """Rounds of everything until nothing is left to do at this moment."""
        await self.tick()
        await self.rounds()

    async def rounds(self) -> tuple[ticker.Waiting, int]:
        """Rounds of messages, files and letters until nothing of them is left to do at this moment.

        What waits then, and how many messages were handled. Nothing is begun for what does not wait: that is how a
        year of them is played in minutes.
        """
        handled = 0
        while True:
            now, waits = self.clock.now(), await self.work.read(ticker.waiting)
            messages = await handling.take(self.work, self.names, now) if _due(waits.message, now) else 0
            files = await self.fetch_media() if _due(waits.file, now) else 0
            if messages or files:
                waits = await self.work.read(ticker.waiting)
            letters = await delivery.take(self.work, self.mouths, now) if _due(waits.letter, now) else 0
            handled += messages
            if not (messages or files or letters):
                return waits, handled


def beside(channels: Mapping[str, Channel]) -> dict[str, list[str]]:
    """Which channels bring the same posts: an AI bot hears what calls it, and an archive hears everything."""
    kinds = {"wecom_aibot": "wecom_archive", "wecom_archive": "wecom_aibot"}
    return {
        name: [other for other, there in channels.items() if there.kind == kinds[one.kind]]
        for name, one in channels.items()
        if one.kind in kinds
    }


def _due(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now


@dataclass
class Play:
    """An office whose clock is moved by hand, every due moment in between played in order."""

    office: Office
    clock: MovableClock
    #: Plays what others do at a moment, and says when they do something next.
    script: "Script | None" = None

    async def advance(self, to: datetime) -> None:
        """Moves the clock to a moment; what falls due on the way happens at its own time."""
        await self.step()
        job, (waits, _) = await self._next_job(), await self.office.rounds()
        while (moment := self._next(job, waits)) <= to:
            self.clock.put(moment)
            if self.script:
                await self.script.play(moment)
            if ticking := moment >= job:
                await self.office.tick()
            waits, handled = await self.office.rounds()
            if ticking or (handled and self.office.work.moved()):  # a letter that was said moves no job
                job = await self._next_job()
        self.clock.put(to)
        await self.step()

    async def step(self) -> None:
        """All that is to be done at this moment."""
        if self.script:
            await self.script.play(self.clock.now())
        await self.office.settle()

    def _next(self, job: datetime, waits: ticker.Waiting) -> datetime:
        now = self.clock.now()
        scripted = self.script.next_moment(now) if self.script else None
        return min([job, *waits.next(now), *([scripted] if scripted else [])])

    async def _next_job(self) -> datetime:
        now = self.clock.now()
        return await self.office.work.read(lambda session: ticker.next_job(session, now))


class Script:
    """What others do while the clock is moved; nothing, unless somebody writes it."""

    async def play(self, now: datetime) -> None:
        """Does all that is due by now."""

    def next_moment(self, now: datetime) -> datetime | None:
        """When something is done next, after now."""
        return None


def _configure(
    session: Session,
    office: Site,
    rules: Mapping[str, Rhythm | None],
    by_day: Mapping[str, Rhythm | None],
    now: datetime,
    entered: Sequence[Obligation],
) -> None:
    site.sync(session, office)
    office_days.adopt(session)
    _tell_missing(session, now)
    upward.sync(session, upward.read(office.upward_clocks))
    obligations.sync(session, ObligationKind.PATROL, rules)
    obligations.sync(session, ObligationKind.ZERO, by_day)
    obligations.sync(session, ObligationKind.WATCH, obligations.watch_rules())
    entered_rules.sync(session, entered)
    # a first start in the middle of a night; of a day only while there is time to ask
    opening.open_night(session, calendar.night_of(now), now)
    if calendar.local(now).time() < ASKED_FROM:
        opening.open_night(session, calendar.today(now), now, kind=ObligationKind.ZERO)


def _tell_missing(session: Session, now: datetime) -> None:
    """At every start: a year whose holidays nobody has entered."""
    for year in office_days.tell_missing(session, now):
        log.warning("the holidays of %s are not known, Monday to Friday are worked: yexun import calendar", year)
