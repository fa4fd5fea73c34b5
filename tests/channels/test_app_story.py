"""A night over the app with cards: the question, its buttons, a click, the answer, and a road that is closed."""

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
from models import calendar, outbox, people
from models.inbox import Message
from models.outbox import Letter
from models.people import Binding, Enterprise, Group, Person, Role
from tests import laid
from tests.platform.appchats import AppChat, Told
from tests.platform.callback import Caller
from tests.platform.demo_corp import SECRET
from tests.platform.vectors import APP_VIDEO
from tests.platform.wecom import WeCom

NIGHT = date(2026, 3, 15)


@dataclass
class Bureau:
    """The app, its platform and a bot that runs."""

    platform: WeCom
    caller: Caller
    play: Play

    async def forward(self, **delta: float) -> None:
        await self.play.advance(self.play.clock.now() + timedelta(**delta))


@pytest.fixture
async def bureau(tmp_path: Path, aiohttp_server: AiohttpServer) -> AsyncIterator[Bureau]:
    clock = MovableClock(calendar.at(NIGHT, calendar.clock("00:31")))
    platform = WeCom(members=("wangjianguo", "liming", "guanli"), clock=lambda: clock.now().timestamp())
    server = await aiohttp_server(platform.app())
    options = {"corp_id": APP_VIDEO.receiver, "agent_id": "1000002", "secret": SECRET, "cards": True}
    options |= {"token": APP_VIDEO.token, "aes_key": APP_VIDEO.aes_key, "api_url": str(server.make_url("")).rstrip("/")}
    config = parse({"channels": [{"name": "app", "kind": "wecom_app", **options}]}, tmp_path)
    engine = laid.engine(config.database.url)
    engine.dispose()
    work = Work(config.database.url)
    await work.write(lambda session: _people(session, clock))
    built = app.build(config, work, clock)
    await built.office.open(config.office, config.patrol.rhythms)
    heard = await aiohttp_server(app.application(built, clock))
    url = str(heard.make_url("/callback/app"))
    caller = Caller(url, APP_VIDEO.token, corp_id=APP_VIDEO.receiver, clock=platform.clock)
    yield Bureau(platform, caller, Play(built.office, clock))
    for channel in built.office.channels.values():
        await channel.close()
    await built.probe.close()
    work.close()


def _people(session: Session, clock: MovableClock) -> None:
    long_ago = clock.now() - timedelta(days=60)
    session.add(Enterprise(id=1, name="宏达加油站", shorts="宏达站", class_name="加油站", registered_at=long_ago))
    session.add(Person(id=1, name="王建国", role=Role.REPORTER, enterprise_id=1, phone="13800138000"))
    session.add(Person(id=2, name="李明", role=Role.DUTY, phone="13800138001"))
    session.add(Person(id=3, name="管理", role=Role.ADMIN, phone="13800138002"))
    session.flush()
    for number, user in ((1, "wangjianguo"), (2, "liming"), (3, "guanli")):
        session.add(Binding(channel="app", user_id=user, person_id=number, bound_at=long_ago))
    session.add(Group(name="夜巡群", channel="app", chat="hazards2026"))


async def test_an_officer_clicks_instead_of_typing(bureau: Bureau) -> None:
    await bureau.caller.text("liming", "今晚谁没报", 1)
    await bureau.forward(seconds=3)
    [question] = bureau.platform.shown("liming")
    assert question.endswith("回1提醒这1家，回2看电话")
    [card] = bureau.platform.cards.shown
    assert list(card.buttons.values()) == ["提醒这1家", "看电话"]
    click = bureau.platform.cards.click(card, "看电话")
    for _ in range(2):  # the platform brings it again
        assert (await bureau.caller.deliver(click))[-1].status == 200
    await bureau.forward(seconds=3)
    assert bureau.platform.shown("liming")[1:] == ["1家电话｜3月14日夜没报\n宏达站 王建国 13800138000"]
    assert card.replaced == "看电话"
    [kept] = await bureau.play.office.work.read(
        lambda session: session.exec(select(Message).where(Message.text == "2")).all()
    )
    assert (kept.reply_to, kept.sender) == (card.task, "liming")
    assert bureau.platform.faults == []


async def test_a_guard_is_asked_without_buttons(bureau: Bureau) -> None:
    media_id = bureau.platform.shelf.put(b"clip" * 100, "night.mp4")
    await bureau.caller.video("wangjianguo", media_id, 1)
    await bureau.forward(minutes=2)
    assert any("回1" in one for one in bureau.platform.shown("wangjianguo"))
    assert bureau.platform.cards.shown == []


async def test_a_letter_into_a_group_of_the_app_arrives_and_a_strange_group_is_shut(bureau: Bureau) -> None:
    made = AppChat(1000002, "hazards2026", "夜巡群", "liming", ("liming", "wangjianguo"))
    bureau.platform.appchats.chats[made.chat] = made
    now = bureau.play.clock.now()

    def post(session: Session) -> None:
        for chat in ("hazards2026", "somebodyelses"):
            letter = Letter(f"n:{chat}", "note", {"mentions": [1]}, channel="app", chat=chat, text="明天停电，带手电")
            outbox.post(session, letter, now)

    await bureau.play.office.work.write(post)
    await bureau.forward(seconds=10)
    assert made.told == [Told("text", "明天停电，带手电", ("wangjianguo",))]
    why = await bureau.play.office.work.read(lambda session: people.why_shut(session, "app", "somebodyelses"))
    assert why == "there is no such group (86003)"


async def test_an_address_that_is_not_trusted_is_told_once_it_is_entered(bureau: Bureau) -> None:
    bureau.platform.untrusted = "203.0.113.9"
    await bureau.caller.text("liming", "今晚报了多少", 1)
    await bureau.forward(minutes=5)
    assert bureau.platform.arrived == []
    bureau.platform.untrusted = ""
    await bureau.forward(minutes=12)
    assert len(bureau.platform.shown("liming")) == 1
    assert bureau.platform.shown("guanli") == [
        "通道app发不出去：平台不认本机地址。\n企业微信后台，企业可信IP，加上203.0.113.9"
    ]
