"""What the tests of the AI bot share: ears that remember, a bot on a connection to our own platform, patience."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pytest_aiohttp.plugin import AiohttpServer

from bot.channels.aibot import WecomAibot
from bot.channels.aibot_socket import Pace
from bot.channels.base import ChannelSettings, Mark
from models.errors import NotStorable
from models.incoming import Incoming
from models.outages import Trouble
from tests.platform.aibot import AibotPlatform
from tests.platform.demo_corp import CALM, NOW, Watch
from tests.process.serving import until

GROUP, OFFICER, GUARD = "wrkSFfCgAADEMOGROUP", "zhibanyuan", "kuangshan01"
BOT = "巡查助手"
#: A ping too seldom to be seen, for tests that are not about it.
QUICK = Pace(connect=30, answer=30, piece=30, ping=600, back_off=(0.01, 0.02), too_often=0.05, steady=600, stopped=0.01)


@dataclass
class Notebook:
    """Ears that write down what they hear; ``refuses`` times the disk does not take anything."""

    clock: Watch
    taken: list[Incoming] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    deaf_times: list[tuple[datetime, datetime]] = field(default_factory=list)
    alarms: list[Trouble] = field(default_factory=list)
    refuses: int = 0

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.clock.now - NOW.timestamp())

    async def take(self, heard: Sequence[Incoming], mark: Mark | None = None, channel: str = "") -> None:
        if heard and self.refuses:
            self.refuses -= 1
            raise NotStorable("the disk is full")
        known = {one.msg_id for one in self.taken}
        self.taken += [one for one in heard if one.msg_id not in known]
        if mark is not None:
            self.marks[mark.name] = mark.value

    async def mark(self, channel: str, name: str) -> str:
        return self.marks.get(name, "")

    async def deaf(self, channel: str, since: datetime, until: datetime) -> None:
        self.deaf_times.append((since, until))

    async def alarm(self, channel: str, what: Trouble) -> None:
        self.alarms.append(what)


@dataclass
class Desk:
    """A bot at its platform."""

    platform: AibotPlatform
    channel: WecomAibot
    notes: Notebook
    clock: Watch

    async def is_so(self, what: Callable[[], object]) -> None:
        """Waits until something is so."""
        await until(lambda: _now(what))

    async def connected(self, times: int = 1) -> None:
        """Waits until the bot is subscribed, for the n-th time."""
        await self.is_so(lambda: sum(code == 0 for _, code in self.platform.subscribed) >= times)
        await self.is_so(self.online)

    def online(self) -> bool:
        """Whether the bot believes that it is connected."""
        found = self.channel._socket
        return self.platform.connected and found is not None and found.connected

    async def hears(self, count: int = 1) -> Incoming:
        """Waits for the n-th message on disk."""
        await self.is_so(lambda: len(self.notes.taken) >= count)
        assert len(self.notes.taken) == count
        return self.notes.taken[-1]


async def _now(what: Callable[[], object]) -> object:
    await asyncio.sleep(0)
    return what()


@asynccontextmanager
async def desk(
    aiohttp_server: AiohttpServer, pace: Pace = QUICK, prepare: Callable[[AibotPlatform], object] = bool, **options: str
) -> AsyncIterator[Desk]:
    """A bot that connects to a platform of its own."""
    clock = Watch()
    platform = AibotPlatform(clock=clock)
    prepare(platform)
    server = await aiohttp_server(platform.app())
    platform.media.base = str(server.make_url("/")).rstrip("/")
    told = {
        "bot_id": platform.bot_id,
        "secret": platform.secret,
        "bot_name": BOT,
        "ws_url": f"ws://127.0.0.1:{server.port}/",
    }
    channel = WecomAibot(ChannelSettings("aibot", "wecom_aibot", told | options), pace, CALM)
    notes = Notebook(clock)
    channel.hear_with(notes)
    await channel.start()
    try:
        yield Desk(platform, channel, notes, clock)
    finally:
        await channel.close()
