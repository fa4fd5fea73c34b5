"""What the enterprise says for itself: its safety manager verifies, its acceptance team has names."""

from handlers import above, meant, offers, pictures
from handlers.acts import AcceptanceTeam
from handlers.turn import Turn
from models import lifecycle, verification
from models.errors import Said
from models.hazards import Hazard
from models.people import Enterprise, Right
from models.wording import rectification
from models.wording.rectification import Line


def verify(turn: Turn, act: offers.VerifyFix) -> None:
    """The safety manager says that what others fixed is fixed."""
    found = [one for one in (turn.session.get(Hazard, key) for key in act.hazards) if one]
    mine = [one for one in found if _may_verify(turn, one)]
    if found and not mine:
        raise Said(rectification.may_not_verify())
    seen = [one for one in mine if done(turn, one)]
    if not seen:
        raise Said(rectification.nothing_to_verify())
    turn.answer(rectification.verified([Line.own(one) for one in seen], meant.names(turn, seen)))


def _may_verify(turn: Turn, hazard: Hazard) -> bool:
    return turn.may(Right.VERIFY, turn.session.get_one(Enterprise, hazard.enterprise_id))


def done(turn: Turn, hazard: Hazard) -> bool:
    """Verifies a hazard that waits for it and has a picture, if the sender may; whether that was done."""
    plant = turn.session.get_one(Enterprise, hazard.enterprise_id)
    if not (verification.wanted(hazard) and turn.may(Right.VERIFY, plant) and pictures.after(turn, hazard)):
        return False
    verification.verify(turn.session, hazard, meant.by(turn, plant), turn.now)
    return True


def name_team(turn: Turn, act: AcceptanceTeam) -> None:
    """Who accepts a major hazard: named by the enterprise or by an officer."""
    majors = [one for one in meant.open_of(turn) if one.is_major]
    found = meant.own(turn, act.hazard_nos) if act.hazard_nos else majors
    if len(found) != 1 or not found[0].is_major:
        raise Said(rectification.team_of_which([one.short for one in majors]))
    hazard = found[0]
    hazard.acceptance_team = act.team
    turn.session.add(hazard)
    by = meant.by(turn, turn.session.get_one(Enterprise, hazard.enterprise_id))
    lifecycle.record(turn.session, hazard, "team", by, turn.now, act.team)
    above.begin_annex(turn, hazard)
    turn.answer(rectification.team_noted(Line.own(hazard), act.team))
