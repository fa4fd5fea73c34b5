"""Deadlines: who hears what and when, exactly so often; what is fixed or waits for the bureau is not said."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from bot import ticker
from models import calendar, db, hazards, ledger, lifecycle, people, runs, terms, trail
from models.hazards import Draft, Extension, ExtensionStatus, Level, Source
from models.lifecycle import By, Move
from models.outbox import Outgoing
from models.people import Binding, Person, Role
from scheduler import deadlines, jobs
from scheduler.jobs import Job
from tests.scene import Scene, scene, sqlite

BOT = By("test")
PLANT, STATION = "河南豫丰化工有限公司", "宏达加油站"
#: A Monday; no holiday until 4 April.
MONDAY = date(2026, 3, 16)


@pytest.fixture
def only_deadlines(monkeypatch: pytest.MonkeyPatch) -> None:
    """No other job runs, so that months go by quickly."""
    whole = jobs.table

    def some(*timed: tuple[jobs.Timed, ...]) -> tuple[Job, ...]:
        return tuple(job for job in whole(*timed) if job.name.startswith("deadlines"))

    monkeypatch.setattr(jobs, "table", some)


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Scene]:
    """Two enterprises whose nights are not asked for, so that only what hangs on deadlines is heard."""
    async with scene(sqlite(tmp_path), calendar.at(date(2026, 3, 12), calendar.clock("08:00"))) as made:
        await made.enterprise(PLANT, "豫丰化工", class_name="无储存经营", grid="园区")
        await made.enterprise(STATION, "宏达站", class_name="无储存经营", grid="园区")
        await made.person("张强", Role.REPORTER, PLANT)
        await made.person("李安", Role.SAFETY, PLANT)
        await made.person("钱总", Role.PRINCIPAL, PLANT)
        await made.person("王建国", Role.REPORTER, STATION)
        await made.person("刘安", Role.SAFETY, STATION)
        await made.person("赵静", Role.SUPERVISOR, user="-", phone="13800138001")
        yield made


async def hazard(scene: Scene, plant: str = PLANT, **given: Any) -> str:
    """Puts a hazard into the ledger, complete, as of so many days ago; its number."""

    def put(session: Session) -> str:
        found = people.by_name(session, plant)
        assert found
        then = scene.clock.now - timedelta(days=given.pop("days", 20))
        values = {
            "source": Source.DEPARTMENT,
            "item": "灭火器过期",
            "place": "三车间",
            "measures": "换新",
            "responsible": "李安",
            **given,
        }
        one = hazards.enter(
            session,
            Draft(enterprise_id=db.row_id(found.id), found_at=then, received_at=then, **values),
            scene.clock.now,
        )
        lifecycle.move(session, one, Move.COMPLETE, BOT, scene.clock.now)
        return one.number

    return await scene.work.write(put)


async def moved(scene: Scene, number: str, *moves: Move) -> None:
    """What a hazard goes through meanwhile."""

    def go(session: Session) -> None:
        one = hazards.by_number(session, number)
        assert one
        for move in moves:
            lifecycle.move(session, one, move, BOT, scene.clock.now)

    await scene.work.write(go)


async def change(scene: Scene, number: str, **values: Any) -> None:
    """Writes something into a hazard, as a handler would."""

    def write(session: Session) -> None:
        one = hazards.by_number(session, number)
        assert one
        for name, value in values.items():
            setattr(one, name, value)
        session.add(one)

    await scene.work.write(write)


async def request(scene: Scene, number: str) -> None:
    """More time is asked for."""

    def ask(session: Session) -> None:
        one = hazards.by_number(session, number)
        assert one
        session.add(Extension(hazard_id=db.row_id(one.id), asked_at=scene.clock.now, wanted=date(2026, 3, 25)))

    await scene.work.write(ask)


def decide(session: Session, status: ExtensionStatus) -> None:
    """The request is decided."""
    for one in session.exec(select(Extension)):
        one.status = status
        session.add(one)


async def unbind(scene: Scene, *names: str) -> None:
    """Takes people's accounts away."""

    def drop(session: Session) -> None:
        bound = select(Binding).join(Person, col(Person.id) == col(Binding.person_id))
        for one in session.exec(bound.where(col(Person.name).in_(names))):
            session.delete(one)

    await scene.work.write(drop)


