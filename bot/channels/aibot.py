"""An AI bot of WeCom (智能机器人) on a long connection: asked with @ in groups and one to one, it answers and pushes.

It needs no public address. It hears of a group only what is said to it, and writes first only where somebody has
written to it before.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from bot.channels import aibot_bodies, aibot_media, aibot_words
from bot.channels.aibot_hearing import Hearing
from bot.channels.aibot_memory import Chats
from bot.channels.aibot_socket import NOT_OPENED, Frame, Pace, Socket, new_id, opened, request_of
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
from bot.channels.wecom_api import Patience
from bot.channels.wecom_errors import MEDIA_GONE, ApiError, Unreached, outcome, why_of
from models.incoming import Incoming
from models.outages import Trouble

log = logging.getLogger(__name__)

OFFICIAL = "wss://openws.work.weixin.qq.com"
#: An answer on the request itself is not possible (any more); as a message of its own it is.
NOT_ON_REQUEST = frozenset({846604, 846605, 846606, 846608})
TOO_FAST = 846607
_SOON, _MINUTE = timedelta(seconds=10), timedelta(minutes=1)
#: A connection that is down for so long is no blip: letters wait then without counting their attempts.
BLIP_S = 120.0
#: Files that were laid down lately, so that one for many groups goes up once; the platform keeps them three days.
KEPT = timedelta(days=2)
CLOSES_WITHIN_S = 3.0
_WHY = {
    Trouble.KICKED: "another connection took the place of this one: look for a second copy, then restart",
    Trouble.REJECTED: "the platform does not take bot_id and secret, or its long connection is switched off",
}


class WecomAibot:
    """Ears, mouth and hand of one AI bot."""

    kind = "wecom_aibot"
    can = frozenset(
        {Ability.PERSONS, Ability.GROUPS, Ability.CARD, Ability.IMAGE, Ability.VIDEO, Ability.FILE}
    )  # not UNASKED: somebody must have written in that chat before
    max_bytes = 4096
    #: Half of what the platform takes: a letter is one message, and a card or a file a second one.
    limits: tuple[Limit, ...] = (Limit(15, timedelta(minutes=1), spare=3), Limit(500, timedelta(hours=1)))

    def __init__(self, settings: ChannelSettings, pace: Pace | None = None, patience: Patience | None = None) -> None:
        options = settings.options
        self.name = settings.name
        self._bot_name = options.get("bot_name", "")
        self._url = options.get("ws_url") or OFFICIAL
        self._who = {"bot_id": options.get("bot_id", ""), "secret": options.get("secret", "")}
        self._pace, self._patience = pace or Pace(), patience or Patience()
        self._chats = Chats(self.name)
        self._kept: dict[tuple[str, str, int, int], tuple[aibot_media.Laid, datetime]] = {}
        self._ears: Ears | None = None
        self._hearing: Hearing | None = None
        self._socket: Socket | None = None
        self._tasks: list[asyncio.Task[None]] = []

    def hear_with(self, ears: Ears) -> None:
        """Keeps the ears for the connection that `start` opens."""
        self._ears = ears
        self._hearing = Hearing(self.name, ears, self._read)

    async def start(self) -> None:
        """Begins to connect."""
        if self._hearing is None:
            return
        self._socket = Socket(self._url, self._who, self._hearing, self._pace)
        self._tasks = [asyncio.create_task(self._socket.run()), asyncio.create_task(self._hearing.store_all())]

    async def close(self) -> None:
        """Closes the connection and stores what it had brought."""
        for task in self._tasks[:1]:
            task.cancel()
        if self._hearing is not None and self._tasks:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._hearing.stored(), CLOSES_WITHIN_S)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    def _read(self, frame: Frame, now: datetime) -> Incoming:
        body = frame.get("body")
        found = aibot_words.heard(self.name, body if isinstance(body, Mapping) else {}, now, self._bot_name)
        return self._chats.heard(found, request_of(frame))

    # The mouth

    async def send(self, to: Address, parcel: Parcel) -> Outcome:
        """Says something in a chat where the bot was spoken to; a file follows its text, a card stands below it."""
        if not (to.chat or to.to_user) or not (parcel.text or parcel.file):
            return Refused("an empty message, or one to nobody")
        if self._socket is None or self._ears is None:
            return Later(_SOON, "the connection was not begun", whole_channel=True)
        if self._socket.stopped is not None:
            return Refused(_WHY[self._socket.stopped], whole_channel=True)
        try:
            return await self._send(self._socket, to, parcel, self._ears.now())
        except (ApiError, Unreached) as error:
            if isinstance(error, ApiError) and error.code in MEDIA_GONE:
                self._kept.clear()
            if isinstance(error, ApiError) and error.code == TOO_FAST:
                return self._too_fast(to, why_of(error))
            return _met(error, self._socket)
        except OSError as error:
            return Refused(f"the file cannot be read: {type(error).__name__}")

    def _too_fast(self, to: Address, why: str) -> Later | Refused:
        """One code means two things; as our own limits are lower it is the other, unless the chat is known."""
        if self._chats.met(to.chat or to.to_user):
            return Later(_MINUTE, why, whole_target=True)
        return Refused("nobody has written to the bot there, so that it may not write first (846607)")

    async def _send(self, socket: Socket, to: Address, parcel: Parcel, now: datetime) -> Outcome:
        laid = await self._laid(socket, parcel, now)
        if isinstance(laid, Refused):
            return laid
        sent = Sent()
        if parcel.text:
            words = aibot_bodies.plain(parcel.text)
            sent = await self._say(socket, to, words, now)
            self._chats.said(to.chat or to.to_user, words, parcel.key)
        if parcel.card is not None and not to.chat:  # whether groups are shown cards is not certain
            await self._show(socket, to, aibot_bodies.card(parcel.card))
        if laid is not None:
            sent = await _push(socket, to, laid.kind, {"media_id": laid.media_id})
        return sent

    async def _say(self, socket: Socket, to: Address, words: str, now: datetime) -> Sent:
        asked = self._chats.requests.sole(to.chat or to.to_user, now)
        if asked:
            try:
                await socket.ask("aibot_respond_msg", aibot_bodies.stream(asked, words), asked)
                return Sent(asked)
            except ApiError as error:
                if error.code not in NOT_ON_REQUEST:
                    raise
        return await _push(socket, to, "markdown", {"content": words})

    async def _show(self, socket: Socket, to: Address, card: Mapping[str, Any]) -> None:
        """Its digits stand in the text as well, so a card that is not taken is no loss."""
        try:
            await _push(socket, to, "template_card", card)
        except (ApiError, Unreached) as error:
            log.info("channel %s: a card was not shown: %s", self.name, why_of(error))

    async def _laid(self, socket: Socket, parcel: Parcel, now: datetime) -> aibot_media.Laid | Refused | None:
        """The file of a parcel as the platform has it; laid down before anything is said, for that may fail."""
        if parcel.file is None:
            return None
        stat = await asyncio.to_thread(parcel.file.stat)
        kind = aibot_media.kind_of(parcel.file, stat.st_size)
        if not kind:
            return Refused(f"a file of {stat.st_size} bytes; the platform takes from 5 bytes to 20 MB")
        key = (str(parcel.file), kind, stat.st_size, stat.st_mtime_ns)
        self._kept = {one: kept for one, kept in self._kept.items() if kept[1] > now}
        if key not in self._kept:
            laid = await aibot_media.upload(socket.ask, parcel.file, kind, self._pace.piece)
            self._kept[key] = laid, now + KEPT
        return self._kept[key][0]

    # The hand, and what doctor says

    @asynccontextmanager
    async def fetch(self, locator: str) -> AsyncIterator[Download]:
        """A file that somebody sent or quoted; its address lives five minutes."""
        if self._ears is None:
            raise MediaLater("the connection was not begun", _MINUTE)
        async with aibot_media.download(locator, self._ears.now(), self._patience) as found:
            yield found

    async def check(self) -> list[Health]:
        """Whether it is connected or could be; to subscribe for a test would push the running bot out."""
        lines = [await self._check_line()]
        if not self._bot_name:
            told = "bot_name is empty: the first word behind @ is taken for it, although a name may have a blank"
            lines.append(Health("yellow", told))
        return lines

    async def _check_line(self) -> Health:
        if self._socket is not None and self._socket.stopped is not None:
            return Health("red", _WHY[self._socket.stopped])
        if self._socket is not None:
            connected = self._socket.connected
            return Health("green" if connected else "red", "connected" if connected else "not connected, tries again")
        try:
            async with opened(self._url, self._pace):
                pass
        except NOT_OPENED as error:
            return Health("red", f"{self._url} cannot be reached: {type(error).__name__}")
        told = "the platform can be reached; bot_id and secret are not tried: that would push a running bot out"
        return Health("green", told)


async def _push(socket: Socket, to: Address, kind: str, content: Mapping[str, Any]) -> Sent:
    place = {"chatid": to.chat or to.to_user, "chat_type": 2 if to.chat else 1}
    req_id = new_id("aibot_send_msg")
    await socket.ask("aibot_send_msg", place | {"msgtype": kind, kind: content}, req_id)
    return Sent(req_id)


def _met(error: ApiError | Unreached, socket: Socket) -> Later | Refused:
    """What becomes of a message; a lost connection is that of all."""
    if isinstance(error, ApiError) or error.lost_answer or socket.connected:
        return outcome(error)
    why = why_of(error)
    if socket.down_for >= BLIP_S:
        return Refused(why, whole_channel=True)
    return Later(_SOON, why, whole_channel=True)
