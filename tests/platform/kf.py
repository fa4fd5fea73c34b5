"""Customer service of a corp (微信客服): outsiders write to an account, the bot pulls, and may answer for a while.

Strict where the real one is vague: cursors and tokens that nobody gave out are errors, and the holes in the list of
what was said (has_more with an empty list) come where a test wants them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import web

from tests.platform.letters import cdata
from tests.platform.shelf import Shelf, error

HOURS_48 = 48 * 3600
THREE_DAYS = 3 * 24 * 3600
TOKEN_LASTS = 600
MOST = 5
#: Calls without a token within a minute; the real number is not published.
WITHOUT_TOKEN = 20
#: Within what somebody's words must be.
TEXT, HEAD, CHOICE, CHOICES = 2048, 1024, 128, 10
_MEDIA = frozenset({"image", "voice", "video", "file"})
_MSGID = re.compile(r"[0-9a-zA-Z_-]{1,32}")


@dataclass
class Customer:
    """Somebody with WeChat who wrote to the account, and what stands on their phone."""

    user: str
    last: float = 0.0
    since: int = 0  # messages that we sent since then
    state: int = 1  # 0 new, 1 with the bot, 3 with a servicer, 4 ended
    shown: list[tuple[str, str]] = field(default_factory=list)


class Kf:
    """One account and its customers."""

    def __init__(
        self,
        clock: Callable[[], float],
        shelf: Shelf,
        read: Callable[[bytes], dict[str, Any]],
        fault: Callable[[str], None],
        account: str = "wkAJ2GCAAAZSfhHCt7IFSvLKtMPxyJTw",
    ) -> None:
        self.clock, self._shelf, self._read, self._fault = clock, shelf, read, fault
        self.account = account
        self.customers: dict[str, Customer] = {}
        self.said: list[dict[str, Any]] = []
        #: Where the list has a hole: so many times an empty page with has_more before the entry of this number.
        self.holes: dict[int, int] = {}
        self.page = 1000
        #: The next message is taken, and a moment later reported as not arrived, with this fail_type.
        self.fails_next: int | None = None
        self.syncs: list[dict[str, Any]] = []
        self._tokens: dict[str, float] = {}
        self._bare: list[float] = []
        self._msgids: set[str] = set()
        self._numbers = count(1)

    def routes(self) -> list[web.RouteDef]:
        """What the bot calls."""
        return [
            web.post("/cgi-bin/kf/sync_msg", self._sync),
            web.post("/cgi-bin/kf/send_msg", self._send),
        ]

    def customer(self, user: str) -> Customer:
        """Somebody, known from now on."""
        return self.customers.setdefault(user, Customer(user))

    def says(self, user: str, kind: str, /, at: float | None = None, **body: Any) -> str:
        """A customer says something; its msgid."""
        one = self.customer(user)
        one.last, one.since = at or self.clock(), 0
        return self._enter(3, kind, body, user, at)

    def servicer_says(self, user: str, content: str) -> str:
        """A human servicer answers."""
        return self._enter(5, "text", {"content": content}, user)

    def event(self, name: str, user: str, **body: Any) -> str:
        """The system reports something."""
        told = {"event_type": name, "open_kfid": self.account, "external_userid": user}
        return self._enter(4, "event", told | body)

    def _enter(self, origin: int, kind: str, body: dict[str, Any], user: str = "", at: float | None = None) -> str:
        msg_id = f"4z7jWL{next(self._numbers):06d}"
        entry = {"msgid": msg_id, "open_kfid": self.account, "send_time": int(at or self.clock()), "origin": origin}
        entry |= {"servicer_userid": "", "msgtype": kind, kind: body}
        self.said.append(entry | ({"external_userid": user} if user else {}))
        return msg_id

    def knock(self, corp_id: str) -> str:
        """The XML of the callback that says that there is something, and no more."""
        token = f"ENCApHxnGDNAVNY4AaSJKj4Tb5mwsEMzxhFmHVGcra996NR{next(self._numbers)}"
        self._tokens[token] = self.clock() + TOKEN_LASTS
        return (
            f"<xml><ToUserName>{cdata(corp_id)}</ToUserName><CreateTime>{int(self.clock())}</CreateTime>"
            f"<MsgType>{cdata('event')}</MsgType><Event>{cdata('kf_msg_or_event')}</Event>"
            f"<Token>{cdata(token)}</Token><OpenKfId>{cdata(self.account)}</OpenKfId></xml>"
        )

    async def _sync(self, request: web.Request) -> web.Response:
        asked = self._read(await request.read())
        self.syncs.append(asked)
        if asked.get("open_kfid") != self.account:
            return error(40058, "open_kfid missing or invalid")
        if not 0 < asked.get("limit", 1000) <= 1000 or len(str(asked.get("token", ""))) > 128:
            return error(40058, "limit or token invalid")
        if (refused := self._turned_away(asked.get("token"))) is not None:
            return refused
        start = self._start(str(asked.get("cursor", "")))
        if start is None:
            self._fault("a cursor that was never given out")
            return error(40058, "cursor invalid")
        return self._hand_out(start, min(asked.get("limit", 1000), self.page))

    def _turned_away(self, token: str | None) -> web.Response | None:
        now = self.clock()
        if token:
            return None if self._tokens.get(token, 0) > now else error(95007, "invalid msg token")
        self._bare = [at for at in self._bare if now - at < 60] + [now]
        return error(45009, "api freq out of limit") if len(self._bare) > WITHOUT_TOKEN else None

    def _start(self, cursor: str) -> int | None:
        """The number of the entry that a cursor stands before."""
        if not cursor:
            old = (one for one in self.said if self.clock() - one["send_time"] > THREE_DAYS)
            return sum(1 for _ in old)
        found = re.fullmatch(r"4gw7MepFLfgF2VC5(\d+)(?:-\d+)?", cursor)
        return int(found[1]) if found and int(found[1]) <= len(self.said) else None

    def _hand_out(self, start: int, limit: int) -> web.Response:
        if self.holes.get(start):
            self.holes[start] -= 1
            return self._answer([], f"{start}-{next(self._numbers)}", more=True)
        end = min(start + limit, len(self.said), *(hole for hole in self.holes if hole > start))
        return self._answer(self.said[start:end], str(end), more=end < len(self.said) or bool(self.holes.get(end)))

    def _answer(self, found: list[dict[str, Any]], cursor: str, *, more: bool) -> web.Response:
        told = {"errcode": 0, "errmsg": "ok", "next_cursor": f"4gw7MepFLfgF2VC5{cursor}", "has_more": int(more)}
        return web.json_response(told | {"msg_list": found})

    async def _send(self, request: web.Request) -> web.Response:
        message = self._read(await request.read())
        one = self.customers.get(str(message.get("touser", "")))
        kind = str(message.get("msgtype", ""))
        content = message.get(kind)
        if one is None or message.get("open_kfid") != self.account or not isinstance(content, dict):
            return error(40058, "touser, open_kfid or msgtype invalid")
        if (refused := self._objects(one, kind, content, message.get("msgid"))) is not None:
            return refused
        msg_id = str(message.get("msgid") or f"kf-{next(self._numbers)}")
        self._msgids.add(msg_id)
        one.since += 1
        self._arrive(one, kind, content, msg_id)
        return web.json_response({"errcode": 0, "errmsg": "ok", "msgid": msg_id})

    def _objects(self, one: Customer, kind: str, content: dict[str, Any], msg_id: str | None) -> web.Response | None:
        """What the platform objects to, in the order in which it looks."""
        if msg_id is not None and not _MSGID.fullmatch(msg_id):
            return error(40058, "msgid invalid")
        if msg_id in self._msgids:
            return error(95033, "msgid repeated")
        if (refused := self._unreadable(kind, content)) is not None:
            return refused
        if one.state not in (0, 1):
            return error(95018, "session status invalid")
        if self.clock() - one.last >= HOURS_48:
            self._fault("a message after 48 hours")
            return error(95002, "out of time")
        if one.since >= MOST:
            self._fault("a sixth message")
            return error(95001, "out of count")
        return None

    def _unreadable(self, kind: str, content: dict[str, Any]) -> web.Response | None:
        if kind in _MEDIA:
            return None if content.get("media_id") in self._shelf.items else error(40007, "invalid media_id")
        if kind == "msgmenu":
            return None if _is_menu(content) else error(40058, "msgmenu invalid")
        fits = kind == "text" and 0 < len(str(content.get("content", "")).encode()) <= TEXT
        return None if fits else error(40058, "msgtype or content invalid")

    def _arrive(self, one: Customer, kind: str, content: dict[str, Any], msg_id: str) -> None:
        if self.fails_next is not None:
            self.event("msg_send_fail", one.user, fail_msgid=msg_id, fail_type=self.fails_next)
            self.fails_next = None
            return
        words = {"text": "content", "msgmenu": "head_content"}.get(kind, "media_id")
        one.shown.append((kind, str(content[words])))
        if kind == "msgmenu":
            one.shown += [("choice", choice["click"]["content"]) for choice in content["list"]]


def _is_menu(content: dict[str, Any]) -> bool:
    choices = [one.get("click", {}) for one in content.get("list", ()) if one.get("type") == "click"]
    words = [str(one.get(name, "")) for one in choices for name in ("id", "content")]
    short = all(0 < len(word.encode()) <= CHOICE for word in words)
    return 0 < len(choices) <= CHOICES and short and 0 < len(str(content.get("head_content", "")).encode()) <= HEAD
