"""通知: shown before it goes, told one to one, answered in any way, taken back; and what is said of bad orders."""

from datetime import date

import pytest
from sqlmodel import select

from models.notices import Notice, NoticeAnswer
from models.people import Enterprise, Role
from tests.scene import Scene

MONDAY = date(2026, 3, 16)
MEETING = "通知各企业：明天10点开视频会，明天12:00前回复"
SHOWN = (
    "发给3家（全部企业），逐家私发，群里1条\n————\n通知｜应急值班室 李明\n明天10点开视频会\n"
    "看过回1，有话直接写，17日12:00前\n————\n回1发送，回2不发"
)
TOLD = "通知｜应急值班室 李明\n明天10点开视频会\n看过回1，有话直接写，17日12:00前"
IN_GROUP = "通知｜应急值班室 李明\n明天10点开视频会\n已逐家私发，在私聊里回"


async def _sent(county: Scene, words: str = MEETING, digit: str = "1") -> list[str]:
    """An officer has words sent; what everybody then hears."""
    await county.says("李明", words)
    county.heard("李明")
    await county.says("李明", digit)
    assert county.heard("李明")[0].startswith("正在发给")
    await county.clock.forward(seconds=2)
    return county.heard()


async def _count(county: Scene) -> int:
    return len(await county.work.read(lambda session: session.exec(select(NoticeAnswer)).all()))


@pytest.mark.begins(MONDAY, "14:30")
async def test_a_notice_is_shown_then_told_to_each_safety_manager_and_once_in_the_group(county: Scene) -> None:
    await county.says("李明", MEETING)
    assert county.heard("李明") == [SHOWN]
    await county.clock.forward(minutes=5)
    county.silent()

    await county.says("李明", "1")
    assert county.heard("李明") == ["正在发给3家\n看进度回：谁没回"]
    await county.clock.forward(seconds=2)
    assert county.heard() == [f"g1: {IN_GROUP}", *(f"{who}: {TOLD}" for who in ("李安", "刘安", "周全"))]
    await county.says("李明", "1")
    assert county.heard("李明") == ["14:35已经发过了，没有再发"]


@pytest.mark.begins(MONDAY, "14:30")
async def test_a_digit_a_quote_words_and_a_picture_are_answers_and_only_the_rest_is_reminded(county: Scene) -> None:
    await _sent(county)
    await county.says("李安", "1")
    assert county.heard("李安") == ["已记下 14:30｜豫丰化工\n17日10点开视频会"]
    await county.says("李明", "谁没回")
    assert county.heard("李明") == [
        "2家没回｜应回3，已回1\n17日10点开视频会，17日12:00前\n瑞康★、宏达站\n回1提醒没回的2家，回2看电话，回3看回了什么"
    ]
    await county.says("李明", "1")
    assert county.heard("李明") == ["正在提醒2家"]
    await county.clock.forward(seconds=2)
    again = "还差1条回复，17日12:00前\n17日10点开视频会\n看过回1，有话直接写\n应急值班室 李明"
    assert county.heard() == [f"刘安: {again}", f"周全: {again}"]

    await county.says("周全", "我在外地，让陈夜参加", media="image")
    assert county.heard("周全") == ["已记下 14:30｜瑞康\n17日10点开视频会"]
    await county.says("李明", "通知回了几家")
    county.heard("李明")
    await county.says("李明", "1")
    assert county.heard("李明") == ["14:30提醒过，16:30后才能再提醒\n着急就打电话，回2看电话"]
    await county.clock.to("17:00")  # the digits have expired long since, the question has not
    await county.says("刘安", "1")
    assert county.heard("刘安") == ["已记下 17:00｜宏达站\n17日10点开视频会"]
    await county.says("李明", "他们都怎么回的")
    assert county.heard("李明") == [
        "回了4条｜17日10点开视频会\n豫丰化工 3月16日14:30 看过了\n瑞康 3月16日14:30 照片或视频\n"
        "瑞康 3月16日14:30 我在外地，让陈夜参加\n宏达站 3月16日17:00 看过了"
    ]


