"""Evenings, Mondays, weeks and months: what officers and leaders hear of them, and that nobody hears it twice."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from models import calendar, pages, people, site, trail
from models.outbox import Outgoing
from models.people import Role
from models.periods import KeyPeriod
from models.site import Site
from tests import rows
from tests.conftest import moment
from tests.scene import Scene

#: Friday, Saturday, Sunday, Monday.
FRIDAY, MONDAY = date(2026, 3, 13), date(2026, 3, 16)
YUFENG = "河南豫丰化工有限公司"


async def put(scene: Scene, write) -> None:  # type: ignore[no-untyped-def]
    await scene.work.write(lambda session: write(session, scene.clock.now))


async def heard(scene: Scene, who: str) -> list[str]:
    return [one.removeprefix(f"{who}: ") for one in scene.heard() if one.startswith(f"{who}: ")]


async def at(scene: Scene, wall: str, day: date, who: str) -> list[str]:
    """What somebody hears at a minute; all that was said before is let go."""
    clock = calendar.at(day, calendar.clock(wall)) - timedelta(seconds=30)
    await scene.play.advance(clock)
    scene.heard()
    await scene.clock.to(wall, day)
    return await heard(scene, who)


# --- Monday tells of three nights


@pytest.mark.begins(FRIDAY, "12:00")
async def test_monday_tells_of_the_three_nights_of_a_weekend(county: Scene) -> None:
    await county.person("孙科", Role.HEAD)
    await put(county, lambda session, now: site.sync(session, Site(trial_nights=0)))
    for day, wall in ((14, "00:31"), (15, "01:31"), (15, "23:59")):
        await county.clock.to(wall, date(2026, 3, day))
        if wall != "23:59":
            await county.says("张强", "夜巡正常", media="video")
    await county.clock.to("00:20", MONDAY)
    await county.says("张强", "夜巡正常", media="video")
    await county.says("王建国", "夜巡正常", media="video")
    assert await at(county, "08:00", MONDAY, "孙科") == [
        "未报1：瑞康★\n应报3：已报2 未报1\n3月15日夜（★重大危险源）\n瑞康★连续3夜没报\n"
        "14日夜未报2：瑞康★、宏达站\n13日夜未报2：瑞康★、宏达站\n"
        "夜巡按时4/9，44.44%｜周报\n3月9日—15日\n未报5\n"
        "隐患登记0\n销号0；未改0，超期0\n零报告按时0/1，0%\n主动发给企业14条，平均每家4.7条，最多8条"
    ]


@pytest.mark.begins(date(2026, 3, 14), "05:30")
async def test_a_free_day_is_for_whoever_has_the_shift(county: Scene) -> None:
    await county.person("孙科", Role.HEAD)
    assert await at(county, "08:00", date(2026, 3, 14), "孙科") == []
    county.heard()


# --- the page of a week


async def _week(scene: Scene) -> None:
    """A supervisor, a section head, two leaders of whom one has the shift; a hazard found and one closed."""
    for name, role in (("孙科", Role.HEAD), ("刘局", Role.LEADER), ("赵静", Role.SUPERVISOR)):
        await scene.person(name, role)
    for day in range(15, 25):
        await scene.shift(date(2026, 3, day), "李明", "王强")

    def some(session: Session, now: datetime) -> None:
        night = moment("00:40")
        rows.hazard(session, YUFENG, "灭火器过期", now, found_at=night, deadline=date(2026, 3, 15))
        rows.hazard(session, YUFENG, "护栏", now, found_at=night, state="closed")
        old = rows.hazard(session, YUFENG, "接地", now - timedelta(days=40), state="awaiting")
        old.verified_at = now - timedelta(days=30)
        session.add(old)

    await put(scene, some)


@pytest.mark.begins(date(2026, 3, 15), "05:30")
async def test_the_page_of_a_week_reaches_each_once_and_the_leader_in_one_message(county: Scene) -> None:
    await _week(county)
    await county.play.advance(moment("07:59", MONDAY))
    county.heard()
    await county.clock.to("08:00", MONDAY)
    told = county.heard()
    by = {one.split(": ", 1)[0]: one.split(": ", 1)[1] for one in told}
    assert set(by) == {"王强", "孙科", "刘局"}
    assert by["王强"].startswith("未报3：")
    assert by["刘局"].startswith("夜巡按时")
    assert "｜周报" in by["王强"]
    assert "复查等了超过10个工作日1条：\nYH-2026-0003 豫丰化工 接地" in by["王强"]
    assert "复查等了" not in by["孙科"]
    await county.clock.to("08:30", MONDAY)
    told = [one for one in county.heard() if "周报" in one]
    assert [one[:3] for one in told] == ["赵静:"]
    await county.clock.to("16:00", MONDAY)
    assert [one for one in county.heard() if "周报" in one] == []


@pytest.mark.begins(date(2026, 3, 15), "05:30")
async def test_what_was_made_up_since_puts_the_page_right_once(county: Scene) -> None:
    await _week(county)
    await county.clock.to("08:40", MONDAY)
    county.heard()
    await county.says("张强", "补报昨晚夜巡正常", media="video")
    await county.clock.to("14:05", MONDAY)
    told = [one for one in county.heard() if "数字有变" in one]
    assert sorted(one[:2] for one in told) == ["孙科", "赵静"]
    assert "补报1" in told[0]
    await county.clock.to("15:00", MONDAY)
    assert [one for one in county.heard() if "数字有变" in one] == []


@pytest.mark.begins(date(2026, 3, 16), "09:00")
async def test_the_same_page_is_an_answer(county: Scene) -> None:
    await _week(county)
    for words in ("上周小结", "上周情况怎么样", "上周周报给我"):
        await county.says("李明", words)
        (told,) = await heard(county, "李明")
        assert told.splitlines()[:2] == ["夜巡还没有结束的夜｜周报", "3月9日—15日"]
        assert "隐患登记2，已改1/2，50%" in told
    await county.says("李明", "本周情况")
    (told,) = county.heard("李明")
    assert told.splitlines()[1] == "3月16日—22日，截至3月16日9:00"
    await county.says("李明", "2月小结")
    (told,) = county.heard("李明")
    assert told.splitlines()[:2] == ["夜巡还没有结束的夜｜月报", "2月1日—28日"]
    await county.says("李明", "本月小结", chat="g1", at_bot=True)
    assert [one[:3] for one in county.heard()] == ["李明:", "g1:"]
    await county.says("张强", "上周小结")
    assert all("按时" not in one for one in county.heard("张强"))


@pytest.mark.begins(date(2026, 3, 11), "16:00")
async def test_a_week_from_friday_to_thursday_told_on_thursday(county: Scene) -> None:
    await put(county, lambda session, now: site.sync(session, Site(week_starts=4, report_day=3, report_at="17:00")))
    await county.person("孙科", Role.HEAD)
    await county.person("刘局", Role.LEADER)
    (told,) = await at(county, "17:00", date(2026, 3, 12), "孙科")
    assert told.splitlines()[:3] == ["夜巡按时0/3，0%｜周报", "3月6日—12日", "未报3，3月5日—11日夜"]
    assert "刘局" not in " ".join(county.heard())
    told_to_leader = await at(county, "08:00", FRIDAY, "刘局")
    assert ["周报" in one for one in told_to_leader] == [True]


@pytest.mark.begins(date(2026, 3, 25), "12:00")
async def test_a_month_ends_with_its_cut_off_day(county: Scene) -> None:
    await put(county, lambda session, now: site.sync(session, Site(month_ends=25)))
    await county.person("赵静", Role.SUPERVISOR, grid="化工")
    await county.enterprise("天润助剂有限公司", "天润助剂", grid="化工")
    (told,) = await at(county, "08:30", date(2026, 3, 26), "赵静")
    assert told.splitlines()[0] == "夜巡按时0/1，0%｜月报"
    assert told.splitlines()[1] == "化工，2月26日—3月25日"


# --- the evening


@pytest.mark.begins(MONDAY, "16:00")
async def test_of_an_evening_without_anything_nobody_hears(county: Scene) -> None:
    await county.shift(MONDAY, "李明", "王强")
    await county.clock.to("17:31")
    assert [one for one in county.heard() if "今晚应报" in one] == []

    def officers_step(session: Session) -> list[str]:
        officer = next(one for one in session.exec(select(people.Person)) if one.name == "李明")
        return [one.reason for one in trail.of_key(session, f"evening:{officer.id}:{MONDAY}")]

    assert await county.work.read(officers_step) == ["nothing but how many owe the night"]


@pytest.mark.begins(MONDAY, "16:00")
async def test_an_evening_of_a_key_period_with_somebody_who_cannot_be_written_to(county: Scene) -> None:
    await county.shift(MONDAY, "李明", "王强")
    await county.enterprise("天润助剂有限公司", "天润助剂", major=True)
    await county.person("钱工", Role.SAFETY, "天润助剂有限公司", user="-", phone="13800138009")
    period = KeyPeriod(
        name="两会", starts=date(2026, 3, 10), ends=date(2026, 3, 20), entered_at=county.clock.now - timedelta(days=9)
    )
    await county.work.write(lambda session: session.add(period))
    await county.clock.to("17:30")
    told = [one for one in county.heard() if "今晚应报" in one]
    text = "今晚应报4｜3月16日夜\n两会，4:00截止\n发不到1家：天润助剂★\n回1看电话"
    assert sorted(told) == [f"李明: {text}", f"王强: {text}"]
    await county.says("李明", "1")
    assert county.heard("李明") == ["1家发不到，只能打电话｜3月16日夜\n天润助剂★ 钱工13800138009"]


# --- figures


@pytest.mark.begins(MONDAY, "09:00")
async def test_the_burden_counts_what_nobody_asked_for(county: Scene) -> None:
    await county.clock.to("12:00", MONDAY + timedelta(days=1))
    county.heard()

    def counted(session: Session) -> tuple[int, int]:
        found = pages.burden(session, moment("09:00", MONDAY), county.clock.now)
        persons = {one.id for one in session.exec(select(people.Person)) if one.enterprise_id}
        sent = session.exec(select(Outgoing).where(Outgoing.status == "sent")).all()
        return found.sent, sum(one.person_id in persons and one.priority in (20, 40) for one in sent)

    told, by_hand = await county.work.read(counted)
    assert told == by_hand > 0


@pytest.mark.begins(date(2026, 3, 15), "23:00")
async def test_a_section_head_hears_when_a_figure_of_the_list_changed_and_a_leader_does_not(county: Scene) -> None:
    await county.person("孙科", Role.HEAD)
    await county.clock.to("08:10")
    county.heard()
    await county.says("张强", "补报昨晚夜巡正常", media="video")
    county.heard()
    await county.clock.to("08:26")
    told = [one for one in county.heard() if "更正" in one]
    text = "更正：应报3：已报0 补报1 未报2\n3月15日夜，{}时未报3\n仍未报：瑞康★、宏达站"
    assert sorted(told) == sorted([f"孙科: {text.format('8:00')}", f"李明: {text.format('6:30')}"])
