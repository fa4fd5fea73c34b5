"""`yexun rehearse`: plays a script against a clock of its own, on a throw-away copy of the database, and sends nothing.

The same engine moves the demo and the tests. The same script gives the same output, byte for byte.
"""

import asyncio
import hashlib
import heapq
import json
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TextIO

from sqlalchemy import Engine, func, insert, select
from sqlmodel import Session, SQLModel, col
from sqlmodel import select as pick

from bot import app, ticker
from bot.by_hand import ByHand
from bot.channels.base import Address, Channel, Download, Health, Limit, MediaLost, Outcome, Parcel, Sent
from bot.clock import MovableClock
from bot.commands.terminal import progress
from bot.config import Config
from bot.lines import Spoken, read
from bot.migrate import pending, upgrade
from bot.office import Office, Play, Script
from bot.work import Work
from models import calendar, db, outbox, runs, trail
from models.errors import Refused
from models.incoming import Incoming, IncomingMedia, MessageKind
from models.people import Enterprise, Group
from scheduler import jobs

Told = Callable[[dict[str, object]], None]


class Rehearsed:
    """A channel with the limits of a real one that writes down what it would send."""

    def __init__(self, real: Channel, clock: MovableClock, tell: Told) -> None:
        self.name, self.kind = real.name, real.kind
        self.max_bytes: int = real.max_bytes
        self.limits: tuple[Limit, ...] = real.limits
        self.can = real.can
        self._clock = clock
        self._tell = tell

    async def start(self) -> None:
        """Nothing is opened."""

    async def close(self) -> None:
        """Nothing was opened."""

    async def send(self, to: Address, parcel: Parcel) -> Outcome:
        """Writes the message down."""
        self._tell(
            {
                "at": calendar.local(self._clock.now()).isoformat(timespec="seconds"),
                "channel": self.name,
                "chat": to.chat or None,
                "to": to.to_user or None,
                "kind": "file" if parcel.file else "text",
                "text": parcel.text,
                "key": parcel.key,
            }
        )
        return Sent()

    @asynccontextmanager
    async def fetch(self, locator: str) -> AsyncIterator[Download]:
        """There is no platform to fetch from."""
        raise MediaLost(locator)
        yield

    async def check(self) -> list[Health]:
        """Nothing to look at."""
        return []


class Lines(Script):
    """Puts the lines of a script into the inbox when their moment comes; more may be added while it is played."""

    def __init__(self, lines: Sequence[Spoken], work: Work) -> None:
        self._added = 0
        self._left: list[tuple[datetime, int, Spoken]] = []
        self._work = work
        self._said = 0
        self._chats: dict[tuple[str, str], str] = {}
        for line in lines:
            self.add(line)

    def add(self, line: Spoken) -> None:
        """One more line; of those of one moment the first that was added is said first."""
        self._added += 1
        heapq.heappush(self._left, (line.at, self._added, line))

    async def play(self, now: datetime) -> None:
        """Says everything that is due."""
        while self._left and self._left[0][0] <= now:
            await self.say(self.next_line())

    def next_line(self) -> Spoken:
        """Takes the next line out of the script."""
        return heapq.heappop(self._left)[2]

    def next_moment(self, now: datetime) -> datetime | None:
        """When the next line is said."""
        return max(self._left[0][0], now) if self._left else None

    async def say(self, line: Spoken, received: datetime | None = None) -> None:
        """Says a line, which comes in when it is said unless another moment is given."""
        for incoming in await self._incoming(line, received or line.at):
            await self._work.receive(incoming)

    async def _incoming(self, line: Spoken, received: datetime) -> list[Incoming]:
        chat = await self._chat(line)
        files = [
            self._message(line, received, chat, kind=kind, media=(self._file(kind, one),)) for one, kind in _kinds(line)
        ]
        words = [self._message(line, received, chat, text=line.text)] if line.text or not files else []
        return [*files, *words]

    async def _chat(self, line: Spoken) -> str:
        """The id of the group that a line names."""
        if not line.chat:
            return ""
        place = line.channel, line.chat
        if place not in self._chats:
            named = pick(Group).where(Group.channel == line.channel, Group.name == line.chat)
            group = await self._work.read(lambda session: session.exec(named).first())
            self._chats[place] = group.chat if group else line.chat
        return self._chats[place]

    def _message(
        self,
        line: Spoken,
        received: datetime,
        chat: str,
        *,
        kind: MessageKind = MessageKind.TEXT,
        text: str = "",
        media: tuple[IncomingMedia, ...] = (),
    ) -> Incoming:
        self._said += 1
        return Incoming(
            channel=line.channel,
            msg_id=f"rehearsed-{self._said}",
            kind=kind,
            sender=line.sender,
            sent_at=line.at,
            received_at=received,
            chat=chat,
            text=text,
            reply_to=line.reply_to,
            mentions_bot=line.mention_bot,
            media=media,
        )

    def _file(self, kind: MessageKind, name: str) -> IncomingMedia:
        """A file that needs no fetching: a path's own bytes, or a few distinct ones that stand for a clip."""
        content = Path(name).read_bytes() if name not in _STAND_INS else f"{name} {self._said}".encode()
        digest = hashlib.sha256(content).hexdigest()
        return IncomingMedia(kind, locator=name, filename=Path(name).name, sha256=digest, size=len(content))


