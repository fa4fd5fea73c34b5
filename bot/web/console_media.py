"""Photos and videos for the browser: the true type by the first bytes, in pieces, and never as a page of ours."""

import asyncio
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from aiohttp import web

from bot.web.console_door import HEADERS

_SHA256 = re.compile(r"[0-9a-f]{64}")
#: Offset, bytes and type; what stands in no line is handed out as a download.
_MAGIC: Sequence[tuple[int, bytes, str]] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (8, b"WAVE", "audio/wav"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
)
UNKNOWN = "application/octet-stream"


def kind_of(path: Path) -> str:
    """The type of a file by its first bytes."""
    with path.open("rb") as file:
        head = file.read(32)
    return next((mime for at, magic, mime in _MAGIC if head[at : at + len(magic)] == magic), UNKNOWN)


async def serve(request: web.Request, store_path: Callable[[str], Path]) -> web.StreamResponse:
    """A stored file by its SHA-256, whole or in pieces; 404 where there is none."""
    sha256 = request.match_info["sha256"]
    if not _SHA256.fullmatch(sha256):
        raise web.HTTPNotFound
    path = store_path(sha256)
    try:
        mime = await asyncio.to_thread(kind_of, path)
    except OSError as error:
        raise web.HTTPNotFound from error
    headers = {
        **HEADERS,
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Content-Type": mime,
        "Cache-Control": "private, max-age=31536000, immutable",
    }
    if mime == UNKNOWN:
        headers["Content-Disposition"] = "attachment"
    return web.FileResponse(path, headers=headers)
