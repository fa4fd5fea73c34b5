"""Files are fetched before they are forgotten: kept once, looked into, tried again, or asked for again."""

import errno
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_aiohttp.plugin import AiohttpServer
from sqlmodel import Session, col, select

from bot import media
from bot.channels.base import Address, Channel, Download, Health, Limit, MediaLater, MediaLost, Outcome, Parcel, Sent
from bot.media import Store, fetch_wanted
from bot.probe import Probe, Probed
from bot.work import Work
from models import attachments
from models.attachments import Attachment, AttachmentStatus
from models.incoming import Incoming, IncomingMedia, MessageKind
from tests import clips, laid
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
    before: Callable[[], Awaitable[object]] | None = None

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    async def send(self, to: Address, parcel: Parcel) -> Outcome:
        return Sent()

    @asynccontextmanager
    async def fetch(self, locator: str) -> AsyncIterator[Download]:
        self.asked.append(locator)
        if self.before is not None:
            await self.before()
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
        return await self.work.read(lambda session: list(session.exec(select(Attachment).order_by(col(Attachment.id)))))

    async def only(self) -> Attachment:
        (one,) = await self.attachments()
        return one


@pytest.fixture
async def stage(database_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    engine = laid.engine(database_url)
    engine.dispose()
    work = Work(database_url)
    yield Stage(work, Store(tmp_path / "media", max_file_bytes=100_000, reserve_bytes=0), Shelf())
    work.close()


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
    for _ in range(attachments.FETCH_ATTEMPTS - 1):
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
    for _ in range(attachments.FETCH_ATTEMPTS * 2):
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
    for _ in range(attachments.FETCH_ATTEMPTS):
        assert len(await stage.work.write(lambda session: attachments.claim_wanted(session, stage.now))) == 1
        stage.now += attachments.FETCH_LEASE
    await stage.round()
    assert stage.lost == ["a: every attempt ended without a word"]
    assert stage.shelf.asked == []


async def test_who_comes_too_late_settles_nothing(stage: Stage) -> None:
    stage.shelf.files["a"] = MediaLost("gone")
    await stage.receives("a")

    async def meanwhile() -> None:  # the lease ends while we fetch, and another worker takes it
        stage.now += attachments.FETCH_LEASE
        await stage.work.write(lambda session: attachments.claim_wanted(session, stage.now))

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
