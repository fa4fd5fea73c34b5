"""No text may raise, whoever sends it and whatever is known around it."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers import acts
from handlers.understand import Context, OpenHazard, lexicon, understand
from handlers.understand.printed import printed
from tests.understanding.reads import NIGHT, REGISTER

WORDS = sorted({word.split("=")[-1] for some in lexicon.lists().values() for word in some})
MARKS = [
    ",",
    "。",
    "、",
    "\n",
    " ",
    "1",
    "2处",
    "0031",
    "YH-2026-0031",
    "3月14日",
    "宏达",
    "豫丰化工",
    "王建国",
    "31号",
    "明天",
    "99",
    "(",
    "[",
    "½",
]
TEXTS = st.one_of(st.text(max_size=120), st.lists(st.sampled_from(WORDS + MARKS), max_size=14).map("".join))
HAZARDS = st.builds(
    OpenHazard,
    st.sampled_from(["YH-2026-0031", "YH-2026-0032", "odd", ""]),
    st.text(max_size=12),
    st.none() | st.dates(),
)
CONTEXTS = st.builds(
    Context,
    now=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    role=st.sampled_from(["enterprise", "officer", "nobody"]),
    enterprise=st.none() | st.just("宏达加油站"),
    chat=st.sampled_from(["group", "direct"]),
    mention_bot=st.booleans(),
    media=st.sampled_from([{}, {"video": 1}, {"image": 3, "file": 1}]),
    reply_to=st.sampled_from(
        [
            None,
            "zero_report_prompt",
            "patrol_prompt",
            "YH-2026-0031",
            "extension:YH-2026-0031[deadline:2026-02-30]",
            "收到请回复1",
        ]
    ),
    open_hazards=st.lists(HAZARDS, max_size=3).map(tuple),
    last_list=st.lists(st.sampled_from(["YH-2026-0031", "x"]), max_size=3).map(tuple),
    register=st.just(REGISTER),
    known=st.booleans(),
    has_choices=st.booleans(),
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, CONTEXTS)
def test_no_text_raises(text: str, context: Context) -> None:
    reading = understand(text, context)
    for act in reading.acts:
        assert acts.load(acts.dump(act)) == act
    assert set(printed(reading, "x")) == {"id", "intent", "slots", "also", "ask", "why"}


@pytest.mark.parametrize("text", ["罐区正常\n" * 301, "a " * 400, "改好了," * 320, "，。" * 500 + "正常 " * 301])
def test_what_no_person_writes_is_set_aside(text: str) -> None:
    context = Context(now=datetime.fromisoformat(NIGHT), register=REGISTER)
    assert understand(text, context).too_long


def test_a_long_list_is_read() -> None:
    rows = "\n".join(f"{number}、{number}号泵：正常" for number in range(1, 61))
    reading = understand(f"夜间巡查情况\n{rows}", Context(now=datetime.fromisoformat(NIGHT), register=REGISTER))
    assert not reading.too_long
    assert isinstance(reading.acts[0], acts.PatrolReport)
