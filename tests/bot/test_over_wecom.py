"""The same night over WeCom: real HTTP, real crypto, media by media_id, answers by message/send."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from pytest_aiohttp.plugin import AiohttpServer
from sqlmodel import Session, select

from bot import app
from bot.clock import MovableClock
from bot.config import parse
from bot.office import Play
from bot.work import Work
from models import calendar
from models.attachments import Attachment
from models.inbox import Message
from models.people import Binding, Enterprise, Person, Role
from tests import clips, laid
from tests.platform import letters
from tests.platform.callback import Caller
from tests.platform.demo_corp import SECRET
from tests.platform.vectors import APP_VIDEO
from tests.platform.wecom import WeCom

NIGHT = date(2026, 3, 15)


@dataclass
class County:
    platform: WeCom
    caller: Caller
    play: Play
    work: Work
    built: app.Built

    async def forward(self, **delta: float) -> None:
        await self.play.advance(self.play.clock.now() + timedelta(**delta))

    def shown(self, user: str) -> list[str]:
        return self.platform.shown(user)


@pytest.fixture
async def county(tmp_path: Path, aiohttp_server: AiohttpServer) -> AsyncIterator[County]:
    clock = MovableClock(calendar.at(NIGHT, calendar.clock("00:31")))
    wall = lambda: clock.now().timestamp()  # noqa: E731
    platform = WeCom(members=("wangjianguo", "liming"), clock=wall)
    server = await aiohttp_server(platform.app())
    config = parse(_raw(str(server.make_url("/")).rstrip("/")), tmp_path)
    laid.migrated(config.database.url)
    work = Work(config.database.url)
    await work.write(lambda session: _people(session, clock))
    built = app.build(config, work, clock)
    for channel in built.office.channels.values():
        await channel.start()
    await built.office.open(config.office, config.patrol.rhythms)
    ears: web.Application = app.application(built, clock)
    heard = await aiohttp_server(ears)
    caller = Caller(str(heard.make_url("/callback/app")), APP_VIDEO.token, corp_id=APP_VIDEO.receiver, clock=wall)
    yield County(platform, caller, Play(built.office, clock), work, built)
    for channel in built.office.channels.values():
        await channel.close()
    await built.probe.close()
    work.close()


def _raw(api: str) -> dict[str, object]:
    options = {"corp_id": APP_VIDEO.receiver, "agent_id": "1000002", "secret": SECRET}
    options |= {"token": APP_VIDEO.token, "aes_key": APP_VIDEO.aes_key, "api_url": api}
    return {"channels": [{"name": "app", "kind": "wecom_app", **options}]}


def _people(session: Session, clock: MovableClock) -> None:
    long_ago = clock.now() - timedelta(days=60)
    session.add(Enterprise(id=1, name="宏达加油站", shorts="宏达站", class_name="加油站", registered_at=long_ago))
    session.add(Person(id=1, name="王建国", role=Role.REPORTER, enterprise_id=1, phone="13800138000"))
    session.add(Person(id=2, name="李明", role=Role.DUTY, phone="13800138001"))
    session.flush()
    for number, user in ((1, "wangjianguo"), (2, "liming")):
        session.add(Binding(channel="app", user_id=user, person_id=number, bound_at=long_ago))


async def test_a_video_becomes_a_report_once_and_its_file_is_kept(county: County) -> None:
    film = clips.video(1)
    media_id = county.platform.shelf.put(film, "night.mp4")
    for _ in range(3):  # the platform repeats what it believes was not answered
        assert (await county.caller.video("wangjianguo", media_id, 4711))[-1].status == 200
    await county.caller.text("wangjianguo", "油罐区巡查了，无隐患", 4712)
    await county.forward(seconds=25)
    assert county.shown("wangjianguo") == ["已报 00:31｜3月14日夜夜巡\n宏达站 视频1，油罐区，无隐患\n写错了就回：更正"]
    [kept] = await county.work.read(lambda session: session.exec(select(Attachment)).all())
    assert (kept.status, kept.mime, kept.size) == ("stored", "video/mp4", len(film))
    assert kept.duration_s
    assert county.built.store.path(kept.sha256).read_bytes() == film
    assert county.platform.faults == []


async def test_the_officer_asks_and_gets_the_morning_list(county: County) -> None:
    await county.caller.text("liming", "今晚报了多少", 1)
    await county.forward(seconds=3)
    assert county.shown("liming") == ["已报0，共1｜3月14日夜，00:31\n还差1家，5:00截止\n回1看1家"]
    await county.forward(hours=6)
    assert [one for one in county.shown("liming") if one.startswith("应报1：已报0 未报1")]
    assert [one for one in county.shown("wangjianguo") if one.startswith("还差1次夜巡，5:00前")]


async def test_an_error_that_comes_as_200_json_is_no_video_and_the_file_is_asked_for_again(county: County) -> None:
    await county.caller.video("wangjianguo", "gone-media-id", 1)
    await county.forward(minutes=2)
    assert county.shown("wangjianguo")[0] == "有1个视频没传完整，请重发这1个\n文字不用重写，时间仍按00:31算"
    [lost] = await county.work.read(lambda session: session.exec(select(Attachment)).all())
    assert (lost.status, lost.sha256) == ("lost", "")


@pytest.mark.parametrize(
    "fields",
    [
        letters.voice("voice-1"),
        letters.location("加油站", "33.5", "113.9"),
        letters.link("标题", "描述", "https://example.invalid/"),
    ],
)
async def test_other_kinds_are_kept_raw_and_never_an_error(county: County, fields: str) -> None:
    kind = "voice" if "voice" in fields else "location" if "Location_X" in fields else "link"
    county.platform.shelf.put(b"#!AMR\n" + bytes(60), "a.amr", "audio/amr")
    assert (await county.caller.deliver(county.caller.says("wangjianguo", kind, fields, 9)))[-1].status == 200
    await county.forward(minutes=1)
    [kept] = await county.work.read(lambda session: session.exec(select(Message)).all())
    assert (kept.kind, kept.status) == (kind, "done")
    assert "<xml>" in kept.raw


async def test_events_and_unknown_kinds_are_kept_and_left_alone(county: County) -> None:
    at = int(county.play.clock.now().timestamp())
    event = letters.event(APP_VIDEO.receiver, "wangjianguo", "enter_agent", at)
    for _ in range(2):
        assert (await county.caller.deliver(event))[-1].status == 200
    file = county.caller.says("wangjianguo", "file", "<FileName><![CDATA[a.doc]]></FileName>", 12)
    assert (await county.caller.deliver(file))[-1].status == 200
    await county.forward(minutes=1)
    kept = await county.work.read(lambda session: session.exec(select(Message).order_by(Message.id)).all())  # type: ignore[arg-type]
    assert [one.kind for one in kept] == ["event", "file"]
    assert {one.status for one in kept} == {"done"}
    assert county.platform.arrived == []


async def test_a_wrong_setting_keeps_the_letters_until_it_is_mended(county: County) -> None:
    county.platform.untrusted = "127.0.0.1"
    await county.caller.text("liming", "今晚报了多少", 1)
    await county.forward(minutes=12)
    assert county.platform.arrived == []
    county.platform.untrusted = ""
    await county.forward(minutes=12)
    assert len(county.shown("liming")) == 1
