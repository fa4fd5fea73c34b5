"""Who is called about an incident: the circles around it, who can be reached in each, and the letter that calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from models import db, incidents, outbox, people, rota, trail
from models.incidents import Incident, IncidentCall
from models.outbox import Letter, Priority
from models.people import Person, Role

#: A call is pointless after this long; by then a later one stands for it.
LASTS = timedelta(hours=1)


class Circle(StrEnum):
    """Who is called together; the next circle is called when nobody of this one answers."""

    DUTY = "duty_officer"  # 值班员 by the rota
    LEADER = "leader_on_duty"  # 带班领导 by the rota
    HEADS = "section_heads"  # every 科长 and every 带班领导


@dataclass(frozen=True)
class Ring:
    """A circle with those of it who have an account, one for each account."""

    circle: Circle
    persons: Sequence[Person]


def rings(session: Session, now: datetime) -> list[Ring]:
    """All circles in the order in which they are called, with those who can be reached."""
    everybody = {
        Circle.DUTY: rota.officers_on_duty(session, now),
        Circle.LEADER: rota.leaders_on_duty(session, now),
        Circle.HEADS: [*people.with_role(session, Role.HEAD), *people.with_role(session, Role.LEADER)],
    }
    return [Ring(circle, reachable(session, persons)) for circle, persons in everybody.items()]


def reachable(session: Session, persons: Sequence[Person]) -> list[Person]:
    """Those who are active and have an account; somebody with two rows and one account is one person to call."""
    first: dict[tuple[str, str], Person] = {}
    for person in persons:
        bound = people.accounts(session, db.row_id(person.id)) if person.active else ()
        if bound:
            first.setdefault((bound[-1].channel, bound[-1].user_id), person)
    return list(first.values())


def first(session: Session, now: datetime) -> Ring | None:
    """Whom an incident concerns first: the first circle in which somebody can be reached."""
    return next((ring for ring in rings(session, now) if ring.persons), None)


def call(session: Session, incident: Incident, person: Person, minutes: int, now: datetime) -> bool:
    """Calls somebody about an incident that is so many minutes old; False when they were called for that already."""
    number, called = db.row_id(incident.id), db.row_id(person.id)
    letter = Letter(
        key=f"incident:{number}:{called}:{minutes}",
        kind="incident.escalate" if minutes else "incident.officer",
        about={"incident": number, "minutes": minutes},
        person_id=called,
        priority=Priority.EMERGENCY,
        stale_at=now + LASTS,
    )
    if not outbox.post(session, letter, now):
        return False
    session.add(IncidentCall(incident_id=number, person_id=called, minutes=minutes, called_at=now))
    session.flush()
    return True


def knows(session: Session, incident: Incident, person: Person, now: datetime) -> None:
    """Counts somebody as called who told of the incident themselves."""
    row = {"incident_id": incident.id, "person_id": person.id, "minutes": 0, "called_at": now}
    known = db.insert(session, IncidentCall).on_conflict_do_nothing(
        index_elements=["incident_id", "person_id", "minutes"]
    )
    session.connection().execute(known, row)


def told(session: Session, incident: Incident) -> list[int]:
    """Everybody who has heard of an incident by a call, or told of it."""
    heard = (outbox.OutgoingStatus.SENT, outbox.OutgoingStatus.SENDING)
    found: dict[int, None] = {}
    for one in incidents.called(session, db.row_id(incident.id)):
        letter = outbox.by_key(session, f"incident:{incident.id}:{one.person_id}:{one.minutes}")
        if letter is None or letter.status in heard:
            found.setdefault(one.person_id)
    return list(found)


def concerned(session: Session, incident: Incident, now: datetime) -> list[Person]:
    """Whom further words concern: who has it in hand or ended it, else those who are called first."""
    holder = incident.taken_by or incident.closed_by
    if holder is not None:
        return [session.get_one(Person, holder)]
    ring = first(session, now)
    return list(ring.persons) if ring else []


def note_empty(session: Session, incident: Incident, empty: Sequence[Ring], now: datetime) -> None:
    """Leaves a reason for each circle that was not called because nobody of it can be reached."""
    for ring in empty:
        key = f"incident:{incident.id}:{ring.circle}"
        trail.note(session, key, now, trail.Turned.SUPPRESSED, "nobody there has an account: the next was called")