@pytest.mark.begins(MONDAY, "14:30")
async def test_whoever_quotes_it_answers_and_a_hazard_told_with_it_is_one(county: Scene) -> None:
    await _sent(county, "通知豫丰：检查罐区喷淋，明天12:00前回复")
    key = await county.work.read(lambda session: session.exec(select(Notice.id)).one())
    told = f"notice:{key}:tell:app/李安"
    await county.says("李安", "已检查，发现1处隐患：罐区喷淋头堵塞", reply_to=told)
    await county.clock.forward(minutes=2)
    heard = county.heard("李安")
    assert "已记下 14:30｜豫丰化工" in heard[0]
    assert any("YH-2026-0001" in one for one in heard)
    await county.says("李明", "谁没回")
    assert county.heard("李明") == ["1家都回了\n检查罐区喷淋，17日12:00前\n回3看回了什么"]


@pytest.mark.begins(MONDAY, "14:30")
async def test_what_is_another_matter_is_no_answer(county: Scene) -> None:
    await _sent(county)
    await county.says("李安", "我们还有几条没整改")
    county.heard("李安")
    await county.says("王建国", "收到")  # nobody wrote to him
    await county.says("李安", "零报告")
    await county.clock.forward(minutes=2)
    county.heard("李安")
    assert await _count(county) == 0


@pytest.mark.begins(MONDAY, "23:30")
async def test_a_round_at_night_is_a_round_whatever_was_asked_by_day(county: Scene) -> None:
    await county.says("李明", MEETING)
    assert county.heard("李明")[0].endswith(
        "现在是休息时间，17日7:30发\n到时“明天”就不对了，最好写日期\n回1到时发，回2不发，回3现在就发"
    )
    await county.says("李明", "3")
    await county.clock.forward(seconds=2)
    assert len(county.heard()) == 5
    await county.clock.to("00:40")
    await county.says("周全", media="video")
    await county.clock.forward(minutes=2)
    assert county.heard("周全")[0].startswith("已报 00:40｜3月16日夜夜巡")
    assert await _count(county) == 0


@pytest.mark.begins(MONDAY, "22:00")
async def test_by_night_it_waits_for_the_morning_and_can_be_taken_back_unheard(county: Scene) -> None:
    await county.says("李明", "通知加油站：查卸油口静电接地，18日前反馈")
    assert county.heard("李明")[0].endswith("现在是休息时间，17日7:30发\n回1到时发，回2不发，回3现在就发")
    await county.says("李明", "1")
    assert county.heard("李明") == ["17日7:30发给1家，回“撤回通知”可以取消"]
    await county.says("李明", "撤回通知")
    assert county.heard("李明") == ["已撤回，还没发出去\n查卸油口静电接地"]
    await county.says("李明", "通知加油站：查卸油口静电接地，18日前反馈")
    await county.says("李明", "2")
    assert county.heard("李明")[1:] == ["没发"]
    await county.clock.to("07:35")
    assert not [one for one in county.heard() if "静电" in one]


@pytest.mark.begins(MONDAY, "14:30")
async def test_taking_back_tells_those_who_heard_it_and_no_one_else(county: Scene) -> None:
    await county.person("周宁", Role.DUTY)
    await _sent(county)
    await county.says("周宁", "撤回通知")
    assert county.heard("周宁") == ["这条是李明发的，请李明或科长撤回"]
    await county.says("李明", "撤回刚才的通知")
    assert county.heard("李明") == ["已撤回，正在告诉收到过的企业\n17日10点开视频会"]
    await county.clock.forward(seconds=2)
    over = "3月16日14:30的通知作废，不用办了\n17日10点开视频会\n李明"
    assert county.heard() == [f"{who}: {over}" for who in ("g1", "李安", "刘安", "周全")]
    await county.says("李安", "1")
    assert county.heard("李安") == ["这条已经作废，不用办了\n17日10点开视频会"]
    await county.says("李明", "撤回通知")
    assert county.heard("李明") == ["近14天没有发过通知"]


