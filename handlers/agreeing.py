"""其余同意: the supervisor agrees to the rest of a list; each hazard is closed by itself, line by line."""

from collections.abc import Sequence

from handlers import around, meant, pictures, review
from handlers.acts import AgreeRest
from handlers.turn import Turn
from models import hazards, spoken
from models.errors import Said
from models.hazards import Hazard, HazardStatus
from models.people import Right
from models.wording import rechecks


def agree(turn: Turn, act: AgreeRest) -> None:
    """Closes each hazard of the list that its enterprise found, fixed and verified; says what is left, and why."""
    listed = _list_of(turn)
    if not listed:
        raise Said(rechecks.no_list())
    if not turn.may(Right.RECHECK):
        review.officer_for(turn, meant.by_number(turn, listed[0]))
    done: list[Hazard] = []
    left: list[str] = []
    for place, number in enumerate(listed, 1):
        hazard = meant.by_number(turn, number)
        why = _why_not(turn, hazard, named=place in act.item_indices or hazard.short in turn.message.text)
        if why:
            left.append(why)
        else:
            _close(turn, hazard)
            done.append(hazard)
    _tell(turn, done)
    turn.answer(rechecks.agreed([_name(turn, one) for one in done], left))


def _list_of(turn: Turn) -> Sequence[str]:
    """The list that was shown last; a digit belongs to the list above it, whatever was shown since."""
    letter = around.choices(turn) if turn.message.text.strip().isdigit() else None
    if letter and letter.about.get("listed"):
        return [str(number) for number in letter.about["listed"]]
    return spoken.last_listed(turn.just_said(), turn.now)


def _name(turn: Turn, hazard: Hazard) -> str:
    return f"{hazards.plant_of(turn.session, hazard).short}{hazard.short}"


def _why_not(turn: Turn, hazard: Hazard, *, named: bool) -> str:
    """Why a hazard is left; empty when it may be closed from the list."""
    name = _name(turn, hazard)
    plant = hazards.plant_of(turn.session, hazard)
    if named:
        return rechecks.left_named(name)
    if hazard.status != HazardStatus.AWAITING:
        return rechecks.left_not_waiting(name)
    if meant.officer(turn, Right.RECHECK, plant) is None:
        return rechecks.left_elsewhere(name)
    if not hazard.self_managed:
        return rechecks.left_officer(name)
    if hazard.sampled:
        return rechecks.left_sampled(name)
    return _why_not_shown(turn, hazard, name)


def _why_not_shown(turn: Turn, hazard: Hazard, name: str) -> str:
    if hazard.verified_at is None:
        return rechecks.left_unverified(name)
    if not pictures.after(turn, hazard):
        return rechecks.left_without_picture(name)
    return rechecks.left_own(name) if review.fixed_by_sender(turn, hazard) else ""


def _close(turn: Turn, hazard: Hazard) -> None:
    person, _ = review.officer_for(turn, hazard)
    review.close(turn, hazard, person, turn.message.text)


def _tell(turn: Turn, done: list[Hazard]) -> None:
    """One letter for all of an enterprise."""
    for plant in meant.plants_of(turn, done):
        review.tell(turn, "recheck.passed", [one for one in done if one.enterprise_id == plant.id])
