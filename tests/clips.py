"""Pictures and clips for tests: good, broken and hostile; small, and distinct by their seed."""

import io
import struct
import zlib
from fractions import Fraction
from functools import cache
from typing import Any

import av
from PIL import Image

from bot.demo import clips

video = cache(clips.video)
image = cache(clips.image)


@cache
def clip(codec: str, form: str = "mp4", size: tuple[int, int] = (320, 240), frames: int = 16) -> bytes:
    """A clip in another codec or container, for what browsers do not play."""
    target = io.BytesIO()
    with av.open(target, "w", format=form) as made:
        stream: Any = made.add_stream(codec, rate=8, options=_quiet(codec))
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        for number in range(frames):
            shade = Image.new("RGB", size, (number * 9 % 255, 90, 140))
            picture: Any = av.VideoFrame.from_image(shade)  # type: ignore[no-untyped-call]
            picture.pts, picture.time_base = number, Fraction(1, 8)
            made.mux(stream.encode(picture))
        made.mux(stream.encode())
    return target.getvalue()


def _quiet(codec: str) -> dict[str, str]:
    return {"x265-params": "log-level=none"} if codec == "libx265" else {}


@cache
def sound() -> bytes:
    """An MP4 without a picture."""
    target = io.BytesIO()
    with av.open(target, "w", format="mp4") as made:
        stream = made.add_stream("aac", rate=8000, layout="mono")
        frame = av.AudioFrame(format="fltp", layout="mono", samples=1024)
        frame.sample_rate, frame.pts = 8000, 0
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        made.mux(stream.encode(frame))
        made.mux(stream.encode())
    return target.getvalue()


def sideways(content: bytes) -> bytes:
    """The same MP4 with the mark that a phone leaves when it is held upright: turn by 90 degrees."""
    unity = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    turned = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)
    first = content.index(unity)  # of the film; the second is the track's
    second = content.index(unity, first + 1)
    return content[:second] + turned + content[second + len(unity) :]


def sideways_photo(seed: int) -> bytes:
    """A JPEG that says in its EXIF that it lies on its side."""
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.open(io.BytesIO(image(seed))).save(target, "JPEG", exif=exif)
    return target.getvalue()


def bomb() -> bytes:
    """A PNG of a few kilobytes that would be 60,000 by 60,000 pixels."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(bytes(70_000)))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def animated() -> bytes:
    """A GIF of two frames."""
    target = io.BytesIO()
    first, second = (Image.new("P", (40, 30), colour) for colour in (1, 2))
    first.save(target, "GIF", save_all=True, append_images=[second])
    return target.getvalue()


def picture(form: str, size: tuple[int, int] = (640, 360)) -> bytes:
    """A picture in another format: PNG, WEBP, BMP, AVIF."""
    target = io.BytesIO()
    Image.new("RGB", size, (20, 60, 90)).save(target, form)
    return target.getvalue()
