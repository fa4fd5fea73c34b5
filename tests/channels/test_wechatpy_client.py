"""The HTTP side of our platform against a client that we did not write: wechatpy's own."""

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from pytest_aiohttp.plugin import AiohttpServer
from wechatpy.exceptions import WeChatClientException
from wechatpy.session.memorystorage import MemoryStorage
from wechatpy.work import WeChatClient

from tests.platform.wecom import App, WeCom

AGENT, USER = 1000002, "wangjianguo"


@pytest.fixture
def platform() -> WeCom:
    return WeCom(apps=(App(AGENT, "secret-of-the-app"),), members=(USER,))


Ask = Callable[[Callable[[Any], Any]], Any]


@pytest.fixture
async def ask(platform: WeCom, aiohttp_server: AiohttpServer) -> AsyncIterator[Ask]:
    """Has a client do something in a thread: it knows no other way."""
    server = await aiohttp_server(platform.app())

    class Here(WeChatClient):  # type: ignore[misc]
        API_BASE_URL = f"http://127.0.0.1:{server.port}/cgi-bin/"

        def fetch_access_token(self) -> Any:
            """Its own goes to the real address whatever the base."""
            return self._fetch_access_token(
                f"{self.API_BASE_URL}gettoken", {"corpid": self.corp_id, "corpsecret": self.secret}
            )

    # where a token is refused it fetches new ones without end, unless told not to
    client = Here(platform.corp_id, "secret-of-the-app", session=MemoryStorage(), auto_retry=False, timeout=60)
    yield lambda run: asyncio.to_thread(run, client)
    client._http.close()


async def test_it_writes_to_a_member(ask: Ask, platform: WeCom) -> None:
    answer = await ask(lambda client: client.message.send_text(AGENT, [USER], "今晚夜巡请早报"))
    assert (answer["errcode"], answer["msgid"] != "") == (0, True)
    assert platform.shown(USER) == ["今晚夜巡请早报"]
    assert platform.faults == []


async def test_it_is_told_whom_the_platform_does_not_know(ask: Ask) -> None:
    answer = await ask(lambda client: client.message.send_text(AGENT, [USER, "Nobody"], "夜巡"))
    assert answer["invaliduser"] == "nobody"
    with pytest.raises(WeChatClientException) as refused:
        await ask(lambda client: client.message.send_text(AGENT, ["nobody"], "夜巡"))
    assert refused.value.errcode == 81013


async def test_it_uploads_a_film_sends_it_and_fetches_it_again(ask: Ask, platform: WeCom) -> None:
    film = bytes(number % 251 for number in range(100_000))
    kept = await ask(lambda client: client.media.upload("video", ("night.mp4", io.BytesIO(film), "video/mp4")))
    assert kept["type"] == "video"
    await ask(lambda client: client.message.send_video(AGENT, [USER], kept["media_id"]))
    assert platform.arrived[-1].kind == "video"
    # its own download knows the real address only
    found = await ask(lambda client: client.get("media/get", params={"media_id": kept["media_id"]}))
    assert found.content == film
    assert "night.mp4" in found.headers["Content-Disposition"]


async def test_a_token_that_died_early_is_named_by_its_code(ask: Ask, platform: WeCom) -> None:
    await ask(lambda client: client.message.send_text(AGENT, [USER], "一"))
    platform.kill_tokens()
    with pytest.raises(WeChatClientException) as refused:
        await ask(lambda client: client.message.send_text(AGENT, [USER], "二"))
    assert refused.value.errcode == 40014
