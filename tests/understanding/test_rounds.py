"""Patrols, zero reports, nights without a round."""

from datetime import date

import pytest

from handlers.acts import HazardReport, NoRound, PatrolReport, Result, Span, ZeroReport
from handlers.understand import Doubt
from tests.understanding.reads import NIGHT, at_night, first, kinds, read


@pytest.mark.parametrize(
    "text",
    [
        "已巡无异常",
        "夜巡正常，无隐患",
        "转了一圈没啥事",
        "老李转了一圈，没瞧见毛病",
        "巡了，冇啥问题",
        "巡查了，木有问题",
        "俺们厂区溜达一圈，都中",
        "罐区🆗",
        "罐区✅泵房✅配电室✅",
        "罐区 正常\n泵房 正常",
        "夜巡情况：加油区正常；卸油口正常",
        "围堰内无积水，阀门无泄漏，现场无异味",
        "温度12.5℃，压力0.3MPa，液位3.14米，正常",
        "夜间巡查正常，明天上午更换灭火器",
        "停电了，用手电巡的，正常",
        "正常",
        "一切正常",
        "都正常着呢",
        "平安",
        "未见异常情况",
        "巡查结果：无",
        "巡查正常。隐患无",
        "没有发现跑冒滴漏现象",
        "晚点发视频，刚巡完无异常",
    ],
)
def test_a_round_in_order(text: str) -> None:
    act = first(at_night(text))
    assert isinstance(act, PatrolReport)
    assert act.result is Result.NORMAL
    assert act.hazard_count == 0
    assert kinds(at_night(text)) == ["PatrolReport"]


@pytest.mark.parametrize(
    "text", ["巡查", "夜巡视频", "巡查罐区、泵房 ✔️", "签到", "夜班打卡", "夜巡 王建国 00:40", "罐区", "补昨晚夜巡视频"]
)
def test_a_round_without_a_result(text: str) -> None:
    act = first(at_night(text))
    assert isinstance(act, PatrolReport)
    assert act.result is None
    assert act.hazard_count is None


@pytest.mark.parametrize(
    "text",
    [
        "大体可以",
        "巡查还可以",
        "基本没毛病，转过一圈",
        "应该没啥问题",
        "巡了，没什么大问题",
        "巡查了，总体正常",
        "巡过了，3号罐声音怪怪的，其他都好",
    ],
)
def test_a_guess_is_asked(text: str) -> None:
    reading = at_night(text)
    act = first(reading)
    assert isinstance(act, PatrolReport)
    assert act.result is Result.HEDGED
    assert act.hazard_count is None
    assert reading.question is not None
    assert reading.question.doubt is Doubt.HEDGED
    (choice,) = reading.question.choices
    assert isinstance(choice, PatrolReport)
    assert choice.result is Result.NORMAL


@pytest.mark.parametrize(
    "text",
    [
        "巡查完毕，一号罐液位计有点模糊",
        "罐区、加油区均正常，配电室照明灯不亮",
        "巡查了，除了3号加油机漏油其他正常",
        "巡查了一遍，不太正常，泵房有异响",
        "没有异常，除了2号泵有点漏油，巡过了",
        "1、罐区正常 2、泵房地面有油污 3、配电室正常",
    ],
)
def test_a_round_that_found_something(text: str) -> None:
    reading = at_night(text)
    assert kinds(reading) == ["HazardReport", "PatrolReport"]
    hazard, patrol = reading.acts
    assert isinstance(hazard, HazardReport)
    assert isinstance(patrol, PatrolReport)
    assert hazard.hazard_count == 1
    assert patrol.result is Result.HAZARD


