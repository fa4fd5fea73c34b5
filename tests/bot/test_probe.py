"""What files from outside are, and that no file, however bad, does more than get an error."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.probe import Probe, Probed, mime_of
from tests import clips

STUBBORN = """
import json, os, sys, time
for line in sys.stdin:
    name = os.path.basename(json.loads(line)["path"])
    if name == "hang": time.sleep(60)
    if name == "die": os._exit(9)
    print({reply!r}, flush=True)
"""

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def probe() -> AsyncIterator[Probe]:
    made = Probe()
    yield made
    await made.close()


async def look(probe: Probe, folder: Path, content: bytes, name: str = "file") -> Probed:
    path = folder / name
    path.write_bytes(content)
    return await probe(path, folder / f"{name}-scratch")


def stubborn(reply: str = "{}", **options: float) -> Probe:
    """A probe whose worker does as the file's name says."""
    patience = options.get("patience_s", 5.0)
    return Probe(patience, command=(sys.executable, "-c", STUBBORN.format(reply=reply)))


@pytest.mark.parametrize(
    "head, mime",
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"RIFF\0\0\0\0AVI LIST", "video/x-msvideo"),
        (b"\0\0\0\x18ftypheic", "image/heic"),
        (b"\0\0\0\x18ftypavif", "image/avif"),
        (b"\0\0\0\x14ftypqt  ", "video/quicktime"),
        (b"\0\0\0\x18ftyp3gp5", "video/3gpp"),
        (b"\0\0\0\x18ftypmp42", "video/mp4"),
        (b"\0\0\0\x08wide\0\0", "video/quicktime"),
        (b"\x1a\x45\xdf\xa3", "video/webm"),
        (b"#!AMR\n", "audio/amr"),
        (b"%PDF-1.7", "application/pdf"),
        (b"PK\x03\x04", "application/zip"),
        (b'{"errcode":40007}', "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
async def test_the_type_is_read_from_the_bytes(head: bytes, mime: str) -> None:
    assert mime_of(head) == mime


async def test_a_clip_has_a_length_a_size_and_a_still(probe: Probe, tmp_path: Path) -> None:
    found = await look(probe, tmp_path, clips.video(1))
    assert (found.mime, found.width, found.height, found.duration_s) == ("video/mp4", 480, 270, 4.0)
    assert found.preview is not None
    assert mime_of(found.preview.read_bytes()) == "image/jpeg"
    assert found.preview.stat().st_size < 60_000
    assert not found.error


@pytest.mark.parametrize(
    "content, size",
    [
        (clips.image(1), (480, 270)),
        (clips.sideways_photo(1), (270, 480)),
        (clips.picture("PNG", (2000, 500)), (2000, 500)),
        (clips.picture("WEBP"), (640, 360)),
        (clips.picture("AVIF"), (640, 360)),
        (clips.animated(), (40, 30)),
    ],
    ids=["jpeg", "jpeg on its side", "png", "webp", "avif", "gif"],
)
async def test_a_picture_has_a_size_and_a_small_still(
    probe: Probe, tmp_path: Path, content: bytes, size: tuple[int, int]
) -> None:
    found = await look(probe, tmp_path, content)
    assert (found.width, found.height, found.duration_s, found.error) == (*size, None, "")
    assert found.preview is not None
    assert max(_size(found.preview)) <= 480


def _size(path: Path) -> tuple[int, int]:
    from PIL import Image

    with Image.open(path) as image:
        return image.size


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("codec, form", [("libx265", "mp4"), ("mpeg4", "mp4"), ("mpeg4", "avi")])
async def test_what_browsers_do_not_play_gets_a_clip_that_they_do(
    probe: Probe, tmp_path: Path, codec: str, form: str
) -> None:
    found = await look(probe, tmp_path, clips.clip(codec, form))
    assert (found.width, found.height, found.duration_s) == (320, 240, 2.0)
    assert found.preview is not None
    again = await look(probe, tmp_path, found.preview.read_bytes(), "again")
    assert (again.mime, again.width) == ("video/mp4", 320)
    assert again.duration_s == pytest.approx(2.0, abs=0.2)
    assert again.preview is not None
    assert again.preview.suffix == ".jpg"  # so it plays
    assert _names(tmp_path) == ["again", "again-scratch.jpg", "file", "file-scratch.mp4"]


async def test_a_clip_held_upright_stands_upright(probe: Probe, tmp_path: Path) -> None:
    for name, content in (("plays", clips.video(1)), ("plays not", clips.clip("libx265"))):
        found = await look(probe, tmp_path, clips.sideways(content), name)
        assert found.width is not None
        assert found.height is not None
        assert found.width < found.height


async def test_sound_alone_is_no_video_and_no_fault(probe: Probe, tmp_path: Path) -> None:
    found = await look(probe, tmp_path, clips.sound())
    assert found.duration_s == pytest.approx(0.128)
    assert (found.width, found.preview, found.error) == (None, None, "")


async def test_documents_are_told_by_their_signature(tmp_path: Path) -> None:
    lazy = Probe()
    assert await look(lazy, tmp_path, b"%PDF-1.7 ...") == Probed("application/pdf")
    assert lazy._worker is None  # no decoder is started for them
    await lazy.close()


@pytest.mark.parametrize(
    "content, mime",
    [
        (clips.video(1)[:9000], "application/octet-stream"),
        (b"\0\0\0\x20ftypisom" + os.urandom(5000), "application/octet-stream"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 500, "image/png"),
        (clips.image(1)[:3000], "image/jpeg"),
        (clips.bomb(), "image/png"),
        (b"GIF89a", "application/octet-stream"),
        (b"\x1a\x45\xdf\xa3" * 100, "application/octet-stream"),
        (b"#!AMR\n", None),
        (b"\0\0\0\x18ftypheic" + b"x" * 500, "image/heic"),
    ],
    ids=["truncated clip", "noise", "no png", "half a photo", "bomb", "no gif", "no webm", "no sound", "no heic"],
)
async def test_broken_and_hostile_files_get_an_error(
    probe: Probe, tmp_path: Path, content: bytes, mime: str | None
) -> None:
    found = await look(probe, tmp_path, content)
    assert found.preview is None
    if mime is not None:
        assert found.mime == mime
        assert found.error
    assert (await look(probe, tmp_path, clips.image(2), "next")).width == 480
    assert _names(tmp_path) == ["file", "next", "next-scratch.jpg"]


async def test_a_damaged_middle_does_not_spoil_the_clip(probe: Probe, tmp_path: Path) -> None:
    whole = bytearray(clips.video(3))
    middle = len(whole) // 2
    whole[middle : middle + 300] = b"\xff" * 300
    found = await look(probe, tmp_path, bytes(whole))
    assert (found.width, found.duration_s, found.preview is not None) == (480, 4.0, True)


async def test_a_playlist_does_not_open_other_files(probe: Probe, tmp_path: Path) -> None:
    playlist = b"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n"
    found = await look(probe, tmp_path, playlist)
    assert found == Probed("application/octet-stream")
    posing = await look(probe, tmp_path, b"\0\0\0\x20ftypisom" + playlist, "posing")
    assert posing.mime == "application/octet-stream"


async def test_a_missing_file_is_an_error(probe: Probe, tmp_path: Path) -> None:
    assert (await probe(tmp_path / "gone", tmp_path / "scratch")).error


async def test_a_worker_that_hangs_is_stopped_and_replaced(tmp_path: Path) -> None:
    probe = stubborn(patience_s=2.0)
    assert (await look(probe, tmp_path, clips.image(1), "hang")).error == "the decoder took too long"
    assert (await look(probe, tmp_path, clips.image(1), "fine")).error == ""
    await probe.close()


async def test_a_worker_that_dies_is_replaced(tmp_path: Path) -> None:
    probe = stubborn()
    assert (await look(probe, tmp_path, clips.image(1), "fine")).error == ""
    assert (await look(probe, tmp_path, clips.image(1), "die")).error == "the decoder died"
    assert (await look(probe, tmp_path, clips.image(1), "fine")).error == ""
    await probe.close()


@pytest.mark.parametrize("reply", ["nonsense", "[1]", '{"width": "wide", "preview": "/etc/passwd", "error": 7}'])
async def test_a_worker_that_was_taken_over_is_not_believed(tmp_path: Path, reply: str) -> None:
    probe = stubborn(reply)
    found = await look(probe, tmp_path, clips.image(1), "fine")
    assert (found.mime, found.width, found.preview) == ("image/jpeg", None, None)
    await probe.close()


async def test_a_worker_is_renewed_after_some_files(tmp_path: Path) -> None:
    probe = Probe(files=2)
    pids = []
    for number in range(4):
        await look(probe, tmp_path, clips.image(1), f"photo{number}")
        assert probe._worker is not None
        pids.append(probe._worker.pid)
    await probe.close()
    assert pids[0] == pids[1] != pids[2] == pids[3]


def _check_process(pid: int) -> None:
    process = Path(f"/proc/{pid}")
    limits = dict(line.rsplit(maxsplit=3)[:2] for line in (process / "limits").read_text().splitlines()[1:])
    assert limits["Max address space"] == str(1536 * 1024**2)
    assert b"not for decoders" not in (process / "environ").read_bytes()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc")
async def test_the_worker_has_little_memory_and_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WECOM_SECRET", "not for decoders")
    probe = Probe()
    await look(probe, tmp_path, clips.image(1))
    assert probe._worker is not None
    _check_process(probe._worker.pid)
    await probe.close()


async def test_cancelling_leaves_no_worker_with_half_an_answer(tmp_path: Path) -> None:
    probe = stubborn(patience_s=30.0)
    waiting = asyncio.create_task(look(probe, tmp_path, clips.image(1), "hang"))
    async with asyncio.timeout(60):
        while probe._worker is None:  # noqa: ASYNC110 - there is nothing to listen to
            await asyncio.sleep(0.01)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert probe._worker is None
    await probe.close()


async def test_the_bots_own_process_never_loads_a_decoder() -> None:
    code = "import sys, bot.probe, bot.media, bot.store; sys.exit('av' in sys.modules or 'PIL' in sys.modules)"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
    assert await process.wait() == 0


async def test_clips_are_distinct_and_the_same_again() -> None:
    from bot.demo import clips as drawn

    assert drawn.video(7, 1) == drawn.video(7, 1)
    assert len({drawn.video(seed, 1) for seed in range(5)}) == 5
    assert len({drawn.image(seed) for seed in range(20)}) == 20
    assert len(clips.video(1)) < 60_000
