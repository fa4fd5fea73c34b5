"""An official account: plain and sealed letters, each kind once, and answers within their 48 hours and five times."""

import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from pytest_aiohttp.plugin import AiohttpServer
from wechatpy import parse_message
from wechatpy.crypto import WeChatCrypto

from bot import app
from bot.channels.base import Ability, Address, ChannelSettings, Later, MediaLater, MediaLost, Outcome, Parcel, Refused
from bot.channels.base import Sent as Said
from bot.channels.official_account import OfficialAccount
from bot.config import parse
from models.errors import BadInput, BadSignature
from models.incoming import Incoming, MessageKind
from tests.platform import letters
from tests.platform.demo_corp import CALM, NOW, Watch, patience_of
from tests.platform.official import AES_KEY, APP_ID, SECRET, TOKEN, Knocking, Official

OPEN_ID = "oA1b2C3d4E5f6G7h8I9j0K1l2M3n4"
SEND = "custom/send"


def settings(url: str = "http://x.invalid", **changed: str) -> ChannelSettings:
    options = {"app_id": APP_ID, "secret": SECRET, "token": TOKEN, "aes_key": AES_KEY, "api_url": url}
    return ChannelSettings("mp", "official_account", options | changed)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def platform(watch: Watch) -> Official:
    return Official(watch)


@pytest.fixture
async def channel(
    platform: Official, aiohttp_server: AiohttpServer, request: pytest.FixtureRequest
) -> AsyncIterator[OfficialAccount]:
    url = str((await aiohttp_server(platform.app())).make_url("/"))
    channel = OfficialAccount(settings(url), patience_of(request))
    await channel.start()
    yield channel
    await channel.close()
    platform.trouble.released.set()


@pytest.fixture(params=[False, True], ids=["sealed", "plain"])
def knocking(request: pytest.FixtureRequest, watch: Watch) -> Knocking:
    return Knocking("", clock=watch, plain=request.param)


def ears(knocking: Knocking) -> OfficialAccount:
    return OfficialAccount(settings(aes_key="" if knocking.plain else AES_KEY))


def hears(knocking: Knocking, xml: str) -> Incoming:
    sealed = knocking.seal(xml)
    (heard,) = ears(knocking).parse(sealed.query, sealed.body, NOW)
    return heard


# Ears


@pytest.mark.parametrize(
    "kind, fields, told",
    [
        ("text", letters.text("夜巡正常\n罐区、泵房已查"), (MessageKind.TEXT, "夜巡正常\n罐区、泵房已查", ())),
        ("text", letters.text("1 < 2 & ]]> 完"), (MessageKind.TEXT, "1 < 2 & ]]> 完", ())),
        ("text", letters.text("夜\x00巡\x0b正常"), (MessageKind.TEXT, "夜巡正常", ())),
        ("text", "<Content></Content>", (MessageKind.TEXT, "", ())),
        ("image", letters.image("M1"), (MessageKind.IMAGE, "", ("M1",))),
        ("voice", letters.voice("M2"), (MessageKind.VOICE, "", ("M2",))),
        ("voice", letters.voice("M2", "一切正常"), (MessageKind.VOICE, "一切正常", ("M2",))),
        ("video", letters.video("M3"), (MessageKind.VIDEO, "", ("M3",))),
        ("shortvideo", letters.video("M3"), (MessageKind.VIDEO, "", ("M3",))),
        (
            "location",
            letters.location("舞阳县危化园区", "33.61", "113.59"),
            (MessageKind.LOCATION, "舞阳县危化园区\n33.61,113.59", ()),
        ),
        (
            "link",
            letters.link("通知", "节前检查", "https://x.invalid/1"),
            (MessageKind.LINK, "通知\n节前检查\nhttps://x.invalid/1", ()),
        ),
        ("hologram", "<Shine>1</Shine>", (MessageKind.UNKNOWN, "", ())),
    ],
)
def test_each_kind_of_message(
    knocking: Knocking, kind: str, fields: str, told: tuple[MessageKind, str, tuple[str, ...]]
) -> None:
    heard = hears(knocking, knocking.says(OPEN_ID, kind, fields, 7423456789012345678))
    assert (heard.kind, heard.text, tuple(one.locator for one in heard.media)) == told
    assert (heard.channel, heard.msg_id, heard.sender, heard.chat) == ("mp", "7423456789012345678", OPEN_ID, "")
    assert (heard.sent_at, heard.received_at) == (datetime.fromtimestamp(int(knocking.clock()), UTC), NOW)


