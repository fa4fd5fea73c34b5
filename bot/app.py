"""Wires the service together: configuration in, a running bot out."""

import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aiohttp import web
from prometheus_client import CollectorRegistry
from sqlmodel import Session

from bot import media
from bot.channels.aibot import WecomAibot
from bot.channels.aibot_hook import AibotHook
from bot.channels.archive import WecomArchive
from bot.channels.base import Callback, Channel, ChannelSettings, Listener
from bot.channels.console import Console
from bot.channels.gateway import Gateway
from bot.channels.kf import WecomKf
from bot.channels.official_account import OfficialAccount
from bot.channels.wecom_app import WecomApp
from bot.channels.wecom_robot import WecomRobot
from bot.channels.wecom_tokens import SharesTokens
from bot.clock import Clock, RealClock
from bot.config import CONSOLE_EXPOSED, Config
from bot.ears import OfficeEars
from bot.health import Health
from bot.intake import Intake
from bot.kin import Kin
from bot.links import Links
from bot.loop import new_loop
from bot.migrate import upgrade
from bot.office import Office
from bot.probe import Probe
from bot.service import Service
from bot.tokens import OfficeTokens
from bot.watch import Heartbeat, Watch
from bot.web import console as pages
from bot.web import tips
from bot.web.console_feed import ClockControl
from bot.work import Work
from handlers.patrol import media_lost
from handlers.understand import lexicon
from models import attachments
from models.attachments import Attachment
from models.errors import Refused

log = logging.getLogger(__name__)


@dataclass
class Built:
    """What was made of a configuration."""

    office: Office
    store: media.Store
    probe: Probe
    max_file_bytes: int


def channel(settings: ChannelSettings, spool: Path) -> Channel:
    """The channel of one ``[[channels]]`` table."""
    if settings.kind == "console":
        return Console(settings.name, spool)
    if settings.kind == "wecom_robot":
        return WecomRobot(settings)
    if settings.kind == "official_account":
        return OfficialAccount(settings)
    if settings.kind == "gateway":
        return Gateway(settings)
    if settings.kind == "wecom_aibot":
        return AibotHook(settings) if settings.options.get("mode") == "webhook" else WecomAibot(settings)
    if settings.kind == "wecom_archive":
        return WecomArchive(settings)
    if settings.kind == "wecom_kf":
        return WecomKf(settings)
    return WecomApp(settings)


def build(config: Config, work: Work, clock: Clock) -> Built:
    """An office with its channels and media; nothing runs yet."""
    spool = config.media.folder.parent / "spool"
    channels = {one.name: channel(one, spool) for one in config.channel_settings}
    ears, shelf = OfficeEars(work, clock), OfficeTokens(work, clock)
    for one in channels.values():
        if isinstance(one, Listener):
            one.hear_with(ears)
        if isinstance(one, SharesTokens):
            one.share(shelf)
    max_file = config.media.max_file_mb * 2**20
    store = media.Store(config.media.folder, max_file, int(config.media.max_night_gb * 2**30))
    probe = Probe()
    beside = Beside(Kin(work, channels), Links(work))
    office = Office(work, clock, channels, fetch=Fetcher(work, store, channels, clock, probe, beside))
    return Built(office, store, probe, max_file)


@dataclass(frozen=True)
class Beside:
    """What is asked of others between files: who somebody is, and whether the links of tips hold."""

    kin: Kin
    links: Links


class Fetcher:
    """Fetches what is wanted, and says so when a file is lost; between files it asks what is not urgent."""

    def __init__(
        self,
        work: Work,
        store: media.Store,
        channels: Mapping[str, Channel],
        clock: Clock,
        probe: Probe,
        beside: "Beside",
    ) -> None:
        self._work, self._store, self._channels = work, store, channels
        self._clock, self._probe, self._beside = clock, probe, beside

    async def __call__(self, now: datetime) -> int:
        """One round of files; how many were taken."""
        if not await self._work.read(lambda session: attachments.wanted(session, now)):
            return await self._beside.kin(now) or await self._beside.links(now)
        return await media.fetch_wanted(self._work, self._store, self._channels, self._clock.now, self._probe, _on_lost)


