"""Answers about special work and drills. Pure sentences."""

from collections.abc import Sequence
from datetime import date, datetime

from models.drills import DrillKind, Held
from models.special_work import Row, SpecialWork, WorkStatus
from models.wording import times
from models.wording.lines import joined
from models.wording.special_work import line

#: How many stand below the head of an answer, and behind its digit.
FIRST, ALL = 4, 60
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


def held(found: Held, kind: DrillKind, start: date, end: date, plant: str = "") -> str:
    """今年演练几次: how many, by how many enterprises, with how many people as far as they were told."""
    what = KINDS[kind]
    since = f"{times.day(start)}—{times.day(end)}"
    if not found.count:
        return joined(f"{plant}没有登记{what}｜{since}", "只算发来过的，没发的不算")
    by = "" if plant else f"，{found.plants}家"
    people = f"，{found.people}人次" if found.people else ""
    return joined(f"{plant}{what}{found.count}次{by}{people}｜{since}", "只算发来过的，没发的不算")
