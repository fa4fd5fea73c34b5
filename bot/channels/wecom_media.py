"""Files of WeCom: fetched as a stream, in parts where they are large; uploaded before they are sent."""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

import aiohttp

from bot.channels.base import Download, MediaLater
from bot.channels.wecom_api import Api, Part
from bot.channels.wecom_errors import WANTS_RANGE, ApiError, Unreached, media_error

CHUNK = 64 * 1024
#: Below 20 MB however they count, and a multiple of 16 for files that lie encrypted.
SPAN = 16 * 1024 * 1024
AGAIN = timedelta(seconds=30)

_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
_CUT_OFF = (aiohttp.ClientError, TimeoutError, OSError)


@asynccontextmanager
async def download(api: Api, media_id: str) -> AsyncIterator[Download]:
    """A file as a stream; MediaLost and MediaLater are raised before it begins and, when it breaks off, within."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(api.alone(media_id))
        part = await _first(stack, api, media_id)
        total = _total_of(part)
        source = _rest(api, media_id, part, total) if total is not None else _read(part)
        chunks = await stack.enter_async_context(aclosing(source))
        size = total if total is not None else part.response.content_length
        yield Download(chunks, _filename(part), size)


async def _first(stack: AsyncExitStack, api: Api, media_id: str) -> Part:
    params = {"media_id": media_id}
    try:
        try:
            return await stack.enter_async_context(api.stream("media/get", params))
        except ApiError as error:
            if error.code != WANTS_RANGE:
                raise
        return await stack.enter_async_context(api.stream("media/get", params, (0, SPAN - 1)))
    except (ApiError, Unreached) as error:
        raise media_error(error) from None


async def _read(part: Part) -> AsyncGenerator[bytes]:
    yield part.head
    try:
        async for chunk in part.response.content.iter_chunked(CHUNK):
            yield chunk
    except _CUT_OFF as error:
        raise _broken_off(type(error).__name__) from None


async def _rest(api: Api, media_id: str, part: Part, total: int) -> AsyncGenerator[bytes]:
    """The first part, then the others, each of which must begin where the last one ended."""
    at = 0
    async for chunk in _read(part):
        at += len(chunk)
        yield chunk
    while at < total:
        async with _later_part(api, media_id, at, total) as more:
            begun = at
            async for chunk in _read(more):
                at += len(chunk)
                yield chunk
        if at == begun:
            raise _broken_off("an empty part")
    if at != total:
        raise _broken_off("another length than announced")


@asynccontextmanager
async def _later_part(api: Api, media_id: str, at: int, total: int) -> AsyncIterator[Part]:
    async with AsyncExitStack() as stack:
        try:
            span = (at, min(at + SPAN, total) - 1)
            part = await stack.enter_async_context(api.stream("media/get", {"media_id": media_id}, span))
        except (ApiError, Unreached) as error:
            raise media_error(error) from None
        found = _range_of(part)
        if found is None or (found.start, found.total) != (at, total):
            raise _broken_off("another part than asked for")
        yield part


@dataclass(frozen=True)
class _Range:
    start: int
    total: int


def _range_of(part: Part) -> _Range | None:
    told = _CONTENT_RANGE.fullmatch(part.response.headers.get("Content-Range", "").strip())
    if part.response.status != 206 or told is None:
        return None
    return _Range(int(told.group(1)), int(told.group(3)))


def _total_of(part: Part) -> int | None:
    found = _range_of(part)
    return found.total if found is not None else None


def _broken_off(why: str) -> MediaLater:
    return MediaLater(f"the transfer broke off: {why}", AGAIN)


def _filename(part: Part) -> str:
    found = part.response.content_disposition
    name = (found.filename if found else None) or ""
    return name.replace("\\", "/").rpartition("/")[2].encode("utf-8", "replace").decode()[:200]


async def upload(api: Api, kind: str, file: Path) -> str:
    """Lays a file with the platform for three days and returns its id; raises ApiError, Unreached or OSError."""
    with await asyncio.to_thread(file.open, "rb") as content:
        answer = await api.call("POST", "media/upload", {"type": kind}, lambda: _form(content, file.name))
    return str(answer.get("media_id", ""))


def _form(content: BinaryIO, filename: str) -> dict[str, Any]:
    content.seek(0)
    form = aiohttp.FormData(quote_fields=False)  # the name is shown to people, %E5%A4%9C is not one
    form.add_field("media", content, filename=filename, content_type="application/octet-stream")
    return {"data": form}
