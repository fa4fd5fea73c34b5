"""`yexun rehearse`: the same script gives the same output, byte for byte, and the database stays as it was."""

import hashlib
import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from bot import rehearse
from bot.config import Config, parse
from bot.demo.county import CHANNEL, county
from bot.demo.neighbours import script
from bot.demo.stage import settle_in
from models import calendar, db, outbox
from models.errors import Refused
from models.outbox import Letter, Priority
from tests import laid

FIRST = date(2026, 3, 17)
START = calendar.at(FIRST, calendar.clock("23:40"))
END = calendar.at(FIRST + timedelta(days=1), calendar.clock("09:30"))


@pytest.fixture
def config(tmp_path: Path) -> Config:
    made = parse({"channels": [{"name": CHANNEL, "kind": "console"}]}, tmp_path)
    laid.migrated(made.database.url)
    engine = db.make_engine(made.database.url)
    with Session(engine) as session:
        settle_in(session, county(FIRST), START - timedelta(days=60))
        session.commit()
    engine.dispose()
    return made


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "night.jsonl"
    rows = (json.dumps(line.row(), ensure_ascii=False) for line in script(county(FIRST), FIRST, 1))
    path.write_text("\n".join(rows), "utf-8")
    return path


def rehearsed(path: Path, config: Config) -> str:
    out = io.StringIO()
    rehearse.run(path, START, END, config, out)
    return out.getvalue()


def test_a_night_is_rehearsed_the_same_every_time_and_leaves_nothing(config: Config, lines: Path) -> None:
    database = Path(config.database.url.removeprefix("sqlite:///"))
    before = hashlib.sha256(database.read_bytes()).hexdigest()
    first, second = rehearsed(lines, config), rehearsed(lines, config)
    assert first == second
    assert hashlib.sha256(database.read_bytes()).hexdigest() == before
    said = [json.loads(line) for line in first.splitlines()]
    assert [one["at"] for one in said] == sorted(one["at"] for one in said)
    assert set(said[0]) == {"at", "channel", "chat", "to", "kind", "text", "key", "why"}
    kinds = {one["why"].partition(";")[0].partition(" ")[0] for one in said}
    assert {"receipt.report", "patrol.missing", "patrol.missed", "morning.duty", "morning.leader"} <= kinds
    [morning] = [one for one in said if one["why"] == "morning.duty"]
    assert morning["at"] == "2026-03-18T06:30:00+08:00"
    assert "@" not in first
    _nobody_who_reported_is_prompted_and_nobody_twice_for_one_step(said)


def _nobody_who_reported_is_prompted_and_nobody_twice_for_one_step(said: list[dict[str, str]]) -> None:
    assert len({one["key"] for one in said}) == len(said)
    reported_by = {one["to"] for one in said if one["why"] == "receipt.report" and one["at"] < "2026-03-18T03:29"}
    prompted = {one["to"] for one in said if one["why"].startswith("patrol.missing step ")}
    assert prompted
    assert not {user for user in prompted & reported_by if _in_time(said, user)}


def _in_time(said: list[dict[str, str]], user: str) -> bool:
    return any(one["to"] == user and one["text"].startswith("已报") and one["at"] < "2026-03-18T03:29" for one in said)


@pytest.mark.parametrize(
    "line, told",
    [
        ('{"at": "2026-03-18T00:10"}', "no offset"),
        ('{"at": "2026-03-18T00:10+08:00", "channel": "sms", "from": "a"}', "there is no channel 'sms'"),
        ('{"at": "2026-03-18T00:10+08:00"}', "'from' is missing"),
        ("not json", "line 1"),
        ('{"at": "2026-03-19T00:10+08:00", "from": "a"}', "outside of --from and --to"),
        ('{"at": "2026-03-18T00:10+08:00", "from": "a", "media": ["gone.mp4"]}', "gone.mp4, which is not there"),
    ],
)
def test_a_wrong_line_is_one_sentence(config: Config, tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "wrong.jsonl"
    path.write_text(line, "utf-8")
    with pytest.raises(Refused, match=told):
        rehearsed(path, config)


def test_what_a_robot_would_say_is_printed_and_its_limit_holds(tmp_path: Path) -> None:
    robots = [{"chat": "夜巡一群", "key": "key-1"}]
    config = parse({"channels": [{"name": "robots", "kind": "wecom_robot", "robots": robots}]}, tmp_path)
    laid.migrated(config.database.url)
    engine = db.make_engine(config.database.url)
    with Session(engine) as session:
        for number in range(20):
            to = Letter(
                f"note:{number}", "note", channel="robots", chat="夜巡一群", priority=Priority.RECEIPT, text="收到"
            )
            outbox.post(session, to, START)
        session.commit()
    engine.dispose()
    (tmp_path / "nothing.jsonl").write_text("", "utf-8")
    said = [json.loads(line) for line in rehearsed(tmp_path / "nothing.jsonl", config).splitlines()]
    assert {(one["channel"], one["chat"], one["to"], one["text"]) for one in said} == {
        ("robots", "夜巡一群", None, "收到")
    }
    assert len(said) == 20
    assert [one["at"][11:16] for one in said] == ["23:40"] * 16 + ["23:41"] * 4
