"""Plain .xlsx: a row of headers that stays in sight, typed cells, and nothing that a reader could take for a formula.

Written row by row, so that a ledger of any length fits into little memory; the file appears whole or not at all.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from models import calendar
from models.errors import Refused

#: What a cell of ours may hold; moments are aware, and shown in local time.
Cell = str | int | float | Decimal | bool | date | datetime | None
#: The longest text that a cell of Excel holds.
LONGEST = 32767
#: Characters that XML cannot carry, and halves of a pair.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
#: What some program or other takes for the beginning of a formula; it is kept as text also when the cell is edited.
_SUSPECT = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
DAY, MOMENT, PERCENT, TEXT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "0.00%", "@"


@dataclass(frozen=True)
class Column:
    """A column: its header, its width in characters, and how numbers in it are shown."""

    title: str
    width: float = 12
    shown: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet with its rows, which are asked for one at a time."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]


def write(path: Path, sheets: Sequence[Sheet]) -> None:
    """Writes a workbook; a file that is there already stays as it is."""
    if path.suffix.lower() != ".xlsx":
        raise Refused(f"{path}: only .xlsx can be written: name such a file")
    if path.exists():
        raise Refused(f"{path} is there already: name another file")
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:  # before anything is counted: a folder that is not there is told at once
            _save(file, sheets)
        part.rename(path)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)


def _save(file: BinaryIO, sheets: Sequence[Sheet]) -> None:
    book = Workbook(write_only=True)
    for sheet in sheets:
        _fill(book, sheet)
    book.save(file)


def _fill(book: Any, sheet: Sheet) -> None:
    page = book.create_sheet(sheet.title)
    page.freeze_panes = "A2"
    for place, column in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(place)].width = column.width
    heads = [_cell(page, column.title, "") for column in sheet.columns]
    for head in heads:
        head.font = Font(bold=True)
    page.append(heads)
    shown = [column.shown for column in sheet.columns]
    for row in sheet.rows:
        page.append([_cell(page, value, how) for value, how in zip(row, shown, strict=True)])


def _cell(page: Any, value: Cell, shown: str) -> Any:
    """A cell of the right type; a text is one whatever it begins with."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        told = clean(value)
        return _text(page, told) if told else None
    cell: Any = WriteOnlyCell(page)
    cell.value = _local(value)
    if shown:
        cell.number_format = shown
    elif isinstance(value, date):
        cell.number_format = MOMENT if isinstance(value, datetime) else DAY
    return cell


def _text(page: Any, told: str) -> Any:
    cell: Any = WriteOnlyCell(page)
    cell._value = told  # the setter would make a formula or an error of what looks like one
    cell.data_type = "s"
    if told.startswith(_SUSPECT):
        cell.number_format = TEXT
    return cell


def clean(value: str) -> str:
    """A text as a sheet can carry it."""
    return _UNFIT.sub("", value)[:LONGEST]


def _local(value: Cell) -> Cell:
    """Excel knows no zones: a moment is written as the wall clock showed it."""
    return calendar.local(value).replace(tzinfo=None) if isinstance(value, datetime) else value
