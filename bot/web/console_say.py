"""Speaking on the chat page: a form becomes messages as a phone sends them, one for each file and one for the words."""

import asyncio
import mimetypes
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import uuid4

from aiohttp import BodyPartReader, web

from bot.channels.console import CHUNK, Console
from bot.web.console_people import BOT_NAME
from models.errors import BadInput, Said, TooLarge
from models.incoming import Incoming, IncomingMedia, MessageKind

MAX_FILE = 200 * 1024 * 1024
MAX_FILES = 30
MAX_TEXT = 5000
_ID = re.compile(r"[0-9a-f]{32}")
_KINDS = {"image": MessageKind.IMAGE, "video": MessageKind.VIDEO, "audio": MessageKind.VOICE}
#: What a sample is, as a file name and a type.
_SAMPLES = {"video": ("样例视频.mp4", "video/mp4"), "image": ("样例照片.jpg", "image/jpeg")}


@dataclass
class Draft:
    """What somebody wants to say: the fields of the form, and files that lie in the spool already."""

    words: dict[str, str] = field(default_factory=dict)
    samples: list[str] = field(default_factory=list)
    files: list[IncomingMedia] = field(default_factory=list)

    @property
    def user(self) -> str:
        """As whom it is said."""
        return self.words.get("as", "")

    @property
    def chat(self) -> str:
        """Where it is said; empty for the private chat with the bot."""
        return self.words.get("chat", "")

    @property
    def text(self) -> str:
        """The words."""
        return self.words.get("text", "").strip()

    @property
    def mentions_bot(self) -> bool:
        """Whether the bot is called by name."""
        return self.words.get("mention_bot") in {"1", "true"} or f"@{BOT_NAME}" in self.text


async def read(request: web.Request, console: Console, max_file: int = MAX_FILE) -> Draft:
    """Reads the form, each file straight into the spool; nothing stays there when the form is bad or breaks off."""
    draft = Draft()
    try:
        await _fill(draft, request, console, max_file)
    except BaseException:
        drop(draft, console)
        raise
    return draft


def drop(draft: Draft, console: Console) -> None:
    """Forgets the files of a draft that is not said."""
    for file in draft.files:
        console.drop(file.locator)


async def _fill(draft: Draft, request: web.Request, console: Console, max_file: int) -> None:
    if not request.content_type.startswith("multipart/"):
        raise BadInput("not a form")
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise BadInput("a form within a form")
        if part.name == "files":
            draft.files.append(await _spool(part, console, max_file))
        elif part.name == "samples":
            draft.samples.append(await _word(part))
        else:
            draft.words[part.name or ""] = await _word(part)
        if len(draft.files) + len(draft.samples) > MAX_FILES:
            raise Said(f"一次最多发{MAX_FILES}个文件，分几次发吧")
    for kind in draft.samples:
        draft.files.append(await sample(kind, console))


async def _word(part: BodyPartReader) -> str:
    read_so_far = bytearray()
    while chunk := await part.read_chunk():
        read_so_far += chunk
        if len(read_so_far) > 4 * MAX_TEXT:
            raise Said(f"太长了，{MAX_TEXT}字以内分几条发")
    try:
        return read_so_far.decode()
    except UnicodeDecodeError as error:
        raise BadInput(str(part.name)) from error


async def _spool(part: BodyPartReader, console: Console, max_file: int) -> IncomingMedia:
    locator, file = await asyncio.to_thread(console.new_file)
    size = 0
    try:
        with file:
            while chunk := await part.read_chunk(CHUNK):
                size += len(chunk)
                if size > max_file:
                    raise TooLarge(f"文件太大，单个不超过{max_file // 1024 // 1024}MB")
                await asyncio.to_thread(file.write, chunk)
    except BaseException:
        console.drop(locator)
        raise
    return _media(locator, part.filename or "", part.headers.get("Content-Type", ""))


def _media(locator: str, filename: str, mime: str) -> IncomingMedia:
    name = filename.replace("\\", "/").rsplit("/", 1)[-1][:120]
    mime = mime.partition(";")[0].strip().lower()
    if not mime or mime == "application/octet-stream":
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
    kind = _KINDS.get(mime.partition("/")[0], MessageKind.FILE)
    return IncomingMedia(kind=kind, locator=locator, filename=name, mime=mime)


async def sample(kind: str, console: Console) -> IncomingMedia:
    """A small clip or picture made on the spot, each time another one; raises BadInput for an unknown kind."""
    if kind not in _SAMPLES:
        raise BadInput(kind)
    locator = await asyncio.to_thread(_make, kind, console)
    return _media(locator, *_SAMPLES[kind])


def _make(kind: str, console: Console) -> str:
    from bot.demo import clips  # brings PyAV, which a bot without samples need not load

    maker: Callable[[int], bytes] = clips.video if kind == "video" else clips.image
    made = maker(uuid4().int & 0x7FFFFFFF)
    locator, file = console.new_file()
    with file:
        file.write(made)
    return locator


def messages(draft: Draft, channel: str, now: datetime) -> list[Incoming]:
    """What a phone would send: pictures and videos one by one, then the words, which carry the quote and the @.

    The page names what it sends, so that sending again after a lost answer makes no second message.
    """
    base = draft.words.get("id", "")
    base = base if _ID.fullmatch(base) else uuid4().hex
    blank = Incoming(
        channel=channel,
        msg_id=base,
        kind=MessageKind.TEXT,
        sender=draft.user,
        sent_at=now,
        received_at=now,
        chat=draft.chat,
    )
    spoken = [replace(blank, kind=one.kind, media=(one,)) for one in draft.files]
    if draft.text:
        reply_to = draft.words.get("reply_to", "")
        spoken.append(replace(blank, text=draft.text, reply_to=reply_to, mentions_bot=draft.mentions_bot))
    return [replace(one, msg_id=f"{base}-{number}") for number, one in enumerate(spoken)]
