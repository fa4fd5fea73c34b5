"""What is a search in the ledger, what is looked for by it, and what is something else."""

from datetime import date

import pytest

from handlers.acts import SearchLedger, Span
from handlers.understand.printed import printed
from tests.understanding.reads import first, kinds, officer, read

YEAR = Span(date(2025, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    "text, words",
    [
        ("查 氯气管道", "氯气管道"),
        ("查：氯气管道", "氯气管道"),
        ("查氯气管道", "氯气管道"),
        ("查一下液氨泵的隐患", "液氨泵"),
        ("帮我查一下液氨泵", "液氨泵"),
        ("找 灭火器过期", "灭火器过期"),
        ("搜 阀门 泄漏", "阀门 泄漏"),
        ("检索静电接地", "静电接地"),
        ("查 氨", "氨"),
        ("查 张强", "张强"),
        ("查 老李一起看", "老李一起看"),
        ("查询罐区的阀门", "罐区 阀门"),
        ("有没有关于液氨泵的隐患", "液氨泵"),
        ("有没有涉及氯气管道的问题？", "氯气管道"),
        ("罐区的隐患", "罐区"),
        ("三车间灭火器的隐患有哪些？", "三车间灭火器"),
        ("查一下罐区没整改的隐患", "罐区"),
        ("有没有类似静电接地线松动的隐患", "静电接地线松动"),
    ],
)
def test_an_officer_looks_for_words(text: str, words: str) -> None:
    act = first(officer(text))
    assert (act.text if isinstance(act, SearchLedger) else "") == words, kinds(officer(text))


@pytest.mark.parametrize(
    "text, words, span, plants",
    [
        ("去年罐区的隐患", "罐区", YEAR, ()),
        ("2025年罐区的隐患", "罐区", YEAR, ()),
        ("前年罐区的隐患", "罐区", Span(date(2024, 1, 1), date(2024, 12, 31)), ()),
        ("上个月豫丰罐区的隐患有哪些", "罐区", Span(date(2026, 2, 1), date(2026, 2, 28)), ("河南豫丰化工有限公司",)),
        ("查一下瑞康去年灭火器的问题", "灭火器", YEAR, ("瑞康制药有限公司",)),
        ("查 3月10日以来罐区", "罐区", Span(date(2026, 3, 10), date(2026, 3, 15)), ()),
    ],
)
def test_periods_and_names_bound_a_search(text: str, words: str, span: Span, plants: tuple[str, ...]) -> None:
    act = first(officer(text))
    assert isinstance(act, SearchLedger), kinds(officer(text))
    assert (act.text, act.span, act.enterprises) == (words, span, plants)


@pytest.mark.parametrize(
    "text",
    [
        "查岗",
        "查了一圈没事",
        "查完了",
        "查 YH-2026-0031",
        "查一下0031",
        "查今晚谁没报",
        "查 今晚谁没报",
        "夜查正常",
        "查一下宏达加油站本月夜巡情况",
        "查一下豫丰",
        "查一下隐患",
        "查一下未整改的隐患",
        "查一下重大隐患",
        "查 超期的",
        "去年的隐患",
        "豫丰的隐患",
        "今年的重大隐患",
        "罐区的隐患有几条",
        "查一下谁值班",
        "查看台账",
        "没销号的隐患有哪些",
        "查 阀门泄漏了",
        "查2号罐泄漏",
        "查 罐区 有人晕倒",
        "氯气罐泄漏",
        "查一下发现管道有点漏",
        "查下来有两处隐患",
        "查一下是不是泄漏",
        "找个时间整改",
        "查一下昨晚的视频",
        "查" * 41,
    ],
)
def test_what_is_no_search(text: str) -> None:
    assert "SearchLedger" not in kinds(officer(text))
    assert "SearchLedger" not in kinds(read(text, chat="direct"))


@pytest.mark.parametrize(
    "text", ["查 氯气管道", "查一下灭火器的隐患", "去年罐区的隐患", "罐区的隐患有哪些", "搜 阀门 泄漏"]
)
def test_an_enterprise_looks_for_its_own_in_private(text: str) -> None:
    assert kinds(read(text, chat="direct")) == ["SearchLedger"]
    assert "SearchLedger" not in kinds(read(text))
    assert "SearchLedger" not in kinds(read(text, chat="direct", media={"image": 1}))
    assert "SearchLedger" not in kinds(read(text, chat="direct", reply_to="patrol_prompt"))


@pytest.mark.parametrize(
    "text",
    ["罐区的隐患", "查罐区正常", "查 罐区 正常", "找厂家换阀门", "查灭火器，过期2个", "查灭火器过期2个", "查漏补缺"],
)
def test_what_an_enterprise_tells_is_no_search(text: str) -> None:
    assert "SearchLedger" not in kinds(read(text, chat="direct"))


def test_in_the_group_an_officer_names_the_bot() -> None:
    assert kinds(officer("查 氯气管道", chat="group")) == ["SearchLedger"]
    assert "SearchLedger" not in kinds(officer("查 氯气管道", chat="group", mention_bot=False))


def test_it_is_printed_as_a_question() -> None:
    line = printed(officer("去年豫丰罐区的隐患"), "1")
    assert (line["intent"], line["slots"]) == (
        "status_query",
        {
            "subject": "hazards",
            "date_range": {"start": "2025-01-01", "end": "2025-12-31"},
            "enterprise": "河南豫丰化工有限公司",
        },
    )
    own = printed(read("查 氯气管道", chat="direct"), "2")
    assert (own["intent"], own["slots"]) == ("status_query", {"subject": "hazards", "enterprise": "宏达加油站"})


def test_a_long_line_is_no_search() -> None:
    assert "SearchLedger" not in kinds(officer("有没有关于" + "的隐患有没有关于" * 200))
