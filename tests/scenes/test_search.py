"""检索: what stands in the ledger is found by its words, newest first, by whoever may see it, on both databases."""

from collections.abc import AsyncIterator, Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from models import lifecycle, search, searchable
from models.hazards import Hazard
from models.ledger import Within
from models.lifecycle import Move
from models.people import Role, Scope
from models.searchable import LedgerText, TextKind
from models.wording import answers
from tests import rows
from tests.conftest import moment, people_of_the_county
from tests.scene import Scene, scene

YUFENG, HONGDA, RUIKANG = "河南豫丰化工有限公司", "宏达加油站", "瑞康制药有限公司"
#: A Monday.
DAY = date(2026, 3, 16)
pytestmark = pytest.mark.begins(DAY, "10:00")


@pytest.fixture
async def either(database_url: str) -> AsyncIterator[Scene]:
    """The county on SQLite, and the same on PostgreSQL, on Monday at ten."""
    async with scene(database_url, moment("10:00", DAY)) as made:
        await people_of_the_county(made)
        yield made


async def ask(county: Scene, who: str, text: str, **more: Any) -> list[str]:
    await county.says(who, text, **more)
    await county.clock.forward(seconds=2)
    return county.heard(who)


async def put(county: Scene, write: Callable[[Session, datetime], object]) -> None:
    await county.work.write(lambda session: write(session, county.clock.now))


async def monday(county: Scene, wall: str = "10:10") -> None:
    await county.clock.to(wall, DAY)
    county.heard()


def several(session: Session, now: datetime) -> None:
    """Of three enterprises, found on different days; what was entered last was not found last."""
    told: dict[str, Any] = {"found_at": moment("00:40")}
    rows.hazard(session, YUFENG, "氯气管道支架锈蚀", now, place="罐区", deadline=date(2026, 3, 20), **told)
    rows.hazard(session, YUFENG, "灭火器过期", now, place="三车间", found_at=moment("10:00", date(2025, 7, 1)))
    rows.hazard(session, RUIKANG, "液氨泵渗漏", now, place="罐区", state="closed", found_at=moment("02:00"))
    rows.hazard(session, HONGDA, "阀门轻微泄漏", now, place="卸油区", state="awaiting")
    rows.hazard(session, HONGDA, "罐区护栏松动", now, found_at=moment("09:00", date(2025, 12, 31)))


async def test_an_officer_finds_hazards_by_their_words(either: Scene) -> None:
    await monday(either)
    await put(either, several)
    assert await ask(either, "李明", "查 氯气管道") == [
        "1条｜“氯气管道”\n1 YH-2026-0001 豫丰化工★ 罐区 氯气管道支架锈蚀 整改中 15日"
    ]
    assert await ask(either, "李明", "罐区的隐患有哪些") == [
        "3条｜“罐区”\n"
        "1 YH-2026-0003 瑞康★ 罐区 液氨泵渗漏 已销号 15日\n"
        "2 YH-2026-0001 豫丰化工★ 罐区 氯气管道支架锈蚀 整改中 15日\n"
        "3 YH-2026-0005 宏达站 罐区护栏松动 整改中 2025年12月31日"
    ]
    assert (await ask(either, "李明", "第2条什么情况"))[0].startswith("整改中，20日到期｜YH-2026-0001")
    assert await ask(either, "李明", "去年罐区的隐患") == [
        "1条｜“罐区”，2025年\n1 YH-2026-0005 宏达站 罐区护栏松动 整改中 2025年12月31日"
    ]
    assert (await ask(either, "李明", "查一下豫丰罐区的隐患"))[0].startswith("1条｜“罐区”，豫丰化工\n1 YH-2026-0001")


@pytest.mark.parametrize(
    "asked, number",
    [
        ("查 氨", "0003"),
        ("搜 泵", "0003"),
        ("搜 泄漏 阀门", "0004"),
        ("搜 阀门泄漏", "0004"),
        ("查 氯气锈蚀", "0001"),
        ("有没有关于护栏的隐患", "0005"),
        ("查 道支", "0001"),
        ("查询 ＹＨ 2026 刘安", ""),
    ],
)
async def test_one_character_and_parts_of_words_are_enough(either: Scene, asked: str, number: str) -> None:
    await monday(either)
    await put(either, several)
    [told] = await ask(either, "李明", asked)
    assert f"YH-2026-{number}" in told if number else told.startswith("没查到“YH 2026 刘安”"), told


