"""The same night on PostgreSQL, with two offices at work on it."""

import pytest

from models.obligations import DueStatus
from tests.conftest import NIGHT, moment, people_of_the_county
from tests.scene import scene

pytestmark = pytest.mark.postgres


async def test_a_night_on_postgresql(postgres_url: str) -> None:
    async with scene(postgres_url, moment("23:50", NIGHT)) as county:
        await people_of_the_county(county)
        await county.clock.to("00:31")
        await county.says("张强", "罐区、泵房都巡查了，无隐患", media=["video", "image"])
        await county.says("李明", "今晚报了多少")
        await county.clock.forward(minutes=1)
        heard = county.heard()
        assert "张强: 已报 00:31｜3月14日夜夜巡\n豫丰化工 视频1 照片1，罐区、泵房，无隐患\n写错了就回：更正" in heard
        await county.clock.to("06:40")
        assert [line for line in county.heard() if line.startswith("李明: 应报3：已报1 未报2")]
        state = await county.night(NIGHT)
        assert (state.count(DueStatus.REPORTED), state.count(DueStatus.MISSED)) == (1, 2)


async def test_two_offices_on_one_postgresql_do_everything_once(postgres_url: str) -> None:
    async with scene(postgres_url, moment("23:50", NIGHT)) as one:
        await people_of_the_county(one)
        async with scene(postgres_url, moment("23:50", NIGHT)) as two:
            one.strict = two.strict = False
            await one.play.step()
            for wall in ("00:05", "03:30", "06:00", "06:30", "06:40"):
                one.play.clock.put(moment(wall))
                two.play.clock.put(moment(wall))
                await one.play.step()
                await two.play.step()
            said = [(heard.to, heard.text) for heard in [*one.channel.said, *two.channel.said]]
            assert sorted(to for to, _ in said) == sorted(["张强", "王建国", "陈夜", "李明", "李安", "刘安", "周全"])
