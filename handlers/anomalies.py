"""Anomalies: a power cut, an alarm by mistake; noted, told once, listed, closed by a word (docs/WORDING.md 4.1)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from handlers.acts import Act, Anomaly, AskAnomalies, Chatter, EndAnomaly, PowerCut
from handlers.incidents import add, plant_of, record, row_of
from handlers.turn import Turn
from handlers.understand.recognise.anomalies import is_over
from models import callout, db, incidents, opening, rota, site
from models.errors import Said
from models.incidents import Incident, IncidentKind, IncidentStatus, Stage
from models.obligations import DueStatus
from models.outbox import Letter, Priority
from models.people import Enterprise, Right
from models.wording import anomalies as told
from models.wording import incidents as wording
from models.wording.incidents_composed import event_of

#: What is told when it is over already.
OVER = frozenset({"终报"})
#: So long an anomaly stands in the list, and can be closed by a bare word of the enterprise.
LISTED, CLOSED_BY_A_WORD = timedelta(days=7), timedelta(days=1)


@dataclass(frozen=True)
class Restored(Act):
    """The enterprise says that its anomaly is over: the power is back, the net is."""

    intent: ClassVar[str] = "incident_report"
    incident: int


def anomaly(turn: Turn, act: Anomaly | PowerCut) -> None:
    """A power cut, an alarm by mistake: noted and told to the duty officer once, without a ladder."""
    plant = plant_of(turn, None)
    row = row_of(turn, plant, act.event)
    row.kind, row.status = IncidentKind.ANOMALY, IncidentStatus.NOTED
    if act.event in OVER:
        row.status, row.closed_at = IncidentStatus.CLOSED, turn.now
    same = incidents.like_anomaly(turn.session, row)
    if same is not None and same.status == IncidentStatus.CLOSED and act.event not in OVER:
        same = None  # it is back again
    if same is None:
        incidents.add(turn.session, row)
        record(turn, row, "anomaly.noted", {"message": turn.message_id, "enterprise": row.enterprise_id})
    add(turn, same or row, Stage.FOLLOW_UP if same else Stage.INITIAL)
    if same is None:
        _tell_officers(turn, row)
    _keep_as_reason(turn, plant)
    phone = site.read(turn.session).duty_phone
    turn.answer(wording.anomaly(turn.message.sent_at, plant.short if plant else "", act.event, phone))


def _tell_officers(turn: Turn, row: Incident) -> None:
    for officer in callout.reachable(turn.session, rota.officers_on_duty(turn.session, turn.now)):
        turn.post(
            Letter(
                key=f"anomaly:{row.id}:{officer.id}",
                kind="incident.anomaly",
                about={"incident": row.id},
                person_id=officer.id,
                priority=Priority.DUTY,
                stale_at=turn.now + timedelta(hours=6),
            )
        )


def _keep_as_reason(turn: Turn, plant: Enterprise | None) -> None:
    """It may also be why no round comes: kept beside the due, as a reason would be."""
    due = opening.due_at(turn.session, plant, turn.counted) if plant else None
    if due is not None and due.status == DueStatus.WAITING and not due.note:
        due.note = turn.message.text[:200]
        turn.session.add(due)


def show(turn: Turn, act: AskAnomalies) -> None:
    """看异常: what nobody has closed within a week."""
    _of_officer(turn)
    turn.answer(told.listed([(db.row_id(one.id), event_of(turn.session, one)) for one in _noted(turn)]))


def _of_officer(turn: Turn) -> None:
    if not turn.may(Right.SEE_ALL):
        raise Said(wording.officers_only(site.read(turn.session).duty_phone))


def _noted(turn: Turn) -> list[Incident]:
    return [one for one in incidents.anomalies(turn.session) if one.opened_at > turn.now - LISTED][::-1]


def end(turn: Turn, act: EndAnomaly) -> None:
    """异常2已处理: an officer closes one; without a number the only one."""
    _of_officer(turn)
    noted = _noted(turn)
    found = [one for one in noted if act.number in (0, one.id)]
    if not found:
        raise Said(told.no_such(act.number))
    if len(found) > 1:
        show(turn, AskAnomalies())
        return
    _end(turn, found[0])


def restored(turn: Turn, act: Restored) -> None:
    """来电了: the enterprise closes its own."""
    _end(turn, turn.session.get_one(Incident, act.incident))


def _end(turn: Turn, row: Incident) -> None:
    person = turn.persons[0].id if turn.persons else None
    event = event_of(turn.session, row)
    if not incidents.end_anomaly(turn.session, db.row_id(row.id), person, turn.now):
        raise Said(told.ended_already(event, row.closed_at or turn.now))
    add(turn, row, Stage.FINAL, officer=turn.is_officer)
    record(turn, row, "anomaly.ended", {"message": turn.message_id})
    turn.answer(told.ended(event, turn.message.sent_at))


def drawn_in(turn: Turn, wanted: list[Act]) -> list[Act]:
    """What is to be done; words that the power or the net is back close the anomaly of their writer besides."""
    if turn.is_officer or not is_over(turn.message.text):
        return wanted
    own = {plant.id for plant in turn.plants()}
    mine = [one for one in _noted(turn) if (one.sender == turn.message.sender or one.enterprise_id in own)]
    last = next((one for one in mine if one.opened_at > turn.now - CLOSED_BY_A_WORD), None)
    if last is None:
        return wanted
    return [Restored(db.row_id(last.id)), *(act for act in wanted if not isinstance(act, Chatter | Anomaly | PowerCut))]
