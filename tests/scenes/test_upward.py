"""What the county owes upward: the clock by documents, the sheets that are read out, the watch after the end."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from bot.channels.base import Refused, Sent
from models import upward
from models.audit import Audit
from models.site import Site
from models.upward import Clock, Manner, UpwardReport
from tests.conftest import moment, people_of_the_county
from tests.scene import Scene, scene, sqlite
from tests.scenes.test_incidents import LEAK, confirmed, leak, taken
from tests.scenes.test_roads import Road

OWN = (
    Clock("县", "市局", Manner.PHONE, minutes=30, document="榆应急〔2026〕3号", article="第六条"),
    Clock("县", "市局", Manner.WRITTEN, minutes=60),
)


@pytest.fixture
async def own(tmp_path: Path) -> AsyncIterator[Scene]:
    """A county that has entered its own minutes."""
    site = Site(duty_phone="0000-7100000", upward_clocks=upward.written(OWN))
    async with scene(sqlite(tmp_path), moment("02:59"), site) as made:
        await people_of_the_county(made)
        yield made


def of_upward(lines: list[str]) -> list[str]:
    return [line for line in lines if "上报" in line.split("\n")[0]]


async def told_of(own: Scene) -> None:
    """03:00 the leak, taken over at once; the call says until when the county must phone."""
    await own.clock.to("03:00")
    await own.says("陈夜", LEAK)
    assert own.heard()[1].endswith("先打电话核实，再回1接手\n电话上报最晚03:30（本县设置）")
    await own.says("李明", "1")
    assert own.heard("李明") == [confirmed("03:00")]


async def test_ten_minutes_before_each_limit_until_it_was_reported(own: Scene) -> None:
    await told_of(own)
    await own.clock.to("03:19")
    assert of_upward(own.heard()) == []
    await own.clock.to("03:20")
    asked = (
        "还有10分钟：电话上报市局，最晚03:30\n瑞康 充装间泄漏\n依据：榆应急〔2026〕3号第六条\n"
        "报了就写：已电话上报，几点、谁接的\n回1看首报稿，回2不用上报"
    )
    assert own.heard() == [f"李明: {asked}", f"王强: {asked}"]

    await own.says("李明", "已电话上报市局 03:20 王处长接")
    assert own.heard("李明") == ["已记03:20电话上报｜瑞康 充装间泄漏\n市局 王处长\n还差：书面上报市局，最晚04:00"]
    await own.clock.to("03:50")
    assert of_upward(own.heard())[0].startswith("李明: 还有10分钟：书面上报市局，最晚04:00\n")
    await own.says("李明", "书面材料已报市局，陈科员收")
    assert own.heard("李明") == ["已记03:50书面上报｜瑞康 充装间泄漏\n市局 陈科员"]
    await own.clock.to("05:10")
    assert of_upward(own.heard()) == []  # nor of the two hours: a telephone call met them

    told = await own.work.read(lambda session: session.exec(select(UpwardReport)).all())
    assert [(one.manner, one.at, one.taker) for one in told] == [
        ("phone", moment("03:20"), "王处长"),
        ("written", moment("03:50"), "陈科员"),
    ]
    chain = await own.work.read(
        lambda session: session.exec(select(Audit.detail).where(Audit.action == "incident.reported_up")).all()
    )
    assert len(chain) == 2
    assert "王处长" not in "".join(chain)


async def test_without_minutes_of_its_own_the_county_has_the_two_hours(county: Scene) -> None:
    await taken(county)
    await county.clock.to("04:49")
    assert of_upward(county.heard()) == []
    await county.clock.to("04:50")
    assert of_upward(county.heard())[0].startswith(
        "李明: 还有10分钟：上报上级，最晚05:00\n瑞康 充装间泄漏\n依据：国务院令第493号第十一条\n"
    )
    await county.says("李明", "2")
    assert county.heard("李明") == ["记下了，不用上报｜瑞康 充装间泄漏\n情况变了就写：续报：…，再看上报时限"]


async def test_who_took_it_is_asked_for_and_a_time_ahead_was_yesterday(own: Scene) -> None:
    await own.clock.to("03:00")
    await own.says("陈夜", LEAK)
    own.heard()
    await own.says("李明", "已上报")
    assert own.heard("李明")[0].split("\n")[1] == "谁接的也写一句，例：已电话上报，王处长接"
    await own.says("李明", "23:50已电话上报市局，王处长接")
    told = await own.work.read(lambda session: session.exec(select(UpwardReport)).all())
    assert told[-1].at == moment("23:50", date(2026, 3, 14))
    own.heard()


async def test_a_false_alarm_owes_nothing(own: Scene) -> None:
    await told_of(own)
    await own.says("李明", "核实了，误报")
    own.heard()
    await own.clock.to("05:10")
    assert of_upward(own.heard()) == []


async def test_what_has_ended_within_its_minutes_is_still_to_be_reported(own: Scene) -> None:
    await told_of(own)
    await own.says("李明", "终报：漏点已堵住")
    own.heard()
    await own.clock.to("03:20")
    assert len(of_upward(own.heard())) == 2


async def test_nothing_is_reported_where_nothing_happened(county: Scene) -> None:
    await county.says("李明", "已电话上报市局")
    assert county.heard("李明") == ["近3天没有突发，没记上报。要新开就写：哪家、什么事"]
    await county.says("李明", "首报稿")
    assert county.heard("李明") == ["近30天没有突发"]


async def test_after_a_stop_the_reminder_comes_once(own: Scene) -> None:
    await told_of(own)
    own.play.clock.put(moment("03:45"))
    await own.clock.forward(seconds=1)
    assert [line.split("\n")[0] for line in of_upward(own.heard())] == [
        f"{who}: 到时限了：电话上报市局，最晚03:30" for who in ("李明", "王强")
    ]
    await own.clock.to("03:49")
    assert of_upward(own.heard()) == []


async def test_the_table_with_its_documents(own: Scene) -> None:
    await own.says("李明", "上报时限")
    assert own.heard("李明") == [
        "上报时限7条\n企业→县 1小时内（国务院令第493号第九条）\n"
        "县→市局电话 30分钟内（本县设置，榆应急〔2026〕3号第六条）\n"
        "县→市局书面 1小时内（本县设置）\n县→上级 2小时内（国务院令第493号第十一条）\n"
        "县→上级 伤亡变化7天内补报，火灾（国务院令第493号第十三条）\n"
        "县→上级 伤亡变化7天内补报，交通事故（国务院令第493号第十三条）\n"
        "县→上级 伤亡变化30天内补报（国务院令第493号第十三条）"
    ]
    await own.says("张强", "上报时限")
    assert "上报时限" not in own.heard("张强")[0]


async def test_the_first_report_is_written_from_the_rows_and_asks_the_officer_for_the_rest(county: Scene) -> None:
    await taken(county)
    await county.says("李明", "首报稿")
    assert county.heard("李明") == [
        "首报｜3月15日3:00接报\n瑞康制药有限公司，充装间泄漏\n伤亡：未核实\n物料：未核实\n措施：未核实\n"
        "现场：报告人 陈夜 13800138000\n报告：应急值班室 李明 13800138000\n"
        "还缺3项：伤亡、物料、措施\n问清写一句：续报：几伤几亡、什么物料、做了什么"
    ]
    await county.says("陈夜", "2个人晕倒了，正在撤人")
    county.heard()
    await county.says("李明", "首报")
    assert "伤亡：伤2人（现场说，未核实）" in county.heard("李明")[0]
    await county.says("李明", "续报：液氨，2人送医，已关阀")
    county.heard()
    await county.says("李明", "续报稿")
    assert county.heard("李明") == [
        "续报｜3月15日3:01，3月15日3:00接报\n瑞康制药有限公司，充装间泄漏\n伤亡：伤2人\n物料：液氨\n措施：已关阀\n"
        "最新：续报：液氨，2人送医，已关阀\n报告：应急值班室 李明 13800138000"
    ]
    assert not [line for line in county.heard() if line.startswith("陈夜")]  # the scene is asked nothing
    await county.says("李明", "终报稿")
    assert "原因：未核实\n结束：还没写终报" in county.heard("李明")[0]


async def test_only_officers_read_sheets(county: Scene) -> None:
    await leak(county)
    await county.says("张强", "首报稿")
    assert not [line for line in county.heard() if "瑞康" in line]


async def test_the_watch_takes_changed_casualties_and_ends_with_one_question(county: Scene) -> None:
    await taken(county)
    await county.says("李明", "终报：2人送医，漏点已堵住，原因为垫片老化")
    assert county.heard("李明")[0].endswith("4月14日前伤亡有变化要补报，写：续报：…")
    await county.clock.to("12:00", date(2026, 3, 20))
    county.heard()
    await county.says("李明", "续报：瑞康 1人死亡，1人受伤")
    assert county.heard("李明") == [
        "伤亡有变化，要补报｜瑞康 充装间泄漏\n原来伤2人，现在伤1人、亡1人\n"
        "补报期到4月14日（国务院令第493号第十三条）\n回1看续报稿；报了就写：已电话上报，谁接的"
    ]
    await county.says("李明", "1")
    assert "伤亡：伤1人、亡1人" in county.heard("李明")[0]
    county.strict = False

    county.play.clock.put(moment("09:59", date(2026, 4, 14)))
    county.heard()
    await county.clock.to("10:00")
    asked = [line for line in county.heard() if "补报今天满" in line]
    assert asked == [
        "李明: 补报今天满30天｜3月15日 瑞康 充装间泄漏\n先问企业和医院，伤亡没变化回1\n"
        "有变化就写：续报：现在几伤几亡\n报告人 陈夜 13800138000"
    ]
    await county.says("李明", "1")
    assert county.heard("李明") == ["记下了，伤亡没有变化｜瑞康 充装间泄漏"]


async def test_the_scene_tells_of_a_death_weeks_later(county: Scene) -> None:
    await taken(county)
    await county.says("李明", "终报：1人送医，漏点已堵住")
    county.heard()
    county.play.clock.put(moment("10:00", date(2026, 3, 25)))
    await county.says("陈夜", "续报：医院通知，死亡1人")
    heard = [line for line in county.heard() if "突发" in line]
    assert heard == ["李明: 【突发】瑞康 充装间泄漏，现场又报\n10:00“续报：医院通知，死亡1人”\n报告人 陈夜 13800138000"]
    await county.says("李明", "续报：核实了，死亡1人")
    assert county.heard("李明")[0].startswith("伤亡有变化，要补报｜瑞康 充装间泄漏\n")
    county.strict = False


async def test_the_course_shows_what_each_road_of_a_call_came_to(county: Scene) -> None:
    sms = Road(county, "sms", kind="gateway")
    siren = Road(county, "siren", kind="gateway")
    sms.outcomes, siren.always = [Sent("mid 7781")], Refused("the service does not take it (HTTP 400)")
    await county.work.write(
        lambda session: session.merge(_setting("phone_channels", "sms、siren"))  # as the configuration names them
    )
    await leak(county)
    assert [to.to_user for to, _ in sms.parcels] == ["13800138000"]
    await county.clock.to("03:01")
    await county.says("李明", "1")
    county.heard()
    await county.says("李明", "经过")
    assert county.heard("李明") == [
        f"经过3条｜瑞康 充装间泄漏\n03:00 陈夜：“{LEAK}”\n"
        "03:00 叫李明（app已发；sms已发，回“mid 7781”；siren没发成，回“the service does not take it (HTTP 400)”）\n"
        "03:01 李明接手"
    ]


def _setting(key: str, value: str) -> object:
    from models.site import Setting

    return Setting(key=key, value=value)


async def test_the_reminder_goes_to_the_heads_where_nobody_on_duty_can_be_reached(tmp_path: Path) -> None:
    from models.people import Role

    site = Site(upward_clocks=upward.written([Clock("县", "市局", Manner.PHONE, minutes=12)]))
    async with scene(sqlite(tmp_path), moment("02:59"), site) as made:
        await made.enterprise("瑞康制药有限公司", "瑞康")
        await made.person("陈夜", Role.REPORTER, "瑞康制药有限公司")
        await made.person("周宁", Role.HEAD)
        await made.clock.to("03:00")
        await made.says("陈夜", LEAK)
        made.heard()
        await made.clock.to("03:06")
        assert of_upward(made.heard())[0].startswith("周宁: 还有6分钟：电话上报市局，最晚03:12")
