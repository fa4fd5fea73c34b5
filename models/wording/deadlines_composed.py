"""From a letter about deadlines to its words: what was fixed, closed or put off since it was posted falls out."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from models import calendar, deadlines, hazards, outbox, people, site, terms
from models.deadlines import Hour, Saying, Stage
from models.hazards import Hazard
from models.outbox import Outgoing, OutgoingStatus
from models.people import Enterprise, Person, Role
from models.wording import deadlines as words
from models.wording import reminders
from models.wording.composed import Composed, Pointless, Said
from models.wording.deadlines import Case, Officer, Term
from models.wording.rectification import Line
from models.wording.reminders import ForLeader

#: The afternoon says nothing that a late morning has said within this time.
LATELY = timedelta(hours=2)
DONE = "every one was fixed, closed or put off meanwhile"


def _deadline(session: Session, letter: Outgoing, now: datetime) -> Composed:
    hour = Hour(letter.about["hour"])
    if hour == Hour.AFTERNOON and _said_lately(session, letter, now):
        return Pointless("the letter of the morning came late and said it")
    day, said = _day(letter), _said(session, letter, hour)
    if not said:
        return Pointless(DONE)
    shown, plants = _in_order(session, said)
    again = hour == Hour.AFTERNOON
    text = words.near(shown, _named(plants), day, officer_of(session, plants[0]), again=again)
    return Said(text, listed=_numbers(shown, said))


def _day(letter: Outgoing) -> date:
    return date.fromisoformat(letter.about["day"])


def _said_lately(session: Session, letter: Outgoing, now: datetime) -> bool:
    morning = outbox.by_key(session, letter.key.removesuffix(f":{Hour.AFTERNOON}"))
    if morning is None or morning.status not in (*outbox.OPEN, OutgoingStatus.SENT):
        return False
    return morning.settled_at is None or morning.settled_at > now - LATELY


def _said(session: Session, letter: Outgoing, hour: Hour) -> list[tuple[Hazard, Saying]]:
    """The hazards of a letter of which something is still to be said, with what."""
    day, ids = _day(letter), list(letter.about["hazards"])
    unfixed = select(Hazard).where(col(Hazard.id).in_(ids), col(Hazard.status).in_(list(hazards.UNFIXED)))
    pending = terms.pending_among(session, ids)
    found = [one for one in session.exec(unfixed.order_by(col(Hazard.id))) if one.id not in pending]
    ordered = bool(letter.about.get("ordered"))
    said = [(one, _saying(one, day, hour, ordered=ordered)) for one in found]
    return [(hazard, one) for hazard, one in said if one is not None]


def _saying(hazard: Hazard, day: date, hour: Hour, *, ordered: bool) -> Saying | None:
    if hazard.deadline is None:
        return None
    if ordered:
        return deadlines.ordered(hazard.deadline, day)
    recorded = calendar.today(hazard.received_at)
    return deadlines.saying(hazard.deadline, recorded, day, hour, major=hazard.is_major)


def _in_order(session: Session, said: Sequence[tuple[Hazard, Saying]]) -> tuple[list[Term], list[Enterprise]]:
    """The hazards with the most urgent first, and whose they are in the same order."""
    plants = {hazard.enterprise_id: hazards.plant_of(session, hazard) for hazard, _ in said}
    several = len(plants) > 1
    ordered = sorted(
        ((_term(hazard, one.stage, plants[hazard.enterprise_id] if several else None), hazard) for hazard, one in said),
        key=lambda pair: pair[0].urgent,
    )
    return [term for term, _ in ordered], [plants[one] for one in dict.fromkeys(h.enterprise_id for _, h in ordered)]


def _named(plants: Sequence[Enterprise]) -> str:
    return plants[0].short if len(plants) == 1 else words.several(len(plants))


def _term(hazard: Hazard, stage: Stage, plant: Enterprise | None) -> Term:
    claimed = hazard.claimed_at is not None
    return Term(Line.own(hazard), stage, hazard.deadline or date.min, claimed, plant.short if plant else "")


def _numbers(shown: Sequence[Term], said: Sequence[tuple[Hazard, Saying]]) -> list[str]:
    """The numbers in full, in the order in which they are shown."""
    whole = {hazard.short: hazard.number for hazard, _ in said}
    return [whole[one.line.number] for one in shown]


def officer_of(session: Session, plant: Enterprise) -> Officer:
    """Whom an enterprise can call about a hazard: its supervisor, else the duty room."""
    reachable = (one for one in people.supervisors(session, plant) if one.phone)
    if found := next(reachable, None):
        return Officer(found.name, found.phone)
    return Officer("", site.read(session).duty_phone)


def _principal(session: Session, letter: Outgoing, now: datetime) -> Composed:
    said = [(hazard, one) for hazard, one in _said(session, letter, Hour.MORNING) if deadlines.for_principal(one)]
    if not said:
        return Pointless(DONE)
    shown, plants = _in_order(session, said)
    names = [hazard.responsible for hazard, _ in said]
    text = words.principal(shown, _named(plants), names, _day(letter), officer_of(session, plants[0]))
    return Said(text, listed=_numbers(shown, said))


def _leader(session: Session, letter: Outgoing, now: datetime) -> Composed:
    day = _day(letter)
    found = terms.for_leader(session, day)
    if not found.count:
        return Pointless(DONE)
    cases = [case(session, hazard, plant, day) for hazard, plant in found.first]
    text = words.leader(cases, found.count, terms.unfixed(session))
    return Said(text, leader_choices(day), listed=[one.line.number for one in cases])


def leader_choices(day: date) -> dict[str, dict[str, str]]:
    """What the digits under what a leader is told of a day do."""
    return {
        "1": {"act": "ShowLeaderCases", "day": day.isoformat()},
        "2": {"act": "ShowLeaderPhones", "day": day.isoformat()},
    }


def overdue_for_leader(
    session: Session, letter: Outgoing, today: date
) -> tuple[ForLeader, Mapping[str, Mapping[str, str]]]:
    """What the list of eight tells a leader instead of a message of its own, and what its digits do then."""
    person = session.get(Person, letter.person_id) if letter.person_id else None
    if person is None or person.role != Role.LEADER:
        return reminders.NOTHING, {}
    found = terms.for_leader(session, today, limit=2)
    names = [f"{plant.short}{hazard.short}{'重大' if hazard.is_major else ''}" for hazard, plant in found.first]
    return ForLeader(found.count, names), leader_choices(today) if found.count else {}


def case(session: Session, hazard: Hazard, plant: Enterprise, today: date) -> Case:
    """An overdue hazard as leader and officers see it."""
    return Case(
        line=Line.full(hazard),
        plant=plant.short,
        major=hazard.is_major,
        late=(today - (hazard.deadline or today)).days,
        responsible=hazard.responsible,
        control=hazard.control,
        officer=officer_of(session, plant),
    )


#: The letters about deadlines and how their words are found.
KINDS_OF_DEADLINES: Mapping[str, Callable[[Session, Outgoing, datetime], Composed]] = {
    "deadline": _deadline,
    "overdue.principal": _principal,
    "overdue.leader": _leader,
}
