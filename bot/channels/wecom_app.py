"""A self-built app of WeCom (自建应用): members write to it, it writes to members and into groups that it made.

It hears nothing in groups. Buttons stand under a text where the configuration says so: plain WeChat does not show them.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.channels import wecom_cards, wecom_ids, wecom_media, wecom_xml
from bot.channels.base import (
    Ability,
    Address,
    Card,
    ChannelSettings,
    Download,
    Health,
    Limit,
    Outcome,
    Parcel,
    Refused,
    Sent,
)
from bot.channels.crypto import Envelope, encrypted_of
from bot.channels.wecom_api import Api, Patience
from bot.channels.wecom_errors import ApiError, Unreached, outcome, why_of
from bot.channels.wecom_tokens import TokenShelf
from models.errors import BadInput
from models.incoming import Incoming

log = logging.getLogger(__name__)

#: The platform drops the same message within this time, so that one whose answer was lost may be said again.
DUPLICATES_S = 1800
#: Characters that the platform keeps of the name of a group.
MOST_NAME = 50
_MB = 1024 * 1024
#: What a file is sent as: the platform's kind and how large it may be.
_SENT_AS = {
    ".jpg": ("image", 10 * _MB),
    ".jpeg": ("image", 10 * _MB),
    ".png": ("image", 10 * _MB),
    ".mp4": ("video", 10 * _MB),
}
_ANY_FILE = ("file", 20 * _MB)


CARDS_ON = "cards are on: they show in WeCom alone, and the platform takes them only where a callback is entered"


class WecomApp:
    """Ears, mouth and hand of one self-built app."""

    kind = "wecom_app"
    can = frozenset(
        {
            *(Ability.PERSONS, Ability.GROUPS, Ability.UNASKED, Ability.MENTION),
            *(Ability.IMAGE, Ability.VIDEO, Ability.FILE),
        }
    )
    max_bytes = 2048
    #: What is above is dropped by the platform without a word, with errcode 0.
    limits: tuple[Limit, ...] = (Limit(30, timedelta(minutes=1)), Limit(1000, timedelta(hours=1)))

    def __init__(self, settings: ChannelSettings, patience: Patience | None = None) -> None:
        options = settings.options
        self.name = settings.name
        self._corp_id = options.get("corp_id", "")
        self._agent_id = int(options.get("agent_id") or 0)
        self._api = Api(options.get("api_url", ""), self._corp_id, options.get("secret", ""), patience)
        self._envelope, self._no_envelope = _envelope(options, self._corp_id)
        self._clicks: set[asyncio.Task[None]] = set()
        if str(options.get("cards", "")).lower() == "true":
            self.can = self.can | {Ability.CARD}

    def share(self, shelf: TokenShelf) -> None:
        """Keeps the token where the other processes of the office find it."""
        self._api.share(shelf)

    async def start(self) -> None:
        """Opens nothing: the first call does."""

    async def close(self) -> None:
        """Closes the connections; buttons that still wait to be replaced stay."""
        for one in self._clicks:
            one.cancel()
        await asyncio.gather(*self._clicks, return_exceptions=True)
        await self._api.close()

    def verify(self, query: Mapping[str, str]) -> str:
        """What the platform wants to read back when the callback address is entered."""
        return self._opener().echo(query)

    def parse(self, query: Mapping[str, str], body: bytes, now: datetime) -> tuple[Incoming, ...]:
        """The message of one POST: the signature first, then the key, and only then an XML parser."""
        letter = self._opener().open(query, encrypted_of(body))
        heard = wecom_xml.incoming(self.name, self._corp_id, letter, now)
        return () if heard is None else (heard,)

    def stored(self, heard: Incoming) -> None:
        """A click that is safe on disk: what was chosen takes the place of the buttons."""
        clicked = wecom_xml.clicked(heard)
        if clicked is not None and clicked.response_code:
            task = asyncio.get_running_loop().create_task(self._replace(clicked))
            self._clicks.add(task)
            task.add_done_callback(self._clicks.discard)

    async def _replace(self, clicked: wecom_cards.Click) -> None:
        body = wecom_cards.replaced(self._agent_id, clicked)
        try:
            await self._api.call("POST", "message/update_template_card", body=lambda: {"json": body})
        except (ApiError, Unreached) as error:
            if not (isinstance(error, ApiError) and error.code == wecom_cards.USED):
                log.warning("channel %s: the buttons of a card stay: %s", self.name, why_of(error))

    def _opener(self) -> Envelope:
        if self._envelope is None:
            raise BadInput(self._no_envelope)
        return self._envelope

    async def send(self, to: Address, parcel: Parcel) -> Outcome:
        """Says something to a member or in a group of the app; a file goes behind its text, buttons below it."""
        if not (to.to_user or to.chat):
            return Refused("an app writes to members and into groups that it made")
        try:
            said = await self._say_words(to, parcel) if parcel.text else None
            if said is not None and to.to_user.lower() in said.unreached:
                return Refused("the corp has no licence for this member, or the app does not know them")
            if parcel.file is None:
                return said or Refused("an empty message")
            return await self._send_file(to, parcel.file)
        except (ApiError, Unreached) as error:
            return outcome(error)
        except OSError as error:
            return Refused(f"the file cannot be read: {type(error).__name__}")

    async def _say_words(self, to: Address, parcel: Parcel) -> Sent:
        words: dict[str, Any] = {"content": parcel.text}
        if to.chat and parcel.mentions:
            words["mentioned_list"] = list(parcel.mentions)
        said = await self._say(to, "text", words, again=parcel.again)
        if parcel.card is not None and to.to_user and Ability.CARD in self.can:
            await self._show(to, parcel.card)
        return said

    async def _show(self, to: Address, card: Card) -> None:
        """Buttons below a text that has gone: whoever does not get them types the digit."""
        shown = wecom_cards.shown(card)
        if shown is None:
            return
        try:
            await self._say(to, "template_card", shown)
        except (ApiError, Unreached) as error:
            log.warning("channel %s: a card was left out: %s", self.name, why_of(error))
            if isinstance(error, ApiError) and error.code in wecom_cards.NO_CARDS:
                self.can = self.can - {Ability.CARD}

    async def _say(self, to: Address, kind: str, content: Mapping[str, Any], *, again: bool = False) -> Sent:
        if not to.to_user:
            told = {"chatid": to.chat, "msgtype": kind, kind: content, "safe": 0}
            await self._api.call("POST", "appchat/send", body=lambda: {"json": told}, once=True)
            return Sent()
        message: dict[str, Any] = {"touser": to.to_user, "msgtype": kind, "agentid": self._agent_id, kind: content}
        if not again:
            message |= {"enable_duplicate_check": 1, "duplicate_check_interval": DUPLICATES_S}
        answer = await self._api.call("POST", "message/send", body=lambda: {"json": message}, once=True)
        return Sent(str(answer.get("msgid", "")), _unreached(answer))

    async def _send_file(self, to: Address, file: Path) -> Outcome:
        kind, most = _SENT_AS.get(file.suffix.lower(), _ANY_FILE)
        size = (await asyncio.to_thread(file.stat)).st_size
        if size > most and size <= _ANY_FILE[1]:
            kind, most = _ANY_FILE
        if not 5 < size <= most:
            return Refused(f"a file of {size} bytes; the platform takes from 6 bytes to 20 MB")
        media_id = await wecom_media.upload(self._api, kind, file)
        return await self._say(to, kind, {"media_id": media_id})

    async def recall(self, platform_id: str) -> bool:
        """Takes back what was said to a member within a day; False when the platform no longer does."""
        try:
            await self._api.call("POST", "message/recall", body=lambda: {"json": {"msgid": platform_id}})
        except (ApiError, Unreached):
            return False
        return True

    async def found_group(self, name: str, owner: str, members: Sequence[str]) -> str | Refused:
        """Makes a group of the app; nobody sees it before its first message."""
        told = {"name": name[:MOST_NAME], "owner": owner, "userlist": list(members)}
        try:
            answer = await self._api.call("POST", "appchat/create", body=lambda: {"json": told}, once=True)
        except (ApiError, Unreached) as error:
            return Refused(why_of(error))
        chat = answer.get("chatid")
        return chat if isinstance(chat, str) and chat else Refused("no chatid in the answer")

    async def plain_ids(self, open_ids: Sequence[str]) -> Mapping[str, str]:
        """The user id behind each encrypted one of an AI bot; raises ApiError or Unreached."""
        return await wecom_ids.plain_ids(self._api, open_ids)

    @asynccontextmanager
    async def fetch(self, locator: str) -> AsyncIterator[Download]:
        """A file that a member sent, by its media_id; kept by the platform for three days."""
        async with wecom_media.download(self._api, locator) as found:
            yield found

    async def check(self) -> list[Health]:
        """Whether messages can come in and go out, and what to do when not."""
        cards = [Health("yellow", CARDS_ON)] if Ability.CARD in self.can else []
        return [self._check_callback(), await self._check_calls(), *cards]

    def _check_callback(self) -> Health:
        if self._envelope is None:
            return Health("red", f"nothing can come in: {self._no_envelope}")
        return Health("green", f"token and aes_key are well formed; the callback is /callback/{self.name}")

    async def _check_calls(self) -> Health:
        self._api.forget()
        try:
            found = await self._api.call("GET", "agent/get", {"agentid": str(self._agent_id)})
        except (ApiError, Unreached) as error:
            return Health("red", f"nothing can go out: {why_of(error)}")
        return Health("green", f"the platform answers; the app is {found.get('name', '')!s}")


def _envelope(options: Mapping[str, str], corp_id: str) -> tuple[Envelope | None, str]:
    if not options.get("token") or not corp_id:
        return None, "token or corp_id is missing"
    try:
        return Envelope(options["token"], options.get("aes_key", ""), corp_id), ""
    except ValueError:
        return None, "aes_key has 43 letters and digits"


def _unreached(answer: Mapping[str, Any]) -> tuple[str, ...]:
    named = "|".join(str(answer.get(field) or "") for field in ("invaliduser", "unlicenseduser"))
    return tuple(one.lower() for one in named.split("|") if one)
