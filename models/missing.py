"""What the four lists still lack, whom the bot asks for it, and how often: twice, then only the officer's list."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Integer, and_, bindparam, or_
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from models import calendar, db, hazards, lifecycle, outbox, people, questions, trail
from models.hazards import UNFIXED, Hazard, Level
from models.lifecycle import By, Move
from models.lookup import Lookup, LookupOf
from models.outbox import Letter, OutgoingStatus, Priority
from models.people import Enterprise, Person, Role
from models.trail import Turned

#: How often the enterprise is asked about a hazard.
ASKED = 2
#: The second time on a later day, and not the morning after an afternoon.
AGAIN = timedelta(hours=20)
#: A question that a budget held back is looked at once more within this time: a weekend may lie between.
LATELY = timedelta(days=4)
#: Within these hours of a working day a new hazard is asked about at once.
OFFICE_OPENS, OFFICE_CLOSES = time(8, 0), time(18, 0)
#: How a letter ends that nobody heard.
UNSAID = (OutgoingStatus.WITHDRAWN, OutgoingStatus.STALE, OutgoingStatus.REFUSED)
#: The letter of a day is pointless when the office has gone home.
KEEPS = timedelta(hours=10)


def _lacks() -> ColumnElement[bool]:
    """Hazards that are still to be fixed, that nobody says is fixed, and whose lists are not complete."""
    one = db.table(Hazard).c
    open_items = or_(
        one.item == "",
        one.responsible == "",
        one.measures == "",
        one.deadline.is_(None),
        and_(one.level == Level.MAJOR.value, or_(one.funds.is_(None), one.plan == "", one.control == "")),
    )
    return and_(db.any_of(one.status, UNFIXED), one.claimed_at.is_(None), open_items)


_LACKING: LookupOf[Hazard] = LookupOf(select(Hazard).where(_lacks(), col(Hazard.enterprise_id) == bindparam("plant")))


def lacking(session: Session, enterprise_ids: Sequence[int]) -> Sequence[Hazard]:
    """The hazards of some enterprises whose lists are not complete, the oldest first."""
    found = [one for plant in set(enterprise_ids) for one in _LACKING.all(session, plant=plant)]
    return sorted(found, key=lambda one: db.row_id(one.id))


_HAZARD = db.table(Hazard).c
_ENTERPRISES = Lookup(
    core_select(_HAZARD.enterprise_id)
    .where(
        _lacks(),
        or_(_HAZARD.asked_times < ASKED, _HAZARD.asked_at > bindparam("since")),
        _HAZARD.enterprise_id > bindparam("after"),
    )
    .distinct()
    .order_by(_HAZARD.enterprise_id)
    .limit(bindparam("most", type_=Integer))
)


def enterprises(session: Session, after: int, limit: int, now: datetime) -> list[int]:
    """The next enterprises behind a row with something left to ask, or asked so lately that it may have been unsaid."""
    return _ENTERPRISES.values(session, since=now - LATELY, after=after, most=limit)


def given_up(session: Session, *bounds: ColumnElement[bool]) -> Sequence[Hazard]:
    """The hazards that the enterprise was asked about twice in vain: for the officer's list, the oldest first."""
    found = select(Hazard).where(_lacks(), col(Hazard.asked_times) >= ASKED, *bounds)
    return session.exec(found.order_by(col(Hazard.id))).all()


def asked_on(session: Session, enterprise_id: int, day: date) -> list[Hazard]:
    """The hazards that are asked about on a day and still lack something."""
    still = lacking(session, [enterprise_id])
    return [one for one in still if one.asked_at and calendar.today(one.asked_at) == day]


def whom(session: Session, plant: Enterprise, now: datetime) -> list[Person]:
    """Who is asked: the safety managers; without one the principals, else who holds the duty phone."""
    for role in (Role.SAFETY, Role.PRINCIPAL):
        listed = people.with_role(session, role, db.row_id(plant.id))
        if reached := [one for one in listed if people.accounts(session, db.row_id(one.id))]:
            return reached
    holder = questions.phone_of(session, db.row_id(plant.id), now)
    return [holder] if holder else []


def at_once(now: datetime) -> bool:
    """Whether a new hazard is asked about now, and not at 08:40."""
    here = calendar.local(now)
    return OFFICE_OPENS <= here.time() < OFFICE_CLOSES and calendar.is_workday(here.date())