@pytest.mark.begins(MONDAY, "15:00")
async def test_an_urgent_meeting_has_a_live_list_and_ends_with_whom_to_call(county: Scene) -> None:
    heard = await _sent(county, "紧急通知所有企业：市里紧急调度会，30分钟内回复")
    assert "周全: 通知｜应急值班室 李明\n市里紧急调度会\n看过回1，有话直接写，15:30前" in heard
    await county.says("周全", "收到")
    county.heard("周全")
    await county.clock.to("15:30")
    assert county.heard("李明") == [
        "到点了，2家没回｜应回3\n市里紧急调度会\n豫丰化工★ 张强 13800138000\n宏达站 王建国 13800138000\n"
        "回1提醒这2家，回2看电话"
    ]
    await county.says("李明", "2")
    assert county.heard("李明") == [
        "要打电话的2家｜市里紧急调度会\n豫丰化工★ 张强 13800138000\n宏达站 王建国 13800138000\n"
        "打通了发：代录 豫丰化工 张强 回通知：知道了"
    ]


@pytest.mark.begins(MONDAY, "14:30")
async def test_who_has_no_account_is_told_to_the_officer_and_shared_accounts_hear_it_once(county: Scene) -> None:
    await county.enterprise("北关加油站", "北关站", class_name="加油站")
    await county.enterprise("南关加油站", "南关站", class_name="加油站")
    await county.person("刘安", Role.SAFETY, "南关加油站", user="刘安")
    await county.person("赵站长", Role.PRINCIPAL, "北关加油站", user="-")
    await county.says("李明", "通知加油站：查卸油口，明天12:00前回复")
    assert county.heard("李明")[0].startswith("发给3家（加油站），逐家私发，群里1条\n其中1家没有账号，发完给您电话\n")
    await county.says("李明", "1")
    assert county.heard("李明") == ["正在发给3家\n1家没有账号，要打电话，回1看电话\n看进度回：谁没回"]
    await county.clock.forward(seconds=2)
    assert [one.split(":")[0] for one in county.heard()] == ["g1", "刘安"]
    await county.says("李明", "1")
    assert county.heard("李明") == [
        "要打电话的1家｜查卸油口\n北关站 赵站长 13800138000\n打通了发：代录 北关站 赵站长 回通知：知道了"
    ]
    await county.says("刘安", "1")
    assert county.heard("刘安") == ["已记下 14:30｜宏达站、南关站\n查卸油口"]
    assert await _count(county) == 2


@pytest.mark.begins(MONDAY, "14:30")
async def test_a_supervisor_speaks_to_their_own_grid_and_goods_choose_too(county: Scene) -> None:
    await county.person("赵静", Role.SUPERVISOR, grid="东片")
    await county.enterprise("东片化工有限公司", "东化", grid="东片")
    await county.person("孙安", Role.SAFETY, "东片化工有限公司")
    await county.says("赵静", "通知各企业：查尾气吸收")
    assert county.heard("赵静")[0].startswith("发给1家（全部企业）")
    await county.says("赵静", "通知豫丰：查尾气吸收")
    assert county.heard("赵静") == ["豫丰化工不归您管，没发\n要发请找值班员"]

    def hold(session) -> None:  # type: ignore[no-untyped-def]
        for plant in session.exec(select(Enterprise)):
            plant.goods = "液氯、盐酸" if plant.name.startswith("瑞康") else ""
            session.add(plant)

    await county.work.write(hold)
    await county.says("李明", "通知有液氯的企业：查尾气吸收")
    assert county.heard("李明")[0].startswith("发给1家（有液氯），逐家私发，群里1条\n3家没登记物料，没算在内\n")


