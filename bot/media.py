"""Fetches what members sent, before the platform forgets it: take, do, settle, each step safe to repeat."""

import asyncio
import errno
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as core_select
from sqlmodel import Session, col

from bot.channels.base import Channel, MediaLater, MediaLost
from bot.probe import Probed
from bot.store import CutShort, FileTooLarge, Kept, Store, path_of
from bot.work import Work
from models import attachments
from models.attachments import Attachment, AttachmentStatus
from models.errors import NotStorable, Overtaken
from models.inbox import Message

__all__ = ["Store", "fetch_wanted", "path_of"]

log = logging.getLogger(__name__)

#: At once; the platform minds more. As many are claimed, so that no lease runs while its file waits.
AT_ONCE = 4
#: A fetch ends itself before another worker may take it over; the probe still has to fit in.
LONGEST = attachments.FETCH_LEASE - timedelta(minutes=2)
WAITS = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30))
FULL_WAIT = timedelta(minutes=5)
QUOTA_WAIT = timedelta(hours=1)
ONE_NIGHT = timedelta(hours=24)

Now = Callable[[], datetime]
Look = Callable[[Path, Path], Awaitable[Probed]]
OnLost = Callable[[Session, Attachment, datetime], None]


@dataclass(frozen=True)
class _Fetching:
    work: Work
    store: Store
    channels: Mapping[str, Channel]
    now: Now
    probe: Look
    on_lost: OnLost


@dataclass(frozen=True)
class _Wanted:
    attachment: Attachment
    channel: str


class _PutOff(Exception):
    """Not the file's fault: it is tried again later, and the attempt does not count."""

    def __init__(self, why: str, after: timedelta) -> None:
        super().__init__(why)
        self.after = after


async def fetch_wanted(
    work: Work, store: Store, channels: Mapping[str, Channel], now: Now, probe: Look, on_lost: OnLost
) -> int:
    """One round: takes the files that are due, fetches them side by side, settles each; how many were taken.

    ``on_lost`` asks for a lost file again, in the transaction that loses it. Rounds may run side by side.
    """
    fetching = _Fetching(work, store, channels, now, probe, on_lost)
    wanted, full = await work.write(lambda session: _claim(session, store, now()))
    ended = await asyncio.gather(*(_fetch(fetching, one, full=full) for one in wanted), return_exceptions=True)
    for one, error in zip(wanted, ended, strict=True):
        if isinstance(error, BaseException):
            log.error("attachment %s could not be settled", one.attachment.id, exc_info=error)
    return len(wanted)


def _claim(session: Session, store: Store, now: datetime) -> tuple[list[_Wanted], bool]:
    taken = attachments.claim_wanted(session, now, limit=AT_ONCE)
    if not taken:
        return [], False
    ids = {one.message_id for one in taken}
    rows = session.connection().execute(
        core_select(col(Message.id), col(Message.channel)).where(col(Message.id).in_(ids))
    )
    channels = {row[0]: row[1] for row in rows}
    most = store.max_night_bytes
    full = most is not None and _stored_since(session, now - ONE_NIGHT) >= most
    return [_Wanted(one, channels.get(one.message_id, "")) for one in taken], full


def _stored_since(session: Session, since: datetime) -> int:
    total = session.connection().execute(
        core_select(func.sum(col(Attachment.size))).where(col(Attachment.stored_at) >= since)
    )
    return int(total.scalar() or 0)


async def _fetch(fetching: _Fetching, wanted: _Wanted, *, full: bool) -> None:
    try:
        values = await _obtained(fetching, wanted, full=full)
    except Exception as error:
        values = _failed(wanted.attachment, error, fetching.now())
    try:  # forgotten, it would be fetched again ten minutes later, when some platforms no longer have it
        await fetching.work.insist(lambda session: _settle(session, fetching, wanted.attachment, values))
    except NotStorable:
        log.warning("attachment %s cannot be settled: the database cannot be written", wanted.attachment.id)


