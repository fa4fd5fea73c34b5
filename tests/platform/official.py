"""The platform of official accounts (api.weixin.qq.com), and it as a caller: plain letters and sealed ones.

Kept strict where the real one is vague: what a careful client must not do stands in `faults` afterwards.
"""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import web

from tests.platform.callback import Caller, Sealed
from tests.platform.letters import cdata
from tests.platform.shelf import Shelf, error
from tests.platform.trouble import Handler, Trouble
from tests.platform.wecom import _ESCAPE

APP_ID, ACCOUNT = "wx5823bf96d3bd56c7", "gh_7f083739789a"
SECRET, TOKEN = "secret-of-the-account", "nightpatrol"
AES_KEY = "NhY9fFvqDKGQUxKUnvp0SnJQh1EvRYg9AmcZ7caULWc"
LASTS_S = 7200
WINDOW_S, MOST_ANSWERS, MOST_BYTES = 48 * 3600, 5, 2048
_KINDS = {"text": "content", "image": "media_id", "voice": "media_id", "video": "media_id"}


@dataclass
class Follower:
    """Who may be written to: until when, and how often still."""

    open_id: str
    wrote_at: float = float("-inf")
    left: int = 0
    got: list[tuple[str, str]] = field(default_factory=list)


class Official:
    """One official account on the platform; `app()` serves its interface."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock, self.shelf, self.trouble = clock, Shelf(clock), Trouble()
        self.followers: dict[str, Follower] = {}
        self.faults: list[str] = []
        #: Clips are told by where they lie, as the platform does with some.
        self.clips_elsewhere = False
        self.untrusted = False
        self._token, self._token_until = "", 0.0
        self._numbers = count(1)

    def app(self) -> web.Application:
        """The platform as a web application, to be served by a test."""
        served = web.Application(middlewares=[self.trouble.middleware, self._guard], client_max_size=64 * 1024**2)
        served.add_routes(
            [
                web.get("/cgi-bin/token", self._hand_out),
                web.get("/cgi-bin/media/get", self._media),
                web.post("/cgi-bin/media/upload", self.shelf.upload),
                web.post("/cgi-bin/message/custom/send", self._send),
                web.get("/clips/{name}", self._clip),
            ]
        )
        served.on_shutdown.append(self._release)
        return served

    def wrote(self, open_id: str) -> Follower:
        """A follower writes: from now on five answers within 48 hours."""
        follower = self.followers.setdefault(open_id, Follower(open_id))
        follower.wrote_at, follower.left = self.clock(), MOST_ANSWERS
        return follower

    def kill_token(self) -> None:
        """Somebody else asks for a token: the old one is dead."""
        self._token = ""

    async def _release(self, _: web.Application) -> None:
        self.trouble.released.set()

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.endswith("/token") or request.path.startswith("/clips/"):
            return await handler(request)
        given = request.query.get("access_token", "")
        if not given or given != self._token or self.clock() >= self._token_until:
            return error(40001, "invalid credential, access_token is invalid or not latest")
        return await handler(request)

    async def _hand_out(self, request: web.Request) -> web.Response:
        if request.query.get("grant_type") != "client_credential" or request.query.get("appid") != APP_ID:
            return error(40013, "invalid appid")
        if request.query.get("secret") != SECRET:
            return error(40125, "invalid appsecret")
        if self.untrusted:
            return error(40164, "invalid ip 203.0.113.9, not in whitelist")
        self._token, self._token_until = f"mp-token-{next(self._numbers)}", self.clock() + LASTS_S
        return web.json_response({"access_token": self._token, "expires_in": LASTS_S})

    async def _media(self, request: web.Request) -> web.StreamResponse:
        item = self.shelf.items.get(request.query.get("media_id", ""))
        if self.clips_elsewhere and item is not None and item.filename.endswith(".mp4"):
            where = str(request.url.origin() / "clips" / request.query["media_id"])
            return web.json_response({"video_url": where})
        return await self.shelf.get(request)

    async def _clip(self, request: web.Request) -> web.Response:
        return web.Response(body=self.shelf.items[request.match_info["name"]].content, content_type="video/mp4")

    async def _send(self, request: web.Request) -> web.Response:
        body = await request.read()
        if _ESCAPE.search(body):
            self.faults.append(r"\uxxxx in the body")
        message = json.loads(body)
        kind, follower = str(message.get("msgtype")), self.followers.get(str(message.get("touser")))
        refused = self._refusal(kind, message.get(kind), follower)
        if refused or follower is None:
            return error(*(refused or (40003, "invalid openid")))
        follower.left -= 1
        follower.got.append((kind, str(message[kind][_KINDS[kind]])))
        return web.json_response({"errcode": 0, "errmsg": "ok"})

    def _refusal(self, kind: str, content: Any, follower: Follower | None) -> tuple[int, str] | None:
        if kind not in _KINDS or not isinstance(content, dict):
            return 40008, "invalid message type"
        said = str(content.get(_KINDS[kind], ""))
        if not said:
            return 44004, "empty content"
        if kind == "text" and len(said.encode()) > MOST_BYTES:
            return 45002, "content size out of limit"
        if kind != "text" and said not in self.shelf.items:
            return 40007, "invalid media_id"
        if follower is None:
            return 40003, "invalid openid"
        if self.clock() - follower.wrote_at >= WINDOW_S:
            return 45015, "response out of time limit or subscription is canceled"
        return (45047, "out of response count limit") if follower.left <= 0 else None


@dataclass
class Knocking(Caller):
    """The platform of official accounts at a callback: sealed (安全模式) unless ``plain``."""

    token: str = TOKEN
    aes_key: str = AES_KEY
    corp_id: str = APP_ID
    plain: bool = False

    def says(self, sender: str, kind: str, fields: str, msg_id: int | None = None) -> str:
        """The XML of a follower's message: it is for the account, not for its appid, and has no agent."""
        xml = super().says(sender, kind, fields, msg_id)
        return xml.replace(cdata(self.corp_id), cdata(ACCOUNT)).replace("<AgentID>1000002</AgentID>", "")

    def happens(self, sender: str, name: str, fields: str = "") -> str:
        """The XML of an event; it has no MsgId."""
        return (
            f"<xml><ToUserName>{cdata(ACCOUNT)}</ToUserName><FromUserName>{cdata(sender)}</FromUserName>"
            f"<CreateTime>{int(self.clock())}</CreateTime><MsgType>{cdata('event')}</MsgType>"
            f"<Event>{cdata(name)}</Event>{fields}</xml>"
        )

    def seal(self, xml: str, receiver: str | None = None) -> Sealed:
        """A letter as it goes over the wire."""
        if self.plain:
            return Sealed(self.bare(), xml.encode())
        sealed = super().seal(xml, receiver)
        return Sealed(self.bare(sealed.query) | {"encrypt_type": "aes"}, sealed.body)

    def echo(self, plain: str = "5577006791947779410") -> dict[str, str]:
        """The query of the check of the address: the echo is not sealed here."""
        return self.bare() | {"echostr": plain}

    def bare(self, query: dict[str, str] | None = None) -> dict[str, str]:
        """The signature over token, timestamp and nonce, which is there in every mode."""
        known = query or {"timestamp": str(int(self.clock())), "nonce": str(next(self._nonces))}
        joined = "".join(sorted((self.token, known["timestamp"], known["nonce"])))
        return known | {"signature": hashlib.sha1(joined.encode()).hexdigest()}  # noqa: S324
