"""Words of what is sent by day: what is asked of the registers, trainings, watch reports, lengths and tickets."""

from datetime import date, time

import pytest

from handlers.acts import AskDrills, AskWork, TrainingReport
from handlers.understand import daytime, understand
from handlers.understand.context import Context
from handlers.understand.register import Register
from models import calendar

NOW = calendar.at(date(2026, 3, 16), time(15, 0))
REGISTER = Register.build([("河南豫丰化工有限公司", ["豫丰化工", "豫丰"])])


def read(text: str, role: str = "officer") -> object:
    own = "河南豫丰化工有限公司" if role == "enterprise" else None
    return understand(text, Context(NOW, role=role, enterprise=own, register=REGISTER)).acts[0]


@pytest.mark.parametrize(
    "text, tonight, kind, day",
    [
        ("今晚动火有哪些", True, "动火", 16),
        ("今晚有哪些动火", True, "动火", 16),
        ("今天的特殊作业", False, "", 16),
        ("今天特殊作业有哪些？", False, "", 16),
        ("现在谁在动火", False, "动火", 16),
        ("今天有哪些企业动火", False, "动火", 16),
        ("明天受限空间有几家", False, "受限空间", 17),
        ("查一下今晚动火作业", True, "动火", 16),
    ],
)
def test_special_works_are_asked_for(text: str, tonight: bool, kind: str, day: int) -> None:
    act = read(text)
    assert isinstance(act, AskWork)
    assert (act.tonight, act.kind, act.day) == (tonight, kind, date(2026, 3, day))


@pytest.mark.parametrize(
    "text", ["今晚动火", "今天下午2点动火，监护人张强", "动火结束", "今天检查重点是动火作业，大家别松懈"]
)
def test_what_is_told_is_no_question(text: str) -> None:
    assert not isinstance(read(text, "enterprise"), AskWork)


@pytest.mark.parametrize(
    "text, training",
    [
        ("今年演练几次", False),
        ("今年搞了几次应急演练", False),
        ("本月培训几次", True),
        ("上个月企业培训了多少次", True),
    ],
)
def test_drills_are_asked_for(text: str, training: bool) -> None:
    act = read(text)
    assert isinstance(act, AskDrills)
    assert act.training is training


@pytest.mark.parametrize(
    "text, people",
    [
        ("今天组织安全培训，参加23人，2小时", 23),
        ("新员工三级安全教育培训已完成，12人", 12),
        ("今天开展了消防安全培训，全厂45人参加", 45),
        ("培训已完成", None),
    ],
)
def test_a_training_that_was_held(text: str, people: int | None) -> None:
    act = read(text, "enterprise")
    assert isinstance(act, TrainingReport)
    assert act.participants == people


@pytest.mark.parametrize(
    "text", ["明天上午组织安全培训", "要求全员参加培训，30人以上", "新员工未培训就上岗了", "培训费多少"]
)
def test_what_is_no_training(text: str) -> None:
    assert not isinstance(read(text, "enterprise"), TrainingReport)


@pytest.mark.parametrize(
    "text, word, said",
    [
        ("4月带队检查已完成", "带队检查已完成", True),
        ("带队检查 已完成", "带队检查已完成", False),
        ("还没带队检查已完成", "带队检查已完成", False),
        ("明天带队检查完成", "带队检查完成", False),
        ("检查完成", "带队检查完成", False),
    ],
)
def test_the_words_of_a_rule(text: str, word: str, said: bool) -> None:
    assert daytime.stated(text, word) is said


@pytest.mark.parametrize(
    "text, well",
    [
        ("值守正常", True),
        ("停产值守，罐区无异常", True),
        ("留守人员在岗，一切平安", True),
        ("今晚夜巡值守正常", False),
        ("罐区正常", False),
    ],
)
def test_a_watch_report(text: str, well: bool) -> None:
    assert daytime.guarded_well(text) is well


@pytest.mark.parametrize(
    "text, minutes",
    [
        ("40分钟", 40),
        ("培训2小时", 120),
        ("1个半小时", 90),
        ("两小时", 120),
        ("半小时", 30),
        ("2学时", 120),
        ("30人", None),
    ],
)
def test_how_long(text: str, minutes: int | None) -> None:
    assert daytime.minutes(text) == minutes


@pytest.mark.parametrize(
    "text, number",
    [
        ("作业票号DH-2026-031", "DH-2026-031"),
        ("票号：20260316", "20260316"),
        ("已办票，监护人张强", ""),
        ("动火票已办", ""),
    ],
)
def test_a_ticket(text: str, number: str) -> None:
    assert daytime.ticket(text) == number
