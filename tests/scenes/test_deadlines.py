"""Deadlines: who hears what and when, exactly so often; what is fixed or waits for the bureau is not said."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from models import calendar, db, hazards, lifecycle, people, trail
from models.calendar import Rhythm
from models.hazards import Draft, Extension, ExtensionStatus, Hazard, Level, Source
from models.lifecycle import By, Move
from models.outbox import Outgoing
from models.people import Role
from scheduler import jobs
from scheduler.jobs import Job
from tests.scene import Scene, scene, sqlite

BOT = By("test")
PLANT, STATION = "河南豫丰化工有限公司", "宏达加油站"
#: A Monday; no holiday until 4 April.
MONDAY = date(2026, 3, 16)


@pytest.fixture
def only_deadlines(monkeypatch: pytest.MonkeyPatch) -> None:
    """No other job runs, so that months go by quickly."""
    whole = jobs.table

    def some(rhythms: Sequence[Rhythm]) -> tuple[Job, ...]:
        return tuple(job for job in whole(rhythms) if job.name.startswith("deadlines"))

    monkeypatch.setattr(jobs, "table", some)


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Scene]:
    """Two enterprises whose nights are not asked for, so that only what hangs on deadlines is heard."""
    async with scene(sqlite(tmp_path), calendar.at(date(2026, 3, 12), calendar.clock("08:00"))) as made:
        await made.enterprise(PLANT, "豫丰化工", class_name="无储存经营", grid="园区")
        await made.enterprise(STATION, "宏达站", class_name="无储存经营", grid="园区")
        await made.person("张强", Role.REPORTER, PLANT)
        await made.person("李安", Role.SAFETY, PLANT)
        await made.person("钱总", Role.PRINCIPAL, PLANT)
        await made.person("王建国", Role.REPORTER, STATION)
        await made.person("刘安", Role.SAFETY, STATION)
        await made.person("赵静", Role.SUPERVISOR, user="-", phone="13800138001")
        yield made


async def hazard(scene: Scene, plant: str = PLANT, **given: Any) -> str:
    """Puts a hazard into the ledger, complete, as of so many days ago; its number."""

    def put(session: Session) -> str:
        found = people.by_name(session, plant)
        assert found
        then = scene.clock.now - timedelta(days=given.pop("days", 20))
        values = {
            "source": Source.DEPARTMENT,
            "item": "灭火器过期",
            "place": "三车间",
            "measures": "换新",
            "responsible": "李安",
            **given,
        }
        one = hazards.enter(
            session, Draft(enterprise_id=db.row_id(found.id), found_at=then, received_at=then, **values), scene.clock.now
        )
        lifecycle.move(session, one, Move.COMPLETE, BOT, scene.clock.now)
        return one.number

    return await scene.work.write(put)


async def moved(scene: Scene, number: str, *moves: Move) -> None:
    """What a hazard goes through meanwhile."""

    def go(session: Session) -> None:
        one = hazards.by_number(session, number)
        assert one
        for move in moves:
            lifecycle.move(session, one, move, BOT, scene.clock.now)

    await scene.work.write(go)


async def days(scene: Scene, count: int) -> list[tuple[str, str, str]]:
    """What is heard over so many days: when, by whom, the first line."""
    before = len(scene.channel.said)
    await scene.clock.forward(days=count)
    scene.heard()
    return [
        (f"{calendar.local(one.at):%m-%d %H:%M}", one.to, one.text.split("\n")[0])
        for one in scene.channel.said[before:]
    ]


async def test_a_deadline_comes_near_ends_and_is_fixed(works: Scene) -> None:
    await hazard(works, deadline=date(2026, 3, 20))
    heard = await days(works, 8)
    assert heard == [
        ("03-17 09:00", "李安", "1条快到期｜豫丰化工"),
        ("03-19 09:00", "李安", "1条快到期｜豫丰化工"),
    ]
    await works.clock.to("09:00", date(2026, 3, 20))
    assert works.heard("李安") == [
        "今天到期1条｜0001 三车间灭火器过期\n改好：发照片，写“0001改好了”\n"
        "来不及：写“0001延期”，加原因、新日期、临时防护"
    ]
    await works.clock.to("15:00")
    assert works.heard("李安") == [
        "还有1条今天到期｜0001 三车间灭火器过期\n改好：发照片，写“0001改好了”\n"
        "来不及：写“0001延期”，加原因、新日期、临时防护"
    ]
    await moved(works, "YH-2026-0001", Move.RECTIFY)
    assert await days(works, 60) == []


@pytest.mark.usefixtures("only_deadlines")
@pytest.mark.parametrize(
    "deadline, told",
    [
        # a Thursday: the days 1, 3, 5, 12, 19 and 26, of which the third is a Sunday
        (date(2026, 3, 12), ["03-13", "03-16", "03-17", "03-24", "03-31", "04-07"]),
        # a Friday: the days 1 and 3 are one message on Monday, so a week more is said
        (date(2026, 3, 13), ["03-16", "03-18", "03-25", "04-01", "04-08", "04-15"]),
        # the days 1 to 5 lie within the holiday around 1 October
        (date(2026, 9, 30), ["10-08", "10-12", "10-19", "10-26", "11-02", "11-09"]),
    ],
)
async def test_an_overdue_one_is_heard_of_exactly_six_times(works: Scene, deadline: date, told: list[str]) -> None:
    await works.clock.to("17:00", deadline)
    works.heard()
    await hazard(works, deadline=deadline)
    heard = await days(works, 100)
    assert [when for when, who, _ in heard if who == "李安"] == [f"{day} 09:00" for day in told]
    assert len([one for one in heard if one[1] == "钱总"]) == 1
    assert {who for _, who, _ in heard} == {"李安", "钱总"}
