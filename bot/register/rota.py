"""Imports the rota: who is on duty, one or several, and who leads, by day and shift."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from bot.register import cells
from bot.register.cells import Wrong
from bot.register.desk import Desk, Imported, State, change, finish
from bot.tables import Column, Row, Value
from models import calendar, db
from models import rota as duty
from models.people import Person, Role
from models.rota import Shift

COLUMNS = (
    Column("日期", ("值班日期", "时间", "值班时间"), required=True),
    Column("班次", ("值班时段", "时段", "班")),
    Column("值班员", ("值班人员", "值班人", "值守人员"), required=True),
    Column("带班领导", ("带班", "值班领导", "带班人", "带班人员"), required=True),
)
EXAMPLE = ("2026-03-14", "8:30-8:30", "李四", "王五")
NOTES = (
    "一行一个班次，按日期和班次更新；不会删除班次。",
    "日期：写成2026-03-14、2026/3/14 或 3月14日。",
    "班次：如“8:30-8:30”（到第二天）、“白班 8:30-17:30”；空着就是8:30到第二天8:30。",
    "值班员、带班领导：先在人员表里登记，角色分别是值班员、带班领导；值班员可写几名，用、隔开。",
)


@dataclass(frozen=True)
class _Told:
    row: Row
    day: date
    name: str
    starts_at: datetime
    ends_at: datetime
    officers: tuple[int, ...]
    leader_id: int | None


def rota(session: Session, rows: Sequence[Row], now: datetime) -> Imported:
    """Adds and updates shifts; overlapping ones are faults, a shift without a leader is noted."""
    desk, today = Desk(), calendar.local(now).date()
    persons = list(session.exec(select(Person).where(col(Person.active)).order_by(col(Person.id))))
    told = [one for row in rows if (one := _read(desk, persons, today, row))]
    stored = _matches(session, told)
    _overlaps(desk, told, _others(session, told, stored))
    desk.stop()
    states = [_keep(session, shift, one) for shift, one in zip(stored, told, strict=True)]
    return finish(session, now, "rota", "值班", states, desk.notes)


def _read(desk: Desk, persons: Sequence[Person], today: date, row: Row) -> _Told | None:
    day = desk.ask(row, "日期", lambda value: cells.day(value, today), None)
    hours = desk.ask(row, "班次", lambda value: cells.shift(value, day or today), None)
    officers, leaders = (_who(desk, row, role, persons) for role in (Role.DUTY, Role.LEADER))
    if day is None or hours is None:
        return None
    return _Told(row, day, *hours, officers, leaders[0] if leaders else None)


def _who(desk: Desk, row: Row, role: Role, persons: Sequence[Person]) -> tuple[int, ...]:
    """The people in the column that is called like their role; an empty one is no fault."""
    before = len(desk.faults)
    nobody: tuple[int, ...] = ()
    found = desk.ask(row, role, lambda value: _people(value, role, persons), nobody)
    if not found and len(desk.faults) == before:
        desk.remark(row, role, f"空着，这一班的提醒会发给所有{role}")
    return found


def _people(value: Value, role: Role, persons: Sequence[Person]) -> tuple[int, ...]:
    names = cells.several(value)
    if len(names) > 1 and role == Role.LEADER:
        raise Wrong(f"写了{len(names)}个人，一个班次只能写一名{role}，请只留一名")
    return tuple(_person(name, role, persons) for name in names)


def _person(name: str, role: Role, persons: Sequence[Person]) -> int:
    named = [one for one in persons if one.name == name and not one.enterprise_id]
    fitting = [one for one in named if one.role == role]
    if len(fitting) > 1:
        raise Wrong(f"有{len(fitting)}个{role}叫“{name}”，请先在人员表里把姓名区别开")
    if fitting:
        return db.row_id(fitting[0].id)
    roles = "、".join(one.role for one in named)
    known = f"“{name}”登记的是{roles}，不是{role}" if named else f"没有登记“{name}”"
    raise Wrong(f"{known}，请先在人员表里加一行角色为“{role}”的")


def _matches(session: Session, told: Sequence[_Told]) -> list[Shift | None]:
    """The stored shift of each row: the same beginning and name, else the only one of that day and name."""
    shifts = _around(session, told)
    exact = {(one.starts_at, one.name): one for one in shifts}
    found = [exact.get((one.starts_at, one.name)) for one in told]
    taken = {id(one) for one in found if one}
    told_on = Counter((one.day, one.name) for one in told)
    free: dict[tuple[date, str], list[Shift]] = {}
    for shift in shifts:
        if id(shift) not in taken:
            free.setdefault((calendar.local(shift.starts_at).date(), shift.name), []).append(shift)
    for number, one in enumerate(told):
        moved = free.get((one.day, one.name), [])
        if found[number] is None and len(moved) == 1 and told_on[one.day, one.name] == 1:
            found[number] = moved[0]
    return found


def _around(session: Session, told: Sequence[_Told]) -> list[Shift]:
    """The stored shifts that a file may meet."""
    if not told:
        return []
    first, last = min(one.day for one in told), max(one.ends_at for one in told)
    touching = select(Shift).where(col(Shift.ends_at) > calendar.midnight(first), col(Shift.starts_at) < last)
    return list(session.exec(touching.order_by(col(Shift.starts_at))))


def _others(session: Session, told: Sequence[_Told], matched: Iterable[Shift | None]) -> list[Shift]:
    mine = {id(one) for one in matched if one}
    return [one for one in _around(session, told) if id(one) not in mine]


def _overlaps(desk: Desk, told: Sequence[_Told], stored: Sequence[Shift]) -> None:
    longest: _Told | None = None
    for one in sorted(told, key=lambda one: (one.starts_at, one.ends_at)):
        if longest and one.starts_at < longest.ends_at:
            desk.wrong(one.row, "班次", f"与第{longest.row.number}行的班次重叠，请改起止时间或删去一行")
        longest = max(longest or one, one, key=lambda one: one.ends_at)
    for one in told:
        for shift in stored:
            if shift.starts_at < one.ends_at and one.starts_at < shift.ends_at:
                desk.wrong(one.row, "班次", f"与已录入的班次重叠（{_hours(shift)}），请写同样的起止时间来更新它")


def _hours(shift: Shift) -> str:
    moments = [calendar.local(moment) for moment in (shift.starts_at, shift.ends_at)]
    return "至".join(f"{moment.month}月{moment.day}日{moment.hour}:{moment:%M}" for moment in moments)


def _keep(session: Session, stored: Shift | None, one: _Told) -> State:
    shift = stored or Shift(name=one.name, starts_at=one.starts_at, ends_at=one.ends_at)
    told = {} if one.leader_id is None else {"leader_id": one.leader_id}
    changed = change(shift, {"starts_at": db.utc(one.starts_at), "ends_at": db.utc(one.ends_at), **told})
    session.add(shift)
    session.flush()
    before = [officer.id for officer in duty.crew(session, shift).officers]
    if one.officers and before != [*one.officers]:
        duty.set_officers(session, shift, one.officers)
        changed = True
    return "new" if stored is None else "changed" if changed else "same"
