"""What words mean beside what was sent before: the last act put right, bursts, quotes, several acts at once."""

import itertools
import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from models import audit, hazards
from models.attachments import Attachment
from models.hazards import Extension, Hazard, HazardPicture, HazardStatus
from models.inbox import Message
from models.incoming import Incoming, IncomingMedia, MessageKind
from models.obligations import Due, DueStatus, ObligationKind
from models.outbox import Outgoing
from models.people import Role
from models.reports import Report, ReportPiece
from tests import rows
from tests.scene import CHANNEL, Scene

YUFENG = "河南豫丰化工有限公司"
MONDAY = date(2026, 3, 16)
pytestmark = pytest.mark.begins(MONDAY, "00:25")
NIGHT = date(2026, 3, 15)
NORMAL = "已报 00:30｜3月15日夜夜巡\n豫丰化工 照片3，没写情况\n正常回1，有问题直接写。不回也算已巡"
SHOWN = "改好已记下｜0001 罐区护栏松动\n改后照片3，等李安核实\n3月15日夜夜巡还没收到，是夜巡回1"
ASKED = "0002申请延期到4月10日，厂家没货，已拉警戒线"


@pytest.fixture
async def plant(county: Scene) -> Scene:
    """The county on Monday at 0:30 with a supervisor, and three hazards of 豫丰 that are being fixed."""
    await county.person("赵静", Role.SUPERVISOR, phone="13800138010")
    await county.clock.to("00:30", MONDAY)
    await county.work.write(lambda session: _three(session, county))
    county.heard()
    return county


def _three(session: Session, scene: Scene) -> None:
    told = (("罐区", "护栏松动", 19), ("泵房", "灭火器过期", 19), ("配电室", "门没锁", 27))
    for place, item, day in told:
        found = scene.clock.now - timedelta(days=12)
        rows.hazard(session, YUFENG, item, scene.clock.now, place=place, found_at=found, deadline=date(2026, 3, day))


async def by_day(scene: Scene, wall: str = "10:00") -> None:
    """A working day by day; what was said until then is another story."""
    await scene.clock.to(wall, MONDAY)
    scene.heard()


async def read(scene: Scene, question: Callable[[Session], Any]) -> Any:
    """What the rows say."""
    return await scene.work.read(question)


async def moves(scene: Scene, number: str) -> list[str]:
    """What happened to a hazard, in its order."""

    def asked(session: Session) -> list[str]:
        hazard = hazards.by_number(session, number)
        assert hazard
        return [event.move for event in hazards.events(session, hazard)][2:]  # found, assigned

    return list(await read(scene, asked))


async def ledger(scene: Scene) -> list[tuple[str, str, str, date | None]]:
    """Number, place and item, state and date of each hazard."""

    def asked(session: Session) -> list[tuple[str, str, str, date | None]]:
        found = session.exec(select(Hazard).order_by(col(Hazard.id))).all()
        return [(one.short, f"{one.place}{one.item}", str(one.status), one.deadline) for one in found]

    return list(await read(scene, asked))


async def due(scene: Scene, kind: ObligationKind = ObligationKind.PATROL, night: date = NIGHT) -> str:
    """How the round, or the zero report, of 豫丰 stands."""

    def asked(session: Session) -> str:
        found = select(Due).where(Due.enterprise_id == 1, Due.kind == kind, Due.night == night)
        return str(session.exec(found).one().status)

    return str(await read(scene, asked))


async def key_of(scene: Scene, kind: str) -> str:
    """The key of the newest letter of a kind that was said."""

    def asked(session: Session) -> str:
        said = select(Outgoing).where(Outgoing.kind == kind, Outgoing.status == "sent")
        return session.exec(said.order_by(col(Outgoing.id).desc())).all()[0].key

    return str(await read(scene, asked))


async def audited(scene: Scene, action: str) -> list[str]:
    """The subjects of the audit entries of an action."""
    found = select(audit.Audit).where(audit.Audit.action == action)
    return list(await read(scene, lambda session: [one.subject for one in session.exec(found)]))


# The last act, of whatever kind, is put right or taken back; both versions stay


