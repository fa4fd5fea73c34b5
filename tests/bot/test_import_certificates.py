"""What expires, from a sheet: entered, renewed, never doubled; a bad cell is named by its place."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from bot.register import KINDS
from bot.register.desk import Imported
from bot.tables import ImportFaults, Value, rows_of
from models import audit
from models.expiring import Expiring, ExpiringKind
from models.people import Enterprise
from tests import laid
from tests.bot.cells import CELLS, PATIENT

NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
PLANT = "河南豫丰化工有限公司"
ROW: dict[str, Value] = {"企业名称": PLANT, "姓名": "王建国", "证书类型": "焊工证", "有效期至": "2029-03-15"}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    engine = laid.engine(f"sqlite:///{tmp_path / 'yexun.db'}")
    with Session(engine, expire_on_commit=False) as session:
        session.add(Enterprise(name=PLANT, shorts="豫丰化工", registered_at=NOW - timedelta(days=30)))
        session.flush()
        yield session
    engine.dispose()


def bring(session: Session, *told: Mapping[str, Value]) -> Imported:
    return KINDS["certificates"].run(session, rows_of("证件", told), NOW, [])


def faults(session: Session, *told: Mapping[str, Value]) -> list[str]:
    with pytest.raises(ImportFaults) as wrong:
        bring(session, *told)
    assert session.exec(select(audit.Audit)).all() == []
    return list(wrong.value.faults)


def rows(session: Session) -> list[Expiring]:
    return list(session.exec(select(Expiring).order_by(col(Expiring.id))))


def test_a_row_without_a_kind_is_a_certificate_where_it_names_somebody(session: Session) -> None:
    licence: dict[str, Value] = {"企业名称": "豫丰化工", "证书类型": "安全生产许可证", "有效期至": 46998.0}
    told = bring(session, ROW, licence, ROW | {"姓名": "", "类别": "风险评估", "证书类型": "风险辨识评估"})
    assert str(told) == "证件和到期事项：新增3，更新0，未变0"
    assert [(one.kind, one.name) for one in rows(session)] == [
        (ExpiringKind.CERTIFICATE, "王建国焊工证"),
        (ExpiringKind.LICENCE, "安全生产许可证"),
        (ExpiringKind.RISK_REVIEW, "风险辨识评估"),
    ]


def test_the_same_sheet_twice_changes_nothing_and_a_new_date_is_one_change(session: Session) -> None:
    bring(session, ROW)
    assert str(bring(session, ROW)) == "证件和到期事项：新增0，更新0，未变1"
    renewed = ROW | {"证书编号": "T41", "有效期至": "2032/3/15", "复审日期": "2030年3月15日"}
    assert str(bring(session, renewed)) == "证件和到期事项：新增0，更新1，未变0"
    (row,) = rows(session)
    assert (row.number, row.valid_until, row.due_on) == ("T41", date(2032, 3, 15), date(2030, 3, 15))
    assert str(bring(session, renewed | {"状态": "停用"})) == "证件和到期事项：新增0，更新1，未变0"
    assert not rows(session)[0].active


def test_two_of_one_kind_are_told_apart_by_their_numbers(session: Session) -> None:
    bring(session, ROW | {"证书编号": "T1"}, ROW | {"证书编号": "T2"})
    assert faults(session_without_audit(session), ROW) == ["表“证件”第2行“证书编号”：已经登记了2个，请写编号"]


def session_without_audit(session: Session) -> Session:
    """The same session, with an empty chain: a refused sheet writes nothing into it."""
    for one in session.exec(select(audit.Audit)):
        session.delete(one)
    session.flush()
    return session


@pytest.mark.parametrize(
    "cells, fault",
    [
        ({"企业名称": "豫丰"}, "第2行“企业名称”：没有登记“豫丰”，请先导入这家企业"),
        ({"有效期至": "长期"}, "第2行“有效期至”：“长期”不是日期，请写成2026-03-14"),
        ({"有效期至": None}, "第2行“有效期至”：没有写日期，请写成2026-03-14"),
        ({"复审日期": "2030-03-15"}, "第2行“复审日期”：2030-03-15比有效期2029-03-15还晚，请核对"),
        ({"类别": "身份证"}, "第2行“类别”：“身份证”看不懂，只能写：证书、许可证、预案、备案、评价、风险评估、其他"),
        ({"类别": "证书", "姓名": ""}, "第2行“姓名”：证书要写是谁的，请填写"),
        ({"证书类型": " "}, "第2行“证书类型”：不能空着，请填写"),
    ],
)
def test_a_bad_cell_is_named_by_its_place(session: Session, cells: dict[str, Value], fault: str) -> None:
    assert faults(session, ROW | cells) == [f"表“证件”{fault}"]
    assert rows(session) == []


def test_what_is_over_already_is_taken_in_and_noted(session: Session) -> None:
    told = bring(session, ROW | {"有效期至": "2026-03-01"})
    assert told.notes == ("表“证件”第2行“有效期至”：已经过了，只列在监管员的过期名单里",)
    assert len(rows(session)) == 1


def test_the_same_row_twice_in_a_sheet_is_a_fault(session: Session) -> None:
    assert faults(session, ROW, ROW) == ["表“证件”第3行“证书类型”：与第2行是同一个，请删去一行"]


@PATIENT
@given(cells=st.fixed_dictionaries({column.name: CELLS for column in KINDS["certificates"].columns}))
def test_any_cells_are_taken_in_or_refused_with_a_sentence(session: Session, cells: dict[str, Value]) -> None:
    told: tuple[str, ...] = ()
    try:
        bring(session, cells)
    except ImportFaults as wrong:
        told = wrong.faults
    assert all(fault.startswith("表“证件”第2行") for fault in told)
    session.rollback()
