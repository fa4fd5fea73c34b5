"""The chat page of the console channel: its routes. The rules of the ledger are elsewhere; this shows and takes in."""

import hashlib
import mimetypes
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader
from sqlmodel import Session

from bot.channels.console import Console
from bot.web import console_alarm, console_door, console_media, console_people, console_phones, console_say
from bot.web.console_bubbles import Place
from bot.web.console_door import answer, guarded, refuse
from bot.web.console_feed import MOVES, ClockControl, Feed, clock
from bot.web.console_phones import ReadMarks
from bot.web.console_view import View
from bot.work import Work
from models import site
from models.errors import BadInput, Said

_HERE = Path(__file__).parent
_STATIC = _HERE / "static" / "console"
OUTSIDE = "这个群里没有您选的人"


def routes(
    work: Work,
    console: Console,
    now: Callable[[], datetime],
    store_path: Callable[[str], Path],
    clock_control: ClockControl | None = None,
    max_file: int = console_say.MAX_FILE,
) -> list[web.RouteDef]:
    """The routes of the chat page; `console.close()` on shutdown ends its open streams."""
    page = ChatPage(work, console, now, store_path, clock_control, max_file)
    feed = Feed(work, console, now, clock_control)
    return [
        web.get("/console", guarded(page.shell)),
        web.get("/console/static/{version}/{name}", guarded(page.static)),
        web.get("/console/media/{sha256}", guarded(page.media)),
        web.get("/console/events", guarded(feed.serve)),
        web.get("/console/api/people", guarded(page.people)),
        web.get("/console/api/phones", guarded(page.phones)),
        web.get("/console/api/chats", guarded(page.chats)),
        web.get("/console/api/alarms", guarded(page.alarms)),
        web.get("/console/api/messages", guarded(page.messages)),
        web.get("/console/api/clock", guarded(page.clock)),
        web.post("/console/api/say", guarded(page.say)),
        web.post("/console/api/read", guarded(page.read)),
        web.post("/console/api/clock", guarded(page.move)),
    ]


