"""The conversation archive (会话内容存档): the one road that hears all of a group, its videos too; it says nothing.

Records are fetched by their sequence number through the vendor's library, which lives in a process of its own. How far
they were read is kept in the commit of the messages that were made of them.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from bot.channels import archive_media
from bot.channels.archive_child import Child, Died, Entry, Patience
from bot.channels.archive_keys import Keys
from bot.channels.archive_library import LibraryError, Unusable
from bot.channels.archive_words import Words
from bot.channels.base import (
    Ability,
    Address,
    ChannelSettings,
    Download,
    Ears,
    Health,
    Limit,
    Mark,
    Outcome,
    Parcel,
    Refused,
)
from bot.channels.pulling import NotHeard, Pauses, Pulling, heard_since
from models.incoming import Incoming
from models.outages import Trouble

log = logging.getLogger(__name__)

#: Between two looks; the platform itself is some fifteen seconds late.
CALM_S = 10.0
#: The platform gives up to a thousand; fewer keep each commit short.
PAGE = 300
#: So long the platform keeps what was said.
KEPT = timedelta(days=5)
#: How exactly it is known when the platform was last asked.
ASKED_EVERY = timedelta(hours=1)
#: A sequence number that is too old, where it is told at all.
TOO_OLD = 10010
#: A process that dies so often in a row is no accident.
DEATHS = 3

_MEANINGS: Mapping[int, tuple[str, Trouble | None]] = {
    10000: ("the library does not take corp_id or secret", Trouble.REJECTED),
    10001: ("the platform cannot be reached, or the proxy", None),
    10002: ("an answer that cannot be read", None),
    10003: ("a call of the system failed", None),
    10009: ("add this machine's address to the trusted addresses of 会话内容存档", Trouble.UNTRUSTED),
    10011: ("the certificate of the platform cannot be checked: update the machine's", Trouble.BROKEN),
}


@dataclass(frozen=True)
class _Sealed:
    """A record as it came; ``opened`` what it says, None for what cannot be opened."""

    seq: int
    msg_id: str
    version: int
    random_key: str
    message: str
    opened: Mapping[str, Any] | None = None


class WecomArchive:
    """Ears and hand of the archive of one corp."""

    kind = "wecom_archive"
    can: frozenset[Ability] = frozenset()
    max_bytes = 2048
    limits: tuple[Limit, ...] = ()

    def __init__(
        self, settings: ChannelSettings, patience: Patience | None = None, pauses: Pauses | None = None
    ) -> None:
        options = settings.options
        self.name = settings.name
        self._keys = Keys(_pems(options))
        entry = _entry(options)
        # a file that the library dies of must not deafen the channel
        self._ears_child, self._files_child = Child(entry, patience), Child(entry, patience)
        desk = frozenset(filter(None, options.get("desk", "").split(",")))
        self._words = Words(self.name, desk, options.get("bot_name", ""))
        self._pauses = pauses or Pauses(calm=CALM_S)
        self._ears: Ears | None = None
        self._pulling: Pulling | None = None
        self._seq: int | None = None
        self._asked_at: datetime | None = None
        self._proven: set[int] = set()
        self._rooms: set[str] = set()
        self._deaths = 0

    def hear_with(self, ears: Ears) -> None:
        """Keeps the ears for everything that comes in."""
        self._ears = ears

    async def start(self) -> None:
        """Begins to listen."""
        if self._ears is not None and self._pulling is None:
            ears = self._ears
            self._pulling = Pulling(self.name, ears, lambda: self._pull(ears), self._pauses)

    async def close(self) -> None:
        """Stops listening and ends the processes."""
        pulling, self._pulling = self._pulling, None
        if pulling is not None:
            await pulling.close()
        await self._ears_child.close()
        await self._files_child.close()

    async def send(self, to: Address, parcel: Parcel) -> Outcome:
        """Says nothing, ever."""
        return Refused("the archive only listens")

    @asynccontextmanager
    async def fetch(self, locator: str) -> AsyncIterator[Download]:
        """A file of a record, by its sdkfileid; kept by the platform for five days."""
        async with archive_media.download(self._files_child, locator) as found:
            yield found

    async def check(self) -> list[Health]:
        """Whether there are keys, and whether the library and the platform answer."""
        return [self._check_keys(), await self._check_library()]

    def _check_keys(self) -> Health:
        if self._keys.unreadable:
            told = ", ".join(str(one) for one in self._keys.unreadable)
            return Health("red", f"no RSA private key in the PEM file of version {told}")
        return Health("green", f"there are keys up to version {self._keys.newest}")

    async def _check_library(self) -> Health:
        try:
            await self._page(0, 1)
        except NotHeard as error:
            return Health("red", f"nothing can come in: {error}")
        return Health("green", "the library is loaded, and the platform answers")

    async def _pull(self, ears: Ears) -> bool:
        """One page: fetched, opened, stored with how far it goes; whether there may be more."""
        if self._seq is None:
            self._seq = int(await ears.mark(self.name, "seq") or 0)
        found = await self._records(ears, self._seq)
        if not found:
            self._deaths = 0
            await self._nothing_new(ears)
            return False
        opened = self._openable(await self._opened(found))
        await self._look_for_gap(ears, opened[0].seq)
        last = max(one.seq for one in opened)
        heard = await self._messages(ears, opened)
        await ears.take(heard, Mark("seq", str(last)), self.name)
        self._seq, self._deaths = last, 0
        return True

    async def _records(self, ears: Ears, seq: int) -> list[_Sealed]:
        try:
            return _sealed(await self._page(seq, PAGE))
        except NotHeard as error:
            if seq and isinstance(error.__cause__, LibraryError) and error.__cause__.code == TOO_OLD:
                await self._gap(ears, "the platform no longer has what followed")
                return _sealed(await self._page(0, PAGE))
            raise

    async def _page(self, seq: int, limit: int) -> str:
        try:
            return await self._ears_child.page(seq, limit)
        except LibraryError as error:
            why, trouble = _MEANINGS.get(error.code, ("the platform refuses", Trouble.REJECTED))
            raise NotHeard(f"{why} ({error.code})", trouble) from error
        except Unusable as error:
            raise NotHeard(f"the library cannot be used: {error}", Trouble.BROKEN) from error
        except Died as error:
            raise self._died(error) from error

    def _died(self, error: Died) -> NotHeard:
        self._deaths += 1
        trouble = Trouble.BROKEN if self._deaths >= DEATHS else None
        return NotHeard(f"the process of the library ended: {error}", trouble)

    async def _opened(self, found: Sequence[_Sealed]) -> list[_Sealed]:
        keys = await asyncio.to_thread(lambda: [self._keys.open(one.version, one.random_key) for one in found])
        openable = [number for number, key in enumerate(keys) if key]
        try:
            told = await self._ears_child.opened([(keys[number] or "", found[number].message) for number in openable])
        except Died as error:
            raise NotHeard(f"the process of the library ended: {error}", Trouble.BROKEN) from error
        opened: dict[int, str | None] = dict(zip(openable, told, strict=True))
        return [_with(one, opened.get(number)) for number, one in enumerate(found)]

    def _openable(self, found: Sequence[_Sealed]) -> Sequence[_Sealed]:
        """The records up to the first that only waits for its key; raises NotHeard when that is the first of all.

        What cannot be opened is passed over only once its key has opened another record: else the key is wrong, and
        nothing may be lost by it.
        """
        self._proven |= {one.version for one in found if one.opened is not None}
        for number, one in enumerate(found):
            if one.opened is None and self._waits_for_key(one.version):
                if number == 0:
                    why = f"the private key of version {one.version} is missing or does not fit: add it under keys"
                    raise NotHeard(why, Trouble.REJECTED)
                return found[:number]
        return found

    def _waits_for_key(self, version: int) -> bool:
        if self._keys.knows(version):
            return version not in self._proven
        return version > self._keys.newest

    async def _messages(self, ears: Ears, found: Sequence[_Sealed]) -> list[Incoming]:
        now, since = ears.now(), await heard_since(ears, self.name)
        made = [self._message(one, now) for one in found]
        heard = [one for one in made if one is not None and one.sent_at >= since]
        for room in {one.chat for one in heard if one.chat} - self._rooms:
            self._rooms.add(room)
            log.info("channel %s hears the room %s", self.name, room)
        return heard

    def _message(self, one: _Sealed, now: datetime) -> Incoming | None:
        if one.opened is not None:
            return self._words.incoming(one.opened, now)
        log.warning("channel %s: record %s cannot be opened", self.name, one.seq)
        return self._words.unreadable(one.msg_id or f"seq:{one.seq}", now)

    async def _look_for_gap(self, ears: Ears, first: int) -> None:
        """After more than five days without a call the platform goes on at what it still has, without a word."""
        asked = await self._asked(ears)
        if asked and ears.now() - asked >= KEPT and self._seq and first > self._seq + 1:
            await self._gap(ears, f"records {self._seq + 1} to {first - 1} are gone")
        await self._note_asked(ears, asked)

    async def _gap(self, ears: Ears, why: str) -> None:
        log.warning("channel %s did not listen for more than five days: %s", self.name, why)
        await ears.alarm(self.name, Trouble.GAP)

    async def _nothing_new(self, ears: Ears) -> None:
        """After more than five days it shows only with the next record whether anything is gone."""
        asked = await self._asked(ears)
        if asked is None or ears.now() - asked < KEPT:
            await self._note_asked(ears, asked)

    async def _asked(self, ears: Ears) -> datetime | None:
        """When the platform was last asked, to the hour; None before the first time."""
        if self._asked_at is None and (told := await ears.mark(self.name, "asked")):
            self._asked_at = datetime.fromisoformat(told)
        return self._asked_at

    async def _note_asked(self, ears: Ears, before: datetime | None) -> None:
        now = ears.now()
        if before is None or now - before >= ASKED_EVERY:
            await ears.take([], Mark("asked", now.isoformat()), self.name)
            self._asked_at = now


def _entry(options: Mapping[str, str]) -> Entry:
    proxy = urlsplit(options.get("proxy", ""))
    login = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}" if proxy.username else ""
    road = f"{proxy.scheme}://{proxy.hostname}" + (f":{proxy.port}" if proxy.port else "") if proxy.hostname else ""
    return Entry(options.get("library", ""), options.get("corp_id", ""), options.get("secret", ""), road, login)


def _pems(options: Mapping[str, str]) -> dict[int, str]:
    """The private keys of the settings: ``key_3`` is the one of version 3."""
    return {int(name[4:]): pem for name, pem in options.items() if name.startswith("key_") and name[4:].isdigit()}


def _sealed(page: str) -> list[_Sealed]:
    """The records of a page in their order; what has no sequence number is none."""
    told = json.loads(page).get("chatdata")
    found = [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
    made = [
        _Sealed(
            one["seq"],
            str(one.get("msgid", "")),
            version if isinstance(version := one.get("publickey_ver"), int) else 0,
            str(one.get("encrypt_random_key", "")),
            str(one.get("encrypt_chat_msg", "")),
        )
        for one in found
        if isinstance(one.get("seq"), int)
    ]
    return sorted(made, key=lambda one: one.seq)


def _with(one: _Sealed, told: str | None) -> _Sealed:
    try:
        record = json.loads(told) if told is not None else None
    except ValueError:
        record = None
    opened = record if isinstance(record, dict) else None
    return _Sealed(one.seq, one.msg_id, one.version, one.random_key, one.message, opened)
