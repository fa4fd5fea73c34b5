"""A gateway: what is called, how it is signed, what its answers become, and that no number stands where it must not."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from pytest_aiohttp.plugin import AiohttpServer

from bot import app
from bot.channels import gateway_body
from bot.channels.base import Ability, Address, ChannelSettings, Later, MediaLost, Outcome, Parcel, Refused, Sent
from bot.channels.gateway import Gateway, signature
from bot.channels.wecom_api import Patience
from bot.config import parse
from bot.config_faults import ConfigFaults
from models.outages import Trouble
from tests.platform.demo_corp import CALM, Watch, patience_of
from tests.platform.gateway import API_KEY, BODY, SECRET, ShortMessages

PHONE = "13800138000"
TO = Address(to_user=PHONE, name='王"建国"')
TEXT = '【突发】03:10 豫丰化工 罐区泄漏\n请打值班电话，"别等"\\ {phone}'


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def service(watch: Watch) -> ShortMessages:
    return ShortMessages(clock=watch)


@pytest.fixture
async def url(service: ShortMessages, aiohttp_server: AiohttpServer) -> AsyncIterator[str]:
    yield str((await aiohttp_server(service.app())).make_url("/send"))
    service.trouble.released.set()


def made(url: str, watch: Watch | None = None, patience: Patience = CALM, **changed: str) -> Gateway:
    options = {
        "url": url,
        "secret": SECRET,
        "body": BODY,
        "ok_status": "200",
        "ok_field": "code",
        "ok_value": "0",
        "id_field": "data.id",
    }
    settings = ChannelSettings("sms", "gateway", options | changed, headers={"X-Api-Key": API_KEY})
    return Gateway(settings, patience, watch or Watch())


@pytest.fixture
async def channel(url: str, watch: Watch, request: pytest.FixtureRequest) -> AsyncIterator[Gateway]:
    channel = made(url, watch, patience_of(request))
    await channel.start()
    yield channel
    await channel.close()


async def tell(channel: Gateway, text: str = TEXT, key: str = "incident:1:2:0:sms", to: Address = TO) -> Outcome:
    return await channel.send(to, Parcel(text, key=key))


async def test_a_call_is_signed_and_filled_in_as_it_was_said(channel: Gateway, service: ShortMessages) -> None:
    assert await tell(channel) == Sent("sms-700001")
    [brought] = service.brought
    assert (brought.phone, brought.name, brought.serial) == (PHONE, '王"建国"', "incident:1:2:0:sms")
    assert brought.content == "【夜巡】" + TEXT  # quotes, strokes and braces of the words change nothing
    assert service.faults == []
    assert channel.can == {Ability.PERSONS, Ability.UNASKED, Ability.PHONE}


async def test_the_same_call_twice_is_one_message(channel: Gateway, service: ShortMessages) -> None:
    service.trouble.add("/send", drop="after")
    lost = await tell(channel)
    assert isinstance(lost, Later)
    assert lost.lost_answer
    assert await tell(channel) == Sent("sms-700001")
    assert len(service.brought) == 1


async def test_a_call_with_another_secret_an_old_or_a_changed_one_is_turned_away(
    url: str, service: ShortMessages, watch: Watch
) -> None:
    for changed in (made(url, watch, secret="another"), made(url, watch, secret="")):
        outcome = await tell(changed)
        await changed.close()
        assert isinstance(outcome, Refused)
        assert outcome.why == "the service does not know us by our secret and headers (HTTP 401)"
        assert (outcome.whole_channel, outcome.trouble) == (True, Trouble.REJECTED)
    late = Watch()
    late.now -= 301
    old = made(url, late)
    assert isinstance(await tell(old), Refused)
    await old.close()
    assert service.brought == []
    assert signature(b"k", "1", b"a") != signature(b"k", "1", b"b")
    assert "X-Yexun-Signature" not in service.headers[1]


@pytest.mark.parametrize("phone", ["138 0013 8000", "138-0013-8000", "+8613800138000", "0000-7100000"])
async def test_numbers_are_dialled_as_the_roll_has_them(channel: Gateway, service: ShortMessages, phone: str) -> None:
    assert isinstance(await tell(channel, to=Address(to_user=phone)), Sent)
    assert service.brought[0].phone == phone.replace(" ", "").replace("-", "")


async def test_what_is_no_text_to_a_number_is_refused_without_a_call(
    channel: Gateway, service: ShortMessages, tmp_path: Path
) -> None:
    for to, parcel in (
        (Address(), Parcel("x")),
        (Address(to_user="wangjianguo"), Parcel("x")),
        (Address(to_user=PHONE, chat="夜巡群"), Parcel("x")),
        (TO, Parcel("")),
        (TO, Parcel("x", file=tmp_path)),
    ):
        assert isinstance(await channel.send(to, parcel), Refused)
    assert service.trouble.calls == []
    with pytest.raises(MediaLost):
        async with channel.fetch("x"):
            pass


@pytest.mark.parametrize(
    "status, kind, whole, lost",
    [
        (400, Refused, False, False),
        (401, Refused, True, False),
        (403, Refused, True, False),
        (404, Refused, True, False),
        (405, Refused, True, False),
        (408, Later, False, False),
        (422, Refused, False, False),
        (429, Later, True, False),
        (302, Later, False, False),
        (204, Later, False, False),
        (500, Later, False, True),
        (503, Later, False, True),
    ],
)
async def test_what_a_status_becomes(
    channel: Gateway, service: ShortMessages, status: int, kind: type[Outcome], whole: bool, lost: bool
) -> None:
    service.trouble.add("/send", status=status)
    outcome = await tell(channel)
    assert isinstance(outcome, kind)
    assert isinstance(outcome, Later | Refused)
    assert outcome.whole_channel is whole
    assert getattr(outcome, "lost_answer", False) is lost
    assert str(status) in outcome.why


async def test_too_many_calls_to_one_number_wait(channel: Gateway) -> None:
    outcomes = [await tell(channel, key=f"k{number}") for number in range(4)]
    assert [type(one) for one in outcomes] == [Sent, Sent, Sent, Later]


@pytest.mark.parametrize("what", [{"drop": "after"}, {"drop": "mute"}, {"drop": "before"}])
async def test_an_answer_that_breaks_off_may_hide_a_call(
    channel: Gateway, service: ShortMessages, what: dict[str, Any]
) -> None:
    service.trouble.add("/send", **what)
    outcome = await tell(channel)
    assert isinstance(outcome, Later)
    assert outcome.lost_answer


async def test_a_service_that_is_away_has_called_nobody(unused_tcp_port: int) -> None:
    channel = made(f"http://127.0.0.1:{unused_tcp_port}/send")
    outcome = await tell(channel)
    [health] = await channel.check()
    await channel.close()
    assert isinstance(outcome, Later)
    assert not outcome.lost_answer
    assert (health.level, health.told[:23]) == ("red", "nobody answers at 127.0")


ANSWERS = [
    (b'{"code": 0, "data": {"id": 17}}', Sent("17")),
    (b'{"code": "0", "data": {"id": "a-1"}}', Sent("a-1")),
    (b'{"code": 0}', Sent('{"code": 0}')),
    (b'{"code": 0, "msg": "13800138000 ok"}', Sent('{"code": 0, "msg": "138****8000 ok"}')),
    (b'{"code": 7}', Later),
    (b'{"code": null}', Later),
    (b'{"code": {"x": 1}}', Later),
    (b"{}", Later),
    (b"OK", Later),
    (b"", Later),
    (b"\xff\xfe\x00", Later),
    (b"[" * 100_000, Later),
    (b'{"code": 0' + b" " * 200_000, Later),
]


@pytest.mark.parametrize("body, wanted", ANSWERS, ids=range(len(ANSWERS)))
async def test_only_the_answer_that_was_agreed_on_is_a_success(
    aiohttp_server: AiohttpServer, body: bytes, wanted: object
) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=body)

    between = web.Application()
    between.add_routes([web.post("/send", answer)])
    channel = made(str((await aiohttp_server(between)).make_url("/send")))
    outcome = await tell(channel)
    await channel.close()
    assert outcome == wanted if isinstance(wanted, Sent) else isinstance(outcome, Later)
    assert PHONE not in repr(outcome)


async def test_where_the_status_is_enough_the_answer_is_kept_without_the_number(
    url: str, service: ShortMessages, watch: Watch
) -> None:
    channel = made(url, watch, ok_field="", ok_value="", id_field="")
    outcome = await tell(channel)
    await channel.close()
    assert outcome == Sent('{"code": 0, "msg": "ok", "data": {"id": "sms-700001"}}')


async def test_no_number_no_text_and_no_secret_is_logged(
    channel: Gateway, service: ShortMessages, caplog: pytest.LogCaptureFixture
) -> None:
    service.barred.add(PHONE)
    with caplog.at_level(logging.DEBUG):
        outcomes = [await tell(channel)]
        for what in ({"drop": "after"}, {"status": 500}, {"status": 401}):
            service.trouble.add("/send", **what)
            outcomes.append(await tell(channel, key=str(what)))
        lines = [one.told for one in await channel.check()]
    logged = [record.getMessage() for record in caplog.records if not record.name.startswith("aiohttp.access")]
    told = "\n".join([*map(repr, outcomes), *lines, *logged, repr(channel)])
    assert [secret for secret in (PHONE, "罐区", SECRET, API_KEY) if secret in told] == []


async def test_doctor_knocks_and_calls_nobody(channel: Gateway, url: str, service: ShortMessages) -> None:
    assert [one.level for one in await channel.check()] == ["green"]
    bare = Gateway(ChannelSettings("sms", "gateway", {"url": url, "body": BODY}), CALM)
    assert [one.level for one in await bare.check()] == ["yellow"]
    await asyncio.sleep(0)
    assert service.trouble.calls == []


# The template


def raw(**changed: object) -> dict[str, Any]:
    gateway = {"name": "sms", "kind": "gateway", "url": "https://sms.example.invalid/send?key=x", "body": BODY}
    return {"channels": [gateway | changed]}


def test_a_configuration_makes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GATEWAY_KEY", API_KEY)
    config = parse(raw(secret="file-less", headers={"X-Api-Key": "env:GATEWAY_KEY"}, ok_value=0), tmp_path)
    [settings] = config.channel_settings
    assert (settings.headers, settings.options["ok_value"]) == ({"X-Api-Key": API_KEY}, "0")
    assert isinstance(app.channel(settings, tmp_path), Gateway)
    for secret in (API_KEY, "file-less", "key=x"):
        assert secret not in repr(config) + repr(settings)


@pytest.mark.parametrize(
    "changed, fault",
    [
        ({"body": "{"}, "channels[0].body: not JSON"),
        ({"body": '{"to": "{mobile}"}'}, "channels[0].body: {mobile} cannot be filled in; there are {key}, {name}"),
        ({"url": "sms.example.invalid"}, "channels[0].url: not an address"),
        ({"method": "GET"}, "channels[0].method"),
        ({"headers": {"X Key": "1"}}, "channels[0].headers: 'X Key' cannot stand in the head"),
        ({"headers": {"X-Key": "1\r\nX-Other: 2"}}, "channels[0].headers: 'X-Key' cannot stand in the head"),
        ({"headers": {"X-Key": "env:NOT_SET_ANYWHERE"}}, "NOT_SET_ANYWHERE is not set"),
        ({"ok_status": 404}, "channels[0].ok_status"),
    ],
)
def test_what_is_wrong_with_it_is_told(tmp_path: Path, changed: dict[str, object], fault: str) -> None:
    with pytest.raises(ConfigFaults) as told:
        parse(raw(**changed), tmp_path)
    [line] = told.value.faults
    assert fault in line


@given(st.dictionaries(st.sampled_from(["phone", "name", "text", "key"]), st.text(), min_size=4))
def test_whatever_is_filled_in_stays_where_it_was_put(values: dict[str, str]) -> None:
    filled = gateway_body.filled(gateway_body.parsed(BODY), values)
    back = json.loads(json.dumps(filled, ensure_ascii=False))
    assert back == {
        "mobile": values["phone"],
        "to": values["name"],
        "content": "【夜巡】" + values["text"],
        "serial": values["key"],
        "kind": 1,
        "tags": [values["key"]],
    }


@pytest.mark.parametrize(
    "path, found",
    [("a", "1"), ("b.c", "x"), ("d.1.e", "true"), ("d.9.e", None), ("b", None), ("a.b", None), ("", None), ("z", None)],
)
def test_what_stands_under_a_path(path: str, found: str | None) -> None:
    assert gateway_body.found({"a": 1, "b": {"c": "x"}, "d": [0, {"e": True}], "z": None}, path) == found
