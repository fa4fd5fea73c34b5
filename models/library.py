"""The library of safety tips: links and short videos with source, approval and chapter; each sending of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint, func
from sqlalchemy import select as core_select
from sqlmodel import Field, Session, SQLModel, String, col, select

from models import db
from models.outbox import OPEN, Outgoing, OutgoingStatus

#: The host of an address; what stands before the last @ is no part of it.
_HOST = re.compile(r"https?://(?:[^/\\?#]*@)?([^/\\?#:@]+)", re.IGNORECASE)


class TipKind(StrEnum):
    """What a tip is; the bulletin counts the two apart."""

    LINK = "link"  # 链接
    VIDEO = "video"  # 小视频


class Tip(SQLModel, table=True):
    """A link or a short video from an approved source, or a short text or clip of our own that we serve ourselves."""

    __table_args__ = (db.one_of("kind", TipKind), UniqueConstraint("kind", "title"))

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(sa_type=String, max_length=20)
    title: str = Field(max_length=60)
    url: str = Field(default="", max_length=1000)
    text: str = ""  # a few sentences of our own
    clip: str = Field(default="", max_length=80)  # a clip of our own, by its name
    source: str = Field(max_length=60)
    tags: str = Field(default="", max_length=200)  # several with 、; some say when it fits (models/tip_choice.py)
    series: str = Field(default="", max_length=60)  # a series is told chapter by chapter
    chapter: int = 0
    active: bool = True
    approved_at: datetime | None = None
    approved_by: str = Field(default="", max_length=60)

    @property
    def usable(self) -> bool:
        """Whether it may be sent to a group: approved, and not taken out."""
        return self.active and self.approved_at is not None

    @property
    def labels(self) -> tuple[str, ...]:
        """Its tags."""
        return tuple(filter(None, self.tags.split("、")))

    def reachable(self, public_url: str) -> bool:
        """Whether a group could get at it: by its address, by ours, or because a text can be said whole."""
        return bool(self.url or (self.kind == TipKind.LINK and self.text) or (self.clip and public_url))


class TipPush(SQLModel, table=True):
    """One sending of a tip to a group on a day, by the letter that carries it."""

    __table_args__ = (UniqueConstraint("tip_id", "day", "group_id"),)

    id: int | None = Field(default=None, primary_key=True)
    tip_id: int = Field(foreign_key="tip.id")
    day: date = Field(index=True)
    group_id: int = Field(foreign_key="work_group.id")
    key: str = Field(index=True, max_length=200)


# Whose tips need nobody's approval


def trusted(tip: Tip, sources: Sequence[str]) -> bool:
    """Whether its source or the host of its address is one of those; an office's own words are."""
    found = _HOST.match(tip.url)
    host = found[1].lower().rstrip(".") if found else ""
    listed = any(host == one or host.endswith(f".{one}") for one in sources if one)
    return not tip.url or listed or tip.source in sources


def approve(tip: Tip, by: str, now: datetime) -> None:
    """From now on it may be sent to a group."""
    tip.approved_at, tip.approved_by = now, by


def waiting(session: Session) -> Sequence[Tip]:
    """The tips that wait for an officer's approval, in the order of entry."""
    unapproved = select(Tip).where(col(Tip.active), col(Tip.approved_at).is_(None))
    return session.exec(unapproved.order_by(col(Tip.id))).all()


# Questions to the rows


def shelf(session: Session, kind: TipKind) -> Sequence[Tip]:
    """The tips of a kind that may be sent, in the order of entry."""
    usable = select(Tip).where(Tip.kind == kind, col(Tip.active), col(Tip.approved_at).is_not(None))
    return session.exec(usable.order_by(col(Tip.id))).all()


def last_pushes(session: Session) -> dict[tuple[int, int], date]:
    """When each tip last went to each group, or is on its way; what never arrived does not count."""
    push, letter = db.table(TipPush), db.table(Outgoing)
    found = session.connection().execute(
        core_select(push.c.tip_id, push.c.group_id, func.max(push.c.day))
        .join(letter, letter.c.key == push.c.key)
        .where(letter.c.status.in_([OutgoingStatus.SENT, *OPEN]))
        .group_by(push.c.tip_id, push.c.group_id)
    )
    return {(tip_id, group_id): day for tip_id, group_id, day in found}


@dataclass(frozen=True)
class Count:
    """How many tips were sent: the same tip in several groups on a day is one."""

    links: int
    videos: int

    @property
    def total(self) -> int:
        """Links and videos together."""
        return self.links + self.videos


def count(session: Session, start: date, end: date) -> Count:
    """What was really sent from one day to another, as the bulletin counts it."""
    push, tip, letter = db.table(TipPush), db.table(Tip), db.table(Outgoing)
    once = (
        core_select(push.c.tip_id, push.c.day, tip.c.kind)
        .join(tip, tip.c.id == push.c.tip_id)
        .join(letter, letter.c.key == push.c.key)
        .where(letter.c.status == OutgoingStatus.SENT, push.c.day >= start, push.c.day <= end)
        .distinct()
        .subquery()
    )
    found = session.connection().execute(core_select(once.c.kind, func.count()).group_by(once.c.kind))
    counted = {str(kind): int(times) for kind, times in found}
    return Count(counted.get(TipKind.LINK.value, 0), counted.get(TipKind.VIDEO.value, 0))
