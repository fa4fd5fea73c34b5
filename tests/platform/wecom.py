"""The server interface of WeCom (qyapi): tokens, messages, files, with its limits and its silences.

Kept strict where the real one is vague: what a careful client must not do stands in `faults` afterwards.
"""

import hashlib
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import web

from tests.platform.appchats import AppChats
from tests.platform.cards import Cards
from tests.platform.crowd import Crowd
from tests.platform.kf import Kf
from tests.platform.robots import Robots
from tests.platform.shelf import Shelf, error
from tests.platform.trouble import Handler, Trouble

TOKEN_LASTS = 7200
MOST_BYTES = 2048
PER_MINUTE, PER_HOUR = 30, 1000
DAY, MOST_OPEN_IDS = 24 * 3600.0, 1000
#: After so many wrong secrets the address is shut out.
PATIENCE_WITH_SECRETS = 5
_ESCAPE = re.compile(rb"\\u(?!00[01][0-9a-fA-F])[0-9a-fA-F]{4}")
_KINDS = {"text": "content", "image": "media_id", "video": "media_id", "file": "media_id"}


@dataclass
class App:
    """One self-built app of the corp."""

    agent_id: int
    secret: str
    name: str = "夜巡"
    token: str = ""
    token_until: float = 0.0
    dead: set[str] = field(default_factory=set)


#: Which app a request came from, once its token is known.
APP = web.RequestKey("APP", App)


@dataclass(frozen=True)
class Arrived:
    """A message that was sent, and whether anybody saw it."""

    at: float
    agent_id: int
    to_user: str
    kind: str
    content: str
    shown: bool
    why: str = ""


