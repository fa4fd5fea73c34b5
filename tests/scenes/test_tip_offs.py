"""Tip-offs: sealed at once, read by the appointed alone, and nowhere else by anybody."""

import json
import logging
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlmodel import Session, select

from bot import doctor
from models import audit, why
from models.inbox import Message, MessageStatus
from models.outbox import Outgoing
from models.people import Role
from models.site import Site
from models.tip_offs import TipOff, TipOffOpening
from tests.conftest import moment, people_of_the_county
from tests.scene import Scene, scene, sqlite

DAY = date(2026, 3, 16)
WORDS = "我要举报，瑞康制药半夜往北边沟里偷排酸水"
TOLD = "偷排酸水"
RECEIPT = (
    "收到，编号JB-2026-001\n只有专办人能看，不进群，不转您单位\n这里能看到您的账号，要匿名请打12350\n"
    "要补充就写：JB-2026-001补充…\n办完要告诉您回1，不是举报回2"
)
NEW = "新举报1件：JB-2026-001\n回：看JB-2026-001"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Scene]:
    """A working day, with 赵静 appointed and two section heads who are not."""
    site = Site(duty_phone="0000-7100000", tip_offs_to="赵静")
    async with scene(sqlite(tmp_path), moment("10:00", DAY), site) as made:
        await people_of_the_county(made)
        await made.person("赵静", Role.SUPERVISOR)
        await made.person("周宁", Role.HEAD)
        yield made


async def everything(made: Scene) -> str:
    """Every readable row of every table but the sealed ones."""

    def dump(session: Session) -> str:
        connection = session.connection()
        tables = [one for one in inspect(connection).get_table_names() if one != "tip_off"]
        rows = (connection.execute(text(f'SELECT * FROM "{one}"')).all() for one in tables)
        return json.dumps([[list(row) for row in found] for found in rows], default=str, ensure_ascii=False)

    return await made.work.read(dump)


async def told(made: Scene, who: str = "张强", **how: str) -> None:
    await made.says(who, WORDS, **how)
    assert made.heard() == [f"赵静: {NEW}", f"{who}: {RECEIPT}"] or made.heard() == []


