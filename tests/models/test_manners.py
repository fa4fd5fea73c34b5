"""Quiet hours and budgets, line by line of docs/WORDING.md 1: who hears how much unasked, and when."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlmodel import Session

from models import calendar, manners
from models.manners import Silence, Wait
from models.outbox import Outgoing, OutgoingStatus, Priority
from models.people import Enterprise, Person, Role
from tests import laid

MONDAY, SATURDAY = date(2026, 3, 16), date(2026, 3, 14)
DAY = timedelta(days=1)
NUMBERS = count()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    engine = laid.engine(f"sqlite:///{tmp_path / 'manners.db'}")
    with Session(engine, expire_on_commit=False) as opened:
        plant = Enterprise(name="宏达加油站", registered_at=at("00:00", SATURDAY))
        opened.add(plant)
        opened.flush()
        for number, role in enumerate(Role, 1):
            own = plant.id if role in (Role.REPORTER, Role.SAFETY, Role.PRINCIPAL) else None
            opened.add(Person(id=number, name=role.value, role=role, enterprise_id=own))
        opened.flush()
        yield opened
    engine.dispose()


def at(wall: str, day: date = MONDAY) -> datetime:
    return calendar.at(day, calendar.clock(wall))


def letter(session: Session, to: Role | str, priority: Priority, **more: object) -> Outgoing:
    """A letter that is being said: to somebody of a role, or to a chat."""
    role = to if isinstance(to, Role) else None
    made = Outgoing(
        key=f"k{next(NUMBERS)}",
        kind="x",
        priority=priority,
        person_id=list(Role).index(role) + 1 if role else None,
        channel="app",
        to_user=role.name if role else "",
        chat="" if role else to,
        posted_at=at("00:00"),
        not_before=at("00:00"),
        status=OutgoingStatus.SENDING,
    )
    for name, value in more.items():
        setattr(made, name, value)
    session.add(made)
    session.flush()
    return made


def judged(session: Session, to: Role | str, priority: Priority, now: datetime) -> Silence | Wait | None:
    """What becomes of a letter that is claimed at a moment; it is gone afterwards."""
    one = letter(session, to, priority)
    found = manners.judge(session, one, now)
    session.delete(one)
    session.flush()
    return found


def said(session: Session, to: Role | str, *moments: datetime, priority: Priority = Priority.DUTY) -> None:
    for moment in moments:
        letter(session, to, priority, status=OutgoingStatus.SENT, settled_at=moment)


# Quiet hours


@pytest.mark.parametrize(
    "now, until",
    [
        (at("09:00"), None),
        (at("07:29"), at("07:30")),
        (at("12:30"), at("14:00")),
        (at("21:30"), at("07:30", MONDAY + DAY)),
        (at("10:00", SATURDAY), at("07:30")),
        (at("10:00", date(2026, 4, 6)), at("07:30", date(2026, 4, 7))),  # 清明 on a Monday
        (at("10:00", date(2026, 2, 14)), None),  # a Saturday on which offices work
    ],
)
def test_an_office_matter_is_never_said_at_night_at_noon_or_on_a_day_off(
    session: Session, now: datetime, until: datetime | None
) -> None:
    for to in (Role.SAFETY, Role.SUPERVISOR, Role.LEADER, Role.ADMIN, "g1"):
        assert judged(session, to, Priority.OFFICE, now) == (Wait(until, "quiet hours") if until else None)


@pytest.mark.parametrize("priority", [Priority.EMERGENCY, Priority.ANSWER, Priority.DUTY, Priority.RECEIPT])
@pytest.mark.parametrize("wall", ["03:30", "12:45", "23:59"])
def test_everything_else_is_said_at_any_hour(session: Session, priority: Priority, wall: str) -> None:
    assert judged(session, Role.REPORTER, priority, at(wall, SATURDAY)) is None


# Budgets


@pytest.mark.parametrize(
    "to, most, who",
    [
        (Role.REPORTER, 3, "this person"),
        (Role.SAFETY, 3, "this person"),
        (Role.PRINCIPAL, 3, "this person"),
        (Role.LEADER, 1, "this leader"),
        ("g1", 2, "this group"),
    ],
)
def test_a_budget_holds_for_a_day_and_says_why(session: Session, to: Role | str, most: int, who: str) -> None:
    said(session, to, *[at("23:59", MONDAY - DAY)] * 5)
    for place in range(most):
        assert judged(session, to, Priority.OFFICE, at("16:00")) is None
        said(session, to, at(f"0{place}:30"))
    told = Silence(f"budget: {most} of {most} a day were said to {who} already")
    assert judged(session, to, Priority.OFFICE, at("16:00")) == told
    assert judged(session, to, Priority.DUTY, at("16:00")) == told
    assert judged(session, to, Priority.OFFICE, at("09:00", MONDAY + DAY)) is None


@pytest.mark.parametrize("role", [Role.REPORTER, Role.LEADER, Role.DUTY])
@pytest.mark.parametrize("priority", [Priority.EMERGENCY, Priority.ANSWER, Priority.RECEIPT])
def test_answers_receipts_and_emergencies_have_no_budget_and_count_for_none(
    session: Session, role: Role, priority: Priority
) -> None:
    said(session, role, *[at("00:10")] * 9, priority=priority)
    assert judged(session, role, Priority.DUTY, at("02:00")) is None
    said(session, role, *[at("00:20")] * 9)
    assert judged(session, role, priority, at("02:00")) is None


@pytest.mark.parametrize("role", [Role.DUTY, Role.SUPERVISOR, Role.HEAD])
def test_an_officer_hears_one_thing_a_night_and_the_rest_in_the_morning(session: Session, role: Role) -> None:
    said(session, role, *[at("22:59", MONDAY - DAY)] * 2)
    assert judged(session, role, Priority.DUTY, at("05:10")) is None
    said(session, role, at("23:00", MONDAY - DAY))
    told = Wait(at("06:00"), "budget: 1 said to the officer tonight")
    assert judged(session, role, Priority.DUTY, at("05:10")) == told
    assert judged(session, role, Priority.DUTY, at("06:00")) is None
    assert judged(session, role, Priority.DUTY, at("22:59")) is None


def test_the_list_of_a_key_period_finds_room_in_any_night(session: Session) -> None:
    said(session, Role.DUTY, at("02:00"))
    listed = letter(session, Role.DUTY, Priority.DUTY)
    assert isinstance(manners.judge(session, listed, at("04:05")), Wait)
    listed.kind = "patrol.silent"
    assert manners.judge(session, listed, at("04:05")) is None


def test_officers_by_day_have_no_budget(session: Session) -> None:
    for role in (Role.DUTY, Role.SUPERVISOR, Role.HEAD, Role.ADMIN):
        said(session, role, *[at("08:20")] * 9)
        assert judged(session, role, Priority.DUTY, at("09:00")) is None


def test_what_an_officer_ordered_stands_beside_the_budget_and_not_beside_the_night(session: Session) -> None:
    said(session, Role.SAFETY, *[at("08:20")] * 3)
    ordered = letter(session, Role.SAFETY, Priority.OFFICE, about={"ordered": True})
    assert manners.judge(session, ordered, at("16:00")) is None
    assert manners.judge(session, ordered, at("22:00")) == Wait(at("07:30", MONDAY + DAY), "quiet hours")


def test_a_budget_counts_by_account_and_also_what_goes_out_now(session: Session) -> None:
    said(session, Role.SAFETY, at("06:40"), at("08:40"))
    going = letter(session, Role.SAFETY, Priority.OFFICE)
    twin = letter(session, Role.SAFETY, Priority.OFFICE, person_id=list(Role).index(Role.PRINCIPAL) + 1)
    assert isinstance(manners.judge(session, twin, at("09:00")), Silence)
    session.delete(going)
    session.flush()
    assert manners.judge(session, twin, at("09:00")) is None