def test_events_have_a_name_a_key_and_an_id_of_their_own(knocking: Knocking) -> None:
    clicked = hears(knocking, knocking.happens(OPEN_ID, "CLICK", "<EventKey>menu_1</EventKey>"))
    assert (clicked.kind, clicked.text) == (MessageKind.EVENT, "click menu_1")
    assert hears(knocking, knocking.happens(OPEN_ID, "CLICK", "<EventKey>menu_1</EventKey>")).msg_id == clicked.msg_id
    assert hears(knocking, knocking.happens(OPEN_ID, "CLICK", "<EventKey>menu_2</EventKey>")).msg_id != clicked.msg_id
    assert hears(knocking, knocking.happens("o-other", "CLICK", "<EventKey>menu_1</EventKey>")).msg_id != clicked.msg_id


@pytest.mark.parametrize("name", ["subscribe", "unsubscribe", "SCAN", "LOCATION", "VIEW", "born_in_2027"])
def test_every_event_is_kept_whether_known_or_not(knocking: Knocking, name: str) -> None:
    heard = hears(knocking, knocking.happens(OPEN_ID, name, "<EventKey>qrscene_7</EventKey>"))
    assert heard.kind == MessageKind.EVENT
    assert heard.text.split()[0].startswith(name.lower())
    assert heard.sender == OPEN_ID


def test_the_address_check_gives_the_echo_back_and_nothing_else(knocking: Knocking) -> None:
    channel = ears(knocking)
    assert channel.verify(knocking.echo("5577006791947779410")) == "5577006791947779410"
    published = {
        "signature": "935b9d92446f11fa62a5b0dd6ad16a49fa249cbf",
        "timestamp": "1788220800",
        "nonce": "1597212914",
        "echostr": "1",
    }
    assert channel.verify(published) == "1"
    for changed in ({"nonce": "1"}, {"signature": ""}, {"signature": "签名"}, {"timestamp": "1788220801"}):
        with pytest.raises(BadSignature):
            channel.verify(published | changed)
    for changed in ({"echostr": ""}, {"echostr": "<script>"}, {"timestamp": "soon"}):
        with pytest.raises(BadInput):
            channel.verify(published | changed)


def test_with_a_key_nothing_plain_is_read_and_without_one_nothing_unsigned(watch: Watch) -> None:
    plain, sealed = Knocking("", clock=watch, plain=True), Knocking("", clock=watch)
    xml = plain.says(OPEN_ID, "text", letters.text("在"))
    letter = plain.seal(xml)
    with pytest.raises(BadInput):
        OfficialAccount(settings()).parse(letter.query, letter.body, NOW)
    with pytest.raises(BadSignature):
        OfficialAccount(settings(aes_key="")).parse(letter.query | {"nonce": "1"}, letter.body, NOW)
    both = sealed.seal(xml)  # 兼容模式 sends both: the sealed part is what counts
    body = both.body.replace(b"</xml>", b"<Content>forged</Content></xml>")
    assert OfficialAccount(settings()).parse(both.query, body, NOW)[0].text == "在"


def test_a_letter_for_another_account_is_refused(watch: Watch) -> None:
    sealed = Knocking("", clock=watch).seal("<xml/>", receiver="wx0000000000000000")
    with pytest.raises(BadInput, match="somebody else"):
        OfficialAccount(settings()).parse(sealed.query, sealed.body, NOW)


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "hello",
        "<xml/>",
        "<xml>text</xml>",
        "<other><MsgType>text</MsgType></other>",
        "<xml><MsgType><a/></MsgType></xml>",
        "<xml><MsgType>text</MsgType></xml>",
        "<xml><MsgType>event</MsgType><FromUserName>a</FromUserName><Event><b/></Event></xml>",
        "<xml><MsgType>text</MsgType><FromUserName>a</FromUserName><CreateTime>soon</CreateTime></xml>",
        "<xml><MsgType>text</MsgType><FromUserName>" + "a" * 129 + "</FromUserName></xml>",
        '<!DOCTYPE x [<!ENTITY a "b">]><xml><MsgType>text</MsgType><FromUserName>&a;</FromUserName></xml>',
        "<xml><MsgType>text</MsgType>" + "<a>" * 50 + "</a>" * 50 + "</xml>",
    ],
)
def test_a_letter_that_cannot_be_read_is_bad_input(knocking: Knocking, xml: str) -> None:
    with pytest.raises(BadInput):
        hears(knocking, xml)


def test_brackets_in_what_people_write_are_no_nesting(knocking: Knocking) -> None:
    said = "<a>" * 100 + "<![CDATA[" * 3
    assert hears(knocking, knocking.says(OPEN_ID, "text", letters.text(said))).text == said


words = st.text(
    st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=["Cc", "Cs", "Cn"]), max_size=200
)


