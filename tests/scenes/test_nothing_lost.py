"""Nothing said twice, nothing lost: repeats, downtime, a week of it, poison, order, refusals."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot import handling, ticker
from bot.channels.base import Later, Refused
from models import audit, runs
from models.errors import NotStorable
from models.inbox import Message, MessageStatus
from models.obligations import DueStatus
from models.outages import Outage
from models.outbox import Outgoing, OutgoingStatus
from tests.conftest import NIGHT, moment, people_of_the_county
from tests.scene import Scene, scene, sqlite


async def test_the_same_message_three_times_is_one(county: Scene) -> None:
    await county.clock.to("00:31")
    for _ in range(3):
        await county.says("王建国", "巡查正常，无隐患", msg_id="7423")
        await county.clock.forward(seconds=5)
    await county.clock.forward(minutes=2)
    assert len(county.heard("王建国")) == 1
    await county.says("王建国", "巡查正常，无隐患", msg_id="7423")
    await county.clock.forward(minutes=2)
    county.silent()


async def absent(county: Scene, until: str, day: date) -> None:
    """The bot is away until a moment: its clock jumps, nothing ticks, then it is started again."""
    await county.clock.forward(seconds=1)
    county.play.clock.put(moment(until, day))
    await ticker.wake(county.work, county.clock.now)
    await county.play.step()


async def test_after_a_night_of_downtime_there_is_one_catch_up(county: Scene) -> None:
    await county.clock.to("00:40")
    await county.says("张强", "巡查正常", media="video")
    await county.clock.to("01:10")
    county.heard()
    await absent(county, "05:20", date(2026, 3, 15))
    assert county.heard("李明") == [
        "01:10—05:20\n系统没在运行，没收到消息\n没报的2家先记“待核”，不算未报\n回1请2家补发，回2看名单"
    ]
    await county.clock.to("06:30")
    assert county.heard("李明") == ["应报3：已报1 未报0\n3月14日夜，截至6:30\n待核2：瑞康★、宏达站"]
    state = await county.night(NIGHT)
    assert (state.count(DueStatus.UNVERIFIED), state.count(DueStatus.MISSED)) == (2, 0)
    await county.clock.to("07:59")
    county.silent()


async def test_after_a_week_of_downtime_nobody_is_blamed_and_nobody_is_flooded(county: Scene) -> None:
    await county.clock.to("01:10")
    await absent(county, "09:20", date(2026, 3, 22))
    heard = county.heard()
    assert [line.split(":")[0] for line in heard].count("李明") <= 2
    assert not [line for line in heard if line.split(":")[0] in {"张强", "王建国", "陈夜", "周全", "刘安", "李安"}]
    for day in range(14, 21):
        state = await county.night(date(2026, 3, day))
        assert (state.count(DueStatus.UNVERIFIED), state.owed) == (3, 3)


async def test_a_clock_that_jumps_is_not_deaf(county: Scene) -> None:
    await county.clock.to("00:40")
    await county.clock.forward(days=2)
    county.heard()
    assert (await county.night(NIGHT)).count(DueStatus.MISSED) == 3
    assert (await county.night(date(2026, 3, 15))).count(DueStatus.MISSED) == 3
    assert await county.work.read(lambda session: session.exec(select(Outage)).all()) == []


async def test_what_was_sent_in_time_and_arrives_late_turns_missed_into_reported(county: Scene) -> None:
    await county.clock.to("06:35")
    county.heard()
    await county.says("王建国", "巡查正常", media="video", sent=moment("02:10"))
    await county.clock.forward(minutes=1)
    assert county.heard("王建国") == ["已报 02:10｜3月14日夜夜巡\n宏达站 视频1，无隐患\n写错了就回：更正"]
    assert (await county.night(NIGHT)).count(DueStatus.REPORTED) == 1


async def test_a_sent_time_in_the_future_counts_as_the_receipt_plus_two_minutes(county: Scene) -> None:
    await county.clock.to("23:30")
    await county.says("王建国", "巡查正常", media="video", sent=moment("03:00"))
    await county.clock.forward(minutes=1)
    assert county.heard("王建国")[0].startswith("收到 23:32，还没到零点")


@pytest.mark.errors_expected
async def test_a_poisoned_message_is_put_aside_and_told_once(county: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    real = handling.dispatch

    def poisoned(session, message, register, now):  # type: ignore[no-untyped-def]
        if message.text == "毒":
            raise ZeroDivisionError("poison")
        real(session, message, register, now)

    monkeypatch.setattr(handling, "dispatch", poisoned)
    await county.clock.to("01:00")
    await county.says("王建国", "毒")
    await county.says("王建国", "巡查正常", media="video")
    await county.says("张强", "巡查正常", media="video")
    await county.clock.forward(seconds=30)
    assert county.heard("张强")[0].startswith("已报 01:00")  # others are not held up
    await county.clock.forward(minutes=10)
    assert county.heard("王建国")[0].startswith("已报 01:00")  # in order, after the poison
    await county.clock.to("07:30")
    assert [line for line in county.heard() if line.startswith("管理: 1条消息没处理成")]
    stored = await county.work.read(lambda s: s.exec(select(Message).where(Message.text == "毒")).one())
    assert (stored.status, stored.attempts) == (MessageStatus.FAILED, 3)


@pytest.mark.errors_expected
async def test_a_message_whose_attempts_all_died_is_put_aside(county: Scene) -> None:
    await county.clock.to("01:00")
    await county.work.write(
        lambda session: session.add(
            Message(
                channel="app",
                msg_id="dead",
                kind="text",
                sender="王建国",
                text="巡查正常",
                sent_at=county.clock.now,
                received_at=county.clock.now,
                status="claimed",
                attempts=3,
                lease_until=county.clock.now - timedelta(seconds=1),
            )
        )
    )
    await county.play.step()
    county.strict = False
    stored = await county.work.read(lambda s: s.exec(select(Message)).one())
    assert stored.status == MessageStatus.FAILED


async def test_the_order_of_one_persons_messages_is_kept(county: Scene) -> None:
    await county.clock.to("01:00")
    await county.says("王建国", "巡查正常", media="video")
    await county.says("王建国", "撤回")
    await county.clock.forward(minutes=1)
    assert county.heard("王建国") == ["已撤回01:00那条，记录留底\n3月14日夜夜巡现为待报"]
    assert (await county.night(NIGHT)).count(DueStatus.WAITING) == 3


async def test_a_refusal_is_kept_with_its_reason_and_a_delay_is_made_good(county: Scene) -> None:
    await county.clock.to("01:00")
    county.channel.outcomes = [Later(timedelta(seconds=5), "busy"), Refused("not in the visible range")]
    await county.says("王建国", "巡查正常", media="video")
    await county.says("张强", "巡查正常", media="video")
    await county.clock.forward(minutes=5)
    heard = county.heard()
    assert len(heard) == 1
    rows = await county.work.read(lambda s: s.exec(select(Outgoing).order_by(Outgoing.id)).all())
    assert sorted((row.status, row.reason) for row in rows) == [("refused", "not in the visible range"), ("sent", "")]


async def test_a_reminder_is_withdrawn_the_moment_it_became_pointless(county: Scene) -> None:
    county.channel.outcomes = [Later(timedelta(minutes=3), "busy")] * 3
    await county.clock.to("03:30")
    await county.says("张强", "巡查正常", media="video")
    county.channel.outcomes = []
    await county.clock.to("03:45")
    heard = county.heard()
    assert not [line for line in heard if line.startswith("张强: 还差")]
    row = await county.work.read(
        lambda s: s.exec(
            select(Outgoing).where(Outgoing.kind == "patrol.missing", Outgoing.status == OutgoingStatus.WITHDRAWN)
        ).one()
    )
    assert row.reason == "the round was reported meanwhile"


async def test_who_nobody_can_reach_is_refused_with_a_reason(county: Scene) -> None:
    await county.enterprise("孤山仓库", "孤山")
    await county.person("老孤", of="孤山仓库", user="-")
    await county.clock.to("03:31")
    county.heard()
    row = await county.work.read(lambda s: s.exec(select(Outgoing).where(Outgoing.status == "refused")).one())
    assert row.reason == "nobody can be reached there"


async def test_two_offices_on_one_database_do_everything_once(tmp_path: Path) -> None:
    async with scene(sqlite(tmp_path), moment("23:50", NIGHT), shared=True) as one:
        await people_of_the_county(one)
        async with scene(sqlite(tmp_path), moment("23:50", NIGHT), shared=True) as two:
            for both in (one, two):
                both.strict = False
            await one.play.step()
            for wall in ("00:05", "00:31", "03:30", "04:30", "05:10", "06:00", "06:30", "06:40"):
                for both in (one, two):
                    both.play.clock.put(moment(wall))
                if wall == "00:31":
                    await one.says("张强", "巡查正常", media="video")
                await one.play.step()
                await two.play.step()
                await one.play.step()
            said = [(heard.to, heard.text) for heard in [*one.channel.said, *two.channel.said]]
            # two prompts each to two guards, the officer's two lists, two safety managers, one receipt
            assert sorted(to for to, _ in said) == sorted(
                ["王建国", "陈夜", "王建国", "陈夜", "李明", "李明", "刘安", "周全", "张强"]
            )
            done = await one.work.read(lambda s: s.exec(select(runs.JobRun)).all())
            assert all(run.attempts == 1 for run in done if run.status == "done")


async def test_every_booking_is_in_the_audit_chain(county: Scene) -> None:
    await county.clock.to("01:00")
    await county.says("王建国", "巡查正常", media="video")
    await county.clock.to("07:00")
    county.heard()
    count, broken = await county.work.read(audit.verify)
    assert broken is None
    assert count >= 2
    await county.work.write(
        lambda s: s.connection().exec_driver_sql("UPDATE audit SET detail = '{}' WHERE action = 'report.booked'")
    )
    _, broken = await county.work.read(audit.verify)
    assert broken is not None
    assert broken.why == "its content was changed"


async def test_an_emergency_goes_first_also_from_somebody_unknown(county: Scene) -> None:
    await county.clock.to("03:07")
    await county.says("wx_5", "充装间漏气了味很大，快来人")
    heard = county.heard()
    assert heard[0].startswith("wx_5: 03:07已记下，正在叫值班员\n先撤人到上风处，打119、120")
    assert heard[1].startswith("李明: 【突发】03:07 没登记的账号 充装间泄漏，未核实")
    await county.says("张强", "这是演练，模拟液氨泄漏")
    await county.says("张强", "没有泄漏，已检查过")
    await county.clock.forward(seconds=5)
    assert not [line for line in county.heard() if "突发" in line]


async def test_a_reason_is_kept_and_satisfies_nothing(county: Scene) -> None:
    await county.clock.to("03:31")
    county.heard()
    await county.says("王建国", "今晚停电没法巡")
    await county.clock.forward(seconds=2)
    assert county.heard("王建国") == ["原因已记下｜3月14日夜\n宏达站，值班员能看到；巡了照样补发"]
    assert (await county.night(NIGHT)).count(DueStatus.WAITING) == 3


async def test_a_correction_changes_the_report_and_says_so_once(county: Scene) -> None:
    await county.clock.to("01:00")
    await county.says("王建国", "巡查正常，无隐患", media="video")
    await county.clock.forward(minutes=1)
    county.heard()
    await county.says("王建国", "更正：隐患2处")
    await county.clock.forward(minutes=1)
    [told] = county.heard("王建国")
    assert told == "已更正：隐患2处｜宏达站\n原来那条留底\n没写的补一句：在哪里、什么问题"


async def test_a_disk_that_refuses_while_it_is_handled_costs_a_message_no_attempt(
    county: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.work.AGAIN_S", ())
    await county.clock.to("00:31")
    refuses = 5

    def full(*_: object) -> None:
        nonlocal refuses
        refuses -= 1
        if refuses >= 0:
            raise NotStorable("disk full")

    dispatch = handling.dispatch
    monkeypatch.setattr(handling, "dispatch", lambda *told: full() or dispatch(*told))
    with pytest.raises(NotStorable):
        await county.says("王建国", "罐区、加油区都巡查了，无隐患")
    for _ in range(4):
        with pytest.raises(NotStorable):
            await county.play.office.handle()
    await county.clock.forward(minutes=2)
    assert county.heard("王建国")[0].startswith("已报 00:31")
