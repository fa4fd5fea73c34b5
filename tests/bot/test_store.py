"""The media store: once, whole, safe on disk, and never in memory."""

import hashlib
import io
import os
import tracemalloc
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import store
from bot.media import Store, path_of
from bot.store import CutShort, FileTooLarge, Kept

NOW = datetime(2026, 3, 14, 16, 30, tzinfo=UTC)
STILL = b"\xff\xd8\xff still"


async def chunks_of(content: bytes, size: int = 1000) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


async def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    kept = Store(tmp_path)
    first = await kept.keep(chunks_of(b"clip"))
    assert first == Kept(hashlib.sha256(b"clip").hexdigest(), 4)
    assert await kept.keep(chunks_of(b"clip"), announced=4) == first
    assert kept.keep_file(io.BytesIO(b"clip")) == first
    assert [one.sha256 for one in kept.walk()] == [first.sha256]
    assert path_of(tmp_path, first.sha256) == kept.path(first.sha256)
    assert kept.path(first.sha256).relative_to(tmp_path).parts[:2] == (first.sha256[:2], first.sha256[2:4])
    with kept.open(first.sha256) as file:
        assert file.read() == b"clip"


async def test_a_file_too_large_or_cut_short_leaves_nothing(tmp_path: Path) -> None:
    kept = Store(tmp_path, max_file_bytes=2_000_000)
    with pytest.raises(FileTooLarge):
        await kept.keep(chunks_of(b""), announced=2_000_001)
    with pytest.raises(FileTooLarge):
        await kept.keep(chunks_of(b"x" * 2_000_001, 64_000))
    with pytest.raises(CutShort):
        await kept.keep(chunks_of(b"half"), announced=8)
    assert _files(tmp_path) == []


def _files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_an_adopted_file_moves_in(tmp_path: Path) -> None:
    kept = Store(tmp_path / "media")
    made = kept.scratch()
    made.write_bytes(STILL)
    adopted = kept.adopt(made)
    assert kept.has(adopted.sha256)
    assert not made.exists()


def test_a_walk_finds_what_was_changed(tmp_path: Path) -> None:
    kept = Store(tmp_path)
    whole, spoilt = (kept.keep_file(io.BytesIO(content)) for content in (b"one", b"two"))
    kept.path(spoilt.sha256).write_bytes(b"2wo")
    assert {one.sha256: one.sound for one in kept.walk()} == {whole.sha256: True, spoilt.sha256: False}
    kept.path(spoilt.sha256).write_bytes(b"cut")
    kept.path(spoilt.sha256).write_bytes(b"c")
    kept.keep_file(io.BytesIO(b"two"))  # comes again: a file of another length is replaced
    assert all(one.sound for one in kept.walk())


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_only_digests_have_a_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        Store(tmp_path).path(name)


def test_what_a_crash_left_is_swept_after_a_day(tmp_path: Path) -> None:
    kept = Store(tmp_path)
    old, new = kept.scratch(), kept.scratch()
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (NOW.timestamp() - 90_000,) * 2)
    os.utime(new, (NOW.timestamp(),) * 2)
    assert kept.sweep(NOW) == 1
    assert (old.exists(), new.exists()) == (False, True)


async def test_a_large_file_never_lies_in_memory(tmp_path: Path) -> None:
    async def much() -> AsyncIterator[bytes]:
        for _ in range(512):
            yield os.urandom(64 * 1024)

    tracemalloc.start()
    try:
        kept = await Store(tmp_path).keep(much(), announced=32 * store.MB)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert kept.size == 32 * store.MB
    assert peak < 8 * store.MB
