"""What stands behind the digits of the morning: the list of what the bureau owes, and what a leader is told of."""

from collections.abc import Sequence
from datetime import date

from handlers.offers import ShowLeaderCases, ShowLeaderPhones, ShowRechecks, ShowUnreached
from handlers.turn import Turn
from models import calendar, db, people, questions, terms, unreached
from models.errors import Said
from models.hazards import Hazard
from models.outbox import Outgoing
from models.people import Enterprise, Person, Right, Role
from models.questions import Contact
from models.wording import answers, bureau, bureau_composed, deadlines, deadlines_composed


def show_rechecks(turn: Turn, act: ShowRechecks) -> None:
    """The whole list of somebody of the bureau; "第2条不合格，其余同意" belongs to its numbers."""
    own = {person.id for person in turn.persons if person.is_officer}
    person = turn.session.get(Person, act.person) if act.person in own else None
    if person is None:
        raise Said(answers.choice_expired())
    said = bureau_composed.whole(turn.session, person, turn.now)
    if said is None:
        raise Said(bureau.nothing_owed(calendar.today(turn.now)))
    turn.answer(said.text, said.choices, about={"listed": list(said.listed)})


def show_unreached(turn: Turn, act: ShowUnreached) -> None:
    """All whom no message reached, with the numbers to call."""
    letter = turn.session.get(Outgoing, act.letter)
    if letter is None or not turn.may(Right.SEE_ALL):
        raise Said(answers.choice_expired())
    contacts = unreached.to_call(turn.session, letter.about.get("letters", ()), turn.now)
    turn.answer(bureau.all_to_call(contacts))


def show_leader_cases(turn: Turn, act: ShowLeaderCases) -> None:
    """What is behind 需您过问: each hazard with what guards the place, and whom to call in the bureau."""
    rows, count = _for_leader(turn, act.day)
    cases = [deadlines_composed.case(turn.session, hazard, plant, act.day) for hazard, plant in rows]
    text = deadlines.leader_cases(cases, count, act.day)
    choices = {"2": {"act": "ShowLeaderPhones", "day": act.day.isoformat()}}
    turn.answer(text, choices, about={"listed": [one.line.number for one in cases]})


def show_leader_phones(turn: Turn, act: ShowLeaderPhones) -> None:
    """The number of whoever answers for each of these enterprises."""
    rows, _ = _for_leader(turn, act.day)
    plants = {plant.id: plant for _, plant in rows}
    turn.answer(deadlines.leader_phones([_principal(turn, plant) for plant in plants.values()]))


def _for_leader(turn: Turn, day: date) -> tuple[Sequence[tuple[Hazard, Enterprise]], int]:
    if not turn.may(Right.SEE_ALL):
        raise Said(answers.own_only())
    found = terms.for_leader(turn.session, day, limit=bureau.MOST)
    if not found.count:
        raise Said(deadlines.nothing_for_leader(day))
    return found.first, found.count


def _principal(turn: Turn, plant: Enterprise) -> Contact:
    listed = people.with_role(turn.session, Role.PRINCIPAL, db.row_id(plant.id))
    person = next((one for one in listed if one.phone), None)
    if person:
        return Contact(questions.as_plant(plant), person.name, person.phone)
    return Contact(questions.as_plant(plant), plant.principal, plant.phone)
