"""Imports the office's own days: 放假 and 上班, by date; a row may hold a range of days."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.register import cells
from bot.register.cells import Wrong
from bot.register.desk import Desk, Imported, State, finish
from bot.tables import Column, Row, Value
from models import calendar, office_days
from models.calendar import OwnDay

COLUMNS = (
    Column("日期", ("时间", "日子", "放假日期"), required=True),
    Column("上班", ("放假/上班", "上班/放假", "是否上班", "类型", "安排"), required=True),
    Column("名称", ("节日", "假期", "说明", "备注")),
)
EXAMPLE = ("2027-01-01至2027-01-03", "放假", "元旦")
NOTES = (
    "一行一天或一段，按日期更新；没写的日子照国务院办公厅公布的，没公布的年份按周一到周五上班。",
    "日期：写成2027-01-01，一段写成2027-01-01至2027-01-03。",
    "上班：上班（调休补班的周末）、放假，或是、否；写“照公布”就删去本局自己的安排。",
    "名称：如春节、国庆，问“国庆谁值班”时用。只改办公时间，每晚的夜巡照常。",
)
#: No feast is longer, so a longer range is a slip of the pen.
MOST = 31
_WORKS = {**dict.fromkeys(("上班", "是", "班", "补班", "工作日", "调休上班", "1", "TRUE"), True)}
_WORKS |= dict.fromkeys(("放假", "否", "休", "休息", "假", "节假日", "不上班", "0", "FALSE"), False)
_AS_PUBLISHED = ("照公布", "按国家", "取消", "删除")
_RANGE = re.compile(r"(?P<first>.{4,}?)(?:至|到|~|—|–|－)(?P<last>.+)")


@dataclass(frozen=True)
class _Told:
    row: Row
    days: Sequence[date]
    works: bool | None  # None: as it was published
    name: str


def days(session: Session, rows: Sequence[Row], now: datetime) -> Imported:
    """Adds and updates the office's own days; two rows that say different things of one day are faults."""
    desk, today = Desk(), calendar.today(now)
    told = [_read(desk, row, today) for row in rows]
    _disagreeing(desk, told)
    desk.stop()
    office_days.adopt(session)
    states = [_keep(session, day, one) for one in told for day in one.days]
    office_days.adopt(session)
    _still_missing(desk, told)
    return finish(session, now, "calendar", "日历", states, desk.notes)


def _read(desk: Desk, row: Row, today: date) -> _Told:
    none: list[date] = []
    found = desk.ask(row, "日期", lambda value: _days(value, today), none)
    works = desk.ask(row, "上班", _works, None)
    return _Told(row, found, works, desk.text(row, "名称", 40))


def _days(value: Value, today: date) -> list[date]:
    told = unicodedata.normalize("NFKC", value).replace(" ", "") if isinstance(value, str) else ""
    match = _RANGE.fullmatch(told)
    if match is None:
        return [cells.day(value, today)]
    first = cells.day(match["first"], today)
    last = cells.day(_whole(match["last"], first), first)
    count = (last - first).days + 1
    if not 1 <= count <= MOST:
        raise Wrong(f"“{told}”从后往前或长过{MOST}天，请写成2027-01-01至2027-01-03")
    return [first + timedelta(days=offset) for offset in range(count)]


def _whole(last: str, first: date) -> str:
    """The end of a range with its month and its year: 3日 behind 2027年1月1日."""
    if re.fullmatch(r"\d{1,2}[日号]?", last):
        return f"{first.year}-{first.month}-{last.rstrip('日号')}"
    return f"{first.year}-{last}" if re.fullmatch(r"\d{1,2}[-/.]\d{1,2}", last) else last


def _works(value: Value) -> bool | None:
    told = cells.text(value, 20).upper()
    if told in _AS_PUBLISHED:
        return None
    if told not in _WORKS:
        raise Wrong(f"“{told}”看不懂，请写上班或放假" if told else "没有写，请写上班或放假")
    return _WORKS[told]


def _disagreeing(desk: Desk, told: Sequence[_Told]) -> None:
    first: dict[date, _Told] = {}
    for one in told:
        for day in one.days:
            other = first.setdefault(day, one)
            if other.works != one.works:
                desk.wrong(one.row, "日期", f"{day}在第{other.row.number}行写的不一样，请只留一行")
                break


def _keep(session: Session, day: date, one: _Told) -> State:
    before = calendar.own_day(day)
    if one.works is None:
        return "changed" if office_days.drop(session, day) else "same"
    office_days.enter(session, day, one.works, one.name or (before.name if before else ""))
    if before is None:
        return "new"
    return "same" if before == OwnDay(one.works, one.name or before.name) else "changed"


def _still_missing(desk: Desk, told: Sequence[_Told]) -> None:
    """A year of which only some feasts were entered is still counted as missing, and said to be."""
    for year in sorted({day.year for one in told for day in one.days}):
        if not calendar.known(year):
            desk.notes.append(f"{year}年的放假安排看着不全，其余日子先按周一到周五上班")