_STAND_INS = {"video": MessageKind.VIDEO, "image": MessageKind.IMAGE, "voice": MessageKind.VOICE}
_SUFFIXES = {".mp4": MessageKind.VIDEO, ".mov": MessageKind.VIDEO, ".jpg": MessageKind.IMAGE, ".png": MessageKind.IMAGE}


def _kinds(line: Spoken) -> list[tuple[str, MessageKind]]:
    found = []
    for name in line.media:
        kind = _STAND_INS.get(name) or _SUFFIXES.get(Path(name).suffix.lower(), MessageKind.FILE)
        if name not in _STAND_INS and not Path(name).is_file():
            raise Refused(f'the script names the file {name}, which is not there; "video" and "image" need none')
        found.append((name, kind))
    return found


def run(
    script: Path,
    start: datetime,
    end: datetime,
    config: Config,
    out: TextIO | None = None,
    notes: TextIO | None = None,
) -> None:
    """Plays a script from one moment to another and prints what would be sent, one JSON line each.

    What makes such a rehearsal say less than somebody may expect is said in ``notes``, by default on stderr.
    """
    lines = read(script, [one.name for one in config.channels])
    outside = next((line for line in lines if not start <= line.at <= end), None)
    if outside:
        raise Refused(f"the line at {outside.at.isoformat()} lies outside of --from and --to")
    _files(lines)
    with tempfile.TemporaryDirectory(prefix="yexun-rehearse-") as folder:
        url = f"sqlite:///{folder}/copy.db"
        copy(config.database.url, url)
        stage = _Stage(lines, start, end, config, out or sys.stdout, notes or sys.stderr)
        asyncio.run(_play(stage, url, Path(folder)))


def _files(lines: Sequence[Spoken]) -> None:
    """A file that is not there is told before anything is printed."""
    for line in lines:
        _kinds(line)


def copy(source: str, target: str) -> None:
    """A copy of a database, whichever engine holds it, as a SQLite file; the source is only read."""
    upgrade(target)
    into, out_of = db.make_engine(target), db.make_engine(source, writes=False)
    try:
        if pending(out_of):
            raise Refused("the database is not at the newest schema, run: yexun migrate")
        with out_of.connect() as reader, into.begin() as writer:
            writer.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            for table in SQLModel.metadata.sorted_tables:
                for rows in reader.execution_options(yield_per=1000).execute(select(table)).mappings().partitions():
                    writer.execute(insert(table), [dict(row) for row in rows])
    finally:
        _dispose(into, out_of)


def _dispose(*engines: Engine) -> None:
    for engine in engines:
        engine.dispose()


@dataclass(frozen=True)
class _Stage:
    """What is played, and where it is told."""

    lines: Sequence[Spoken]
    start: datetime
    end: datetime
    config: Config
    out: TextIO
    notes: TextIO


async def _play(stage: _Stage, url: str, folder: Path) -> None:
    work, clock, config = ByHand(url), MovableClock(stage.start), stage.config
    told: list[dict[str, object]] = []
    real = [app.channel(settings, folder / "spool") for settings in config.channel_settings]
    channels = {one.name: Rehearsed(one, clock, told.append) for one in real}
    office = Office(work, clock, channels)
    try:
        for note in await work.read(lambda session: unexpected(session, stage.start)):
            stage.notes.write(f"{note}\n")
        await office.open(
            config.office,
            config.patrol.rhythms,
            config.zero_rules,
            entered=config.entered,
            weather=config.profiles,
            absent=False,
        )
        await work.write(lambda session: jobs.begin(session, stage.start))
        play = Play(office, clock, Lines(stage.lines, work))
        for moment in progress(_days(stage.start, stage.end), "rehearsing"):
            await play.advance(moment)
            await work.read(lambda session: _print(session, told, stage.out))
            told.clear()  # a month of a large county is more than a memory holds
    finally:
        work.close()


def _print(session: Session, told: Sequence[Mapping[str, object]], out: TextIO) -> None:
    for one in told:
        out.write(json.dumps({**one, "why": why(session, str(one["key"]))}, ensure_ascii=False) + "\n")


def why(session: Session, key: str) -> str:
    """Why something was said: the kind of letter, the step of its ladder, and what held it back before."""
    letter = outbox.by_key(session, key)
    if letter is None:
        return ""
    parts = key.split(":")
    step = f" step {parts[3]}" if parts[0] in ("patrol", "zero") and len(parts) > 4 else ""
    held = [f"; {one.turned} {calendar.local(one.at):%m-%dT%H:%M}, {one.reason}" for one in trail.of_key(session, key)]
    return letter.kind + step + "".join(held)


def unexpected(session: Session, start: datetime) -> Iterator[str]:
    """What in a database lies behind the beginning of a rehearsal, as sentences."""
    lived = runs.last_beat(session, ticker.TICK)
    if lived is not None and lived > start:
        until = calendar.local(lived).isoformat(timespec="minutes")
        yield f"note: the database has lived until {until}; what was said after --from is not said again"
    every = select(func.count()).select_from(db.table(Enterprise)).where(col(Enterprise.active))
    later = int(session.connection().execute(every.where(col(Enterprise.registered_at) > start)).scalar_one())
    if later:
        count = int(session.connection().execute(every).scalar_one())
        yield f"note: {later} of {count} enterprises were entered after --from: before that nothing is owed by them"


def _days(start: datetime, end: datetime) -> list[datetime]:
    """Each day on the way, and the end."""
    whole = (end - start) // timedelta(days=1)
    return [*(start + timedelta(days=day) for day in range(1, whole + 1)), end]
