"""What the tests of customer service share: an account on the platform, its channel, and ears with a database."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pytest_aiohttp.plugin import AiohttpServer
from sqlmodel import Session, select

from bot.channels.base import Address, ChannelSettings, Outcome, Parcel
from bot.channels.kf import WecomKf
from bot.channels.pulling import Pauses
from bot.channels.wecom_api import Patience
from bot.clock import MovableClock
from bot.ears import OfficeEars
from bot.work import Work
from models import marks
from models.inbox import Message
from models.outbox import Outgoing
from models.people import Person, Role
from tests import laid
from tests.platform.callback import Caller
from tests.platform.demo_corp import CALM, NOW, SECRET
from tests.platform.kf import Kf
from tests.platform.vectors import APP_VIDEO
from tests.platform.wecom import WeCom
from tests.process.serving import until

#: Calm means: until the callback rings.
PAUSES = Pauses(calm=600, failed=(0.01,), troubled=0.01)
USER = "wmqfasd1e1927831123109rBAAAA"


@dataclass
class Office:
    """A channel with ears of its own, the platform that it talks to, and what is in its database."""

    platform: WeCom
    channel: WecomKf
    work: Work
    clock: MovableClock

    @property
    def kf(self) -> Kf:
        return self.platform.kf

    def forward(self, **delta: float) -> None:
        self.clock.put(self.clock.now() + timedelta(**delta))

    def ring(self) -> None:
        """The platform calls back: there is something."""
        caller = Caller("", APP_VIDEO.token, corp_id=APP_VIDEO.receiver, clock=self.platform.clock)
        sealed = caller.seal(self.kf.knock(APP_VIDEO.receiver))
        assert self.channel.parse(sealed.query, sealed.body, self.clock.now()) == ()

    async def say(self, text: str = "请报送夜巡视频", to: str = USER, **more: object) -> Outcome:
        return await self.channel.send(Address(to_user=to), Parcel(text, **more))  # type: ignore[arg-type]

    async def messages(self) -> Sequence[Message]:
        return await self.work.read(lambda session: session.exec(select(Message).order_by(Message.id)).all())  # type: ignore[arg-type]

    async def heard(self, count: int) -> Sequence[Message]:
        async def enough() -> Sequence[Message] | None:
            found = await self.messages()
            return found if len(found) >= count else None

        found = await until(enough)
        assert len(found) == count
        return found

    async def read_to_the_end(self) -> None:
        """Waits until the cursor stands behind all that was said."""

        async def there() -> bool | None:
            return (await self.mark(f"cursor:{self.kf.account}")).endswith(f"VC5{len(self.kf.said)}") or None

        await until(there)

    async def alarms(self) -> set[str]:
        async def some() -> set[str] | None:
            rows = await self.work.read(lambda session: session.exec(select(Outgoing)).all())
            return {str(one.about["what"]) for one in rows} or None

        return await until(some)

    async def mark(self, name: str) -> str:
        return await self.work.read(lambda session: marks.value(session, "kf", name))


def settings(url: str, account: str, **changed: str) -> ChannelSettings:
    options = {"corp_id": APP_VIDEO.receiver, "secret": SECRET, "token": APP_VIDEO.token}
    options |= {"aes_key": APP_VIDEO.aes_key, "open_kfid": account, "api_url": url}
    return ChannelSettings("kf", "wecom_kf", options | changed)


@asynccontextmanager
async def opened(folder: Path, aiohttp_server: AiohttpServer, patience: Patience = CALM) -> AsyncIterator[Office]:
    """An office whose channel has its ears and is not started yet."""
    url = f"sqlite:///{folder / 'yexun.db'}"
    engine = laid.engine(url)
    with Session(engine) as session:
        session.add(Person(name="管理", role=Role.ADMIN))
        session.commit()
    engine.dispose()
    clock = MovableClock(NOW)
    platform = WeCom(clock=lambda: clock.now().timestamp())
    server = await aiohttp_server(platform.app())
    channel = WecomKf(settings(str(server.make_url("/")), platform.kf.account), patience, PAUSES)
    work = Work(url)
    channel.hear_with(OfficeEars(work, clock))
    yield Office(platform, channel, work, clock)
    await channel.close()
    platform.trouble.released.set()
    work.close()
