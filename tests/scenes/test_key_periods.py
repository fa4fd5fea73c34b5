"""Key periods: said back, set by a digit, announced, other hours by night and day, ended by themselves."""

from datetime import date

import pytest

from models.people import Role
from tests.scene import Scene

MONDAY = date(2026, 3, 16)


def to(scene: Scene, who: str) -> list[str]:
    """What one of them heard; what the others heard meanwhile is of no interest here."""
    return [one.removeprefix(f"{who}: ") for one in scene.heard() if one.startswith(f"{who}: ")]


WORDS = "3月20日到22日进入重点时段，依据许安委〔2026〕3号，一天两次零报告"


async def set_period(scene: Scene, words: str = WORDS) -> None:
    """A section head sets one by the digit."""
    await scene.person("孙科", Role.HEAD)
    await scene.says("孙科", words)
    to(scene, "孙科")
    await scene.says("孙科", "1")


@pytest.mark.begins(MONDAY, "15:00")
async def test_it_is_said_back_before_it_is_set(county: Scene) -> None:
    await county.person("孙科", Role.HEAD)
    await county.says("孙科", WORDS)
    assert to(county, "孙科") == [
        "设3月20日—22日重点时段？\n依据许安委〔2026〕3号\n夜巡改到4:00前\n零报告每天8:00、17:00各1次\n回1设定，回2不设"
    ]
    await county.says("孙科", "2")
    assert to(county, "孙科") == ["没设，什么都没改\n要设请再写一次起止日期"]
    await county.says("孙科", "取消重点时段")
    assert to(county, "孙科") == ["没有设着的重点时段，不用取消"]


@pytest.mark.begins(MONDAY, "15:00")
async def test_who_may_not_and_days_that_cannot_be(county: Scene) -> None:
    await county.says("李明", "3月20日到22日进入重点时段")
    assert to(county, "李明") == ["重点时段由科长、监管员或带班领导设\n请他们在这里说一句起止日期"]
    await set_period(county)
    assert to(county, "孙科") == [
        "设好了｜3月20日—22日重点时段\n3月17日10:00通知企业，3月19日16:00再说1次\n要改就回：取消重点时段"
    ]
    await county.says("孙科", "3月21日到25日进入重点时段")
    assert to(county, "孙科") == ["3月20日—22日已设重点时段\n先回：取消重点时段，再重新设"]


@pytest.mark.begins(MONDAY, "15:00")
async def test_enterprises_hear_three_days_and_one_day_before_and_the_group_once(county: Scene) -> None:
    await set_period(county)
    await county.clock.to("09:59", date(2026, 3, 17))
    county.heard()
    await county.clock.to("10:00", date(2026, 3, 17))
    begins = (
        "3月20日—22日重点时段\n依据许安委〔2026〕3号\n夜巡改到4:00前\n零报告每天8:00、17:00各1次\n"
        "动火等作业能缓就缓，要做提前1天报\n22日夜后自动恢复"
    )
    told = [one for one in county.heard() if "重点" in one]
    assert sorted(told) == sorted(f"{who}: {begins}" for who in ("g1", "李安", "刘安", "周全"))
    county.heard()
    await county.clock.to("10:00", date(2026, 3, 18))
    assert not [one for one in county.heard() if "重点" in one]
    await county.clock.to("16:00", date(2026, 3, 19))
    told = [one for one in county.heard() if "重点" in one]
    assert sorted(told) == sorted(f"{who}: {begins}" for who in ("李安", "刘安", "周全"))


@pytest.mark.begins(date(2026, 3, 19), "20:00")
async def test_a_night_of_it_closes_earlier_and_all_who_are_silent_are_told_with_numbers(county: Scene) -> None:
    await set_period(county)
    await county.clock.to("02:29", date(2026, 3, 21))
    county.heard()
    await county.clock.to("02:30", date(2026, 3, 21))
    assert to(county, "张强")[0].startswith("还差1次夜巡，4:00前")
    await county.says("张强", "罐区正常", media="video")
    await county.clock.to("03:19", date(2026, 3, 21))
    county.heard()
    await county.clock.to("03:20", date(2026, 3, 21))
    assert {one.split(":")[0] for one in county.heard()} == {"王建国", "陈夜"}
    await county.clock.to("04:05", date(2026, 3, 21))
    [told] = to(county, "李明")
    assert told.startswith("2家没报｜3月20日夜\n4:00已截止，催过2次\n瑞康★ ")
    await county.clock.to("04:30", date(2026, 3, 21))
    [leader] = to(county, "王强")
    assert leader.startswith("重大危险源1家没报｜3月20日夜\n值班员李明已收到名单\n瑞康★")
    county.heard()


