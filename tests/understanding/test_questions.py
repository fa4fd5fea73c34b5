"""What officers and enterprises ask, and what officers order."""

from datetime import date

import pytest

from handlers.acts import (
    Ask,
    AskDuty,
    AskEnterprise,
    AskLedger,
    AskReporting,
    ExportForm,
    ExtensionDecision,
    Help,
    Night,
    ProxyEntry,
    Remind,
    Result,
    Review,
)
from handlers.understand import Doubt
from tests.understanding.reads import first, kinds, officer, read


@pytest.mark.parametrize(
    "text, subject, which, day",
    [
        ("昨晚谁没报", Ask.MISSING, Night.LAST, None),
        ("谁没报", Ask.MISSING, Night.LAST, None),
        ("还差谁", Ask.MISSING, Night.LAST, None),
        ("昨晚还有哪些企业没报？", Ask.MISSING, Night.LAST, None),
        ("没报的有哪几家", Ask.MISSING, Night.LAST, None),
        ("未报名单", Ask.MISSING, Night.LAST, None),
        ("到现在还有几家没报", Ask.MISSING, Night.LAST, None),
        ("昨晚有没有漏报的", Ask.MISSING, Night.LAST, None),
        ("今晚还有谁没发视频", Ask.MISSING, Night.TONIGHT, None),
        ("3月12日谁没报", Ask.MISSING, Night.DAY, date(2026, 3, 12)),
        ("12号哪家没报", Ask.MISSING, Night.DAY, date(2026, 3, 12)),
        ("前天谁没报", Ask.MISSING, Night.DAY, date(2026, 3, 13)),
        ("上周三谁没报", Ask.MISSING, Night.DAY, date(2026, 3, 4)),
        ("今晚报了多少", Ask.COUNT, Night.TONIGHT, None),
        ("昨晚报了多少家", Ask.COUNT, Night.LAST, None),
        ("报了几家了", Ask.COUNT, Night.LAST, None),
        ("昨晚报齐了吗", Ask.COUNT, Night.LAST, None),
        ("昨晚夜巡情况", Ask.COUNT, Night.LAST, None),
        ("昨晚报送情况咋样", Ask.COUNT, Night.LAST, None),
        ("谁迟报", Ask.LATE, Night.LAST, None),
        ("哪些企业迟报了", Ask.LATE, Night.LAST, None),
        ("昨晚谁报晚了", Ask.LATE, Night.LAST, None),
    ],
)
def test_who_reported(text: str, subject: Ask, which: Night, day: date | None) -> None:
    (act,) = officer(text).acts
    assert isinstance(act, AskReporting)
    assert (act.subject, act.which, act.day) == (subject, which, day)


@pytest.mark.parametrize(
    "text, to_group", [("昨晚谁没报，发群里", True), ("把没报的名单发群里", True), ("昨晚谁没报", False)]
)
def test_to_the_group(text: str, to_group: bool) -> None:
    act = first(officer(text))
    assert isinstance(act, AskReporting)
    assert act.to_group is to_group


@pytest.mark.parametrize("text, kind", [("零报告谁没报", "zero"), ("谁还没巡", "patrol"), ("谁没报", "")])
def test_which_report(text: str, kind: str) -> None:
    act = first(officer(text))
    assert isinstance(act, AskReporting)
    assert act.kind == kind


@pytest.mark.parametrize(
    "text, start, end, which",
    [
        ("豫丰这周报了没", date(2026, 3, 9), date(2026, 3, 15), None),
        ("豫丰昨晚报了吗", date(2026, 3, 14), date(2026, 3, 14), Night.LAST),
        ("豫丰报了没", date(2026, 3, 14), date(2026, 3, 14), Night.LAST),
        ("豫丰12号报了吗", date(2026, 3, 12), date(2026, 3, 12), Night.DAY),
        ("豫丰今晚报了没有", date(2026, 3, 15), date(2026, 3, 15), Night.TONIGHT),
        ("豫丰这个月漏了几次", date(2026, 3, 1), date(2026, 3, 15), None),
    ],
)
def test_one_enterprise(text: str, start: date, end: date, which: Night | None) -> None:
    act = first(officer(text))
    assert isinstance(act, AskEnterprise)
    assert (act.enterprise, act.start, act.end, act.which) == ("河南豫丰化工有限公司", start, end, which)


