"""How the platform of official accounts is asked: a token of its own, calls with a time limit, files as streams."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

import aiohttp

from bot.channels.base import Download, MediaLater, MediaLost
from bot.channels.official_account_errors import BUSY, MEDIA_GONE, STALE_TOKEN, outcome
from bot.channels.wecom_api import Patience, TokenLine
from bot.channels.wecom_errors import ApiError, Unreached
from bot.channels.wecom_tokens import Source

CHUNK = 64 * 1024
#: An error, or the address of a clip, comes as a short JSON with status 200.
MOST_JSON = 64 * 1024
AGAIN = timedelta(seconds=30)

_CUT_OFF = (aiohttp.ClientError, TimeoutError, OSError, ValueError)


class OfficialApi(TokenLine):
    """The server interface of one official account."""

    def __init__(
        self,
        base: str,
        app_id: str,
        secret: str,
        patience: Patience | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        who = {"grant_type": "client_credential", "appid": app_id, "secret": secret}
        super().__init__(base, Source("token", who, lambda code: code != BUSY), STALE_TOKEN, patience, monotonic)
        self._limits = patience or Patience()

    async def upload(self, kind: str, file: Path) -> str:
        """Lays a file with the platform for three days and returns its id; raises ApiError, Unreached or OSError."""
        with await asyncio.to_thread(file.open, "rb") as content:
            answer = await self.call("POST", "media/upload", {"type": kind}, lambda: _form(content, file.name))
        media_id = answer.get("media_id")
        if not isinstance(media_id, str) or not media_id:
            raise Unreached("no media_id in the answer")
        return media_id

    @asynccontextmanager
    async def download(self, media_id: str) -> AsyncIterator[Download]:
        """A file as a stream; MediaLost and MediaLater are raised before it begins and, when it breaks off, within."""
        async with AsyncExitStack() as stack:
            response, head = await self._file(stack, media_id)
            chunks = await stack.enter_async_context(aclosing(_read(response, head)))
            found = response.content_disposition
            name = ((found.filename if found else None) or "").replace("\\", "/").rpartition("/")[2]
            yield Download(chunks, name.encode("utf-8", "replace").decode()[:200], response.content_length)

    async def _file(self, stack: AsyncExitStack, media_id: str) -> tuple[aiohttp.ClientResponse, bytes]:
        try:
            return await self.with_token(lambda token: self._begin(stack, media_id, token))
        except (ApiError, Unreached) as error:
            raise _media_error(error) from None

    async def _begin(self, stack: AsyncExitStack, media_id: str, token: str) -> tuple[aiohttp.ClientResponse, bytes]:
        """The file; of a clip the platform may tell only where it lies, and it is fetched from there."""
        response, head = await self._get(stack, self._url("media/get"), {"access_token": token, "media_id": media_id})
        told = _object(head) if head.lstrip()[:1] == b"{" else None
        if told is None:
            return response, head
        if told.get("errcode"):
            raise ApiError(_code(told["errcode"]), str(told.get("errmsg", "")))
        where = told.get("video_url") or told.get("down_url")
        if not isinstance(where, str) or not where.startswith(("http://", "https://")):
            raise Unreached("the answer is no file")
        return await self._get(stack, where, {})

    async def _get(
        self, stack: AsyncExitStack, url: str, params: Mapping[str, str]
    ) -> tuple[aiohttp.ClientResponse, bytes]:
        wait = self._limits
        limit = aiohttp.ClientTimeout(total=wait.file, connect=wait.connect, sock_read=wait.silence)
        try:
            response = await stack.enter_async_context(
                self._open().get(url, params=params, headers={"Accept-Encoding": "identity"}, timeout=limit)
            )
            head = await response.content.readany()
            while head.lstrip()[:1] == b"{" and len(head) < MOST_JSON and (more := await response.content.readany()):
                head += more
        except _CUT_OFF as error:
            raise Unreached(type(error).__name__) from None
        if response.status != 200 or not head:
            raise Unreached(f"HTTP {response.status}, or an empty file")
        return response, head


async def _read(response: aiohttp.ClientResponse, head: bytes) -> AsyncGenerator[bytes]:
    yield head
    try:
        async for chunk in response.content.iter_chunked(CHUNK):
            yield chunk
    except _CUT_OFF as error:
        raise MediaLater(f"the transfer broke off: {type(error).__name__}", AGAIN) from None


def _media_error(error: ApiError | Unreached) -> MediaLost | MediaLater:
    if isinstance(error, ApiError) and error.code in MEDIA_GONE:
        return MediaLost(f"the platform no longer has it ({error.code})")
    met = outcome(error)
    after = getattr(met, "after", None)
    return MediaLater(met.why, after or timedelta(minutes=10), ours=after is None)


def _object(head: bytes) -> Mapping[str, Any] | None:
    try:
        found = json.loads(head)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _code(told: object) -> int:
    return told if isinstance(told, int) else -1


def _form(content: BinaryIO, filename: str) -> dict[str, Any]:
    content.seek(0)
    form = aiohttp.FormData(quote_fields=False)  # the name is shown to people, %E5%A4%9C is not one
    form.add_field("media", content, filename=filename, content_type="application/octet-stream")
    return {"data": form}
