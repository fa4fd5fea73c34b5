"""联络测试: who would be called is asked for a sign, and who gave none stands on a list with a number."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.doctor import contacts as doctor
from models import calendar, contact_tests
from models.contact_tests import ContactTest
from models.people import Binding, Person, Role
from models.site import Site
from tests.scene import CHANNEL, Scene, scene, sqlite

MONDAY = date(2026, 3, 16)


@pytest.fixture
async def bureau(tmp_path: Path) -> AsyncIterator[Scene]:
    """A bureau of five, one of whom has no account, and an enterprise with a guard and a safety manager."""
    async with scene(sqlite(tmp_path), calendar.at(MONDAY, calendar.clock("09:00")), Site(contact_tests=1)) as made:
        await made.enterprise("宏达加油站", "宏达站", class_name="无储存经营")
        await made.person("王建国", Role.REPORTER, "宏达加油站", phone="13800138010")
        await made.person("刘安", Role.SAFETY, "宏达加油站", phone="13800138011")
        await made.person("李明", Role.DUTY, phone="13800138001")
        await made.person("周宁", Role.DUTY, phone="13800138002")
        await made.person("郑南", Role.DUTY, phone="13800138003", user="-")
        await made.person("江科", Role.HEAD, phone="13800138004")
        await made.person("管理", Role.ADMIN)
        yield made


async def test_everybody_who_would_be_called_is_asked_and_who_gave_no_sign_is_told_with_a_number(bureau: Scene) -> None:
    await bureau.says("江科", "联络测试")
    assert bureau.heard("江科") == [
        "联络测试会发给5人\n局里3人，企业2人\n另有1人没有账号，发不到\n回1只测局里，回2全部"
    ]
    await bureau.says("江科", "2")
    assert bureau.heard("江科") == ["联络测试发给5人，2小时后告诉您谁没回"]
    await bureau.clock.forward(seconds=1)
    told = bureau.heard()
    assert [one.partition(":")[0] for one in told] == ["王建国", "刘安", "李明", "周宁", "江科"]
    assert told[0] == "王建国: 联络测试，看看能不能找到您\n看到就回1，11:00前"
    for who in ("王建国", "李明", "江科"):
        await bureau.says(who, "1")
        assert bureau.heard(who) == ["好，通了"]
    await bureau.says("江科", "联络测试")
    assert bureau.heard("江科") == ["联络测试正在做，11:00出结果"]
    await bureau.clock.to("11:01")
    assert bureau.heard("江科") == [
        "联络测试：通3人，没通3人｜3月16日\n郑南 13800138003 没账号\n周宁 13800138002 没回\n宏达站刘安 13800138011 没回"
    ]
    await bureau.says("周宁", "1")
    assert len(bureau.heard("周宁")) == 1


async def test_whoever_wrote_anything_meanwhile_could_be_reached(bureau: Scene) -> None:
    await bureau.says("管理", "联络测试")
    await bureau.says("管理", "1")
    await bureau.clock.forward(seconds=1)
    assert sum("联络测试，看看" in one for one in bureau.heard()) == 3
    await bureau.says("李明", "收到")
    await bureau.says("周宁", "今天谁值班")
    await bureau.says("江科", "1")
    bureau.heard()
    await bureau.clock.to("11:01")
    assert bureau.heard("管理") == ["联络测试：通3人，没通1人｜3月16日\n郑南 13800138003 没账号"]
    await bureau.says("管理", "联络测试结果")
    assert bureau.heard("管理") == ["联络测试：通3人，没通1人｜3月16日\n郑南 13800138003 没账号"]


async def test_one_account_of_a_duty_post_hears_it_once_and_answers_for_all(bureau: Scene) -> None:
    def share(session: Session) -> None:
        for name in ("周宁", "郑南"):
            person = session.exec(select(Person).where(Person.name == name)).one()
            assert person.id is not None
            bound = Binding(channel=CHANNEL, user_id="李明", person_id=person.id, bound_at=bureau.clock.now)
            session.add(bound)

    await bureau.work.write(share)
    await bureau.says("江科", "联络测试")
    await bureau.says("江科", "1")
    await bureau.clock.forward(seconds=1)
    assert [one.partition(":")[0] for one in bureau.heard() if "看看" in one] == ["李明", "江科"]
    await bureau.says("李明", "1")
    await bureau.says("江科", "1")
    bureau.heard()
    await bureau.clock.to("11:01")
    assert bureau.heard("江科") == ["联络测试：4人都通｜3月16日"]


async def test_by_night_it_waits_for_the_morning_and_who_may_not_is_told(bureau: Scene) -> None:
    await bureau.clock.to("22:00")
    bureau.heard()
    await bureau.person("赵静", Role.SUPERVISOR)
    await bureau.says("赵静", "联络测试")
    assert bureau.heard("赵静") == ["联络测试由值班员、科长、带班领导或管理员发起"]
    await bureau.says("李明", "联络测试")
    await bureau.says("李明", "1")
    assert bureau.heard("李明")[-1] == "联络测试7:30发给4人，2小时后告诉您谁没回"
    await bureau.clock.to("07:29", date(2026, 3, 17))
    bureau.silent()
    await bureau.clock.to("07:30", date(2026, 3, 17))
    assert len(bureau.heard()) == 4


async def test_the_monthly_one_comes_by_itself_where_it_is_wanted(bureau: Scene) -> None:
    await bureau.clock.to("10:01", date(2026, 4, 1))
    assert sum("联络测试，看看" in one for one in bureau.heard()) == 5
    await bureau.clock.to("12:02")
    assert [one.partition("：")[0] for one in bureau.heard()] == ["江科: 联络测试", "管理: 联络测试"]
    tests = await bureau.work.read(lambda session: session.exec(select(ContactTest)).all())
    assert len(tests) == 1


async def test_the_doctor_names_who_has_no_account_and_how_the_last_test_went(bureau: Scene) -> None:
    found = await bureau.work.read(doctor)
    assert (found.level, found.told) == (
        "yellow",
        "in rota and ladder without an account: 郑南; no test of contacts yet",
    )
    await bureau.says("江科", "联络测试")
    await bureau.says("江科", "1")
    await bureau.clock.to("11:01")
    bureau.heard()
    found = await bureau.work.read(doctor)
    assert found.told == "in rota and ladder without an account: 郑南; test of 2026-03-16: 4 of 4 gave no sign"
    assert await bureau.work.read(lambda session: contact_tests.running(session, bureau.clock.now)) is None
