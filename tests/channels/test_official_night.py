"""A night over an official account: a follower's clip becomes a report, the answer goes back while it may."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
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
from models.outbox import Outgoing
from models.people import Binding, Enterprise, Person, Role
from tests import clips, laid
from tests.platform.official import AES_KEY, APP_ID, SECRET, TOKEN, Knocking, Official

NIGHT = date(2026, 3, 15)
OPEN_ID = "oA1b2C3d4E5f6G7h8I9j0K1l2M3n4"


@dataclass
class Office:
    """The bot, and the platform on both sides of it."""

    platform: Official
    caller: Knocking
    play: Play
    work: Work

    async def forward(self, **delta: float) -> None:
        await self.play.advance(self.play.clock.now() + timedelta(**delta))


@pytest.fixture
async def office(tmp_path: Path, aiohttp_server: AiohttpServer) -> AsyncIterator[Office]:
    clock = MovableClock(calendar.at(NIGHT, calendar.clock("00:31")))
    wall = lambda: clock.now().timestamp()  # noqa: E731
    platform = Official(wall)
    url = str((await aiohttp_server(platform.app())).make_url("/")).rstrip("/")
    table = {"name": "mp", "kind": "official_account", "app_id": APP_ID, "secret": SECRET, "token": TOKEN}
    config = parse({"channels": [table | {"aes_key": AES_KEY, "api_url": url}]}, tmp_path)
    laid.migrated(config.database.url)
    work = Work(config.database.url)
    await work.write(lambda session: _people(session, clock))
    built = app.build(config, work, clock)
    await built.office.open(config.office, config.patrol.rhythms)
    heard = await aiohttp_server(app.application(built, clock))
    yield Office(platform, Knocking(str(heard.make_url("/callback/mp")), clock=wall), Play(built.office, clock), work)
    for channel in built.office.channels.values():
        await channel.close()
    await built.probe.close()
    work.close()


def _people(session: Session, clock: MovableClock) -> None:
    long_ago = clock.now() - timedelta(days=60)
    session.add(Enterprise(id=1, name="宏达加油站", shorts="宏达站", class_name="加油站", registered_at=long_ago))
    session.add(Person(id=1, name="王建国", role=Role.REPORTER, enterprise_id=1, phone="13800138000"))
    session.flush()
    session.add(Binding(channel="mp", user_id=OPEN_ID, person_id=1, bound_at=long_ago))


async def test_a_clip_is_a_report_once_its_file_is_kept_and_its_sender_hears_so(office: Office) -> None:
    film = clips.video(1)
    media_id = office.platform.shelf.put(film, "night.mp4")
    office.platform.clips_elsewhere = True
    follower = office.platform.wrote(OPEN_ID)
    assert await office.caller.verify()
    for _ in range(3):  # the platform repeats what it believes was not answered
        assert (await office.caller.video(OPEN_ID, media_id, 4711))[-1].status == 200
    await office.caller.text(OPEN_ID, "油罐区巡查了，无隐患", 4712)
    await office.forward(seconds=25)
    assert follower.got == [("text", "已报 00:31｜3月14日夜夜巡\n宏达站 视频1，油罐区，无隐患\n写错了就回：更正")]
    assert len(await _all(office.work, Message)) == 2
    [kept] = await _all(office.work, Attachment)
    assert (kept.status, kept.size) == ("stored", len(film))


async def test_who_wrote_two_days_ago_is_not_written_to_and_the_reason_stays(office: Office) -> None:
    office.platform.wrote(OPEN_ID)
    await office.caller.text(OPEN_ID, "油罐区巡查了，无隐患", 4712)
    await office.forward(minutes=5)
    before = len(office.platform.followers[OPEN_ID].got)
    office.platform.followers[OPEN_ID].wrote_at -= 49 * 3600
    await office.forward(hours=27, minutes=10)  # the next night, when nobody has reported by half past three
    assert len(office.platform.followers[OPEN_ID].got) == before
    reminders = [one for one in await _all(office.work, Outgoing) if one.kind == "patrol.missing"]
    assert reminders
    assert {(one.status, one.reason) for one in reminders} == {
        ("refused", "the person has written nothing for 48 hours (45015)")
    }


async def _all(work: Work, table: type) -> list:  # type: ignore[type-arg]
    return await work.read(lambda session: list(session.exec(select(table))))
