"""Which hazards somebody means, within what is theirs, and as whom they speak of them."""

import re
from collections.abc import Sequence

from handlers.turn import Turn
from models import db, hazards, people
from models.errors import Said
from models.hazards import Hazard
from models.lifecycle import By
from models.people import Enterprise, Person, Right
from models.wording import rechecks, rectification

#: The last day of any month.
LAST_DAY = 31


def own(turn: Turn, numbers: Sequence[str]) -> list[Hazard]:
    """The hazards of these numbers; a number that is not of the sender's enterprises is said back."""
    ids = {plant.id for plant in turn.plants()}
    found = [(number, held(turn, number) or _due_on(turn, number)) for number in dict.fromkeys(numbers)]
    wrong = [number for number, hazard in found if hazard is None or hazard.enterprise_id not in ids]
    if wrong:
        raise Said(rectification.not_ours([number.rsplit("-", 1)[-1] for number in wrong]))
    return [hazard for _, hazard in found if hazard]


def _due_on(turn: Turn, number: str) -> Hazard | None:
    """27号那条, where no hazard has that number: the one that falls due on the 27th."""
    day = int(number.rsplit("-", 1)[-1])
    if day > LAST_DAY or not re.search(rf"(?<!\d){day}[号日]", turn.message.text):
        return None
    found = [one for one in open_of(turn) if one.deadline and one.deadline.day == day]
    if len(found) > 1:
        raise Said(rectification.due_together(day, [one.short for one in found]))
    return found[0] if found else None


def open_of(turn: Turn) -> list[Hazard]:
    """What is not closed at the sender's enterprises; where the words name one of them, there alone."""
    plants = turn.plants()
    names = {name for match in turn.register.find(turn.message.text) for name in match.candidates}
    named = [plant for plant in plants if plant.name in names]
    return list(hazards.open_of(turn.session, [db.row_id(plant.id) for plant in named or plants]))


def by_number(turn: Turn, number: str) -> Hazard:
    """The hazard that an officer names."""
    hazard = held(turn, number)
    if hazard is None:
        raise Said(rechecks.no_such(number))
    return hazard


def held(turn: Turn, number: str) -> Hazard | None:
    """The hazard of a number; nobody else moves it until this message is done."""
    hazard = hazards.by_number(turn.session, number)
    if hazard:
        turn.session.refresh(hazard, with_for_update=True)
    return hazard


def plants_of(turn: Turn, found: Sequence[Hazard]) -> list[Enterprise]:
    """The enterprises of some hazards, each once."""
    ids = dict.fromkeys(hazard.enterprise_id for hazard in found)
    return [turn.session.get_one(Enterprise, one) for one in ids]


def names(turn: Turn, found: Sequence[Hazard]) -> str:
    """The short names of their enterprises."""
    return "、".join(plant.short for plant in plants_of(turn, found))


def by(turn: Turn, plant: Enterprise) -> By:
    """The sender as somebody of an enterprise, for its events."""
    person = turn.person_of(plant)
    return By(f"person:{person.id}", person.id, turn.message.id) if person else turn.by


def officer(turn: Turn, right: Right, plant: Enterprise) -> Person | None:
    """The sender as an officer who has a right over an enterprise; None when they have it not."""
    return next((one for one in turn.persons if one.is_officer and people.may(one, right, plant)), None)


def signed(turn: Turn, person: Person) -> By:
    """An officer as the events name them: who checks signs."""
    return By(f"person:{person.id}", person.id, turn.message.id)
