"""A night over the channels that pull: the whole bot, from what is said there to the ledger and, where it may, back."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_aiohttp.plugin import AiohttpServer
from sqlmodel import Session, select

from bot import app, doctor
from bot.clock import MovableClock
from bot.config import parse
from bot.office import Play
from bot.work import Work
from models import calendar
from models.attachments import Attachment
from models.inbox import Message
from models.obligations import Due, DueStatus
from models.people import Binding, Enterprise, Group, GroupEnterprise, Person, Role
from tests import clips, laid
from tests.channels.kf_office import USER
from tests.platform import finance
from tests.platform.callback import Caller
from tests.platform.demo_corp import NOW, SECRET
from tests.platform.finance import Corp
from tests.platform.vectors import APP_VIDEO
from tests.platform.wecom import WeCom
from tests.process.serving import until

NIGHT = date(2026, 3, 15)


@dataclass
class County:
    """One filling station, its guard on some channel, and the duty officer."""

    platform: WeCom
    play: Play
    work: Work
    built: app.Built
    callbacks: str

    @property
    def now(self) -> float:
        return self.play.clock.now().timestamp()

    async def forward(self, **delta: float) -> None:
        await self.play.advance(self.play.clock.now() + timedelta(**delta))

    async def heard(self, count: int) -> None:
        async def enough() -> bool | None:
            return len(await self.work.read(lambda session: session.exec(select(Message)).all())) >= count or None

        await until(enough)

    async def statuses(self) -> set[str]:
        return {one.status for one in await self.work.read(lambda session: session.exec(select(Due)).all())}


@asynccontextmanager
async def county(
    folder: Path, aiohttp_server: AiohttpServer, channel: Mapping[str, Any], *guard: tuple[str, str]
) -> AsyncIterator[County]:
    clock = MovableClock(calendar.at(NIGHT, calendar.clock("00:31")))
    platform = WeCom(members=("liming", "wangjianguo"), clock=lambda: clock.now().timestamp())
    api = str((await aiohttp_server(platform.app())).make_url("/")).rstrip("/")
    sealed = {"corp_id": APP_VIDEO.receiver, "secret": SECRET, "token": APP_VIDEO.token, "aes_key": APP_VIDEO.aes_key}
    ours = {"name": "app", "kind": "wecom_app", "agent_id": "1000002", "api_url": api} | sealed
    pulled = sealed | {"open_kfid": platform.kf.account, "api_url": api} if channel["kind"] == "wecom_kf" else {}
    config = parse({"channels": [ours, {**pulled, **channel}]}, folder)
    engine = laid.engine(config.database.url)
    with Session(engine) as session:
        _people(session, clock, guard)
        session.commit()
    engine.dispose()
    work = Work(config.database.url)
    built = app.build(config, work, clock)
    await built.office.open(config.office, config.patrol.rhythms)
    for one in built.office.channels.values():
        await one.start()
    web = await aiohttp_server(app.application(built, clock))
    yield County(platform, Play(built.office, clock), work, built, str(web.make_url("/callback")))
    for one in built.office.channels.values():
        await one.close()
    await built.probe.close()
    work.close()


def _people(session: Session, clock: MovableClock, guard: tuple[tuple[str, str], ...]) -> None:
    long_ago = clock.now() - timedelta(days=60)
    session.add(Enterprise(id=1, name="宏达加油站", shorts="宏达站", class_name="加油站", registered_at=long_ago))
    session.add(Person(id=1, name="王建国", role=Role.REPORTER, enterprise_id=1, phone="13800138000"))
    session.add(Person(id=2, name="李明", role=Role.DUTY, phone="13800138001"))
    session.add(Group(id=1, name="夜巡群", channel="archive", chat="wrRoom1"))
    session.flush()
    session.add(GroupEnterprise(group_id=1, enterprise_id=1))
    for number, (channel, user) in [*((1, one) for one in guard), (2, ("app", "liming"))]:
        session.add(Binding(channel=channel, user_id=user, person_id=number, bound_at=long_ago))


async def test_a_video_in_a_group_that_only_the_archive_hears_is_a_report(
    library: Path, corp: Corp, tmp_path: Path, aiohttp_server: AiohttpServer
) -> None:
    (tmp_path / "archive_1.pem").write_text(finance.pem_of(1))
    options = {"name": "archive", "kind": "wecom_archive", "library": str(library), "corp_id": str(corp.folder)}
    options |= {"secret": finance.SECRET, "keys": [{"version": 1, "pem": "file:archive_1.pem"}], "desk": ["liming"]}
    film = clips.video(1)
    async with county(tmp_path, aiohttp_server, options, ("archive", "wangjianguo")) as night:
        corp.put(film, "film-1")
        corp.say("video", night.now - 60, sdkfileid="film-1", filesize=len(film))
        corp.say("text", night.now - 50, content="油罐区巡查了，无隐患")
        await night.heard(2)
        await night.forward(seconds=25)
        assert await night.statuses() == {DueStatus.REPORTED}
        [kept] = await night.work.read(lambda session: session.exec(select(Attachment)).all())
        assert (kept.status, kept.mime, kept.size) == ("stored", "video/mp4", len(film))
        assert night.built.store.path(kept.sha256).read_bytes() == film


async def test_a_post_that_the_archive_brings_in_the_morning_keeps_its_time(
    library: Path, corp: Corp, tmp_path: Path, aiohttp_server: AiohttpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.archive.CALM_S", 0.05)
    options = {"name": "archive", "kind": "wecom_archive", "library": str(library), "corp_id": str(corp.folder)}
    options |= {"secret": finance.SECRET, "keys": [{"version": 1, "pem": finance.pem_of(1)}]}
    async with county(tmp_path, aiohttp_server, options, ("archive", "wangjianguo")) as night:
        said_at = night.now + 3600
        await night.forward(hours=6)
        assert await night.statuses() == {DueStatus.MISSED}
        corp.say("text", said_at, content="油罐区巡查了，无隐患")
        await night.heard(1)
        await night.forward(seconds=25)
        assert await night.statuses() == {DueStatus.REPORTED}


async def test_an_outsider_reports_by_customer_service_and_has_the_receipt_there(
    tmp_path: Path, aiohttp_server: AiohttpServer
) -> None:
    film = clips.video(2)
    options = {"name": "kf", "kind": "wecom_kf"}
    async with county(tmp_path, aiohttp_server, options, ("kf", USER)) as night:
        caller = Caller(
            f"{night.callbacks}/kf", APP_VIDEO.token, corp_id=APP_VIDEO.receiver, clock=night.platform.clock
        )
        kf = night.platform.kf
        kf.says(USER, "video", media_id=night.platform.shelf.put(film))
        kf.says(USER, "text", content="油罐区巡查了，无隐患")
        [answer] = await caller.deliver(kf.knock(APP_VIDEO.receiver))
        assert (answer.status, answer.text) == (200, "")
        await night.heard(2)
        await night.forward(seconds=25)
        assert await night.statuses() == {DueStatus.REPORTED}
        receipt = "已报 00:31｜3月14日夜夜巡\n宏达站 视频1，油罐区，无隐患\n写错了就回：更正"
        assert kf.customers[USER].shown == [("text", receipt)]
        assert night.platform.faults == []


async def test_a_receipt_that_customer_service_could_not_bring_goes_another_way(
    tmp_path: Path, aiohttp_server: AiohttpServer
) -> None:
    options = {"name": "kf", "kind": "wecom_kf"}
    async with county(tmp_path, aiohttp_server, options, ("app", "wangjianguo"), ("kf", USER)) as night:
        kf, clock = night.platform.kf, night.platform.clock
        caller = Caller(f"{night.callbacks}/kf", APP_VIDEO.token, corp_id=APP_VIDEO.receiver, clock=clock)
        kf.fails_next = 10
        kf.says(USER, "text", content="油罐区巡查了，无隐患")
        await caller.deliver(kf.knock(APP_VIDEO.receiver))
        await night.heard(1)
        await night.forward(seconds=25)
        assert len(kf.said) == 2  # what was said, and that the receipt did not arrive
        assert night.platform.shown("wangjianguo") == []
        await caller.deliver(kf.knock(APP_VIDEO.receiver))
        await night.heard(2)
        await night.forward(seconds=5)
        assert kf.customers[USER].shown == []
        [receipt] = night.platform.shown("wangjianguo")
        assert receipt.startswith("已报 00:31｜3月14日夜夜巡")


async def test_who_has_been_silent_for_two_days_is_not_reminded_there(
    tmp_path: Path, aiohttp_server: AiohttpServer
) -> None:
    options = {"name": "kf", "kind": "wecom_kf"}
    async with county(tmp_path, aiohttp_server, options, ("kf", USER)) as night:
        await night.forward(hours=5)
        assert night.platform.trouble.count("kf/send_msg") == 0
        assert night.platform.faults == []


@pytest.mark.parametrize("kind", ["wecom_archive", "wecom_kf"])
def test_doctor_looks_at_them_without_a_database(kind: str, library: Path, corp: Corp, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    sealed = f'token = "{APP_VIDEO.token}"\naes_key = "{APP_VIDEO.aes_key}"\nopen_kfid = "wkX"\n'
    sealed += 'corp_id = "ww1"\nsecret = "s"\napi_url = "http://127.0.0.1:9"\n'
    (tmp_path / "1.pem").write_text(finance.pem_of(1))
    filed = f'corp_id = "{corp.folder}"\nsecret = "{finance.SECRET}"\nlibrary = "{library}"\n'
    filed += 'keys = [{version = 1, pem = "file:1.pem"}]\n'
    path.write_text(f'[[channels]]\nname = "one"\nkind = "{kind}"\n' + (sealed if kind == "wecom_kf" else filed))
    found = [one for one in doctor.findings(path, NOW) if one.subject == "channel one"]
    assert [one.level for one in found] == ["green", "red" if kind == "wecom_kf" else "green"]
