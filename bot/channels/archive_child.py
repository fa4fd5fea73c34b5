"""The bot's end of the process that calls the vendor's library: started when it is needed, and again when it died.

What the library objects to comes as LibraryError; a process that is gone as Died, and the next request starts another.
"""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.channels.archive_library import LibraryError, Unusable
from bot.channels.archive_worker import HEAD, frame

_ROOT = Path(__file__).parent.parent.parent
#: The same call may go well: the network, an answer that was cut off, the system (facts of the vendor).
AGAIN = frozenset({10001, 10002, 10003})
#: No answer is longer: a page of a thousand records, each of a few kilobytes.
MOST = 64 * 1024 * 1024
#: So long a process may take to end by itself.
GOODBYE_S = 0.5
#: A record that it died of so often alone is the reason.
DEADLY = 3
#: After so many records that it died of, and none that it opened, it is not the records.
HOPELESS = 3


class Died(Exception):
    """The process ended, or was ended because it took too long, without an answer."""


@dataclass(frozen=True)
class Entry:
    """What the library is loaded with; nothing of it is ever shown."""

    library: str
    corp_id: str
    secret: str
    proxy: str = ""
    proxy_login: str = ""

    def request(self, timeout_s: int) -> Mapping[str, Any]:
        """The first request of a process."""
        return {
            "call": "init",
            "path": self.library,
            "corp_id": self.corp_id,
            "secret": self.secret,
            "proxy": self.proxy,
            "proxy_login": self.proxy_login,
            "timeout_s": timeout_s,
        }


@dataclass(frozen=True)
class Patience:
    """How long a call may take, and the pauses before it is made again, in seconds."""

    call: int = 10  # the library's own limit
    margin: float = 20  # what it may take beyond that before its process is ended
    pauses: tuple[float, ...] = (1, 3)


@dataclass(frozen=True)
class Told:
    """An answer: its fields, and the bytes of a file."""

    fields: Mapping[str, Any]
    content: bytes


class Child:
    """One process with the library; asked by one at a time."""

    def __init__(self, entry: Entry, patience: Patience | None = None) -> None:
        self._entry = entry
        self._patience = patience or Patience()
        self._lock = asyncio.Lock()
        self._process: Process | None = None

    async def close(self) -> None:
        """Ends the process, whatever it is doing."""
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()
        async with self._lock:
            await self._stop()

    async def page(self, seq: int, limit: int) -> str:
        """The records after a sequence number, as JSON."""
        return str((await self._ask_again({"call": "chat", "seq": seq, "limit": limit})).fields.get("page", ""))

    async def opened(self, sealed: Sequence[tuple[str, str]]) -> list[str | None]:
        """What records say, None for each that cannot be opened, also because the library dies of it."""
        try:
            return await self._open(sealed)
        except Died:
            return await self._one_by_one(sealed)

    async def _open(self, sealed: Sequence[tuple[str, str]]) -> list[str | None]:
        told = await self._ask({"call": "open", "sealed": [list(one) for one in sealed]})
        return list(told.fields["opened"])

    async def _one_by_one(self, sealed: Sequence[tuple[str, str]]) -> list[str | None]:
        found: list[str | None] = []
        for one in sealed:
            found.append(await self._alone(one))
            if len(found) == HOPELESS and not any(found):
                raise Died("it dies of every record")
        return found

    async def _alone(self, sealed: tuple[str, str]) -> str | None:
        """What one record says; that the library died once may have been an accident."""
        for _ in range(DEADLY):
            with suppress(Died):
                return (await self._open([sealed]))[0]
        return None

    async def piece(self, file_id: str, index: str) -> Told:
        """A piece of a file, with where the next begins."""
        return await self._ask_again({"call": "media", "file": file_id, "index": index})

    async def _ask_again(self, request: Mapping[str, Any]) -> Told:
        """The answer to a call that changes nothing: what may pass is asked again with the same arguments."""
        for pause in self._patience.pauses:
            try:
                return await self._ask(request)
            except LibraryError as error:
                if error.code not in AGAIN:
                    raise
            await asyncio.sleep(pause)
        return await self._ask(request)

    async def _ask(self, request: Mapping[str, Any]) -> Told:
        async with self._lock:
            done = False
            try:
                async with asyncio.timeout(self._patience.call + self._patience.margin):
                    told = await _exchange(await self._ready(), request)
                done = True
            except TimeoutError as error:
                raise Died("it took too long") from error
            finally:
                if not done:
                    await self._stop()
        return _checked(told)

    async def _ready(self) -> Process:
        if self._process is None:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-s", "-m", "bot.channels.archive_worker"),
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                env=_bare_environment(),
            )
            _checked(await _exchange(self._process, self._entry.request(self._patience.call)))
        return self._process

    async def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()  # which ends one that is not in the middle of a call
        try:
            async with asyncio.timeout(GOODBYE_S):
                await process.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
        await process.communicate()  # also closes the pipes


async def _exchange(process: Process, request: Mapping[str, Any]) -> Told:
    assert process.stdin is not None  # noqa: S101 - both are pipes
    assert process.stdout is not None  # noqa: S101
    try:
        process.stdin.write(frame(request))
        await process.stdin.drain()
        fields, content = HEAD.unpack(await process.stdout.readexactly(HEAD.size))
        if fields + content > MOST:
            raise Died("an answer that is too long")
        told = json.loads(await process.stdout.readexactly(fields))
        return Told(told, await process.stdout.readexactly(content))
    except (OSError, EOFError, ValueError) as error:
        raise Died(type(error).__name__) from error


def _checked(told: Told) -> Told:
    if "unusable" in told.fields:
        raise Unusable(told.fields["unusable"])
    if "code" in told.fields:
        raise LibraryError(told.fields["code"])
    return told


def _bare_environment() -> dict[str, str]:
    """No secret of the bot's environment reaches the library."""
    kept = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"PYTHONPATH": str(_ROOT)}