def letters(session: Session, prefix: str) -> Sequence[Outgoing]:
    """The letters whose keys begin so."""
    return session.exec(select(Outgoing).where(col(Outgoing.key).startswith(prefix))).all()


async def why(scene: Scene, key: str) -> list[str]:
    """What the trail tells of a key."""
    steps = await scene.work.read(lambda session: trail.of_key(session, key))
    return [f"{one.turned}: {one.reason}" for one in steps]


async def days(scene: Scene, count: int) -> list[tuple[str, str, str]]:
    """What is heard over so many days: when, by whom, the first line."""
    before = len(scene.channel.said)
    await scene.clock.forward(days=count)
    scene.heard()
    return [
        (f"{calendar.local(one.at):%m-%d %H:%M}", one.to, one.text.split("\n")[0])
        for one in scene.channel.said[before:]
    ]


@pytest.mark.usefixtures("only_deadlines")
async def test_a_deadline_comes_near_ends_and_is_fixed(works: Scene) -> None:
    await hazard(works, deadline=date(2026, 3, 20))
    heard = await days(works, 8)
    assert heard == [
        ("03-13 09:00", "李安", "1条快到期｜豫丰化工"),
        ("03-17 09:00", "李安", "1条快到期｜豫丰化工"),
        ("03-19 09:00", "李安", "1条快到期｜豫丰化工"),
    ]
    assert works.channel.said[-1].text == (
        "1条快到期｜豫丰化工\n20日 0001 三车间灭火器过期\n改好发照片写编号；来不及回：延期0001"
    )
    await works.clock.to("09:00", date(2026, 3, 20))
    assert works.heard("李安") == [
        "今天到期1条｜0001 三车间灭火器过期\n改好：发照片，写“0001改好了”\n"
        "来不及：写“0001延期”，加原因、新日期、临时防护"
    ]
    await works.clock.to("15:00")
    assert works.heard("李安") == [
        "还有1条今天到期｜0001 三车间灭火器过期\n改好：发照片，写“0001改好了”\n"
        "来不及：写“0001延期”，加原因、新日期、临时防护"
    ]
    await moved(works, "YH-2026-0001", Move.RECTIFY)
    assert await days(works, 20) == []


@pytest.mark.usefixtures("only_deadlines")
async def test_a_short_term_is_not_announced_a_week_ahead_nor_on_the_day_it_was_set(works: Scene) -> None:
    await hazard(works, days=0, deadline=date(2026, 3, 20))
    assert [when for when, _, _ in await days(works, 8)] == ["03-17 09:00", "03-19 09:00"]
    await works.clock.to("08:00", date(2026, 4, 15))
    works.heard()
    await hazard(works, days=0, deadline=date(2026, 4, 16))
    heard = await days(works, 3)
    assert [(when, text) for when, _, text in heard if "0002" in text] == [
        ("04-16 09:00", "今天到期1条｜0002 三车间灭火器过期"),
        ("04-16 15:00", "还有1条今天到期｜0002 三车间灭火器过期"),
        ("04-17 09:00", "超期1天｜0002 三车间灭火器过期"),
    ]


@pytest.mark.usefixtures("only_deadlines")
@pytest.mark.parametrize(
    "deadline, told",
    [
        # a Thursday: the days 1, 3, 5, 12, 19 and 26, of which the third is a Sunday
        (date(2026, 3, 12), ["03-13", "03-16", "03-17", "03-24", "03-31", "04-07"]),
        # a Friday: the days 1 and 3 are one message on Monday, so one more is said at the end
        (date(2026, 3, 13), ["03-16", "03-18", "03-25", "04-01", "04-08", "04-15"]),
        # the days 1 to 5 lie within the holiday around 1 October, the twelfth is a Monday
        (date(2026, 9, 30), ["10-08", "10-12", "10-19", "10-26", "11-02", "11-09"]),
    ],
)
async def test_an_overdue_one_is_heard_of_exactly_six_times(works: Scene, deadline: date, told: list[str]) -> None:
    works.play.clock.put(calendar.at(deadline, calendar.clock("17:00")))
    await hazard(works, deadline=deadline)
    heard = await days(works, 50)
    assert [when for when, who, _ in heard if who == "李安"] == [f"{day} 09:00" for day in told]
    assert [who for _, who, _ in heard if who != "李安"] == ["钱总"]  # at the third day, once


