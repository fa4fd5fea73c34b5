"""Answers about special work, drills and what is owed by day. Pure sentences."""

from collections.abc import Sequence
from datetime import date, datetime

from models.drills import DrillKind, Held
from models.obligations import Due, DueStatus
from models.people import Enterprise
from models.special_work import Row, SpecialWork, WorkStatus
from models.wording import times
from models.wording.lines import COLUMNS, joined, listed, overflows
from models.wording.special_work import line

#: How many stand below the head of an answer, and behind its digit.
FIRST, ALL = 4, 60
#: The width that names may take in an answer.
SHOWN = COLUMNS * 2 - 2
_OPEN = (DueStatus.WAITING, DueStatus.MISSED, DueStatus.UNVERIFIED)
KINDS = {DrillKind.DRILL: "演练", DrillKind.TRAINING: "培训"}


def works(rows: Sequence[Row], day: date, now: datetime, *, kind: str = "", tonight: bool = False) -> str:
    """今晚动火有哪些: how many, at how many enterprises, and the first of them."""
    when, what = _when(day, tonight=tonight), kind or "特殊作业"
    if not rows:
        return joined(f"{when}没有报备的{what}", "只算企业报备过的")
    plants = len({plant.id for _, plant in rows})
    more = "回1看全部" if len(rows) > FIRST else ""
    return joined(f"{len(rows)}项{what}，{plants}家｜{when}", *(_told(row, day, now) for row in rows[:FIRST]), more)


def all_works(rows: Sequence[Row], day: date, now: datetime, *, tonight: bool = False) -> str:
    """All of them, because somebody asked."""
    more = f"等{len(rows)}项" if len(rows) > ALL else ""
    head = f"{len(rows)}项特殊作业｜{_when(day, tonight=tonight)}"
    return joined(head, *(_told(row, day, now) for row in rows[:ALL]), more)


def _when(day: date, *, tonight: bool) -> str:
    return f"{times.night(day)}" if tonight else times.day(day)


def _told(row: Row, day: date, now: datetime) -> str:
    work, plant = row
    return f"{line(work).told(day, plant.short)}{_state(work, now)}"


def _state(work: SpecialWork, now: datetime) -> str:
    if work.status == WorkStatus.ENDED:
        return "（已结束）"
    if work.overdue(now):
        return "（到点没回）"
    return "（在做）" if work.runs(now) else ""


def owed(rows: Sequence[tuple[Due, Enterprise]], title: str, now: datetime, *, whole: bool = False) -> tuple[str, bool]:
    """周报表谁没交: the names, and whether some did not fit; those excused are not among those who owe."""
    owing = [(due, plant) for due, plant in rows if due.status != DueStatus.EXEMPT]
    open_ = [plant.starred for due, plant in owing if due.status in _OPEN]
    names = list(dict.fromkeys(open_))
    closes = rows[0][0].closes_at
    head = f"{len(names)}家没交{title}" if names else f"{title}都交了"
    until = f"{times.stamp(closes)}截止" if now < closes else f"{times.stamp(closes)}已截止"
    done = f"应交{len(owing)}，已交{len(owing) - len(open_)}"
    if whole:
        return joined(f"{head}｜{until}", done, *names), False
    too_many = overflows(names, SHOWN)
    some = listed(names, SHOWN) if names else ""
    return joined(f"{head}｜{until}", done, some, "回1看全部" if too_many else ""), too_many


def none_owed(title: str) -> str:
    """Nothing of that kind is owed now, and nobody sent it today."""
    return f"现在没有应交的{title}，今天也没人交"


def sent(names: Sequence[str], title: str, day: date) -> str:
    """Who sent today what nobody is asked for."""
    return joined(f"{len(names)}家交了{title}｜{times.day(day)}", listed(names, SHOWN), "这项不催，没有应交数")


def held(found: Held, kind: DrillKind, start: date, end: date, plant: str = "") -> str:
    """今年演练几次: how many, by how many enterprises, with how many people as far as they were told."""
    what = KINDS[kind]
    since = f"{times.day(start)}—{times.day(end)}"
    if not found.count:
        return joined(f"{plant}没有登记{what}｜{since}", "只算发来过的，没发的不算")
    by = "" if plant else f"，{found.plants}家"
    people = f"，{found.people}人次" if found.people else ""
    return joined(f"{plant}{what}{found.count}次{by}{people}｜{since}", "只算发来过的，没发的不算")
