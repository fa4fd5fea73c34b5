"""The closed loop: from the ledger to 销号; who verifies, re-checks, moves a date, and what each of them hears."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, select

from handlers import acts
from models import bureau, calendar, extensions, hazards
from models.hazards import Extension, HazardStatus, Level, PictureStage, Source
from models.incoming import MessageKind
from models.obligations import DueStatus
from models.people import Binding, Person, Role
from tests.closed_loop import change, enter, events, hazard, said_to, to, wants
from tests.conftest import moment, people_of_the_county
from tests.scene import Scene, scene, sqlite

MONDAY = date(2026, 3, 16)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Scene]:
    """Monday 9:30: two supervisors and a section head beside the cast of the county."""
    async with scene(sqlite(tmp_path), moment("09:30", MONDAY)) as made:
        await people_of_the_county(made)
        await made.person("赵静", Role.SUPERVISOR, phone="13800138008")
        await made.person("周宁", Role.SUPERVISOR, phone="13800138009")
        await made.person("孙科", Role.HEAD)
        yield made


async def status(scene: Scene, number: str) -> str:
    return (await hazard(scene, number)).status


async def test_nine_days_from_the_ledger_to_its_closing_with_two_names(office: Scene) -> None:
    number = await enter(
        office, item="支架锈蚀", place="氯气管道", source=Source.DEPARTMENT, deadline=date(2026, 3, 18)
    )
    await office.says("张强", "0001整改中，配件明天到")
    assert office.heard() == ["张强: 进展记下了｜0001 氯气管道支架锈蚀\n期限还是18日，要延就写：0001延期"]

    await office.clock.to("10:00", date(2026, 3, 17))
    office.heard()
    await office.says("李安", "0001延期")
    assert office.heard() == [
        "李安: 0001延期还差：新日期、原因、临时防护\n回一句就行，例：到25日，阀门没到货，先停用该段"
    ]
    await office.says("李安", "到25日，厂家没发货，先停用该段，2小时巡1次")
    assert office.heard() == [
        "李安: 延期已报，等赵静、周宁批｜0001\n18日改到25日，批了会发消息\n原因：厂家没发货\n"
        "防护：先停用该段，2小时巡1次",
        "赵静: 延期请批｜YH-2026-0001\n豫丰化工 氯气管道支架锈蚀\n18日改到25日，厂家没发货\n"
        "防护：先停用该段，2小时巡1次\n回1同意，回2不同意\n也可写：同意，只给3天",
        "周宁: 延期请批｜YH-2026-0001\n豫丰化工 氯气管道支架锈蚀\n18日改到25日，厂家没发货\n"
        "防护：先停用该段，2小时巡1次\n回1同意，回2不同意\n也可写：同意，只给3天",
    ]
    await office.says("赵静", "同意，但只给3天")
    told = (
        "只延到21日（要的25日）｜0001\n豫丰化工 氯气管道支架…，赵静批\n期间：先停用该段，2小时巡1次\n21日前改好发照片"
    )
    assert office.heard() == [
        "赵静: 已同意，只到21日（原18日）｜YH-2026-0001\n已告诉豫丰化工",
        f"张强: {told}",
        f"李安: {told}",
    ]
    found = await hazard(office, number)
    assert (found.deadline, found.first_deadline) == (date(2026, 3, 21), date(2026, 3, 18))
    assert found.control == "先停用该段，2小时巡1次"

    await office.clock.to("10:00", date(2026, 3, 19))
    office.heard()
    await office.says("张强", "0001改好了", media=["image", "image"])
    assert office.heard() == ["张强: 改好已记下｜0001 氯气管道支架锈蚀\n改后照片2，等赵静、周宁复查"]

    await office.clock.to("15:00", date(2026, 3, 20))
    office.heard()
    await office.says("赵静", "0001复查不合格，支架还有锈，24日前补好")
    told = "复查没通过｜0001 氯气管道支架锈蚀\n还差：支架还有锈\n24日前补好，再发1张照片\n复查人 赵静"
    assert office.heard() == [
        "赵静: 退回整改，24日前｜YH-2026-0001\n豫丰化工 氯气管道支架锈蚀\n已告诉企业",
        f"张强: {told}",
        f"李安: {told}",
    ]
    assert await status(office, number) == HazardStatus.RECTIFYING

    await office.clock.to("10:00", date(2026, 3, 23))
    office.heard()
    await office.says("李安", "0001改好了", media="image")
    assert office.heard() == ["李安: 改好已记下｜0001 氯气管道支架锈蚀\n改后照片1，等赵静、周宁复查"]

    await office.clock.to("15:00", date(2026, 3, 24))
    office.heard()
    await office.says("赵静", "YH-2026-0001复查合格")
    told = "已销号｜0001 氯气管道支架锈蚀\n复查 赵静 3月24日，不用回复"
    assert office.heard() == [
        "赵静: 已销号｜YH-2026-0001\n豫丰化工 氯气管道支架锈蚀\n待补：第二名复查人、意见书编号\n"
        "回一句就行，例：复查人周宁，文书〔2026〕3号",
        f"张强: {told}",
        f"李安: {told}",
    ]
    await office.says("赵静", "复查人周宁，豫危复查〔2026〕3号")
    assert office.heard() == ["赵静: 补上了｜YH-2026-0001\n复查人 周宁，豫危复查〔2026〕3号"]

    found = await hazard(office, number)
    assert (found.status, found.second_name, found.document) == (HazardStatus.CLOSED, "周宁", "豫危复查〔2026〕3号")
    told_of = [(one.move, one.after) for one in await events(office, number)]
    assert told_of == [
        ("found", "registered"),
        ("complete", "rectifying"),
        ("progress", "rectifying"),
        ("extension.asked", "rectifying"),
        ("extension.shorter", "rectifying"),
        ("rectify", "awaiting_recheck"),
        ("fail", "rectifying"),
        ("rectify", "awaiting_recheck"),
        ("close", "closed"),
        ("second_name", "closed"),
    ]
    closing = (await events(office, number))[-2]
    assert closing.document == "待补"
    after = await office.work.read(lambda session: len(hazards.pictures(session, found, PictureStage.AFTER)))
    assert after == 3


async def test_a_guards_photo_is_verified_by_the_safety_manager_and_closed_from_the_list(office: Scene) -> None:
    first, second = await enter(office), await enter(office, item="堆杂物", place="危废库门口")
    await office.says("张强", "0001、0002改好了", media=["image", "image"])
    assert office.heard() == [
        "张强: 改好已记下2条｜豫丰化工\n0001 三车间灭火器过期\n0002 危废库门口堆杂物\n改后照片2，等李安核实",
        "李安: 报改好请核实2条｜豫丰化工\n0001 三车间灭火器过期\n0002 危废库门口堆杂物\n"
        "张强发的，改后照片4\n核实了回1；没改好写编号、还差什么",
    ]
    await office.says("李安", "1")
    assert office.heard() == [
        "李安: 已核实2条｜豫丰化工\n0001 三车间灭火器过期\n0002 危废库门口堆杂物\n监管员销号后会发消息"
    ]
    await office.says("李安", "1")
    assert office.heard() == ["李安: 这几条都不用再核实了"]

    third = await enter(office, item="护栏松动", place="泵房")
    fourth = await enter(office, item="管道腐蚀", place="罐区", source=Source.DEPARTMENT)
    for number in (third, fourth):
        await office.says("张强", f"{number[-4:]}改好了", media="image")
        await office.clock.forward(minutes=11)
    fifth = await enter(office, item="标识缺失", place="门口")
    await office.says("李安", "0005改好了", media="image")
    await change(office, fifth, lambda one: setattr(one, "sampled", True))
    await office.clock.to("08:20", date(2026, 3, 17))
    office.heard()
    listed = [first, second, third, fourth, fifth]
    letter = said_to(office, "赵静", about={"listed": listed})
    await office.work.write(lambda session: session.add(letter))
    await office.says("赵静", "第2条再看看，其余同意")
    assert office.heard() == [
        "赵静: 已销号1条，留下4条\n豫丰化工0001\n豫丰化工0002 您另外说了\n豫丰化工0003 安全员没核实\n等4条，其余问编号",
        "张强: 已销号｜0001 三车间灭火器过期\n复查 赵静 3月17日，不用回复",
        "李安: 已销号｜0001 三车间灭火器过期\n复查 赵静 3月17日，不用回复",
    ]
    assert [await status(office, one) for one in listed] == ["closed", *["awaiting_recheck"] * 4]
    await change(office, third, lambda one: setattr(one, "verified_at", office.clock.now))
    await office.says("赵静", "其余同意")
    heard = to(office, "赵静")
    assert heard == [
        "已销号2条，留下3条\n豫丰化工0002、豫丰化工0003\n豫丰化工0001 不在等复查\n"
        "豫丰化工0004 要单独复查\n等3条，其余问编号"
    ]
    assert [one.move for one in await events(office, second)].count("close") == 1
    await wants(office, "李明", acts.AgreeRest())
    assert to(office, "李明") == ["2小时内没发过复查名单，请写编号复查"]


async def test_what_nobody_verifies_comes_to_the_supervisor(office: Scene) -> None:
    number = await enter(office)
    await office.says("张强", "0001改好了", media="image")

    def waiting(session: Session) -> list[str]:
        officer = session.exec(select(Person).where(Person.name == "赵静")).one()
        desk = bureau.of_person(session, officer, calendar.today(office.clock.now), office.clock.now)
        return [one.number for one, _ in desk.rechecks]

    for day, listed in ((17, []), (18, []), (19, [number])):
        await office.clock.to("08:00", date(2026, 3, day))
        assert await office.work.read(waiting) == listed
    office.heard()
    await office.says("赵静", "0001复查合格")
    assert to(office, "赵静") == ["已销号｜YH-2026-0001\n豫丰化工 三车间灭火器过期"]


async def test_several_are_closed_in_one_answer(office: Scene) -> None:
    numbers = [
        await enter(office),
        await enter(office, item="支架锈蚀", source=Source.DEPARTMENT),
        await enter(office, item="缺标识", source=Source.DEPARTMENT),
    ]
    await office.says("张强", "0001、0002改好了", media="image")
    office.heard()
    await office.says("赵静", "0001、0002、0003复查合格")
    passed = "已销号2条｜豫丰化工\n0001 三车间灭火器过期\n0002 三车间支架锈蚀\n复查 赵静 3月16日，不用回复"
    assert office.heard() == [
        "赵静: 已销号2条，留下1条\n豫丰化工0001、豫丰化工0002\n还没报改好，先不销｜YH-2026-0003\n"
        "待补复查人、文书：YH-2026-0002",
        f"张强: {passed}",
        f"李安: {passed}",
    ]
    assert [await status(office, one) for one in numbers] == ["closed", "closed", "rectifying"]
    await office.says("赵静", "0002复查人周宁，豫危复查〔2026〕3号")
    assert to(office, "赵静") == ["补上了｜YH-2026-0002\n复查人 周宁，豫危复查〔2026〕3号"]


async def test_nothing_is_closed_without_evidence(office: Scene) -> None:
    number = await enter(office, source=Source.DEPARTMENT)
    await change(office, number, lambda one: setattr(one, "status", HazardStatus.AWAITING))
    await office.says("赵静", "0001复查合格")
    assert office.heard() == [
        "赵静: 没有改后照片，没销｜YH-2026-0001\n现场看过：0001现场复查合格\n有文书：0001合格，加文书号"
    ]
    assert await status(office, number) == HazardStatus.AWAITING
    await office.says("赵静", "0001现场复查合格")
    assert to(office, "赵静")[0].startswith("已销号｜YH-2026-0001")
    assert (await events(office, number))[-1].note.startswith("现场复查")


async def test_a_document_stands_for_a_picture_and_is_not_asked_for_again(office: Scene) -> None:
    number = await enter(office, source=Source.DEPARTMENT)
    await change(office, number, lambda one: setattr(one, "status", HazardStatus.AWAITING))
    await office.says("赵静", "0001复查合格，和周宁一起看的，豫危复查〔2026〕3号")
    assert to(office, "赵静") == ["已销号｜YH-2026-0001\n豫丰化工 三车间灭火器过期"]
    found = await hazard(office, number)
    assert (found.second_name, found.document) == ("周宁", "豫危复查〔2026〕3号")
    assert (await events(office, number))[-1].document == "豫危复查〔2026〕3号"


async def test_who_may_not_close_is_told_who_does(office: Scene) -> None:
    number = await enter(office)
    await office.says("李安", "0001改好了", media="image")
    office.heard()
    for who in ("李明", "王强"):
        await office.says(who, "0001复查合格")
        assert office.heard() == [f"{who}: 复查销号归监管员，找赵静 13800138008"]
    assert await status(office, number) == HazardStatus.AWAITING
    await office.says("孙科", "0001复查合格")
    assert "孙科: 已销号｜YH-2026-0001\n豫丰化工 三车间灭火器过期" in office.heard()
    await office.says("赵静", "0001复查合格")
    assert office.heard() == ["赵静: 3月16日已销号，孙科复查｜YH-2026-0001"]


async def test_nobody_closes_what_they_said_themselves_was_fixed(office: Scene) -> None:
    number = await enter(office)
    await office.person("赵静", Role.SAFETY, "河南豫丰化工有限公司", user="-")

    def bind(session: Session) -> None:
        own = session.exec(select(Person).where(Person.name == "赵静", Person.role == Role.SAFETY)).one()
        session.add(Binding(channel="app", user_id="赵静", person_id=own.id or 0, bound_at=office.clock.now))

    await office.work.write(bind)
    await wants(office, "赵静", acts.Rectification(hazard_nos=(number,), done_count=1, status="已整改"))
    await office.says("赵静", media="image")
    assert any(
        "赵静: 改好已记下｜0001 三车间灭火器过期\n改后照片1，已核实，等监管员销号" in line for line in office.heard()
    )
    await office.says("赵静", "0001复查合格")
    assert office.heard() == ["赵静: 改好是您报的，要由另一位来复查｜YH-2026-0001"]
    assert await status(office, number) == HazardStatus.AWAITING


async def test_a_number_of_another_enterprise_is_nobodys(office: Scene) -> None:
    number = await enter(office)
    for words in ("0001改好了", "YH-2026-0001改好了", "0077改好了"):
        await office.says("周全", words, media="image")
        short = "0077" if "77" in words else "0001"
        assert office.heard() == [f"周全: 本单位没有这条：{short}，请核对编号"]
        await office.clock.forward(minutes=11)
        office.heard()
    await office.says("周全", "YH-2026-0001延期到25日，配件没到")
    assert office.heard() == ["周全: 本单位没有这条：0001，请核对编号"]
    await office.says("赵静", "YH-2026-0088复查合格")
    assert office.heard() == ["赵静: 没有这条隐患：YH-2026-0088，请核对编号"]
    assert await status(office, number) == HazardStatus.RECTIFYING


async def test_partly_done_asks_which_and_moves_nothing(office: Scene) -> None:
    numbers = [
        await enter(office),
        await enter(office, item="堆杂物", place="危废库"),
        await enter(office, item="缺标识"),
    ]
    await office.says("李安", "三条改了两条")
    assert office.heard() == ["李安: 改好的是哪2条？写编号就行\n0001、0002、0003\n例：0001、0002改好了"]
    await office.says("李安", "改好了", media="image")
    assert office.heard() == [
        "李安: 改好的是哪条？回数字，或写编号\n1 0001 三车间灭火器过期\n2 0002 危废库堆杂物\n3 0003 三车间缺标识"
    ]
    assert [await status(office, one) for one in numbers] == ["rectifying"] * 3
    await office.clock.forward(minutes=30)
    office.silent()
    await office.says("李安", "2")
    assert office.heard() == ["李安: 改好已记下｜0002 危废库堆杂物\n改后照片1，已核实，等监管员销号"]
    assert [await status(office, one) for one in numbers] == ["rectifying", "awaiting_recheck", "rectifying"]


async def test_all_of_them_are_named_back(office: Scene) -> None:
    numbers = [
        await enter(office),
        await enter(office, item="堆杂物", place="危废库"),
        await enter(office, item="缺标识"),
    ]
    await office.says("李安", "全部整改到位，请领导验收", media=["image"] * 3)
    assert office.heard() == ["李安: 改好已记下3条｜豫丰化工\n0001、0002、0003\n改后照片3，已核实，等监管员销号"]
    assert [await status(office, one) for one in numbers] == ["awaiting_recheck"] * 3
    await office.clock.forward(minutes=30)
    await office.says("李安", "全部改好了")
    assert office.heard() == ["李安: 0001已报过改好，等复查；0002已报过改好，等复查；0003已报过改好，等复查"]


async def test_words_first_and_the_picture_later(office: Scene) -> None:
    number = await enter(office)
    await office.says("李安", "0001改好了")
    assert office.heard() == ["李安: 缺1张改后照片｜0001 三车间灭火器过期\n拍了直接发，不用再写编号"]
    found = await hazard(office, number)
    assert found.status == HazardStatus.RECTIFYING
    assert found.claimed_at is not None
    await office.clock.forward(hours=3)
    office.heard()
    await office.says("张强", media="image")
    assert office.heard() == [
        "张强: 改好已记下｜0001 三车间灭火器过期\n改后照片1，等李安核实",
    ]
    await office.clock.forward(minutes=5)
    await office.says("张强", media="image")
    await office.clock.to("14:01")
    assert office.heard() == [
        "李安: 报改好请核实｜0001 三车间灭火器过期\n张强发的，改后照片2\n核实了回1；没改好写编号、还差什么"
    ]
    assert await status(office, number) == HazardStatus.AWAITING


async def test_a_picture_by_day_belongs_to_nothing_when_two_wait(office: Scene) -> None:
    await enter(office)
    await enter(office, item="堆杂物", place="危废库门口")
    await office.says("李安", "0001、0002改好了")
    assert office.heard() == [
        "李安: 缺改后照片2条｜豫丰化工\n0001 三车间灭火器过期\n0002 危废库门口堆杂物\n拍了写上编号发"
    ]
    await office.clock.to("14:20")
    office.heard()
    await office.says("李安", media="image")
    await office.clock.forward(minutes=1)
    assert office.heard("李安")[0].endswith("是哪件事的？回一句就行")
    await office.says("李安", "0002")
    assert office.heard() == ["李安: 改好已记下｜0002 危废库门口堆杂物\n改后照片1，已核实，等监管员销号"]


async def test_pictures_of_a_hazard_make_no_round_good(office: Scene) -> None:
    await enter(office)
    await office.clock.to("09:00", date(2026, 3, 17))
    office.heard()
    await office.says("张强", "0001改好了", media="image")
    await office.clock.forward(minutes=2)
    assert to(office, "张强") == ["改好已记下｜0001 三车间灭火器过期\n改后照片1，等李安核实"]
    state = await office.night(date(2026, 3, 16))
    assert "豫丰化工" in {plant.short for plant in state.plants(DueStatus.MISSED)}
    await office.clock.forward(minutes=30)
    number = await enter(office, item="堆杂物", place="危废库门口")
    await office.says("张强", media="image")
    await office.clock.forward(minutes=1)
    assert to(office, "张强") == ["收到 09:32，记为3月16日夜补报\n豫丰化工 照片1\n今晚（17日夜）照常"]
    await office.says("张强", "0002改好了")
    assert to(office, "张强") == [
        "改好已记下｜0002 危废库门口堆杂物\n改后照片1，等李安核实\n这几张算改后照片，3月16日夜夜巡仍未报"
    ]
    assert await status(office, number) == HazardStatus.AWAITING


async def test_each_picture_belongs_to_the_words_beside_it(office: Scene) -> None:
    numbers = [await enter(office), await enter(office, item="堆杂物", place="危废库门口")]
    await office.says("李安", "0001改好了", media="image")
    await office.says("李安", "0002改好了", media="image")
    assert [text.split("\n")[1] for text in office.heard("李安")] == ["改后照片1，已核实，等监管员销号"] * 2
    assert [await status(office, one) for one in numbers] == ["awaiting_recheck"] * 2
    found = await hazard(office, numbers[1])
    shown = await office.work.read(lambda session: len(hazards.pictures(session, found, PictureStage.AFTER)))
    assert shown == 1


async def test_taken_back(office: Scene) -> None:
    number = await enter(office)
    await office.says("张强", "0001改好了", media="image")
    office.heard()
    await office.says("张强", "还没改好，刚才发错了")
    assert office.heard() == ["张强: 已改回整改中｜0001 三车间灭火器过期\n照片留底；改好了再发照片、写编号"]
    assert await status(office, number) == HazardStatus.RECTIFYING
    assert (await events(office, number))[-1].move == "take_back"
    await office.says("李安", "0001改好了", media="image")
    office.heard()
    await office.says("李安", "0001还没改好")
    assert office.heard() == ["李安: 0001报过改好，在等复查\n还没改好就回1，改回整改中"]
    await office.says("李安", "1")
    assert office.heard() == ["李安: 已改回整改中｜0001 三车间灭火器过期\n照片留底；改好了再发照片、写编号"]
    found = await hazard(office, number)
    assert found.verified_at is None
    assert found.rectified_at is None
    shown = await office.work.read(lambda session: len(hazards.pictures(session, found)))
    assert shown == 2

    await office.clock.forward(minutes=11)
    await office.says("李安", "0001改好了")
    office.heard()
    await office.says("李安", "撤回")
    assert office.heard() == ["李安: 已改回整改中｜0001 三车间灭火器过期\n照片留底；改好了再发照片、写编号"]
    assert (await hazard(office, number)).claimed_at is None


async def test_what_is_closed_cannot_be_taken_back_but_opened_again(office: Scene) -> None:
    number = await enter(office)
    await office.says("李安", "0001改好了", media="image")
    await office.says("赵静", "0001复查合格")
    office.heard()
    await office.says("李安", "刚才发错了，撤回")
    assert office.heard() == ["李安: 0001已销号，撤不回来\n没改好就打赵静 13800138008"]
    await office.says("赵静", "0001复查不合格")
    assert office.heard() == ["赵静: 3月16日已销号，赵静复查｜YH-2026-0001\n重新打开写：0001不合格，原因，几日前"]
    await office.says("赵静", "0001复查不合格，又过期了1个，27日前换好")
    assert office.heard() == [
        "赵静: 3月16日已销号，赵静复查｜YH-2026-0001\n回1重新打开，3月27日前改好\n原因：又过期了1个"
    ]
    assert await status(office, number) == HazardStatus.CLOSED
    await office.says("赵静", "1")
    told = "重新打开｜0001 三车间灭火器过期\n原因：又过期了1个\n27日前改好，发照片写编号\n回头看 赵静"
    assert office.heard() == [
        "赵静: 已重新打开，27日前｜YH-2026-0001\n豫丰化工 三车间灭火器过期\n已告诉企业",
        f"张强: {told}",
        f"李安: {told}",
    ]
    found = await hazard(office, number)
    assert (found.status, found.deadline, found.closed_at) == (HazardStatus.RECTIFYING, date(2026, 3, 27), None)


async def test_a_failed_recheck_needs_a_reason_and_a_date_ahead(office: Scene) -> None:
    number = await enter(office, deadline=date(2026, 3, 13))
    await office.says("李安", "0001改好了", media="image")
    office.heard()
    wanted = "赵静: 没通过要写原因和日期｜YH-2026-0001\n例：0001不合格，没有标签，18日前"
    await office.says("赵静", "0001复查不合格")
    assert office.heard() == [wanted]
    await office.says("赵静", "0001复查不合格，没有标签")
    assert office.heard() == [wanted]
    far = acts.Review(hazard_nos=(number,), result="fail", reason="没有标签", deadline=date(2027, 6, 1))
    await wants(office, "赵静", far)
    assert office.heard() == ["赵静: 日期要在今天以后、1年以内，请再写｜YH-2026-0001"]
    assert await status(office, number) == HazardStatus.AWAITING


async def test_what_nobody_says_is_fixed_cannot_be_rechecked(office: Scene) -> None:
    await enter(office)
    await office.says("赵静", "0001复查合格")
    assert office.heard() == ["赵静: 还没报改好，先不销｜YH-2026-0001\n豫丰化工 三车间灭火器过期，期限20日"]


async def test_a_major_hazard_asks_for_its_acceptance_team(office: Scene) -> None:
    number = await enter(office, item="安全阀未投用", place="罐区", level=Level.MAJOR)
    await office.says("李安", "0001改好了", media="video")
    assert office.heard() == [
        "李安: 改好已记下｜0001 罐区安全阀未投用\n改后视频1，等赵静、周宁复查\n验收组没定，回：0001验收组 姓名"
    ]
    await office.says("李安", "0001验收组 张工、李工")
    assert office.heard() == [
        "李安: 验收组记下了｜0001 罐区安全阀未…\n张工、李工",
        *(
            f"{name}: 附件6可以准备了｜豫丰化工\nYH-2026-0001 罐区安全阀未投用\n"
            "重大隐患验收组已定：先打印签字、盖章，销号后3日内报\n办一步回一句，例：0001附件6县局章盖了"
            for name in ("赵静", "周宁")
        ),
    ]
    assert (await hazard(office, number)).acceptance_team == "张工、李工"
    await office.says("赵静", "0001复查合格")
    assert to(office, "赵静") == [
        "已销号｜YH-2026-0001\n豫丰化工 罐区安全阀未投用\n待补：第二名复查人、意见书编号\n"
        "回一句就行，例：复查人周宁，文书〔2026〕3号",
        "附件6要在3月19日前报｜豫丰化工\nYH-2026-0001 罐区安全阀未投用\n"
        "重大隐患已销号：今天打印签字，再盖县局章、县政府章\n办一步回一句，例：0001附件6县局章盖了",
    ]
    await office.says("赵静", "复查人赵静")
    assert to(office, "赵静") == ["第二名复查人不能还是赵静，请写另一位"]
    await office.says("赵静", "赵静、周宁")
    assert to(office, "赵静") == ["补上了｜YH-2026-0001\n复查人 周宁\n还差：意见书编号"]
    await office.says("赵静", "文书〔2026〕3号")
    assert to(office, "赵静") == ["补上了｜YH-2026-0001\n文书〔2026〕3号"]
    await office.says("赵静", "复查人周宁")
    assert to(office, "赵静") == ["没有要补复查人的，补哪条请写编号"]


async def test_a_digit_agrees_to_the_list_above_it_and_to_no_later_one(office: Scene) -> None:
    first, second = await enter(office), await enter(office, item="堆杂物", place="危废库门口")
    for number in (first, second):
        await office.says("李安", f"{number[-4:]}改好了", media="image")
    shown = said_to(office, "赵静", choices={"2": {"act": "AgreeRest"}}, about={"listed": [first]})
    await office.work.write(lambda session: session.add(shown))
    await office.clock.forward(minutes=1)
    later = said_to(office, "赵静", about={"listed": [second, first]})
    await office.work.write(lambda session: session.add(later))
    office.heard()
    await office.says("赵静", "2")
    assert to(office, "赵静") == ["已销号1条\n豫丰化工0001"]
    assert [await status(office, one) for one in (first, second)] == ["closed", "awaiting_recheck"]


# More time


async def test_an_enterprise_moves_its_own_date_twice_and_then_asks(office: Scene) -> None:
    number = await enter(office)
    await office.says("李安", "0001延期3天，料没到货")
    assert office.heard() == ["李安: 已改到23日（原20日）｜0001\n三车间灭火器过期\n还能自己改1次"]
    await office.says("李安", "0001延期到30日，料没到货")
    assert office.heard() == ["李安: 已改到30日（原23日）｜0001\n三车间灭火器过期\n再要改就得监管员批"]
    await office.says("李安", "0001延期到4月3日，料没到货，专人看护")
    assert office.heard()[0] == (
        "李安: 延期已报，等赵静、周宁批｜0001\n30日改到4月3日，批了会发消息\n原因：料没到货\n防护：专人看护"
    )
    found = await hazard(office, number)
    assert (found.deadline, found.first_deadline) == (date(2026, 3, 30), date(2026, 3, 20))
    assert found.moved_times == 2
    assert [one.move for one in await events(office, number)][2:] == [
        "extension.moved",
        "extension.moved",
        "extension.asked",
    ]


async def test_pending_at_the_deadline_is_not_overdue(office: Scene) -> None:
    number = await enter(office, source=Source.DEPARTMENT, deadline=date(2026, 3, 17))
    await office.says("李安", "0001延期到25日，阀门没到货，先停用该段")
    office.heard()
    await office.clock.to("10:00", date(2026, 3, 19))
    found = await hazard(office, number)

    def read(session: Session) -> tuple[bool, list[int]]:
        pending = hazards.pending(session, found) is not None
        overdue = hazards.is_overdue(found, date(2026, 3, 19), extension_pending=pending)
        return overdue, [one.workdays for one in extensions.waiting(session, office.clock.now)]

    assert await office.work.read(read) == (False, [3])
    office.heard()


async def test_refused_with_its_reason(office: Scene) -> None:
    number = await enter(office, source=Source.DEPARTMENT, deadline=date(2026, 3, 17))
    await office.says("李安", "0001延期到25日，阀门没到货，先停用该段")
    office.heard()
    await office.says("赵静", "2")
    assert office.heard() == ["赵静: 不同意的原因？回一句就行｜YH-2026-0001\n例：临时防护不够"]
    await office.says("赵静", "临时防护不够，先停用该段管道")
    told = "没同意延期，仍是17日｜0001\n原因：临时防护不够，先停用该段管道\n有疑问打赵静 13800138008"
    assert office.heard() == [
        "赵静: 已回没同意，仍是17日｜YH-2026-0001\n已告诉豫丰化工",
        f"张强: {told}",
        f"李安: {told}",
    ]
    await office.says("周宁", "1")
    assert office.heard() == ["周宁: 3月16日赵静已批：没同意｜YH-2026-0001"]
    assert (await hazard(office, number)).deadline == date(2026, 3, 17)


async def test_two_officers_decide_at_once(office: Scene) -> None:
    await enter(office, source=Source.DEPARTMENT, deadline=date(2026, 3, 17))
    await office.says("李安", "0001延期到25日，阀门没到货，先停用该段")
    office.heard()
    for who in ("赵静", "周宁"):
        await office._send(who, "1", MessageKind.TEXT, "", False, "", None, "")
    await office.play.step()
    heard = [text for text in office.heard() if text.startswith(("赵静", "周宁"))]
    assert sorted(heard) == [
        "周宁: 3月16日赵静已批：同意到3月25日｜YH-2026-0001",
        "赵静: 已同意延到25日（原17日）｜YH-2026-0001\n已告诉豫丰化工",
    ]


@pytest.mark.parametrize(
    "words, answer",
    [
        ("0001延期到3月10日，没料，先停用该段", "0001的新日期已经过了，请写今天以后的"),
        ("0001延期到18日，没料，先停用该段", "0001的期限是20日，新日期要比它晚"),
        ("0001延期到2028年3月1日，没料，先停用该段", "0001最多延1年，请重写日期"),
        ("0002延期到25日，没料，先停用该段", "0002还没定期限，直接写：0002 几日前改好"),
        ("0003延期到25日，没料，先停用该段", "0003已报改好，等复查，不用延期"),
    ],
)
async def test_impossible_dates_are_one_line(office: Scene, words: str, answer: str) -> None:
    await enter(office, source=Source.DEPARTMENT)
    await enter(office, source=Source.DEPARTMENT, deadline=None)
    third = await enter(office, source=Source.DEPARTMENT)
    await change(office, third, lambda one: setattr(one, "status", HazardStatus.AWAITING))
    await office.says("李安", words)
    assert office.heard() == [f"李安: {answer}"]
    rows = await office.work.read(lambda session: session.exec(select(Extension)).all())
    assert rows == []


async def test_one_sentence_asks_for_two_and_the_next_completes_both(office: Scene) -> None:
    for item in ("支架锈蚀", "法兰渗漏"):
        await enter(office, item=item, source=Source.DEPARTMENT)
    await office.says("李安", "0001、0002延期到25日")
    assert office.heard() == ["李安: 0001、0002延期还差：原因、临时防护\n回一句就行，例：阀门没到货，先停用该段"]
    await office.says("李安", "厂家没发货，先停用该段")
    [heard] = to(office, "李安")  # one letter for both
    lines = heard.split("\n")
    assert [line for line in lines if line.startswith("延期已报")] == [
        "延期已报，等赵静、周宁批｜0001",
        "延期已报，等赵静、周宁批｜0002",
    ]
    assert lines[2:4] == ["原因：厂家没发货", "防护：先停用该段"]
    await office.says("赵静", "0001、0002同意延期")
    assert to(office, "赵静") == ["待批的有2条，批哪条？写编号：YH-2026-0001、YH-2026-0002"]


async def test_a_newer_request_takes_the_place_of_the_one_that_waits(office: Scene) -> None:
    await enter(office, source=Source.DEPARTMENT)
    await office.clock.to("12:40")
    await office.says("李安", "0001延期到25日，阀门没到货，先停用该段")
    await office.says("李安", "0001延期到28日，阀门没到货，先停用该段")
    office.heard()
    await office.clock.to("14:01")
    assert [text.split("\n")[2] for text in to(office, "赵静")] == ["20日改到28日，阀门没到货"]
    rows = await office.work.read(lambda session: session.exec(select(Extension)).all())
    assert [(row.status, row.wanted) for row in rows] == [
        ("dropped", date(2026, 3, 25)),
        ("pending", date(2026, 3, 28)),
    ]
    await office.says("李安", "0001改好了", media="image")
    assert to(office, "李安")[0].startswith("改好已记下｜0001")
    await office.says("赵静", "0001同意延期")
    assert to(office, "赵静") == ["YH-2026-0001没有待批的延期"]


async def test_a_duty_officer_does_not_decide(office: Scene) -> None:
    await enter(office, source=Source.DEPARTMENT)
    await office.says("李安", "0001延期到25日，阀门没到货，先停用该段")
    office.heard()
    await office.says("李明", "0001同意延期")
    assert office.heard() == ["李明: 延期归监管员批，找赵静 13800138008"]
    await office.says("王强", "0001同意延期")
    assert to(office, "王强") == ["已同意延到25日（原20日）｜YH-2026-0001\n已告诉豫丰化工"]


async def test_in_a_group_the_answer_is_private(office: Scene) -> None:
    number = await enter(office)
    await office.says("张强", "0001改好了", media="image", chat="g1")
    heard = office.heard()
    assert heard[0] == "张强: 改好已记下｜0001 三车间灭火器过期\n改后照片1，等李安核实"
    assert not [text for text in heard if text.startswith("g1")]
    assert await status(office, number) == HazardStatus.AWAITING


async def test_nobody_of_the_enterprise_has_an_account(office: Scene) -> None:
    plant = "城东加油站"
    await office.enterprise(plant, "城东站")
    await office.person("老钱", Role.REPORTER, plant, user="-")
    number = await enter(office, plant, source=Source.DEPARTMENT)
    await change(office, number, lambda one: setattr(one, "status", HazardStatus.AWAITING))
    await office.says("赵静", "0001复查不合格，还缺1个，19日前补齐")
    assert office.heard() == [
        "赵静: 退回整改，19日前｜YH-2026-0001\n城东站 三车间灭火器过期\n企业没人登记账号，请打电话说一声"
    ]
