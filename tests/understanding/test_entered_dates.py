"""New dates, what was handed down from above, forms that went: as people at a desk and in a plant say it."""

from datetime import date

import pytest

from handlers.understand import read_line, understand
from tests.understanding.reads import REGISTER

NOW = "now=2026-03-16T09:10+08:00, chat=direct, "
AROUND = {"enterprise": NOW + "sender_enterprise=宏达加油站", "officer": NOW + "mention_bot=1"}


def read(text: str, role: str) -> list[dict[str, object]]:
    """The acts of a message, each with what it holds and its name."""
    record = {"id": "x", "text": text, "role": role, "context": AROUND[role]}
    return [{"act": type(one).__name__, **vars(one)} for one in understand(text, read_line(record, REGISTER)).acts]


def holds(found: list[dict[str, object]], **wanted: object) -> None:
    """The first act holds what is wanted of it."""
    assert {name: found[0].get(name) for name in wanted} == wanted


@pytest.mark.parametrize(
    "text, wanted",
    [
        ("王建国的焊工证换好了，有效期到2029-03-15", {"paper": "焊工证", "person": "王建国"}),
        ("王建国 焊工证 2029年3月15日", {"paper": "焊工证", "person": "王建国"}),
        ("王建国焊工证2023年3月15日发的，到2029年3月15日", {"paper": "焊工证", "person": "王建国"}),
        ("李安安全员证办下来了，有效期至2029.3.15，证号T4100001", {"number": "T4100001", "person": "李安"}),
        ("应急预案备案了，有效期到2029年3月15日", {"paper": "应急预案备案"}),
        ("危险化学品经营许可证已延期，新的有效期2026年3月16日至2029年3月15日", {"paper": "危险化学品经营许可证"}),
        ("安全评价报告有效期到2029年3月15日", {"paper": "安全评价报告"}),
    ],
)
def test_a_new_date_is_read_with_its_paper(text: str, wanted: dict[str, object]) -> None:
    holds(read(text, "enterprise"), act="NewDate", until=date(2029, 3, 15), sure=True, **wanted)


@pytest.mark.parametrize(
    "text, wanted",
    [
        ("王建国焊工证换了，新证到9月15日", {"until": date(2026, 9, 15), "sure": False}),
        ("许可证延续了，到2029年3月底", {"until": date(2029, 3, 31), "sure": False}),
        ("张强低压电工作业证复审过了，下次复审2029年3月1日", {"recheck": date(2029, 3, 1), "until": None}),
    ],
)
def test_what_is_not_said_in_full_is_not_sure_and_a_recheck_is_no_end(text: str, wanted: dict[str, object]) -> None:
    holds(read(text, "enterprise"), act="NewDate", **wanted)


@pytest.mark.parametrize(
    "text",
    [
        "王建国焊工证过期了",
        "0031焊工证过期，已换新证到2029年3月15日",
        "焊工证什么时候到期",
        "今天检查了焊工证，都在有效期内",
        "风险评估准备这个月完成",
        "风险管控措施已完成",
        "重大事故隐患报告单，液氨罐区未装紧急切断阀，时限：6月30日前，应急预案：已修订并备案",
    ],
)
def test_what_is_wanting_asked_or_to_come_is_no_new_date(text: str) -> None:
    assert not {one["act"] for one in read(text, "enterprise")} & {"NewDate", "RiskReviewed"}


@pytest.mark.parametrize(
    "text, day, major",
    [
        ("风险辨识评估已完成", None, False),
        ("我们厂安全风险辨识和评估已经做完，未发现重大风险", None, False),
        ("今年的风险评估做完了，有重大风险2处", None, True),
        ("双重预防里的风险评估报告完成了，3月8日", date(2026, 3, 8), False),
    ],
)
def test_a_risk_review_that_is_done(text: str, day: date | None, major: bool) -> None:
    holds(read(text, "enterprise"), act="RiskReviewed", day=day, major=major)


@pytest.mark.parametrize(
    "text, authority, reply_on, count",
    [
        ("市局交办：豫丰化工三车间灭火器过期、危废库门口堆放杂物，3月30日前回复", "市局", date(2026, 3, 30), 2),
        (
            "省督导组交办豫丰化工2条：1.罐区围堰排水阀常开；2.可燃气体报警器没检定。交办单榆安办（2026）5号，要求3月20日前书面回复",
            "省督导组",
            date(2026, 3, 20),
            2,
        ),
        (
            "收到市应急局交办单：宏达加油站1项，卸油口静电接地夹损坏，4月2日前反馈整改情况",
            "市应急局",
            date(2026, 4, 2),
            1,
        ),
        ("市局交办豫丰：消防泵房漏水，月底前反馈整改情况", "市局", date(2026, 3, 31), 1),
        ("市局转办：豫丰化工消防泵房漏水，5日内回复", "市局", date(2026, 3, 21), 1),
        ("上级交办豫丰化工灭火器过期，2025年3月30日前回复", "上级", date(2025, 3, 30), 1),
        ("市应急局转办：宏达加油站配电箱没接地，尽快回复", "市应急局", None, 1),
    ],
)
def test_what_was_handed_down(text: str, authority: str, reply_on: date | None, count: int) -> None:
    found = read(text, "officer")
    holds(found, act="FromAbove", authority=authority, reply_on=reply_on)
    report = vars(found[0]["report"])
    assert (len(report["hazards"]), report["deadline"]) == (count, None)


@pytest.mark.parametrize(
    "text, act",
    [
        ("交办豫丰化工：罐区围堰排水阀常开，限3月20日前整改", "HazardReport"),
        ("市里转来一条举报，豫丰夜里偷排，3天内回复", "TipOff"),
        ("已回复市局，文号榆应急〔2026〕30号", "AnsweredAbove"),
        ("豫丰那件已书面回复市局 文号榆应急〔2026〕30号", "AnsweredAbove"),
        ("省督导组的问题已书面反馈给省厅", "AnsweredAbove"),
        ("回复稿", "ReplyDraft"),
        ("帮我起草一份给市局的回复", "ReplyDraft"),
        ("上级交办还有几件", "AskAbove"),
        ("市局交办的还有哪些没回复", "AskAbove"),
        ("该报的表", "AskAbove"),
        ("这个月还要报哪些表", "AskAbove"),
        ("要往上报的材料还有哪些", "AskAbove"),
        ("附件3已报", "FormWent"),
        ("附件3调度表报市局了", "FormWent"),
        ("一季度工作总结报了", "FormWent"),
        ("附件4、附件5都报了", "FormWent"),
        ("附件6已经盖完县局的章", "AnnexDone"),
        ("0012附件6已报", "AnnexDone"),
        ("附件6什么时候报", "Help"),
        ("附件3发我", "ExportForm"),
        ("出一份附件6的重大隐患台账", "ExportForm"),
        ("附件6还没盖章", "Chatter"),
    ],
)
def test_what_an_officer_says_of_what_is_owed_above(text: str, act: str) -> None:
    assert read(text, "officer")[0]["act"] == act


def test_nobody_of_an_enterprise_speaks_of_it() -> None:
    for text in ("附件3已报", "附件6盖章了", "上级交办还有几件", "回复稿", "已回复市局，文号榆应急〔2026〕30号"):
        assert not {one["act"] for one in read(text, "enterprise")} & {
            "FormWent",
            "AnnexDone",
            "AskAbove",
            "ReplyDraft",
        }