async def test_nothing_found_is_said_in_one_line(county: Scene) -> None:
    await monday(county)
    await put(county, several)
    assert await ask(county, "李明", "查 聚合釜") == ["没查到“聚合釜”，换个短一点的词再查"]
    assert await ask(county, "李明", "去年液氨泵的隐患") == ["没查到“液氨泵”，2025年，去掉时间或换个短的词再查"]


async def test_an_enterprise_finds_its_own_and_nothing_else(either: Scene) -> None:
    await monday(either)
    await put(either, several)
    assert await ask(either, "李安", "查 罐区") == ["1条｜“罐区”，豫丰化工\n1 0001 罐区 氯气管道支架锈蚀 整改中 15日"]
    assert await ask(either, "李安", "查 液氨泵") == ["没查到“液氨泵”，豫丰化工，换个短一点的词再查"]
    assert await ask(either, "李安", "查 瑞康液氨泵") == [answers.own_only()]


async def test_a_supervisor_sees_the_own_grid(either: Scene) -> None:
    await either.enterprise("东片化工厂", "东化", grid="东片")
    await either.person("赵东", Role.SUPERVISOR, grid="东片")
    await monday(either)
    await put(either, several)
    await put(either, lambda session, now: rows.hazard(session, "东片化工厂", "罐区积液", now))
    told = await ask(either, "赵东", "查 罐区")
    assert told == ["1条｜“罐区”，东片\n1 YH-2026-0006 东化 罐区积液 整改中 16日"]
    scope = Scope(grids=frozenset({"东片"}), enterprises=frozenset({1}))
    assert await either.work.read(lambda session: found(session, "罐区", Within(scope))) == [6, 1]
    assert await either.work.read(lambda session: found(session, "罐区", Within(Scope()))) == []


def found(session: Session, wanted: str, within: Within, kinds: tuple[TextKind, ...] = (TextKind.HAZARD,)) -> list[int]:
    return [hit.row_id for hit in search.look(session, wanted, within, kinds, list, 0, 50).page]


async def test_in_the_group_only_officers_and_the_answer_comes_alone(county: Scene) -> None:
    await monday(county)
    await put(county, several)
    await county.says("李明", "@夜巡 查 氯气管道", chat="g1", at_bot=True)
    await county.clock.forward(seconds=2)
    told = county.heard()
    assert [line for line in told if line.startswith("g1")] == ["g1: 已私发。"], told
    assert [line for line in told if line.startswith("李明: 1条｜“氯气管道”")]
    await county.says("李安", "查 氯气管道", chat="g1")
    await county.clock.forward(seconds=2)
    assert not [line for line in county.heard() if "YH-" in line or "0001" in line]


async def test_pages_follow_and_their_places_are_numbers(county: Scene) -> None:
    await monday(county)

    def many(session: Session, now: datetime) -> None:
        for n in range(17):
            rows.hazard(session, YUFENG, f"护栏松动{n}处", now, found_at=now - timedelta(days=n))

    await put(county, many)
    [told] = await ask(county, "李明", "查 护栏")
    assert told.split("\n")[0] == "17条，最近5条｜“护栏”"
    assert told.endswith("5 YH-2026-0005 豫丰化工★ 护栏松动4处 整改中 12日\n回1看下10条")
    [told] = await ask(county, "李明", "1")
    assert told.split("\n")[:2] == [
        "17条，第6—15条｜“护栏”",
        "1 YH-2026-0006 豫丰化工★ 护栏松动5处 整改中 11日",
    ]
    [told] = await ask(county, "李明", "1")
    assert told.split("\n")[0] == "17条，第16—17条｜“护栏”"
    assert (await ask(county, "李明", "第1条什么情况"))[0].startswith("整改中，没定日期｜YH-2026-0016")


