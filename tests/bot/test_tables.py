"""Sheets: read under their headers wherever these stand, and every broken file is one sentence."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from bot import tables
from bot.register import KINDS
from bot.tables import ImportFaults
from tests.bot.cells import PATIENT


def sheet(
    path: Path, lines: Sequence[Sequence[Any]], title: str = "企业", more: Mapping[str, Any] | None = None
) -> Path:
    if path.suffix == ".csv":
        path.write_text("\n".join(",".join(map(str, line)) for line in lines), "utf-8-sig")
        return path
    book = Workbook()
    for name, content in {title: lines, **(more or {})}.items():
        page = book.create_sheet(name)
        for line in content:
            page.append(list(line))
    del book["Sheet"]
    book.save(path)
    return path


def read(path: Path, kind: str = "enterprises") -> tables.Table:
    return tables.read(path, KINDS[kind].columns)


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_file_is_read_under_its_headers(tmp_path: Path, suffix: str) -> None:
    lines: list[list[Any]] = [
        ["舞阳县危化企业台账"],
        [],
        ["序号", "单位名称 ", "*企业类别（必填）", "电话", "心情"],
        [1, "甲厂", "生产", 13800138000],
        [2, "", "", ""],
        [3, "示例：乙厂", "生产", ""],
        [4, "丙厂", "经营", ""],
    ]
    found = read(sheet(tmp_path / f"企业{suffix}", lines))
    assert [(row.number, row.cells["企业名称"], row.cells["类别"]) for row in found.rows] == [
        (4, "甲厂", "生产"),
        (7, "丙厂", "经营"),
    ]
    assert found.rows[0].place("企业名称") == "表“企业”第4行“单位名称”"
    assert found.notes == ("表“企业”有不认得的列，未读：心情",)


def test_all_sheets_of_a_book_are_read(tmp_path: Path) -> None:
    more = {"西片": [["企业名称", "网格"], ["乙厂", "西片"]], "说明": [["随便"]], "统计": [["本月", 3]], "空": []}
    found = read(sheet(tmp_path / "a.xlsx", [["企业名称", "网格"], ["甲厂", "东片"]], "东片", more))
    assert [(row.sheet, row.cells["企业名称"]) for row in found.rows] == [("东片", "甲厂"), ("西片", "乙厂")]
    assert found.notes == ("表“统计”没有认得的表头，未读",)


@pytest.mark.parametrize(
    "name,content,fault",
    [
        ("a.csv", "企业名称,类别\n甲厂,生产".encode("gbk"), "另存为“CSV UTF-8（逗号分隔）”"),
        ("a.csv", b"", "没有找到表头，要有这些列：企业名称"),
        ("a.csv", "名字,年纪\n甲,3".encode(), "没有找到表头"),
        ("a.csv", "类别,网格\n生产,东片".encode(), "表“a”第1行：缺少“企业名称”这一列"),
        ("a.csv", "企业名称,单位名称\n甲,乙".encode(), "“企业名称”有2列，请只留一列"),
        ("a.xlsx", b"not a book", "不是完好的 .xlsx 文件"),
        ("a.xls", b"", "只能读 .xlsx 和 .csv"),
    ],
)
def test_a_file_that_is_no_table(tmp_path: Path, name: str, content: bytes, fault: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ImportFaults, match=fault.replace(".", r"\.").replace("（", ".")):
        read(tmp_path / name)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ImportFaults, match="打不开"):
        read(tmp_path / "a.csv")


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_template_is_a_table_without_rows(tmp_path: Path, kind: str, suffix: str) -> None:
    path, made = tmp_path / f"leer{suffix}", KINDS[kind]
    tables.write_template(path, made.title, made.columns, made.example, made.notes)
    found = read(path, kind)
    assert (found.rows, found.notes) == ((), ())
    with pytest.raises(Exception, match="is there already"):
        tables.write_template(path, made.title, made.columns, made.example, made.notes)


@PATIENT
@given(st.binary(max_size=200) | st.text(alphabet="企业名称类别,;\t\n\r\"' 甲", max_size=60).map(str.encode))
def test_whatever_a_csv_holds_only_faults_come_out(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with suppress(ImportFaults):
        read(tmp_path / "a.csv")
