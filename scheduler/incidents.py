"""The clock's side of an incident: calls one circle after the other, then asks who has it in hand how it goes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from sqlmodel import Session

from models import callout, db, incidents, outbox, runs
from models.callout import Circle
from models.incidents import Incident, IncidentStatus
from models.outbox import Letter, Priority


@dataclass(frozen=True)
class Step:
    """One rung: so many minutes after the first report, a circle is called."""

    minutes: int
    circle: Circle


#: Incident (docs/WORDING.md 2); behind the last step all are called, every five minutes, until a person answers.
LADDER: Sequence[Step] = (Step(0, Circle.DUTY), Step(2, Circle.LEADER), Step(5, Circle.HEADS))
AGAIN = 5
#: Who has an incident in hand is asked after so many minutes, and then as often again.
ASK_FIRST, ASK_AGAIN = 30, 60


def call_minutes() -> Iterator[int]:
    """After how many minutes somebody is called."""
    yield from (step.minutes for step in LADDER)
    yield from count(LADDER[-1].minutes + AGAIN, AGAIN)


def ask_minutes() -> Iterator[int]:
    """After how many minutes the one who has it in hand is asked."""
    return count(ASK_FIRST, ASK_AGAIN)


def reached(minutes: Iterator[int], age: timedelta) -> tuple[int, int] | None:
    """The highest step that an age has reached, its place and its minutes; steps below it are not made good."""
    last = None
    for place, minute in enumerate(minutes):
        if timedelta(minutes=minute) > age:
            break
        last = (place, minute)
    return last


def to_call(circles: Sequence[Circle], place: int) -> Sequence[Circle]:
    """The circles that a step calls, of those in which somebody can be reached, in the order of the ladder.

    An empty circle is skipped at once: the next takes its moment. Behind the last all are called.
    """
    filled = [step.circle for step in LADDER if step.circle in circles]
    return filled[place : place + 1] or filled


def climb(session: Session, planned: datetime, now: datetime) -> str:
    """Calls and asks what is due by now, from the rows as they are."""
    called = sum(_call(session, one, now) for one in incidents.untaken(session))
    asked = sum(_ask(session, one, now) for one in incidents.active(session))
    return f"{called} called, {asked} asked"


def _call(session: Session, incident: Incident, now: datetime) -> int:
    step = reached(call_minutes(), now - incident.opened_at)
    if step is None:
        return 0
    place, minutes = step
    rings = callout.rings(session, now)
    filled = [ring for ring in rings if ring.persons]
    callout.note_empty(session, incident, [ring for ring in rings[: place + 1] if not ring.persons], now)
    wanted = to_call([ring.circle for ring in filled], place)
    before = filled[: place + 1]
    known = {call.person_id for call in incidents.called(session, db.row_id(incident.id))}
    persons = [
        person
        for ring in filled
        for person in ring.persons
        if ring.circle in wanted or (ring in before and person.id not in known)
    ]
    each_once = callout.within_call(session, persons)
    return sum(callout.call(session, incident, person, minutes, now) for person in each_once)


def _ask(session: Session, incident: Incident, now: datetime) -> int:
    step = reached(ask_minutes(), now - incident.opened_at)
    if step is None or incident.status != IncidentStatus.TAKEN or incident.taken_at is None:
        return 0
    _, minutes = step
    if incident.taken_at > incident.opened_at + timedelta(minutes=minutes):
        return 0  # they took it over behind this question: the next one is theirs
    letter = Letter(
        key=f"incident:{incident.id}:{incident.taken_by}:ask:{minutes}",
        kind="incident.ask",
        about={"incident": incident.id, "minutes": minutes},
        person_id=incident.taken_by,
        priority=Priority.EMERGENCY,
        stale_at=now + timedelta(minutes=ASK_AGAIN),
    )
    return outbox.post(session, letter, now)


def moments(session: Session) -> tuple[datetime, ...]:
    """When the next steps of active incidents are due: behind the last look at the clock, two of each."""
    looked = runs.last_beat(session, "planned")
    found = (_next(one, looked or one.opened_at) for one in incidents.active(session))
    return tuple(sorted({moment for moments in found for moment in moments}))


def _next(incident: Incident, after: datetime) -> list[datetime]:
    steps = call_minutes() if incident.status == IncidentStatus.OPEN else ask_minutes()
    coming = (incident.opened_at + timedelta(minutes=minute) for minute in steps)
    return [moment for moment, _ in zip((one for one in coming if one > after), range(2), strict=False)]
