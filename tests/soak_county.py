"""The stage of the soak of the roads: our platforms, a county of few people, and the whole bot between them."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from aiohttp import web
from sqlmodel import Session, col, select

from bot import app
from bot.channels.aibot import WecomAibot
from bot.channels.aibot_socket import Pace
from bot.channels.base import Address, Channel, Outcome, Parcel
from bot.channels.kf import WecomKf
from bot.channels.pulling import Pauses
from bot.channels.wecom_api import Patience
from bot.channels.wecom_app import WecomApp
from bot.channels.wecom_robot import WecomRobot
from bot.clock import MovableClock
from bot.config import parse
from bot.service import Service
from bot.work import Work
from models import calendar
from models.errors import NotStorable
from models.inbox import Message, MessageStatus
from models.outages import Trouble
from models.people import Binding, Enterprise, Group, Person, Role
from tests import laid
from tests.platform.callback import Caller
from tests.platform.demo_corp import SECRET
from tests.platform.robots import Robot
from tests.platform.vectors import APP_VIDEO
from tests.platform.wecom import WeCom
from tests.soak_weather import Complaints, Disk, RoughAibot, Weather

NIGHT = date(2026, 3, 15)
ROOM, GROUPS = "wrkSFfCgAADEMOGROUP", ("夜巡群", "加油站群")
#: Who has which accounts: role, number of the enterprise, accounts by channel.
CAST: tuple[tuple[Role, int, dict[str, str]], ...] = (
    (Role.REPORTER, 1, {"app": "guard1", "kf": "wmGuard1"}),
    (Role.REPORTER, 2, {"app": "guard2", "aibot": "guard2"}),
    (Role.REPORTER, 3, {"app": "guard3"}),
    (Role.SAFETY, 3, {"app": "safety3"}),
    (Role.REPORTER, 4, {"kf": "wmGuard4"}),
    (Role.SAFETY, 5, {"kf": "wmSafety5"}),
    (Role.DUTY, 0, {"app": "duty", "aibot": "duty"}),
    (Role.SUPERVISOR, 0, {"aibot": "supervisor"}),
    (Role.ADMIN, 0, {"app": "admin"}),
)
#: What the machine may take for an answer: rather long, because a machine that is busy elsewhere is no fault.
PATIENT = Patience(connect=5, answer=3, silence=3, file=20)
PACE = Pace(connect=10, answer=3, ping=0.2, back_off=(0.05, 0.1, 0.3), too_often=1, steady=600, stopped=0.05)
#: Customer service is asked when it rings; without a ring it may be asked twenty times a minute at most.
PAUSES = Pauses(calm=600, failed=(0.05, 0.2, 0.5), troubled=0.5)


@dataclass(frozen=True)
class Sending:
    """What a channel was asked to say, and what it answered; ``task`` names the buttons below it."""

    channel: str
    place: str
    text: str
    key: str
    task: str
    outcome: Outcome


@dataclass
class County:
    """The bot and its platforms; all that its channels were asked to say."""

    clock: MovableClock
    wecom: WeCom
    aibot: RoughAibot
    weather: Weather
    work: Work
    built: app.Built
    disk: Disk
    complaints: Complaints
    callbacks: str
    sendings: list[Sending] = field(default_factory=list)
    in_hand: int = 0

    @property
    def robots(self) -> Mapping[str, Robot]:
        """The robot of each group."""
        return {one: self.wecom.robots.add(_key(one)) for one in GROUPS}

    def caller(self, name: str) -> Caller:
        """The platform as it calls back."""
        url = f"{self.callbacks}/{name}"
        return Caller(url, APP_VIDEO.token, corp_id=APP_VIDEO.receiver, clock=self.wecom.clock, deadline=30)

    @property
    def long_connection(self) -> WecomAibot:
        """The channel of the AI bot."""
        found = self.built.office.channels["aibot"]
        assert isinstance(found, WecomAibot)
        return found

    @property
    def pushed_out(self) -> bool:
        """Whether the AI bot has given up its connection."""
        socket = self.long_connection._socket
        return socket is not None and socket.stopped == Trouble.KICKED

    def listen_in(self, channel: Channel) -> None:
        """Writes down what a channel is asked to say from now on, and what came of it."""
        send = channel.send

        async def heard(to: Address, parcel: Parcel) -> Outcome:
            self.in_hand += 1
            try:
                outcome = await send(to, parcel)
            finally:
                self.in_hand -= 1
            task = parcel.card.task if parcel.card else ""
            place = to.to_user or to.chat
            self.sendings.append(Sending(channel.name, place, parcel.text, parcel.key, task, outcome))
            return outcome

        vars(channel)["send"] = heard

    async def busy(self) -> bool:
        """Whether somebody waits for an answer, or a message is being handled."""
        claimed = select(Message.id).where(col(Message.status) == MessageStatus.CLAIMED).limit(1)
        return self.in_hand > 0 or await self.work.read(lambda session: session.exec(claimed).first() is not None)

    async def passes(self, seconds: float) -> None:
        """Puts the clock forward once nothing is in hand, and has the bot look at it."""
        until = monotonic() + 120
        while await self.busy():
            assert monotonic() < until, "somebody waits for an answer for ever"
            await asyncio.sleep(0.01)
        self.clock.put(self.clock.now() + timedelta(seconds=seconds))
        with contextlib.suppress(NotStorable):
            await self.built.office.tick()


@asynccontextmanager
async def _served(served: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(served, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def opened(folder: Path, seed: int) -> AsyncIterator[County]:
    """A county at night, with a bot that runs until the end of the context."""
    clock = MovableClock(calendar.at(NIGHT, calendar.clock("00:31")), running=True)
    weather = Weather(seed)
    members = (*(one["app"] for _, _, one in CAST if "app" in one), "stranger")
    wecom = WeCom(members=members, clock=lambda: clock.now().timestamp())
    aibot = RoughAibot(clock=wecom.clock)
    for group in GROUPS:
        wecom.robots.add(_key(group))
    corp = wecom.app()
    corp.middlewares.insert(0, weather.middleware)
    async with _served(corp) as api, _served(aibot.app()) as line:
        aibot.media.base = line
        config = parse(_settings(api, line, aibot, wecom.kf.account), folder)
        _people(config.database.url, clock.now())
        work = Work(config.database.url)
        built = app.build(config, work, clock)
        _hasten(built, wecom)
        complaints = Complaints()
        logging.getLogger().addHandler(complaints)
        try:
            async with _running(built, clock, config) as callbacks:
                county = County(clock, wecom, aibot, weather, work, built, Disk(work), complaints, callbacks)
                for one in built.office.channels.values():
                    county.listen_in(one)
                yield county
        finally:
            logging.getLogger().removeHandler(complaints)
            weather.clears()
            work.close()


@asynccontextmanager
async def _running(built: app.Built, clock: MovableClock, config: Any) -> AsyncIterator[str]:
    for one in built.office.channels.values():
        await one.start()
    await asyncio.to_thread(app.learn_words, config.media.folder.parent / "words")
    await built.office.open(config.office, config.patrol.rhythms, config.zero_rules, entered=config.entered)
    service = Service(built.office)
    await service.start()
    try:
        async with _served(app.application(built, clock)) as url:
            yield f"{url}/callback"
    finally:
        await service.stop()
        for one in built.office.channels.values():
            await one.close()
        await built.probe.close()


def _key(group: str) -> str:
    return f"{GROUPS.index(group):08}-key-of-a-robot"


def _settings(api: str, line: str, aibot: RoughAibot, account: str) -> dict[str, Any]:
    sealed = {"corp_id": APP_VIDEO.receiver, "secret": SECRET, "token": APP_VIDEO.token, "aes_key": APP_VIDEO.aes_key}
    robots = [{"chat": one, "key": _key(one)} for one in GROUPS]
    who = {"bot_id": aibot.bot_id, "secret": aibot.secret, "bot_name": "夜巡"}
    return {
        "channels": [
            {"name": "app", "kind": "wecom_app", "agent_id": "1000002", "cards": True, "api_url": api, **sealed},
            {"name": "kf", "kind": "wecom_kf", "open_kfid": account, "api_url": api, **sealed},
            {"name": "robots", "kind": "wecom_robot", "robots": robots, "api_url": api},
            {"name": "aibot", "kind": "wecom_aibot", "ws_url": line.replace("http", "ws") + "/", **who},
        ]
    }


def _hasten(built: app.Built, wecom: WeCom) -> None:
    """What is counted on a clock of its own is counted on that of the county; what waits for real waits less."""
    for one in built.office.channels.values():
        if isinstance(one, WecomApp | WecomKf):
            one._api._monotonic = one._api._purse._monotonic = wecom.clock
            one._api._patience = PATIENT
        if isinstance(one, WecomKf):
            one._pauses = PAUSES
        if isinstance(one, WecomAibot):
            one._pace, one._patience = PACE, PATIENT
        if isinstance(one, WecomRobot):
            one._line._patience = one._carrier._patience = PATIENT


def _people(url: str, now: datetime) -> None:
    engine = laid.engine(url)
    long_ago = now - timedelta(days=60)
    with Session(engine) as session:
        for number in range(1, 6):
            plant = Enterprise(id=number, name=f"榆川{number}号加油站", shorts=f"{number}号站", registered_at=long_ago)
            plant.class_name = "加油站"
            session.add(plant)
        session.flush()
        for number, (role, plant_id, accounts) in enumerate(CAST, 1):
            phone = f"138001380{number:02}"
            session.add(Person(id=number, name=f"某{number}", role=role, enterprise_id=plant_id or None, phone=phone))
            session.flush()
            for channel, user in accounts.items():
                session.add(Binding(channel=channel, user_id=user, person_id=number, bound_at=long_ago))
        session.add(Group(name="值班群", channel="aibot", chat=ROOM))
        session.add_all(Group(name=one, channel="robots", chat=one) for one in GROUPS)
        session.commit()
    engine.dispose()
