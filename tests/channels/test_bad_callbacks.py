"""Callbacks that no platform would send: whatever it is, it is 400, 403 or 413, nothing raises and nothing grows."""

import asyncio
import base64
import gzip
import json
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import psutil
import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry

from bot import app, intake
from bot.channels.crypto import PREFIX, Envelope, cipher, encrypt_bytes, key_bytes
from bot.clock import MovableClock
from bot.intake import MAX_BODY, Intake
from models.errors import BadInput, BadSignature
from models.incoming import Incoming
from tests.channels.doors import DOORS, Door, Query
from tests.platform.demo_corp import NOW, Watch
from tests.platform.vectors import APP_VIDEO

#: For each door and test: thousands in all.
many = settings(max_examples=300, deadline=None)
every_door = pytest.mark.parametrize("name", DOORS)
MB = 1024 * 1024


def judged(door: Door, query: Mapping[str, str], body: bytes) -> tuple[Incoming, ...] | None:
    """What a door makes of a letter; None when it is refused as it should be. Any other exception is a fault."""
    try:
        heard = door.channel.parse(query, body, NOW)
    except BadInput:
        return None
    for one in heard:
        assert one.msg_id
        assert max(len(one.msg_id) / 200, len(one.sender) / 128, len(one.chat) / 128) <= 1  # as wide as the columns
        assert "\x00" not in one.text + one.raw + one.sender
        assert one.sent_at.tzinfo is not None
        json.dumps([one.text, one.raw, one.sender]).encode()
    return heard


# What nobody has signed


names = st.sampled_from(["msg_signature", "signature", "timestamp", "nonce", "echostr", "encrypt_type", "x"])
queries = st.dictionaries(names, st.text(max_size=60))
bodies = st.one_of(
    st.binary(max_size=400),
    st.text(max_size=200).map(
        lambda text: f"<xml><Encrypt><![CDATA[{text}]]></Encrypt></xml>".encode("utf-8", "replace")
    ),
    st.text(max_size=200).map(lambda text: json.dumps({"encrypt": text}).encode()),
)


@every_door
def test_nobody_gets_in_without_a_signature(name: str) -> None:
    door = DOORS[name](Watch())

    @many
    @given(queries, bodies)
    def knock(query: Query, body: bytes) -> None:
        assert judged(door, query, body) is None
        with pytest.raises(BadInput):
            door.channel.verify(query)

    knock()


@every_door
def test_a_signature_is_of_its_own_letter(name: str) -> None:
    door = DOORS[name](Watch())
    query, body = door.seal(door.good)
    assert judged(door, query, body) is not None
    for key in ("timestamp", "nonce"):
        with pytest.raises(BadSignature):
            door.channel.parse(query | {key: "1788220800"}, body, NOW)
    signed_as = "signature" if name == "mp-plain" else "msg_signature"
    for wrong in ("", "0" * 40, query[signed_as].upper(), query[signed_as] + "0", "签名" * 20):
        with pytest.raises(BadSignature):
            door.channel.parse(query | {signed_as: wrong}, body, NOW)


# What is signed, and cannot be opened


@every_door
def test_what_is_no_sealed_letter_is_refused(name: str) -> None:
    door = DOORS[name](Watch())
    alike = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=", max_size=200)

    @many
    @given(st.one_of(alike, st.text(max_size=100)))
    def knock(sealed: str) -> None:
        assert judged(door, *door.wrap(sealed)) is None

    knock()


@pytest.mark.parametrize("length", [0, 1, 2**31 - 1, 2**31, 2**32 - 1, 20, 47, 49])
def test_a_length_that_lies_is_refused(length: int) -> None:
    door, box = DOORS["app"](Watch()), cipher(key_bytes(APP_VIDEO.aes_key))
    plain = b"r" * PREFIX + length.to_bytes(4, "big") + b"<xml>48 bytes of something that is no letter</xml>"
    sealed = base64.b64encode(encrypt_bytes(box, plain + APP_VIDEO.receiver.encode())).decode()
    assert judged(door, *door.wrap(sealed)) is None


