"""The one live connection of an AI bot: subscribed, kept awake, brought back when it falls.

Whoever subscribes last pushes everybody else out, so a connection that was pushed out stays down: two that fight for
the place would push each other out for ever. Nothing is repeated by the platform; what comes while the connection is
down is lost, and its owner is told how long that was.
"""

import asyncio
import json
import logging
import os
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Protocol
from weakref import WeakValueDictionary

import aiohttp

from bot.channels.wecom_errors import TOO_OFTEN, ApiError, Unreached
from models.outages import Trouble

log = logging.getLogger(__name__)

Frame = Mapping[str, Any]

CALLBACKS = frozenset({"aibot_msg_callback", "aibot_event_callback"})
#: Looks alive and takes nothing: only a new connection helps.
NOT_SUBSCRIBED = 846609
#: Wrong id or secret; long connections are not switched on for this bot.
REJECTED = frozenset({853000, 846601})
MOST_FRAME = 4 * 1024 * 1024
MISSED = 2

NOT_OPENED = (aiohttp.ClientError, TimeoutError, OSError, ValueError)


@dataclass(frozen=True)
class Pace:
    """How long things may take and how often they are tried, in seconds."""

    connect: float = 10
    answer: float = 5
    piece: float = 60  # one piece of a file, half a megabyte
    ping: float = 30
    back_off: tuple[float, ...] = (1, 2, 4, 8, 15, 30, 60)
    too_often: float = 300
    steady: float = 60  # what held so long was no failure
    stopped: float = 60


class Owner(Protocol):
    """Who a connection belongs to."""

    def sign(self) -> None:
        """The platform has shown that it is there."""

    def heard(self, frame: Frame) -> None:
        """A message or an event."""

    async def up(self) -> None:
        """It hears from now on."""

    async def down(self) -> None:
        """It does not hear; said again with every attempt that failed."""

    async def stopped(self, what: Trouble) -> None:
        """It will not come back by itself."""


class _Stopped(Exception):
    def __init__(self, what: Trouble) -> None:
        super().__init__(what.value)
        self.what = what


