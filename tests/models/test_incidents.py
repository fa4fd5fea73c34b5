"""The guarded steps of an incident, on both databases: the first one wins, an entry is one, an end is final."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from models import callout, db, incidents
from models.inbox import Message
from models.incidents import Incident, IncidentEntry, IncidentStatus, Stage
from models.people import Binding, Person, Role
from tests import laid
from tests.conftest import moment

NOW = moment("03:00")


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    engine: Engine = laid.engine(database_url)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


def person(session: Session, name: str, role: Role = Role.DUTY, account: str = "") -> int:
    one = Person(name=name, role=role)
    session.add(one)
    session.flush()
    number = db.row_id(one.id)
    session.add(Binding(channel="app", user_id=account or name, person_id=number, bound_at=NOW))
    session.flush()
    return number


def told(session: Session, sender: str = "陈夜") -> Incident:
    said = Message(
        channel="app", msg_id=f"m:{sender}", kind="text", sender=sender, text="着火了", sent_at=NOW, received_at=NOW
    )
    session.add(said)
    session.flush()
    one = Incident(channel="app", sender=sender, message_id=db.row_id(said.id), opened_at=NOW)
    incidents.add(session, one)
    return one


def test_the_first_who_takes_it_over_has_it(session: Session) -> None:
    incident, first, second = told(session), person(session, "李明"), person(session, "周宁")
    number = db.row_id(incident.id)
    assert incidents.take_over(session, number, first, NOW)
    assert not incidents.take_over(session, number, second, NOW)
    assert (incident.status, incident.taken_by) == (IncidentStatus.TAKEN, first)
    assert incidents.untaken(session) == []
    assert incidents.in_hand(session, [first]) == [incident]


def test_what_has_ended_cannot_be_taken_or_ended_again(session: Session) -> None:
    incident, officer = told(session), person(session, "李明")
    number = db.row_id(incident.id)
    assert incidents.close(session, number, officer, NOW, IncidentStatus.FALSE_ALARM)
    assert not incidents.close(session, number, officer, NOW, IncidentStatus.CLOSED)
    assert not incidents.take_over(session, number, officer, NOW)
    assert incident.status == IncidentStatus.FALSE_ALARM
    assert incidents.active(session) == []


def test_the_same_words_of_a_message_are_one_entry(session: Session) -> None:
    incident = told(session)

    def entry(stage: Stage) -> IncidentEntry:
        return IncidentEntry(incident_id=db.row_id(incident.id), at=NOW, stage=stage, message_id=incident.message_id)

    assert incidents.add_entry(session, entry(Stage.INITIAL)) is not None
    assert incidents.add_entry(session, entry(Stage.INITIAL)) is None
    assert incidents.add_entry(session, entry(Stage.FALSE_ALARM)) is not None
    assert len(incidents.entries(session, db.row_id(incident.id))) == 2


def test_words_belong_to_the_newest_active_incident_of_their_account(session: Session) -> None:
    older, newer = told(session), told(session, "张强")
    assert incidents.active_of(session, "app", "陈夜", []) == older
    assert incidents.active_of(session, "app", "张强", []) == newer
    assert incidents.active_of(session, "app", "王建国", []) is None
    incidents.close(session, db.row_id(older.id), person(session, "李明"), NOW, IncidentStatus.CLOSED)
    assert incidents.active_of(session, "app", "陈夜", []) is None
    assert incidents.ended_lately(session, "app", "陈夜", [], NOW + timedelta(hours=23)) == older
    assert incidents.ended_lately(session, "app", "陈夜", [], NOW + timedelta(hours=25)) is None


def test_later_words_fill_in_what_the_first_did_not_tell(session: Session) -> None:
    incident = told(session)
    incidents.learn(session, incident, "火灾", "罐区", 1, "")
    incidents.learn(session, incident, "爆炸", "泵房", None, "短路")
    assert (incident.event_type, incident.place, incident.injured, incident.cause) == ("火灾", "罐区", 1, "短路")
    incidents.learn(session, incident, "", "", 0, "")
    assert incident.injured == 0


def test_one_account_is_called_once_and_nobody_twice_for_the_same_step(session: Session) -> None:
    person(session, "李明", Role.DUTY, "desk")
    person(session, "周宁", Role.DUTY, "desk")
    session.add(Person(name="没号", role=Role.DUTY))
    session.flush()
    ring = callout.first(session, NOW)
    assert ring is not None
    assert [one.name for one in ring.persons] == ["李明"]
    incident = told(session)
    assert callout.call(session, incident, ring.persons[0], 0, NOW)
    assert not callout.call(session, incident, ring.persons[0], 0, NOW)
    assert [(one.person_id, one.minutes) for one in incidents.called(session, db.row_id(incident.id))] == [
        (ring.persons[0].id, 0)
    ]
