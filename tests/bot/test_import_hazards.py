"""Hazards from a sheet: entered, completed, never decided; all of a file or nothing of it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, col, select

from bot.register import KINDS
from bot.register.desk import Imported
from bot.tables import ImportFaults, Value, rows_of
from models import audit, calendar, db, hazards
from models.hazards import Hazard, HazardStatus, Level, Source
from models.people import Enterprise
from tests import laid
from tests.bot.cells import CELLS, PATIENT

NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 16)
PLANT = "河南豫丰化工有限公司"
ROW: dict[str, Value] = {
    "企业名称": PLANT,
    "隐患内容": "灭火器过期",
    "部位": "三车间",
    "来源": "部门检查",
    "责任人": "张强",
    "措施": "更换",
    "时限": "2026-03-20",
    "发现日期": "2026-03-14",
}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    engine = laid.engine(f"sqlite:///{tmp_path / 'yexun.db'}")
    with Session(engine, expire_on_commit=False) as session:
        for name in (PLANT, "宏达加油站"):
            session.add(Enterprise(name=name, shorts=name[2:4], registered_at=NOW - timedelta(days=30)))
        session.flush()
        yield session
    engine.dispose()


def bring(session: Session, *told: Mapping[str, Value], now: datetime = NOW) -> Imported:
    return KINDS["hazards"].run(session, rows_of("隐患", told), now, [])


def faults(session: Session, *told: Mapping[str, Value]) -> list[str]:
    with pytest.raises(ImportFaults) as wrong:
        bring(session, *told)
    assert session.exec(select(audit.Audit)).all() == []
    return list(wrong.value.faults)


def only(session: Session) -> Hazard:
    return session.exec(select(Hazard)).one()


def moves(session: Session, hazard: Hazard) -> Sequence[tuple[str, str, str]]:
    return [(one.move, one.before, one.after) for one in hazards.events(session, hazard)]


def test_a_new_hazard_gets_a_number_and_its_work_begins(session: Session) -> None:
    told = bring(session, ROW)
    assert (str(told), told.notes) == ("隐患：新增1，更新0，未变0", ("新编号：YH-2026-0001",))
    one = only(session)
    assert (one.number, one.status, one.level, one.source) == ("YH-2026-0001", "rectifying", "general", "department")
    assert (one.item, one.place, one.responsible, one.deadline) == ("灭火器过期", "三车间", "张强", date(2026, 3, 20))
    assert one.first_deadline == one.deadline
    assert calendar.local(one.found_at).isoformat() == "2026-03-14T12:00:00+08:00"
    assert one.received_at == NOW
    assert moves(session, one) == [
        ("import", "registered", "registered"),
        ("complete", "registered", "rectifying"),
    ]


@pytest.mark.parametrize(
    "state, ends, path",
    [
        ("登记", HazardStatus.REGISTERED, []),
        ("整改中", HazardStatus.RECTIFYING, ["complete"]),
        ("待复查", HazardStatus.AWAITING, ["rectify"]),
        ("已销号", HazardStatus.CLOSED, ["rectify", "close"]),
        ("作废", HazardStatus.VOID, ["void"]),
    ],
)
def test_each_state_is_reached_by_moves(session: Session, state: str, ends: HazardStatus, path: list[str]) -> None:
    bring(session, ROW | {"状态": state})
    one = only(session)
    assert one.status == ends
    assert [move for move, _, _ in moves(session, one)] == ["import", *path]
    assert (one.rectified_at is not None) == (ends in (HazardStatus.AWAITING, HazardStatus.CLOSED))
    assert (one.closed_at is not None) == (ends == HazardStatus.CLOSED)


def test_what_lacks_something_and_is_worked_on_was_assigned(session: Session) -> None:
    bring(session, ROW | {"状态": "未整改", "责任人": ""})
    assert [move for move, _, _ in moves(session, only(session))] == ["import", "assign"]


def test_a_closed_one_keeps_the_days_of_the_sheet(session: Session) -> None:
    ends = {"状态": "已销号", "整改日期": "2026-03-15", "销号日期": "2026-03-16", "复查人": "周宁", "复查意见书": "3号"}
    bring(session, ROW | ends)
    one = only(session)
    assert [calendar.today(moment) for moment in (one.rectified_at, one.closed_at) if moment] == [
        date(2026, 3, 15),
        date(2026, 3, 16),
    ]
    assert one.closed_at is not None
    assert one.closed_at <= NOW
    assert (one.second_name, one.document) == ("周宁", "3号")
    assert hazards.events(session, one)[-1].document == "3号"


def test_a_major_one_keeps_its_five_items(session: Session) -> None:
    items = {"级别": "重大隐患", "资金": "12.5万元", "预案": "停车", "管控措施": "停用该段", "验收组": "赵静、周宁"}
    bring(session, ROW | items)
    one = only(session)
    assert (one.level, one.funds, one.plan, one.control) == (Level.MAJOR, Decimal("12.5"), "停车", "停用该段")
    assert (one.acceptance_team, one.status) == ("赵静、周宁", "rectifying")


def test_the_same_file_twice_is_the_same(session: Session) -> None:
    bring(session, ROW)
    assert str(bring(session, ROW)) == "隐患：新增0，更新0，未变1"
    assert len(session.exec(select(Hazard)).all()) == 1


def test_a_number_completes_what_is_known(session: Session) -> None:
    bring(session, ROW | {"责任人": "", "时限": ""})
    assert only(session).status == "registered"
    told = bring(session, ROW | {"编号": "yh-2026-0001", "部位": "四车间", "来源": ""})
    assert str(told) == "隐患：新增0，更新1，未变0"
    one = only(session)
    assert (one.status, one.place, one.responsible, one.first_deadline) == (
        "rectifying",
        "四车间",
        "张强",
        date(2026, 3, 20),
    )
    assert [move for move, _, _ in moves(session, one)] == ["import", "items", "complete"]


def test_an_empty_cell_takes_nothing_away(session: Session) -> None:
    bring(session, ROW)
    bring(session, {"编号": "YH-2026-0001", "企业名称": PLANT, "隐患内容": "灭火器过期"})
    assert only(session).responsible == "张强"


@pytest.mark.parametrize(
    "column, value, said",
    [
        ("状态", "已销号", "与台账里的不一样，这里不改；请在对话里办：整改、复查、销号"),
        ("级别", "重大", "与台账里的不一样，这里不改；请由监管员在对话里改"),
        ("来源", "举报", "与台账里的不一样，这里不改；登记后不能改"),
        ("时限", "2026-04-20", "与台账里的不一样，这里不改；请在对话里申请延期"),
        ("企业名称", "宏达加油站", "YH-2026-0001是另一家企业的"),
        ("编号", "YH-2026-0099", "台账里没有“YH-2026-0099”；新隐患这一格空着"),
    ],
)
def test_a_sheet_decides_nothing(session: Session, column: str, value: str, said: str) -> None:
    bring(session, ROW)
    before = session.exec(select(audit.Audit.seq)).all()
    with pytest.raises(ImportFaults) as wrong:
        bring(session, ROW | {"编号": "YH-2026-0001", column: value})
    assert list(wrong.value.faults) == [f"表“隐患”第2行“{column}”：{said}"]
    assert session.exec(select(audit.Audit.seq)).all() == before


@pytest.mark.parametrize(
    "cells, column, said",
    [
        ({"企业名称": "豫峰化工"}, "企业名称", "没有登记“豫峰化工”"),
        ({"企业名称": ""}, "企业名称", "不能空着，请填写"),
        ({"隐患内容": ""}, "隐患内容", "不能空着，请填写"),
        ({"编号": 3}, "编号", "“3”不是夜巡的编号；新隐患这一格空着，自己的序号放到“序号”列"),
        ({"来源": " \u200b"}, "来源", "新隐患要写来源：夜巡、自查、部门检查……"),
        ({"来源": "听说"}, "来源", "来源“听说”看不懂，只能写："),
        ({"级别": "特大"}, "级别", "级别“特大”看不懂，只能写："),
        ({"状态": "差不多"}, "状态", "状态“差不多”看不懂，只能写："),
        ({"时限": "2026-02-30"}, "时限", "“2026-02-30”不是日期，请写成2026-03-14"),
        ({"时限": "2026-03-01"}, "时限", "2026-03-01比发现日期2026-03-14还早"),
        ({"发现日期": "2026-03-17"}, "发现日期", "2026-03-17还没到"),
        ({"整改日期": "2026-03-15"}, "整改日期", "要在发现日期以后，状态是待复查或已销号的才写"),
        ({"状态": "待复查", "销号日期": "2026-03-15"}, "销号日期", "要在整改日期以后，状态是已销号的才写"),
        ({"资金": "很多"}, "资金", "“很多”不是金额，请写数字，单位万元"),
        ({"资金": "NaN"}, "资金", "“NaN”不是金额，请写数字，单位万元"),
    ],
)
def test_what_is_wrong_is_named(session: Session, cells: dict[str, Value], column: str, said: str) -> None:
    found = faults(session, ROW, ROW | {"隐患内容": "另一条"} | cells)
    assert [one[: len(f"表“隐患”第3行“{column}”：{said}")] for one in found] == [f"表“隐患”第3行“{column}”：{said}"]


def test_the_same_hazard_twice_in_a_file_is_a_fault(session: Session) -> None:
    assert faults(session, ROW, ROW) == ["表“隐患”第3行“隐患内容”：与第2行是同一条，请删去一行"]


@PATIENT
@given(cells=st.dictionaries(st.sampled_from(["编号", "级别", "来源", "状态", "时限", "资金", "整改日期"]), CELLS))
def test_no_cell_brings_it_down(cells: dict[str, Value]) -> None:
    with Session(_blank()) as session:
        session.add(Enterprise(name=PLANT, registered_at=NOW))
        session.flush()
        told: list[str] = []
        try:
            bring(session, ROW | cells)
        except ImportFaults as wrong:
            told = list(wrong.faults)
        kept = session.exec(select(Hazard.source).order_by(col(Hazard.id))).all()
        assert all(one.startswith("表“隐患”第2行") for one in told)
        assert told or kept[0] in list(Source)  # nothing is committed: the next finds an empty database


@cache
def _blank() -> Engine:
    engine = db.make_engine("sqlite:///:memory:")
    SQLModel.metadata.create_all(engine)
    return engine
