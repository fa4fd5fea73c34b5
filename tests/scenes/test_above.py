"""What the bureau owes to the authority above: forms, 附件6, handed-down findings; chased inside the bureau alone."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.register import KINDS
from bot.tables import rows_of
from models import annex, calendar, db, hazards, lifecycle, people, superior
from models.above import FormSent
from models.annex import Chain, Stage
from models.hazards import Draft, Hazard, Level, Source
from models.lifecycle import By, Move
from models.people import Enterprise, Person, Role
from models.rota import Shift
from tests.scene import Scene, scene, sqlite

BOT = By("test")
PLANT, STATION = "河南豫丰化工有限公司", "宏达加油站"
MONDAY = date(2026, 3, 16)


@pytest.fixture
async def bureau(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Scene]:
    """A bureau with a supervisor, a head and a leader, two enterprises that owe no nights; a Monday, 10:00."""
    marked = request.node.get_closest_marker("begins")
    day, wall = marked.args if marked else (MONDAY, "10:00")
    async with scene(sqlite(tmp_path), calendar.at(day, calendar.clock(wall))) as made:
        await made.enterprise(PLANT, "豫丰化工、豫丰", class_name="无储存经营")
        await made.enterprise(STATION, "宏达站、宏达", class_name="无储存经营")
        await made.person("李安", Role.SAFETY, PLANT)
        await made.person("刘安", Role.SAFETY, STATION)
        await made.person("赵静", Role.SUPERVISOR, phone="13800138001")
        await made.person("江科", Role.HEAD)
        await made.person("王强", Role.LEADER)
        await made.play.step()
        made.heard()
        yield made


async def form(scene: Scene, name: str = "附件3调度表", rule: str = "每月25日", who: str = "赵静") -> None:
    row = {"表名": name, "规律": rule, "填报人": who, "截止时间": "17:00"}
    await scene.work.write(lambda session: KINDS["forms"].run(session, rows_of("表", [row]), scene.clock.now, []))


async def hear(scene: Scene, day: date, wall: str) -> list[str]:
    """What is heard at a time of a day of what is owed above; the rest of the day is let go by."""
    scene.heard()
    await scene.clock.to(wall, day)
    return [one for one in scene.heard() if "往上报" in one or "没报" in one]


async def test_a_form_is_told_to_its_preparer_at_7_3_1_and_0_days_and_to_the_head_at_three(bureau: Scene) -> None:
    await form(bureau)
    assert await hear(bureau, date(2026, 3, 17), "09:01") == []
    said = "\n办了回：附件3调度表已报"
    assert await hear(bureau, date(2026, 3, 18), "09:01") == ["赵静: 要往上报1件\n25日 附件3调度表" + said]
    assert await hear(bureau, date(2026, 3, 19), "09:01") == []
    assert await hear(bureau, date(2026, 3, 20), "09:01") == [
        "赵静: 要往上报1件\n25日 附件3调度表" + said  # three days before is a Sunday
    ]
    assert await hear(bureau, date(2026, 3, 23), "09:01") == []
    assert await hear(bureau, date(2026, 3, 24), "09:01") == ["赵静: 要往上报1件\n25日 附件3调度表" + said]
    assert await hear(bureau, date(2026, 3, 25), "09:01") == ["赵静: 要往上报1件\n今天17:00 附件3调度表" + said]
    assert await hear(bureau, date(2026, 3, 25), "15:01") == [
        "江科: 今天要报，还有1件没报\n今天17:00 附件3调度表 赵静\n报了的回一句就行"
    ]
    assert await hear(bureau, date(2026, 3, 26), "09:01") == [
        "赵静: 要往上报1件\n超1天 附件3调度表" + said,
        "江科: 要往上报1件\n超1天 附件3调度表" + said,
    ]
    assert await hear(bureau, date(2026, 3, 27), "09:01") == []


async def test_a_form_that_went_is_not_asked_for_and_can_be_taken_back(bureau: Scene) -> None:
    await form(bureau)
    await bureau.says("赵静", "附件3已报")
    assert bureau.heard("赵静") == ["已报，记下了｜附件3调度表\n3月25日这期，下一期4月25日\n说错了回：附件3调度表没报"]
    assert await hear(bureau, date(2026, 3, 18), "09:01") == []
    await bureau.says("赵静", "附件3调度表没报")
    assert bureau.heard("赵静") == ["改回没报｜附件3调度表 3月25日这期"]
    assert await bureau.work.read(lambda session: session.exec(select(FormSent)).all()) == []
    assert len(await hear(bureau, date(2026, 3, 20), "09:01")) == 2  # seven days on the 19th, three on the 20th


async def test_all_forms_of_a_person_stand_in_one_letter_and_are_asked_about(bureau: Scene) -> None:
    await form(bureau)
    await form(bureau, "危化领域月报", "2026-03-24、2026-06-24")
    await form(bureau, "隐患统计表", "每周三")
    assert await hear(bureau, date(2026, 3, 18), "09:01") == [
        "赵静: 要往上报2件\n18日 隐患统计表\n24日 危化领域月报\n办了回：隐患统计表已报",  # on the 17th
        "赵静: 要往上报3件\n今天17:00 隐患统计表\n25日 附件3调度表\n25日 隐患统计表\n办了回：隐患统计表已报",
    ]
    await bureau.says("赵静", "该报的表")
    assert bureau.heard("赵静") == [
        "该报的7件｜3月18日\n今天17:00 隐患统计表 赵静\n24日 危化领域月报 赵静\n25日 附件3调度表 赵静\n"
        "25日 隐患统计表 赵静\n"
        "4月1日 隐患统计表 赵静\n4月8日 隐患统计表 赵静\n4月15日 隐患统计表 赵静"
    ]
    await bureau.says("赵静", "月报已报")
    assert bureau.heard("赵静") == [
        "已报，记下了｜危化领域月报\n3月24日这期，下一期6月24日\n说错了回：危化领域月报没报"
    ]
    await bureau.says("赵静", "附件9已报")
    assert bureau.heard("赵静") == ["报表里没有“附件9”\n看有哪些：该报的表"]


# 附件6


async def major(scene: Scene, *, team: bool = False) -> str:
    """A major hazard that waits for its re-check; its number."""

    def put(session: Session) -> str:
        plant = people.by_name(session, PLANT)
        assert plant
        now = scene.clock.now
        draft = Draft(db.row_id(plant.id), Source.DEPARTMENT, now, now, "氯气管道泄漏", "罐区", Level.MAJOR)
        one = hazards.enter(session, draft, now)
        lifecycle.move(session, one, Move.COMPLETE, BOT, now)
        lifecycle.move(session, one, Move.RECTIFY, BOT, now)
        if team:
            one.acceptance_team = "张工、李工"
        session.add(one)
        return one.number

    return await scene.work.write(put)


async def test_the_sheet_of_a_major_hazard_is_chased_from_its_closing_on(bureau: Scene) -> None:
    number = await major(bureau)
    await bureau.says("江科", f"{number}现场复查合格")
    told = bureau.heard()
    assert [one for one in told if "附件6" in one] == [
        f"赵静: 附件6要在3月19日前报｜豫丰化工\n{number} 罐区氯气管道泄漏\n"
        "重大隐患已销号：今天打印签字，再盖县局章、县政府章\n办一步回一句，例：0001附件6县局章盖了"
    ]
    first = "赵静: 要往上报1件\n19日 附件6 豫丰化工0001待打印\n办了回：0001附件6打印好了"
    assert await hear(bureau, date(2026, 3, 17), "09:01") == [first]
    await bureau.says("赵静", "附件6县局章盖了")
    assert bureau.heard("赵静") == [f"盖县局章记下了｜附件6 {number}\n还要盖县政府章、上报，3月19日前报"]
    assert await hear(bureau, date(2026, 3, 18), "09:01") == [
        "赵静: 要往上报1件\n19日 附件6 豫丰化工0001待县政府章\n办了回：0001附件6县政府章盖了"
    ]
    assert [one.partition("\n")[0] for one in await hear(bureau, date(2026, 3, 19), "09:01")] == [
        "赵静: 要往上报1件",
        "江科: 要往上报1件",
    ]
    assert await hear(bureau, date(2026, 3, 19), "15:01") == [
        "王强: 今天往上报的还有1件\n今天 附件6 豫丰化工0001待县政府章\n监管员 赵静 13800138001"
    ]
    await bureau.says("赵静", "0001附件6已报")
    assert bureau.heard("赵静") == [f"附件6已报，办完了｜{number}\n罐区氯气管道泄漏"]
    assert await hear(bureau, date(2026, 3, 20), "09:01") == []
    await bureau.says("赵静", "附件6已报")
    assert bureau.heard("赵静") == ["现在没有要报的附件6，重大隐患验收或销号后才开始"]


@pytest.mark.begins(date(2026, 3, 19), "16:00")
async def test_no_step_of_a_sheet_comes_later_than_the_last_working_day_before_its_end(bureau: Scene) -> None:
    number = await major(bureau)
    await bureau.says("江科", f"{number}现场复查合格")  # on a Thursday: the end is a Sunday
    bureau.heard()
    assert len(await hear(bureau, date(2026, 3, 20), "09:01")) == 2
    assert len(await hear(bureau, date(2026, 3, 20), "15:01")) == 1


# 上级交办


ORDER = "市局交办：豫丰化工三车间灭火器过期、危废库门口堆放杂物，文号榆应急〔2026〕12号，3月31日前回复"


async def entered(scene: Scene) -> None:
    await scene.says("赵静", ORDER)
    assert scene.heard("赵静") == [
        "上级交办请核对：豫丰化工2条\n市局 榆应急〔2026〕12号\n1 三车间灭火器过期\n2 危废库门口堆放杂物\n"
        "31日前回复。回1登记并转企业，回2不登记"
    ]
    await scene.says("赵静", "1")


async def test_what_was_handed_down_is_read_back_entered_and_told(bureau: Scene) -> None:
    await entered(bureau)
    told = bureau.heard()
    assert [one for one in told if one.startswith(("赵静", "江科"))] == [
        "赵静: 上级交办登记了2条｜豫丰化工\nYH-2026-0001—0002\n3月31日前回复市局，已转李安\n要回复稿回：回复稿",
        "江科: 上级交办2条，31日前书面回复\n市局，豫丰化工\n交办单 榆应急〔2026〕12号\n回1看是哪几条，回2生成回复稿",
    ]
    assert [one for one in told if one.startswith("李安")]
    rows = await bureau.work.read(lambda session: session.exec(select(Hazard)).all())
    assert {one.source for one in rows} == {Source.SUPERIOR}
    assert all(one.deadline is None for one in rows)  # the reply date is the bureau's, no date of the enterprise
    await bureau.says("赵静", ORDER)
    assert bureau.heard("赵静") == ["榆应急〔2026〕12号已经登记过｜豫丰化工\n再登记请换文号，或在台账里加隐患"]
    await bureau.says("江科", "1")
    assert bureau.heard("江科") == [
        "豫丰化工2条｜榆应急〔2026〕12号\nYH-2026-0001 三车间灭火器过期，整改中\n"
        "YH-2026-0002 危废库门口堆放杂物，整改中"
    ]


async def test_an_order_is_chased_three_days_one_day_and_on_the_day_drafted_and_answered(bureau: Scene) -> None:
    await entered(bureau)
    line = "回复市局，豫丰化工2条，没改2"
    said = "\n办了回：已回复市局"
    assert await hear(bureau, date(2026, 3, 26), "09:01") == []
    assert await hear(bureau, date(2026, 3, 27), "09:01") == [
        f"{who}: 要往上报1件\n31日 {line}{said}" for who in ("赵静", "江科")
    ]
    assert len(await hear(bureau, date(2026, 3, 30), "09:01")) == 2
    assert await hear(bureau, date(2026, 3, 31), "09:01") == [
        *(f"{who}: 要往上报1件\n今天 {line}{said}" for who in ("赵静", "江科")),
        f"王强: 今天往上报的还有1件\n今天 {line}\n监管员 赵静 13800138001",
    ]
    await bureau.says("江科", "上级交办还有几件")
    assert bureau.heard("江科") == [
        f"上级交办1件没回复\n3月31日前 {line} 榆应急〔2026〕12号\n回了的写：已回复市局，加文号"
    ]
    await bureau.says("赵静", "回复稿")
    assert bureau.heard("赵静") == [
        "关于上级交办问题整改情况的回复（榆应急〔2026〕12号）（草稿）\n市局：\n"
        "2026年3月16日收到交办，涉及河南豫丰化工有限公司，共2条。截至2026年3月31日，已整改0条，没整改完2条。情况如下：\n"
        "1. 三车间灭火器过期（YH-2026-0001）。正在整改，完成日期没定。\n"
        "2. 危废库门口堆放杂物（YH-2026-0002）。正在整改，完成日期没定。\n应急值班室\n2026年3月31日"
    ]
    await bureau.says("赵静", "已回复市局，文号榆应急〔2026〕30号")
    assert bureau.heard("赵静") == ["回复记下了｜豫丰化工2条\n市局 榆应急〔2026〕30号\n还有2条没改完，照样催企业"]
    await bureau.says("江科", "上级交办还有几件")
    assert bureau.heard("江科") == ["上级交办都回复了"]
    assert await hear(bureau, date(2026, 4, 1), "09:01") == []


@pytest.mark.parametrize(
    "text, answer",
    [
        ("市局交办豫丰化工灭火器过期，尽快回复", "没听出哪天前回复，没有登记\n写清几月几日，例：3月30日前回复"),
        (
            "市局交办豫丰化工灭火器过期，2025年3月30日前回复",
            "2025年3月30日已经过了，没有登记\n请核对回复日期，再发一遍",
        ),
        (
            "市局交办大华化工灭火器过期，3月30日前回复",
            "没听出是哪家企业，没有登记\n企业要先登记。例：市局交办：豫丰化工三车间灭火器过期，3月30日前回复",
        ),
        (
            "市局交办豫丰化工，3月30日前回复",
            "没听出交办了什么问题，没有登记\n例：市局交办：豫丰化工三车间灭火器过期，3月30日前回复",
        ),
    ],
)
async def test_what_cannot_be_is_said_where_it_was_entered(bureau: Scene, text: str, answer: str) -> None:
    await bureau.says("赵静", text)
    assert bureau.heard("赵静") == [answer]
    assert await bureau.work.read(superior.unanswered) == []


async def test_the_leaders_list_of_eight_holds_it_where_there_is_one(bureau: Scene) -> None:
    def shift(session: Session) -> None:
        leader = session.exec(select(Person).where(Person.name == "王强")).one()
        starts = calendar.at(date(2026, 3, 31), calendar.clock("00:00"))
        ends = calendar.at(date(2026, 4, 1), calendar.clock("00:00"))
        session.add(Shift(starts_at=starts, ends_at=ends, leader_id=leader.id))

    await bureau.enterprise("瑞康制药有限公司", "瑞康", major=True)
    await bureau.work.write(shift)
    await entered(bureau)
    bureau.heard()
    await bureau.clock.to("08:01", date(2026, 3, 31))
    told = [one for one in bureau.heard() if one.startswith("王强")]
    assert "今天回复上级1件" in told[-1]
    await bureau.clock.to("09:01", date(2026, 3, 31))
    assert [one for one in bureau.heard() if one.startswith("王强")] == []


async def test_a_team_named_after_the_fix_begins_the_sheet_and_a_hazard_opened_again_begins_it_anew(
    bureau: Scene,
) -> None:
    number = await major(bureau)
    await bureau.says("李安", "0001验收组：张工、李工")
    told = bureau.heard()
    assert [one.partition("\n")[2] for one in told if one.startswith("赵静: 附件6")] == [
        f"{number} 罐区氯气管道泄漏\n重大隐患验收组已定：先打印签字、盖章，销号后3日内报\n"
        "办一步回一句，例：0001附件6县局章盖了"
    ]
    await bureau.says("赵静", "附件6县政府盖好章了")
    assert bureau.heard("赵静") == [f"盖县政府章记下了｜附件6 {number}\n还要上报，3月19日前报"]

    def again(session: Session) -> list[str]:
        hazard = hazards.by_number(session, number)
        assert hazard
        lifecycle.move(session, hazard, Move.FAIL, BOT, bureau.clock.now)
        under_way = [one.subject for one in annex.under_way(session, MONDAY)]
        lifecycle.move(session, hazard, Move.RECTIFY, BOT, bureau.clock.now + timedelta(hours=1))
        lifecycle.move(session, hazard, Move.CLOSE, BOT, bureau.clock.now + timedelta(hours=2))
        return [*under_way, *(stage for one in annex.under_way(session, MONDAY) for stage in one.left)]

    assert await bureau.work.write(again) == ["print", "bureau", "county", "sent"]


async def test_two_sheets_and_two_forms_are_told_apart_by_a_digit(bureau: Scene) -> None:
    first, second = await major(bureau), await major(bureau)
    await bureau.says("江科", f"{first}现场复查合格")
    await bureau.says("江科", f"{second}现场复查合格")
    bureau.heard()
    await bureau.says("赵静", "附件6打印好了")
    assert bureau.heard("赵静") == [
        f"是哪条的附件6？\n1 {first} 罐区氯气管道泄漏\n2 {second} 罐区氯气管道泄漏\n回数字，或写编号"
    ]
    await bureau.says("赵静", "2")
    assert bureau.heard("赵静")[0].startswith(f"打印签字记下了｜附件6 {second}")
    await form(bureau, "危化月报", "每月25日")
    await form(bureau, "工贸月报", "每月26日")
    await bureau.says("赵静", "月报已报")
    assert bureau.heard("赵静") == ["是哪张表？\n1 危化月报\n2 工贸月报\n回数字"]
    await bureau.says("赵静", "2")
    assert bureau.heard("赵静") == ["已报，记下了｜工贸月报\n3月26日这期，下一期4月26日\n说错了回：工贸月报没报"]
    await bureau.says("赵静", "工贸月报已报")
    assert bureau.heard("赵静") == ["工贸月报3月26日这期已经记过了"]


@pytest.mark.parametrize(
    "began, closed, days",
    [
        (date(2026, 3, 16), date(2026, 3, 16), ["03-16", "03-17", "03-18", "03-19"]),
        (date(2026, 3, 18), date(2026, 3, 18), ["03-18", "03-19", "03-20", "03-20"]),  # the end is a Saturday
        (date(2026, 3, 20), date(2026, 3, 20), ["03-20", "03-23", "03-23", "03-23"]),
        (date(2026, 3, 16), date(2026, 3, 20), ["03-16", "03-17", "03-18", "03-23"]),  # accepted first
        (date(2026, 9, 30), date(2026, 9, 30), ["09-30", "09-30", "09-30", "09-30"]),  # a long holiday lies behind
    ],
)
def test_the_steps_of_a_sheet_are_working_days_and_never_behind_its_end(
    began: date, closed: date, days: list[str]
) -> None:
    hazard = Hazard(number="YH-2026-0001", year=2026, serial=1, enterprise_id=1, source="department", status="closed")  # type: ignore[call-arg]
    plant = Enterprise(name=PLANT, registered_at=calendar.midnight(MONDAY))
    chain = Chain(hazard, plant, began, closed + annex.WITHIN, tuple(Stage))
    assert [f"{day:%m-%d}" for _, day in chain.days()] == days