async def test_a_round_is_taken_back_and_both_versions_stand_in_the_rows(plant: Scene) -> None:
    await plant.says("张强", "夜巡正常", media="image")
    await plant.clock.forward(seconds=60)
    await plant.says("张强", "撤回")
    assert plant.heard("张强")[1:] == ["已撤回00:30那条，记录留底\n3月15日夜夜巡现为待报"]
    assert await due(plant) == DueStatus.WAITING
    assert await audited(plant, "report.withdrawn") == ["report:1"]

    def both(session: Session) -> tuple[list[str], list[bool]]:
        said = [one.text for one in session.exec(select(Message).order_by(col(Message.id))) if one.text]
        return said, [one.withdrawn_at is not None for one in session.exec(select(Report))]

    assert await read(plant, both) == (["夜巡正常", "撤回"], [True])
    assert (await plant.work.read(audit.verify))[1] is None


async def test_a_figure_is_put_right_whatever_the_words_for_it(plant: Scene) -> None:
    await plant.says("张强", "夜巡发现隐患2处", media="image")
    await plant.clock.forward(seconds=60)
    plant.heard()
    await plant.says("张强", "打错了，是3处")
    assert plant.heard("张强") == ["已更正：隐患2处改为3处｜豫丰化工\n原来那条留底\n没写的补一句：在哪里、什么问题"]
    await plant.says("张强", "更正：2处")
    assert plant.heard("张强") == [
        "已更正：隐患3处改为2处｜豫丰化工\n登记的0004、0005、0006还在，由监管员核\n没写的补一句：在哪里、什么问题"
    ]
    assert await audited(plant, "report.corrected") == ["report:1", "report:1"]
    await plant.clock.to("07:31")
    assert [one for one in plant.heard() if one.startswith("赵静: 企业更正，3条还在册")]


async def test_a_place_is_put_right_and_the_wrong_one_stays_with_its_event(plant: Scene) -> None:
    await plant.says("张强", "发现隐患1处：三车间应急灯不亮", media="image")
    await plant.clock.forward(seconds=60)
    plant.heard()
    await plant.says("张强", "不对，是泵房")
    assert plant.heard("张强") == ["已更正｜0004 泵房应急灯不亮\n原来写：三车间应急灯不亮，留底"]
    assert (await ledger(plant))[3][1] == "泵房应急灯不亮"

    def note(session: Session) -> str:
        hazard = hazards.by_number(session, "YH-2026-0004")
        assert hazard
        return hazards.events(session, hazard)[-1].note

    assert await read(plant, note) == "三车间应急灯不亮 -> 泵房应急灯不亮"
    assert await audited(plant, "hazard.items.item") == ["hazard:YH-2026-0004"]


async def test_a_mistake_without_what_is_right_is_asked_about_and_changes_nothing(plant: Scene) -> None:
    await by_day(plant)
    before = await ledger(plant)
    for words, example in (
        ("0001申请延期到4月10日，厂家没货，已拉警戒线", "更正，延到28日"),
        ("0003改好了", "更正，是0002改好了"),
    ):
        await plant.says("张强", words)
        plant.heard()
        await plant.says("张强", "打错了")
        assert plant.heard("张强") == [f"请把对的写成一句，例：{example}\n整条不算就回：撤回"]
        await plant.says("张强", "撤回")
        plant.heard()
    assert await ledger(plant) == before


async def test_more_time_is_taken_back_or_asked_for_anew(plant: Scene) -> None:
    await by_day(plant)
    await plant.says("张强", ASKED)
    plant.heard()
    await plant.says("张强", "打错了，是4月5日")
    assert plant.heard("张强") == [
        "延期已撤回｜0002 泵房灭火器过期\n期限还是19日\n已改到4月5日（原19日）｜0002\n泵房灭火器过期\n还能自己改1次"
    ]
    await plant.says("张强", "撤回")
    assert plant.heard("张强") == ["延期已撤回｜0002 泵房灭火器过期\n期限还是19日"]
    assert (await ledger(plant))[1][3] == date(2026, 3, 19)
    assert await moves(plant, "YH-2026-0002") == ["extension.moved", "extension.taken_back"] * 2

    def rows_of(session: Session) -> list[tuple[str, date | None]]:
        return [(str(one.status), one.wanted) for one in session.exec(select(Extension).order_by(col(Extension.id)))]

    assert await read(plant, rows_of) == [("dropped", date(2026, 4, 10)), ("dropped", date(2026, 4, 5))]
    await plant.says("张强", "撤回")
    assert plant.heard("张强") == ["0002没有可撤回的了，要改直接写"]


