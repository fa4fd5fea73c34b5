"""The enterprise's own word that its own find is fixed: by its safety manager, who is asked when others said so."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from models import concerned, lifecycle, outbox, people, trail
from models.hazards import Hazard, HazardEvent, HazardStatus
from models.lifecycle import By, Move
from models.outbox import Letter, Outgoing, OutgoingStatus, Priority
from models.people import Enterprise, Person, Right

#: The question is worth saying for this long: a weekend and a holiday may lie before it.
KEEPS = timedelta(days=10)


def wanted(hazard: Hazard) -> bool:
    """Whether a hazard waits for its enterprise to verify it."""
    return hazard.status == HazardStatus.AWAITING and hazard.self_managed and hazard.verified_at is None


def of_plant(session: Session, enterprise_id: int) -> list[Hazard]:
    """The hazards of an enterprise that wait to be verified, the oldest first."""
    waiting = select(Hazard).where(Hazard.enterprise_id == enterprise_id, Hazard.status == HazardStatus.AWAITING)
    return [one for one in session.exec(waiting.order_by(col(Hazard.id))).all() if wanted(one)]


def verify(session: Session, hazard: Hazard, by: By, now: datetime) -> None:
    """Writes that the enterprise has verified it."""
    hazard.verified_at, hazard.verified_by = now, by.person_id
    session.add(hazard)
    lifecycle.record(session, hazard, "verified", by, now)


def follow(session: Session, fixed: Sequence[Hazard], by: By, now: datetime) -> None:
    """Verifies what was fixed by somebody who may say so; asks those who may about the rest."""
    for hazard in fixed:
        person = session.get(Person, by.person_id) if by.person_id else None
        plant = session.get_one(Enterprise, hazard.enterprise_id)
        if wanted(hazard) and person and people.may(person, Right.VERIFY, plant):
            verify(session, hazard, by, now)
    ask(session, fixed, now)


def ask(session: Session, fixed: Sequence[Hazard], now: datetime) -> None:
    """Asks whoever may verify, once for all that waits at an enterprise; it is said in office hours."""
    for enterprise_id in dict.fromkeys(hazard.enterprise_id for hazard in fixed if wanted(hazard)):
        mine = [hazard for hazard in fixed if hazard.enterprise_id == enterprise_id and wanted(hazard)]
        for person in concerned.verifiers(session, mine[0]):
            _ask(session, person, mine, now)


def _ask(session: Session, person: Person, mine: Sequence[Hazard], now: datetime) -> None:
    first = mine[0]
    key = f"verify:{first.id}:{_times_fixed(session, first)}:{person.id}"
    if earlier := _still_waiting(session, person, first.enterprise_id):
        earlier.about = {"plant": first.enterprise_id}  # it speaks of several now
        session.add(earlier)
        trail.note(session, key, now, trail.Turned.MERGED, f"stands in {earlier.key}")
        return
    about = {"plant": first.enterprise_id} | ({"hazard": first.id} if len(mine) == 1 else {})
    letter = Letter(key, "hazard.verify", about, person.id, priority=Priority.OFFICE, stale_at=now + KEEPS)
    outbox.post(session, letter, now)


def _times_fixed(session: Session, hazard: Hazard) -> int:
    """How often it went to its re-check: each time is a question of its own."""
    events = select(HazardEvent).where(HazardEvent.hazard_id == hazard.id, HazardEvent.move == Move.RECTIFY)
    return sum(event.before != HazardStatus.AWAITING for event in session.exec(events))


def _still_waiting(session: Session, person: Person, enterprise_id: int) -> Outgoing | None:
    """A letter to the same person that will list them all when it is said."""
    pending = select(Outgoing).where(
        Outgoing.person_id == person.id,
        Outgoing.kind == "hazard.verify",
        Outgoing.status == OutgoingStatus.PENDING,
    )
    return next((one for one in session.exec(pending) if one.about["plant"] == enterprise_id), None)
