"""代录 of an answer to a notice: who was called is entered, read back, marked, and not asked any more."""

from datetime import date

import pytest
from sqlmodel import Session, select

from models.audit import Audit
from models.notices import Notice, NoticeAnswer, NoticeStatus
from tests.scene import Scene

MONDAY = date(2026, 3, 16)
MEETING = "通知各企业：明天10点开视频会，明天12:00前回复"
NAMED = "17日10点开视频会"


async def _ask(county: Scene, *words: str, who: str = "李明") -> list[str]:
    for one in words:
        county.heard(who)
        await county.says(who, one)
    return county.heard(who)


async def _sent(county: Scene) -> None:
    await _ask(county, MEETING, "1")
    await county.clock.forward(seconds=2)
    county.heard()


@pytest.mark.begins(MONDAY, "14:30")
async def test_who_was_called_is_entered_and_no_longer_asked(county: Scene) -> None:
    await _sent(county)
    [phones] = await _ask(county, "谁没回", "2")
    assert phones.splitlines()[0] == f"要打电话的3家｜{NAMED}"
    assert phones.splitlines()[-1] == "打通了发：代录 豫丰化工 张强 回通知：知道了"

    assert await _ask(county, "代录 瑞康 陈夜 回通知：周全参加，材料晚上发") == [
        f"代录请核对：瑞康 回通知\n{NAMED}\n电话答：周全参加，材料晚上发，陈夜 14:30\n"
        "回1登记（注明李明代录），回2不登记"
    ]
    assert await _ask(county, "1") == [
        f"已记下（代录）｜瑞康\n{NAMED}\n还差2家：豫丰化工★、宏达站\n李明代录，名单有标注"
    ]
    assert await _ask(county, "他们都怎么回的") == [
        f"回了1条｜{NAMED}\n瑞康 3月16日14:30 陈夜电话：周全参加，材料晚上发（李明代录）"
    ]
    await _ask(county, "谁没回", "1")
    await county.clock.forward(seconds=2)
    assert {one.split(":")[0] for one in county.heard()} == {"李安", "刘安"}, "who was called is not asked again"


@pytest.mark.begins(MONDAY, "14:30")
async def test_nothing_is_kept_before_the_digit_and_nothing_twice(county: Scene) -> None:
    await _sent(county)
    assert await _ask(county, "代录 豫丰 李安 通知已回复", "2") == ["好，没登记"]
    assert await _rows(county, NoticeAnswer) == []
    await _ask(county, "代录 豫丰 李安 通知已回复")
    await county.says("李安", "1")
    county.heard("李安")
    again = f"已回过了｜豫丰化工\n{NAMED}，不用代录"
    assert await _ask(county, "1") == [again], "its own answer stands"
    assert await _ask(county, "代录 豫丰 李安 回通知") == [again]
    assert len(await _rows(county, NoticeAnswer)) == 1
    assert not [one for one in await _rows(county, Audit) if one.action == "notice.proxy"]


@pytest.mark.begins(MONDAY, "14:30")
async def test_all_of_them_by_phone(county: Scene) -> None:
    await _sent(county)
    for plant in ("瑞康", "豫丰", "宏达站"):
        [told] = await _ask(county, f"代录 {plant} 王建国 收到视频会通知", "1")
    assert told.splitlines()[2] == "都回了"
    assert [one.action for one in await _rows(county, Audit)].count("notice.proxy") == 3


@pytest.mark.parametrize(
    "words, told",
    [
        ("代录 王建国 回通知：已查", "代录哪家的答复？请写全称，例：\n代录 宏达加油站 王建国 回通知：已查"),
        ("代录 宏达站 回通知：已查", "谁接的电话？请写上姓名再发，例：\n代录 宏达站 王建国 回通知：已查"),
        (
            "代录 宏达站 王建国 回高温通知：已查",
            "没有发给宏达站的“高温”通知，没登记\n只写“回通知”，就是没回的里面最近1条",
        ),
    ],
)
@pytest.mark.begins(MONDAY, "14:30")
async def test_what_is_lacking_is_said(county: Scene, words: str, told: str) -> None:
    await _sent(county)
    assert await _ask(county, words) == [told]


@pytest.mark.begins(MONDAY, "14:30")
async def test_an_enterprise_enters_nothing(county: Scene) -> None:
    await _sent(county)
    await county.says("李安", "代录 宏达站 王建国 回通知：已查")
    assert county.heard("李安") == [f"已记下 14:30｜豫丰化工\n{NAMED}"], "to the bot it is what they themselves answer"
    assert [one for one in await _rows(county, NoticeAnswer) if one.words.startswith("王建国")] == []


@pytest.mark.begins(MONDAY, "14:30")
async def test_a_notice_that_was_taken_back_takes_no_answer(county: Scene) -> None:
    await _sent(county)
    await _ask(county, "代录 瑞康 陈夜 回通知：参加")
    await county.work.write(_over)
    assert await _ask(county, "1") == [f"这条已经作废，不用办了\n{NAMED}"]
    assert await _ask(county, "代录 瑞康 陈夜 回通知：参加") == ["近14天没有发给瑞康的通知，没登记"]
    assert await _rows(county, NoticeAnswer) == []


def _over(session: Session) -> None:
    """As if another officer had taken it back meanwhile."""
    notice = session.exec(select(Notice)).one()
    notice.status = NoticeStatus.OVER
    session.add(notice)


async def _rows(county: Scene, table: type) -> list:  # type: ignore[type-arg]
    return list(await county.work.read(lambda session: session.exec(select(table)).all()))
