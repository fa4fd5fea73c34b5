"""The ears of a self-built app: what comes in, and what is refused."""

from datetime import UTC, datetime

import pytest
from aiohttp import web
from pytest_aiohttp.plugin import AiohttpServer

from bot.channels.crypto import Envelope
from bot.channels.wecom_app import WecomApp
from models.errors import BadInput, BadSignature
from models.incoming import Incoming, IncomingMedia, MessageKind
from tests.platform import letters
from tests.platform.callback import Answer, Caller
from tests.platform.demo_corp import NOW, Watch, app_settings, caller
from tests.platform.vectors import APP_VIDEO, OURS


def hears(xml: str, channel: WecomApp | None = None, corp_id: str = APP_VIDEO.receiver) -> Incoming:
    sealed = caller(corp_id=corp_id).seal(xml)
    (heard,) = (channel or WecomApp(app_settings())).parse(sealed.query, sealed.body, NOW)
    return heard


def says(kind: str, fields: str, msg_id: int | None = 7423456789012345678) -> Incoming:
    return hears(caller().says("kuangshan01", kind, fields, msg_id))


def happens(name: str, fields: str = "", sender: str = "kuangshan01") -> Incoming:
    return hears(letters.event(APP_VIDEO.receiver, sender, name, 1788220799, fields))


def test_the_worked_example_becomes_a_video_message() -> None:
    query = {"msg_signature": APP_VIDEO.signature, "timestamp": APP_VIDEO.timestamp, "nonce": APP_VIDEO.nonce}
    body = caller().envelope(APP_VIDEO.sealed)
    (heard,) = WecomApp(app_settings()).parse(query, body, NOW)
    assert heard == Incoming(
        channel="app",
        msg_id="7423456789012345678",
        kind=MessageKind.VIDEO,
        sender="kuangshan01",
        sent_at=datetime.fromtimestamp(1788220799, UTC),
        received_at=NOW,
        raw=APP_VIDEO.contains,
        media=(IncomingMedia(MessageKind.VIDEO, "1G6nrLmr5EC3MMb_-zK1dDdzmd0p7cNliYu9V5w7o8K0"),),
    )


@pytest.mark.parametrize(
    "kind, fields, told",
    [
        ("text", letters.text("夜巡正常\n罐区、泵房已查"), (MessageKind.TEXT, "夜巡正常\n罐区、泵房已查", ())),
        ("text", letters.text("1 < 2 & ]]> 完"), (MessageKind.TEXT, "1 < 2 & ]]> 完", ())),
        ("text", "<Content></Content>", (MessageKind.TEXT, "", ())),
        ("image", letters.image("M1"), (MessageKind.IMAGE, "", ("M1",))),
        ("voice", letters.voice("M2"), (MessageKind.VOICE, "", ("M2",))),
        ("voice", letters.voice("M2", "一切正常"), (MessageKind.VOICE, "一切正常", ("M2",))),
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
        ("file", "<MediaId>M4</MediaId><FileName>台账.xlsx</FileName>", (MessageKind.FILE, "", ("M4",))),
        ("hologram", "<Shine>1</Shine>", (MessageKind.UNKNOWN, "", ())),
    ],
)
def test_each_kind_of_message(kind: str, fields: str, told: tuple[MessageKind, str, tuple[str, ...]]) -> None:
    heard = says(kind, fields)
    assert (heard.kind, heard.text, tuple(one.locator for one in heard.media)) == told
    assert heard.msg_id == "7423456789012345678"
    assert fields in heard.raw


def test_events_have_a_name_a_key_and_an_id_of_their_own() -> None:
    clicked = happens("click", "<EventKey>menu_1</EventKey>")
    assert (clicked.kind, clicked.text, clicked.chat) == (MessageKind.EVENT, "click menu_1", "")
    assert clicked.msg_id.startswith("sha1:")
    assert happens("click", "<EventKey>menu_1</EventKey>").msg_id == clicked.msg_id
    assert happens("click", "<EventKey>menu_2</EventKey>").msg_id != clicked.msg_id
    assert happens("click", "<EventKey>menu_1</EventKey>", sender="other").msg_id != clicked.msg_id


@pytest.mark.parametrize(
    "name", ["subscribe", "enter_agent", "LOCATION", "template_card_event", "kf_msg_or_event", "born_in_2027"]
)
def test_every_event_is_kept_whether_known_or_not(name: str) -> None:
    heard = happens(name, "<TaskId>task-1</TaskId><SelectedItems><SelectedItem>1</SelectedItem></SelectedItems>")
    assert (heard.kind, heard.text) == (MessageKind.EVENT, name.lower())
    assert "<TaskId>task-1</TaskId>" in heard.raw


def test_an_event_without_a_sender_is_kept() -> None:
    xml = f"<xml><ToUserName>{APP_VIDEO.receiver}</ToUserName><CreateTime>1788220799</CreateTime>"
    heard = hears(xml + "<MsgType>event</MsgType><Event>kf_msg_or_event</Event><Token>T</Token></xml>")
    assert (heard.sender, heard.text) == ("", "kf_msg_or_event")


