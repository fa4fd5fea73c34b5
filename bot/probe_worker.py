"""Looks into pictures and clips from outside, in a process of its own with little memory and time.

Started by `bot.probe` as a plain file, with nothing of ours imported: whoever breaks in here through a decoder finds no
secrets, no database and no right to grow. One request is one line of JSON on stdin, one answer one line on stdout:

    {"path", "mime", "still", "clip"}  ->  {"mime", "width", "height", "duration_s", "preview", "error"}
"""

import json
import os
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import islice
from typing import Any

import av
from av.error import FFmpegError
from PIL import Image, ImageOps, UnidentifiedImageError

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

LONGEST_SIDE = 480
CLIP_SIDE, CLIP_S, CLIP_FPS = 640, 30, 12
#: Making a small clip ends here, so that the answer comes before the whole process is stopped.
CLIP_BUDGET_S = 10.0
#: Broken frames before the first good one.
MOST_BAD = 200

MEMORY, CPU_S, FILE_SIZE = 1536 * 1024**2, 40, 64 * 1024**2

#: The container is named by its signature: a playlist that poses as a clip must not make ffmpeg open other files.
FORMATS = {
    "video/mp4": "mov",
    "video/quicktime": "mov",
    "video/3gpp": "mov",
    "image/heic": "mov",
    "video/webm": "matroska",
    "video/x-msvideo": "avi",
    "video/mp2t": "mpegts",
    "audio/amr": "amr",
}
PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"})
#: Pillow knows many more, some of which start other programs.
PLUGINS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
#: What every browser shows, by container and codec.
PLAYABLE = {
    "mov": frozenset({"h264", "av1", "vp9"}),
    "matroska": frozenset({"vp8", "vp9", "av1"}),
}

Answer = dict[str, Any]


def limit_self() -> None:
    """Gives up memory, file sizes and good manners of the scheduler; on Windows only time is limited, by the caller."""
    if resource is None:
        return
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, FILE_SIZE),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
    with suppress(OSError):
        os.nice(10)


def limit_next() -> None:
    """So much processor time for one file, whatever the ones before have taken."""
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + CPU_S, hard))


def look(path: str, mime: str, still: str, clip: str) -> Answer:
    """What a file is, and the preview that was made of it."""
    if mime in PICTURES:
        return _picture(path, still)
    if mime in FORMATS:
        return _clip(path, mime, still, clip)
    return {}


def _picture(path: str, still: str) -> Answer:
    with Image.open(path, formats=PLUGINS) as image:
        width, height = image.size
        if image.getexif().get(0x0112, 1) in (5, 6, 7, 8):  # lies on its side
            width, height = height, width
        told: Answer = {"width": width, "height": height}
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        _save_still(ImageOps.exif_transpose(image), still)
    return told | {"preview": still}


def _save_still(image: Image.Image, still: str) -> None:
    small = image.convert("RGB")
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    small.save(still, "JPEG", quality=80, optimize=True)


def _clip(path: str, mime: str, still: str, clip: str) -> Answer:
    form = FORMATS[mime]
    with av.open(path, format=form, options={"protocol_whitelist": "file"}, metadata_errors="replace") as found:
        told: Answer = {"duration_s": _duration(found)}
        if not found.streams.video:
            return told if found.streams.audio else told | {"error": "no picture in it"}
        video = _threaded(found.streams.video[0])
        frame = _telling_frame(found, video, told["duration_s"])
        if frame is None:
            return told | {"width": video.width, "height": video.height, "error": "its pictures cannot be read"}
        image = _upright(frame)
        _save_still(image, still)
        told |= {"width": image.width, "height": image.height, "preview": still}
    if mime.startswith("image/") or _plays(video, form):
        return told
    return told | _small_clip(path, form, clip)


def _threaded(video: Any) -> Any:
    """Two threads: as many as a large machine has would not fit into the memory that is allowed."""
    video.thread_type, video.codec_context.thread_count = "AUTO", 2
    return video


def _duration(found: Any) -> float | None:
    if found.duration:
        return round(float(found.duration / av.time_base), 3)
    times = [stream.duration * stream.time_base for stream in found.streams if stream.duration and stream.time_base]
    return round(float(max(times)), 3) if times else None


def _frames(found: Any, video: Any) -> Iterator[Any]:
    """The frames that can be read; broken packets are passed over, a file that is only broken ends."""
    bad = 0
    packets = found.demux(video)
    while bad < MOST_BAD:
        try:
            packet = next(packets)
            frames = packet.decode()
        except StopIteration:
            return
        except FFmpegError:
            bad += 1
            continue
        yield from frames


