"""Imports the forms that go to the authority above: on which days, until which hour, who prepares and signs them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlmodel import Session, col, select

from bot.register import cells
from bot.register.cells import Wrong
from bot.register.desk import Desk, Imported, State, change, finish, key
from bot.tables import Column, Row, Value
from models import above, calendar, db
from models.above import AboveForm
from models.people import Person

COLUMNS = (
    Column("表名", ("报表名称", "报表", "名称", "表格名称", "材料名称"), required=True),
    Column("规律", ("规则", "上报时间", "报送时间", "上报日期", "报送日期", "周期", "时限"), required=True),
    Column("截止时间", ("几点前", "截止", "时间")),
    Column("填报人", ("填表人", "经办人", "责任人", "准备人")),
    Column("签发人", ("签字人", "审核人", "审签人")),
    Column("依据", ("文号", "文件", "依据文件")),
    Column("状态", ("是否在用",)),
)
EXAMPLE = ("附件3调度表", "每月25日", "17:00", "张三", "李四", "某安委〔2026〕12号", "在用")
NOTES = (
    "一行一张往上报的表，按表名更新；不会删除。",
    "规律：每月25日、每月最后一天、每周四、每季度最后一天；或写日期，如2026-05-14、2026-08-21；"
    "也可写RRULE（FREQ=MONTHLY;BYMONTHDAY=25）或cron（0 0 25 * *，周日是0）。",
    "截止时间：当天几点前，不写算17:00。",
    "填报人：局里登记过的人，到期前7天、3天、1天和当天9:00提醒；不写就提醒科长。当天15:00还没报，再告诉科长。",
    "状态：在用或停用。",
)
_WEEK = {"一": "MO", "二": "TU", "三": "WE", "四": "TH", "五": "FR", "六": "SA", "日": "SU", "天": "SU"}
_MONTHLY = re.compile(r"每个?月(?P<day>\d{1,2})[日号](?:前)?")
_MONTH_END = re.compile(r"每个?月(?:底|末|最后一[天日]|月底)(?:前)?")
_WEEKLY = re.compile(r"每(?:周|星期)(?P<day>[一二三四五六日天])(?:前)?")
_QUARTER = re.compile(r"每季度?(?:底|末|最后一[天日])(?:前)?")
_YEARLY = re.compile(r"每年(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号](?:前)?")


@dataclass(frozen=True)
class _Told:
    row: Row
    name: str
    facts: Mapping[str, object]


def forms(session: Session, rows: Sequence[Row], now: datetime) -> Imported:
    """Adds and updates forms; a rule that never fires is a fault of its cell."""
    desk, today = Desk(), calendar.today(now)
    everybody = session.exec(select(Person).where(col(Person.active)).order_by(col(Person.id)))
    officers = [one for one in everybody if one.is_officer]
    told = [_read(desk, row, officers, today) for row in rows]
    _twice(desk, told)
    desk.stop()
    stored = {key(one.name): one for one in session.exec(select(AboveForm))}
    states = [_keep(session, stored.get(key(one.name)), one, now) for one in told]
    return finish(session, now, "forms", "上报的表", states, desk.notes)


def _read(desk: Desk, row: Row, officers: Sequence[Person], today: date) -> _Told:
    unsaid: bool | str = ""
    nobody: int | None = None
    facts: dict[str, object] = {
        "rule": desk.needed(row, "规律", lambda value: _rule(value, today)),
        "cut_off": desk.ask(row, "截止时间", _hour, ""),
        "preparer_id": desk.ask(row, "填报人", lambda value: _who(value, officers), nobody) or "",
        "signer": desk.ask(row, "签发人", lambda value: cells.text(value, 40), ""),
        "document": desk.ask(row, "依据", lambda value: cells.text(value, 100), ""),
        "active": desk.ask(row, "状态", cells.in_use, unsaid),
    }
    return _Told(row, desk.needed(row, "表名", lambda value: cells.text(value, 60)), facts)


def _rule(value: Value, today: date) -> str:
    """The rule of a cell; raises Wrong for what cannot be read, and for what never fires."""
    if isinstance(value, date):
        value = value.strftime("%Y-%m-%d")
    told = cells.text(value, 400)
    if not told:
        return ""
    rule = _in_words(told) or _days(told, today) or told
    if fault := above.never(rule, today):
        passed = fault.startswith("every day")
        if passed or "never fires" in fault:
            raise Wrong(f"“{told}”一天也碰不上，请核对" if not passed else f"“{told}”都已经过了，请写以后的日期")
        raise Wrong(f"“{told}”看不懂，请写成：每月25日、每周四，或2026-05-14、2026-08-21")
    return rule


def _in_words(told: str) -> str:
    """每月25日 as an RRULE; a day that a month may not have is its last."""
    plain = told.replace(" ", "")
    if match := _MONTHLY.fullmatch(plain):
        return _monthly(int(match["day"]))
    if _MONTH_END.fullmatch(plain):
        return "FREQ=MONTHLY;BYMONTHDAY=-1"
    if match := _WEEKLY.fullmatch(plain):
        return f"FREQ=WEEKLY;BYDAY={_WEEK[match['day']]}"
    if _QUARTER.fullmatch(plain):
        return "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"
    if match := _YEARLY.fullmatch(plain):
        return f"FREQ=YEARLY;BYMONTH={int(match['month'])};BYMONTHDAY={int(match['day'])}"
    return ""


def _monthly(day: int) -> str:
    if day <= 28:
        return f"FREQ=MONTHLY;BYMONTHDAY={day}"
    days = ",".join(str(one) for one in range(28, day + 1))
    return f"FREQ=MONTHLY;BYMONTHDAY={days};BYSETPOS=-1" if day <= 31 else f"FREQ=MONTHLY;BYMONTHDAY={day}"


def _days(told: str, today: date) -> str:
    """Days that are named one by one."""
    try:
        found = [cells.day(one, today) for one in cells.several(told, 400)]
    except Wrong:
        return ""
    return "、".join(one.isoformat() for one in sorted(set(found)))


def _hour(value: Value) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    told = cells.text(value).replace("：", ":").replace("点", ":00").replace("时", ":00").removesuffix("前")
    if not told:
        return ""
    try:
        return f"{calendar.clock(told):%H:%M}"
    except ValueError as error:
        raise Wrong(f"“{told}”不是时间，请写成17:00") from error


def _who(value: Value, officers: Sequence[Person]) -> int | None:
    name = cells.text(value, 40)
    if not name:
        return None
    found = [one for one in officers if one.name == name]
    if not found:
        raise Wrong(f"局里没有登记“{name}”，请先在人员表里登记")
    return db.row_id(found[0].id)


def _twice(desk: Desk, told: Sequence[_Told]) -> None:
    seen: dict[str, Row] = {}
    for one in told:
        name = key(one.name)
        if name and name in seen:
            desk.wrong(one.row, "表名", f"与第{seen[name].number}行是同一张，请删去一行")
        seen.setdefault(name, one.row)


def _keep(session: Session, stored: AboveForm | None, one: _Told, now: datetime) -> State:
    form = stored or AboveForm(name=one.name, rule=str(one.facts["rule"]), entered_at=now)
    changed = change(form, one.facts)
    session.add(form)
    return "new" if stored is None else "changed" if changed else "same"
