"""Figures by message: a month, a rate with both of its numbers, the daily form; and that all of them agree."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from models import calendar, figures, ledger, questions
from models.figures import Found, Ratio
from models.hazards import Level
from models.inbox import Message
from models.incidents import Incident
from models.obligations import ObligationKind
from models.people import Scope
from tests import rows
from tests.conftest import NIGHT, moment
from tests.scene import Scene
from tests.scenes.test_ledger_questions import HONGDA, RUIKANG, YUFENG, ask, monday, put


def some(session: Session, now: datetime) -> None:
    """Found in the night of the 14th: two, one of them fixed on the 16th; found by day on the 16th: two."""
    night = moment("00:40")
    rows.hazard(session, YUFENG, "灭火器", now, found_at=night, deadline=date(2026, 3, 15))
    rows.hazard(session, YUFENG, "护栏", now, found_at=night, state="awaiting", level=Level.MAJOR)
    rows.hazard(session, HONGDA, "杂物", now, state="closed")
    rows.hazard(session, RUIKANG, "接地", now, deadline=date(2026, 3, 20))
    rows.hazard(session, RUIKANG, "没有的事", now, state="void")


async def test_a_month_with_both_numbers_of_each_rate(county: Scene) -> None:
    await county.clock.to("00:31")
    await county.says("张强", "夜巡正常", media="video")
    await monday(county)
    await put(county, some)
    assert await ask(county, "李明", "这个月数据") == [
        "登记4 已改2，整改率50%\n3月1日—16日，一般3改1，重大1改1\n已销号1\n夜巡应报6 按时1，16.67%（1日—15日夜）"
    ]
    assert await ask(county, "李明", "整改率多少") == ["整改率50%，2/4｜3月1日—16日\n一般3改1，重大1改1；已销号1"]
    assert await ask(county, "李明", "上个月整改率") == ["没登记隐患，没有整改率｜2月1日—28日"]
    assert await ask(county, "李明", "豫丰这个月数据") == [
        "登记2 已改1，整改率50%\n豫丰化工，3月1日—16日，一般1改0，重大1改1\n已销号0\n夜巡应报2 按时1，50%（1日—15日夜）"
    ]


async def test_what_a_time_brought(county: Scene) -> None:
    await monday(county)
    await put(county, some)
    assert await ask(county, "李明", "这个月发现多少隐患") == [
        "登记4条｜3月1日—16日\n一般3改1，重大1改1；已销号1\n1 YH-2026-0002 豫丰…★ 重大 待复查\n"
        "2 YH-2026-0001 豫丰化工★ 超1天\n3 YH-2026-0004 瑞康★ 20日到期\n4 YH-2026-0003 宏达站 已销号"
    ]


async def test_the_daily_form_of_a_day_and_of_today(county: Scene) -> None:
    await county.clock.to("00:31")
    await county.says("张强", "夜巡正常", media="video")
    await county.clock.to("02:20")
    for text in ("代录 宏达站 王建国 电话报正常", "1"):
        await county.says("李明", text)
        await county.clock.forward(seconds=2)
    await monday(county)
    await put(county, some)
    assert await ask(county, "李明", "3月14日的日报") == [
        "日报｜3月14日6:00—3月15日6:00\n3月14日夜应报3：已报2 未报1（代录1）\n"
        "隐患登记2，改好0；未改2，超期0\n没有接到险情报告"
    ]
    assert await ask(county, "李明", "今天的日报") == [
        "日报｜3月16日6:00—10:10\n3月15日夜应报3：已报0 未报3\n零报告应报3：已报0 待报3\n"
        "隐患登记2，改好2；未改2，超期1\n没有接到险情报告"
    ], "tonight's window is not open yet: last night's stands there by its name"


async def test_tonight_stands_in_the_form_once_its_window_is_open(county: Scene) -> None:
    await county.clock.to("01:00", date(2026, 3, 17))
    county.heard()
    [told] = await ask(county, "李明", "今天的日报")
    assert told.split("\n")[:2] == ["日报｜3月16日6:00—01:00", "3月16日夜应报3：已报0 待报3"]


async def test_forms_of_other_days_and_kinds(county: Scene) -> None:
    await monday(county)
    assert await ask(county, "李明", "3月20日的日报") == ["3月20日还没到，没有日报"]
    assert await ask(county, "李明", "导出台账") == [
        "这里发不了文件，请在值班电脑上导出：\nyexun export ledger --out 台账.xlsx"
    ]
    [week] = await ask(county, "李明", "导出上周周报")
    assert week.split("\n")[:2] == ["夜巡按时0/6，0%｜周报", "3月9日—15日"]
    assert await ask(county, "李明", "导出附件3") == ["“导出报表”还不会办，原话已存，请先按老办法报"]


async def test_the_figures_agree_with_one_another(county: Scene) -> None:
    """One source: the night, the list and the form of a day say the same."""
    await county.clock.to("00:31")
    await county.says("张强", "夜巡正常", media="video")
    await monday(county)
    await put(county, some)
    now = county.clock.now

    def compared(session: Session) -> None:
        today = calendar.today(now)
        stood = figures.standing_at(session, now, today)
        assert stood == ledger.standing(session, ledger.WHOLE, today)
        for night in (NIGHT, NIGHT + timedelta(days=1)):
            counted = figures.dues(session, ObligationKind.PATROL, night, night)
            assert counted.counts == questions.night(session, night).counts
        days = [figures.period(session, date(2026, 3, day), date(2026, 3, day), now) for day in range(1, 17)]
        month = figures.period(session, date(2026, 3, 1), date(2026, 3, 16), now)
        assert sum(day.found.registered for day in days) == month.found.registered == 4
        assert sum(day.found.fixed_then for day in days) == month.found.fixed_then == 2
        assert sum(day.patrol.owed for day in days) == month.patrol.owed == 6

    await county.work.read(compared)


async def test_a_grid_bounds_every_figure(county: Scene) -> None:
    await monday(county)
    await put(county, some)

    def bounded(session: Session) -> None:
        within = ledger.Within(enterprises=(3,))
        found = figures.period(session, date(2026, 3, 14), date(2026, 3, 16), county.clock.now, within)
        assert (found.found.registered, found.standing.unfixed, found.patrol.owed) == (1, 1, 2)
        nobody = ledger.Within(Scope())
        assert ledger.standing(session, nobody, date(2026, 3, 16)) == ledger.Standing()
        assert figures.period(session, date(2026, 3, 14), date(2026, 3, 16), county.clock.now, nobody).patrol.owed == 0

    await county.work.read(bounded)


def test_a_rate_is_never_made_whole() -> None:
    assert Ratio(3186, 3226).percent == "98.76%"
    assert Ratio(4, 5).percent == "80%"
    assert Ratio(99999, 100000).percent == "99.99%"
    assert Ratio(5, 5).percent == "100%"
    assert Ratio(0, 5).percent == "0%"
    assert (Ratio(0, 0).percent, Ratio(0, 0).share) == ("", None), "of nothing there is no rate"


def test_the_figures_of_the_bulletin() -> None:
    """3226 general found, 3186 rectified; 5 major, 4 rectified (docs/PRACTICE.md, S023)."""
    found = Found(general=3226, general_fixed=3186, major=5, major_fixed=4)
    assert (found.registered, found.rate) == (3231, Ratio(3190, 3231))
    assert Ratio(found.general_fixed, found.general).percent == "98.76%"
    assert Ratio(found.major_fixed, found.major).percent == "80%"


def test_a_duty_day_begins_at_six() -> None:
    assert figures.duty_day(moment("05:59")) == NIGHT
    assert figures.duty_day(moment("06:00")) == date(2026, 3, 15)
    assert figures.moments(NIGHT, NIGHT) == (moment("06:00", NIGHT), moment("06:00"))


async def test_a_false_alarm_was_no_incident(county: Scene) -> None:
    await monday(county)

    def happened(session: Session, now: datetime) -> None:
        message = Message(channel="app", msg_id="i", kind="text", status="done", sent_at=now, received_at=now)
        session.add(message)
        session.flush()
        told = {"channel": "app", "sender": "x", "message_id": message.id, "opened_at": now}
        for kind, status in (("incident", "taken"), ("incident", "false_alarm"), ("anomaly", "closed")):
            session.add(Incident.model_validate({**told, "kind": kind, "status": status}))

    await put(county, happened)
    [told] = await ask(county, "李明", "今天的日报")
    assert told.endswith("突发事件1起")
