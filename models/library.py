"""The library of safety tips: links and short videos with source and approval, which of them a day gets, each sending.

The choice is pure and the same for the same rows: all groups hear the same on the same day wherever they can.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import UniqueConstraint, func
from sqlalchemy import select as core_select
from sqlmodel import Field, Session, SQLModel, String, col, select

from models import calendar, db
from models.outbox import OPEN, Outgoing, OutgoingStatus

#: What a group has heard, it does not hear again for half a year.
REST = timedelta(days=180)


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
    tags: str = Field(default="", max_length=200)  # several with 、; those of SEASONS and OCCASIONS say when it fits
    active: bool = True
    approved_at: datetime | None = None
    approved_by: str = Field(default="", max_length=60)

    @property
    def usable(self) -> bool:
        """Whether it may be sent to a group: approved, and not taken out."""
        return self.active and self.approved_at is not None

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


# When a tip fits

#: The months of a tag; a tag that stands here or under OCCASIONS keeps a tip back at all other times.
SEASONS: Mapping[str, frozenset[int]] = {
    "春季": frozenset({3, 4, 5}),
    "夏季": frozenset({6, 7, 8}),
    "秋季": frozenset({9, 10, 11}),
    "冬季": frozenset({12, 1, 2}),
    "大风": frozenset({2, 3, 4, 5}),
    "雷雨": frozenset({4, 5, 6, 7, 8, 9}),
    "汛期": frozenset({6, 7, 8, 9}),
    "雨季": frozenset({6, 7, 8, 9}),
    "高温": frozenset({6, 7, 8}),
    "防冻": frozenset({11, 12, 1, 2}),
    "低温": frozenset({11, 12, 1, 2}),
    "取暖": frozenset({11, 12, 1, 2}),
    "安全生产月": frozenset({6}),
    **{f"{month}月": frozenset({month}) for month in range(1, 13)},
}
BEFORE_HOLIDAY, BACK_AT_WORK = "节前", "复工"
OCCASIONS = frozenset({BEFORE_HOLIDAY, BACK_AT_WORK})
#: 节前 is the week before three days off or more; 复工 the ten days after five or more.
EVE_DAYS, HOLIDAY = 7, 3
BACK_DAYS, LONG_HOLIDAY = 10, 5


def holding(day: date) -> frozenset[str]:
    """The tags of seasons and occasions that hold on a day."""
    held = {tag for tag, months in SEASONS.items() if day.month in months}
    if any(_days_off(day + timedelta(days=ahead), HOLIDAY) for ahead in range(1, EVE_DAYS + 1)):
        held.add(BEFORE_HOLIDAY)
    if any(_days_off(day - timedelta(days=LONG_HOLIDAY - 1 + ago), LONG_HOLIDAY) for ago in range(1, BACK_DAYS + 1)):
        held.add(BACK_AT_WORK)
    return frozenset(held)


def _days_off(first: date, count: int) -> bool:
    return not any(calendar.is_workday(first + timedelta(days=offset)) for offset in range(count))


def seasonal(tip: Tip) -> frozenset[str]:
    """The tags that say when a tip fits; none fits always."""
    return frozenset(tip.tags.split("、")) & (SEASONS.keys() | OCCASIONS)


# What a day gets


@dataclass(frozen=True)
class Chosen:
    """A tip for one group; ``again`` when the group has heard it within its rest, because nothing else was left."""

    tip_id: int
    again: bool = False


Pushed = Mapping[tuple[int, int], date]


def choose(
    tips: Sequence[Tip], pushed: Pushed, groups: Collection[int], day: date, count: int
) -> dict[int, list[Chosen]]:
    """What each group gets of one kind: what fits the day, first what was never or longest ago sent to anybody.

    ``pushed`` is when a tip was last sent to a group, by (tip, group).
    """
    turn = in_turn(tips, pushed, day)
    return {group: _for_group(turn, pushed, group, day, count) for group in groups}


def in_turn(tips: Sequence[Tip], pushed: Pushed, day: date) -> list[int]:
    """The tips that fit a day in their order; of those that waited equally long, the seasonal first."""
    held, last = holding(day), _last_anywhere(pushed)
    fitting = [tip for tip in tips if not seasonal(tip) or seasonal(tip) & held]
    fitting.sort(key=lambda tip: (last.get(db.row_id(tip.id), date.min), not seasonal(tip), tip.id))
    return [db.row_id(tip.id) for tip in fitting]


def _last_anywhere(pushed: Pushed) -> dict[int, date]:
    last: dict[int, date] = {}
    for (tip_id, _), day in pushed.items():
        last[tip_id] = max(day, last.get(tip_id, day))
    return last


def _for_group(turn: Sequence[int], pushed: Pushed, group: int, day: date, count: int) -> list[Chosen]:
    rested = [one for one in turn if day - pushed.get((one, group), date.min) >= REST][:count]
    heard = sorted((one for one in turn if one not in rested), key=lambda one: pushed.get((one, group), date.min))
    return [*(Chosen(one) for one in rested), *(Chosen(one, again=True) for one in heard[: count - len(rested)])]


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