def test_an_unknown_kind_without_an_id_gets_one() -> None:
    assert says("hologram", "", msg_id=0).msg_id.startswith("sha1:")


def test_characters_that_xml_does_not_have_are_taken_out() -> None:
    heard = says("text", letters.text("夜\x00巡\x0b正常"))
    assert heard.text == "夜巡正常"
    assert "\x00" not in heard.raw


@pytest.mark.parametrize("encrypt_last", [True, False])
def test_the_order_of_the_elements_does_not_matter(encrypt_last: bool) -> None:
    knocking = Caller("", clock=Watch(), encrypt_last=encrypt_last)
    sealed = knocking.seal(knocking.says("kuangshan01", "text", letters.text("在")))
    assert WecomApp(app_settings()).parse(sealed.query, sealed.body, NOW)[0].text == "在"


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "hello",
        "<xml/>",
        "<xml>text</xml>",
        "<xml><MsgType>text</MsgType></xml>",
        "<xml><ToUserName>ww1234567890abcdef</ToUserName></xml>",
        "<xml><ToUserName>ww1234567890abcdef</ToUserName><MsgType>event</MsgType></xml>",
        "<xml><ToUserName>wwother</ToUserName><MsgType>text</MsgType><Content>x</Content><MsgId>1</MsgId></xml>",
        "<xml><ToUserName>ww1234567890abcdef</ToUserName><MsgType>text</MsgType><CreateTime>soon</CreateTime></xml>",
        f"<xml><ToUserName>ww1234567890abcdef</ToUserName><MsgType>text</MsgType><CreateTime>{10**30}</CreateTime></xml>",
        "<xml><ToUserName>ww1234567890abcdef</ToUserName><MsgType>text</MsgType><FromUserName>"
        + "a" * 129
        + "</FromUserName></xml>",
        '<!DOCTYPE x [<!ENTITY a "b">]><xml><MsgType>text</MsgType><Content>&a;</Content></xml>',
        "<xml><ToUserName>ww1234567890abcdef</ToUserName><MsgType>event</MsgType><Event>e</Event>"
        + "<a>" * 3000
        + "</a>" * 3000
        + "</xml>",
    ],
)
def test_a_letter_that_cannot_be_read_is_bad_input(xml: str) -> None:
    with pytest.raises(BadInput):
        hears(xml)


def test_a_letter_that_is_not_utf8_is_bad_input() -> None:
    channel, letter = WecomApp(app_settings()), caller()
    encrypted = Envelope(letter.token, letter.aes_key, letter.corp_id).encrypt(b"\xff\xfe<xml/>")
    with pytest.raises(BadInput, match="UTF-8"):
        channel.parse(letter.sign(encrypted), letter.envelope(encrypted), NOW)


def test_a_letter_for_another_corp_is_bad_input() -> None:
    with pytest.raises(BadInput):
        hears(caller(corp_id="wwother").says("a", "text", letters.text("x")), corp_id="wwother")


def test_no_parser_sees_what_nobody_has_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.xml.fromstring", lambda _: pytest.fail("parsed before verified"))
    sealed = caller(token="another").seal("<xml/>")
    with pytest.raises(BadSignature):
        WecomApp(app_settings()).parse(sealed.query, sealed.body, NOW)


def test_the_address_check_answers_the_plain_text() -> None:
    echo = OURS[0]
    query = {"msg_signature": echo.signature, "timestamp": echo.timestamp, "nonce": echo.nonce}
    channel = WecomApp(app_settings())
    assert channel.verify(query | {"echostr": echo.sealed}) == echo.contains
    assert channel.verify(query | {"echostr": echo.sealed.replace("+", " ")}) == echo.contains
    with pytest.raises(BadInput):
        channel.verify(query)
    with pytest.raises(BadSignature):
        channel.verify(query | {"echostr": APP_VIDEO.sealed})


async def test_the_platform_as_a_caller(aiohttp_server: AiohttpServer) -> None:
    channel, heard, moods = WecomApp(app_settings()), list[Incoming](), [503, 503]

    async def answer(request: web.Request) -> web.Response:
        if request.method == "GET":
            return web.Response(text=channel.verify(request.query))
        try:
            found = channel.parse(request.query, await request.read(), NOW)
        except BadSignature:
            return web.Response(status=403)
        except BadInput:
            return web.Response(status=400)
        heard.extend(found)
        return web.Response(status=moods.pop() if moods else 200)

    served = web.Application()
    served.router.add_route("*", "/callback/app", answer)
    url = str((await aiohttp_server(served)).make_url("/callback/app"))
    knocking = Caller(url)
    assert await knocking.verify()
    assert await knocking.text("kuangshan01", "夜巡正常") == [Answer(503), Answer(503), Answer(200)]
    assert [one.text for one in heard] == ["夜巡正常"] * 3
    assert len({one.msg_id for one in heard}) == 1
    assert (await Caller(url, token="wrong").text("kuangshan01", "x"))[0].status == 403
    assert (await Caller(url, corp_id="wwother").text("kuangshan01", "x"))[0].status == 400
    assert (await knocking.knock(knocking.seal("<xml/>", receiver="wwother"))).status == 400
