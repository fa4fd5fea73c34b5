"""Quiet hours and budgets: the one place that decides whether something unasked may be said now (docs/WORDING.md 1).

Emergencies, answers and receipts stand beside it. What waits or is not said leaves its reason.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlmodel import Session

from models import calendar, incidents, periods, spoken
from models.outbox import Outgoing, Priority
from models.people import ENTERPRISE_ROLES, PERSONS, Person, Role


@dataclass(frozen=True)
class Budget:
    """How much unasked somebody hears in a day."""

    enterprise: int
    group: int
    leader: int


#: What a leader hears each day, whatever was said before.
LEADERS_LIST = "morning.leader"
#: What the officer on duty hears each night of a key period, whatever that night had before: at 6:00 it would be stale.
OFFICERS_LIST = "patrol.silent"
ORDINARY, KEY_PERIOD = Budget(3, 2, 1), Budget(5, 4, 3)
#: How much unasked an officer hears between these hours: whoever has the duty by the rota, of whatever section.
OFFICER_AT_NIGHT = 1
NIGHT_BEGINS, NIGHT_ENDS = time(23, 0), time(6, 0)
#: While an incident is open at an enterprise its people hear of nothing else, but not for ever if nobody ends it.
INCIDENT_REST, INCIDENT_LASTS = timedelta(minutes=30), timedelta(hours=12)


@dataclass(frozen=True)
class Wait:
    """Not now."""

    until: datetime
    reason: str


@dataclass(frozen=True)
class Silence:
    """Not at all."""

    reason: str


def judge(session: Session, letter: Outgoing, now: datetime) -> Wait | Silence | None:
    """Whether a letter with its address may be said now; None when it may.

    What an officer ordered by name (``about["ordered"]``) is said however much was said before.
    """
    if letter.priority not in spoken.UNASKED:
        return None
    if letter.priority == Priority.OFFICE and calendar.quiet(now):
        return Wait(calendar.after_quiet(now), "quiet hours")
    if letter.about.get("ordered"):
        return None
    if letter.chat:
        return _within(session, letter, now, budget(session, now).group, "this group")
    person = PERSONS.get(session, letter.person_id) if letter.person_id else None
    return _for_person(session, letter, person, now) if person else None


def budget(session: Session, now: datetime) -> Budget:
    """How much may be said unasked on the day of a moment: more while a key period is on."""
    return KEY_PERIOD if periods.at(session, calendar.today(now)) else ORDINARY


def _for_person(session: Session, letter: Outgoing, person: Person, now: datetime) -> Wait | Silence | None:
    if person.role in ENTERPRISE_ROLES:
        if person.enterprise_id and incidents.at(session, person.enterprise_id, now - INCIDENT_LASTS):
            return Wait(now + INCIDENT_REST, "an incident is open at their enterprise")
        return _within(session, letter, now, budget(session, now).enterprise, "this person")
    if person.role == Role.LEADER and letter.kind == LEADERS_LIST:
        return None  # once a day by its key, and what the rest must leave room for
    if person.role == Role.LEADER:
        return _within(session, letter, now, budget(session, now).leader, "this leader")
    return None if letter.kind == OFFICERS_LIST else _at_night(session, letter, now)


def _within(session: Session, letter: Outgoing, now: datetime, most: int, who: str) -> Silence | None:
    said = spoken.unasked_since(session, letter, calendar.midnight(calendar.today(now)))
    return Silence(f"budget: {said} of {most} a day were said to {who} already") if said >= most else None


def _at_night(session: Session, letter: Outgoing, now: datetime) -> Wait | None:
    here = calendar.local(now)
    if NIGHT_ENDS <= here.time() < NIGHT_BEGINS:
        return None
    evening = here.date() if here.time() >= NIGHT_BEGINS else here.date() - timedelta(days=1)
    said = spoken.unasked_since(session, letter, calendar.at(evening, NIGHT_BEGINS))
    if said < OFFICER_AT_NIGHT:
        return None
    return Wait(calendar.at(evening + timedelta(days=1), NIGHT_ENDS), f"budget: {said} said to the officer tonight")
