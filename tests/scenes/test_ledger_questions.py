"""What is asked of the ledger by message: one hazard, lists, what falls due, what one has to do; never in a group."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import Session, col, select

from handlers import offers
from handlers.offers import MoreHazards
from models import db, hazards, lifecycle, outbox, people
from models.attachments import Attachment
from models.hazards import Hazard, Level, PictureStage
from models.inbox import Message
from models.lifecycle import Move
from models.outbox import Letter
from models.people import Person, Role
from tests import rows
from tests.conftest import moment
from tests.scene import Scene

YUFENG, HONGDA, RUIKANG = "河南豫丰化工有限公司", "宏达加油站", "瑞康制药有限公司"
#: A Monday.
DAY = date(2026, 3, 16)
pytestmark = pytest.mark.begins(DAY, "10:05")


async def ask(county: Scene, who: str, text: str, **more: object) -> list[str]:
    await county.says(who, text, **more)  # type: ignore[arg-type]
    await county.clock.forward(seconds=2)
    return county.heard(who)


async def put(county: Scene, write: Callable[[Session, datetime], object]) -> None:
    await county.work.write(lambda session: write(session, county.clock.now))


async def monday(county: Scene, wall: str = "10:10") -> None:
    await county.clock.to(wall, DAY)
    county.heard()


def one(session: Session, now: datetime) -> Hazard:
    told: dict[str, Any] = {"place": "三车间", "measures": "更换新灭火器", "found_at": moment("00:40")}
    return rows.hazard(session, YUFENG, "灭火器过期", now, deadline=date(2026, 3, 17), **told)


def several(session: Session, now: datetime) -> None:
    """Of 豫丰 one that is due and a major one that is overdue; of 宏达 one overdue and one in hand; 瑞康 all kinds."""
    one(session, now)
    rows.hazard(session, YUFENG, "支架锈蚀", now, place="罐区", deadline=date(2026, 3, 15), level=Level.MAJOR)
    rows.hazard(session, HONGDA, "堆放杂物", now, deadline=date(2026, 3, 12))
    waiting = rows.hazard(session, HONGDA, "静电接地", now, deadline=date(2026, 3, 14))
    rows.asked_for(session, waiting, 6, now)
    rows.hazard(session, RUIKANG, "护栏松动", now, deadline=date(2026, 3, 18))
    rows.hazard(session, RUIKANG, "", now, place="泵房", state="registered", responsible="", measures="")
    rows.hazard(session, RUIKANG, "消防栓", now, state="awaiting", deadline=date(2026, 3, 18))
    rows.hazard(session, RUIKANG, "消防栓", now, state="closed", deadline=date(2026, 3, 18))
    rows.hazard(session, RUIKANG, "不是隐患", now, state="void")


# One hazard


async def test_one_hazard_in_full_for_an_officer_and_short_for_its_own(county: Scene) -> None:
    await monday(county)
    await put(county, one)
    told = "豫丰化工 三车间 灭火器过期，一般，夜巡发现\n责任人张强，更换新灭火器\n最近：16日10:10交办"
    assert await ask(county, "李明", "0001什么情况") == [f"整改中，17日到期｜YH-2026-0001\n{told}"]
    assert await ask(county, "李安", "0001什么情况") == [f"整改中，17日到期｜0001\n{told}"]


async def test_what_a_hazard_still_lacks_and_how_its_term_stands(county: Scene) -> None:
    await monday(county)
    await put(county, several)
    assert await ask(county, "李明", "0006什么情况") == [
        "已登记，没定日期｜YH-2026-0006\n瑞康 泵房 待补内容，一般，夜巡发现\n"
        "还缺：内容、责任人、措施、日期\n最近：16日10:10登记"
    ]
    assert await ask(county, "李明", "0002什么情况") == [
        "整改中，超1天｜YH-2026-0002\n豫丰化工 罐区 支架锈蚀，重大，夜巡发现\n"
        "责任人张强，更换\n还缺：资金、预案、管控措施\n最近：16日10:10交办"
    ]
    [told] = await ask(county, "李明", "0004什么情况")
    assert told.startswith("整改中，延期待批（到20日）｜YH-2026-0004")
    [told] = await ask(county, "李明", "0008什么情况")
    assert told.startswith("已销号 16日｜YH-2026-0008")


async def test_pictures_are_counted(county: Scene) -> None:
    await monday(county)

    def photographed(session: Session, now: datetime) -> None:
        message = Message(channel="app", msg_id="p", kind="image", status="done", sent_at=now, received_at=now)
        session.add(message)
        session.flush()
        shown = [
            Attachment(message_id=db.row_id(message.id), ordinal=n, kind="image", status="stored") for n in range(3)
        ]
        session.add_all(shown)
        session.flush()
        made = one(session, now)
        hazards.show(session, made, [db.row_id(each.id) for each in shown[:2]], PictureStage.BEFORE)
        hazards.show(session, made, [db.row_id(each.id) for each in shown[2:]], PictureStage.AFTER)

    await put(county, photographed)
    [told] = await ask(county, "李明", "0001什么情况")
    assert told.endswith("最近：16日10:10交办\n照片：改前2张、改后1张")


async def test_a_number_that_fits_nothing_or_is_of_somebody_else(county: Scene) -> None:
    await monday(county)
    await put(county, one)
    assert await ask(county, "李明", "0099什么情况") == ["没查到YH-2026-0099，请核对编号再问"]
    assert await ask(county, "周全", "0099什么情况") == ["本单位没有0099，请核对编号"]
    assert await ask(county, "周全", "0001什么情况") == ["本单位没有0001，请核对编号"], "as if it did not exist"


async def test_the_place_in_the_list_that_was_shown_last(county: Scene) -> None:
    await monday(county)
    await put(county, several)
    await ask(county, "李明", "还有多少没整改")
    [told] = await ask(county, "李明", "第2条什么情况")
    assert told.startswith("整改中，17日到期｜YH-2026-0001")
    await county.clock.forward(hours=3)
    county.heard()
    assert await ask(county, "李明", "第2条什么情况") == ["问哪一条？请写编号，例：0031什么情况"]


# Lists


async def test_what_is_not_fixed(county: Scene) -> None:
    await monday(county)
    assert await ask(county, "李明", "还有多少没整改") == ["没有未整改的｜截至3月16日"]
    await put(county, several)
    assert await ask(county, "李明", "还有多少没整改") == [
        "未整改6条，超期2｜截至3月16日\n"
        "一般5，重大1；待复查1；延期待批1，不算超期\n"
        "1 YH-2026-0002 豫丰化工★ 重大 超1天\n"
        "2 YH-2026-0001 豫丰化工★ 17日到期\n"
        "等6条，回1看全部"
    ]
    assert await ask(county, "李明", "1") == [
        "未整改6条\n"
        "1 YH-2026-0002 豫丰化工★ 罐区 支架锈蚀 重大 超1天\n"
        "2 YH-2026-0001 豫丰化工★ 三车间 灭火器过期 17日到期\n"
        "3 YH-2026-0005 瑞康★ 护栏松动 18日到期\n"
        "4 YH-2026-0006 瑞康★ 泵房 待补内容 没定日期\n"
        "5 YH-2026-0003 宏达站 堆放杂物 超4天\n"
        "6 YH-2026-0004 宏达站 静电接地 待批到20日"
    ]
    [told] = await ask(county, "李明", "第5条什么情况")
    assert "YH-2026-0003" in told


async def test_an_enterprise_sees_only_its_own(county: Scene) -> None:
    await monday(county)
    await put(county, several)
    assert await ask(county, "周全", "还有多少没整改") == [
        "未整改2条，超期0｜瑞康，截至3月16日\n一般2，重大0；待复查1\n"
        "1 0005 护栏松动 18日到期\n2 0006 泵房 待补内容 没定日期"
    ]
    assert await ask(county, "周全", "豫丰还有多少没整改") == ["只能查本单位的，例：我家这周报了没"]
    assert await ask(county, "周全", "整改率多少") == ["整改率50%，2/4｜瑞康，3月1日—16日\n一般4改2，重大0改0；已销号1"]


async def test_an_officer_asks_about_one_enterprise_or_one_level(county: Scene) -> None:
    await monday(county)
    await put(county, several)
    assert await ask(county, "李明", "豫丰还有多少没整改") == [
        "未整改2条，超期1｜豫丰化工，截至3月16日\n一般1，重大1\n"
        "1 YH-2026-0002 豫丰化工★ 重大 超1天\n2 YH-2026-0001 豫丰化工★ 17日到期"
    ]
    assert await ask(county, "李明", "重大隐患有哪些") == [
        "未整改1条，超期1｜重大，截至3月16日\n一般0，重大1\n1 YH-2026-0002 豫丰化工★ 重大 超1天"
    ]


async def test_a_supervisor_and_an_expert_see_their_grid(county: Scene) -> None:
    await monday(county)
    await county.enterprise("东片一厂", "东一", grid="东片")
    for name, role in (("赵静", Role.SUPERVISOR), ("专家甲", Role.EXPERT)):
        await county.person(name, role)

    def gridded(session: Session, now: datetime) -> None:
        for officer in session.exec(select(Person).where(col(Person.role).in_([Role.SUPERVISOR, Role.EXPERT]))):
            officer.grid = "东片"
        several(session, now)
        rows.hazard(session, "东片一厂", "接地线断", now, deadline=date(2026, 3, 20))

    await put(county, gridded)
    wanted = ["未整改1条，超期0｜东片，截至3月16日\n一般1，重大0\n1 YH-2026-0010 东一 20日到期"]
    assert await ask(county, "赵静", "还有多少没整改") == wanted
    assert await ask(county, "专家甲", "还有多少没整改") == wanted
    assert await ask(county, "赵静", "豫丰还有多少没整改") == ["这家不在您的网格，请问分管的监管员"]
    assert await ask(county, "赵静", "0001什么情况") == ["这家不在您的网格，请问分管的监管员"]
    [told] = await ask(county, "李明", "还有多少没整改")
    assert told.startswith("未整改7条"), "a duty officer sees everything"


async def test_overdue_and_waiting_requests(county: Scene) -> None:
    await monday(county)
    assert await ask(county, "李明", "超期的有哪些") == ["没有超期的｜截至3月16日"]
    assert await ask(county, "李明", "延期申请有哪些") == ["没有待批的延期｜截至3月16日"]
    await put(county, several)
    assert await ask(county, "李明", "超期的有哪些") == [
        "超期2条｜截至3月16日\n1 YH-2026-0002 豫丰化工★ 重大 超1天\n2 YH-2026-0003 宏达站 超4天"
    ]
    assert await ask(county, "李明", "延期申请有哪些") == ["待批延期1条｜截至3月16日\n1 YH-2026-0004 宏达站 待批到20日"]


async def test_what_falls_due_and_each_is_reminded_once(county: Scene) -> None:
    await monday(county)
    assert await ask(county, "李明", "三天内到期的") == ["没有到期的｜3月16日—19日"]
    await put(county, several)
    wanted = ["2条｜3月16日—19日到期\n1 YH-2026-0001 豫丰化工★ 17日到期\n2 YH-2026-0005 瑞康★ 18日到期\n回1逐家提醒"]
    assert await ask(county, "李明", "三天内到期的") == wanted
    await county.says("李明", "1")
    await county.clock.forward(seconds=2)
    assert county.heard() == [
        "李明: 已提醒2家：豫丰化工、瑞康",
        "李安: 1条快到期｜豫丰化工\n17日 0001 三车间灭火器过期\n改好发照片写编号；来不及回：延期0001",
        "周全: 1条快到期｜瑞康\n18日 0005 护栏松动\n改好发照片写编号；来不及回：延期0005",
    ]
    assert await ask(county, "李明", "三天内到期的") == wanted
    assert await ask(county, "李明", "1") == ["已提醒0家\n1小时内提醒过2家，没再发"]
    assert await ask(county, "周全", "哪些快到期了") == ["1条｜瑞康，3月16日—19日到期\n1 0005 护栏松动 18日到期"]
    assert await ask(county, "李明", "这周到期的有哪些") != wanted
    county.heard()


async def test_an_order_in_quiet_hours_waits_and_says_so(county: Scene) -> None:
    await monday(county, "22:00")
    await put(county, one)
    await ask(county, "李明", "三天内到期的")
    assert await ask(county, "李明", "1") == ["已排好，3月17日7:30提醒1家"]
    await county.clock.to("07:31", date(2026, 3, 17))
    heard = [line for line in county.heard() if line.startswith("李安: 今天到期")]
    assert heard == [
        "李安: 今天到期1条｜0001 三车间灭火器过期\n"
        "改好：发照片，写“0001改好了”\n来不及：写“0001延期”，加原因、新日期、临时防护"
    ]


async def test_what_was_fixed_meanwhile_is_not_reminded_of(county: Scene) -> None:
    await monday(county)
    await put(county, one)
    await ask(county, "李明", "三天内到期的")

    def fixed(session: Session, now: datetime) -> None:
        made = hazards.by_number(session, "YH-2026-0001")
        assert made
        lifecycle.move(session, made, Move.RECTIFY, rows.BY, now)

    await put(county, fixed)
    assert await ask(county, "李明", "1") == ["都改好或在等延期，不用提醒"]


async def test_a_long_list_is_leafed_through(county: Scene) -> None:
    await monday(county)

    def many(session: Session, now: datetime) -> None:
        for day in range(45):
            rows.hazard(session, HONGDA, f"问题{day}", now, deadline=date(2026, 3, 20))

    await put(county, many)
    [head] = await ask(county, "李明", "还有多少没整改")
    assert head.endswith("3 YH-2026-0003 宏达站 20日到期\n等45条，回1看全部")
    [first] = await ask(county, "李明", "1")
    assert first.split("\n")[0] == "未整改45条，第1—20条"
    assert first.split("\n")[-2:] == ["20 YH-2026-0020 宏达站 问题19 20日到期", "回1看下20条"]
    [second] = await ask(county, "李明", "1")
    assert second.split("\n")[:2] == ["未整改45条，第21—40条", "1 YH-2026-0021 宏达站 问题20 20日到期"]
    assert second.endswith("回1看下5条")
    [told] = await ask(county, "李明", "第3条什么情况")
    assert "YH-2026-0023" in told, "the place in the page that was shown last"
    [last] = await ask(county, "李明", "1")
    assert last.split("\n")[0] == "未整改45条，第41—45条"
    assert "回1" not in last


# What one enterprise has to do


@pytest.mark.begins(date(2026, 3, 14), "21:00")
async def test_what_one_enterprise_has_to_do(county: Scene) -> None:
    await monday(county)
    await put(county, several)
    assert await ask(county, "李明", "豫丰还差什么") == [
        "要办4项｜豫丰化工 3月16日10:10\n零报告：18:00前\n3月15日夜夜巡：没报，12:00前能补\n"
        "整改：2条，超期1，最近17日到期\n补内容：YH-2026-0002"
    ]
    await county.says("周全", "零报告")
    await county.clock.forward(minutes=1)
    county.heard()
    [told] = await ask(county, "周全", "我们还差什么")
    assert told.split("\n")[0] == "要办3项｜瑞康 3月16日10:11"
    assert "零报告" not in told
    assert told.endswith("整改：2条，最近18日到期\n补内容：0006")
    assert await ask(county, "李明", "宏达站还差什么") == [
        "要办3项｜宏达站 3月16日10:11\n零报告：18:00前\n"
        "3月15日夜夜巡：没报，12:00前能补\n整改：2条，超期1\n待批延期1条，等局里"
    ]


@pytest.mark.begins(date(2026, 3, 14), "21:00")
async def test_nothing_is_owed(county: Scene) -> None:
    await county.clock.to("00:20")
    await county.says("张强", "夜巡正常", media="video")
    await county.clock.to("13:00")
    county.heard()
    assert await ask(county, "张强", "我们还差什么") == ["没有要办的｜豫丰化工 3月15日13:00"]
    assert await ask(county, "李明", "还差什么") != [], "an officer has to name one"


# The group


@pytest.mark.parametrize("words", ["还有多少没整改", "还有多少没整改 发群里", "0001什么情况 发群里"])
async def test_a_group_never_hears_of_a_hazard(county: Scene, words: str) -> None:
    await monday(county)
    await put(county, one)
    await county.says("李明", f"@夜巡 {words}", chat="g1", at_bot=True)
    await county.clock.forward(seconds=2)
    private, group = county.heard()
    assert group == "g1: 已私发。"
    assert private.startswith("李明: ")
    assert "YH-2026-0001" in private
    assert private.endswith("群里不说隐患，只私发给您") == ("发群里" in words)


async def test_a_short_name_of_several_is_asked_about(county: Scene) -> None:
    await county.enterprise("宏达化工有限公司", "宏达化工、宏达")
    await monday(county)
    await put(county, several)
    [told] = await ask(county, "李明", "宏达还有多少没整改")
    assert told == "是哪家？回数字：\n1 宏达加油站\n2 宏达化工有限公司"
    [told] = await ask(county, "李明", "1")
    assert told.startswith("未整改2条，超期1｜宏达站")
    await county.says("李明", "@夜巡 宏达还有多少没整改", chat="g1", at_bot=True)
    await county.clock.forward(seconds=2)
    private = county.heard()[0]  # what was answered once is remembered
    assert private.startswith("李明: 未整改2条，超期1｜宏达站")


async def test_enterprises_are_not_compared(county: Scene) -> None:
    await monday(county)
    assert await ask(county, "李明", "哪家隐患最多") == ["不给企业排先后；可以问：超期的有哪些"]


async def test_a_digit_shows_only_what_its_owner_may_see(county: Scene) -> None:
    """The digits of an answer hold enterprises by row; what their owner may see is looked at again."""
    await monday(county)
    await put(county, several)

    def stolen(session: Session, now: datetime) -> None:
        plant = people.by_name(session, YUFENG)
        assert plant
        more = {"1": offers.dump(MoreHazards("unfixed", enterprises=(db.row_id(plant.id),)))}
        letter = Letter("x", "answer", channel="app", to_user="周全", text="回1", choices=more)
        outbox.post(session, letter, now)

    await put(county, stolen)
    await county.clock.forward(seconds=2)
    county.heard()
    assert await ask(county, "周全", "1") == ["只能查本单位的，例：我家这周报了没"]