async def test_the_wrong_hazard_was_said_to_be_fixed(plant: Scene) -> None:
    await by_day(plant)
    await plant.says("张强", "0001改好了", media="image")
    plant.heard()
    await plant.says("张强", "打错了，是0002")
    assert plant.heard()[0] == (
        "张强: 已改回整改中｜0001 罐区护栏松动\n照片留底；改好了再发照片、写编号\n"
        "改好已记下｜0002 泵房灭火器过期\n改后照片1，等李安核实"
    )
    assert [one[2] for one in await ledger(plant)] == ["rectifying", "awaiting_recheck", "rectifying"]
    assert await moves(plant, "YH-2026-0001") == ["rectify", "take_back"]


async def test_items_are_put_right_or_are_again_what_they_were(plant: Scene) -> None:
    await by_day(plant)
    await plant.says("李安", "0001责任人王磊，措施焊牢")
    plant.heard()
    await plant.says("李安", "打错了，责任人是李四")
    assert plant.heard("李安") == ["0001已补：责任人李四\n都齐了，改好发照片、写编号"]
    await plant.says("李安", "撤回")
    assert plant.heard("李安") == ["补的已撤回｜0001 罐区护栏松动\n恢复到补之前，记录留底"]

    def responsible(session: Session) -> str:
        hazard = hazards.by_number(session, "YH-2026-0001")
        assert hazard
        return hazard.responsible

    assert await read(plant, responsible) == "王磊"
    assert (await moves(plant, "YH-2026-0001")).count("items.responsible") == 3


async def test_what_the_safety_manager_verified_and_what_was_progress_is_taken_back(plant: Scene) -> None:
    await by_day(plant)
    await plant.says("张强", "0001改好了", media="image")
    await plant.says("李安", "1")
    plant.heard()
    await plant.says("李安", "撤回")
    assert plant.heard("李安") == ["核实已撤回｜0001 罐区护栏松动\n没改好就写：编号、还差什么"]
    await plant.says("张强", "0002正在换，还没弄完")
    plant.heard()
    await plant.says("张强", "撤回")
    assert plant.heard("张强") == ["进展已撤回｜0002 泵房灭火器过期\n原话留底"]
    assert (await moves(plant, "YH-2026-0001"))[-1] == "verified.taken_back"
    assert await moves(plant, "YH-2026-0002") == ["progress", "progress.taken_back"]


async def test_an_officer_takes_back_a_proxy_entry_and_no_decision(plant: Scene) -> None:
    await by_day(plant)
    await plant.says("李明", "代录 豫丰 王建国 电话报正常")
    await plant.says("李明", "1")
    plant.heard()
    assert await due(plant) == DueStatus.MADE_UP
    await plant.says("李明", "撤回")
    assert plant.heard("李明") == ["已撤回10:00那条，记录留底\n3月15日夜夜巡现为未报"]
    assert await due(plant) == DueStatus.MISSED
    assert await due(plant, ObligationKind.ZERO, MONDAY) == DueStatus.WAITING
    await plant.says("赵静", "0001定为重大")
    plant.heard()
    await plant.says("赵静", "撤回")
    assert plant.heard("赵静") == ["YH-2026-0001已通知企业，撤不回\n改级别就回：YH-2026-0001定为一般（重大）"]


async def test_after_a_day_nothing_is_taken_back(plant: Scene) -> None:
    await by_day(plant)
    await plant.says("张强", ASKED)
    await plant.clock.forward(hours=25)
    plant.heard()
    await plant.says("张强", "撤回")
    assert plant.heard("张强") == ["没有可更正的报送，直接写对的就行"]


async def test_a_recall_stands_beside_what_the_message_did(plant: Scene) -> None:
    await by_day(plant)
    sent = await plant.says("张强", ASKED)
    plant.heard()
    await plant.says("张强", media="recall", reply_to=sent)
    assert plant.heard("张强") == ["已撤回记录留底，如要更正请写一句。"]
    assert await moves(plant, "YH-2026-0002") == ["extension.moved", "recalled"]
    assert len(await audited(plant, "message.recalled")) == 1


