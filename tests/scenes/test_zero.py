"""The prompts for the zero report: only the silent are asked, one to one, twice at most, on working days."""

from datetime import date, datetime

import pytest
from sqlmodel import Session, select

from models import calendar, opening, outbox, people, trail
from models.obligations import DueStatus, ObligationKind
from models.outbox import Letter, Outgoing, Priority
from models.people import Binding, Person, Role
from scheduler import zero
from tests.scene import Scene
from tests.scenes.test_zero_report import zero as zero_of

MONDAY = date(2026, 3, 16)
PROMPT = "今天还差1项：零报告，18:00前\n{}没有隐患，请回：零报告\n有隐患就直接写：在哪里、什么问题"


async def afternoon(scene: Scene, day: date = MONDAY) -> None:
    """The day of the others is behind us: what they were asked at night and in the morning is of no interest here."""
    await scene.play.step()
    scene.play.clock.put(calendar.at(day, calendar.clock("14:30")))
    await scene.play.step()
    scene.heard()


async def why(scene: Scene, key: str) -> list[str]:
    steps = await scene.work.read(lambda session: trail.of_key(session, key))
    return [f"{one.turned}: {one.reason}" for one in steps]


async def test_the_silent_are_asked_twice_and_who_reported_is_not(county: Scene) -> None:
    await afternoon(county)
    await county.says("刘安", "零报告")
    await county.clock.forward(minutes=1)
    assert county.heard("刘安") == ["零报告已登记 14:30｜宏达站"]
    await county.clock.to("16:29")
    county.silent()
    await county.clock.to("16:30")
    assert county.heard() == [f"李安: {PROMPT.format('豫丰化工')}", f"周全: {PROMPT.format('瑞康')}"]

    await county.clock.to("17:12")
    await county.says("李安", "零报告")
    await county.clock.forward(minutes=1)
    assert county.heard("李安") == ["零报告已登记 17:12｜豫丰化工"]
    assert await zero_of(county, "河南豫丰化工有限公司") == DueStatus.REPORTED
    await county.clock.to("17:40")
    assert county.heard("周全") == [PROMPT.format("瑞康")]
    await county.clock.to("23:00")
    county.silent()


async def test_a_hazard_or_a_no_is_an_answer_too(county: Scene) -> None:
    await afternoon(county)
    await county.clock.to("16:30")
    county.heard()
    await county.says("李安", "没有隐患")
    await county.says("周全", "三车间灭火器过期1处")
    await county.clock.to("17:39")
    county.heard()
    await county.clock.to("17:40")
    assert [one.split("\n")[1] for one in county.heard("刘安")] == ["宏达站没有隐患，请回：零报告"]
    assert await zero_of(county, "河南豫丰化工有限公司") == DueStatus.REPORTED
    assert await zero_of(county, "瑞康制药有限公司") == DueStatus.REPORTED


async def test_none_is_asked_on_a_saturday(county: Scene) -> None:
    await afternoon(county, date(2026, 3, 21))
    await county.clock.to("20:00")
    county.silent()


async def test_who_stands_for_two_plants_is_asked_once_for_both_wherever_the_pages_end(
    county: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zero, "PAGE", 1)
    await county.person("刘安", Role.SAFETY, "瑞康制药有限公司", user="刘安")
    await county.work.write(lambda session: drop(session, "周全", "李安"))
    await afternoon(county)
    await county.clock.to("16:30")
    assert county.heard() == [
        f"张强: {PROMPT.format('豫丰化工')}",  # its safety manager has no account: the duty phone
        "刘安: 今天还差2家零报告，18:00前\n瑞康、宏达站\n没有隐患，请回：零报告\n"
        "有隐患就直接写：哪家、在哪里、什么问题",
    ]
    person = await county.work.read(lambda session: letters(session, "zero:2:")[0].person_id)
    assert await why(county, f"zero:3:2026-03-16:1:{person}") == [f"merged: stands in zero:2:2026-03-16:1:{person}"]

    await county.says("刘安", "宏达站零报告")
    await county.clock.to("17:39")
    county.heard()
    await county.clock.to("17:40")
    assert PROMPT.format("瑞康") in county.heard()[-1]


async def test_where_nobody_can_be_reached_the_trail_says_so(county: Scene) -> None:
    await county.work.write(lambda session: drop(session, "周全", "陈夜"))
    await afternoon(county)
    await county.clock.to("16:30")
    assert sorted(one.split(":")[0] for one in county.heard()) == ["刘安", "李安"]
    assert await why(county, "zero:3:2026-03-16:1:nobody") == ["suppressed: nobody of this enterprise has an account"]


async def test_who_states_it_before_the_prompt_is_said_is_left_in_peace(county: Scene) -> None:
    await afternoon(county)
    county.play.clock.put(calendar.at(MONDAY, calendar.clock("16:30")))
    await county.play.office.tick()
    await county.work.write(report)
    await county.play.step()
    assert [one.split(":")[0] for one in county.heard()] == ["李安", "周全"]
    [letter] = await county.work.read(lambda session: letters(session, "zero:2:2026-03-16:1:"))
    assert (letter.status, letter.reason) == ("withdrawn", "a result was stated meanwhile")


