"""The stage of the demo: a fresh database with the county, a clock that can be moved, neighbours who post."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from datetime import date, datetime, time, timedelta
from multiprocessing import get_context
from pathlib import Path

from sqlmodel import Session

from bot import app
from bot.channels.console import Console
from bot.clock import MovableClock
from bot.config import Config, parse
from bot.demo import clips, ledger, tips
from bot.demo.county import CHANNEL, SITE, County, county
from bot.demo.neighbours import Line, script
from bot.demo.tip_clips import TipClips
from bot.migrate import upgrade
from bot.office import Play, Script
from bot.register import KINDS, rows_of
from bot.work import Work
from models import calendar, runs
from models.errors import NotStorable
from models.incoming import Incoming, IncomingMedia, MessageKind

log = logging.getLogger(__name__)

#: The demo begins on a Tuesday evening, twenty minutes before midnight.
FIRST_NIGHT = date(2026, 3, 17)
BEGINS = time(23, 40)
NIGHTS = 14
#: Everybody has been on the roll for two months: nobody is in the trial nights.
ON_THE_ROLL = timedelta(days=60)
#: How many different clips and pictures the neighbours have between them.
CLIPS, PICTURES = 8, 16
STEP_S = 0.25

MOVES = {"03:30": time(3, 30), "06:30": time(6, 30), "08:00": time(8, 0), "09:00": time(9, 0), "10:00": time(10, 0)}


class Stage:
    """What the page and its clock buttons move."""

    def __init__(self, play: Play) -> None:
        self._play = play
        self._lock = asyncio.Lock()
        self._moving = False
        self._move: asyncio.Task[None] | None = None

    @property
    def moving(self) -> bool:
        """Whether the clock is running ahead at this moment."""
        return self._moving

    def now(self) -> datetime:
        """What the demo's clock shows."""
        return self._play.clock.now()

    async def move(self, to: str) -> None:
        """Runs ahead to an hour later, to a wall time, or to tomorrow at 23:40; everything in between is played."""
        async with self._lock:
            self._moving = True
            clock = self._play.clock
            clock.hold()
            self._move = asyncio.create_task(self._play.advance(target(clock.now(), to)))
            try:
                # a move that the end of the demo breaks off is no error to whoever pressed the button
                await asyncio.wait({self._move})
            finally:
                clock.run()
                self._moving = False
            if not self._move.cancelled():
                self._move.result()

    async def end(self) -> None:
        """Breaks off a move that is under way."""
        if self._move is not None and self._move.cancel():
            await asyncio.wait({self._move})

    async def live(self) -> None:
        """Goes on at the pace of the world while nobody moves the clock."""
        while True:
            async with self._lock:
                try:
                    await self._play.step()
                except NotStorable:
                    log.warning("the demo waits: its database cannot be written")
            await asyncio.sleep(STEP_S)


def target(now: datetime, to: str) -> datetime:
    """Where a button of the clock leads."""
    if to == "hour":
        return now + timedelta(hours=1)
    wall = MOVES.get(to, BEGINS)
    here = calendar.local(now)
    moment = calendar.at(here.date(), wall)
    return moment if moment > here else calendar.at(here.date() + timedelta(days=1), wall)


