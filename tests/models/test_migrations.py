"""Migrations: models and revisions say the same on both databases, and a start never leaves half a schema."""

import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlmodel import Session, SQLModel, col, select

from bot import migrate
from models import db, site, tables
from models.errors import Refused


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = db.make_engine(database_url)
    yield engine
    engine.dispose()


def test_every_module_with_tables_is_listed() -> None:
    listed = {module.__name__ for module in tables.TABLES}
    assert {mapper.class_.__module__ for mapper in SQLModel._sa_registry.mappers} == listed
    folder = Path(tables.__file__).parent
    written = {f"models.{path.stem}" for path in folder.glob("*.py") if "table=True" in path.read_text("utf-8")}
    assert written == listed


def _ours(name: str | None, kind: str, _: object) -> bool:
    """Whether a table is of the models: the full-text index of SQLite keeps tables of its own."""
    return kind != "table" or not str(name).startswith("ledgertext_index")


@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_a_fresh_database_comes_to_the_models(database_url: str, engine: Engine) -> None:
    assert migrate.upgrade(database_url) == [f"{number:04}" for number in range(1, int(migrate.newest()) + 1)]
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": _ours})
        assert compare_metadata(context, SQLModel.metadata) == []
    assert migrate.upgrade(database_url) == []


def test_migrations_make_what_the_models_make(database_url: str, engine: Engine) -> None:
    """Check constraints and partial indexes too, which alembic does not compare."""
    migrate.upgrade(database_url)
    migrated = _picture(engine)
    with engine.begin() as connection:
        SQLModel.metadata.drop_all(connection)
        SQLModel.metadata.create_all(connection)
    assert _picture(engine) == migrated
    assert any(table["checks"] for table in migrated.values())
    assert "status = 'waiting'" in str(migrated["due"]["indexes"]).replace("::text", "").replace("(status)", "status")


def test_what_stood_in_the_first_schema_stands_in_the_second(database_url: str, engine: Engine) -> None:
    """Rows of tables that 0002 changes, with every value; new columns hold what an old row means."""
    with engine.connect() as connection, connection.begin():
        command.upgrade(migrate._settings(connection), "0001")
        for statement in _OLD_ROWS:
            connection.exec_driver_sql(statement)
    assert migrate.upgrade(database_url)[0] == "0002"
    with engine.connect() as connection:
        read = connection.exec_driver_sql
        assert tuple(read("SELECT kind, closes, by_day, workdays FROM obligation").one()) == ("patrol", "05:00", 0, 0)
        assert tuple(read("SELECT id, kind, hazard_count, proxy_by FROM report").one()) == (7, "patrol", 2, None)
        assert tuple(read("SELECT report_id, message_id FROM reportpiece").one()) == (7, 3)
        assert tuple(read("SELECT name, disabled_at, disabled_why FROM work_group").one()) == ("夜巡群", None, "")
        assert tuple(read("SELECT job, status, cursor FROM jobrun").one()) == ("night.open", "done", 0)


@pytest.mark.parametrize("had", [False, True])
def test_the_index_of_letters_comes_whether_0005_had_made_it_or_not(
    database_url: str, engine: Engine, *, had: bool
) -> None:
    with engine.connect() as connection, connection.begin():
        command.upgrade(migrate._settings(connection), "0005")
        if had:
            connection.exec_driver_sql("DROP INDEX ix_outgoing_person_id")
            connection.exec_driver_sql("CREATE INDEX ix_outgoing_person ON outgoing (person_id, settled_at)")
    assert migrate.upgrade(database_url) == ["0006"]
    names = {str(one["name"]) for one in inspect(engine).get_indexes("outgoing")}
    assert {one for one in names if "person" in one} == {"ix_outgoing_person"}


_NOW = "'2026-03-14 16:31:00'"
_OLD_ROWS = (
    "INSERT INTO obligation (kind, class_name, owes, opens, closes, cut_off, made_up_until)"
    " VALUES ('patrol', '', true, '00:00', '05:00', '06:00', '12:00')",
    "INSERT INTO message (id, channel, msg_id, kind, chat, sender, text, reply_to, mentions_bot, raw, sent_at,"
    f" received_at, status, attempts, error) VALUES (3, 'app', 'm', 'text', '', 'u', '', '', false, '', {_NOW}, {_NOW},"
    " 'done', 1, '')",
    "INSERT INTO report (id, kind, channel, chat, sender, first_at, last_at, first_received, last_received, status,"
    " result, hazard_count, places, videos, photos, voices, files, receipts, receipted)"
    f" VALUES (7, 'patrol', 'app', '', 'u', {_NOW}, {_NOW}, {_NOW}, {_NOW}, 'reported', 'hazard', 2, '', 1, 0, 0, 0, 1,"
    " '')",
    f"INSERT INTO reportpiece (report_id, message_id, counted_at, acts) VALUES (7, 3, {_NOW}, '[]')",
    "INSERT INTO work_group (name, channel, chat) VALUES ('夜巡群', 'app', 'g1')",
    f"INSERT INTO jobrun (job, planned_for, status, attempts, note) VALUES ('night.open', {_NOW}, 'done', 1, '')",
)


