"""The channels of the contract suite, each with its platform behind a line that can be torn; others add theirs here.

A maker is an async context manager that yields a `Rig`; `maker` puts it into `MAKERS`.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from pytest_aiohttp.plugin import AiohttpServer

from bot.channels.aibot import WecomAibot
from bot.channels.aibot_bodies import plain
from bot.channels.aibot_hook import AibotHook
from bot.channels.archive import WecomArchive
from bot.channels.archive_child import Patience as ArchivePatience
from bot.channels.base import Address, Callback, Channel, ChannelSettings, Later, Outcome, Refused, Sent
from bot.channels.gateway import Gateway
from bot.channels.kf import WecomKf
from bot.channels.official_account import OfficialAccount
from bot.channels.pulling import Pauses
from bot.channels.wecom_app import WecomApp
from bot.channels.wecom_robot import WecomRobot
from models.incoming import Incoming, MessageKind
from tests.channels import aibot_desk
from tests.channels.aibot_desk import Notebook
from tests.platform import finance, gateway, letters, official
from tests.platform.aibot import AibotPlatform
from tests.platform.aibot_hook import AibotCaller
from tests.platform.callback import Caller
from tests.platform.demo_corp import CALM, NOW, SECRET, Watch, app_settings
from tests.platform.vectors import AI_KEY, APP_VIDEO
from tests.platform.wecom import WeCom
from tests.platform.wire import Wire
from tests.process.serving import until

WHO = "kuangshan01"


class Woe(StrEnum):
    """What goes wrong while something is said."""

    TOO_FAST = "too fast"
    REFUSED = "refused"
    TOKEN_DEAD = "token dead"
    TORN = "cut in the middle of the answer"
    CUT = "cut before the answer"
    GARBAGE = "garbage in place of the answer"
    NONSENSE = "an answer that makes no sense"


#: What comes of it, where a channel says nothing else.
COMES_OF: Mapping[Woe, type[Outcome]] = {
    Woe.TOO_FAST: Later,
    Woe.REFUSED: Refused,
    Woe.TOKEN_DEAD: Sent,
    Woe.TORN: Later,
    Woe.CUT: Later,
    Woe.GARBAGE: Later,
    Woe.NONSENSE: Later,
}


@dataclass
class Rig:
    """A channel at its platform."""

    channel: Channel
    to: Address
    wire: Wire
    shown: Callable[[], list[str]]  # the texts that somebody has seen
    #: Brings a message of a kind with an id (as far as the platform gives ids); None: it has no ears.
    says: Callable[[MessageKind, int], Awaitable[None]] | None = None
    kinds: frozenset[MessageKind] = frozenset()
    taken: list[Incoming] = field(default_factory=list)
    woes: Mapping[Woe, Callable[[], object]] = field(default_factory=dict)
    comes_of: Mapping[Woe, type[Outcome]] = field(default_factory=lambda: COMES_OF)
    #: Lays a file down as if somebody had sent it; its locator.
    lays: Callable[[bytes], str] | None = None
    #: Lets the next thing be said, after one that went or failed.
    ready: Callable[[], Awaitable[object]] | None = None
    faults: Callable[[], list[str]] = list
    #: It listens and never says anything.
    mute: bool = False
    #: How a text looks on the other side, where it cannot look as it was written.
    looks: Callable[[str], str] = str


Maker = Callable[[AiohttpServer, Path], AbstractAsyncContextManager[Rig]]
MAKERS: dict[str, Maker] = {}


def maker(name: str) -> Callable[[Maker], Maker]:
    """Puts a maker into the suite."""

    def put(made: Maker) -> Maker:
        MAKERS[name] = made
        return made

    return put


async def _line(aiohttp_server: AiohttpServer, platform: Any) -> tuple[Wire, str]:
    server = await aiohttp_server(platform)
    wire = await Wire(server.port or 0).open()
    return wire, f"http://127.0.0.1:{wire.port}"


def _of_a_line(wire: Wire) -> dict[Woe, Callable[[], object]]:
    """The woes that any line can have."""

    def torn(at: int) -> Callable[[], object]:
        return lambda: setattr(wire, "torn", at)

    def noise(data: bytes) -> Callable[[], object]:
        return lambda: setattr(wire, "noise", data)

    nonsense = (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n" + b'["\xff\xfe", {]}x'[:12]
    )
    return {
        Woe.TORN: torn(40),
        Woe.CUT: torn(0),
        Woe.GARBAGE: noise(b"\x00\xff\x16\x03\x01 this is no protocol at all \r\n\r\n" * 3),
        Woe.NONSENSE: noise(nonsense),
    }


@maker("wecom_robot")
@asynccontextmanager
async def _robot(aiohttp_server: AiohttpServer, folder: Path) -> AsyncIterator[Rig]:
    platform = WeCom(clock=Watch())
    robot = platform.robots.add("key-1")
    wire, url = await _line(aiohttp_server, platform.app())
    channel = WecomRobot(ChannelSettings("robots", "wecom_robot", {"api_url": url}, {"夜巡群": "key-1"}), CALM)
    woes = _of_a_line(wire) | {
        Woe.TOO_FAST: lambda: platform.trouble.add("webhook/send", code=45009),
        Woe.REFUSED: lambda: platform.trouble.add("webhook/send", code=93000),
    }

    def shown() -> list[str]:
        return [one.content for one in robot.posted if one.kind == "text"]

    yield Rig(channel, Address(chat="夜巡群"), wire, shown, woes=woes, faults=lambda: platform.faults)


_XML = {
    MessageKind.TEXT: ("text", letters.text("夜巡正常")),
    MessageKind.IMAGE: ("image", letters.image("M1")),
    MessageKind.VOICE: ("voice", letters.voice("M2")),
    MessageKind.VIDEO: ("video", letters.video("M3")),
    MessageKind.LOCATION: ("location", letters.location("园区", "33.61", "113.59")),
    MessageKind.LINK: ("link", letters.link("通知", "节前", "https://x.invalid/1")),
    MessageKind.UNKNOWN: ("hologram", ""),
}


def _by_callback(
    channel: Callback, caller: Caller, taken: list[Incoming]
) -> Callable[[MessageKind, int], Awaitable[None]]:
    async def says(kind: MessageKind, number: int) -> None:
        sealed = caller.seal(caller.says(WHO, *_XML[kind], 7_000_000 + number))
        taken.extend(channel.parse(sealed.query, sealed.body, NOW))

    return says


@maker("wecom_app")
@asynccontextmanager
async def _app(aiohttp_server: AiohttpServer, folder: Path) -> AsyncIterator[Rig]:
    platform = WeCom(members=(WHO,), clock=Watch())
    wire, url = await _line(aiohttp_server, platform.app())
    channel, taken = WecomApp(app_settings(url), CALM), list[Incoming]()
    woes = _of_a_line(wire) | {
        Woe.TOO_FAST: lambda: platform.trouble.add("message/send", code=45009),
        Woe.REFUSED: lambda: platform.trouble.add("message/send", code=81013),
        Woe.TOKEN_DEAD: platform.kill_tokens,
    }
    caller = Caller("", APP_VIDEO.token, corp_id=APP_VIDEO.receiver, clock=Watch())
    yield Rig(
        channel,
        Address(WHO),
        wire,
        lambda: [one.content for one in platform.arrived if one.shown and one.kind == "text"],
        _by_callback(channel, caller, taken),
        frozenset(_XML),
        taken,
        woes,
        lays=lambda content: platform.shelf.put(content, "night.mp4"),
        faults=lambda: platform.faults,
    )


@maker("official_account")
@asynccontextmanager
async def _official(aiohttp_server: AiohttpServer, folder: Path) -> AsyncIterator[Rig]:
    platform = official.Official(Watch())
    wire, url = await _line(aiohttp_server, platform.app())
    options = {"app_id": official.APP_ID, "secret": official.SECRET, "token": official.TOKEN, "api_url": url}
    channel = OfficialAccount(ChannelSettings("mp", "official_account", options | {"aes_key": official.AES_KEY}), CALM)
    taken, follower = list[Incoming](), platform.wrote(WHO)
    woes = _of_a_line(wire) | {
        Woe.TOO_FAST: lambda: platform.trouble.add("custom/send", code=45009),
        Woe.REFUSED: lambda: platform.trouble.add("custom/send", code=45015),
        Woe.TOKEN_DEAD: platform.kill_token,
    }

    async def ready() -> None:
        platform.wrote(WHO)

    yield Rig(
        channel,
        Address(WHO),
        wire,
        lambda: [content for kind, content in follower.got if kind == "text"],
        _by_callback(channel, official.Knocking("", clock=Watch()), taken),
        frozenset(_XML),
        taken,
        woes,
        lays=lambda content: platform.shelf.put(content, "night.mp4"),
        ready=ready,
        faults=lambda: platform.faults,
    )


@maker("gateway")
@asynccontextmanager
async def _gateway(aiohttp_server: AiohttpServer, folder: Path) -> AsyncIterator[Rig]:
    clock = Watch()
    service = gateway.ShortMessages(clock)
    wire, url = await _line(aiohttp_server, service.app())
    options = {
        "url": f"{url}/send",
        "secret": gateway.SECRET,
        "body": gateway.BODY,
        "ok_field": "code",
        "ok_value": "0",
    }
    settings = ChannelSettings("sms", "gateway", options, headers={"X-Api-Key": gateway.API_KEY})
    woes = _of_a_line(wire) | {
        Woe.TOO_FAST: lambda: service.trouble.add("/send", status=429),
        Woe.REFUSED: lambda: service.trouble.add("/send", status=400),
        Woe.TOKEN_DEAD: lambda: service.trouble.add("/send", status=401),
    }

    async def ready() -> None:
        clock.now += 60

    def shown() -> list[str]:
        return [one.content.removeprefix("【夜巡】") for one in service.brought]

    comes_of = {**COMES_OF, Woe.TOKEN_DEAD: Refused}  # its secret is mended by a person
    to = Address("13800138000", name="王建国")
    channel = Gateway(settings, CALM, clock)
    yield Rig(channel, to, wire, shown, woes=woes, comes_of=comes_of, ready=ready, faults=lambda: service.faults)


#: What customer service tells of each kind.
_PULLED: Mapping[MessageKind, tuple[str, dict[str, Any]]] = {
    MessageKind.TEXT: ("text", {"content": "夜巡正常"}),
    MessageKind.IMAGE: ("image", {"media_id": "M1"}),
    MessageKind.VOICE: ("voice", {"media_id": "M2"}),
    MessageKind.VIDEO: ("video", {"media_id": "M3"}),
    MessageKind.LOCATION: ("location", {"latitude": 33.61, "longitude": 113.59, "name": "园区", "address": "1号"}),
    MessageKind.LINK: ("link", {"title": "通知", "desc": "节前", "url": "https://x.invalid/1"}),
    MessageKind.UNKNOWN: ("hologram", {}),
}


@maker("wecom_kf")
@asynccontextmanager
async def _kf(aiohttp_server: AiohttpServer, folder: Path) -> AsyncIterator[Rig]:
    clock = Watch()
    platform = WeCom(clock=clock)
    wire, url = await _line(aiohttp_server, platform.app())
    options = {"corp_id": APP_VIDEO.receiver, "secret": SECRET, "token": APP_VIDEO.token, "aes_key": APP_VIDEO.aes_key}
    options |= {"open_kfid": platform.kf.account, "api_url": url}
    channel = WecomKf(ChannelSettings("kf", "wecom_kf", options), CALM, Pauses(calm=600, failed=(0.01,), troubled=0.01))
    notes, customer = Notebook(clock), platform.kf.customer(WHO)
    channel.hear_with(notes)
    woes = _of_a_line(wire) | {
        Woe.TOO_FAST: lambda: platform.trouble.add("kf/send_msg", code=45009),
        Woe.REFUSED: lambda: platform.trouble.add("kf/send_msg", code=60030),
        Woe.TOKEN_DEAD: platform.kill_tokens,
    }

    cursors: dict[int, str] = {}

    async def says(kind: MessageKind, number: int) -> None:
        cursor = f"cursor:{platform.kf.account}"
        if number in cursors:  # the page is asked for again, as after a crash before its commit
            notes.marks[cursor] = cursors[number]
            await channel._pull(notes)
            return
        cursors[number], before = notes.marks.get(cursor, ""), len(notes.taken)
        name, body = _PULLED[kind]
        platform.kf.says(WHO, name, **body)
        await _pulled(channel, notes, before + 1)

    async def begun() -> bool:
        return bool(platform.kf.syncs)

    async def ready() -> None:
        await until(begun)  # what it asks at its start meets no mishap that is meant for others
        clock.now += 1
        before = len(notes.taken)
        platform.kf.says(WHO, "text", content="在")
        await _pulled(channel, notes, before + 1)

    def shown() -> list[str]:
        return [content for kind, content in customer.shown if kind in ("text", "msgmenu")]

    yield Rig(
        channel,
        Address(WHO),
        wire,
        shown,
        says,
        frozenset(_PULLED),
        notes.taken,
        woes,
        lays=lambda content: platform.shelf.put(content, "night.mp4"),
        ready=ready,
        faults=lambda: platform.faults,
    )


async def _pulled(channel: WecomKf, notes: Notebook, count: int) -> None:
    while len(notes.taken) < count:
        await channel._pull(notes)


#: What an AI bot is told of each kind; of a voice it gets the words alone.
_ASKED: Mapping[MessageKind, tuple[str, dict[str, Any]]] = {
    MessageKind.TEXT: ("text", {"content": "今晚报了多少"}),
    MessageKind.IMAGE: ("image", {"url": "https://host.invalid/1", "aeskey": AI_KEY.rstrip("=")}),
    MessageKind.VIDEO: ("video", {"url": "https://host.invalid/2", "aeskey": AI_KEY.rstrip("=")}),
    MessageKind.UNKNOWN: ("hologram", {}),
}


def _sealed_there(put: Callable[[bytes], Mapping[str, str]]) -> Callable[[bytes], str]:
    """A file on the host of the media, as the locator that its message would have had."""

    def lays(content: bytes) -> str:
        told = put(content)
        return json.dumps({"url": told["url"], "key": told["aeskey"], "at": int(NOW.timestamp())})

    return lays


@maker("wecom_aibot, webhook")
@asynccontextmanager
async def _hook(aiohttp_server: AiohttpServer, folder: Path) -> AsyncIterator[Rig]:
    clock = Watch()
    caller = AibotCaller(clock=clock)
    wire, url = await _line(aiohttp_server, caller.app())
    options = {"mode": "webhook", "token": caller.token, "aes_key": AI_KEY, "bot_name": "夜巡", "api_url": url}
    channel, taken = AibotHook(ChannelSettings("hook", "wecom_aibot", options), CALM), list[Incoming]()
    channel.hear_with(Notebook(clock))
    told: dict[int, dict[str, Any]] = {}

    async def says(kind: MessageKind, number: int) -> None:
        if number not in told:
            told[number] = caller.message(WHO, *_ASKED[kind])
        query, body = caller.seal(told[number])
        taken.extend(channel.parse(query, body, NOW))

    async def ready() -> None:
        query, body = caller.seal(caller.message(WHO, "text", {"content": "再问一句"}))
        channel.parse(query, body, NOW)

    yield Rig(
        channel,
        Address(WHO),
        wire,
        lambda: caller.answers(WHO),
        says,
        frozenset(_ASKED),
        taken,
        _of_a_line(wire),
        ready=ready,
        faults=lambda: caller.faults,
        looks=plain,
    )


@maker("wecom_aibot, websocket")
@asynccontextmanager
async def _aibot(aiohttp_server: AiohttpServer, folder: Path) -> AsyncIterator[Rig]:
    clock = Watch()
    platform = AibotPlatform(clock=clock)
    wire, url = await _line(aiohttp_server, platform.app())
    platform.media.base = url
    options = {"bot_id": platform.bot_id, "secret": platform.secret, "bot_name": "夜巡", "ws_url": f"{url}/"}
    channel = WecomAibot(ChannelSettings("aibot", "wecom_aibot", options), aibot_desk.QUICK, CALM)
    notes = Notebook(clock)
    channel.hear_with(notes)
    at = aibot_desk.Desk(platform, channel, notes, clock)

    async def says(kind: MessageKind, number: int) -> None:
        await at.is_so(at.online)
        name, body = _ASKED[kind]
        await platform.says(WHO, name, body, msgid=f"asked-{number}")
        await at.is_so(lambda: any(one.msg_id.endswith(f"asked-{number}") for one in notes.taken))

    async def ready() -> None:
        clock.now += 61
        await at.is_so(at.online)
        before = len(notes.taken)
        await platform.says(WHO, "text", {"content": "再问一句"})
        await at.is_so(lambda: len(notes.taken) > before)

    def code(number: int) -> Callable[[], object]:
        return lambda: platform.moods.sends.append(number)

    woes = _of_a_line(wire) | {Woe.TOO_FAST: code(45009), Woe.REFUSED: code(93006), Woe.TOKEN_DEAD: code(846609)}
    comes_of = {**COMES_OF, Woe.TOKEN_DEAD: Later}  # it connects anew, and the letter waits for that
    yield Rig(
        channel,
        Address(WHO),
        wire,
        lambda: [str(one) for one in platform.said(WHO)],
        says,
        frozenset(_ASKED),
        notes.taken,
        woes,
        comes_of,
        lays=_sealed_there(platform.media.put),
        ready=ready,
        faults=lambda: platform.faults,
        looks=plain,
    )


#: What the archive keeps of each kind.
_ARCHIVED: Mapping[MessageKind, tuple[str, dict[str, Any]]] = {
    MessageKind.TEXT: ("text", {"content": "夜巡正常"}),
    MessageKind.IMAGE: ("image", {"sdkfileid": "M1", "filesize": 400, "md5sum": "d0"}),
    MessageKind.VOICE: ("voice", {"sdkfileid": "M2", "voice_size": 400, "play_length": 3, "md5sum": "d1"}),
    MessageKind.VIDEO: ("video", {"sdkfileid": "M3", "filesize": 400, "play_length": 15, "md5sum": "d2"}),
    MessageKind.LOCATION: ("location", {"latitude": 33.61, "longitude": 113.59, "title": "园区", "address": "1号"}),
    MessageKind.LINK: ("link", {"title": "通知", "description": "节前", "link_url": "https://x.invalid/1"}),
    MessageKind.UNKNOWN: ("hologram", {}),
}


@maker("wecom_archive")
@asynccontextmanager
async def _archive(aiohttp_server: AiohttpServer, folder: Path) -> AsyncIterator[Rig]:
    library = finance.built(folder)
    if library is None:
        pytest.skip("there is no C compiler on this machine")
    corp, notes = finance.Corp(folder / "corp"), Notebook(Watch())
    options = {
        "library": str(library),
        "corp_id": str(corp.folder),
        "secret": finance.SECRET,
        "key_1": finance.pem_of(1),
    }
    calls = ArchivePatience(call=60, margin=60, pauses=(0, 0))
    channel = WecomArchive(
        ChannelSettings("archive", "wecom_archive", options), calls, Pauses(calm=600, failed=(0.01,), troubled=0.01)
    )
    channel.hear_with(notes)
    read: dict[int, int] = {}

    async def says(kind: MessageKind, number: int) -> None:
        if number in read:
            channel._seq = read[number]
        else:
            read[number] = channel._seq or 0
            name, body = _ARCHIVED[kind]
            corp.say(name, NOW.timestamp(), **body)
        before = len(notes.taken)
        await channel._pull(notes)
        assert len(notes.taken) <= before + 1

    yield Rig(
        channel,
        Address(chat="wrRoom1"),
        Wire(0),
        list,
        says,
        frozenset(_ARCHIVED),
        notes.taken,
        lays=corp.put,
        faults=lambda: corp.faults,
        mute=True,
    )
