"""代录: what somebody phoned in is read back, booked when the officer says so, and marked for ever."""

from datetime import date

import pytest
from sqlmodel import col, select

from models import audit, opening, people
from models.obligations import Due, ObligationKind
from models.people import Role
from models.reports import Report
from tests.conftest import NIGHT
from tests.scene import Scene

HONGDA, RUIKANG = "宏达加油站", "瑞康制药有限公司"


async def ask(county: Scene, who: str, text: str, **more: object) -> list[str]:
    await county.says(who, text, **more)  # type: ignore[arg-type]
    await county.clock.forward(seconds=2)
    return county.heard(who)


async def due(county: Scene, name: str, night: date = NIGHT, kind: ObligationKind = ObligationKind.PATROL) -> Due:
    def found(session):  # type: ignore[no-untyped-def]
        plant = people.by_name(session, name)
        assert plant
        return opening.due_of(session, plant, night, kind)

    made: Due = await county.work.read(found)
    return made


async def test_a_round_told_by_phone_while_the_window_is_open(county: Scene) -> None:
    await county.clock.to("02:20")
    assert await ask(county, "李明", "代录 宏达加油站 王建国 电话报已巡无异常 02:10") == [
        "代录请核对：宏达站 3月14日夜\n电话报：已巡无异常，王建国 02:10\n回1登记（注明李明代录），回2不登记"
    ]
    assert (await due(county, HONGDA)).status == "waiting", "nothing is booked before the officer says so"
    assert await ask(county, "李明", "1") == [
        "已报（代录）｜3月14日夜夜巡\n宏达站 王建国02:10电话报，已巡无异常\n李明代录，台账有标注"
    ]
    booked = await due(county, HONGDA)
    assert (booked.status, booked.report_id) == ("reported", 1)
    await county.clock.to("04:00")
    heard = county.heard()
    assert [line for line in heard if "宏达站" in line] == [], "nobody is reminded of what was phoned in"
    assert await ask(county, "李明", "今晚报了多少") == [
        "已报1（代录1），共3｜3月14日夜，04:00\n还差2家，5:00截止\n重大危险源差2家：豫丰化工、瑞康\n回1看2家"
    ]
    assert await ask(county, "李明", "宏达站昨晚报了没") == ["按时 02:10｜3月14日夜\n宏达站 王建国电话报，李明代录"]


async def test_after_the_cut_off_nothing_becomes_more_than_made_up(county: Scene) -> None:
    await county.clock.to("09:30")
    county.heard()
    assert (await due(county, RUIKANG)).status == "missed"
    assert await ask(county, "李明", "代录 瑞康 陈夜 电话报正常 02:10") == [
        "代录请核对：瑞康 3月14日夜\n电话报：已巡无异常，陈夜 02:10\n回1登记为补报（注明李明代录），回2不登记"
    ]
    [told] = await ask(county, "李明", "1")
    assert told.startswith("补报（代录）｜3月14日夜夜巡")
    assert (await due(county, RUIKANG)).status == "made_up"


async def test_after_noon_only_a_proxy_entry_changes_a_missed_night(county: Scene) -> None:
    await county.clock.to("14:00")
    county.heard()
    await county.says("陈夜", "夜巡正常", media="video")
    await county.clock.forward(minutes=1)
    county.heard()
    assert (await due(county, RUIKANG)).status == "missed"
    await ask(county, "李明", "代录 瑞康 陈夜 电话报正常")
    await ask(county, "李明", "1")
    assert (await due(county, RUIKANG)).status == "made_up"


async def test_every_step_is_in_the_audit_chain(county: Scene) -> None:
    await county.clock.to("14:00")
    await ask_quietly(county, "代录 瑞康 陈夜 电话报正常", "1")

    def written(session):  # type: ignore[no-untyped-def]
        found = session.exec(select(audit.Audit).where(col(audit.Audit.action) == "due.proxy")).all()
        return [(one.actor, one.subject, one.detail) for one in found]

    [(actor, subject, detail)] = await county.work.read(written)
    booked = await due(county, RUIKANG)
    assert (actor, subject) == ("person:7", f"due:{booked.id}")
    assert detail == '{"after":"made_up","before":"missed","report":1}'


async def ask_quietly(county: Scene, *words: str) -> None:
    for text in words:
        await county.says("李明", text)
        await county.clock.forward(seconds=2)
    county.heard()


async def test_the_officer_may_think_better_of_it(county: Scene) -> None:
    await county.clock.to("02:20")
    await ask(county, "李明", "代录 宏达站 王建国 电话报正常")
    assert await ask(county, "李明", "2") == ["好，没登记"]
    assert (await due(county, HONGDA)).status == "waiting"
    await ask(county, "李明", "1")
    assert (await due(county, HONGDA)).status == "reported", "the choice holds for two hours"
    assert await ask(county, "李明", "2") == ["按时 02:20｜3月14日夜夜巡\n宏达站不用代录"], "and is never denied"
    assert await ask(county, "李明", "1") == ["按时 02:20｜3月14日夜夜巡\n宏达站不用代录"]


async def test_who_has_reported_needs_no_proxy(county: Scene) -> None:
    await county.clock.to("02:20")
    await county.says("王建国", "巡查正常", media="video")
    await county.clock.forward(minutes=1)
    county.heard()
    assert await ask(county, "李明", "代录 宏达站 王建国 电话报正常") == ["按时 02:20｜3月14日夜夜巡\n宏达站不用代录"]


