"""Sheets as offices make them: rows from .xlsx and .csv under Chinese headers, and empty templates to fill in."""

import csv
import io
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from models.errors import Refused

#: What a cell may hold; numbers and dates come as Excel means them.
Value = str | int | float | bool | datetime | date | time | timedelta | None
#: What shows how far the reading is.
Progress = Callable[[Iterable[Any]], Iterable[Any]]
#: A title or a blank line may stand above the headers, within so many rows.
HEADER_WITHIN = 10
NOTES = "说明"
_BROKEN = "不是完好的 .xlsx 文件（或加了密码），请用 Excel 或 WPS 打开，去掉密码后另存一次"
#: The row of a template that shows how to fill it in begins like this, and is never read.
EXAMPLE = "示例："


class ImportFaults(Refused):
    """Everything that is wrong with a file, one line each, in the words of whoever filled it in."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Column:
    """A column by its name, the other names that offices give it, and whether it must be there."""

    name: str
    synonyms: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Row:
    """A row: where it stands, its cells by the columns' names, and how the file calls those columns."""

    sheet: str
    number: int
    cells: Mapping[str, Value]
    titles: Mapping[str, str] = field(default_factory=dict)

    def place(self, column: str) -> str:
        """Where a cell stands, as a fault names it."""
        return f"表“{self.sheet}”第{self.number}行“{self.titles.get(column, column)}”"


@dataclass(frozen=True)
class Table:
    """The rows of a file, and what was left unread."""

    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


def rows_of(sheet: str, cells: Iterable[Mapping[str, Value]]) -> list[Row]:
    """Rows that come from elsewhere than a file, numbered as if they stood under a line of headers."""
    return [Row(sheet, number, one) for number, one in enumerate(cells, start=2)]


def read(path: Path, columns: Sequence[Column], progress: Progress = iter) -> Table:
    """The rows of a file; raises ImportFaults when it is not a table with these columns."""
    sheets = list(_sheets(path, progress))
    found = [(name, lines, _header(lines, columns)) for name, lines in sheets]
    filled = [one for one in found if any(any(map(_filled, line)) for line in one[1])]
    usable = [(name, lines, at) for name, lines, at in filled if at is not None]
    if not usable:
        asked = "、".join(column.name for column in columns if column.required)
        raise ImportFaults([f"{path.name}：没有找到表头，要有这些列：{asked}（可用 --template 生成空表）"])
    notes = [f"表“{name}”没有认得的表头，未读" for name, _, at in filled if at is None and name != NOTES]
    rows: list[Row] = []
    faults: list[str] = []
    for name, lines, at in usable:
        _read_sheet(name, lines, at, columns, rows, notes, faults)
    if faults:
        raise ImportFaults(faults)
    return Table(tuple(rows), tuple(notes))


def _read_sheet(
    name: str,
    lines: Sequence[Sequence[Value]],
    at: int,
    columns: Sequence[Column],
    rows: list[Row],
    notes: list[str],
    faults: list[str],
) -> None:
    titles = [_title(cell) for cell in lines[at]]
    placed = [_column(title, columns) for title in titles]
    for column in columns:
        if column.required and column not in placed:
            faults.append(f"表“{name}”第{at + 1}行：缺少“{column.name}”这一列")
        if placed.count(column) > 1:
            faults.append(f"表“{name}”第{at + 1}行：“{column.name}”有{placed.count(column)}列，请只留一列")
    unknown = [title for title, column in zip(titles, placed, strict=True) if title and column is None]
    if unknown:
        notes.append(f"表“{name}”有不认得的列，未读：{'、'.join(unknown)}")
    told = {column.name: title for title, column in zip(titles, placed, strict=True) if column}
    for number, line in enumerate(lines[at + 1 :], start=at + 2):
        cells = {column.name: cell for cell, column in zip(line, placed, strict=False) if column}
        first = str(cells.get(columns[0].name) or "")
        if any(map(_filled, cells.values())) and not first.startswith(EXAMPLE):
            rows.append(Row(name, number, cells, told))