def _on_lost(session: Session, attachment: Attachment, now: datetime) -> None:
    media_lost(session, attachment.message_id, now)


def application(
    built: Built, clock: Clock, control: ClockControl | None = None, clips: tips.Clips = tips.no_clips
) -> web.Application:
    """The HTTP side: callbacks, health, metrics, tips, and the chat page where a console is configured."""
    office, registry = built.office, CollectorRegistry()
    callbacks = {name: one for name, one in office.channels.items() if isinstance(one, Callback)}
    app = web.Application()
    app.add_routes(Intake(office.work, callbacks, clock, registry).routes())
    app.add_routes(Health(office.work, clock, registry, office.mouths.refusing).routes())
    app.add_routes(tips.routes(office.work, clips))
    console = next((one for one in office.channels.values() if isinstance(one, Console)), None)
    if console:
        limit = built.max_file_bytes
        app.add_routes(pages.routes(office.work, console, clock.now, built.store.path, control, limit))
    app.add_routes([web.get("/", _front_door if console else _nothing_to_see)])
    return app


async def _front_door(request: web.Request) -> web.StreamResponse:
    raise web.HTTPFound("/console")


async def _nothing_to_see(request: web.Request) -> web.Response:
    """The duty room comes with a later release; until then the address says that it is alive."""
    return web.Response(text="夜巡在运行。值班室网页还没有做好，请在群里或私聊里问机器人。\n")


@contextlib.asynccontextmanager
async def running(config: Config, clock: Clock) -> AsyncIterator[Built]:
    """A service that runs while the context is open; everything in hand is finished at its end."""
    work = Work(config.database.url)
    built = build(config, work, clock)
    for one in built.office.channels.values():
        await one.start()
    learning = asyncio.create_task(asyncio.to_thread(learn_words, config.media.folder.parent / "words"))
    await asyncio.to_thread(built.store.sweep, clock.now())
    await built.office.open(
        config.office, config.patrol.rhythms, config.zero_rules, entered=config.entered, weather=config.profiles
    )
    service = Service(built.office)
    watcher = _watcher(built.office, config, service)
    await service.start()
    try:
        yield built
    finally:
        await watcher.stop()
        await service.stop()
        await learning
        for one in built.office.channels.values():
            await one.close()
        await built.probe.close()
        work.close()


def _watcher(office: Office, config: Config, service: Service) -> Watch:
    """The watcher of a running office; a clock that is moved by hand for a demo is not watched."""
    url, real = config.watch.heartbeat_url, isinstance(office.clock, RealClock)
    watcher = Watch(office, Heartbeat(url, config.watch.heartbeat_post) if url else None, rearm=service.tick_now)
    if real:
        service.before_tick = watcher.compare
        watcher.start()
    return watcher


def learn_words(folder: Path) -> None:
    """Loads the dictionary before the first message asks for it; its cache lies in a folder of our own."""
    folder.mkdir(parents=True, exist_ok=True)
    lexicon.prepare(folder)
    lexicon.cut("罐区")


async def listening(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Serves the pages and callbacks; raises Refused when the port is taken."""
    # nobody who calls us packs what they send, and what is packed may be a thousand times as large
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0, auto_decompress=False)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        raise Refused(
            f"port {port} on {host} is taken or may not be used ({error.strerror}); choose another"
        ) from error
    return runner


def serve(config: Config, *, migrate: bool = True) -> None:
    """`yexun serve`: runs until SIGTERM or Ctrl-C, then ends within ten seconds."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    if config.console_exposed():
        raise Refused(CONSOLE_EXPOSED)
    if migrate:
        upgrade(config.database.url)
    # the writer thread handles messages while the loop answers callbacks: five milliseconds a turn are too long
    sys.setswitchinterval(0.001)
    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(_serve(config))


async def _serve(config: Config) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows has no signal handlers in the loop
            loop.add_signal_handler(name, stop.set)
    clock = RealClock()
    async with running(config, clock) as built:
        runner = await listening(application(built, clock), config.web.host, config.web.port)
        log.info("listening on http://%s:%d", config.web.host, config.web.port)
        await stop.wait()
        log.info("stopping")
        await runner.cleanup()