@pytest.mark.usefixtures("only_deadlines")
async def test_what_safety_manager_and_principal_read_of_an_overdue_one(works: Scene) -> None:
    await hazard(works, deadline=date(2026, 3, 12), item="灭火器过期", responsible="张强")
    await works.clock.to("09:00", date(2026, 3, 13))
    below = "请回一句：到哪步、哪天完、现场怎么防护\n已改好就发照片\n监管员 赵静 13800138001"
    late = f"超期1天｜0001 三车间灭火器过期\n{below}"
    assert sorted(works.heard()[-2:]) == [f"张强: {late}", f"李安: {late}"]
    await works.clock.to("09:00", MONDAY)
    heard = works.heard()
    assert f"李安: {late.replace('超期1天', '超期4天')}" in heard
    assert (
        "钱总: 超期4天｜豫丰化工\n0001 三车间灭火器过期\n责任人张强\n请定一下：哪天改完、现场怎么防护\n"
        "监管员 赵静 13800138001" in heard
    )


@pytest.mark.usefixtures("only_deadlines")
async def test_who_said_that_it_is_fixed_is_asked_for_the_picture(works: Scene) -> None:
    number = await hazard(works, deadline=date(2026, 3, 12))
    await change(works, number, claimed_at=works.clock.now)
    await works.clock.to("09:00", date(2026, 3, 13))
    assert works.heard("李安")[-1] == (
        "超期1天｜0001 三车间灭火器过期\n说过改好了，还差1张改后照片\n发照片，写“0001改好了”\n监管员 赵静 13800138001"
    )


@pytest.mark.usefixtures("only_deadlines")
async def test_all_of_an_enterprise_stand_in_one_message_the_most_urgent_first(works: Scene) -> None:
    await hazard(works, deadline=date(2026, 3, 18), item="支架松动", place="氯气管道")
    await hazard(works, deadline=date(2026, 3, 17), item="堆杂物", place="危废库门口")
    await hazard(works, deadline=date(2026, 3, 14), item="灭火器过期", place="三车间")
    await hazard(works, deadline=date(2026, 3, 20), item="护栏锈蚀", place="循环水泵房")
    await hazard(works, STATION, deadline=date(2026, 3, 17), item="静电夹坏", place="卸油口", responsible="")
    works.play.clock.put(calendar.at(date(2026, 3, 17), calendar.clock("08:00")))
    await works.clock.to("09:00", date(2026, 3, 17))
    assert works.heard() == [
        "李安: 4条要处理｜豫丰化工\n超3天 0003 三车间灭火器过期\n今天 0002 危废库门口堆杂物\n"
        "18日 0001 氯气管道支架松动等4条\n改好发照片写编号；来不及回：延期0003\n监管员 赵静 13800138001",
        "钱总: 超期3天｜豫丰化工\n0003 三车间灭火器过期\n责任人李安\n请定一下：哪天改完、现场怎么防护\n"
        "监管员 赵静 13800138001",
        "刘安: 今天到期1条｜0005 卸油口静电夹坏\n改好：发照片，写“0005改好了”\n"
        "来不及：写“0005延期”，加原因、新日期、临时防护",
    ]
    listed = await works.work.read(lambda s: [one.about["listed"] for one in letters(s, "deadline:1:2026-03-17:2")])
    assert listed == [[f"YH-2026-000{n}" for n in (3, 2, 1, 4)]]


@pytest.mark.usefixtures("only_deadlines")
async def test_a_responsible_person_hears_of_their_own_only(works: Scene) -> None:
    await hazard(works, deadline=date(2026, 3, 13), responsible="班长张强", item="灭火器过期")
    await hazard(works, deadline=date(2026, 3, 13), responsible="外聘老周", item="护栏锈蚀")
    await works.clock.to("09:00", date(2026, 3, 13))
    heard = works.heard()
    assert [one.split("\n")[0] for one in heard if one.startswith("张强")][
        -1
    ] == "张强: 今天到期1条｜0001 三车间灭火器过期"
    assert [one.split("\n")[0] for one in heard if one.startswith("李安")][-1] == "李安: 今天到期2条｜豫丰化工"
    assert {one.split(":")[0] for one in heard} == {"张强", "李安"}


