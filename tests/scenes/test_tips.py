"""Tips: on working days at ten, one message a group, the same for all, counted as the bulletin counts."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from bot.channels.base import Refused
from models import calendar, library, outbox, people, runs, site, trail
from models.library import Count, Tip, TipKind, TipPush
from models.outbox import Letter, Outgoing, Priority
from models.people import Role
from models.site import Site
from scheduler import tips
from tests.scene import Scene, scene, sqlite

#: The Thursday before 春节: Saturday the 14th is worked, the 15th to the 23rd are free.
THURSDAY = date(2026, 2, 12)
OURS = "https://yx.example.cn"
SITE = Site(public_url=OURS)
APPROVED = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Scene]:
    """Two groups and an admin, on a Thursday at nine."""
    async with scene(sqlite(tmp_path), calendar.at(THURSDAY, calendar.clock("09:00")), SITE) as made:
        await made.group("园区群", "g1")
        await made.group("城区群", "g2")
        await made.person("管理", Role.ADMIN)
        await made.person("李明", Role.DUTY)
        yield made


async def shelf(scene: Scene, links: int = 0, videos: int = 0, **given: object) -> None:
    """Puts so many links and short videos of somebody else on the shelf."""

    def put(session: Session) -> None:
        for kind, number in ((TipKind.LINK, links), (TipKind.VIDEO, videos)):
            session.add_all(_tip(kind, one, **given) for one in range(1, number + 1))

    await scene.work.write(put)


def _tip(kind: TipKind, number: int, **given: object) -> Tip:
    word = {TipKind.LINK: "链接", TipKind.VIDEO: "视频"}[kind]
    told = {"title": f"{word}{number}", "source": "市应急局", "url": f"https://a.cn/{kind[0]}{number}", **given}
    return Tip(kind=kind, **({"approved_at": APPROVED} | told))  # type: ignore[arg-type]


def said(link: int, video: int) -> str:
    return (
        f"今日安全1分钟：链接{link}\nhttps://a.cn/l{link}\n"
        f"小视频：视频{video}\nhttps://a.cn/v{video}\n来源 市应急局\n不用回复"
    )


async def counted(scene: Scene, start: date, end: date) -> Count:
    return await scene.work.read(lambda session: library.count(session, start, end))


async def configure(scene: Scene, told: Site) -> None:
    await scene.work.write(lambda session: site.sync(session, told))


async def test_two_weeks_with_a_weekend_a_holiday_and_two_worked_saturdays(office: Scene) -> None:
    await shelf(office, links=30, videos=30)
    number = 0
    for offset in range(17):
        day = THURSDAY + timedelta(days=offset)
        await office.clock.to("09:59", day)
        office.silent()
        await office.clock.to("10:00", day)
        worked = day <= date(2026, 2, 14) or day >= date(2026, 2, 24)
        number += worked
        assert office.heard() == ([f"g1: {said(number, number)}", f"g2: {said(number, number)}"] if worked else [])
    assert number == 8
    assert await counted(office, date(2026, 1, 1), date(2026, 2, 28)) == Count(8, 8)
    assert await counted(office, date(2026, 2, 14), date(2026, 2, 24)) == Count(2, 2)


async def test_a_restart_says_nothing_twice(office: Scene) -> None:
    await shelf(office, links=3, videos=3)
    await office.clock.to("10:00")
    assert len(office.heard()) == 2
    planned = office.clock.now
    again = await office.work.write(lambda session: tips.push(session, planned, planned))
    await office.play.step()
    assert again == "0 posted"
    office.silent()
    assert len(await office.work.read(lambda session: session.exec(select(TipPush)).all())) == 4


async def test_a_bot_that_was_away_at_ten_makes_it_good_on_the_same_day_only(office: Scene) -> None:
    await shelf(office, links=5)
    await office.clock.to("09:30")
    office.play.clock.put(calendar.at(THURSDAY, calendar.clock("12:50")))
    await office.play.step()
    office.silent()
    await office.clock.to("14:00")
    assert len(office.heard()) == 2, "not at noon, when people rest"
    office.play.clock.put(calendar.at(THURSDAY + timedelta(days=1), calendar.clock("22:00")))
    await office.play.step()
    await office.clock.to("09:00")
    office.silent()


async def test_only_what_is_approved_in_use_and_in_season_is_said(office: Scene) -> None:
    await shelf(office, links=1, approved_at=None)
    await office.work.write(lambda session: session.add(_tip(TipKind.LINK, 2, active=False)))
    await office.work.write(lambda session: session.add(_tip(TipKind.LINK, 3, tags="高温")))
    await office.clock.to("10:00")
    office.silent()
    await office.work.write(lambda session: session.add(_tip(TipKind.LINK, 4, tags="节前")))
    await office.clock.to("10:00")
    assert office.heard() == [
        f"{group}: 今日安全1分钟：链接4\nhttps://a.cn/l4\n来源 市应急局\n不用回复" for group in ("g1", "g2")
    ]


async def test_what_is_taken_out_between_posting_and_saying_is_not_said_and_not_counted(office: Scene) -> None:
    await shelf(office, links=1)
    planned = calendar.at(THURSDAY, calendar.clock("10:00"))
    office.play.clock.put(planned)
    await office.work.write(lambda session: tips.push(session, planned, planned))

    def take_out(session: Session) -> None:
        tip = session.exec(select(Tip)).one()
        tip.active = False
        session.add(tip)

    await office.work.write(take_out)
    await office.play.step()
    office.silent()
    assert await counted(office, THURSDAY, THURSDAY) == Count(0, 0)


async def test_a_small_library_repeats_the_oldest_and_tells_the_admin_once_a_month(office: Scene) -> None:
    await shelf(office, links=2, videos=9)
    heard = []
    for offset in range(3):
        await office.clock.to("10:00", THURSDAY + timedelta(days=offset))
        heard.append(office.heard())
    assert heard[1] == [f"g1: {said(2, 2)}", f"g2: {said(2, 2)}"]
    assert heard[2] == [
        f"g1: {said(1, 3)}",
        f"g2: {said(1, 3)}",
        "管理: 送教链接2条，半年内都发过了\n今天起先重发最早的，请再导入一些",
    ]
    await office.clock.to("10:00", date(2026, 2, 24))
    assert [one[:2] for one in office.heard()] == ["g1", "g2"]
    await office.clock.to("10:00", date(2026, 2, 28))
    office.heard()
    await office.clock.to("10:00", date(2026, 3, 2))
    assert [one[:2] for one in office.heard()] == ["g1", "g2", "管理"]


async def test_a_refused_letter_counts_for_nothing_and_its_tip_is_not_used_up(office: Scene) -> None:
    await shelf(office, links=2)
    office.channel.outcomes = [Refused("not a member"), Refused("not a member")]
    await office.clock.to("10:00")
    office.silent()
    assert await counted(office, THURSDAY, THURSDAY) == Count(0, 0)
    await office.clock.to("10:00")
    assert ["链接1" in one for one in office.heard()] == [True, True]
    assert await counted(office, THURSDAY, THURSDAY + timedelta(days=1)) == Count(1, 0)


async def test_one_item_in_one_group_of_two_counts_once_too(office: Scene) -> None:
    await shelf(office, links=2, videos=2)
    office.channel.outcomes = [Refused("not a member")]
    await office.clock.to("10:00")
    assert office.heard("g2") == [said(1, 1)]
    assert await counted(office, THURSDAY, THURSDAY) == Count(1, 1)


async def test_a_group_without_a_mouth_gets_no_letter_and_the_trail_says_why(office: Scene) -> None:
    await shelf(office, links=1)
    await configure(office, Site(mute_channels="app、other"))
    await office.clock.to("10:00")
    office.silent()
    steps = await office.work.read(lambda session: trail.of_key(session, f"tip:1:{THURSDAY}:1"))
    assert [(one.turned, one.reason) for one in steps] == [
        ("suppressed", "its channel writes to people, not into groups")
    ]
    assert await office.work.read(lambda session: session.exec(select(Outgoing)).all()) == []


async def test_a_shut_group_is_left_out_and_the_other_hears(office: Scene) -> None:
    await shelf(office, links=1)
    await office.work.write(lambda session: people.shut(session, "app", "g1", "the robot is gone", office.clock.now))
    await office.clock.to("10:00")
    assert len(office.heard("g2")) == 1
    steps = await office.work.read(lambda session: trail.of_key(session, f"tip:1:{THURSDAY}:1"))
    assert [one.reason for one in steps] == ["the robot is gone"]


async def test_our_own_are_said_with_our_address_or_their_words(office: Scene) -> None:
    await shelf(office, links=1, url="", text="取样到动火不超过30分钟。上、中、下都要测。")
    await shelf(office, videos=1, url="", clip="static")
    await office.clock.to("10:00")
    assert set(office.heard()) == {
        f"{group}: 今日安全1分钟：链接1\n{OURS}/tips/1\n小视频：视频1\n{OURS}/tips/2\n来源 市应急局\n不用回复"
        for group in ("g1", "g2")
    }
    await configure(office, Site())
    await office.clock.to("10:00")
    words = "今日安全1分钟：链接1\n取样到动火不超过30分钟。上、中、下都要测。\n来源 市应急局\n不用回复"
    assert office.heard()[:2] == [f"g1: {words}", f"g2: {words}"]
    steps = await office.work.read(lambda session: trail.of_key(session, f"tip:1:{THURSDAY + timedelta(days=1)}:1"))
    assert [one.reason for one in steps] == ["1 short videos of our own have no address: web.public_url is empty"]


async def test_a_very_long_address_goes_by_way_of_ours(office: Scene) -> None:
    await shelf(office, links=1, url="https://mp.example.cn/s?" + "x" * 200)
    await office.clock.to("10:00")
    assert f"\n{OURS}/tips/1\n" in office.heard()[0]


@pytest.mark.parametrize("per_day, expected", [(0, []), (1, ["10:00"]), (2, ["10:00", "15:00"])])
async def test_how_many_a_day(office: Scene, per_day: int, expected: list[str]) -> None:
    await shelf(office, links=4, videos=4)
    await configure(office, Site(tips_per_day=per_day))
    await office.clock.to("23:00")
    told = [(one.to, f"{calendar.local(one.at):%H:%M}", one.text) for one in office.channel.said]
    assert [(to, at) for to, at, _ in told] == [(to, at) for at in expected for to in ("g1", "g2")]
    assert [text for to, _, text in told if to == "g1"] == [said(1, 1), said(2, 2)][:per_day]
    assert await counted(office, THURSDAY, THURSDAY) == Count(per_day, per_day)
    office.heard()


async def test_a_group_that_has_heard_enough_hears_no_tip_and_it_is_not_counted(office: Scene) -> None:
    await shelf(office, links=1)
    now = office.clock.now
    for number in range(2):
        letter = Letter(f"x:{number}", "test", channel="app", chat="g1", priority=Priority.DUTY, text="提醒")
        await office.work.write(lambda session, one=letter: outbox.post(session, one, now))
    await office.play.step()
    office.heard()
    await office.clock.to("10:00")
    assert len(office.heard("g2")) == 1
    letter = await office.work.read(lambda session: outbox.by_key(session, f"tip:1:{THURSDAY}:1"))
    assert letter is not None
    assert letter.status == "withdrawn"
    assert "budget" in letter.reason


async def test_an_empty_library_says_nothing_to_anybody(office: Scene) -> None:
    await office.clock.to("10:01")
    office.silent()
    done = select(runs.JobRun).where(runs.JobRun.job == "tips", col(runs.JobRun.status) == "done")
    note = await office.work.read(lambda session: session.exec(done).one().note)
    assert note == "the library is empty"


#: What an officer asks on the last Saturday of February, and what the bulletin would print.
COUNTS = (
    ("今年送教多少", "16条：链接8，小视频8\n1月1日—2月28日，同一条发几个群算1条"),
    ("送教情况", "16条：链接8，小视频8\n1月1日—2月28日，同一条发几个群算1条"),
    ("这周推送了多少", "10条：链接5，小视频5\n2月23日—2月28日，同一条发几个群算1条"),
    ("上周推送了多少", "还没推送过\n2月16日—2月22日"),
    ("2月14日推送了多少", "2条：链接1，小视频1\n2月14日，同一条发几个群算1条"),
)


async def test_the_count_as_the_bulletin_prints_it(office: Scene) -> None:
    await shelf(office, links=30, videos=30)
    await office.clock.to("10:05", date(2026, 2, 28))
    office.heard()
    for asked, answer in COUNTS:
        await office.says("李明", asked)
        assert office.heard("李明") == [answer]


async def test_the_count_is_for_officers(office: Scene) -> None:
    await office.enterprise("宏达加油站", "宏达站")
    await office.person("王建国", Role.REPORTER, "宏达加油站")
    await office.says("王建国", "今年送教多少")
    assert office.heard("王建国") == ["只能查本单位的，例：我家这周报了没"]


@pytest.mark.parametrize(
    "words, heard",
    [
        ("今年送教多少", ["李明: 还没推送过\n1月1日—2月12日", "g1: 已私发。"]),
        ("今年送教多少，发群里", ["g1: 还没推送过\n1月1日—2月12日"]),
    ],
)
async def test_a_group_hears_the_count_only_when_an_officer_says_so(
    office: Scene, words: str, heard: list[str]
) -> None:
    await office.says("李明", words, chat="g1", at_bot=True)
    assert office.heard() == heard
