"""What goes wrong around the bot while the soak of the roads runs: seeded, and over when the soak says so."""

import asyncio
import errno
import logging
from collections import Counter
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from aiohttp import web
from sqlalchemy import Connection, event

from bot.work import Work
from tests.platform.aibot import AibotPlatform
from tests.platform.shelf import error
from tests.platform.trouble import Handler

#: What happens to a call, and how often of a hundred mishaps: before the platform does anything, or after.
MISHAPS: Mapping[str, int] = {
    "slow": 24,
    "cut before": 12,
    "cut after": 14,
    "torn": 12,
    "500": 8,
    "500 after": 8,
    "-1": 10,
    "45033": 6,
    "45009": 2,
    "hangs before": 2,
    "hangs after": 2,
}
#: What may happen where files and tokens are handed out: an answer that comes twice there harms nobody.
HARMLESS = ("slow", "cut before", "500", "-1")


@dataclass
class Weather:
    """The faults that the calls to an HTTP platform meet; the n-th call of a path always meets the same."""

    seed: int
    often: float = field(init=False)
    met: "Counter[str]" = field(default_factory=Counter)
    _dice: dict[str, Random] = field(default_factory=dict)
    _over: asyncio.Event = field(default_factory=asyncio.Event)

    def clears(self) -> None:
        """From now on everything works; whoever hangs is let go."""
        self._over.set()

    def _mishap(self, path: str) -> tuple[str, float]:
        dice = self._dice.setdefault(path, Random(f"{self.seed} {path}"))
        strikes, how = dice.random() < self.often, dice.random()
        [kind] = dice.choices(list(MISHAPS), weights=list(MISHAPS.values()))
        harmless = "media" in path or path.endswith("gettoken")
        if self._over.is_set() or not strikes or (harmless and kind not in HARMLESS):
            return "", how
        self.met[kind] += 1
        return kind, how

    def __post_init__(self) -> None:
        self.often = Random(self.seed).choice([0.1, 0.2, 0.35])

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Lets a call go well, late, wrong or not at all."""
        kind, how = self._mishap(request.path)
        if kind in ("-1", "45033", "45009"):
            return error(int(kind), "made by the soak")
        if kind == "500":
            return web.Response(status=502, text="<html>bad gateway</html>")
        if kind == "slow":
            await asyncio.sleep(how / 5)
        if kind == "hangs before":
            await self._over.wait()
        answer = web.Response() if kind in ("cut before", "hangs before") else await handler(request)
        return answer if kind in ("", "slow") else await self._spoil(kind, request, answer)

    async def _spoil(self, kind: str, request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
        if kind == "500 after":
            return web.Response(status=500, text="<html>internal error</html>")
        if kind == "hangs after":
            await self._over.wait()
        if kind == "torn" and isinstance(answer, web.Response) and isinstance(answer.body, bytes):
            answer = await _begun(request, answer.body)
        if request.transport is not None:
            request.transport.abort()
        return answer


async def _begun(request: web.Request, body: bytes) -> web.StreamResponse:
    """An answer of which half is sent."""
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    response.content_length = len(body)
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    return response


class RoughAibot(AibotPlatform):
    """The platform of an AI bot; it knows of which messages the bot has surely heard.

    There is no answer to a message. But a ping comes after the answer to the one before, so what was sent before an
    answered ping has been read when the next one comes on the same line.
    """

    def __init__(self, **told: Any) -> None:
        super().__init__(**told)
        self._pinged: Counter[web.WebSocketResponse] = Counter()  # pings by line
        self._unsure: list[tuple[str, web.WebSocketResponse, int]] = []
        self._cut: set[web.WebSocketResponse] = set()
        self.surely: set[str] = set()

    async def tells(self, said: Awaitable[str], msgid: str) -> bool:
        """Lets a member write or click; whether somebody was on the line."""
        line = self._line
        try:
            told = await said
        except OSError:
            return False
        if line is not None and told:
            self._unsure.append((msgid, line, self._pinged[line]))
        return bool(told)

    @property
    def all_sure(self) -> bool:
        """Whether of each message on the present line it is known that it was heard."""
        return not any(line is self._line for _, line, _ in self._unsure)

    async def cut(self) -> None:
        """Breaks the connection off; what still came over it is not looked at any more."""
        if self._line is not None:
            self._cut.add(self._line)
        await super().cut()

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        self.moods.silent = self.moods.half_dead = False  # of the line before
        return await super()._connect(request)

    async def _frame(self, line: web.WebSocketResponse, text: str) -> None:
        if line in self._cut:
            return
        if '"cmd": "ping"' in text and line is self._line and not self.moods.silent:
            self._pinged[line] += 1
            self._note()
        await super()._frame(line, text)

    def _note(self) -> None:
        sure = [one for one in self._unsure if self._pinged[one[1]] >= one[2] + 2]
        self.surely |= {msgid for msgid, _, _ in sure}
        self._unsure = [one for one in self._unsure if one not in sure]

    def restless(self) -> bool:
        """Whether one more interruption may cost more subscriptions than the platform allows."""
        return sum(self.clock() - at < 60 for at, _ in self.subscribed) >= 5


class Disk:
    """The disk under a database: it refuses the next so many commits."""

    def __init__(self, work: Work) -> None:
        self.refuses = 0
        event.listen(work._writer, "begin", self._begin)

    def _begin(self, _: Connection) -> None:
        if self.refuses > 0:
            self.refuses -= 1
            raise OSError(errno.ENOSPC, "made by the soak")


class Complaints(logging.Handler):
    """What the bot logs of faults of its own: errors that nobody foresaw."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps what came with a traceback."""
        if record.exc_info and record.name.split(".")[0] in ("bot", "handlers", "models", "scheduler"):
            self.heard.append(f"{record.getMessage()}: {record.exc_info[1]!r}")
