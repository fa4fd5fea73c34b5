"""The files that lie with the platform, and how they are handed out."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import quote

from aiohttp import web

MB = 1024 * 1024
#: kind -> largest size and the endings it takes
_KINDS = {
    "image": (10 * MB, (".jpg", ".jpeg", ".png")),
    "voice": (2 * MB, (".amr",)),
    "video": (10 * MB, (".mp4",)),
    "file": (20 * MB, ("",)),
}
_RANGE = re.compile(r"bytes=(\d+)-(\d+)")
THREE_DAYS = 3 * 24 * 3600


@dataclass
class Item:
    """One file with its moods."""

    content: bytes
    filename: str = ""
    content_type: str = "application/octet-stream"
    until: float = 0.0
    cut_at: int | None = None  # the connection breaks after so many bytes
    cut_times: int = 1
    ranges: list[tuple[int, int]] = field(default_factory=list)


class Shelf:
    """Takes files in, gives them out whole, in parts, cut off, or not at all."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._numbers = count(1)
        self.items: dict[str, Item] = {}
        #: Above this a file has to be asked for in parts of at most this.
        self.whole = 20 * MB

    def put(self, content: bytes, filename: str = "", content_type: str = "video/mp4") -> str:
        """Lays a file down as if a member had sent it; its media_id."""
        media_id = f"1G6nrLmr5EC3MMb_-zK1dDdzmd0p7cNliYu9V5w7o8K{next(self._numbers)}"
        self.items[media_id] = Item(content, filename, content_type, until=self._clock() + THREE_DAYS)
        return media_id

    async def upload(self, request: web.Request) -> web.Response:
        """POST media/upload: the bot lays down what it wants to send."""
        kind = request.query.get("type", "")
        part = await (await request.multipart()).next()
        if part is None or getattr(part, "name", "") != "media" or kind not in _KINDS:
            return error(40058, "no media part")
        content = bytes(await part.read())  # type: ignore[union-attr]
        filename = part.filename or ""  # type: ignore[union-attr]
        if (refused := _too_large(kind, content, filename)) is not None:
            return refused
        media_id = self.put(content, filename)
        told = {"errcode": 0, "errmsg": "", "type": kind, "media_id": media_id, "created_at": str(int(self._clock()))}
        return web.json_response(told)

    async def get(self, request: web.Request) -> web.StreamResponse:
        """GET media/get: whole, or the bytes of a Range; errors come as JSON with status 200."""
        item = self.items.get(request.query.get("media_id", ""))
        if item is None:
            return error(40007, "invalid media_id")
        if self._clock() >= item.until:
            return error(40145, "media_id expired")
        wanted = request.headers.get("Range")
        if wanted is None:
            if len(item.content) > self.whole:
                return error(830002, "media too large, use Range")
            return await _hand_out(request, item, item.content, 200, {})
        return await self._part(request, item, wanted)

    async def _part(self, request: web.Request, item: Item, wanted: str) -> web.StreamResponse:
        found = _RANGE.fullmatch(wanted)
        size = len(item.content)
        if found is None or int(found[1]) >= size or int(found[2]) - int(found[1]) + 1 > self.whole:
            return error(40146, "invalid Range")
        start, end = int(found[1]), min(int(found[2]), size - 1)
        item.ranges.append((start, end))
        headers = {"Content-Range": f"bytes {start}-{end}/{size}"}
        return await _hand_out(request, item, item.content[start : end + 1], 206, headers)


async def _hand_out(
    request: web.Request, item: Item, body: bytes, status: int, headers: dict[str, str]
) -> web.StreamResponse:
    if item.filename:
        # as the platform does: raw UTF-8 in quotes, and the escaped form
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(item.filename)}"
    response = web.StreamResponse(status=status, headers={"Content-Type": item.content_type, **headers})
    response.content_length = len(body)
    await response.prepare(request)
    if item.cut_at is not None and item.cut_times > 0:
        item.cut_times -= 1
        await response.write(body[: item.cut_at])
        if request.transport is not None:
            request.transport.close()
        return response
    await response.write(body)
    return response


def _too_large(kind: str, content: bytes, filename: str) -> web.Response | None:
    most, endings = _KINDS[kind]
    if len(content) <= 5 or len(content) > most:
        return error(45001, "media size out of limit")
    if not filename.lower().endswith(endings):
        return error(40005, "invalid file type")
    return None


def error(code: int, told: str) -> web.Response:
    """An error as the platform tells it: status 200, and JSON."""
    body = json.dumps({"errcode": code, "errmsg": f"{told}, hint: [1788220800_demo]"})
    return web.Response(text=body, content_type="application/json")
