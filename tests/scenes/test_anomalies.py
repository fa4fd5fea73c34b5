"""Anomalies: noted, told once, listed, closed by a word; and what is an incident although it speaks of a drill."""

import pytest
from sqlmodel import select

from models.incidents import Incident, IncidentStatus
from tests.scene import Scene

CUT = "停电了，正在启动发电机"


async def cut(county: Scene) -> None:
    """01:20: the power of a filling station goes."""
    await county.clock.to("01:20")
    await county.says("王建国", CUT)
    assert county.heard() == [
        "王建国: 已记下 01:20｜宏达站 停电\n有险情先打119、120，再打0000-7100000",
        f"李明: 【异常】01:20 宏达站停电，未核实\n原话：“{CUT}”\n报告人 王建国 13800138000",
    ]


async def state(county: Scene) -> list[str]:
    return await county.work.read(
        lambda session: [str(one.status) for one in session.exec(select(Incident).order_by("id"))]  # type: ignore[arg-type]
    )


async def test_it_is_listed_until_an_officer_closes_it(county: Scene) -> None:
    await cut(county)
    await county.says("李明", "看异常")
    assert county.heard("李明") == [
        "异常1条没结束，近7天\n1 3月15日1:20 宏达站停电 报告人 王建国 13800138000\n处理完写：异常1已处理"
    ]
    await county.says("李明", "异常1已处理")
    assert county.heard("李明") == ["已记01:20恢复｜宏达站停电"]
    await county.says("李明", "有哪些异常")
    assert county.heard("李明") == ["没有未结束的异常，近7天"]
    await county.says("李明", "异常1已处理")
    assert county.heard("李明") == ["没有未结束的异常1，写“看异常”看编号"]
    assert await state(county) == [IncidentStatus.CLOSED]


async def test_the_enterprise_closes_its_own_by_a_word(county: Scene) -> None:
    await cut(county)
    await county.clock.to("02:10")
    county.heard()
    await county.says("王建国", "还没来电")
    county.heard()
    assert await state(county) == [IncidentStatus.NOTED]
    await county.says("张强", "来电了")
    county.heard()
    assert await state(county) == [IncidentStatus.NOTED]  # theirs is another plant
    await county.says("王建国", "来电了")
    assert county.heard("王建国") == ["已记02:10恢复｜宏达站停电"]
    assert await state(county) == [IncidentStatus.CLOSED]


async def test_what_comes_back_is_told_again_and_what_goes_on_is_not(county: Scene) -> None:
    await cut(county)
    await county.clock.to("01:40")
    await county.says("王建国", "停电了，发电机没起来")
    assert [line.split(":")[0] for line in county.heard()] == ["王建国"]
    await county.says("王建国", "来电了")
    county.heard()
    await county.clock.to("01:50")
    await county.says("王建国", "又停电了")
    county.heard()
    assert await state(county) == [IncidentStatus.CLOSED, IncidentStatus.NOTED]


async def test_of_several_the_list_says_which(county: Scene) -> None:
    await cut(county)
    await county.says("张强", "氨压机跳车，已停车处理")
    county.heard()
    await county.says("李明", "异常已处理")
    assert county.heard("李明")[0].startswith("异常2条没结束，近7天\n2 3月15日1:20 豫丰化工停车")
    assert await state(county) == [IncidentStatus.NOTED, IncidentStatus.NOTED]


async def test_nobody_else_sees_or_closes_them(county: Scene) -> None:
    await cut(county)
    for words in ("看异常", "异常1已处理"):
        await county.says("张强", words)
        assert not [line for line in county.heard() if "宏达" in line]
    assert await state(county) == [IncidentStatus.NOTED]


@pytest.mark.parametrize(
    "words",
    ["不是演练，充装间泄漏了", "演练时1人从罐顶摔下来，骨折了，快叫救护车", "消防演练中2人中毒晕倒，真的不是演习"],
)
async def test_words_of_a_drill_with_people_hurt_are_an_incident(county: Scene, words: str) -> None:
    await county.clock.to("10:00")
    county.heard()
    await county.says("陈夜", words)
    assert [line for line in county.heard() if line.startswith("李明: 【突发】")]


@pytest.mark.parametrize(
    "words",
    [
        "今天组织火灾应急演练，参加30人",
        "演练：模拟2人中毒，已救出",
        "演练结束，无人员受伤",
        "今天演练，模拟液氨泄漏，假设1人受伤",
        "应急演练，参演20人，模拟伤员2人送医",
    ],
)
async def test_a_drill_alone_raises_nothing(county: Scene, words: str) -> None:
    await county.clock.to("10:00")
    county.heard()
    await county.says("陈夜", words)
    assert not [line for line in county.heard() if "突发" in line]
    assert await state(county) == []