def _picture(engine: Engine) -> dict[str, dict[str, Any]]:
    found = inspect(engine)
    return {
        name: {
            # an added column stands last
            "columns": sorted((column | {"type": str(column["type"])} for column in found.get_columns(name)), key=str),
            "key": found.get_pk_constraint(name),
            "foreign": sorted(found.get_foreign_keys(name), key=str),
            "unique": sorted(found.get_unique_constraints(name), key=str),
            "checks": sorted(found.get_check_constraints(name), key=str),
            "indexes": sorted(map(_index, found.get_indexes(name)), key=str),
        }
        for name in found.get_table_names()
        if name != "alembic_version"
    }


def _index(index: Mapping[str, Any]) -> dict[str, Any]:
    options = index.get("dialect_options", {})
    return {**index, "dialect_options": {name: str(value) for name, value in options.items()}}


def test_a_newer_schema_is_refused(database_url: str, engine: Engine) -> None:
    migrate.upgrade(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Refused, match=r"schema 9999.*install the version that wrote it"):
        migrate.upgrade(database_url)


def test_a_database_of_something_else_is_refused(database_url: str, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE recipes (id INTEGER)"))
    with pytest.raises(Refused, match=r"tables that yexun did not make"):
        migrate.upgrade(database_url)


def test_two_starters_take_turns(database_url: str) -> None:
    applied: list[str] = []
    starters = [threading.Thread(target=lambda: applied.extend(migrate.upgrade(database_url))) for _ in range(3)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join()
    assert len(applied) == int(migrate.newest())


def test_a_starter_that_takes_too_long_is_told_of(database_url: str, engine: Engine) -> None:
    with migrate._alone(engine, 1), pytest.raises(Refused, match="another process"):
        migrate.upgrade(database_url, wait_s=0.2)
    assert migrate.upgrade(database_url)


def _old_database(path: Path) -> str:
    """A database that yexun made and that lacks everything: with a version table and a row of somebody's."""
    url = f"sqlite:///{path}"
    migrate.upgrade(url)
    engine = db.make_engine(url)
    with Session(engine) as session:
        site.sync(session, site.Site(name="舞阳县应急局"))
        session.commit()
    engine.dispose()
    return url


def _pretend_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "pending", lambda engine: ["0002"])


def test_a_copy_is_left_before_a_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = _old_database(tmp_path / "yexun.db")
    assert not list(tmp_path.glob("*.before-*")), "a fresh database has nothing to copy"
    _pretend_missing(monkeypatch)
    assert migrate.upgrade(url) == ["0002"]
    copy = db.make_engine(f"sqlite:///{tmp_path / 'yexun.db.before-0002'}", writes=False)
    with Session(copy) as session:
        assert session.exec(select(site.Setting).where(col(site.Setting.key) == "name")).one().value == "舞阳县应急局"
    copy.dispose()
    assert not list(tmp_path.glob("*.part"))


def test_without_a_copy_nothing_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = _old_database(tmp_path / "yexun.db")
    _pretend_missing(monkeypatch)
    (tmp_path / "yexun.db.before-0002").mkdir()
    monkeypatch.setattr(migrate, "_apply", lambda engine: pytest.fail("it went on"))
    with pytest.raises(Refused, match="nothing was changed"):
        migrate.upgrade(url)
    assert not list(tmp_path.glob("*.part"))


def test_a_revision_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'yexun.db'}"

    def breaks(settings: Any, target: str) -> None:
        settings.attributes["connection"].exec_driver_sql("CREATE TABLE half (id INTEGER)")
        raise RuntimeError("the power failed")

    monkeypatch.setattr(command, "upgrade", breaks)
    with pytest.raises(RuntimeError):
        migrate.upgrade(url)
    with closing(sqlite3.connect(tmp_path / "yexun.db")) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


def test_rows_that_would_be_orphaned_stop_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'yexun.db'}"

    def orphans(settings: Any, target: str) -> None:
        connection = settings.attributes["connection"]
        connection.exec_driver_sql("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql("CREATE TABLE child (parent INTEGER REFERENCES parent (id))")
        connection.exec_driver_sql("INSERT INTO child VALUES (7)")

    monkeypatch.setattr(command, "upgrade", orphans)
    with pytest.raises(Refused, match="rows of child without"):
        migrate.upgrade(url)
    with closing(sqlite3.connect(tmp_path / "yexun.db")) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
