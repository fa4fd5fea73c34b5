"""怎么理解的: what a message was taken for, in plain words, to its writer; officers may ask about any."""

from datetime import date

from sqlmodel import select

from models.inbox import Message
from tests.scene import Scene


async def said(county: Scene, who: str, text: str, reply_to: str = "") -> list[str]:
    await county.says(who, text, reply_to=reply_to)
    await county.clock.forward(seconds=2)
    return county.heard(who)


async def test_a_guard_asks_right_after_the_receipt(county: Scene) -> None:
    await county.clock.to("00:31")
    await county.says("张强", "罐区、泵房巡查完毕，一切正常", media="video")
    await county.clock.forward(minutes=2)
    county.heard()
    [told] = await said(county, "张强", "怎么理解的？")
    first, *why, last = told.split("\n")
    assert first == "“罐区、泵房巡查完毕…”理解为：夜巡"
    assert "“巡查完毕”：说了巡查" in why or any("说了巡查" in line for line in why)
    assert last == "不对就回：更正：…"
    assert "normal" not in told

    kept = await county.work.read(lambda s: s.exec(select(Message).where(Message.text != "")).first())
    assert kept is not None
    assert kept.understood is not None
    assert kept.understood["intent"] == "patrol_report"
    assert kept.understood["why"]


async def test_what_was_not_understood_says_so(county: Scene) -> None:
    await county.clock.to("00:31")
    await said(county, "张强", "那个东西整了下先这么着")
    [told] = await said(county, "张强", "你怎么理解的")
    assert told.startswith("“那个东西整了下先这…”理解为：没听懂")


async def test_an_officer_quotes_any_and_an_enterprise_its_own(county: Scene) -> None:
    await county.clock.to("14:00", date(2026, 3, 16))
    county.heard()
    await county.says("张强", "三车间灭火器过期", msg_id="platform-7")
    await county.clock.forward(minutes=2)
    county.heard()
    [told] = await said(county, "李明", "为什么这么记", reply_to="platform-7")
    assert told.startswith("“三车间灭火器过期”理解为：新隐患")
    assert await said(county, "陈夜", "为什么这么记", reply_to="platform-7") == ["只能问自己发的那条是怎么理解的"]
    assert await said(county, "陈夜", "怎么理解的") == ["没找到前面的话，请引用那一条再问1次"]


async def test_the_receipt_is_quoted(county: Scene) -> None:
    await county.clock.to("00:31")
    await county.says("张强", "夜巡正常")
    await county.clock.forward(minutes=2)
    county.heard()
    await county.says("张强", "好的")
    [told] = await said(county, "张强", "为什么这么记", reply_to="receipt:report:1:1")
    assert told.startswith("“夜巡正常”理解为：夜巡")
