"""Statements put into words once: the same answers as SQLAlchemy's own way, on both databases."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import bindparam, insert, update
from sqlalchemy import select as core_select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import StatementError
from sqlmodel import Session, col, select
from sqlmodel.sql.sqltypes import UTCDateTime

from models import calendar, db, receiving
from models.incidents import Incident
from models.incoming import Incoming, MessageKind
from models.lookup import Command, Lookup, LookupOf, Rows, put_moment, read_moment
from models.obligations import Due, DueStatus
from models.people import Enterprise
from models.searchable import LedgerText
from tests import laid

NOW = datetime(2026, 3, 15, 1, 30, tzinfo=UTC)
plants = db.table(Enterprise)
_EARLY = Lookup(
    core_select(plants.c.id, plants.c.name, plants.c.registered_at, plants.c.major)
    .where(plants.c.registered_at < bindparam("until"), plants.c.active)
    .order_by(plants.c.id)
)
_NAMED: LookupOf[Enterprise] = LookupOf(select(Enterprise).where(col(Enterprise.name) == bindparam("name")))


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    engine = laid.engine(database_url)
    with Session(engine, expire_on_commit=False) as opened:
        yield opened
    engine.dispose()


def enter(session: Session, *names: str) -> list[Enterprise]:
    made = [Enterprise(name=name, registered_at=NOW + timedelta(days=at)) for at, name in enumerate(names)]
    session.add_all(made)
    return made


def test_columns_come_with_their_types_and_what_was_not_written_yet(session: Session) -> None:
    enter(session, "甲", "乙")
    found = _EARLY.rows(session, until=NOW + timedelta(hours=1))
    assert [(one.name, one.registered_at, one.major) for one in found] == [("甲", NOW, False)]
    assert _EARLY.first(session, until=NOW) is None
    assert _EARLY.value(session, until=NOW) is None
    assert len(_EARLY.values(session, until=NOW + timedelta(days=9))) == 2


#: How SQLAlchemy itself brings a moment into SQLite and out of it.
_MOMENT = UTCDateTime().dialect_impl(sqlite.dialect())
_PUT, _READ = _MOMENT.bind_processor(sqlite.dialect()), _MOMENT.result_processor(sqlite.dialect(), None)


@given(st.datetimes(timezones=st.sampled_from([UTC, calendar.ZONE, timezone(-timedelta(hours=11))])))
def test_moments_are_written_and_read_as_sqlalchemy_does(moment: datetime) -> None:
    assume(date(2, 1, 1) < moment.date() < date(9998, 1, 1))
    written = put_moment(moment)
    assert _PUT
    assert _READ
    assert written == _PUT(moment)
    assert read_moment(written) == _READ(written) == moment.astimezone(UTC)  # some local times of 1991 never were
    assert read_moment(written).tzinfo is UTC  # type: ignore[union-attr]


def test_no_moment_is_none_and_a_naive_one_is_refused() -> None:
    assert (put_moment(None), read_moment(None)) == (None, None)
    with pytest.raises(ValueError, match="naive"):
        put_moment(datetime(2026, 3, 15))  # noqa: DTZ001 - the very fault


def test_a_value_that_is_lacking_is_an_error(session: Session) -> None:
    with pytest.raises((KeyError, StatementError), match="until"):
        _EARLY.rows(session)


def test_a_row_that_the_session_holds_stays_as_it_is_there(session: Session) -> None:
    (one,) = enter(session, "甲")
    session.flush()
    session.connection().execute(update(plants).values(grid="东区"))
    assert _NAMED.first(session, name="甲") is one
    assert one.grid == ""
    session.expunge_all()
    again = _NAMED.all(session, name="甲")
    assert [(row.grid, row.registered_at) for row in again] == [("东区", NOW)]
    again[0].grid = "西区"
    session.commit()
    session.expunge_all()
    assert session.exec(select(Enterprise.grid)).all() == ["西区"]
    assert _NAMED.first(session, name="丙") is None


def test_a_row_is_made_and_changed_as_the_orm_would(session: Session) -> None:
    (plant,) = enter(session, "甲")
    session.flush()
    rows: Rows[Due] = Rows(Due)
    window = {"opens_at": NOW, "closes_at": NOW, "cut_off_at": NOW, "made_up_until": NOW}
    made = rows.add(session, enterprise_id=plant.id, night=date(2026, 3, 14), **window)
    assert (made.status, made.trial, made.note) == (DueStatus.WAITING, False, "")
    assert rows.get(session, db.row_id(made.id)) is made
    assert rows.change(session, made, status=DueStatus.MISSED, satisfied_at=None)
    assert not rows.change(session, made, status=DueStatus.MISSED)
    assert made.status == DueStatus.MISSED
    assert made not in session.dirty
    session.commit()
    session.expunge_all()
    stored = session.exec(select(Due)).one()
    assert (stored.status, stored.night, stored.opens_at) == (DueStatus.MISSED, date(2026, 3, 14), NOW)
    assert rows.get(session, 999) is None


def test_what_was_rolled_back_is_not_held(session: Session) -> None:
    (plant,) = enter(session, "甲")
    session.commit()
    rows: Rows[Due] = Rows(Due)
    window = {"opens_at": NOW, "closes_at": NOW, "cut_off_at": NOW, "made_up_until": NOW}
    rows.add(session, enterprise_id=plant.id, night=date(2026, 3, 14), **window)
    session.rollback()
    assert session.exec(select(Due)).all() == []


def test_a_row_made_past_the_orm_is_found_by_search(session: Session) -> None:
    heard = Incoming("app", "m1", MessageKind.TEXT, "g1", NOW, NOW, text="三车间漏了")
    receiving.receive(session.connection(), [heard])
    rows: Rows[Incident] = Rows(Incident)
    made = rows.add(session, channel="app", sender="g1", message_id=1, opened_at=NOW, event_type="泄漏")
    session.commit()
    assert session.exec(select(LedgerText).where(LedgerText.row_id == made.id)).all()


def test_a_command_tells_how_many_rows_it_made(session: Session) -> None:
    known = db.insert(session, Enterprise).on_conflict_do_nothing(index_elements=["name"])
    values = {"name": "甲", "registered_at": NOW, "class_name": "", "active": True}
    whole = Enterprise(**values).model_dump(exclude={"id"})
    command = Command(known, list(whole))
    assert [command.run(session, **whole), command.run(session, **whole)] == [1, 0]
    made = Command(insert(plants).returning(plants.c.id), list(whole))
    assert (
        made.made(session, **(whole | {"name": "乙"}))
        == session.exec(select(Enterprise.id).where(Enterprise.name == "乙")).one()
    )