# A burst is judged as a whole


async def test_a_late_sentence_makes_pictures_of_a_round_those_of_a_hazard(plant: Scene) -> None:
    await plant.says("张强", media=["image"] * 3)
    await plant.clock.forward(seconds=40)
    assert plant.heard("张强") == [NORMAL]
    assert await due(plant) == DueStatus.REPORTED
    await plant.says("张强", "这是0001整改后的")
    await plant.clock.forward(seconds=100)
    assert plant.heard("张强") == [SHOWN]
    assert await due(plant) == DueStatus.WAITING
    assert (await ledger(plant))[0][2] == HazardStatus.AWAITING
    await plant.says("张强", "1")
    await plant.clock.forward(seconds=60)
    assert plant.heard("张强") == ["已报 00:30｜3月15日夜夜巡\n豫丰化工 照片3，无隐患\n写错了就回：更正"]
    assert await due(plant) == DueStatus.REPORTED


async def test_another_round_of_the_same_night_takes_the_place_of_what_was_none(plant: Scene) -> None:
    await plant.says("张强", media="image")
    await plant.says("李安", "夜巡正常", media="image")
    await plant.clock.forward(seconds=40)
    plant.heard()
    await plant.says("张强", "这个不算夜巡")
    assert plant.heard("张强") == ["好，00:30那条不算夜巡，已存\n3月15日夜夜巡现为按时"]
    assert await due(plant) == DueStatus.REPORTED


async def test_a_video_that_is_no_round_leaves_the_night_open(plant: Scene) -> None:
    await plant.says("张强", media="video")
    await plant.clock.forward(seconds=40)
    plant.heard()
    await plant.says("张强", "这个不算夜巡")
    await plant.clock.forward(seconds=100)
    assert plant.heard("张强") == ["好，00:30那条不算夜巡，已存\n3月15日夜夜巡现为待报"]
    assert await due(plant) == DueStatus.WAITING


@pytest.mark.begins(date(2026, 3, 14), "21:00")
async def test_a_night_that_is_named_and_over_turns_no_other_green(plant: Scene) -> None:
    await plant.says("张强", media="image")
    await plant.clock.forward(seconds=40)
    plant.heard()
    await plant.says("张强", "这是3月14日晚上夜巡的补发")
    await plant.clock.forward(seconds=40)
    assert plant.heard("张强") == [
        "收到 00:30，照片1已存\n3月14日夜补报到12:00为止，仍记未报\n有情况说明请打0000-7100000"
    ]
    assert await due(plant) == DueStatus.WAITING


async def test_pictures_of_the_morning_and_last_nights_name_make_up_for_it(plant: Scene) -> None:
    await by_day(plant, "07:35")
    await plant.says("张强", media="image")
    await plant.says("张强", "昨晚夜巡的，补发")
    await plant.clock.forward(seconds=100)
    assert [line.split("\n")[0] for line in plant.heard("张强")] == ["收到 07:35，记为3月15日夜补报"]
    assert await due(plant) == DueStatus.MADE_UP


#: What a burst of so many pictures says, and what it comes to: the round, the hazards, what shows which.
BURSTS: tuple[tuple[Sequence[str], str], ...] = (
    (("image", "image", "image"), "这是0001整改后的"),
    (("image", "image"), "0001改好了"),
    (("image", "video"), "0001改好了"),
    (("image", "image"), "发现隐患1处：三车间应急灯不亮"),
    (("image", "video"), "夜巡正常"),
    (("video",), "这个不算夜巡"),
    (("image", "image"), "夜巡正常，0001改好了"),
    (("image", "image"), "零报告"),
)


