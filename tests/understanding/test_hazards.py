"""New hazards, and work on known ones."""

from datetime import date

import pytest

from handlers.acts import ExtensionRequest, HazardReport, Rectification
from handlers.understand import Doubt, OpenHazard, Reading
from tests.understanding.reads import first, kinds, officer, read

TWO = (
    OpenHazard("YH-2026-0031", "三车间灭火器过期", date(2026, 3, 17)),
    OpenHazard("YH-2026-0032", "危废库门口堆放杂物", date(2026, 3, 17)),
)


def hazard(text: str) -> HazardReport:
    act = first(read(text))
    assert isinstance(act, HazardReport), text
    return act


@pytest.mark.parametrize(
    "text, count",
    [
        ("发现隐患2处：1.三车间东侧灭火器过期；2.危废库门口堆放杂物。", 2),
        ("发现三处隐患：消防通道堵塞、灭火器过期、护栏松动", 3),
        ("引患1处，罐区围堰裂缝", 1),
        ("有2个问题：灭火器压力不足，安全出口灯不亮", 2),
        ("上报一般隐患2条，重大隐患1条", 3),
        ("三车间2号泵两只阀门渗漏", 1),
        ("119火警电话牌掉了", 1),
        ("危废库门口堆了几个桶，挡住通道了", 1),
        ("无消火栓", 1),
        ("泵房压力表不正常", 1),
        ("氯气报警器坏了，已安排停用该段", 1),
    ],
)
def test_how_many(text: str, count: int) -> None:
    assert hazard(text).hazard_count == count


@pytest.mark.parametrize(
    "text",
    [
        "没发现隐患",
        "今天没有灭火器过期的",
        "通道无堵塞，阀门无渗漏",
        "这个不是隐患",
        "这不算隐患吧",
        "消防器材未见损坏",
        "物品堆放整齐",
        "防泄漏措施到位",
        "隐患整改通知书收到",
        "灭火器过期了怎么处理",
    ],
)
def test_no_hazard(text: str) -> None:
    assert "HazardReport" not in kinds(read(text))


@pytest.mark.parametrize(
    "text, place, desc",
    [
        ("三车间东侧灭火器过期", "三车间东侧", "灭火器过期"),
        ("二号反应釜旁边电缆破皮", "二号反应釜旁边", "电缆破皮"),
        ("隐患：罐区围堰有裂缝", "罐区", "围堰有裂缝"),
        ("消防通道堵塞", "消防通道", "消防通道堵塞"),
        ("灭火器过期", "", "灭火器过期"),
    ],
)
def test_where_and_what(text: str, place: str, desc: str) -> None:
    (finding,) = hazard(text).hazards
    assert (finding.location, finding.desc) == (place, desc)


def test_said_and_listed_differ() -> None:
    reading = read("自查出隐患3处：1、泵房地沟盖板缺失 2、灭火器箱锁坏")
    act = first(reading)
    assert isinstance(act, HazardReport)
    assert (act.hazard_count, act.declared_count, act.listed_count) == (None, 3, 2)
    assert reading.question is not None
    assert reading.question.doubt is Doubt.COUNT


@pytest.mark.parametrize(
    "text, asks", [("发现隐患3处", True), ("今天检查发现5处隐患，已整改3处", True), ("发现隐患2处，已全部整改", False)]
)
def test_counted_and_not_described(text: str, asks: bool) -> None:
    assert (read(text).question is not None) is asks


def test_found_and_fixed_at_once() -> None:
    act = hazard("二车间消防栓前堆物，已当场清理")
    assert act.done_count == 1
    assert act.hazards[0].status == "已整改"


def test_the_four_lists() -> None:
    act = hazard("隐患：1.泵房护罩缺失，责任人李强，3月20日前整改；2.配电室无应急灯")
    one, two = act.hazards
    assert (one.desc, one.responsible, one.deadline) == ("护罩缺失", "李强", date(2026, 3, 20))
    assert (two.location, two.desc) == ("配电室", "无应急灯")


def test_an_officer_assigns() -> None:
    act = first(officer("检查发现豫丰三车间灭火器过期，请3月20日前整改"))
    assert isinstance(act, HazardReport)
    assert (act.enterprise, act.deadline) == ("河南豫丰化工有限公司", date(2026, 3, 20))


def test_one_of_the_twenty_points() -> None:
    assert hazard("操作工无证上岗").level_suggest == "重大"


# Known ones


def open_two(text: str) -> Reading:
    return read(text, open_hazards=TWO)


@pytest.mark.parametrize(
    "text, numbers, done",
    [
        ("0031改好了", ("YH-2026-0031",), 1),
        ("31号改好了", ("YH-2026-0031",), 1),
        ("YH-2026-0032已清理", ("YH-2026-0032",), 1),
        ("灭火器换好了", ("YH-2026-0031",), 1),
        ("0031、0032都改好了", ("YH-2026-0031", "YH-2026-0032"), 2),
        ("杂物清走了，灭火器还没到货", ("YH-2026-0032",), 1),
    ],
)
def test_which_are_finished(text: str, numbers: tuple[str, ...], done: int) -> None:
    act = first(open_two(text))
    assert isinstance(act, Rectification)
    assert (act.hazard_nos, act.done_count) == (numbers, done)


def test_all_are_finished() -> None:
    act = first(open_two("全部整改到位，请领导验收"))
    assert isinstance(act, Rectification)
    assert act.all_done
    assert act.done_count == 2


@pytest.mark.parametrize("text", ["弄好了", "整改完成", "那个改好了"])
def test_a_completion_that_names_none_is_asked(text: str) -> None:
    reading = open_two(text)
    act = first(reading)
    assert isinstance(act, Rectification)
    assert not act.done_count
    assert reading.question is not None
    assert reading.question.doubt is Doubt.WHICH_HAZARD
    assert [choice.hazard_nos for choice in reading.question.choices if isinstance(choice, Rectification)] == [
        ("YH-2026-0031",),
        ("YH-2026-0032",),
    ]


@pytest.mark.parametrize("text", ["0031还没弄完", "正在整改", "没改好", "0032整改中，预计18日前完成"])
def test_progress_closes_nothing(text: str) -> None:
    reading = open_two(text)
    act = first(reading)
    assert isinstance(act, Rectification)
    assert not act.done_count
    assert not act.all_done
    assert act.status == "整改中"
    assert reading.question is None


@pytest.mark.parametrize(
    "text, day, days, reason",
    [
        ("0031延期，配件没到，延到25号", date(2026, 3, 25), None, "配件没到"),
        ("0031延期3天，厂家没货", date(2026, 3, 20), 3, "厂家没货"),
        ("0031配件没到，申请延期到月底", date(2026, 3, 31), None, "配件没到"),
    ],
)
def test_an_extension(text: str, day: date, days: int | None, reason: str) -> None:
    reading = open_two(text)
    act = first(reading)
    assert isinstance(act, ExtensionRequest)
    assert (act.hazard_nos, act.deadline, act.days, act.reason) == (("YH-2026-0031",), day, days, reason)
    assert reading.question is None


@pytest.mark.parametrize("text", ["申请延期", "延期一周", "0031雨季过后再弄，申请延期"])
def test_an_extension_that_lacks_something(text: str) -> None:
    question = open_two(text).question
    assert question is not None
    assert question.doubt is Doubt.EXTENSION


@pytest.mark.parametrize("text", ["不延期了", "不申请延期了，今晚加班弄完"])
def test_no_extension(text: str) -> None:
    assert "ExtensionRequest" not in kinds(open_two(text))
