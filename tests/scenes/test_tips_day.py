"""Tips of a day: what officers approve, dead links, the weather, a series, and the hazards of the group."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.commands import why as why_command
from models import audit, calendar, links, outbox, why
from models.library import Tip, TipKind
from models.links import LinkState
from models.notices import Notice, NoticeKind, NoticeStatus
from models.people import GroupEnterprise, Role
from models.periods import KeyPeriod
from scheduler import tips
from tests import rows
from tests.scene import Scene, scene, sqlite

#: A Thursday with working days around it.
THURSDAY = date(2026, 3, 12)
APPROVED = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Scene]:
    """Two groups, one enterprise in each, a section head, an officer and an admin, on a Thursday at nine."""
    async with scene(sqlite(tmp_path), calendar.at(THURSDAY, calendar.clock("09:00"))) as made:
        for number, name in enumerate(("豫丰化工", "宏达加油站"), 1):
            await made.enterprise(name)
            await made.group(f"{number}群", f"g{number}")
        inside = [GroupEnterprise(group_id=number, enterprise_id=number) for number in (1, 2)]
        await made.work.write(lambda session: session.add_all(inside))
        for name, role in (("孙科", Role.HEAD), ("李明", Role.DUTY), ("管理", Role.ADMIN)):
            await made.person(name, role)
        await made.person("张强", Role.REPORTER, "豫丰化工")
        yield made


async def put(scene: Scene, *tips: Tip) -> None:
    await scene.work.write(lambda session: session.add_all(tips))


def tip(title: str, tags: str = "", **given: object) -> Tip:
    told = {"kind": TipKind.LINK, "title": title, "source": "市应急局", "url": f"https://a.cn/{title}", "tags": tags}
    return Tip(**(told | {"approved_at": APPROVED} | given))  # type: ignore[arg-type]


async def titles(scene: Scene, wall: str = "10:00", day: date | None = None) -> list[str]:
    """What the groups hear at ten: the titles."""
    await scene.clock.to(wall, day)
    return [f"{one[:2]} {one.split('：', 1)[1].splitlines()[0]}" for one in scene.heard() if "今日安全" in one]


async def test_what_comes_from_elsewhere_waits_for_an_officer(office: Scene) -> None:
    await put(
        office,
        *(
            tip(one, approved_at=None, source=source)
            for one, source in (("甲", "某公众号"), ("乙", "某公众号"), ("丙", "别的号"), ("丁", "别的号"))
        ),
    )
    await office.clock.to("10:00")
    assert office.heard() == [
        "孙科: 4条送教待批，先看这条\n甲｜某公众号\nhttps://a.cn/甲\n回1批准，回2不用，回3同来源都批"
    ]
    await office.says("孙科", "2")
    assert office.heard() == [
        "孙科: 不用了：甲\n3条送教待批，先看这条\n乙｜某公众号\nhttps://a.cn/乙\n回1批准，回2不用"
    ]
    await office.says("孙科", "1")
    assert office.heard() == [
        "孙科: 批准了：乙\n2条送教待批，先看这条\n丙｜别的号\nhttps://a.cn/丙\n回1批准，回2不用，回3同来源都批"
    ]
    await office.says("孙科", "3")
    assert office.heard() == ["孙科: 批准了：丙等2条"]
    assert await titles(office) == ["g1 乙", "g2 乙"]
    told = await office.work.read(lambda session: session.exec(select(audit.Audit)).all())
    assert [(one.action, one.subject) for one in told if one.action == "tip.judged"] == [
        ("tip.judged", f"tip:{number}") for number in (1, 2, 3, 4)
    ]
    office.silent()


async def test_it_is_asked_once_and_can_be_asked_for(office: Scene) -> None:
    await put(office, tip("甲", approved_at=None))
    await office.clock.to("09:30")
    office.heard()
    await office.clock.to("10:01", THURSDAY + timedelta(days=1))
    assert [one for one in office.heard() if "送教" in one] == []
    await office.says("李明", "送教待批")
    assert office.heard() == ["李明: 1条送教待批，先看这条\n甲｜市应急局\nhttps://a.cn/甲\n回1批准，回2不用"]
    await office.says("孙科", "有哪些送教没批？")
    office.heard()
    await office.says("李明", "1")
    assert office.heard() == ["李明: 批准了：甲"]
    await office.says("孙科", "2")
    assert office.heard() == ["孙科: 已有人处理：甲"]
    await office.says("孙科", "送教待批")
    assert office.heard() == ["孙科: 没有待批的送教"]


async def test_no_enterprise_approves_anything(office: Scene) -> None:
    await put(office, tip("甲", approved_at=None))
    await office.says("张强", "送教待批")
    assert [one for one in office.heard("张强") if "待批，先看" in one] == []
    office.heard()


async def test_a_dead_link_is_told_once_left_out_and_comes_back(office: Scene) -> None:
    await put(office, tip("甲"), tip("乙"), tip("丙"))

    def gone(session: Session) -> None:
        links.note(session, 1, "https://a.cn/甲", LinkState.GONE, "404", office.clock.now)

    await office.work.write(gone)
    await office.clock.to("09:30")
    assert office.heard() == ["管理: 1条送教链接打不开，已停发\n甲\n换好链接再导入，就接着发"]
    assert await titles(office) == ["g1 乙", "g2 乙"]
    assert await titles(office, day=THURSDAY + timedelta(days=1)) == ["g1 丙", "g2 丙"]
    await office.work.write(
        lambda session: links.note(session, 1, "https://a.cn/甲", LinkState.ALIVE, "200", office.clock.now)
    )
    assert await titles(office, day=THURSDAY + timedelta(days=4)) == ["g1 甲", "g2 甲"]


async def test_a_link_that_dies_between_posting_and_saying_is_not_said(office: Scene) -> None:
    await put(office, tip("甲"))
    await office.clock.to("09:59")

    def die(session: Session) -> None:
        planned = calendar.at(THURSDAY, calendar.clock("10:00"))
        tips.push(session, planned, planned)
        links.note(session, 1, "https://a.cn/甲", LinkState.GONE, "404", office.clock.now)

    await office.work.write(die)
    assert await titles(office) == []
    letter = await office.work.read(lambda session: outbox.by_key(session, f"tip:1:{THURSDAY}:1"))
    assert letter is not None
    assert letter.reason == "an address of it leads nowhere by now"


async def test_each_group_hears_what_its_own_hazards_are_about(office: Scene) -> None:
    await put(office, tip("甲"), tip("静电", "静电"), tip("灭火", "消防"))
    now = office.clock.now
    await office.work.write(lambda session: rows.hazard(session, "豫丰化工", "卸车口静电接地线断", now))
    assert await titles(office) == ["g1 静电", "g2 甲"]
    story = await office.work.read(lambda session: why.story(session, f"tip:1:{THURSDAY}:1", now))
    assert story is not None
    assert "chosen: tip 2: open hazards of this group: 静电 1" in list(why_command.told(story))
    assert await titles(office, day=THURSDAY + timedelta(days=1)) == ["g1 灭火", "g2 灭火"]


async def test_a_series_goes_on_every_working_day(office: Scene) -> None:
    book = [tip(f"第{chapter}章", series="口袋书", chapter=chapter) for chapter in (1, 2, 3)]
    await put(office, *book, tip("甲"))
    told = [await titles(office, day=THURSDAY + timedelta(days=ahead)) for ahead in (0, 1, 2, 4, 5)]
    assert [one[0] if one else "" for one in told] == ["g1 第1章", "g1 第2章", "", "g1 第3章", "g1 甲"]


async def test_the_weather_stands_in_the_tip_and_brings_its_own(office: Scene) -> None:
    await put(office, tip("甲"), tip("防风", "大风、10月"), tip("两会", "重点时段"))
    lasts = office.clock.now + timedelta(days=1)
    warning = Notice(
        kind=NoticeKind.WEATHER,
        status=NoticeStatus.SENT,
        person_id=1,
        drafted_at=office.clock.now,
        posted_at=office.clock.now,
        weather="大风",
        colour="蓝",
        detail="阵风8级",
        source="县气象台",
        lasts_until=lasts,
    )
    await office.work.write(lambda session: session.add(warning))
    await office.clock.to("10:00")
    heard = [one for one in office.heard() if one.startswith("g1")]
    assert heard == [
        "g1: 大风蓝色预警，阵风8级（县气象台）\n今日安全1分钟：防风\nhttps://a.cn/防风\n来源 市应急局\n不用回复"
    ]
    period = KeyPeriod(
        name="两会期间", starts=THURSDAY + timedelta(days=1), ends=THURSDAY + timedelta(days=5), entered_at=lasts
    )
    await office.work.write(lambda session: session.add(period))
    assert await titles(office, day=THURSDAY + timedelta(days=1)) == ["g1 两会", "g2 两会"]
    assert await titles(office, day=THURSDAY + timedelta(days=4)) == ["g1 甲", "g2 甲"]
