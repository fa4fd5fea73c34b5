"""More time: which dates are possible, who may take it, and that it is decided once, on both databases."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from models import extensions, hazards
from models.extensions import Fault, Wish
from models.hazards import Extension, ExtensionStatus, Hazard, Level, Source
from models.lifecycle import By
from models.people import Enterprise
from tests import laid
from tests.closed_loop import PLANT, entered
from tests.conftest import moment

FRIDAY = date(2026, 3, 20)
NOW = moment("10:00", FRIDAY)
BY = By("person:1")
WISH = Wish(date(2026, 3, 27), "阀门没到货", "先停用")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = laid.engine(database_url)
    with Session(made) as session:
        session.add(Enterprise(name=PLANT, registered_at=NOW))
        session.commit()
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine, expire_on_commit=False) as opened:
        yield opened


@pytest.mark.parametrize(
    "old, wanted, expected",
    [
        (None, date(2026, 3, 27), Fault.NONE_YET),
        (date(2026, 3, 10), date(2026, 3, 19), Fault.PAST),
        (date(2026, 3, 10), FRIDAY, None),
        (date(2026, 3, 27), date(2026, 3, 27), Fault.NOT_LATER),
        (date(2026, 3, 27), date(2026, 3, 26), Fault.NOT_LATER),
        (date(2026, 3, 27), date(2026, 3, 28), None),
        (date(2026, 3, 27), FRIDAY + extensions.LONGEST, None),
        (date(2026, 3, 27), FRIDAY + extensions.LONGEST + timedelta(days=1), Fault.TOO_FAR),
    ],
)
def test_which_dates_are_possible(old: date | None, wanted: date, expected: Fault | None) -> None:
    assert extensions.fault(old, wanted, FRIDAY) == expected


@pytest.mark.parametrize(
    "source, level, moved, itself",
    [
        (Source.PATROL, Level.GENERAL, 0, True),
        (Source.SELF_CHECK, Level.GENERAL, 1, True),
        (Source.SELF_CHECK, Level.GENERAL, 2, False),
        (Source.PATROL, Level.MAJOR, 0, False),
        (Source.DEPARTMENT, Level.GENERAL, 0, False),
        (Source.SUPERIOR, Level.MAJOR, 0, False),
    ],
)
def test_who_moves_a_date_itself(source: Source, level: Level, moved: int, itself: bool) -> None:
    hazard = Hazard(source=source, level=level, moved_times=moved)  # type: ignore[call-arg]
    assert extensions.moves_itself(hazard) is itself


def test_it_is_decided_once_whoever_comes_second(engine: Engine, session: Session) -> None:
    hazard = entered(session, NOW, deadline=FRIDAY)
    request = extensions.ask(session, hazard, WISH, BY, NOW)
    session.commit()
    with Session(engine) as other:
        same = other.get_one(Extension, request.id)
        assert extensions.decide(other, same, date(2026, 3, 24), BY, NOW) == ExtensionStatus.SHORTER
        other.commit()
    assert request.status == ExtensionStatus.PENDING  # as this session read it
    assert extensions.decide(session, request, None, BY, NOW, "不行") is None
    session.refresh(hazard)
    assert (request.status, hazard.deadline, hazard.first_deadline) == ("shorter", date(2026, 3, 24), FRIDAY)
    assert [event.move for event in hazards.events(session, hazard)][2:] == ["extension.asked", "extension.shorter"]


def test_a_refusal_moves_nothing_and_a_newer_request_drops_the_older(session: Session) -> None:
    hazard = entered(session, NOW, deadline=FRIDAY)
    extensions.ask(session, hazard, WISH, BY, NOW)
    request = extensions.ask(session, hazard, Wish(date(2026, 4, 1), "还要试压"), BY, NOW)
    assert extensions.decide(session, request, None, BY, NOW, "先停用") == ExtensionStatus.REJECTED
    assert hazard.deadline == FRIDAY
    rows = session.exec(select(Extension)).all()
    assert [row.status for row in rows] == ["dropped", "rejected"]
    assert hazards.pending(session, hazard) is None
    last = extensions.last_decided(session, hazard)
    assert last is not None
    assert last.note == "先停用"


def test_what_waits_is_counted_in_working_days(session: Session) -> None:
    extensions.ask(session, entered(session, NOW, deadline=FRIDAY), WISH, BY, NOW)
    for day, workdays in ((20, 0), (22, 0), (23, 1), (25, 3)):
        found = extensions.waiting(session, moment("09:00", date(2026, 3, day)) + timedelta(hours=2))
        assert [(one.plant.name, one.workdays) for one in found] == [(PLANT, workdays)]
