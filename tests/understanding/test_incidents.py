"""Incident words go first; denied ones, drills and names of things do not."""

import pytest

from handlers.acts import Incident
from tests.understanding.reads import first, kinds, officer, read, unknown


@pytest.mark.parametrize(
    "text, event",
    [
        ("着火了", "火灾"),
        ("罐区着火了快来人", "火灾"),
        ("本周事故0起，但刚才罐区着火了", "火灾"),
        ("今日泄漏0起，冒烟1起", "火灾"),
        ("着火0点20分，现在没灭", "火灾"),
        ("罐区0号柴油泄漏", "泄漏"),
        ("三车间起火，已打119", "火灾"),
        ("配电室冒烟", "火灾"),
        ("没人受伤，但是火势很大", "火灾"),
        ("误报，没着火。现在又着火了", "火灾"),
        ("更正：刚才说没事，现在着火了", "火灾"),
        ("储罐爆炸", "爆炸"),
        ("有人中毒晕倒", "中毒"),
        ("氮气窒息 2人", "中毒"),
        ("充装间漏气了味很大", "泄漏"),
        ("氨气泄漏，正在疏散", "泄漏"),
        ("不是演练，罐区泄漏了", "泄漏"),
        ("这是真的泄漏不是演练", "泄漏"),
        ("不是误报，真漏了", "泄漏"),
        ("没办法控制泄漏", "泄漏"),
        ("阀门关不上泄漏了", "泄漏"),
        ("不排除泄漏，味道刺鼻", "泄漏"),
        ("液氯钢瓶漏了", "泄漏"),
        ("闻到一股很大的臭鸡蛋味", "泄漏"),
        ("疑似泄漏", "泄漏"),
        ("漏气了怎么办", "泄漏"),
        ("阀门冻裂，氨气往外喷", "泄漏"),
        ("巡查发现罐区泄漏，量很大", "泄漏"),
        ("无异常，但刚才罐区泄漏", "泄漏"),
        ("零报告。刚才罐区泄漏", "泄漏"),
        ("隐患：液氨泄漏", "泄漏"),
        ("泄漏！！！", "泄漏"),
        ("有人触电了", "人员受伤"),
        ("出事了", None),
        ("救命", None),
        ("可燃气体报警器一直响", None),
    ],
)
def test_an_incident_stands_alone(text: str, event: str | None) -> None:
    (act,) = read(text).acts
    assert isinstance(act, Incident)
    assert act.stage == "首报"
    assert act.event_type == event
    assert act.why


@pytest.mark.parametrize(
    "text",
    [
        "没有泄漏",
        "未发生泄漏",
        "未发现任何着火、泄漏等情况",
        "泄漏：无",
        "无火灾、爆炸、中毒事故",
        "今天没发生事故",
        "没有人受伤，没有泄漏",
        "火情0起 泄漏0起 人员受伤0名",
        "一周安全：爆炸事故0次，火灾0次，受伤人数0",
        "着火/泄漏/伤人均为0",
        "泄漏事故为零，人员伤亡为零",
        "本月工伤0起，中暑0人，烫伤0人",
        "没谁受伤",
        "没有一个人中毒",
        "没有员工被烫伤",
        "没有任何一处泄漏",
        "罐区没闻见有异味",
        "刚才误报，不是着火",
        "有泄漏吗",
        "有没有泄漏",
        "防泄漏措施到位",
        "无跑冒滴漏",
        "泄漏检测仪故障",
        "可燃气体泄漏报警器过期",
        "火灾报警系统正常",
        "火灾报警主机故障",
        "防爆灯损坏",
        "有触电危险",
        "爆炸物品库正常",
        "着火点检测合格",
        "2号泵密封渗漏",
        "发现隐患1处：2号泵机封泄漏",
        "屋顶漏水",
        "水管漏了",
        "漏报了一处",
        "演练：模拟罐区泄漏",
        "今天组织火灾应急演练，参加30人",
        "学习XX爆炸事故案例",
        "听说外省化工厂爆炸了",
        "如果发生泄漏怎么办",
        "万一着火怎么报",
        "测试报警器，一直报警是正常的",
        "群炸了",
        "连续三年零事故",
        "无人员伤亡",
    ],
)
def test_no_incident(text: str) -> None:
    assert "Incident" not in kinds(read(text))


def test_what_a_first_report_tells() -> None:
    act = first(read("首报：今日14:20三车间反应釜爆炸，2人受伤"))
    assert isinstance(act, Incident)
    assert (act.event_type, act.location, act.time, act.injured) == ("爆炸", "三车间反应釜", "14:20", 2)


@pytest.mark.parametrize(
    "text, stage, event",
    [("续报：火已扑灭，无人员伤亡", "续报", "火灾"), ("终报：事故已处置完毕，原因为垫片老化", "终报", None)],
)
def test_later_reports(text: str, stage: str, event: str | None) -> None:
    act = first(read(text))
    assert isinstance(act, Incident)
    assert (act.stage, act.event_type) == (stage, event)


def test_the_cause_is_what_is_said() -> None:
    act = first(read("终报：事故已处置完毕，原因为垫片老化，直接损失约3万元"))
    assert isinstance(act, Incident)
    assert act.cause == "垫片老化"


def test_it_goes_first_for_somebody_unknown() -> None:
    assert kinds(unknown("宏达加油站 着火了")) == ["Incident"]


@pytest.mark.parametrize(
    "text, mention, found",
    [
        ("金源气体充装间泄漏", True, True),
        ("豫丰化工着火了", False, True),
        ("近期多地发生爆炸事故，请各企业吸取教训", False, False),
        ("各企业注意防火防爆，严防泄漏", True, False),
        ("昨天金源泄漏处理得怎么样了", True, False),
        ("着火了没有", False, False),
    ],
)
def test_officers(text: str, mention: bool, found: bool) -> None:
    assert ("Incident" in kinds(officer(text, mention_bot=mention))) is found


def test_a_known_leak_that_was_mended_is_no_incident() -> None:
    assert kinds(read("2号泵机封泄漏已更换")) == ["HazardReport"]
