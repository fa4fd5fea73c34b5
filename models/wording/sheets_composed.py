"""From an incident's rows to the sheet that is read out on the phone, and to its course."""

from collections.abc import Iterator

from sqlalchemy import or_
from sqlmodel import Session, col, select

from models import db, incidents, site, upward
from models.inbox import Message
from models.incidents import Incident, IncidentStatus
from models.outbox import Outgoing
from models.people import Enterprise, Person
from models.upward import Manner
from models.wording import sheets
from models.wording.incidents_composed import event_of
from models.wording.sheets import Sheet, Step
from models.wording.upward import MANNERS


def sheet_of(session: Session, incident: Incident, officer: Person | None) -> Sheet:
    """What the rows know of an incident, as a report upward holds it."""
    plant = session.get(Enterprise, incident.enterprise_id) if incident.enterprise_id else None
    event, office = event_of(session, incident), site.read(session).name
    holder = officer or (session.get(Person, incident.taken_by) if incident.taken_by else None)
    told = sheets.casualties(incident.injured, incident.dead, verified=incident.counted_by_officer)
    return Sheet(
        told_at=session.get_one(Message, incident.message_id).sent_at,
        enterprise=plant.name if plant else "",
        what=incident.place + incident.event_type,
        hurt=told,
        material=incident.material,
        measures=incident.measures,
        scene=event.contact,
        reporter=f"{office} {holder.name} {holder.phone}".strip() if holder else office,
        level=incident.level,
        cause=incident.cause,
        latest=_latest(session, incident),
        ended_at=incident.closed_at,
    )


def _latest(session: Session, incident: Incident) -> str:
    """What was said last: by an officer, else by the scene."""
    said = [one for one in incidents.entries(session, db.row_id(incident.id)) if not one.recalled]
    last = ([one for one in said if one.officer] or said)[-1:]
    return next((session.get_one(Message, one.message_id).text for one in last), "")


def course_of(session: Session, incident: Incident) -> list[Step]:
    """Everything that happened in an incident, in the order of time."""
    steps = [*_words(session, incident), *_calls(session, incident), *_upward(session, incident)]
    if incident.taken_at is not None and incident.taken_by is not None:
        steps.append(Step(incident.taken_at, sheets.taken(session.get_one(Person, incident.taken_by).name)))
    if incident.closed_at is not None and incident.closed_by is not None:
        name = session.get_one(Person, incident.closed_by).name
        mistaken = incident.status == IncidentStatus.FALSE_ALARM
        steps.append(Step(incident.closed_at, sheets.over(name, false_alarm=mistaken)))
    return sorted(steps, key=lambda one: one.at)


def _words(session: Session, incident: Incident) -> Iterator[Step]:
    for one in incidents.entries(session, db.row_id(incident.id)):
        message = session.get_one(Message, one.message_id)
        person = session.get(Person, one.person_id) if one.person_id else None
        yield Step(one.at, sheets.told(person.name if person else message.sender, message.text))


def _calls(session: Session, incident: Incident) -> Iterator[Step]:
    for call in incidents.called(session, db.row_id(incident.id)):
        key = f"incident:{incident.id}:{call.person_id}:{call.minutes}"
        roads = select(Outgoing).where(
            or_(col(Outgoing.key) == key, col(Outgoing.key).startswith(f"{key}:", autoescape=True))
        )
        letters = session.exec(roads.order_by(col(Outgoing.id))).all()
        name = session.get_one(Person, call.person_id).name
        yield Step(call.called_at, sheets.called(name, [_road(one) for one in letters]))


def _road(letter: Outgoing) -> str:
    """How one road ended; what a gateway answered stands there, what a chat answers is only a number."""
    answered = letter.kind == "incident.phone" and letter.status == "sent"
    return sheets.went(letter.channel, letter.status, letter.platform_id if answered else letter.reason)


def _upward(session: Session, incident: Incident) -> Iterator[Step]:
    for one in upward.reports(session, db.row_id(incident.id)):
        name = session.get_one(Person, one.person_id).name
        to = " ".join(part for part in (one.receiver, one.taker) if part)
        yield Step(one.at, sheets.reported(name, MANNERS[Manner(one.manner)], to, waived=one.waived))