def asked_of(
    session: Session, plant: Enterprise, person_id: int | None, found: Sequence[Hazard], now: datetime
) -> list[Hazard]:
    """The new hazards whose writer is asked in the receipt itself: who answers for the lists, by day.

    Nothing is asked while some are not described, and about a major one in a letter of its own.
    """
    here = calendar.local(now).time()
    unclear = any(one.item == "" or one.is_major for one in found)
    if unclear or not OFFICE_OPENS <= here < OFFICE_CLOSES:
        return []
    if person_id not in [person.id for person in whom(session, plant, now)]:
        return []
    return [one for one in found if one.status in UNFIXED and not one.claimed_at and hazards.lacking(one)]


def plants_of_account(session: Session, person: Person) -> set[int]:
    """The enterprises for which the newest account of a person speaks."""
    known = people.accounts(session, db.row_id(person.id))
    if not known:
        return set()
    own = people.of_account(session, known[-1].channel, known[-1].user_id)
    return {one.enterprise_id for one in own if one.enterprise_id is not None}


def due(session: Session, plant: Enterprise, now: datetime) -> list[Hazard]:
    """The hazards of an enterprise that may be asked about now."""
    return [one for one in lacking(session, [db.row_id(plant.id)]) if _may_ask(one, now)]


def _may_ask(hazard: Hazard, now: datetime) -> bool:
    if hazard.asked_at is None:
        return True
    another_day = calendar.today(hazard.asked_at) < calendar.today(now)
    return hazard.asked_times < ASKED and another_day and hazard.asked_at <= now - AGAIN


def complete(session: Session, hazard: Hazard, by: By, now: datetime) -> None:
    """Lets the work on a hazard begin when nothing is lacking any more."""
    if lifecycle.can(hazard, Move.COMPLETE) and not hazards.lacking(hazard):
        lifecycle.move(session, hazard, Move.COMPLETE, by, now)


def ask(session: Session, plant: Enterprise, now: datetime, after: timedelta = timedelta()) -> int:
    """Posts one letter about all hazards of an enterprise to each who is to be asked; how many letters.

    A second letter of the same day joins the first while that waits; once it is said, the next morning asks.
    """
    persons = whom(session, plant, now)
    _forget_unsaid(session, plant, persons)
    wanted = due(session, plant, now)
    if not wanted:
        return 0
    posted = [_post(session, plant, person, now, after) for person in persons]
    if not persons:
        key = f"missing:{plant.id}:{calendar.today(now)}"
        trail.note(session, key, now, Turned.SUPPRESSED, "nobody of the enterprise can be asked")
    if any(posted) or not persons or _waits(session, plant, persons, now):
        mark(session, wanted, now)
    return sum(posted)


def _forget_unsaid(session: Session, plant: Enterprise, persons: Sequence[Person]) -> None:
    """A question that was never said, because a budget or nobody's account stood before it, was not asked."""
    asked = [one for one in lacking(session, [db.row_id(plant.id)]) if one.asked_at]
    for day in {calendar.today(one.asked_at) for one in asked if one.asked_at}:
        letters = [outbox.by_key(session, _key(plant, person, day)) for person in persons]
        said = [letter.status not in UNSAID for letter in letters if letter]
        for hazard in asked if said and not any(said) else ():
            if hazard.asked_at and calendar.today(hazard.asked_at) == day:
                hazard.asked_times, hazard.asked_at = max(0, hazard.asked_times - 1), None
                session.add(hazard)


def mark(session: Session, asked: Sequence[Hazard], now: datetime) -> None:
    """Counts that hazards are asked about, once a day."""
    for hazard in asked:
        if hazard.asked_at is None or calendar.today(hazard.asked_at) < calendar.today(now):
            hazard.asked_times, hazard.asked_at = hazard.asked_times + 1, now
            session.add(hazard)
    session.flush()


def _key(plant: Enterprise, person: Person, day: date) -> str:
    return f"missing:{plant.id}:{day}:{person.id}"


def _post(session: Session, plant: Enterprise, person: Person, now: datetime, after: timedelta) -> bool:
    letter = Letter(
        key=_key(plant, person, calendar.today(now)),
        kind="hazard.missing",
        about={"enterprise": plant.id},
        person_id=person.id,
        priority=Priority.OFFICE,
        not_before=now + after,
        stale_at=now + KEEPS,
    )
    return outbox.post(session, letter, now)


def _waits(session: Session, plant: Enterprise, persons: Sequence[Person], now: datetime) -> bool:
    """Whether today's letter has not been said yet: it is composed from the rows and takes these hazards in."""
    for person in persons:
        letter = outbox.by_key(session, _key(plant, person, calendar.today(now)))
        if letter and letter.status == OutgoingStatus.PENDING:
            trail.note(session, letter.key, now, Turned.MERGED, "further hazards stand in the same letter")
            return True
    return False