async def test_a_report_that_came_between_question_and_answer_stays(county: Scene) -> None:
    await county.clock.to("02:20")
    await ask(county, "李明", "代录 宏达站 王建国 电话报正常")
    await county.says("王建国", "巡查正常", media="video")
    await county.clock.forward(minutes=1)
    county.heard()
    assert await ask(county, "李明", "1") == ["按时 02:20｜3月14日夜夜巡\n宏达站不用代录"]
    assert (await due(county, HONGDA)).report_id == 1


async def test_a_hazard_that_was_phoned_in_is_to_be_written(county: Scene) -> None:
    await county.clock.to("02:20")
    assert (await ask(county, "李明", "代录 瑞康 陈夜 有隐患"))[0].split("\n")[1] == "电话报：已巡，有隐患，陈夜 02:20"
    assert await ask(county, "李明", "1") == [
        "已报（代录）｜3月14日夜夜巡\n瑞康 陈夜02:20电话报，已巡，有隐患\n李明代录，台账有标注\n"
        "隐患另写1条：企业、哪里、什么问题"
    ]


async def test_a_zero_report_by_phone(county: Scene) -> None:
    await county.clock.to("16:00", date(2026, 3, 16))
    county.heard()
    assert await ask(county, "李明", "代录 宏达加油站 王建国 零报告") == [
        "代录请核对：宏达站 3月16日\n电话报：零报告，没有隐患，王建国 16:00\n回1登记（注明李明代录），回2不登记"
    ]
    assert await ask(county, "李明", "1") == [
        "已报（代录）｜3月16日零报告\n宏达站 王建国16:00电话报，零报告，没有隐患\n李明代录，台账有标注"
    ]
    booked = await due(county, HONGDA, date(2026, 3, 16), ObligationKind.ZERO)
    assert booked.status == "reported"
    await county.clock.to("17:30", date(2026, 3, 16))
    assert [line for line in county.heard() if "宏达站" in line] == [], "it is not asked for any more"


async def test_a_round_by_phone_states_a_result_of_its_day(county: Scene) -> None:
    """As a written one would: any stated result since midnight satisfies the zero report."""
    await county.clock.to("03:00", date(2026, 3, 16))
    await ask_quietly(county, "代录 宏达站 王建国 电话报正常 02:30", "1")
    booked = await due(county, HONGDA, date(2026, 3, 16), ObligationKind.ZERO)
    assert booked.status == "reported"


@pytest.mark.parametrize(
    "text, said",
    [
        ("代录 电话报正常", "代录哪家？请写全称和来电人，例：\n代录 宏达加油站 王建国 电话报正常"),
        ("代录 宏达站 电话报正常", "谁打的电话？请写上姓名再发，例：\n代录 宏达站 王建国 电话报正常"),
        ("代录 宏达站 王建国 电话报正常 04:30", "04:30还没到，请核对时间再发"),
        ("代录 宏达站 王建国 电话报正常 23:30", "23:30早于0:00，不算3月14日夜夜巡"),
        ("代录 东片一厂 王建国 电话报正常", "东一没有要报的夜巡，没登记"),
    ],
)
async def test_what_cannot_be_entered_says_what_to_write(county: Scene, text: str, said: str) -> None:
    await county.enterprise("东片一厂", "东一", class_name="无储存经营")
    await county.clock.to("02:20")
    assert await ask(county, "李明", text) == [said]


async def test_who_may_not_enter_for_others(county: Scene) -> None:
    await county.clock.to("02:20")
    assert await ask(county, "王强", "代录 宏达站 王建国 电话报正常") == ["代录由值班员、监管员或科长办"]
    await county.person("专家甲", Role.EXPERT)
    assert await ask(county, "专家甲", "代录 宏达站 王建国 电话报正常") == ["代录由值班员、监管员或科长办"]


async def test_a_short_name_of_two_enterprises_is_asked_about(county: Scene) -> None:
    await county.enterprise("宏达化工有限公司", "宏达化工、宏达")
    await county.clock.to("02:20")
    assert await ask(county, "李明", "代录 宏达 王建国 电话报正常") == [
        "是哪家？回数字：\n1 宏达加油站\n2 宏达化工有限公司"
    ]
    [told] = await ask(county, "李明", "2")
    assert told.startswith("代录请核对：宏达化工 3月14日夜")


async def test_what_the_guard_takes_back_later_leaves_the_proxy_entry(county: Scene) -> None:
    """His own report improved the night; when he withdraws it, what he had phoned in holds again."""
    await county.clock.to("05:30")
    await ask_quietly(county, "代录 宏达站 王建国 电话报正常", "1")
    assert (await due(county, HONGDA)).status == "late"
    sent = county.clock.now.replace(hour=18, minute=30)  # 02:30 at the desk: it was pulled late
    await county.says("王建国", "巡查正常", media="video", sent=sent.replace(day=14))
    await county.clock.forward(minutes=1)
    county.heard()
    assert (await due(county, HONGDA)).status == "reported"
    await county.says("王建国", "撤回")
    await county.clock.forward(minutes=1)
    county.heard()
    booked = await due(county, HONGDA)
    assert booked.status == "late"

    def report(session):  # type: ignore[no-untyped-def]
        return session.get_one(Report, booked.report_id)

    assert (await county.work.read(report)).proxy_name == "王建国"
