"""Pages of weeks and months, and the tips that wait, as they are asked for at the desk."""

import pytest

from handlers.acts import AskPage, AskTips, ExportForm
from tests.understanding.reads import officer, read


@pytest.mark.parametrize(
    "text, kind, ago, month",
    [
        ("本周情况", "week", 0, 0),
        ("这周小结", "week", 0, 0),
        ("上周小结", "week", 1, 0),
        ("上周的情况怎么样？", "week", 1, 0),
        ("上上周总结", "week", 2, 0),
        ("看一下上个星期的情况", "week", 1, 0),
        ("本月小结", "month", 0, 0),
        ("这个月情况", "month", 0, 0),
        ("上月总结发我", "month", 1, 0),
        ("上个月整体情况", "month", 1, 0),
        ("2月小结", "month", 0, 2),
        ("十二月份总结", "month", 0, 12),
        ("月报", "month", 0, 0),
    ],
)
def test_a_page_is_asked_for(text: str, kind: str, ago: int, month: int) -> None:
    (act,) = officer(text).acts
    assert isinstance(act, AskPage)
    assert (act.kind, act.ago, act.month) == (kind, ago, month)


@pytest.mark.parametrize("text", ["送教待批", "有哪些送教没批？", "待批的送教", "看看待审核的安全知识"])
def test_the_tips_that_wait_are_asked_for(text: str) -> None:
    (act,) = officer(text).acts
    assert isinstance(act, AskTips)


@pytest.mark.parametrize(
    "text", ["这个月数据", "本周豫丰情况", "13月小结", "上周夜巡情况", "本周工作情况汇总", "上周周报给我", "送教多少条"]
)
def test_what_is_neither(text: str) -> None:
    assert not any(isinstance(act, AskPage | AskTips) for act in officer(text).acts)


def test_a_weekly_form_is_still_a_form() -> None:
    assert [type(act) for act in officer("导出上周周报").acts] == [ExportForm]


@pytest.mark.parametrize("text", ["上周小结", "送教待批"])
def test_an_enterprise_asks_for_neither(text: str) -> None:
    assert not any(isinstance(act, AskPage | AskTips) for act in read(text, mention_bot=True).acts)
