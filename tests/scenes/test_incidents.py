"""Incidents: they go first, somebody is called until a person answers, and the scene is left in peace."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot import ticker
from bot.channels.base import Later
from handlers import incidents as handled
from models import audit, calendar, trail
from models.inbox import Message
from models.incidents import Incident, IncidentEntry, IncidentStatus
from models.obligations import DueStatus
from models.outbox import Outgoing
from models.people import Role
from models.runs import JobRun
from models.site import Site
from tests.conftest import NIGHT, moment, people_of_the_county
from tests.scene import Scene, scene, sqlite

LEAK = "充装间漏气了味很大，快来人"
SAFETY = "先撤人到上风处，打119、120\n再打0000-7100000，发消息不能代替打电话\n方便时回一句：什么事、伤没伤人"
RECEIPT = f"03:00已记下，正在叫值班员\n{SAFETY}"
HEAD = "【突发】03:00 瑞康 充装间泄漏，未核实"
CALL = f"{HEAD}\n原话：“{LEAK}”\n报告人 陈夜 13800138000\n先打电话核实，再回1接手"
TAKEN = "李明03:07已接手，电话13800138000｜瑞康 充装间泄漏"


def confirmed(wall: str, words: str = f"“{LEAK}”") -> str:
    return (
        f"{wall}您已接手｜瑞康 充装间泄漏\n原话：{words}\n报告人 陈夜 13800138000\n"
        "先打电话，有情况就写：续报：…\n结束写：终报：…；误报就写：误报"
    )


async def leak(county: Scene) -> None:
    """03:00: the guard of 瑞康 writes, and the duty officer is called."""
    await county.clock.to("03:00")
    await county.says("陈夜", LEAK)
    assert county.heard() == [f"陈夜: {RECEIPT}", f"李明: {CALL}"]


async def the_only(county: Scene) -> Incident:
    return await county.work.read(lambda session: session.exec(select(Incident)).one())


async def test_nobody_answers_for_seven_minutes(county: Scene) -> None:
    await county.person("周宁", Role.HEAD)
    await county.person("孙莉", Role.LEADER, phone="13800138009")
    await county.shift(NIGHT, "李明", "王强")
    await leak(county)

    await county.clock.forward(seconds=119)
    county.silent()
    await county.clock.forward(seconds=1)
    assert county.heard("王强") == [f"{HEAD}\n值班员李明2分钟没接手\n请回1接手，或打李明 13800138000"]

    await county.clock.forward(seconds=179)
    county.silent()
    await county.clock.forward(seconds=1)
    five = f"{HEAD}\n5分钟没人接手\n请回1接手，或打李明 13800138000\n报告人 陈夜 13800138000"
    assert county.heard() == [f"{who}: {five}" for who in ("周宁", "王强", "孙莉")]

    await county.clock.to("03:07")
    county.silent()
    await county.says("李明", "1")
    assert county.heard() == [
        f"王强: {TAKEN}",
        f"周宁: {TAKEN}",
        f"孙莉: {TAKEN}",
        f"李明: {confirmed('03:07')}",
    ]
    await county.clock.to("03:29")
    county.silent()
    stored = await the_only(county)
    assert (stored.status, stored.opened_at, stored.taken_at) == ("taken", moment("03:00"), moment("03:07"))


async def test_it_goes_on_every_five_minutes_and_names_the_office_above(tmp_path: Path) -> None:
    site = Site(duty_phone="0000-7100000", general_duty_phone="0000-7100001")
    async with scene(sqlite(tmp_path), moment("02:59"), site) as county:
        await people_of_the_county(county)
        await leak(county)
        await county.clock.to("03:09")
        assert [line.split(":")[0] for line in county.heard()] == ["王强", "王强"]  # 2 and 5 minutes
        for minutes in (10, 15, 20):
            await county.clock.to(f"03:{minutes}")
            again = f"{HEAD}\n{minutes}分钟没人接手\n请回1接手"
            behind = "报告人 陈夜 13800138000\n县总值班室 0000-7100001"
            assert county.heard() == [
                f"李明: {again}\n{behind}",
                f"王强: {again}，或打李明 13800138000\n{behind}",
            ]
        await county.says("王强", "我来处理")
        assert county.heard()[0] == "李明: 王强03:20已接手，电话13800138000｜瑞康 充装间泄漏"
        await county.clock.to("03:29")
        county.silent()


async def test_seen_is_not_taken_and_stops_no_ladder(county: Scene) -> None:
    await leak(county)
    await county.says("李明", "收到")
    county.silent()
    await county.clock.to("03:02")
    assert county.heard("王强") == [f"{HEAD}\n值班员李明2分钟没接手\n请回1接手，或打李明 13800138000"]
    await county.says("王强", "收到")
    await county.clock.to("03:05")
    assert [line.split("\n")[1] for line in county.heard("王强")] == ["5分钟没人接手"]
    assert (await the_only(county)).status == IncidentStatus.OPEN


async def test_taken_over_and_then_silent_the_asking_goes_on(county: Scene) -> None:
    await taken(county)
    for wall, age in (("03:30", "30分钟"), ("04:30", "90分钟"), ("05:30", "2小时30分")):
        await county.clock.to(wall)
        assert [line for line in county.heard() if line.startswith(f"李明: {age}了，请续报")]


async def test_the_first_who_answers_has_it_and_the_other_hears_who(county: Scene) -> None:
    await county.person("周宁", Role.DUTY, phone="13800138008")
    await county.clock.to("03:00")
    await county.says("陈夜", LEAK)
    assert [line.split(":")[0] for line in county.heard()] == ["陈夜", "李明", "周宁"]
    await county.clock.forward(seconds=30)
    await county.says("周宁", "1")
    await county.says("李明", "接手")
    await county.says("周宁", "接手")
    assert county.heard() == [
        "李明: 周宁03:00已接手，电话13800138008｜瑞康 充装间泄漏",
        f"周宁: {confirmed('03:00')}",
        "李明: 周宁03:00已接手，电话13800138008",
        "周宁: 您03:00已接手｜瑞康 充装间泄漏",
    ]
    taken = await county.work.read(
        lambda session: session.exec(select(audit.Audit).where(audit.Audit.action == "incident.taken")).all()
    )
    assert len(taken) == 1


async def taken(county: Scene) -> None:
    """03:00 the leak, 03:01 taken over by the duty officer."""
    await leak(county)
    await county.clock.to("03:01")
    await county.says("李明", "1")
    assert county.heard("李明") == [confirmed("03:01")]


ASK = "写：续报：现场什么情况、伤没伤人\n结束写：终报：…；误报就写：误报\n报告人 陈夜 13800138000"


async def test_the_taker_is_asked_until_the_final_report_and_the_scene_never(county: Scene) -> None:
    await taken(county)
    await county.clock.to("03:29")
    county.silent()
    await county.clock.to("03:30")
    told = [line for line in county.heard() if not line.startswith(("张强: 还差", "王建国: 还差"))]
    assert told == [f"李明: 30分钟了，请续报｜瑞康 充装间泄漏\n{ASK}"]
    await county.says("李明", "阀门关了，没人伤，消防到了")
    assert county.heard("李明") == ["续报已记 03:30｜瑞康 充装间泄漏"]
    await county.clock.to("04:29")
    county.silent()
    await county.clock.to("04:30")
    told = [line for line in county.heard() if not line.startswith(("张强: 还差", "王建国: 还差"))]
    assert told == [f"李明: 90分钟了，请续报｜瑞康 充装间泄漏\n{ASK}"]
    await county.says("李明", "终报：漏点已堵住，原因为垫片老化")
    assert county.heard("李明") == ["04:30已结束｜瑞康 充装间泄漏，历时90分钟\n4月14日前伤亡有变化要补报，写：续报：…"]
    await county.clock.to("05:29")
    assert not [line for line in county.heard() if "请续报" in line]
    stored = await the_only(county)
    assert (stored.status, stored.cause) == (IncidentStatus.CLOSED, "垫片老化")


async def test_who_has_just_written_is_not_asked(county: Scene) -> None:
    await taken(county)
    await county.clock.to("03:25")
    await county.says("李明", "续报：2人送医，已堵漏")
    assert county.heard("李明") == ["续报已记 03:25｜瑞康 充装间泄漏"]
    await county.clock.to("03:31")
    assert not [line for line in county.heard() if line.startswith("李明")]
    assert (await the_only(county)).injured == 2


async def test_what_the_scene_writes_next_goes_on_to_the_officer_and_asks_nothing(county: Scene) -> None:
    await leak(county)
    await county.clock.forward(seconds=20)
    await county.says("陈夜", "没伤人，阀门坏了关不住")
    assert county.heard() == [
        "李明: 【突发】瑞康 充装间泄漏，现场又报\n03:00“没伤人，阀门坏了关不住”\n"
        "报告人 陈夜 13800138000\n先打电话核实，再回1接手",
        "陈夜: 03:00已转给值班员李明\n还没人接手，再打0000-7100000",
    ]
    await county.clock.forward(seconds=10)
    await county.says("陈夜", media="video")
    await county.clock.forward(seconds=10)
    await county.says("周全", "我在现场，2个人晕倒了")
    await county.says("李明", "1")
    await county.clock.forward(seconds=40)
    heard = county.heard()
    assert heard[0].startswith("周全: 03:00已记下，正在叫值班员\n先撤人")
    assert heard[-1] == (
        "李明: 【突发】瑞康 充装间泄漏，现场又报\n03:00 视频1\n03:00周全“我在现场，2个人晕倒了”\n"
        "报告人 周全 13800138000"
    )
    await county.clock.to("03:05")
    await county.says("陈夜", "119到了")
    assert county.heard() == [
        "李明: 【突发】瑞康 充装间泄漏，现场又报\n03:05“119到了”\n报告人 陈夜 13800138000",
        "陈夜: 03:05已转给李明（已接手）\n急事打0000-7100000",
    ]
    assert len(await county.work.read(lambda session: session.exec(select(Incident)).all())) == 1


async def test_pictures_of_the_scene_are_no_round(county: Scene) -> None:
    await leak(county)
    await county.clock.forward(minutes=1)
    await county.says("陈夜", media=["image", "image"])
    assert [line.split("\n")[0] for line in county.heard()] == [
        "李明: 【突发】瑞康 充装间泄漏，现场又报",
        "陈夜: 03:01已转给值班员李明",
    ]
    await county.clock.forward(seconds=50)
    county.silent()
    assert (await county.night(NIGHT)).count(DueStatus.WAITING) == 3


async def test_pictures_just_before_the_words_belong_to_the_incident(county: Scene) -> None:
    await county.clock.to("03:00")
    await county.says("陈夜", media="video")
    await county.clock.forward(seconds=10)
    await county.says("陈夜", LEAK)
    assert county.heard() == [f"陈夜: {RECEIPT}", f"李明: {CALL}".replace("快来人”", "快来人” 视频1")]
    await county.clock.forward(seconds=90)
    county.silent()
    assert (await county.night(NIGHT)).count(DueStatus.WAITING) == 3


async def test_a_round_that_was_acknowledged_stays_one(county: Scene) -> None:
    await county.clock.to("02:55")
    await county.says("陈夜", media="video")
    await county.clock.to("03:00")
    county.heard()
    await county.says("陈夜", LEAK)
    assert county.heard() == [f"陈夜: {RECEIPT}", f"李明: {CALL}"]
    assert (await county.night(NIGHT)).count(DueStatus.REPORTED) == 1


@pytest.mark.parametrize("words", ["可能是误报", "是误报吗", "不是误报"])
async def test_an_officer_who_only_guesses_ends_nothing(county: Scene, words: str) -> None:
    await taken(county)
    await county.says("李明", words)
    county.heard()
    assert (await the_only(county)).status == IncidentStatus.TAKEN


async def test_who_nobody_knows_is_heard_and_asked_nothing_more(county: Scene) -> None:
    await county.clock.to("03:00")
    await county.says("wx_5", LEAK)
    assert county.heard() == [
        f"wx_5: {RECEIPT}",
        "李明: 【突发】03:00 没登记的账号 充装间泄漏，未核实\n"
        f"原话：“{LEAK}”\n账号 wx_5\n看原话是哪家，打去核实，再回1接手",
    ]
    await county.clock.forward(seconds=30)
    await county.says("wx_5", "宏达加油站")
    assert county.heard() == [
        "李明: 【突发】没登记的账号 充装间泄漏，现场又报\n03:00“宏达加油站”\n账号 wx_5\n先打电话核实，再回1接手",
        "wx_5: 03:00已转给值班员李明\n还没人接手，再打0000-7100000",
    ]


async def test_in_a_group_one_line_and_the_rest_in_private(county: Scene) -> None:
    await county.clock.to("03:00")
    await county.says("陈夜", LEAK, chat="g1")
    assert county.heard() == [
        "g1: 已收到，值班室正在电话联系，后续请打电话报。",
        f"陈夜: {RECEIPT}",
        f"李明: {CALL}",
    ]
    await county.clock.forward(minutes=1)
    await county.says("陈夜", "着火了", chat="g1")
    assert [line.split(":")[0] for line in county.heard()] == ["李明", "陈夜"]


async def test_a_second_reporter_of_the_same_plant_is_no_second_incident(county: Scene) -> None:
    await taken(county)
    await county.says("周全", "充装间泄漏，正在撤人")
    assert county.heard() == [
        f"周全: 03:01已记下，李明已接手\n{SAFETY}",
        "李明: 【突发】瑞康 充装间泄漏，现场又报\n03:01周全“充装间泄漏，正在撤人”\n报告人 周全 13800138000",
    ]
    await county.says("张强", "罐区着火了")
    assert [line.split("，")[0] for line in county.heard()] == [
        "张强: 03:01已记下",
        "李明: 【突发】03:01 豫丰化工 罐区火灾",
    ]


async def test_a_false_alarm_is_decided_by_an_officer(county: Scene) -> None:
    await leak(county)
    await county.clock.to("03:03")
    county.heard()
    await county.says("陈夜", "误报，没有泄漏")
    assert county.heard() == [
        "李明: 【突发】瑞康 充装间泄漏，现场说没事\n03:03“误报，没有泄漏”\n"
        "报告人 陈夜 13800138000\n先打电话：回1按误报结束，回2接手",
        "陈夜: 03:03已转给值班员李明\n还没人接手，再打0000-7100000",
    ]
    await county.clock.to("03:04")
    assert (await the_only(county)).status == IncidentStatus.OPEN
    await county.says("李明", "1")
    assert county.heard() == [
        "王强: 李明03:04核实是误报｜瑞康 充装间泄漏",
        "李明: 03:04按误报结束｜瑞康 充装间泄漏",
    ]
    await county.clock.to("03:29")
    county.silent()


async def test_an_officer_says_that_it_is_not_over(county: Scene) -> None:
    await taken(county)
    await county.says("陈夜", "终报：已处置完毕")
    assert "先打电话：回1结束，回2没结束" in county.heard()[0]
    await county.says("李明", "2")
    assert county.heard("李明") == ["没结束，继续处置｜瑞康 充装间泄漏"]
    await county.says("李明", "核实了，误报")
    assert county.heard("李明") == ["03:01按误报结束｜瑞康 充装间泄漏"]
    await county.says("李明", "1")
    assert county.heard("李明") == ["李明03:01核实是误报｜瑞康 充装间泄漏"]
    assert (await the_only(county)).status == IncidentStatus.FALSE_ALARM


@pytest.mark.parametrize("words", ["没有泄漏，已检查过", "这是演练，模拟液氨泄漏", "今天组织火灾应急演练，参加30人"])
async def test_what_is_denied_or_a_drill_calls_nobody(county: Scene, words: str) -> None:
    await county.clock.to("10:00")
    county.heard()
    await county.says("陈夜", words)
    await county.clock.forward(minutes=6)
    assert not [line for line in county.heard() if "突发" in line]
    assert await county.work.read(lambda session: session.exec(select(Incident)).all()) == []


async def test_no_drill_is_an_incident(county: Scene) -> None:
    await county.clock.to("03:00")
    await county.says("陈夜", "不是演练，罐区泄漏了")
    assert county.heard()[1].startswith("李明: 【突发】03:00 瑞康 罐区泄漏，未核实")


async def test_a_power_cut_is_told_once_and_nobody_is_called(county: Scene) -> None:
    await county.clock.to("01:20")
    await county.says("王建国", "停电了，正在启动发电机")
    assert county.heard() == [
        "王建国: 已记下 01:20｜宏达站 停电\n有险情先打119、120，再打0000-7100000",
        "李明: 【异常】01:20 宏达站停电，未核实\n原话：“停电了，正在启动发电机”\n报告人 王建国 13800138000",
    ]
    await county.clock.forward(minutes=20)
    await county.says("王建国", "停电了，发电机没起来")
    assert county.heard("王建国") == ["已记下 01:40｜宏达站 停电\n有险情先打119、120，再打0000-7100000"]
    await county.clock.to("02:10")
    county.silent()


async def test_an_anomaly_at_an_open_incident_belongs_to_it(county: Scene) -> None:
    await leak(county)
    await county.clock.forward(minutes=1)
    await county.says("陈夜", "DCS失电")
    assert county.heard()[0].startswith("李明: 【突发】瑞康 充装间泄漏，现场又报\n03:01“DCS失电”")
    await the_only(county)


async def test_a_restart_between_the_steps_loses_nothing_and_repeats_nothing(tmp_path: Path) -> None:
    async with scene(sqlite(tmp_path), moment("02:59")) as county:
        await people_of_the_county(county)
        await leak(county)
        await county.clock.to("03:03")
        assert [line.split(":")[0] for line in county.heard()] == ["王强"]
    async with scene(sqlite(tmp_path), moment("03:03")) as again:
        await again.play.step()
        again.silent()
        await again.clock.to("03:05")
        assert [line.split("\n")[1] for line in again.heard("王强")] == ["5分钟没人接手"]


async def test_after_an_outage_one_call_to_each_and_no_burst(county: Scene) -> None:
    await county.person("周宁", Role.HEAD)
    await leak(county)
    county.play.clock.put(moment("03:33"))
    await ticker.wake(county.work, county.clock.now)
    await county.play.step()
    told = [line for line in county.heard() if "突发" in line]
    assert [line.split("\n")[1] for line in told] == ["30分钟没人接手"] * 3
    assert [line.split(":")[0] for line in told] == ["李明", "王强", "周宁"]
    await county.clock.to("03:34")
    assert not [line for line in county.heard() if "突发" in line]
    await county.clock.to("03:35")
    assert len([line for line in county.heard() if "35分钟没人接手" in line]) == 3


async def test_letters_that_waited_for_the_platform_are_one_call(county: Scene) -> None:
    await county.clock.to("03:00")
    county.channel.outcomes = [Later(timedelta(minutes=12), "busy", whole_channel=True)] * 2
    await county.says("陈夜", LEAK)
    await county.clock.to("03:11")
    county.silent()
    await county.clock.to("03:13")
    calls = [line for line in county.heard() if "接手" in line]
    assert sorted(line.split(":")[0] for line in calls) == ["李明", "王强"]


async def test_neither_budgets_nor_quiet_hours_hold_a_call(county: Scene) -> None:
    for hour in ("00:10", "02:00", "03:00"):
        await county.clock.to(hour)
        await county.says({"00:10": "张强", "02:00": "王建国", "03:00": "陈夜"}[hour], "着火了")
        await county.clock.forward(minutes=2)
        told = [line.split(":")[0] for line in county.heard() if "突发" in line]
        assert told.count("李明") >= 1
        assert told.count("王强") >= 1
        await county.says("李明", "1")
        county.heard()


async def test_a_reminder_waits_while_an_incident_is_open_at_the_plant(county: Scene) -> None:
    await taken(county)
    await county.clock.to("03:35")
    assert not [line for line in county.heard() if line.startswith("陈夜")]
    letter = await county.work.read(
        lambda s: s.exec(select(Outgoing).where(Outgoing.kind == "patrol.missing", Outgoing.to_user == "陈夜")).one()
    )
    assert letter.reason == "an incident is open at their enterprise"


async def test_a_recalled_message_undoes_nothing_and_an_officer_is_told(county: Scene) -> None:
    await taken(county)
    await county.clock.to("03:04")

    def recall(session):  # type: ignore[no-untyped-def]
        message = session.exec(select(Message).where(Message.text == LEAK)).one()
        return [handled.recalled(session, message, county.clock.now) for _ in range(2)]

    assert await county.work.write(recall) == [True, True]
    await county.play.step()
    assert county.heard("李明") == [
        f"【突发】瑞康 充装间泄漏，现场撤回了原话\n03:00撤回了“{LEAK}”\n"
        "报告人 陈夜 13800138000\n先打电话：回1按误报结束，回2没结束"
    ]
    assert (await the_only(county)).status == IncidentStatus.TAKEN


async def test_words_that_take_it_back_undo_nothing(county: Scene) -> None:
    await taken(county)
    await county.says("陈夜", "撤回")
    assert county.heard()[0].startswith("李明: 【突发】瑞康 充装间泄漏，现场说没事\n03:01“撤回”")
    assert (await the_only(county)).status == IncidentStatus.TAKEN


async def test_without_anybody_to_call_it_does_not_say_so_and_the_next_circle_is_called(tmp_path: Path) -> None:
    async with scene(sqlite(tmp_path), moment("02:59")) as county:
        await county.enterprise("瑞康制药有限公司", "瑞康")
        await county.person("陈夜", Role.REPORTER, "瑞康制药有限公司")
        await county.person("李明", Role.DUTY, user="-")
        await county.clock.to("03:00")
        await county.says("陈夜", LEAK, chat="g1")
        assert county.heard("陈夜") == [RECEIPT.replace("，正在叫值班员", "")]
        await county.says("陈夜", "没伤人", chat="g1")
        assert county.heard("陈夜") == ["03:00已记下，值班员联系不上\n马上打0000-7100000"]

        await county.person("王强", Role.LEADER)
        await county.clock.forward(minutes=2)
        assert [line.split("\n")[1] for line in county.heard("王强")] == ["2分钟没人接手"]
        steps = await county.work.read(lambda session: trail.of_key(session, "incident:1:duty_officer"))
        assert [one.turned for one in steps] == ["suppressed"]


async def test_an_empty_circle_gives_its_moment_to_the_next(tmp_path: Path) -> None:
    async with scene(sqlite(tmp_path), moment("02:59")) as county:
        await county.enterprise("瑞康制药有限公司", "瑞康")
        await county.person("陈夜", Role.REPORTER, "瑞康制药有限公司")
        await county.person("周宁", Role.HEAD)
        await county.clock.to("03:00")
        await county.says("陈夜", LEAK)
        shown = CALL.replace("快来人", "快…") + "\n值班员、带班领导没人能叫到，先叫您"
        assert county.heard() == [f"陈夜: {RECEIPT.replace('值班员', '科长')}", f"周宁: {shown}"]
        await county.clock.to("03:02")
        assert county.heard("周宁") == [f"{HEAD}\n2分钟没人接手\n请回1接手\n报告人 陈夜 13800138000"]


async def test_an_officer_who_was_phoned_opens_it_and_takes_it(county: Scene) -> None:
    await county.person("周宁", Role.HEAD)
    await county.clock.to("03:00")
    await county.says("周宁", "瑞康充装间泄漏，企业打来的")
    assert county.heard() == [
        f"李明: {HEAD}\n原话：“瑞康充装间泄漏，企业打来的”\n报告人 周宁 13800138000\n先打电话核实，再回1接手",
        "周宁: 03:00已记下｜瑞康 充装间泄漏\n正在叫李明\n您来处置就回1接手，没人接手会接着叫人",
    ]
    await county.says("周宁", "1")
    assert [line.split("｜")[0] for line in county.heard()] == [
        "李明: 周宁03:00已接手，电话13800138000",
        "周宁: 03:00您已接手",
    ]


async def test_several_are_open_and_the_officer_says_which(county: Scene) -> None:
    await leak(county)
    await county.says("张强", "罐区着火了")
    county.heard()
    await county.says("李明", "接手")
    assert county.heard("李明") == ["是哪一起？回数字：\n1 瑞康 充装间泄漏\n2 豫丰化工 罐区火灾"]
    await county.says("李明", "2")
    assert county.heard("李明")[0].startswith("03:00您已接手｜豫丰化工 罐区火灾")
    await county.says("李明", "接手")
    county.heard()
    await county.says("李明", "终报：火已扑灭")
    assert county.heard("李明") == ["是哪一起？回数字：\n1 瑞康 充装间泄漏\n2 豫丰化工 罐区火灾"]
    await county.says("李明", "2")
    assert county.heard("李明") == ["03:00已结束｜豫丰化工 罐区火灾，历时0分钟\n3月22日前伤亡有变化要补报，写：续报：…"]
    await county.says("李明", "续报：豫丰也看过了")
    assert county.heard("李明") == ["续报已记 03:00｜豫丰化工 罐区火灾"]  # it is still watched
    said = await county.work.read(
        lambda s: s.exec(
            select(Message.text)
            .join(IncidentEntry, IncidentEntry.message_id == Message.id)  # type: ignore[arg-type]
            .where(IncidentEntry.stage == "final")
        ).all()
    )
    assert said == ["终报：火已扑灭"]


async def test_only_officers_take_over_and_end(county: Scene) -> None:
    await leak(county)
    await county.says("管理", "接手")
    assert county.heard("管理") == ["接手、结束由值班员、科长、领导来，请打0000-7100000"]
    await county.says("张强", "1")
    assert county.heard("张强") == ["这个数字没有对应的选项了，请直接写一句"]
    assert (await the_only(county)).status == IncidentStatus.OPEN


async def test_danger_long_after_the_last_word_is_a_new_incident(county: Scene) -> None:
    await taken(county)
    await county.clock.to("06:00")
    county.heard()
    await county.says("陈夜", "三车间着火了")
    told = [line for line in county.heard() if "突发" in line]
    assert told[0].startswith("李明: 【突发】06:00 瑞康 三车间火灾，未核实")
    await county.clock.forward(minutes=2)
    assert [line for line in county.heard() if line.startswith("王强: 【突发】06:00 瑞康 三车间火灾")]


async def test_a_final_report_after_the_end_is_passed_on_and_one_of_nothing_is_noted(county: Scene) -> None:
    await taken(county)
    await county.says("李明", "终报：处置完毕")
    county.heard()
    await county.clock.to("03:20")
    await county.says("陈夜", "终报：事故已处置完毕，原因为垫片老化")
    assert county.heard()[0] == (
        "李明: 【突发】瑞康 充装间泄漏，现场报终报\n03:20“终报：事故已处置完毕，原因为垫片老化”\n"
        "报告人 陈夜 13800138000"
    )
    await county.says("张强", "终报：事故已处置完毕")
    assert county.heard()[0].startswith("张强: 已记下 03:20｜豫丰化工 终报\n有险情先打119、120")
    assert len(await county.work.read(lambda session: session.exec(select(Incident)).all())) == 2


async def test_every_step_is_in_the_audit_chain_without_words(county: Scene) -> None:
    await taken(county)
    await county.says("陈夜", "没伤人")
    await county.says("李明", "终报：处置完毕")
    county.heard()
    entries = await county.work.read(
        lambda session: session.exec(select(audit.Audit).where(audit.Audit.subject == "incident:1")).all()
    )
    assert [one.action for one in entries] == ["incident.opened", "incident.taken", "incident.said", "incident.ended"]
    assert not [one for one in entries if "漏" in one.detail or "伤" in one.detail]
    _, broken = await county.work.read(audit.verify)
    assert broken is None


async def test_the_steps_are_rows_run_once(county: Scene) -> None:
    await leak(county)
    await county.clock.to("03:12")
    county.heard()
    done = await county.work.read(lambda s: s.exec(select(JobRun).where(JobRun.job == "incident")).all())
    walls = [calendar.local(run.planned_for).strftime("%H:%M") for run in done if run.status == "done"]
    assert walls == ["03:02", "03:05", "03:10"]
    assert date(2026, 3, 15) == calendar.local(done[0].planned_for).date()
