"""What the office takes away: opened again, cell by cell; and that no cell can become a formula."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from sqlmodel import Session, col, select

from bot import tables
from bot.__main__ import cli
from bot.commands import export
from bot.documents import daily, ledger, sheets
from bot.documents.sheets import Column, Sheet
from bot.register import KINDS
from models import db, hazards, obligations, opening, proxies
from models import ledger as questions
from models.hazards import Level, PictureStage, Source
from models.obligations import Due, ObligationKind
from models.people import Enterprise, Person, Role
from models.reports import Report
from tests import laid, rows
from tests.bot.cells import PATIENT
from tests.conftest import moment
from tests.scene import RULES

NOW = moment("10:00", date(2026, 3, 16))
PLANT, STATION = "河南豫丰化工有限公司", "宏达加油站"


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    engine = laid.engine(database_url)
    with Session(engine, expire_on_commit=False) as session:
        office(session)
        yield session
    engine.dispose()


def office(session: Session) -> None:
    old = NOW - timedelta(days=60)
    session.add(Enterprise(name=PLANT, shorts="豫丰", class_name="生产", grid="东片", major=True, registered_at=old))
    session.add(Enterprise(name=STATION, shorts="宏达站", class_name="加油站", registered_at=old))
    session.add(Person(name="李明", role=Role.DUTY))
    session.flush()


def opened(path: Path, title: str) -> list[dict[str, Any]]:
    """The rows of a sheet by their headers."""
    lines = list(load_workbook(path)[title].iter_rows(values_only=True))
    return [dict(zip([str(head) for head in lines[0]], line, strict=True)) for line in lines[1:]]


def local(wall: str, day: date) -> datetime:
    """A moment as Excel has it, without a zone."""
    return moment(wall, day).replace(tzinfo=None)


def noted(day: date) -> datetime:
    """A day as openpyxl reads it."""
    return local("00:00", day)


# The ledger


def two(session: Session) -> None:
    found = moment("00:40")
    one = rows.hazard(
        session,
        PLANT,
        '=HYPERLINK("http://x","点我")',
        NOW,
        place="三车间",
        level=Level.MAJOR,
        source=Source.DEPARTMENT,
        deadline=date(2026, 3, 14),
        found_at=found,
    )
    one.funds, one.plan, one.control, one.acceptance_team = Decimal("12.50"), "停车", "停用", "赵静、周宁"
    session.add(one)
    other = rows.hazard(session, STATION, "灭火器过期", NOW, state="closed", deadline=date(2026, 3, 20))
    other.second_name, other.document = "周宁", "3号"
    rows.asked_for(session, rows.hazard(session, STATION, "消防栓", NOW, deadline=date(2026, 3, 1)), 5, NOW)
    rows.hazard(session, STATION, "不是隐患", NOW, state="void")
    session.flush()


def write_ledger(session: Session, path: Path) -> list[dict[str, Any]]:
    everything = questions.Within()
    assert ledger.count(session, everything, NOW) == len(list(ledger.rows(session, everything, NOW)))
    sheets.write(path, [Sheet(ledger.TITLE, ledger.COLUMNS, ledger.rows(session, everything, NOW))])
    return opened(path, "台账")


def test_the_ledger_holds_every_column(session: Session, tmp_path: Path) -> None:
    two(session)
    first, second, third, fourth = write_ledger(session, tmp_path / "台账.xlsx")
    wanted = {
        "编号": "YH-2026-0001",
        "企业名称": PLANT,
        "企业类别": "生产",
        "网格": "东片",
        "重大危险源": "是",
        "状态": "整改中",
        "级别": "重大",
        "来源": "部门检查",
        "隐患内容": '=HYPERLINK("http://x","点我")',
        "部位": "三车间",
        "责任人": "张强",
        "措施": "更换",
        "时限": noted(date(2026, 3, 14)),
        "最初时限": noted(date(2026, 3, 14)),
        "超期天数": 2,
        "资金（万元）": 12.5,
        "预案": "停车",
        "管控措施": "停用",
        "验收组": "赵静、周宁",
        "发现时间": local("00:40", date(2026, 3, 15)),
        "收到时间": local("00:40", date(2026, 3, 15)),
        "整改时间": None,
        "销号时间": None,
        "延期次数": 0,
        "改前照片": 0,
        "上报人": "李明",
    }
    assert {name: first[name] for name in wanted} == wanted
    assert set(first) == {column.title for column in ledger.COLUMNS}
    assert (second["状态"], second["第二复查人"], second["复查意见书"], second["销号人"]) == (
        "已销号",
        "周宁",
        "3号",
        "李明",
    )
    assert second["销号时间"] == second["整改时间"] == local("10:00", date(2026, 3, 16))
    assert (third["超期天数"], third["延期待批"]) == (None, "是"), "the delay is the bureau's"
    assert fourth["状态"] == "已作废", "a number stays"


def test_headers_stay_in_sight_and_dates_are_dates(session: Session, tmp_path: Path) -> None:
    two(session)
    write_ledger(session, tmp_path / "x.xlsx")
    page = load_workbook(tmp_path / "x.xlsx")["台账"]
    heads: dict[Any, Any] = {cell.value: cell for cell in page[1]}
    assert page.freeze_panes == "A2"
    assert heads["编号"].font.b
    assert page.column_dimensions["B"].width == 28
    assert page[f"{heads['时限'].column_letter}2"].number_format == "yyyy-mm-dd"
    assert page[f"{heads['发现时间'].column_letter}2"].number_format == "yyyy-mm-dd hh:mm"
    item = page[f"{heads['隐患内容'].column_letter}2"]
    assert (item.data_type, item.number_format) == ("s", "@")


def test_pictures_extensions_and_proxies_are_counted(session: Session, tmp_path: Path) -> None:
    from models.attachments import Attachment
    from models.hazards import ExtensionStatus
    from models.inbox import Message

    one = rows.hazard(session, PLANT, "灭火器", NOW, deadline=date(2026, 3, 20))
    message = Message(channel="app", msg_id="1", kind="image", sent_at=NOW, received_at=NOW)
    session.add(message)
    session.flush()
    kept = [Attachment(message_id=db.row_id(message.id), ordinal=n, kind="image", status="stored") for n in range(3)]
    session.add_all(kept)
    session.flush()
    ids = [db.row_id(each.id) for each in kept]
    hazards.show(session, one, ids[:1], PictureStage.BEFORE)
    hazards.show(session, one, ids[1:], PictureStage.AFTER)
    rows.asked_for(session, one, 3, NOW).status = ExtensionStatus.APPROVED
    report = Report(
        enterprise_id=1,
        channel="app",
        sender="",
        first_at=NOW,
        last_at=NOW,
        first_received=NOW,
        last_received=NOW,
        proxy_by=1,
        proxy_name="王建国",
    )
    session.add(report)
    session.flush()
    one.report_id = report.id
    session.flush()
    (told,) = write_ledger(session, tmp_path / "x.xlsx")
    assert (told["改前照片"], told["改后照片"], told["延期次数"], told["延期待批"]) == (1, 2, 1, None)
    assert told["代录人"] == "李明"


def test_what_was_exported_comes_in_again_unchanged(session: Session, tmp_path: Path) -> None:
    two(session)
    path = tmp_path / "台账.xlsx"
    write_ledger(session, path)
    kind = KINDS["hazards"]
    read = tables.read(path, kind.columns)
    assert str(kind.run(session, read.rows, NOW, [])) == "隐患：新增0，更新0，未变4"


def test_a_period_bounds_the_ledger(session: Session) -> None:
    two(session)
    bounded = questions.Within(found=(moment("00:00"), moment("12:00")))
    assert [row[0] for row in ledger.rows(session, bounded, NOW)] == ["YH-2026-0001"]


# The daily form


def night(session: Session) -> None:
    """3月14日夜: the plant missed it and gave a reason, the station was entered by an officer."""
    obligations.sync(session, ObligationKind.PATROL, RULES)
    opening.open_night(session, date(2026, 3, 14), moment("00:10"))
    obligations.close_due(session, moment("06:00"), ObligationKind.PATROL)
    plant, station = session.exec(select(Due).order_by(col(Due.enterprise_id))).all()
    plant.note = "停电"
    officer = session.get_one(Person, 1)
    proxies.enter(session, station, proxies.Entry("王建国", moment("02:10"), "normal"), officer, "app", NOW)
    rows.hazard(session, PLANT, "灭火器", NOW, found_at=moment("00:40"), deadline=date(2026, 3, 20))
    rows.hazard(session, PLANT, "护栏", NOW, found_at=moment("00:40"), state="closed", level=Level.MAJOR)
    session.flush()


def write_daily(session: Session, path: Path, start: date, end: date) -> Sequence[list[dict[str, Any]]]:
    days = daily.days_of(start, end)
    pages = [
        Sheet(daily.FORM, daily.COLUMNS, daily.rows(session, days, start, end, NOW)),
        Sheet(daily.DETAIL, daily.DETAIL_COLUMNS, daily.detail(session, start, end)),
    ]
    sheets.write(path, pages)
    assert load_workbook(path).sheetnames == ["日报", "明细"]
    return [opened(path, "日报"), opened(path, "明细")]


def test_the_daily_form_of_one_duty_day(session: Session, tmp_path: Path) -> None:
    night(session)
    (row,), details = write_daily(session, tmp_path / "x.xlsx", date(2026, 3, 14), date(2026, 3, 14))
    wanted = {
        "日期": noted(date(2026, 3, 14)),
        "填报单位": "应急值班室",
        "截至": local("06:00", date(2026, 3, 15)),
        "夜巡应报": 2,
        "夜巡已报": 0,
        "夜巡补报": 1,
        "夜巡未报": 1,
        "夜巡待核": 0,
        "夜巡代录": 1,
        "零报告应报": 0,
        "隐患登记": 2,
        "其中一般": 1,
        "其中重大": 1,
        "登记中已改": 1,
        "整改率": 0.5,
        "登记中已销号": 1,
        "当日改好": 0,
        "未整改": 2,
        "超期": 0,
        "突发事件": 0,
        "送教链接": 0,
    }
    assert {name: row[name] for name in wanted} == wanted
    assert [(one["类别"], one["企业名称"], one["状态"], one["备注"]) for one in details] == [
        ("夜巡", PLANT, "未报", "停电"),
        ("夜巡", STATION, "补报", "王建国电话报，李明代录"),
        ("隐患", PLANT, "整改中", None),
        ("隐患", PLANT, "已销号", None),
    ]
    assert details[2]["编号"] == "YH-2026-0001"


def test_several_days_end_with_all_of_them_together(session: Session, tmp_path: Path) -> None:
    night(session)
    found, details = write_daily(session, tmp_path / "x.xlsx", date(2026, 3, 13), date(2026, 3, 16))
    assert [row["日期"] for row in found][3:] == [noted(date(2026, 3, 16)), "合计 2026-03-13—2026-03-16"]
    assert [row["隐患登记"] for row in found] == [0, 2, 0, 0, 2]
    assert [row["整改率"] for row in found] == [None, 0.5, None, None, 0.5], "of nothing there is no rate"
    assert [row["当日改好"] for row in found] == [0, 0, 0, 1, 1]
    assert len(details) == 4


# Cells

HOSTILE = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="=+-@\t\r\n'\"|!#0123456789ABCDEFGHILMNRSU/()&<>;,：＝＋－＠", max_size=30),
    st.sampled_from(["=1+1", "=cmd|'/c calc'!A0", "+1", "-1", "@SUM(A1)", "#N/A", "#REF!", "\x00=1", "\ud83d", "TRUE"]),
)


@PATIENT
@given(texts=st.lists(HOSTILE, min_size=1, max_size=4))
@example(texts=["=1+1", "\x1b=1+1", " =1", "\ufffe=1"])
def test_no_text_becomes_a_formula(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("x") / "x.xlsx"
    sheets.write(path, [Sheet("x", [Column(f"c{n}") for n in range(len(texts))], [texts])])
    cells = list(load_workbook(path)["x"].iter_rows(min_row=2))
    shown = cells[0] if cells else ()
    for text, cell in zip(texts, shown, strict=False):
        kept = sheets.clean(text).replace("\r\n", "\n").replace("\r", "\n")
        assert cell.data_type in ("s", "n"), "neither a formula nor an error"
        assert (cell.value or "") == kept
        if kept.startswith(("=", "+", "-", "@")):
            assert cell.number_format == "@", "also when it is edited it stays a text"


@given(text=st.text(max_size=60))
def test_what_a_sheet_cannot_carry_is_taken_out(text: str) -> None:
    told = sheets.clean(text + "\x00\x1f\ud800\uffff")
    assert not ILLEGAL_CHARACTERS_RE.search(told)
    assert told.encode("utf-8").decode("utf-8") == told


def test_a_text_that_is_too_long_is_cut() -> None:
    assert len(sheets.clean("长" * 40000)) == sheets.LONGEST


# The command


class Desk:
    """A folder with a configuration and a filled database."""

    def __init__(self, folder: Path) -> None:
        from bot import migrate

        self.folder = folder
        url = f"sqlite:///{folder / 'var' / 'yexun.db'}"
        (folder / "config.toml").write_text('[[channels]]\nname = "console"\nkind = "console"\n', "utf-8")
        migrate.upgrade(url)
        engine = db.make_engine(url)
        with Session(engine) as session:
            office(session)
            two(session)
            session.commit()
        engine.dispose()

    def run(self, *words: str) -> Result:
        told = CliRunner().invoke(cli, ["export", *words, "--config", str(self.folder / "config.toml")])
        if told.exception and not isinstance(told.exception, SystemExit):
            raise told.exception
        return told


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_the_command_writes_a_file_and_names_it(desk: Desk) -> None:
    out = desk.folder / "台账.xlsx"
    told = desk.run("ledger", "--out", str(out))
    assert (told.exit_code, told.stdout, told.stderr) == (0, f"{out}\n", "")
    assert len(opened(out, "台账")) == 4
    assert sorted(path.name for path in desk.folder.iterdir()) == ["config.toml", "var", "台账.xlsx"]
    assert desk.run("daily", "--period", "2026-03", "--out", str(desk.folder / "日报.xlsx")).exit_code == 0


def test_a_file_that_is_there_stays_as_it_is(desk: Desk) -> None:
    out = desk.folder / "x.xlsx"
    out.write_text("mine", "utf-8")
    told = desk.run("ledger", "--out", str(out))
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr == f"Error: {out} is there already: name another file\n"
    assert out.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    "words, said",
    [
        (("ledger", "--out", "x.csv"), "x.csv: only .xlsx can be written"),
        (("ledger", "--out", "/nowhere/at/all/x.xlsx"), "cannot be written: No such file or directory"),
        (("daily", "--period", "2090-01-01", "--out", "x.xlsx"), "2090-01-01 has not begun yet"),
        (("weekly", "--period", "2026-W11", "--out", "x.xlsx"), "export weekly is not built yet"),
    ],
)
def test_what_cannot_be_written_is_one_line(desk: Desk, words: tuple[str, ...], said: str) -> None:
    told = desk.run(*words)
    assert (told.exit_code, told.stdout) == (1, "")
    assert said in told.stderr
    assert len(told.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "period", ["yesterday", "2026-3-1", "2026-03-14..", "2026-03-14..2026-03-01", "1999-12-31", "2026-W60"]
)
def test_a_period_that_is_none_is_wrong_usage(desk: Desk, period: str) -> None:
    assert desk.run("daily", "--period", period, "--out", "x.xlsx").exit_code == 2
    assert desk.run("daily", "--out", "x.xlsx").exit_code == 2


@pytest.mark.parametrize(
    "told, first, last",
    [
        ("2026-03-14", date(2026, 3, 14), date(2026, 3, 14)),
        ("2026-W11", date(2026, 3, 9), date(2026, 3, 15)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-03-01..2026-03-14", date(2026, 3, 1), date(2026, 3, 14)),
        ("2026-W10..2026-03-14", date(2026, 3, 2), date(2026, 3, 14)),
    ],
)
def test_periods(told: str, first: date, last: date) -> None:
    assert export.Period().convert(told, None, None) == (first, last)
