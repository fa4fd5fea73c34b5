"""How WeCom is asked: one token for everybody, calls with a time limit, files as streams.

No address leaves this file: it carries the secret or the token.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import aiohttp

from bot.channels.wecom_errors import STALE_TOKEN, TOO_OFTEN, ApiError, Unreached
from bot.channels.wecom_tokens import Purse, Source, TokenShelf

T = TypeVar("T")

OFFICIAL = "https://qyapi.weixin.qq.com"
#: So many calls of one interface at once; above an unpublished number the platform refuses them all (45033).
AT_ONCE = 5
#: So long an interface that was called too often is left in peace: each further call makes the block longer.
REST_S = 60
#: An error comes as a short JSON with status 200.
MOST_ERROR = 64 * 1024

_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)
_BROKEN = (aiohttp.ClientError, TimeoutError, OSError)


@dataclass(frozen=True)
class Patience:
    """How long the platform may take, in seconds."""

    connect: float = 5
    answer: float = 15
    silence: float = 30  # between two pieces of a file
    file: float = 480


@dataclass(frozen=True)
class Part:
    """A file that has begun to come: its first bytes are known to be no error message."""

    response: aiohttp.ClientResponse
    head: bytes


@dataclass
class _Waiting:
    """Those who want the same file."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    count: int = 0


