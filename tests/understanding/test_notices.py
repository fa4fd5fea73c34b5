"""What officers dictate for others: to whom, in which words, by when; warnings, and who has answered."""

from datetime import datetime

import pytest

from handlers.acts import AnswerByPhone, AskNotice, Broadcast, CancelNotice, IssueWarning, LiftWarning
from handlers.understand import addressed
from tests.understanding.reads import first, kinds, officer, read

NOW = "2026-03-16T15:00+08:00"


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-{text}+08:00")


@pytest.mark.parametrize(
    "text, to, says, until, at_once",
    [
        ("通知各企业：明天10点开视频会，明天12:00前回复", "各企业", "明天10点开视频会", "17T12:00", False),
        ("发通知给加油站：查卸油口，18日前反馈", "加油站", "查卸油口", "18T18:00", False),
        ("紧急通知所有企业：市里调度会，30分钟内回复", "所有企业", "市里调度会", "16T15:30", True),
        ("通知豫丰、瑞康:下午来取文件，5点前回复", "豫丰、瑞康", "下午来取文件", "16T17:00", False),
        ("给加油站和储存企业发个通知：查静电", "加油站和储存企业", "查静电", "", False),
        ("请帮我通知东片企业：停水，下班前回复一下", "东片企业", "停水", "16T18:00", False),
        ("马上通知各单位：查围堰，两个小时内反馈", "各单位", "查围堰", "16T17:00", True),
        ("通知各企业（明天12点前回复）：查围堰", "各企业", "查围堰", "17T12:00", False),
        ("通知各企业：查静电 明天 12:00前回复。", "各企业", "查静电", "17T12:00", False),
        ("通知各企业：查静电 请于明天12点前反馈给我", "各企业", "查静电", "17T12:00", False),
        ("群发：周五上午9点开例会", "", "周五上午9点开例会", "", False),
        ("通知各企业：开展自查，20号前报自查情况表", "各企业", "开展自查，20号前报自查情况表", "20T18:00", False),
        ("给各企业发个通知，明天有暴雨", "各企业", "明天有暴雨", "", False),
        ("今晚大风，通知各企业停止吊装", "各企业", "今晚大风，停止吊装", "", False),
        ("发通知给加油站", "加油站", "", "", False),
        ("通知各企业：第一条\n第二条，明天12:00前回复", "各企业", "第一条\n第二条", "17T12:00", False),
    ],
)
def test_a_notice_is_taken_apart(text: str, to: str, says: str, until: str, at_once: bool) -> None:
    act = first(officer(text, NOW))
    assert isinstance(act, Broadcast)
    assert (act.to, act.says, act.at_once) == (to, says, at_once)
    assert act.until == (at(until) if until else None)


@pytest.mark.parametrize(
    "text",
    [
        "通知各企业：三车间那样的护栏松动要马上整改，0031那种不许再有，收到请回复",
        "通知各企业：某厂发生爆炸事故的教训要吸取",
        "通知各企业：零报告每天18点前报，没有隐患也要报",
        "通知各企业：延期申请要提前3天",
    ],
)
def test_dictated_words_are_nothing_else_besides(text: str) -> None:
    assert kinds(officer(text, NOW)) == ["Broadcast"]


@pytest.mark.parametrize(
    "text",
    ["通知瑞康：溶媒库可燃气探头失灵，6月15日前修好", "通知没报的：抓紧报", "给鑫盛交办一下：排风机没开，下周五前改好"],
)
def test_what_is_wrong_at_one_of_them_and_a_reminder_are_no_notice(text: str) -> None:
    assert "Broadcast" not in kinds(officer(text, NOW))


def test_news_of_an_accident_stays_one() -> None:
    assert kinds(officer("通知各企业：豫丰刚才发生爆炸了，正在救人", NOW))[0] == "Incident"


def test_enterprises_order_nothing() -> None:
    for text in ("通知各企业：明天开会", "发布高温橙色预警", "解除高温预警", "谁没回", "撤回通知"):
        assert not {"Broadcast", "IssueWarning", "LiftWarning", "AskNotice", "CancelNotice"} & set(
            kinds(read(text, NOW, chat="direct"))
        )


