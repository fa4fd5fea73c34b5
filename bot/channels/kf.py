"""Customer service of WeCom (微信客服): anybody with WeChat writes to it, and is answered within the platform's limits.

The callback says only that there is something; what it is is pulled, with a cursor that is kept in the commit of what
was read up to it. It is looked up now and then without a callback too, so that a lost one loses nothing.
"""

import hashlib
import logging
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from bot.channels import kf_words, wecom_media, wecom_xml
from bot.channels.base import (
    Ability,
    Address,
    Card,
    ChannelSettings,
    Download,
    Ears,
    Health,
    Later,
    Limit,
    Mark,
    Outcome,
    Parcel,
    Refused,
    Sent,
)
from bot.channels.crypto import Envelope, encrypted_of
from bot.channels.kf_window import UNREADABLE, Windows
from bot.channels.pulling import NotHeard, Pauses, Pulling, heard_since
from bot.channels.wecom_api import Api, Patience
from bot.channels.wecom_errors import ApiError, Unreached, outcome, why_of
from bot.channels.wecom_tokens import TokenShelf
from models.incoming import Incoming

log = logging.getLogger(__name__)

#: Between two looks without a callback: the platform minds more.
CALM_S = 300.0
PAGE = 1000
#: The token of a callback has run out; without one the platform answers too, only not as often.
STALE_CALL = 95007
#: The same message again: the platform has it, though its answer was lost.
TWICE = 95033
_MB = 1024 * 1024
#: What a file is sent as: the platform's kind and how large it may be.
_SENT_AS = {
    ".jpg": ("image", 2 * _MB),
    ".jpeg": ("image", 2 * _MB),
    ".png": ("image", 2 * _MB),
    ".mp4": ("video", 10 * _MB),
}
_ANY_FILE = ("file", 20 * _MB)
#: Choices below a text: the platform's limits for what stands above them, and for how many there are.
MENU_HEAD, MENU_CHOICE, MENU_CHOICES = 1024, 128, 10
#: What the platform says of a menu that it does not take.
NO_MENU = frozenset({40008, 40058})
_FIELD = r"<{0}>\s*(?:<!\[CDATA\[)?([^<\]]*)"


