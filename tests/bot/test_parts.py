"""Long texts and fast mouths: splitting by bytes at line ends, and limits as data over what was sent."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Limit
from bot.pacing import at_once, free_at
from bot.parts import split

NOW = datetime(2026, 3, 14, 16, 31, tzinfo=UTC)


def test_a_short_text_stays_whole() -> None:
    assert split("已报 00:31", 2048) == ["已报 00:31"]


def test_a_long_list_is_cut_at_line_ends_and_numbered() -> None:
    text = "\n".join(f"{number} 企业{number} 13800138000" for number in range(200))
    parts = split(text, 2048)
    assert [part.split("\n")[0] for part in parts] == [f"({n}/{len(parts)})" for n in range(1, len(parts) + 1)]
    assert "\n".join("\n".join(part.split("\n")[1:]) for part in parts) == text


@given(st.text(max_size=3000), st.integers(60, 300))
def test_no_part_is_longer_than_it_may_be_and_nothing_is_lost(text: str, limit: int) -> None:
    text = "".join(char for char in text if not 0xD800 <= ord(char) <= 0xDFFF)
    parts = split(text, limit)
    assert all(len(part.encode()) <= limit for part in parts)
    whole = parts[0] if len(parts) == 1 else "".join(part.partition("\n")[2] for part in parts)
    assert whole.replace("\n", "") == text.replace("\n", "")


def test_the_thirty_first_message_of_a_minute_waits_for_the_first_to_be_a_minute_old() -> None:
    sent = [NOW - timedelta(seconds=59 - number) for number in range(30)]
    limits = (Limit(30, timedelta(minutes=1)), Limit(1000, timedelta(hours=1)))
    assert free_at(limits, sent, NOW) == sent[0] + timedelta(minutes=1)
    assert free_at(limits, sent[1:], NOW) == NOW


def test_what_is_spared_is_for_emergencies_alone() -> None:
    sent = [NOW - timedelta(seconds=59 - number) for number in range(16)]
    limits = (Limit(20, timedelta(minutes=1), spare=4),)
    assert free_at(limits, sent, NOW) == sent[0] + timedelta(minutes=1)
    assert free_at(limits, sent, NOW, 4, urgent=True) == NOW
    assert free_at(limits, sent, NOW, 5, urgent=True) == sent[0] + timedelta(minutes=1)
    assert (at_once(limits), at_once(limits, urgent=True), at_once(())) == (16, 20, None)


@given(st.lists(st.integers(0, 7200), max_size=60), st.integers(1, 20), st.integers(1, 3600), st.integers(1, 25))
def test_when_the_wait_is_over_the_limit_holds(ages: list[int], count: int, per: int, parts: int) -> None:
    sent = sorted(NOW - timedelta(seconds=age) for age in ages)
    limit = Limit(count, timedelta(seconds=per))
    free = free_at((limit,), sent, NOW, parts)
    assert free >= NOW
    assert sum(moment > free - limit.per for moment in sent) + min(parts, count) <= count