@pytest.mark.parametrize("media, words", BURSTS, ids=[f"{words}-{len(media)}" for media, words in BURSTS])
async def test_whatever_the_order_the_rows_end_up_the_same(plant: Scene, media: Sequence[str], words: str) -> None:
    """Each order is a night of its own: the same people, one night after the other."""
    orders = sorted(set(itertools.permutations([*media, words])))
    random.Random(4).shuffle(orders)
    ends: dict[str, tuple[str, ...]] = {}
    for night, order in enumerate(orders[:3]):
        await plant.clock.to("00:30", MONDAY + timedelta(days=night))
        await plant.work.write(_open_again)
        for piece in order:
            await plant.says("张强", words if piece == words else "", media=() if piece == words else piece)
            await plant.clock.forward(seconds=15)
        await plant.clock.forward(seconds=100)
        ends[str(await read(plant, _end))] = order
    plant.heard()
    assert len(ends) == 1, ends


def _open_again(session: Session) -> None:
    """The first hazard is being fixed, without a picture; what earlier nights brought is void."""
    for one in session.exec(select(Hazard)).all():
        one.status = HazardStatus.RECTIFYING if (one.id or 0) <= 3 else HazardStatus.VOID
        one.claimed_at = one.rectified_at = None
        session.add(one)
    for picture in session.exec(select(HazardPicture)).all():
        session.delete(picture)


def _end(session: Session) -> tuple[Any, ...]:
    """What the last burst came to, without the ids that every night has anew."""
    report = session.exec(select(Report).order_by(col(Report.id).desc())).all()[0]
    dues = session.exec(select(Due).where(Due.enterprise_id == 1).order_by(col(Due.night).desc())).all()
    round_ = next(one for one in dues if one.kind == ObligationKind.PATROL)
    told = session.exec(select(Hazard).where(Hazard.status != HazardStatus.VOID).order_by(col(Hazard.id))).all()
    shown = session.exec(
        select(Attachment.kind, HazardPicture.stage, HazardPicture.hazard_id)
        .join(HazardPicture, col(HazardPicture.attachment_id) == col(Attachment.id))
        .order_by(col(HazardPicture.hazard_id), col(Attachment.kind))
    ).all()
    pieces = session.exec(select(ReportPiece).where(ReportPiece.report_id == report.id)).all()
    return (
        (report.kind, report.status, report.result, report.hazard_count, report.photos, report.videos, len(pieces)),
        (str(round_.status), round_.report_id == report.id),
        [(one.place, one.item, str(one.status)) for one in told],
        sorted((kind, stage, min(number, 4)) for kind, stage, number in shown),
    )


async def test_two_people_of_one_plant_at_once_are_two_bursts(plant: Scene) -> None:
    await plant.says("张强", media="image")
    await plant.says("李安", media="image")
    await plant.says("张强", "这是0001整改后的")
    await plant.says("李安", "夜巡正常")
    await plant.clock.forward(seconds=100)
    assert sorted(plant.heard()) == [
        "张强: 改好已记下｜0001 罐区护栏松动\n改后照片1，等李安核实",  # the round is no more awaited
        "李安: 已报 00:30｜3月15日夜夜巡\n豫丰化工 照片1，无隐患\n写错了就回：更正",
    ]

    def kinds(session: Session) -> list[tuple[str, int]]:
        found = session.exec(select(Report).order_by(col(Report.id))).all()
        return [(str(one.kind), one.photos) for one in found]

    assert await read(plant, kinds) == [("evidence", 1), ("patrol", 1)]
    shown = await read(plant, lambda session: len(session.exec(select(HazardPicture)).all()))
    assert shown == 1


# Quotes


async def test_a_quoted_receipt_is_the_hazard_that_it_registered(plant: Scene) -> None:
    await by_day(plant, "09:30")
    await plant.says("张强", "发现隐患1处：三车间应急灯不亮")
    await plant.clock.forward(seconds=60)
    plant.heard()
    key = await key_of(plant, "receipt.report")
    await plant.says("张强", media="image")
    await plant.says("张强", "改好了", reply_to=key)
    assert plant.heard()[0] == "张强: 改好已记下｜0004 三车间应急灯不亮\n改后照片1，等李安核实"


async def test_a_quoted_message_of_a_colleague_is_the_hazard_that_it_told_of(plant: Scene) -> None:
    await by_day(plant, "09:30")
    told = await plant.says("张强", "发现隐患1处：三车间应急灯不亮")
    await plant.clock.forward(seconds=60)
    plant.heard()
    await plant.says("李安", "改好了", reply_to=told)
    assert plant.heard("李安") == ["缺1张改后照片｜0004 三车间应急灯不亮\n拍了直接发，不用再写编号"]
    await plant.says("陈夜", "改好了", media="image", reply_to=told)  # of another plant
    assert all("0004" not in line for line in plant.heard())


