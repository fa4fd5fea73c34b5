"""One function, one transaction: a writer thread with group commit, and a few readers.

Whatever is queued when the writer is free shares one commit; there is no timer, so nothing waits for company.
Messages that come in go first and as one statement; every unit of work runs in a savepoint of its own, so that one
that fails leaves the others. A future is resolved only after the commit.
"""

import asyncio
import contextlib
import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session

from models import db, receiving
from models.errors import NotStorable
from models.incoming import Incoming

log = logging.getLogger(__name__)
T = TypeVar("T")

#: A round of units ends after this long, so that the messages that came in meanwhile are not kept waiting.
ROUND_S = 0.02
#: Most messages that one round stores.
BATCH = 512
#: The waits of whoever insists, in seconds: together shorter than any lease.
AGAIN_S = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True)
class _Unit:
    run: Callable[[Session], Any]
    future: "Future[Any]"


@dataclass(frozen=True)
class _Arrival:
    incoming: Incoming
    loop: asyncio.AbstractEventLoop
    stored: "asyncio.Future[None]"


class Work:
    """The only door to the database for everything in `bot`."""

    def __init__(self, url: str) -> None:
        self._writer = db.make_engine(url, writes=True)
        self._reader = db.make_engine(url, writes=False)
        self._arrivals: deque[_Arrival] = deque()
        self._units: deque[_Unit] = deque()
        self._wake = threading.Condition()
        self._closing = False
        self._readers = ThreadPoolExecutor(max_workers=3, thread_name_prefix="reader")
        self._thread = threading.Thread(target=self._loop, name="writer", daemon=True)
        self._bell = Bell()
        self._refused_at: float | None = None
        self._thread.start()

    @property
    def bell(self) -> "Bell":
        """Rings after each commit of a unit or of messages."""
        return self._bell

    def refused_lately(self) -> bool:
        """Whether the database refused a commit within the last minute."""
        return self._refused_at is not None and monotonic() - self._refused_at < 60

    def moved(self) -> bool:
        """Whether a job may be due at another moment, since somebody last asked: nobody knows it here."""
        return True

    async def receive(self, incoming: Incoming) -> None:
        """Stores a message and returns when it is safe on disk; raises NotStorable when it cannot be."""
        loop = asyncio.get_running_loop()
        arrival = _Arrival(incoming, loop, loop.create_future())
        self._put(self._arrivals, arrival)
        await arrival.stored

    async def write(self, run: Callable[[Session], T]) -> T:
        """Runs a unit of work in the writer's next commit; its own error is raised, and undoes only itself."""
        future: Future[T] = Future()
        self._put(self._units, _Unit(run, future))
        return await asyncio.wrap_future(future)

    async def insist(self, run: Callable[[Session], T]) -> T:
        """Like `write`, tried again for a while: for what happened outside, and would again if it were forgotten."""
        for wait in AGAIN_S:
            try:
                return await self.write(run)
            except NotStorable:
                if self._closing:
                    raise
                await asyncio.sleep(wait)
        return await self.write(run)

    async def read(self, run: Callable[[Session], T]) -> T:
        """Runs questions on a reader of its own; they see one moment and may not write."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, run)

    def close(self) -> None:
        """Finishes what is queued and lets go of the database."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        self._thread.join(timeout=10)
        self._readers.shutdown()
        self._writer.dispose()
        self._reader.dispose()

    def _put(self, queue: "deque[Any]", item: Any) -> None:
        with self._wake:
            if self._closing:
                msg = "the database is closed"
                raise NotStorable(msg)
            queue.append(item)
            self._wake.notify()

    def _read(self, run: Callable[[Session], T]) -> T:
        with Session(self._reader, expire_on_commit=False) as session:
            return run(session)

    def _loop(self) -> None:
        while True:
            with self._wake:
                while not (self._arrivals or self._units or self._closing):
                    self._wake.wait()
                if self._closing and not (self._arrivals or self._units):
                    return
            self._round()

    def _round(self) -> None:
        arrivals = _take(self._arrivals, BATCH)
        finished: list[tuple[Future[Any], Any]] = []
        try:
            with self._writer.begin() as connection:
                if arrivals:
                    _store(connection, arrivals)
                else:
                    self._run_units(connection, finished)
        except Exception as error:  # whatever it is, the writer lives on
            self._refused_at = monotonic()
            if len(arrivals) > 1 and not _is_trouble(error):
                self._one_by_one(arrivals)
            else:
                _fail(arrivals, finished or self._waiting(), error)
        else:
            _answer(arrivals)
            _resolve(finished)
            self._bell.ring()

    def _one_by_one(self, arrivals: Sequence[_Arrival]) -> None:
        """A message that cannot be stored as it is must not keep the others of its batch from being stored."""
        for one in arrivals:
            try:
                with self._writer.begin() as connection:
                    _store(connection, [one])
            except Exception as error:
                _fail([one], [], error)
            else:
                _answer([one])
        self._bell.ring()

    def _waiting(self) -> "list[tuple[Future[Any], Any]]":
        """The units that nobody could begin: they fail now, and whoever asked decides when to ask again."""
        return [(self._units.popleft().future, None) for _ in range(len(self._units))]

    def _run_units(self, connection: Connection, finished: "list[tuple[Future[Any], Any]]") -> None:
        until = monotonic() + ROUND_S
        while self._units and monotonic() < until and not self._arrivals:
            unit = self._units.popleft()
            try:
                finished.append((unit.future, _run(connection, unit.run)))
            except Exception as error:
                finished.append((unit.future, error))
                if connection.invalidated:
                    raise