async def test_it_is_sealed_in_the_transaction_that_handles_it(office: Scene, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    await office.says("张强", WORDS)
    assert sorted(office.heard()) == sorted([f"张强: {RECEIPT}", f"赵静: {NEW}"])
    row = await office.work.read(lambda session: session.exec(select(TipOff)).one())
    assert (row.number, row.words, row.sender, row.status) == ("JB-2026-001", WORDS, "张强", "open")
    message = await office.work.read(lambda session: session.exec(select(Message)).one())
    assert (message.text, message.raw, message.understood, message.status) == ("", "", None, MessageStatus.DONE)
    assert TOLD not in await everything(office)
    assert "JB-2026" not in json.dumps(await _texts(office), ensure_ascii=False).replace(NEW.replace("\n", "\\n"), "")
    assert TOLD not in caplog.text


async def _texts(made: Scene) -> list[str]:
    """What the outbox holds of what was said."""
    return list(await made.work.read(lambda session: session.exec(select(Outgoing.text)).all()))


async def test_in_a_group_nothing_is_repeated_and_the_writer_is_answered_alone(office: Scene) -> None:
    await office.says("张强", WORDS, chat="g1")
    assert sorted(office.heard()) == sorted([f"张强: {RECEIPT}", f"赵静: {NEW}"])
    assert TOLD not in await everything(office)


async def test_who_nobody_knows_may_tell_too_and_may_want_an_answer(office: Scene) -> None:
    await office.says("wx_9", WORDS)
    assert sorted(office.heard()) == sorted([f"wx_9: {RECEIPT}", f"赵静: {NEW}"])
    await office.says("wx_9", "1")
    assert office.heard("wx_9") == ["好，JB-2026-001办完告诉您一次"]


async def test_only_the_appointed_open_it_and_each_opening_is_written_down(office: Scene) -> None:
    await office.says("张强", WORDS)
    office.heard()
    for other in ("周宁", "李明", "王强", "管理", "陈夜"):
        await office.says(other, "看JB-2026-001")
        assert office.heard(other) == ["举报只有专办人能看"]
    await office.says("赵静", "看JB-2026-001")
    assert office.heard("赵静") == [
        f"JB-2026-001｜3月16日10:00收\n{WORDS}\n举报人：豫丰化工 张强 13800138000\n"
        "办完写：JB-2026-001办结：…\n这次查看已记录，别转发"
    ]
    opened = await office.work.read(lambda session: session.exec(select(TipOffOpening)).all())
    assert [(one.tip_off_id, one.at) for one in opened] == [(1, moment("10:00", DAY))]
    chain = await office.work.read(
        lambda session: session.exec(
            select(audit.Audit.actor, audit.Audit.action).where(audit.Audit.subject == "tip_off:1")
        ).all()
    )
    assert [tuple(one) for one in chain] == [("sealed", "tip_off.received"), (chain[1][0], "tip_off.opened")]
    assert chain[1][0].startswith("person:")
    assert TOLD not in await everything(office)


async def test_the_list_names_numbers_and_no_word(office: Scene) -> None:
    await office.says("张强", WORDS)
    office.heard()
    await office.says("赵静", "举报有几件")
    assert office.heard("赵静") == ["待办1件，已办结0件\nJB-2026-001 3月16日收\n看内容写：看JB-2026-001"]
    await office.says("周宁", "举报有几件")
    assert office.heard("周宁") == ["举报只有专办人能看"]


async def test_done_is_told_to_the_writer_once_and_only_if_they_want(office: Scene) -> None:
    await office.says("张强", WORDS)
    await office.says("张强", "1")
    office.heard()
    await office.says("赵静", "JB-2026-001办结")
    assert office.heard("赵静") == ["结果也写上，例：JB-2026-001办结：已查实，已督促改正"]
    await office.says("赵静", "JB-2026-001办结：已查实，排口已封堵")
    assert sorted(office.heard()) == [
        "张强: JB-2026-001办完了\n已查实，排口已封堵\n对结果有意见可打12350",
        "赵静: JB-2026-001已办结\n结果告诉举报人1次",
    ]
    await office.says("赵静", "JB-2026-001办结：再来一次")
    assert office.heard("赵静") == ["JB-2026-001已经办结或取消，写“看JB-2026-001”看结果"]
    assert "排口已封堵" not in await everything(office)


async def test_who_wants_nothing_hears_nothing(office: Scene) -> None:
    await office.says("张强", WORDS)
    office.heard()
    await office.says("赵静", "JB-2026-001办结：查无此事")
    assert office.heard("赵静") == ["JB-2026-001已办结\n举报人没要答复，不再打扰"]


async def test_further_words_and_pictures_of_the_writer_are_sealed_too(office: Scene) -> None:
    await office.clock.to("14:00")  # no round is awaited any more
    office.heard()
    await office.says("张强", WORDS)
    office.heard()
    await office.says("张强", "JB-2026-001补充：昨晚又拉走两车黑桶")
    assert office.heard("张强") == ["已放进JB-2026-001，只有专办人能看"]
    await office.says("张强", media="image")
    assert office.heard("张强") == ["已放进JB-2026-001，只有专办人能看"]
    assert "黑桶" not in await everything(office)
    await office.says("赵静", "看JB-2026-001")
    shown = office.heard("赵静")[0]
    assert "昨晚又拉走两车黑桶" in shown
    assert "附：照片1" in shown
    await office.clock.forward(minutes=3)
    office.silent()  # no receipt of a report for the picture


async def test_who_only_announces_it_is_heard_out(office: Scene) -> None:
    await office.says("张强", "我要举报")
    assert f"张强: {RECEIPT}" in office.heard()
    await office.says("张强", "隔壁半夜拉走十几个黑桶")
    assert office.heard("张强") == ["已放进JB-2026-001，只有专办人能看"]
    assert "黑桶" not in await everything(office)
    await office.says("张强", "罐区正常，无隐患")
    assert "JB-" not in "".join(office.heard())  # the next is none of it


async def test_it_was_none(office: Scene) -> None:
    await office.says("张强", WORDS)
    office.heard()
    await office.says("张强", "2")
    assert office.heard("张强") == ["JB-2026-001已取消\n原话没有进别的地方，要报就再发一遍"]


async def test_an_officer_writes_down_what_was_told_by_phone(office: Scene) -> None:
    await office.says("李明", "接群众举报，瑞康晚上偷偷排气")
    assert sorted(office.heard()) == [
        "李明: 举报记下了，编号JB-2026-001\n只有专办人能看，这里不再显示原话\n不是举报回2",
        f"赵静: {NEW}",
    ]
    assert "偷偷排气" not in await everything(office)


async def test_no_search_and_no_why_finds_it(office: Scene) -> None:
    await office.says("张强", WORDS)
    await office.says("赵静", "看JB-2026-001")
    office.heard()
    for query in ("查 酸水", "查 偷排", "怎么理解的", "为什么没提醒豫丰"):
        await office.says("李明", query)
        assert TOLD not in "".join(office.heard())
    keys = await office.work.read(lambda session: session.exec(select(Outgoing.key)).all())
    sealed = [key for key in keys if key.startswith("tip_off.")]
    assert sealed
    for key in sealed:
        assert await office.work.read(lambda session, k=key: why.story(session, k, office.clock.now)) is None  # type: ignore[misc]


async def test_no_list_of_the_day_speaks_of_it(office: Scene) -> None:
    await office.says("张强", WORDS)
    office.heard()
    await office.clock.to("11:00", date(2026, 3, 17))
    assert not [line for line in office.heard() if "举报" in line or "酸水" in line or "JB-" in line]


async def test_what_waits_too_long_is_told_to_the_appointed(office: Scene) -> None:
    await office.says("张强", WORDS)
    office.heard()
    office.play.clock.put(moment("08:39", date(2026, 3, 31)))
    await office.clock.to("08:40")
    late = [line for line in office.heard() if "举报" in line]
    assert late == ["赵静: 举报1件超15天没办结\nJB-2026-001\n办完写：JB-2026-001办结：…"]
    await office.clock.to("08:41", date(2026, 4, 1))
    assert not [line for line in office.heard() if "举报" in line]


async def test_danger_goes_before(office: Scene) -> None:
    await office.says("张强", "举报：瑞康罐区着火了，厂里瞒着不报")
    assert [line for line in office.heard() if line.startswith("李明: 【突发】")]


@pytest.mark.parametrize(
    "names, level", [(["赵静"], "green"), ([], "green"), (["赵静", "没这人"], "red"), (["张强"], "red")]
)
async def test_the_doctor_looks_whether_the_appointed_are_on_the_roll(
    office: Scene, names: list[str], level: str
) -> None:
    found = await office.work.read(lambda session: doctor.appointed(session, names))
    assert found.level == level


async def test_where_nobody_is_appointed_the_admin_hears_that(tmp_path: Path) -> None:
    async with scene(sqlite(tmp_path), moment("10:00", DAY)) as made:
        await people_of_the_county(made)
        await made.says("张强", WORDS)
        assert sorted(made.heard()) == [f"张强: {RECEIPT}", "管理: 有举报没人能看：请在配置[tip_offs]写上专办人"]


async def test_too_long_to_be_read_it_is_sealed_all_the_same(office: Scene) -> None:
    await office.says("张强", "我要举报瑞康：" + "夜里倒酸水，" * 400)
    assert f"赵静: {NEW}" in office.heard()
    assert "倒酸水" not in await everything(office)


async def test_a_broadcast_about_tip_offs_is_none(office: Scene) -> None:
    await office.says("李明", "各企业张贴举报电话公示牌，举报电话12350", chat="g1")
    assert not [line for line in office.heard() if "JB-" in line]
    assert await office.work.read(lambda session: session.exec(select(TipOff)).all()) == []
