"""A completion that the enterprise takes back: the hazard is being fixed again, its pictures stay."""

from collections.abc import Sequence

from handlers import meant, offers
from handlers.turn import Turn
from models import lifecycle, people
from models.errors import Said
from models.hazards import UNFIXED, Hazard, HazardStatus
from models.lifecycle import Move
from models.people import Enterprise
from models.wording import rectification
from models.wording.rectification import Line


def of(turn: Turn, found: Sequence[Hazard]) -> None:
    """Takes back that some hazards were said to be fixed."""
    _take_back(turn, found)


def take_back(turn: Turn, act: offers.TakeBack) -> None:
    """The answer that a hazard is not fixed after all."""
    _take_back(turn, meant.own(turn, [act.hazard]))


def _take_back(turn: Turn, found: Sequence[Hazard]) -> None:
    back = [one for one in found if one.status == HazardStatus.AWAITING or one.claimed_at]
    if not back:
        raise Said(_stays(turn, found[0]))
    for hazard in back:
        by = meant.by(turn, turn.session.get_one(Enterprise, hazard.enterprise_id))
        if hazard.status == HazardStatus.AWAITING:
            lifecycle.move(turn.session, hazard, Move.TAKE_BACK, by, turn.now, turn.message.text)
        else:
            hazard.claimed_at = None
            lifecycle.record(turn.session, hazard, "claim.taken_back", by, turn.now, turn.message.text)
        turn.session.add(hazard)
    turn.answer(rectification.taken_back([Line.own(one) for one in back], meant.names(turn, back)))


def _stays(turn: Turn, hazard: Hazard) -> str:
    """Why a completion cannot be taken back any more, and who can open the hazard again."""
    if hazard.status in UNFIXED:
        return rectification.not_told(hazard.short)
    plant = turn.session.get_one(Enterprise, hazard.enterprise_id)
    officer = next(iter(people.supervisors(turn.session, plant)), None)
    return rectification.closed_stays(hazard.short, officer.name if officer else "", officer.phone if officer else "")