async def test_new_words_are_found_and_a_closed_hazard_too(either: Scene) -> None:
    await monday(either)
    await put(either, several)

    def changed(session: Session, now: datetime) -> None:
        hazard = session.exec(select(Hazard).where(Hazard.number == "YH-2026-0004")).one()
        hazard.item, hazard.measures = "截止阀填料老化", "更换石墨填料"
        session.add(hazard)
        lifecycle.move(session, hazard, Move.CLOSE, rows.BY, now, note="现场看过，盘根不再渗")

    assert await either.work.read(lambda session: found(session, "阀门泄漏", Within())) == []
    assert await either.work.read(lambda session: found(session, "轻微泄漏", Within())) == [4]
    await put(either, changed)
    for words in ("截止阀", "石墨", "盘根"):
        assert await ask(either, "李明", f"查 {words}") == [
            f"1条｜“{words}”\n1 YH-2026-0004 宏达站 卸油区 截止阀填料老化 已销号 16日"
        ]
    assert await either.work.read(lambda session: found(session, "轻微泄漏", Within())) == []


async def test_what_a_transaction_undid_is_not_found(either: Scene) -> None:
    def undone(session: Session, now: datetime) -> None:
        rows.hazard(session, YUFENG, "护栏松动", now)
        session.flush()
        raise LookupError

    with pytest.raises(LookupError):
        await put(either, undone)
    assert await either.work.read(lambda session: found(session, "护栏", Within())) == []


async def test_rounds_and_incidents_are_found_by_day(either: Scene) -> None:
    await either.clock.to("00:31")
    await either.says("张强", "罐区、泵房都巡查了，和老李一起看的，无隐患", media="video")
    await either.says("陈夜", "原料库巡查正常", media="video")
    await either.clock.to("09:00")
    either.heard()
    assert await ask(either, "李明", "查 老李一起看") == [
        "夜巡等记录1条｜“老李一起看”\n1 16日夜 豫丰化工★ 夜巡：和老李一起看的"
    ]
    assert await ask(either, "李安", "查 老李") == ["夜巡等记录1条｜“老李”，豫丰化工\n1 16日夜 夜巡：和老李一起看的"]
    assert (await ask(either, "周全", "查 老李"))[0].startswith("没查到“老李”")


async def test_a_round_is_not_found_beside_the_hazard_that_it_brought(county: Scene) -> None:
    await county.clock.to("00:31")
    await county.says("张强", "罐区、泵房巡查，泵房灭火器过期1具", media="video")
    await county.clock.to("09:00")
    county.heard()
    [told] = await ask(county, "李明", "查 灭火器过期")
    assert told.startswith("1条｜“灭火器过期”\n1 YH-2026-0001")
    assert "夜巡" not in told
    [told] = await ask(county, "李明", "查 罐区")
    assert told.startswith("夜巡等记录1条｜“罐区”"), told


async def test_all_is_made_anew_from_the_ledger(either: Scene) -> None:
    await monday(either)
    await put(either, several)
    before = await either.work.read(kept)
    await put(either, lambda session, _: session.connection().execute(LedgerText.__table__.delete()))  # type: ignore[attr-defined]
    assert await either.work.read(lambda session: found(session, "罐区", Within())) == []
    assert await either.work.write(searchable.rebuild) == len(before)
    assert await either.work.read(kept) == before
    assert await either.work.read(lambda session: found(session, "罐区", Within())) == [3, 1, 5]


def kept(session: Session) -> list[tuple[object, ...]]:
    return [tuple(row.model_dump().values()) for row in session.exec(select(LedgerText).order_by("id"))]


async def test_whole_words_come_before_words_across_bounds(county: Scene) -> None:
    def two(session: Session, now: datetime) -> None:
        rows.hazard(session, YUFENG, "消防水带老化", now, found_at=moment("00:40"))
        rows.hazard(session, YUFENG, "液化工艺管线变化工况不稳", now, found_at=moment("01:40"))
        rows.hazard(session, YUFENG, "化工泵漏油", now, found_at=moment("00:10"))

    await put(county, two)

    def cut(text: str) -> list[str]:
        return (
            text.replace("化工泵", "化工 泵").replace("变化工况", "变化 工况").replace("液化工艺", "液化 工艺").split()
        )

    def order(session: Session) -> list[int]:
        page = search.look(session, "化工", Within(), (TextKind.HAZARD,), cut, 0, 5).page
        return [hit.row_id for hit in page]

    assert await county.work.read(order) == [3, 2]
