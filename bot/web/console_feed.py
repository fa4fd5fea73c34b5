"""The live side of the chat page: a stream that says when to look again, and the clock of a demo."""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from aiohttp import web
from sqlalchemy import func
from sqlmodel import Session, col, select

from bot.channels.console import Console
from bot.web.console_door import HEADERS
from bot.work import Work
from models import incidents
from models.attachments import Attachment, AttachmentStatus
from models.inbox import Message
from models.outbox import Outgoing, OutgoingStatus

HEARTBEAT_S = 15.0
#: While a demo clock runs ahead, the page sees it run.
MOVING_S = 0.4
#: Many commits in a row become one event.
DEBOUNCE_S = 0.1
#: Where the clock of a demo can be moved to.
MOVES = frozenset({"hour", "03:30", "06:30", "08:00", "09:00", "10:00", "tomorrow"})


class ClockControl(Protocol):
    """The clock of a demo, which can be told to run ahead."""

    @property
    def moving(self) -> bool:
        """Whether it is running ahead at this moment."""

    def now(self) -> datetime:
        """What it shows, aware."""

    async def move(self, to: str) -> None:
        """Runs ahead to a moment of `MOVES`, playing everything in between; returns when it is there."""


class Feed:
    """One open page: writes to it whenever something in its channel has changed."""

    def __init__(self, work: Work, console: Console, now: Callable[[], datetime], clock: ClockControl | None) -> None:
        self._work = work
        self._console = console
        self._now = now
        self._clock = clock

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Streams until the page goes or the channel closes."""
        response = web.StreamResponse(
            headers={
                **HEADERS,
                "Content-Type": "text/event-stream; charset=utf-8",
                "Cache-Control": "no-store",
                "X-Accel-Buffering": "no",
            }
        )
        await response.prepare(request)
        event = self._work.bell.listen()
        self._console.listen(event)
        try:
            await self._stream(response, event)
        except ConnectionResetError:
            pass  # the page was closed
        finally:
            self._console.forget(event)
            self._work.bell.forget(event)
        return response

    async def _stream(self, response: web.StreamResponse, event: asyncio.Event) -> None:
        seen = await self._work.read(self._mark)
        await response.write(_event("changed", clock(self._now, self._clock)))
        while not self._console.closed:
            moving = self._clock is not None and self._clock.moving
            await self._work.bell.wait(event, MOVING_S if moving else HEARTBEAT_S)
            if self._console.closed:
                return
            if event.is_set():
                await asyncio.sleep(DEBOUNCE_S)
                event.clear()
            latest = await self._work.read(self._mark)
            kind = "changed" if latest != seen else "clock"
            seen = latest
            await response.write(b": alive\n\n" + _event(kind, clock(self._now, self._clock)))

    def _mark(self, session: Session) -> tuple[object, ...]:
        """What differs when the page has something new to show."""
        name = self._console.name
        heard = select(func.max(Message.id)).where(Message.channel == name)
        read = select(func.max(Message.handled_at)).where(Message.channel == name)
        said = select(func.count()).where(Outgoing.channel == name, Outgoing.status == OutgoingStatus.SENT)
        settled = (AttachmentStatus.STORED, AttachmentStatus.LOST)
        fetched = select(func.count()).where(col(Attachment.status).in_(settled))
        calling = tuple(one.id for one in incidents.untaken(session))  # told on whatever channel
        return (calling, *(session.exec(one).one() for one in (heard, read, said, fetched)))


def clock(now: Callable[[], datetime], control: ClockControl | None) -> dict[str, object]:
    """What the clock shows, whether it can be moved, and whether it is moving."""
    return {
        "now": now().isoformat(),
        "demo": control is not None,
        "moving": control is not None and control.moving,
    }


def _event(kind: str, value: object) -> bytes:
    return f"event: {kind}\ndata: {json.dumps(value)}\n\n".encode()
