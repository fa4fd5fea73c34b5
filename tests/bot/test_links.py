"""Links of tips: how addresses answer, which count as dead, and that a line of our own that is cut kills none."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pytest_aiohttp.plugin import AiohttpServer
from sqlmodel import Session, col, select

from bot import links as doors
from bot.links import Found, Links
from bot.work import Work
from models import links
from models.library import Tip, TipKind
from models.links import LinkState, TipLink
from models.people import Group
from tests import laid

#: Monday, nine o'clock.
NOW = datetime(2026, 3, 16, 1, 0, tzinfo=UTC)
ALIVE, GONE, SILENT = LinkState
TAKEN_BACK = "<html>该内容已被发布者删除</html>"


# --- how an address answers


async def _plain(request: web.Request) -> web.Response:
    return web.Response(text="<html>好</html>", content_type="text/html")


async def _no_head(request: web.Request) -> web.Response:
    return web.Response(status=405) if request.method == "HEAD" else web.Response(text="好")


async def _endless(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": "text/html"})
    await answer.prepare(request)
    if request.method == "GET":
        while True:
            await answer.write(b"x" * 65536)
    return answer


def _status(number: int) -> web.Response:
    return web.Response(status=number)


@pytest.fixture
async def site(aiohttp_server: AiohttpServer) -> TestServer:
    async def numbered(request: web.Request) -> web.Response:
        return _status(int(request.match_info["number"]))

    async def round_and_round(request: web.Request) -> web.Response:
        raise web.HTTPFound("/loop")

    async def moved(request: web.Request) -> web.Response:
        raise web.HTTPFound("/plain")

    async def taken_back(request: web.Request) -> web.Response:
        return web.Response(text=TAKEN_BACK, content_type="text/html")

    app = web.Application()
    for path, handler in (
        ("/plain", _plain),
        ("/no_head", _no_head),
        ("/endless", _endless),
        ("/loop", round_and_round),
        ("/moved", moved),
        ("/taken_back", taken_back),
        (r"/{number:\d+}", numbered),
    ):
        app.router.add_route("*", path, handler)
    return await aiohttp_server(app)


@pytest.mark.parametrize(
    "path, state",
    [
        ("/plain", ALIVE),
        ("/moved", ALIVE),
        ("/no_head", ALIVE),
        ("/endless", ALIVE),
        ("/404", GONE),
        ("/410", GONE),
        ("/403", SILENT),
        ("/429", SILENT),
        ("/500", SILENT),
        ("/loop", SILENT),
        ("/taken_back", GONE),
    ],
)
async def test_how_an_address_answers(site: TestServer, path: str, state: LinkState) -> None:
    assert (await doors.ask(str(site.make_url(path)))).state == state


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/x", "http://nowhere.invalid/x", "http://[x/", "https://"])
async def test_who_does_not_answer_is_silent_and_nothing_breaks(url: str) -> None:
    assert (await doors.ask(url)).state == SILENT


# --- when it is asked for, and what counts as dead


@pytest.fixture
async def work(tmp_path: Path) -> AsyncIterator[Work]:
    url = f"sqlite:///{tmp_path / 'yexun.db'}"
    engine = laid.engine(url)
    engine.dispose()
    made = Work(url)
    yield made
    made.close()


class Web:
    """What answers at each address; who asked for what."""

    def __init__(self) -> None:
        self.states: dict[str, LinkState] = {}
        self.asked: list[str] = []

    async def ask(self, url: str) -> Found:
        self.asked.append(url[-1])
        return Found(self.states.get(url[-1], ALIVE), "")


async def put(work: Work, count: int) -> None:
    def add(session: Session) -> None:
        for number in range(1, count + 1):
            url = f"https://a.cn/{number}"
            session.add(Tip(kind=TipKind.LINK, title=f"t{number}", source="s", url=url, approved_at=NOW))

    await work.write(add)


async def rounds(work: Work, found: Links, now: datetime) -> None:
    while await found(now):
        pass


async def test_new_ones_at_once_then_nothing_until_they_come_up(work: Work) -> None:
    web_ = Web()
    await put(work, 6)
    found = Links(work, web_.ask)
    await rounds(work, found, NOW)
    assert sorted(web_.asked) == ["1", "2", "3", "4", "5", "6"]
    await rounds(work, found, NOW + timedelta(hours=3))
    assert len(web_.asked) == 6

    def another(session: Session) -> None:
        tip = session.exec(select(Tip).where(Tip.title == "t3")).one()
        tip.url = "https://a.cn/9"
        session.add(tip)

    await work.write(another)
    await rounds(work, found, NOW + timedelta(hours=4))
    assert web_.asked[6:] == ["9"], "an address that was changed is new"


async def test_a_group_makes_them_come_up_once_a_day(work: Work) -> None:
    web_ = Web()
    await put(work, 6)
    await work.write(lambda session: session.add(Group(name="群", channel="app", chat="g1")))
    found = Links(work, web_.ask)
    await rounds(work, found, NOW)
    web_.asked.clear()
    await rounds(work, found, NOW + timedelta(hours=1))
    assert web_.asked == []
    await rounds(work, found, NOW + timedelta(days=1))
    assert sorted(web_.asked) == ["1", "2", "3"], "what the group hears on three working days"
    web_.states["2"] = GONE
    await rounds(work, found, NOW + timedelta(days=2))
    assert sorted(web_.asked[3:]) == ["1", "2", "3", "4"], "and what takes the place of a dead one"


async def dead(work: Work) -> list[int]:
    return list(await work.read(links.dead))


async def note(work: Work, tip_id: int, state: LinkState, now: datetime) -> None:
    await work.write(lambda session: links.note(session, tip_id, f"https://a.cn/{tip_id}", state, "", now))


async def test_gone_is_dead_at_once_and_silence_on_the_third_day_if_others_answer(work: Work) -> None:
    await put(work, 3)
    await note(work, 1, GONE, NOW)
    assert await dead(work) == [1]
    for day in range(3):
        await note(work, 2, SILENT, NOW + timedelta(days=day))
        assert await dead(work) == [1], "nobody else has answered: it may be our own line"
    await note(work, 3, ALIVE, NOW + timedelta(days=1))
    assert await dead(work) == [1, 2]
    await note(work, 2, ALIVE, NOW + timedelta(days=3))
    await note(work, 1, ALIVE, NOW + timedelta(days=3))
    assert await dead(work) == []
    kept = await work.read(lambda session: session.exec(select(TipLink).order_by(col(TipLink.tip_id))).all())
    assert [(one.state, one.times) for one in kept] == [("alive", 1)] * 3


async def test_another_address_begins_anew(work: Work) -> None:
    await put(work, 1)
    await note(work, 1, GONE, NOW)

    def move(session: Session) -> None:
        tip = session.get_one(Tip, 1)
        tip.url = "https://b.cn/1"
        session.add(tip)

    await work.write(move)
    assert await dead(work) == []
