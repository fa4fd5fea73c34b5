"""`yexun teach`: the office's own words from the terminal; a running server knows them with the next message."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlmodel import Session, select

from bot import migrate
from bot.__main__ import cli
from bot.handling import Names
from handlers.understand import Context, Register, understand
from models import audit, db
from models.inbox import Message
from models.people import Enterprise, Person
from models.unclear import Unclear
from tests import laid

NOW = datetime.now(UTC)


class Desk:
    """A folder with a configuration and a database, and the command line in it."""

    def __init__(self, folder: Path) -> None:
        self.config = folder / "config.toml"
        self.config.write_text('[[channels]]\nname = "console"\nkind = "console"\n', "utf-8")
        url = f"sqlite:///{folder / 'var' / 'yexun.db'}"
        self.engine = laid.engine(url)

    def teach(self, *words: str) -> Result:
        result = CliRunner().invoke(cli, ["teach", *words, "--config", str(self.config)])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def hears(self, text: str, place: int = 1) -> None:
        with Session(self.engine) as session:
            moment = NOW - timedelta(minutes=place)
            row = Message(channel="console", msg_id=f"m{place}", kind="text", sender="qian", text=text)
            row.sent_at = row.received_at = moment
            session.add(row)
            session.commit()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(migrate, "pending", lambda engine: [])
    made = Desk(tmp_path)
    with Session(made.engine) as session:
        session.add(Enterprise(name="瑞康制药有限公司", shorts="瑞康", registered_at=NOW))
        session.commit()
    return made


def test_what_is_taught_is_known_to_a_running_server_and_stands_in_the_chain(desk: Desk) -> None:
    running = Names(Register.build([]))
    with Session(desk.engine) as session:
        assert running.fresh(session).find("老瑞") == []
    for words in (("short", "瑞康制药有限公司", "老瑞"), ("place", "老虎嘴"), ("phrase", "打了个照面", "巡查")):
        told = desk.teach(*words)
        assert told.exit_code == 0, told.stderr
        assert "read otherwise: 0 of the last 0 messages" in told.stdout

    with Session(desk.engine) as session:
        register = running.fresh(session)
        [match] = register.find("老瑞")
        assert match.candidates == ("瑞康制药有限公司",)
        reading = understand("打了个照面，一切正常", Context(now=NOW, register=register))
        assert [act.intent for act in reading.acts] == ["patrol_report"]
        assert reading.acts[0].why[0] == "“打了个照面”：本局教的，即“巡查”"
        assert audit.verify(session) == (3, None)
        assert {one.actor for one in session.exec(select(audit.Audit))} == {"admin on the command line"}

    listed = desk.teach("list").stdout
    assert "phrase  打了个照面 = 巡查  (admin on the command line)" in listed
    assert desk.teach("forget", "打了个照面").stdout == "forgotten: 打了个照面\n"
    assert "打了个照面" not in desk.teach("list").stdout
    with Session(desk.engine) as session:
        assert running.fresh(session).own.phrases == {}


def test_what_would_change_many_messages_is_shown_and_wants_yes(desk: Desk) -> None:
    for place in range(1, 6):
        desk.hears("打了个照面", place)
    told = desk.teach("phrase", "打了个照面", "巡查")
    assert told.exit_code == 1
    assert told.stdout.count("“打了个照面”：闲聊，没有要记的→夜巡") == 5
    assert "read otherwise: 5 of the last 5 messages" in told.stdout
    assert "nothing was taught" in told.stderr
    assert desk.teach("list").stdout == ""
    assert desk.teach("phrase", "打了个照面", "巡查", "--yes").exit_code == 0


@pytest.mark.parametrize(
    "words, fault",
    [
        (("phrase", "打了个照面", "哔哩吧啦"), "也不懂"),
        (("phrase", "火器", "巡查"), "的一部分"),
        (("short", "没有这家", "老瑞"), "没找到“没有这家”"),
        (("place", "罐区"), "本来就懂"),
        (("forget", "打了个照面"), "没教过"),
    ],
)
def test_what_cannot_be_taught_is_one_line(desk: Desk, words: tuple[str, ...], fault: str) -> None:
    told = desk.teach(*words)
    assert told.exit_code == 1
    assert fault in told.stderr
    assert len(told.stderr.splitlines()) == 1


def test_what_was_not_clear_is_listed_with_what_was_understood(desk: Desk) -> None:
    desk.hears("打了个照面", 1)
    desk.hears("很久以前", 2)
    with Session(desk.engine) as session:
        session.add(Person(name="钱小满", role="报送员", enterprise_id=1))
        session.flush()
        one, old = session.exec(select(Message).order_by(Message.id)).all()  # type: ignore[arg-type]
        session.add(
            Unclear(
                message_id=db.row_id(one.id),
                person_id=1,
                enterprise_id=1,
                doubt="unread",
                understood="没听懂",
                asked_at=NOW,
            )
        )
        session.add(Unclear(message_id=db.row_id(old.id), doubt="unread", asked_at=NOW - timedelta(days=30)))
        session.commit()
    lines = desk.teach("unclear", "--days", "7").stdout.splitlines()
    assert lines[0].endswith("asked     瑞康 钱小满: 打了个照面  [没听懂]")
    assert lines[1:] == ["unclear or corrected in 7 days: 1"]
