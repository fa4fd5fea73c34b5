"""Files of an AI bot: fetched from an address that lives five minutes and opened as they come; laid down in pieces."""

import asyncio
import base64
import hashlib
import json
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import aiohttp

from bot.channels.base import Download, MediaLater, MediaLost
from bot.channels.crypto import PAD, cipher, key_bytes
from bot.channels.wecom_api import Patience

#: After this the platform's host gives nothing for an address any more.
LASTS = timedelta(minutes=5)
AGAIN = timedelta(seconds=20)
CHUNK = 64 * 1024
MB = 1024 * 1024
#: One piece of an upload before base64.
PIECE = 512 * 1024
#: What a file is sent as: the platform's kind and how large it may be. Of pictures one source says 2 MB, one 10.
SENT_AS = {
    ".jpg": ("image", 2 * MB),
    ".jpeg": ("image", 2 * MB),
    ".png": ("image", 2 * MB),
    ".gif": ("image", 2 * MB),
    ".mp4": ("video", 10 * MB),
}
ANY_FILE = ("file", 20 * MB)

_CUT_OFF = (aiohttp.ClientError, TimeoutError, OSError)


@dataclass(frozen=True)
class _Place:
    """Where a file lies, its key, and since when."""

    url: str
    key: str
    at: datetime


def _place_of(locator: str, key: str) -> _Place:
    try:
        told = json.loads(locator)
        found = _Place(str(told["url"]), str(told["key"]) or key, datetime.fromtimestamp(told["at"], UTC))
        key_bytes(found.key)
    except (ValueError, KeyError, TypeError, OverflowError, OSError):
        msg = "its address or its key cannot be read"
        raise MediaLost(msg) from None
    if not found.url.startswith(("https://", "http://")):
        msg = "its address is none of the web"
        raise MediaLost(msg)
    return found


class Unsealer:
    """Decrypts a file piece by piece; only the last bytes are held back, which may be padding."""

    def __init__(self, key: str) -> None:
        self._opener = cipher(key_bytes(key)).decryptor()
        self._held = b""

    def feed(self, sealed: bytes) -> bytes:
        """What is certain of the file by now."""
        plain = self._held + self._opener.update(sealed)
        self._held = plain[-PAD:]
        return plain[:-PAD]

    def finish(self) -> bytes:
        """The rest without its padding; raises ValueError when something is missing or the key is another one."""
        last = self._held + self._opener.finalize()
        count = last[-1] if last else 0
        if not 1 <= count <= PAD or not last.endswith(bytes([count]) * count):
            msg = "wrong padding"
            raise ValueError(msg)
        return last[:-count]


@asynccontextmanager
async def download(locator: str, now: datetime, patience: Patience, key: str = "") -> AsyncIterator[Download]:
    """A file as a stream, decrypted; ``key`` is the bot's own where a message brings none."""
    place = _place_of(locator, key)
    if now - place.at >= LASTS:
        raise MediaLost("its address has ended: the platform keeps it for five minutes")
    limit = aiohttp.ClientTimeout(total=patience.file, connect=patience.connect, sock_read=patience.silence)
    async with (
        aiohttp.ClientSession(timeout=limit) as session,
        _answered(session, place.url) as response,
        aclosing(_opened(response, Unsealer(place.key))) as chunks,
    ):
        yield Download(chunks, _filename(response))


@asynccontextmanager
async def _answered(session: aiohttp.ClientSession, url: str) -> AsyncIterator[aiohttp.ClientResponse]:
    headers = {"Accept-Encoding": "identity"}
    try:
        response = await session.get(url, headers=headers, allow_redirects=False)
    except (*_CUT_OFF, ValueError) as error:
        raise _broken_off(type(error).__name__) from None
    async with response:
        if response.status in (401, 403, 404, 410):
            raise MediaLost(f"the platform no longer has it (HTTP {response.status})")
        if response.status != 200:
            raise _broken_off(f"HTTP {response.status}")
        yield response


async def _opened(response: aiohttp.ClientResponse, unsealer: Unsealer) -> AsyncGenerator[bytes]:
    try:
        async for piece in response.content.iter_chunked(CHUNK):
            if plain := unsealer.feed(piece):
                yield plain
        yield unsealer.finish()
    except _CUT_OFF as error:
        raise _broken_off(type(error).__name__) from None
    except ValueError as error:
        raise _broken_off(f"it cannot be opened, {error}") from None


def _broken_off(why: str) -> MediaLater:
    return MediaLater(f"the transfer broke off: {why}", AGAIN)


def _filename(response: aiohttp.ClientResponse) -> str:
    found = response.content_disposition
    name = (found.filename if found else None) or ""
    return name.replace("\\", "/").rpartition("/")[2].encode("utf-8", "replace").decode()[:200]


class Ask(Protocol):
    """One question over the connection."""

    async def __call__(
        self, cmd: str, body: Mapping[str, Any], req_id: str = "", patience: float | None = None
    ) -> Mapping[str, Any]:
        """The answer; raises ApiError or Unreached."""


@dataclass(frozen=True)
class Laid:
    """A file of ours that the platform keeps."""

    kind: str
    media_id: str


def kind_of(file: Path, size: int) -> str:
    """What a file is sent as; empty when it is too large or too small for anything."""
    kind, most = SENT_AS.get(file.suffix.lower(), ANY_FILE)
    if size > most:
        kind, most = ANY_FILE
    return kind if 5 <= size <= most else ""


async def upload(ask: Ask, file: Path, kind: str, patience: float) -> Laid:
    """Lays a file down, one piece after the other; raises ApiError, Unreached or OSError."""
    size, md5 = await asyncio.to_thread(_measured, file)
    chunks = -(-size // PIECE)
    about = {"type": kind, "filename": _short(file), "total_size": size, "total_chunks": chunks, "md5": md5}
    begun = await ask("aibot_upload_media_init", about)
    upload_id = str(begun.get("upload_id", ""))
    for index in range(chunks):
        piece = await asyncio.to_thread(_piece, file, index)
        body = {"upload_id": upload_id, "chunk_index": index, "base64_data": base64.b64encode(piece).decode()}
        await ask("aibot_upload_media_chunk", body, patience=patience)
    ended = await ask("aibot_upload_media_finish", {"upload_id": upload_id}, patience=patience)
    return Laid(kind, str(ended.get("media_id", "")))


def _short(file: Path) -> str:
    stem = file.stem.encode()[:200].decode(errors="ignore")
    return (stem or "file") + file.suffix[:20]


def _measured(file: Path) -> tuple[int, str]:
    with file.open("rb") as content:
        md5 = hashlib.file_digest(content, "md5").hexdigest()
        return content.tell(), md5


def _piece(file: Path, index: int) -> bytes:
    with file.open("rb") as content:
        content.seek(index * PIECE)
        return content.read(PIECE)
