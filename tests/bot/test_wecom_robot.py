"""A robot in a group, over real HTTP: what it says, what the answers become, and that its key stays secret."""

import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from pytest_aiohttp.plugin import AiohttpServer

from bot import app, doctor
from bot.channels.base import Address, ChannelSettings, Later, MediaLost, Outcome, Parcel, Refused, Sent
from bot.channels.wecom_robot import WecomRobot
from bot.config import parse
from bot.parts import split
from tests.platform.demo_corp import CALM, NOW, Watch, patience_of
from tests.platform.robots import Robot
from tests.platform.wecom import WeCom

GROUP, KEY = "夜巡一群", "693a91f6-7aoc-4bc4-97a0-0ec2sifa5aaa"
WEBHOOK = "webhook/send"


@pytest.fixture
def platform() -> WeCom:
    return WeCom(clock=Watch())


@pytest.fixture
def robot(platform: WeCom) -> Robot:
    return platform.robots.add(KEY)


@pytest.fixture
async def url(platform: WeCom, aiohttp_server: AiohttpServer) -> AsyncIterator[str]:
    server = await aiohttp_server(platform.app())
    yield str(server.make_url("/")).rstrip("/")
    platform.trouble.released.set()


@pytest.fixture
async def channel(url: str, robot: Robot, request: pytest.FixtureRequest) -> AsyncIterator[WecomRobot]:
    settings = ChannelSettings("robots", "wecom_robot", {"api_url": url}, {GROUP: KEY})
    made = WecomRobot(settings, patience_of(request))
    await made.start()
    yield made
    await made.close()


async def tell(channel: WecomRobot, text: str = "夜巡已收12家", chat: str = GROUP) -> Outcome:
    return await channel.send(Address(chat=chat), Parcel(text))


async def test_it_says_a_text_and_mentions_nobody(channel: WecomRobot, robot: Robot, platform: WeCom) -> None:
    assert await tell(channel, "夜巡已收12家（00:00—00:15）\n豫丰、恒泰 @all") == Sent()
    [posted] = robot.posted
    assert (posted.kind, posted.content) == ("text", "夜巡已收12家（00:00—00:15）\n豫丰、恒泰 @all")
    assert posted.mentioned == ()
    assert platform.faults == []
    assert platform.trouble.calls == ["/cgi-bin/webhook/send"]  # no token is asked for


async def test_a_long_list_goes_in_parts_that_the_platform_takes(channel: WecomRobot, robot: Robot) -> None:
    text = "\n".join(f"{number} 榆川县第{number}加油站" for number in range(150))
    parts = split(text, channel.max_bytes)
    assert len(parts) == 3
    for part in parts:
        assert isinstance(await tell(channel, part), Sent)
    heads = [one.content.partition("\n")[0] for one in robot.posted]
    assert heads == ["(1/3)", "(2/3)", "(3/3)"]
    assert "\n".join(one.content.partition("\n")[2] for one in robot.posted) == text
    assert all(len(one.content.encode()) <= 2048 for one in robot.posted)


@pytest.mark.parametrize(
    "code, kind, whole_channel, whole_target",
    [
        (-1, Later, False, False),
        (45033, Later, True, False),
        (45009, Later, False, True),
        (99999, Later, False, False),
        (40058, Refused, False, False),
        (44004, Refused, False, False),
        (82004, Refused, False, False),
        (60020, Refused, True, False),
        (49008, Refused, False, True),
        (86008, Refused, False, True),
        (93000, Refused, False, True),
        (93004, Refused, False, True),
        (93008, Refused, False, True),
    ],
)
async def test_what_the_error_codes_become(
    channel: WecomRobot,
    platform: WeCom,
    code: int,
    kind: type[Later | Refused],
    whole_channel: bool,
    whole_target: bool,
) -> None:
    platform.trouble.add(WEBHOOK, code=code)
    outcome = await tell(channel)
    assert isinstance(outcome, kind)
    assert isinstance(outcome, Later | Refused)
    assert (outcome.whole_channel, outcome.whole_target) == (whole_channel, whole_target)
    assert str(code) in outcome.why


