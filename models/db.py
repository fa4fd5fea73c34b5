"""Engines for SQLite and PostgreSQL, and the column habits that all tables share."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Connection,
    Dialect,
    Engine,
    String,
    Table,
    TypeDecorator,
    create_engine,
    event,
    literal_column,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlmodel import Session, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

#: How long a writer waits for another process that holds the database, in milliseconds.
BUSY_MS = 5000


#: In the `info` of a session: the list of the rows that it keeps until it ends.
KEPT = "kept"


class Money(TypeDecorator[Decimal]):
    """An amount in 万元, exact on every engine: SQLite would make a float of it."""

    impl = String(20)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """The amount as it is kept."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """The amount as it was kept."""
        return None if value is None else Decimal(value)


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """A constraint that holds a text column to the values of an enum."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def any_of(column: Any, states: Iterable[StrEnum]) -> Any:
    """A column is one of some states, written out: SQLite uses a partial index only for values that it can see.

    A single one as an equation, as its index has it: `IN` with one value is another thing to SQLite.
    """
    written: list[ColumnElement[Any]] = [literal_column(f"'{state}'") for state in states]
    return column == written[0] if len(written) == 1 else column.in_(written)


@event.listens_for(Session, "loaded_as_persistent")
@event.listens_for(Session, "pending_to_persistent")
def _keep(session: Any, row: object) -> None:
    """A session forgets what nobody holds, and would load it again; a unit of work is short: it keeps what it saw."""
    kept = session.info.get(KEPT)
    if kept is not None:
        kept.append(row)


def table(model: type[SQLModel]) -> Table:
    """The core table behind a model, for statements that must be fast."""
    found: Table = model.__table__  # type: ignore[attr-defined]
    return found


def row_id(value: int | None) -> int:
    """The key of a stored row; asking a row that was never stored is a bug."""
    if value is None:
        msg = "the row has not been stored yet"
        raise ValueError(msg)
    return value


def utc(moment: datetime) -> datetime:
    """The same moment in UTC; a naive one is refused."""
    if moment.tzinfo is None:
        msg = "a naive datetime"
        raise ValueError(msg)
    return moment.astimezone(UTC)


def make_engine(url: str, *, writes: bool = True) -> Engine:
    """An engine for one kind of work; ``writes`` begins each SQLite transaction with the write lock."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite_engine(url, writes=writes)
    return create_engine(url, pool_size=4 if not writes else 2, pool_pre_ping=True, hide_parameters=True)


def _sqlite_engine(url: str, *, writes: bool) -> Engine:
    path = make_url(url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=4,
        connect_args={"check_same_thread": False},
        hide_parameters=True,  # an error must not carry what people wrote into a log
    )

    @event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # SQLAlchemy's begin, not sqlite3's own guess, opens transactions
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


_PRAGMAS: Sequence[str] = (
    f"PRAGMA busy_timeout={BUSY_MS}",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # NORMAL may lose the last commits when the power fails
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
)


def insert(session: Session | Connection, model: type[SQLModel]) -> "sqlite.Insert | postgresql.Insert":
    """An INSERT of the session's own dialect, for ``on_conflict_do_nothing``."""
    bind = session.get_bind() if isinstance(session, Session) else session
    return insert_for(bind.dialect.name, model)


def insert_for(dialect: str, model: type[SQLModel]) -> "sqlite.Insert | postgresql.Insert":
    """An INSERT of a named dialect, for ``on_conflict_do_nothing``."""
    if dialect == "postgresql":
        return postgresql.insert(table(model))
    return sqlite.insert(table(model))


def count(session: Session, statement: Any, rows: Any = None) -> int:
    """Executes an INSERT and says how many rows it really made; PostgreSQL's driver keeps that only when asked."""
    counted = statement.execution_options(preserve_rowcount=True)
    return int(session.connection().execute(counted, rows).rowcount)