def _filled(cell: Value) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def _title(cell: Value) -> str:
    """A header without what offices decorate it with: blanks, stars, a remark in brackets."""
    told = unicodedata.normalize("NFKC", str(cell if cell is not None else "")).partition("(")[0]
    return "".join(told.split()).strip("*:")


def _column(title: str, columns: Sequence[Column]) -> Column | None:
    return next((column for column in columns if title in (column.name, *column.synonyms)), None)


def _header(lines: Sequence[Sequence[Value]], columns: Sequence[Column]) -> int | None:
    """The line that knows most of the columns, at least two or a required one."""
    scores = [_score(line, columns) for line in lines[:HEADER_WITHIN]]
    best = max(scores, default=0)
    return scores.index(best) if best else None


def _score(line: Sequence[Value], columns: Sequence[Column]) -> int:
    known = {column for cell in line if (column := _column(_title(cell), columns))}
    return len(known) if len(known) > 1 or any(column.required for column in known) else 0


def _sheets(path: Path, progress: Progress) -> Iterator[tuple[str, list[Sequence[Value]]]]:
    try:
        match path.suffix.lower():
            case ".xlsx":
                yield from _workbook(path, progress)
            case ".csv":
                yield path.stem, _csv(path)
            case _:
                raise ImportFaults([f"{path.name}：只能读 .xlsx 和 .csv，请另存为其中一种"])
    except OSError as error:
        raise ImportFaults([f"{path}：打不开（{error.strerror or error}），请检查文件名和路径"]) from error


def _workbook(path: Path, progress: Progress) -> Iterator[tuple[str, list[Sequence[Value]]]]:
    from openpyxl import load_workbook

    content = io.BytesIO(path.read_bytes())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it speaks of drop-down lists that it leaves out
        try:
            book = load_workbook(content, read_only=True, data_only=True)
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # type: ignore[union-attr]
                yield sheet.title, [tuple(line) for line in progress(sheet.iter_rows(values_only=True))]
        except Exception as error:  # whatever a broken file makes its parsers raise
            raise ImportFaults([f"{path.name}：{_BROKEN}"]) from error


def _csv(path: Path) -> list[Sequence[Value]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportFaults([f"{path.name}：不是 UTF-8 编码，请另存为“CSV UTF-8（逗号分隔）”再导入"]) from error
    comma = max(",;\t", key=text.partition("\n")[0].count)
    try:
        return [tuple(line) for line in csv.reader(io.StringIO(text, newline=""), delimiter=comma)]
    except csv.Error as error:
        raise ImportFaults([f"{path.name}：不是完好的 .csv 文件（{error}），请另存一次再导入"]) from error


def write_template(
    path: Path, title: str, columns: Sequence[Column], example: Sequence[str], notes: Sequence[str]
) -> None:
    """An empty table with headers and one example row; in .xlsx with a sheet of notes too."""
    if path.exists():
        raise Refused(f"{path} is there already: name another file")
    header = [column.name for column in columns]
    shown = [EXAMPLE + example[0], *example[1:]]
    try:
        if path.suffix.lower() == ".csv":
            with path.open("x", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows([header, shown])
        elif path.suffix.lower() == ".xlsx":
            _write_workbook(path, title, header, shown, notes)
        else:
            raise Refused(f"{path}: a template is .xlsx or .csv")
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror or error}") from error


def _write_workbook(path: Path, title: str, header: Sequence[str], shown: Sequence[str], notes: Sequence[str]) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    sheet.title = title
    sheet.append(header)
    sheet.append(shown)
    sheet.freeze_panes = "A2"
    for cell in sheet[1]:
        width = sheet.column_dimensions[cell.column_letter]
        width.width, width.number_format = 20, "@"  # as text: Excel must not round ids or drop a leading 0
    for cell in (*sheet[1], *sheet[2]):
        cell.number_format = "@"
    explained: Any = book.create_sheet(NOTES)
    explained.column_dimensions["A"].width = 90
    for note in notes:
        explained.append([note])
    book.save(path)
