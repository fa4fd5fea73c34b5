"""What an office wants to be owed besides: satisfied by words, forms and files; asked for in one message; listed."""

from collections.abc import Sequence
from datetime import date

import pytest
from sqlmodel import Session, select

from bot.config_obligations import ObligationSection
from models import calendar, entered_rules, opening, people, trail
from models.exemptions import Exemption, ExemptionStatus
from models.obligations import Due, DueStatus
from models.people import Role
from models.reports import Report, ReportKind
from tests.scene import Scene

MONDAY, TUESDAY = date(2026, 3, 16), date(2026, 3, 17)
WEEKLY = {"name": "weekly_form", "title": "周报表", "form": "weekly", "recurs": "FREQ=WEEKLY;BYDAY=MO"}
LED = {
    "name": "led_check",
    "title": "带队检查",
    "words": ["带队检查已完成", "带队检查完成"],
    "recurs": "FREQ=MONTHLY;BYMONTHDAY=1",
    "until_next": True,
}
PROMISE = {"name": "commitment", "title": "安全承诺", "chased": False}


async def entered(scene: Scene, *tables: dict[str, object]) -> None:
    rows = [row for table in tables for row in ObligationSection.model_validate(table).rows]
    await scene.work.write(lambda session: entered_rules.sync(session, rows))


async def dues(scene: Scene, kind: str, plant: str = "宏达加油站") -> Sequence[Due]:
    def ask(session: Session) -> Sequence[Due]:
        found = people.by_name(session, plant)
        assert found
        own = select(Due).where(Due.kind == kind, Due.enterprise_id == found.id)
        return session.exec(own.order_by(Due.night)).all()  # type: ignore[arg-type]

    return await scene.work.read(ask)


async def states(scene: Scene, kind: str, plant: str = "宏达加油站") -> list[str]:
    return [due.status for due in await dues(scene, kind, plant)]


async def at(scene: Scene, wall: str, day: date = MONDAY) -> None:
    """That hour, whatever was said before."""
    await scene.clock.to(wall, day)
    scene.heard()


async def stopped(scene: Scene, plant: str = "宏达加油站", *, cleared: bool = False) -> None:
    """A supervisor granted that an enterprise stands still."""

    def put(session: Session) -> None:
        found = people.by_name(session, plant)
        assert found
        assert found.id
        session.add(
            Exemption(
                enterprise_id=found.id,
                starts=MONDAY,
                ends=date(2026, 3, 20),
                status=ExemptionStatus.GRANTED,
                cleared=cleared,
                asked_at=scene.clock.now,
            )
        )

    await scene.work.write(put)


async def test_a_form_comes_as_a_file_and_is_receipted_once(county: Scene) -> None:
    await entered(county, WEEKLY)
    await at(county, "15:12")
    await county.says("刘安", "这是本周的周报", media="file")
    await county.clock.forward(minutes=1)
    assert county.heard("刘安") == ["周报表已收 15:12｜宏达站\n文件1"]
    assert await states(county, "weekly_form") == [DueStatus.REPORTED]


async def test_figures_of_a_week_are_the_weekly_form(county: Scene) -> None:
    await entered(county, WEEKLY)
    await at(county, "18:30")
    await county.says("刘安", "本周自查隐患5处，已整改5处")
    await county.clock.forward(minutes=1)
    assert county.heard("刘安") == ["2项已收 18:30｜宏达站\n周报表迟报、小结"]
    assert await states(county, "weekly_form") == [DueStatus.LATE]


@pytest.mark.begins(date(2026, 3, 31), "20:00")
async def test_the_words_of_a_rule_with_a_photo(county: Scene) -> None:
    await entered(county, LED)
    await at(county, "09:30", date(2026, 4, 2))
    await county.says("刘安", "4月带队检查已完成，未发现隐患", media="image")
    await county.clock.forward(minutes=1)
    assert county.heard("刘安") == ["带队检查已收 09:30｜宏达站\n照片1"]
    [due] = await dues(county, "led_check")
    assert (due.status, due.closes_at) == (DueStatus.REPORTED, calendar.at(date(2026, 4, 30), calendar.clock("18:00")))
    assert (await county.night(date(2026, 4, 1))).count(DueStatus.MADE_UP) == 0  # it was no round of the night


@pytest.mark.begins(date(2026, 3, 31), "20:00")
@pytest.mark.parametrize("words", ["带队检查还没完成", "带队检查什么时候要完成", "明天带队检查完成", "准备带队检查"])
async def test_what_is_promised_or_asked_satisfies_nothing(county: Scene, words: str) -> None:
    await entered(county, LED)
    await at(county, "15:00", date(2026, 4, 2))
    await county.says("刘安", words)
    await county.clock.forward(minutes=1)
    county.heard()
    assert await states(county, "led_check") == [DueStatus.WAITING]


