"""高温, 低温, 强降水: shown first, told to those who hold what it concerns, asked again, lifted; and bad orders."""

from datetime import date

import pytest
from sqlmodel import Session, select

from models import notices
from models.people import Enterprise, Role
from tests.scene import Scene

DAY = date(2026, 7, 16)  # a Thursday
HEAT = "发布高温橙色预警，明天最高38度，县气象台"
TOLD = (
    "17日最高38度，高温橙色（县气象台）\n贵公司：乙醇、丙酮\n请查：喷淋、通风、11—16点不装卸\n"
    "查完回1或写一句，17日10:00前"
)
AGAIN = "还差1条回复，17日10:00前｜高温橙色预警\n请查：喷淋、通风、11—16点不装卸\n查完回1，或写一句"


async def _hold(county: Scene, **goods: str) -> None:
    """What each enterprise holds; whoever is not named holds something that no weather concerns."""

    def put(session: Session) -> None:
        for plant in session.exec(select(Enterprise)):
            plant.goods = next((held for name, held in goods.items() if name in plant.name), "烧碱")
            session.add(plant)

    await county.work.write(put)


async def _issued(county: Scene, words: str = HEAT) -> list[str]:
    await county.says("李明", words)
    county.heard("李明")
    await county.says("李明", "1")
    county.heard("李明")
    await county.clock.forward(seconds=2)
    return county.heard()


def _of_weather(heard: list[str]) -> list[str]:
    """What was said of the weather, beside the night that goes on meanwhile."""
    return [one for one in heard if "高温" in one and "今晚应报" not in one]


@pytest.mark.begins(DAY, "15:00")
async def test_a_warning_goes_to_those_who_hold_the_goods_and_only_they_are_asked_again(county: Scene) -> None:
    await _hold(county, 豫丰="乙醇、丙酮、烧碱", 宏达="汽油、柴油", 瑞康="")
    await county.says("李明", HEAT)
    assert county.heard("李明") == [
        "高温橙色预警，到17日24:00，现在就发给2家\n1家没登记物料，回2也发给他们\n————\n"
        f"{TOLD}\n————\n回1发送，回2连没登记的也发，回3不发"
    ]
    await county.says("李明", "2")
    assert county.heard("李明") == ["正在发给3家\n看进度回：高温预警谁没回"]
    await county.clock.forward(seconds=2)
    assert county.heard() == [
        f"李安: {TOLD}",
        f"刘安: {TOLD.replace('乙醇、丙酮', '汽油、柴油')}",
        "周全: " + TOLD.replace("贵公司：乙醇、丙酮\n", ""),
    ]
    await county.says("李安", "喷淋、通风查了，都正常")
    assert county.heard("李安") == ["已记下 15:00｜豫丰化工\n高温橙色预警"]
    await county.clock.to("17:00")
    await county.clock.forward(seconds=2)
    assert _of_weather(county.heard()) == [f"周全: {AGAIN}"]  # a major hazard source
    await county.clock.to("10:00", date(2026, 7, 17))
    await county.clock.forward(seconds=2)
    assert _of_weather(county.heard()) == [f"刘安: {AGAIN.replace('17日', '')}"]
    await county.clock.to("12:01")
    assert _of_weather(county.heard()) == [
        "李明: 到点了，2家没回｜应回3\n高温橙色预警\n瑞康★ 陈夜 13800138000\n宏达站 王建国 13800138000\n"
        "回1提醒这2家，回2看电话"
    ]
    await county.says("李明", "高温预警谁没回")
    assert county.heard("李明")[0].startswith("2家没回｜应回3，已回1\n高温橙色预警，10:00前\n瑞康★、宏达站\n")


@pytest.mark.begins(DAY, "22:30")
async def test_orange_goes_through_the_night_and_is_lifted_once(county: Scene) -> None:
    await _hold(county, 豫丰="乙醇、丙酮", 瑞康="氢气")
    assert [one.split(":")[0] for one in await _issued(county)] == ["李安", "周全"]
    await county.says("李安", "1")
    county.heard("李安")
    await county.clock.to("00:31")
    assert _of_weather(county.heard()) == [f"周全: {AGAIN.replace('17日', '')}"]
    await county.says("李明", "解除高温预警")
    assert county.heard("李明") == ["高温橙色预警已解除\n7:30告诉收到过的企业"]
    await county.clock.to("12:30")
    over = "高温橙色预警已解除｜7月17日0:31\n不用回复"
    assert _of_weather(county.heard()) == [f"李安: {over}", f"周全: {over}"]
    await county.says("李明", "高温预警解除了")
    assert county.heard("李明") == ["现在没有高温预警"]