@pytest.mark.parametrize("text", ["我们昨晚报了吗", "报上了没", "昨晚的视频收到了吗", "我们这周报了没"])
def test_ones_own(text: str) -> None:
    act = first(read(text))
    assert isinstance(act, AskEnterprise)
    assert act.enterprise is None


def test_an_enterprise_asks_about_another_by_name() -> None:
    act = first(read("瑞康这周报了没"))
    assert isinstance(act, AskEnterprise)
    assert act.enterprise == "瑞康制药有限公司"
    assert kinds(read("昨晚谁没报", chat="direct")) == ["AskReporting"]


def test_a_short_name_that_fits_ones_own_means_ones_own() -> None:
    act = first(read("宏达这周报了没"))
    assert isinstance(act, AskEnterprise)
    assert act.enterprise is None


def test_a_short_name_of_two_is_asked() -> None:
    reading = officer("宏达报了吗")
    act = first(reading)
    assert isinstance(act, AskEnterprise)
    assert act.enterprise is None
    assert reading.question is not None
    assert reading.question.doubt is Doubt.WHICH_ENTERPRISE
    assert reading.question.candidates == ("宏达加油站", "宏达化工有限公司")


@pytest.mark.parametrize(
    "text, day, evening, leader",
    [
        ("今晚谁值班", date(2026, 3, 15), True, False),
        ("明晚谁带班", date(2026, 3, 16), True, True),
        ("谁带班", None, False, True),
        ("值班电话", None, False, False),
        ("今晚值班领导是谁", date(2026, 3, 15), True, True),
        ("周五谁值班", date(2026, 3, 20), False, False),
    ],
)
def test_who_is_on_duty(text: str, day: date | None, evening: bool, leader: bool) -> None:
    assert officer(text).acts == (AskDuty(day, evening, leader),)


@pytest.mark.parametrize(
    "text",
    ["帮助", "?", "？", "help", "怎么报", "零报告怎么报", "能不能用手机拍", "可以发照片吗", "几点前报", "这个表咋填啊"],
)
def test_help(text: str) -> None:
    assert isinstance(first(read(text)), Help)


@pytest.mark.parametrize(
    "text, subject",
    [
        ("0031什么情况", "hazard_detail"),
        ("还有多少没整改", "hazards"),
        ("三天内到期的", "due_soon"),
        ("超期的有哪些", "overdue"),
        ("这个月数据", "summary"),
        ("整改率多少", "rectification_rate"),
        ("今年送教多少", "push_stats"),
    ],
)
def test_the_ledger(text: str, subject: str) -> None:
    act = first(officer(text))
    assert isinstance(act, AskLedger)
    assert act.subject == subject


@pytest.mark.parametrize("text", ["催一下没报的", "叫没报的赶紧报", "提醒这几家"])
def test_reminding(text: str) -> None:
    assert officer(text).acts == (Remind("unreported"),)


def test_the_other_orders() -> None:
    assert first(officer("导出上周周报")).intent == "export_form"
    assert isinstance(first(officer("附件3发我")), ExportForm)
    assert first(officer("不同意延期")) == ExtensionDecision(decision="reject")
    review = first(officer("0031复查不合格，标签没贴，18日前补好"))
    assert isinstance(review, Review)
    assert (review.result, review.reason, review.deadline) == ("fail", "标签没贴", date(2026, 3, 18))


def test_entry_for_somebody_who_phoned() -> None:
    (act,) = officer("代录 宏达加油站 王建国 电话报已巡无异常 02:10").acts
    assert act == ProxyEntry("宏达加油站", "王建国", Result.NORMAL, "02:10")


@pytest.mark.parametrize("text", ["各企业请于今天17点前报零报告", "收到请回复", "昨晚谁没报", "请大家做好夜间巡查"])
def test_what_an_officer_says_to_the_group_is_none(text: str) -> None:
    assert kinds(officer(text, mention_bot=False)) == ["Chatter"]


@pytest.mark.parametrize("text", ["复查合格，同意销号", "不同意延期", "催一下没报的", "导出周报"])
def test_an_enterprise_gives_no_orders(text: str) -> None:
    assert not {"Review", "ExtensionDecision", "Remind", "ExportForm"} & set(kinds(read(text)))