class WeCom:
    """One corp on the platform; `app()` serves it."""

    def __init__(
        self,
        corp_id: str = "ww1234567890abcdef",
        apps: tuple[App, ...] = (),
        members: tuple[str, ...] = (),
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.corp_id = corp_id
        self.apps = {one.secret: one for one in apps or (App(1000002, "secret-of-the-app"),)}
        self.members = set(members)
        #: Those for whom the corp has not paid: the platform says 0, and they see nothing.
        self.unlicensed: set[str] = set()
        self.clock = clock
        self.shelf = Shelf(clock)
        self.trouble = Trouble()
        self.arrived: list[Arrived] = []
        self.faults: list[str] = []
        self.robots = Robots(clock, self.shelf, self._read)
        self.cards = Cards(corp_id, clock)
        self.crowd = Crowd(self.faults.append)
        self.appchats = AppChats(self.members, self.shelf, self.faults.append)
        self.kf = Kf(clock, self.shelf, self._read, self.faults.append)
        #: The encrypted ids of an AI bot, and whose they are.
        self.open_ids: dict[str, str] = {}
        #: The msgids that were taken back.
        self.recalled: list[str] = []
        #: The address that the platform does not trust; empty: all are.
        self.untrusted = ""
        self._wrong_secrets = 0
        self._numbers = count(1)
        self._bodies: dict[tuple[int, str], float] = {}
        self._sent_at: dict[str, float] = {}

    def app(self) -> web.Application:
        """The platform as a web application, to be served by a test."""
        served = web.Application(
            middlewares=[self.crowd.middleware, self.trouble.middleware, self._guard], client_max_size=64 * 1024**2
        )
        served.add_routes(
            [
                web.get("/cgi-bin/gettoken", self._gettoken),
                web.get("/cgi-bin/agent/get", self._agent),
                web.get("/cgi-bin/media/get", self.shelf.get),
                web.post("/cgi-bin/media/upload", self.shelf.upload),
                web.post("/cgi-bin/message/send", self._send),
                web.post("/cgi-bin/message/recall", self._recall),
                web.post("/cgi-bin/message/update_template_card", self._update),
                web.post("/cgi-bin/appchat/{what}", self._appchat),
                web.get("/cgi-bin/appchat/get", self._appchat_get),
                web.post("/cgi-bin/batch/openuserid_to_userid", self._plain_ids),
                *self.robots.routes(),
                *self.kf.routes(),
            ]
        )
        served.on_shutdown.append(self._release)
        return served

    def shown(self, to_user: str = "") -> list[str]:
        """What a member (or anybody) has really seen; the buttons below stand in ``cards``."""
        seen = (one for one in self.arrived if one.shown and one.kind != "template_card")
        return [one.content for one in seen if to_user in ("", one.to_user)]

    def kill_tokens(self) -> None:
        """Ends all tokens before their time, as the platform sometimes does: 40014 from now on."""
        for one in self.apps.values():
            one.dead.add(one.token)
            one.token = ""

    async def _release(self, _: web.Application) -> None:
        self.trouble.released.set()

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """What the platform looks at before it does anything: the token and the address; a robot needs neither."""
        if request.path.endswith("/gettoken") or "/webhook/" in request.path:
            return await handler(request)
        found = self._by_token(request.query.get("access_token", ""))
        if isinstance(found, web.Response):
            return found
        if self.untrusted:
            told = f"not allow to access from your ip, hint: [1], from ip: {self.untrusted}, more info"
            return web.json_response({"errcode": 60020, "errmsg": told})
        request[APP] = found
        return await handler(request)

    def _by_token(self, token: str) -> App | web.Response:
        for one in self.apps.values():
            if token and one.token == token:
                return one if self.clock() < one.token_until else error(42001, "access_token expired")
        return error(40014, "invalid access_token")

    async def _gettoken(self, request: web.Request) -> web.Response:
        if self._wrong_secrets >= PATIENCE_WITH_SECRETS:
            return error(45009, "api freq out of limit")
        if request.query.get("corpid") != self.corp_id:
            return error(40013, "invalid corpid")
        found = self.apps.get(request.query.get("corpsecret", ""))
        if found is None:
            self._wrong_secrets += 1
            return error(40001, "invalid credential")
        return web.json_response({"errcode": 0, "errmsg": "ok", **self._token(found)})

    def _token(self, app: App) -> dict[str, Any]:
        if not app.token or self.clock() >= app.token_until:
            app.token = f"token-{app.agent_id}-{next(self._numbers)}"
            app.token_until = self.clock() + TOKEN_LASTS
        return {"access_token": app.token, "expires_in": int(app.token_until - self.clock())}

    async def _agent(self, request: web.Request) -> web.Response:
        app = request[APP]
        if request.query.get("agentid") != str(app.agent_id):
            return error(301002, "not allow operate another agent with this accesstoken")
        return web.json_response({"errcode": 0, "errmsg": "ok", "agentid": app.agent_id, "name": app.name})

    async def _send(self, request: web.Request) -> web.Response:
        app = request[APP]
        body = await request.read()
        message = self._read(body)
        kind = str(message.get("msgtype", ""))
        content = message.get(kind)
        if kind not in (*_KINDS, "template_card") or not isinstance(content, dict):
            return error(40008, "invalid message type")
        if message.get("agentid") != app.agent_id:
            return error(40056, "invalid agentid")
        wanted = str(message.get("touser", "")).split("|")
        valid = [one for one in wanted if one in self.members]
        if not valid:
            return error(81013, "user & party & tag all invalid")
        if kind == "template_card":
            return self._show(app, wanted, valid, message, body)
        said = str(content.get(_KINDS[kind], ""))
        if kind != "text" and said not in self.shelf.items:
            return error(40007, "invalid media_id")
        self._deliver(app, valid, kind, said, self._repeated(app, message, body))
        return web.json_response(self._sent(wanted, valid))

    def _show(
        self, app: App, wanted: list[str], valid: list[str], message: dict[str, Any], body: bytes
    ) -> web.Response:
        card = message["template_card"]
        if self._repeated(app, message, body):
            return web.json_response(self._sent(wanted, valid))
        if (refused := self.cards.wrong(app.agent_id, card)) is not None:
            return refused
        self._deliver(app, valid, "template_card", card["task_id"], repeated=False)
        code = [self.cards.show(app.agent_id, user, card) for user in valid][-1]
        return web.json_response(self._sent(wanted, valid) | {"response_code": code})

    async def _recall(self, request: web.Request) -> web.Response:
        msgid = str(self._read(await request.read()).get("msgid", ""))
        sent = self._sent_at.get(msgid)
        if sent is None or msgid in self.recalled:
            return error(40058, "invalid msgid")
        if self.clock() - sent > DAY:
            return error(42052, "recall after 24 hours")
        self.recalled.append(msgid)
        return web.json_response({"errcode": 0, "errmsg": "ok"})

    async def _update(self, request: web.Request) -> web.Response:
        return self.cards.update(request[APP].agent_id, self._read(await request.read()))

    async def _appchat(self, request: web.Request) -> web.Response:
        told, agent_id = self._read(await request.read()), request[APP].agent_id
        act = {"create": self.appchats.create, "send": self.appchats.send}.get(request.match_info["what"])
        return act(agent_id, told) if act else error(48002, "no such interface")

    async def _appchat_get(self, request: web.Request) -> web.Response:
        return self.appchats.get(request[APP].agent_id, request.query.get("chatid", ""))

    async def _plain_ids(self, request: web.Request) -> web.Response:
        wanted = self._read(await request.read()).get("open_userid_list")
        if not isinstance(wanted, list) or not 0 < len(wanted) <= MOST_OPEN_IDS:
            return error(40058, "open_userid_list")
        known = [{"open_userid": one, "userid": self.open_ids[one]} for one in wanted if one in self.open_ids]
        unknown = [one for one in wanted if one not in self.open_ids]
        told = {"errcode": 0, "errmsg": "ok", "userid_list": known, "invalid_open_userid_list": unknown}
        return web.json_response(told)

    def _sent(self, wanted: list[str], valid: list[str]) -> dict[str, Any]:
        invalid = "|".join(one.lower() for one in wanted if one not in valid)
        told = {"errcode": 0, "errmsg": "ok", "invaliduser": invalid, "invalidparty": "", "invalidtag": ""}
        msgid = f"msgid-{next(self._numbers)}"
        self._sent_at[msgid] = self.clock()
        return told | {"unlicenseduser": "|".join(one for one in valid if one in self.unlicensed), "msgid": msgid}

    def _read(self, body: bytes) -> dict[str, Any]:
        if _ESCAPE.search(body):
            self.faults.append(r"\uxxxx in the body (40033)")
        try:
            found = json.loads(body)
        except ValueError:
            self.faults.append("the body is no JSON")
            return {}
        return found if isinstance(found, dict) else {}

    def _repeated(self, app: App, message: dict[str, Any], body: bytes) -> bool:
        if not message.get("enable_duplicate_check"):
            return False
        key = (app.agent_id, hashlib.sha256(body).hexdigest())
        last = self._bodies.get(key)
        if last is not None and self.clock() - last < message.get("duplicate_check_interval", 1800):
            return True
        self._bodies[key] = self.clock()
        return False

    def _deliver(self, app: App, users: list[str], kind: str, content: str, repeated: bool) -> None:
        if kind == "text" and len(content.encode()) > MOST_BYTES:
            self.faults.append(f"a text of {len(content.encode())} bytes was cut off")
            content = content.encode()[:MOST_BYTES].decode(errors="ignore")
        for user in users:
            why = "duplicate" if repeated else self._over(app, user)
            if why.startswith("over"):
                self.faults.append(f"{why} for {user}: dropped without a word")
            self.arrived.append(Arrived(self.clock(), app.agent_id, user, kind, content, not why, why))

    def _over(self, app: App, user: str) -> str:
        now = self.clock()
        times = [one.at for one in self.arrived if (one.agent_id, one.to_user) == (app.agent_id, user) and one.shown]
        if sum(now - at < 60 for at in times) >= PER_MINUTE:
            return "over 30 a minute"
        return "over 1000 an hour" if sum(now - at < 3600 for at in times) >= PER_HOUR else ""