async def _obtained(fetching: _Fetching, wanted: _Wanted, *, full: bool) -> dict[str, Any]:
    """1. refuse what cannot be fetched, 2. download, 3. look into it, 4. keep the preview."""
    if wanted.attachment.attempts > attachments.FETCH_ATTEMPTS:
        raise MediaLost("every attempt ended without a word")
    if full:
        raise _PutOff("the media of one night are used up (media.max_night_gb)", QUOTA_WAIT)
    channel = fetching.channels.get(wanted.channel)
    if channel is None:
        raise MediaLater("its channel is not configured", QUOTA_WAIT)
    kept, filename = await _downloaded(fetching.store, channel, wanted.attachment)
    values = _stored(kept, filename, wanted.attachment, fetching.now())
    return values | await _looked_into(fetching, kept)


async def _downloaded(store: Store, channel: Channel, attachment: Attachment) -> tuple[Kept, str]:
    async with asyncio.timeout(LONGEST.total_seconds()), channel.fetch(attachment.locator) as download:
        kept = await store.keep(download.chunks, download.size)
    return kept, download.filename


def _stored(kept: Kept, filename: str, attachment: Attachment, now: datetime) -> dict[str, Any]:
    return {
        "status": AttachmentStatus.STORED,
        "sha256": kept.sha256,
        "size": kept.size,
        "filename": attachment.filename or filename,
        "stored_at": now,
        "next_at": None,
        "error": "",
    }


async def _looked_into(fetching: _Fetching, kept: Kept) -> dict[str, Any]:
    store = fetching.store
    scratch = await asyncio.to_thread(store.scratch)
    probed = await fetching.probe(store.path(kept.sha256), scratch)
    preview = await asyncio.to_thread(store.adopt, probed.preview) if probed.preview is not None else None
    return {
        "mime": probed.mime,
        "width": probed.width,
        "height": probed.height,
        "duration_s": probed.duration_s,
        "preview": preview.sha256 if preview is not None else "",
        "error": probed.error,
    }


def _failed(attachment: Attachment, error: Exception, now: datetime) -> dict[str, Any]:
    """What a failed attempt means: lost, later, or put off without counting."""
    if isinstance(error, MediaLost | FileTooLarge):
        return _lost(_why(error))
    if isinstance(error, _PutOff) or (isinstance(error, MediaLater) and error.ours):
        return _later(error, now + error.after) | {"attempts": attachment.attempts - 1}
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        log.error("the disk of the media store is full")
        return _later(error, now + FULL_WAIT) | {"attempts": attachment.attempts - 1}
    if not isinstance(error, MediaLater | CutShort | OSError):
        log.error("fetching attachment %s went wrong", attachment.id, exc_info=error)
    if attachment.attempts >= attachments.FETCH_ATTEMPTS:
        return _lost(_why(error))
    return _later(error, now + _wait(attachment, error))


def _lost(why: str) -> dict[str, Any]:
    return {"status": AttachmentStatus.LOST, "error": why, "next_at": None}


def _later(error: Exception, when: datetime) -> dict[str, Any]:
    return {"status": AttachmentStatus.WANTED, "error": _why(error), "next_at": when}


def _wait(attachment: Attachment, error: Exception) -> timedelta:
    usual = WAITS[min(attachment.attempts, len(WAITS)) - 1]
    return max(usual, error.after) if isinstance(error, MediaLater) else usual


def _why(error: Exception) -> str:
    if isinstance(error, FileTooLarge):
        return f"{attachments.TOO_LARGE} (media.max_file_mb)"
    if isinstance(error, MediaLost | MediaLater | _PutOff):
        return str(error)[:200]
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full"
    return f"the download broke off: {type(error).__name__}"


def _settle(session: Session, fetching: _Fetching, attachment: Attachment, values: Mapping[str, Any]) -> None:
    """One transaction: the row, and the request for a lost file again."""
    try:
        attachments.settle_attachment(session, attachment, **values)
    except Overtaken:
        log.warning("attachment %s was taken over by another worker", attachment.id)
        return
    if values["status"] is AttachmentStatus.LOST:
        fresh = session.get_one(Attachment, attachment.id)
        fetching.on_lost(session, fresh, fetching.now())
