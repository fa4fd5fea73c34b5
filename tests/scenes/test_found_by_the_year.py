"""What the rehearsed year (tests/year) found, each told again as a short story."""

import pytest

from models.people import Role
from tests.scene import Scene

MUTE = "隆达化工有限公司"


@pytest.fixture
async def with_a_mute(county: Scene) -> Scene:
    """The county with one more enterprise, of which nobody has an account."""
    await county.enterprise(MUTE, "隆达化工", days=60)
    await county.person("何强", Role.REPORTER, MUTE, user="-")
    return county


async def test_whom_nobody_can_reach_is_told_to_the_officer_once_a_night(with_a_mute: Scene) -> None:
    await with_a_mute.clock.to("03:00")
    with_a_mute.heard()
    await with_a_mute.clock.to("07:30")
    calls = [one for one in with_a_mute.heard() if "发不到" in one]
    assert calls == ["李明: 发不到1家，请打电话：\n隆达化工 何强 13800138000"]


async def test_the_next_night_it_is_told_again(with_a_mute: Scene) -> None:
    await with_a_mute.clock.to("07:30")
    with_a_mute.heard()
    await with_a_mute.clock.to("20:00")
    with_a_mute.heard()
    await with_a_mute.clock.to("04:00")
    calls = [one for one in with_a_mute.heard() if "发不到" in one]
    assert calls == ["李明: 发不到1家，请打电话：\n隆达化工 何强 13800138000"]


async def test_who_stands_for_two_hears_a_step_once_although_one_of_them_reports_meanwhile(county: Scene) -> None:
    await county.person("刘安", Role.SAFETY, "瑞康制药有限公司")
    await county.clock.to("06:41")
    told = [one for one in county.heard() if one.startswith("刘安: 没收到夜巡")]
    assert [one.split("\n")[1] for one in told] == ["瑞康、宏达站"]
    await county.says("王建国", "昨晚夜巡的，补发，无隐患", media="video")
    await county.clock.to("09:05")
    assert not [one for one in county.heard() if one.startswith("刘安: 没收到夜巡")]


@pytest.mark.parametrize("wall, told", [("06:10", {"张强", "王建国", "陈夜"}), ("06:50", set())])
async def test_an_order_before_the_morning_wakes_nobody_but_who_is_there(
    county: Scene, wall: str, told: set[str]
) -> None:
    await county.clock.to(wall)
    county.heard()
    await county.says("李明", "提醒没报的")
    heard = county.heard()
    assert {one.split(":")[0] for one in heard if "没收到夜巡" in one} == told
    assert heard[0].startswith("李明: 已提醒")
