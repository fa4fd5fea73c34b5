"""Cells: days, telephones, shifts as offices write them, however Excel has mangled them."""

from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from hypothesis import given

from bot.register import cells
from bot.register.cells import Wrong
from bot.tables import Value
from models import calendar
from tests.bot.cells import CELLS, PATIENT


@pytest.mark.parametrize(
    "told,day",
    [
        ("2026-03-14", date(2026, 3, 14)),
        ("2026/3/14", date(2026, 3, 14)),
        ("2026.3.14", date(2026, 3, 14)),
        ("２０２６年３月１４日（周六）", date(2026, 3, 14)),
        ("2026-03-14 00:00:00", date(2026, 3, 14)),
        ("3月14日 星期六", date(2026, 3, 14)),
        ("3/14", date(2026, 3, 14)),
        ("1月2号", date(2026, 1, 2)),
        ("12月31日", date(2025, 12, 31)),
        ("20260314", date(2026, 3, 14)),
        (20260314, date(2026, 3, 14)),
        (46095, date(2026, 3, 14)),
        (46095.0, date(2026, 3, 14)),
        ("46095", date(2026, 3, 14)),
        (date(2026, 3, 14), date(2026, 3, 14)),
    ],
)
def test_days(told: Value, day: date) -> None:
    assert cells.day(told, date(2026, 3, 13)) == day


@pytest.mark.parametrize(
    "told", ["", "明天", "2026-13-01", "0000-01-01", 3, -1, 1e300, True, time(8), date(1900, 1, 1)]
)
def test_what_is_no_day(told: Value) -> None:
    with pytest.raises(Wrong):
        cells.day(told, date(2026, 3, 13))


@pytest.mark.parametrize(
    "told,phone",
    [
        ("138 0013 8000", "13800138000"),
        ("+86-138-0013-8000", "13800138000"),
        (13800138000, "13800138000"),
        (13800138000.0, "13800138000"),
        ("0000-7121234", "0000-7121234"),
        ("（0395）7121234", "03957121234"),
        ("0000—7121234", "0000-7121234"),
        ("7121234", "7121234"),
        ("400-123-4567", "400-123-4567"),
        ("13800138000/0000-7121234", "13800138000、0000-7121234"),
        (None, ""),
    ],
)
def test_telephones(told: Value, phone: str) -> None:
    assert cells.phone(told) == phone


@pytest.mark.parametrize("told", ["1380013800", "23800138000", "1.38E+10", "无", 138.5, "١٣٨٠٠١٣٨٠٠٠", True])
def test_what_is_no_telephone(told: Value) -> None:
    with pytest.raises(Wrong):
        cells.phone(told)


@pytest.mark.parametrize(
    "told,name,begins,hours",
    [
        (None, "", time(8, 30), 24),
        ("全天", "", time(8, 30), 24),
        ("8:30-8:30", "", time(8, 30), 24),
        ("白班 8:30-17:30", "白班", time(8, 30), 9),
        ("夜班：17:30—次日8:30", "夜班", time(17, 30), 15),
        ("17点30分至8点30分（夜班）", "夜班", time(17, 30), 15),
        ("8：00～24：00", "", time(8, 0), 16),
        ("8:30:00-17:30:00", "", time(8, 30), 9),
    ],
)
def test_shifts(told: Value, name: str, begins: time, hours: int) -> None:
    found, starts, ends = cells.shift(told, date(2026, 3, 14))
    assert (found, calendar.local(starts).time(), ends - starts) == (name, begins, timedelta(hours=hours))


@PATIENT
@given(CELLS)
def test_no_cell_makes_anything_but_a_fault(cell: Value) -> None:
    for read in (cells.text, cells.several, cells.account, cells.phone):
        with suppress(Wrong):
            read(cell)
    for day in (date(2026, 3, 14), date(2024, 2, 29)):
        with suppress(Wrong):
            cells.shift(cell, cells.day(cell, day))
        with suppress(Wrong):
            cells.shift(cell, day)
