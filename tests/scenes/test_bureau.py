"""What the bureau owes, at 08:20 on working days: to the supervisor all of it, to the head what has waited too long."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from models import bureau, calendar, db, hazards, inbox, lifecycle, people, receiving, trail
from models.hazards import Draft, Extension, Hazard, Level, PictureStage, Source
from models.incoming import Incoming, MessageKind
from models.lifecycle import By, Move
from models.outbox import Outgoing
from models.people import Binding, Person, Role
from tests.scene import CHANNEL, Scene, scene, sqlite

BOT = By("test")
PLANT, STATION = "河南豫丰化工有限公司", "宏达加油站"
THURSDAY, MONDAY = date(2026, 3, 12), date(2026, 3, 16)


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Scene]:
    """Two enterprises of two grids that owe no nights, a supervisor for one grid and one for the rest, and a head."""
    async with scene(sqlite(tmp_path), calendar.at(THURSDAY, calendar.clock("10:00"))) as made:
        await made.enterprise(PLANT, "豫丰", class_name="无储存经营", grid="园区")
        await made.enterprise(STATION, "宏达站", class_name="无储存经营", grid="城区")
        await made.person("李安", Role.SAFETY, PLANT)
        await made.person("刘安", Role.SAFETY, STATION)
        await made.person("赵静", Role.SUPERVISOR, phone="13800138001")
        await made.person("程鹤", Role.SUPERVISOR, phone="13800138002")
        await made.person("江科", Role.HEAD)
        await made.work.write(lambda session: grid(session, "赵静", "园区"))
        yield made


def grid(session: Session, name: str, of: str) -> None:
    """Gives an officer a grid."""
    person = session.exec(select(Person).where(Person.name == name)).one()
    person.grid = of
    session.add(person)


async def hazard(scene: Scene, plant: str = PLANT, *, fixed: bool = True, verified: bool = False, **given: Any) -> str:
    """A hazard of which something waits for the bureau; its number."""
    now = scene.clock.now

    def put(session: Session) -> str:
        found = people.by_name(session, plant)
        assert found
        values = {"source": Source.DEPARTMENT, "item": "灭火器过期", "place": "三车间", "measures": "换新"}
        values |= {"responsible": "李安", "deadline": date(2026, 4, 30)} | given
        draft = Draft(enterprise_id=db.row_id(found.id), found_at=now, received_at=now, **values)
        one = hazards.enter(session, draft, now)
        lifecycle.move(session, one, Move.COMPLETE, BOT, now)
        if fixed:
            lifecycle.move(session, one, Move.RECTIFY, BOT, now)
        one.verified_at = now if verified else None
        session.add(one)
        return one.number

    return await scene.work.write(put)


async def found_and_verified(scene: Scene, count: int, plant: str = PLANT) -> list[str]:
    """Hazards that an enterprise found, fixed and verified itself, with their pictures."""
    numbers = [await hazard(scene, plant, verified=True, source=Source.PATROL) for _ in range(count)]
    await scene.work.write(lambda session: pictured(session, numbers, scene.clock.now))
    return numbers


def pictured(session: Session, numbers: list[str], now: datetime) -> None:
    """Gives each hazard a picture of afterwards."""
    from models.attachments import Attachment

    heard = Incoming(CHANNEL, f"picture-{numbers[0]}", MessageKind.IMAGE, "李安", now, now)
    receiving.receive(session.connection(), [heard])
    message = session.exec(select(inbox.Message).where(inbox.Message.msg_id == heard.msg_id)).one()
    message.status = inbox.MessageStatus.DONE
    for number in numbers:
        one = hazards.by_number(session, number)
        assert one
        attachment = Attachment(message_id=db.row_id(message.id), ordinal=one.serial, kind="image", status="stored")
        session.add(attachment)
        session.flush()
        hazards.show(session, one, [db.row_id(attachment.id)], PictureStage.AFTER)


async def request(scene: Scene, number: str, reason: str = "阀门没到货") -> None:
    """More time is asked for."""

    def ask(session: Session) -> None:
        one = hazards.by_number(session, number)
        assert one
        old, wanted = one.deadline, date(2026, 5, 15)
        asked = Extension(hazard_id=db.row_id(one.id), asked_at=scene.clock.now, old_deadline=old, wanted=wanted)
        asked.reason = reason
        session.add(asked)

    await scene.work.write(ask)


async def why(scene: Scene, key: str) -> list[str]:
    steps = await scene.work.read(lambda session: trail.of_key(session, key))
    return [f"{one.turned}: {one.reason}" for one in steps]


async def morning(scene: Scene, day: date) -> list[str]:
    """What is heard at 08:20 of a day."""
    await scene.play.step()
    scene.play.clock.put(calendar.at(day, calendar.clock("08:19")))
    await scene.play.step()
    scene.heard()
    await scene.clock.to("08:20", day)
    return scene.heard()


async def test_all_that_waits_in_six_lines_and_one_figure_each(works: Scene) -> None:
    await hazard(works)
    await hazard(works, level=Level.MAJOR, item="氯气管道泄漏")
    await found_and_verified(works, 12)
    await hazard(works, source=Source.PATROL)  # the safety manager has not verified it: the enterprise's own delay
    await request(works, await hazard(works, fixed=False))
    await hazard(works, fixed=False, deadline=date(2026, 3, 11))
    await hazard(works, STATION)  # another grid
    await works.work.write(unbind)
    assert await morning(works, date(2026, 3, 13)) == [
        "赵静: 今天要办：复查2，抽查1，企业自验11，延期待批1，超期1，发不到1家\n复查：豫丰0002、豫丰0001\n"
        "延期：豫丰0016\n发不到豫丰，打李安13800138000\n回1看清单，回2其余同意（11条）",
        "程鹤: 今天要办：复查1\n复查：宏达站0018\n回1看清单",
    ]
    assert await why(works, "morning.officer:5:2026-03-13") == ["suppressed: nothing waits for them"]  # the head


def unbind(session: Session) -> None:
    """李安 has no account any more."""
    person = session.exec(select(Person).where(Person.name == "李安")).one()
    for one in session.exec(select(Binding).where(Binding.person_id == person.id)):
        session.delete(one)


async def test_the_list_behind_the_digit_is_numbered_and_its_rest_is_closed_in_one_word(works: Scene) -> None:
    await hazard(works)
    numbers = await found_and_verified(works, 5)
    heard = await morning(works, date(2026, 3, 13))
    assert heard == [
        "赵静: 今天要办：复查1，抽查1，企业自验4\n复查：豫丰0001\n抽查：豫丰0005\n回1看清单，回2其余同意（4条）"
    ]
    await works.says("赵静", "1")
    assert works.heard("赵静") == [
        "清单｜3月13日\n【要复查的】\n1 豫丰 YH-2026-0001 三车间灭火器过期，部门检查\n【自验的，抽到要复查】\n"
        "2 豫丰 YH-2026-0005 三车间灭火器过期，夜巡\n【自验的，回“其余同意”一起销号】\n"
        "3 豫丰 YH-2026-0002 三车间灭火器过期，夜巡\n4 豫丰 YH-2026-0003 三车间灭火器过期，夜巡\n"
        "5 豫丰 YH-2026-0004 三车间灭火器过期，夜巡\n6 豫丰 YH-2026-0006 三车间灭火器过期，夜巡"
    ]
    await works.says("赵静", "第4条不合格，没有合格标签，18日前，其余同意")
    told = works.heard()
    closed = await works.work.read(lambda session: states(session, numbers))
    assert closed == {
        "0002": "closed",
        "0003": "rectifying",
        "0004": "closed",
        "0005": "awaiting_recheck",
        "0006": "closed",
    }
    assert [one for one in told if one.startswith("赵静") and "已销号3条" in one]


def states(session: Session, numbers: list[str]) -> dict[str, str]:
    """How some hazards stand."""
    found = session.exec(select(Hazard).where(col(Hazard.number).in_(numbers)).order_by(col(Hazard.id)))
    return {one.short: one.status for one in found}


async def test_the_sample_is_the_same_however_often_it_is_drawn(works: Scene) -> None:
    await found_and_verified(works, 30)

    def drawn(session: Session) -> tuple[int, list[str]]:
        person = session.exec(select(Person).where(Person.name == "赵静")).one()
        new = bureau.draw(session, person)
        return new, [one.short for one in session.exec(select(Hazard).where(col(Hazard.sampled)))]

    first = await works.work.write(drawn)
    assert first[0] == 3
    assert await works.work.write(drawn) == (0, first[1])


@pytest.mark.parametrize("count, sample", [(0, 0), (4, 0), (5, 1), (19, 1), (20, 2), (99, 9), (700, 70)])
def test_ten_in_a_hundred_are_drawn_and_one_at_least_of_five(count: int, sample: int) -> None:
    assert bureau.wanted(count) == sample


async def test_the_head_hears_of_what_has_waited_too_long(works: Scene) -> None:
    await hazard(works)
    await works.clock.forward(hours=1)
    await request(works, await hazard(works, fixed=False))
    assert [one for one in await morning(works, date(2026, 3, 13)) if one.startswith("江科")] == []
    assert [one for one in await morning(works, MONDAY) if one.startswith("江科")] == [
        "江科: 1件等了很久，还没办\n延期满1个工作日：豫丰0002\n监管员 赵静 13800138001\n回1看清单"
    ]
    thursday, friday = date(2026, 3, 19), date(2026, 3, 20)
    assert "复查满5个工作日" not in "".join(await morning(works, thursday))
    assert [one for one in await morning(works, friday) if one.startswith("江科")] == [
        "江科: 2件等了很久，还没办\n复查满5个工作日：豫丰0001\n延期满1个工作日：豫丰0002\n"
        "监管员 赵静 13800138001\n回1看清单"
    ]
    await works.says("江科", "1")
    assert works.heard("江科") == [
        "清单｜3月20日\n【要复查的】\n1 豫丰 YH-2026-0001 三车间灭火器过期，部门检查\n【延期待批】\n"
        "豫丰 YH-2026-0002 4月30日改到5月15日，阀门没到货"
    ]


async def test_messages_that_were_not_read_items_in_vain_and_missing_zero_reports_stand_there(county: Scene) -> None:
    await county.person("赵静", Role.SUPERVISOR)
    await county.play.step()
    lacking = await hazard(county, fixed=False, responsible="")

    def trouble(session: Session) -> None:
        now = county.clock.now
        one = hazards.by_number(session, lacking)
        assert one
        one.asked_times, one.asked_at = 2, now - timedelta(days=2)
        session.add(one)

    await county.work.write(trouble)
    await county.clock.to("10:00", MONDAY)
    await county.says("王建国", "安全" * 1500)
    await county.clock.to("08:20", date(2026, 3, 17))
    told = [one for one in county.heard() if one.startswith("赵静: 今天要办")]
    assert told[-1] == "赵静: 今天要办：缺项1，没读成1，零报告缺3家\n回1看清单"
    await county.says("赵静", "1")
    assert county.heard("赵静") == [
        "清单｜3月17日\n【缺项，问过2次】\n豫丰化工 YH-2026-0001 三车间灭火器过期，部门检查\n"
        "没读成的消息1条，问管理员\n【没报零报告】\n豫丰化工★、瑞康★、宏达站"
    ]


async def test_nothing_is_posted_on_a_day_off_nor_to_the_enterprise(works: Scene) -> None:
    await hazard(works)
    assert await morning(works, date(2026, 3, 14)) == []
    heard = await works.work.read(lambda session: session.exec(select(Outgoing.kind)).all())
    assert "morning.officer" not in heard


async def test_what_was_done_meanwhile_is_not_said(works: Scene) -> None:
    number = await hazard(works)
    await works.play.step()
    works.play.clock.put(calendar.at(date(2026, 3, 13), calendar.clock("08:20")))
    await works.play.office.tick()

    def close(session: Session) -> None:
        one = hazards.by_number(session, number)
        assert one
        lifecycle.move(session, one, Move.CLOSE, BOT, works.clock.now)

    await works.work.write(close)
    await works.play.step()
    works.silent()
