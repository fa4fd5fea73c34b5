"""The robots in the groups of a corp: each speaks with its key, 20 times a minute, and is gone once it is removed."""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.platform.shelf import Shelf, error

PER_MINUTE = 20
MINUTE = 60.0
MOST_PICTURE = 2 * 1024 * 1024
#: kind -> the most bytes of its content
_WORDS = {"text": 2048, "markdown": 4096, "markdown_v2": 4096}
_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


@dataclass(frozen=True)
class Posted:
    """What stands in a group: when, what, and who was mentioned."""

    at: float
    kind: str
    content: str
    mentioned: tuple[str, ...] = ()


@dataclass
class Robot:
    """One robot of one group."""

    key: str
    posted: list[Posted] = field(default_factory=list)
    media: set[str] = field(default_factory=set)
    blocked_until: float = 0.0


class Robots:
    """The webhooks of a corp; strict where the real ones are vague."""

    def __init__(self, clock: Callable[[], float], shelf: Shelf, read: Callable[[bytes], dict[str, Any]]) -> None:
        self.clock, self._shelf, self._read = clock, shelf, read
        self._robots: dict[str, Robot] = {}
        #: How often somebody came with a key that belongs to no robot.
        self.turned_away = 0

    def add(self, key: str) -> Robot:
        """A member puts a robot into a group; what the group sees stands in it."""
        return self._robots.setdefault(key, Robot(key))

    def remove(self, key: str) -> None:
        """A member takes the robot out of its group."""
        del self._robots[key]

    def routes(self) -> list[web.RouteDef]:
        """The two addresses that a key opens."""
        return [
            web.post("/cgi-bin/webhook/send", self._send),
            web.post("/cgi-bin/webhook/upload_media", self._upload),
        ]

    def _robot(self, request: web.Request) -> Robot | None:
        found = self._robots.get(request.query.get("key", ""))
        self.turned_away += found is None
        return found

    async def _send(self, request: web.Request) -> web.Response:
        robot = self._robot(request)
        if robot is None:
            return error(93000, "invalid webhook url")
        message = self._read(await request.read())
        kind = str(message.get("msgtype", ""))
        content = message.get(kind)
        if kind not in _CHECKS or not isinstance(content, dict):
            return error(40008, "invalid message type")
        return self._post(robot, kind, content)

    def _post(self, robot: Robot, kind: str, content: dict[str, Any]) -> web.Response:
        if (refused := _wrong(robot, kind, content)) is not None:
            return refused
        if self._too_often(robot):
            return error(45009, "api freq out of limit")
        names = ("mentioned_list", "mentioned_mobile_list")
        mentioned = tuple(str(one) for name in names for one in content.get(name) or ())
        robot.posted.append(Posted(self.clock(), kind, _shown(kind, content), mentioned))
        return web.json_response({"errcode": 0, "errmsg": "ok"})

    def _too_often(self, robot: Robot) -> bool:
        """Over any minute, not only those of the clock; and who breaks it is shut out for a whole one."""
        now = self.clock()
        if now < robot.blocked_until:
            return True
        if sum(now - one.at < MINUTE for one in robot.posted) < PER_MINUTE:
            return False
        robot.blocked_until = now + MINUTE
        return True

    async def _upload(self, request: web.Request) -> web.Response:
        robot = self._robot(request)
        if robot is None:
            return error(93000, "invalid webhook url")
        if request.query.get("type") not in ("file", "voice"):
            return error(40004, "invalid media type")
        answer = await self._shelf.upload(request)
        told = json.loads(answer.body) if isinstance(answer.body, bytes) else {}
        robot.media.add(str(told.get("media_id", "")))
        return answer


def _wrong(robot: Robot, kind: str, content: dict[str, Any]) -> web.Response | None:
    found = _CHECKS[kind](robot, kind, content)
    return error(*found) if found else None


_Wrong = tuple[int, str] | None


def _words(_: Robot, kind: str, content: dict[str, Any]) -> _Wrong:
    said, most = str(content.get("content", "")), _WORDS[kind]
    if not said:
        return 44004, "empty content"
    if len(said.encode()) > most:
        return 40058, f"{kind}.content exceed max length {most}"
    return None


def _laid(robot: Robot, _: str, content: dict[str, Any]) -> _Wrong:
    if not content.get("media_id"):
        return 44004, "empty content"
    return None if content["media_id"] in robot.media else (40007, "invalid media_id")


def _picture(_: Robot, __: str, content: dict[str, Any]) -> _Wrong:
    try:
        raw = base64.b64decode(str(content.get("base64", "")), validate=True)
    except binascii.Error:
        return 40058, "image.base64"
    if hashlib.md5(raw).hexdigest() != content.get("md5"):  # noqa: S324 - the platform's own choice
        return 301019, "image md5 mismatch"
    if len(raw) > MOST_PICTURE:
        return 40009, "invalid image size"
    return None if raw.startswith(_MAGIC) else (40123, "bad image")


def _news(_: Robot, __: str, content: dict[str, Any]) -> _Wrong:
    articles = content.get("articles")
    if not isinstance(articles, list) or not 1 <= len(articles) <= 8:
        return 45008, "articles 1 to 8"
    whole = all(isinstance(one, dict) and one.get("title") and one.get("url") for one in articles)
    return None if whole else (40058, "news.articles")


def _card(_: Robot, __: str, content: dict[str, Any]) -> _Wrong:
    if content.get("card_type") not in ("text_notice", "news_notice"):
        return 42014, "card_type"
    action = content.get("card_action")
    if not isinstance(action, dict) or action.get("type") not in (1, 2) or not (action.get("url") or "appid" in action):
        return 42045, "card_action missing"
    title = content.get("main_title") or {}
    if not (isinstance(title, dict) and title.get("title")) and not content.get("sub_title_text"):
        return 42014, "main_title"
    return (42035, "horizontal_content_list") if len(content.get("horizontal_content_list") or ()) > 6 else None


_CHECKS: dict[str, Callable[[Robot, str, dict[str, Any]], _Wrong]] = {
    **dict.fromkeys(_WORDS, _words),
    **dict.fromkeys(("file", "voice"), _laid),
    "image": _picture,
    "news": _news,
    "template_card": _card,
}


def _shown(kind: str, content: dict[str, Any]) -> str:
    """What the group sees of it, in one line."""
    if kind == "news":
        return " | ".join(str(one["title"]) for one in content["articles"])
    if kind == "template_card":
        rows = (f"{one.get('keyname')} {one.get('value')}" for one in content.get("horizontal_content_list") or ())
        return " | ".join([str((content.get("main_title") or {}).get("title", "")), *rows])
    return str(content.get("media_id") or content.get("md5") or content.get("content"))
