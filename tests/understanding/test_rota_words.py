"""What is said about the rota and the office's own days, as people say it; and what only sounds so."""

from datetime import date

import pytest

from handlers.acts import (
    AnswerSwap,
    AskContacts,
    AskDuty,
    AskServed,
    CheckContacts,
    OfficeDays,
    PutIn,
    Span,
    SwapShift,
)
from handlers.understand import Context, understand
from models import calendar

MONDAY = date(2026, 3, 16)
NOW = calendar.at(MONDAY, calendar.clock("10:00"))


def acts(text: str, role: str = "officer", chat: str = "direct") -> tuple[object, ...]:
    return understand(text, Context(now=NOW, role=role, chat=chat)).acts


def day(month: int, number: int) -> date:
    return date(2026, month, number)


SUBSTITUTE = SwapShift(day(3, 19), "", "周宁")
EXCHANGE = SwapShift(day(3, 19), "", "周宁", exchange=True)


@pytest.mark.parametrize(
    "text, act",
    [
        ("3月19日周宁替我", SUBSTITUTE),
        ("3月19日周宁替我值班", SUBSTITUTE),
        ("周宁3月19日替我值班", SUBSTITUTE),
        ("3月19日的班，周宁替我值", SUBSTITUTE),
        ("3月19日请周宁替我值一下", SUBSTITUTE),
        ("周宁替我值3月19日的班", SUBSTITUTE),
        ("19日周宁替我", SUBSTITUTE),
        ("周四周宁替我值班", SUBSTITUTE),
        ("我3月19日的班周宁替", SUBSTITUTE),
        ("明天周宁替我值班", SwapShift(day(3, 17), "", "周宁")),
        ("周宁替李明值3月19日", SwapShift(day(3, 19), "李明", "周宁")),
        ("3月19日由周宁代李明值班", SwapShift(day(3, 19), "李明", "周宁")),
        ("3月19日我替李明", SwapShift(day(3, 19), "李明", "")),
        ("我替李明值明天的班", SwapShift(day(3, 17), "李明", "")),
        ("周宁替我值班", SwapShift(None, "", "周宁")),
        ("我和周宁换3月19日的班", EXCHANGE),
        ("3月19日我跟周宁换班", EXCHANGE),
        ("我想和周宁换一下3月19日的班", EXCHANGE),
        ("和周宁换班，3月19日", EXCHANGE),
        ("3月19日的班我和周宁换一下", EXCHANGE),
        ("李明和周宁换3月19日的班", SwapShift(day(3, 19), "李明", "周宁", exchange=True)),
        ("我3月19日和周宁3月20日换班", SwapShift(day(3, 19), "", "周宁", exchange=True, other_day=day(3, 20))),
        ("同意换班", AnswerSwap(agreed=True)),
        ("不同意换班", AnswerSwap(agreed=False)),
        ("不换班", AnswerSwap(agreed=False)),
        ("3月23日周宁值班", PutIn(day(3, 23), "周宁")),
        ("周宁3月23日值班", PutIn(day(3, 23), "周宁")),
        ("3月23日王强带班", PutIn(day(3, 23), "王强", leads=True)),
        ("10月11日上班", OfficeDays(Span(day(10, 11), day(10, 11)), works=True)),
        ("10月8日放假", OfficeDays(Span(day(10, 8), day(10, 8)))),
        ("国庆10月1日至8日放假", OfficeDays(Span(day(10, 1), day(10, 8)), name="国庆")),
        ("10月10日（周六）补班", OfficeDays(Span(day(10, 10), day(10, 10)), works=True)),
        ("1月3日上班", OfficeDays(Span(date(2027, 1, 3), date(2027, 1, 3)), works=True)),
        ("10月8日不上班", OfficeDays(Span(day(10, 8), day(10, 8)))),
        ("这个月谁值了几次班", AskServed(Span(day(3, 1), MONDAY))),
        ("每人值了多少个班", AskServed()),
        ("值班次数", AskServed()),
        ("联络测试", CheckContacts()),
        ("做一次联络测试", CheckContacts()),
        ("通讯测试一下", CheckContacts()),
        ("联络测试结果", AskContacts()),
        ("周六谁值班", AskDuty(day(3, 21))),
        ("下周谁值班", AskDuty(day(3, 23), until=day(3, 29))),
        ("国庆谁值班", AskDuty(day(10, 1), until=day(10, 7))),
        ("国庆那天谁值班", AskDuty(day(10, 1))),
        ("清明假期谁带班", AskDuty(day(4, 4), leader=True, until=day(4, 6))),
    ],
)
def test_an_officer_says_it_so(text: str, act: object) -> None:
    assert acts(text) == (act,)


@pytest.mark.parametrize(
    "text",
    [
        "谁替我值班？",
        "3月19日谁值班",
        "豫丰把灭火器换了",
        "企业放假了",
        "10月8日有企业放假",
        "张强换新，清走，17日前",
        "李明和周宁在换灭火器",
        "今天上班了",
        "上班了吗",
        "不换",
    ],
)
def test_what_only_sounds_so_is_something_else(text: str) -> None:
    orders = (SwapShift, PutIn, OfficeDays, AnswerSwap, CheckContacts)
    assert not [act for act in acts(text) if isinstance(act, orders)]


@pytest.mark.parametrize("text", ["10月8日放假", "3月19日周宁替我", "联络测试", "3月23日周宁值班"])
def test_an_enterprise_and_talk_in_a_group_order_nothing(text: str) -> None:
    orders = (SwapShift, PutIn, OfficeDays, AnswerSwap, CheckContacts)
    for role, chat in (("enterprise", "direct"), ("officer", "group")):
        assert not [act for act in acts(text, role, chat) if isinstance(act, orders)]
