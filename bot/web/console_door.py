"""The door of the chat page: this machine only, its own pages only, and the headers that every answer carries."""

import ipaddress
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from models.errors import BadInput, NotStorable, Said, TooLarge

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' blob: data:; media-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def guarded(handler: Handler) -> Handler:
    """A handler behind the door: strangers are turned away, faults of a person are said in plain Chinese."""

    @wraps(handler)
    async def behind(request: web.Request) -> web.StreamResponse:
        if not local_name(request.host):
            return refuse(403, "聊天页只在本机打开，请用 127.0.0.1")
        if request.method not in {"GET", "HEAD"} and not same_origin(request):
            return refuse(403, "只接受本页面发来的操作")
        try:
            return await handler(request)
        except TooLarge as error:
            return refuse(413, str(error))
        except Said as error:
            return refuse(400, str(error))
        except BadInput:
            return refuse(400, "没看懂这次操作，请刷新页面再试")
        except NotStorable:
            return refuse(503, "这会儿存不下来，请稍后再发一次")

    return behind


def local_name(host: str) -> bool:
    """Whether a Host header names a machine by number or as localhost: a foreign name may have been rebound to us."""
    name = urlsplit(f"//{host}").hostname or ""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def same_origin(request: web.Request) -> bool:
    """Whether an operation comes from our own page; a program that is no browser sends neither header."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site != "same-origin":
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def answer(value: Any, status: int = 200) -> web.Response:
    """A value as JSON that nobody keeps."""
    text = json.dumps(value, default=_plain, ensure_ascii=False)
    headers = {**HEADERS, "Cache-Control": "no-store"}
    return web.Response(text=text, status=status, content_type="application/json", headers=headers)


def refuse(status: int, sentence: str) -> web.Response:
    """A refusal with the sentence that the page shows."""
    return answer({"error": sentence}, status)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (frozenset, set)):
        return sorted(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(type(value).__name__)
