"""Who is called about an incident: the circles around it, who can be reached in each, and the letters that call."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from models import db, incidents, outbox, people, rota, site, trail
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
    """A circle with those of it who can be called, one for each account or telephone."""

    circle: Circle
    persons: Sequence[Person]


def rings(session: Session, now: datetime) -> list[Ring]:
    """All circles in the order in which they are called, with those who can be reached."""
    everybody = {
        Circle.DUTY: rota.officers_on_duty(session, now),
        Circle.LEADER: rota.leaders_on_duty(session, now),
        Circle.HEADS: [*people.with_role(session, Role.HEAD), *people.with_role(session, Role.LEADER)],
    }
    return [Ring(circle, within_call(session, persons)) for circle, persons in everybody.items()]


def reachable(session: Session, persons: Sequence[Person]) -> list[Person]:
    """Those who are active and have an account; somebody with two rows and one account is one person to call."""
    return _each_once((_account(session, person), person) for person in persons)


def within_call(session: Session, persons: Sequence[Person]) -> list[Person]:
    """Those who can be reached, or whose telephone a gateway rings where they have no account; each once."""
    rings_phones = bool(gateways(session))
    return _each_once(
        (_account(session, person) or (("", person.phone) if rings_phones and person.active else None), person)
        for person in persons
    )


def _each_once(found: Iterable[tuple[tuple[str, str] | None, Person]]) -> list[Person]:
    first: dict[tuple[str, str], Person] = {}
    for known, person in found:
        if known is not None and known[1]:
            first.setdefault(known, person)
    return list(first.values())


def gateways(session: Session) -> list[str]:
    """The channels that ring a telephone number of the roll."""
    return [one for one in site.read(session).phone_channels.split("、") if one]


def _account(session: Session, person: Person) -> tuple[str, str] | None:
    bound = people.accounts(session, db.row_id(person.id)) if person.active else ()
    return (bound[-1].channel, bound[-1].user_id) if bound else None


def first(session: Session, now: datetime) -> Ring | None:
    """Whom an incident concerns first: the first circle in which somebody can be reached."""
    return next((ring for ring in rings(session, now) if ring.persons), None)


def call(session: Session, incident: Incident, person: Person, minutes: int, now: datetime) -> bool:
    """Calls somebody about an incident that is so many minutes old; False when they were called for that already."""
    posted = sum(outbox.post(session, letter, now) for letter in _letters(session, incident, person, minutes, now))
    if not posted:
        return False
    number, called = db.row_id(incident.id), db.row_id(person.id)
    session.add(IncidentCall(incident_id=number, person_id=called, minutes=minutes, called_at=now))
    session.flush()
    return True


def _letters(session: Session, incident: Incident, person: Person, minutes: int, now: datetime) -> Iterator[Letter]:
    """One to their account, and beside it one by each gateway to their telephone: nobody sleeps through both."""
    letter = Letter(
        key=f"incident:{incident.id}:{person.id}:{minutes}",
        kind="incident.escalate" if minutes else "incident.officer",
        about={"incident": db.row_id(incident.id), "minutes": minutes},
        person_id=db.row_id(person.id),
        priority=Priority.EMERGENCY,
        stale_at=now + LASTS,
    )
    if _account(session, person):
        yield letter
    for gateway in gateways(session) if person.phone else ():
        key = f"{letter.key}:{gateway}"
        yield replace(letter, key=key, kind="incident.phone", channel=gateway, to_user=person.phone)


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