class Neighbours(Script):
    """The people of the county who post by themselves."""

    def __init__(self, lines: Sequence[Line], work: Work, console: Console, chats: dict[str, str]) -> None:
        self._left = list(lines)
        self._work = work
        self._console = console
        self._chats = chats
        self._said = 0
        self._clips: list[bytes] = []
        self._pictures: list[bytes] = []

    async def prepare(self, pool: Executor) -> None:
        """Draws the clips in a process of its own, so that the bot's stays small."""
        loop = asyncio.get_running_loop()
        made = [loop.run_in_executor(pool, clips.video, seed) for seed in range(CLIPS)]
        shown = [loop.run_in_executor(pool, clips.image, 100 + seed) for seed in range(PICTURES)]
        self._clips, self._pictures = list(await asyncio.gather(*made)), list(await asyncio.gather(*shown))

    def skip_until(self, now: datetime) -> None:
        """Leaves out what was said before a moment, when a demo goes on in its old folder."""
        self._left = [line for line in self._left if line.at > now]

    async def play(self, now: datetime) -> None:
        """Says everything that is due."""
        while self._left and self._left[0].at <= now:
            line = self._left.pop(0)
            for media in line.media:
                await self._say(line, media)
            if line.text:
                await self._say(line, "")

    def next_moment(self, now: datetime) -> datetime | None:
        """When somebody speaks next."""
        return max(self._left[0].at, now) if self._left else None

    async def _say(self, line: Line, media: str) -> None:
        self._said += 1
        kind = MessageKind(media) if media else MessageKind.TEXT
        await self._work.receive(
            Incoming(
                channel=CHANNEL,
                msg_id=f"neighbour-{line.at:%Y%m%d}-{self._said}",
                kind=kind,
                sender=line.sender,
                sent_at=line.at,
                received_at=line.at,
                chat=self._chats.get(line.chat or "", ""),
                text="" if media else line.text,
                mentions_bot=line.mention_bot and not media,
                media=(self._file(kind),) if media else (),
            )
        )

    def photo(self, number: int) -> str:
        """A picture of its own, and where the console finds it."""
        return self._new_file(self._pictures, f"ledger {number}", number)

    def _new_file(self, drawn: Sequence[bytes], mark: str, number: int) -> str:
        locator, file = self._console.new_file()
        with file:
            file.write(drawn[number % len(drawn)])
            # a few bytes behind the end change no picture, but nobody sends the very file of somebody else
            file.write(f"\0{mark}".encode())
        return locator

    def _file(self, kind: MessageKind) -> IncomingMedia:
        drawn = self._clips if kind == MessageKind.VIDEO else self._pictures
        locator = self._new_file(drawn, str(self._said), self._said)
        name = "夜巡.mp4" if kind == MessageKind.VIDEO else "夜巡.jpg"
        return IncomingMedia(kind, locator=locator, filename=name)


def config(folder: Path, port: int) -> Config:
    """The configuration of the demo."""
    return parse(
        {
            "site": {"name": SITE, "duty_phone": "0000-7100000"},
            "web": {"port": port, "public_url": f"http://127.0.0.1:{port}"},
            "patrol": {"class": {"无储存经营": {"owes": False}}},
            "channels": [{"name": CHANNEL, "kind": "console"}],
        },
        folder,
    )


@contextlib.asynccontextmanager
async def staged(folder: Path, port: int) -> AsyncIterator[Stage]:
    """The demo, running and listening while the context is open."""
    settings = config(folder, port)
    upgrade(settings.database.url)
    work = Work(settings.database.url)
    begins = calendar.at(FIRST_NIGHT, BEGINS)
    seen = await work.read(_last_seen)
    clock = MovableClock(seen or begins, running=True)
    built = app.build(settings, work, clock)
    console = built.office.channels[CHANNEL]
    assert isinstance(console, Console)  # noqa: S101 - the configuration above says so
    people = county(FIRST_NIGHT)
    await work.write(lambda session: settle_in(session, people, begins - ON_THE_ROLL))
    chats = {row["群名称"]: row["群ID"] for row in people.groups}
    neighbours = Neighbours(script(people, FIRST_NIGHT, NIGHTS), work, console, chats)
    neighbours.skip_until(clock.now())
    stage = Stage(Play(built.office, clock, neighbours))
    await console.start()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        await neighbours.prepare(pool)
    if seen is None:
        day = FIRST_NIGHT + timedelta(days=1)
        await work.write(lambda session: ledger.settle_in(session, day, CHANNEL, neighbours.photo))
    await built.office.open(
        settings.office, settings.patrol.rhythms, settings.zero_rules, entered=settings.entered, absent=False
    )
    pages = app.application(built, clock, stage, TipClips(folder / "clips"))
    runner = await app.listening(pages, "127.0.0.1", port)
    living = asyncio.create_task(stage.live())
    try:
        yield stage
    finally:
        living.cancel()
        await asyncio.gather(living, return_exceptions=True)
        await stage.end()
        await console.close()
        await runner.cleanup()
        await built.probe.close()
        work.close()


def _last_seen(session: Session) -> datetime | None:
    return runs.last_beat(session, "tick")


def settle_in(session: Session, people: County, when: datetime) -> None:
    """Puts the county on the roll through the import functions, as an office would, and its tips on the shelf."""
    sheets = {
        "enterprises": people.enterprises,
        "people": people.people,
        "groups": people.groups,
        "rota": people.rota,
    }
    for kind, rows in sheets.items():
        KINDS[kind].run(session, rows_of(KINDS[kind].title, rows), when, [CHANNEL])
    tips.settle(session, when)
