"""What the tests of the WeCom channels share: one app of an invented corp, and a clock that a test moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from pytest_aiohttp.plugin import AiohttpServer

from bot.channels.base import Address, ChannelSettings, Outcome, Parcel
from bot.channels.wecom_api import Patience
from bot.channels.wecom_app import WecomApp
from tests.platform.callback import Caller
from tests.platform.vectors import APP_VIDEO
from tests.platform.wecom import WeCom

NOW = datetime(2026, 3, 14, 16, 5, tzinfo=UTC)
SECRET = "secret-of-the-app"
#: Long enough for a machine that is busy elsewhere: nobody is waited for.
CALM = Patience(connect=30, answer=30, silence=30, file=60)
#: For calls that are never answered: a moment.
HASTY = Patience(connect=5, answer=1.5, silence=1.5, file=10)


class Watch:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW.timestamp()

    def __call__(self) -> float:
        return self.now


def app_settings(url: str = "", **changed: str) -> ChannelSettings:
    options = {
        "corp_id": APP_VIDEO.receiver,
        "agent_id": "1000002",
        "secret": SECRET,
        "token": APP_VIDEO.token,
        "aes_key": APP_VIDEO.aes_key,
        "api_url": url,
    }
    return ChannelSettings("app", "wecom_app", options | changed)


def caller(token: str = APP_VIDEO.token, corp_id: str = APP_VIDEO.receiver) -> Caller:
    return Caller("", token, corp_id=corp_id, clock=Watch())


def patience_of(request: pytest.FixtureRequest) -> Patience:
    """As long as it takes; a moment in a test whose ``what`` says that the platform never answers."""
    what = getattr(request.node, "callspec", None) and request.node.callspec.params.get("what")
    return HASTY if isinstance(what, dict) and what.get("drop") in ("hang", "mute") else CALM


@asynccontextmanager
async def connected(
    platform: WeCom, aiohttp_server: AiohttpServer, patience: Patience = CALM
) -> AsyncIterator[WecomApp]:
    """The app's channel, with the platform served beside it."""
    server = await aiohttp_server(platform.app())
    made = WecomApp(app_settings(str(server.make_url("/"))), patience)
    await made.start()
    yield made
    await made.close()
    platform.trouble.released.set()


async def tell(channel: WecomApp, text: str = "请报送夜巡视频", to: str = "kuangshan01") -> Outcome:
    return await channel.send(Address(to_user=to), Parcel(text))
