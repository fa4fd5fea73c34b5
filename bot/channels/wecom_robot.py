"""Robots in groups of WeCom (群机器人, 消息推送): through a webhook the bot speaks in a group, and hears nothing.

The key in the address of a webhook is all that it takes to speak in that group: it never leaves this file.
"""

import asyncio
import base64
import hashlib
import io
import json
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

import aiohttp

from bot.channels.base import (
    Ability,
    Address,
    Card,
    ChannelSettings,
    Download,
    Health,
    Later,
    Limit,
    MediaLost,
    Outcome,
    Parcel,
    Refused,
    Sent,
)
from bot.channels.wecom_api import Line, Patience
from bot.channels.wecom_errors import TOO_OFTEN, ApiError, Unreached, outcome, why_of

log = logging.getLogger(__name__)

MINUTE = timedelta(minutes=1)
#: Whether the platform counts over any minute or over those of the clock is not known: this holds for both.
ANY_MINUTE = Limit(20, MINUTE, spare=4)
#: With cards a letter is two messages.
WITH_CARDS = Limit(10, MINUTE, spare=2)

_MB = 1024 * 1024
_PICTURES = frozenset({".jpg", ".jpeg", ".png"})
_MOST_PICTURE, _MOST_FILE, _MOST_MARKDOWN = 2 * _MB, 20 * _MB, 4096
#: What only the older markdown shows: colours, and somebody named.
_OLDER = ("<font", "<@")
_MOST_ROWS = 6

Message = Mapping[str, Any]


class WecomRobot:
    """The mouth of one robot for each group; a group goes by its name."""

    kind = "wecom_robot"
    max_bytes = 2048

    def __init__(self, settings: ChannelSettings, patience: Patience | None = None) -> None:
        self.name = settings.name
        self._keys = dict(settings.robots)
        #: A card of a robot has no buttons that come back: it leads somewhere, or the platform does not take it.
        self._card_url = settings.options.get("card_url", "")
        able = {Ability.GROUPS, Ability.UNASKED, Ability.MENTION, Ability.IMAGE, Ability.FILE}
        self.can = frozenset(able | {Ability.CARD} if self._card_url else able)
        self.limits: tuple[Limit, ...] = (WITH_CARDS if self._card_url else ANY_MINUTE,)
        api, patience = settings.options.get("api_url", ""), patience or Patience()
        self._line = Line(api, patience)
        self._carrier = Line(api, replace(patience, answer=patience.file))

    async def start(self) -> None:
        """Opens nothing: the first message does."""

    async def close(self) -> None:
        """Closes the connections."""
        await self._line.close()
        await self._carrier.close()

    async def send(self, to: Address, parcel: Parcel) -> Outcome:
        """Says a text in a group, then its file, then its card; what can fail for good is done before the text."""
        if to.to_user or not to.chat:
            return Refused("a robot speaks in groups, not to members")
        if parcel.file is None and not parcel.text:
            return Refused("an empty message")
        key = self._keys.get(to.chat)
        if key is None:
            return Refused("the configuration has no robot for this group", whole_target=True)
        try:
            shown = await self._shown(key, parcel.file) if parcel.file is not None else None
            if isinstance(shown, Refused):
                return shown
            for message in _words(parcel), shown:
                if message is not None:
                    await self._say(key, message)
        except (ApiError, Unreached) as error:
            return _met(error)
        except OSError as error:
            return Refused(f"the file cannot be read: {type(error).__name__}")
        await self._add_card(key, parcel)
        return Sent()

    async def _say(self, key: str, message: Message) -> None:
        body = _streamed(message) if message["msgtype"] == "image" else {"json": message}
        answer = await self._line.ask("POST", "webhook/send", {"key": key}, once=True, **body)
        if answer.get("errcode") != 0:  # something in between answered: only the platform says 0
            raise Unreached("no errcode in the answer", lost_answer=True)

    async def _shown(self, key: str, file: Path) -> Message | Refused:
        """A file as the group sees it: a picture, a page of markdown, or a file; robots have no videos."""
        kind, size = file.suffix.lower(), (await asyncio.to_thread(file.stat)).st_size
        if not 5 < size <= _MOST_FILE:
            return Refused(f"a file of {size} bytes; the platform takes from 6 bytes to 20 MB")
        if kind in _PICTURES and size <= _MOST_PICTURE:
            return _picture(await asyncio.to_thread(file.read_bytes))
        if kind == ".md" and size <= _MOST_MARKDOWN:
            return _markdown(await asyncio.to_thread(file.read_text, "utf-8", "replace"))
        return {"msgtype": "file", "file": {"media_id": await self._upload(key, file)}}

    async def _upload(self, key: str, file: Path) -> str:
        """Lays a file down for this robot alone, for three days."""
        params = {"key": key, "type": "file"}
        with await asyncio.to_thread(file.open, "rb") as content:
            answer = await self._carrier.ask("POST", "webhook/upload_media", params, data=_form(content, file.name))
        media_id = answer.get("media_id")
        if not isinstance(media_id, str) or not media_id:
            raise Unreached("no media_id in the answer")
        return media_id

    async def _add_card(self, key: str, parcel: Parcel) -> None:
        """The card beside a text that was said; the text says everything, so nothing is lost without it."""
        if parcel.card is None or not parcel.text or not self._card_url:
            return
        card = _notice(parcel.card, self._card_url) if parcel.card.rows else _news(parcel, parcel.card, self._card_url)
        try:
            await self._say(key, card)
        except (ApiError, Unreached) as error:
            log.info("channel %s: a card was not shown: %s", self.name, why_of(error))

    @asynccontextmanager
    async def fetch(self, locator: str) -> AsyncIterator[Download]:
        """Nothing was ever sent to a robot."""
        raise MediaLost(locator)
        yield

    async def check(self) -> list[Health]:
        """One line for each robot; whether its key still holds shows only when something is said in the group."""
        told = "its key is set; nothing is sent to test it"
        return [Health("green", f"the robot of {chat}: {told}") for chat in self._keys]


