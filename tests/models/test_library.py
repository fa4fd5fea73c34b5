"""Which tips a day gets: what fits, what has rested, the same for all; and what was really sent."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import tip_choice
from models.library import Tip, TipKind
from models.tip_choice import OCCASIONS, REST, SEASONS, Chosen, Today

APPROVED = datetime(2025, 1, 1, tzinfo=UTC)
TUESDAY = date(2026, 3, 17)


def tip(number: int, tags: str = "", **given: object) -> Tip:
    values = {
        "kind": TipKind.LINK,
        "title": f"t{number}",
        "source": "s",
        "approved_at": APPROVED,
        "url": "https://x.cn",
    }
    return Tip(id=number, tags=tags, **(values | given))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "tags, day, fits",
    [
        ("", TUESDAY, True),
        ("动火、加油站", TUESDAY, True),
        ("高温", TUESDAY, False),
        ("高温", date(2026, 7, 1), True),
        ("高温、动火", TUESDAY, False),
        ("高温、春季", TUESDAY, True),
        ("防冻", date(2026, 1, 5), True),
        ("防冻", date(2026, 5, 6), False),
        ("汛期", date(2026, 9, 30), True),
        ("雷雨", TUESDAY, False),
        ("雷雨", date(2026, 4, 1), True),
        ("3月", TUESDAY, True),
        ("12月", TUESDAY, False),
        ("安全生产月", date(2026, 6, 1), True),
        ("节前", TUESDAY, False),
        ("节前", date(2026, 2, 9), True),  # 春节 begins on the 15th
        ("节前", date(2026, 2, 6), False),
        ("节前", date(2026, 3, 31), True),  # 清明, three days
        ("节前", date(2026, 3, 27), False),
        ("节前", date(2026, 9, 30), True),
        ("复工", date(2026, 2, 24), True),  # the first day after nine days off
        ("复工", date(2026, 3, 5), True),
        ("复工", date(2026, 3, 6), False),
        ("复工", date(2026, 4, 7), False),  # three days off are no standstill
        ("复工", date(2026, 5, 6), True),
    ],
)
def test_a_tip_of_a_season_keeps_to_it(tags: str, day: date, fits: bool) -> None:
    assert tip_choice.in_turn([tip(1, tags)], {}, Today(day)) == ([1] if fits else [])


@pytest.mark.parametrize(
    "pushed, expected",
    [
        ({}, [2, 1, 3]),  # nothing was sent yet: what is only of this season first
        ({(2, 1): TUESDAY - timedelta(days=1)}, [1, 3, 2]),
        ({(1, 1): date(2025, 9, 1), (2, 1): date(2025, 8, 1), (3, 1): date(2025, 7, 1)}, [3, 2, 1]),
        ({(1, 1): date(2025, 7, 1), (1, 2): date(2026, 1, 5), (2, 1): date(2025, 8, 1)}, [3, 2, 1]),
    ],
)
def test_what_was_never_or_longest_ago_sent_goes_first(
    pushed: dict[tuple[int, int], date], expected: list[int]
) -> None:
    assert tip_choice.in_turn([tip(1), tip(2, "春季"), tip(3)], pushed, Today(TUESDAY)) == expected


@pytest.mark.parametrize(
    "ago, again",
    [(1, True), (179, True), (180, False), (400, False)],
)
def test_what_a_group_has_heard_rests_for_half_a_year(ago: int, again: bool) -> None:
    pushed = {(1, 7): TUESDAY - timedelta(days=ago)}
    assert tip_choice.choose([tip(1)], pushed, [7], Today(TUESDAY), 1) == {7: [Chosen(1, again=again)]}


def test_a_library_that_has_run_out_gives_what_is_longest_ago() -> None:
    pushed = {(1, 7): TUESDAY - timedelta(days=3), (2, 7): TUESDAY - timedelta(days=9), (3, 7): date(2025, 1, 1)}
    tips = [tip(1), tip(2), tip(3)]
    assert tip_choice.choose(tips, pushed, [7], Today(TUESDAY), 2) == {7: [Chosen(3), Chosen(2, again=True)]}
    assert tip_choice.choose([], pushed, [7], Today(TUESDAY), 2) == {7: []}
    assert tip_choice.choose(tips[:1], pushed, [7], Today(TUESDAY), 2) == {7: [Chosen(1, again=True)]}


def test_a_group_that_missed_days_joins_the_others() -> None:
    pushed = {(1, 7): TUESDAY - timedelta(days=1)}
    chosen = tip_choice.choose([tip(1), tip(2)], pushed, [7, 8], Today(TUESDAY), 1)
    assert chosen == {7: [Chosen(2)], 8: [Chosen(2)]}


TAGS = st.sampled_from(["", "", "动火", *SEASONS, *OCCASIONS])


@settings(max_examples=60, deadline=None)
@given(
    tags=st.lists(TAGS, min_size=1, max_size=12),
    start=st.dates(date(2025, 1, 1), date(2026, 6, 1)),
    steps=st.lists(st.integers(1, 40), max_size=25),
    count=st.integers(0, 2),
    late=st.integers(0, 10),
)
def test_for_as_long_as_anything_rested_is_left_nothing_comes_again(
    tags: list[str], start: date, steps: Sequence[int], count: int, late: int
) -> None:
    """A group that joins late hears the same as the other, unless it has heard it; nothing is out of season."""
    tips, pushed, day = [tip(number, one) for number, one in enumerate(tags, 1)], {}, start
    by_id = {one.id: one for one in tips}
    for turn, step in enumerate(steps):
        day += timedelta(days=step)
        groups = [1, 2] if turn >= late else [1]
        fitting = set(tip_choice.in_turn(tips, pushed, Today(day)))
        chosen = tip_choice.choose(tips, pushed, groups, Today(day), count)
        for group in groups:
            told = chosen[group]
            assert len(told) == len({one.tip_id for one in told}) == min(count, len(fitting))
            rested = {one for one in fitting if day - pushed.get((one, group), date.min) >= REST}
            assert {one.tip_id for one in told if not one.again} <= rested
            assert not any(one.again for one in told) or len(rested) < count
            for one in told:
                when = tip_choice.seasonal(by_id[one.tip_id])
                assert one.tip_id in fitting
                assert not when or when & tip_choice.holding(day)
        for group in groups:
            pushed |= {(one.tip_id, group): day for one in chosen[group]}


@pytest.mark.parametrize(
    "given, public_url, reachable",
    [
        ({"url": "https://x.cn"}, "", True),
        ({"url": "", "text": "一句"}, "", True),
        ({"url": ""}, "https://y.cn", False),
        ({"kind": TipKind.VIDEO, "url": "", "clip": "c"}, "", False),
        ({"kind": TipKind.VIDEO, "url": "", "clip": "c"}, "https://y.cn", True),
        ({"kind": TipKind.VIDEO, "url": "", "text": "一句"}, "https://y.cn", False),
    ],
)
def test_what_nobody_can_get_at_is_not_for_a_group(given: dict[str, object], public_url: str, reachable: bool) -> None:
    assert tip(1, **given).reachable(public_url) is reachable


def test_the_seasons_cover_the_year_and_only_months_that_there_are() -> None:
    months = [set(SEASONS[season]) for season in ("春季", "夏季", "秋季", "冬季")]
    assert sorted(month for found in months for month in found) == list(range(1, 13))
    assert all(found <= set(range(1, 13)) for found in SEASONS.values())
    assert not SEASONS.keys() & OCCASIONS
