"""Databases with all tables and no rows: made a single time for a run and copied, on SQLite and on PostgreSQL.

To make a hundred tables and indexes anew for each test took a third of a second; to migrate a database, twice that.
"""

import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlmodel import SQLModel

from bot.migrate import upgrade
from models import db
from models import tables as _every_table  # noqa: F401 - every table, for create_all

_TEMPLATE = "laid"
#: What lives in an engine alone and cannot be laid beforehand.
_IN_MEMORY = ("sqlite://", "sqlite:///:memory:")


def engine(url: str) -> Engine:
    """An engine on a database that has all tables afterwards."""
    if url in _IN_MEMORY:
        return _tables(url)
    lay(url)
    return db.make_engine(url)


def lay(url: str) -> None:
    """Lays the tables where there are none yet, in a file or on a server."""
    path = Path(url.removeprefix("sqlite:///"))
    if url.startswith("postgresql"):
        _copy_template(make_url(url))
    elif not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_empty())
    else:
        _tables(url).dispose()


def migrated(url: str) -> None:
    """Lays a SQLite file where there is none yet that went through every migration, as that of an office did."""
    path = Path(url.removeprefix("sqlite:///"))
    if path.exists():
        upgrade(url)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_migrated())


def _tables(url: str) -> Engine:
    made = db.make_engine(url)
    SQLModel.metadata.create_all(made)
    return made


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        _tables(f"sqlite:///{folder}/empty.db").dispose()
        return (Path(folder) / "empty.db").read_bytes()


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        upgrade(f"sqlite:///{folder}/migrated.db")
        return (Path(folder) / "migrated.db").read_bytes()


def _copy_template(url: URL) -> None:
    """An empty database becomes a copy of one that has the tables; one that has them stays."""
    server = url.set(database="postgres")
    _lay_template(server)
    base = db.make_engine(url.render_as_string(hide_password=False), writes=False)
    with base.connect() as connection:
        known = connection.execute(text("SELECT to_regclass('message')")).scalar()
    base.dispose()
    if known is None:
        _order(
            server, f"DROP DATABASE {url.database} WITH (FORCE)", f"CREATE DATABASE {url.database} TEMPLATE {_TEMPLATE}"
        )


@cache
def _lay_template(server: URL) -> None:
    _order(server, f"CREATE DATABASE {_TEMPLATE}")
    _tables(server.set(database=_TEMPLATE).render_as_string(hide_password=False)).dispose()


def _order(server: URL, *statements: str) -> None:
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    admin.dispose()
