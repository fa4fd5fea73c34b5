"""停产, 放假, 检修: asked with dates, decided by a supervisor, watched once a day, ended by itself or by a word."""

from datetime import date

import pytest
from sqlmodel import Session, select

from models import exemptions, opening
from models.obligations import DueStatus, ObligationKind
from models.people import Enterprise, Role
from tests.scene import Scene

MONDAY = date(2026, 3, 16)
PLANT = "宏达加油站"


def to(scene: Scene, who: str) -> list[str]:
    """What one of them heard; what the others heard meanwhile is of no interest here."""
    return [one.removeprefix(f"{who}: ") for one in scene.heard() if one.startswith(f"{who}: ")]


async def status(scene: Scene, night: date, kind: str = ObligationKind.PATROL) -> str | None:
    def find(session: Session) -> str | None:
        plant = session.exec(select(Enterprise).where(Enterprise.name == PLANT)).one()
        due = opening.due_of(session, plant, night, kind)
        return due.status if due else None

    return await scene.work.read(find)


async def asked(scene: Scene, words: str = "我们3月16日到18日停产检修，申请免报夜巡") -> None:
    await scene.person("赵静", Role.SUPERVISOR)
    await scene.says("刘安", words)


@pytest.mark.begins(MONDAY, "15:00")
async def test_a_supervisor_decides_and_the_nights_fall_away(county: Scene) -> None:
    await asked(county)
    assert sorted(county.heard()) == [
        "刘安: 记下了｜宏达站 3月16日—18日停产\n等监管员赵静批，没批之前夜巡照报",
        "赵静: 免报申请｜宏达站 3月16日—18日停产\n原话：“我们3月16日到18日停产检修…\n回1批准，回2不批",
    ]
    await county.says("赵静", "1")
    assert sorted(county.heard()) == [
        "刘安: 批了｜宏达站 3月16日—18日停产\n夜巡免报，每天17:00前回1句值守情况\n19日夜起照常\n赵静批",
        "赵静: 批了｜宏达站 3月16日—18日停产\n已告诉企业",
    ]
    await county.clock.to("03:30", date(2026, 3, 17))
    assert not [one for one in county.heard() if one.startswith("王建国")]
    assert await status(county, MONDAY) == DueStatus.EXEMPT
    assert await status(county, date(2026, 3, 17), ObligationKind.WATCH) == DueStatus.WAITING
    county.heard()


@pytest.mark.begins(MONDAY, "15:00")
async def test_refused_everything_stays(county: Scene) -> None:
    await asked(county)
    county.heard()
    await county.says("赵静", "2")
    assert to(county, "刘安")[0].startswith("没批｜宏达站 3月16日—18日停产\n夜巡、零报告照常")
    county.heard()
    await county.clock.to("03:30", date(2026, 3, 17))
    assert [one for one in to(county, "王建国") if one.startswith("还差1次夜巡")]
    county.heard()


@pytest.mark.begins(MONDAY, "15:00")
async def test_words_without_days_or_without_a_stop_and_days_gone_by(county: Scene) -> None:
    await asked(county, "我们厂停产了，申请免报")
    assert to(county, "刘安")[0].startswith("停产从哪天到哪天？")
    await county.says("刘安", "3月1日到3月5日停产，申请免报")
    [told] = to(county, "刘安")
    assert told.startswith("3月5日已经过了")
    county.heard()


@pytest.mark.begins(MONDAY, "15:00")
async def test_in_a_key_period_the_zero_report_is_owed_all_the_same(county: Scene) -> None:
    await county.person("孙科", Role.HEAD)
    await county.says("孙科", "3月17日到18日进入重点时段")
    await county.says("孙科", "1")
    await asked(county)
    county.heard()
    await county.says("赵静", "1")
    [told] = to(county, "刘安")
    assert "重点时段零报告照报" in told
    await county.clock.to("07:30", date(2026, 3, 17))
    assert [one for one in to(county, "刘安") if "零报告" in one]
    county.heard()


@pytest.mark.begins(MONDAY, "15:00")
async def test_it_ends_by_itself_and_the_enterprise_hears_it_on_the_last_day(county: Scene) -> None:
    await asked(county)
    await county.says("赵静", "1")
    await county.clock.to("10:00", date(2026, 3, 18))
    assert [one for one in to(county, "刘安") if "到期" in one] == [
        "今天停产到期｜宏达站\n19日夜起夜巡照常\n还要接着停，请回：停产到几日"
    ]
    await county.clock.to("03:30", date(2026, 3, 20))
    assert [one for one in to(county, "王建国") if one.startswith("还差1次夜巡")]
    county.heard()


@pytest.mark.begins(MONDAY, "15:00")
async def test_an_enterprise_that_works_again_earlier_owes_its_nights_again(county: Scene) -> None:
    await asked(county)
    await county.says("赵静", "1")
    await county.clock.to("09:30", date(2026, 3, 17))
    county.heard()
    await county.says("刘安", "我们今天复工了")
    assert sorted(county.heard()) == [
        "刘安: 恢复报送｜宏达站\n3月17日夜起夜巡照常",
        "赵静: 提前复工｜宏达站 3月16日停产\n3月17日夜起照常夜巡，不用您处理",
    ]
    await county.clock.to("03:30", date(2026, 3, 18))
    assert [one for one in to(county, "王建国") if one.startswith("还差1次夜巡")]
    county.heard()


@pytest.mark.begins(MONDAY, "15:00")
async def test_it_is_decided_once_and_only_by_who_may(county: Scene) -> None:
    await county.person("钱科", Role.SUPERVISOR)
    await asked(county)
    county.heard()
    await county.says("赵静", "1")
    county.heard()
    await county.says("钱科", "2")
    assert to(county, "钱科") == ["宏达站 3月16日—18日停产\n已经批过了，没有再改"]
    found = await county.work.read(lambda session: exemptions.waiting(session))
    assert list(found) == []
    county.heard()


@pytest.mark.begins(MONDAY, "15:00")
async def test_an_officer_grants_a_stop_that_was_told_by_phone(county: Scene) -> None:
    await county.person("赵静", Role.SUPERVISOR)
    await county.says("赵静", "宏达加油站3月16日到18日停产，免报")
    assert to(county, "赵静") == ["宏达站 3月16日—18日停产，免报？\n回1批准，回2不批"]
    await county.says("赵静", "1")
    assert "刘安: 批了｜宏达站 3月16日—18日停产" in "".join(county.heard())
    assert await status(county, MONDAY) in (None, DueStatus.EXEMPT)
    await county.clock.to("03:30", date(2026, 3, 17))
    assert not [one for one in county.heard() if one.startswith("王建国")]
    assert await status(county, MONDAY) == DueStatus.EXEMPT
