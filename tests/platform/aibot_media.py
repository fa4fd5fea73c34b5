"""The host on which what members send to an AI bot lies for five minutes, sealed."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from urllib.parse import quote

from aiohttp import web

from tests.platform import codec
from tests.platform.vectors import AI_KEY

LASTS = 300.0


@dataclass
class Sealed:
    """One file with its moods."""

    content: bytes
    filename: str
    until: float
    announced: bool = True
    cut_at: int | None = None  # the connection breaks after so many bytes
    status: int = 200


class MediaHost:
    """Gives out files whole, cut off, or not at all."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._numbers = count(1)
        self.base = ""
        self.files: dict[str, Sealed] = {}
        self.asked: list[str] = []

    def put(self, content: bytes, filename: str = "", key: str = AI_KEY) -> dict[str, str]:
        """Lays a file down as if a member had sent it; url and aeskey as they stand in a message."""
        return self.put_sealed(codec.seal_file(codec.key_of(key), content), filename, key)

    def put_sealed(self, sealed: bytes, filename: str = "", key: str = AI_KEY) -> dict[str, str]:
        """Lays down bytes that a test sealed, or spoiled, by itself."""
        name = f"{next(self._numbers)}-{os.urandom(4).hex()}"
        self.files[name] = Sealed(sealed, filename, self._clock() + LASTS)
        return {"url": f"{self.base}/media/{name}?sign=q-sign-of-the-host", "aeskey": key.rstrip("=")}

    def of(self, told: dict[str, str]) -> Sealed:
        """The file behind an address."""
        return self.files[told["url"].partition("/media/")[2].partition("?")[0]]

    async def get(self, request: web.Request) -> web.StreamResponse:
        """GET: 403 once the address has ended."""
        name = request.match_info["name"]
        self.asked.append(name)
        found = self.files.get(name)
        if found is None or self._clock() >= found.until:
            return web.Response(status=403, text="<Error><Code>AccessDenied</Code></Error>")
        if found.status != 200:
            return web.Response(status=found.status)
        return await _hand_out(request, found)


async def _hand_out(request: web.Request, found: Sealed) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/octet-stream"})
    if found.filename:
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.filename)}"
    if found.announced:
        response.content_length = len(found.content)
    await response.prepare(request)
    end = len(found.content) if found.cut_at is None else found.cut_at
    for start in range(0, end, 100_000):
        await response.write(found.content[start : min(start + 100_000, end)])
    if found.cut_at is not None and request.transport is not None:
        request.transport.close()
    return response