@pytest.mark.usefixtures("only_deadlines")
async def test_who_stands_for_two_plants_has_one_message_for_both_wherever_the_pages_end(
    works: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadlines, "PAGE", 1)
    await unbind(works, "李安")
    await works.person("刘安", Role.SAFETY, PLANT, user="刘安")
    await hazard(works, deadline=MONDAY)
    await hazard(works, STATION, deadline=date(2026, 3, 17), item="静电夹坏", place="卸油口")
    works.play.clock.put(calendar.at(MONDAY, calendar.clock("08:50")))
    await works.clock.to("09:00", MONDAY)
    assert works.heard("刘安") == [
        "2条要处理｜2家企业\n今天 豫丰化工0001 三车间灭火器过期\n17日 宏达站0002 卸油口静电夹坏\n"
        "改好发照片写编号；来不及回：延期0001"
    ]
    [letter] = await works.work.read(lambda session: letters(session, "deadline:"))
    assert letter.about["enterprises"] == [1, 2]
    assert await why(works, "deadline:2:2026-03-16:5") == [f"merged: stands in {letter.key}"]
    await works.clock.to("15:00", MONDAY)
    assert [one.split("\n")[0] for one in works.heard("刘安")] == ["还有1条今天到期｜0001 三车间灭火器过期"]


@pytest.mark.usefixtures("only_deadlines")
async def test_without_a_safety_manager_the_principal_hears_it_and_not_twice(works: Scene) -> None:
    await unbind(works, "李安")
    await hazard(works, deadline=date(2026, 3, 13))
    await works.clock.to("08:00", MONDAY)
    works.heard()
    await works.clock.to("09:00", MONDAY)
    assert [one.split("\n")[0] for one in works.heard("钱总")] == ["超期3天｜0001 三车间灭火器过期"]
    assert await why(works, "overdue.principal:1:2026-03-16:3") == ["merged: stands in deadline:1:2026-03-16:3"]


@pytest.mark.usefixtures("only_deadlines")
async def test_the_duty_phone_hears_it_where_nobody_else_can_and_at_last_nobody(works: Scene) -> None:
    await unbind(works, "李安", "钱总")
    await hazard(works, deadline=MONDAY)
    await works.clock.to("08:00", MONDAY)
    works.heard()
    await works.clock.to("09:00", MONDAY)
    assert len(works.heard("张强")) == 1
    await unbind(works, "张强")
    await works.clock.to("09:00", date(2026, 3, 17))
    works.silent()
    assert await why(works, "deadline:1:2026-03-17:nobody") == ["suppressed: nobody of this enterprise has an account"]


@pytest.mark.usefixtures("only_deadlines")
async def test_a_deadline_on_a_sunday_is_spoken_of_on_friday_afternoon(works: Scene) -> None:
    await hazard(works, deadline=date(2026, 3, 15))
    heard = await days(works, 5)
    assert [when for when, who, _ in heard if who == "李安"] == ["03-12 09:00", "03-13 15:00", "03-16 09:00"]
    friday = next(one.text for one in works.channel.said if calendar.local(one.at).day == 13)
    assert friday == "1条快到期｜豫丰化工\n15日周日 0001 三车间灭火器过期\n改好发照片写编号；来不及回：延期0001"


@pytest.mark.usefixtures("only_deadlines")
async def test_a_major_one_is_spoken_of_on_the_sunday_too(works: Scene) -> None:
    await works.person("王强", Role.LEADER)
    await hazard(works, deadline=date(2026, 3, 15), level=Level.MAJOR)
    await hazard(works, STATION, deadline=date(2026, 3, 15))
    heard = await days(works, 5)
    assert [(when, who) for when, who, _ in heard if when >= "03-13"] == [
        ("03-13 15:00", "李安"),
        ("03-13 15:00", "刘安"),
        ("03-15 09:00", "李安"),
        ("03-16 09:00", "李安"),
        ("03-16 09:00", "刘安"),
        ("03-16 09:00", "王强"),  # a major one at the first day
    ]


