"""Whom the bot asks for what the lists lack, how often, and which enterprises a page of 08:40 takes."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from models import bursts, calendar, db, hazards, missing, tables, trail
from models.hazards import Draft, Hazard, HazardStatus, Level, Source
from models.outbox import Outgoing, OutgoingStatus
from models.people import Binding, Enterprise, Person, Role
from scheduler.hazards import PAGE, ask_missing
from tests import laid

MONDAY = date(2026, 3, 16)


def at(wall: str, day: date = MONDAY) -> datetime:
    return calendar.at(day, calendar.clock(wall))


NOW = at("08:40")


@pytest.fixture
def session() -> Iterator[Session]:
    assert tables.TABLES
    engine = laid.engine("sqlite:///:memory:")
    with Session(engine) as opened:
        yield opened
        opened.rollback()
    engine.dispose()


def plant(session: Session, name: str = "河南豫丰化工有限公司") -> Enterprise:
    made = Enterprise(name=name, registered_at=NOW - timedelta(days=30))
    session.add(made)
    session.flush()
    return made


def person(session: Session, of: Enterprise, name: str, role: Role, *, reached: bool = True) -> Person:
    made = Person(name=name, role=role, enterprise_id=of.id)
    session.add(made)
    session.flush()
    if reached:
        session.add(Binding(channel="app", user_id=name, person_id=db.row_id(made.id), bound_at=NOW))
        session.flush()
    return made


def hazard(session: Session, of: Enterprise, item: str = "灭火器过期", **more: Any) -> Hazard:
    draft = Draft(db.row_id(of.id), Source.PATROL, NOW, NOW, item=item)
    made = hazards.enter(session, draft, NOW)
    for name, value in more.items():
        setattr(made, name, value)
    session.add(made)
    session.flush()
    return made


COMPLETE = {"responsible": "张强", "measures": "换新", "deadline": MONDAY}


@pytest.mark.parametrize(
    "more, lacks",
    [
        ({}, True),
        (COMPLETE, False),
        (COMPLETE | {"item": ""}, True),
        (COMPLETE | {"level": Level.MAJOR}, True),
        ({"status": HazardStatus.AWAITING}, False),
        ({"status": HazardStatus.CLOSED}, False),
        ({"status": HazardStatus.VOID}, False),
        ({"status": HazardStatus.RECTIFYING}, True),
        ({"claimed_at": NOW}, False),
    ],
)
def test_only_what_is_still_to_be_fixed_can_lack_something(session: Session, more: dict[str, Any], lacks: bool) -> None:
    of = plant(session)
    hazard(session, of, **more)
    assert bool(missing.lacking(session, [db.row_id(of.id)])) == lacks
    assert bool(missing.enterprises(session, 0, 10, NOW)) == lacks


def test_the_safety_manager_is_asked_else_the_principal_else_the_duty_phone(session: Session) -> None:
    of = plant(session)
    assert missing.whom(session, of, NOW) == []
    guard = person(session, of, "张强", Role.REPORTER)
    assert missing.whom(session, of, NOW) == [guard]
    principal = person(session, of, "老总", Role.PRINCIPAL)
    assert missing.whom(session, of, NOW) == [principal]
    person(session, of, "没手机", Role.SAFETY, reached=False)
    assert missing.whom(session, of, NOW) == [principal], "who has no account cannot be asked"
    first, second = (person(session, of, name, Role.SAFETY) for name in ("李安", "刘安"))
    assert missing.whom(session, of, NOW) == [first, second]


def test_where_nobody_can_be_asked_the_reason_stays_and_the_officer_knows(session: Session) -> None:
    of = plant(session)
    row = hazard(session, of)
    assert missing.ask(session, of, NOW) == 0
    [step] = trail.of_key(session, f"missing:{of.id}:{MONDAY}")
    assert step.turned == trail.Turned.SUPPRESSED
    assert missing.ask(session, of, at("08:40", MONDAY + timedelta(days=1))) == 0
    assert list(missing.given_up(session)) == [row]


def test_a_question_of_the_same_day_joins_the_one_that_waits_and_follows_the_one_that_was_said(
    session: Session,
) -> None:
    of = plant(session)
    person(session, of, "李安", Role.SAFETY)
    first = hazard(session, of)
    assert missing.ask(session, of, NOW) == 1
    second = hazard(session, of, "护栏松动")
    assert missing.ask(session, of, NOW) == 0
    assert (first.asked_times, second.asked_times) == (1, 1)
    assert missing.asked_on(session, db.row_id(of.id), MONDAY) == [first, second]
    [letter] = session.exec(select(Outgoing)).all()
    assert [step.turned for step in trail.of_key(session, letter.key)] == [trail.Turned.MERGED]
    letter.status = OutgoingStatus.SENT
    third = hazard(session, of, "照明坏了")
    assert missing.ask(session, of, NOW) == 0
    assert third.asked_times == 0, "it is asked about the next morning"
    assert missing.ask(session, of, at("08:40", MONDAY + timedelta(days=1))) == 1
    assert (first.asked_times, third.asked_times) == (2, 1)


@pytest.mark.parametrize(
    "first, second, again",
    [
        ("08:40", at("08:40", MONDAY + timedelta(days=1)), True),
        ("10:15", at("08:40", MONDAY + timedelta(days=1)), True),
        ("17:50", at("08:40", MONDAY + timedelta(days=1)), False),
        ("08:40", at("23:59"), False),
    ],
)
def test_the_second_question_comes_on_another_day_and_not_the_morning_after_an_afternoon(
    session: Session, first: str, second: datetime, again: bool
) -> None:
    of = plant(session)
    person(session, of, "李安", Role.SAFETY)
    hazard(session, of)
    assert missing.ask(session, of, at(first)) == 1
    assert missing.ask(session, of, second) == int(again)


def test_a_letter_that_nobody_heard_does_not_count(session: Session) -> None:
    of = plant(session)
    person(session, of, "李安", Role.SAFETY)
    row = hazard(session, of)
    for day in range(3):
        assert missing.ask(session, of, NOW + timedelta(days=day)) == 1
        assert row.asked_times == 1
        for letter in session.exec(select(Outgoing)).all():
            letter.status = OutgoingStatus.WITHDRAWN
    assert list(missing.given_up(session)) == []


@pytest.mark.parametrize(
    "wall, day, now",
    [
        ("08:00", MONDAY, True),
        ("17:59", MONDAY, True),
        ("07:59", MONDAY, False),
        ("18:00", MONDAY, False),
        ("10:00", MONDAY - timedelta(days=1), False),
        ("10:00", date(2026, 2, 17), False),  # 春节
        ("10:00", date(2026, 2, 14), True),  # a Saturday that is worked
    ],
)
def test_a_new_hazard_is_asked_about_at_once_in_office_hours(wall: str, day: date, now: bool) -> None:
    assert missing.at_once(at(wall, day)) == now


def test_pages_take_every_enterprise_once(session: Session) -> None:
    for number in range(PAGE * 2 + 5):
        of = plant(session, f"第{number}化工")
        person(session, of, f"安{number}", Role.SAFETY)
        hazard(session, of)
    cursors: list[int] = []
    cursor: int | None = 0
    while cursor is not None:
        cursors.append(cursor)
        cursor = ask_missing(session, NOW, NOW, cursor)
    assert len(cursors) == 3
    letters = session.exec(select(Outgoing).order_by(col(Outgoing.id))).all()
    assert len({letter.person_id for letter in letters}) == len(letters) == PAGE * 2 + 5
    assert ask_missing(session, NOW, NOW, 0) is not None
    assert len(session.exec(select(Outgoing)).all()) == len(letters), "the same morning asks nobody twice"


def test_on_a_day_without_work_nobody_is_asked(session: Session) -> None:
    of = plant(session)
    person(session, of, "李安", Role.SAFETY)
    hazard(session, of)
    sunday = at("08:40", MONDAY - timedelta(days=1))
    assert ask_missing(session, sunday, sunday, 0) is None
    assert session.exec(select(Outgoing)).all() == []


@pytest.mark.parametrize(
    "one, other, same",
    [
        (("三车间", "灭火器过期"), ("三车间", "灭火器过期了。"), True),
        (("三车间", "灭火器过期"), ("", "三车间的灭火器 过期"), True),
        (("三车间", "灭火器过期"), ("二车间", "灭火器过期"), False),
        (("", "A区门坏了"), ("", "a区门坏了"), True),
        (("1号罐", "渗漏"), ("2号罐", "渗漏"), False),
    ],
)
def test_the_same_hazard_in_other_words_is_the_same(one: tuple[str, str], other: tuple[str, str], same: bool) -> None:
    assert (bursts.gist(*one) == bursts.gist(*other)) == same


def test_what_nobody_described_is_no_twin_of_anything(session: Session) -> None:
    of = plant(session)
    hazard(session, of, "")
    assert bursts.twin(session, db.row_id(of.id), "", "", NOW) is None
