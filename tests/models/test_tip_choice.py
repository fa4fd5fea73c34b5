"""Whose turn it is: weather and key period, a series chapter by chapter, what the hazards of a group are about."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from models import calendar, tip_choice
from models.library import Tip, TipKind, trusted
from models.tip_choice import KEY_PERIOD, Chosen, Today

TUESDAY = date(2026, 3, 17)


def tip(number: int, tags: str = "", series: str = "", chapter: int = 0, **given: object) -> Tip:
    values = {"kind": TipKind.LINK, "title": f"t{number}", "source": "s", "url": "https://x.cn"}
    return Tip(id=number, tags=tags, series=series, chapter=chapter, **(values | given))  # type: ignore[arg-type]


def first(tips: list[Tip], today: Today, hazards: Mapping[str, int] | None = None, **pushed: date) -> int:
    """What group 7 hears; ``pushed`` is when it heard t1, t2 …"""
    heard = {(int(name[1:]), 7): day for name, day in pushed.items()}
    (told,) = tip_choice.choose(tips, heard, [7], today, 1, {7: hazards or {}})[7]
    return told.tip_id


@pytest.mark.parametrize(
    "tags, marks, period, fits, comes_first",
    [
        ("高温", {"高温"}, "", True, True),  # a hot day in March
        ("高温", set(), "", False, False),
        ("防冻", {"低温", "防冻"}, "", True, True),
        ("重点时段", {KEY_PERIOD}, "两会", True, True),
        ("重点时段", set(), "", False, False),
        ("两会", {KEY_PERIOD}, "全国两会期间", True, True),
        ("两会", set(), "", True, False),
        ("动火", {"高温"}, "", True, False),
    ],
)
def test_what_the_day_is_marked_by(tags: str, marks: set[str], period: str, *, fits: bool, comes_first: bool) -> None:
    today = Today(TUESDAY, frozenset(marks), period)
    assert tip_choice.in_turn([tip(1, tags)], {}, today) == ([1] if fits else [])
    assert (first([tip(1), tip(2, tags)], today) == 2) is comes_first


def test_a_series_is_told_chapter_by_chapter_a_day_in_order_whatever_else_is_there() -> None:
    book = [tip(10 - chapter, series="口袋书", chapter=chapter) for chapter in (1, 2, 3)]
    tips = [tip(1, "春季"), tip(2), *book, tip(20, series="另一本", chapter=1)]
    heard, day, told = {}, TUESDAY, []
    for _ in range(6):
        (chosen,) = tip_choice.choose(tips, heard, [7], Today(day), 1)[7]
        told.append(chosen.tip_id)
        heard[chosen.tip_id, 7] = day
        day = calendar.next_workday(day)
    assert told == [1, 2, 9, 8, 7, 20]


def test_two_a_day_are_two_of_a_kind_but_one_chapter() -> None:
    tips = [tip(n, series="口袋书", chapter=n) for n in (1, 2, 3)] + [tip(4)]
    today = Today(TUESDAY)
    assert tip_choice.choose(tips, {(1, 7): TUESDAY - timedelta(days=1)}, [7], today, 2)[7] == [Chosen(2), Chosen(4)]
    assert tip_choice.choose(tips, {(1, 7): TUESDAY}, [7], today, 1)[7] == [Chosen(4)]


def test_a_chapter_that_is_gone_is_left_out_and_the_weather_interrupts() -> None:
    tips = [tip(1, series="口袋书", chapter=1), tip(3, series="口袋书", chapter=3), tip(4, "高温")]
    yesterday = TUESDAY - timedelta(days=1)
    assert first(tips, Today(TUESDAY), t1=yesterday) == 3
    assert first(tips, Today(TUESDAY, frozenset({"高温"})), t1=yesterday) == 4


@pytest.mark.parametrize(
    "hazards, pushed, expected",
    [
        ({}, {}, 1),
        ({"静电": 1}, {}, 3),
        ({"静电": 1, "动火": 2}, {}, 2),
        ({"储存": 5}, {}, 1),
        ({"静电": 1}, {"t4": TUESDAY - timedelta(days=6)}, 1),  # they have just heard of it
        ({"静电": 1}, {"t4": TUESDAY - timedelta(days=7)}, 3),
        ({"静电": 1}, {"t3": date(2020, 1, 1)}, 4),  # never the same while others are left
    ],
)
def test_what_the_open_hazards_of_a_group_are_about(
    hazards: dict[str, int], pushed: dict[str, date], expected: int
) -> None:
    tips = [tip(1), tip(2, "动火"), tip(3, "静电、装卸"), tip(4, "静电")]
    assert first(tips, Today(TUESDAY), hazards, **pushed) == expected


def test_topics_are_known_by_their_words() -> None:
    topics = tip_choice.topics([tip(1, "消防、夏季"), tip(2, "静电")])
    assert set(topics) == {"消防", "静电"}
    told = ["三车间灭火器过期", "卸车口静电接地线断", "门口堆杂物", "室内消火栓没水"]
    assert tip_choice.about(told, topics) == {"消防": 2, "静电": 1}


@pytest.mark.parametrize(
    "rest_days, ago, expected",
    [(0, 3000, 2), (30, 29, 2), (30, 30, 1)],
)
def test_never_again_until_all_others_were_heard_unless_a_rest_is_configured(
    rest_days: int, ago: int, expected: int
) -> None:
    tips = [tip(1, "动火"), tip(2)]
    today = Today(TUESDAY, rest_days=rest_days)
    assert first(tips, today, {"动火": 1}, t1=TUESDAY - timedelta(days=ago)) == expected


def test_why_it_is_its_turn() -> None:
    tips = [tip(1, "动火、春季", "口袋书", 2)]
    (told,) = tip_choice.choose(tips, {}, [7], Today(TUESDAY), 1, {7: {"动火": 3}})[7]
    assert told.why == "chapter 2 of 口袋书; open hazards of this group: 动火 3; in season: 春季"
    (told,) = tip_choice.choose([tip(1)], {}, [7], Today(TUESDAY), 1)[7]
    assert told.why == "never heard by this group, its turn"
    (told,) = tip_choice.choose([tip(1)], {(1, 7): date(2025, 1, 2)}, [7], Today(TUESDAY), 1)[7]
    assert told == Chosen(1)
    assert told.why == "all others were heard; this one on 2025-01-02"


def test_what_comes_up_on_the_next_working_days() -> None:
    tips = [tip(n) for n in range(1, 9)]
    assert tip_choice.coming(tips, {(1, 7): TUESDAY}, [7, 8], Today(TUESDAY), 1, 3) == [2, 3, 4]


@pytest.mark.parametrize(
    "url, source, expected",
    [
        ("https://www.mem.gov.cn/x", "谁", True),
        ("https://gov.cn/x", "谁", True),
        ("https://evilgov.cn/x", "谁", False),
        ("https://gov.cn.example.com/x", "谁", False),
        ("https://gov.cn@example.com/x", "谁", False),
        ("https://example.com\\@gov.cn/x", "谁", False),
        ("https://example.com?@gov.cn", "谁", False),
        ("HTTPS://WWW.GOV.CN:443/x", "谁", True),
        ("https://mp.example.com/s/1", "应急管理部", True),
        ("https://mp.example.com/s/1", "应急管理部吧", False),
        ("", "自己写的", True),
    ],
)
def test_whose_tips_need_nobodys_approval(url: str, source: str, *, expected: bool) -> None:
    assert trusted(tip(1, url=url, source=source), ["gov.cn", "应急管理部"]) is expected