async def test_what_is_taken_back_is_owed_again(county: Scene) -> None:
    await entered(county, WEEKLY)
    await at(county, "15:12")
    await county.says("刘安", "周报表", media="file")
    await county.clock.forward(minutes=1)
    await county.says("刘安", "撤回")
    await county.clock.forward(minutes=1)
    assert county.heard("刘安") == ["周报表已收 15:12｜宏达站\n文件1", "已撤回15:12那条，记录留底"]
    assert await states(county, "weekly_form") == [DueStatus.WAITING]


async def test_a_commitment_is_accepted_and_never_asked_for(county: Scene) -> None:
    await entered(county, PROMISE)
    await at(county, "08:10")
    await county.says("刘安", "承诺今日安全生产，装置3套，运行2套，检修1套，一级动火1处 承诺人 王刚")
    await county.clock.forward(minutes=1)
    assert county.heard("刘安") == ["安全承诺已收 08:10｜宏达站\n装置3套：运行2，检修1；动火1处；王刚"]
    assert await states(county, "commitment") == []
    kept = await county.work.read(lambda session: session.exec(select(Report)).all())
    assert [(one.kind, one.owed) for one in kept] == [(ReportKind.OWED, "commitment")]
    await county.says("李明", "安全承诺谁没交")
    assert county.heard("李明") == ["1家交了安全承诺｜3月16日\n宏达站\n这项不催，没有应交数"]


async def test_whoever_stands_still_says_that_all_is_well(county: Scene) -> None:
    await stopped(county)
    await at(county, "10:00")
    await county.says("刘安", "值守正常")
    await county.clock.forward(minutes=1)
    assert county.heard("刘安") == ["值守报已收 10:00｜宏达站"]
    assert await states(county, "watch") == [DueStatus.REPORTED]
    await at(county, "10:00", TUESDAY)
    await county.says("刘安", "停产值守，罐区无异常")
    await county.clock.forward(minutes=1)
    assert county.heard("刘安") == ["值守报已收 10:00｜宏达站"]
    assert await states(county, "watch") == [DueStatus.REPORTED, DueStatus.REPORTED]
    await at(county, "10:00", date(2026, 3, 18))
    await county.says("刘安", "零报告")
    await county.clock.forward(minutes=1)
    assert county.heard("刘安") == ["零报告已登记 10:00｜宏达站\n也算值守报"]
    assert await states(county, "watch") == [DueStatus.REPORTED] * 3


async def test_an_emptied_plant_owes_no_watch_report(county: Scene) -> None:
    await stopped(county, cleared=True)
    await at(county, "18:00")
    assert await states(county, "watch") == []


async def test_one_message_for_all_that_is_owed(county: Scene) -> None:
    await entered(county, WEEKLY, {"name": "daily_form", "title": "日报表", "form": "daily", "closes": "17:00"})
    await at(county, "15:29")
    await county.says("李安", "零报告")
    await county.says("周全", "日报表", media="file")
    await county.clock.to("15:30")
    county.heard()
    await county.clock.to("15:31")
    county.heard()
    await county.clock.to("16:29")
    county.silent()
    said = [one.text for one in county.channel.said if one.to == "刘安" and "还差" in one.text]
    assert said == [
        "今天还差3项｜宏达站：\n日报表17:00前、周报表18:00前\n零报告18:00前\n把日报表文件发到这里",
    ]
    await county.says("刘安", "日报表", media="file")
    await county.clock.to("16:35")
    county.heard()
    await county.clock.to("17:40")
    assert [one for one in county.heard() if one.startswith("刘安")] == [
        "刘安: 今天还差2项｜宏达站：\n周报表18:00前、零报告18:00前\n把周报表文件发到这里"
    ]


async def why(scene: Scene, key: str) -> list[str]:
    steps = await scene.work.read(lambda session: trail.of_key(session, key))
    return [f"{one.turned}: {one.reason}" for one in steps]


async def test_two_plants_of_one_account_read_one_message(county: Scene) -> None:
    await entered(county, WEEKLY)
    await county.person("刘安", Role.SAFETY, "瑞康制药有限公司", user="刘安")
    await at(county, "14:00")
    await county.says("刘安", "宏达站零报告")
    await county.says("周全", "零报告")
    await county.says("李安", "零报告")
    await county.clock.to("14:30")
    county.heard()
    await county.clock.to("16:30")
    assert [one for one in county.heard() if one.startswith("刘安")] == [
        "刘安: 今天还差2项：\n宏达站周报表18:00前\n瑞康周报表18:00前\n把周报表文件发到这里"
    ]


