"""Asks whether the addresses of tips are still there: when they come in, and once a day what groups hear next."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import aiohttp
from sqlmodel import Session

from bot.work import Work
from models import links, tip_queue
from models.links import LinkState

log = logging.getLogger(__name__)

#: How long one address may take, how often it may lead on, and how much of a page is read.
PATIENCE = aiohttp.ClientTimeout(total=15, connect=6)
LEADS_ON, MOST_BYTES = 5, 64 * 1024
#: So many at once; and how long until somebody looks again whether there are any.
AT_ONCE = 4
LOOKS_EVERY = timedelta(minutes=5)
_GONE = frozenset({404, 410, 451})
#: What a browser of a phone says of itself; some sites answer nobody else.
_AGENT = "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Mobile"
#: What a platform says with a cheerful 200 of a page that its author has deleted, in UTF-8.
_TAKEN_BACK = bytes.fromhex("e8afa5e58685e5aeb9e5b7b2e8a2abe58f91e5b883e88085e588a0e999a4")

Ask = Callable[[str], Awaitable["Found"]]


@dataclass(frozen=True)
class Found:
    """How an address answered, and what it said."""

    state: LinkState
    why: str


async def ask(url: str) -> Found:
    """Asks for an address, first without what is there; what refuses that or is a page is asked for with it."""
    try:
        async with aiohttp.ClientSession(
            timeout=PATIENCE, headers={"User-Agent": _AGENT}, cookie_jar=aiohttp.DummyCookieJar()
        ) as session:
            return await _ask(session, url)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        return Found(LinkState.SILENT, type(error).__name__)


async def _ask(session: aiohttp.ClientSession, url: str) -> Found:
    async with session.head(url, allow_redirects=True, max_redirects=LEADS_ON) as answer:
        if answer.status < 400 and "html" not in answer.content_type:
            return Found(LinkState.ALIVE, str(answer.status))
    async with session.get(url, allow_redirects=True, max_redirects=LEADS_ON) as answer:
        if answer.status in _GONE:
            return Found(LinkState.GONE, str(answer.status))
        if answer.status >= 400:
            return Found(LinkState.SILENT, str(answer.status))
        if _TAKEN_BACK in await _beginning(answer):
            return Found(LinkState.GONE, "taken back by its author")
        return Found(LinkState.ALIVE, str(answer.status))


async def _beginning(answer: aiohttp.ClientResponse) -> bytes:
    page = b""
    async for piece in answer.content.iter_chunked(8192):
        page += piece
        if len(page) >= MOST_BYTES:
            break
    return page


class Links:
    """Looks every few minutes whether an address is to be asked for."""

    def __init__(self, work: Work, ask: Ask = ask) -> None:
        self._work, self._ask = work, ask
        self._next: datetime | None = None

    async def __call__(self, now: datetime) -> int:
        """One round; how many addresses were asked for."""
        if self._next and now < self._next:
            return 0
        self._next = now + LOOKS_EVERY
        wanted = await self._work.read(lambda session: _wanted(session, now))
        if wanted:
            found = await asyncio.gather(*(self._ask(url) for _, url in wanted))
            await self._work.write(lambda session: _note(session, wanted, found, now))
            self._next = None  # there may be more
        return len(wanted)


def _wanted(session: Session, now: datetime) -> list[tuple[int, str]]:
    return links.wanted(session, tip_queue.coming(session, now), now, AT_ONCE)


def _note(session: Session, wanted: Sequence[tuple[int, str]], found: Sequence[Found], now: datetime) -> None:
    for (tip_id, url), one in zip(wanted, found, strict=True):
        links.note(session, tip_id, url, one.state, one.why, now)
        if one.state != LinkState.ALIVE:
            log.info("the address of tip %d: %s (%s)", tip_id, one.state, one.why)
