"""Receipts, choices, corrections, notices."""

from datetime import date

import pytest

from handlers.acts import Choose, Correction, ExemptionRequest, Span
from tests.understanding.reads import first, kinds, officer, read


@pytest.mark.parametrize(
    "text", ["收到", "好的", "OK", "👍", "明白", "收到领导", "收到，马上整改", "好的等会儿补上", "[强]", "已收到"]
)
@pytest.mark.parametrize("reply_to", [None, "zero_report_prompt", "patrol_prompt", "deadline_reminder"])
def test_a_receipt_reports_nothing(text: str, reply_to: str | None) -> None:
    assert kinds(read(text, reply_to=reply_to)) == ["Acknowledge"]


@pytest.mark.parametrize(
    "text",
    ["收到请回复", "谢谢", "辛苦了", "领导好", "哈哈哈", "无语", "平安夜聚餐", "晚点发", "好久不见", "明天一定整改"],
)
def test_chatter(text: str) -> None:
    assert kinds(read(text)) == ["Chatter"]


@pytest.mark.parametrize(
    "text, number",
    [("1", 1), ("回1", 1), ("１", 1), ("选2", 2), ("1。", 1), ("回复2", 2), ("①", 1), ("选3", 3), ("2.", 2)],
)
def test_a_choice(text: str, number: int) -> None:
    for reading in (read(text), officer(text), read(text, reply_to="patrol_prompt")):
        assert reading.acts == (Choose(number),)


@pytest.mark.parametrize("text", ["0", "99", "1处", "1号罐", "12345", "110"])
def test_no_choice(text: str) -> None:
    assert "Choose" not in kinds(read(text))


def test_a_word_for_a_number_only_where_choices_stand() -> None:
    assert kinds(read("一", has_choices=True)) == ["Choose"]
    assert kinds(read("一")) == ["Chatter"]


def test_a_receipt_that_was_asked_for_as_a_number() -> None:
    assert kinds(read("1", reply_to="收到请回复1")) == ["Acknowledge"]


@pytest.mark.parametrize(
    "text, act",
    [
        ("更正", Correction()),
        ("更正：刚才报的隐患3处应为2处，多算了一处", Correction(corrected={"hazard_count": 2})),
        ("打错了，是2处", Correction(corrected={"hazard_count": 2})),
        ("更正：昨晚不是3处是2处隐患", Correction(corrected={"hazard_count": 2})),
        ("更正：隐患2处", Correction(corrected={"hazard_count": 2})),
        ("更正，隐患2处", Correction(corrected={"hazard_count": 2})),
        ("更正：没有隐患", Correction(corrected={"hazard_count": 0})),
        ("撤回", Correction(retract=True)),
        ("刚才那条不算", Correction(retract=True)),
        ("发错了", Correction(retract=True)),
        ("误报，没有泄漏", Correction(retract=True)),
        ("撤回刚才的隐患", Correction(retract=True)),
    ],
)
def test_a_correction_stands_alone(text: str, act: Correction) -> None:
    assert read(text).acts == (act,)


@pytest.mark.parametrize("text", ["怎么撤回", "不用更正", "没写错", "不是误报"])
def test_no_correction(text: str) -> None:
    assert "Correction" not in kinds(read(text))


def test_notice_of_a_stop() -> None:
    act = first(read("我厂3月15日至3月20日停产检修，期间夜巡视频能否不报？"))
    assert act == ExemptionRequest("停产检修", Span(date(2026, 3, 15), date(2026, 3, 20)))


@pytest.mark.parametrize(
    "text, intent",
    [
        ("明天上午8:30-11:30 三车间二楼一级动火，监护人孙浩", "special_work"),
        ("截至目前累计排查隐患15项，已整改13项", "summary_report"),
        ("本周自查隐患5条，已整改5条", "summary_report"),
        ("今天组织火灾应急演练，参加30人", "drill_report"),
        ("举报隔壁厂夜里偷排", "tip_off"),
        ("[文件]周报.docx", "report_file"),
        ("日报表已发邮箱", "none"),
        ("明天停电，通知一下", "exemption_request"),
        ("今天我公司承诺：装置3套运行，罐区安全。承诺人：王强", "commitment"),
    ],
)
def test_the_other_notices(text: str, intent: str) -> None:
    (act,) = read(text).acts
    assert act.intent == intent


@pytest.mark.parametrize(
    "text, kind",
    [
        ("收到，动火前一定办好作业票，监护人到位", "Acknowledge"),
        ("收到：今晚大风，停止一切高处、吊装作业，加密巡查", "Acknowledge"),
        ("收到，动火、受限空间作业提级审批", "Acknowledge"),
        ("收到，今天下午3点罐区动火，监护人王强", "SpecialWork"),
        ("收到，今天的动火作业取消", "SpecialWork"),
        ("收到，今日动火1处：锅炉房，二级，监护赵刚", "SpecialWork"),
    ],
)
def test_a_receipt_that_repeats_an_order_announces_no_work(text: str, kind: str) -> None:
    assert kinds(read(text)) == [kind]
