"""`yexun create-group` and `yexun recall` over the real platform double."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pytest_aiohttp.plugin import AiohttpServer
from sqlmodel import Session, select

from bot import migrate
from bot.__main__ import cli
from models import outbox
from models.outbox import Letter, Outgoing, OutgoingStatus
from models.people import Binding, Enterprise, Group, GroupEnterprise, Person, Role
from tests import laid
from tests.platform.demo_corp import SECRET
from tests.platform.vectors import APP_VIDEO
from tests.platform.wecom import WeCom

WHO = (
    ("李明", "liming", Role.DUTY, None),
    ("王建国", "wangjianguo", Role.SAFETY, 1),
    ("陈夜", "chenye", Role.SAFETY, 2),
)


class Desk:
    """A configuration with an app, its database and its platform."""

    def __init__(self, folder: Path, url: str, platform: WeCom) -> None:
        self.platform = platform
        self.config = folder / "config.toml"
        self.config.write_text(
            f'[[channels]]\nname = "app"\nkind = "wecom_app"\ncorp_id = "{APP_VIDEO.receiver}"\nagent_id = 1000002\n'
            f'secret = "{SECRET}"\ntoken = "{APP_VIDEO.token}"\naes_key = "{APP_VIDEO.aes_key}"\napi_url = "{url}"\n',
            "utf-8",
        )
        self.engine = laid.engine(f"sqlite:///{folder / 'var' / 'yexun.db'}")

    async def run(self, *words: str) -> Result:
        """A command, beside the loop in which the platform answers."""
        result = await asyncio.to_thread(CliRunner().invoke, cli, [*words, "--config", str(self.config)])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result


@pytest.fixture
async def desk(tmp_path: Path, aiohttp_server: AiohttpServer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    monkeypatch.setattr(migrate, "pending", lambda _: False)  # the tables are laid from the models
    platform = WeCom(members=("liming", "wangjianguo", "chenye"))
    server = await aiohttp_server(platform.app())
    made = Desk(tmp_path, f"http://127.0.0.1:{server.port}", platform)
    with Session(made.engine) as session:
        now = datetime.now(UTC)
        session.add_all(Enterprise(id=number, name=f"企业{number}", registered_at=now) for number in (1, 2))
        session.flush()
        for name, user, role, plant in WHO:
            person = Person(name=name, role=role, enterprise_id=plant)
            session.add(person)
            session.flush()
            session.add(Binding(channel="app", user_id=user, person_id=person.id or 0, bound_at=now))
        session.add(Person(name="刘安", role=Role.SAFETY, enterprise_id=1))
        session.add(Group(id=1, name="夜巡群", channel="app", chat="夜巡群"))
        session.flush()
        session.add(GroupEnterprise(group_id=1, enterprise_id=1))
        session.commit()
    yield made
    made.engine.dispose()


async def test_a_group_of_the_sheet_is_made_once_of_those_who_belong_into_it(desk: Desk) -> None:
    result = await desk.run("create-group", "夜巡群")
    assert result.exit_code == 0, result.output
    [made] = desk.platform.appchats.chats.values()
    assert (made.name, made.owner, made.members) == ("夜巡群", "liming", ("liming", "wangjianguo"))
    assert f"2 members, 群ID {made.chat}" in result.output
    assert "without an account on app: 刘安" in result.output
    with Session(desk.engine) as session:
        assert session.get_one(Group, 1).chat == made.chat
    again = await desk.run("create-group", "夜巡群")
    assert again.exit_code == 1
    assert "there already" in again.output
    assert desk.platform.faults == []


async def test_what_cannot_be_made_is_told(desk: Desk) -> None:
    assert "yexun import groups" in (await desk.run("create-group", "别的群")).output
    assert (
        "陈夜 has no account there, or does not belong"
        in (await desk.run("create-group", "夜巡群", "--owner", "陈夜")).output
    )
    desk.platform.trouble.add("appchat/create", code=60020)
    refused = await desk.run("create-group", "夜巡群")
    assert refused.exit_code == 1
    assert "the platform makes no group" in refused.output
    with Session(desk.engine) as session:
        assert session.get_one(Group, 1).chat == "夜巡群"


async def test_what_was_said_in_error_is_taken_back(desk: Desk) -> None:
    now = datetime.now(UTC)
    with Session(desk.engine) as session:
        for number, (name, user, _, _) in enumerate(WHO, 1):
            outbox.post(session, Letter(f"notice:7:{number}", "note", {}, number, text=name), now)
            letter = session.exec(select(Outgoing).where(Outgoing.key == f"notice:7:{number}")).one()
            letter.status, letter.settled_at, letter.channel, letter.to_user = OutgoingStatus.SENT, now, "app", user
            letter.platform_id = "" if number == 3 else f"msg{number}"
            desk.platform._sent_at[f"msg{number}"] = now.timestamp()
            session.add(letter)
        session.commit()
    result = await desk.run("recall", "notice:7:*")
    assert desk.platform.recalled == ["msg1", "msg2"]
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert lines == [
        "notice:7:1: taken back",
        "notice:7:2: taken back",
        "notice:7:3: stays, app takes nothing back",
    ]
    assert "nothing of the key nothing" in (await desk.run("recall", "nothing")).output
    old = now - timedelta(days=2)
    with Session(desk.engine) as session:
        for letter in session.exec(select(Outgoing)):
            letter.settled_at = old
            session.add(letter)
        session.commit()
    assert "24 hours" in (await desk.run("recall", "notice:7:3")).output
