"""A script of messages, one JSON line each: what `yexun rehearse` reads (docs/CONTRACT.md, rehearse)."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from models.errors import Refused


@dataclass(frozen=True)
class Spoken:
    """One line: when, where, by whom, what; ``chat`` is a group's name, empty for a private message."""

    at: datetime
    channel: str
    chat: str
    sender: str
    text: str = ""
    media: tuple[str, ...] = ()
    reply_to: str = ""
    mention_bot: bool = False


def read(path: Path, channels: Collection[str]) -> list[Spoken]:
    """The lines of a script in order of time; raises Refused naming the first line that is wrong."""
    return ordered(_numbered(path, channels))


def ordered(lines: Iterable[Spoken]) -> list[Spoken]:
    """Lines by their moment; those of one moment as they stood."""
    return sorted(lines, key=lambda line: line.at)


def _numbered(path: Path, channels: Collection[str]) -> list[Spoken]:
    found = []
    for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append(_line(json.loads(line), channels))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Refused(f"{path.name} line {number}: {_why(error)}") from error
    return found


def _why(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)


def _line(row: dict[str, object], channels: Collection[str]) -> Spoken:
    at = datetime.fromisoformat(str(row["at"]))
    if at.tzinfo is None:
        raise ValueError(f'"at" {row["at"]} has no offset, write it as 2026-03-14T23:00+08:00')
    channel = str(row.get("channel") or next(iter(channels), ""))
    if channel not in channels:
        raise ValueError(f"there is no channel {channel!r} in the configuration, only {', '.join(channels)}")
    media = row.get("media") or []
    if not isinstance(media, list):
        raise TypeError('"media" is not a list')
    return Spoken(
        at=at,
        channel=channel,
        chat=str(row.get("chat") or ""),
        sender=str(row["from"]),
        text=str(row.get("text") or ""),
        media=tuple(str(one) for one in media),
        reply_to=str(row.get("reply_to") or ""),
        mention_bot=bool(row.get("mention_bot")),
    )
