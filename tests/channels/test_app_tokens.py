"""One token for all processes of the office: whoever renews it lays it down, the others take it from there."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_aiohttp.plugin import AiohttpServer
from sqlmodel import Session, select

from bot.channels.base import Later, Refused, Sent
from bot.channels.wecom_app import WecomApp
from bot.clock import MovableClock
from bot.tokens import OfficeTokens
from bot.work import Work
from models import tokens
from models.tokens import PlatformToken
from tests import laid
from tests.platform.demo_corp import CALM, NOW, SECRET, Watch, app_settings, tell
from tests.platform.wecom import WeCom


@pytest.fixture
def platform() -> WeCom:
    return WeCom(members=("zhang",), clock=Watch())


@pytest.fixture
def work(database_url: str) -> Iterator[Work]:
    engine = laid.engine(database_url)
    engine.dispose()
    made = Work(database_url)
    yield made
    made.close()


@pytest.fixture
async def url(platform: WeCom, aiohttp_server: AiohttpServer) -> str:
    return str((await aiohttp_server(platform.app())).make_url("/"))


@asynccontextmanager
async def processes(work: Work, url: str, count: int = 3, secret: str = SECRET) -> AsyncIterator[list[WecomApp]]:
    """The same app in several processes, each with its own memory."""
    shelf = OfficeTokens(work, MovableClock(NOW))
    made = [WecomApp(app_settings(url, secret=secret), CALM) for _ in range(count)]
    for one in made:
        one.share(shelf)
    yield made
    for one in made:
        await one.close()


async def test_many_processes_ask_for_one_token(platform: WeCom, work: Work, url: str) -> None:
    async with processes(work, url) as apps:
        outcomes = await asyncio.gather(*(tell(one, f"第{n}条", "zhang") for n, one in enumerate(apps)))
    assert all(isinstance(one, Sent) for one in outcomes)
    assert platform.trouble.count("gettoken") == 1


async def test_a_token_that_dies_is_renewed_once_for_all(platform: WeCom, work: Work, url: str) -> None:
    async with processes(work, url) as apps:
        for number, one in enumerate(apps):
            await tell(one, f"先{number}", "zhang")
        platform.kill_tokens()
        outcomes = await asyncio.gather(*(tell(one, f"后{n}", "zhang") for n, one in enumerate(apps)))
    assert all(isinstance(one, Sent) for one in outcomes)
    assert platform.trouble.count("gettoken") == 2


async def test_a_platform_that_gives_none_leaves_the_lease_to_the_next(platform: WeCom, work: Work, url: str) -> None:
    platform.trouble.add("gettoken", status=500)
    async with processes(work, url, 2) as (one, other):
        assert isinstance(await tell(one, "一", "zhang"), Later)
        assert isinstance(await tell(other, "二", "zhang"), Sent)


async def test_a_wrong_secret_leaves_no_lease_and_no_secret(platform: WeCom, work: Work, url: str) -> None:
    async with processes(work, url, 1, "wrong-secret") as (one,):
        assert isinstance(await tell(one, "一", "zhang"), Refused)
    [row] = await work.read(lambda session: session.exec(select(PlatformToken)).all())
    assert (row.token, row.lease_until) == ("", None)
    assert "wrong-secret" not in row.app


async def test_a_database_that_takes_nothing_keeps_nobody_from_speaking(
    platform: WeCom, tmp_path: Path, url: str
) -> None:
    work = Work(f"sqlite:///{tmp_path / 'empty.db'}")  # without its tables
    async with processes(work, url, 1) as (one,):
        assert isinstance(await tell(one, "一", "zhang"), Sent)
    work.close()


async def test_one_renews_and_the_others_wait_until_its_lease_ends(work: Work) -> None:
    def look(session: Session, seconds: int, stale: str = "") -> tokens.Turn:
        return tokens.turn(session, "app", stale, NOW + timedelta(seconds=seconds))

    assert (await work.write(lambda session: look(session, 0))).ours
    assert not (await work.write(lambda session: look(session, 19))).ours
    assert (await work.write(lambda session: look(session, 20))).ours  # the first died with its lease
    await work.write(lambda session: tokens.keep(session, "app", "t1", NOW + timedelta(hours=2)))
    assert (await work.write(lambda session: look(session, 21))).token == "t1"
    assert (await work.write(lambda session: look(session, 22, stale="t1"))).ours
    await work.write(lambda session: tokens.give_up(session, "app"))
    assert (await work.write(lambda session: look(session, 23, stale="t0"))).token == "t1"
    assert (await work.write(lambda session: look(session, 7201))).ours