async def test_the_second_of_a_quoted_letter_is_counted_in_that_letter(plant: Scene) -> None:
    await plant.clock.to("09:05", MONDAY)
    plant.heard()
    key = await key_of(plant, "deadline")
    await plant.says("李安", "我们还差什么")
    plant.heard()
    await plant.says("李安", "第二条改好了", reply_to=key)
    assert plant.heard("李安") == ["缺1张改后照片｜0002 泵房灭火器过期\n拍了直接发，不用再写编号"]


async def test_a_digit_under_a_quoted_question_answers_that_one(plant: Scene) -> None:
    await by_day(plant)
    await plant.says("张强", "改好了")
    first = await key_of(plant, "answer")
    await plant.says("张强", "能不能延到4月10日，厂家没货")
    plant.heard()
    await plant.says("张强", "2", reply_to=first)
    assert plant.heard("张强") == ["缺1张改后照片｜0002 泵房灭火器过期\n拍了直接发，不用再写编号"]
    await plant.clock.forward(hours=3)
    plant.heard()
    await plant.says("张强", "2", reply_to=first)
    assert plant.heard("张强") == ["这个数字没有对应的选项了，请直接写一句"]


async def test_what_was_sent_back_is_called_so(plant: Scene) -> None:
    await by_day(plant)
    await plant.says("张强", "0001改好了", media="image")
    await plant.says("赵静", "0001不合格，焊口没打磨，20日前")
    plant.heard()
    await plant.says("张强", "退回来的那个改好了", media="image")
    assert plant.heard()[0] == "张强: 改好已记下｜0001 罐区护栏松动\n改后照片1，等李安核实"


async def test_a_number_and_a_day_of_the_month(plant: Scene) -> None:
    await by_day(plant)
    await plant.says("张强", "27号那条改好了")
    assert plant.heard("张强") == ["缺1张改后照片｜0003 配电室门没锁\n拍了直接发，不用再写编号"]
    await plant.says("张强", "19号那条改好了")
    assert plant.heard("张强") == ["19号到期的有2条，写编号再发1次\n0001、0002"]

    def renumber(session: Session) -> None:
        hazard = session.get_one(Hazard, 2)
        hazard.number = "YH-2026-0027"
        session.add(hazard)

    await plant.work.write(renumber)
    await plant.says("张强", "27号那条改好了")
    assert plant.heard("张强") == ["缺1张改后照片｜0027 泵房灭火器过期\n拍了直接发，不用再写编号"]


async def test_a_quoted_receipt_of_a_round_is_what_is_put_right(plant: Scene) -> None:
    await plant.says("张强", "夜巡发现隐患3处", media="image")
    await plant.clock.forward(seconds=60)
    key = await key_of(plant, "receipt.report")
    await plant.says("张强", "0001改好了")
    plant.heard()
    await plant.says("张强", "更正：2处", reply_to=key)
    assert plant.heard("张强")[0].startswith("已更正：隐患3处改为2处｜豫丰化工")


# Several acts at once


async def test_a_round_a_completion_and_more_time_are_one_receipt(plant: Scene) -> None:
    await plant.says("张强", f"夜巡正常，零报告。0001改好了，{ASKED}", media="image")
    await plant.clock.forward(seconds=60)
    assert plant.heard("张强") == [
        "已报 00:30｜3月15日夜夜巡\n豫丰化工 照片1，无隐患\n写错了就回：更正\n"
        "已改到4月10日（原19日）｜0002\n泵房灭火器过期\n改好已记下｜0001 罐区护栏松动"
    ]
    assert [(one[2], one[3]) for one in (await ledger(plant))[:2]] == [
        ("awaiting_recheck", date(2026, 3, 19)),
        ("rectifying", date(2026, 4, 10)),
    ]
    assert await due(plant) == DueStatus.REPORTED
    assert await due(plant, ObligationKind.ZERO, MONDAY) == DueStatus.REPORTED
    assert await moves(plant, "YH-2026-0001") == ["rectify"]


