"""The platform of tests/platform in a process of its own: `python -m tests.bench.qyapi SECONDS` prints its port.

Files are made when they are asked for: media_id ``photo-7`` and ``clip-7`` are a small picture and a small clip, each
one distinct; ``large-7`` is a clip of 10 MB that takes so many seconds.
"""

import asyncio
import struct
import sys
from collections.abc import Iterator

from aiohttp import web

from bot.demo import clips
from tests.bench.letters import CALLER
from tests.bench.servers import serve
from tests.platform.shelf import MB, Item, Shelf
from tests.platform.wecom import WeCom

PHOTO, CLIP, LARGE = 200 * 1024, 500 * 1024, 10 * MB
PIECE = 64 * 1024
FOR_EVER = 4e9


def media_id(kind: str, number: int) -> str:
    """The id of a file."""
    return f"{kind}-{number}"


class Endless(dict[str, Item]):
    """Every file that has a name like ours."""

    def __init__(self) -> None:
        super().__init__()
        self._photo, self._clip = clips.image(1), clips.video(1, seconds=2)

    def get(self, name: str, default: Item | None = None) -> Item | None:  # type: ignore[override]
        """The file of a name."""
        kind, _, number = name.partition("-")
        if kind == "photo":
            return Item(self._photo + number.encode().ljust(PHOTO - len(self._photo), b"\0"), until=FOR_EVER)
        if kind in ("clip", "large"):
            size = CLIP if kind == "clip" else LARGE
            return Item(_padded(self._clip, number, size), f"{name}.mp4", "video/mp4", until=FOR_EVER)
        return super().get(name, default)


def _padded(clip: bytes, number: str, size: int) -> bytes:
    """The same clip with a box at its end that players skip."""
    room = size - len(clip)
    return clip + struct.pack(">I4s", room, b"free") + number.encode().ljust(room - 8, b"\0")


class SlowShelf(Shelf):
    """Hands out large files in small pieces, as a platform behind a thin line does."""

    seconds = 0.0

    async def get(self, request: web.Request) -> web.StreamResponse:
        """A large file at its pace, any other at once."""
        name = request.query.get("media_id", "")
        item = self.items.get(name)
        if item is None or not name.startswith("large-"):
            return await super().get(request)
        response = web.StreamResponse(headers={"Content-Type": "video/mp4", "Content-Length": str(len(item.content))})
        await response.prepare(request)
        pieces = list(_pieces(item.content))
        for piece in pieces:
            await response.write(piece)
            await asyncio.sleep(self.seconds / len(pieces))
        return response


def _pieces(content: bytes) -> Iterator[bytes]:
    return (content[start : start + PIECE] for start in range(0, len(content), PIECE))


class Anybody(set[str]):
    """A corp in which everybody is a member."""

    def __contains__(self, member: object) -> bool:
        return True


class Corp(WeCom):
    """A corp without limits to messages: its search through all that arrived would cost more than the bot."""

    def _over(self, app: object, user: str) -> str:
        return ""


def platform(seconds: float) -> WeCom:
    """The corp of the letters, with every member and every file."""
    made = Corp(CALLER.corp_id)
    made.members = Anybody()
    made.shelf = SlowShelf(made.clock)
    made.shelf.seconds = seconds
    made.shelf.items = Endless()
    return made


def main() -> None:
    """Serves until SIGTERM."""
    asyncio.run(serve(platform(float(sys.argv[1])).app()))


if __name__ == "__main__":
    main()
