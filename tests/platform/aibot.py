"""The platform's side of an AI bot's long connection: real WebSocket frames, its limits, its codes and its moods.

Kept strict where the real one is vague: what a careful client must not do stands in `faults` afterwards.
"""

import json
import re
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web

from tests.platform.aibot_media import MediaHost
from tests.platform.aibot_uploads import Uploads

PER_MINUTE, PER_HOUR = 30, 1000
MOST_BYTES = 20480
#: Subscribing more often than this within a minute is refused for a while.
SUBSCRIBES = 10
REPLY_FOR = 24 * 3600.0
STREAM_FOR = 6 * 60.0
#: A welcome, and the update of a card that was clicked.
AT_ONCE = 5.0
_CHAT = re.compile(r"[A-Za-z0-9_\-@.]{1,64}")
_PUSHED = {"markdown", "template_card", "file", "image", "voice", "video"}
_TASK = re.compile(r"[0-9A-Za-z_\-@]{1,128}")

Frame = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """What stands in a chat: when, where, how it was said, its kind and content."""

    at: float
    chat: str
    road: str  # respond or send
    kind: str
    content: Any


@dataclass
class Asked:
    """A callback that may be answered on its own req_id."""

    at: float
    chat: str
    event: str = ""
    done: bool = False


@dataclass
class Moods:
    """What a test makes the platform do."""

    silent: bool = False  # answers no ping
    half_dead: bool = False  # still brings messages, refuses every sending with 846609
    subscribe: deque[int] = field(default_factory=deque)  # codes of the next subscribes
    sends: deque[int | str] = field(default_factory=deque)  # of the next sendings: a code, "mute" or "cut"


