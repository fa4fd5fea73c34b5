"""From an incident's rows to its words, at the moment when they are said: nothing is said that is no longer so."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from sqlmodel import Session

from models import attachments, callout, db, incidents, people, reports, site, upward
from models.callout import Circle
from models.inbox import Message
from models.incidents import Incident, IncidentEntry, IncidentStatus, Stage
from models.outbox import Outgoing
from models.people import Enterprise, Person
from models.wording import incidents as words
from models.wording import receipts
from models.wording.composed import Composed, Pointless, Said
from models.wording.incidents import CalledFirst, Claim, Event, Word

#: Who has written about an incident within this time is not asked how it goes.
JUST_WRITTEN = timedelta(minutes=10)


def event_of(session: Session, incident: Incident) -> Event:
    """An incident as its sentences name it."""
    message = session.get_one(Message, incident.message_id)
    person = session.get(Person, incident.person_id) if incident.person_id else None
    plant = session.get(Enterprise, incident.enterprise_id) if incident.enterprise_id else None
    told = Event(message.sent_at, _who(session, incident, person, plant), incident.place, incident.event_type)
    told = replace(told, injured=incident.injured or None)
    return _reported_by(told, message.sender, person, plant)


def _who(session: Session, incident: Incident, person: Person | None, plant: Enterprise | None) -> str:
    if plant is not None:
        return plant.short
    if person is None:
        return "没登记的账号"
    if person.is_officer:
        return f"{person.name}报"
    ids = [one.enterprise_id for one in people.of_account(session, incident.channel, incident.sender)]
    return "或".join(session.get_one(Enterprise, one).short for one in ids if one)


def _reported_by(event: Event, account: str, person: Person | None, plant: Enterprise | None) -> Event:
    if person is None:
        return replace(event, account=account)
    return replace(event, reporter=person.name, phone=person.phone or (plant.phone if plant else ""))


def called_first(session: Session, now: datetime, towards: int | None = None) -> CalledFirst | None:
    """Who is called first, and whom of them to call; towards themselves without a number."""
    ring = callout.first(session, now)
    if ring is None:
        return None
    others = [one for one in ring.persons if one.phone and one.id != towards]
    own = any(one.id == towards for one in ring.persons)
    contact = f"{others[0].name} {others[0].phone}" if others and not own else ""
    return CalledFirst(ring.circle, [one.name for one in ring.persons], contact)


def latest_words(session: Session, incident: Incident, most: int = 2) -> list[str]:
    """The last words of the scene."""
    said = [one for one in incidents.entries(session, db.row_id(incident.id)) if not one.officer]
    texts = [session.get_one(Message, one.message_id).text for one in said if not one.recalled]
    return [text for text in dict.fromkeys(texts) if text][-most:]


def _incident(session: Session, letter: Outgoing) -> Incident:
    return session.get_one(Incident, letter.about["incident"])


def _over(session: Session, incident: Incident) -> str:
    """Why nobody need be called any more; empty when somebody must."""
    if incident.status == IncidentStatus.TAKEN:
        return f"taken over by {session.get_one(Person, incident.taken_by).name}"
    return "" if incident.active else "it has ended"


def _called_since(session: Session, letter: Outgoing, incident: Incident) -> bool:
    """Whether a later call to the same person stands for this one: after a stop there is one, not a burst."""
    calls = incidents.called(session, db.row_id(incident.id))
    return any(one.person_id == letter.person_id and one.minutes > letter.about["minutes"] for one in calls)


def _to_take_over(incident: Incident) -> Mapping[str, Mapping[str, Any]]:
    return {"1": {"act": "TakeOver", "incident": incident.id}}


def _called(session: Session, letter: Outgoing, now: datetime) -> Composed:
    incident = _incident(session, letter)
    over = _over(session, incident)
    if over or _called_since(session, letter, incident):
        return Pointless(over or "a later call to the same person stands for it")
    event, minutes = event_of(session, incident), int(letter.about["minutes"])
    if minutes == 0:
        told = session.get_one(Message, incident.message_id).text
        sent = [one.message_id for one in incidents.entries(session, db.row_id(incident.id)) if not one.officer]
        limit, skipped = upward.by_phone(session, incident), _skipped(session, now)
        text = words.officer(event, told, _media(session, sent), limit=limit, skipped=skipped)
    else:
        county = site.read(session).general_duty_phone
        text = words.escalated(event, minutes, called_first(session, now, letter.person_id), county)
    return Said(text, _to_take_over(incident))


def _skipped(session: Session, now: datetime) -> Sequence[Circle]:
    """The first circles, in which nobody can be called."""
    rings = callout.rings(session, now)
    return [ring.circle for ring in takewhile(lambda ring: not ring.persons, rings)]


def _by_phone(session: Session, letter: Outgoing, now: datetime) -> Composed:
    incident = _incident(session, letter)
    over = _over(session, incident)
    if over or _called_since(session, letter, incident):
        return Pointless(over or "a later call to the same person stands for it")
    known = bool(letter.person_id and people.accounts(session, letter.person_id))
    duty_phone = site.read(session).duty_phone
    minutes = int(letter.about["minutes"])
    return Said(words.by_phone(event_of(session, incident), minutes, duty_phone, has_account=known))


def _taken(session: Session, letter: Outgoing, now: datetime) -> Composed:
    incident = _incident(session, letter)
    if incident.status != IncidentStatus.TAKEN or incident.taken_at is None:
        return Pointless("it has ended")
    taker = session.get_one(Person, incident.taken_by)
    return Said(words.taken(event_of(session, incident), taker.name, taker.phone, incident.taken_at))


def _said(session: Session, letter: Outgoing, now: datetime) -> Composed:
    incident = _incident(session, letter)
    if incident.status == IncidentStatus.TAKEN and incident.taken_by != letter.person_id:
        return Pointless(_over(session, incident))
    said = incidents.entries(session, db.row_id(incident.id), letter.about["from"] - 1)
    heard = [one for one in said if not one.officer]
    if not heard:
        return Pointless("nothing was said")
    claim = _claim(heard)
    event = _speaking(session, incident, heard[-1])
    taken = incident.status != IncidentStatus.OPEN
    told = [_word(session, incident, one) for one in heard]
    text = words.said(event, told, claim, is_taken=taken, is_over=not incident.active)
    return Said(text, _answers(incident, claim))


def _claim(heard: Sequence[IncidentEntry]) -> Claim:
    stages = {one.stage for one in heard}
    return Claim(Stage.FINAL in stages, Stage.FALSE_ALARM in stages, any(one.recalled for one in heard))


def _answers(incident: Incident, claim: Claim) -> Mapping[str, Mapping[str, Any]]:
    take_over = _to_take_over(incident) if incident.status == IncidentStatus.OPEN else {}
    if not incident.active or not (claim.final or claim.doubted):
        return take_over
    status = IncidentStatus.CLOSED if claim.final else IncidentStatus.FALSE_ALARM
    end = {"act": "CloseIncident", "incident": incident.id, "status": status.value}
    return {"1": end, "2": take_over.get("1") or {"act": "KeepIncident", "incident": incident.id}}


def _speaking(session: Session, incident: Incident, entry: IncidentEntry) -> Event:
    """The incident with the number of whoever spoke last."""
    person = session.get(Person, entry.person_id) if entry.person_id else None
    plant = session.get(Enterprise, incident.enterprise_id) if incident.enterprise_id else None
    account = session.get_one(Message, entry.message_id).sender
    return _reported_by(replace(event_of(session, incident), account=""), account, person, plant)


def _word(session: Session, incident: Incident, entry: IncidentEntry) -> Word:
    message = session.get_one(Message, entry.message_id)
    person = session.get(Person, entry.person_id) if entry.person_id else None
    other = person is not None and person.id != incident.person_id
    media = _media(session, [entry.message_id])
    return Word(message.sent_at, message.text, person.name if person and other else "", media, entry.recalled)


def _media(session: Session, messages: Sequence[int]) -> str:
    kinds = [one.kind for message in messages for one in attachments.of_message(session, message)]
    media = reports.Evidence(*(kinds.count(kind) for kind in ("video", "image", "voice", "file")))
    return receipts.media(media) if media.any else ""


def _passed(session: Session, letter: Outgoing, now: datetime) -> Composed:
    incident = _incident(session, letter)
    message = session.get_one(Message, letter.about["message"])
    has_it = session.get(Person, incident.taken_by or incident.closed_by or 0)
    first = called_first(session, now)
    phone = site.read(session).duty_phone
    return Said(words.passed(message.sent_at, first, has_it.name if has_it else "", phone))


def _ask(session: Session, letter: Outgoing, now: datetime) -> Composed:
    incident = _incident(session, letter)
    if incident.status != IncidentStatus.TAKEN or incident.taken_by != letter.person_id:
        return Pointless("it has ended")
    said = [one.at for one in incidents.entries(session, db.row_id(incident.id)) if one.officer]
    if said and now - said[-1] < JUST_WRITTEN:
        return Pointless("they have just written about it")
    return Said(words.follow_up(event_of(session, incident), timedelta(minutes=letter.about["minutes"])))


def _ended(session: Session, letter: Outgoing, now: datetime) -> Composed:
    incident = _incident(session, letter)
    name = session.get_one(Person, incident.closed_by).name
    mistaken = incident.status == IncidentStatus.FALSE_ALARM
    return Said(words.over(event_of(session, incident), incident.closed_at or now, name, false_alarm=mistaken))


def _anomaly(session: Session, letter: Outgoing, now: datetime) -> Composed:
    incident = _incident(session, letter)
    text = session.get_one(Message, incident.message_id).text
    return Said(words.anomaly_officer(event_of(session, incident), text))


KINDS_OF_INCIDENTS: Mapping[str, Callable[[Session, Outgoing, datetime], Composed]] = {
    "incident.officer": _called,
    "incident.escalate": _called,
    "incident.phone": _by_phone,
    "incident.taken": _taken,
    "incident.said": _said,
    "incident.passed": _passed,
    "incident.ask": _ask,
    "incident.ended": _ended,
    "incident.anomaly": _anomaly,
}
