"""A month of a good reporter: nothing is heard but receipts."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from models import calendar
from models.people import Role
from tests.scene import scene, sqlite

PLANT = "宏达加油站"
#: 清明 and five weekends lie within.
FIRST, DAYS = date(2026, 3, 16), 31


@pytest.mark.timeout(1200)
async def test_a_good_reporter_hears_nothing_but_receipts(tmp_path: Path) -> None:
    async with scene(sqlite(tmp_path), calendar.at(FIRST, calendar.clock("00:10"))) as made:
        await made.enterprise(PLANT, "宏达站", class_name="加油站")
        await made.person("王建国", Role.REPORTER, PLANT)
        await made.person("刘安", Role.SAFETY, PLANT)
        await made.person("钱总", Role.PRINCIPAL, PLANT)
        await made.person("赵静", Role.SUPERVISOR)
        for day in (FIRST + timedelta(days=ahead) for ahead in range(DAYS)):
            await made.clock.to("00:31", day)
            await made.says("王建国", "罐区、加油区都巡查了，无隐患", media="video")
            await made.clock.forward(minutes=1)
            [receipt] = made.heard("王建国")
            assert receipt.startswith("已报 00:31｜")
            await made.clock.to("23:59", day)
            assert [one for one in made.heard() if not one.startswith("赵静: 夜巡按时")] == [], "pages are the bureau's"