class ChatPage:
    """What the page asks for, one method for each route."""

    def __init__(
        self,
        work: Work,
        console: Console,
        now: Callable[[], datetime],
        store_path: Callable[[str], Path],
        control: ClockControl | None,
        max_file: int,
    ) -> None:
        self._work = work
        self._console = console
        self._now = now
        self._store_path = store_path
        self._control = control
        self._max_file = max_file
        self._marks = ReadMarks(now())
        self._files = {path.name: path.read_bytes() for path in sorted(_STATIC.iterdir()) if path.is_file()}
        self._version = hashlib.sha256(b"".join(self._files.values())).hexdigest()[:16]
        self._templates = Environment(loader=FileSystemLoader(_HERE / "templates"), autoescape=True)

    async def shell(self, request: web.Request) -> web.Response:
        """The page itself; what it shows, it asks for."""
        office = await self._work.read(site.read)
        html = self._templates.get_template("console.html").render(
            static=f"/console/static/{self._version}", office=office.name, demo=self._control is not None
        )
        headers = {**console_door.HEADERS, "Cache-Control": "no-cache"}
        return web.Response(text=html, content_type="text/html", headers=headers)

    async def static(self, request: web.Request) -> web.Response:
        """A script or style of the page; its address changes with its content."""
        body = self._files.get(request.match_info["name"])
        if body is None:
            raise web.HTTPNotFound
        current = request.match_info["version"] == self._version
        headers = {
            **console_door.HEADERS,
            "Cache-Control": "public, max-age=31536000, immutable" if current else "no-cache",
        }
        kind = mimetypes.guess_type(request.match_info["name"])[0] or "text/plain"
        kind = "text/javascript" if kind.endswith("javascript") else kind
        return web.Response(body=body, content_type=kind, charset="utf-8", headers=headers)

    async def media(self, request: web.Request) -> web.StreamResponse:
        """A photo, a video or its still."""
        return await console_media.serve(request, self._store_path)

    async def people(self, request: web.Request) -> web.Response:
        """Everybody as whom one may speak, and whom the guide speaks of."""
        now = self._now()

        def ask(session: Session) -> object:
            known = console_people.folk(session, self._console.name)
            return {"circles": known.circles(), "cast": console_people.cast(session, known, now)}

        return answer(await self._work.read(ask))

    async def phones(self, request: web.Request) -> web.Response:
        """Whose phone has rung: private messages of the bot that nobody has looked at."""
        rung = partial(console_phones.rung, channel=self._console.name, marks=self._marks)
        return answer(await self._work.read(rung))

    async def alarms(self, request: web.Request) -> web.Response:
        """The incidents for which the page sounds."""
        return answer(await self._work.read(partial(console_alarm.ringing, now=self._now())))

    async def chats(self, request: web.Request) -> web.Response:
        """The chats of one person, with what is new in them."""
        user = _user(request.query.get("as", ""))

        def ask(session: Session) -> object:
            view = self._view(session, user)
            groups = console_people.groups_of(session, view.folk, view.channel, user)
            return {"me": view.folk.who(user), "chats": view.chats(groups, partial(self._marks.of, user))}

        return answer(await self._work.read(ask))

    async def messages(self, request: web.Request) -> web.Response:
        """A stretch of a conversation, as far as one person may see it."""
        user, chat = _user(request.query.get("as", "")), request.query.get("chat", "")
        before = Place.read(request.query["before"]) if request.query.get("before") else None

        def ask(session: Session) -> object:
            view = self._view(session, user)
            self._let_in(session, view, chat)
            return view.page(chat, before)

        return answer(await self._work.read(ask))

    async def say(self, request: web.Request) -> web.Response:
        """Takes in what somebody says, as the messages that a phone would send."""
        draft = await console_say.read(request, self._console, self._max_file)
        kept = 0
        try:
            user = _user(draft.user)
            if not (draft.text or draft.files):
                raise Said("先写一句或选个文件，再发送")
            await self._work.read(lambda session: self._let_in(session, self._view(session, user), draft.chat))
            spoken = console_say.messages(draft, self._console.name, self._now())
            for one in spoken:
                await self._work.receive(one)
                kept += len(one.media)
        finally:
            draft.files = draft.files[kept:]
            console_say.drop(draft, self._console)
        return answer({"ids": [one.msg_id for one in spoken]}, 201)

    async def read(self, request: web.Request) -> web.Response:
        """Notes how far somebody has read a chat."""
        words = await _words(request)
        self._marks.advance(_user(words.get("as", "")), words.get("chat", ""), Place.read(words.get("place", "")))
        return answer({})

    async def clock(self, request: web.Request) -> web.Response:
        """What the clock shows."""
        return answer(clock(self._now, self._control))

    async def move(self, request: web.Request) -> web.Response:
        """Lets the clock of a demo run ahead, and answers when it is there."""
        to = (await _words(request)).get("to", "")
        if self._control is None:
            return refuse(404, "这里用的是真实时间，不能快进")
        if to not in MOVES:
            raise BadInput(to)
        if self._control.moving:
            return refuse(409, "时间正在快进，稍等一下")
        await self._control.move(to)
        return answer(clock(self._now, self._control))

    def _view(self, session: Session, user: str) -> View:
        channel = self._console.name
        return View(session, console_people.folk(session, channel), channel, user)

    def _let_in(self, session: Session, view: View, chat: str) -> None:
        groups = console_people.groups_of(session, view.folk, view.channel, view.user)
        if chat and chat not in {group.chat for group in groups}:
            raise Said(OUTSIDE)


def _user(text: str) -> str:
    if not text or len(text) > 128 or not text.isprintable():
        raise BadInput("as")
    return text


async def _words(request: web.Request) -> dict[str, str]:
    try:
        found = await request.json()
    except ValueError as error:
        raise BadInput("not JSON") from error
    if not isinstance(found, dict):
        raise BadInput("not an object")
    return {str(key): str(value) for key, value in found.items()}
