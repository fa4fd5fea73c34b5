"""零报告谁没报: questions about what is owed by day are not answered with nights."""

from datetime import date

from tests.scene import Scene
from tests.scenes.test_ledger_questions import ask, monday


async def test_who_still_owes_a_zero_report(county: Scene) -> None:
    await monday(county, "16:00")
    await county.says("王建国", "零报告")
    await county.clock.forward(minutes=1)
    county.heard()
    assert await ask(county, "李明", "零报告谁没报") == [
        "2家还没报零报告｜3月16日，16:01\n应报3，已报1\n豫丰化工★、瑞康★\n18:00截止"
    ]
    assert await ask(county, "李明", "宏达站零报告报了没") == ["按时 16:00｜3月16日零报告\n宏达站"]
    assert await ask(county, "王建国", "我们零报告报了没") == ["按时 16:00｜3月16日零报告\n宏达站"]
    await county.clock.to("09:30", date(2026, 3, 17))
    county.heard()
    assert await ask(county, "李明", "昨天零报告谁没报") == ["2家没报零报告｜3月16日\n应报3，已报1\n豫丰化工★、瑞康★"]
    assert await ask(county, "李明", "宏达站这周零报告报了没") == ["零报告2天：待报1，按时1\n宏达站 3月16日—17日"]


async def test_nothing_is_owed_on_a_day_off(county: Scene) -> None:
    await county.clock.to("10:00")
    county.heard()
    assert await ask(county, "李明", "零报告谁没报") == ["3月15日没有应报的零报告"]


async def test_everybody_has_reported(county: Scene) -> None:
    await monday(county, "16:00")
    for who in ("张强", "王建国", "陈夜"):
        await county.says(who, "零报告")
    await county.clock.forward(minutes=1)
    county.heard()
    assert await ask(county, "李明", "零报告谁没报") == ["零报告都报了｜3月16日\n应报3，已报3"]


async def test_many_names_are_shown_on_demand(county: Scene) -> None:
    for number in range(12):
        await county.enterprise(f"河南恒泰新材料股份有限公司第{number}分厂", f"恒泰新材第{number}分厂")
    await monday(county, "10:00")
    [told] = await ask(county, "李明", "零报告谁没报")
    assert told.endswith("等15家\n18:00截止\n回1看全部")
    [names] = await ask(county, "李明", "1")
    assert names.split("\n")[:2] == ["15家没报零报告｜3月16日", "1 豫丰化工★"]
    assert len(names.split("\n")) == 16


async def test_in_the_group_only_when_an_officer_says_so(county: Scene) -> None:
    await monday(county, "16:00")
    await county.says("李明", "@夜巡 零报告谁没报", chat="g1", at_bot=True)
    await county.clock.forward(seconds=2)
    assert county.heard()[1:] == ["g1: 已私发。"]
    await county.says("李明", "@夜巡 零报告谁没报 发群里", chat="g1", at_bot=True)
    await county.clock.forward(seconds=2)
    assert county.heard() == ["g1: 还差3家零报告：豫丰化工、瑞康、宏达站\n已报的不用回"]


async def test_an_enterprise_hears_of_its_own(county: Scene) -> None:
    await monday(county, "16:00")
    [told] = await ask(county, "周全", "豫丰零报告报了没")
    assert told == "只能查本单位的，例：我家这周报了没"
