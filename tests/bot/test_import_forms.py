"""The forms that go to the authority above, from a sheet: rules in the words of an office, faults by their place."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from bot.register import KINDS
from bot.register.desk import Imported
from bot.tables import ImportFaults, Value, rows_of
from models import above
from models.above import AboveForm
from models.people import Person, Role
from tests import laid
from tests.bot.cells import CELLS, PATIENT

NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
ROW: dict[str, Value] = {"表名": "附件3调度表", "规律": "每月25日", "填报人": "赵静"}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    engine = laid.engine(f"sqlite:///{tmp_path / 'yexun.db'}")
    with Session(engine, expire_on_commit=False) as session:
        session.add(Person(name="赵静", role=Role.SUPERVISOR))
        session.flush()
        yield session
    engine.dispose()


def bring(session: Session, *told: Mapping[str, Value]) -> Imported:
    return KINDS["forms"].run(session, rows_of("表", told), NOW, [])


@pytest.mark.parametrize(
    "rule, days",
    [
        ("每月25日", ["2026-03-25", "2026-04-25"]),
        ("每月31日前", ["2026-03-31", "2026-04-30"]),
        ("每个月底", ["2026-03-31", "2026-04-30"]),
        ("每周四", ["2026-03-19", "2026-03-26"]),
        ("每季度最后一天", ["2026-03-31", "2026-06-30"]),
        ("每年12月20日", ["2026-12-20", "2027-12-20"]),
        ("2026-08-21、2026年5月14日", ["2026-05-14", "2026-08-21"]),
        ("5月14日", ["2026-05-14"]),
        (datetime(2026, 5, 14), ["2026-05-14"]),  # noqa: DTZ001 - as Excel gives it
        ("FREQ=MONTHLY;BYDAY=-1FR", ["2026-03-27", "2026-04-24"]),
        ("0 0 * * 0", ["2026-03-22", "2026-03-29"]),  # cron: 0 is Sunday
        ("0 0 * * 1", ["2026-03-16", "2026-03-23"]),
    ],
)
def test_a_rule_in_the_words_of_an_office_names_its_days(session: Session, rule: Value, days: list[str]) -> None:
    bring(session, ROW | {"规律": rule})
    form = session.exec(select(AboveForm)).one()
    found = above.days_of(form.rule, date(2026, 3, 16), date(2027, 12, 31))
    assert [one.isoformat() for one in found][: len(days)] == days


@pytest.mark.parametrize(
    "cells, fault",
    [
        ({"规律": "2月30日"}, "“规律”：“2月30日”看不懂，请写成：每月25日、每周四，或2026-05-14、2026-08-21"),
        ({"规律": "每年2月30日"}, "“规律”：“每年2月30日”一天也碰不上，请核对"),
        (
            {"规律": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31"},
            "“规律”：“FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31”一天也碰不上，请核对",
        ),
        ({"规律": "2025-05-14"}, "“规律”：“2025-05-14”都已经过了，请写以后的日期"),
        ({"规律": "月底前后"}, "“规律”：“月底前后”看不懂，请写成：每月25日、每周四，或2026-05-14、2026-08-21"),
        ({"规律": ""}, "“规律”：不能空着，请填写"),
        ({"填报人": "钱多"}, "“填报人”：局里没有登记“钱多”，请先在人员表里登记"),
        ({"截止时间": "下班"}, "“截止时间”：“下班”不是时间，请写成17:00"),
    ],
)
def test_a_form_that_cannot_be_is_a_fault_of_its_cell(session: Session, cells: dict[str, Value], fault: str) -> None:
    with pytest.raises(ImportFaults) as wrong:
        bring(session, ROW | cells)
    assert list(wrong.value.faults) == [f"表“表”第2行{fault}"]


def test_the_same_sheet_twice_changes_nothing(session: Session) -> None:
    bring(session, ROW | {"截止时间": "16点"})
    assert str(bring(session, ROW)) == "上报的表：新增0，更新0，未变1"
    assert session.exec(select(AboveForm)).one().cut_off == "16:00"
    assert str(bring(session, ROW | {"状态": "停用"})) == "上报的表：新增0，更新1，未变0"
    assert above.unsent(session, date(2026, 3, 24)) == []


@PATIENT
@given(cells=st.fixed_dictionaries({column.name: CELLS for column in KINDS["forms"].columns}))
def test_any_cells_are_taken_in_or_refused_with_a_sentence(session: Session, cells: dict[str, Value]) -> None:
    told: tuple[str, ...] = ()
    try:
        bring(session, cells)
    except ImportFaults as wrong:
        told = wrong.faults
    assert all(fault.startswith("表“表”第2行") for fault in told)
    session.rollback()
