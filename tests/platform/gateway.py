"""A service that brings short messages: it looks at the signature, at the moment, and at what has come before."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from tests.platform.trouble import Trouble

SECRET = "secret-of-the-gateway"
API_KEY = "key-of-the-office"
#: A call is no older than this.
FRESH_S = 300
#: One number is not written to more often.
PER_MINUTE = 3
BODY = """{
    "mobile": "{phone}", "to": "{name}", "content": "【夜巡】{text}", "serial": "{key}", "kind": 1, "tags": ["{key}"]
}"""


@dataclass(frozen=True)
class Brought:
    """One short message as it reached a telephone."""

    at: float
    phone: str
    content: str
    name: str
    serial: str


@dataclass
class ShortMessages:
    """The service; `app()` serves it."""

    clock: Callable[[], float] = time.time
    secret: str = SECRET
    brought: list[Brought] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    trouble: Trouble = field(default_factory=Trouble)
    barred: set[str] = field(default_factory=set)
    headers: list[dict[str, str]] = field(default_factory=list)
    _serials: dict[str, str] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(700001))

    def app(self) -> web.Application:
        """The service as a web application."""
        served = web.Application(middlewares=[self.trouble.middleware])
        served.add_routes([web.post("/send", self._send), web.put("/send", self._send)])

        async def release(_: web.Application) -> None:
            self.trouble.released.set()

        served.on_shutdown.append(release)
        return served

    async def _send(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.headers.append(dict(request.headers))
        if request.headers.get("X-Api-Key") != API_KEY or not self._signed(request, body):
            return web.json_response({"code": 401, "msg": "who are you"}, status=401)
        try:
            asked = json.loads(body)
        except ValueError:
            self.faults.append("the body is no JSON")
            return web.json_response({"code": 400, "msg": "no JSON"}, status=400)
        return self._bring(asked, unquote(request.headers.get("Idempotency-Key", "")))

    def _signed(self, request: web.Request, body: bytes) -> bool:
        moment = request.headers.get("X-Yexun-Timestamp", "")
        if not moment.isdecimal() or abs(self.clock() - int(moment)) > FRESH_S:
            return False
        wanted = hmac.new(self.secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(wanted, request.headers.get("X-Yexun-Signature", ""))

    def _bring(self, asked: dict[str, Any], key: str) -> web.Response:
        phone = str(asked.get("mobile", ""))
        if asked.get("serial") != key:
            self.faults.append("the key in the head is not the one in the body")
        if key in self._serials:
            return _ok(self._serials[key])
        if phone in self.barred:
            return web.json_response({"code": 400, "msg": f"{phone} is barred"}, status=400)
        recent = [one for one in self.brought if one.phone == phone and self.clock() - one.at < 60]
        if len(recent) >= PER_MINUTE:
            return web.json_response({"code": 429, "msg": "slower"}, status=429)
        self._serials[key] = f"sms-{next(self._numbers)}"
        told = (str(asked.get(name, "")) for name in ("content", "to", "serial"))
        self.brought.append(Brought(self.clock(), phone, *told))
        return _ok(self._serials[key])


def _ok(number: str) -> web.Response:
    return web.json_response({"code": 0, "msg": "ok", "data": {"id": number}})