@pytest.mark.usefixtures("only_deadlines")
async def test_what_is_closed_between_posting_and_saying_is_withdrawn(works: Scene) -> None:
    first = await hazard(works, deadline=MONDAY)
    second = await hazard(works, deadline=MONDAY, item="护栏锈蚀")
    await hazard(works, STATION, deadline=MONDAY)
    await works.clock.to("08:59", MONDAY)
    works.heard()
    works.play.clock.put(calendar.at(MONDAY, calendar.clock("09:00")))
    await works.play.office.tick()
    await moved(works, first, Move.RECTIFY, Move.CLOSE)
    await moved(works, "YH-2026-0003", Move.RECTIFY)
    await works.play.step()
    assert [one.split("\n")[0] for one in works.heard("李安")] == ["今天到期1条｜0002 三车间护栏锈蚀"]
    [letter] = await works.work.read(lambda session: letters(session, "deadline:2:2026-03-16:5"))
    assert (letter.status, letter.reason) == ("withdrawn", "every one was fixed, closed or put off meanwhile")
    await moved(works, second, Move.RECTIFY)
    await works.clock.to("15:30")
    works.silent()


@pytest.mark.usefixtures("only_deadlines")
async def test_while_the_bureau_has_a_request_in_hand_the_enterprise_hears_nothing(works: Scene) -> None:
    number = await hazard(works, deadline=date(2026, 3, 13))
    await request(works, number)
    await works.clock.to("18:00", MONDAY)
    works.silent()
    assert await why(works, "deadline:1:2026-03-16:nobody") == [
        "suppressed: more time was asked for, and waits for the bureau"
    ]
    await change(works, number, deadline=date(2026, 3, 17))
    await works.work.write(lambda session: decide(session, ExtensionStatus.APPROVED))
    await works.clock.to("09:00", date(2026, 3, 17))
    assert [one.split("\n")[0] for one in works.heard("李安")] == ["今天到期1条｜0001 三车间灭火器过期"]


# The leader


async def test_the_leader_hears_of_all_in_one_message_with_what_digits_do(works: Scene) -> None:
    await works.person("王强", Role.LEADER)
    await hazard(works, deadline=date(2026, 3, 11))  # its fifth day is Monday
    await hazard(
        works,
        STATION,
        deadline=date(2026, 3, 15),
        level=Level.MAJOR,
        item="静电夹坏",
        place="卸油口",
        control="停用卸油口",
    )
    works.play.clock.put(calendar.at(MONDAY, calendar.clock("08:59")))
    await works.clock.to("09:00", MONDAY)
    told = [one for one in works.heard() if one.startswith("王强")]
    assert told == [
        "王强: 超期2条需您过问，未整改共2条\n宏达站 YH-2026-0002 重大 超1天\n豫丰化工 YH-2026-0001 一般 超5天\n"
        "监管员 赵静 13800138001\n回1看详情，回2看负责人电话"
    ]
    await works.says("王强", "1")
    assert works.heard("王强") == [
        "超期2条｜3月16日\n1 宏达站 YH-2026-0002 重大 超1天\n卸油口静电夹坏，责任人李安\n防护：停用卸油口\n"
        "监管员 赵静 13800138001\n2 豫丰化工 YH-2026-0001 一般 超5天\n三车间灭火器过期，责任人李安\n现场防护没写\n"
        "监管员 赵静 13800138001\n回2看企业负责人电话"
    ]
    await works.says("王强", "2")
    assert works.heard("王强") == ["2家负责人电话\n宏达站  没登记电话\n豫丰化工 钱总 13800138000"]


async def test_what_the_list_of_eight_has_told_is_not_said_again_at_nine(county: Scene) -> None:
    await hazard(county, deadline=date(2026, 3, 11))
    await county.clock.to("08:00", MONDAY)
    county.heard()
    told = [one.text for one in county.channel.said if one.to == "王强"]
    assert told[-1].startswith(
        "未报3：豫丰化工★、瑞康★、宏达站\n应报3：已报0 未报3\n3月15日夜（★重大危险源）\n豫丰化工★连续2夜没报\n"
        "需您过问1条：豫丰化工0001，回1看\n超期1\n14日夜未报3：豫丰化工★等3家\n夜巡按时0/6"
    )
    await county.clock.to("09:30", MONDAY)
    assert not [one for one in county.heard() if one.startswith("王强")]
    assert await why(county, "overdue.leader:8:2026-03-16") == ["merged: stands in morning.leader:8:2026-03-15"]
    await county.says("王强", "1")
    assert county.heard("王强")[0].startswith("超期1条｜3月16日\n1 豫丰化工 YH-2026-0001 一般 超5天")


