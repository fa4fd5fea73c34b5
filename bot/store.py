"""The media store: each file under its SHA-256, written once, safe on disk before anything says so."""

import asyncio
import errno
import hashlib
import os
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

MB = 1024 * 1024
_PIECE = 1 * MB
_SHA256 = re.compile(r"[0-9a-f]{64}")
#: What a crash left half written is swept after this.
_ABANDONED = timedelta(days=1)


class FileTooLarge(Exception):
    """A file above the size that one file may have."""


class CutShort(Exception):
    """Fewer or more bytes came than were announced."""


@dataclass(frozen=True)
class Kept:
    """A file in the store."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Found:
    """A file as a walk through the store finds it: sound when its bytes still have the digest of its name."""

    path: Path
    sha256: str
    sound: bool


def path_of(root: Path, sha256: str) -> Path:
    """Where the store in a folder keeps a file; raises ValueError for what is no digest."""
    if not _SHA256.fullmatch(sha256):
        msg = "not a SHA-256"
        raise ValueError(msg)
    return root / sha256[:2] / sha256[2:4] / sha256


class Store:
    """Files by digest below one folder; the same bytes are kept once."""

    def __init__(
        self,
        root: Path,
        max_file_bytes: int = 200 * MB,
        max_night_bytes: int | None = None,
        reserve_bytes: int = 64 * MB,
    ) -> None:
        self.root = root
        self.max_file_bytes = max_file_bytes
        self.max_night_bytes = max_night_bytes  # counted by whoever fetches
        self._reserve = reserve_bytes  # room that is left for the database
        self._scratch = root / "tmp"

    async def keep(self, chunks: AsyncIterator[bytes], announced: int | None = None) -> Kept:
        """Stores what comes; raises FileTooLarge, CutShort, or OSError (ENOSPC when the disk is nearly full)."""
        if announced is not None and announced > self.max_file_bytes:
            raise FileTooLarge(announced)
        draft = await asyncio.to_thread(self._draft, announced or 0)
        try:
            async for piece in _pieces(chunks):
                if draft.size + len(piece) > self.max_file_bytes:
                    raise FileTooLarge(draft.size + len(piece))
                await asyncio.to_thread(draft.write, piece)
            if announced is not None and draft.size != announced:
                raise CutShort(f"{draft.size} of {announced} bytes")
            return await asyncio.to_thread(self._settle, draft)
        finally:
            draft.discard()

    def adopt(self, path: Path) -> Kept:
        """Stores a file of ours and takes it away from where it was."""
        with path.open("rb") as source:
            kept = self.keep_file(source)
        path.unlink()
        return kept

    def keep_file(self, source: BinaryIO) -> Kept:
        """Stores a copy of an open file; blocks, so call it from a thread."""
        draft = self._draft(0)
        try:
            while piece := source.read(_PIECE):
                draft.write(piece)
            return self._settle(draft)
        finally:
            draft.discard()

    def path(self, sha256: str) -> Path:
        """Where a file lies or would lie; raises ValueError for what is no digest."""
        return path_of(self.root, sha256)

    def has(self, sha256: str) -> bool:
        """Whether a file is there."""
        return self.path(sha256).is_file()

    def open(self, sha256: str) -> BinaryIO:
        """A file to read; raises FileNotFoundError."""
        return self.path(sha256).open("rb")

    def scratch(self) -> Path:
        """A name for a file that is being made, on the same disk."""
        self._scratch.mkdir(parents=True, exist_ok=True)
        return self._scratch / uuid4().hex

    def walk(self) -> Iterator[Found]:
        """Every file, read through and compared with its name; a name that is no digest is unsound."""
        for path in sorted(self.root.glob("??/??/*")):
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            yield Found(path, path.name, digest == path.name)

    def sweep(self, now: datetime) -> int:
        """Removes what a crash left half written; how many files."""
        old = [one for one in self._scratch.glob("*") if one.stat().st_mtime < (now - _ABANDONED).timestamp()]
        for one in old:
            one.unlink(missing_ok=True)
        return len(old)

    def _draft(self, size: int) -> "_Draft":
        scratch = self.scratch()
        if shutil.disk_usage(self._scratch).free < size + self._reserve:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return _Draft(scratch)

    def _settle(self, draft: "_Draft") -> Kept:
        kept = draft.finish()
        path = self.path(kept.sha256)
        if path.is_file() and path.stat().st_size == kept.size:
            return kept
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.path.replace(path)
        for folder in (path.parent, path.parent.parent, self.root):
            _sync_folder(folder)
        return kept


class _Draft:
    """A file that is being written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self._file = path.open("xb")
        self._digest = hashlib.sha256()

    def write(self, piece: bytes) -> None:
        """Adds bytes."""
        self._file.write(piece)
        self._digest.update(piece)
        self.size += len(piece)

    def finish(self) -> Kept:
        """Makes it safe on disk and tells its digest."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return Kept(self._digest.hexdigest(), self.size)

    def discard(self) -> None:
        """Removes it, unless it has moved to its place."""
        with suppress(OSError):  # closing may fail once more on a full disk
            self._file.close()
        self.path.unlink(missing_ok=True)


async def _pieces(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Small chunks gathered, so that a file of 200 MB is not a thousand hops to a thread."""
    gathered = bytearray()
    async for chunk in chunks:
        gathered += chunk
        if len(gathered) >= _PIECE:
            yield bytes(gathered)
            gathered.clear()
    if gathered:
        yield bytes(gathered)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # folders cannot be opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
