"""What is asked of the ledger by message: one hazard, lists, what falls due, what one has to do; never in a group."""

from collections.abc import Callable
from datetime import date, datetime

from sqlmodel import Session

from models import calendar
from models.hazards import Hazard, Level, PictureStage, Source
from models.people import Role
from tests import rows
from tests.conftest import moment
from tests.scene import Scene

YUFENG, HONGDA, RUIKANG = "河南豫丰化工有限公司", "宏达加油站", "瑞康制药有限公司"
#: A Monday.
DAY = date(2026, 3, 16)


async def ask(county: Scene, who: str, text: str, **more: object) -> list[str]:
    await county.says(who, text, **more)  # type: ignore[arg-type]
    await county.clock.forward(seconds=2)
    return county.heard(who)


async def put(county: Scene, write: Callable[[Session, datetime], object]) -> None:
    await county.work.write(lambda session: write(session, county.clock.now))


def one(session: Session, now: datetime) -> Hazard:
    return rows.hazard(
        session,
        YUFENG,
        "灭火器过期",
        now,
        place="三车间",
        deadline=date(2026, 3, 17),
        found_at=moment("00:40"),
        measures="更换新灭火器",
    )


async def monday(county: Scene, wall: str = "10:10") -> None:
    await county.clock.to(wall, DAY)
    county.heard()


async def test_one_hazard(county: Scene) -> None:
    await monday(county)
    await put(county, one)
    assert await ask(county, "李明", "0001什么情况") == [
        "整改中，17日到期｜YH-2026-0001\n"
        "豫丰化工 三车间 灭火器过期，一般，夜巡发现\n"
        "责任人张强，更换新灭火器\n"
        "最近：16日10:10交办"
    ]
    assert await ask(county, "李安", "0001什么情况") == [
        "整改中，17日到期｜0001\n豫丰化工 三车间 灭火器过期，一般，夜巡发现\n责任人张强，更换新灭火器\n最近：16日10:10交办"
    ]