# What is sealed rightly, and makes no sense


def _damaged(good: bytes) -> st.SearchStrategy[bytes]:
    place = st.integers(0, len(good) - 1)
    cut = st.tuples(place, place).map(lambda at: good[: min(at)] + good[max(at) :])
    put = st.tuples(place, st.binary(max_size=8)).map(lambda at: good[: at[0]] + at[1] + good[at[0] :])
    twice = st.tuples(place, place).map(lambda at: good[: max(at)] + good[min(at) :])
    return st.one_of(cut, put, twice)


fields = st.sampled_from(
    [
        "ToUserName",
        "FromUserName",
        "CreateTime",
        "MsgType",
        "MsgId",
        "Event",
        "EventKey",
        "Content",
        "MediaId",
        "xml",
        "a",
    ]
)
values = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["text", "image", "event", "video", "-1", "99999999999999999999", "&a;", APP_VIDEO.receiver]),
)
elements = st.recursive(
    values,
    lambda inner: st.lists(st.tuples(fields, inner), max_size=6).map(
        lambda found: "".join(f"<{key}>{value}</{key}>" for key, value in found)
    ),
    max_leaves=12,
)
WORDS = """msgid aibotid chatid chattype from userid msgtype text content quote mixed msg_item event eventtype
    create_time image url response_url template_card_event task_id"""
keys = st.sampled_from(WORDS.split())
objects = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=True), values),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=6)),
    max_leaves=12,
)


@every_door
def test_whatever_is_sealed_is_read_or_refused(name: str) -> None:
    door = DOORS[name](Watch())
    contents = st.one_of(
        st.binary(max_size=200),
        _damaged(door.good),
        elements.map(lambda told: f"<xml>{told}</xml>".encode("utf-8", "surrogatepass")),
        objects.map(lambda told: json.dumps(told).encode()),
    )

    @many
    @given(contents)
    def knock(content: bytes) -> None:
        judged(door, *door.seal(content))

    knock()


