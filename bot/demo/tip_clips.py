"""The clips of the sample tips: cards with a sentence each, drawn when somebody first asks for one, never filmed."""

import asyncio
import io
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from random import Random
from zlib import crc32

import av
from PIL import Image, ImageDraw, ImageFont

from bot.demo import tips
from bot.demo.clips import ENCODING

WIDTH, HEIGHT, FPS = 640, 360, 6
TITLE_S, CARD_S = 2.0, 3.5
#: Fonts that hold Chinese, by file name, and which of the faces of a collection to take; Pillow knows where to look.
FONTS = (
    ("NotoSansCJK-Regular.ttc", 2),
    ("NotoSansSC-Regular.otf", 0),
    ("SourceHanSansSC-Regular.otf", 0),
    ("wqy-microhei.ttc", 0),
    ("wqy-zenhei.ttc", 0),
    ("DroidSansFallbackFull.ttf", 0),
    ("PingFang.ttc", 0),
    ("STHeiti Medium.ttc", 0),
    ("msyh.ttc", 0),
    ("simhei.ttf", 0),
)
#: Behind which marks a line is best broken.
_BREAKS = "：；，、"
_PAINTS = ((32, 74, 135), (24, 100, 92), (132, 72, 32), (92, 62, 128), (70, 92, 40))
_PAPER, _INK, _LAMP = (250, 248, 242), (34, 40, 50), (244, 185, 66)


class TipClips:
    """Hands out a clip by its name, drawing it the first time into a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._one_at_a_time = asyncio.Lock()

    async def __call__(self, name: str) -> Path | None:
        """Where the clip lies; None for a name that no sample has."""
        sample = tips.clip(name)
        if sample is None:
            return None
        path = self._folder / f"{name}.mp4"
        async with self._one_at_a_time:
            if not path.exists():
                drawn = await self._drawn(sample.title, sample.text)
                await asyncio.to_thread(_keep, path, drawn)
        return path

    async def _drawn(self, title: str, text: Sequence[str]) -> bytes:
        """Draws in a process of its own, so that the bot's stays small."""
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            return await asyncio.get_running_loop().run_in_executor(pool, draw, title, text)


def _keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.write_bytes(content)
    draft.replace(path)


def draw(title: str, text: Sequence[str]) -> bytes:
    """An MP4 (H.264): the title, then a card for each sentence; without a Chinese font the cards have numbers only."""
    target = io.BytesIO()
    with av.open(target, "w", format="mp4") as made:
        stream = made.add_stream("libx264", rate=FPS, options=ENCODING)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for number, picture in enumerate(_pictures(title, text)):
            frame = av.VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]
            frame.pts = number
            made.mux(stream.encode(frame))
        made.mux(stream.encode())
    return target.getvalue()


def _pictures(title: str, text: Sequence[str]) -> Iterator[Image.Image]:
    paint = Random(crc32(title.encode())).choice(_PAINTS)  # noqa: S311 - scenery, not a secret
    cards = [(_cover(title, paint), TITLE_S)]
    cards += [(_card(number, sentence, paint), CARD_S) for number, sentence in enumerate(text, 1)]
    whole = sum(seconds for _, seconds in cards)
    shown = 0
    for card, seconds in cards:
        for _ in range(round(seconds * FPS)):
            shown += 1
            yield _with_bar(card, min(1.0, shown / (whole * FPS)))


def _cover(title: str, paint: tuple[int, int, int]) -> Image.Image:
    picture = Image.new("RGB", (WIDTH, HEIGHT), paint)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((WIDTH / 2 - 34, 60, WIDTH / 2 + 34, 128), fill=_LAMP)
    pen.ellipse((WIDTH / 2 - 14, 50, WIDTH / 2 + 46, 110), fill=paint)
    _write(pen, title, 48, HEIGHT // 2 + 30, _PAPER)
    return picture


def _card(number: int, sentence: str, paint: tuple[int, int, int]) -> Image.Image:
    picture = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, WIDTH, 96), fill=paint)
    pen.ellipse((WIDTH / 2 - 34, 62, WIDTH / 2 + 34, 130), fill=_LAMP)
    pen.text((WIDTH / 2, 96), str(number), fill=_INK, font=ImageFont.load_default(44), anchor="mm")
    _write(pen, sentence, 38, 225, _INK)
    return picture


def _write(pen: ImageDraw.ImageDraw, text: str, size: int, middle: int, ink: tuple[int, int, int]) -> None:
    """A sentence in the middle, in as many lines as it needs; nothing where no font has its letters."""
    font = chinese(size)
    if font is None:
        return
    lines = _wrapped(text, font)
    for row, line in enumerate(lines):
        down = middle + (row - (len(lines) - 1) / 2) * size * 1.4
        pen.text((WIDTH / 2, down), line, fill=ink, font=font, anchor="mm")


def _wrapped(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """Lines of about the same length, broken behind a mark where one stands near."""
    most = WIDTH - 80
    count = -(-round(font.getlength(text)) // most)
    lines, left = [], text
    for row in range(count, 1, -1):
        cut = -(-len(left) // row)
        marks = [at + 1 for at, char in enumerate(left) if char in _BREAKS and abs(at + 1 - cut) <= 4]
        better = [at for at in marks if font.getlength(left[:at]) <= most]
        cut = min(better, key=lambda at: (_BREAKS.index(left[at - 1]), abs(at - cut)), default=cut)
        lines.append(left[:cut])
        left = left[cut:]
    return [*lines, left]


def _with_bar(card: Image.Image, share: float) -> Image.Image:
    picture = card.copy()
    ImageDraw.Draw(picture).rectangle((0, HEIGHT - 8, WIDTH * share, HEIGHT), fill=_LAMP)
    return picture


@cache
def chinese(size: int) -> ImageFont.FreeTypeFont | None:
    """A font of this machine that holds Chinese, or none."""
    for name, face in FONTS:
        try:
            return ImageFont.truetype(name, size, index=face)
        except OSError:
            continue
    return None
