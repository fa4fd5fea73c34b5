"""A hazard enters the ledger: from the guard's midnight photo to complete lists; what is said, and what stays."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from models import audit, hazards
from models.hazards import Hazard, HazardEvent, HazardStatus, Level, PictureStage, Source
from models.incoming import Incoming, MessageKind
from models.obligations import DueStatus
from models.outbox import Outgoing
from models.people import Role
from tests.conftest import NIGHT, moment
from tests.scene import CHANNEL, Scene

TWO = "发现隐患2处：1.三车间灭火器过期；2.危废库门口堆杂物"
MONDAY, TUESDAY = date(2026, 3, 16), date(2026, 3, 17)


async def rows(scene: Scene) -> Sequence[Hazard]:
    """The ledger, the oldest first."""

    def read(session: Session) -> Sequence[Hazard]:
        found = session.exec(select(Hazard).order_by(col(Hazard.id))).all()
        session.expunge_all()
        return found

    return await scene.work.read(read)


async def moves(scene: Scene, number: str) -> list[str]:
    """What happened to a hazard, in its order."""

    def read(session: Session) -> list[str]:
        hazard = hazards.by_number(session, number)
        assert hazard
        return [event.move for event in hazards.events(session, hazard)]

    return await scene.work.read(read)


async def shown(scene: Scene, number: str, stage: PictureStage) -> int:
    """How many pictures of a stage a hazard has."""

    def read(session: Session) -> int:
        hazard = hazards.by_number(session, number)
        assert hazard
        return len(hazards.pictures(session, hazard, stage))

    return await scene.work.read(read)


@pytest.fixture
async def bureau(county: Scene) -> Scene:
    """The county with a supervisor."""
    await county.person("赵静", Role.SUPERVISOR, phone="13800138010")
    return county


async def monday(scene: Scene, wall: str = "09:00") -> None:
    """A working day by day; what was said until then is another story."""
    await scene.clock.to(wall, MONDAY)
    scene.heard()


# The guard at night, the safety manager in the morning


async def test_a_guards_midnight_photo_becomes_two_numbers_and_one_question_in_the_morning(bureau: Scene) -> None:
    await bureau.clock.to("00:40", MONDAY)
    bureau.heard()
    await bureau.says("张强", TWO, media=["image", "image"])
    await bureau.clock.forward(minutes=1)
    assert bureau.heard("张强") == [
        "已报 00:40｜3月15日夜夜巡，登记2条\n豫丰化工 照片2\n"
        "YH-2026-0001 三车间 灭火器过期\nYH-2026-0002 危废库门口 堆杂物\n先顾现场，其他早上问安全员"
    ]
    first, second = await rows(bureau)
    assert (first.source, first.place, first.item, first.status) == ("patrol", "三车间", "灭火器过期", "registered")
    assert (first.found_at, first.received_at) == (moment("00:40", MONDAY), moment("00:40", MONDAY))
    assert (first.level, first.level_open, first.deadline, second.responsible) == ("general", False, None, "")
    assert await shown(bureau, first.number, PictureStage.BEFORE) == 2
    assert (await bureau.night(date(2026, 3, 15))).count(DueStatus.REPORTED) == 1

    await bureau.clock.to("08:39")
    bureau.heard()
    await bureau.clock.to("08:40")
    assert bureau.heard("李安") == [
        "2条隐患还缺3项：责任人、措施、日期\n0001 三车间灭火器过期\n0002 危废库门口堆杂物\n"
        "回一句就行，例：张强，换新、清走，19日前\n今天18:00前回"
    ]
    await bureau.clock.to("14:20")
    bureau.heard()
    await bureau.says("李安", "张强，换新、清走，17日前")
    assert bureau.heard("李安") == [
        "0001、0002已补：责任人张强，17日前\n0001 换新\n0002 清走\n都齐了，改好发照片、写编号"
    ]
    first, second = await rows(bureau)
    assert (first.measures, second.measures) == ("换新", "清走")
    assert {first.responsible, second.responsible} == {"张强"}
    assert {first.deadline, first.first_deadline, second.deadline} == {TUESDAY}
    assert {first.status, second.status} == {HazardStatus.RECTIFYING}
    assert await moves(bureau, first.number) == [
        "found",
        "items.responsible",
        "items.deadline",
        "items.measures",
        "complete",
    ]
    assert (await bureau.work.read(audit.verify))[1] is None


async def test_nobody_is_asked_at_night_and_on_sunday_nobody_at_all(bureau: Scene) -> None:
    await bureau.clock.to("00:40")
    await bureau.says("张强", TWO, media="image")
    await bureau.clock.to("23:00")
    assert not [line for line in bureau.heard() if "还缺" in line]


async def test_the_enterprise_is_asked_twice_and_then_only_the_officer_knows(bureau: Scene) -> None:
    await bureau.clock.to("00:40")
    await bureau.says("张强", TWO, media="image")
    asked = []
    for day in (MONDAY, TUESDAY, TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=2)):
        await bureau.clock.to("08:39", day)
        bureau.heard()
        await bureau.clock.to("08:41", day)
        asked.append([line for line in bureau.heard() if line.startswith("李安: 2条隐患还缺3项")])
    assert [len(one) for one in asked] == [1, 1, 0, 0]
    assert {one.asked_times for one in await rows(bureau)} == {2}


async def test_what_is_answered_in_time_is_not_asked_and_half_an_answer_asks_for_the_rest(bureau: Scene) -> None:
    await bureau.clock.to("00:40", MONDAY)
    await bureau.says("张强", TWO, media="image")
    await bureau.clock.to("08:41")
    bureau.heard()
    await bureau.says("李安", "责任人张强，17日前")
    assert bureau.heard("李安") == ["0001、0002已补：责任人张强，17日前\n还缺措施，回一句就行"]
    await bureau.says("李安", "措施：换新、清走")
    assert bureau.heard("李安") == ["0001、0002已补\n0001 换新\n0002 清走\n都齐了，改好发照片、写编号"]


@pytest.mark.parametrize(
    "words, answer",
    [
        ("张强，换新，3月1日前", "3月1日已经过了，请写今天以后的日期"),
        ("张强，换新，2036年3月20日前", "2036年3月20日太远了，请写3年以内的日期"),
    ],
)
async def test_an_impossible_date_is_said_back_and_nothing_is_written(bureau: Scene, words: str, answer: str) -> None:
    await bureau.clock.to("00:40", MONDAY)
    await bureau.says("张强", TWO, media="image")
    await bureau.clock.to("08:41")
    bureau.heard()
    await bureau.says("李安", words)
    assert bureau.heard("李安") == [answer]
    assert {(one.responsible, one.deadline) for one in await rows(bureau)} == {("", None)}


async def test_a_question_that_a_budget_held_back_was_not_asked(bureau: Scene) -> None:
    """The safety manager holds the duty phone, and was reminded of the round three times that day."""
    await bureau.clock.to("09:00")
    bureau.heard()
    await bureau.says("李安", TWO)
    await bureau.clock.forward(minutes=1)
    assert "还缺责任人、措施、日期" in bureau.heard("李安")[0], "who just wrote is asked, on a Sunday too"
    await bureau.clock.to("08:41", MONDAY)
    assert not [line for line in bureau.heard() if "还缺" in line]
    assert {one.asked_times for one in await rows(bureau)} == {2}
    await bureau.says("李安", "夜巡正常", media="video")
    await bureau.clock.to("00:30", TUESDAY)
    await bureau.says("李安", "夜巡正常", media="video")
    await bureau.clock.to("08:39", TUESDAY)
    bureau.heard()
    await bureau.clock.to("08:41", TUESDAY)
    assert [line.partition("：")[0] for line in bureau.heard()] == ["李安: 2条隐患还缺3项"]
    assert {one.asked_times for one in await rows(bureau)} == {2}


# By day


@pytest.mark.begins(MONDAY, "08:58")
async def test_the_safety_manager_by_day_is_asked_in_the_receipt_itself(bureau: Scene) -> None:
    await monday(bureau)
    await bureau.says("李安", TWO)
    await bureau.clock.forward(minutes=2)
    assert bureau.heard("李安") == [
        "登记2条｜豫丰化工 3月16日09:00\nYH-2026-0001 三车间 灭火器过期\nYH-2026-0002 危废库门口 堆杂物\n"
        "还缺责任人、措施、日期，回一句就行\n例：张强，换新、清走，19日前\n今天18:00前回"
    ]
    assert {one.source for one in await rows(bureau)} == {Source.SELF_CHECK}
    await bureau.clock.to("16:00")
    bureau.heard()
    await bureau.says("李安", "张强，换新、清走，17日前")
    assert bureau.heard("李安") == [
        "0001、0002已补：责任人张强，17日前\n0001 换新\n0002 清走\n都齐了，改好发照片、写编号"
    ]


@pytest.mark.begins(MONDAY, "08:58")
async def test_the_guard_by_day_hears_the_numbers_and_the_safety_manager_the_question(bureau: Scene) -> None:
    await monday(bureau)
    await bureau.says("张强", "三车间灭火器过期")
    await bureau.clock.forward(minutes=2)
    assert bureau.heard() == [
        "张强: 登记1条｜豫丰化工 3月16日09:00\nYH-2026-0001 三车间 灭火器过期\n先顾现场",
        "李安: 1条隐患还缺3项：责任人、措施、日期\n0001 三车间灭火器过期\n"
        "回一句就行，例：张强，换新，19日前\n今天18:00前回",
    ]


async def test_at_noon_nobody_is_asked_before_two(bureau: Scene) -> None:
    await monday(bureau, "12:45")
    await bureau.says("张强", "三车间灭火器过期")
    await bureau.clock.to("13:59")
    assert len(bureau.heard("张强")) == 1
    await bureau.clock.to("14:00")
    assert len(bureau.heard("李安")) == 1


@pytest.mark.begins(MONDAY, "08:58")
async def test_what_one_sentence_says_already_is_not_asked_again(bureau: Scene) -> None:
    await monday(bureau)
    await bureau.says("李安", "三车间灭火器过期，责任人张强，3月18日前换新")
    await bureau.clock.forward(minutes=1)
    assert "还缺措施，回一句就行\n例：换新\n" in bureau.heard("李安")[0]
    [hazard] = await rows(bureau)
    assert (hazard.responsible, hazard.deadline) == ("张强", date(2026, 3, 18))


# Counted, described, said twice


async def test_what_is_only_counted_gets_rows_and_its_words_later(bureau: Scene) -> None:
    await bureau.clock.to("00:40")
    await bureau.says("张强", "夜巡发现隐患2处", media="video")
    await bureau.clock.forward(minutes=1)
    assert bureau.heard("张强") == [
        "已报 00:40｜3月14日夜夜巡，登记2条\n豫丰化工 视频1\nYH-2026-0001 没写清\nYH-2026-0002 没写清\n"
        "没写的补一句：在哪里、什么问题\n先顾现场，其他早上问安全员"
    ]
    await bureau.says("张强", "三车间灭火器过期")
    await bureau.clock.forward(minutes=1)
    assert bureau.heard("张强") == [
        "已报 00:40｜3月14日夜夜巡，登记2条\n豫丰化工 视频1\nYH-2026-0001 三车间 灭火器过期\nYH-2026-0002 没写清\n"
        "没写的补一句：在哪里、什么问题\n先顾现场，其他早上问安全员"
    ]
    await bureau.clock.to("03:00")
    await bureau.says("张强", "危废库门口堆杂物，罐区护栏松动")
    await bureau.clock.forward(minutes=1)
    assert bureau.heard("张强") == [
        "登记1条｜豫丰化工 3月15日03:00\nYH-2026-0003 罐区 护栏松动\n"
        "YH-2026-0002 危废库门口 …（补上了）\n先顾现场，其他早上问安全员"
    ]
    assert [one.item for one in await rows(bureau)] == ["灭火器过期", "堆杂物", "护栏松动"]
    assert await moves(bureau, "YH-2026-0002") == ["found", "items.item"]


async def test_more_are_said_than_written_and_only_the_written_enter(bureau: Scene) -> None:
    await bureau.clock.to("00:40")
    await bureau.says("张强", "发现隐患3处：1、三车间灭火器过期；2、危废库门口堆杂物", media="image")
    await bureau.clock.forward(minutes=1)
    assert "说了3处，写了2处，少的补一句" in bureau.heard("张强")[0]
    assert len(await rows(bureau)) == 2
    await bureau.says("张强", "3、罐区护栏松动")
    await bureau.clock.forward(minutes=1)
    [told] = bureau.heard("张强")
    assert "登记3条" in told
    assert "说了3处" not in told


async def test_the_same_hazard_said_twice_keeps_its_number(bureau: Scene) -> None:
    await bureau.clock.to("00:40")
    await bureau.says("张强", "三车间灭火器过期", media="image")
    await bureau.clock.forward(minutes=20)
    bureau.heard()
    await bureau.says("李安", "三车间的灭火器过期了。")
    await bureau.clock.forward(minutes=1)
    assert bureau.heard("李安") == [
        "登记过了，不重复记｜豫丰化工\nYH-2026-0001 三车间 灭火…（登记过）\n先顾现场，其他早上问安全员"
    ]
    assert len(await rows(bureau)) == 1
    assert await moves(bureau, "YH-2026-0001") == ["found", "again"]
    await bureau.clock.to("00:45", MONDAY)
    bureau.heard()
    await bureau.says("张强", "三车间灭火器过期", media="image")
    await bureau.clock.forward(minutes=1)
    assert "YH-2026-0002" in bureau.heard("张强")[0], "a day later it is another find"


async def test_two_of_a_kind_in_one_message_are_two(bureau: Scene) -> None:
    await bureau.clock.to("00:40")
    await bureau.says("张强", "发现隐患2处：1.灭火器过期；2.灭火器过期", media="image")
    await bureau.clock.forward(minutes=1)
    assert "登记2条" in bureau.heard("张强")[0]
    assert len(await rows(bureau)) == 2


async def test_a_message_that_comes_twice_brings_its_hazards_once(bureau: Scene) -> None:
    await bureau.clock.to("00:40")
    for _ in range(3):
        await bureau.says("张强", TWO, msg_id="twice")
    await bureau.clock.forward(minutes=1)
    assert len(bureau.heard("张强")) == 1
    assert len(await rows(bureau)) == 2


async def test_pictures_around_the_words_stay_with_every_hazard_of_the_burst(bureau: Scene) -> None:
    await bureau.clock.to("00:40")
    await bureau.says("张强", media=["image", "video"])
    await bureau.says("张强", TWO)
    await bureau.clock.forward(minutes=5)
    await bureau.says("张强", media="image")
    await bureau.clock.forward(minutes=5)
    assert len(bureau.heard("张强")) == 1
    assert [await shown(bureau, one.number, PictureStage.BEFORE) for one in await rows(bureau)] == [3, 3]


# Fixed on the spot


@pytest.mark.begins(MONDAY, "08:58")
async def test_fixed_on_the_spot_with_its_photo_waits_for_the_recheck(bureau: Scene) -> None:
    await monday(bureau)
    await bureau.says("李安", "二车间消防栓前堆物，已当场整改", media="image")
    await bureau.clock.forward(minutes=1)
    assert bureau.heard("李安") == [
        "登记1条，已当场改好｜YH-2026-0001\n豫丰化工 二车间 消防栓前堆物\n改后照片收到，等复查"
    ]
    [hazard] = await rows(bureau)
    assert (hazard.status, hazard.on_the_spot, hazard.claimed_at) == (HazardStatus.AWAITING, True, None)
    assert hazard.rectified_at == moment("09:00", MONDAY)
    assert await shown(bureau, hazard.number, PictureStage.AFTER) == 1


async def test_fixed_on_the_spot_without_a_photo_asks_for_one_and_takes_it_later(bureau: Scene) -> None:
    await monday(bureau)
    await bureau.says("李安", "二车间消防栓前堆物，已当场整改")
    await bureau.clock.forward(minutes=1)
    assert bureau.heard("李安") == [
        "登记1条，已当场改好｜YH-2026-0001\n豫丰化工 二车间 消防栓前堆物\n缺1张改后照片，方便时补发"
    ]
    [hazard] = await rows(bureau)
    assert (hazard.status, hazard.claimed_at) == (HazardStatus.REGISTERED, moment("09:00", MONDAY))
    await bureau.clock.to("09:30")
    await bureau.says("李安", media="image")
    await bureau.clock.forward(minutes=2)
    assert len(bureau.heard("李安")) == 1
    [hazard] = await rows(bureau)
    assert (hazard.status, hazard.on_the_spot) == (HazardStatus.AWAITING, True)
    assert await moves(bureau, hazard.number) == ["found", "claimed", "rectify", "verified"]


async def test_a_video_of_the_round_is_no_picture_of_what_was_fixed(bureau: Scene) -> None:
    await bureau.clock.to("00:40")
    await bureau.says("张强", "夜巡发现二车间消防栓前堆物，已当场整改", media="video")
    await bureau.clock.forward(minutes=1)
    assert bureau.heard("张强") == [
        "已报 00:40｜3月14日夜夜巡，登记1条\n豫丰化工 视频1\nYH-2026-0001 二车间 消防栓前堆物\n"
        "0001缺改后照片，方便时补发"
    ]


@pytest.mark.begins(MONDAY, "08:58")
async def test_fixed_on_the_spot_is_new_whatever_else_is_open(bureau: Scene) -> None:
    await monday(bureau)
    await bureau.says("李安", TWO)
    await bureau.clock.to("11:00")
    bureau.heard()
    await bureau.says("李安", "二车间消防栓前堆物，已当场整改", media="image")
    await bureau.clock.forward(minutes=1)
    assert bureau.heard("李安") == [
        "登记1条，已当场改好｜YH-2026-0003\n豫丰化工 二车间 消防栓前堆物\n改后照片收到，等复查"
    ]
    assert [one.status for one in await rows(bureau)] == ["registered", "registered", "awaiting_recheck"]


async def test_several_of_which_some_are_fixed_are_told_apart(bureau: Scene) -> None:
    await bureau.clock.to("00:40")
    await bureau.says(
        "张强", "夜巡发现隐患2处：1.三车间灭火器过期；2.二车间消防栓前堆物，已当场整改", media=["video", "image"]
    )
    await bureau.clock.forward(minutes=1)
    assert bureau.heard("张强") == [
        "已报 00:40｜3月14日夜夜巡，登记2条\n豫丰化工 视频1 照片1\nYH-2026-0001 三车间 灭火器过期\n"
        "YH-2026-0002 二车间 消防栓…（已改）\n改好的照片收到，等复查\n先顾现场，其他早上问安全员"
    ]
    assert [one.status for one in await rows(bureau)] == ["registered", "awaiting_recheck"]


# How grave it is


async def test_what_the_enterprise_calls_a_major_one_is_one_until_the_supervisor_says_otherwise(
    bureau: Scene,
) -> None:
    await bureau.clock.to("09:12")
    bureau.heard()
    await bureau.says("李安", "发现重大隐患1处：氯气库气体报警器停用")
    await bureau.clock.forward(minutes=1)
    assert bureau.heard() == [
        "赵静: 请定级｜YH-2026-0001\n豫丰化工 氯气库气体报警器停用\n企业自报重大，3月15日9:12收到\n回1重大，回2一般",
        "李安: 登记1条｜YH-2026-0001 企业自查\n收到时间 3月15日09:12，等监管员赵静确认\n"
        "危险就先停、先撤，再打13800138010",
    ]
    [hazard] = await rows(bureau)
    assert (hazard.level, hazard.level_open) == (Level.MAJOR, True)
    await bureau.says("赵静", "2")
    assert bureau.heard("赵静") == ["定为一般｜YH-2026-0001\n氯气库气体报警器停用"]
    await bureau.clock.to("07:31", MONDAY)
    told = [line for line in bureau.heard() if "定为" in line]
    assert told == ["李安: 定为一般｜0001 氯气库气体报警器停用\n有疑问打赵静 13800138010"]
    [hazard] = await rows(bureau)
    assert (hazard.level, hazard.level_open) == (Level.GENERAL, False)
    assert await moves(bureau, hazard.number) == ["found", "level"]


@pytest.mark.begins(MONDAY, "08:58")
async def test_words_of_the_twenty_points_are_only_a_question_to_the_supervisor(bureau: Scene) -> None:
    await monday(bureau)
    await bureau.says("张强", "氯气库混放氧化剂")
    await bureau.clock.forward(minutes=2)
    heard = bureau.heard()
    assert (
        "赵静: 请定级｜YH-2026-0001\n豫丰化工 氯气库混放氧化剂\n可能属于重大隐患（第20条）\n"
        "写了“混放”，3月16日9:00收到\n回1重大，回2一般" in heard
    )
    assert not [line for line in heard if "可能属于" in line and not line.startswith("赵静")], "the enterprise never"
    [hazard] = await rows(bureau)
    assert (hazard.level, hazard.level_open, hazard.level_hint) == (Level.GENERAL, True, "第20条：混放")
    await bureau.says("赵静", "1")
    assert bureau.heard() == [
        "赵静: 定为重大｜YH-2026-0001\n氯气库混放氧化剂",
        "李安: 定为重大｜0001 氯气库混放氧化剂\n还要补资金、预案、管控措施\n有疑问打赵静 13800138010",
    ]
    await bureau.says("赵静", "1")
    assert bureau.heard("赵静") == ["定为重大｜YH-2026-0001\n氯气库混放氧化剂"]
    await bureau.clock.to("08:41", TUESDAY)
    asked = [line for line in bureau.heard() if "还缺" in line]
    assert len(asked) == 1
    assert "责任人、措施、日期、资金、预案、管控措施" in asked[0]


@pytest.mark.begins(MONDAY, "08:58")
async def test_only_who_rechecks_says_how_grave_or_that_it_is_none(bureau: Scene) -> None:
    await monday(bureau)
    await bureau.says("李安", "三车间灭火器过期")
    await bureau.clock.forward(minutes=1)
    bureau.heard()
    await bureau.says("李明", "YH-2026-0001定为重大")
    assert bureau.heard("李明") == ["定级、作废由监管员办：赵静"]
    await bureau.says("赵静", "作废 YH-2026-0099 重复登记")
    assert bureau.heard("赵静") == ["没有这条隐患：YH-2026-0099，请核对编号"]
    await bureau.says("赵静", "作废 YH-2026-0001")
    assert bureau.heard("赵静") == ["作废要写原因，例：作废 YH-2026-0001 重复登记"]
    await bureau.says("赵静", "作废 YH-2026-0001 重复登记")
    assert bureau.heard() == [
        "赵静: 已作废｜YH-2026-0001\n豫丰化工 三车间灭火器过期\n原因：重复登记",
        "李安: 已作废，不用改了｜0001 三车间灭火…\n原因：重复登记\n有疑问打赵静 13800138010",
    ]
    await bureau.says("赵静", "作废 YH-2026-0001 重复登记")
    assert bureau.heard("赵静") == ["YH-2026-0001已作废，不能再定级或作废"]
    assert [one.status for one in await rows(bureau)] == [HazardStatus.VOID]


# An officer assigns


@pytest.mark.begins(MONDAY, "08:58")
async def test_an_officer_assigns_and_the_enterprise_hears_it_in_one_letter(bureau: Scene) -> None:
    await monday(bureau)
    await bureau.says(
        "赵静",
        "豫丰化工检查发现隐患2处：1.三车间灭火器过期；2.危废库门口堆杂物，3月20日前整改，责任人张强",
        media="image",
    )
    assert bureau.heard() == [
        "赵静: 登记2条并交办｜豫丰化工\nYH-2026-0001 三车间 灭火器过期\nYH-2026-0002 危废库门口 堆杂物\n"
        "3月20日前，已通知李安",
        "李安: 交办2条｜部门检查，3月20日前改好\nYH-2026-0001 三车间 灭火器过期\nYH-2026-0002 危废库门口 堆杂物\n"
        "改好发照片，写编号\n监管员 赵静 13800138010",
    ]
    for hazard in await rows(bureau):
        assert (hazard.source, hazard.assigned, hazard.status) == ("department", True, "rectifying")
        assert (hazard.responsible, hazard.deadline) == ("张强", date(2026, 3, 20))
        assert await shown(bureau, hazard.number, PictureStage.BEFORE) == 1
    assert await moves(bureau, "YH-2026-0001") == ["found", "assign"]
    await bureau.says("李安", "0001责任人李四，3月25日前")
    assert bureau.heard("李安") == ["0001期限是20日，不能直接改\n要延就写：0001延期，加原因、新日期"]
    assert {(one.deadline, one.responsible) for one in await rows(bureau)} == {(date(2026, 3, 20), "张强")}
    await bureau.says("李安", "0001责任人李四，措施换新")
    assert bureau.heard("李安") == ["0001已补：责任人李四，换新\n都齐了，改好发照片、写编号"]


@pytest.mark.begins(MONDAY, "08:58")
async def test_a_superiors_find_is_a_superiors(bureau: Scene) -> None:
    await monday(bureau)
    await bureau.says("赵静", "省督导组检查豫丰发现三车间灭火器过期，交办，3月20日前整改")
    bureau.heard()
    assert [one.source for one in await rows(bureau)] == [Source.SUPERIOR]


async def test_nobody_assigns_outside_of_their_grid(bureau: Scene) -> None:
    await bureau.enterprise("城北油库有限公司", "城北油库", grid="城北")
    await bureau.person("孙莉", Role.SUPERVISOR, grid="城北", phone="13800138020")
    await bureau.person("周宁", Role.SUPERVISOR, grid="城南")
    await monday(bureau)
    await bureau.says("周宁", "交办城北油库：三车间灭火器过期，3月20日前整改")
    assert bureau.heard("周宁") == ["城北油库不在您的网格\n请找监管员孙莉 13800138020"]
    assert await rows(bureau) == []


@pytest.mark.begins(MONDAY, "08:58")
async def test_an_officer_who_names_no_enterprise_is_asked_which(bureau: Scene) -> None:
    await monday(bureau)
    await bureau.says("赵静", "交办：三车间灭火器过期，3月20日前整改")
    assert bureau.heard("赵静") == ["是哪家的？写上企业名再发1次，一次一家"]
    assert await rows(bureau) == []


@pytest.mark.begins(MONDAY, "08:58")
async def test_pictures_of_an_officer_stay_with_what_was_assigned_around_them(bureau: Scene) -> None:
    await monday(bureau)
    await bureau.says("赵静", media="image")
    await bureau.says("赵静", "交办豫丰化工：三车间灭火器过期，3月20日前整改")
    await bureau.clock.forward(minutes=3)
    await bureau.says("赵静", media="image")
    await bureau.clock.forward(minutes=30)
    await bureau.says("赵静", media="image")
    bureau.heard()
    assert await shown(bureau, "YH-2026-0001", PictureStage.BEFORE) == 2


# What an enterprise changes itself


@pytest.mark.begins(MONDAY, "08:58")
async def test_an_enterprise_corrects_what_it_said_of_its_own_find_and_both_stay(bureau: Scene) -> None:
    await monday(bureau)
    await bureau.says("李安", "三车间灭火器过期")
    await bureau.clock.forward(minutes=1)
    bureau.heard()
    await bureau.says("李安", "张强，换新，17日前")
    await bureau.says("李安", "0001责任人李四，27日前")
    assert bureau.heard("李安")[1] == "0001已补：责任人李四，27日前\n都齐了，改好发照片、写编号"
    [hazard] = await rows(bureau)
    assert (hazard.responsible, hazard.deadline, hazard.first_deadline) == ("李四", date(2026, 3, 27), TUESDAY)

    def notes(session: Session) -> list[tuple[str, str]]:
        return [(one.move, one.note) for one in session.exec(select(HazardEvent).order_by(col(HazardEvent.id))).all()]

    assert (await bureau.work.read(notes))[-2:] == [
        ("items.responsible", "张强 -> 李四"),
        ("items.deadline", "2026-03-17 -> 2026-03-27"),
    ]
    await bureau.clock.to("09:30", TUESDAY)
    bureau.heard()
    await bureau.says("李安", "0001责任人李四，3月31日前")
    assert bureau.heard("李安") == ["0001期限是27日，不能直接改\n要延就写：0001延期，加原因、新日期"]
    await bureau.says("李安", "0001责任人李四，3月20日前")
    assert bureau.heard("李安") == ["0001已补：责任人李四，20日前\n都齐了，改好发照片、写编号"]


# Corrected, taken back, recalled


@pytest.mark.begins(MONDAY, "08:58")
async def test_a_correction_keeps_the_rows_and_tells_the_supervisor(bureau: Scene) -> None:
    await monday(bureau)
    await bureau.says("李安", TWO + "；3.罐区护栏松动")
    await bureau.clock.forward(minutes=1)
    bureau.heard()
    await bureau.says("李安", "更正，隐患3处改为2处")
    await bureau.clock.forward(minutes=2)
    assert bureau.heard() == [
        "李安: 已更正：隐患3处改为2处｜豫丰化工\n登记的0001、0002、0003还在，由监管员核",
        "赵静: 企业更正，3条还在册｜豫丰化工\nYH-2026-0001、YH-2026-0002、YH-2026-0003\n"
        "原话：“更正，隐患3处改为2处”\n不算隐患就回：作废 YH-2026-0001 原因",
    ]
    assert {one.status for one in await rows(bureau)} == {HazardStatus.REGISTERED}


async def test_a_correction_that_finds_more_enters_it(bureau: Scene) -> None:
    await bureau.clock.to("00:40")
    await bureau.says("张强", "巡查罐区正常，无隐患", media="video")
    await bureau.clock.forward(minutes=1)
    bureau.heard()
    await bureau.says("张强", "更正 隐患1处：三车间灭火器过期")
    await bureau.clock.forward(minutes=2)
    assert bureau.heard("张强") == ["已更正：隐患1处｜豫丰化工\n原来那条留底"]
    assert [(one.place, one.item, one.source) for one in await rows(bureau)] == [("三车间", "灭火器过期", "patrol")]


async def test_a_report_taken_back_takes_no_hazard_with_it(bureau: Scene) -> None:
    await bureau.clock.to("00:40", MONDAY)
    bureau.heard()
    await bureau.says("张强", TWO, media="image")
    await bureau.clock.forward(minutes=1)
    bureau.heard()
    await bureau.says("张强", "撤回")
    assert bureau.heard("张强") == [
        "已撤回00:40那条，记录留底\n3月15日夜夜巡现为待报\n登记的0001、0002还在，由监管员核"
    ]
    await bureau.clock.to("07:31")
    assert [line for line in bureau.heard() if line.startswith("赵静")] == [
        "赵静: 企业说撤回，2条还在册｜豫丰化工\nYH-2026-0001、YH-2026-0002\n原话：“撤回”\n"
        "不算隐患就回：作废 YH-2026-0001 原因"
    ]
    assert {one.status for one in await rows(bureau)} == {HazardStatus.REGISTERED}


async def recall(scene: Scene, who: str, msg_id: str, chat: str = "") -> None:
    """The platform says that somebody took a message back."""
    now = scene.clock.now
    event = Incoming(CHANNEL, f"recall-{who}-{msg_id}", MessageKind.RECALL, who, now, now, chat=chat, reply_to=msg_id)
    await scene.work.receive(event)
    await scene.play.step()


@pytest.mark.parametrize("chat", ["", "g1"])
@pytest.mark.begins(MONDAY, "08:58")
async def test_a_recall_on_the_platform_undoes_nothing_and_the_officer_knows(bureau: Scene, chat: str) -> None:
    await monday(bureau)
    said = await bureau.says("张强", TWO, chat=chat)
    await bureau.clock.forward(minutes=2)
    bureau.heard()
    await recall(bureau, "张强", said, chat)
    assert bureau.heard() == [
        "张强: 已撤回记录留底，如要更正请写一句。",
        "赵静: 企业撤了消息，2条还在册｜豫丰化工\nYH-2026-0001、YH-2026-0002\n原话：“发现隐患2处：1.三车间灭火…\n"
        "不算隐患就回：作废 YH-2026-0001 原因",
    ]
    assert await moves(bureau, "YH-2026-0001") == ["found", "recalled"]
    assert {one.status for one in await rows(bureau)} == {HazardStatus.REGISTERED}


async def test_a_recall_changes_no_round_and_of_chatter_nothing_is_said(bureau: Scene) -> None:
    await bureau.clock.to("00:40")
    video = await bureau.says("张强", media="video")
    thanks = await bureau.says("王建国", "谢谢")
    await bureau.clock.forward(minutes=1)
    bureau.heard()
    await recall(bureau, "王建国", thanks)
    await recall(bureau, "王建国", video)
    await recall(bureau, "张强", "never-seen")
    bureau.silent()
    await recall(bureau, "张强", video)
    assert bureau.heard("张强") == ["已撤回记录留底，如要更正请写一句。"]
    assert (await bureau.night(NIGHT)).count(DueStatus.REPORTED) == 1


# Bad input


@pytest.mark.parametrize("words", ["0099责任人张强，17日前", "YH-2026-0099责任人张强"])
@pytest.mark.begins(MONDAY, "08:58")
async def test_a_number_that_is_nobodys_is_said_back(bureau: Scene, words: str) -> None:
    await monday(bureau)
    await bureau.says("李安", words)
    assert bureau.heard("李安") == ["本单位没有这条：0099，请核对编号"]


@pytest.mark.begins(MONDAY, "08:58")
async def test_the_hazard_of_another_enterprise_is_not_ones_own(bureau: Scene) -> None:
    await monday(bureau)
    await bureau.says("张强", "三车间灭火器过期")
    await bureau.clock.forward(minutes=2)
    bureau.heard()
    await bureau.says("刘安", "0001责任人刘安，17日前")
    assert bureau.heard("刘安") == ["本单位没有这条：0001，请核对编号"]
    assert [one.responsible for one in await rows(bureau)] == [""]


async def test_a_sender_of_two_enterprises_is_asked_which_and_its_hazards_enter_then(bureau: Scene) -> None:
    await bureau.enterprise("城东站", "城东站", class_name="加油站")
    await bureau.person("王建国", of="城东站")
    await monday(bureau, "15:00")
    await bureau.says("王建国", "加油机漏油，已停用")
    await bureau.clock.forward(minutes=1)
    [asked] = bureau.heard("王建国")
    assert "是哪家的" in asked
    assert await rows(bureau) == []
    await bureau.says("王建国", "2")
    await bureau.clock.forward(minutes=2)
    assert bureau.heard("王建国")[0].startswith("登记1条｜城东站 3月16日15:00")
    assert len(await rows(bureau)) == 1
    await bureau.says("王建国", "1")
    assert bureau.heard("王建国") == ["这个数字没有对应的选项了，请直接写一句"]
    assert len(await rows(bureau)) == 1


# Many at once


async def test_forty_enterprises_post_in_one_group_and_the_group_hears_nothing(bureau: Scene) -> None:
    for number in range(40):
        await bureau.enterprise(f"第{number:02}化工有限公司", f"第{number:02}化工")
        await bureau.person(f"夜班{number:02}", of=f"第{number:02}化工有限公司")
    await bureau.clock.to("00:30")
    for number in range(40):
        words = f"{number}号罐护栏松动，{number}号泵渗漏" if number % 2 else "夜巡正常，无隐患"
        await bureau.says(f"夜班{number:02}", words, media="image", chat="g1")
    await bureau.clock.forward(minutes=2)
    heard = [line.partition(": ") for line in bureau.heard()]
    assert sorted(who for who, _, _ in heard) == sorted(f"夜班{number:02}" for number in range(40))
    assert all(("登记2条" in text) == bool(int(who[-2:]) % 2) for who, _, text in heard)
    found = await rows(bureau)
    assert len(found) == 40
    assert len({one.number for one in found}) == 40
    assert (await bureau.night(NIGHT)).count(DueStatus.REPORTED) == 40
    assert (await bureau.work.read(audit.verify))[1] is None


@pytest.mark.begins(MONDAY, "08:58")
async def test_every_letter_of_the_ledger_names_its_event(bureau: Scene) -> None:
    """Nothing of a hazard goes to a chat, and each event knows who and by which message."""
    await monday(bureau)
    await bureau.says("李安", TWO, chat="g1")
    await bureau.clock.forward(minutes=2)
    bureau.heard("李安")

    def read(session: Session) -> tuple[list[str], list[HazardEvent]]:
        chats = [one.chat for one in session.exec(select(Outgoing)).all()]
        found = list(session.exec(select(HazardEvent)).all())
        session.expunge_all()
        return chats, found

    chats, events = await bureau.work.read(read)
    assert set(chats) == {""}
    assert [(one.move, bool(one.person_id), bool(one.message_id)) for one in events] == [("found", True, True)] * 2
