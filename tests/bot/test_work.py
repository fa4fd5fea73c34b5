"""The writer: one transaction each, group commit, and what becomes of both when the database refuses."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web
from prometheus_client import CollectorRegistry
from pytest_aiohttp.plugin import AiohttpClient
from sqlmodel import Session, SQLModel, func, select

from bot.clock import MovableClock
from bot.intake import Intake
from bot.work import Work
from models import db
from models.errors import NotStorable
from models.inbox import Message
from models.incoming import Incoming, MessageKind
from models.people import Enterprise
from tests import laid
from tests.soak_weather import Disk

NOW = datetime(2026, 3, 14, 16, 31, tzinfo=UTC)


@pytest.fixture
async def work(database_url: str) -> AsyncIterator[Work]:
    engine = laid.engine(database_url)
    engine.dispose()
    made = Work(database_url)
    yield made
    made.close()


def incoming(number: int, text: str = "") -> Incoming:
    return Incoming("app", str(number), MessageKind.TEXT, "wang", NOW, NOW, text=text)


def put(name: str):  # type: ignore[no-untyped-def]
    return lambda session: session.add(Enterprise(name=name, registered_at=NOW))


async def count(work: Work, table: type[SQLModel]) -> int:
    return await work.read(lambda session: session.exec(select(func.count()).select_from(table)).one())


async def test_what_was_acknowledged_is_there(work: Work) -> None:
    await asyncio.gather(*(work.receive(incoming(number)) for number in range(300)))
    assert await count(work, Message) == 300


async def test_a_unit_that_fails_undoes_itself_and_leaves_the_others(work: Work) -> None:
    def broken(session: Session) -> None:
        put("半截")(session)
        session.flush()
        raise ZeroDivisionError

    good = [work.write(put(f"企业{number}")) for number in range(5)]
    results = await asyncio.gather(good[0], work.write(broken), *good[1:], return_exceptions=True)
    assert [type(one) for one in results if one is not None] == [ZeroDivisionError]
    assert await count(work, Enterprise) == 5


async def test_a_rule_of_the_database_that_is_broken_undoes_only_that_unit(work: Work) -> None:
    await work.write(put("同名"))
    results = await asyncio.gather(
        work.write(put("甲")), work.write(put("同名")), work.write(put("乙")), return_exceptions=True
    )
    assert [one is None for one in results] == [True, False, True]
    assert await count(work, Enterprise) == 3


async def test_messages_and_units_come_through_together(work: Work) -> None:
    units = [work.write(put(f"企业{number}")) for number in range(50)]
    await asyncio.gather(*units, *(work.receive(incoming(number)) for number in range(200)))
    assert (await count(work, Message), await count(work, Enterprise)) == (200, 50)


async def test_a_closed_database_takes_nothing(work: Work) -> None:
    work.close()
    with pytest.raises(NotStorable):
        await work.receive(incoming(1))


class Plain:
    """A channel that takes any body as a text."""

    def verify(self, query: object) -> str:
        return "ok"

    def parse(self, query: object, body: bytes, now: datetime) -> tuple[Incoming, ...]:
        return (incoming(abs(hash(body)), body.decode()),)


async def client_of(work: Work, aiohttp_client: AiohttpClient):  # type: ignore[no-untyped-def]
    app = web.Application()
    app.add_routes(Intake(work, {"app": Plain()}, MovableClock(NOW), CollectorRegistry()).routes())
    return await aiohttp_client(app)


@pytest.mark.errors_expected
async def test_a_full_disk_is_503_and_nothing_is_half_stored(tmp_path: Path, aiohttp_client: AiohttpClient) -> None:
    url = f"sqlite:///{tmp_path / 'small.db'}"
    engine = laid.engine(url)
    engine.dispose()
    work = Work(url)
    pages = await work.write(lambda session: session.connection().exec_driver_sql("PRAGMA page_count").scalar())
    await work.write(lambda s: s.connection().exec_driver_sql(f"PRAGMA max_page_count={int(pages or 0) + 8}"))
    client = await client_of(work, aiohttp_client)
    statuses = []
    for number in range(20):
        async with client.post("/callback/app", data=str(number).encode() * 4000) as answer:
            statuses.append(answer.status)
            assert await answer.read() == b""
    assert set(statuses) == {200, 503}
    assert work.refused_lately()
    assert await count(work, Message) == statuses.count(200)
    await work.write(lambda s: s.connection().exec_driver_sql("PRAGMA max_page_count=100000"))
    async with client.post("/callback/app", data=b"again" * 1000) as answer:
        assert answer.status == 200
    work.close()


@pytest.mark.errors_expected
async def test_a_locked_database_is_not_storable_and_then_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "_PRAGMAS", ("PRAGMA busy_timeout=100", "PRAGMA journal_mode=WAL"))
    path = tmp_path / "locked.db"
    engine = laid.engine(f"sqlite:///{path}")
    engine.dispose()
    work = Work(f"sqlite:///{path}")
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(NotStorable):
        await work.receive(incoming(1))
    with pytest.raises(NotStorable):
        await work.write(put("甲"))
    blocker.execute("ROLLBACK")
    blocker.close()
    await work.receive(incoming(1))
    assert await count(work, Message) == 1
    work.close()


@pytest.mark.errors_expected
async def test_whoever_insists_writes_once_the_database_takes_it_and_not_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.work.AGAIN_S", (0.01, 0.01, 0.01))
    url = f"sqlite:///{tmp_path / 'full.db'}"
    engine = laid.engine(url)
    engine.dispose()
    work = Work(url)
    disk = Disk(work)
    disk.refuses = 3
    await work.insist(put("甲"))
    assert await count(work, Enterprise) == 1
    disk.refuses = 4
    with pytest.raises(NotStorable):
        await work.insist(put("乙"))
    assert (await count(work, Enterprise), disk.refuses) == (1, 0)
    with pytest.raises(ZeroDivisionError):  # a fault of the unit's own is none of the disk's
        await work.insist(lambda _: 1 // 0)
    work.close()
