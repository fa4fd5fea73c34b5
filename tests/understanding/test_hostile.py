"""Long hostile lines: what is four times as long takes not much more than four times as long."""

from datetime import date, datetime

import pytest

from handlers.understand import LONGEST, Context, OpenHazard, clauses, dates, lexicon, understand
from tests.understanding import hostile
from tests.understanding.reads import NIGHT, REGISTER

#: Below so many seconds a ratio says nothing but how busy the machine is.
LEAST = 0.006
PARTS = [
    "泄漏",
    "没有泄漏、",
    "a",
    " ",
    "@",
    "零报告",
    "x。",
    "监护人",
    "改好了,",
    "隐患1处",
    "1、",
    "3月14日",
    "(",
    "a ",
    "无",
    "、",
    "1",
    "没发现发现",
    "引患",
    "正长",
    "罐区 ",
    "二人一起",
    "哈",
    "宏达",
    "😀",
    "1️⃣",
]


@pytest.mark.parametrize("name", sorted(hostile.expressions()))
def test_no_expression_tracks_back_without_bound(name: str) -> None:
    pattern = hostile.expressions_of()[name]
    ratio, took, line = hostile.growth(pattern, LEAST, hostile.is_searched(name))
    assert ratio <= hostile.RATIO, f"{took * 1000:.1f} ms for {line!r}"


def spent(text: str, role: str) -> float:
    """The processor time that a message takes."""
    context = Context(
        now=datetime.fromisoformat(NIGHT),
        role=role,
        media={"video": 1},
        register=REGISTER,
        open_hazards=(OpenHazard("YH-2026-0001", "灭火器过期", date(2026, 3, 1)),),
    )
    return hostile.spent(lambda: understand(text, context))


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("role", ["enterprise", "officer"])
def test_a_longer_message_takes_not_much_more_than_its_length(part: str, role: str) -> None:
    lexicon.cut("")
    line = part * LONGEST
    long, short = hostile.least(lambda: spent(line[:LONGEST], role), lambda: spent(line[:500], role), 12, 0.004)
    assert long / short <= 12


def test_what_is_too_long_is_set_aside_at_once() -> None:
    aside, read = hostile.least(
        lambda: spent("隐患" * 10_000, "enterprise"), lambda: spent("隐患" * 200, "enterprise"), 1, 0.0
    )
    assert aside <= read


def test_caches_have_their_limits() -> None:
    for cached in (clauses.split, dates._days):
        limit = cached.cache_info().maxsize
        assert limit is not None
        assert limit <= clauses.KEPT
