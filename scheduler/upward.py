"""The clock's side of reporting upward: ten minutes before each limit, and on the last day of the watch."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from models import calendar, callout, db, incidents, outbox, people, rota, runs, upward
from models.incidents import Incident
from models.outbox import Letter, Priority
from models.people import Person

#: So long before a limit the duty officer and the leader are reminded, once.
BEFORE = timedelta(minutes=10)
#: What was missed while nobody was there is still said for so long.
LATE = timedelta(hours=2)
#: How far back limits are looked for; none that is entered may be longer.
HORIZON = timedelta(days=1)
#: The longest watch.
WATCH = timedelta(days=400)


def _recent(session: Session, now: datetime) -> list[Incident]:
    """The incidents of which something may still be owed: they run, or have ended within the horizon."""
    found = [*incidents.active(session), *incidents.closed_since(session, now - HORIZON)]
    return [one for one in found if one.opened_at > now - HORIZON - LATE]


def _at(clock: upward.UpwardClock, incident: Incident) -> datetime:
    """When a limit is reminded of; a limit of less than twenty minutes in its middle."""
    whole = timedelta(minutes=clock.minutes or 0)
    return incident.opened_at + max(whole - BEFORE, whole / 2)


def remind(session: Session, planned: datetime, now: datetime) -> str:
    """Reminds of each limit whose ten minutes have begun, unless it was reported."""
    told = 0
    for incident in _recent(session, now):
        for clock in upward.left(session, incident):
            if _at(clock, incident) <= now < upward.limit(clock, incident) + LATE:
                told += sum(_post(session, incident, clock, one, now) for one in _whom(session, incident, now))
    return f"{told} reminded"


def _whom(session: Session, incident: Incident, now: datetime) -> list[Person]:
    """Whoever has it in hand, the duty officer and the leader; where none of them can be reached, the section heads."""
    holder = session.get(Person, incident.taken_by) if incident.taken_by else None
    duty = [*rota.officers_on_duty(session, now), *rota.leaders_on_duty(session, now)]
    found = callout.reachable(session, [*([holder] if holder else []), *duty])
    return found or callout.reachable(session, people.with_role(session, people.Role.HEAD))


def _post(session: Session, incident: Incident, clock: upward.UpwardClock, person: Person, now: datetime) -> bool:
    letter = Letter(
        key=f"incident:{incident.id}:upward:{clock.minutes}:{person.id}",
        kind="incident.upward",
        about={"incident": incident.id, "minutes": clock.minutes},
        person_id=person.id,
        priority=Priority.EMERGENCY,
        stale_at=upward.limit(clock, incident) + LATE,
    )
    return outbox.post(session, letter, now)


def moments(session: Session) -> tuple[datetime, ...]:
    """When something is to be reminded of, behind the last look at the clock."""
    looked = runs.last_beat(session, "planned")
    if looked is None:
        return ()
    found = (_at(clock, one) for one in _recent(session, looked) for clock in upward.left(session, one))
    return tuple(sorted({moment for moment in found if moment > looked}))


def last_day(session: Session, planned: datetime, now: datetime) -> str:
    """Asks the officer on duty once, on the last day of a watch, whether the casualties have changed."""
    today, asked = calendar.today(planned), 0
    for incident in incidents.closed_since(session, now - WATCH):
        if _ends(session, incident) != today:
            continue
        for person in callout.reachable(session, rota.officers_on_duty(session, now)):
            asked += outbox.post(session, _question(incident, person, now), now)
    return f"{asked} asked"


def _ends(session: Session, incident: Incident) -> date:
    return calendar.local(upward.watched_until(session, incident)).date()


def _question(incident: Incident, person: Person, now: datetime) -> Letter:
    return Letter(
        key=f"incident:{incident.id}:watch:{person.id}",
        kind="incident.watch",
        about={"incident": db.row_id(incident.id)},
        person_id=person.id,
        priority=Priority.DUTY,
        stale_at=now + timedelta(hours=14),
    )
