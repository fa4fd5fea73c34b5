"""A night over an AI bot: the whole service on one long connection, with quoted clips and answers on the question."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_aiohttp.plugin import AiohttpServer
from sqlmodel import Session, select

from bot import app
from bot.clock import MovableClock
from bot.config import parse
from bot.office import Play
from bot.work import Work
from models import calendar, marks
from models.attachments import Attachment
from models.inbox import Message
from models.outages import Outage
from models.people import Binding, Enterprise, Group, GroupEnterprise, Person, Role
from tests import clips, laid
from tests.bot.test_over_wecom import NIGHT
from tests.channels.aibot_desk import GROUP, GUARD, OFFICER, QUICK
from tests.platform.aibot import AibotPlatform
from tests.process.serving import until

BOT = "夜巡"


@dataclass
class County:
    platform: AibotPlatform
    play: Play
    work: Work
    built: app.Built

    async def forward(self, **delta: float) -> None:
        await self.play.advance(self.play.clock.now() + timedelta(**delta))

    async def stored(self, count: int) -> None:
        """Waits until so many messages are on disk."""

        async def enough() -> bool:
            found = await self.work.read(lambda session: session.exec(select(Message)).all())
            return len(found) >= count

        await until(enough, 30)

    async def connected(self) -> None:
        """Waits until the bot is subscribed."""

        async def subscribed() -> bool:
            return self.platform.connected

        await until(subscribed, 30)


@pytest.fixture
async def county(
    tmp_path: Path, aiohttp_server: AiohttpServer, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[County]:
    monkeypatch.setattr("bot.channels.aibot.Pace", lambda: QUICK)
    clock = MovableClock(calendar.at(NIGHT, calendar.clock("00:31")))
    platform = AibotPlatform(clock=lambda: clock.now().timestamp())
    server = await aiohttp_server(platform.app())
    platform.media.base = f"http://127.0.0.1:{server.port}"
    raw = {"name": "aibot", "kind": "wecom_aibot", "bot_id": platform.bot_id, "secret": platform.secret}
    config = parse({"channels": [raw | {"bot_name": BOT, "ws_url": f"ws://127.0.0.1:{server.port}/"}]}, tmp_path)
    engine = laid.engine(config.database.url)
    engine.dispose()
    work = Work(config.database.url)
    await work.write(lambda session: _people(session, clock))
    built = app.build(config, work, clock)
    [channel] = built.office.channels.values()
    await channel.start()
    await built.office.open(config.office, config.patrol.rhythms)
    made = County(platform, Play(built.office, clock), work, built)
    await made.connected()
    yield made
    await channel.close()
    await built.probe.close()
    work.close()
    assert platform.faults == []


def _people(session: Session, clock: MovableClock) -> None:
    long_ago = clock.now() - timedelta(days=60)
    session.add(Enterprise(id=1, name="宏达加油站", shorts="宏达站", class_name="加油站", registered_at=long_ago))
    session.add(Person(id=1, name="王建国", role=Role.REPORTER, enterprise_id=1, phone="13800138000"))
    session.add(Person(id=2, name="李明", role=Role.DUTY, phone="13800138001"))
    session.add(Group(id=1, name="夜巡一群", channel="aibot", chat=GROUP))
    session.flush()
    session.add(GroupEnterprise(group_id=1, enterprise_id=1))
    for number, user in ((1, GUARD), (2, OFFICER)):
        session.add(Binding(channel="aibot", user_id=user, person_id=number, bound_at=long_ago))


async def test_a_clip_that_is_quoted_in_the_group_becomes_the_report_of_its_writer(county: County) -> None:
    await county.platform.says(GUARD, "text", {"content": "收到"})  # who wrote in groups alone cannot be written to
    film = clips.video(1)
    quote = {"msgtype": "video", "video": county.platform.media.put(film, "夜巡.mp4")}
    said = {"content": f"@{BOT}  油罐区巡查了，无隐患"}
    for _ in range(2):
        await county.platform.says(GUARD, "text", said, GROUP, quote=quote, msgid="msg-of-the-guard")
    await county.stored(2)
    await county.forward(seconds=25)
    [kept] = await county.work.read(lambda session: session.exec(select(Attachment)).all())
    assert (kept.status, kept.mime, kept.size, kept.filename) == ("stored", "video/mp4", len(film), "夜巡.mp4")
    assert county.built.store.path(kept.sha256).read_bytes() == film
    receipts = [one for one in county.platform.said() if "宏达站 视频1，油罐区，无隐患" in one]
    assert len(receipts) == 1


async def test_the_officer_is_answered_on_the_question(county: County) -> None:
    await county.platform.says(OFFICER, "text", {"content": "今晚报了多少"})
    await county.stored(1)
    await county.forward(seconds=3)
    answer, card = county.platform.shown
    assert [one["key"] for one in card.content["button_list"]] == ["1"]
    assert (answer.chat, answer.road) == (OFFICER, "respond")
    assert answer.content == "已报0，共1｜3月14日夜，00:31\n还差1家，5:00截止\n回1看1家"
    clicked = {"card_type": "button_interaction", "event_key": "1", "task_id": card.content["task_id"]}
    await county.platform.does(OFFICER, "template_card_event", clicked)
    await county.stored(2)
    await county.forward(seconds=3)
    assert "宏达站" in county.platform.said(OFFICER)[2]


async def test_a_clip_that_waited_longer_than_its_address_lives_is_asked_for_again(county: County) -> None:
    await county.platform.says(GUARD, "video", county.platform.media.put(clips.video(2)))
    await county.stored(1)
    county.play.clock.put(county.play.clock.now() + timedelta(minutes=6))
    await county.forward(minutes=2)
    assert [one for one in county.platform.said(GUARD) if one.startswith("有1个视频没传完整，请重发这1个")]


async def test_a_night_in_which_the_connection_was_down_is_not_held_against_anybody(county: County) -> None:
    county.platform.moods.subscribe.extend([-1] * 100_000)
    await county.platform.cut()

    async def noted() -> bool:
        return bool(await county.work.read(lambda session: marks.value(session, "aibot", "deaf_since")))

    await until(noted, 30)
    county.play.clock.put(county.play.clock.now() + timedelta(minutes=50))
    county.platform.moods.subscribe.clear()
    await county.connected()

    async def told() -> list[Outage]:
        return list(await county.work.read(lambda session: session.exec(select(Outage)).all()))

    [outage] = await until(told, 30)
    assert (outage.channel, outage.ended_at - outage.began_at >= timedelta(minutes=20)) == ("aibot", True)
