"""A completion that the enterprise takes back: the hazard is being fixed again, its pictures stay."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_
from sqlalchemy import select as core_select

from handlers import meant, offers, pictures
from handlers.turn import Turn
from models import db, lifecycle, people, reports
from models.errors import Said
from models.hazards import UNFIXED, Hazard, HazardStatus
from models.lifecycle import Move
from models.people import Enterprise
from models.wording import rectification
from models.wording.rectification import Line

#: What was said to be fixed can be taken back for this long by its sender's words alone.
HOLDS = timedelta(days=1)


def took_back(turn: Turn) -> bool:
    """Takes back the completion that the sender told last, unless they reported something else since."""
    found = _told_last(turn)
    if not found:
        return False
    _take_back(turn, found)
    return True


def take_back(turn: Turn, act: offers.TakeBack) -> None:
    """The answer that a hazard is not fixed after all."""
    _take_back(turn, meant.own(turn, [act.hazard]))


def _told_last(turn: Turn) -> list[Hazard]:
    since = turn.now - HOLDS
    events = pictures.told_by_sender(turn, _lately(turn, since), since)
    own = [db.row_id(person.id) for person in turn.persons]
    report = reports.last_of_person(turn.session, own, since)
    if not events or (report and report.last_received > events[-1].at and pictures.says_more(turn, report)):
        return []
    ids = dict.fromkeys(event.hazard_id for event in events if event.message_id == events[-1].message_id)
    found = [turn.session.get_one(Hazard, one) for one in ids]
    return [one for one in found if one.short in turn.message.text] or found


def _lately(turn: Turn, since: datetime) -> list[int]:
    """The hazards of the sender's enterprises to which something happened on the way to their closing."""
    hazard, plants = db.table(Hazard), [plant.id for plant in turn.plants()]
    moments = (hazard.c.claimed_at, hazard.c.rectified_at, hazard.c.closed_at)
    found = core_select(hazard.c.id).where(
        hazard.c.enterprise_id.in_(plants), or_(*(moment >= since for moment in moments))
    )
    return list(turn.session.connection().execute(found).scalars())


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