async def test_the_twenty_first_of_a_minute_waits_for_a_minute(channel: WecomRobot, robot: Robot) -> None:
    outcomes = [await tell(channel, f"第{number}条") for number in range(21)]
    assert outcomes[:20] == [Sent()] * 20
    assert isinstance(outcomes[20], Later)
    assert outcomes[20].after >= timedelta(minutes=1)
    assert outcomes[20].whole_target
    assert len(robot.posted) == 20


async def test_a_robot_that_was_removed_is_refused_for_the_whole_group(channel: WecomRobot, platform: WeCom) -> None:
    platform.robots.remove(KEY)
    outcome = await tell(channel)
    assert outcome == Refused("the robot was removed from the group, or its key is wrong (93000)", whole_target=True)


async def test_a_group_without_a_robot_is_refused_without_asking(channel: WecomRobot, platform: WeCom) -> None:
    outcome = await tell(channel, chat="没配置的群")
    assert isinstance(outcome, Refused)
    assert outcome.whole_target
    assert platform.trouble.calls == []


async def test_what_is_no_text_in_a_group_is_refused(channel: WecomRobot, platform: WeCom, tmp_path: Path) -> None:
    for to, parcel in (
        (Address(to_user="zhang"), Parcel("x")),
        (Address(), Parcel("x")),
        (Address(chat=GROUP), Parcel("")),
        (Address(chat=GROUP), Parcel("x", file=tmp_path)),
    ):
        outcome = await channel.send(to, parcel)
        assert isinstance(outcome, Refused)
        assert not outcome.whole_target
    assert platform.trouble.calls == []


@pytest.mark.parametrize("what", [{"drop": "after"}, {"drop": "mute"}, {"status": 502}, {"status": 200}])
async def test_a_lost_answer_is_told(channel: WecomRobot, platform: WeCom, what: dict[str, object]) -> None:
    platform.trouble.add(WEBHOOK, **what)
    outcome = await tell(channel)
    assert isinstance(outcome, Later)
    assert outcome.lost_answer
    assert not outcome.whole_channel


async def test_an_answer_that_does_not_say_0_is_no_success(aiohttp_server: AiohttpServer) -> None:
    async def nothing(request: aiohttp.web.Request) -> aiohttp.web.Response:
        return aiohttp.web.json_response({"status": "ok"})

    between = aiohttp.web.Application()
    between.add_routes([aiohttp.web.post("/cgi-bin/webhook/send", nothing)])
    url = str((await aiohttp_server(between)).make_url("/"))
    channel = WecomRobot(ChannelSettings("robots", "wecom_robot", {"api_url": url}, {GROUP: KEY}), CALM)
    outcome = await tell(channel)
    await channel.close()
    assert isinstance(outcome, Later)
    assert outcome.lost_answer


async def test_a_platform_that_is_away_has_taken_nothing(unused_tcp_port: int) -> None:
    options = {"api_url": f"http://127.0.0.1:{unused_tcp_port}"}
    channel = WecomRobot(ChannelSettings("robots", "wecom_robot", options, {GROUP: KEY}), CALM)
    outcome = await tell(channel)
    await channel.close()
    assert isinstance(outcome, Later)
    assert not outcome.lost_answer
    assert KEY not in outcome.why


async def test_nothing_comes_from_a_robot(channel: WecomRobot) -> None:
    with pytest.raises(MediaLost):
        async with channel.fetch("media-1"):
            pass


async def test_the_key_is_told_to_nobody(
    channel: WecomRobot, platform: WeCom, caplog: pytest.LogCaptureFixture
) -> None:
    settings = ChannelSettings("robots", "wecom_robot", {"api_url": "http://x"}, {GROUP: KEY})
    with caplog.at_level(logging.DEBUG):
        for what in ({"drop": "after"}, {"code": 93000}, {"status": 500}, {"drop": "before"}):
            platform.trouble.add(WEBHOOK, **what)
            outcome = await tell(channel, "一句不该进日志的话")
            assert KEY not in repr(outcome)
        told = [one.told for one in await channel.check()]
    logged = [record.getMessage() for record in caplog.records if not record.name.startswith("aiohttp.access")]
    assert KEY not in "\n".join([*told, *logged, repr(settings), repr(channel)])
    assert "不该进日志" not in "\n".join(logged)


