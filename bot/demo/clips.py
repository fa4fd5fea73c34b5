"""Invented patrol clips and photos: small, distinct by their seed, playable in a browser; drawn, never filmed.

Needs PyAV and Pillow: call it in a process of its own, or once when the demo or a rehearsal starts.
"""

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import av
from PIL import Image, ImageDraw, ImageFilter, ImageFont

WIDTH, HEIGHT, FPS = 480, 270, 8
#: One thread and no macroblock tree: with them the same pictures do not always give the same bytes.
ENCODING = {"preset": "veryfast", "crf": "33", "threads": "1", "x264-params": "mbtree=0"}


@dataclass(frozen=True)
class _Tank:
    left: int
    right: int
    top: int
    grey: int


@dataclass(frozen=True)
class _Plant:
    """One invented plant at night: tanks, pipes, a lamp, and the clock of the camera."""

    sky: tuple[int, int, int]
    tanks: tuple[_Tank, ...]
    pipes: tuple[int, ...]
    paint: tuple[int, int, int]
    lamp: int
    clock_s: int


def video(seed: int, seconds: float = 4, hint: str = "") -> bytes:
    """An MP4 (H.264) of a walk past some tanks; ``hint`` is written into the picture, in Latin letters."""
    plant, frames = _plant(seed), max(1, round(seconds * FPS))
    target = io.BytesIO()
    with av.open(target, "w", format="mp4") as made:
        stream = made.add_stream("libx264", rate=FPS, options=ENCODING)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for picture in _pictures(plant, frames, hint):
            made.mux(stream.encode(picture))
        made.mux(stream.encode())
    return target.getvalue()


def image(seed: int, hint: str = "") -> bytes:
    """A JPEG of the same plant, as a phone would take it."""
    target = io.BytesIO()
    _draw(_plant(seed), 0, hint).save(target, "JPEG", quality=70)
    return target.getvalue()


def _pictures(plant: _Plant, frames: int, hint: str) -> Iterator[av.VideoFrame]:
    for number in range(frames):
        picture = av.VideoFrame.from_image(_draw(plant, number, hint))  # type: ignore[no-untyped-call]
        picture.pts, picture.time_base = number, Fraction(1, FPS)
        yield picture


def _plant(seed: int) -> _Plant:
    dice = random.Random(seed)  # noqa: S311 - scenery, not a secret
    lefts = sorted(dice.sample(range(10, 400, 30), dice.randint(3, 5)))
    return _Plant(
        sky=(dice.randint(4, 26), dice.randint(8, 30), dice.randint(30, 70)),
        tanks=tuple(_Tank(x, x + dice.randint(50, 110), dice.randint(70, 150), dice.randint(90, 170)) for x in lefts),
        pipes=tuple(dice.randint(170, 225) for _ in range(dice.randint(2, 4))),
        paint=dice.choice([(190, 60, 40), (200, 160, 30), (60, 120, 190), (50, 140, 90)]),
        lamp=dice.randint(60, 420),
        clock_s=dice.randint(2 * 60, 4 * 3600),
    )


def _draw(plant: _Plant, number: int, hint: str) -> Image.Image:
    shift = -number * 3  # the person walks on
    picture = Image.new("RGB", (WIDTH, HEIGHT), plant.sky)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 225, WIDTH, HEIGHT), fill=(38, 40, 44))
    for tank in plant.tanks:
        _draw_tank(draw, tank, plant.paint, shift)
    for height in plant.pipes:
        draw.line((0, height, WIDTH, height), fill=plant.paint, width=5)
    for post in range(shift % 60, WIDTH, 60):
        draw.line((post, 195, post, 240), fill=(150, 150, 70), width=2)
    lit = _lit(picture, (plant.lamp + number * 7) % WIDTH)
    _write(lit, plant.clock_s + number // FPS, hint)
    return lit


def _draw_tank(draw: ImageDraw.ImageDraw, tank: _Tank, paint: tuple[int, int, int], shift: int) -> None:
    left, right, grey = tank.left + shift, tank.right + shift, (tank.grey,) * 3
    draw.rectangle((left, tank.top, right, 228), fill=grey)
    draw.ellipse((left, tank.top - 12, right, tank.top + 12), fill=grey, outline=(60, 60, 60))
    draw.rectangle((left, tank.top + 30, right, tank.top + 42), fill=paint)
    for rung in range(tank.top + 16, 225, 12):
        draw.line((right - 14, rung, right - 4, rung), fill=(40, 40, 40))


def _lit(picture: Image.Image, x: int) -> Image.Image:
    """The cone of a torch over the dark."""
    mask = Image.new("L", (WIDTH // 8, HEIGHT // 8), 95)
    ImageDraw.Draw(mask).ellipse((x // 8 - 14, 6, x // 8 + 14, 32), fill=255)
    soft = mask.filter(ImageFilter.GaussianBlur(3)).resize((WIDTH, HEIGHT))
    return Image.composite(picture, Image.new("RGB", (WIDTH, HEIGHT), (2, 3, 6)), soft)


def _write(picture: Image.Image, clock_s: int, hint: str) -> None:
    told = f"{clock_s // 3600:02}:{clock_s // 60 % 60:02}:{clock_s % 60:02}  {hint.encode('ascii', 'ignore').decode()}"
    ImageDraw.Draw(picture).text((10, HEIGHT - 26), told.strip(), fill=(235, 235, 120), font=ImageFont.load_default(18))
