"""Our platform against code that we did not write: Tencent's packages for AI bots talk to it, each in its own way."""

import asyncio
import hashlib
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pytest_aiohttp.plugin import AiohttpServer

from tests.channels.aibot_desk import GROUP, GUARD, OFFICER
from tests.channels.nodes import HERE, node
from tests.platform.aibot import AibotPlatform
from tests.process.serving import until

SCRIPT = Path(__file__).with_name("aibot_tencent.py")


class Sdk:
    """Tencent's client in a process of its own."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.said: list[dict[str, Any]] = []

    async def says(self, what: str) -> dict[str, Any]:
        """Waits until it tells of this, and keeps what it told before."""
        assert self._process.stdout is not None
        while True:
            line = await asyncio.wait_for(self._process.stdout.readline(), 180)
            assert line, self.said
            self.said.append(json.loads(line))
            if self.said[-1]["what"] == what:
                return self.said[-1]

    async def end(self) -> None:
        """Lets it close its connection."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"\n")
        await asyncio.wait_for(self._process.wait(), 180)


@pytest.fixture
def platform() -> AibotPlatform:
    return AibotPlatform()


@pytest.fixture(params=["python", "node"])
def command(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """Tencent's package of one language."""
    if request.param == "node":
        return node(), str(HERE / "aibot.mjs")
    return sys.executable, "-W", "ignore", str(SCRIPT)


@pytest.fixture
async def sdk(platform: AibotPlatform, aiohttp_server: AiohttpServer, command: tuple[str, ...]) -> AsyncIterator[Sdk]:
    async with asyncio.timeout(400):
        yield await started(platform, aiohttp_server, platform.secret, command)


async def started(platform: AibotPlatform, aiohttp_server: AiohttpServer, secret: str, command: tuple[str, ...]) -> Sdk:
    server = await aiohttp_server(platform.app())
    platform.media.base = f"http://127.0.0.1:{server.port}"
    url = f"ws://127.0.0.1:{server.port}/"
    return Sdk(await asyncio.create_subprocess_exec(*command, url, platform.bot_id, secret, stdin=PIPE, stdout=PIPE))


async def test_it_subscribes_hears_answers_fetches_and_uploads(sdk: Sdk, platform: AibotPlatform) -> None:
    await sdk.says("authenticated")
    film = bytes(number % 251 for number in range(300_000))
    quote = {"msgtype": "video", "video": platform.media.put(film, "夜巡 视频.mp4")}
    await platform.says(OFFICER, "text", {"content": "@巡查助手 登记"}, GROUP, quote=quote)
    await sdk.says("done")
    told = {one["what"]: one for one in sdk.said}
    assert told["text"] == {"what": "text", "content": "@巡查助手 登记", "user": OFFICER, "chat": GROUP}
    assert told["file"] == {"what": "file", "name": "夜巡 视频.mp4", "sha256": hashlib.sha256(film).hexdigest()}
    assert told["refused"]["code"]
    assert [one.content for one in platform.shown if one.kind == "stream"] == ["已", "已登记"]
    [kept] = platform.uploads.kept.values()
    assert (kept.kind, kept.filename, kept.content) == ("video", "夜巡.mp4", film * 4)
    assert platform.shown[-1].kind == "video"
    await the_other_kinds(sdk, platform)
    assert platform.faults == []
    await sdk.end()


async def the_other_kinds(sdk: Sdk, platform: AibotPlatform) -> None:
    picture = platform.media.put(b"picture")
    items = [{"msgtype": "text", "text": {"content": "罐区"}}, {"msgtype": "image", "image": picture}]
    kinds = {"image": picture, "mixed": {"msg_item": items}, "voice": {"content": "罐区正常"}, "file": picture}
    for kind, content in kinds.items():
        await platform.says(GUARD, kind, content)
        assert (await sdk.says("heard"))["kind"] == kind
    await platform.does(GUARD, "enter_chat")
    await sdk.says("welcomed")
    await platform.does(GUARD, "template_card_event", {"event_key": "1", "task_id": "letter-17"})
    assert (await sdk.says("clicked"))["key"] == "1"
    welcome, card = platform.said(GUARD)
    assert (welcome, card["task_id"]) == ("在", "letter-17")
    await until(lambda: _pinged(platform))


async def _pinged(platform: AibotPlatform) -> bool:
    return platform.pings >= 3


async def test_it_is_told_when_its_secret_is_wrong(
    platform: AibotPlatform, aiohttp_server: AiohttpServer, command: tuple[str, ...]
) -> None:
    sdk = await started(platform, aiohttp_server, "another-secret", command)
    assert "853000" in (await sdk.says("error"))["told"]
    await sdk.end()


async def test_who_is_pushed_out_is_told_so_and_stays_out(
    platform: AibotPlatform, aiohttp_server: AiohttpServer
) -> None:
    """Its Python package would come back, and be pushed out, for ever."""
    command = (node(), str(HERE / "aibot.mjs"))
    first = await started(platform, aiohttp_server, platform.secret, command)
    await first.says("authenticated")
    who = (f"{platform.media.base.replace('http', 'ws')}/", platform.bot_id, platform.secret)
    second = Sdk(await asyncio.create_subprocess_exec(*command, *who, stdin=PIPE, stdout=PIPE))
    await first.says("pushed out")
    await first.says("disconnected")
    assert [code for _, code in platform.subscribed] == [0, 0]
    await first.end()
    await second.end()
