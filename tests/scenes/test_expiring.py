"""What expires: told 90, 30 and 7 days before, once each; a new date in words ends it; over, it is the officers'."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from models import db, expiring, people
from models.expiring import Expiring, ExpiringKind
from models.people import Role
from tests.scene import Scene

PLANT, STATION = "河南豫丰化工有限公司", "宏达加油站"
MONDAY = date(2026, 3, 16)


async def paper(scene: Scene, until: date, *, of: str = STATION, **given: Any) -> int:
    """Something that expires; its row."""

    def put(session: Session) -> int:
        plant = people.by_name(session, of)
        assert plant
        values: dict[str, Any] = {"kind": ExpiringKind.CERTIFICATE, "person": "王建国", "title": "焊工证"} | given
        row = Expiring(enterprise_id=db.row_id(plant.id), valid_until=until, entered_at=scene.clock.now, **values)
        session.add(row)
        session.flush()
        return db.row_id(row.id)

    return await scene.work.write(put)


async def due(scene: Scene, row: int) -> date:
    return await scene.work.read(lambda session: session.get_one(Expiring, row).due_on)


async def morning(scene: Scene, day: date) -> list[str]:
    """What is heard at 09:30 of a day about what expires."""
    scene.play.clock.put(scene.clock.now)
    await scene.clock.to("09:29", day)
    scene.heard()
    await scene.clock.to("09:31", day)
    return [one for one in scene.heard() if "项快到期" in one]


@pytest.mark.begins(MONDAY, "08:00")
async def test_all_that_comes_near_stands_in_one_letter_and_each_step_is_said_once(county: Scene) -> None:
    await county.play.step()
    await paper(county, date(2026, 3, 23))  # in seven days
    await paper(county, date(2026, 4, 12), person="", title="安全生产许可证", kind=ExpiringKind.LICENCE)
    await paper(county, date(2026, 8, 12), person="刘安", title="安全员证")  # far away
    await paper(county, date(2026, 6, 10), of=PLANT, person="张强", title="低压电工证", recheck_on=date(2026, 5, 1))
    assert await morning(county, MONDAY) == [
        "刘安: 2项快到期｜宏达站\n3月23日 王建国焊工证\n4月12日 安全生产许可证\n"
        "办好回一句，例：王建国焊工证到2029年3月23日",
        "李安: 1项快到期｜豫丰化工\n5月1日 张强低压电工证复审\n办好回一句，例：张强低压电工证到2029年5月1日",
    ]
    assert await morning(county, date(2026, 3, 17)) == []


@pytest.mark.begins(date(2026, 3, 20), "09:00")
async def test_a_step_on_a_day_off_is_said_on_the_next_working_day_and_a_passed_one_never(county: Scene) -> None:
    await county.play.step()
    await paper(county, date(2026, 4, 20))  # thirty days before is Saturday the 21st
    assert await morning(county, date(2026, 3, 20)) == [
        "刘安: 1项快到期｜宏达站\n4月20日 王建国焊工证\n办好回一句，例：王建国焊工证到2029年4月20日"
    ]
    county.play.clock.put(county.clock.now)
    assert await morning(county, date(2026, 3, 23)) == [
        "刘安: 1项快到期｜宏达站\n4月20日 王建国焊工证\n办好回一句，例：王建国焊工证到2029年4月20日"
    ]


@pytest.mark.begins(MONDAY, "09:00")
async def test_a_new_date_in_words_ends_it(county: Scene) -> None:
    await county.play.step()
    row = await paper(county, date(2026, 3, 23))
    await county.says("刘安", "王建国焊工证换了，新证到2029年3月15日")
    assert county.heard("刘安") == [
        "记下了｜王建国焊工证\n有效期到2029年3月15日，原来2026年3月23日\n写错了再发一遍就行"
    ]
    assert await due(county, row) == date(2029, 3, 15)
    assert await morning(county, MONDAY) == []


@pytest.mark.begins(MONDAY, "09:00")
async def test_what_is_not_certain_is_read_back_first(county: Scene) -> None:
    await county.play.step()
    row = await paper(county, date(2026, 3, 23), title="熔化焊接与热切割作业证")
    await county.says("刘安", "王建国焊工证换了，新证到2029年3月15日")
    assert county.heard("刘安") == [
        "请核对｜王建国焊工证\n有效期到2029年3月15日\n1 就是登记的王建国熔化焊接与热切割…\n2 是另外一个，新登记\n回数字"
    ]
    await county.says("刘安", "1")
    county.heard("刘安")
    assert await due(county, row) == date(2029, 3, 15)
    await county.says("刘安", "王建国叉车证办下来了，有效期到2030年1月1日")
    county.heard("刘安")
    await county.says("刘安", "2")
    assert county.heard("刘安") == ["记下了｜王建国叉车证\n有效期到2030年1月1日\n写错了再发一遍就行"]
    await county.says("刘安", "应急预案备案好了，有效期到2029年3月15日")
    assert county.heard("刘安") == [
        "请核对｜应急预案备案\n有效期到2029年3月15日\n以前没登记过，按新的登记\n对就回1，不对请再说一遍"
    ]


@pytest.mark.begins(MONDAY, "09:00")
async def test_two_of_one_person_are_asked_about(county: Scene) -> None:
    await county.play.step()
    await paper(county, date(2026, 3, 23), title="低压电工证")
    second = await paper(county, date(2026, 5, 23), title="高压电工证")
    await county.says("刘安", "王建国电工证到2029年3月15日")
    assert county.heard("刘安") == [
        "是哪一个？\n1 3月23日 宏达站 王建国低压电工证\n2 5月23日 宏达站 王建国高压电工证\n回数字"
    ]
    await county.says("刘安", "2")
    assert county.heard("刘安") == [
        "记下了｜王建国高压电工证\n有效期到2029年3月15日，原来2026年5月23日\n写错了再发一遍就行"
    ]
    assert await due(county, second) == date(2029, 3, 15)


@pytest.mark.begins(MONDAY, "09:00")
@pytest.mark.parametrize(
    "text, answer",
    [
        ("王建国焊工证到2025年3月15日", "2025年3月15日已经过了，没有登记\n请看一下证，再发一遍新的日期"),
        ("王建国焊工证到2099年3月15日", "2099年3月15日太远了，没有登记\n请看一下年份，再发一遍"),
        (
            "王建国焊工证有效期到2028年3月15日，复审2029年3月15日",
            "复审2029年3月15日比有效期2028年3月15日还晚，没有登记\n请看一下证，再发一遍",
        ),
        ("焊工证换好了，到2029年3月15日", "没听出是谁的什么证\n例：王建国焊工证到2029年3月15日"),
        ("风险评估做完了，2026年12月1日完成的", "2026年12月1日还没到，没有登记\n做完那天再回一句：风险评估已完成"),
    ],
)
async def test_a_date_that_cannot_be_is_said_at_once(county: Scene, text: str, answer: str) -> None:
    await county.play.step()
    await county.says("刘安", text)
    assert county.heard("刘安") == [answer]
    assert await county.work.read(lambda session: session.exec(select(Expiring)).all()) == []


@pytest.mark.begins(MONDAY, "09:00")
async def test_an_officer_names_the_enterprise_and_asks_what_is_near_or_over(county: Scene) -> None:
    await county.person("赵静", Role.SUPERVISOR)
    await county.play.step()
    await paper(county, date(2026, 3, 23))
    await paper(county, date(2026, 3, 1), of=PLANT, person="张强", title="低压电工证")
    await county.says("赵静", "快到期的证有哪些")
    assert county.heard("赵静") == ["1项90天内到期\n3月23日 宏达站 王建国焊工证"]
    await county.says("赵静", "谁的证过期了")
    assert county.heard("赵静") == ["1项已过期\n过15天 豫丰化工 张强低压电工证"]
    await county.says("赵静", "张强电工证到2029年3月15日")
    assert county.heard("赵静") == ["没听出是哪家企业的\n例：豫丰化工王建国焊工证到2029年3月15日"]
    await county.says("赵静", "豫丰张强低压电工证到2029年3月15日")
    assert county.heard("赵静") == [
        "记下了｜豫丰化工 张强低压电工证\n有效期到2029年3月15日，原来2026年3月1日\n写错了再发一遍就行"
    ]
    await county.says("赵静", "谁的证过期了")
    assert county.heard("赵静") == ["没有过期的\n只算登记过日期的证件、预案、评估"]
    await county.says("刘安", "我们快到期的证有哪些")
    assert county.heard("刘安") == ["1项90天内到期\n3月23日 王建国焊工证"]


async def test_who_has_an_expired_certificate_is_known_by_name(county: Scene) -> None:
    await paper(county, date(2026, 3, 1))
    await paper(county, date(2026, 4, 1), title="叉车证")

    def titles(session: Session, name: str) -> list[str]:
        plant = people.by_name(session, STATION)
        assert plant
        return [one.title for one in expiring.of_person(session, db.row_id(plant.id), name, MONDAY)]

    assert await county.work.read(lambda session: titles(session, "王建国")) == ["焊工证"]
    assert await county.work.read(lambda session: titles(session, "刘安")) == []


@pytest.mark.begins(MONDAY, "09:00")
async def test_a_risk_review_rolls_its_date_forward(county: Scene) -> None:
    await county.play.step()
    await county.says("李安", "风险辨识评估已完成")
    assert county.heard("李安") == ["风险评估记下了｜豫丰化工\n3月16日完成，1年1次\n下次2027年3月16日前"]
    await county.says("刘安", "3月10日风险评估做完了，查出重大风险2处")
    assert county.heard("刘安") == ["风险评估记下了｜宏达站\n3月10日完成，重大风险1年后再评\n下次2027年3月10日前"]


@pytest.mark.begins(date(2026, 3, 12), "09:00")
async def test_what_is_over_stands_once_on_the_list_of_the_officer_and_asks_for_none_by_itself(county: Scene) -> None:
    await county.person("赵静", Role.SUPERVISOR)
    await county.play.step()
    await paper(county, date(2026, 3, 12))
    await paper(county, date(2025, 12, 1), of=PLANT, person="张强", title="低压电工证")
    assert await listed(county, date(2026, 3, 13)) == ["赵静: 今天要办：过期证件2\n回1看清单"]
    await county.says("赵静", "1")
    assert county.heard("赵静")[0].endswith(
        "【过期的证件、预案、评估】\n过102天 豫丰化工 张强低压电工证\n过1天 宏达站 王建国焊工证"
    )


async def listed(scene: Scene, day: date) -> list[str]:
    await scene.clock.to("08:19", day)
    scene.heard()
    await scene.clock.to("08:20", day)
    return [one for one in scene.heard() if one.startswith("赵静: 今天要办")]
