"""What can go wrong on the platform's side, queued by a test and met by the next calls."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Fault:
    """One thing that goes wrong: an error code, an HTTP status, or no answer at all."""

    path: str  # the end of the path: message/send
    code: int | None = None
    told: str = "made by a test"
    status: int | None = None
    drop: str = ""  # "before": cut before doing it; "after": do it, then cut; "hang": never answer; "mute": do it first
    times: int = 1


@dataclass
class Trouble:
    """The faults that wait for their call, in order, and who hangs."""

    waiting: list[Fault] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, path: str, **what: object) -> Fault:
        """Queues a fault for the next call of a path."""
        fault = Fault(path, **what)  # type: ignore[arg-type]
        self.waiting.append(fault)
        return fault

    def count(self, path: str) -> int:
        """How often a path was called."""
        return sum(call.endswith(path) for call in self.calls)

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Lets the next fault of this path happen, or nothing."""
        self.calls.append(request.path)
        fault = self._next(request.path)
        if fault is None:
            return await handler(request)
        return await self._happen(fault, request, handler)

    def _next(self, path: str) -> Fault | None:
        for fault in self.waiting:
            if path.endswith(fault.path):
                fault.times -= 1
                if fault.times <= 0:
                    self.waiting.remove(fault)
                return fault
        return None

    async def _happen(self, fault: Fault, request: web.Request, handler: Handler) -> web.StreamResponse:
        if fault.code is not None:
            return web.json_response({"errcode": fault.code, "errmsg": fault.told})
        if fault.status is not None:
            return web.Response(status=fault.status, text="<html>bad gateway</html>")
        answer = await handler(request) if fault.drop in ("after", "mute") else None
        if fault.drop in ("hang", "mute"):
            await self.released.wait()
        if request.transport is not None:
            request.transport.abort()
        return answer or web.Response()
