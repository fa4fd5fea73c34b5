"""Files are fetched before they are forgotten: kept once, looked into, tried again, or asked for again."""

import asyncio
import errno
import hashlib
import io
import os
import tracemalloc
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_aiohttp.plugin import AiohttpServer
from sqlmodel import Session, SQLModel, select

from bot import media, store
from bot.channels.base import Address, Channel, Download, Health, Limit, MediaLater, MediaLost, Outcome, Parcel, Sent
from bot.media import Store, fetch_wanted, path_of
from bot.probe import Probe, Probed
from bot.store import CutShort, FileTooLarge, Kept
from bot.work import Work
from models import db, inbox
from models.inbox import Attachment, AttachmentStatus, Incoming, IncomingMedia, MessageKind
from tests import clips
from tests.platform.demo_corp import Watch, connected
from tests.platform.wecom import WeCom

NOW = datetime(2026, 3, 14, 16, 30, tzinfo=UTC)
STILL = b"\xff\xd8\xff still"


async def chunks_of(content: bytes, size: int = 1000) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


@dataclass
class Shelf:
    """A channel that has files, and moods."""

    name: str = "app"
    kind: str = "shelf"
    max_bytes: int = 2048
    limits: tuple[Limit, ...] = ()
    files: dict[str, bytes | Exception] = field(default_factory=dict)
    announced: dict[str, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    before: Callable[[str], None] = lambda locator: None

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    async def send(self, to: Address, parcel: Parcel) -> Outcome:
        return Sent()

    @asynccontextmanager
    async def fetch(self, locator: str) -> AsyncIterator[Download]:
        self.asked.append(locator)
        self.before(locator)
        found = self.files.get(locator, MediaLost("gone"))
        if isinstance(found, Exception):
            raise found
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            yield Download(chunks_of(found), "夜巡.mp4", self.announced.get(locator, len(found)))
        finally:
            self.at_once -= 1

    async def check(self) -> list[Health]:
        return []


@dataclass
class Stage:
    """A database with messages that wait for their files, a store, a channel, and a clock."""

    work: Work
    store: Store
    shelf: Shelf
    now: datetime = NOW
    lost: list[str] = field(default_factory=list)
    probed: Callable[[Path], Probed] = lambda path: Probed("video/mp4", 480, 270, 4.0)

    async def receives(self, *locators: str, channel: str = "app") -> None:
        wanted = tuple(IncomingMedia(MessageKind.VIDEO, one) for one in locators)
        message = Incoming(channel, "m" + "-".join(locators), MessageKind.VIDEO, "zhang", NOW, self.now, media=wanted)
        await self.work.receive(message)

    async def round(self, channels: Sequence[Channel] | None = None) -> int:
        having = {one.name: one for one in ([self.shelf] if channels is None else channels)}
        return await fetch_wanted(self.work, self.store, having, lambda: self.now, self._probe, self._on_lost)

    async def _probe(self, path: Path, scratch: Path) -> Probed:
        return self.probed(path)

    def _on_lost(self, session: Session, attachment: Attachment, now: datetime) -> None:
        assert attachment.status == AttachmentStatus.LOST
        self.lost.append(f"{attachment.locator}: {attachment.error}")

    async def attachments(self) -> list[Attachment]:
        return await self.work.read(lambda session: list(session.exec(select(Attachment))))

    async def only(self) -> Attachment:
        (one,) = await self.attachments()
        return one


@pytest.fixture
async def stage(database_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    engine = db.make_engine(database_url)
    SQLModel.metadata.create_all(engine)
    engine.dispose()
    work = Work(database_url)
    yield Stage(work, Store(tmp_path / "media", max_file_bytes=100_000, reserve_bytes=0), Shelf())
    work.close()


# --- the store


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


# --- a round


async def test_a_file_is_fetched_looked_into_and_settled(stage: Stage) -> None:
    stage.shelf.files["a"] = b"clip a"

    def looked(path: Path) -> Probed:
        preview = stage.store.scratch()
        preview.write_bytes(STILL)
        return Probed("video/mp4", 480, 270, 4.0, preview)

    stage.probed = looked
    await stage.receives("a")
    assert await stage.round() == 1
    one = await stage.only()
    assert (one.status, one.size, one.mime, one.width, one.height) == ("stored", 6, "video/mp4", 480, 270)
    assert (one.duration_s, one.filename, one.stored_at, one.lease_until) == (4.0, "夜巡.mp4", NOW, None)
    assert one.preview == hashlib.sha256(STILL).hexdigest()
    assert stage.store.has(one.sha256)
    assert stage.store.has(one.preview)
    assert await stage.round() == 0
    assert not any(stage.store.root.joinpath("tmp").iterdir())


async def test_a_few_are_fetched_at_once_and_one_in_trouble_does_not_hold_the_others(stage: Stage) -> None:
    names = [f"f{number}" for number in range(6)]
    stage.shelf.files = {name: name.encode() * 3000 for name in names}
    stage.shelf.files["f1"] = MediaLater("busy", timedelta(seconds=5))
    await stage.receives(*names)
    assert await stage.round() == media.AT_ONCE
    assert await stage.round() == 2
    assert 1 < stage.shelf.most_at_once <= media.AT_ONCE
    statuses = [one.status for one in await stage.attachments()]
    assert statuses == ["stored", "wanted", "stored", "stored", "stored", "stored"]


async def test_what_is_gone_is_asked_for_again(stage: Stage) -> None:
    await stage.receives("a")
    await stage.round()
    assert (await stage.only()).status == "lost"
    assert stage.lost == ["a: gone"]


@pytest.mark.parametrize("announced", [True, False])
async def test_what_is_too_large_is_lost_with_its_reason(stage: Stage, announced: bool) -> None:
    stage.shelf.files["a"] = b"x" * 100_001
    if not announced:
        stage.shelf.announced["a"] = 10
    await stage.receives("a")
    await stage.round()
    assert stage.lost == ["a: too large (media.max_file_mb)"]


async def test_later_comes_back_in_growing_waits_and_ends(stage: Stage) -> None:
    stage.shelf.files["a"] = MediaLater("busy", timedelta(minutes=1))
    await stage.receives("a")
    waits = []
    for _ in range(inbox.FETCH_ATTEMPTS - 1):
        assert await stage.round() == 1
        one = await stage.only()
        assert one.next_at is not None
        waits.append(one.next_at - stage.now)
        assert await stage.round() == 0
        stage.now = one.next_at
    assert waits == [timedelta(minutes=wait) for wait in (1, 2, 10, 30)]
    assert stage.lost == []
    await stage.round()
    assert stage.lost == ["a: busy"]


async def test_what_came_later_is_stored(stage: Stage) -> None:
    stage.shelf.files["a"] = b"half"
    stage.shelf.announced["a"] = 8
    await stage.receives("a")
    await stage.round()
    assert (await stage.only()).error == "the download broke off: CutShort"
    stage.shelf.files["a"], stage.now = b"the half", stage.now + timedelta(minutes=1)
    await stage.round()
    one = await stage.only()
    assert (one.status, one.error, one.attempts) == ("stored", "", 2)


@pytest.mark.errors_expected
async def test_a_full_disk_loses_nothing_however_long_it_lasts(stage: Stage) -> None:
    stage.shelf.files["a"] = OSError(errno.ENOSPC, "No space left on device")
    await stage.receives("a")
    for _ in range(inbox.FETCH_ATTEMPTS * 2):
        assert await stage.round() == 1
        one = await stage.only()
        assert (one.status, one.attempts, one.error) == ("wanted", 0, "the disk is full")
        assert one.next_at is not None
        stage.now = one.next_at
    stage.shelf.files["a"] = b"clip"
    await stage.round()
    assert (await stage.only()).status == "stored"


@pytest.mark.errors_expected
async def test_the_last_of_the_disk_is_left_to_the_database(stage: Stage, tmp_path: Path) -> None:
    stage.store = Store(tmp_path / "media", reserve_bytes=2**60)
    stage.shelf.files["a"] = b"clip"
    await stage.receives("a")
    await stage.round()
    assert (await stage.only()).error == "the disk is full"


async def test_a_night_has_its_quota(stage: Stage, tmp_path: Path) -> None:
    stage.store = Store(tmp_path / "media", max_night_bytes=5, reserve_bytes=0)
    stage.shelf.files = {"a": b"clip a", "b": b"clip b"}
    await stage.receives("a")
    await stage.round()
    await stage.receives("b")
    assert await stage.round() == 1
    assert [one.status for one in await stage.attachments()] == ["stored", "wanted"]
    stage.now += timedelta(hours=25)
    await stage.round()
    assert [one.status for one in await stage.attachments()] == ["stored", "stored"]
    assert stage.lost == []


async def test_a_channel_that_was_taken_out_of_the_configuration_can_come_back(stage: Stage) -> None:
    stage.shelf.files["a"] = b"clip"
    await stage.receives("a")
    await stage.round(channels=[])
    assert (await stage.only()).error == "its channel is not configured"
    stage.now += timedelta(hours=1)
    await stage.round()
    assert (await stage.only()).status == "stored"


@pytest.mark.errors_expected
async def test_a_mistake_of_ours_is_logged_and_tried_again(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    stage.shelf.files["a"] = KeyError("bug")
    await stage.receives("a")
    await stage.round()
    assert (await stage.only()).status == "wanted"
    assert "attachment 1 went wrong" in caplog.text


async def test_a_file_that_kills_us_each_time_is_given_up(stage: Stage) -> None:
    stage.shelf.files["a"] = b"clip"
    await stage.receives("a")
    for _ in range(inbox.FETCH_ATTEMPTS):
        assert len(await stage.work.write(lambda session: inbox.claim_wanted(session, stage.now))) == 1
        stage.now += inbox.FETCH_LEASE
    await stage.round()
    assert stage.lost == ["a: every attempt ended without a word"]
    assert stage.shelf.asked == []


async def test_who_comes_too_late_settles_nothing(stage: Stage) -> None:
    stage.shelf.files["a"] = MediaLost("gone")
    await stage.receives("a")

    def meanwhile(locator: str) -> None:  # the lease ends while we fetch, and another worker takes it
        stage.now += inbox.FETCH_LEASE
        asyncio.get_running_loop().create_task(stage.work.write(lambda s: inbox.claim_wanted(s, stage.now)))

    stage.shelf.before = meanwhile
    await stage.round()
    one = await stage.only()
    assert (one.status, one.attempts) == ("fetching", 2)
    assert stage.lost == []


async def test_an_unreadable_file_is_kept_and_said_to_be_so(stage: Stage) -> None:
    stage.shelf.files["a"] = b"noise"
    stage.probed = lambda path: Probed("application/octet-stream", error="it cannot be read: InvalidDataError")
    await stage.receives("a")
    await stage.round()
    one = await stage.only()
    assert (one.status, one.mime, one.preview) == ("stored", "application/octet-stream", "")
    assert one.error == "it cannot be read: InvalidDataError"


async def test_from_the_platform_to_the_store(stage: Stage, aiohttp_server: AiohttpServer) -> None:
    platform = WeCom(clock=Watch())
    video, photo = platform.shelf.put(clips.video(1), "夜巡.mp4"), platform.shelf.put(clips.image(1), "1.jpg")
    cut = platform.shelf.put(clips.video(2), "2.mp4")
    platform.shelf.items[cut].cut_at = 5000
    await stage.receives(video, photo, cut, "unknown")
    probe = Probe()
    async with connected(platform, aiohttp_server) as channel:
        for _ in range(2):
            await fetch_wanted(stage.work, stage.store, {"app": channel}, lambda: stage.now, probe, stage._on_lost)
            stage.now += timedelta(minutes=1)
    await probe.close()
    found = await stage.attachments()
    assert [one.status for one in found] == ["stored", "stored", "stored", "lost"]
    assert [(one.mime, one.width, one.duration_s) for one in found[:3]] == [
        ("video/mp4", 480, 4.0),
        ("image/jpeg", 480, None),
        ("video/mp4", 480, 4.0),
    ]
    assert all(stage.store.has(one.preview) for one in found[:3])
    assert stage.store.path(found[0].sha256).read_bytes() == clips.video(1)
