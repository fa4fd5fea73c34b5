"""The daily form as plain sheets: 日报 with the figures of each duty day, 明细 with what stands behind them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select as core_select
from sqlmodel import Session

from bot.documents.sheets import DAY, MOMENT, PERCENT, Cell, Column
from models import db, figures, site
from models.figures import DueCount, Figures
from models.hazards import Hazard, HazardStatus
from models.obligations import Due, DueStatus, ObligationKind
from models.people import Enterprise, Person
from models.reports import Report
from models.wording.answers import by_proxy, state_word
from models.wording.ledger import LEVEL, SOURCE, STATUS

FORM, DETAIL = "日报", "明细"
_STATES = (
    (DueStatus.REPORTED, "已报"),
    (DueStatus.LATE, "迟报"),
    (DueStatus.MADE_UP, "补报"),
    (DueStatus.MISSED, "未报"),
    (DueStatus.UNVERIFIED, "待核"),
    (DueStatus.WAITING, "待报"),
    (DueStatus.EXEMPT, "免报"),
)
_KINDS = {ObligationKind.PATROL: "夜巡", ObligationKind.ZERO: "零报告"}


def _due_columns(what: str) -> Iterator[Column]:
    yield Column(f"{what}应报")
    yield from (Column(f"{what}{word}") for _, word in _STATES)
    yield Column(f"{what}代录")


COLUMNS = (
    Column("日期", 23),
    Column("填报单位", 24),
    Column("截至", 17, MOMENT),
    *_due_columns("夜巡"),
    *_due_columns("零报告"),
    Column("隐患登记"),
    Column("其中一般"),
    Column("其中重大"),
    Column("登记中已改"),
    Column("整改率", 10, PERCENT),
    Column("登记中已销号"),
    Column("当日改好"),
    Column("当日销号"),
    Column("未整改"),
    Column("其中重大未整改", 14),
    Column("超期"),
    Column("延期待批"),
    Column("待复查"),
    Column("突发事件"),
    Column("送教链接"),
    Column("送教小视频"),
)
DETAIL_COLUMNS = (
    Column("日期", 11, DAY),
    Column("类别", 12),
    Column("企业名称", 28),
    Column("网格", 10),
    Column("编号", 15),
    Column("内容", 40),
    Column("部位", 16),
    Column("级别", 7),
    Column("来源", 10),
    Column("责任人", 10),
    Column("措施", 30),
    Column("时限", 11, DAY),
    Column("状态", 9),
    Column("时间", 17, MOMENT),
    Column("备注", 30),
)


def rows(session: Session, days: Iterable[date], start: date, end: date, now: datetime) -> Iterator[Sequence[Cell]]:
    """A row of figures for each duty day; of several days a last one for all of them together."""
    office = site.read(session).name
    for day in days:
        yield _row(figures.period(session, day, day, now), day, office)
    if end > start:
        yield _row(figures.period(session, start, end, now), f"合计 {start}—{end}", office)


def _row(found: Figures, day: Cell, office: str) -> Sequence[Cell]:
    hazards, stock = found.found, found.standing
    return (
        day,
        office,
        found.until,
        *_dues(found.patrol),
        *_dues(found.zero),
        hazards.registered,
        hazards.general,
        hazards.major,
        hazards.rate.part,
        hazards.rate.share,
        hazards.closed,
        hazards.fixed_then,
        hazards.closed_then,
        stock.unfixed,
        stock.major,
        stock.overdue,
        stock.pending,
        stock.awaiting,
        found.incidents,
        found.pushes.links,
        found.pushes.videos,
    )


def _dues(counted: DueCount) -> Iterator[int]:
    yield counted.owed
    yield from (counted.count(state) for state, _ in _STATES)
    yield counted.proxied


def detail(session: Session, start: date, end: date) -> Iterator[Sequence[Cell]]:
    """What stands behind the figures: who did not report, what was entered for somebody, the hazards; day by day."""
    day = start
    while day <= end:
        yield from _silent(session, day)
        yield from _hazards(session, day)
        day += timedelta(days=1)


def _silent(session: Session, day: date) -> Iterator[Sequence[Cell]]:
    due, plant, report = db.table(Due), db.table(Enterprise), db.table(Report)
    silent = due.c.status.in_([DueStatus.MISSED.value, DueStatus.UNVERIFIED.value])
    found = (
        core_select(due, plant.c.name.label("plant"), plant.c.grid, report.c.proxy_by, report.c.proxy_name)
        .join(plant, plant.c.id == due.c.enterprise_id)
        .outerjoin(report, report.c.id == due.c.report_id)
        .where(due.c.night == day, due.c.trial.is_(False), silent | report.c.proxy_by.is_not(None))
        .order_by(due.c.kind, plant.c.major.desc(), plant.c.id)
    )
    officers = _officers(session)
    for row in session.connection().execute(found):
        yield _due(row, day, officers)


def _officers(session: Session) -> Mapping[int | None, str]:
    person = db.table(Person)
    found = core_select(person.c.id, person.c.name).where(person.c.enterprise_id.is_(None))
    return {row.id: row.name for row in session.connection().execute(found)}


def _due(row: Any, day: date, officers: Mapping[int | None, str]) -> Sequence[Cell]:
    entered = by_proxy(row.proxy_name, officers.get(row.proxy_by, "")) if row.proxy_by else row.note
    blank: Sequence[Cell] = (None,) * 8
    what = _KINDS[ObligationKind(row.kind)]
    return (day, what, row.plant, row.grid, *blank, state_word(row.status), row.satisfied_at, entered)


def _hazards(session: Session, day: date) -> Iterator[Sequence[Cell]]:
    hazard, plant = db.table(Hazard), db.table(Enterprise)
    begins, ends = figures.moments(day, day)
    found = (
        core_select(hazard, plant.c.name.label("plant"), plant.c.grid)
        .join(plant, plant.c.id == hazard.c.enterprise_id)
        .where(hazard.c.found_at >= begins, hazard.c.found_at < ends, hazard.c.status != HazardStatus.VOID.value)
        .order_by(hazard.c.year, hazard.c.serial)
    )
    for row in session.connection().execute(found):
        yield (
            day,
            "隐患",
            row.plant,
            row.grid,
            row.number,
            row.item,
            row.place,
            LEVEL[row.level],
            SOURCE[row.source],
            row.responsible,
            row.measures,
            row.deadline,
            STATUS[row.status],
            row.found_at,
            None,
        )


def days_of(start: date, end: date) -> list[date]:
    """The duty days of a period."""
    return [start + timedelta(days=ago) for ago in range((end - start).days + 1)]