def _telling_frame(found: Any, video: Any, duration: float | None) -> Any:
    """A frame from within the clip, for the first one is often black."""
    wanted = min(1.0, (duration or 0) / 2)
    last = None
    for frame in islice(_frames(found, video), 300):
        last = frame
        if frame.time is not None and frame.time >= wanted:
            break
    return last


def _upright(frame: Any) -> Image.Image:
    image: Image.Image = frame.to_image()
    turn = _turn(frame)
    return image.rotate(turn, expand=True) if turn else image


def _turn(frame: Any) -> int:
    """How far a frame has to be turned against the clock to stand upright."""
    return int(round(frame.rotation / 90) * 90 % 360)


def _plays(video: Any, form: str) -> bool:
    codec = video.codec_context
    return codec.name in PLAYABLE.get(form, ()) and codec.pix_fmt in ("yuv420p", "yuvj420p")


def _small_clip(path: str, form: str, clip: str) -> Answer:
    """A silent H.264 clip that every browser plays; where it cannot be made the still remains."""
    try:
        with av.open(path, format=form, options={"protocol_whitelist": "file"}) as found:
            video = _threaded(found.streams.video[0])
            return {"preview": clip} if _encode(_thinned(_frames(found, video)), clip) else {}
    except (FFmpegError, ValueError, OSError) as error:
        return {"error": f"no preview could be made: {type(error).__name__}"}


def _thinned(frames: Iterator[Any]) -> Iterator[tuple[int, Any]]:
    """At most twelve frames a second, numbered, until the clip or the time is at its end."""
    until, start, last = time.monotonic() + CLIP_BUDGET_S, None, -1
    for frame in frames:
        if frame.time is None:
            continue
        start = frame.time if start is None else start
        number = int((frame.time - start) * CLIP_FPS)
        if number > CLIP_S * CLIP_FPS or time.monotonic() > until:
            return
        if number > last:
            last = number
            yield number, frame


def _encode(frames: Iterator[tuple[int, Any]], clip: str) -> bool:
    with av.open(clip, "w", format="mp4", options={"movflags": "faststart"}) as made:
        stream: Any = None
        for number, frame in frames:
            if stream is None:
                stream = _stream(made, frame)
            picture = _fitted(frame, stream)
            picture.pts, picture.time_base = number, Fraction(1, CLIP_FPS)
            made.mux(stream.encode(picture))
        if stream is not None:
            made.mux(stream.encode())
    return stream is not None


def _stream(made: Any, frame: Any) -> Any:
    stream = made.add_stream("libx264", rate=CLIP_FPS, options={"preset": "veryfast", "crf": "30", "threads": "2"})
    width, height = (frame.height, frame.width) if _turn(frame) % 180 else (frame.width, frame.height)
    scale = min(1.0, CLIP_SIDE / max(width, height))
    stream.width, stream.height = (max(2, int(side * scale) // 2 * 2) for side in (width, height))
    stream.pix_fmt, stream.time_base = "yuv420p", Fraction(1, CLIP_FPS)
    return stream


def _fitted(frame: Any, stream: Any) -> Any:
    """The frame in the size of the small clip, upright."""
    turn = _turn(frame)
    if not turn:
        return frame.reformat(width=stream.width, height=stream.height, format="yuv420p")
    sides = (stream.height, stream.width) if turn % 180 else (stream.width, stream.height)
    image = frame.reformat(width=sides[0], height=sides[1], format="rgb24").to_image().rotate(turn, expand=True)
    return av.VideoFrame.from_image(image)  # type: ignore[no-untyped-call]


def answer(request: dict[str, str]) -> Answer:
    """What a file is; what is wrong with it is part of the answer, never an exception."""
    mime = request["mime"]
    try:
        return look(request["path"], mime, request["still"], request["clip"])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {"error": "too many pixels"}
    except MemoryError:
        return {"error": "it takes too much memory"}
    except (FFmpegError, UnidentifiedImageError) as error:
        # a HEIC picture may be whole and yet beyond this decoder
        other = mime if mime == "image/heic" else "application/octet-stream"
        return {"mime": other, "error": f"it cannot be read: {type(error).__name__}"}
    except Exception as error:
        return {"error": f"it cannot be read: {type(error).__name__}"}


def main() -> None:
    """Answers one request after the other until stdin ends."""
    limit_self()
    av.logging.set_level(None)
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    told = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not be taken for an answer
    for line in sys.stdin:
        limit_next()
        told.write(json.dumps(answer(json.loads(line)), ensure_ascii=True) + "\n")
        told.flush()


if __name__ == "__main__":
    main()