def _words(parcel: Parcel) -> Message | None:
    if not parcel.text:
        return None
    text: dict[str, Any] = {"content": parcel.text}
    if mentioned := _named(parcel.mentions):
        text["mentioned_list"] = mentioned
    return {"msgtype": "text", "text": text}


def _named(mentions: Sequence[str]) -> list[str]:
    """Who is named; never everybody, whatever an account is called."""
    return [one for one in dict.fromkeys(mentions) if one and one != "@all"]


def _picture(content: bytes) -> Message:
    encoded, md5 = base64.b64encode(content).decode(), hashlib.md5(content).hexdigest()  # noqa: S324 - their choice
    return {"msgtype": "image", "image": {"base64": encoded, "md5": md5}}


def _streamed(message: Message) -> dict[str, Any]:
    """A message as a body that goes piece by piece: a picture of 2 MB must not hold up everything else."""
    content = io.BytesIO(json.dumps(message, ensure_ascii=False).encode())
    return {"data": content, "headers": {"Content-Type": "application/json"}}


def _markdown(text: str) -> Message:
    kind = "markdown" if any(mark in text for mark in _OLDER) else "markdown_v2"
    return {"msgtype": kind, kind: {"content": text}}


def _notice(card: Card, url: str) -> Message:
    rows = [{"keyname": name, "value": value} for name, value in card.rows[:_MOST_ROWS]]
    shown = {
        "card_type": "text_notice",
        "main_title": {"title": card.title},
        "horizontal_content_list": rows,
        "card_action": {"type": 1, "url": url},
    }
    return {"msgtype": "template_card", "template_card": shown}


def _news(parcel: Parcel, card: Card, url: str) -> Message:
    """A card without rows: its title over the beginning of the text."""
    article = {"title": _cut(card.title, 128), "description": _cut(parcel.text, 512), "url": url}
    return {"msgtype": "news", "news": {"articles": [article]}}


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore")


def _form(content: BinaryIO, filename: str) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)  # the name is shown to people, %E5%A4%9C is not one
    form.add_field("media", content, filename=filename, content_type="application/octet-stream")
    return form


def _met(error: ApiError | Unreached) -> Later | Refused:
    """What becomes of a message; each robot has a limit of its own, so too often means this group alone."""
    if isinstance(error, ApiError) and error.code == TOO_OFTEN:
        return Later(MINUTE, why_of(error), whole_target=True)
    return outcome(error)
