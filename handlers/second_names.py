"""The two who re-check: what one has closed is closed, and the second name and the document are asked for once."""

from collections.abc import Sequence

from handlers import meant
from handlers.acts import SecondName
from handlers.turn import Turn
from models import hazards, lifecycle
from models.errors import Said
from models.hazards import Hazard, HazardStatus
from models.people import Person, Right
from models.wording import rechecks
from models.wording.rectification import Line


def lacking(hazard: Hazard) -> list[str]:
    """What a closed hazard still has to come: nothing where the enterprise found a general one itself."""
    if hazard.self_managed:
        return []
    wanted = {rechecks.SECOND: hazard.second_name, rechecks.DOCUMENT: hazard.document}
    wanted |= {rechecks.TEAM: hazard.acceptance_team} if hazard.is_major else {}
    return [name for name, value in wanted.items() if not value]


def answer_closed(turn: Turn, hazard: Hazard) -> None:
    """Tells the officer that it is closed, and asks for what is still to come."""
    plant, left = hazards.plant_of(turn.session, hazard), lacking(hazard)
    kind = "hazard.second" if left else "answer"
    turn.answer(rechecks.closed(Line.full(hazard), plant.short, left), kind=kind, about={"hazard": hazard.id})


def answer_all(turn: Turn, done: Sequence[Hazard], left: Sequence[str]) -> None:
    """The same for several; what is to come is asked for by number."""
    names = [f"{hazards.plant_of(turn.session, one).short}{one.short}" for one in done]
    to_come = [one.number for one in done if lacking(one)]
    turn.answer(rechecks.together(rechecks.agreed(names, left), to_come))


def add(turn: Turn, act: SecondName) -> None:
    """The second of the two who re-checked, and the document of it."""
    hazard = _meant(turn, act)
    plant = hazards.plant_of(turn.session, hazard)
    person = meant.officer(turn, Right.RECHECK, plant)
    if person is None or hazard.status != HazardStatus.CLOSED:
        raise Said(rechecks.nothing_to_add())
    name, document = _second(turn, hazard, act), act.document
    if not (name or document):
        raise Said(rechecks.second_how())
    hazard.second_name, hazard.document = name or hazard.second_name, document or hazard.document
    turn.session.add(hazard)
    lifecycle.record(turn.session, hazard, "second_name", meant.signed(turn, person), turn.now, name, document)
    told = rechecks.second_noted(Line.full(hazard), name, document, lacking(hazard))
    turn.answer(told, about={"hazard": hazard.id})


def _second(turn: Turn, hazard: Hazard, act: SecondName) -> str:
    """The name that is not that of the first: two who re-check are two people."""
    first = turn.session.get(Person, hazard.closed_by) if hazard.closed_by else None
    names = [name for name in act.name.split("、") if name]
    others = [name for name in names if first is None or name != first.name]
    if names and not others and first:
        raise Said(rechecks.second_is_the_first(first.name))
    return "、".join(others)


def _meant(turn: Turn, act: SecondName) -> Hazard:
    """The hazard that is named, else the one that was asked about last."""
    if act.hazard_nos:
        return meant.by_number(turn, act.hazard_nos[0])
    asked = [one for one in _asked(turn) if lacking(one)]
    if not asked:
        raise Said(rechecks.nothing_to_add())
    return asked[0]


def _asked(turn: Turn) -> Sequence[Hazard]:
    ids = [letter.about["hazard"] for letter in turn.just_said() if letter.kind == "hazard.second"]
    return [one for one in (turn.session.get(Hazard, key) for key in ids) if one]
