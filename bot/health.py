"""/healthz and /metrics: whether the bot is alive, and how far behind it is."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from aiohttp import web
from prometheus_client import CollectorRegistry, Gauge, generate_latest

from bot.clock import Clock
from bot.work import Work
from models import watch
from models.errors import NotStorable
from models.watch import Seen, Sign

#: With these nothing goes on by itself; with the others the bot works, and somebody should look.
STUCK = frozenset({Sign.TICK, Sign.BEHIND})


def program_version() -> str:
    """The version of this program."""
    try:
        return version("yexun")
    except PackageNotFoundError:
        return "unknown"


def _none(now: datetime) -> tuple[str, ...]:
    return ()


class Health:
    """Answers whether the bot is well: ok, degraded (somebody should look), stuck."""

    def __init__(
        self,
        work: Work,
        clock: Clock,
        registry: CollectorRegistry,
        refusing: Callable[[datetime], tuple[str, ...]] = _none,
    ) -> None:
        self._work = work
        self._clock = clock
        self._registry = registry
        self._refusing = refusing
        self._oldest = Gauge("yexun_oldest_pending_seconds", "Age of the oldest waiting message", registry=registry)
        self._letter = Gauge("yexun_oldest_letter_seconds", "Age of the oldest letter due", registry=registry)
        self._tick = Gauge("yexun_last_tick_seconds", "Age of the last tick", registry=registry)
        self._heard = Gauge("yexun_messages_last_hour", "Messages of the last hour", registry=registry)
        self._usual = Gauge("yexun_messages_usual", "Median of this hour in the last 14 nights", registry=registry)
        self._signs = Gauge("yexun_watch", "What the watcher sees", ["sign", "channel"], registry=registry)

    def routes(self) -> list[web.RouteDef]:
        """GET /healthz and /metrics."""
        return [web.get("/healthz", self.healthz), web.get("/metrics", self.metrics)]

    async def healthz(self, request: web.Request) -> web.Response:
        """200 when alive, 503 when stuck; how far behind either way."""
        try:
            async with asyncio.timeout(5):
                seen = await self._look()
        except (TimeoutError, NotStorable, OSError):
            return web.json_response(self._told("stuck", None), status=503)
        state = self._state(seen)
        return web.json_response(self._told(state, seen), status=503 if state == "stuck" else 200)

    async def _look(self) -> Seen:
        now = self._clock.now()
        return await self._work.read(lambda session: watch.look(session, now, self._refusing(now)))

    def _state(self, seen: Seen) -> str:
        signs = {one.sign for one in seen.found()}
        if signs & STUCK:
            return "stuck"
        return "degraded" if signs or self._work.refused_lately() else "ok"

    def _told(self, state: str, seen: Seen | None) -> dict[str, object]:
        told: dict[str, object] = {"status": state, "version": program_version()}
        if seen is None:
            return told | {"oldest_pending_s": None, "last_tick_s": None}
        signs = [f"{one.sign}:{one.channel}" if one.channel else one.sign.value for one in seen.found()]
        ages = {"oldest_pending_s": _age(seen.now, seen.message), "last_tick_s": _age(seen.now, seen.tick)}
        return told | ages | {"oldest_letter_s": _age(seen.now, seen.letter), "signs": signs}

    async def metrics(self, request: web.Request) -> web.Response:
        """Prometheus text."""
        seen = await self._look()
        self._oldest.set(_age(seen.now, seen.message) or 0)
        self._letter.set(_age(seen.now, seen.letter) or 0)
        self._tick.set(_age(seen.now, seen.tick) or 0)
        self._heard.set(seen.heard)
        self._usual.set(seen.usual or 0)
        self._signs.clear()
        for one in seen.found():
            self._signs.labels(one.sign.value, one.channel).set(1)
        return web.Response(body=generate_latest(self._registry), content_type="text/plain", charset="utf-8")


def _age(now: datetime, then: datetime | None) -> float | None:
    return round((now - then).total_seconds(), 1) if then else None
