"""Why did nobody tell me: what was said to an enterprise on a day, and why not more; and the same for the terminal."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from bot.commands.why import REASONS, told
from models import calendar, hazards, outages, outbox, people, trail, why
from models.people import Person, Role
from models.why import Reason, Why
from tests import rows
from tests.conftest import NIGHT, moment
from tests.scene import Scene
from tests.scenes.test_ledger_questions import RUIKANG, YUFENG, ask, monday, put

MONDAY = date(2026, 3, 16)


async def story(county: Scene, key: str) -> list[str]:
    def found(session: Session) -> list[str]:
        one = why.story(session, key, county.clock.now)
        return list(told(one)) if one else []

    return await county.work.read(found)


async def reason(county: Scene, plant: str, about: str, day: date) -> Reason:
    def found(session: Session) -> Reason:
        enterprise = people.by_name(session, plant)
        assert enterprise
        return why.of_due(session, enterprise, about, day, county.clock.now)

    return await county.work.read(found)


# By message


async def test_who_reported_needed_no_reminder(county: Scene) -> None:
    await county.clock.to("00:31", MONDAY)
    county.heard()
    await county.says("陈夜", "夜巡正常", media="video")
    await monday(county)
    assert await ask(county, "李明", "为什么没提醒瑞康") == [
        "瑞康今天没提醒｜3月16日\n夜巡00:31已报，不用催\n零报告00:31已报，不用催\n没有未整改隐患"
    ]

    def far(session: Session, now: datetime) -> None:
        rows.hazard(session, RUIKANG, "护栏", now, deadline=date(2026, 3, 20), found_at=now - timedelta(days=2))

    await put(county, far)
    assert await ask(county, "李明", "为什么没提醒瑞康") == [
        "瑞康今天没提醒｜3月16日\n夜巡00:31已报，不用催\n零报告00:31已报，不用催\n隐患YH-2026-0001没到提醒日，20日到期"
    ]
    [own] = await ask(county, "周全", "为什么没提醒我们")
    assert own.endswith("隐患0001没到提醒日，20日到期")


async def test_what_was_said_is_told_with_its_time_and_how_it_ended(county: Scene) -> None:
    await monday(county)
    assert await ask(county, "李明", "为什么没提醒宏达站") == [
        "宏达站提醒了3次｜3月16日\n03:30提醒王建国夜巡（已发出）\n04:30提醒王建国夜巡（已发出）\n06:40提醒刘安夜巡（已发出）\n"
        "零报告还没到催的时候\n没有未整改隐患"
    ]


async def test_a_night_that_is_named_ends_on_the_next_day(county: Scene) -> None:
    await county.clock.to("10:10")
    county.heard()
    [by_night] = await ask(county, "李明", "昨晚为什么没提醒宏达站")
    assert by_night.startswith("宏达站提醒了3次｜3月15日\n03:30提醒王建国夜巡")
    [by_day] = await ask(county, "李明", "昨天为什么没提醒宏达站")
    assert by_day.split("\n")[0] == "宏达站没提醒｜3月14日"


async def test_a_letter_that_was_not_said_tells_why(county: Scene) -> None:
    await county.clock.to("03:20")
    await county.person("没号的", Role.REPORTER, YUFENG, user="-")
    await county.clock.to("03:31")
    county.heard()

    def refused(session: Session, now: datetime) -> None:
        letter = outbox.by_key(session, f"patrol:1:{NIGHT}:1:05:00")
        assert letter
        letter.status, letter.reason = outbox.OutgoingStatus.WITHDRAWN, "budget: 3 of 3 a day were said to this person"

    await put(county, refused)
    [told_] = await ask(county, "李明", "为什么没提醒豫丰")
    assert told_.split("\n")[:2] == ["豫丰化工今天没提醒｜3月15日", "03:30提醒张强夜巡（没发，当天提醒次数已满）"]


async def test_of_the_whole_county(county: Scene) -> None:
    await county.enterprise("没人的厂", "没人厂")
    await county.clock.to("02:00")
    await county.says("张强", "夜巡正常", media="video")
    await county.clock.to("10:10")
    county.heard()
    assert await ask(county, "李明", "为什么没提醒") == [
        "提醒了2家｜3月14日夜夜巡\n已报不用催1家\n没人绑定账号1家：没人厂\n问一家写企业名，例：为什么没提醒豫丰"
    ]


async def test_others_are_nobody_s_business(county: Scene) -> None:
    await monday(county)
    [own] = await ask(county, "周全", "为什么没提醒豫丰")
    assert own.startswith("瑞康"), "an enterprise hears of its own, whatever it names"


# Each reason, from the rows


async def test_reasons_of_a_night(county: Scene) -> None:
    await county.enterprise("新来的厂", "新厂", days=1)
    await county.person("新人", Role.REPORTER, "新来的厂")
    await county.enterprise("没人的厂", "没人厂")
    await county.enterprise("票据商行", "商行", class_name="无储存经营")
    await county.clock.to("01:00")
    assert (await reason(county, "新来的厂", "patrol", NIGHT)).why == Why.NOT_YET
    assert (await reason(county, YUFENG, "patrol", NIGHT + timedelta(days=1))).why == Why.NOT_YET
    await county.clock.to("10:00")
    county.heard()
    assert (await reason(county, "新来的厂", "patrol", NIGHT)).why == Why.TRIAL
    assert (await reason(county, "没人的厂", "patrol", NIGHT)).why == Why.NO_ACCOUNT
    assert (await reason(county, "票据商行", "patrol", NIGHT)).why == Why.NOTHING_OWED
    assert (await reason(county, YUFENG, "patrol", date(2026, 2, 1))).why == Why.NOTHING_OWED
    assert (await reason(county, YUFENG, "zero", date(2026, 3, 15))).why == Why.DAY_OFF, "a Sunday"
    assert (await reason(county, YUFENG, "patrol", NIGHT)).why == Why.UNKNOWN, "it was reminded: letters tell of that"


async def test_a_deaf_bot_does_not_remind(county: Scene) -> None:
    await county.clock.to("03:00")

    def deaf(session: Session, now: datetime) -> None:
        outages.note(session, moment("01:00"), moment("02:50"))

    await put(county, deaf)
    await county.clock.to("10:00")
    county.heard()
    assert (await reason(county, YUFENG, "patrol", NIGHT)).why == Why.DEAF


@pytest.mark.parametrize(
    "deadline, pending, wanted",
    [
        (None, False, Why.NO_DATE),
        (date(2026, 3, 20), False, Why.NOT_TODAY),
        (date(2026, 3, 17), True, Why.PENDING),
        (date(2026, 3, 15), False, Why.AFTERWARDS),
    ],
)
async def test_reasons_of_a_hazard(county: Scene, deadline: date | None, pending: bool, wanted: Why) -> None:
    await monday(county)

    def made(session: Session, now: datetime) -> None:
        one = rows.hazard(session, YUFENG, "护栏", now, deadline=deadline)
        if pending:
            rows.asked_for(session, one, 3, now)

    await put(county, made)

    def found(session: Session) -> Why:
        plant, one = people.by_name(session, YUFENG), hazards.by_number(session, "YH-2026-0001")
        assert plant
        assert one
        return why.of_hazard(session, plant, one, MONDAY, county.clock.now).why

    assert await county.work.read(found) == wanted


async def test_a_fixed_hazard_and_one_on_a_day_off(county: Scene) -> None:
    await county.clock.to("10:00")
    county.heard()

    def found(session: Session, now: datetime) -> None:
        plant = people.by_name(session, YUFENG)
        assert plant
        fixed = rows.hazard(session, YUFENG, "护栏", now, state="awaiting", deadline=date(2026, 3, 16))
        near = rows.hazard(session, YUFENG, "杂物", now, deadline=date(2026, 3, 16))
        sunday = calendar.today(now)
        assert why.of_hazard(session, plant, fixed, sunday, now).why == Why.FIXED
        assert why.of_hazard(session, plant, near, sunday, now).why == Why.DAY_OFF

    await put(county, found)


# For the terminal


async def test_the_story_of_a_letter_and_of_one_that_was_held(county: Scene) -> None:
    await county.clock.to("03:31")
    county.heard()
    key = f"patrol:1:{NIGHT}:1:05:00"
    await county.work.write(
        lambda session: trail.note(session, key, moment("03:30"), trail.Turned.HELD, "quiet hours, until later")
    )
    lines = await story(county, key)
    assert lines[:2] == [
        "2026-03-15 03:30:00  posted: patrol.missing to 张强 app 张强",
        "2026-03-15 04:30:00  pointless from here on",
    ]
    assert lines[2] == "2026-03-15 03:30:00  held: quiet hours, until later"
    assert lines[3].startswith("2026-03-15 03:30:")
    assert lines[3].endswith("sent after 1 attempt")


async def test_why_a_reminder_was_never_posted(county: Scene) -> None:
    await county.clock.to("00:31", MONDAY)
    county.heard()
    await county.says("陈夜", "夜巡正常", media="video")
    await monday(county)
    guard = await county.work.read(lambda session: session.exec(select(Person.id).where(Person.name == "陈夜")).one())
    assert await story(county, f"patrol:{guard}:2026-03-15:1:05:00") == [
        "never posted:",
        "  瑞康, patrol of 2026-03-15: it had come in at 2026-03-16 00:31:00",
    ]
    assert await story(county, "zero:3:2026-03-16") == [
        "never posted:",
        "  瑞康, zero of 2026-03-16: it had come in at 2026-03-16 00:31:00",
    ]
    assert await story(county, "zero:3:2026-03-15") == ["never posted:", "  瑞康, zero of 2026-03-15: no working day"]
    assert await story(county, "deadline:3:2026-03-16:5") == [
        "never posted:",
        "  瑞康, deadline of 2026-03-16: no hazard of theirs is open",
    ]

    def far(session: Session, now: datetime) -> None:
        rows.hazard(session, RUIKANG, "护栏", now, deadline=date(2026, 3, 20))

    await put(county, far)
    assert await story(county, "deadline:3:2026-03-16:5") == [
        "never posted:",
        "  瑞康, YH-2026-0001, due 2026-03-20: no day on which this deadline is spoken of",
    ]


@pytest.mark.parametrize(
    "key",
    ["nothing:here", "patrol:x:2026-03-14:1", "patrol:99:2026-03-14", "zero:1:never", "zero:99:2026-03-16", "zero:"],
)
async def test_a_key_that_says_nothing(county: Scene, key: str) -> None:
    assert await story(county, key) == []


async def test_somebody_who_stands_for_two_enterprises(county: Scene) -> None:
    await county.enterprise("南桥加油站", "南桥站")
    await county.person("张强", Role.REPORTER, "南桥加油站")
    await county.clock.to("01:00")
    assert await story(county, f"patrol:1:{NIGHT}:1:05:00") == [
        "never posted:",
        "  豫丰化工, patrol of 2026-03-14: its time has not come",
        "  南桥站, patrol of 2026-03-14: its time has not come",
    ]
    await county.clock.to("03:31")
    [line] = [line for line in county.heard() if line.startswith("张强")]
    assert "豫丰化工" in line
    [told_] = await ask(county, "李明", "为什么没提醒南桥站")
    assert "03:30提醒张强夜巡（已发出）" in told_, "the letter to an account stands for all of its enterprises"


def test_every_reason_has_its_words() -> None:
    assert set(REASONS) == {one.value for one in Why}
