"""NoneBot2 with the least of an adapter for WeCom, run by a Python of its own: verifies, decrypts, hands on an event.

It stores nothing: a peer's best case. The bot's handler does nothing with the event either.
"""

import asyncio
import os
import socket
import sys
from typing import Any

import nonebot
from nonebot.adapters import Adapter, Bot, Event, Message, MessageSegment
from nonebot.drivers import URL, ASGIMixin, HTTPServerSetup, Request, Response
from nonebot.message import handle_event
from wechatpy.work import parse_message
from wechatpy.work.crypto import WeChatCrypto


class Segment(MessageSegment[Any]):
    """A piece of text."""

    @classmethod
    def get_message_class(cls) -> Any:
        """Its message."""
        return Words

    def __str__(self) -> str:
        return str(self.data.get("text", ""))

    def is_text(self) -> bool:
        """It always is."""
        return True


class Words(Message[Segment]):
    """The words of a message."""

    @classmethod
    def get_segment_class(cls) -> Any:
        """Its pieces."""
        return Segment

    @staticmethod
    def _construct(msg: str) -> Any:
        yield Segment("text", {"text": msg})


class Said(Event):
    """Something that a member said."""

    sender: str
    text: str

    def get_type(self) -> str:
        """A message."""
        return "message"

    def get_event_name(self) -> str:
        """Its name."""
        return "message"

    def get_event_description(self) -> str:
        """For the log."""
        return self.sender

    def get_user_id(self) -> str:
        """Who said it."""
        return self.sender

    def get_session_id(self) -> str:
        """Whose conversation it is in."""
        return self.sender

    def get_message(self) -> Message[Any]:
        """The words."""
        return Words(self.text)

    def is_tome(self) -> bool:
        """It always is."""
        return True


class App(Bot):
    """The one app."""

    async def send(self, event: Event, message: Any, **_: Any) -> None:
        """Says nothing here."""


class WeCom(Adapter):
    """The callback of a self-built app."""

    @classmethod
    def get_name(cls) -> str:
        """The name of the adapter."""
        return "WeCom"

    def __init__(self, driver: Any, **more: Any) -> None:
        super().__init__(driver, **more)
        self.crypto = WeChatCrypto(os.environ["PEER_TOKEN"], os.environ["PEER_KEY"] + "=", os.environ["PEER_CORP"])
        self.app = App(self, "app")
        self.bot_connect(self.app)
        assert isinstance(driver, ASGIMixin)
        self.setup_http_server(HTTPServerSetup(URL("/callback/app"), "POST", "wecom", self.hear))

    async def _call_api(self, bot: Bot, api: str, **data: Any) -> Any:
        raise NotImplementedError

    async def hear(self, request: Request) -> Response:
        """One callback."""
        query = request.url.query
        body = request.content
        sealed = body.decode() if isinstance(body, bytes) else str(body)
        letter = self.crypto.decrypt_message(sealed, query["msg_signature"], query["timestamp"], query["nonce"])
        message = parse_message(letter)
        await handle_event(self.app, Said(sender=message.source, text=getattr(message, "content", "")))
        return Response(200)


async def _tell(port: int) -> None:
    """Prints the port as soon as somebody answers there: a start-up hook runs before the server listens."""
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            print(port, flush=True)
            return


def main() -> None:
    """Serves on a free port, which it prints."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    if hasattr(os, "sched_setaffinity") and {0, 1} <= os.sched_getaffinity(0):
        os.sched_setaffinity(0, {0})
    nonebot.logger.remove()  # it speaks on standard output, where the port is waited for
    nonebot.logger.add(sys.stderr, level="ERROR")
    begun: list[asyncio.Task[None]] = []
    nonebot.init(driver="~fastapi", host="127.0.0.1", port=port, fastapi_reload=False)
    driver = nonebot.get_driver()
    driver.register_adapter(WeCom)
    nonebot.on_message(priority=5)

    @driver.on_startup
    async def up() -> None:
        begun.append(asyncio.create_task(_tell(port)))

    nonebot.run(access_log=False)


if __name__ == "__main__":
    sys.exit(main())
