"""An AI bot of WeCom in webhook mode: called over HTTP, it may answer each message once within an hour, and no more.

The weaker of the two modes: it needs a public address, writes to nobody first, and sends no files. For offices whose
network lets no long connection out.
"""

import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from bot.channels import aibot_bodies, aibot_media, aibot_words
from bot.channels.aibot_memory import Chats
from bot.channels.base import (
    Ability,
    Address,
    ChannelSettings,
    Download,
    Ears,
    Health,
    Later,
    Limit,
    MediaLater,
    Outcome,
    Parcel,
    Refused,
    Sent,
)
from bot.channels.crypto import Envelope
from bot.channels.wecom_api import Line, Patience
from bot.channels.wecom_errors import ApiError, Unreached, outcome
from models.errors import BadInput
from models.incoming import Incoming

#: The platform takes an answer for an hour.
ANSWERED_WITHIN = timedelta(minutes=55)
_ENCRYPT = re.compile(rb'"encrypt"\s*:\s*"((?:[A-Za-z0-9+/=]|\\/)+)"')


class AibotHook:
    """Ears and mouth of one AI bot behind a callback address."""

    kind = "wecom_aibot"
    can = frozenset({Ability.PERSONS, Ability.GROUPS})
    max_bytes = 4096
    limits: tuple[Limit, ...] = ()

    def __init__(self, settings: ChannelSettings, patience: Patience | None = None) -> None:
        options = settings.options
        self.name = settings.name
        self._bot_name = options.get("bot_name", "")
        self._aes_key = options.get("aes_key", "")
        self._envelope = Envelope(options.get("token", ""), self._aes_key, "")
        self._patience = patience or Patience()
        self._line = Line(options.get("api_url", ""), patience)
        self._chats = Chats(self.name, ANSWERED_WITHIN)
        self._ears: Ears | None = None

    def hear_with(self, ears: Ears) -> None:
        """Keeps the ears for their clock; messages come over HTTP."""
        self._ears = ears

    async def start(self) -> None:
        """Opens nothing: the platform calls."""

    async def close(self) -> None:
        """Closes the connections."""
        await self._line.close()

    def verify(self, query: Mapping[str, str]) -> str:
        """What the platform wants to read back when the callback address is entered."""
        return self._envelope.echo(query)

    def parse(self, query: Mapping[str, str], body: bytes, now: datetime) -> tuple[Incoming, ...]:
        """The message of one POST; none when the platform only asks how an answer goes on."""
        told = _object(self._envelope.open(query, _encrypted_of(body)))
        if told.get("msgtype") == "stream":
            return ()
        found = aibot_words.heard(self.name, told, now, self._bot_name)
        return (self._chats.heard(found, _code_of(found.response_url)),)

    async def send(self, to: Address, parcel: Parcel) -> Outcome:
        """Answers the message of that chat that has waited longest; without one there is no way."""
        chat = to.chat or to.to_user
        if parcel.file is not None or not parcel.text or not chat or self._ears is None:
            return Refused("in webhook mode an AI bot says texts alone, and no empty ones")
        request = self._chats.requests.oldest(chat, self._ears.now())
        if request is None:
            return Refused("in webhook mode an AI bot only answers, once, within an hour")
        words = aibot_bodies.plain(parcel.text)
        try:
            await self._answer(request.how, words)
        except (ApiError, Unreached) as error:
            met = outcome(error)
            if isinstance(met, Later) and not met.lost_answer:
                self._chats.requests.put_back(chat, request)
            return met
        self._chats.said(chat, words, parcel.key)
        return Sent()

    async def _answer(self, code: str, words: str) -> None:
        message = {"msgtype": "markdown", "markdown": {"content": words}}
        params = {"response_code": code}
        answer = await self._line.ask("POST", "aibot/response", params, once=True, json=message)
        if answer.get("errcode") != 0:  # something in between answered: only the platform says 0
            raise Unreached("no errcode in the answer", lost_answer=True)

    @asynccontextmanager
    async def fetch(self, locator: str) -> AsyncIterator[Download]:
        """A file that somebody sent or quoted, sealed with the callback's own key."""
        if self._ears is None:
            raise MediaLater("the channel was not begun", timedelta(minutes=1))
        async with aibot_media.download(locator, self._ears.now(), self._patience, self._aes_key) as found:
            yield found

    async def check(self) -> list[Health]:
        """Nothing can be asked of the platform: it calls, and takes answers alone."""
        told = f"token and aes_key are well formed; the callback is /callback/{self.name}; it writes first to nobody"
        return [Health("green", told)]


def _encrypted_of(body: bytes) -> str:
    """The sealed part of a POST body, by pattern: no parser sees what nobody has signed."""
    found = _ENCRYPT.search(body)
    if found is None:
        msg = "no encrypt field"
        raise BadInput(msg)
    return found.group(1).replace(b"\\/", b"/").decode("ascii")


def _object(plain: bytes) -> Mapping[str, object]:
    try:
        found = json.loads(plain, strict=False)
    except (ValueError, RecursionError) as error:
        msg = "the JSON cannot be read"
        raise BadInput(msg) from error
    if not isinstance(found, dict):
        msg = "the JSON is no object"
        raise BadInput(msg)
    return found


def _code_of(response_url: str) -> str:
    """What opens the way to answer; the address before it is the configured one."""
    try:
        return parse_qs(urlsplit(response_url).query).get("response_code", [""])[0]
    except ValueError:
        return ""
