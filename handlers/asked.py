"""A question to the ledger with its bounds: whose hazards the asker may see, which are meant, how numbers are said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.acts import AskLedger
from handlers.turn import Turn
from models import calendar, db, people
from models.errors import Said
from models.hazards import Level
from models.ledger import Within
from models.people import Enterprise, Right, Scope
from models.wording import answers, asking
from models.wording import ledger as words
from models.wording.ledger import View

LEVELS = {"一般": Level.GENERAL, "重大": Level.MAJOR}


@dataclass(frozen=True)
class Asked:
    """Who asks what, and what the answer may speak of."""

    turn: Turn
    act: AskLedger
    within: Within
    view: View
    plants: Sequence[Enterprise] = ()

    @property
    def today(self) -> date:
        """The calendar day of the question: deadlines are counted by it."""
        return self.view.today

    def say(
        self,
        text: str,
        choices: Mapping[str, Mapping[str, Any]] | None = None,
        listed: Sequence[str] = (),
        **about: Any,
    ) -> None:
        """Answers the asker alone: a group never hears of a hazard, also when an officer says 发群里."""
        to_group = self.turn.in_group and self.act.to_group
        kept = {**about, "listed": list(listed)} if listed else about
        self.turn.answer(f"{text}\n{words.not_in_group()}" if to_group else text, choices, about=kept)
        if to_group:
            self.turn.say_in_chat(answers.sent_privately())


def bounded(turn: Turn, act: AskLedger) -> Asked:
    """The bounds of a question; raises Said where the asker may not see what is asked about."""
    scope = people.scope(turn.persons, Right.SEE)
    plants = _named(turn, act, scope)
    level = LEVELS.get(act.level)
    within = Within(scope, tuple(db.row_id(plant.id) for plant in plants), level)
    return Asked(turn, act, within, view(turn, scope, plants, act.level if level else ""), plants)


def view(turn: Turn, scope: Scope, plants: Sequence[Enterprise], level: str = "") -> View:
    """How numbers are said to the asker, and what the answer names as its bounds."""
    area = plants[0].short if len(plants) == 1 else ""
    grids = "、".join(sorted(scope.grids))
    if turn.is_officer and not plants and not scope.everywhere:
        area = grids
    return View(calendar.today(turn.now), turn.is_officer, "，".join(part for part in (area, level) if part))


def _named(turn: Turn, act: AskLedger, scope: Scope) -> list[Enterprise]:
    """The enterprises that are meant: an officer names any, somebody of an enterprise has their own."""
    if not turn.is_officer:
        return _own(turn)
    if not act.enterprises and turn.in_group:
        _which(turn)
    found = [_registered(turn, name) for name in act.enterprises]
    if not all(scope.holds(plant) for plant in found):
        raise Said(words.other_grid())
    return found


def _registered(turn: Turn, name: str) -> Enterprise:
    plant = people.by_name(turn.session, name)
    if plant is None:
        raise Said(answers.no_such_plant(name))
    return plant


def _own(turn: Turn) -> list[Enterprise]:
    """The asker's own; a question that names another one is not answered with figures of the own."""
    own = turn.plants()
    names = {plant.name for plant in own}
    others = [match for match in turn.register.find(turn.message.text) if not names & set(match.candidates)]
    if not own or others:
        raise Said(answers.own_only())
    return own


def _which(turn: Turn) -> None:
    """A short name that fits several is asked about in private; in a group nobody else does it."""
    several = [match for match in turn.register.find(turn.message.text) if len(match.candidates) > 1]
    if several:
        raise Said(asking.name_in_full(several[0].candidates))
