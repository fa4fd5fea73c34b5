"""What a duty officer asks by message, and what the digits under an answer do."""

from datetime import date, time

from models import calendar
from tests.conftest import NIGHT
from tests.scene import Scene


async def ask(county: Scene, who: str, text: str, **more: str) -> list[str]:
    await county.says(who, text, **more)  # type: ignore[arg-type]
    await county.clock.forward(seconds=2)
    return county.heard(who)


async def test_who_is_missing_while_the_window_is_open_and_after(county: Scene) -> None:
    await county.clock.to("01:20")
    await county.says("张强", "巡查正常", media="video")
    await county.clock.forward(minutes=1)
    county.heard()
    assert await ask(county, "李明", "还有谁没报") == [
        "2家还没报｜3月14日夜，01:21，应报3\n瑞康★、宏达站\n回1提醒这2家，回2看电话"
    ]
    assert await ask(county, "李明", "今晚报了多少") == [
        "已报1，共3｜3月14日夜，01:21\n还差2家，5:00截止\n重大危险源差1家：瑞康\n回1看2家"
    ]
    await county.clock.to("09:30")
    county.heard()
    assert await ask(county, "李明", "昨晚谁没报") == [
        "2家没报｜3月14日夜，应报3\n瑞康★、宏达站\n回1提醒这2家，回2看电话"
    ]


async def test_digits_belong_to_the_last_list_for_two_hours(county: Scene) -> None:
    await county.clock.to("01:20")
    await ask(county, "李明", "还有谁没报")
    assert await ask(county, "李明", "2") == [
        "3家电话｜3月14日夜没报\n豫丰化工★ 张强 13800138000\n瑞康★ 陈夜 13800138000\n宏达站 王建国 13800138000"
    ]
    await county.says("李明", "1")
    await county.clock.forward(seconds=2)
    heard = county.heard()
    assert heard[0] == "李明: 已提醒3家：豫丰化工、瑞康、宏达站"
    assert sorted(line.split(":")[0] for line in heard[1:]) == ["张强", "王建国", "陈夜"]
    assert await ask(county, "李明", "1") == ["已提醒0家\n1小时内提醒过3家，没再发"]
    await county.clock.forward(hours=2, minutes=1)
    county.heard()
    assert await ask(county, "李明", "1") == ["这个数字没有对应的选项了，请直接写一句"]


async def test_an_ordered_reminder_stands_for_the_step_of_the_ladder(county: Scene) -> None:
    await county.clock.to("03:10")
    await ask(county, "李明", "还有谁没报")
    await county.says("李明", "1")
    await county.clock.to("03:45")
    heard = county.heard()
    assert len([line for line in heard if line.startswith("陈夜")]) == 1


async def test_one_enterprise_over_a_week(county: Scene) -> None:
    for day in range(3):
        await county.clock.to("00:30")
        if day != 1:
            await county.says("张强", "巡查正常", media="video")
        await county.clock.to("07:00")
    county.heard()
    assert await ask(county, "李明", "豫丰这周报了没") == ["1夜：按时1\n豫丰化工 3月16日—17日"]


async def test_who_is_on_duty_by_the_rota_and_without_one(county: Scene) -> None:
    assert await ask(county, "李明", "今晚谁值班") == ["值班 李明 13800138000\n带班 王强 13800138000"]
    await county.person("周宁", phone="13800138001", of="")
    await county.shift(date(2026, 3, 14), "李明", "王强")
    await county.shift(date(2026, 3, 15), "周宁", "王强")
    assert await ask(county, "李明", "今晚谁值班") == [
        "值班 李明 13800138000\n带班 王强 13800138000\n3月15日8:30换班：周宁、王强"
    ]
    assert calendar.at(date(2026, 3, 15), time(8, 30))
    told = await ask(county, "王建国", "今晚谁值班")
    assert "138****8000" in told[0]


async def test_help_fits_who_asks(county: Scene) -> None:
    assert (await ask(county, "王建国", "怎么报"))[0].startswith("直接发就行，不用格式")
    assert (await ask(county, "李明", "帮助"))[0].startswith("直接问，例：")


async def test_a_question_in_the_group_is_answered_to_the_person(county: Scene) -> None:
    await county.clock.to("01:20")
    await county.says("李明", "@夜巡 还有谁没报", chat="g1", at_bot=True)
    await county.clock.forward(seconds=2)
    heard = county.heard()
    assert sorted(line.split(":")[0] for line in heard) == ["g1", "李明"]
    assert "g1: 已私发。" in heard
    await county.says("李明", "@夜巡 还有谁没报 发群里", chat="g1", at_bot=True)
    await county.clock.forward(seconds=2)
    assert county.heard() == ["g1: 3家还没报｜3月14日夜，01:20，应报3\n豫丰化工★、瑞康★、宏达站"]


async def test_talk_in_the_group_that_is_not_for_the_bot_is_left_alone(county: Scene) -> None:
    await county.clock.to("01:20")
    await county.says("李明", "各单位注意，今晚谁没报的抓紧", chat="g1")
    await county.says("王建国", "收到", chat="g1")
    await county.says("王建国", "1", chat="g1")
    await county.clock.forward(minutes=2)
    county.silent()


async def test_a_patrol_in_the_group_gets_its_receipt_in_private(county: Scene) -> None:
    await county.clock.to("00:40")
    await county.says("王建国", "巡查正常", media="video", chat="g1")
    await county.clock.forward(minutes=1)
    assert county.heard("王建国") == ["已报 00:40｜3月14日夜夜巡\n宏达站 视频1，无隐患\n写错了就回：更正"]


async def test_what_cannot_be_done_yet_says_so(county: Scene) -> None:
    assert await ask(county, "李明", "导出附件3") == ["“导出报表”还不会办，原话已存，请先按老办法报"]


async def test_the_night_is_named_by_the_date_on_which_it_began(county: Scene) -> None:
    await county.clock.to("13:00")
    county.heard()
    assert (await ask(county, "李明", "今晚报了多少"))[0].startswith("还没开始｜3月15日夜")
    assert "3月14日夜" in (await ask(county, "李明", "昨晚谁没报"))[0]
    assert date(2026, 3, 14) == NIGHT


async def test_a_question_that_is_not_understood_is_not_met_with_silence(county: Scene) -> None:
    [told] = await ask(county, "李明", "东头那家呢")
    assert told.startswith("没听准，换个说法再问1次")
    county.silent()
    await county.says("李明", "谢谢，辛苦了")
    await county.clock.forward(seconds=2)
    county.silent()


async def test_a_short_name_that_fits_two_is_asked_about(county: Scene) -> None:
    await county.enterprise("宏达化工有限公司", "宏达化工、宏达")
    assert await ask(county, "李明", "宏达这周报了没") == ["是哪家？回数字：\n1 宏达加油站\n2 宏达化工有限公司"]
    [told] = await ask(county, "李明", "2")
    assert "宏达化工" in told
