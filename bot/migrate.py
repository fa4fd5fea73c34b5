"""Brings the database to the newest schema: one starter at a time, a copy first, a newer schema refused."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config as Settings
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import RevisionError
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session

from models import db, searchable
from models.errors import Refused

#: How long a second starter waits for the first, in seconds.
WAIT_S = 60
_LOCK = 731108  # any number; audit has the next one


def upgrade(url: str, wait_s: float = WAIT_S) -> list[str]:
    """Applies what is missing and names it; a fresh database goes the same way.

    1. Wait until no other process does the same. 2. Refuse a schema that this version does not know.
    3. Copy (SQLite). 4. Apply all that is missing in one transaction.
    """
    engine = reached(url)
    try:
        with _alone(engine, wait_s):
            missing = pending(engine)
            if missing and engine.dialect.name == "sqlite":
                _copy(engine, missing[-1])
            if missing:
                _apply(engine)
            return missing
    finally:
        engine.dispose()


def reached(url: str, *, writes: bool = True) -> Engine:
    """An engine on a database that answers; raises Refused when it does not."""
    try:
        engine = db.make_engine(url, writes=writes)
        engine.connect().close()
    except ImportError as error:
        raise Refused("PostgreSQL needs its driver: install yexun with the extra pg") from error
    except (DBAPIError, OSError) as error:
        cause = str(getattr(error, "orig", error)).strip().partition("\n")[0]
        raise Refused(f"the database cannot be used: {cause}") from error
    return engine


def pending(engine: Engine) -> list[str]:
    """The revisions that a database lacks, in their order; raises Refused when it cannot be brought here."""
    with engine.connect() as connection:
        stored = MigrationContext.configure(connection).get_current_revision()
        if stored is None and inspect(connection).get_table_names():
            raise Refused("the database holds tables that yexun did not make: choose another in database.url")
    try:
        missing = list(_script().iterate_revisions("head", stored))
    except RevisionError as error:
        raise Refused(
            f"the database has schema {stored}, which this version does not know: "
            "install the version that wrote it, or a newer one"
        ) from error
    return [one.revision for one in reversed(missing)]


def newest() -> str:
    """The newest schema that this version knows."""
    return str(_script().get_current_head())


def draft(url: str, message: str) -> None:
    """Writes a new revision from the difference between the tables and a database at the newest schema."""
    engine = db.make_engine(url)
    count = len(list(_script().walk_revisions()))
    with engine.connect() as connection:
        command.revision(_settings(connection), message, autogenerate=True, rev_id=f"{count + 1:04}")
    engine.dispose()


def _settings(connection: Connection | None = None) -> Settings:
    settings = Settings(attributes={"connection": connection})
    settings.set_main_option("script_location", "models:migrations")
    settings.set_main_option("path_separator", "os")
    return settings


def _script() -> ScriptDirectory:
    return ScriptDirectory.from_config(_settings())


def _apply(engine: Engine) -> None:
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # tables are copied and dropped on the way; SQLite allows this switch outside of a transaction only
            connection.connection.execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            command.upgrade(_settings(connection), "head")
            if engine.dialect.name == "sqlite":
                _whole(connection)
            with Session(connection) as session:
                searchable.rebuild(session)  # what is only derived is made anew, from the rows as they now are


def _whole(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken:
        raise Refused(
            f"the new schema would leave rows of {broken[0]} without what they belong to; nothing was changed"
        )


def _copy(engine: Engine, revision: str) -> None:
    """Leaves a copy beside the database, whole or not at all; a fresh one has nothing to copy."""
    if not inspect(engine).get_table_names():
        return
    path = _path(engine)
    copy, part = Path(f"{path}.before-{revision}"), Path(f"{path}.before-{revision}.part")
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path, timeout=db.BUSY_MS / 1000)) as connection:
            connection.execute("VACUUM INTO ?", (str(part),))
        os.replace(part, copy)
    except (sqlite3.Error, OSError) as error:
        part.unlink(missing_ok=True)
        raise Refused(f"no copy could be written to {copy} ({error}), so nothing was changed") from error


def _path(engine: Engine) -> str:
    return str(make_url(engine.url).database)


@contextmanager
def _alone(engine: Engine, wait_s: float) -> Iterator[None]:
    lock = _alone_on_file if engine.dialect.name == "sqlite" else _alone_on_server
    with lock(engine, wait_s):
        yield


@contextmanager
def _alone_on_file(engine: Engine, wait_s: float) -> Iterator[None]:
    """SQLite's own lock on a small file beside the database: it ends with the process, on every system."""
    with closing(sqlite3.connect(f"{_path(engine)}.migrating", timeout=wait_s, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise _occupied() from error
        yield


@contextmanager
def _alone_on_server(engine: Engine, wait_s: float) -> Iterator[None]:
    with engine.connect() as connection:
        connection.execute(text(f"SET LOCAL lock_timeout = {int(wait_s * 1000)}"))
        try:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        except OperationalError as error:
            raise _occupied() from error
        yield


def _occupied() -> Refused:
    return Refused("another process is changing the schema of this database: try again when it is done")