@given(words)
def test_wechatpy_reads_what_we_read(said: str) -> None:
    watch = Watch()
    knocking = Knocking("", clock=watch)
    xml = knocking.says(OPEN_ID, "text", f"<Content>{escape(said)}</Content>", 4711)
    sealed = knocking.seal(xml)
    theirs = WeChatCrypto(TOKEN, AES_KEY, APP_ID).decrypt_message(
        sealed.body.decode(), sealed.query["msg_signature"], sealed.query["timestamp"], sealed.query["nonce"]
    )
    (heard,) = OfficialAccount(settings()).parse(sealed.query, sealed.body, NOW)
    oracle = parse_message(theirs)
    assert (heard.msg_id, heard.sender, heard.text) == (str(oracle.id), oracle.source, oracle.content or "")
    assert heard.raw == theirs


# Mouth and hand


async def tell(channel: OfficialAccount, text: str = "罐区还没报", to: str = OPEN_ID) -> Outcome:
    return await channel.send(Address(to_user=to), Parcel(text))


async def test_a_follower_is_answered_five_times_within_two_days(
    channel: OfficialAccount, platform: Official, watch: Watch
) -> None:
    follower = platform.wrote(OPEN_ID)
    outcomes = [await tell(channel, f"第{number}条") for number in range(6)]
    assert outcomes == [Said()] * 5 + [Refused("five messages went already: the person has to write first (45047)")]
    platform.wrote(OPEN_ID)
    watch.now += 48 * 3600
    assert await tell(channel) == Refused("the person has written nothing for 48 hours (45015)")
    assert follower.got == [("text", f"第{number}条") for number in range(5)]
    assert platform.faults == []
    assert Ability.UNASKED not in channel.can


async def test_one_token_is_asked_for_and_a_dead_one_is_renewed_once(
    channel: OfficialAccount, platform: Official, watch: Watch
) -> None:
    platform.wrote(OPEN_ID)
    await tell(channel)
    await tell(channel)
    assert platform.trouble.count("/token") == 1
    platform.kill_token()
    assert await tell(channel) == Said()
    assert platform.trouble.count("/token") == 2
    platform.trouble.add(SEND, code=40001, times=2)
    outcome = await tell(channel)
    assert isinstance(outcome, Later)
    assert outcome.whole_channel
    assert platform.trouble.count("/token") == 3


@pytest.mark.parametrize("changed", [{"secret": "wrong"}, {"app_id": "wx0000000000000000"}])
async def test_a_wrong_secret_is_not_shown_again_at_once(
    platform: Official, aiohttp_server: AiohttpServer, changed: dict[str, str]
) -> None:
    url = str((await aiohttp_server(platform.app())).make_url("/"))
    channel = OfficialAccount(settings(url, **changed), CALM)
    outcomes = [await tell(channel) for _ in range(3)]
    callback, calls = await channel.check()
    await channel.close()
    assert [(type(one), getattr(one, "whole_channel", False)) for one in outcomes] == [(Refused, True)] * 3
    assert platform.trouble.count("/token") == 2  # once, and once more for the doctor
    assert (callback.level, calls.level) == ("green", "red")


async def test_an_address_that_is_not_trusted_is_told(channel: OfficialAccount, platform: Official) -> None:
    platform.untrusted = True
    outcome = await tell(channel)
    assert isinstance(outcome, Refused)
    assert outcome.whole_channel
    assert outcome.why == "add 203.0.113.9 to the IP whitelist (IP白名单) on the management page (40164)"
    plain = OfficialAccount(settings(aes_key=""))
    assert (await plain.check())[0].level == "yellow"
    await plain.close()


@pytest.mark.parametrize("what", [{"drop": "after"}, {"drop": "mute"}, {"status": 502}, {"status": 200}])
async def test_a_lost_answer_is_told(channel: OfficialAccount, platform: Official, what: dict[str, object]) -> None:
    platform.wrote(OPEN_ID)
    platform.trouble.add(SEND, **what)
    outcome = await tell(channel)
    assert isinstance(outcome, Later)
    assert outcome.lost_answer
    assert SECRET not in repr(outcome)


@pytest.mark.parametrize("what", [{"drop": "hang"}, {"drop": "before", "times": 2}, {"status": 500}, {"code": -1}])
async def test_without_a_token_nothing_was_said(
    channel: OfficialAccount, platform: Official, what: dict[str, object]
) -> None:
    platform.trouble.add("/token", **what)
    outcome = await tell(channel)
    assert isinstance(outcome, Later)
    assert not outcome.lost_answer


@pytest.mark.parametrize(
    "code, kind, whole",
    [(-1, Later, False), (45009, Later, True), (45011, Later, True), (99999, Later, False), (43004, Refused, False)],
)
async def test_what_the_error_codes_become(
    channel: OfficialAccount, platform: Official, code: int, kind: type[Later | Refused], whole: bool
) -> None:
    platform.trouble.add(SEND, code=code)
    outcome = await tell(channel)
    assert isinstance(outcome, kind)
    assert isinstance(outcome, Later | Refused)
    assert outcome.whole_channel is whole
    assert str(code) in outcome.why