@pytest.mark.parametrize(
    "text, weather, colour, detail, source, until",
    [
        ("发布高温橙色预警，明天最高38度，县气象台", "高温", "橙", "17日最高38度", "县气象台", "18T00:00"),
        ("启动低温红色预警，最低零下12度", "低温", "红", "最低零下12度", "", ""),
        (
            "发布暴雨红色预警：今晚到明天有暴雨，市气象台，到18日8时",
            "暴雨",
            "红",
            "16日到17日有暴雨",
            "市气象台",
            "18T08:00",
        ),
        ("发布县气象台大风蓝色预警信号", "大风", "蓝", "", "", ""),
        ("发布高温预警", "高温", "", "", "", ""),
    ],
)
def test_a_warning_is_taken_apart(text: str, weather: str, colour: str, detail: str, source: str, until: str) -> None:
    act = first(officer(text, NOW))
    assert isinstance(act, IssueWarning)
    assert (act.weather, act.colour, act.detail, act.source) == (weather, colour, detail, source)
    assert act.until == (at(until) if until else None)


@pytest.mark.parametrize("text", ["解除高温预警", "高温橙色预警解除了", "取消高温橙色预警", "高温预警可以解除了"])
def test_a_warning_is_lifted(text: str) -> None:
    assert first(officer(text, NOW)) == LiftWarning("高温")


@pytest.mark.parametrize(
    "text, topic, words",
    [
        ("谁没回", "", False),
        ("通知回了几家", "", False),
        ("高温预警谁没回", "高温", False),
        ("高温橙色预警还有谁没回复", "高温", False),
        ("还有哪些企业没反馈", "", False),
        ("几家没回", "", False),
        ("例会通知几家没回", "例会", False),
        ("通知的回复情况", "", False),
        ("多少家回复了", "", False),
        ("他们都怎么回的", "", True),
        ("都回了些什么", "", True),
    ],
)
def test_who_has_answered_is_asked(text: str, topic: str, words: bool) -> None:
    assert first(officer(text, NOW)) == AskNotice(topic, words)


@pytest.mark.parametrize(
    "text, name, topic, says",
    [
        ("代录 宏达加油站 王建国 回通知：卸油口查了，已接地", "王建国", "", "卸油口查了，已接地"),
        ("代录 宏达加油站 王建国 高温预警已回复，10点停装卸", "王建国", "高温", "10点停装卸"),
        ("代录 宏达加油站 王建国 电话里说收到通知", "王建国", "", ""),
        ("帮登记 宏达加油站 王建国 答复例会通知 张强参加", "王建国", "例会", "张强参加"),
        ("代录 宏达加油站 回通知：知道了", "", "", "知道了"),
    ],
)
def test_what_was_answered_on_the_phone_is_entered(text: str, name: str, topic: str, says: str) -> None:
    act = first(officer(text, NOW))
    assert isinstance(act, AnswerByPhone)
    assert (act.enterprise, act.name, act.topic, act.says) == ("宏达加油站", name, topic, says)


@pytest.mark.parametrize(
    "text",
    [
        "代录 宏达加油站 王建国 电话报正常",
        "代录 宏达加油站 王建国 电话报收到通知后已巡正常",
        "宏达加油站回通知了没",
        "通知宏达加油站：回复通知要写姓名",
    ],
)
def test_a_round_and_a_question_are_no_answer_on_the_phone(text: str) -> None:
    assert "AnswerByPhone" not in kinds(officer(text, NOW))


@pytest.mark.parametrize("text", ["昨晚谁没报", "谁没回来", "哪些隐患没回复整改", "今晚报了多少", "豫丰回了没"])
def test_who_has_not_reported_is_another_question(text: str) -> None:
    assert "AskNotice" not in kinds(officer(text, NOW))


@pytest.mark.parametrize(
    "text, topic",
    [
        ("撤回通知", ""),
        ("撤回刚才的通知", ""),
        ("刚发的通知作废", ""),
        ("取消例会通知", "例会"),
        ("把刚才的通知撤回", ""),
    ],
)
def test_a_notice_is_taken_back(text: str, topic: str) -> None:
    assert first(officer(text, NOW)) == CancelNotice(topic)


@pytest.mark.parametrize(
    "to, parts",
    [
        ("各企业", ()),
        ("全县危化品企业", ()),
        ("所有加油站负责人", ("加油站",)),
        ("加油站、东片企业", ("加油站", "东片")),
        ("重大危险源企业", ("重大危险源",)),
        ("有液氯的企业", ("有液氯",)),
        ("豫丰和瑞康", ("豫丰", "瑞康")),
        ("大家", ()),
    ],
)
def test_who_is_called(to: str, parts: tuple[str, ...]) -> None:
    assert addressed.parts(to) == parts


@pytest.mark.parametrize(
    "core, goods", [("有液氯", "液氯"), ("储存乙醇的", "乙醇"), ("涉氨", "氨"), ("加油站", ""), ("东片", "")]
)
def test_what_they_hold(core: str, goods: str) -> None:
    assert addressed.held(core) == goods
