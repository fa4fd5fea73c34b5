"""The commands: what they print, how they end, and that none of them pretends."""

import io
import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from sqlmodel import Session, col, select

from bot import doctor, migrate
from bot.__main__ import cli
from bot.store import Store
from models import audit, db, outbox
from models.attachments import Attachment
from models.inbox import Message
from models.outbox import Letter
from models.people import Enterprise, Person
from tests import laid

CONTEXT = "now=2026-03-15T07:30+08:00, chat=direct"
NOW = datetime(2026, 3, 14, 16, 0, tzinfo=UTC)


class Desk:
    """A folder with a configuration, and the command line in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"sqlite:///{folder / 'var' / 'yexun.db'}"
        self.config = folder / "config.toml"
        self.config.write_text('[[channels]]\nname = "console"\nkind = "console"\n', "utf-8")

    def run(self, *words: str, told: str = "") -> Result:
        result = CliRunner().invoke(cli, words, input=told)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def here(self, *words: str) -> Result:
        return self.run(*words, "--config", str(self.config))

    def file(self, name: str, content: str) -> str:
        path = self.folder / name
        path.write_text(content, "utf-8")
        return str(path)

    def session(self) -> Session:
        return Session(db.make_engine(self.url))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def ready(desk: Desk) -> Desk:
    """A desk whose database is there."""
    laid.migrated(desk.url)
    return desk


def commands() -> list[tuple[str, click.Command]]:
    return sorted(cli.commands.items())


def test_every_command_of_the_contract_is_there() -> None:
    promised = "demo serve migrate doctor understand rehearse import export why verify backup restore"
    assert set(promised.split()) <= {name for name, _ in commands()}


@pytest.mark.parametrize("name,command", commands())
def test_every_command_has_help_with_an_example(desk: Desk, name: str, command: click.Command) -> None:
    told = desk.run(name, "--help")
    assert told.exit_code == 0
    assert f"yexun {name}" in told.stdout.partition("Example")[2]
    assert all(option.help for option in command.params if isinstance(option, click.Option))


def test_the_version_is_told(desk: Desk) -> None:
    assert desk.run("--version").stdout.startswith("yexun ")


def test_help_is_quick() -> None:
    asked = (
        "import sys, bot.__main__; print(sorted({'sqlmodel', 'jieba', 'av', 'openpyxl', 'aiohttp'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]", "these are heavy and belong inside the commands that need them"


@pytest.mark.parametrize(
    "words",
    [
        ("export", "weekly", "--period", "2026-W11", "--out", "x.xlsx"),
        ("backup", "x"),
        ("restore", "x"),
    ],
)
def test_what_is_not_built_says_so(desk: Desk, words: tuple[str, ...]) -> None:
    told = desk.run(*words)
    assert (told.exit_code, told.stdout) == (1, "")
    assert "is not built yet" in told.stderr
    assert len(told.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "words", [("import", "cats", "x.csv"), ("export", "novel"), ("nothing",), ("demo", "--port", "x")]
)
def test_wrong_usage_is_2(desk: Desk, words: tuple[str, ...]) -> None:
    assert desk.run(*words).exit_code == 2


@pytest.mark.parametrize("words", [("migrate",), ("why", "x"), ("verify",), ("import", "people", "x.csv"), ("serve",)])
def test_without_a_configuration_one_line_says_what_to_do(desk: Desk, words: tuple[str, ...]) -> None:
    told = desk.run(*words, "--config", str(desk.folder / "none.toml"))
    assert told.exit_code == 1
    assert "copy config.example.toml" in told.stderr
    assert len(told.stderr.splitlines()) == 1


def test_serve_refuses_a_console_that_everybody_reaches(desk: Desk) -> None:
    desk.file("config.toml", '[web]\nhost = "192.0.2.1"\n[[channels]]\nname = "console"\nkind = "console"\n')
    told = desk.here("serve", "--no-migrate")
    assert told.exit_code == 1
    assert "speak as anybody" in told.stderr


# --- migrate


def test_migrate_says_what_it_did(desk: Desk) -> None:
    assert desk.here("migrate").stdout.startswith("applied: 0001")
    assert desk.here("migrate").stdout == f"nothing to do, the schema is {migrate.newest()}\n"


def test_without_the_schema_commands_point_at_migrate(desk: Desk) -> None:
    told = desk.here("why", "x")
    assert told.exit_code == 1
    assert "run yexun migrate first" in told.stderr


def test_a_database_that_is_away_is_one_line(desk: Desk) -> None:
    desk.file("config.toml", '[database]\nurl = "postgresql+psycopg://nobody:x@127.0.0.1:9/none?connect_timeout=2"\n')
    for words in (("migrate",), ("why", "x")):
        told = desk.here(*words)
        assert told.exit_code == 1
        assert "the database cannot be used" in told.stderr
        assert len(told.stderr.splitlines()) == 1


# --- import


def test_import_keeps_a_file_and_tells_one_line(ready: Desk) -> None:
    plants = ready.file("企业.csv", "企业名称,类别,心情\n甲厂,生产、重大危险源,好\n乙站,加油站,\n")
    told = ready.here("import", "enterprises", plants)
    assert (told.exit_code, told.stdout) == (0, "企业：新增2，更新0，未变0\n")
    assert told.stderr == "表“企业”有不认得的列，未读：心情\n"
    people = ready.file("人员.csv", "姓名,角色,企业名称,渠道,用户ID\n张三,报送员,甲厂,console,zs\n")
    assert ready.here("import", "people", people).stdout == "人员：新增1，更新0，未变0\n"
    with ready.session() as session:
        assert session.exec(select(Enterprise.name).order_by(col(Enterprise.id))).all() == ["甲厂", "乙站"]


def test_import_keeps_nothing_of_a_file_with_a_fault(ready: Desk) -> None:
    ready.here("import", "enterprises", ready.file("企业.csv", "企业名称\n甲厂\n"))
    people = "姓名,角色,企业名称,渠道,用户ID\n张三,报送员,甲厂,console,zs\n李四,报送员,丙厂,fax,ls\n"
    told = ready.here("import", "people", ready.file("人员.csv", people))
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr.splitlines() == [
        "Error: 表“人员”第3行“企业名称”：没有登记“丙厂”，请先导入这家企业",
        "表“人员”第3行“渠道”：没有叫“fax”的渠道，配置里有：console",
    ]
    with ready.session() as session:
        assert session.exec(select(Person)).all() == []


def test_import_of_nothing_is_refused(ready: Desk) -> None:
    told = ready.here("import", "enterprises", ready.file("企业.csv", "企业名称\n"))
    assert told.exit_code == 1
    assert "no rows" in told.stderr


@pytest.mark.parametrize("kind", ["enterprises", "people", "groups", "rota", "calendar", "tips", "hazards"])
def test_import_writes_a_template_without_a_configuration(desk: Desk, kind: str) -> None:
    path = desk.folder / "empty.xlsx"
    assert desk.run("import", kind, "--template", str(path)).exit_code == 0
    book = load_workbook(path)
    assert len(book.sheetnames) == 2
    assert desk.run("import", kind, "--template", str(path)).exit_code == 1


# --- understand


def test_understand_answers_each_line_in_order(desk: Desk) -> None:
    lines = [
        {"id": "a", "text": "夜巡正常", "role": "enterprise", "context": "now=2026-03-15T00:30+08:00"},
        {"id": "b", "text": "谢谢", "role": "enterprise", "context": "now=2026-03-15T00:30+08:00"},
    ]
    told = desk.run("understand", told="\n".join(json.dumps(line, ensure_ascii=False) for line in lines))
    answers = [json.loads(line) for line in told.stdout.splitlines()]
    assert told.exit_code == 0
    assert [one["id"] for one in answers] == ["a", "b"]
    assert all(set(one) == {"id", "intent", "slots", "also", "ask", "why"} for one in answers)
    assert answers[0]["intent"] == "patrol_report"


@pytest.mark.parametrize(
    "line", ["{", "[]", "3", '{"id": "x", "context": ""}', '{"context": "now=yesterday"}', "\udcff"]
)
def test_understand_answers_what_it_cannot_read_and_says_so(desk: Desk, line: str) -> None:
    good = '{"id": "z", "text": "好", "context": "now=2026-03-15T00:30+08:00"}'
    result = CliRunner().invoke(cli, ["understand"], input=f"{line}\n{good}\n".encode(errors="surrogateescape"))
    answers = [json.loads(one) for one in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert len(answers) == 2
    assert answers[1]["id"] == "z"
    assert "the first is line 1" in result.stderr


def test_understand_knows_a_register(desk: Desk) -> None:
    known = desk.file("register.json", '[{"name": "舞阳县宏图化工有限公司", "short": ["宏图"]}]')
    line = json.dumps({"id": 1, "text": "宏图昨晚报了吗", "role": "officer", "context": CONTEXT})
    told = desk.run("understand", "--register", known, told=line)
    assert "舞阳县宏图化工有限公司" in told.stdout
    assert desk.run("understand", "--register", desk.file("register.json", "[3]"), told=line).exit_code == 1


# --- why


def test_why_tells_each_step(ready: Desk) -> None:
    with ready.session() as session:
        session.add(Person(name="李四", role="值班员"))
        session.flush()
        letter = Letter(
            "deadline:1:2026-03-14", "deadline", person_id=1, stale_at=NOW + timedelta(hours=5), text="请报"
        )
        outbox.post(session, letter, NOW)
        outbox.withdraw(session, letter.key, NOW + timedelta(minutes=3), "已报")
        session.commit()
    told = ready.here("why", "deadline:1:2026-03-14")
    assert told.stdout.splitlines() == [
        "2026-03-15 00:00:00  posted: deadline to 李四",
        "2026-03-15 05:00:00  pointless from here on",
        "2026-03-15 00:03:00  withdrawn after 0 attempts: 已报",
        "text:",
        "请报",
    ]
    missing = ready.here("why", "nothing:here")
    assert (missing.exit_code, missing.stderr) == (1, "Error: nothing of the key nothing:here was ever posted\n")


# --- completion, rehearse


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(desk: Desk, shell: str) -> None:
    assert "_YEXUN_COMPLETE" in desk.run("completion", shell).stdout


def test_rehearse_wants_an_end_after_its_beginning(desk: Desk) -> None:
    script = desk.file("night.jsonl", "")
    told = desk.here("rehearse", script, "--from", "2026-03-14T23:00", "--to", "2026-03-14T20:00+08:00")
    assert told.exit_code == 2
    assert desk.here("rehearse", script, "--from", "tonight", "--to", "2026-03-14T20:00+08:00").exit_code == 2


# --- doctor


def levels(desk: Desk, now: datetime = NOW) -> dict[str, str]:
    return {one.subject: one.level for one in doctor.findings(desk.config, now)}


def test_doctor_is_content_with_a_fresh_office(ready: Desk) -> None:
    told = ready.here("doctor")
    assert told.exit_code == 0
    subjects = [line.split(":")[0].split(maxsplit=1)[1] for line in told.stdout.splitlines()]
    looked_at = ["configuration", "database", "media", "contacts", "tip-offs", "clock", "calendar", "fonts"]
    assert subjects[:8] == looked_at
    assert subjects[8] == "channel console"


def test_doctor_tells_all_faults_of_a_configuration(desk: Desk) -> None:
    desk.file("config.toml", '[web]\nprot = 3\n[site]\ntimezone = "UTC"\n')
    told = desk.here("doctor")
    assert told.exit_code == 1
    assert told.stdout.count("red     configuration: ") == 2
    assert "2 of these are red" in told.stderr


def test_doctor_looks_at_the_database(desk: Desk) -> None:
    assert levels(desk)["database"] == "yellow"
    assert not (desk.folder / "var" / "yexun.db").exists(), "a doctor only looks"
    migrate.upgrade(desk.url)
    assert levels(desk)["database"] == "green"
    (desk.folder / "var" / "yexun.db").write_text("this is no database at all, and quite long enough to tell" * 20)
    assert levels(desk)["database"] == "red"


def test_doctor_looks_at_clock_and_calendar(ready: Desk) -> None:
    assert levels(ready, datetime(1970, 1, 1, tzinfo=UTC))["clock"] == "red"
    assert levels(ready, datetime(2090, 1, 1, tzinfo=UTC))["calendar"] == "red"


def test_doctor_sees_a_clock_that_went_back(ready: Desk) -> None:
    stored(ready, b"a picture")
    assert levels(ready)["database"] == "green"
    assert levels(ready, NOW - timedelta(hours=1))["database"] == "red"


def test_doctor_looks_at_room_and_rights(ready: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(ready.folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=5 * 1024**3))
    assert levels(ready)["media"] == "yellow"
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=1024))
    assert levels(ready)["media"] == "red"
    (ready.folder / "var" / "media").write_text("a file in the way")
    assert levels(ready)["media"] == "red"


# --- verify


def test_verify_holds_for_a_fresh_office(ready: Desk) -> None:
    ready.here("import", "enterprises", ready.file("企业.csv", "企业名称\n甲厂\n"))
    told = ready.here("verify")
    assert told.exit_code == 0
    assert told.stdout == "the audit chain holds, entries: 1\nthe media store holds, files: 0\n"


def test_verify_names_the_first_break_of_the_chain(ready: Desk) -> None:
    for name in ("甲厂", "乙厂", "丙厂"):
        ready.here("import", "enterprises", ready.file("企业.csv", f"企业名称\n{name}\n"))
    with ready.session() as session:
        entry = session.get_one(audit.Audit, 2)
        entry.actor = "somebody else"
        session.add(entry)
        session.commit()
    told = ready.here("verify")
    assert told.exit_code == 1
    assert "entry 2: its content was changed" in told.stderr


def stored(desk: Desk, content: bytes) -> Path:
    """A file in the media store that the ledger knows."""
    kept = Store(desk.folder / "var" / "media").keep_file(io.BytesIO(content))
    with desk.session() as session:
        message = Message(channel="console", msg_id=kept.sha256, kind="image", sent_at=NOW, received_at=NOW)
        session.add(message)
        session.flush()
        session.add(
            Attachment(
                message_id=db.row_id(message.id), kind="image", status="stored", sha256=kept.sha256, size=kept.size
            )
        )
        session.commit()
    return Store(desk.folder / "var" / "media").path(kept.sha256)


def test_verify_names_the_first_break_of_the_media_store(ready: Desk) -> None:
    whole, other = stored(ready, b"a picture"), stored(ready, b"another")
    assert "files: 2" in ready.here("verify").stdout
    content = whole.read_bytes()
    whole.write_bytes(b"forged")
    told = ready.here("verify")
    assert told.exit_code == 1
    assert f"breaks at {whole}: its content was changed" in told.stderr
    whole.write_bytes(content)
    other.unlink()
    assert f"breaks at {other.name}: the ledger names it" in ready.here("verify").stderr
