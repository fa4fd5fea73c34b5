"""The sheets that an officer reads out on the phone, and the course of an incident, written from the rows."""

from handlers import upward
from handlers.acts import AskCourse, AskSheet
from handlers.turn import Turn
from models import site
from models.errors import Said
from models.incidents import Incident
from models.people import Right
from models.wording import incidents as wording
from models.wording import sheets
from models.wording.incidents_composed import event_of
from models.wording.sheets_composed import course_of, sheet_of

_FOLLOW_UP, _FINAL = "续报", "终报"


def show(turn: Turn, act: AskSheet) -> None:
    """首报稿, 续报稿, 终报稿: what the rows know, and what is still to be asked."""
    _seen_by_officers(turn)
    incident = _which(turn, act)
    if incident is None:
        return
    officer = next((one for one in turn.persons if one.is_officer), None)
    told = sheet_of(turn.session, incident, officer)
    if act.stage == _FOLLOW_UP:
        text = sheets.follow_up(told, turn.now)
    else:
        text = sheets.final(told) if act.stage == _FINAL else sheets.first(told)
    turn.answer(text)


def _which(turn: Turn, act: AskSheet | AskCourse) -> Incident | None:
    if act.incident is not None:
        return turn.session.get_one(Incident, act.incident)
    if isinstance(act, AskSheet):
        return upward.meant(turn, act.enterprise, lambda one: AskSheet(stage=act.stage, incident=one))
    return upward.meant(turn, act.enterprise, lambda one: AskCourse(incident=one))


def course(turn: Turn, act: AskCourse) -> None:
    """经过: one line after the other, with what each road of a call came to."""
    _seen_by_officers(turn)
    incident = _which(turn, act)
    if incident is not None:
        steps = course_of(turn.session, incident)
        turn.answer(sheets.course(event_of(turn.session, incident).title, steps))


def _seen_by_officers(turn: Turn) -> None:
    if not turn.may(Right.SEE_ALL):
        raise Said(wording.officers_only(site.read(turn.session).duty_phone))
