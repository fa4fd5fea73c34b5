"""A real `yexun serve` in a process of its own, beside a platform of our own, to be stopped or killed."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import TypeVar

import aiohttp
from sqlmodel import Session

from models import db
from models.people import Binding, Enterprise, Person, Role
from tests import laid
from tests.platform.callback import Caller
from tests.platform.vectors import APP_VIDEO

T = TypeVar("T")
ROOT = Path(__file__).parent.parent.parent
CONFIG = """
[site]
name = "测试值班室"
duty_phone = "0000-7100000"
[database]
url = "sqlite:///yexun.db"
[media]
url = "file:media"
[web]
port = {port}
[[channels]]
name = "app"
kind = "wecom_app"
corp_id = "{corp}"
agent_id = "1000002"
secret = "secret-of-the-app"
token = "{token}"
aes_key = "{key}"
api_url = "{api}"
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def until(what: Callable[[], Awaitable[T | None]], seconds: float = 180) -> T:
    """Waits for something to be so, with a deadline."""
    deadline = monotonic() + seconds
    while monotonic() < deadline:
        found = await what()
        if found:
            return found
        await asyncio.sleep(0.05)
    raise AssertionError(f"it never came to be within {seconds} s")


class Serving:
    """One service on a folder of its own; ``users`` are guards of one enterprise."""

    def __init__(self, folder: Path, api: str, users: list[str], name: str = "config") -> None:
        self.folder = folder
        self.port = free_port()
        self.process: Process | None = None
        self._config = folder / f"{name}.toml"
        text = CONFIG.format(
            port=self.port, corp=APP_VIDEO.receiver, token=APP_VIDEO.token, key=APP_VIDEO.aes_key, api=api
        )
        self._config.write_text(text, "utf-8")
        laid.migrated(self.database)
        if users:
            self._people(users)

    @property
    def database(self) -> str:
        return f"sqlite:///{self.folder / 'yexun.db'}"

    @property
    def caller(self) -> Caller:
        return Caller(f"http://127.0.0.1:{self.port}/callback/app", APP_VIDEO.token, corp_id=APP_VIDEO.receiver)

    def _people(self, users: list[str]) -> None:
        now = datetime.now(UTC) - timedelta(days=60)
        engine = db.make_engine(self.database)
        with Session(engine) as session:
            plant = Enterprise(name="宏达加油站", shorts="宏达站", class_name="加油站", registered_at=now)
            session.add(plant)
            session.flush()
            for user in users:
                person = Person(name=user, role=Role.REPORTER, enterprise_id=plant.id, phone="13800138000")
                session.add(person)
                session.flush()
                session.add(Binding(channel="app", user_id=user, person_id=person.id or 0, bound_at=now))
            session.commit()
        engine.dispose()

    async def start(self) -> None:
        """Starts it and waits until it answers."""
        log = (self.folder / "serve.log").open("ab")
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "serve",
            "--config",
            str(self._config),
            cwd=ROOT,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=log,
            stderr=log,
        )
        log.close()
        await until(self.health)

    async def health(self) -> dict[str, object] | None:
        """What /healthz says; None when nobody answers."""
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.get(f"http://127.0.0.1:{self.port}/healthz", timeout=aiohttp.ClientTimeout(5)) as answer,
            ):
                told: dict[str, object] = await answer.json()
                return told
        except (aiohttp.ClientError, TimeoutError, OSError):
            return None

    async def kill(self) -> None:
        """SIGKILL: it has no time to say anything."""
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()

    async def stop(self) -> float:
        """SIGTERM; how many seconds it took to end."""
        assert self.process
        if self.process.returncode is not None:
            return 0.0
        began = monotonic()
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(90):
            await self.process.wait()
        return monotonic() - began

    @property
    def log(self) -> str:
        return (self.folder / "serve.log").read_text("utf-8")

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        """Rows of its database, read from outside."""
        engine = db.make_engine(self.database, writes=False)
        try:
            with engine.connect() as connection:
                return [tuple(row) for row in connection.exec_driver_sql(statement)]
        finally:
            engine.dispose()
