"""What an AI bot says on its connection: on the request or by itself, plainly, with cards and files, not too fast."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_aiohttp.plugin import AiohttpServer

from bot import app, doctor
from bot.channels import aibot_bodies
from bot.channels.aibot import WecomAibot
from bot.channels.base import Ability, Address, Card, ChannelSettings, Later, Outcome, Parcel, Refused, Sent
from bot.config import parse
from tests.channels.aibot_desk import GROUP, GUARD, OFFICER, Desk, desk

TO_GUARD, TO_GROUP = Address(to_user=GUARD), Address(chat=GROUP)
CARD = Card("letter-17", "0031 罐区法兰渗漏", (("责任人", "李四"), ("时限", "3月20日")), (("1", "合格"), ("2", "退回")))


@pytest.fixture
async def at(aiohttp_server: AiohttpServer) -> AsyncIterator[Desk]:
    async with desk(aiohttp_server) as made:
        await made.connected()
        yield made
        assert made.platform.faults == []


async def asks(at: Desk, sender: str = GUARD, chat: str = "", text: str = "今晚报了多少") -> None:
    await at.platform.says(sender, "text", {"content": text}, chat)
    await at.hears(len(at.notes.taken) + 1)


async def tell(at: Desk, to: Address = TO_GUARD, text: str = "已报12，共30") -> Outcome:
    return await at.channel.send(to, Parcel(text))


def roads(at: Desk) -> list[tuple[str, str]]:
    return [(one.road, one.kind) for one in at.platform.shown]


# On the request, and by itself


async def test_a_question_is_answered_where_it_was_asked_once_and_the_rest_is_pushed(at: Desk) -> None:
    await asks(at)
    assert isinstance(await tell(at, text="一"), Sent)
    assert isinstance(await tell(at, text="二"), Sent)
    assert roads(at) == [("respond", "stream"), ("send", "markdown")]
    assert at.platform.said(GUARD) == ["一", "二"]


async def test_in_a_group_nobody_is_answered_in_place_of_somebody_else(at: Desk) -> None:
    await asks(at, OFFICER, GROUP)
    await asks(at, GUARD, GROUP)
    await tell(at, TO_GROUP, "一")
    await asks(at, GUARD, GROUP)
    await asks(at, GUARD, GROUP)
    await tell(at, TO_GROUP, "二")
    assert roads(at) == [("send", "markdown"), ("respond", "stream")]


async def test_an_old_question_is_not_answered_any_more_but_told(at: Desk) -> None:
    await asks(at)
    at.clock.now += 301
    await tell(at)
    assert roads(at) == [("send", "markdown")]


async def test_clicks_and_events_are_no_questions(at: Desk) -> None:
    await asks(at)
    await tell(at, text="一")
    await at.platform.does(GUARD, "enter_chat")
    await at.platform.does(GUARD, "template_card_event", {"event_key": "1", "task_id": "letter-17"})
    await at.hears(3)
    assert isinstance(await tell(at, text="二"), Sent)
    assert roads(at) == [("respond", "stream"), ("send", "markdown")]


@pytest.mark.parametrize("code", [846604, 846605, 846606, 846608])
async def test_a_request_that_cannot_be_answered_costs_nothing(at: Desk, code: int) -> None:
    await asks(at)
    at.platform.moods.sends.append(code)
    assert isinstance(await tell(at), Sent)
    assert roads(at) == [("send", "markdown")]


async def test_many_at_once_each_find_their_own_answer(at: Desk) -> None:
    await asks(at)
    at.platform.moods.sends.extend([0, 93006, 0, 40058, 0])
    outcomes = await asyncio.gather(*(tell(at, text=f"第{number}条") for number in range(5)))
    assert [type(one) for one in outcomes] == [Sent, Refused, Sent, Refused, Sent]
    assert at.platform.said() == ["第0条", "第2条", "第4条"]


# Cards and files


async def test_a_card_stands_below_its_text_and_its_keys_are_digits(at: Desk) -> None:
    await asks(at)
    assert isinstance(await at.channel.send(TO_GUARD, Parcel("0031 待复查\n回1合格，回2退回", card=CARD)), Sent)
    text, card = at.platform.shown
    assert (text.road, text.content) == ("respond", "0031 待复查\n回1合格，回2退回")
    assert (card.kind, card.content["task_id"], card.content["main_title"]) == (
        "template_card",
        "letter-17",
        {"title": "0031 罐区法兰渗漏"},
    )
    assert [(one["key"], one["text"]) for one in card.content["button_list"]] == [("1", "合格"), ("2", "退回")]
    assert card.content["horizontal_content_list"][0] == {"keyname": "责任人", "value": "李四"}


async def test_a_card_that_is_refused_takes_nothing_from_the_text(at: Desk) -> None:
    await asks(at)
    at.platform.moods.sends.extend([0, 846625])
    assert isinstance(await at.channel.send(TO_GUARD, Parcel("回1合格", card=CARD)), Sent)
    assert at.platform.said() == ["回1合格"]


async def test_a_group_is_shown_no_card(at: Desk) -> None:
    await asks(at, OFFICER, GROUP)
    assert isinstance(await at.channel.send(TO_GROUP, Parcel("回1合格", card=CARD)), Sent)
    assert roads(at) == [("respond", "stream")]


def a_file(folder: Path, name: str, size: int) -> Path:
    path = folder / name
    path.write_bytes(bytes(number % 253 for number in range(size)))
    return path


@pytest.mark.parametrize(
    "name, size, kind",
    [
        ("夜巡.mp4", 1_200_000, "video"),
        ("整改后.JPG", 5, "image"),
        ("大图.png", 2 * 2**20 + 1, "file"),
        ("台账.xlsx", 512 * 1024, "file"),
    ],
)
async def test_files_go_up_in_pieces_and_arrive_whole(
    at: Desk, tmp_path: Path, name: str, size: int, kind: str
) -> None:
    await asks(at)
    path = a_file(tmp_path, name, size)
    assert isinstance(await at.channel.send(TO_GUARD, Parcel("今日小视频", file=path)), Sent)
    assert [one.kind for one in at.platform.shown] == ["stream", kind]
    [kept] = at.platform.uploads.kept.values()
    assert (kept.kind, kept.filename) == (kind, name)
    assert hashlib.sha256(kept.content).digest() == hashlib.sha256(path.read_bytes()).digest()


async def test_one_clip_for_many_chats_goes_up_once_until_it_is_gone(at: Desk, tmp_path: Path) -> None:
    path = a_file(tmp_path, "a.mp4", 1000)
    for user in (GUARD, OFFICER):
        await asks(at, user)
        assert isinstance(await at.channel.send(Address(user), Parcel("", file=path)), Sent)
    assert len(at.platform.uploads.kept) == 1
    at.platform.uploads.kept.clear()
    assert not isinstance(await at.channel.send(TO_GUARD, Parcel("", file=path)), Sent)
    assert isinstance(await at.channel.send(TO_GUARD, Parcel("", file=path)), Sent)


@pytest.mark.parametrize("size", [0, 4, 20 * 2**20 + 1])
async def test_a_file_that_nobody_takes_is_refused_before_anything_is_said(at: Desk, tmp_path: Path, size: int) -> None:
    path = tmp_path / "a.bin"
    with path.open("wb") as file:
        file.truncate(size)
    assert isinstance(await at.channel.send(TO_GUARD, Parcel("今日小视频", file=path)), Refused)
    assert isinstance(await at.channel.send(TO_GUARD, Parcel("", file=tmp_path / "none")), Refused)
    assert at.platform.shown == []


# What the platform says to it


@pytest.mark.parametrize(
    "code, kind, whole_channel, whole_target",
    [
        (-1, Later, False, False),
        (6000, Later, False, False),
        (45009, Later, True, False),
        (846607, Later, False, True),
        (846609, Later, True, False),
        (846625, Later, False, False),  # not in the table: tried again, a counted number of times
        (93006, Refused, False, False),
        (40058, Refused, False, False),
        (82004, Refused, False, False),
        (853000, Refused, True, False),
    ],
)
async def test_what_each_code_means(
    at: Desk, code: int, kind: type[Later | Refused], whole_channel: bool, whole_target: bool
) -> None:
    await asks(at)
    at.platform.moods.sends.append(code)
    outcome = await tell(at)
    assert isinstance(outcome, kind)
    assert (outcome.whole_channel, outcome.whole_target) == (whole_channel, whole_target)
    assert str(code) in outcome.why


async def test_nobody_who_has_not_written_is_written_to_and_another_road_may_be_tried(at: Desk) -> None:
    await asks(at, GUARD, GROUP)  # in the group: that opens no private chat
    outcome = await tell(at)
    assert isinstance(outcome, Refused)
    assert (outcome.whole_channel, outcome.whole_target) == (False, False)
    assert isinstance(await tell(at, Address(chat="没有这个群")), Refused)
    assert isinstance(await tell(at, Address()), Refused)
    assert at.platform.shown == []


async def test_the_limits_of_the_channel_keep_below_those_of_the_platform(at: Desk) -> None:
    await asks(at)
    [minute, hour] = at.channel.limits
    for _ in range(minute.count):
        assert isinstance(await at.channel.send(TO_GUARD, Parcel("回1合格", card=CARD)), Sent)
    assert len(at.platform.shown) == 30
    assert (minute.per, hour.per) == (timedelta(minutes=1), timedelta(hours=1))
    assert isinstance(await tell(at), Later)
    assert at.platform.faults.pop() == f"too often in {GUARD}"


@pytest.mark.parametrize("mood, lost", [("mute", True), ("cut", True)])
async def test_an_answer_that_never_comes_is_told_as_lost(aiohttp_server: AiohttpServer, mood: str, lost: bool) -> None:
    async with desk(aiohttp_server) as at:
        await at.connected()
        await asks(at)
        at.channel._socket.pace = type(at.channel._socket.pace)(answer=0.2)  # type: ignore[union-attr]
        at.platform.moods.sends.append(mood)
        outcome = await tell(at)
        assert isinstance(outcome, Later)
        assert outcome.lost_answer == lost


async def test_without_a_connection_letters_wait(aiohttp_server: AiohttpServer) -> None:
    async with desk(aiohttp_server, ws_url="ws://127.0.0.1:1/") as at:
        blip = await tell(at)
        assert isinstance(blip, Later)
        assert blip.whole_channel
        assert not blip.lost_answer
        at.channel._socket._down_since = -1e9  # type: ignore[union-attr]
        await at.is_so(lambda: at.channel._socket.down_for > 1000)  # type: ignore[union-attr]


# How a text looks


@pytest.mark.parametrize(
    "text, expected",
    [
        ("已报12，共30\n豫丰、恒泰", "已报12，共30\n豫丰、恒泰"),
        ("# 3号罐", "＃ 3号罐"),
        ("#3罐 3#泵", "#3罐 3#泵"),
        ("- 罐区\n+ 泵房\n1. 库房", "－ 罐区\n＋ 泵房\n1． 库房"),
        ("12-3 3.5米", "12-3 3.5米"),
        ("---", "－--"),
        ("> 引用 <b>", "＞ 引用 ＜b＞"),
        ("a*b_c`d[e](f)~g|h\\i", "a＊b＿c｀d［e］(f)～g｜h＼i"),
        ("R&amp;D A&B", "R＆amp;D A&B"),
        ("看 http://10.0.0.1/tips/3_a*b#c。再看_这里_", "看 http://10.0.0.1/tips/3_a*b#c。再看＿这里＿"),
        ("    四格", "\u3000\u3000四格"),
        ("<@zhangsan> @所有人", "＜@zhangsan＞ @所有人"),
    ],
)
def test_a_plain_text_looks_plain_where_markdown_is_shown(text: str, expected: str) -> None:
    assert aibot_bodies.plain(text) == expected


def test_the_longest_text_fits_however_it_is_widened() -> None:
    assert len(aibot_bodies.plain("*" * WecomAibot.max_bytes).encode()) <= 20480


# The configuration, and what doctor says


async def test_it_is_built_from_the_configuration_and_doctor_pushes_nobody_out(
    at: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIBOT_SECRET", at.platform.secret)
    raw = {"name": "aibot", "kind": "wecom_aibot", "bot_id": "aib", "secret": "env:AIBOT_SECRET"}
    config = parse({"channels": [raw | {"ws_url": at.channel._url}]}, tmp_path)
    [settings] = config.channel_settings
    assert "secret-of" not in repr(settings)
    made = app.channel(settings, tmp_path)
    assert isinstance(made, WecomAibot)
    reached, nameless = await doctor._check(settings, config)
    assert (reached.level, nameless.level) == ("green", "yellow")
    assert len(at.platform.subscribed) == 1
    assert [one.level for one in await at.channel.check()] == ["green"]


async def test_doctor_says_when_the_platform_cannot_be_reached(tmp_path: Path) -> None:
    options = {"ws_url": "ws://127.0.0.1:1/", "bot_name": "夜巡"}
    [health] = await WecomAibot(ChannelSettings("aibot", "wecom_aibot", options)).check()
    assert health.level == "red"


def test_what_it_can_do() -> None:
    assert Ability.UNASKED not in WecomAibot.can
    assert Ability.MENTION not in WecomAibot.can
    assert {Ability.CARD, Ability.VIDEO, Ability.GROUPS} <= WecomAibot.can
