"""The hand of a self-built app: files come whole, in parts, later, or never."""

import json
from collections.abc import AsyncIterator

import pytest
from pytest_aiohttp.plugin import AiohttpServer

from bot.channels import wecom_media
from bot.channels.base import Download, MediaLater, MediaLost
from bot.channels.wecom_app import WecomApp
from tests.platform.demo_corp import Watch, connected, patience_of
from tests.platform.wecom import WeCom


@pytest.fixture
def platform() -> WeCom:
    return WeCom(members=("kuangshan01", "zhang"), clock=Watch())


@pytest.fixture
async def channel(
    platform: WeCom, aiohttp_server: AiohttpServer, request: pytest.FixtureRequest
) -> AsyncIterator[WecomApp]:
    async with connected(platform, aiohttp_server, patience_of(request)) as made:
        yield made


async def whole(channel: WecomApp, media_id: str) -> tuple[bytes, Download]:
    async with channel.fetch(media_id) as download:
        return b"".join([chunk async for chunk in download.chunks]), download


async def test_a_file_comes_with_its_name_and_size(channel: WecomApp, platform: WeCom) -> None:
    content = bytes(range(256)) * 1000
    media_id = platform.shelf.put(content, "夜巡 0314.mp4")
    found, download = await whole(channel, media_id)
    assert found == content
    assert (download.filename, download.size) == ("夜巡 0314.mp4", len(content))


async def test_a_large_file_comes_in_parts(channel: WecomApp, platform: WeCom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wecom_media, "SPAN", 1600)
    platform.shelf.whole = 2000
    content = bytes(range(250)) * 20
    media_id = platform.shelf.put(content)
    found, download = await whole(channel, media_id)
    assert found == content
    assert download.size == 5000
    assert platform.shelf.items[media_id].ranges == [(0, 1599), (1600, 3199), (3200, 4799), (4800, 4999)]
    assert wecom_media.SPAN % 16 == 0


async def test_a_part_that_breaks_off_is_for_later(
    channel: WecomApp, platform: WeCom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wecom_media, "SPAN", 1600)
    platform.shelf.whole = 2000
    media_id = platform.shelf.put(b"x" * 5000)
    platform.shelf.items[media_id].cut_at = 100
    with pytest.raises(MediaLater):
        await whole(channel, media_id)
    assert len((await whole(channel, media_id))[0]) == 5000


async def test_a_dead_token_is_renewed_for_files_too(channel: WecomApp, platform: WeCom) -> None:
    media_id = platform.shelf.put(b"clip" * 100)
    await whole(channel, media_id)
    platform.kill_tokens()
    assert (await whole(channel, media_id))[0] == b"clip" * 100


async def test_a_file_that_is_gone_is_lost(channel: WecomApp, platform: WeCom) -> None:
    with pytest.raises(MediaLost, match="40007"):
        await whole(channel, "unknown")
    media_id = platform.shelf.put(b"old clip")
    platform.shelf.items[media_id].until = 0
    with pytest.raises(MediaLost, match="40145"):
        await whole(channel, media_id)


@pytest.mark.parametrize(
    "what",
    [
        {"code": -1},
        {"code": 45033},
        {"code": 60020},
        {"code": 42001, "times": 2},
        {"status": 500},
        {"drop": "before", "times": 2},
        {"drop": "hang"},
    ],
)
async def test_what_may_pass_is_for_later(channel: WecomApp, platform: WeCom, what: dict[str, object]) -> None:
    media_id = platform.shelf.put(b"clip" * 100)
    platform.trouble.add("media/get", **what)
    with pytest.raises(MediaLater):
        await whole(channel, media_id)
    platform.trouble.released.set()
    assert (await whole(channel, media_id))[0] == b"clip" * 100


async def test_a_body_that_breaks_off_is_never_a_file(channel: WecomApp, platform: WeCom) -> None:
    media_id = platform.shelf.put(b"x" * 100_000)
    platform.shelf.items[media_id].cut_at = 30_000
    with pytest.raises(MediaLater):
        await whole(channel, media_id)


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "video/mp4"])
async def test_an_error_is_never_a_video(channel: WecomApp, platform: WeCom, content_type: str) -> None:
    told = json.dumps({"errcode": 40007, "errmsg": "invalid media_id"}).encode()
    media_id = platform.shelf.put(told, content_type=content_type)
    with pytest.raises(MediaLost):
        await whole(channel, media_id)


async def test_what_the_taker_does_wrong_is_not_the_platforms_fault(channel: WecomApp, platform: WeCom) -> None:
    media_id = platform.shelf.put(b"clip" * 100_000)

    async def fill_the_disk() -> None:
        async with channel.fetch(media_id) as download:
            async for _ in download.chunks:
                raise OSError("disk full")

    with pytest.raises(OSError, match="disk"):
        await fill_the_disk()
    assert (await whole(channel, media_id))[0] == b"clip" * 100_000
