"""Platform callbacks: verify, decrypt, parse, store, answer an empty 200; nothing else is done before that."""

import asyncio
import hashlib
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from aiohttp import ClientPayloadError, web
from prometheus_client import CollectorRegistry, Counter

from bot.channels.base import Callback, Obliging
from bot.clock import Clock
from bot.work import Work
from models.errors import BadInput, BadSignature, NotStorable, TooLarge

log = logging.getLogger(__name__)

#: No callback of a platform comes near this; what is larger is refused before it is read to its end.
MAX_BODY = 256 * 1024
#: A platform sends a callback in one go; who takes longer only holds the connection.
PATIENCE_S = 10.0
#: A platform repeats within seconds and signs anew each time; what was signed so long ago was overheard.
FRESH = timedelta(minutes=10)


class Intake:
    """The ears of all channels that are called over HTTP."""

    def __init__(
        self, work: Work, callbacks: Mapping[str, Callback], clock: Clock, registry: CollectorRegistry
    ) -> None:
        taken = Counter("yexun_callbacks", "Callbacks stored", ["channel"], registry=registry)
        refused = Counter("yexun_callbacks_refused", "Callbacks refused", ["channel", "status"], registry=registry)
        self._doors = [
            _Door(name, callback, work, clock, taken.labels(name), refused) for name, callback in callbacks.items()
        ]

    def routes(self) -> list[web.RouteDef]:
        """GET and POST /callback/<channel name>; each has a route of its own, which is found without a pattern."""
        return [
            route
            for door in self._doors
            for route in (web.get(f"/callback/{door.name}", door.check), web.post(f"/callback/{door.name}", door.hear))
        ]


class _Door:
    """One address at which a platform knocks; what does not change from message to message is looked up once."""

    def __init__(
        self, name: str, callback: Callback, work: Work, clock: Clock, taken: Counter, refused: Counter
    ) -> None:
        self.name = name
        self._callback = callback
        self._obliging = callback if isinstance(callback, Obliging) else None
        self._work = work
        self._clock = clock
        self._taken = taken
        self._refused = refused

    async def check(self, request: web.Request) -> web.Response:
        """The platform's check of the address: the decrypted echo, plain, or 403/400."""
        try:
            _fresh(request.query, self._clock.now())
            return web.Response(text=self._callback.verify(request.query))
        except BadInput as error:
            return self._refuse(request, error, b"")

    async def hear(self, request: web.Request) -> web.Response:
        """A message: empty 200 once it is safe on disk; 503 when it cannot be stored, so that it comes again."""
        body = b""
        try:
            now = self._clock.now()
            query = request.query
            _fresh(query, now)
            body = _whole(request) or await _in_time(request)
            for incoming in self._callback.parse(query, body, now):
                await self._work.receive(incoming)
                if self._obliging is not None:
                    self._obliging.stored(incoming)
        except BadInput as error:
            return self._refuse(request, error, body)
        except NotStorable:
            return self._count(503)
        self._taken.inc()
        return web.Response()

    def _refuse(self, request: web.Request, error: BadInput, body: bytes) -> web.Response:
        status = 413 if isinstance(error, TooLarge) else 403 if isinstance(error, BadSignature) else 400
        seen = hashlib.sha256(body).hexdigest()[:16]
        log.warning("callback %s refused with %d, body %s: %s", self.name, status, seen, error)
        response = self._count(status)
        if not request.content.at_eof():
            response.force_close()  # what is still to come is not worth waiting for
        return response

    def _count(self, status: int) -> web.Response:
        self._refused.labels(self.name, str(status)).inc()
        return web.Response(status=status)


def _fresh(query: Mapping[str, str], now: datetime) -> None:
    """Raises BadSignature for what was signed too long ago; what is no time at all is for the channel to judge."""
    stamp = query.get("timestamp", "")
    if len(stamp) > 12 or not (stamp.isascii() and stamp.isdigit()):
        return
    age = now.timestamp() - int(stamp)
    if age > FRESH.total_seconds():
        msg = f"signed {age:.0f} s ago: it was overheard, or the clock of this machine is fast"
        raise BadSignature(msg)


def _whole(request: web.Request) -> bytes:
    """The body where all of it came with its head, as a callback's does; else empty, and it is waited for."""
    content = request.content
    if not content.is_eof() or content.exception() is not None or (request.content_length or 0) > MAX_BODY:
        return b""
    body = content.read_nowait()
    if len(body) > MAX_BODY:
        raise TooLarge
    return body


async def _in_time(request: web.Request) -> bytes:
    """The body, whole and in time; raises BadInput or TooLarge."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await _body(request)
    except TimeoutError as error:
        msg = "the body did not come to its end"
        raise BadInput(msg) from error
    except (ClientPayloadError, web.RequestPayloadError, ConnectionError) as error:
        msg = "the body is no body, or its sender has gone"
        raise BadInput(msg) from error


async def _body(request: web.Request) -> bytes:
    """The body up to its limit; raises TooLarge as soon as it is passed."""
    if (request.content_length or 0) > MAX_BODY:
        raise TooLarge
    body = await request.content.read(MAX_BODY + 1)
    if request.content.at_eof() and len(body) <= MAX_BODY:
        return body
    parts = [body]
    size = len(body)
    while size <= MAX_BODY:
        more = await request.content.read(MAX_BODY + 1 - size)
        if not more:
            return b"".join(parts)
        parts.append(more)
        size += len(more)
    raise TooLarge