def _is_trouble(error: Exception) -> bool:
    """Whether the database or the disk is in trouble, rather than a row that it will never take."""
    return isinstance(error, OperationalError | OSError)


def _take(queue: "deque[_Arrival]", most: int) -> list[_Arrival]:
    return [queue.popleft() for _ in range(min(len(queue), most))]


def _run(connection: Connection, run: Callable[[Session], T]) -> T:
    unit = Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False, info={db.KEPT: []})
    with unit as session:
        result = run(session)
        session.commit()
        return result


def _store(connection: Connection, arrivals: Sequence[_Arrival]) -> None:
    receiving.receive(connection, [one.incoming for one in arrivals])


def _answer(arrivals: Sequence[_Arrival], refused: str | None = None) -> None:
    """Tells those who wait with one call into their loop: one for each message would cost as much as storing it."""
    for loop in {one.loop for one in arrivals}:
        waiting = [one.stored for one in arrivals if one.loop is loop]
        with contextlib.suppress(RuntimeError):  # the loop was closed, nobody waits any more
            loop.call_soon_threadsafe(_settle, waiting, refused)


def _settle(waiting: "Sequence[asyncio.Future[None]]", refused: str | None) -> None:
    for stored in waiting:
        if stored.done():
            continue
        if refused is None:
            stored.set_result(None)
        else:
            stored.set_exception(NotStorable(refused))


def _resolve(finished: "Sequence[tuple[Future[Any], Any]]") -> None:
    for future, result in finished:
        if not future.set_running_or_notify_cancel():
            continue
        if isinstance(result, BaseException):
            future.set_exception(result)
        else:
            future.set_result(result)


def _fail(arrivals: Sequence[_Arrival], finished: "Sequence[tuple[Future[Any], Any]]", error: Exception) -> None:
    cause = error.orig if isinstance(error, DBAPIError) else error
    log.error("the database refused a commit: %s", type(cause).__name__)
    _answer(arrivals, str(cause))
    for future, _ in finished:
        if future.set_running_or_notify_cancel():
            future.set_exception(NotStorable(str(cause)))


class Bell:
    """Wakes the loops that wait for something to do, from any thread."""

    def __init__(self) -> None:
        self._waiters: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}
        self._lock = threading.Lock()

    def ring(self) -> None:
        """Wakes everybody who waits."""
        with self._lock:
            waiters = list(self._waiters.items())
        for event, loop in waiters:
            if not loop.is_closed():
                loop.call_soon_threadsafe(event.set)

    async def wait(self, event: asyncio.Event, patience_s: float) -> None:
        """Waits for a ring since the event was last cleared, at most ``patience_s`` seconds."""
        try:
            async with asyncio.timeout(patience_s):
                await event.wait()
        except TimeoutError:
            return

    def listen(self) -> asyncio.Event:
        """An event that each ring sets; hand it back with `forget`."""
        event = asyncio.Event()
        with self._lock:
            self._waiters[event] = asyncio.get_running_loop()
        return event

    def forget(self, event: asyncio.Event) -> None:
        """Stops ringing an event."""
        with self._lock:
            self._waiters.pop(event, None)


def engine_of(url: str) -> Engine:
    """A plain engine for commands that run alone (migrate, verify, import)."""
    return db.make_engine(url)