async def test_a_budget_may_leave_the_second_prompt_out_and_says_so(county: Scene) -> None:
    await afternoon(county)
    now = county.clock.now
    await county.work.write(lambda session: another(session, now))
    await county.play.step()
    assert county.heard("刘安") == ["复查通知1", "复查通知2"]
    await county.clock.to("16:30")
    assert len(county.heard()) == 3
    await county.clock.to("17:40")
    assert [one.split(":")[0] for one in county.heard()] == ["李安", "周全"]
    [letter] = await county.work.read(lambda session: letters(session, "zero:2:2026-03-16:2:"))
    assert letter.reason == "budget: 3 of 3 a day were said to this person already"


async def test_who_is_asked_every_day_reads_two_lines(county: Scene) -> None:
    for day in (MONDAY, date(2026, 3, 17)):
        await afternoon(county, day)
        await county.clock.to("18:00")
    said = [one.text for one in county.channel.said if one.to == "刘安" and "零报告" in one.text]
    county.heard()
    assert [len(text.split("\n")) for text in said] == [3, 3, 3, 2]


def letters(session: Session, prefix: str) -> list[Outgoing]:
    return [one for one in session.exec(select(Outgoing)) if one.key.startswith(prefix)]


def drop(session: Session, *names: str) -> None:
    """Takes people's accounts away."""
    ids = [person.id for person in session.exec(select(Person)) if person.name in names]
    for one in session.exec(select(Binding)):
        if one.person_id in ids:
            session.delete(one)


def report(session: Session) -> None:
    """宏达站 states its zero report."""
    plant = people.by_name(session, "宏达加油站")
    assert plant
    due = opening.due_of(session, plant, MONDAY, ObligationKind.ZERO)
    assert due
    due.status = DueStatus.REPORTED
    session.add(due)


def another(session: Session, now: datetime) -> None:
    """Two other things that nobody asked for."""
    safety = session.exec(select(Person).where(Person.name == "刘安")).one()
    for number in (1, 2):
        letter = Letter(
            f"test:{number}", "test", person_id=safety.id, text=f"复查通知{number}", priority=Priority.OFFICE
        )
        outbox.post(session, letter, now)


async def station(county: Scene, words: str) -> None:
    """A station that goes round at 22:10 of a Sunday, and the Monday after it until the afternoon."""
    await county.enterprise("北关夜班站", class_name="夜班站")
    await county.person("夜班", of="北关夜班站")
    await county.clock.to("22:10")
    await county.clock.forward(days=1)
    await county.says("夜班", words, media="video")
    await county.clock.forward(minutes=1)
    await county.clock.to("00:01")
    await county.clock.to("14:30")
    county.heard()


async def test_who_went_round_before_midnight_is_not_asked_on_the_day_after(county: Scene) -> None:
    await station(county, "巡查正常")
    assert await zero_of(county, "北关夜班站") == DueStatus.REPORTED
    await county.clock.to("23:00")
    assert not [line for line in county.heard() if line.startswith("夜班")]


@pytest.mark.parametrize("words", ["", "大体可以"])
async def test_a_round_before_midnight_without_a_result_states_nothing(county: Scene, words: str) -> None:
    await station(county, words)
    await county.clock.to("16:30")
    assert f"夜班: {PROMPT.format('北关夜班站')}" in county.heard()


async def test_a_round_before_midnight_that_was_taken_back_answers_for_nothing(county: Scene) -> None:
    await station(county, "巡查正常")
    await county.says("夜班", "撤回")
    await county.clock.to("16:30")
    assert f"夜班: {PROMPT.format('北关夜班站')}" in county.heard()


async def test_who_stands_for_two_plants_answers_for_the_one_that_was_asked_about(county: Scene) -> None:
    await county.person("刘安", Role.SAFETY, of="河南豫丰化工有限公司", user="刘安")
    await afternoon(county)
    await county.says("刘安", "豫丰零报告")
    await county.clock.to("16:30")
    county.heard()
    await county.says("刘安", "零报告")
    await county.clock.forward(minutes=1)
    assert county.heard("刘安") == ["零报告已登记 16:30｜宏达站"]
    await county.says("刘安", "今天无隐患，零报告")
    await county.clock.forward(minutes=20)
    assert await zero_of(county, "河南豫丰化工有限公司") == DueStatus.REPORTED


async def test_who_was_asked_about_two_says_which(county: Scene) -> None:
    await county.person("刘安", Role.SAFETY, of="河南豫丰化工有限公司", user="刘安")
    await afternoon(county)
    await county.clock.to("16:30")
    county.heard()
    await county.says("刘安", "零报告")
    await county.clock.forward(minutes=1)
    assert county.heard("刘安") == ["收到 16:30，原话已存\n是哪家的？回数字：\n1 豫丰化工，2 宏达站"]