@pytest.mark.begins(DAY, "15:00")
async def test_yellow_stands_in_the_tips_alone_and_a_graver_one_takes_its_place(county: Scene) -> None:
    await _hold(county, 豫丰="乙醇、丙酮")
    await county.says("李明", "发布高温黄色预警，明天最高35度，县气象台")
    assert county.heard("李明") == [
        "高温黄色预警，到17日24:00\n蓝色、黄色只写进每天10:00的安全提示，不逐家发\n回1记下，回2不记"
    ]
    await county.says("李明", "1")
    assert county.heard("李明") == ["记下了：高温黄色预警，到17日24:00\n写进每天10:00的安全提示"]
    await county.clock.forward(minutes=1)
    county.silent()

    async def stands(day: date) -> list[str]:
        return await county.work.read(lambda session: [one.title for one in notices.weather_on(session, day)])

    titles = [await stands(date(2026, 7, day)) for day in (15, 16, 17, 18)]
    assert titles == [[], ["高温黄色预警"], ["高温黄色预警"], []]
    await county.says("李明", HEAT)
    assert "\n代替高温黄色预警\n" in county.heard("李明")[0]
    await county.says("李明", "1")
    county.heard("李明")
    await county.clock.forward(seconds=2)
    assert county.heard() == [f"李安: {TOLD}"]
    assert await stands(date(2026, 7, 17)) == ["高温橙色预警"]


@pytest.mark.begins(DAY, "15:00")
async def test_what_fell_to_yellow_is_over_for_those_who_heard_it(county: Scene) -> None:
    await _hold(county, 豫丰="乙醇、丙酮")
    await _issued(county)
    heard = await _issued(county, "发布高温黄色预警，明天最高35度，县气象台")
    assert heard == ["李安: 高温橙色预警已解除｜7月16日15:00\n不用回复"]


@pytest.mark.begins(DAY, "15:00")
async def test_cold_is_for_everybody_and_an_answer_may_be_a_picture(county: Scene) -> None:
    await _hold(county)
    await county.says("李明", "发布寒潮红色预警，明天最低零下12度，县气象台")
    shown = county.heard("李明")[0]
    assert shown.startswith("低温红色预警，到17日24:00，现在就发给3家\n这个月份少见，请再核对\n————\n")
    await county.says("李明", "1")
    county.heard("李明")
    await county.clock.forward(seconds=2)
    assert len(county.heard()) == 3
    await county.says("周全", media="image")
    assert county.heard("周全") == ["已记下 15:00｜瑞康\n低温红色预警"]
    await county.clock.forward(minutes=2)
    county.silent()


@pytest.mark.parametrize(
    "words, said",
    [
        ("发布高温预警", "高温是什么颜色？有黄、橙、红\n例：发布高温红色预警，明天，县气象台"),
        ("发布高温蓝色预警", "高温是什么颜色？有黄、橙、红\n例：发布高温红色预警，明天，县气象台"),
        (
            "发布沙尘红色预警",
            "没有“沙尘”的预警模板\n现有：低温、大风、强降水、暴雪、雷电、高温\n可以直接写：通知各企业：……",
        ),
        ("发布高温橙色预警，昨天最高38度，县气象台", "7月16日0:00已经过了，没发\n请写后面的日期"),
        ("发布高温红色预警，明天最高40度", "没有企业登记过高温相关的物料，没发\n可以直接写：通知各企业：……"),
        ("解除高温预警", "现在没有高温预警"),
        ("高温预警谁没回", "近14天没有“高温”的通知"),
    ],
)
@pytest.mark.begins(DAY, "15:00")
async def test_a_warning_that_cannot_be_is_said_where_it_is_ordered(county: Scene, words: str, said: str) -> None:
    await _hold(county)
    await county.says("李明", words)
    assert county.heard("李明") == [said]


@pytest.mark.begins(DAY, "15:00")
async def test_the_same_warning_twice_and_goods_that_nobody_entered(county: Scene) -> None:
    await _hold(county, 豫丰="乙醇、丙酮")
    await _issued(county)
    await county.says("李明", HEAT)
    assert county.heard("李明") == ["高温橙色预警7月16日15:00已经发过，到17日24:00\n没有再发。看进度回：高温预警谁没回"]
    await _hold(county, 豫丰="", 宏达="", 瑞康="")
    await county.says("李明", "发布雷电橙色预警，今晚有雷暴，县气象台")
    assert county.heard("李明") == ["没有企业登记过雷电相关的物料\n3家没登记，回2发给他们，回3不发"]
    await county.says("李明", "2")
    assert county.heard("李明") == ["正在发给3家\n看进度回：雷电预警谁没回"]
    await county.clock.forward(seconds=2)
    assert len(county.heard()) == 3


@pytest.mark.begins(DAY, "15:00")
async def test_an_enterprise_warns_nobody(county: Scene) -> None:
    await county.person("孙专家", Role.EXPERT)
    await county.says("李安", HEAT)
    county.heard("李安")
    await county.says("孙专家", HEAT)
    assert county.heard("孙专家") == ["发通知要由值班员、监管员或领导来发"]
