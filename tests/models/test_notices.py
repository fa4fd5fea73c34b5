"""Whom a notice is for, when its steps come, and that a step that was missed is found."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.weather import profiles
from models import calendar, notice_steps, notices, recipients, runs, weather
from models.notice_steps import Step
from models.notices import Notice, NoticeKind
from models.people import Enterprise, Person, Role
from models.recipients import Whom
from tests import laid
from tests.scene import sqlite

NOON = calendar.at(date(2026, 7, 16), calendar.clock("11:00"))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    engine = laid.engine(sqlite(tmp_path))
    with Session(engine) as opened:
        yield opened
    engine.dispose()


def plant(**given: object) -> Enterprise:
    return Enterprise.model_validate({"id": 1, "name": "甲厂", "registered_at": NOON, **given})


@pytest.mark.parametrize(
    "whom, given, fits",
    [
        (Whom(), {}, True),
        (Whom(classes=("加油站",)), {"class_name": "加油站"}, True),
        (Whom(classes=("加油站",)), {"class_name": "生产"}, False),
        (Whom(grids=("东片",)), {"grid": "东片"}, True),
        (Whom(enterprises=(1,)), {}, True),
        (Whom(enterprises=(2,)), {}, False),
        (Whom(major=True), {"major": True}, True),
        (Whom(major=True), {}, False),
        (Whom(goods=("氯",)), {"goods": "液氯、烧碱"}, True),
        (Whom(goods=("液氯",)), {"goods": "烧碱"}, False),
        (Whom(goods=("液氯",)), {"goods": ""}, False),
        (Whom(goods=("液氯",), unknown=True), {"goods": ""}, True),
        (Whom(goods=("液氯",), unknown=True), {"goods": "无"}, False),
        (Whom(places=("低洼",)), {"places": "露天罐区、低洼"}, True),
        (Whom(classes=("加油站",), major=True), {"major": True}, True),
    ],
)
def test_whom_a_notice_is_for(whom: Whom, given: dict[str, object], fits: bool) -> None:
    assert whom.fits(plant(**given)) is fits
    assert recipients.whom(whom.stored()) == whom


@pytest.mark.parametrize(
    "said, due", [("01:30", "16 10:00"), ("03:59", "16 10:00"), ("04:01", "17 10:00"), ("15:00", "17 10:00")]
)
def test_a_warning_wants_its_answer_at_the_next_ten_that_is_six_hours_away(said: str, due: str) -> None:
    now = calendar.at(date(2026, 7, 16), calendar.clock(said))
    assert f"{calendar.local(notice_steps.due_at(now)):%d %H:%M}" == due


def _warning(ends: timedelta) -> Notice:
    return Notice(
        kind=NoticeKind.WEATHER,
        person_id=1,
        drafted_at=NOON,
        wanted_until=min(notice_steps.due_at(NOON), NOON + ends),
        lasts_until=NOON + ends,
    )


def test_no_step_of_a_warning_lies_behind_its_end() -> None:
    for hours in range(1, 60):
        ladder = list(notice_steps.warning_ladder(_warning(timedelta(hours=hours)), NOON))
        assert [what for what, _ in ladder][-1] == Step.LIST
        assert all(moment <= NOON + timedelta(hours=hours) for _, moment in ladder)
    whole = dict(notice_steps.warning_ladder(_warning(timedelta(days=3)), NOON))
    assert whole[Step.AGAIN_MAJOR] == NOON + timedelta(hours=2)
    assert whole[Step.LIST] == whole[Step.AGAIN] + timedelta(hours=2)


def _entered(session: Session, at: datetime) -> Notice:
    session.add(Person(id=1, name="李明", role=Role.DUTY))
    session.flush()
    notice = Notice(person_id=1, drafted_at=NOON)
    notice_steps.plan(session, notices.enter(session, notice), Step.TELL, at)
    session.flush()
    return notice


def test_a_step_comes_at_its_moment_and_one_behind_the_last_look_every_five_minutes(session: Session) -> None:
    assert notice_steps.moments(session) == ()
    _entered(session, NOON)
    runs.beat(session, "planned", NOON - timedelta(minutes=1))
    assert notice_steps.moments(session) == (NOON,)
    for looked, found in ((0, 5), (4, 5), (5, 10), (61, 65)):
        runs.beat(session, "planned", NOON + timedelta(minutes=looked))
        assert notice_steps.moments(session) == (NOON + timedelta(minutes=found),)
    step = notice_steps.next_due(session, NOON)
    assert step is not None
    step.done_at = NOON
    session.flush()
    assert notice_steps.moments(session) == ()
    assert notice_steps.next_due(session, NOON) is None


def test_what_is_taken_back_has_no_steps_left_but_that_it_is_over(session: Session) -> None:
    notice = _entered(session, NOON)
    notice_steps.end(session, notice, NOON, said=True)
    session.flush()
    step = notice_steps.next_due(session, NOON + timedelta(minutes=1))
    assert step is not None
    assert step.what == Step.OVER


def test_an_office_changes_one_kind_of_weather_and_leaves_another_out(session: Session) -> None:
    weather.sync(session, profiles())
    assert {one.name for one in weather.profiles(session)} == {"低温", "大风", "强降水", "暴雪", "雷电", "高温"}
    weather.sync(
        session, profiles([{"name": "高温", "goods": ["酒"]}, {"name": "暴雪", "off": True}, {"name": "大雾"}])
    )
    assert {one.name for one in weather.profiles(session)} == {"低温", "大风", "强降水", "雷电", "高温", "大雾"}
    heat, fog = weather.profile(session, "高温"), weather.profile(session, "大雾")
    assert heat is not None
    assert fog is not None
    assert (heat.goods, heat.checks) == ("酒", "喷淋、通风、11—16点不装卸")
    assert weather.several(fog.colours) == ("蓝", "黄", "橙", "红")


@pytest.mark.parametrize(
    "word, name",
    [("高温", "高温"), ("寒潮", "低温"), ("特大暴雨", "强降水"), ("雷暴", "雷电"), ("台风", "大风"), ("沙尘", None)],
)
def test_people_have_other_names_for_the_same_weather(session: Session, word: str, name: str | None) -> None:
    weather.sync(session, profiles())
    found = weather.profile(session, word)
    assert (found.name if found else None) == name
