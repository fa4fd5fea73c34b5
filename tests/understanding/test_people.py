"""Saying who one is, showing a code, having one made."""

import pytest

from handlers.acts import Bind, BindWithCode, IssueCode
from handlers.understand import Doubt
from tests.understanding.reads import first, kinds, officer, read, unknown


@pytest.mark.parametrize(
    "text, enterprise, name, post",
    [
        ("宏达加油站 王建国 夜班", "宏达加油站", "王建国", "夜班"),
        ("宏达加油站，王建国，夜班", "宏达加油站", "王建国", "夜班"),
        ("宏达加油站王建国夜班", "宏达加油站", "王建国", "夜班"),
        ("宏达加油站夜班王建国", "宏达加油站", "王建国", "夜班"),
        ("王建国 宏达加油站 夜班", "宏达加油站", "王建国", "夜班"),
        ("我是宏达加油站的王建国，夜班值班员", "宏达加油站", "王建国", "夜班值班员"),
        ("我叫王建国，在宏达加油站上夜班", "宏达加油站", "王建国", "夜班"),
        ("恒泰新材 张伟", "河南恒泰新材料股份有限公司", "张伟", ""),
        ("新星化工有限公司 欧阳峰 安全员", "新星化工有限公司", "欧阳峰", "安全员"),
    ],
)
def test_who_somebody_says_to_be(text: str, enterprise: str, name: str, post: str) -> None:
    assert unknown(text).acts == (Bind(enterprise, name, post),)


def test_only_from_somebody_unknown() -> None:
    assert "Bind" not in kinds(read("宏达加油站 王建国 夜班"))


def test_a_short_name_of_two_is_asked() -> None:
    reading = unknown("宏达 王建国 夜班")
    assert first(reading) == Bind("", "王建国", "夜班")
    assert reading.question is not None
    assert reading.question.choices == (
        Bind("宏达加油站", "王建国", "夜班"),
        Bind("宏达化工有限公司", "王建国", "夜班"),
    )


def test_an_enterprise_alone_is_asked_for_the_name() -> None:
    question = unknown("宏达加油站的").question
    assert question is not None
    assert question.doubt is Doubt.NAME


@pytest.mark.parametrize(
    "text", ["绑定 482913", "绑定482913", "绑定码482913", "绑定：482913", "绑定 ４８２９１３", "482913"]
)
def test_a_code_is_shown(text: str) -> None:
    assert unknown(text).acts == (BindWithCode("482913"),)


@pytest.mark.parametrize("text", ["482913", "绑定 4829", "绑定码怎么弄"])
def test_no_code(text: str) -> None:
    assert "BindWithCode" not in kinds(read(text))


@pytest.mark.parametrize(
    "text, name, enterprise",
    [
        ("绑定码 王建国", "王建国", None),
        ("给王建国发绑定码", "王建国", None),
        ("王建国的绑定码", "王建国", None),
        ("给李四生成绑定码", "李四", None),
        ("帮新来的周强开个绑定码", "周强", None),
        ("给安全员张建国发绑定码", "张建国", None),
        ("给宏达加油站王建国发绑定码", "王建国", "宏达加油站"),
    ],
)
def test_a_code_is_wanted(text: str, name: str, enterprise: str | None) -> None:
    for reading in (read(text), officer(text)):
        assert reading.acts == (IssueCode(name, enterprise),)