class AibotPlatform:
    """One AI bot of a corp in long-connection mode; `app()` serves it."""

    def __init__(
        self,
        bot_id: str = "aibDEMO0001",
        secret: str = "secret-of-the-bot",  # noqa: S107
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.bot_id, self.secret, self.clock = bot_id, secret, clock
        self.media = MediaHost(clock)
        self.uploads = Uploads(clock)
        self.moods = Moods()
        self.shown: list[Shown] = []
        self.faults: list[str] = []
        self.pings = 0
        #: When somebody subscribed, and with what outcome.
        self.subscribed: list[tuple[float, int]] = []
        self.opened = 0
        self._line: web.WebSocketResponse | None = None
        self._lines: set[web.WebSocketResponse] = set()
        self._asked: dict[str, Asked] = {}
        self._met: set[str] = set()
        self._numbers = count(1)
        self._busy: set[str] = set()

    def app(self) -> web.Application:
        """The platform as a web application: the connection, and the host of its media."""
        served = web.Application()
        served.add_routes([web.get("/", self._connect), web.get("/media/{name}", self.media.get)])
        served.on_shutdown.append(self._close_all)
        return served

    async def _close_all(self, _: web.Application) -> None:
        for line in list(self._lines):
            await line.close()

    @property
    def connected(self) -> bool:
        """Whether somebody is subscribed now."""
        return self._line is not None and not self._line.closed

    def said(self, chat: str = "") -> list[Any]:
        """The contents that stand in a chat, or anywhere."""
        return [one.content for one in self.shown if chat in ("", one.chat)]

    # What people do

    async def says(self, sender: str, kind: str, content: Any, chat: str = "", **more: Any) -> str:
        """A member writes to the bot, in a group with @; the req_id of the callback, "" when nobody listens."""
        body: Frame = {"msgid": more.pop("msgid", f"msg-{next(self._numbers)}"), "aibotid": self.bot_id}
        body |= _where(sender, chat) | {"msgtype": kind, kind: content} | more
        return await self._call_back("aibot_msg_callback", body)

    async def does(self, sender: str, eventtype: str, content: Any = None, chat: str = "", **more: Any) -> str:
        """Something happens: enter_chat, template_card_event, …"""
        event = {"eventtype": eventtype} | ({eventtype: content} if content is not None else {})
        body: Frame = {"msgid": more.pop("msgid", f"event-{next(self._numbers)}"), "aibotid": self.bot_id}
        body |= {"create_time": int(self.clock())} | _where(sender, chat) | {"msgtype": "event", "event": event} | more
        return await self._call_back("aibot_event_callback", body)

    async def raw(self, text: str | bytes) -> None:
        """Sends whatever a test wants to be read."""
        assert self._line is not None
        await (self._line.send_str(text) if isinstance(text, str) else self._line.send_bytes(text))

    async def cut(self) -> None:
        """Breaks the connection off, in the middle of a frame."""
        line = self._line
        assert line is not None
        transport = line._req.transport  # type: ignore[union-attr]
        assert transport is not None
        transport.write(b"\x81\x7e\x10\x00{half of a fra")
        transport.close()
        self._line = None

    async def _call_back(self, cmd: str, body: Frame) -> str:
        if self._line is None or self._line.closed:
            return ""  # nothing is kept for later: what is said meanwhile is lost
        req_id = f"srv{next(self._numbers):020d}AAA"
        chat = str(body.get("chatid") or body["from"]["userid"])
        event = body["event"]["eventtype"] if body["msgtype"] == "event" else ""
        self._asked[req_id] = Asked(self.clock(), chat, event)
        if not event:
            self._met.add(chat)
        frame = {"cmd": cmd, "headers": {"req_id": req_id}, "body": body}
        await self._line.send_str(_as_it_comes(json.dumps(frame, ensure_ascii=False)))
        return req_id

    # The connection

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse(max_msg_size=2 * 1024 * 1024)
        await line.prepare(request)
        self.opened += 1
        self._lines.add(line)
        try:
            async for message in line:
                if message.type == WSMsgType.TEXT:
                    await self._frame(line, message.data)
        finally:
            self._lines.discard(line)
            if self._line is line:
                self._line = None
        return line

    async def _frame(self, line: web.WebSocketResponse, text: str) -> None:
        frame = json.loads(text)
        cmd, req_id = frame.get("cmd", ""), frame.get("headers", {}).get("req_id", "")
        body = frame.get("body") or {}
        if not req_id:
            self.faults.append(f"{cmd} without req_id")
        if cmd == "aibot_subscribe":
            await self._subscribe(line, req_id, body)
        elif line is not self._line:
            self.faults.append(f"{cmd} before subscribing")
            await _ack(line, req_id, 846609, "not subscribed")
        elif cmd == "ping":
            self.pings += 1
            if not self.moods.silent:
                await _ack(line, req_id)
        else:
            await self._answered(line, cmd, req_id, body)

    async def _subscribe(self, line: web.WebSocketResponse, req_id: str, body: Frame) -> None:
        code = self._may_subscribe(body)
        self.subscribed.append((self.clock(), code))
        old, self._line = self._line, line if code == 0 else self._line
        await _ack(line, req_id, code, "" if code == 0 else "refused by the platform")
        if code == 0 and old is not None and old is not line and not old.closed:
            event = {"msgid": f"event-{next(self._numbers)}", "create_time": int(self.clock()), "aibotid": self.bot_id}
            event |= {"msgtype": "event", "event": {"eventtype": "disconnected_event"}}
            await old.send_str(_frame_of("aibot_event_callback", f"srv{next(self._numbers)}", event))
            await old.close()

    def _may_subscribe(self, body: Frame) -> int:
        if self.moods.subscribe:
            return self.moods.subscribe.popleft()
        if sum(self.clock() - at < 60 for at, _ in self.subscribed) >= SUBSCRIBES:
            self.faults.append("subscribed too often")
            return 45009
        return 0 if (body.get("bot_id"), body.get("secret")) == (self.bot_id, self.secret) else 853000

    async def _answered(self, line: web.WebSocketResponse, cmd: str, req_id: str, body: Frame) -> None:
        if req_id in self._busy:
            self.faults.append(f"a second frame on {req_id} before the first was acknowledged")
        mood = self.moods.sends.popleft() if self.moods.sends and cmd != "ping" else 0
        if mood == "cut":
            await self.cut()
            return
        code, told = (mood, {}) if isinstance(mood, int) and mood else self._done(cmd, req_id, body)
        if mood == "mute":
            self._busy.add(req_id)
        else:
            await _ack(line, req_id, code, "" if code == 0 else "refused by the platform", told)

    def _done(self, cmd: str, req_id: str, body: Frame) -> tuple[int, Frame]:
        if self.moods.half_dead:
            return 846609, {}
        if cmd.startswith("aibot_upload_media_"):
            return self.uploads.take(cmd.removeprefix("aibot_upload_media_"), body)
        if cmd == "aibot_send_msg":
            return self._pushed(body), {}
        if cmd in ("aibot_respond_msg", "aibot_respond_welcome_msg", "aibot_respond_update_msg"):
            return self._replied(cmd, req_id, body), {}
        return 40008, {}

    def _pushed(self, body: Frame) -> int:
        chat = body.get("chatid")
        if not isinstance(chat, str) or not _CHAT.fullmatch(chat):
            return 93006
        if chat not in self._met or self._over(chat):
            return 846607
        code = self._wrong(body, _PUSHED)
        if code == 0:
            kind = str(body["msgtype"])
            self.shown.append(Shown(self.clock(), chat, "send", kind, _content(kind, body[kind])))
        return code

    def _replied(self, cmd: str, req_id: str, body: Frame) -> int:
        asked = self._asked.get(req_id)
        kind = str(body.get("msgtype", ""))
        if asked is None or (asked.event == "enter_chat" and kind == "stream"):
            return 846605
        if self.clock() - asked.at > (REPLY_FOR if cmd == "aibot_respond_msg" else AT_ONCE):
            return 846604
        if asked.done:
            return 846606
        if self._over(asked.chat):
            return 846607
        if kind == "stream":
            if self.clock() - asked.at > STREAM_FOR:
                return 846608
            asked.done = bool(body["stream"].get("finish"))
        code = self._wrong(body, _PUSHED | {"stream", "text"}) if cmd != "aibot_respond_update_msg" else 0
        if code == 0:
            content = _content(kind, body.get(kind, body.get("template_card")))
            self.shown.append(Shown(self.clock(), asked.chat, "respond", kind, content))
        return code

    def _wrong(self, body: Frame, kinds: set[str]) -> int:
        kind = body.get("msgtype")
        content = body.get(str(kind))
        if kind not in kinds or not isinstance(content, dict):
            return 40008
        if kind in ("markdown", "stream") and not 0 < len(str(content.get("content", "")).encode()) <= MOST_BYTES:
            return 40058
        if kind == "template_card" and not _TASK.fullmatch(str(content.get("task_id", ""))):
            return 846625
        if kind in ("file", "image", "voice", "video") and not self.uploads.has(str(kind), content.get("media_id")):
            return 40007
        return 0

    def _over(self, chat: str) -> bool:
        now = self.clock()
        times = [one.at for one in self.shown if one.chat == chat]
        over = sum(now - at < 60 for at in times) >= PER_MINUTE or sum(now - at < 3600 for at in times) >= PER_HOUR
        if over:
            self.faults.append(f"too often in {chat}")
        return over


def _content(kind: str, content: Any) -> Any:
    return content["content"] if kind in ("markdown", "stream", "text") else content


def _where(sender: str, chat: str) -> Frame:
    place: Frame = {"chatid": chat, "chattype": "group"} if chat else {"chattype": "single"}
    return place | {"from": {"userid": sender}}


def _as_it_comes(text: str) -> str:
    """Control characters stand as they are in the real one's texts, and halves of characters escaped."""
    text = text.replace("\\u0001", "\x01")
    return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)


def _frame_of(cmd: str, req_id: str, body: Frame) -> str:
    return json.dumps({"cmd": cmd, "headers": {"req_id": req_id}, "body": body}, ensure_ascii=False)


async def _ack(
    line: web.WebSocketResponse, req_id: str, code: int = 0, told: str = "", body: Frame | None = None
) -> None:
    """An answer has no cmd: only its req_id says what it answers."""
    frame: Frame = {"headers": {"req_id": req_id}, "errcode": code, "errmsg": told or "ok"}
    if not line.closed:
        await line.send_str(json.dumps(frame | ({"body": body} if body else {}), ensure_ascii=False))
