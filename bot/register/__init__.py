"""Imports what the office keeps in sheets: enterprises, people, groups, rota, tips. All of a file or nothing of it.

Each import is a plain function of session, rows and now (`enterprises.enterprises`, `people.people` …), so that demo
and tests use it without a file.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.register import (
    certificates,
    enterprises,
    forms,
    groups,
    hazard_cells,
    hazards,
    office_days,
    people,
    rota,
    tips,
)
from bot.register.desk import Imported
from bot.tables import Column, ImportFaults, Row, Table, rows_of

Run = Callable[[Session, Sequence[Row], datetime, Collection[str]], Imported]


@dataclass(frozen=True)
class Kind:
    """One kind of sheet: its columns, its template, and the import; the last argument are the channels' names."""

    title: str
    columns: tuple[Column, ...]
    example: tuple[str, ...]
    notes: tuple[str, ...]
    run: Run


KINDS: Mapping[str, Kind] = {
    "enterprises": Kind(
        "企业",
        enterprises.COLUMNS,
        enterprises.EXAMPLE,
        enterprises.NOTES,
        lambda session, rows, now, _: enterprises.enterprises(session, rows, now),
    ),
    "people": Kind("人员", people.COLUMNS, people.EXAMPLE, people.NOTES, people.people),
    "groups": Kind("群", groups.COLUMNS, groups.EXAMPLE, groups.NOTES, groups.groups),
    "rota": Kind(
        "值班", rota.COLUMNS, rota.EXAMPLE, rota.NOTES, lambda session, rows, now, _: rota.rota(session, rows, now)
    ),
    "certificates": Kind(
        "证件",
        certificates.COLUMNS,
        certificates.EXAMPLE,
        certificates.NOTES,
        lambda session, rows, now, _: certificates.certificates(session, rows, now),
    ),
    "forms": Kind(
        "上报的表",
        forms.COLUMNS,
        forms.EXAMPLE,
        forms.NOTES,
        lambda session, rows, now, _: forms.forms(session, rows, now),
    ),
    "hazards": Kind(
        "隐患",
        hazard_cells.COLUMNS,
        hazard_cells.EXAMPLE,
        hazard_cells.NOTES,
        lambda session, rows, now, _: hazards.import_hazards(session, rows, now),
    ),
    "calendar": Kind(
        "日历",
        office_days.COLUMNS,
        office_days.EXAMPLE,
        office_days.NOTES,
        lambda session, rows, now, _: office_days.days(session, rows, now),
    ),
    "tips": Kind(
        "送教", tips.COLUMNS, tips.EXAMPLE, tips.NOTES, lambda session, rows, now, _: tips.tips(session, rows, now)
    ),
}

__all__ = ["KINDS", "ImportFaults", "Imported", "Kind", "Row", "Table", "rows_of"]