BOMBS = {
    "entities": b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><xml><MsgType>&b;</MsgType></xml>',
    "a file of ours": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><xml><MsgType>&a;</MsgType></xml>',
    "deep elements": b"<xml>" + b"<a>" * 30_000 + b"</a>" * 30_000 + b"</xml>",
    "deep lists": b"[" * 100_000,
    "deep objects": b'{"a":' * 40_000 + b"1" + b"}" * 40_000,
    "a long number": b'{"msgid": ' + b"9" * 100_000 + b"}",
    "nothing": b"",
    "blanks": b" " * MB,
    "blanks before the end": b'<?xml version="1.0"?>' + b" " * MB + b"<xm",
}
#: As large as a body may be, of which nothing is signed: what is looked for in it is looked for once.
UNSIGNED = {
    "blanks in an element": b"<xml><Encrypt>" + b" " * MB,
    "blanks behind a letter": b"<xml><Encrypt>A" + b" " * MB,
    "letters without an end": b"<xml><Encrypt>" + b"A" * MB,
    "many beginnings": b"<Encrypt>A" * (MB // 10),
    "blanks in an object": b'{"encrypt"' + b" " * MB + b":" + b" " * MB,
    "an object without an end": b'{"encrypt":"' + b"A" * MB,
    "many objects": b'"encrypt":"' * (MB // 11),
}


@every_door
@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_do_not_go_off(name: str, bomb: str) -> None:
    door = DOORS[name](Watch())
    assert judged(door, *door.seal(BOMBS[bomb])) is None


@every_door
@pytest.mark.timeout(60)
@pytest.mark.parametrize("bomb", UNSIGNED)
def test_what_nobody_signed_costs_nothing(name: str, bomb: str) -> None:
    door = DOORS[name](Watch())
    query, _ = door.seal(door.good)
    assert judged(door, query, UNSIGNED[bomb]) is None


@every_door
def test_a_huge_text_is_a_text(name: str) -> None:
    door = DOORS[name](Watch())
    huge = door.good.replace("夜巡正常，罐区已查".encode(), "长".encode() * 30_000).replace(
        "今晚报了多少".encode(), "长".encode() * 30_000
    )
    heard = judged(door, *door.seal(huge))
    assert heard is not None
    assert [len(one.text) for one in heard] == [30_000] * door.takes


# Over HTTP: a real server, and sockets that do as they like


@dataclass
class Shelf:
    """Stands for the disk behind the intake."""

    taken: list[Incoming] = field(default_factory=list)

    async def receive(self, incoming: Incoming) -> None:
        self.taken.append(incoming)


@dataclass
class Front:
    """All doors side by side, as a service has them."""

    port: int
    doors: Mapping[str, Door]
    watch: Watch
    clock: MovableClock
    shelf: Shelf

    async def send(self, raw: bytes, *, leaves: bool = False) -> int:
        """Brings bytes as they are and reads the status; 0 when the line is cut without one."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(raw)
            await writer.drain()
            if leaves:
                return 0
            line = await asyncio.wait_for(reader.readline(), 60)
            return int(line.split()[1]) if line else 0
        except (ConnectionError, OSError):
            return 0
        finally:
            writer.close()

    async def post(self, name: str, query: Query, body: bytes, **heads: str) -> int:
        return await self.send(head(name, query, {"Content-Length": str(len(body))} | heads) + body)


def head(name: str, query: Query, heads: Mapping[str, str], method: str = "POST") -> bytes:
    lines = "".join(f"{key.replace('_', '-')}: {value}\r\n" for key, value in heads.items())
    asked = f"/callback/{quote(name)}?{urlencode(query)}"
    return f"{method} {asked} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{lines}\r\n".encode()


@pytest.fixture
async def front() -> AsyncIterator[Front]:
    watch, clock, shelf = Watch(), MovableClock(NOW), Shelf()
    doors = {name: made(watch) for name, made in DOORS.items()}
    served = web.Application()
    callbacks = {name: door.channel for name, door in doors.items()}
    served.add_routes(Intake(shelf, callbacks, clock, CollectorRegistry()).routes())  # type: ignore[arg-type]
    runner = await app.listening(served, "127.0.0.1", 0)
    yield Front(runner.addresses[0][1], doors, watch, clock, shelf)
    await runner.cleanup()


@every_door
async def test_a_good_letter_is_taken_and_a_bad_one_told_apart(front: Front, name: str) -> None:
    door = front.doors[name]
    assert await front.post(name, *door.seal(door.good)) == 200
    assert len(front.shelf.taken) == door.takes
    query, body = door.seal(door.good)
    assert await front.post(name, query | {"nonce": "another"}, body) == 403
    assert await front.post(name, query | {"timestamp": "soon"}, body) in (400, 403)
    assert await front.post(name, *door.seal(b"\xff\xfe not a letter")) == 400
    assert await front.post(name, *door.seal(BOMBS["entities"])) == 400
    assert await front.post("nobody", query, body) == 404
    assert len(front.shelf.taken) == door.takes


@every_door
async def test_what_was_signed_ten_minutes_ago_was_overheard(front: Front, name: str) -> None:
    door = front.doors[name]
    for age, status in ((599, 200), (601, 403), (86_400, 403), (-3600, 200)):
        front.watch.now = front.clock.now().timestamp() - age
        assert await front.post(name, *door.seal(door.good)) == status
        assert await front.send(head(name, door.echo(), {}, "GET")) == status
    assert len(front.shelf.taken) == 2 * door.takes


async def test_times_that_are_none_do_not_confuse_it(front: Front) -> None:
    door = front.doors["app"]
    query, body = door.seal(door.good)
    for stamp in ("", "-1", "0" * 12, "9" * 12, "9" * 5000, "１７８８", "1e9", "\x00"):
        assert await front.post("app", query | {"timestamp": stamp}, body) in (400, 403)


@pytest.mark.parametrize("name", ["app", "hook", "mp-plain"])
async def test_what_is_too_large_is_not_read_to_its_end(front: Front, name: str) -> None:
    door = front.doors[name]
    query, _ = door.seal(door.good)
    assert await front.send(head(name, query, {"Content-Length": str(10 * 1024 * MB)}) + b"x" * 1000) == 413
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    endless = head(name, query, {"Transfer-Encoding": "chunked"}) + chunk * 5
    assert await front.send(endless) == 413


@pytest.mark.errors_expected  # aiohttp logs what is no HTTP by itself
async def test_a_body_that_is_none_is_told_so(front: Front) -> None:
    query, _ = front.doors["app"].seal(b"")
    chunked = head("app", query, {"Transfer-Encoding": "chunked"})
    for raw in (chunked + b"zz\r\nx\r\n", chunked + b"-5\r\n", chunked + b"5\r\nabcdefghij\r\n"):
        assert await front.send(raw) == 400
    for raw in (b"\x00" * 500, b"GET\r\n\r\n", head("app", query, {"Content-Length": "-1"}), b"\x16\x03\x01" * 50):
        assert await front.send(raw) == 400


async def test_who_goes_in_the_middle_leaves_no_error(front: Front) -> None:
    door = front.doors["app"]
    query, body = door.seal(door.good)
    for part in (0, 1, len(body) - 1):
        await front.send(head("app", query, {"Content-Length": str(len(body))}) + body[:part], leaves=True)
    assert await front.post("app", *door.seal(door.good)) == 200
    assert len(front.shelf.taken) == 1


async def test_who_sends_slowly_is_not_waited_for(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "PATIENCE_S", 0.3)
    door = front.doors["app"]
    query, body = door.seal(door.good)
    slow = head("app", query, {"Content-Length": str(len(body))}) + body[:-5]
    statuses = await asyncio.gather(*(front.send(slow) for _ in range(50)))
    assert statuses == [400] * 50
    assert await front.post("app", *door.seal(door.good)) == 200


async def test_what_is_packed_is_never_unpacked(front: Front) -> None:
    query, _ = front.doors["mp-plain"].seal(b"")
    bomb = gzip.compress(b"<xml>" + b" " * 100 * MB)
    assert len(bomb) < MAX_BODY
    before = psutil.Process().memory_info().rss
    for _ in range(3):
        assert await front.post("mp-plain", query, bomb, Content_Encoding="gzip") == 400
    assert psutil.Process().memory_info().rss - before < 64 * MB


async def test_memory_stays_flat_under_hundreds_of_bad_letters(front: Front, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, "bot.intake")  # the records themselves are not to be counted
    door = front.doors["mp-plain"]
    deep, wide = door.seal(BOMBS["deep elements"]), door.seal(b"<xml>" + b"<a/>" * 2000 + b"x" * 100_000)
    query, body = front.doors["app"].seal(b"x" * 100_000)
    letters = [("mp-plain", *deep), ("mp-plain", *wide), ("app", query, body), ("app", query | {"nonce": "1"}, body)]

    async def rounds(count: int) -> None:
        for _ in range(count):
            found = await asyncio.gather(*(front.post(*letter) for letter in letters * 3))
            assert set(found) == {400, 403}

    await rounds(5)
    before = psutil.Process().memory_info().rss
    await rounds(35)
    assert psutil.Process().memory_info().rss - before < 24 * MB  # they held 60 MB together
    assert front.shelf.taken == []


def test_the_key_of_another_corp_opens_nothing() -> None:
    door = DOORS["app"](Watch())
    other = Envelope(APP_VIDEO.token, APP_VIDEO.aes_key, "wwother")
    assert judged(door, *door.wrap(other.encrypt(door.good))) is None
