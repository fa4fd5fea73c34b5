"""/healthz and /metrics: whether the bot is alive, and how far behind it is."""

import asyncio
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version

from aiohttp import web
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from sqlmodel import Session

from bot.clock import Clock
from bot.ticker import TICK
from bot.work import Work
from models import inbox, runs
from models.errors import NotStorable

#: A tick comes every 15 seconds, a message is handled within seconds: beyond these something is stuck.
TICK_LATE = timedelta(minutes=5)
PENDING_LONG = timedelta(minutes=15)


def program_version() -> str:
    """The version of this program."""
    try:
        return version("yexun")
    except PackageNotFoundError:
        return "unknown"


class Health:
    """Answers whether the bot is well: ok, degraded (the database refused something lately), stuck."""

    def __init__(self, work: Work, clock: Clock, registry: CollectorRegistry) -> None:
        self._work = work
        self._clock = clock
        self._registry = registry
        self._oldest = Gauge("yexun_oldest_pending_seconds", "Age of the oldest waiting message", registry=registry)
        self._tick = Gauge("yexun_last_tick_seconds", "Age of the last tick", registry=registry)

    def routes(self) -> list[web.RouteDef]:
        """GET /healthz and /metrics."""
        return [web.get("/healthz", self.healthz), web.get("/metrics", self.metrics)]

    async def healthz(self, request: web.Request) -> web.Response:
        """200 when alive, 503 when stuck; how far behind either way."""
        now = self._clock.now()
        try:
            async with asyncio.timeout(5):
                oldest, tick = await self._work.read(_ages)
        except (TimeoutError, NotStorable, OSError):
            return web.json_response(self._told("stuck", None, None), status=503)
        state = self._state(now, oldest, tick)
        told = self._told(state, _seconds(now, oldest), _seconds(now, tick))
        return web.json_response(told, status=503 if state == "stuck" else 200)

    def _state(self, now: datetime, oldest: datetime | None, tick: datetime | None) -> str:
        late = tick is not None and now - tick > TICK_LATE
        behind = oldest is not None and now - oldest > PENDING_LONG
        if late or behind:
            return "stuck"
        return "degraded" if self._work.refused_lately() else "ok"

    def _told(self, state: str, oldest: float | None, tick: float | None) -> dict[str, object]:
        return {"status": state, "version": program_version(), "oldest_pending_s": oldest, "last_tick_s": tick}

    async def metrics(self, request: web.Request) -> web.Response:
        """Prometheus text."""
        now = self._clock.now()
        oldest, tick = await self._work.read(_ages)
        self._oldest.set(_seconds(now, oldest) or 0)
        self._tick.set(_seconds(now, tick) or 0)
        return web.Response(body=generate_latest(self._registry), content_type="text/plain", charset="utf-8")


def _ages(session: Session) -> tuple[datetime | None, datetime | None]:
    return inbox.oldest_pending(session), runs.last_beat(session, TICK)


def _seconds(now: datetime, then: datetime | None) -> float | None:
    return round((now - then).total_seconds(), 1) if then else None