async def test_a_new_hazard_beside_work_on_a_known_one(plant: Scene) -> None:
    await plant.says("张强", "夜巡发现隐患1处：三车间应急灯不亮。0001已经换好了", media="image")
    await plant.clock.forward(seconds=60)
    [heard] = plant.heard("张强")
    assert heard.split("\n")[0] == "已报 00:30｜3月15日夜夜巡，登记1条"
    assert "改好已记下｜0001 罐区护栏松动" in heard.split("\n")
    assert [one[1:3] for one in await ledger(plant)][::3] == [
        ("罐区护栏松动", "awaiting_recheck"),
        ("三车间应急灯不亮", "registered"),
    ]


async def test_a_list_that_was_asked_for_stands_alone(plant: Scene) -> None:
    await by_day(plant)
    await plant.says("李安", "零报告。还有哪些隐患没整改")
    await plant.clock.forward(seconds=60)
    heard = plant.heard("李安")
    assert [text.split("\n")[0] for text in heard if "零报告已登记" in text] == ["零报告已登记 10:00｜豫丰化工"]
    assert any("0001" in text and "零报告已登记" not in text for text in heard)


async def test_what_was_done_is_said_although_its_receipt_became_pointless(plant: Scene) -> None:
    await plant.says("张强", f"夜巡正常，{ASKED}", media="image")
    await plant.says("张强", "刚才那条不算，撤回")
    await plant.clock.forward(seconds=60)
    heard = plant.heard("张强")
    assert any(text.startswith("已改到4月10日（原19日）｜0002") for text in heard)
    assert await due(plant) == DueStatus.WAITING


# Voices that arrive as text


async def voice(scene: Scene, who: str, words: str) -> None:
    """A voice message that the platform wrote down."""
    number = f"v{len(words)}-{scene.clock.now.timestamp()}"
    sound = IncomingMedia(MessageKind.VOICE, number, sha256=f"{number:0>64}", size=1000, mime="audio/amr")
    incoming = Incoming(
        CHANNEL, number, MessageKind.VOICE, who, scene.clock.now, scene.clock.now, text=words, media=(sound,)
    )
    await scene.work.receive(incoming)
    await scene.play.step()


async def test_a_voice_is_read_as_text_and_marked_as_spoken(plant: Scene) -> None:
    await voice(plant, "张强", "嗯，那个，夜巡转了一圈，就是说，都正常。")
    await plant.clock.forward(seconds=60)
    assert plant.heard("张强") == ["已报 00:30｜3月15日夜夜巡\n豫丰化工 语音1，无隐患\n写错了就回：更正"]
    assert await due(plant) == DueStatus.REPORTED

    def evidence(session: Session) -> tuple[int, list[str]]:
        report = session.exec(select(Report)).one()
        kinds = select(Message.kind).join(ReportPiece, col(ReportPiece.message_id) == col(Message.id))
        return report.voices, list(session.exec(kinds))

    assert await read(plant, evidence) == (1, ["voice"])


async def test_a_spoken_number_is_a_number_and_the_answer_says_that_it_was_heard(plant: Scene) -> None:
    await by_day(plant)
    await voice(plant, "张强", "嗯，零零零一改好了。")
    assert plant.heard("张强") == [
        "缺1张改后照片｜0001 罐区护栏松动\n拍了直接发，不用再写编号\n按语音记的，不对就回：更正"
    ]
    await voice(plant, "李安", "零零零一什么情况")
    assert "说改好了，还没照片（语音）" in plant.heard("李安")[0]


@pytest.mark.begins(date(2026, 3, 14), "21:00")
async def test_a_voice_without_words_is_no_round(plant: Scene) -> None:
    await voice(plant, "张强", "")
    await plant.clock.forward(seconds=60)
    assert plant.heard("张强") == ["收到 00:30，语音已存，听不出内容\n请打字回一句：哪里、什么情况"]
    assert await due(plant) == DueStatus.WAITING


async def test_a_voice_that_tells_of_nothing_to_do_is_answered_like_text(plant: Scene) -> None:
    await by_day(plant)
    await voice(plant, "张强", "嗯。")
    await plant.clock.forward(seconds=60)
    plant.silent()
    assert (await ledger(plant))[0][2] == HazardStatus.RECTIFYING
