"""Anomalies: a power cut, an alarm by mistake; noted, told once, without a ladder (docs/WORDING.md 4.1)."""

from datetime import timedelta

from handlers.acts import Anomaly, PowerCut
from handlers.incidents import add, plant_of, record, row_of
from handlers.turn import Turn
from models import callout, incidents, opening, rota, site
from models.incidents import Incident, IncidentKind, IncidentStatus, Stage
from models.obligations import DueStatus
from models.outbox import Letter, Priority
from models.people import Enterprise
from models.wording import incidents as wording


def anomaly(turn: Turn, act: Anomaly | PowerCut) -> None:
    """A power cut, an alarm by mistake: noted and told to the duty officer once, without a ladder."""
    plant = plant_of(turn, None)
    row = row_of(turn, plant, act.event)
    row.kind, row.status, row.closed_at = IncidentKind.ANOMALY, IncidentStatus.CLOSED, turn.now
    same = incidents.like_anomaly(turn.session, row)
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
