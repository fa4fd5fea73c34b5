"""What a file from outside is: its type from its bytes, its size, its length, and a preview that every browser shows.

The decoders run in a process of their own (`bot/probe_worker.py`), started when the first file comes, stopped when it
takes too long, and renewed after some files. Nothing here raises for what a file contains.
"""

import asyncio
import json
import logging
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)

WORKER = Path(__file__).with_name("probe_worker.py")
UNKNOWN = "application/octet-stream"
HEAD = 512

_SIGNATURES: Sequence[tuple[int, bytes, str]] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (8, b"AVI ", "video/x-msvideo"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
)
#: The brand in the first box of the family of MP4; any other brand is taken for a clip.
_BRANDS: Mapping[bytes, str] = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heic",
    b"avif": "image/avif",
    b"qt  ": "video/quicktime",
    b"3gp4": "video/3gpp",
    b"3gp5": "video/3gpp",
    b"3gp6": "video/3gpp",
    b"M4A ": "audio/mp4",
}
_OLD_MOVIES = frozenset({b"moov", b"mdat", b"wide"})

#: Types that the worker looks into; the others are told by their signature alone.
_LOOKED_AT = ("image/", "video/", "audio/amr")


@dataclass(frozen=True)
class Probed:
    """What was found out; ``preview`` is a new file that the caller takes over, ``error`` says what could not be."""

    mime: str
    width: int | None = None
    height: int | None = None
    duration_s: float | None = None
    preview: Path | None = None
    error: str = ""


def mime_of(head: bytes) -> str:
    """The type of a file by its first bytes, whatever its name says."""
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    for start, mark, mime in _SIGNATURES:
        if head.startswith(mark, start):
            return mime
    if head[4:8] in _OLD_MOVIES:
        return "video/quicktime"
    if len(head) > 188 and head[0] == head[188] == 0x47:
        return "video/mp2t"
    return UNKNOWN


def mime_of_file(path: Path) -> str:
    """The type of a file on our disk; raises OSError."""
    with path.open("rb") as file:
        return mime_of(file.read(HEAD))


class _Died(Exception):
    """The worker ended without an answer."""


class Probe:
    """Looks into one file at a time."""

    def __init__(self, patience_s: float = 20.0, files: int = 50, command: Sequence[str] = ()) -> None:
        self._patience_s = patience_s
        self._files = files
        self._command = tuple(command) or (sys.executable, "-I", str(WORKER))
        self._lock = asyncio.Lock()
        self._worker: Process | None = None
        self._served = 0

    async def __call__(self, path: Path, scratch: Path) -> Probed:
        """What a file is; a preview, if there is one, is made beside ``scratch`` with an ending of its own."""
        try:
            mime = await asyncio.to_thread(mime_of_file, path)
        except OSError as error:
            return Probed(UNKNOWN, error=f"it cannot be read: {type(error).__name__}")
        if not mime.startswith(_LOOKED_AT):
            return Probed(mime)
        still, clip = scratch.with_suffix(".jpg"), scratch.with_suffix(".mp4")
        request = {"path": str(path), "mime": mime, "still": str(still), "clip": str(clip)}
        async with self._lock:
            told = await self._answer(request)
        return _probed(told, mime, (still, clip))

    async def close(self) -> None:
        """Ends the worker."""
        async with self._lock:
            await self._stop()

    async def _answer(self, request: Mapping[str, str]) -> Mapping[str, object]:
        try:
            return await self._ask(request)
        except TimeoutError:
            log.warning("a file took the decoder more than %s s", self._patience_s)
            return {"error": "the decoder took too long"}
        except _Died:
            if not self._served:
                return {"error": "the decoder died"}
        # the files before may have used it up: this one gets a fresh one
        self._served = 0
        return await self._answer(request)

    async def _ask(self, request: Mapping[str, str]) -> Mapping[str, object]:
        worker = await self._ready()
        done = False
        try:
            async with asyncio.timeout(self._patience_s):
                answer = await _exchange(worker, request)
            done = True
            self._served += 1
            return answer
        finally:
            if not done:
                await self._stop()

    async def _ready(self) -> Process:
        if self._worker is not None and self._served >= self._files:
            await self._stop()
        if self._worker is None:
            self._served = 0
            self._worker = await asyncio.create_subprocess_exec(
                *self._command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=_bare_environment()
            )
        return self._worker

    async def _stop(self) -> None:
        worker, self._worker = self._worker, None
        if worker is None:
            return
        with suppress(ProcessLookupError):
            worker.kill()
        await worker.communicate()  # also closes the pipes


async def _exchange(worker: Process, request: Mapping[str, str]) -> Mapping[str, object]:
    assert worker.stdin is not None  # noqa: S101 - both are pipes
    assert worker.stdout is not None  # noqa: S101
    try:
        worker.stdin.write(json.dumps(request).encode() + b"\n")
        await worker.stdin.drain()
        line = await worker.stdout.readline()
        answer = json.loads(line)
    except (OSError, ValueError) as error:
        raise _Died from error
    if not isinstance(answer, dict):
        raise _Died
    return answer


def _bare_environment() -> dict[str, str]:
    """No secret of the bot's environment reaches the decoders."""
    kept = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"MALLOC_ARENA_MAX": "2"}


def _probed(told: Mapping[str, object], mime: str, made: Sequence[Path]) -> Probed:
    """The worker's answer, not trusted further than its types; what it made and did not name goes away."""
    preview = next((one for one in made if str(one) == told.get("preview") and one.is_file()), None)
    for one in made:
        if one != preview:
            one.unlink(missing_ok=True)
    return Probed(
        mime=_text(told, "mime") or mime,
        width=_whole(told, "width"),
        height=_whole(told, "height"),
        duration_s=_seconds(told, "duration_s"),
        preview=preview,
        error=_text(told, "error")[:200],
    )


def _text(told: Mapping[str, object], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""


def _whole(told: Mapping[str, object], name: str) -> int | None:
    value = told.get(name)
    return value if isinstance(value, int) and 0 < value < 2**31 else None


def _seconds(told: Mapping[str, object], name: str) -> float | None:
    value = told.get(name)
    return float(value) if isinstance(value, int | float) and 0 <= value < 10**7 else None