class WecomKf:
    """Ears, mouth and hand of one customer-service account."""

    kind = "wecom_kf"
    can = frozenset({Ability.PERSONS, Ability.IMAGE, Ability.VIDEO, Ability.FILE, Ability.CARD})
    max_bytes = 2048
    limits: tuple[Limit, ...] = ()

    def __init__(
        self, settings: ChannelSettings, patience: Patience | None = None, pauses: Pauses | None = None
    ) -> None:
        options = settings.options
        self.name = settings.name
        self._corp_id = options.get("corp_id", "")
        self._account = options.get("open_kfid", "")
        self._api = Api(options.get("api_url", ""), self._corp_id, options.get("secret", ""), patience)
        self._envelope = Envelope(options.get("token", ""), options.get("aes_key", ""), self._corp_id)
        self._windows = Windows(self.name)
        self._pauses = pauses or Pauses(calm=CALM_S)
        self._ears: Ears | None = None
        self._pulling: Pulling | None = None
        self._call_token = ""

    def share(self, shelf: TokenShelf) -> None:
        """Keeps the token where the other processes of the office find it."""
        self._api.share(shelf)

    def hear_with(self, ears: Ears) -> None:
        """Keeps the ears for everything that comes in."""
        self._ears = ears

    async def start(self) -> None:
        """Begins to listen, with what came while nobody did."""
        if self._ears is not None and self._pulling is None:
            ears = self._ears
            self._pulling = Pulling(self.name, ears, lambda: self._pull(ears), self._pauses)

    async def close(self) -> None:
        """Stops listening and closes the connections."""
        pulling, self._pulling = self._pulling, None
        if pulling is not None:
            await pulling.close()
        await self._api.close()

    def verify(self, query: Mapping[str, str]) -> str:
        """What the platform wants to read back when the callback address is entered."""
        return self._envelope.echo(query)

    def parse(self, query: Mapping[str, str], body: bytes, now: datetime) -> tuple[Incoming, ...]:
        """A callback brings nothing itself: it has the next round begin now. Anything else is kept as it is."""
        letter = self._envelope.open(query, encrypted_of(body))
        heard = wecom_xml.incoming(self.name, self._corp_id, letter, now)
        if heard is None or heard.text.partition(" ")[0] != "kf_msg_or_event":
            return () if heard is None else (heard,)
        if _field(heard.raw, "OpenKfId") == self._account:
            self._call_token = _field(heard.raw, "Token")
            if self._pulling is not None:
                self._pulling.wake()
        return ()

    async def _pull(self, ears: Ears) -> bool:
        """One page, stored with its cursor; whether there is more. A page may be empty and yet not the last."""
        cursor = await ears.mark(self.name, self._cursor)
        answer = await self._page(cursor)
        said = [one for one in answer.get("msg_list") or () if isinstance(one, dict)]
        for one in said:
            if why := kf_words.failed(one):
                log.warning("channel %s: a message that was taken did not arrive, fail_type %s", self.name, why)
        heard = await self._messages(ears, said)
        await self._windows.heard(ears, heard)
        after = str(answer.get("next_cursor") or cursor)
        if heard or after != cursor:
            await ears.take(heard, Mark(self._cursor, after), self.name)
        more = answer.get("has_more") == 1 and after != cursor
        if not more:
            self._call_token = ""
        return more

    @property
    def _cursor(self) -> str:
        return f"cursor:{self._account}"[:80]

    async def _messages(self, ears: Ears, said: Sequence[Mapping[str, Any]]) -> list[Incoming]:
        now, since = ears.now(), await heard_since(ears, self.name)
        made = [kf_words.incoming(self.name, one, now) for one in said]
        return [one for one in made if one is not None and one.sent_at >= since]

    async def _page(self, cursor: str) -> Mapping[str, Any]:
        try:
            try:
                return await self._sync(cursor, self._call_token)
            except ApiError as error:
                if error.code != STALE_CALL or not self._call_token:
                    raise
            self._call_token = ""
            return await self._sync(cursor, "")
        except (ApiError, Unreached) as error:
            met = outcome(error)
            raise NotHeard(met.why, met.trouble if isinstance(met, Refused) else None) from None

    async def _sync(self, cursor: str, token: str, limit: int = PAGE) -> Mapping[str, Any]:
        asked: dict[str, Any] = {"open_kfid": self._account, "limit": limit, "voice_format": 0}
        asked |= {name: value for name, value in (("cursor", cursor), ("token", token)) if value}
        return await self._api.call("POST", "kf/sync_msg", body=lambda: {"json": asked})

    async def send(self, to: Address, parcel: Parcel) -> Outcome:
        """Says something to a customer who may be written to; a file goes behind its text, choices below it."""
        if not to.to_user or self._ears is None:
            return Refused("customer service writes to persons, not to groups")
        new = bool(parcel.text) and not self._windows.may_have(to.to_user, _name_of(_said(parcel), parcel.key))
        wanted = new + (parcel.file is not None)
        try:
            if why := await self._windows.take(self._ears, to.to_user, wanted):
                return Refused(why)
        except UNREADABLE as error:
            return Later(timedelta(seconds=10), f"the database cannot be read: {type(error).__name__}")
        spent: list[Sent] = []
        try:
            return await self._say_all(to.to_user, parcel, spent)
        except (ApiError, Unreached) as error:
            return outcome(error)
        except OSError as error:
            return Refused(f"the file cannot be read: {type(error).__name__}")
        finally:
            await self._windows.give(self._ears, to.to_user, wanted)

    async def _say_all(self, to_user: str, parcel: Parcel, spent: list[Sent]) -> Outcome:
        if parcel.text:
            spent.append(await self._say_words(to_user, parcel))
        if parcel.file is None:
            return spent[-1] if spent else Refused("an empty message")
        kind, most = _SENT_AS.get(parcel.file.suffix.lower(), _ANY_FILE)
        size = parcel.file.stat().st_size
        if most < size <= _ANY_FILE[1]:
            kind, most = _ANY_FILE
        if not 5 < size <= most:
            return Refused(f"a file of {size} bytes; the platform takes from 6 bytes to 20 MB")
        media_id = await wecom_media.upload(self._api, kind, parcel.file)
        spent.append(
            await self._say(to_user, kind, {"media_id": media_id}, f"{parcel.key}\n\n{parcel.file.name}", parcel.key)
        )
        return spent[-1]

    async def _say_words(self, to_user: str, parcel: Parcel) -> Sent:
        """A text, with choices below it where the platform takes them."""
        what = _said(parcel)
        menu = _menu(parcel.text, parcel.card) if parcel.card is not None else None
        if menu is not None:
            try:
                return await self._say(to_user, "msgmenu", menu, what, parcel.key)
            except ApiError as error:
                if error.code not in NO_MENU:
                    raise
        return await self._say(to_user, "text", {"content": parcel.text}, what, parcel.key)

    async def _say(self, to_user: str, kind: str, content: Mapping[str, Any], what: str, key: str) -> Sent:
        message: dict[str, Any] = {"touser": to_user, "open_kfid": self._account, "msgtype": kind, kind: content}
        msg_id = _name_of(what, key)
        if msg_id:  # by which the platform knows what it has been told already
            message["msgid"] = msg_id
        try:
            answer = await self._api.call("POST", "kf/send_msg", body=lambda: {"json": message}, once=True)
        except Unreached as error:
            if error.lost_answer:  # the platform counts it, if it has it
                self._note(to_user, msg_id)
            raise
        except ApiError as error:
            if error.code != TWICE or not msg_id:
                raise
            answer = {}
        self._note(to_user, msg_id)
        return Sent(str(answer.get("msgid") or msg_id))

    def _note(self, to_user: str, msg_id: str) -> None:
        if self._ears is not None:
            self._windows.went(to_user, msg_id, self._ears.now())

    @asynccontextmanager
    async def fetch(self, locator: str) -> AsyncIterator[Download]:
        """A file that a customer sent, by its media_id; kept by the platform for three days."""
        async with wecom_media.download(self._api, locator) as found:
            yield found

    async def check(self) -> list[Health]:
        """Whether messages can be fetched, with what the platform says when not."""
        self._api.forget()
        told = f"token and aes_key are well formed; the callback is /callback/{self.name}"
        try:
            await self._sync("", "", limit=1)
        except (ApiError, Unreached) as error:
            return [Health("green", told), Health("red", f"nothing can come in: {why_of(error)}")]
        return [Health("green", told), Health("green", f"the platform lets us read the account {self._account}")]


def _said(parcel: Parcel) -> str:
    return f"{parcel.key}\n{parcel.text}"


def _name_of(what: str, key: str) -> str:
    """The id of a message, the same whenever it is tried; empty where the same words may be another message."""
    return hashlib.sha256(what.encode()).hexdigest()[:32] if key else ""


def _menu(text: str, card: Card) -> Mapping[str, Any] | None:
    choices = [(kf_words.choice_id(card.task, digit), f"{digit} {word}") for digit, word in card.buttons]
    fits = all(len(part.encode()) <= MENU_CHOICE for choice in choices for part in choice)
    if not 0 < len(choices) <= MENU_CHOICES or len(text.encode()) > MENU_HEAD or not fits:
        return None
    clicks = [{"type": "click", "click": {"id": name, "content": content}} for name, content in choices]
    return {"head_content": text, "list": clicks}


def _field(xml: str, name: str) -> str:
    found = re.search(_FIELD.format(name), xml)
    return found.group(1).strip() if found else ""