async def test_pictures_and_clips_are_laid_down_and_sent_and_no_other_files(
    channel: OfficialAccount, platform: Official, tmp_path: Path
) -> None:
    follower = platform.wrote(OPEN_ID)
    for name in ("整改前.jpg", "夜巡.mp4"):
        (tmp_path / name).write_bytes(b"content of " + name.encode())
        assert await channel.send(Address(to_user=OPEN_ID), Parcel("", file=tmp_path / name)) == Said()
    assert [kind for kind, _ in follower.got] == ["image", "video"]
    assert [item.filename for item in platform.shelf.items.values()] == ["整改前.jpg", "夜巡.mp4"]
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "周报表.xlsx").write_bytes(b"rows and columns")
    for name in ("empty.jpg", "missing.jpg", "周报表.xlsx"):
        outcome = await channel.send(Address(to_user=OPEN_ID), Parcel("附件", file=tmp_path / name))
        assert isinstance(outcome, Refused)
    assert len(follower.got) == 2


@pytest.mark.parametrize(
    "to, parcel", [(Address(chat="群"), Parcel("x")), (Address(), Parcel("x")), (Address("o"), Parcel(""))]
)
async def test_what_cannot_be_said_is_refused_without_asking(
    channel: OfficialAccount, platform: Official, to: Address, parcel: Parcel
) -> None:
    assert isinstance(await channel.send(to, parcel), Refused)
    assert platform.trouble.calls == []


async def fetched(channel: OfficialAccount, media_id: str) -> bytes:
    async with channel.fetch(media_id) as found:
        return b"".join([chunk async for chunk in found.chunks])


@pytest.mark.parametrize("elsewhere", [False, True])
async def test_what_a_follower_sent_is_fetched(channel: OfficialAccount, platform: Official, elsewhere: bool) -> None:
    platform.clips_elsewhere = elsewhere
    for content in (b"a film of the night" * 9000, b"{ a film that begins like an error }"):
        media_id = platform.shelf.put(content, "night.mp4")
        assert await fetched(channel, media_id) == content
    platform.kill_token()
    assert await fetched(channel, platform.shelf.put(b"a picture", "a.jpg", "image/jpeg")) == b"a picture"


async def test_a_file_that_has_gone_or_breaks_off(channel: OfficialAccount, platform: Official, watch: Watch) -> None:
    with pytest.raises(MediaLost):
        await fetched(channel, "never-was")
    media_id = platform.shelf.put(b"a film of the night" * 9000, "night.mp4")
    platform.shelf.items[media_id].cut_at = 100_000
    with pytest.raises(MediaLater):
        await fetched(channel, media_id)
    assert len(await fetched(channel, media_id)) == 171_000
    for what in ({"status": 502}, {"drop": "before", "times": 2}, {"code": -1}, {"code": 48001}):
        platform.trouble.add("media/get", **what)
        with pytest.raises(MediaLater):
            await fetched(channel, media_id)


async def test_nothing_secret_is_logged(
    channel: OfficialAccount, platform: Official, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        platform.trouble.add(SEND, drop="after")
        await tell(channel, "一句不该进日志的话")
        told = [one.told for one in await channel.check()]
    logged = [record.getMessage() for record in caplog.records if not record.name.startswith("aiohttp.access")]
    everything = "\n".join([*told, *logged, repr(channel), repr(settings())])
    assert [one for one in (SECRET, "mp-token", "不该进日志", AES_KEY) if one in everything] == []


def test_a_configuration_makes_it(tmp_path: Path) -> None:
    raw = {"name": "mp", "kind": "official_account", "app_id": APP_ID, "secret": SECRET, "token": TOKEN}
    [made] = parse({"channels": [raw]}, tmp_path).channel_settings
    assert isinstance(app.channel(made, tmp_path), OfficialAccount)
    assert made.options["api_url"] == "https://api.weixin.qq.com"


async def test_the_platform_as_a_caller(aiohttp_server: AiohttpServer, knocking: Knocking) -> None:
    channel, heard = ears(knocking), list[Incoming]()

    async def answer(request: web.Request) -> web.Response:
        if request.method == "GET":
            return web.Response(text=channel.verify(request.query))
        heard.extend(channel.parse(request.query, await request.read(), NOW))
        return web.Response(status=200 if len(heard) > 2 else 503)

    served = web.Application()
    served.router.add_route("*", "/callback/mp", answer)
    knocking.url = str((await aiohttp_server(served)).make_url("/callback/mp"))
    assert await knocking.verify()
    assert [one.status for one in await knocking.text(OPEN_ID, "夜巡正常")] == [503, 503, 200]
    assert {(one.msg_id, one.text) for one in heard} == {(heard[0].msg_id, "夜巡正常")}
