"""Why something was said to an enterprise, or not: read from the rows, for the terminal and for officers alike."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select as core_select
from sqlalchemy import tuple_
from sqlmodel import Session, col, select

from models import (
    calendar,
    day_dues,
    db,
    deadlines,
    entered_rules,
    hazards,
    obligations,
    opening,
    outbox,
    people,
    proxies,
    questions,
    staff,
    trail,
)
from models.deadlines import Hour
from models.hazards import UNFIXED, Hazard
from models.obligations import Due, DueStatus, ObligationKind
from models.outbox import Outgoing, OutgoingStatus
from models.people import Binding, Enterprise, Person
from models.trail import LetterStep


class Why(StrEnum):
    """Why nothing was said."""

    REPORTED = "reported"  # it had come in
    NOTHING_OWED = "nothing_owed"  # nothing was expected
    DAY_OFF = "day_off"  # no working day
    EXEMPT = "exempt"  # excused
    DEAF = "deaf"  # the bot was deaf: who is silent may have spoken to it
    NO_ACCOUNT = "no_account"  # nobody of the enterprise can be reached
    TRIAL = "trial"  # its first nights: one prompt and no more
    NOT_YET = "not_yet"  # its time has not come
    UNKNOWN = "unknown"  # the rows do not say
    FIXED = "fixed"  # the hazard is fixed or closed
    PENDING = "pending"  # more time was asked for: the delay is the bureau's
    NO_DATE = "no_date"  # the hazard has no deadline
    NOT_TODAY = "not_today"  # no day on which its deadline is spoken of
    AFTERWARDS = "afterwards"  # the hazard was recorded when that day's reminders were past
    NO_HAZARD = "no_hazard"  # none is open


@dataclass(frozen=True)
class Reason:
    """Why nothing was said about one thing that could have been spoken of."""

    why: Why
    about: str  # patrol, zero, owed or deadline
    day: date  # the night, or the day
    plant: str = ""
    at: datetime | None = None
    number: str = ""  # of a hazard
    deadline: date | None = None
    title: str = ""  # of what is owed besides


#: The kinds of letters to an enterprise that nobody asked for, by what they are about.
ABOUT = {
    "patrol": ("patrol.missing", "patrol.missed", "patrol.resend", "patrol.repeated"),
    "zero": ("zero.prompt",),
    "owed": ("owed.prompt",),
    "deadline": ("deadline", "overdue.principal", "hazard.missing"),
}
_KINDS = {"patrol": ObligationKind.PATROL, "zero": ObligationKind.ZERO}


def letters(session: Session, plant: Enterprise, day: date) -> Sequence[tuple[str, Outgoing]]:
    """What was to be said about an enterprise on a calendar day, with what it was about; the earliest first."""
    begins = calendar.midnight(day)
    kinds = {kind: about for about, several in ABOUT.items() for kind in several}
    posted = select(Outgoing).where(
        col(Outgoing.person_id).in_(_speaking_for(session, plant)),
        col(Outgoing.kind).in_(list(kinds)),
        Outgoing.posted_at >= begins,
        Outgoing.posted_at < begins + timedelta(days=1),
    )
    found = session.exec(posted.order_by(col(Outgoing.posted_at), col(Outgoing.id))).all()
    return [(kinds[one.kind], one) for one in found if _concerns(one, plant)]


def _speaking_for(session: Session, plant: Enterprise) -> list[int]:
    """The people of an enterprise, and who else shares an account with one of them."""
    person, bound = db.table(Person), db.table(Binding)
    own = core_select(person.c.id).where(person.c.enterprise_id == plant.id)
    accounts = core_select(bound.c.channel, bound.c.user_id).where(bound.c.person_id.in_(own))
    sharing = core_select(bound.c.person_id).where(tuple_(bound.c.channel, bound.c.user_id).in_(accounts))
    return list(session.connection().execute(own.union(sharing)).scalars())


def _concerns(letter: Outgoing, plant: Enterprise) -> bool:
    about = letter.about
    return plant.id == about.get("enterprise") or plant.id in about.get("enterprises", ())


def reasons(session: Session, plant: Enterprise, day: date, now: datetime) -> list[Reason]:
    """Why nothing was said on a calendar day: of the night that ended on it, of the zero report, of hazards."""
    said = {about for about, _ in letters(session, plant, day)}
    found: list[Reason] = []
    if "patrol" not in said:
        found.append(of_due(session, plant, "patrol", day - timedelta(days=1), now))
    if "zero" not in said:
        found.append(of_due(session, plant, "zero", day, now))
    if "owed" not in said:
        found += of_others(session, plant, day, now)
    if "deadline" not in said:
        found += of_hazards(session, plant, day, now)
    return found


def of_due(session: Session, plant: Enterprise, about: str, day: date, now: datetime) -> Reason:
    """Why nobody was reminded of a round or of a zero report."""
    due = opening.due_of(session, plant, day, _KINDS[about])
    if due is None:
        return Reason(_not_owed(session, plant, about, day, now), about, day, plant.short)
    return Reason(_of_due(session, plant, due, now), about, day, plant.short, at=due.satisfied_at)


def of_others(session: Session, plant: Enterprise, day: date, now: datetime) -> list[Reason]:
    """Why nobody was asked for what else closes on a day; nothing where nothing does."""
    titles = entered_rules.titles(session)
    midnight = calendar.midnight(day)
    dues = day_dues.closing(session, db.row_id(plant.id), midnight, midnight + timedelta(days=1))
    return [
        replace(Reason(_of_due(session, plant, due, now), "owed", day, plant.short), at=due.satisfied_at, title=title)
        for due in dues
        for title in [titles.get(due.kind, due.kind)]
    ]


def _not_owed(session: Session, plant: Enterprise, about: str, day: date, now: datetime) -> Why:
    rule = opening.rule_for(session, plant, _KINDS[about])
    if rule is None:
        return Why.NOTHING_OWED
    if rule.workdays and not calendar.is_workday(day):
        return Why.DAY_OFF
    return Why.NOT_YET if now < rule.rhythm.window(day).opens_at else Why.NOTHING_OWED


def _of_due(session: Session, plant: Enterprise, due: Due, now: datetime) -> Why:
    if due.status == DueStatus.EXEMPT:
        return Why.EXEMPT
    if due.satisfied_at is not None:
        return Why.REPORTED
    if due.status == DueStatus.UNVERIFIED or _deaf(session, due):
        return Why.DEAF
    if not _reachable(session, plant):
        return Why.NO_ACCOUNT
    if due.trial and now >= due.closes_at:
        return Why.TRIAL
    return Why.NOT_YET if now < due.closes_at else Why.UNKNOWN


def _deaf(session: Session, due: Due) -> bool:
    return obligations.unheard(session, due)


def _reachable(session: Session, plant: Enterprise) -> bool:
    members = staff.of_enterprises(session, [db.row_id(plant.id)])
    return any(one.account for own in members.values() for one in own)


def of_hazards(session: Session, plant: Enterprise, day: date, now: datetime) -> list[Reason]:
    """Why nothing was said of the hazards of an enterprise: each of those that are not fixed, the nearest first."""
    found = [one for one in hazards.open_of(session, [db.row_id(plant.id)]) if one.status in UNFIXED]
    found.sort(key=lambda one: (one.deadline is None, one.deadline, one.id))
    told = [of_hazard(session, plant, one, day, now) for one in found]
    return told or [Reason(Why.NO_HAZARD, "deadline", day, plant.short)]


def of_hazard(session: Session, plant: Enterprise, hazard: Hazard, day: date, now: datetime) -> Reason:
    """Why nothing was said of one hazard on a day."""
    why = _of_hazard(session, plant, hazard, day, now)
    return Reason(why, "deadline", day, plant.short, hazard.rectified_at, hazard.number, hazard.deadline)


def _of_hazard(session: Session, plant: Enterprise, hazard: Hazard, day: date, now: datetime) -> Why:
    if hazard.status not in UNFIXED:
        return Why.FIXED
    if hazards.pending(session, hazard):
        return Why.PENDING
    if hazard.deadline is None:
        return Why.NO_DATE
    hours = [hour for hour in Hour if _spoken_of(hazard, hazard.deadline, day, hour)]
    if not hours:
        return Why.NOT_TODAY if calendar.is_workday(day) else Why.DAY_OFF
    if not _reachable(session, plant):
        return Why.NO_ACCOUNT
    first, last = (calendar.at(day, calendar.clock(f"{hour.value}:00")) for hour in (hours[0], hours[-1]))
    if hazard.received_at > last:
        return Why.AFTERWARDS
    return Why.NOT_YET if now < first else Why.UNKNOWN


def _spoken_of(hazard: Hazard, deadline: date, day: date, hour: Hour) -> bool:
    recorded = calendar.today(hazard.received_at)
    return deadlines.saying(deadline, recorded, day, hour, major=hazard.is_major) is not None


@dataclass(frozen=True)
class Night:
    """Who was reminded of a round, by the whole county."""

    said: int
    reported: int  # without being asked
    no_account: Sequence[str]
    others: int  # trial, excused, deaf, its time not come


def night(session: Session, day: date) -> Night:
    """How many enterprises were reminded of the round of a night, and why the others were not."""
    state = questions.night(session, day)
    said = _reminded(session, day)
    silent = [one for one in state.plants(*proxies.CHANGEABLE) if one.id not in said]
    members = staff.of_enterprises(session, [one.id for one in silent])
    reached = {plant for plant, own in members.items() if any(one.account for one in own)}
    done = sum(count for status, count in state.counts.items() if status in _DONE)
    answered = {one.id for one in state.plants(*_DONE)} & said
    unreached = [one.short for one in silent if one.id not in reached]
    return Night(len(said), done - len(answered), unreached, len(silent) - len(unreached))


_DONE = (DueStatus.REPORTED, DueStatus.LATE, DueStatus.MADE_UP)


def _reminded(session: Session, day: date) -> set[int]:
    """The enterprises that a letter of the ladder named; only what was really said counts."""
    letter = db.table(Outgoing)
    begins = calendar.midnight(day)
    sent = core_select(letter.c.about).where(
        letter.c.kind.in_(ABOUT["patrol"]),
        letter.c.status == OutgoingStatus.SENT.value,
        letter.c.posted_at >= begins,
        letter.c.posted_at < begins + timedelta(days=2),
    )
    found = [about for about in session.connection().execute(sent).scalars() if about.get("night") == day.isoformat()]
    return {plant for about in found for plant in about.get("enterprises", ())}


# By the key of a letter


@dataclass(frozen=True)
class Story:
    """What is known of a key: the letter, the steps that its row cannot tell, or why nothing was said."""

    letter: Outgoing | None
    person: str
    steps: Sequence[LetterStep]
    reasons: Sequence[Reason]


def story(session: Session, key: str, now: datetime) -> Story | None:
    """What became of a letter, or of a reminder that was never posted; None when the key says nothing at all."""
    if key.startswith("tip_off."):
        return None  # not even that somebody was written to
    letter, steps = outbox.by_key(session, key), trail.of_key(session, key)
    person = session.get(Person, letter.person_id) if letter and letter.person_id else None
    unsaid = _unsaid(session, key, now) if letter is None else []
    if letter is None and not steps and not unsaid:
        return None
    return Story(letter, person.name if person else "", steps, unsaid)


def _unsaid(session: Session, key: str, now: datetime) -> list[Reason]:
    """Of keys like ``patrol:<person>:<night>…``, ``zero:<enterprise>:<day>…`` and ``deadline:<enterprise>:<day>…``."""
    about, _, rest = key.partition(":")
    parts = rest.split(":")
    if about not in ABOUT or len(parts) < 2 or not parts[0].isdecimal():
        return []
    try:
        day = date.fromisoformat(parts[1])
    except ValueError:
        return []
    if about == "owed":
        theirs = session.get(Enterprise, int(parts[0]))
        return of_others(session, theirs, day, now) if theirs else []
    if about == "patrol":
        plants = _plants_of(session, int(parts[0]))
    else:
        plant = session.get(Enterprise, int(parts[0]))
        plants = [plant] if plant else []
    if about == "deadline":
        return [reason for plant in plants for reason in of_hazards(session, plant, day, now)]
    return [of_due(session, plant, about, day, now) for plant in plants]


def _plants_of(session: Session, person_id: int) -> list[Enterprise]:
    """The enterprises that somebody is written to about: with all rows of their account."""
    known = people.accounts(session, person_id)
    rows = people.of_account(session, known[-1].channel, known[-1].user_id) if known else []
    person = session.get(Person, person_id)
    ids = dict.fromkeys(one.enterprise_id for one in [*([person] if person else []), *rows] if one.enterprise_id)
    return [session.get_one(Enterprise, one) for one in ids]
