"""回1逐家提醒: an officer orders one reminder for each enterprise whose hazards fall due."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlmodel import col, select

from handlers.offers import RemindDue
from handlers.turn import Turn
from models import calendar, db, ledger, people, questions
from models.deadlines import Hour
from models.errors import Said
from models.hazards import Level
from models.ledger import Wanted, Which, Within
from models.outbox import Letter, Outgoing, OutgoingStatus, Priority
from models.people import Enterprise, Person, Right, Role
from models.questions import Contact
from models.wording import answers
from models.wording import ledger as words

#: So many enterprises are written to by one order: it is one transaction, and others wait for it.
MOST = 100
#: Nobody is reminded of the same twice within this time.
PAUSE = timedelta(hours=1)


def remind_due(turn: Turn, act: RemindDue) -> None:
    """Writes to each enterprise once; what was fixed meanwhile falls out of the list, and out of the letters."""
    if not turn.may(Right.REMIND):
        raise Said(answers.own_only())
    scope = people.scope(turn.persons, Right.SEE)
    within = Within(scope, act.enterprises, Level(act.level) if act.level else None)
    today = calendar.today(turn.now)
    due = ledger.by_plant(turn.session, Wanted(Which.DUE, act.start, act.end), within, today, MOST)
    if not due:
        raise Said(words.nothing_due())
    _remind(turn, due)


def _remind(turn: Turn, due: Mapping[int, Sequence[int]]) -> None:
    sent: list[str] = []
    recent: list[str] = []
    unreached: list[Contact] = []
    for plant_id, hazards in due.items():
        plant = turn.session.get_one(Enterprise, plant_id)
        person = _addressee(turn, plant_id)
        if person is None:
            unreached += questions.contacts(turn.session, [questions.as_plant(plant)], turn.now)
        elif _lately(turn, plant_id, db.row_id(person.id)):
            recent.append(plant.short)
        else:
            turn.post(_letter(turn, plant_id, db.row_id(person.id), hazards))
            sent.append(plant.short)
    if sent and calendar.quiet(turn.now):
        turn.answer(words.reminded_later(len(sent), calendar.after_quiet(turn.now), MOST))
    else:
        turn.answer(answers.reminded(sent, recent, unreached))


def _addressee(turn: Turn, plant_id: int) -> Person | None:
    """The safety manager, else the principal, else whoever holds the duty phone: the first with an account."""
    asked = [*people.with_role(turn.session, Role.SAFETY, plant_id)]
    asked += people.with_role(turn.session, Role.PRINCIPAL, plant_id)
    holder = questions.phone_of(turn.session, plant_id, turn.now)
    asked += [holder] if holder else []
    return next((one for one in asked if people.accounts(turn.session, db.row_id(one.id))), None)


def _lately(turn: Turn, plant_id: int, person_id: int) -> bool:
    lately = select(Outgoing).where(
        Outgoing.person_id == person_id,
        Outgoing.kind == "deadline",
        Outgoing.posted_at > turn.now - PAUSE,
        col(Outgoing.status).not_in([OutgoingStatus.WITHDRAWN, OutgoingStatus.STALE, OutgoingStatus.REFUSED]),
    )
    return any(letter.about.get("enterprise") == plant_id for letter in turn.session.exec(lately))


def _letter(turn: Turn, plant_id: int, person_id: int, hazards: Sequence[int]) -> Letter:
    said_at = calendar.after_quiet(turn.now)
    day = calendar.today(said_at).isoformat()
    about = {"enterprise": plant_id, "hazards": list(hazards), "day": day, "hour": Hour.MORNING, "ordered": True}
    return Letter(
        key=f"deadline:{plant_id}:{day}:{person_id}:order:{turn.message_id}",
        kind="deadline",
        about=about,
        person_id=person_id,
        priority=Priority.OFFICE,
        stale_at=said_at + timedelta(hours=4),
    )
