"""The rota: swaps, stand-ins, hand-over, gaps, and who is asked who has it."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from models import calendar, periods, rota, rota_gaps
from models.audit import Audit
from models.outbox import Outgoing
from models.people import Person, Role
from models.periods import KeyPeriod
from models.rota import Shift
from models.site import Setting
from models.swaps import Swap, SwapStatus
from models.wording.compose import Said, compose
from scheduler import rota as clock
from tests.scene import Scene, scene, sqlite

MONDAY = date(2026, 3, 16)
DAY = timedelta(days=1)


def at(wall: str, day: date = MONDAY) -> datetime:
    return calendar.at(day, calendar.clock(wall))


@pytest.fixture
async def desk(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Scene]:
    """A bureau with three officers, two leaders, a head and an admin; a shift a day for a fortnight, by turns."""
    marked = request.node.get_closest_marker("begins")
    start = at(marked.args[1], marked.args[0]) if marked else at("09:00")
    async with scene(sqlite(tmp_path), start) as made:
        for number, (name, role) in enumerate(
            (
                *(("李明", Role.DUTY), ("周宁", Role.DUTY), ("吴川", Role.DUTY)),
                *(("王强", Role.LEADER), ("孙莉", Role.LEADER), ("江科", Role.HEAD), ("管理", Role.ADMIN)),
            )
        ):
            await made.person(name, role, phone=f"1380013800{number}")
        officers, leaders = ("李明", "周宁", "吴川"), ("王强", "孙莉")
        for offset in range(14):
            await made.shift(MONDAY + offset * DAY, officers[offset % 3], leaders[offset % 2])
        yield made


async def has(desk: Scene, day: date) -> list[str]:
    """Who has the shift of a day, the leader last."""

    def crew(session: Session) -> list[str]:
        return [one.name for found in rota.crews(session, rota.of_day(session, day)) for one in found.everybody]

    return await desk.work.read(crew)


# Who has it


@pytest.mark.parametrize(
    "words, answer",
    [
        ("今天谁值班", "值班 李明 13800138000\n带班 王强 13800138003\n3月17日8:30换班：周宁、孙莉"),
        ("明天谁值班", "3月17日值班 周宁 13800138001\n带班 孙莉 13800138004"),
        ("周六谁值班", "3月21日值班 吴川 13800138002\n带班 孙莉 13800138004"),
        (
            "这周末谁值班",
            "3月21日—22日值班\n21日（周六）吴川，带班孙莉\n22日（周日）李明，带班王强",
        ),
    ],
)
async def test_who_is_on_duty_is_told_for_any_day(desk: Scene, words: str, answer: str) -> None:
    await desk.says("江科", words)
    assert desk.heard("江科") == [answer]


async def test_a_feast_is_told_day_by_day_and_what_is_empty_too(desk: Scene) -> None:
    await desk.says("江科", "清明谁值班")
    assert desk.heard("江科") == ["4月4日—6日值班\n4日（周六）没排班\n5日（周日）没排班\n6日（周一）没排班"]


async def test_how_often_each_has_served_is_a_figure_also_of_who_never_did(desk: Scene) -> None:
    await desk.person("郑南", Role.DUTY)
    await desk.clock.to("09:00", date(2026, 3, 22))
    desk.heard()
    await desk.says("江科", "这个月谁值了几次班")
    assert desk.heard("江科") == [
        "3月1日—22日值班次数\n王强 4次，休息日1次\n李明 3次，休息日1次\n孙莉 3次，休息日1次\n"
        "周宁 2次\n吴川 2次，休息日1次\n郑南 0次"
    ]


# Swaps


async def test_a_swap_is_asked_of_the_other_and_done_when_they_agree(desk: Scene) -> None:
    await desk.says("李明", "3月19日周宁替我")
    assert desk.heard() == [
        "李明: 已问周宁，同意了才算\n3月19日的班 李明→周宁\n没回之前不变",
        "周宁: 李明想和您换班\n3月19日的班 李明→周宁\n回1同意，回2不同意\n过后回：同意换班",
    ]
    assert await has(desk, date(2026, 3, 19)) == ["李明", "孙莉"]
    await desk.says("周宁", "1")
    assert desk.heard() == [
        "周宁: 换好了\n3月19日的班 李明→周宁\n已告诉李明、孙莉",
        "李明: 换班了，李明、周宁办的\n3月19日的班 李明→周宁\n不对请找科长或带班领导",
        "孙莉: 换班了，李明、周宁办的\n3月19日的班 李明→周宁\n不对请找科长或带班领导",
    ]
    assert await has(desk, date(2026, 3, 19)) == ["周宁", "孙莉"]
    trail = await desk.work.read(
        lambda session: session.exec(select(Audit).where(Audit.action == "shift.swapped")).all()
    )
    assert len(trail) == 1


async def test_two_shifts_are_exchanged_by_their_days_and_agreed_to_in_words_days_later(desk: Scene) -> None:
    await desk.says("李明", "我3月19日和周宁3月20日换班")
    assert desk.heard()[0] == ("李明: 已问周宁，同意了才算\n3月19日的班 李明→周宁\n3月20日的班 周宁→李明\n没回之前不变")
    await desk.clock.to("14:30", MONDAY + DAY)
    desk.heard()
    await desk.says("周宁", "同意换班")
    assert len(desk.heard()) == 4  # both leaders too
    assert await has(desk, date(2026, 3, 19)) == ["周宁", "孙莉"]
    assert await has(desk, date(2026, 3, 20)) == ["李明", "王强"]


async def test_who_says_no_leaves_the_rota_as_it_was(desk: Scene) -> None:
    await desk.says("李明", "我和周宁换3月19日的班")
    desk.heard()
    await desk.says("周宁", "2")
    assert desk.heard() == [
        "周宁: 好，没换，已告诉对方",
        "李明: 周宁不同意换班，值班表没变\n3月19日的班 李明→周宁\n要另找人，或请科长来排",
    ]
    await desk.says("周宁", "同意换班")
    assert desk.heard("周宁") == ["没有等您答复的换班"]
    assert await has(desk, date(2026, 3, 19)) == ["李明", "孙莉"]


async def test_a_head_orders_it_at_once_and_both_and_the_leader_hear_of_it(desk: Scene) -> None:
    await desk.says("江科", "周宁替李明值3月19日")
    assert [one.partition(":")[0] for one in desk.heard()] == ["江科", "李明", "周宁", "孙莉"]
    assert await has(desk, date(2026, 3, 19)) == ["周宁", "孙莉"]


async def test_whoever_takes_a_duty_upon_himself_need_not_ask(desk: Scene) -> None:
    await desk.says("周宁", "今天我替李明值班")
    assert [one.partition(":")[0] for one in desk.heard()] == ["周宁", "李明", "王强"]
    await desk.says("江科", "今天谁值班")
    assert desk.heard("江科")[0].startswith("值班 周宁")


async def test_leaders_swap_too(desk: Scene) -> None:
    await desk.says("王强", "3月18日孙莉替我带班")
    assert [one.partition(":")[0] for one in desk.heard()] == ["王强", "孙莉"]
    await desk.says("孙莉", "1")
    desk.heard()
    assert await has(desk, date(2026, 3, 18)) == ["吴川", "孙莉"]


@pytest.mark.parametrize(
    "who, words, answer",
    [
        ("李明", "3月17日吴川替我", "3月17日的班不是李明的，排的是周宁、孙莉"),
        ("李明", "3月19日张三替我", "局里没有登记“张三”，请核对姓名"),
        ("李明", "3月19日江科替我", "江科没登记为值班员，请先在人员表里加一行"),
        ("李明", "5月19日周宁替我", "5月19日还没排班，请先导入值班表"),
        ("吴川", "周宁替李明值3月19日", "换班由两人自己、科长、带班领导或管理员来说"),
        ("李明", "周宁替我值班", "换哪天的班？例：3月16日周宁替我\n我和周宁换3月16日的班"),
        ("江科", "3月12日吴川替李明", "3月12日还没排班，请先导入值班表"),
    ],
)
async def test_what_cannot_be_swapped_is_said_at_once(desk: Scene, who: str, words: str, answer: str) -> None:
    await desk.says(who, words)
    assert desk.heard(who) == [answer]


async def test_nobody_gets_two_shifts_at_once_and_who_has_no_account_cannot_be_asked(desk: Scene) -> None:
    def night_shift(session: Session) -> None:
        there = {one.name: one.id for one in session.exec(select(Person))}
        starts = at("17:30", date(2026, 3, 19))
        session.add(Shift(name="夜班", starts_at=starts, ends_at=starts + DAY, officer_id=there["周宁"]))

    await desk.work.write(night_shift)
    await desk.says("李明", "3月19日周宁替我")
    assert desk.heard("李明") == ["周宁已有3月19日夜班，时间重了，请另找人"]
    await desk.person("郑南", Role.DUTY, user="-", phone="13800138009")
    await desk.says("李明", "3月19日郑南替我")
    assert desk.heard("李明") == ["郑南没有账号，问不到；请打13800138009说好，再由科长或带班领导来换"]


async def test_a_swap_that_the_rota_has_overtaken_is_not_carried_out(desk: Scene) -> None:
    await desk.says("李明", "3月19日周宁替我")
    await desk.says("江科", "吴川替李明值3月19日")
    desk.heard()
    await desk.says("周宁", "1")
    assert desk.heard("周宁") == ["没有等您答复的换班"]
    rows = await desk.work.read(lambda session: [one.status for one in session.exec(select(Swap))])
    assert rows == [SwapStatus.WITHDRAWN, SwapStatus.DONE]


@pytest.mark.begins(MONDAY, "23:00")
async def test_nobody_is_woken_for_a_swap_of_another_day(desk: Scene) -> None:
    await desk.says("李明", "3月19日周宁替我")
    assert [one.partition(":")[0] for one in desk.heard()] == ["李明"]
    await desk.clock.to("07:30", MONDAY + DAY)
    assert [one.partition(":")[0] for one in desk.heard()] == ["周宁"]


# What is empty


@pytest.mark.begins(date(2026, 3, 23), "09:00")
async def test_a_gap_is_told_seven_days_ahead_then_to_the_leader_and_once_each(desk: Scene) -> None:
    await desk.clock.to("10:00", date(2026, 3, 23))
    assert [one for one in desk.heard() if one.startswith("江科")] == [
        "江科: 值班表缺1处｜3月30日起\n3月30日8:30起 没排班\n排班直接说，例：3月30日周宁值班\n或导入值班表"
    ]
    await desk.clock.to("10:01", date(2026, 3, 27))
    assert not [one for one in desk.heard() if "值班表缺" in one]
    await desk.clock.to("10:01", date(2026, 3, 28))
    told = [one for one in desk.heard() if "值班表缺" in one]
    assert [one.partition(":")[0] for one in told] == ["王强", "江科"]
    await desk.clock.to("06:30", date(2026, 3, 30))
    assert [one for one in desk.heard() if "请现在定人" in one] == [
        "江科: 8:30起没排班｜3月30日\n请现在定人，定了直接说\n例：3月30日周宁值班",
        "孙莉: 8:30起没排班｜3月30日\n请现在定人，定了直接说\n例：3月30日周宁值班",
    ]
    await desk.says("江科", "3月30日周宁值班")
    assert desk.heard() == [
        "江科: 排好了｜3月30日8:30—31日8:30\n周宁，没排带班",
        "周宁: 给您排了值班，江科排的\n3月30日8:30—31日8:30\n去不了请尽早说",
    ]
    await desk.says("江科", "3月30日王强带班")
    assert desk.heard()[0] == "江科: 排好了｜3月30日8:30—31日8:30\n周宁，带班王强"
    await desk.says("江科", "3月30日吴川值班")
    assert desk.heard("江科") == ["3月30日值班已排周宁\n要换就说：某某替周宁值3月30日"]


async def test_an_office_without_a_rota_hears_nothing_of_gaps(county: Scene) -> None:
    found = await county.work.read(lambda session: rota_gaps.kept(session, county.clock.now))
    assert not found


async def test_a_shift_without_a_leader_and_one_whose_officer_has_left_are_gaps(desk: Scene) -> None:
    def leave(session: Session) -> None:
        for shift in session.exec(select(Shift).where(Shift.starts_at == at("08:30", date(2026, 3, 18)))):
            shift.leader_id = None
            session.add(shift)
        person = session.exec(select(Person).where(Person.name == "周宁")).one()
        person.active = False
        session.add(person)

    await desk.work.write(leave)
    found = await desk.work.read(
        lambda session: rota_gaps.gaps(session, desk.clock.now, desk.clock.now + timedelta(days=4))
    )
    assert [(calendar.local(one.starts_at).day, one.lack.value) for one in found] == [
        (17, "officer"),
        (18, "leader"),
        (20, "officer"),
    ]
    desk.strict = False


# The evening before, and in the morning


async def test_who_begins_tomorrow_is_told_at_five_on_working_days_and_over_the_weekend_on_friday(desk: Scene) -> None:
    await desk.clock.to("17:00")
    assert [one for one in desk.heard() if "起您" in one] == [
        "周宁: 明天8:30起您值班，到3月18日8:30\n带班 孙莉 13800138004",
        "孙莉: 明天8:30起您带班，到3月18日8:30\n值班 周宁 13800138001",
    ]
    await desk.clock.to("17:00", date(2026, 3, 20))
    friday = [one for one in desk.heard() if "明天8:30起您值班" in one and one.startswith("吴川")]
    assert friday[-1] == "吴川: 明天8:30起您值班，到3月22日8:30\n带班 孙莉 13800138004"
    desk.strict = False


async def test_the_note_of_what_is_open_goes_to_both_shifts_and_is_left_out_when_nothing_is(county: Scene) -> None:
    await county.person("周宁", Role.DUTY)
    for offset, name in enumerate(("李明", "周宁", "李明")):
        await county.shift(date(2026, 3, 14) + offset * DAY, name, "王强")
    await county.clock.to("08:10", date(2026, 3, 16))
    told = [one for one in county.heard() if "交班" in one]
    assert told == [
        "周宁: 交班1件｜3月16日8:30 周宁→李明\n1 连续2夜没报：豫丰化工★等3家",
        "李明: 交班1件｜3月16日8:30 周宁→李明\n1 连续2夜没报：豫丰化工★等3家",
    ]
    county.strict = False


async def test_nothing_open_is_no_note(desk: Scene) -> None:
    await desk.clock.to("08:30", MONDAY + DAY)
    assert not [one for one in desk.heard() if "交班" in one]


async def _key_period(desk: Scene, first: date) -> None:
    def enter(session: Session) -> None:
        periods.enter(
            session,
            KeyPeriod(name="全国两会", starts=first, ends=first + DAY, entered_at=desk.clock.now),
        )
        for name in ("甲一", "乙二", "丙三", "丁四", "戊五", "己六", "庚七"):
            session.add(Person(name=name, role=Role.SUPERVISOR))

    await desk.work.write(enter)


@pytest.mark.begins(date(2026, 3, 20), "11:00")
async def test_what_waits_over_a_weekend_is_said_once(desk: Scene) -> None:
    await _key_period(desk, date(2026, 3, 24))
    await desk.clock.to("12:00", date(2026, 3, 23))
    assert len([one for one in desk.heard() if "三分之一" in one]) == 1
    desk.strict = False


async def test_in_a_key_period_a_third_shall_be_there(desk: Scene) -> None:
    await _key_period(desk, MONDAY + 5 * DAY)
    await desk.clock.to("10:00")
    assert [one for one in desk.heard() if "三分之一" in one] == [
        "江科: 全国两会有2天值班不到三分之一\n全局13人，每天至少5人\n3月21日4人、3月22日4人\n一个班可排几名值班员"
    ]
    desk.strict = False


async def test_whoever_asked_for_a_swap_and_has_no_answer_hears_that_it_is_still_theirs(desk: Scene) -> None:
    await desk.says("周宁", "3月17日吴川替我")
    desk.heard()
    await desk.clock.to("17:00")
    told = [one for one in desk.heard() if one.startswith("周宁")]
    assert told == ["周宁: 明天8:30起您值班，到3月18日8:30\n带班 孙莉 13800138004\n和吴川换班还没答复，仍是您值"]


@pytest.mark.begins(date(2026, 3, 30), "06:30")
async def test_two_hours_before_a_gap_the_telephones_ring_where_a_gateway_is(desk: Scene) -> None:
    def call(session: Session) -> list[tuple[str, str]]:
        session.merge(Setting(key="phone_channels", value="sms"))
        session.flush()
        clock.soon(session, desk.clock.now, desk.clock.now)
        rows = session.exec(select(Outgoing).where(Outgoing.kind == "rota.phone")).all()
        texts = [(row.to_user, compose(session, row, desk.clock.now)) for row in rows]
        found = [(to, text.text) for to, text in texts if isinstance(text, Said)]
        session.rollback()
        return found

    assert await desk.work.read(call) == [
        ("13800138005", "夜巡：3月30日8:30起没排班，请现在定人"),
        ("13800138004", "夜巡：3月30日8:30起没排班，请现在定人"),
    ]
