"""From a prompt for the zero report to its words: who has stated a result meanwhile falls out."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from sqlmodel import Session

from models import dues
from models.obligations import DueStatus, ObligationKind
from models.outbox import Outgoing
from models.wording import day_composed, zero
from models.wording.composed import Composed, Pointless, Said


def _prompt(session: Session, letter: Outgoing, now: datetime) -> Composed:
    day, slot = date.fromisoformat(letter.about["day"]), letter.about.get("slot", "")
    waiting = dues.of_plants(session, day, letter.about["enterprises"], DueStatus.WAITING, ObligationKind.ZERO)
    still = [(due, plant) for due, plant in waiting if due.slot == slot]
    if not still:
        return Pointless("a result was stated meanwhile")
    if not slot and isinstance(all_owed := day_composed.prompt(session, letter, now), Said):
        return all_owed
    names = [plant.short for _, plant in still]
    return Said(zero.prompt(names, still[0][0].closes_at, routine=day_composed.often(session, letter, now)))


#: The prompts for the zero report and how their words are found.
KINDS_OF_ZERO: Mapping[str, Callable[[Session, Outgoing, datetime], Composed]] = {"zero.prompt": _prompt}
