"""An official account (公众号): its followers write to it, and it answers them; never in a group, never first.

A message goes only within 48 hours of the follower's own, five at most: no reminder can be promised on this road.
"""

import asyncio
import hashlib
import hmac
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.channels import official_account_xml
from bot.channels.base import Ability, Address, ChannelSettings, Download, Health, Limit, Outcome, Parcel, Refused, Sent
from bot.channels.crypto import Envelope, encrypted_of
from bot.channels.official_account_api import OfficialApi
from bot.channels.official_account_errors import outcome, why_of
from bot.channels.wecom_api import Patience
from bot.channels.wecom_errors import ApiError, Unreached
from bot.channels.wecom_tokens import TokenShelf
from models.errors import BadInput, BadSignature
from models.incoming import Incoming

OFFICIAL = "https://api.weixin.qq.com"
_MB = 1024 * 1024
#: What a file is sent as: the platform's kind and how large it may be; there is no kind for any other file.
_SENT_AS = {
    ".jpg": ("image", 10 * _MB),
    ".jpeg": ("image", 10 * _MB),
    ".png": ("image", 10 * _MB),
    ".mp4": ("video", 10 * _MB),
}
#: What the platform has echoed: no other text is given back to whoever asks.
_ECHO = re.compile(r"[0-9A-Za-z_-]{1,64}")


class OfficialAccount:
    """Ears, mouth and hand of one official account."""

    kind = "official_account"
    can = frozenset({Ability.PERSONS, Ability.IMAGE, Ability.VIDEO})
    max_bytes = 2048
    limits: tuple[Limit, ...] = ()  # the platform counts by what the follower wrote: 45047

    def __init__(self, settings: ChannelSettings, patience: Patience | None = None) -> None:
        options = settings.options
        self.name = settings.name
        self._token = options.get("token", "")
        base = options.get("api_url", "") or OFFICIAL
        self._api = OfficialApi(base, options.get("app_id", ""), options.get("secret", ""), patience)
        key = options.get("aes_key", "")
        self._envelope = Envelope(self._token, key, options.get("app_id", "")) if key else None

    def share(self, shelf: TokenShelf) -> None:
        """Keeps the token where the other processes of the office find it: a new one ends the one before."""
        self._api.share(shelf)

    async def start(self) -> None:
        """Opens nothing: the first call does."""

    async def close(self) -> None:
        """Closes the connections."""
        await self._api.close()

    def verify(self, query: Mapping[str, str]) -> str:
        """What the platform wants to read back when the callback address is entered: its own echo."""
        self._check_signature(query)
        echo = query.get("echostr", "")
        if not _ECHO.fullmatch(echo):
            msg = "no echostr"
            raise BadInput(msg)
        return echo

    def parse(self, query: Mapping[str, str], body: bytes, now: datetime) -> tuple[Incoming, ...]:
        """The message of one POST; with a key in the configuration only what is sealed with it is read."""
        if self._envelope is not None:
            letter = self._envelope.open(query, encrypted_of(body))
        else:
            self._check_signature(query)
            letter = body
        return (official_account_xml.incoming(self.name, letter, now),)

    def _check_signature(self, query: Mapping[str, str]) -> None:
        timestamp = query.get("timestamp", "")
        if timestamp and not (timestamp.isascii() and timestamp.isdigit()):
            msg = "the timestamp is not a number"
            raise BadInput(msg)
        joined = "".join(sorted((self._token, timestamp, query.get("nonce", ""))))
        wanted = hashlib.sha1(joined.encode("utf-8", "replace")).hexdigest()  # noqa: S324 - the platform's own choice
        given = query.get("signature", "")
        if not self._token or not hmac.compare_digest(wanted.encode(), given.encode("utf-8", "replace")):
            msg = "the signature does not fit"
            raise BadSignature(msg)

    async def send(self, to: Address, parcel: Parcel) -> Outcome:
        """Says something to a follower who has written; a file is laid down before the text goes."""
        if not to.to_user:
            return Refused("an official account writes to its followers, not to groups")
        if parcel.file is None and not parcel.text:
            return Refused("an empty message")
        try:
            laid = await self._lay_down(parcel.file) if parcel.file is not None else None
            if isinstance(laid, Refused):
                return laid
            if parcel.text:
                await self._say(to.to_user, "text", {"content": parcel.text})
            if laid is not None:
                await self._say(to.to_user, *laid)
        except (ApiError, Unreached) as error:
            return outcome(error)
        except OSError as error:
            return Refused(f"the file cannot be read: {type(error).__name__}")
        return Sent()

    async def _say(self, to_user: str, kind: str, content: Mapping[str, Any]) -> None:
        message = {"touser": to_user, "msgtype": kind, kind: content}
        answer = await self._api.call("POST", "message/custom/send", body=lambda: {"json": message}, once=True)
        if answer.get("errcode") != 0:  # something in between answered: only the platform says 0
            raise Unreached("no errcode in the answer", lost_answer=True)

    async def _lay_down(self, file: Path) -> tuple[str, Mapping[str, str]] | Refused:
        kind, most = _SENT_AS.get(file.suffix.lower(), ("", 0))
        if not kind:
            return Refused("an official account sends pictures and clips, no other files")
        size = (await asyncio.to_thread(file.stat)).st_size
        if not 5 < size <= most:
            return Refused(f"a file of {size} bytes; the platform takes from 6 bytes to 10 MB")
        return kind, {"media_id": await self._api.upload(kind, file)}

    @asynccontextmanager
    async def fetch(self, locator: str) -> AsyncIterator[Download]:
        """A file that a follower sent, by its media_id; kept by the platform for three days."""
        async with self._api.download(locator) as found:
            yield found

    async def check(self) -> list[Health]:
        """Whether messages can come in and go out, and what to do when not."""
        return [self._check_callback(), await self._check_calls()]

    def _check_callback(self) -> Health:
        if self._envelope is None:
            told = "messages come in unsealed (明文模式): set aes_key and choose 安全模式 on the management page"
            return Health("yellow", told)
        return Health("green", f"token and aes_key are well formed; the callback is /callback/{self.name}")

    async def _check_calls(self) -> Health:
        self._api.forget()
        try:
            await self._api.token()
        except (ApiError, Unreached) as error:
            return Health("red", f"nothing can go out: {why_of(error)}")
        return Health("green", "the platform knows the account; it may answer within 48 hours, five times, never first")