@pytest.mark.parametrize(
    "words, said",
    [
        ("通知冶炼厂：查水", "没有“冶炼”这样的企业、类别或网格\n现有：加油站、生产\n请重新写，例：通知各企业：……"),
        (
            "通知各企业：开会，今天8点前回复",
            "3月16日8:00已经过了，没发\n请写后面的时间，例：明天12:00前回复",
        ),
        ("发个通知", "通知写什么？请连内容一起写\n例：通知加油站：查卸油口接地，明天12:00前回复"),
        ("通知东片企业：查水", "没有“东片”这样的企业、类别或网格\n现有：加油站、生产\n请重新写，例：通知各企业：……"),
        ("通知有光气的企业：查尾气", "“有光气”一家也没有，没发"),
        ("谁没回", "近14天没有发过通知"),
        ("例会通知谁没回", "近14天没有“例会”的通知"),
        ("撤回通知", "近14天没有发过通知"),
        ("通知各企业：" + "查" * 501, "通知最多500字，没发\n请写短些，长文件另发"),
    ],
)
@pytest.mark.begins(MONDAY, "14:30")
async def test_what_cannot_be_sent_is_said_where_it_is_ordered(county: Scene, words: str, said: str) -> None:
    await county.says("李明", words)
    assert county.heard("李明") == [said]


@pytest.mark.begins(MONDAY, "14:30")
async def test_the_same_words_again_are_pointed_out_and_an_enterprise_orders_nothing(county: Scene) -> None:
    await _sent(county)
    await county.says("李明", MEETING)
    assert "\n14:30已发过一样的\n" in county.heard("李明")[0]
    await county.says("李安", MEETING)
    await county.says("张强", "谁没回")
    assert not [one for one in county.heard() if "发给" in one or "没回｜" in one]


@pytest.mark.begins(MONDAY, "14:30")
async def test_with_hundreds_each_is_told_once_page_by_page(county: Scene) -> None:
    for number in range(230):
        await county.enterprise(f"第{number}化工有限公司", f"化{number}")
        await county.person(f"安{number}", Role.SAFETY, f"第{number}化工有限公司")
    county.strict = False
    await county.says("李明", MEETING)
    await county.says("李明", "1")
    await county.clock.forward(minutes=1)
    told = [one for one in county.heard() if "看过回1" in one and not one.startswith("李明")]
    assert len(told) == len(set(told)) == 233


@pytest.mark.begins(MONDAY, "14:30")
async def test_in_the_group_a_quote_and_the_word_behind_it_count_and_nobody_is_answered_there(county: Scene) -> None:
    await _sent(county, "通知各企业：（应急〔2026〕12号）查围堰雨水阀，明天12:00前回复")
    key = await county.work.read(lambda session: session.exec(select(Notice.id)).one())
    group = f"notice:{key}:tell:group/1"
    await county.says("王建国", "收到", chat="g1")
    await county.says("张强", "豫丰已查，都关着", chat="g1", reply_to=group)
    await county.says("陈夜", "今天天气不错", chat="g1")
    await county.clock.forward(minutes=2)
    county.silent()
    await county.says("李明", "谁没回")
    assert county.heard("李明")[0].startswith("1家没回｜应回3，已回2\n")


@pytest.mark.begins(MONDAY, "14:30")
async def test_answers_that_are_not_wanted_are_kept_when_they_are_quoted(county: Scene) -> None:
    await _sent(county, "通知加油站：明天8点停电检修")
    await county.says("刘安", "收到")
    county.silent()
    key = await county.work.read(lambda session: session.exec(select(Notice.id)).one())
    await county.says("刘安", "知道了", reply_to=f"notice:{key}:tell:app/刘安")
    assert county.heard("刘安") == ["已记下 14:30｜宏达站\n17日8点停电检修"]


@pytest.mark.begins(MONDAY, "14:30")
async def test_a_reminder_stays_within_what_is_said_in_a_day(county: Scene) -> None:
    for number in range(4):
        await _sent(county, f"通知加油站：第{number}件事，明天12:00前回复")
    await county.says("李明", "谁没回")
    county.heard("李明")
    await county.says("李明", "1")
    county.heard("李明")
    await county.clock.forward(minutes=1)
    county.silent()  # what an officer orders by name is said; a reminder of it is one too many today
