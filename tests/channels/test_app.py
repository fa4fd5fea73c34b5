"""The self-built app beyond texts: its groups, its buttons, what it takes back, and how gently it calls."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pytest_aiohttp.plugin import AiohttpServer

from bot.channels import wecom_api
from bot.channels.base import Ability, Address, Card, MediaLater, Parcel, Recalling, Refused, Sent
from bot.channels.wecom_api import Api
from bot.channels.wecom_app import WecomApp
from bot.channels.wecom_errors import ApiError
from models.incoming import MessageKind
from models.outages import Trouble
from tests.platform import letters
from tests.platform.appchats import AppChat, Told
from tests.platform.demo_corp import CALM, NOW, Watch, app_settings, caller, tell
from tests.platform.vectors import APP_VIDEO
from tests.platform.wecom import WeCom

ZHANG = Address(to_user="zhang")
GROUP = Address(chat="hazards2026")
CARD = Card(
    "letter-7", "【突发】0:31 金源气体 充装间泄漏，未核实", (("地点", "充装间"),), (("1", "接手"), ("2", "误报"))
)


@pytest.fixture
def platform() -> WeCom:
    return WeCom(members=("kuangshan01", "zhang"), clock=Watch())


@pytest.fixture
async def channel(platform: WeCom, aiohttp_server: AiohttpServer) -> AsyncIterator[WecomApp]:
    server = await aiohttp_server(platform.app())
    made = WecomApp(app_settings(str(server.make_url("/")), cards="true"), CALM)
    yield made
    await made.close()
    platform.trouble.released.set()


def group(platform: WeCom, agent_id: int = 1000002) -> AppChat:
    """A group that an app has made."""
    made = AppChat(agent_id, GROUP.chat, "危化企业夜巡群", "zhang", ("zhang", "kuangshan01"))
    platform.appchats.chats[made.chat] = made
    return made


async def test_a_group_of_the_app_hears_texts_names_and_files(
    channel: WecomApp, platform: WeCom, tmp_path: Path
) -> None:
    made = group(platform)
    clip = tmp_path / "动火.mp4"
    clip.write_bytes(b"content of a clip")
    said = Parcel("张强，刚才那条没听准，已私聊您。", mentions=("zhang",))
    assert await channel.send(GROUP, said) == Sent()
    assert isinstance(await channel.send(GROUP, Parcel("今天的小视频", file=clip)), Sent)
    assert [(one.kind, one.mentioned) for one in made.told] == [("text", ("zhang",)), ("text", ()), ("video", ())]
    assert made.told[0] == Told("text", "张强，刚才那条没听准，已私聊您。", ("zhang",))
    assert platform.faults == []


async def test_a_card_has_no_place_in_a_group(channel: WecomApp, platform: WeCom) -> None:
    made = group(platform)
    assert isinstance(await channel.send(GROUP, Parcel("今晚谁没报", card=CARD)), Sent)
    assert [one.kind for one in made.told] == ["text"]
    assert platform.cards.shown == []


@pytest.mark.parametrize("whose, code", [(7, 86008), (None, 86003)])
async def test_a_group_that_is_not_ours_is_shut(
    channel: WecomApp, platform: WeCom, whose: int | None, code: int
) -> None:
    if whose is not None:
        group(platform, whose)
    outcome = await channel.send(GROUP, Parcel("今晚谁没报"))
    assert isinstance(outcome, Refused)
    assert outcome.whole_target
    assert str(code) in outcome.why


async def test_buttons_stand_below_a_text_that_says_the_same(channel: WecomApp, platform: WeCom) -> None:
    text = "【突发】0:31 金源气体 充装间泄漏，未核实\n先打电话核实，再回1接手"
    sent = await channel.send(ZHANG, Parcel(text, card=CARD))
    assert sent == Sent("msgid-2")
    assert platform.shown("zhang") == [text]
    (shown,) = platform.cards.shown
    assert (shown.user, shown.task, list(shown.buttons.values())) == ("zhang", "letter-7", ["接手", "误报"])
    assert shown.rows == (("地点", "充装间"),)
    assert platform.faults == []


async def test_a_click_is_a_typed_digit_and_the_buttons_give_way_once(channel: WecomApp, platform: WeCom) -> None:
    await channel.send(ZHANG, Parcel("先打电话核实，再回1接手", card=CARD))
    (shown,) = platform.cards.shown
    sealed = caller().seal(platform.cards.click(shown, "接手"))
    (heard,) = channel.parse(sealed.query, sealed.body, NOW)
    assert (heard.kind, heard.text, heard.reply_to, heard.sender) == (MessageKind.TEXT, "1", "letter-7", "zhang")
    for _ in range(2):  # the platform brought it twice; the second time the code is used up
        channel.stored(heard)
        await _settled(channel)
    assert shown.replaced == "接手"
    assert platform.trouble.count("update_template_card") == 2


async def test_a_second_click_on_the_same_button_is_the_same_message(channel: WecomApp, platform: WeCom) -> None:
    await channel.send(ZHANG, Parcel("回1接手，回2误报", card=CARD))
    (shown,) = platform.cards.shown
    ids = []
    for words in ("接手", "接手", "误报"):
        sealed = caller().seal(platform.cards.click(shown, words))
        ids += [one.msg_id for one in channel.parse(sealed.query, sealed.body, NOW)]
    assert ids[0] == ids[1] != ids[2]


async def test_a_platform_that_takes_no_cards_is_left_alone_with_them(
    channel: WecomApp, platform: WeCom, caplog: pytest.LogCaptureFixture
) -> None:
    platform.cards.has_callback = False
    for number in range(2):
        assert isinstance(await channel.send(ZHANG, Parcel(f"第{number}条，回1接手", card=CARD)), Sent)
    assert platform.shown("zhang") == ["第0条，回1接手", "第1条，回1接手"]
    assert platform.trouble.count("message/send") == 3
    assert Ability.CARD not in channel.can
    assert "43012" in caplog.text


async def test_without_the_switch_nobody_is_shown_a_card(platform: WeCom, aiohttp_server: AiohttpServer) -> None:
    server = await aiohttp_server(platform.app())
    made = WecomApp(app_settings(str(server.make_url("/"))), CALM)
    assert isinstance(await made.send(ZHANG, Parcel("回1接手", card=CARD)), Sent)
    assert [one.level for one in await made.check()] == ["green", "green"]
    await made.close()
    assert platform.cards.shown == []
    assert [one.kind for one in platform.arrived] == ["text"]


async def test_the_doctor_says_where_cards_are_not_seen(channel: WecomApp) -> None:
    assert [one.level for one in await channel.check()] == ["green", "green", "yellow"]


async def test_a_menu_says_what_its_key_says(channel: WecomApp) -> None:
    for key, told in (
        ("今晚谁没报", (MessageKind.TEXT, "今晚谁没报")),
        ("menu_1", (MessageKind.EVENT, "click menu_1")),
    ):
        fields = f"<EventKey>{letters.cdata(key)}</EventKey>"
        sealed = caller().seal(letters.event(APP_VIDEO.receiver, "zhang", "click", 1788220799, fields))
        (heard,) = channel.parse(sealed.query, sealed.body, NOW)
        assert (heard.kind, heard.text) == told


async def test_the_bell_of_the_archive_is_nobodys_message(channel: WecomApp) -> None:
    sealed = caller().seal(letters.event(APP_VIDEO.receiver, "sys", "msgaudit_notify", 1788220799))
    assert channel.parse(sealed.query, sealed.body, NOW) == ()


async def test_what_was_said_is_taken_back_within_a_day(channel: WecomApp, platform: WeCom) -> None:
    sent = await tell(channel, "应报55：已报54 未报1", "zhang")
    assert isinstance(sent, Sent)
    assert isinstance(channel, Recalling)
    assert await channel.recall(sent.platform_id)
    assert platform.recalled == [sent.platform_id]
    other = await tell(channel, "应报55：已报55", "zhang")
    assert isinstance(other, Sent)
    assert isinstance(platform.clock, Watch)
    platform.clock.now += 25 * 3600
    assert not await channel.recall(other.platform_id)


async def test_encrypted_ids_are_opened_a_thousand_at_a_time(channel: WecomApp, platform: WeCom) -> None:
    platform.open_ids = {f"wo{number}": f"user{number}" for number in range(1500)}
    found = await channel.plain_ids([*platform.open_ids, "wo-unknown", "wo1"])
    assert found == platform.open_ids
    assert platform.trouble.count("openuserid_to_userid") == 2


async def test_a_member_without_a_licence_is_not_reached(channel: WecomApp, platform: WeCom) -> None:
    platform.unlicensed = {"zhang"}
    outcome = await tell(channel, "请报送夜巡视频", "zhang")
    assert isinstance(outcome, Refused)
    assert not outcome.whole_channel


async def test_few_calls_go_at_once(channel: WecomApp, platform: WeCom) -> None:
    outcomes = await asyncio.gather(*(tell(channel, f"第{number}条", "zhang") for number in range(25)))
    assert all(isinstance(one, Sent) for one in outcomes)
    assert platform.crowd.most <= wecom_api.AT_ONCE
    assert platform.faults == []


async def test_one_file_is_fetched_once_at_a_time(channel: WecomApp, platform: WeCom) -> None:
    media_id = platform.shelf.put(b"clip" * 1000)

    async def whole() -> bytes:
        async with channel.fetch(media_id) as found:
            return b"".join([chunk async for chunk in found.chunks])

    assert await asyncio.gather(*(whole() for _ in range(3))) == [b"clip" * 1000] * 3
    assert platform.faults == []


async def test_an_interface_that_was_asked_too_often_is_left_in_peace(channel: WecomApp, platform: WeCom) -> None:
    media_id = platform.shelf.put(b"clip" * 1000)
    platform.trouble.add("media/get", code=45009)
    for _ in range(3):
        with pytest.raises(MediaLater):
            async with channel.fetch(media_id):
                pass
    assert platform.trouble.count("media/get") == 1
    assert isinstance(await tell(channel, "请报送夜巡视频", "zhang"), Sent)


async def test_an_interface_is_asked_again_after_its_rest(platform: WeCom, aiohttp_server: AiohttpServer) -> None:
    server, watch = await aiohttp_server(platform.app()), Watch()
    api = Api(str(server.make_url("/")), APP_VIDEO.receiver, "secret-of-the-app", CALM, watch)
    platform.trouble.add("agent/get", code=45009)
    for waits in (0, 30, 31):
        watch.now += waits
        if waits == 31:
            assert (await api.call("GET", "agent/get", {"agentid": "1000002"}))["name"] == "夜巡"
        else:
            with pytest.raises(ApiError, match="45009"):
                await api.call("GET", "agent/get", {"agentid": "1000002"})
    await api.close()
    assert platform.trouble.count("agent/get") == 2


@pytest.mark.parametrize(
    "code, trouble", [(40001, Trouble.REJECTED), (48006, Trouble.UNUSED), (50003, Trouble.UNUSED), (48002, None)]
)
async def test_what_only_a_person_can_mend_is_named(
    channel: WecomApp, platform: WeCom, code: int, trouble: Trouble | None
) -> None:
    platform.trouble.add("message/send", code=code)
    outcome = await tell(channel, "请报送夜巡视频", "zhang")
    assert isinstance(outcome, Refused)
    assert (outcome.whole_channel, outcome.trouble) == (True, trouble)


async def test_the_address_to_enter_is_told(channel: WecomApp, platform: WeCom) -> None:
    platform.untrusted = "203.0.113.9"
    outcome = await tell(channel, "请报送夜巡视频", "zhang")
    assert isinstance(outcome, Refused)
    assert (outcome.trouble, outcome.detail) == (Trouble.UNTRUSTED, "203.0.113.9")


async def _settled(channel: WecomApp) -> None:
    await asyncio.gather(*channel._clicks)
