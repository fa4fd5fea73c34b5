"""The zero report of a day: what satisfies it, what never does; nothing more is asked of who reported at night."""

from datetime import date

import pytest
from sqlmodel import Session, select

from models import opening, people
from models.obligations import Due, DueStatus, ObligationKind
from tests.scene import Scene

MONDAY = date(2026, 3, 16)
SATURDAY = date(2026, 3, 21)


async def zero(scene: Scene, plant: str, day: date = MONDAY) -> str | None:
    def ask(session: Session) -> str | None:
        found = people.by_name(session, plant)
        assert found
        due = opening.due_of(session, found, day, ObligationKind.ZERO)
        return due.status if due else None

    return await scene.work.read(ask)


async def test_a_round_with_its_result_satisfies_night_and_day(county: Scene) -> None:
    await county.clock.to("00:31", MONDAY)
    county.heard()
    await county.says("张强", "巡查罐区，无隐患", media="video")
    await county.clock.forward(minutes=1)
    assert county.heard("张强")[0].startswith("已报 00:31｜3月15日夜夜巡")
    assert await zero(county, "河南豫丰化工有限公司") == DueStatus.REPORTED


async def test_the_word_itself_by_day(county: Scene) -> None:
    await county.clock.to("15:12", MONDAY)
    county.heard()
    await county.says("刘安", "零报告")
    await county.clock.forward(minutes=1)
    assert county.heard("刘安") == ["零报告已登记 15:12｜宏达站"]
    assert await zero(county, "宏达加油站") == DueStatus.REPORTED
    await county.clock.to("18:20", MONDAY)
    county.heard()
    await county.says("周全", "零报告")
    await county.clock.forward(minutes=1)
    county.heard()
    assert await zero(county, "瑞康制药有限公司") == DueStatus.LATE


async def test_at_night_it_is_no_round_and_says_so(county: Scene) -> None:
    await county.clock.to("01:31")
    await county.says("王建国", "今晚平安无事")
    await county.clock.forward(minutes=1)
    assert county.heard("王建国") == [
        "零报告已登记 01:31｜宏达站\n3月14日夜夜巡还没收到\n这就是夜巡结果请回1；没巡就拍了再发"
    ]
    assert (await county.night(date(2026, 3, 14))).count(DueStatus.WAITING) == 3
    await county.says("王建国", "1")
    await county.clock.forward(minutes=1)
    assert county.heard("王建国")[0].startswith("已报 01:31｜3月14日夜夜巡")


@pytest.mark.parametrize("words", ["收到", "好的", "晚点报", "👌", "大体可以"])
async def test_silence_and_small_talk_are_none(county: Scene, words: str) -> None:
    await county.clock.to("15:12", MONDAY)
    county.heard()
    await county.says("刘安", words)
    await county.clock.forward(minutes=2)
    county.heard()
    assert await zero(county, "宏达加油站") == DueStatus.WAITING
    await county.clock.to("00:05", date(2026, 3, 17))
    county.heard()
    assert await zero(county, "宏达加油站") == DueStatus.MISSED


async def test_none_is_owed_on_days_without_work_or_without_a_place(county: Scene) -> None:
    await county.enterprise("票据贸易行", class_name="无储存经营")
    await county.clock.to("10:00", SATURDAY)
    county.heard()

    def days(session: Session) -> set[tuple[date, int]]:
        owed = session.exec(select(Due).where(Due.kind == ObligationKind.ZERO)).all()
        return {(due.night, due.enterprise_id) for due in owed}

    owed = await county.work.read(days)
    assert {day.isoformat() for day, _ in owed} == {f"2026-03-{day}" for day in (16, 17, 18, 19, 20)}
    assert len({plant for _, plant in owed}) == 3


async def test_a_withdrawn_report_takes_its_day_back(county: Scene) -> None:
    await county.clock.to("15:12", MONDAY)
    county.heard()
    await county.says("刘安", "零报告")
    await county.clock.forward(minutes=1)
    await county.says("刘安", "撤回")
    await county.clock.forward(minutes=1)
    county.heard()
    assert await zero(county, "宏达加油站") == DueStatus.WAITING
