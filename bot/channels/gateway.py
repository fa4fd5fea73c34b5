"""A gateway: a signed HTTP call to the service by which an office sends short messages, calls or rings a siren.

Its accounts are the telephone numbers of the roll. Numbers and texts stand in no log and in no reason.
"""

import asyncio
import hashlib
import hmac
import json
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from urllib.parse import quote, urlsplit

import aiohttp

from bot.channels import gateway_body
from bot.channels.base import (
    Ability,
    Address,
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
from bot.channels.gateway_body import Json
from bot.channels.wecom_api import Patience
from models.outages import Trouble

MINUTE = timedelta(minutes=1)
SOON = timedelta(seconds=10)
#: What of an answer is read, and how much of it is kept where it names no id.
MOST_ANSWER = 64 * 1024
KEPT = 80
#: The service does not know us, or the address is none of its: a person mends that.
OURS_TO_MEND = {
    401: "the service does not know us by our secret and headers",
    403: "the service does not let us in",
    404: "there is nothing at this url",
    405: "the service wants another method",
}
TOO_FAST = frozenset({429})

_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)
_BROKEN = (aiohttp.ClientError, TimeoutError, OSError, ValueError)
_DIALLED = re.compile(r"\+?\d{3,20}")


class Gateway:
    """The mouth of one service."""

    kind = "gateway"
    can = frozenset({Ability.PERSONS, Ability.UNASKED, Ability.PHONE})
    max_bytes = 1500  # what the services take in one long short message: 500 characters
    limits: tuple[Limit, ...] = ()

    def __init__(
        self, settings: ChannelSettings, patience: Patience | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        options = settings.options
        self.name = settings.name
        self._url, self._method = options.get("url", ""), options.get("method", "") or "POST"
        self._secret, self._headers = options.get("secret", "").encode(), dict(settings.headers)
        self._body = gateway_body.parsed(options.get("body", "{}"))
        self._ok_status = int(options.get("ok_status") or 200)
        self._ok_field, self._ok_value = options.get("ok_field", ""), options.get("ok_value", "")
        self._id_field = options.get("id_field", "")
        self._patience, self._clock = patience or Patience(), clock
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Opens nothing: the first call does."""

    async def close(self) -> None:
        """Closes the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def send(self, to: Address, parcel: Parcel) -> Outcome:
        """Has a text brought to a telephone number."""
        phone = re.sub(r"[\s()-]", "", to.to_user)
        if to.chat or not _DIALLED.fullmatch(phone):
            return Refused("a gateway needs a telephone number")
        if parcel.file is not None or not parcel.text:
            return Refused("a gateway says texts, and no empty ones")
        values = {"phone": phone, "name": to.name, "text": parcel.text, "key": parcel.key}
        body = json.dumps(gateway_body.filled(self._body, values), ensure_ascii=False).encode("utf-8", "replace")
        try:
            status, answer = await self._call(body, parcel.key)
        except _NOT_SENT as error:
            return Later(SOON, f"the service cannot be reached: {type(error).__name__}")
        except _BROKEN as error:
            return Later(SOON, f"the service cannot be reached: {type(error).__name__}", lost_answer=True)
        return self._outcome(status, answer, phone)

    async def _call(self, body: bytes, key: str) -> tuple[int, bytes]:
        limit = aiohttp.ClientTimeout(total=self._patience.answer, connect=self._patience.connect)
        headers = self._headers | self._signed(body, key)
        async with self._open().request(
            self._method, self._url, data=body, headers=headers, timeout=limit, allow_redirects=False
        ) as response:
            return response.status, await _head(response)

    def _signed(self, body: bytes, key: str) -> dict[str, str]:
        """Who calls, when, and for what: the service can refuse what is old, forged or has come before."""
        moment = str(int(self._clock()))
        told = {"Content-Type": "application/json; charset=utf-8", "X-Yexun-Timestamp": moment}
        told["Idempotency-Key"] = quote(key, safe=":")  # a head is ASCII, and one line
        if self._secret:
            told["X-Yexun-Signature"] = signature(self._secret, moment, body)
        return told

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(keepalive_timeout=10)
            self._session = aiohttp.ClientSession(connector=connector)
        return self._session

    def _outcome(self, status: int, answer: bytes, phone: str) -> Outcome:
        if status in OURS_TO_MEND:
            return Refused(f"{OURS_TO_MEND[status]} (HTTP {status})", whole_channel=True, trouble=Trouble.REJECTED)
        if status in TOO_FAST:
            return Later(MINUTE, f"too many calls (HTTP {status})", whole_channel=True)
        if status != self._ok_status:
            return _not_ok(status)
        said = _json(answer)
        if self._ok_field and gateway_body.found(said, self._ok_field) is None:
            return Later(SOON, f"the answer has no {self._ok_field}", lost_answer=True)
        if self._ok_field and (value := gateway_body.found(said, self._ok_field)) != self._ok_value:
            return Later(MINUTE, f"the service says {self._ok_field} = {_masked(str(value), phone)}")
        return Sent(self._platform_id(said, answer, phone))

    def _platform_id(self, said: Json, answer: bytes, phone: str) -> str:
        told = gateway_body.found(said, self._id_field) if self._id_field else None
        return _masked(answer.decode("utf-8", "replace") if told is None else told, phone)

    @asynccontextmanager
    async def fetch(self, locator: str) -> AsyncIterator[Download]:
        """Nothing ever comes from a gateway."""
        raise MediaLost(locator)
        yield

    async def check(self) -> list[Health]:
        """Whether somebody listens at its address; nobody is called to test it."""
        place = urlsplit(self._url)
        where = f"{place.hostname}:{place.port or (443 if place.scheme == 'https' else 80)}"
        try:
            await _knock(place.hostname or "", int(where.rpartition(":")[2]), self._patience.connect)
        except (OSError, TimeoutError) as error:
            return [Health("red", f"nobody answers at {where}: {type(error).__name__}")]
        if not self._secret and not self._headers:
            return [Health("yellow", f"{where} answers; without secret and headers anybody could call as we do")]
        return [Health("green", f"{where} answers; nobody is called to test it")]


def signature(secret: bytes, timestamp: str, body: bytes) -> str:
    """What stands in X-Yexun-Signature: HMAC-SHA256 over the timestamp, a full stop and the body, in hex."""
    return hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _not_ok(status: int) -> Outcome:
    """A status that nothing else is said of: who is at fault decides whether it is worth another call."""
    if 400 <= status < 500 and status not in (408, 425):
        return Refused(f"the service does not take it (HTTP {status})")
    return Later(SOON, f"HTTP {status}", lost_answer=status >= 500)


async def _head(response: aiohttp.ClientResponse) -> bytes:
    read = b""
    while len(read) < MOST_ANSWER and (more := await response.content.read(MOST_ANSWER - len(read))):
        read += more
    return read


def _json(answer: bytes) -> Json:
    try:
        said: Json = json.loads(answer)
    except (ValueError, RecursionError):
        return None
    return said


def _masked(told: str, phone: str) -> str:
    """The beginning of what the service said, in one line, without the number."""
    line = " ".join(told.split())[: KEPT * 4]
    line = line.replace(phone, f"{phone[:3]}****{phone[-4:]}" if len(phone) > 8 else "****")
    return re.sub(r"(?<!\d)(1\d{2})\d{4}(\d{4})(?!\d)", r"\1****\2", line)[:KEPT]


async def _knock(host: str, port: int, patience: float) -> None:
    async with asyncio.timeout(patience):
        _, writer = await asyncio.open_connection(host, port)
    writer.close()