@pytest.mark.begins(date(2026, 3, 19), "20:00")
async def test_zero_reports_are_due_at_their_hours_and_a_round_is_none(county: Scene) -> None:
    await set_period(county)
    await county.clock.to("00:30", date(2026, 3, 20))
    await county.says("王建国", "站区正常", media="video")
    await county.clock.to("07:29", date(2026, 3, 20))
    county.heard()
    await county.clock.to("07:30", date(2026, 3, 20))
    assert {one.split(":")[0] for one in county.heard()} >= {"李安", "刘安", "周全"}
    await county.says("刘安", "零报告")
    await county.clock.to("08:09", date(2026, 3, 20))
    county.heard()
    await county.clock.to("08:10", date(2026, 3, 20))
    assert {one.split(":")[0] for one in county.heard()} == {"李安", "周全"}
    await county.clock.to("08:20", date(2026, 3, 20))
    assert to(county, "g1") == ["零报告还差2家（8:00）：豫丰化工、瑞康"]
    await county.says("李安", "零报告")
    await county.clock.to("08:30", date(2026, 3, 20))
    [told] = [one for one in to(county, "李明") if "零报告差" in one]
    assert told.startswith("零报告差1家｜3月20日8:00\n瑞康★")
    await county.clock.to("09:00", date(2026, 3, 20))
    assert [one for one in to(county, "王强") if "零报告差" in one] == [
        "零报告差1家｜3月20日8:00\n重大危险源：瑞康\n值班员手里有名单和电话"
    ]
    county.heard()
    await county.clock.to("16:30", date(2026, 3, 20))
    assert {one.split(":")[0] for one in county.heard() if "还差1项" in one} == {"李安", "刘安", "周全"}


@pytest.mark.begins(date(2026, 3, 21), "20:00")
async def test_it_ends_by_itself_with_a_word(county: Scene) -> None:
    await set_period(county, "3月21日到22日进入重点时段")
    await county.clock.to("09:59", date(2026, 3, 23))
    county.heard()
    await county.clock.to("10:00", date(2026, 3, 23))
    [told] = [one for one in to(county, "李安") if "重点" in one]
    assert told.startswith("重点时段到3月22日结束，照平时\n夜巡5:00前，零报告提示照旧")
    county.heard()


@pytest.mark.begins(MONDAY, "15:00")
async def test_whoever_heard_of_it_hears_that_it_was_cancelled(county: Scene) -> None:
    await set_period(county)
    await county.clock.to("10:30", date(2026, 3, 17))
    county.heard()
    await county.says("孙科", "取消重点时段")
    said = "3月20日—22日重点时段取消了\n夜巡仍是5:00前，零报告照平时"
    told = county.heard()
    assert "孙科: 已取消｜3月20日—22日重点时段\n通知过的3人会收到一句" in told
    assert sorted(one for one in told if said in one) == sorted(f"{who}: {said}" for who in ("李安", "刘安", "周全"))


@pytest.mark.begins(MONDAY, "15:00")
async def test_anybody_may_ask_until_when_it_lasts(county: Scene) -> None:
    await county.person("孙科", Role.HEAD)
    await county.says("孙科", "重点时段到哪天")
    assert to(county, "孙科") == ["现在没有设重点时段\n要设就写：3月20日到28日进入重点时段"]
    await county.says("王建国", "现在是重点时段吗")
    assert to(county, "王建国") == ["现在没有设重点时段，照平时"]
    await county.says("孙科", WORDS)
    to(county, "孙科")
    await county.says("孙科", "1")
    to(county, "孙科")
    rest = "3月20日—22日，依据许安委〔2026〕3号\n夜巡改到4:00前\n零报告每天8:00、17:00各1次"
    await county.says("王建国", "什么时候进入重点时段")
    assert to(county, "王建国") == [f"3月20日起重点时段，还有4天\n{rest}"]
    await county.clock.to("13:00", date(2026, 3, 20))
    to(county, "王建国")
    await county.says("王建国", "重点时段还有几天")
    assert to(county, "王建国") == [f"重点时段到3月22日，还有2天\n{rest}"]