@pytest.mark.parametrize(
    "text",
    [
        "这就去查，回来报",
        "正在巡查",
        "巡查中",
        "还没巡完",
        "还没巡，等会去",
        "马上去巡查",
        "明白，今晚继续夜巡",
        "好的领导，今晚一定按时巡查",
        "晚点发",
        "好的等会儿补上",
        "收到",
        "收到！我们马上组织排查",
        "火灾隐患排查完毕",
        "夜巡制度已上墙",
        "夜巡几点前报",
        "巡查没问题吧？",
        "老板说不用巡了",
    ],
)
@pytest.mark.parametrize("reply_to", [None, "patrol_prompt", "zero_report_prompt"])
def test_promises_and_chatter_are_never_a_report(text: str, reply_to: str | None) -> None:
    found = kinds(read(text, NIGHT, reply_to=reply_to))
    assert not {"PatrolReport", "ZeroReport", "HazardReport"} & set(found)


def test_places_and_people_of_a_round() -> None:
    act = first(at_night("巡查人：张三、李四 巡查地点：罐区、泵房 巡查结果：正常"))
    assert isinstance(act, PatrolReport)
    assert act.locations == ("罐区", "泵房")
    assert act.people == ("张三", "李四")


def test_who_leads_the_shift_made_no_round() -> None:
    act = first(at_night("夜巡正常 带班值班员：王强"))
    assert isinstance(act, PatrolReport)
    assert act.people == ()


def test_no_major_hazard_says_nothing_of_the_others() -> None:
    act = first(at_night("巡查了，未发现重大隐患"))
    assert isinstance(act, PatrolReport)
    assert act.result is None
    assert act.no_major


# Days


@pytest.mark.parametrize(
    "now, text, day",
    [
        ("2026-03-15T00:41+08:00", "巡查正常", date(2026, 3, 14)),
        ("2026-03-15T05:59+08:00", "巡查正常", date(2026, 3, 14)),
        ("2026-03-15T06:00+08:00", "巡查正常", date(2026, 3, 15)),
        ("2026-03-14T22:47+08:00", "巡查正常", date(2026, 3, 14)),
        ("2026-03-15T07:42+08:00", "昨晚巡查正常", date(2026, 3, 14)),
        ("2026-03-15T00:41+08:00", "昨晚巡查正常", date(2026, 3, 14)),
        ("2026-03-15T08:00+08:00", "3月14日夜巡正常", date(2026, 3, 14)),
        ("2026-03-15T08:00+08:00", "14号夜巡正常", date(2026, 3, 14)),
        ("2026-03-15T08:00+08:00", "3.14夜巡正常，液位3.10米", date(2026, 3, 14)),
        ("2026-03-15T00:41+08:00", "巡查了3号加油机，正常", date(2026, 3, 14)),
        ("2026-03-15T00:41+08:00", "夜巡正常，明天换灭火器", date(2026, 3, 14)),
        ("2026-03-14T16:41:00+00:00", "巡查正常", date(2026, 3, 14)),
        ("2026-01-01T00:41+08:00", "巡查正常", date(2025, 12, 31)),
    ],
)
def test_the_duty_day_of_a_round(now: str, text: str, day: date) -> None:
    act = first(read(text, now))
    assert isinstance(act, PatrolReport)
    assert act.report_date == day


# Zero reports


@pytest.mark.parametrize(
    "text",
    [
        "零报告",
        "0报告",
        "今日零报告",
        "知道了，零报告",
        "停产，零报告",
        "没啥要报的",
        "鑫盛涂料今天平安，没啥要报的",
        "今天无隐患",
        "值班无异常",
        "今日装置运行平稳，无隐患上报",
        "今天没发生事故",
        "今日检查隐患0处",
        "@夜巡 零报告",
    ],
)
def test_a_zero_report(text: str) -> None:
    reading = read(text)
    assert kinds(reading) == ["ZeroReport"]
    assert reading.acts == (ZeroReport(report_date=date(2026, 3, 15)),)


