"""Special work: notice, receipt, tonight's list, its end asked for once; who is warned of what; drills counted."""

from datetime import date

import pytest
from sqlmodel import Session, select

from models import ledger, people, periods, special_work
from models.expiring import Expiring, ExpiringKind
from models.people import Enterprise
from models.periods import KeyPeriod
from models.special_work import SpecialWork
from tests.scene import Scene

MONDAY, TUESDAY = date(2026, 3, 16), date(2026, 3, 17)
NOTICE = "今晚8点到10点三车间一级动火，监护人张强，作业票号DH-2026-031"
RECEIPT = "动火已登记｜豫丰化工\n三车间动火一级 20:00—22:00\n监护人张强，票号DH-2026-031\n做完回：动火结束"


async def at(scene: Scene, wall: str, day: date = MONDAY) -> None:
    """That hour, whatever was said before."""
    await scene.clock.to(wall, day)
    scene.heard()


async def rows(scene: Scene) -> list[tuple[str, str, str, str]]:
    def ask(session: Session) -> list[tuple[str, str, str, str]]:
        found = session.exec(select(SpecialWork).order_by(SpecialWork.id))  # type: ignore[arg-type]
        return [(one.kind, one.place, one.level, one.status) for one in found]

    return await scene.work.read(ask)


def plant(session: Session, name: str = "河南豫丰化工有限公司") -> Enterprise:
    found = people.by_name(session, name)
    assert found
    return found


@pytest.mark.begins(MONDAY, "15:10")
async def test_notice_and_end(county: Scene) -> None:
    await county.says("李安", NOTICE)
    await county.clock.forward(minutes=1)
    assert [one for one in county.heard() if one.startswith("李安")] == [f"李安: {RECEIPT}"]
    assert await rows(county) == [("动火", "三车间", "一级", "planned")]
    await at(county, "15:30")
    await county.says("李明", "今晚动火有哪些")
    assert county.heard("李明") == ["1项动火，1家｜3月16日夜\n豫丰化工 三车间动火一级 20:00—22:00"]
    await at(county, "21:05")
    await county.says("李明", "今天的特殊作业")
    assert county.heard("李明") == ["1项特殊作业，1家｜3月16日\n豫丰化工 三车间动火一级 20:00—22:00（在做）"]
    await county.says("李安", "三车间动火结束，现场无余火")
    await county.clock.forward(minutes=1)
    assert county.heard("李安") == ["作业结束已登记 21:05\n三车间动火"]
    await county.clock.to("22:30")
    county.silent()


@pytest.mark.begins(MONDAY, "09:10")
async def test_whoever_gave_notice_is_asked_once_and_the_officer_has_it_on_the_list(county: Scene) -> None:
    await county.says("李安", "今天上午10点到11点罐区动火，监护人张强")
    await county.clock.forward(minutes=1)
    county.heard()
    await at(county, "11:09")
    await county.clock.to("11:10")
    assert county.heard("李安") == ["动火该结束了\n罐区动火 10:00—11:00\n已结束回1，还在做回2"]
    await county.says("李安", "2")
    assert county.heard("李安") == ["记下了，还在做：罐区动火\n做完回：动火结束"]
    await county.clock.to("13:00")
    county.silent()
    late = await county.work.read(lambda session: special_work.overdue(session, ledger.WHOLE, county.clock.now))
    assert [one.place for one, _ in late] == ["罐区"]
    await county.says("李安", "动火结束")
    await county.clock.forward(minutes=1)
    assert county.heard("李安") == ["作业结束已登记 13:00\n罐区动火"]


@pytest.mark.begins(MONDAY, "15:10")
async def test_an_end_in_the_night_wakes_nobody(county: Scene) -> None:
    await county.says("李安", NOTICE)
    await county.clock.forward(minutes=1)
    county.heard()
    await at(county, "22:09")
    await county.clock.to("22:20")
    county.silent()
    await county.clock.to("00:31", TUESDAY)
    await county.says("李安", "夜巡正常", media="video")
    await county.clock.to("07:31", TUESDAY)
    assert [one for one in county.heard() if "该结束" in one] == [
        "李安: 动火该结束了\n三车间动火一级 16日20:00—22:00\n已结束回1，还在做回2"
    ]
    await county.says("李安", "1")
    assert county.heard("李安") == ["作业结束已登记 07:31\n三车间动火"]
    assert await rows(county) == [("动火", "三车间", "一级", "ended")]


@pytest.mark.begins(MONDAY, "15:10")
async def test_several_works_and_one_called_off(county: Scene) -> None:
    await county.says("李安", "明天上午报备特殊作业：一级动火2处、受限空间1处，监护人张强")
    await county.clock.forward(minutes=1)
    county.heard()
    assert [row[0] for row in await rows(county)] == ["动火", "受限空间"]
    await county.says("李安", "明天受限空间取消")
    await county.clock.forward(minutes=1)
    assert [one for one in county.heard() if one.startswith("李安")] == [
        "李安: 动火已登记｜豫丰化工\n动火一级2处 17日\n监护人张强\n做完回：动火结束\n作业取消已登记 15:10\n受限空间"
    ]
    assert [row[3] for row in await rows(county)] == ["planned", "cancelled"]


