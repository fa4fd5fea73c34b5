"""What officers say about reporting upward, the sheets they ask for, and the anomalies they close."""

import pytest

from handlers.acts import AskAnomalies, AskClocks, AskCourse, AskSheet, EndAnomaly, Incident, ReportedUpward
from tests.understanding.reads import kinds, officer, read


@pytest.mark.parametrize(
    "text, expected",
    [
        (
            "已电话上报市局 03:20 王处长接",
            ReportedUpward(manner="phone", time="03:20", receiver="市局", taker="王处长"),
        ),
        ("03:20已向市应急局电话报告，刘明接的", ReportedUpward(time="03:20", receiver="市应急局", taker="刘明")),
        ("已上报", ReportedUpward()),
        ("已电话上报", ReportedUpward()),
        ("已经上报市局了", ReportedUpward(receiver="市局")),
        ("上报过了，市政府办李主任接的", ReportedUpward(receiver="市政府办", taker="李主任")),
        ("书面材料已报市局", ReportedUpward(manner="written", receiver="市局")),
        ("已书面上报县委办 4:05", ReportedUpward(manner="written", time="04:05", receiver="县委办")),
        ("3点20分给市局电话报告了险情，陈科长接", ReportedUpward(time="03:20", receiver="市局", taker="陈科长")),
    ],
)
def test_it_was_reported(text: str, expected: ReportedUpward) -> None:
    assert officer(text).acts == (expected,)


@pytest.mark.parametrize(
    "text",
    [
        "还没上报市局",
        "要不要上报市局",
        "上报市局了吗",
        "准备上报市局",
        "日报已上报",
        "周报已报市局",
        "月报表已经报市局了",
    ],
)
def test_it_was_not(text: str) -> None:
    assert "ReportedUpward" not in kinds(officer(text))


@pytest.mark.parametrize("text", ["已电话上报市局", "首报稿", "异常1已处理", "上报时限"])
def test_an_enterprise_orders_none_of_it(text: str) -> None:
    assert not {"ReportedUpward", "AskSheet", "EndAnomaly", "AskClocks"} & set(kinds(read(text)))


@pytest.mark.parametrize(
    "text, expected",
    [
        ("首报", AskSheet()),
        ("首报稿", AskSheet()),
        ("看首报稿", AskSheet()),
        ("出一份首报", AskSheet()),
        ("续报稿", AskSheet(stage="续报")),
        ("生成终报稿", AskSheet(stage="终报")),
        ("经过", AskCourse()),
        ("看一下事故经过", AskCourse()),
        ("上报时限", AskClocks()),
        ("事故多久上报？", AskClocks()),
        ("有哪些异常", AskAnomalies()),
        ("异常清单", AskAnomalies()),
        ("看异常", AskAnomalies()),
        ("异常2已处理", EndAnomaly(number=2)),
        ("异常1处理好了", EndAnomaly(number=1)),
        ("异常已恢复", EndAnomaly()),
    ],
)
def test_what_is_asked_for(text: str, expected: object) -> None:
    assert officer(text).acts == (expected,)


@pytest.mark.parametrize("text", ["首报：瑞康充装间泄漏", "终报：漏点已堵住", "续报：2人送医"])
def test_a_report_stays_one(text: str) -> None:
    assert isinstance(officer(text).acts[0], Incident)
