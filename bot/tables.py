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
_COMMON = {"序号", "编号", "备注"}  # columns that every table of an office has, and that tell us nothing
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
    reader = _Reader(columns)
    found = [_Sheet(name, lines, *_header(lines, columns)) for name, lines in _sheets(path, progress)]
    filled = [one for one in found if any(any(map(_filled, line)) for line in one.lines)]
    best = min(2, max((one.score for one in filled), default=0))
    if not best:
        asked = "、".join(column.name for column in columns if column.required)
        raise ImportFaults([f"{path.name}：没有找到表头，要有这些列：{asked}（可用 --template 生成空表）"])
    for one in filled:
        if one.score >= best:
            reader.read(one)
        elif one.name != NOTES:
            reader.notes.append(f"表“{one.name}”没有认得的表头，未读")
    if reader.faults:
        raise ImportFaults(reader.faults)
    return Table(tuple(reader.rows), tuple(reader.notes))


@dataclass(frozen=True)
class _Sheet:
    name: str
    lines: Sequence[Sequence[Value]]
    header: int
    score: int


class _Reader:
    """Goes through sheets and gathers rows, faults, and what it left unread."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self.rows: list[Row] = []
        self.notes: list[str] = []
        self.faults: list[str] = []

    def read(self, sheet: _Sheet) -> None:
        """Takes in the rows below the headers of a sheet."""
        titles = [_title(cell) for cell in sheet.lines[sheet.header]]
        placed = [_column(title, self._columns) for title in titles]
        self._check(sheet, titles, placed)
        told = {column.name: title for title, column in zip(titles, placed, strict=True) if column}
        for number, line in enumerate(sheet.lines[sheet.header + 1 :], start=sheet.header + 2):
            cells = {column.name: cell for cell, column in zip(line, placed, strict=False) if column}
            first = str(cells.get(self._columns[0].name) or "")
            if any(map(_filled, cells.values())) and not first.startswith(EXAMPLE):
                self.rows.append(Row(sheet.name, number, cells, told))

    def _check(self, sheet: _Sheet, titles: Sequence[str], placed: Sequence[Column | None]) -> None:
        where = f"表“{sheet.name}”第{sheet.header + 1}行"
        for column in self._columns:
            if column.required and column not in placed:
                self.faults.append(f"{where}：缺少“{column.name}”这一列")
            if placed.count(column) > 1:
                self.faults.append(f"{where}：“{column.name}”有{placed.count(column)}列，请只留一列")
        both = zip(titles, placed, strict=True)
        unknown = [title for title, column in both if title and title not in _COMMON and column is None]
        if unknown:
            self.notes.append(f"表“{sheet.name}”有不认得的列，未读：{'、'.join(unknown)}")


def _filled(cell: Value) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def _title(cell: Value) -> str:
    """A header without what offices decorate it with: blanks, stars, a remark in brackets."""
    told = unicodedata.normalize("NFKC", str(cell if cell is not None else "")).partition("(")[0]
    return "".join(told.split()).strip("*:")


def _column(title: str, columns: Sequence[Column]) -> Column | None:
    return next((column for column in columns if title in (column.name, *column.synonyms)), None)


def _header(lines: Sequence[Sequence[Value]], columns: Sequence[Column]) -> tuple[int, int]:
    """Which of the first lines knows most of the columns, and how many."""
    scores = [_score(line, columns) for line in lines[:HEADER_WITHIN]]
    best = max(scores, default=0)
    return (scores.index(best) if scores else 0), best


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
                sheet.reset_dimensions()
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
