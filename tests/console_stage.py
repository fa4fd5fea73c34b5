"""The chat page on a stage: 榆川县 in a fresh database, a clock that stands still, and an echo for a bot."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from aiohttp import web
from sqlmodel import Session, col, select

from bot import register
from bot.channels.console import Console
from bot.clock import MovableClock
from bot.demo.county import SITE, county
from bot.web.console import routes
from bot.work import Work
from models import calendar, db, outbox, site
from models.attachments import Attachment
from models.inbox import Message
from models.outbox import Letter, Outgoing
from tests import laid

DAY = date(2026, 3, 10)
START = calendar.at(DAY, time(23, 40))


@dataclass
class Turn:
    """A demo clock for tests: it jumps, and can be held in the middle of its move."""

    clock: MovableClock
    moves: list[str] = field(default_factory=list)
    moving: bool = False
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    def now(self) -> datetime:
        return self.clock.now()

    async def move(self, to: str) -> None:
        self.moves.append(to)
        self.moving = True
        self.begun.set()
        await self.gate.wait()
        self.clock.put(self.now() + timedelta(hours=1))
        self.moving = False


@dataclass
class Stage:
    """Everything that the page stands on, and the hands of a very small bot."""

    work: Work
    console: Console
    clock: MovableClock
    turn: Turn | None
    folder: Path
    address: str = ""

    @property
    def app(self) -> web.Application:
        """An app of the page alone."""
        app = web.Application()
        app.add_routes(
            routes(self.work, self.console, self.clock.now, self.store_path, self.turn, max_file=2 * 1024 * 1024)
        )
        app.on_shutdown.append(self._close)
        return app

    async def _close(self, _: web.Application) -> None:
        await self.console.close()

    def store_path(self, sha256: str) -> Path:
        """Where a stored file lies."""
        return self.folder / "media" / sha256

    def store(self, content: bytes) -> str:
        """Keeps a file under its SHA-256."""
        sha256 = hashlib.sha256(content).hexdigest()
        self.store_path(sha256).parent.mkdir(exist_ok=True)
        self.store_path(sha256).write_bytes(content)
        return sha256

    async def said(self, text: str, *, user: str = "", chat: str = "", key: str = "") -> None:
        """The bot has said something to an account or into a group."""
        now = self.clock.now()

        def post(session: Session) -> None:
            count = len(session.exec(select(Outgoing.id)).all())
            name = key or f"test:{count}"
            letter = Letter(key=name, kind="test", channel="console", to_user=user, chat=chat, text=text)
            outbox.post(session, letter, now)
            row = session.exec(select(Outgoing).where(Outgoing.key == name)).one()
            row.status, row.settled_at = "sent", now
            session.add(row)

        await self.work.write(post)

    async def fetch_all(self, preview: Callable[[Attachment], bytes] | None = None) -> None:
        """Stores what lies in the spool, as the media room does."""
        for row in await self.work.read(_wanted):
            async with self.console.fetch(row.locator) as download:
                content = b"".join([chunk async for chunk in download.chunks])
            still = self.store(preview(row)) if preview else ""
            await self.work.write(partial(_stored, row=row, sha256=self.store(content), preview=still))

    async def echo(self) -> None:
        """Answers every new private message and each @, for ever: what a browser test needs of a bot."""
        event, answered = self.work.bell.listen(), 0
        while True:
            event.clear()
            await self.fetch_all()
            for message in await self.work.read(partial(_new, after=answered)):
                answered = db.row_id(message.id)
                if message.text and (not message.chat or message.mentions_bot):
                    await self.said(f"收到：{message.text}", user=message.sender)
            await event.wait()


def _wanted(session: Session) -> list[Attachment]:
    return list(session.exec(select(Attachment).where(Attachment.status == "wanted")))


def _stored(session: Session, row: Attachment, sha256: str, preview: str) -> None:
    found = session.get_one(Attachment, row.id)
    found.status, found.sha256, found.preview = "stored", sha256, preview
    session.add(found)


def _new(session: Session, after: int) -> list[Message]:
    return list(session.exec(select(Message).where(col(Message.id) > after).order_by(col(Message.id))))


def fill(session: Session, now: datetime) -> None:
    """The county, through the imports."""
    rows = county(DAY)
    sheets = {
        "enterprises": rows.enterprises,
        "people": rows.people,
        "groups": rows.groups,
        "rota": rows.rota,
    }
    for kind, cells in sheets.items():
        register.KINDS[kind].run(session, register.rows_of(kind, cells), now, ["console"])
    site.sync(session, site.Site(name=SITE))


@asynccontextmanager
async def stage(folder: Path, *, demo: bool = True) -> AsyncIterator[Stage]:
    """The page on its stage, at 23:40 of a Tuesday."""
    url = f"sqlite:///{folder / 'stage.db'}"
    engine = laid.engine(url)
    engine.dispose()
    clock = MovableClock(START)
    made = Stage(Work(url), Console("console", folder / "spool"), clock, Turn(clock) if demo else None, folder)
    await made.console.start()
    await made.work.write(lambda session: fill(session, clock.now() - timedelta(days=30)))
    try:
        yield made
    finally:
        made.work.close()
