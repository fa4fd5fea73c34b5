"""The console channel: a chat page of our own, so that the whole bot can be tried without any platform."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from bot.channels.base import Ability, Address, Download, Health, Limit, MediaLost, Outcome, Parcel, Sent

CHUNK = 256 * 1024
#: What was not fetched within this time never will be.
SPOOLED_FOR = timedelta(days=2)
_LOCATOR = re.compile(r"[0-9a-f]{32}")


class Console:
    """A channel whose platform is our own page: what is sent to it is shown from the outbox rows themselves."""

    kind = "console"
    can = frozenset({Ability.PERSONS, Ability.GROUPS, Ability.UNASKED})
    max_bytes = 1_000_000
    limits: tuple[Limit, ...] = ()

    def __init__(self, name: str, spool: Path, wall: Callable[[], float] = time.time) -> None:
        self.name = name
        self.closed = False
        self._spool = spool
        self._wall = wall  # files carry the machine's time, also where the bot lives by a demo clock
        self._listeners: set[asyncio.Event] = set()

    async def start(self) -> None:
        """Makes the spool folder and sweeps what nobody fetched."""
        self.closed = False
        await asyncio.to_thread(self._sweep)

    async def close(self) -> None:
        """Ends the live streams of the page, so that a server that stops need not wait for them."""
        self.closed = True
        for event in self._listeners:
            event.set()

    async def send(self, to: Address, parcel: Parcel) -> Outcome:
        """The outbox row with its text is what the page shows: nothing else is to be done."""
        return Sent(platform_id=parcel.key)

    @asynccontextmanager
    async def fetch(self, locator: str) -> AsyncIterator[Download]:
        """Streams an upload from the spool; raises MediaLost where there is none of that name."""
        path = self._path(locator)
        try:
            file = await asyncio.to_thread(path.open, "rb")
        except OSError as error:
            raise MediaLost(locator) from error
        with file:
            yield Download(chunks=_chunks(file), size=path.stat().st_size)

    async def check(self) -> list[Health]:
        """Green as long as uploads can be written."""
        try:
            locator, file = await asyncio.to_thread(self.new_file)
            file.close()
            self.drop(locator)
        except OSError as error:
            return [Health("red", f"聊天页的上传目录写不进去：{error.strerror}")]
        return [Health("green", "聊天页可用")]

    def new_file(self) -> tuple[str, BinaryIO]:
        """A fresh file of the spool, open for writing, and the locator under which `fetch` finds it."""
        self._spool.mkdir(parents=True, exist_ok=True)
        locator = uuid4().hex
        return locator, self._path(locator).open("xb")

    def drop(self, locator: str) -> None:
        """Forgets an upload that did not become a message."""
        with suppress(OSError):
            self._path(locator).unlink()

    def listen(self, event: asyncio.Event) -> None:
        """Has `close` set an event; hand it back with `forget`."""
        self._listeners.add(event)

    def forget(self, event: asyncio.Event) -> None:
        """Stops setting an event."""
        self._listeners.discard(event)

    def _path(self, locator: str) -> Path:
        if not _LOCATOR.fullmatch(locator):
            raise MediaLost(locator)
        return self._spool / locator

    def _sweep(self) -> None:
        self._spool.mkdir(parents=True, exist_ok=True)
        oldest = self._wall() - SPOOLED_FOR.total_seconds()
        for path in self._spool.iterdir():
            with suppress(OSError):
                if _LOCATOR.fullmatch(path.name) and path.stat().st_mtime < oldest:
                    path.unlink()


async def _chunks(file: BinaryIO) -> AsyncIterator[bytes]:
    while chunk := await asyncio.to_thread(file.read, CHUNK):
        yield chunk
