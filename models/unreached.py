"""Letters that no road could bring: the officer on duty is told whom to call, of all of them in one message."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from models import db, outbox, questions, rota
from models.lookup import Lookup, LookupOf
from models.outbox import Letter, Outgoing, OutgoingStatus, Priority
from models.people import PERSONS, Enterprise, Person
from models.questions import Contact

KIND = "bureau.unreached"
#: So long is waited for others, and so long is it worth a call.
COLLECTS, LASTS = timedelta(minutes=3), timedelta(hours=12)
#: Somebody else of the enterprise heard the same when a letter of its kind went to them so shortly before, or since.
SAME_TIME = timedelta(minutes=10)
MOST = 500


def note(session: Session, letter: Outgoing, now: datetime) -> None:
    """Has the officers on duty told that a letter to somebody of an enterprise could not be brought."""
    person = PERSONS.get(session, letter.person_id) if letter.person_id is not None else None
    if person is None or person.enterprise_id is None:
        return
    priority = Priority.OFFICE if letter.priority == Priority.OFFICE else Priority.DUTY
    for officer in rota.officers_on_duty(session, now):
        waiting = _waiting(session, db.row_id(officer.id), priority)
        if waiting is None or not _added(session, waiting, letter):
            _post(session, letter, officer, priority, now)


def _waiting(session: Session, officer: int, priority: Priority) -> Outgoing | None:
    """The message to an officer that has not gone yet."""
    return _WAITING.first(session, officer=officer, priority=int(priority))


_WAITING: LookupOf[Outgoing] = LookupOf(
    select(Outgoing).where(
        col(Outgoing.person_id) == bindparam("officer"),
        col(Outgoing.kind) == KIND,
        col(Outgoing.status) == OutgoingStatus.PENDING,
        col(Outgoing.priority) == bindparam("priority"),
    )
)


def _added(session: Session, waiting: Outgoing, letter: Outgoing) -> bool:
    """Puts a letter to those that a message will tell of; False when it is on its way already."""
    letters = [*waiting.about["letters"], letter.id][:MOST]
    changed = session.connection().execute(
        update(db.table(Outgoing))
        .where(col(Outgoing.id) == waiting.id, col(Outgoing.status) == OutgoingStatus.PENDING)
        .values(about={"letters": letters})
    )
    session.expire(waiting)
    return changed.rowcount == 1


def _post(session: Session, letter: Outgoing, officer: Person, priority: Priority, now: datetime) -> None:
    told = Letter(
        key=f"unreached:{officer.id}:{letter.id}",
        kind=KIND,
        about={"letters": [letter.id]},
        person_id=officer.id,
        priority=priority,
        not_before=now + COLLECTS,
        stale_at=now + LASTS,
    )
    outbox.post(session, told, now)


def to_call(session: Session, letters: Sequence[int], now: datetime) -> list[Contact]:
    """Whom to call about letters that were not brought: each enterprise once, but those that heard it anyway."""
    rows = select(Outgoing).where(col(Outgoing.id).in_(letters)).order_by(col(Outgoing.id))
    found: dict[int, Enterprise] = {}
    for letter in session.exec(rows):
        person = session.get_one(Person, letter.person_id)
        plant = session.get(Enterprise, person.enterprise_id)
        if plant is not None and plant.active and not _heard(session, letter, db.row_id(plant.id)):
            found[db.row_id(plant.id)] = plant
    ordered = sorted(found.values(), key=lambda plant: not plant.major)
    return questions.contacts(session, [questions.as_plant(plant) for plant in ordered], now)


def unsaid(session: Session, telling: Outgoing) -> list[int]:
    """Of the letters that a message tells of, those that say something new to its officer.

    Whom nobody can reach is silent at each step of a night: the officer hears of them once in so long, of an
    emergency each time.
    """
    said = _SAID.values(session, officer=telling.person_id, since=telling.posted_at - LASTS)
    before = {one for about in said for one in about["letters"]}
    known = {plant for _, plant, _ in _whose(session, sorted(before))}
    found = _whose(session, telling.about["letters"])
    return [letter for letter, plant, priority in found if priority == Priority.EMERGENCY or plant not in known]


_SAID = Lookup(
    core_select(col(Outgoing.about)).where(
        col(Outgoing.kind) == KIND,
        col(Outgoing.person_id) == bindparam("officer"),
        col(Outgoing.status) == OutgoingStatus.SENT,
        col(Outgoing.settled_at) > bindparam("since"),
    )
)


def _whose(session: Session, letters: Sequence[int]) -> Sequence[Any]:
    """Of letters: their numbers, the enterprises of those they were for, and how urgent they were."""
    asked = core_select(col(Outgoing.id), col(Person.enterprise_id), col(Outgoing.priority))
    of_person = asked.join(Person, col(Person.id) == col(Outgoing.person_id))
    return session.connection().execute(of_person.where(col(Outgoing.id).in_(letters))).all()


def _heard(session: Session, letter: Outgoing, enterprise_id: int) -> bool:
    """Whether somebody else of the enterprise was told the same."""
    since = letter.posted_at - SAME_TIME
    return _HEARD.first(session, plant=enterprise_id, kind=letter.kind, since=since) is not None


_HEARD = Lookup(
    core_select(col(Outgoing.id))
    .join(Person, col(Person.id) == col(Outgoing.person_id))
    .where(
        col(Person.enterprise_id) == bindparam("plant"),
        col(Outgoing.kind) == bindparam("kind"),
        col(Outgoing.status) == OutgoingStatus.SENT,
        col(Outgoing.posted_at) >= bindparam("since"),
    )
    .limit(1)
)