@pytest.mark.parametrize(
    "text",
    [
        "无",
        "没有",
        "正常",
        "没问题",
        "没事",
        "OK",
        "收到",
        "零报告怎么报",
        "零报告几点截止",
        "这不算零报告",
        "还没报零报告",
        "零报告晚点报",
        "今天的零报告我下午再报",
        "刚才已经报过零报告了",
        "没有隐患要报吗",
        "不是没有隐患",
        "并非无异常",
        "祝大家平安",
        "今天平安夜快乐",
        "平安县应急局来检查",
        "上级检查未发现隐患",
        "今天领导来检查，没发现问题",
        "今日未发现重大隐患",
        "如果没有隐患就回零报告",
        "今日无消火栓",
        "今天不是零报告，有1处隐患",
        "今天没有隐患，但昨天有1处灭火器过期",
        "无论如何保证安全",
    ],
)
def test_never_a_zero_report(text: str) -> None:
    assert "ZeroReport" not in kinds(read(text))


@pytest.mark.parametrize(
    "text", ["无", "没有", "无。", "没", "0", "正常", "都好", "没啥", "无，谢谢", "没有，领导", "收到，无", "无隐患"]
)
def test_a_bare_word_is_a_zero_report_only_under_its_prompt(text: str) -> None:
    assert kinds(read(text, reply_to="zero_report_prompt")) == ["ZeroReport"]


@pytest.mark.parametrize(
    "text", ["收到", "好的", "没问题", "稍等", "无异议", "没有时间", "没，晚点报", "没来得及", "有", "OK"]
)
def test_other_answers_to_the_prompt_are_none(text: str) -> None:
    assert "ZeroReport" not in kinds(read(text, reply_to="zero_report_prompt"))


@pytest.mark.parametrize("text", ["正常", "无", "无隐患", "没事", "都正常"])
def test_a_bare_word_under_the_patrol_prompt_is_a_round(text: str) -> None:
    act = first(read(text, NIGHT, reply_to="patrol_prompt"))
    assert isinstance(act, PatrolReport)
    assert act.result is Result.NORMAL


@pytest.mark.parametrize("text", ["没有", "没", "没问题", "OK", "0"])
def test_what_may_mean_no_round_is_none_under_the_patrol_prompt(text: str) -> None:
    assert "PatrolReport" not in kinds(read(text, NIGHT, reply_to="patrol_prompt"))


def test_a_week_of_zero() -> None:
    assert read("本周零报告").acts == (ZeroReport(span=Span(date(2026, 3, 9), date(2026, 3, 15))),)


def test_the_word_beside_a_round() -> None:
    assert kinds(read("后半夜两点巡过一遍都好着，今天零报告", "2026-03-15T09:00+08:00")) == [
        "ZeroReport",
        "PatrolReport",
    ]


# No round


@pytest.mark.parametrize(
    "text, reply_to, reason",
    [
        ("没巡，停电了", "patrol_prompt", "停电了"),
        ("昨晚没巡，停电了", None, "停电了"),
        ("没巡", None, ""),
        ("今天停产没人", None, "今天停产没人"),
        ("停产没人", "patrol_prompt", "停产没人"),
        ("没人", "patrol_prompt", "没人"),
        ("下雨路不通", "patrol_prompt", "下雨路不通"),
        ("睡着了忘了", "patrol_prompt", "睡着了忘了"),
        ("手机坏了发不了", None, "手机坏了发不了"),
        ("设备坏了拍不了", "patrol_prompt", "设备坏了"),
        ("今天人手不够没转", None, "今天人手不够"),
        ("停产", "zero_report_prompt", "停产"),
    ],
)
def test_no_round_with_its_reason(text: str, reply_to: str | None, reason: str) -> None:
    (act,) = read(text, reply_to=reply_to).acts
    assert isinstance(act, NoRound)
    assert act.reason == reason


@pytest.mark.parametrize("text", ["还没巡，等会去", "没来得及，马上巡", "没巡过瘾吗", "马上"])
def test_a_round_that_still_may_come_is_no_refusal(text: str) -> None:
    assert "NoRound" not in kinds(read(text, NIGHT, reply_to="patrol_prompt"))
