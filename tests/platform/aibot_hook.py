"""The platform's side of an AI bot in webhook mode: it knocks with sealed JSON, and takes one answer to a message."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import aiohttp
from aiohttp import web

from tests.platform import codec
from tests.platform.shelf import error
from tests.platform.vectors import AI_KEY

TRIES = 3
ANSWERED_WITHIN = 3600.0
MOST_BYTES = 20480


@dataclass
class Asked:
    """One message and its one answer."""

    at: float
    chat: str
    answer: str = ""


@dataclass
class AibotCaller:
    """One AI bot of a corp in webhook mode; `app()` serves the side that takes answers."""

    url: str = ""
    token: str = "AiBotToken8848"
    aes_key: str = AI_KEY
    clock: Callable[[], float] = time.time
    deadline: float = 5.0
    slash_escaped: bool = False
    escapes: bool = False  # writes what is not ASCII as \\uxxxx
    faults: list[str] = field(default_factory=list)
    asked: dict[str, Asked] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def app(self) -> web.Application:
        """Where the answers go."""
        served = web.Application()
        served.add_routes([web.post("/cgi-bin/aibot/response", self._answer)])
        return served

    def seal(self, told: dict[str, Any]) -> tuple[dict[str, str], bytes]:
        """Query and body of one knock."""
        sealed = codec.seal(codec.key_of(self.aes_key), json.dumps(told, ensure_ascii=self.escapes), "")
        body = json.dumps({"encrypt": sealed})
        return self.sign(sealed), (body.replace("/", "\\/") if self.slash_escaped else body).encode()

    def sign(self, sealed: str) -> dict[str, str]:
        """The query of a knock."""
        timestamp, nonce = str(int(self.clock())), f"wrQ7cKp{next(self._numbers)}"
        signature = codec.sign(self.token, timestamp, nonce, sealed)
        return {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce}

    def message(self, sender: str, kind: str, content: Any, chat: str = "", **more: Any) -> dict[str, Any]:
        """A member's message as it stands in the envelope."""
        code = f"RC{next(self._numbers)}"
        self.asked[code] = Asked(self.clock(), chat or sender)
        place: dict[str, Any] = {"chatid": chat, "chattype": "group"} if chat else {"chattype": "single"}
        told = {"msgid": f"hook-{next(self._numbers)}", "aibotid": "aibDEMO0001", "from": {"userid": sender}} | place
        url = f"https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code={code}"
        return told | {"response_url": url, "msgtype": kind, kind: content} | more

    async def says(self, sender: str, kind: str, content: Any, chat: str = "", **more: Any) -> list[int]:
        """A member writes; the HTTP status of each knock, three at most."""
        return await self.deliver(self.message(sender, kind, content, chat, **more))

    async def clicks(self, sender: str, clicked: dict[str, str], chat: str = "") -> int:
        """A member presses a button: one knock, whatever comes of it."""
        event = {"eventtype": "template_card_event", "template_card_event": clicked}
        told = self.message(sender, "event", event, chat, create_time=int(self.clock()))
        return await self.knock(*self.seal(told))

    async def deliver(self, told: dict[str, Any]) -> list[int]:
        """Knocks until it is answered with 200, three times at most; each is sealed anew."""
        statuses: list[int] = []
        while len(statuses) < TRIES and (not statuses or statuses[-1] != 200):
            statuses.append(await self.knock(*self.seal(told)))
        return statuses

    async def knock(self, query: dict[str, str], body: bytes) -> int:
        """Brings one sealed message once; 0: no answer in time. What is answered must be empty or sealed."""
        limit = aiohttp.ClientTimeout(total=self.deadline)
        try:
            async with (
                aiohttp.ClientSession(timeout=limit) as session,
                session.post(self.url, params=query, data=body) as response,
            ):
                if response.status == 200 and await response.read():
                    self.faults.append("an answer that is not empty")
                return response.status
        except (aiohttp.ClientError, TimeoutError):
            return 0

    async def verify(self, plain: str = "8674665223082153551") -> bool:
        """Whether the address passes the check of the management page."""
        sealed = codec.seal(codec.key_of(self.aes_key), plain, "")
        async with (
            aiohttp.ClientSession() as session,
            session.get(self.url, params=self.sign(sealed) | {"echostr": sealed}) as response,
        ):
            return (response.status, await response.text()) == (200, plain)

    def answers(self, chat: str) -> list[str]:
        """What was answered in a chat."""
        return [one.answer for one in self.asked.values() if one.chat == chat and one.answer]

    async def _answer(self, request: web.Request) -> web.Response:
        asked = self.asked.get(request.query.get("response_code", ""))
        if asked is None or asked.answer or self.clock() - asked.at > ANSWERED_WITHIN:
            self.faults.append("an answer that nobody waits for")
            return error(40058, "invalid response_code")
        told = json.loads(await request.read())
        content = str(told.get("markdown", {}).get("content", ""))
        if told.get("msgtype") != "markdown" or not 0 < len(content.encode()) <= MOST_BYTES:
            return error(40008, "invalid message type")
        asked.answer = content
        return web.json_response({"errcode": 0, "errmsg": "ok"})