@pytest.mark.begins(MONDAY, "15:10")
async def test_an_expired_guard_and_a_key_period_are_told_to_the_officer_once(county: Scene) -> None:
    now = county.clock.now

    def put(session: Session) -> None:
        own = plant(session)
        assert own.id
        session.add(
            Expiring(
                enterprise_id=own.id,
                kind=ExpiringKind.CERTIFICATE,
                person="张强",
                title="焊工证",
                valid_until=date(2026, 3, 1),
                entered_at=now,
            )
        )
        days = (date(2026, 3, 15), date(2026, 3, 20))
        periods.enter(
            session, KeyPeriod(name="两会", starts=days[0], ends=days[1], banned="动火等作业", entered_at=now)
        )

    await county.work.write(put)
    await county.says("李安", NOTICE)
    await county.clock.forward(minutes=1)
    heard = county.heard()
    assert [one for one in heard if one.startswith("李安")] == [
        "李安: 动火已登记｜豫丰化工\n三车间动火一级 20:00—22:00\n两会里动火等作业能缓就缓\n"
        "监护人张强，票号DH-2026-031\n做完回：动火结束"
    ]
    assert [one for one in heard if one.startswith("李明")] == [
        "李明: 特殊作业请看一眼｜豫丰化工\n三车间动火一级 20:00—22:00\n证件过期：张强焊工证3月1日\n"
        "两会列为应缓作业\n要问打李安 13800138000"
    ]
    await county.says("李安", "更正，监护人是李四")
    await county.clock.forward(minutes=1)
    assert not [one for one in county.heard() if one.startswith("李明")]


@pytest.mark.begins(MONDAY, "15:10")
async def test_a_notice_that_is_taken_back_is_on_no_list(county: Scene) -> None:
    await county.says("李安", NOTICE)
    await county.clock.forward(minutes=1)
    await county.says("李安", "撤回")
    await county.clock.forward(minutes=1)
    assert [one for one in county.heard() if one.startswith("李安")][-1] == "李安: 已撤回15:10那条，记录留底"
    await county.says("李明", "今晚动火有哪些")
    assert county.heard("李明") == ["3月16日夜没有报备的动火\n只算企业报备过的"]


@pytest.mark.begins(MONDAY, "15:10")
async def test_an_end_without_a_notice_is_kept_and_said_so(county: Scene) -> None:
    await county.says("李安", "动火结束")
    await county.clock.forward(minutes=1)
    assert [one for one in county.heard() if one.startswith("李安")] == ["李安: 记下了 15:10，没找到之前的报备"]


@pytest.mark.begins(MONDAY, "15:10")
async def test_drills_and_trainings_are_counted(county: Scene) -> None:
    await county.says("李安", "今天开展了氯气泄漏应急演练，参加30人，40分钟", media="image")
    await county.clock.forward(minutes=1)
    [said] = [one for one in county.heard() if one.startswith("李安")]
    assert said == "李安: 演练已收 15:10｜豫丰化工\n3月16日，氯气泄漏，30人，40分钟，今年第1次\n照片1"
    await at(county, "15:40")
    await county.says("李安", "组织全员安全培训，参加23人，2小时")
    await county.clock.forward(minutes=1)
    assert county.heard("李安") == ["培训已收 15:40｜豫丰化工\n3月16日，23人，120分钟，今年第1次"]
    await county.says("李明", "今年演练几次")
    assert county.heard("李明") == ["演练1次，1家，30人次｜1月1日—3月16日\n只算发来过的，没发的不算"]
    await county.says("刘安", "今年培训几次")
    assert county.heard("刘安") == ["宏达站没有登记培训｜1月1日—3月16日\n只算发来过的，没发的不算"]
    await at(county, "16:10")
    await county.says("李安", "明天下午2点开展泄漏应急演练")
    await county.clock.forward(minutes=1)
    assert county.heard("李安")[-1].endswith("3月17日演练\n办完发照片，写一句几个人参加")


@pytest.mark.begins(MONDAY, "15:10")
async def test_an_officer_is_told_who_sends_it(county: Scene) -> None:
    await county.says("李明", "今天开展了氯气泄漏应急演练，参加30人")
    assert county.heard("李明") == ["演练、承诺、作业报备由企业发来才算\n要查就问：今年演练几次、今晚动火有哪些"]


@pytest.mark.begins(MONDAY, "15:10")
async def test_in_the_group_a_notice_is_heard_and_receipted_in_private(county: Scene) -> None:
    await county.says("李安", NOTICE, chat="g1")
    await county.clock.forward(minutes=1)
    assert county.heard() == [f"李安: {RECEIPT}"]
