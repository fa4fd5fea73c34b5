"""The limit of a robot lies in the rows: two processes at once, and one that begins anew, never go beyond it."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from pytest_aiohttp.plugin import AiohttpServer
from sqlmodel import Session, select

from models import db, outbox
from models.outbox import Letter, Outgoing, Priority
from tests import laid
from tests.channels.robot_process import GROUP, KEY
from tests.platform.demo_corp import NOW, Watch
from tests.platform.wecom import WeCom

pytestmark = [pytest.mark.process, pytest.mark.timeout(600)]
ROOT = Path(__file__).parent.parent.parent


async def processes(count: int, *words: str) -> None:
    """So many of them side by side, to their ends."""
    script = (sys.executable, "-m", "tests.channels.robot_process", *words)
    started = [await asyncio.create_subprocess_exec(*script, cwd=ROOT) for _ in range(count)]
    assert [await one.wait() for one in started] == [0] * count


def post(database: str, texts: Sequence[str], priority: Priority) -> None:
    engine = db.make_engine(database, writes=True)
    with Session(engine) as session:
        for text in texts:
            to = Letter(text, "note", channel="robots", chat=GROUP, text=text, priority=priority)
            outbox.post(session, to, NOW)
        session.commit()
    engine.dispose()


async def test_two_processes_and_a_restart_stay_within_one_limit(tmp_path: Path, aiohttp_server: AiohttpServer) -> None:
    database = f"sqlite:///{tmp_path / 'yexun.db'}"
    laid.migrated(database)
    platform = WeCom(clock=Watch())
    robot = platform.robots.add(KEY)
    url = str((await aiohttp_server(platform.app())).make_url("/")).rstrip("/")
    post(database, [f"{number} 夜巡已收" for number in range(30)], Priority.RECEIPT)
    await processes(2, database, url, NOW.isoformat())
    assert len(robot.posted) == 16  # of the twenty of a minute four are for emergencies

    post(database, [f"{number} 险情" for number in range(9)], Priority.EMERGENCY)
    await processes(1, database, url, NOW.isoformat())  # it begins anew, and knows nothing but the rows
    assert [one.content for one in robot.posted[16:]] == [f"{number} 险情" for number in range(4)]
    assert robot.blocked_until == 0.0  # the platform never had to say no
    engine = db.make_engine(database, writes=False)
    with Session(engine) as session:
        letters = session.exec(select(Outgoing)).all()
        said = {one.text for one in letters if one.status == "sent"}
        assert said == {one.content for one in robot.posted}
        assert {one.reason for one in letters if one.status == "pending"} == {"paced"}
    engine.dispose()
