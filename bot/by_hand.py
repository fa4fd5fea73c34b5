"""The database of an office whose clock is moved by hand: one connection, no threads, nothing that must outlast it.

A year of a county is half a million units of work: for each of them a thread and a disk cost more than what it does.
The promise is that of `bot.work`: a unit is one transaction, and one that fails leaves no trace.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool
from sqlmodel import Session

from bot.work import Work
from models import db, lookup, receiving, searchable
from models.incoming import Incoming

T = TypeVar("T")

#: A copy that is thrown away survives no power cut, and nobody else opens it.
_PRAGMAS: Sequence[str] = (
    "PRAGMA journal_mode=MEMORY",
    "PRAGMA synchronous=OFF",
    "PRAGMA locking_mode=EXCLUSIVE",
    "PRAGMA cache_size=-65536",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA foreign_keys=ON",
)


#: What most messages write, and no job looks at; the dues only for whom a ladder rests (``acknowledged_at``).
_STILL = frozenset(
    {
        *("message", "attachment", "report", "reportpiece", "outgoing", "audit", "due", "ledgertext", "pulse"),
        *("letterstep", "hazard", "hazardevent", "hazardpicture"),
    }
)


class ByHand(Work):
    """A throw-away SQLite file as the door to the database; each unit runs at once, where it is asked for."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url, poolclass=StaticPool, hide_parameters=True)
        event.listen(self._engine, "connect", _hurry)
        event.listen(self._engine, "before_cursor_execute", self._notice)
        self._moved = True
        self._connection = self._engine.connect()
        self._connection.info[lookup.WRITTEN] = self._written
        self._connection.begin()  # for SQLAlchemy it never ends: who joins it neither commits nor rolls back
        #: SQLite itself: to begin and to commit through all layers costs as much as a question.
        self._base: sqlite3.Connection = self._connection.connection.dbapi_connection  # type: ignore[assignment]
        #: One that no unit uses now: to make one and have it find its connection costs as much as three questions.
        self._spare: Session | None = None

    def moved(self) -> bool:
        """Whether rows were written, since somebody last asked, by which a job may be due at another moment."""
        moved, self._moved = self._moved, False
        return moved

    def _notice(self, connection: Connection, cursor: object, statement: str, *_: object) -> None:
        self._written(statement)

    def _written(self, statement: str) -> None:
        words = statement.split(None, 3)
        what = {"INSERT": 2, "UPDATE": 1, "DELETE": 2}.get(words[0])
        if what is not None and (words[what] not in _STILL or "acknowledged_at" in statement):
            self._moved = True

    async def receive(self, incoming: Incoming) -> None:
        """Stores a message."""
        with self._transaction():
            receiving.receive(self._connection, [incoming])

    async def write(self, run: Callable[[Session], T]) -> T:
        """Runs a unit of work as one transaction; its own error is raised, and undoes it."""
        with self._transaction(), self._session() as session:
            result = run(session)
            searchable.keep_changed(session)  # it never commits, as those do who would ask for it
            return result

    async def insist(self, run: Callable[[Session], T]) -> T:
        """Like `write`: nothing outside can be in its way."""
        return await self.write(run)

    async def read(self, run: Callable[[Session], T]) -> T:
        """Runs questions."""
        return self.at_once(run)

    def at_once(self, run: Callable[[Session], T]) -> T:
        """Runs questions where nothing can be awaited."""
        with self._session() as session:
            return run(session)

    def refused_lately(self) -> bool:
        """Never: nobody waits for a disk."""
        return False

    def close(self) -> None:
        """Lets go of the database."""
        self._connection.close()
        self._engine.dispose()

    @contextmanager
    def _session(self) -> Iterator[Session]:
        """A session that knows no row, for one unit."""
        session, self._spare = self._spare or self._made(), None
        try:
            yield session
        except BaseException:
            session.close()
            raise
        session.expunge_all()
        session.info[db.KEPT].clear()
        self._spare = session

    def _made(self) -> Session:
        kept: dict[str, list[object]] = {db.KEPT: []}
        return Session(self._connection, join_transaction_mode="rollback_only", expire_on_commit=False, info=kept)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._base.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._connection.rollback()
            self._connection.begin()
            self._spare = None  # it would still be in the transaction that is gone
            raise
        self._base.execute("COMMIT")


def _hurry(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # units begin and commit themselves
    for pragma in _PRAGMAS:
        connection.execute(pragma)
