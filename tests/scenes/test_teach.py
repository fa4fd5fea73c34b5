"""An admin teaches the bot the office's own words: they hold from the next message on, without a restart."""

from datetime import date

from sqlmodel import select

from models.audit import Audit
from models.obligations import DueStatus
from models.taught import Taught
from tests.conftest import NIGHT
from tests.scene import Scene


async def said(county: Scene, who: str, text: str) -> list[str]:
    await county.says(who, text)
    await county.clock.forward(seconds=2)
    return county.heard(who)


async def test_a_phrase_is_understood_from_the_next_message_on_and_forgotten_again(county: Scene) -> None:
    await county.clock.to("00:31")
    [told] = await said(county, "张强", "打了个照面")
    assert told.startswith("没听准")
    assert (await county.night(NIGHT)).count(DueStatus.REPORTED) == 0

    assert await said(county, "管理", "学：打了个照面=巡查") == ["学会了：“打了个照面”就是“巡查”"]
    await county.says("张强", "打了个照面")
    await county.clock.forward(minutes=2)
    assert county.heard("张强") == [
        "已报 00:31｜3月14日夜夜巡\n豫丰化工 无影像，没写情况\n正常回1，有问题直接写。不回也算已巡"
    ]
    assert (await county.night(NIGHT)).count(DueStatus.REPORTED) == 1
    [told] = await said(county, "张强", "怎么理解的")
    assert "“打了个照面”：本局教的，即“巡查”" in told

    assert await said(county, "管理", "忘：打了个照面") == ["不再算了：“打了个照面”"]
    [told] = await said(county, "陈夜", "打了个照面")
    assert told.startswith("没听准")
    audited = await county.work.read(lambda s: s.exec(select(Audit.action)).all())
    assert [one for one in audited if one.startswith("taught")] == ["taught.phrase", "taught.withdrawn"]


async def test_a_short_name_is_understood_at_once(county: Scene) -> None:
    assert await said(county, "李明", "老瑞这周报了没") != ["没有应报的夜巡\n瑞康 3月9日—14日"]
    assert await said(county, "管理", "学简称：老瑞=瑞康制药有限公司") == ["学会了：“老瑞”是瑞康制药有限公司"]
    assert await said(county, "李明", "老瑞这周报了没") == ["没有应报的夜巡\n瑞康 3月9日—14日"]


async def test_a_place_is_found_in_what_is_reported(county: Scene) -> None:
    await county.clock.to("14:00", date(2026, 3, 16))
    county.heard()
    assert await said(county, "管理", "学地点：老虎嘴") == ["学会了：“老虎嘴”是地点"]
    await county.says("张强", "老虎嘴灭火器过期")
    await county.clock.forward(minutes=2)
    assert "YH-2026-0001 老虎嘴 灭火器过期" in "\n".join(county.heard())


async def test_what_cannot_be_learnt_is_refused_with_a_sentence(county: Scene) -> None:
    for lesson, refusal in (
        ("学：转=巡查", "“转”不行，词要2到20个字"),
        ("学：打了个照面=哔哩吧啦", "“哔哩吧啦”我也不懂，换个已经懂的说法\n例：学：兜一圈=巡查"),
        ("学：打了个照面", "写法：学：兜一圈=巡查\n学简称：宏达二厂=企业全称\n学地点：老泵房\n取消：忘：兜一圈"),
        ("学：宏达=巡查", "“宏达”是企业名，不能当别的词"),
        ("学：巡查=巡检", "“巡查”本来就懂，不用教"),
        ("学简称：老张=张记化工", "没找到“张记化工”，请写企业全称"),
        ("学地点：罐区", "“罐区”本来就懂，不用教"),
        ("忘：打了个照面", "没教过“打了个照面”，不用忘"),
    ):
        assert await said(county, "管理", lesson) == [refusal]
    [told] = await said(county, "管理", "学：火器=巡查")
    assert "的一部分" in told
    assert await said(county, "李明", "学：打了个照面=巡查") == ["教新词由管理员来，请找管理员"]
    assert await county.work.read(lambda s: s.exec(select(Taught)).all()) == []


async def test_what_would_change_many_messages_wants_another_yes(county: Scene) -> None:
    await county.clock.to("14:00", date(2026, 3, 16))
    for guard in ("张强", "王建国", "陈夜", "李安"):
        await county.says(guard, "打了个照面")
    await county.clock.forward(minutes=2)
    county.heard()
    assert await said(county, "管理", "学：打了个照面=巡查") == [
        "最近4条里有4条会换读法，先没学\n“打了个照面”：闲聊，没有要记的→夜巡\n确定要学“打了个照面”就回1"
    ]
    assert await said(county, "管理", "1") == ["学会了：“打了个照面”就是“巡查”"]