class Socket:
    """Runs until it is cancelled; sendings find it connected or not."""

    def __init__(
        self,
        url: str,
        who: Mapping[str, str],
        owner: Owner,
        pace: Pace | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url, self._who, self._owner = url, dict(who), owner
        self.pace = pace or Pace()
        self._monotonic = monotonic
        self._line: aiohttp.ClientWebSocketResponse | None = None
        self._waiting: dict[str, asyncio.Future[Frame]] = {}
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._down_since = monotonic()
        self._frames = 0
        self.stopped: Trouble | None = None

    @property
    def connected(self) -> bool:
        """Whether it is subscribed now."""
        return self._line is not None

    @property
    def down_for(self) -> float:
        """For how many seconds it has not been subscribed."""
        return 0.0 if self.connected else self._monotonic() - self._down_since

    async def run(self) -> None:
        """Connects for ever, more slowly the longer it fails; when it must not connect any more it only says so."""
        failed = 0
        while self.stopped is None:
            began = self._monotonic()
            wait = await self._guarded()
            self._down_since = self._monotonic()
            failed = 0 if self._down_since - began >= self.pace.steady else failed + 1
            await self._owner.down()
            if self.stopped is None:
                await asyncio.sleep(max(wait, self.pace.back_off[min(max(failed, 1), len(self.pace.back_off)) - 1]))
        await self._owner.stopped(self.stopped)
        while True:
            await asyncio.sleep(self.pace.stopped)
            await self._owner.down()

    async def _guarded(self) -> float:
        """One connection; nothing that goes wrong with it ends the attempts. How long to wait at least."""
        try:
            await self._once()
            log.warning("the long connection fell")
        except _Stopped as end:
            self.stopped = end.what
            log.error("the long connection is given up: %s", end.what.value)
        except ApiError as error:
            log.warning("the platform refuses the subscription: errcode %d", error.code)
            return self.pace.too_often if error.code == TOO_OFTEN else 0
        except (Unreached, *NOT_OPENED) as error:
            log.warning("the long connection is down: %s", type(error).__name__)
        except Exception:
            log.exception("the long connection broke")
        return 0

    async def _once(self) -> None:
        async with opened(self._url, self.pace) as line:
            reader = asyncio.create_task(self._read(line))
            tasks = [reader]
            try:
                await self._subscribe(line)
                self._line = line
                await self._owner.up()
                tasks.append(asyncio.create_task(self._stay_awake(line)))
                await reader
            finally:
                self._line = None
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _subscribe(self, line: aiohttp.ClientWebSocketResponse) -> None:
        try:
            await self._exchange(line, "aibot_subscribe", self._who, new_id("aibot_subscribe"), self.pace.answer)
        except ApiError as error:
            if error.code in REJECTED:
                raise _Stopped(Trouble.REJECTED) from None
            raise

    # What comes in

    async def _read(self, line: aiohttp.ClientWebSocketResponse) -> None:
        try:
            async for message in line:
                if message.type not in (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY):
                    return
                self._frames += 1
                self._owner.sign()
                self._take(_parsed(message.data))
        finally:
            self._give_up_waiting()

    def _take(self, frame: Frame) -> None:
        if frame.get("cmd") not in CALLBACKS:
            waiting = self._waiting.get(request_of(frame))
            if waiting is not None and not waiting.done():
                waiting.set_result(frame)
            return
        if _event_of(frame) == "disconnected_event":
            raise _Stopped(Trouble.KICKED)
        try:
            self._owner.heard(frame)
        except Exception:  # one message that nobody foresaw must not cost the connection
            log.exception("a callback could not be taken")

    async def _stay_awake(self, line: aiohttp.ClientWebSocketResponse) -> None:
        missed = 0
        while missed < MISSED:
            await asyncio.sleep(self.pace.ping)
            before = self._frames
            try:
                await self._exchange(line, "ping", None, new_id("ping"), self.pace.answer)
            except (Unreached, OSError):
                pass  # on a slow line it may wait behind a piece of a file, whose answer is a sign of life as well
            except ApiError:
                break
            missed = missed + 1 if self._frames == before else 0
        log.warning("the long connection gives no sign of life and is closed")
        await line.close()

    # What goes out

    async def ask(self, cmd: str, body: Frame, req_id: str = "", patience: float | None = None) -> Frame:
        """What the platform answers; one frame at a time on one req_id; raises ApiError or Unreached."""
        req_id = req_id or new_id(cmd)
        turn = self._turns.setdefault(req_id, asyncio.Lock())
        async with turn:
            line = self._line
            if line is None:
                raise Unreached("not connected")
            try:
                return await self._exchange(line, cmd, body, req_id, patience or self.pace.answer)
            except ApiError as error:
                if error.code == NOT_SUBSCRIBED:
                    log.warning("the platform takes nothing on this connection: a new one is opened")
                    await line.close()
                raise

    async def _exchange(
        self, line: aiohttp.ClientWebSocketResponse, cmd: str, body: Frame | None, req_id: str, patience: float
    ) -> Frame:
        frame: dict[str, Any] = {"cmd": cmd, "headers": {"req_id": req_id}}
        if body is not None:
            frame["body"] = body
        answer = self._waiting[req_id] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(patience):
                await line.send_str(json.dumps(frame, ensure_ascii=False))
                found = await answer
        except TimeoutError:
            raise Unreached("no answer in time", lost_answer=True) from None
        except (aiohttp.ClientError, OSError) as error:
            raise Unreached(type(error).__name__, lost_answer=True) from None
        finally:
            self._waiting.pop(req_id, None)
        code = found.get("errcode", 0)
        if code:
            raise ApiError(code if isinstance(code, int) else -1, str(found.get("errmsg", "")))
        told = found.get("body")
        return told if isinstance(told, Mapping) else {}

    def _give_up_waiting(self) -> None:
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(Unreached("the connection fell", lost_answer=True))


@asynccontextmanager
async def opened(url: str, pace: Pace) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """A connection on which nothing was said yet: it pushes nobody out; raises one of NOT_OPENED."""
    async with aiohttp.ClientSession() as session:
        waits = aiohttp.ClientWSTimeout(ws_close=min(2.0, pace.connect))
        async with asyncio.timeout(pace.connect):
            line = await session.ws_connect(url, timeout=waits, max_msg_size=MOST_FRAME)
        try:
            yield line
        finally:
            await line.close()


def new_id(cmd: str) -> str:
    """A req_id as the platform's own clients make them."""
    return f"{cmd}_{time.time_ns() // 1_000_000}_{os.urandom(4).hex()}"


def request_of(frame: Frame) -> str:
    """The req_id of a frame; empty where there is none."""
    headers = frame.get("headers")
    return str(headers.get("req_id") or "") if isinstance(headers, Mapping) else ""


def _parsed(data: str | bytes) -> Frame:
    """A frame, empty when it cannot be read; control characters inside its texts are let pass, as others do."""
    with suppress(ValueError, RecursionError):
        found = json.loads(data, strict=False)
        if isinstance(found, dict):
            return found
    log.warning("a frame of %d bytes cannot be read", len(data))
    return {}


def _event_of(frame: Frame) -> str:
    body = frame.get("body")
    event = body.get("event") if isinstance(body, Mapping) else None
    return str(event.get("eventtype")) if isinstance(event, Mapping) else ""
