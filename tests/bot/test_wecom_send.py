"""The mouth of a self-built app: what goes out, what the platform's moods become, and what doctor says."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from pytest_aiohttp.plugin import AiohttpServer

from bot.channels.base import Address, Later, Outcome, Parcel, Refused, Sent
from bot.channels.wecom_app import WecomApp
from models.errors import BadInput
from tests.platform.demo_corp import CALM, NOW, SECRET, Watch, app_settings, connected, patience_of, tell
from tests.platform.wecom import App, WeCom


@pytest.fixture
def platform() -> WeCom:
    return WeCom(members=("kuangshan01", "zhang"), clock=Watch())


@pytest.fixture
async def channel(
    platform: WeCom, aiohttp_server: AiohttpServer, request: pytest.FixtureRequest
) -> AsyncIterator[WecomApp]:
    async with connected(platform, aiohttp_server, patience_of(request)) as made:
        yield made


async def test_a_text_arrives_as_it_is(channel: WecomApp, platform: WeCom) -> None:
    sent = await tell(channel, "请报送夜巡视频 \U0001f6e2 “零点”")
    assert isinstance(sent, Sent)
    assert sent.platform_id.startswith("msgid-")
    assert platform.shown("kuangshan01") == ["请报送夜巡视频 \U0001f6e2 “零点”"]
    assert platform.faults == []


async def test_one_token_serves_many_at_once(channel: WecomApp, platform: WeCom) -> None:
    outcomes = await asyncio.gather(*(tell(channel, f"第{number}条") for number in range(20)))
    assert all(isinstance(one, Sent) for one in outcomes)
    assert platform.trouble.count("gettoken") == 1


async def test_a_token_that_dies_early_is_renewed_once(channel: WecomApp, platform: WeCom) -> None:
    await tell(channel, "一")
    platform.kill_tokens()
    assert isinstance(await tell(channel, "二"), Sent)
    assert platform.trouble.count("gettoken") == 2
    platform.trouble.add("message/send", code=42001, times=2)
    assert isinstance(await tell(channel, "三"), Later)
    assert platform.trouble.count("gettoken") == 3
    assert platform.shown() == ["一", "二"]


async def test_a_token_that_ends_is_renewed(channel: WecomApp, platform: WeCom) -> None:
    await tell(channel, "一")
    assert isinstance(platform.clock, Watch)
    platform.clock.now += 7300
    assert isinstance(await tell(channel, "二"), Sent)


@pytest.mark.parametrize(
    "code, kind, whole_channel",
    [
        (-1, Later, False),
        (45033, Later, True),
        (45009, Later, True),
        (99999, Later, False),
        (81013, Refused, False),
        (60111, Refused, False),
        (40003, Refused, False),
        (82004, Refused, False),
        (40001, Refused, True),
        (40013, Refused, True),
        (48002, Refused, True),
        (48006, Refused, True),
    ],
)
async def test_what_the_error_codes_become(
    channel: WecomApp, platform: WeCom, code: int, kind: type[Outcome], whole_channel: bool
) -> None:
    platform.trouble.add("message/send", code=code)
    outcome = await tell(channel)
    assert isinstance(outcome, kind)
    assert isinstance(outcome, Later | Refused)
    assert outcome.whole_channel is whole_channel
    assert str(code) in outcome.why


async def test_too_often_means_minutes(channel: WecomApp, platform: WeCom) -> None:
    platform.trouble.add("message/send", code=45009)
    outcome = await tell(channel)
    assert isinstance(outcome, Later)
    assert timedelta(minutes=1) <= outcome.after <= timedelta(minutes=10)


async def test_an_address_that_is_not_trusted_is_named(channel: WecomApp, platform: WeCom) -> None:
    platform.untrusted = "203.0.113.9"
    outcome = await tell(channel)
    assert isinstance(outcome, Refused)
    assert outcome.whole_channel
    assert "203.0.113.9" in outcome.why


async def test_strangers_cannot_be_reached(channel: WecomApp, platform: WeCom) -> None:
    assert isinstance(await tell(channel, to="Nobody"), Refused)
    assert await tell(channel, to="zhang|Nobody") == Sent("msgid-2", unreached=("nobody",))
    assert isinstance(await channel.send(Address(), Parcel("x")), Refused)
    assert isinstance(await channel.send(Address(to_user="zhang"), Parcel("")), Refused)


async def test_a_wrong_secret_is_not_shown_again(aiohttp_server: AiohttpServer, platform: WeCom) -> None:
    server = await aiohttp_server(platform.app())
    channel = WecomApp(app_settings(str(server.make_url("/")), secret="wrong"))
    for _ in range(3):
        outcome = await tell(channel)
        assert isinstance(outcome, Refused)
        assert outcome.whole_channel
    await channel.close()
    assert platform.trouble.count("gettoken") == 1


@pytest.mark.parametrize("what", [{"drop": "after"}, {"drop": "mute"}])
async def test_a_lost_answer_is_told_and_said_again_without_harm(
    channel: WecomApp, platform: WeCom, what: dict[str, object]
) -> None:
    platform.trouble.add("message/send", **what)
    outcome = await tell(channel)
    assert isinstance(outcome, Later)
    assert outcome.lost_answer
    platform.trouble.released.set()
    assert isinstance(await tell(channel), Sent)
    assert platform.shown("kuangshan01") == ["请报送夜巡视频"]


async def test_an_answer_of_something_in_between_may_hide_that_it_was_said(channel: WecomApp, platform: WeCom) -> None:
    platform.trouble.add("message/send", status=502)
    outcome = await tell(channel)
    assert isinstance(outcome, Later)
    assert outcome.lost_answer


async def test_a_platform_that_is_away_has_taken_nothing(unused_tcp_port: int) -> None:
    channel = WecomApp(app_settings(f"http://127.0.0.1:{unused_tcp_port}"), CALM)
    outcome = await tell(channel)
    await channel.close()
    assert isinstance(outcome, Later)
    assert not outcome.lost_answer
    assert SECRET not in outcome.why


@pytest.mark.parametrize("what", [{"drop": "hang"}, {"drop": "before", "times": 2}, {"status": 500}])
async def test_without_a_token_nothing_was_said(channel: WecomApp, platform: WeCom, what: dict[str, object]) -> None:
    platform.trouble.add("gettoken", **what)
    outcome = await tell(channel)
    assert isinstance(outcome, Later)
    assert not outcome.lost_answer


async def test_two_apps_keep_their_tokens_apart(aiohttp_server: AiohttpServer) -> None:
    platform = WeCom(apps=(App(1, "first"), App(2, "second")), members=("zhang",))
    url = str((await aiohttp_server(platform.app())).make_url("/"))
    for secret, agent_id in (("first", "1"), ("second", "2")):
        channel = WecomApp(app_settings(url, secret=secret, agent_id=agent_id))
        assert isinstance(await tell(channel, to="zhang"), Sent)
        await channel.close()
    assert [one.agent_id for one in platform.arrived] == [1, 2]


async def test_files_go_as_picture_clip_or_file(channel: WecomApp, platform: WeCom, tmp_path: Path) -> None:
    for name in ("隐患整改前.jpg", "夜巡.mp4", "周报表.xlsx"):
        path = tmp_path / name
        path.write_bytes(b"content of " + name.encode())
        assert isinstance(await channel.send(Address(to_user="zhang"), Parcel("附件", file=path)), Sent)
    assert [one.kind for one in platform.arrived if one.shown] == ["text", "image", "video", "file"]
    assert [item.filename for item in platform.shelf.items.values()] == ["隐患整改前.jpg", "夜巡.mp4", "周报表.xlsx"]


async def test_a_file_that_cannot_go_is_refused(channel: WecomApp, tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").touch()
    for name in ("missing.jpg", "empty.jpg"):
        assert isinstance(await channel.send(Address(to_user="zhang"), Parcel("", file=tmp_path / name)), Refused)


async def test_nothing_secret_is_logged(channel: WecomApp, platform: WeCom, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        platform.trouble.add("message/send", drop="after")
        await tell(channel, "一句不该进日志的话")
        await channel.check()
    told = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("aiohttp.access"))
    assert SECRET not in told
    assert "token-" not in told
    assert "不该进日志" not in told


async def test_doctor_says_what_is_well(channel: WecomApp) -> None:
    assert [one.level for one in await channel.check()] == ["green", "green"]


async def test_doctor_names_the_address_to_enter(channel: WecomApp, platform: WeCom) -> None:
    platform.untrusted = "203.0.113.9"
    callback, calls = await channel.check()
    assert (callback.level, calls.level) == ("green", "red")
    assert "203.0.113.9" in calls.told


async def test_doctor_sees_a_wrong_key_and_a_wrong_agent(platform: WeCom, aiohttp_server: AiohttpServer) -> None:
    url = str((await aiohttp_server(platform.app())).make_url("/"))
    channel = WecomApp(app_settings(url, aes_key="short", agent_id="7"))
    callback, calls = await channel.check()
    await channel.close()
    assert (callback.level, calls.level) == ("red", "red")
    with pytest.raises(BadInput):
        channel.verify({"echostr": "x"})
    with pytest.raises(BadInput):
        channel.parse({}, b"<xml/>", NOW)


async def test_the_platform_drops_what_is_too_much_without_a_word(channel: WecomApp, platform: WeCom) -> None:
    for number in range(31):
        assert isinstance(await tell(channel, f"第{number}条"), Sent)
    assert len(platform.shown("kuangshan01")) == 30
    assert "over 30 a minute" in platform.faults[0]


async def test_the_platform_minds_escapes_and_long_texts(channel: WecomApp, platform: WeCom) -> None:
    await tell(channel, "长" * 700)
    assert "2100 bytes" in platform.faults[0]
    assert len(platform.shown()[0].encode()) <= 2048
    async with aiohttp.ClientSession() as session:  # as a careless client would
        url, token = channel._api._url("message/send"), await channel._api.token()
        body = {"touser": "zhang", "msgtype": "text", "agentid": 1000002, "text": {"content": "夜"}}
        async with session.post(url, params={"access_token": token}, json=body) as response:
            assert (await response.json())["errcode"] == 0
    assert "uxxxx" in platform.faults[1]


async def test_an_answer_may_be_given_twice(platform: WeCom, channel: WecomApp) -> None:
    to = Address(to_user="kuangshan01")
    for _ in range(2):
        assert isinstance(await channel.send(to, Parcel("都报了｜3月14日夜，应报55", again=True)), Sent)
    assert len(platform.shown("kuangshan01")) == 2
