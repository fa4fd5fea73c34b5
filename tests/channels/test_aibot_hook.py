"""An AI bot in webhook mode: sealed JSON comes in over HTTP, one answer for each message goes out within an hour."""

import base64
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web
from prometheus_client import CollectorRegistry
from pytest_aiohttp.plugin import AiohttpServer

from bot import app, doctor
from bot.channels.aibot_hook import AibotHook
from bot.channels.base import Address, ChannelSettings, Later, MediaLost, Parcel, Refused, Sent
from bot.config import parse
from bot.intake import Intake
from models.errors import BadInput, BadSignature
from models.incoming import Incoming, MessageKind
from tests.channels.aibot_desk import BOT, GROUP, GUARD, OFFICER, Notebook
from tests.platform import codec
from tests.platform.aibot_hook import AibotCaller
from tests.platform.aibot_media import MediaHost
from tests.platform.demo_corp import CALM, NOW, Watch
from tests.platform.vectors import AI_KEY, OURS

TOKEN = "AiBotToken8848"


class Bot:
    """A hook that is served, and whoever calls it."""

    def __init__(self, caller: AibotCaller, hook: AibotHook, notes: Notebook, clock: Watch) -> None:
        self.caller, self.hook, self.notes, self.clock = caller, hook, notes, clock

    async def receive(self, incoming: Incoming) -> None:
        """Stands for the disk behind the intake."""
        await self.notes.take([incoming])


@pytest.fixture
async def bot(aiohttp_server: AiohttpServer) -> AsyncIterator[Bot]:
    clock = Watch()
    caller = AibotCaller(clock=clock)
    answers = await aiohttp_server(caller.app())
    hook, notes = a_hook(str(answers.make_url("/"))), Notebook(clock)
    hook.hear_with(notes)
    made = Bot(caller, hook, notes, clock)
    served = web.Application()
    served.add_routes(Intake(made, {"hook": hook}, notes, CollectorRegistry()).routes())  # type: ignore[arg-type]
    server = await aiohttp_server(served)
    caller.url = str(server.make_url("/callback/hook"))
    yield made
    await hook.close()
    assert caller.faults == []


def a_hook(url: str = "") -> AibotHook:
    options = {"mode": "webhook", "token": TOKEN, "aes_key": AI_KEY, "bot_name": BOT, "api_url": url}
    return AibotHook(ChannelSettings("hook", "wecom_aibot", options), CALM)


async def test_the_address_passes_the_check(bot: Bot) -> None:
    assert await bot.caller.verify()


async def test_a_message_is_heard_once_and_answered_once(bot: Bot) -> None:
    told = bot.caller.message(OFFICER, "text", {"content": f"@{BOT} 今晚报了多少"}, GROUP)
    for _ in range(2):
        assert await bot.caller.deliver(told) == [200]
    [heard] = bot.notes.taken
    assert (heard.text, heard.chat, heard.mentions_bot) == ("今晚报了多少", GROUP, True)
    assert await bot.hook.send(Address(chat=GROUP), Parcel("已报12，共30")) == Sent()
    assert bot.caller.answers(GROUP) == ["已报12，共30"]


async def test_two_questions_are_answered_in_their_order_and_nothing_else_is_said(bot: Bot) -> None:
    for sender in (OFFICER, GUARD):
        await bot.caller.says(sender, "text", {"content": "罐区正常"}, GROUP)
    assert [await bot.hook.send(Address(chat=GROUP), Parcel(text)) for text in ("一", "二")] == [Sent(), Sent()]
    assert bot.caller.answers(GROUP) == ["一", "二"]
    assert isinstance(await bot.hook.send(Address(chat=GROUP), Parcel("三")), Refused)
    assert isinstance(await bot.hook.send(Address(GUARD), Parcel("四")), Refused)


async def test_after_an_hour_there_is_no_way_to_answer(bot: Bot) -> None:
    await bot.caller.says(GUARD, "text", {"content": "罐区正常"})
    bot.clock.now += 3400
    assert isinstance(await bot.hook.send(Address(GUARD), Parcel("一")), Refused)


async def test_files_and_nothing_are_refused_without_using_the_answer_up(bot: Bot) -> None:
    await bot.caller.says(GUARD, "text", {"content": "罐区正常"})
    assert isinstance(await bot.hook.send(Address(GUARD), Parcel("一", file=Path(__file__))), Refused)
    assert isinstance(await bot.hook.send(Address(GUARD), Parcel("")), Refused)
    assert await bot.hook.send(Address(GUARD), Parcel("一")) == Sent()


async def test_a_platform_that_is_away_is_told_as_such(bot: Bot) -> None:
    hook = a_hook("http://127.0.0.1:1")
    hook.hear_with(bot.notes)
    query, body = bot.caller.seal(bot.caller.message(GUARD, "text", {"content": "罐区正常"}))
    hook.parse(query, body, NOW)
    outcome = await hook.send(Address(GUARD), Parcel("一"))
    assert isinstance(outcome, Later)
    assert not outcome.lost_answer
    await hook.close()