async def test_what_never_came_stands_on_the_officers_list_and_nobody_is_nagged(county: Scene) -> None:
    await entered(county, WEEKLY)
    await county.person("赵静", Role.SUPERVISOR)
    await at(county, "15:00")
    await county.says("刘安", "周报表", media="file")
    await county.clock.to("18:30")
    county.heard()
    await county.says("李明", "周报表谁没交")
    assert county.heard("李明") == ["2家没交周报表｜3月16日18:00已截止\n应交3，已交1\n豫丰化工★、瑞康★"]
    await county.clock.to("08:21", TUESDAY)
    [listed] = [one for one in county.heard() if one.startswith("赵静")]
    assert "周报表缺2家" in listed
    await county.says("赵静", "1")
    assert "【没交周报表】\n豫丰化工★、瑞康★" in county.heard("赵静")[0]
    await county.clock.to("12:00", TUESDAY)
    assert not [one for one in county.heard() if "周报表" in one]
    assert await states(county, "weekly_form", "瑞康制药有限公司") == [DueStatus.MISSED]


async def test_in_its_first_nights_an_enterprise_is_asked_once_and_stands_on_no_list(county: Scene) -> None:
    await county.enterprise("新开加油站", "新开站", class_name="加油站", days=1)
    await county.person("孙新", Role.SAFETY, "新开加油站")
    await county.person("赵静", Role.SUPERVISOR)
    await entered(county, {**WEEKLY, "classes": ["加油站"]})
    await at(county, "16:29")
    await county.says("刘安", "周报表", media="file")
    await county.clock.to("16:30")
    assert len([one for one in county.heard() if one.startswith("孙新") and "还差" in one]) == 1
    await county.clock.to("08:21", TUESDAY)
    heard = county.heard()
    assert not [one for one in heard if one.startswith("孙新") and "还差" in one]
    assert not [one for one in heard if one.startswith("赵静") and "周报表" in one]


@pytest.mark.begins(date(2026, 4, 22), "12:00")
async def test_what_lasts_a_month_is_asked_for_a_week_and_a_day_before_its_end(county: Scene) -> None:
    await entered(county, {**LED, "classes": ["加油站"]})
    first = date(2026, 4, 1)
    await county.work.write(
        lambda session: opening.open_night(session, first, calendar.midnight(first), kind="led_check")
    )
    for day in (22, 23, 24):
        await county.clock.to("16:31", date(2026, 4, day))
    county.play.clock.put(calendar.at(date(2026, 4, 28), calendar.clock("12:00")))
    for day in (28, 29, 30):
        await county.clock.to("16:31", date(2026, 4, day))
    county.heard()
    said = [one for one in county.channel.said if one.to == "刘安" and "带队检查" in one.text]
    told = "还差2项｜宏达站：\n零报告18:00前、带队检查30日18:00前\n办完回：带队检查已完成，带照片更好"
    assert [(calendar.local(one.at).strftime("%m-%d %H:%M"), one.text) for one in said] == [
        ("04-23 16:30", told),
        ("04-29 16:30", told),
        ("04-30 16:30", "今天还差2项｜宏达站：\n带队检查18:00前、零报告18:00前"),
    ]


async def test_what_each_of_several_people_owes_is_theirs_alone(county: Scene) -> None:
    await county.person("赵夜", Role.REPORTER, "宏达加油站")
    read = {
        "name": "read",
        "title": "学习",
        "words": ["通报已学习"],
        "everybody": True,
        "workdays": True,
        "classes": ["加油站"],
    }
    await entered(county, read)
    await at(county, "15:12")
    await county.says("赵夜", "通报已学习")
    await county.clock.forward(minutes=1)
    assert county.heard("赵夜") == ["学习已收 15:12｜宏达站"]
    owed = await dues(county, "read")
    assert sorted(due.status for due in owed) == [DueStatus.REPORTED, DueStatus.WAITING]
    assert len({due.person_id for due in owed}) == 2


async def test_why_knows_what_else_is_owed(county: Scene) -> None:
    await entered(county, WEEKLY)
    await at(county, "15:12")
    await county.says("刘安", "周报表", media="file")
    await county.clock.forward(minutes=1)
    county.heard()
    await county.says("李明", "为什么没提醒宏达站")
    assert "周报表15:12已报，不用催" in county.heard("李明")[0]


async def test_what_no_rule_asks_for_any_more_is_waited_for_no_longer(county: Scene) -> None:
    await entered(county, WEEKLY)
    await at(county, "15:00")
    await county.says("刘安", "周报表", media="file")
    await county.clock.forward(minutes=1)
    county.heard()
    await entered(county)
    await county.clock.to("17:45")
    assert not [one for one in county.heard() if "周报表" in one]
    assert await states(county, "weekly_form") == [DueStatus.REPORTED]
    assert await states(county, "weekly_form", "瑞康制药有限公司") == []
