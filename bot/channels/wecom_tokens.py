"""The access token of one app or account: one for everybody in this process and, through a shelf, in all others."""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from bot.channels.wecom_errors import ApiError, Unreached

#: A token is renewed this long before it ends.
MARGIN_S = 300
#: So long a refused secret is not shown again: the platform shuts out an address that insists, for an hour.
SULK_S = 300
SULK_CODES = frozenset({40001, 40013, 45009})
#: How often, and after what pause, it is asked whether another process has the new token by now.
LOOKS, PAUSE_S = 60, 0.25

Ask = Callable[[str, str, Mapping[str, str]], Awaitable[Mapping[str, Any]]]


@dataclass(frozen=True)
class Shelved:
    """A token and for how many seconds it holds; or none, and whether it is for us to renew it."""

    token: str = ""
    lasts_s: float = 0.0
    ours: bool = False


class TokenShelf(Protocol):
    """Where all processes keep the token of an app; one of them at a time gets the lease to renew it."""

    async def look(self, app: str, stale: str) -> Shelved:
        """The token, unless it is the stale one; else whether the caller is to renew it."""

    async def keep(self, app: str, token: str, lasts_s: float) -> None:
        """Lays down a new token and gives the lease back."""

    async def give_up(self, app: str) -> None:
        """Gives the lease back without a token."""


@runtime_checkable
class SharesTokens(Protocol):
    """A channel whose tokens all processes share: it gets its shelf before `start`."""

    def share(self, shelf: TokenShelf) -> None:
        """Keeps the shelf for every token from now on."""


@dataclass(frozen=True)
class Source:
    """Where a token is to be had: by which call, for whom, and which refusals are not asked for again at once."""

    path: str
    who: Mapping[str, str] = field(repr=False)
    sulks: Callable[[int], bool] = SULK_CODES.__contains__


class Purse:
    """The token of one app: kept, renewed by one caller at a time, and not asked for again right after a refusal."""

    def __init__(self, ask: Ask, source: Source, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._ask = ask
        self._source = source
        self._app = hashlib.sha256("\n".join(source.who.values()).encode()).hexdigest()
        self._monotonic = monotonic
        self._lock = asyncio.Lock()
        self._token, self._until = "", 0.0
        self._refusal: ApiError | None = None
        self._refusal_until = 0.0
        #: Without a shelf this process keeps its tokens to itself.
        self.shelf: TokenShelf | None = None

    def forget(self) -> None:
        """Drops what is remembered of tokens and refusals, so that the next call asks afresh."""
        self._token, self._refusal = "", None

    async def token(self, stale: str = "") -> str:
        """The token; a new one when it has ended or is the ``stale`` one; raises ApiError or Unreached."""
        async with self._lock:
            if self._token and self._token != stale and self._monotonic() < self._until:
                return self._token
            if self._refusal is not None and self._monotonic() < self._refusal_until:
                raise ApiError(self._refusal.code, self._refusal.told)
            return await (self._renew() if self.shelf is None else self._shared(self.shelf, stale))

    async def _shared(self, shelf: TokenShelf, stale: str) -> str:
        for _ in range(LOOKS):
            found = await shelf.look(self._app, stale)
            if found.token:
                return self._put(found.token, found.lasts_s)
            if found.ours:
                return await self._renew_for_all(shelf)
            await asyncio.sleep(PAUSE_S)
        msg = "another process is renewing the token"
        raise Unreached(msg)

    async def _renew_for_all(self, shelf: TokenShelf) -> str:
        try:
            token = await self._renew()
        except BaseException:
            await asyncio.shield(shelf.give_up(self._app))
            raise
        await shelf.keep(self._app, token, self._until - self._monotonic())
        return token

    async def _renew(self) -> str:
        self._token = ""
        try:
            answer = await self._ask("GET", self._source.path, self._source.who)
        except ApiError as error:
            if self._source.sulks(error.code):
                self._refusal, self._refusal_until = error, self._monotonic() + SULK_S
            raise
        token, lasts = str(answer.get("access_token") or ""), answer.get("expires_in")
        if not token or not isinstance(lasts, int | float):
            raise Unreached("no token in the answer")
        return self._put(token, max(lasts - MARGIN_S, lasts / 2))

    def _put(self, token: str, lasts_s: float) -> str:
        self._token, self._until = token, self._monotonic() + lasts_s
        return token
