"""A self-built app of WeCom (自建应用): members write to it, it writes to members; one to one, never in groups."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from bot.channels import wecom_media, wecom_xml
from bot.channels.base import Ability, Address, ChannelSettings, Download, Health, Limit, Outcome, Parcel, Refused, Sent
from bot.channels.crypto import Envelope, encrypted_of
from bot.channels.wecom_api import Api, Patience
from bot.channels.wecom_errors import ApiError, Unreached, outcome, why_of
from models.errors import BadInput
from models.incoming import Incoming

#: The platform drops the same message within this time, so that one whose answer was lost may be said again.
DUPLICATES_S = 1800
_MB = 1024 * 1024
#: What a file is sent as: the platform's kind and how large it may be.
_SENT_AS = {
    ".jpg": ("image", 10 * _MB),
    ".jpeg": ("image", 10 * _MB),
    ".png": ("image", 10 * _MB),
    ".mp4": ("video", 10 * _MB),
}
_ANY_FILE = ("file", 20 * _MB)


class WecomApp:
    """Ears, mouth and hand of one self-built app."""

    kind = "wecom_app"
    can = frozenset({Ability.PERSONS, Ability.UNASKED, Ability.IMAGE, Ability.VIDEO, Ability.FILE})
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

    async def start(self) -> None:
        """Opens nothing: the first call does."""

    async def close(self) -> None:
        """Closes the connections."""
        await self._api.close()

    def verify(self, query: Mapping[str, str]) -> str:
        """What the platform wants to read back when the callback address is entered."""
        echo = query.get("echostr", "").replace(" ", "+")  # a proxy that decodes %2B too early makes it a blank
        if not echo:
            msg = "no echostr"
            raise BadInput(msg)
        try:
            return self._opener().open(query, echo).decode()
        except UnicodeDecodeError as error:
            msg = "not UTF-8"
            raise BadInput(msg) from error

    def parse(self, query: Mapping[str, str], body: bytes, now: datetime) -> tuple[Incoming, ...]:
        """The message of one POST: the signature first, then the key, and only then an XML parser."""
        letter = self._opener().open(query, encrypted_of(body))
        return (wecom_xml.incoming(self.name, self._corp_id, letter, now),)

    def _opener(self) -> Envelope:
        if self._envelope is None:
            raise BadInput(self._no_envelope)
        return self._envelope

    async def send(self, to: Address, parcel: Parcel) -> Outcome:
        """Says something to a member; a parcel with a file goes as the text first and then the file."""
        if not to.to_user:
            return Refused("an app writes to members, not to groups")
        try:
            words = {"content": parcel.text}
            said = await self._say(to.to_user, "text", words, again=parcel.again) if parcel.text else None
            if parcel.file is None:
                return said or Refused("an empty message")
            return await self._send_file(to.to_user, parcel)
        except (ApiError, Unreached) as error:
            return outcome(error)
        except OSError as error:
            return Refused(f"the file cannot be read: {type(error).__name__}")

    async def _say(self, to_user: str, kind: str, content: Mapping[str, Any], *, again: bool = False) -> Sent:
        message: dict[str, Any] = {"touser": to_user, "msgtype": kind, "agentid": self._agent_id, kind: content}
        if not again:
            message |= {"enable_duplicate_check": 1, "duplicate_check_interval": DUPLICATES_S}
        answer = await self._api.call("POST", "message/send", body=lambda: {"json": message}, once=True)
        return Sent(str(answer.get("msgid", "")), _unreached(answer))

    async def _send_file(self, to_user: str, parcel: Parcel) -> Outcome:
        if parcel.file is None:
            return Refused("no file")
        kind, most = _SENT_AS.get(parcel.file.suffix.lower(), _ANY_FILE)
        size = parcel.file.stat().st_size
        if size > most and size <= _ANY_FILE[1]:
            kind, most = _ANY_FILE
        if not 5 < size <= most:
            return Refused(f"a file of {size} bytes; the platform takes from 6 bytes to 20 MB")
        media_id = await wecom_media.upload(self._api, kind, parcel.file)
        return await self._say(to_user, kind, {"media_id": media_id})

    @asynccontextmanager
    async def fetch(self, locator: str) -> AsyncIterator[Download]:
        """A file that a member sent, by its media_id; kept by the platform for three days."""
        async with wecom_media.download(self._api, locator) as found:
            yield found

    async def check(self) -> list[Health]:
        """Whether messages can come in and go out, and what to do when not."""
        return [self._check_callback(), await self._check_calls()]

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
    return tuple(one for one in named.split("|") if one)