async def test_a_question_how_an_answer_goes_on_is_no_message(bot: Bot) -> None:
    assert await bot.caller.says(GUARD, "stream", {"id": "STREAM-1"}) == [200]
    assert bot.notes.taken == []


async def test_a_click_is_the_digit_and_no_question(bot: Bot) -> None:
    assert await bot.caller.clicks(OFFICER, {"event_key": "2", "task_id": "letter-17"}) == 200
    [heard] = bot.notes.taken
    assert (heard.kind, heard.text, heard.reply_to) == (MessageKind.TEXT, "2", "letter-17")
    assert isinstance(await bot.hook.send(Address(OFFICER), Parcel("一")), Refused)


async def test_slashes_may_be_escaped(bot: Bot) -> None:
    bot.caller.slash_escaped = True
    assert await bot.caller.says(GUARD, "voice", {"content": "罐区正常"}) == [200]
    assert bot.notes.taken[0].kind == MessageKind.VOICE


async def test_files_are_opened_with_the_key_of_the_callback(bot: Bot, aiohttp_server: AiohttpServer) -> None:
    media = MediaHost(bot.clock)
    served = web.Application()
    served.add_routes([web.get("/media/{name}", media.get)])
    media.base = str((await aiohttp_server(served)).make_url("/")).rstrip("/")
    quote = {"msgtype": "video", "video": {"url": media.put(b"a night")["url"]}}
    await bot.caller.says(OFFICER, "text", {"content": f"@{BOT} 登记"}, GROUP, quote=quote)
    [film] = bot.notes.taken[0].media
    async with bot.hook.fetch(film.locator) as found:
        assert b"".join([chunk async for chunk in found.chunks]) == b"a night"
    bot.clock.now += 300
    with pytest.raises(MediaLost):
        async with bot.hook.fetch(film.locator):
            pass


def test_the_letters_of_others_are_opened() -> None:
    echo, video = OURS[3], OURS[4]
    query = {"timestamp": echo.timestamp, "nonce": echo.nonce}
    assert a_hook().verify(query | {"msg_signature": echo.signature, "echostr": echo.sealed}) == echo.contains
    body = json.dumps({"encrypt": video.sealed}).encode()
    [heard] = a_hook().parse(query | {"msg_signature": video.signature}, body, datetime(2026, 8, 31, tzinfo=UTC))
    assert (heard.text, heard.chat, heard.sender) == ("登记", "wrkSFfCgAADEMOGROUP", "zhibanyuan")
    assert [one.kind for one in heard.media] == [MessageKind.VIDEO]
    with pytest.raises(BadSignature):
        a_hook().parse(query | {"msg_signature": echo.signature}, body, NOW)


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b'{"encrypt":""}', b'{"encrypt":"!"}', b'{"encrypt":[1]}', b"\xff\x00", b'{"encrypt":"' + b"A" * 9],
)
def test_what_is_no_envelope_is_bad_input(body: bytes) -> None:
    with pytest.raises(BadInput):
        a_hook().parse({"timestamp": "1", "nonce": "n", "msg_signature": "s"}, body, NOW)


@pytest.mark.parametrize("plain", ["", "[]", "{", '"x"', "[" * 50_000, "{}", '{"from":{"userid":""}}', '{"from":[]}'])
def test_a_sealed_letter_that_says_nothing_is_bad_input(plain: str) -> None:
    caller = AibotCaller(clock=Watch())
    sealed = codec.seal(codec.key_of(AI_KEY), plain, "")
    with pytest.raises(BadInput):
        a_hook().parse(caller.sign(sealed), json.dumps({"encrypt": sealed}).encode(), NOW)


async def test_a_letter_for_somebody_else_is_turned_away(bot: Bot) -> None:
    sealed = codec.seal(codec.key_of(AI_KEY), "{}", "wwother")
    body = json.dumps({"encrypt": sealed}).encode()
    assert await bot.caller.knock(bot.caller.sign(sealed), body) == 400
    spoiled = base64.b64encode(bytes(48)).decode()
    assert await bot.caller.knock(bot.caller.sign(spoiled), json.dumps({"encrypt": spoiled}).encode()) == 400


async def test_it_is_built_from_the_configuration(tmp_path: Path) -> None:
    raw = {"name": "hook", "kind": "wecom_aibot", "mode": "webhook", "token": TOKEN, "aes_key": AI_KEY}
    config = parse({"channels": [raw]}, tmp_path)
    [settings] = config.channel_settings
    assert isinstance(app.channel(settings, tmp_path), AibotHook)
    assert [one.level for one in await doctor._check(settings, config)] == ["green"]
