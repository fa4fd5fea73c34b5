"""What is out of order without being an emergency, and what only sounds like it."""

import pytest

from handlers.acts import Anomaly, PowerCut
from handlers.understand.printed import printed
from handlers.understand.recognise.anomalies import is_mistake, is_sure
from tests.understanding.reads import NIGHT, first, kinds, read


@pytest.mark.parametrize(
    "text",
    ["停电了", "全厂停电了", "停电了，正在启动发电机", "厂区突然停电，已启用备用电源", "晃电，两台泵停了", "没电了"],
)
def test_a_power_cut(text: str) -> None:
    reading = read(text, NIGHT)
    assert kinds(reading) == ["PowerCut"]
    assert printed(reading, "1")["intent"] == "exemption_request"


def test_the_reason_of_a_power_cut_is_what_was_said() -> None:
    assert first(read("停电了，正在启动发电机")) == PowerCut(reason="停电了")


@pytest.mark.parametrize(
    "text, event",
    [
        ("报警器误报", "误报"),
        ("可燃气体报警器误报，已复位", "误报"),
        ("火灾报警误报", "误报"),
        ("可燃气体报警，经查为误报", "误报"),
        ("DCS失电，正在切手动", "控制系统失电"),
        ("断网了，监控看不到", "断网"),
        ("网络断了，视频传不上来", "断网"),
        ("氨压机跳车，已停车处理", "停车"),
        ("循环水停了", "停车"),
    ],
)
def test_an_anomaly(text: str, event: str) -> None:
    assert read(text, NIGHT).acts == (Anomaly(event=event),)


@pytest.mark.parametrize(
    "text",
    [
        "没巡，停电了",
        "今晚停电没法巡",
        "停电了，用手电巡的，正常",
        "明天停电，通知一下",
        "没有停电",
        "昨晚停电1小时，已恢复",
        "停电了怎么报",
        "来电了",
        "发现隐患1处：DCS故障",
        "今天组织停电应急演练，参加30人",
        "误报，没有泄漏",
        "停电了，罐区泄漏",
        "手机没电了",
        "对讲机没电了",
        "断电了检修",
        "紧急停车按钮损坏",
        "联锁停车试验",
        "DCS故障",
        "数据误报了，应该是3处",
    ],
)
def test_no_anomaly(text: str) -> None:
    assert not {"PowerCut", "Anomaly"} & set(kinds(read(text, NIGHT)))


def test_what_answers_a_reminder_is_a_reason() -> None:
    assert kinds(read("停电了", NIGHT, reply_to="patrol_prompt")) == ["NoRound"]


@pytest.mark.parametrize(
    "text, found",
    [
        ("误报", True),
        ("核实了，误报", True),
        ("金源误报", True),
        ("虚惊一场", True),
        ("不是误报", False),
        ("并非误报，真漏了", False),
        ("阀门关了", False),
    ],
)
def test_a_mistake(text: str, found: bool) -> None:
    assert is_mistake(text) is found


@pytest.mark.parametrize(
    "text, sure",
    [
        ("误报", True),
        ("核实了，误报", True),
        ("可能是误报", False),
        ("是误报吗", False),
        ("先别按误报处理", False),
        ("好像是误报，再核实", False),
    ],
)
def test_what_is_only_guessed_ends_nothing(text: str, sure: bool) -> None:
    assert is_sure(text) is sure
