"""What every test may ask for: a scene, and the promise that nothing was logged as an error."""

import logging
from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest

from models import calendar
from models.people import Role
from tests.scene import Scene, scene, sqlite

pytest_plugins = ["tests.postgres"]

#: The evening of a Saturday; its duty night is 3月14日夜.
EVENING = calendar.at(date(2026, 3, 14), time(21, 0))
NIGHT = date(2026, 3, 14)


@pytest.fixture(autouse=True)
def published_days() -> Iterator[None]:
    """What an office says of its own days ends with its story."""
    yield
    calendar.adopt({})


@pytest.fixture(autouse=True)
def no_errors_logged(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A test fails when something was logged as an error, unless it is marked ``errors_expected``."""
    yield
    if request.node.get_closest_marker("errors_expected"):
        return
    found = [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert not found, [record.getMessage() for record in found]


@pytest.fixture
async def county(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Scene]:
    """Three enterprises, their people, a duty officer, a leader and an admin, on the evening of 3月14日.

    Stories of another day begin there with ``begins(day, wall)``, instead of playing all that lies between.
    """
    marked = request.node.get_closest_marker("begins")
    start = moment(marked.args[1], marked.args[0]) if marked else EVENING
    async with scene(sqlite(tmp_path), start) as made:
        await people_of_the_county(made)
        yield made


async def people_of_the_county(made: Scene) -> None:
    """The cast: 豫丰 (major hazard source), 宏达站, 瑞康 (major); a guard and a safety manager each."""
    await made.enterprise("河南豫丰化工有限公司", "豫丰化工、豫丰", major=True)
    await made.enterprise("宏达加油站", "宏达站、宏达", class_name="加油站")
    await made.enterprise("瑞康制药有限公司", "瑞康、瑞康制药", major=True)
    for plant, guard, safety in (
        ("河南豫丰化工有限公司", "张强", "李安"),
        ("宏达加油站", "王建国", "刘安"),
        ("瑞康制药有限公司", "陈夜", "周全"),
    ):
        await made.person(guard, Role.REPORTER, plant)
        await made.person(safety, Role.SAFETY, plant)
    await made.person("李明", Role.DUTY)
    await made.person("王强", Role.LEADER)
    await made.person("管理", Role.ADMIN)
    await made.group("夜巡群", "g1")


def moment(wall: str, day: date | None = None) -> datetime:
    """A local wall time of 15 March, or of another day."""
    return calendar.at(day or date(2026, 3, 15), calendar.clock(wall))
