"""Answers in words: which choice a short text means, and what is no answer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.understand import answering
from handlers.understand.answering import NONE, Choice, Yes, chosen
from tests.understanding import hostile

PLANTS = (
    Choice(1, ("榆川县宏达加油站", "宏达", "宏达站")),
    Choice(2, ("榆川宏达化工有限公司", "宏达", "宏达化工")),
)
HAZARDS = (
    Choice(1, ("YH-2026-0031", "0031", "三车间灭火器过期")),
    Choice(2, ("YH-2026-0032", "0032", "危废库门口堆杂物")),
    Choice(3, ("YH-2026-0047", "0047", "三车间护栏松动")),
)
ROUND = (Choice(1, (), Yes.ANY),)
RECEIPT = (Choice(1, (), Yes.NORMAL),)


@pytest.mark.parametrize(
    "text, choices, digit",
    [
        ("第二个", PLANTS, 2),
        ("２", PLANTS, 2),
        ("选2吧", PLANTS, 2),
        ("后面那个", PLANTS, 2),
        ("前面那家", PLANTS, 1),
        ("宏达化工", PLANTS, 2),
        ("就是加油站的", PLANTS, 1),
        ("我说的是化工那家", PLANTS, 2),
        ("榆川县宏达加油站", PLANTS, 1),
        ("0031那个", HAZARDS, 1),
        ("31号", HAZARDS, 1),
        ("对，0032", HAZARDS, 2),
        ("YH-2026-0047", HAZARDS, 3),
        ("灭火器", HAZARDS, 1),
        ("危废库门口那条", HAZARDS, 2),
        ("是护栏松动的那条", HAZARDS, 3),
        ("第三条", HAZARDS, 3),
        ("最后一条", HAZARDS, 3),
        ("正常", ROUND, 1),
        ("是", ROUND, 1),
        ("对的", ROUND, 1),
        ("没有", ROUND, 1),
        ("OK", ROUND, 1),
        ("正常的", RECEIPT, 1),
        ("都不是", PLANTS, NONE),
        ("两个都不是", PLANTS, NONE),
        ("不是", ROUND, NONE),
    ],
)
def test_words_choose(text: str, choices: tuple[Choice, ...], digit: int) -> None:
    assert chosen(text, choices) == digit


@pytest.mark.parametrize(
    "text, choices",
    [
        ("宏达", PLANTS),  # both
        ("榆川", PLANTS),
        ("三车间那条", HAZARDS),  # two of them
        ("第四条", HAZARDS),
        ("2026", HAZARDS),
        ("是", PLANTS),  # yes to which
        ("好的", ROUND),  # seen, not answered
        ("收到", ROUND),
        ("是", RECEIPT),  # it asked nothing
        ("有", ROUND),
        ("有隐患", ROUND),
        ("0031改好了", HAZARDS),  # another matter
        ("0031那个什么时候到期？", HAZARDS),
        ("三车间又漏油了", HAZARDS),
        ("宏达化工这周报了没", PLANTS),
        ("加油站还是化工？", PLANTS),
        ("那个", PLANTS),
        ("", PLANTS),
        ("宏达化工" * 20, PLANTS),
        ("宏达化工", ()),
    ],
)
def test_words_that_fit_none_or_several_choose_nothing(text: str, choices: tuple[Choice, ...]) -> None:
    assert chosen(text, choices) is None


@pytest.mark.parametrize(
    "text, place", [("第1条 已处理", 1), ("第二条处理好了", 2), ("3 已经办了", 3), ("第1条", None), ("已处理", None)]
)
def test_what_has_been_seen_to_is_named_by_its_place(text: str, place: int | None) -> None:
    assert answering.seen_to(text) == place


@pytest.mark.parametrize(
    "text, which",
    [
        ("不是", ""),
        ("不对", ""),
        ("不是，是加油站", "加油站"),
        ("不是化工，我问的是加油站", "加油站"),
        ("不是今天", ""),
        ("是", None),
    ],
)
def test_what_is_meant_instead(text: str, which: str | None) -> None:
    assert answering.instead(text) == which


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300) | st.text(alphabet="第一二三0123那个条是不都对选的,。 YH-", max_size=60))
def test_no_text_raises(text: str) -> None:
    for choices in (PLANTS, HAZARDS, ROUND, RECEIPT, ()):
        assert chosen(text, choices) in (None, NONE, *(one.digit for one in choices))
    answering.seen_to(text)
    answering.instead(text)


@pytest.mark.parametrize("part", ["是", "第", "的", "不是", "0", "那个", "已", " ", "对,"])
def test_long_hostile_lines_take_no_time(part: str) -> None:
    def spent(length: int) -> float:
        return hostile.spent(lambda: _read_as_answer(part * length))

    long, short = hostile.least(lambda: spent(20_000), lambda: spent(5_000), 12, 0.002)
    assert long <= 12 * short


def _read_as_answer(text: str) -> None:
    chosen(text, HAZARDS)
    answering.seen_to(text)
    answering.instead(text)
