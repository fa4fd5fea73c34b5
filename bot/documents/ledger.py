"""The ledger as a sheet: every hazard with all that is known of it, times apart, proxy entries marked."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import case, func
from sqlalchemy import select as core_select
from sqlmodel import Session

from bot.documents.sheets import DAY, MOMENT, Cell, Column
from models import calendar, db, ledger
from models.hazards import UNFIXED, Extension, ExtensionStatus, Hazard, HazardPicture, PictureStage
from models.ledger import Wanted, Which, Within
from models.people import Enterprise, Person
from models.reports import Report
from models.wording.ledger import LEVEL, SOURCE, STATUS

TITLE = "台账"
#: So many rows are held at a time.
PAGE = 500

COLUMNS = (
    Column("编号", 15),
    Column("企业名称", 28),
    Column("企业类别", 10),
    Column("网格", 10),
    Column("重大危险源", 10),
    Column("状态", 9),
    Column("级别", 7),
    Column("来源", 10),
    Column("隐患内容", 40),
    Column("部位", 16),
    Column("责任人", 10),
    Column("措施", 30),
    Column("时限", 11, DAY),
    Column("最初时限", 11, DAY),
    Column("超期天数", 9),
    Column("资金（万元）", 12),
    Column("预案", 24),
    Column("管控措施", 24),
    Column("验收组", 16),
    Column("当场整改", 9),
    Column("延期次数", 9),
    Column("延期待批", 9),
    Column("发现时间", 17, MOMENT),
    Column("收到时间", 17, MOMENT),
    Column("报改好时间", 17, MOMENT),
    Column("整改时间", 17, MOMENT),
    Column("企业核实时间", 17, MOMENT),
    Column("企业核实人", 10),
    Column("销号时间", 17, MOMENT),
    Column("销号人", 10),
    Column("第二复查人", 11),
    Column("复查意见书", 18),
    Column("抽查", 7),
    Column("改前照片", 9),
    Column("改后照片", 9),
    Column("上报人", 10),
    Column("代录人", 10),
)
#: What counts as an extension that was given.
GIVEN = (ExtensionStatus.APPROVED, ExtensionStatus.SHORTER, ExtensionStatus.MOVED)


def count(session: Session, within: Within, now: datetime) -> int:
    """How many rows the sheet will have: the void ones stay in the ledger, and so do their numbers."""
    return ledger.count(session, Wanted(Which.EVER), within, calendar.today(now))


def rows(session: Session, within: Within, now: datetime) -> Iterator[Sequence[Cell]]:
    """The rows in the order of their numbers, a page at a time."""
    names = _names(session)
    found = session.connection().execute(_statement(within), execution_options={"yield_per": PAGE})
    for row in found:
        yield _row(row, names, now)


def _names(session: Session) -> Mapping[int | None, str]:
    person = db.table(Person)
    return {row.id: row.name for row in session.connection().execute(core_select(person.c.id, person.c.name))}


def _statement(within: Within) -> Any:
    hazard, plant, report = db.table(Hazard), db.table(Enterprise), db.table(Report)
    return (
        core_select(
            hazard,
            plant.c.name.label("plant"),
            plant.c.class_name,
            plant.c.grid,
            plant.c.major.label("major_source"),
            report.c.proxy_by,
            *_counts(),
        )
        .join(plant, plant.c.id == hazard.c.enterprise_id)
        .outerjoin(report, report.c.id == hazard.c.report_id)
        .where(*ledger.bounds(within))
        .order_by(hazard.c.year, hazard.c.serial)
    )


def _counts() -> Iterator[Any]:
    hazard, asked, shown = db.table(Hazard), db.table(Extension), db.table(HazardPicture)
    for name, states in (("given", GIVEN), ("waiting", (ExtensionStatus.PENDING,))):
        of_hazard = (asked.c.hazard_id == hazard.c.id, asked.c.status.in_([one.value for one in states]))
        yield core_select(func.count()).select_from(asked).where(*of_hazard).scalar_subquery().label(name)
    for stage in PictureStage:
        of_stage = func.sum(case((shown.c.stage == stage.value, 1), else_=0))
        stage_count = core_select(of_stage).select_from(shown).where(shown.c.hazard_id == hazard.c.id)
        yield stage_count.scalar_subquery().label(f"pictures_{stage}")


def _row(row: Any, names: Mapping[int | None, str], now: datetime) -> Sequence[Cell]:
    return (
        row.number,
        row.plant,
        row.class_name,
        row.grid,
        _yes(row.major_source),
        STATUS[row.status],
        LEVEL[row.level] + ("（待定）" if row.level_open else ""),
        SOURCE[row.source],
        row.item,
        row.place,
        row.responsible,
        row.measures,
        row.deadline,
        row.first_deadline,
        _late(row, now),
        row.funds,
        row.plan,
        row.control,
        row.acceptance_team,
        _yes(row.on_the_spot),
        row.given,
        _yes(row.waiting),
        row.found_at,
        row.received_at,
        row.claimed_at,
        row.rectified_at,
        row.verified_at,
        names.get(row.verified_by),
        row.closed_at,
        names.get(row.closed_by),
        row.second_name,
        row.document,
        _yes(row.sampled),
        row.pictures_before or 0,
        row.pictures_after or 0,
        names.get(row.person_id),
        names.get(row.proxy_by),
    )


def _yes(value: object) -> str:
    return "是" if value else ""


def _late(row: Any, now: datetime) -> int | None:
    """How many days an unfixed hazard is overdue, by the rule of every answer."""
    if row.status not in UNFIXED or row.waiting or row.deadline is None:
        return None
    days = (calendar.today(now) - row.deadline).days
    return days if days > 0 else None
