"""Which clock an incident has, what meets it, and how long it is watched."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import Session

from models import upward
from models.inbox import Message
from models.incidents import Incident, IncidentStatus
from models.people import Person
from models.upward import Clock, Manner, UpwardReport
from tests import laid
from tests.conftest import moment
from tests.scene import sqlite

NOW = moment("03:00")
OWN = (
    Clock("县", "市局", Manner.PHONE, minutes=30),
    Clock("县", "县政府", Manner.PHONE, minutes=30),
    Clock("县", "市局", Manner.WRITTEN, minutes=60),
    Clock("县", "市局", Manner.PHONE, level="较大", minutes=15),
)


@pytest.fixture
def session(tmp_path) -> Iterator[Session]:  # type: ignore[no-untyped-def]
    engine = laid.engine(sqlite(tmp_path))
    with Session(engine) as opened:
        opened.add(Person(id=1, name="李明", role="值班员"))
        opened.add(Message(id=1, channel="app", msg_id="1", kind="text", sent_at=NOW, received_at=NOW))
        opened.flush()
        upward.sync(opened, OWN)
        yield opened
    engine.dispose()


def leak(session: Session, event: str = "泄漏", level: str = "") -> Incident:
    told = Incident(channel="app", sender="陈夜", message_id=1, opened_at=NOW, event_type=event, level=level)
    session.add(told)
    session.flush()
    return told


def report(session: Session, incident: Incident, **values: object) -> None:
    told = {"incident_id": incident.id, "at": NOW, "person_id": 1, "message_id": 1, "noted_at": NOW, **values}
    session.add(UpwardReport(**told))
    session.flush()


def keys(session: Session, incident: Incident) -> list[tuple[str, str, int | None]]:
    return [(one.receiver, one.manner, one.minutes) for one in upward.left(session, incident)]


def test_an_incident_owes_what_concerns_its_kind_and_level(session: Session) -> None:
    assert len(keys(session, leak(session))) == 4
    assert len(keys(session, leak(session, level="较大"))) == 5
    assert upward.by_phone(session, leak(session, level="较大")) == NOW + timedelta(minutes=15)


@pytest.mark.parametrize(
    "told, left",
    [
        ({"manner": "phone", "receiver": "市局"}, [("县政府", "phone", 30), ("市局", "written", 60)]),
        ({"manner": "phone"}, [("市局", "written", 60)]),
        ({"manner": "phone", "receiver": "省厅"}, [("市局", "written", 60)]),
        ({"manner": "written", "receiver": "市局"}, [("市局", "phone", 30), ("县政府", "phone", 30)]),
        ({"waived": True}, []),
    ],
)
def test_a_report_meets_its_manner_and_its_office(
    session: Session, told: dict[str, object], left: list[tuple[str, str, int]]
) -> None:
    incident = leak(session)
    report(session, incident, **told)
    assert sorted(keys(session, incident)) == sorted(left)


def test_what_was_none_owes_nothing(session: Session) -> None:
    incident = leak(session)
    incident.status = IncidentStatus.FALSE_ALARM
    assert keys(session, incident) == []


@pytest.mark.parametrize("event, days", [("泄漏", 30), ("火灾", 7), ("交通事故", 7), ("", 30)])
def test_how_long_casualties_are_watched(session: Session, event: str, days: int) -> None:
    assert upward.watched_until(session, leak(session, event)) == NOW + timedelta(days=days)


def test_what_the_county_no_longer_enters_goes(session: Session) -> None:
    upward.sync(session, OWN[:1])
    assert [one.key for one in upward.clocks(session) if one.own] == [OWN[0].key]
    upward.sync(session, [Clock("县", "市局", Manner.PHONE, minutes=20)])
    assert [one.minutes for one in upward.clocks(session) if one.own] == [20]
    assert len(upward.clocks(session)) == len(upward.SHIPPED) + 1


def test_clocks_survive_the_line_that_a_setting_holds() -> None:
    assert upward.read(upward.written(OWN)) == list(OWN)
    assert upward.read("") == []
