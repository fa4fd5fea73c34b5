"""The robots in the groups of a corp: each speaks with its key, 20 times a minute, and is gone once it is removed."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.platform.shelf import Shelf, error

PER_MINUTE = 20
MINUTE = 60.0
#: kind -> the most bytes of its content; None: its content is a media_id
_KINDS: dict[str, int | None] = {"text": 2048, "markdown": 4096, "markdown_v2": 4096, "file": None, "voice": None}


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
        if kind not in _KINDS or not isinstance(content, dict):
            return error(40008, "invalid message type")
        return self._post(robot, kind, content)

    def _post(self, robot: Robot, kind: str, content: dict[str, Any]) -> web.Response:
        most = _KINDS[kind]
        said = str(content.get("media_id" if most is None else "content", ""))
        if (refused := _wrong(robot, kind, said, most)) is not None:
            return refused
        if self._too_often(robot):
            return error(45009, "api freq out of limit")
        names = ("mentioned_list", "mentioned_mobile_list")
        mentioned = tuple(str(one) for name in names for one in content.get(name) or ())
        robot.posted.append(Posted(self.clock(), kind, said, mentioned))
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


def _wrong(robot: Robot, kind: str, said: str, most: int | None) -> web.Response | None:
    if not said:
        return error(44004, "empty content")
    if most is None:
        return None if said in robot.media else error(40007, "invalid media_id")
    if len(said.encode()) > most:
        return error(40058, f"{kind}.content exceed max length {most}")
    return None