async def test_the_lists_of_the_morning_have_the_figures_that_there_are(county: Scene) -> None:
    await hazard(county, days=0, deadline=date(2026, 3, 20))
    await hazard(county, days=0, deadline=date(2026, 3, 15), level=Level.MAJOR)
    await hazard(county, deadline=date(2026, 3, 1))
    await request(county, await hazard(county, deadline=date(2026, 3, 2)))
    await moved(county, await hazard(county, deadline=date(2026, 3, 3)), Move.RECTIFY)
    await county.clock.to("06:30")
    heard = county.heard()
    assert heard[-1] == (
        "李明: 应报3：已报0 未报3\n3月14日夜，截至6:30\n未报：豫丰化工★、瑞康★、宏达站\n"
        "新增隐患2，今天到期1，超期1\n回1提醒3家，回2看电话"
    )
    await county.clock.to("08:00")
    assert county.heard()[-1] == (
        "王强: 未报3：豫丰化工★、瑞康★、宏达站\n应报3：已报0 未报3\n3月14日夜（★重大危险源）\n"
        "新增2，今天到期1，超期1，重大未改1"
    )
    today = date(2026, 3, 15)
    stands = await county.work.read(lambda session: ledger.standing(session, ledger.WHOLE, today))
    told = await county.work.read(lambda session: terms.morning(session, date(2026, 3, 14), today))
    assert (stands.overdue, stands.major) == (told.overdue, told.major) == (1, 1)


# Trouble


@pytest.mark.usefixtures("only_deadlines")
async def test_a_restart_at_nine_goes_on_where_it_stopped_and_says_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadlines, "PAGE", 1)
    nine = calendar.at(MONDAY, calendar.clock("09:00"))
    async with scene(sqlite(tmp_path), nine - timedelta(minutes=1)) as before:
        await two_plants(before)
        before.play.clock.put(nine)
        now = before.clock.now
        known, claimed = await before.work.write(lambda session: ticker._plan(session, now))
        assert claimed is not None
        await ticker._run_one(before.work, known, claimed, now)  # the first page, and then the machine stops
        waiting = await before.work.read(lambda session: len(letters(session, "deadline:")))
        assert waiting == 1
    async with scene(sqlite(tmp_path), nine + runs.LEASE) as after:  # what it held is free again
        await after.play.step()
        assert [one.split("\n")[0] for one in after.heard()] == [
            "李安: 今天到期1条｜0001 三车间灭火器过期",
            "刘安: 今天到期1条｜0002 三车间灭火器过期",
        ]
        after.strict = False
    async with scene(sqlite(tmp_path), nine + 2 * runs.LEASE) as again:
        await again.play.step()
        again.silent()


@pytest.mark.parametrize(
    "back, told",
    [
        (calendar.at(MONDAY, calendar.clock("11:00")), ["03-16 11:00", "03-16 15:00", "03-17 09:00"]),
        (calendar.at(MONDAY, calendar.clock("15:20")), ["03-16 15:20", "03-17 09:00"]),
        (calendar.at(date(2026, 3, 17), calendar.clock("08:00")), ["03-17 09:00"]),
    ],
)
async def test_after_a_time_without_the_bot_it_is_said_once_and_of_a_new_day_only_that(
    tmp_path: Path, back: datetime, told: list[str]
) -> None:
    async with scene(sqlite(tmp_path), calendar.at(MONDAY, calendar.clock("08:20"))) as before:
        await two_plants(before)
        await before.clock.to("08:30", MONDAY)
        before.silent()
    async with scene(sqlite(tmp_path), back) as after:
        await after.play.step()
        await after.clock.to("09:30", date(2026, 3, 17))
        said = [one for one in after.channel.said if one.to == "李安" and "0001" in one.text]
        assert [f"{calendar.local(one.at):%m-%d %H:%M}" for one in said] == told
        after.heard()


async def two_plants(scene: Scene) -> None:
    """Two enterprises with a hazard each that ends on Monday."""
    for plant, short, name in ((PLANT, "豫丰化工", "李安"), (STATION, "宏达站", "刘安")):
        await scene.enterprise(plant, short, class_name="无储存经营")
        await scene.person(name, Role.SAFETY, plant)
        await hazard(scene, plant, deadline=MONDAY)