async def test_doctor_has_a_line_for_each_robot_and_says_nothing_in_the_group(
    url: str, robot: Robot, platform: WeCom
) -> None:
    robots = {GROUP: KEY, "夜巡二群": "key-2"}
    channel = WecomRobot(ChannelSettings("robots", "wecom_robot", {"api_url": url}, robots), CALM)
    lines = await channel.check()
    assert [line.level for line in lines] == ["green", "green"]
    assert "夜巡一群" in lines[0].told
    assert "夜巡二群" in lines[1].told
    assert platform.trouble.calls == []


def test_a_configuration_makes_it(tmp_path: Path) -> None:
    raw = {"channels": [{"name": "robots", "kind": "wecom_robot", "robots": [{"chat": GROUP, "key": KEY}]}]}
    config = parse(raw, tmp_path)
    [settings] = config.channel_settings
    made = app.channel(settings, tmp_path)
    assert isinstance(made, WecomRobot)
    assert (made.name, made.kind, made.max_bytes) == ("robots", "wecom_robot", 2048)
    assert KEY not in repr(config)
    path = tmp_path / "config.toml"
    path.write_text(
        f'[[channels]]\nname = "robots"\nkind = "wecom_robot"\nrobots = [{{chat = "{GROUP}", key = "{KEY}"}}]\n'
    )
    found = [(one.level, one.told) for one in doctor.findings(path, NOW) if one.subject == "channel robots"]
    assert found == [("green", f"the robot of {GROUP}: its key is set; nothing is sent to test it")]


# What the platform of the tests takes, so that the tests above mean something


async def post(url: str, message: object, key: str = KEY) -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{url}/cgi-bin/webhook/send", params={"key": key}, json=message) as response,
    ):
        return int((await response.json())["errcode"])


@pytest.mark.parametrize(
    "message, code",
    [
        ({"msgtype": "text", "text": {"content": "a" * 2048}}, 0),
        ({"msgtype": "text", "text": {"content": "字" * 683}}, 40058),
        ({"msgtype": "markdown", "markdown": {"content": "字" * 1365}}, 0),
        ({"msgtype": "markdown", "markdown": {"content": "字" * 1366}}, 40058),
        ({"msgtype": "text", "text": {"content": ""}}, 44004),
        ({"msgtype": "video", "video": {"media_id": "x"}}, 40008),
        ({"msgtype": "file", "file": {"media_id": "of another robot"}}, 40007),
        ([], 40008),
    ],
)
async def test_what_the_platform_takes(url: str, robot: Robot, message: object, code: int) -> None:
    assert await post(url, message) == code
    assert await post(url, message, "unknown") == 93000


async def test_the_platform_shuts_out_for_a_minute_who_is_too_fast(url: str, robot: Robot, platform: WeCom) -> None:
    said = {"msgtype": "text", "text": {"content": "a"}}
    watch = platform.clock
    assert isinstance(watch, Watch)
    assert [await post(url, said) for _ in range(21)] == [0] * 20 + [45009]
    watch.now += 59
    assert await post(url, said) == 45009
    watch.now += 1
    assert await post(url, said) == 0


async def test_a_file_belongs_to_the_robot_that_laid_it_down(url: str, robot: Robot, platform: WeCom) -> None:
    platform.robots.add("key-2")
    form = aiohttp.FormData()
    form.add_field("media", b"content of a file", filename="周报表.xlsx")
    params = {"key": KEY, "type": "file"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{url}/cgi-bin/webhook/upload_media", params=params, data=form) as response,
    ):
        media_id = (await response.json())["media_id"]
    message = {"msgtype": "file", "file": {"media_id": media_id}}
    assert (await post(url, message), await post(url, message, "key-2")) == (0, 40007)
