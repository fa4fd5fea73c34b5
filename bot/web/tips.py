"""The tips that we serve ourselves: one small page each, for any phone and without a login; and the clips on them."""

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader
from sqlmodel import Session

from bot.work import Work
from models import site
from models.library import Tip

#: Where a clip of ours lies, by its name; None where there is none.
Clips = Callable[[str], Awaitable[Path | None]]

_TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)
_STYLE = _TEMPLATES.get_template("tip.css").render()
_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": f"default-src 'none'; media-src 'self'; style-src 'sha256-{_DIGEST}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


async def no_clips(name: str) -> Path | None:
    """A service without clips of its own."""
    return None


def routes(work: Work, clips: Clips = no_clips) -> list[web.RouteDef]:
    """GET /tips/<id>, and the clip that it shows; only of tips that a group may see."""
    shelf = Shelf(work, clips)
    return [web.get(r"/tips/{id:\d{1,9}}", shelf.page), web.get(r"/tips/{id:\d{1,9}}/clip", shelf.clip)]


class Shelf:
    """Answers for one tip at a time."""

    def __init__(self, work: Work, clips: Clips) -> None:
        self._work, self._clips = work, clips

    async def page(self, request: web.Request) -> web.Response:
        """Title, source and sentences, or the clip; a tip of somebody else leads on to its own address."""
        tip, office = await self._work.read(lambda session: (_usable(session, request), site.read(session).name))
        if tip is None:
            return _shown("tip_gone.html", office=office, status=404)
        if tip.url:
            return web.Response(status=302, headers={**HEADERS, "Location": tip.url})
        return _shown("tip.html", tip=tip, sentences=re.findall(r"[^。！]+[。！]?", tip.text), office=office)

    async def clip(self, request: web.Request) -> web.StreamResponse:
        """The clip, whole or in pieces, as players ask for it."""
        tip = await self._work.read(lambda session: _usable(session, request))
        path = await self._clips(tip.clip) if tip and tip.clip else None
        if path is None:
            raise web.HTTPNotFound(headers=HEADERS)
        return web.FileResponse(path, headers={**HEADERS, "Content-Type": "video/mp4"})


def _usable(session: Session, request: web.Request) -> Tip | None:
    found = session.get(Tip, int(request.match_info["id"]))
    return found if found and found.usable else None


def _shown(template: str, *, status: int = 200, **told: object) -> web.Response:
    html = _TEMPLATES.get_template(template).render(style=_STYLE, **told)
    return web.Response(text=html, content_type="text/html", status=status, headers=HEADERS)