class Line:
    """Calls to the server interface, each with its time limit."""

    def __init__(self, base: str, patience: Patience | None = None) -> None:
        self._base = (base or OFFICIAL).rstrip("/")
        self._patience = patience or Patience()
        self._session: aiohttp.ClientSession | None = None
        self._turns: dict[str, asyncio.Semaphore] = {}

    async def close(self) -> None:
        """Closes the connections; the next call opens new ones."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def ask(
        self, method: str, path: str, params: Mapping[str, str], *, once: bool = False, **body: Any
    ) -> Mapping[str, Any]:
        """The answer to one call; raises ApiError or Unreached, in which nothing of the address stands.

        ``once`` says that doing it twice matters, so that a lost answer is told as one.
        """
        limit = aiohttp.ClientTimeout(total=self._patience.answer, connect=self._patience.connect)
        try:
            async with (
                self._turn(path),
                self._open().request(
                    method, self._url(path), params=params, timeout=limit, allow_redirects=False, **body
                ) as response,
            ):
                return _answer(response.status, await response.read(), once=once)
        except _NOT_SENT as error:
            raise Unreached(type(error).__name__) from None
        except _BROKEN as error:
            raise Unreached(type(error).__name__, lost_answer=once) from None

    @asynccontextmanager
    async def _turn(self, path: str) -> AsyncIterator[None]:
        """One of the few calls of an interface that go at the same time; raises Unreached when none is free in time."""
        turns = self._turns.setdefault(path, asyncio.Semaphore(AT_ONCE))
        try:
            async with asyncio.timeout(self._patience.connect):
                await turns.acquire()
        except TimeoutError:
            raise Unreached("too many calls wait for their answer") from None
        try:
            yield
        finally:
            turns.release()

    def _url(self, path: str) -> str:
        return f"{self._base}/cgi-bin/{path}"

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            # the platform refuses \uxxxx; and an idle connection that it has closed looks like a lost answer
            connector = aiohttp.TCPConnector(keepalive_timeout=10)
            self._session = aiohttp.ClientSession(connector=connector, json_serialize=_utf8_json)
        return self._session


class TokenLine(Line):
    """Calls that carry a token, which is renewed once where the platform says that it is dead."""

    def __init__(
        self,
        base: str,
        source: Source,
        stale: Collection[int],
        patience: Patience | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(base, patience)
        self._monotonic = monotonic
        self._stale = stale
        self._purse = Purse(self.ask, source, monotonic)

    def share(self, shelf: TokenShelf) -> None:
        """Keeps the token where the other processes find it, and takes theirs."""
        self._purse.shelf = shelf

    def forget(self) -> None:
        """Drops what is remembered of tokens and refusals, so that the next call asks afresh."""
        self._purse.forget()

    async def token(self) -> str:
        """The token, a new one when it has ended; raises ApiError or Unreached."""
        return await self._purse.token()

    async def with_token(self, asks: Callable[[str], Awaitable[T]]) -> T:
        """What a call comes to, made again with a new token where the first was dead; raises ApiError or Unreached."""
        token = await self._purse.token()
        try:
            return await asks(token)
        except ApiError as error:
            if error.code not in self._stale:
                raise
        return await asks(await self._purse.token(stale=token))

    async def call(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None = None,
        body: Callable[[], Mapping[str, Any]] = dict,
        *,
        once: bool = False,
    ) -> Mapping[str, Any]:
        """The answer to a call; raises ApiError or Unreached.

        ``body`` makes the keywords of the request, afresh for each try. ``once`` says that doing it twice matters, so
        that a lost answer is told as one.
        """
        asked = dict(params or {})
        return await self.with_token(
            lambda token: self.ask(method, path, asked | {"access_token": token}, once=once, **body())
        )


class Api(TokenLine):
    """The server interface of one app of one corp."""

    def __init__(
        self,
        base: str,
        corp_id: str,
        secret: str,
        patience: Patience | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        source = Source("gettoken", {"corpid": corp_id, "corpsecret": secret})
        super().__init__(base, source, STALE_TOKEN, patience, monotonic)
        self._resting: dict[str, float] = {}
        self._files: dict[str, _Waiting] = {}

    def forget(self) -> None:
        """Drops what is remembered of tokens and refusals, so that the next call asks afresh."""
        super().forget()
        self._resting.clear()

    async def call(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None = None,
        body: Callable[[], Mapping[str, Any]] = dict,
        *,
        once: bool = False,
    ) -> Mapping[str, Any]:
        """The same, unless it was called too often a moment ago."""
        with self._sparing(path):
            return await super().call(method, path, params, body, once=once)

    @asynccontextmanager
    async def stream(
        self, path: str, params: Mapping[str, str], span: tuple[int, int] | None = None
    ) -> AsyncIterator[Part]:
        """A file, or the bytes ``span`` of it (both ends counted); raises ApiError or Unreached before it begins."""
        async with AsyncExitStack() as stack:
            with self._sparing(path):
                await stack.enter_async_context(self._turn(path))
                part = await self.with_token(
                    lambda token: self._begin(stack, path, {**params, "access_token": token}, span)
                )
            yield part

    @asynccontextmanager
    async def alone(self, media_id: str) -> AsyncIterator[None]:
        """One download of a file at a time: the platform refuses whoever asks for the same one side by side (45033)."""
        waiting = self._files.setdefault(media_id, _Waiting())
        waiting.count += 1
        try:
            async with waiting.lock:
                yield
        finally:
            waiting.count -= 1
            if not waiting.count:
                del self._files[media_id]

    @contextmanager
    def _sparing(self, path: str) -> Iterator[None]:
        """Raises what the platform has just said of being asked too often, and notes when it says so."""
        if self._monotonic() < self._resting.get(path, 0.0):
            raise ApiError(TOO_OFTEN)
        try:
            yield
        except ApiError as error:
            if error.code == TOO_OFTEN:
                self._resting[path] = self._monotonic() + REST_S
            raise

    async def _begin(
        self, stack: AsyncExitStack, path: str, params: Mapping[str, str], span: tuple[int, int] | None
    ) -> Part:
        wait = self._patience
        limit = aiohttp.ClientTimeout(total=wait.file, connect=wait.connect, sock_read=wait.silence)
        headers = {"Accept-Encoding": "identity"}
        if span is not None:
            headers["Range"] = f"bytes={span[0]}-{span[1]}"
        try:
            response = await stack.enter_async_context(
                self._open().get(self._url(path), params=params, headers=headers, timeout=limit)
            )
            return Part(response, await _file_head(response))
        except _BROKEN as error:
            raise Unreached(type(error).__name__) from None


def _utf8_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _answer(status: int, body: bytes, *, once: bool) -> Mapping[str, Any]:
    found = _json_object(body)
    _raise_for(found or {})
    if found is None or status >= 400:
        raise Unreached(f"HTTP {status}", lost_answer=once and not 400 <= status < 500)
    return found


def _json_object(body: bytes) -> Mapping[str, Any] | None:
    try:
        found = json.loads(body)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _raise_for(found: Mapping[str, Any]) -> None:
    code = found.get("errcode", 0)
    if code:
        raise ApiError(code if isinstance(code, int) else -1, str(found.get("errmsg", "")))


async def _file_head(response: aiohttp.ClientResponse) -> bytes:
    """The first bytes of a file; an error that comes in its place, with status 200, is raised."""
    if response.status not in (200, 206):
        raise Unreached(f"HTTP {response.status}")
    head = await response.content.readany()
    if not head:
        raise Unreached("an empty file")
    announced = response.content_type == "application/json"
    if announced or head.lstrip()[:1] == b"{":
        head = await _all_of_error(response, head)
        _raise_for(_json_object(head) or {})
    if announced:
        raise Unreached("the answer is no file")
    return head


async def _all_of_error(response: aiohttp.ClientResponse, head: bytes) -> bytes:
    while len(head) < MOST_ERROR and (more := await response.content.readany()):
        head += more
    return head
