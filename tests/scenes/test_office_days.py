"""The office's own days: entered in words and by a sheet, counted by office hours, never by the night."""

from datetime import date

import pytest
from sqlmodel import select

from bot.register import office_days as sheet
from bot.tables import ImportFaults, Row
from models import calendar, office_days
from models.office_days import OfficeDay
from models.people import Role
from tests.scene import Scene

AUTUMN = date(2026, 9, 28)  # a Monday


@pytest.mark.begins(AUTUMN, "09:00")
async def test_an_admin_says_that_a_day_is_worked_and_confirms_it(county: Scene) -> None:
    sunday = date(2026, 10, 11)
    assert not calendar.is_workday(sunday)
    await county.says("管理", "10月11日上班")
    assert county.heard("管理") == ["10月11日（周日）改为上班\n2026年，回1确定"]
    assert not calendar.is_workday(sunday)
    await county.says("管理", "1")
    assert county.heard("管理") == ["记下了：10月11日（周日）上班\n办公类提醒跟着改；夜巡每晚照常"]
    await county.play.step()
    assert calendar.is_workday(sunday)
    await county.says("管理", "10月11日上班")
    assert county.heard("管理") == ["10月11日（周日）本来就是上班，不用改"]


@pytest.mark.begins(AUTUMN, "09:00")
async def test_a_leader_says_that_some_days_are_off(county: Scene) -> None:
    await county.says("王强", "国庆10月8日至10日放假")
    assert county.heard("王强") == ["10月8日—10日改为放假（国庆）\n共3天，其中3天与现在不同\n2026年，回1确定"]
    await county.says("王强", "1")
    assert county.heard("王强") == ["记下了：10月8日—10日放假\n办公类提醒跟着改；夜巡每晚照常"]
    await county.play.step()
    assert calendar.next_workday(date(2026, 9, 30)) == date(2026, 10, 10 + 2)


@pytest.mark.begins(AUTUMN, "09:00")
@pytest.mark.parametrize(
    "words, answer",
    [
        ("9月31日放假", "日期不对，例：10月8日放假，10月1日到8日放假"),
        ("10月8日到10月1日放假", "日期不对，例：10月8日放假，10月1日到8日放假"),
        ("10月1日到11月30日放假", "一次最多16天；整年的表请在值班电脑上导入：\nyexun import calendar 文件"),
    ],
)
async def test_a_date_that_cannot_be_is_said_at_once(county: Scene, words: str, answer: str) -> None:
    await county.says("管理", words)
    assert county.heard("管理") == [answer]


@pytest.mark.begins(AUTUMN, "09:00")
async def test_who_may_not_is_told_who_may(county: Scene) -> None:
    await county.person("赵静", Role.SUPERVISOR)
    await county.says("赵静", "10月8日放假")
    assert county.heard("赵静") == ["改上班、放假由管理员或带班领导来说"]


@pytest.mark.begins(AUTUMN, "20:00")
async def test_a_day_off_moves_what_keeps_office_hours_and_silences_no_night(county: Scene) -> None:
    day = date(2026, 9, 29)
    await county.work.write(lambda session: office_days.enter(session, day, works=False, name=""))
    await county.clock.to("03:30", day)
    assert [one.partition(":")[0] for one in county.heard()] == ["张强", "王建国", "陈夜"]
    await county.clock.to("12:00", day)
    assert any(one.startswith("李明: 应报3：") for one in county.heard())
    await county.clock.to("23:00", day)
    county.silent()  # nobody is asked for a zero report on a day off
    await county.clock.to("00:01", date(2026, 9, 30))
    state = await county.night(day)
    assert state.owed == 3


@pytest.mark.begins(date(2026, 11, 30), "11:00")
async def test_from_december_an_admin_hears_that_the_coming_year_is_missing_until_it_is_entered(county: Scene) -> None:
    await county.clock.to("10:00", date(2026, 12, 1))
    assert [one for one in county.heard() if one.startswith("管理")] == [
        "管理: 2027年的放假安排还没录入\n2027年1月1日起先按周一到周五算上班，夜巡不受影响\n"
        "放假通知印发后在值班电脑上导入：\nyexun import calendar 文件\n改一两天直接说，例：10月8日放假"
    ]
    told = await county.work.write(lambda session: office_days.tell_missing(session, county.clock.now))
    assert told == [2027]  # at a start; said once a day whatever often it starts
    feasts = [
        ("2027-01-01", "元旦"),
        ("2027-02-05至2027-02-11", "春节"),
        ("2027-04-05", "清明"),
        ("2027年5月1日至3日", "五一"),
    ]
    rows = [Row("日历", 2, {"日期": day, "上班": "放假", "名称": name}) for day, name in feasts]
    done = await county.work.write(lambda session: sheet.days(session, rows, county.clock.now))
    assert str(done) == "日历：新增12，更新0，未变0"
    await county.clock.to("10:00", date(2026, 12, 7))
    assert not [one for one in county.heard() if one.startswith("管理")]
    assert calendar.unknown_years(date(2026, 12, 7)) == []


@pytest.mark.parametrize(
    "rows, fault",
    [
        ([("2027-01-01", "大概休息")], "第2行 上班（大概休息）：“大概休息”看不懂，请写上班或放假"),
        ([("2027-01-01", "放假"), ("2027-01-01", "上班")], "2027-01-01在第2行写的不一样，请只留一行"),
        ([("2027-01-05至2027-01-01", "放假")], "从后往前或长过31天，请写成2027-01-01至2027-01-03"),
        ([("明年元旦", "放假")], "“明年元旦”不是日期，请写成2026-03-14"),
    ],
)
async def test_a_sheet_with_a_fault_changes_nothing(county: Scene, rows: list[tuple[str, str]], fault: str) -> None:
    told = [Row("日历", 2 + number, {"日期": day, "上班": works}) for number, (day, works) in enumerate(rows)]
    with pytest.raises(ImportFaults) as refused:
        await county.work.write(lambda session: sheet.days(session, told, county.clock.now))
    assert fault.partition("：")[2] in str(refused.value) or fault in str(refused.value)
    assert await county.work.read(lambda session: session.exec(select(OfficeDay)).all()) == []


async def test_a_sheet_of_one_feast_says_that_the_year_is_not_whole_and_a_day_can_be_given_back(county: Scene) -> None:
    row = Row("日历", 2, {"日期": "2027-02-08", "上班": "放假", "名称": "春节"})
    done = await county.work.write(lambda session: sheet.days(session, [row], county.clock.now))
    assert done.notes == ("2027年的放假安排看着不全，其余日子先按周一到周五上班",)
    assert not calendar.is_workday(date(2027, 2, 8))
    back = Row("日历", 2, {"日期": "2027-02-08", "上班": "照公布", "名称": ""})
    await county.work.write(lambda session: sheet.days(session, [back], county.clock.now))
    assert calendar.is_workday(date(2027, 2, 8))
