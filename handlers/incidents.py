"""Emergencies: the writer is told to call, the duty officer is told at once, whoever wrote it (docs/WORDING.md, M36).

The whole ladder of an incident comes with the ledger; this much may not wait for it.
"""

from datetime import timedelta

from handlers.acts import Incident
from handlers.turn import Turn
from models import audit, rota, site
from models.outbox import Letter, Priority
from models.wording import incidents


def alarm(turn: Turn, act: Incident) -> None:
    """Answers the writer and tells every officer on duty, before anything else is done with the message."""
    officers = rota.officers_on_duty(turn.session, turn.now)
    office = site.read(turn.session)
    turn.post(
        Letter(
            key=f"incident:{turn.message_id}:receipt",
            kind="incident.receipt",
            channel=turn.message.channel,
            to_user=turn.message.sender,
            priority=Priority.EMERGENCY,
            text=incidents.receipt(turn.message.sent_at, office.duty_phone, calling=bool(officers)),
        )
    )
    for officer in officers:
        turn.post(
            Letter(
                key=f"incident:{turn.message_id}:officer:{officer.id}",
                kind="incident.officer",
                about={"message": turn.message_id, "person": turn.persons[0].id if turn.persons else None},
                person_id=officer.id,
                priority=Priority.EMERGENCY,
                stale_at=turn.now + timedelta(days=1),
            )
        )
    told: dict[str, audit.Fact] = {"officers": len(officers), "stage": act.stage}
    audit.record(turn.session, turn.now, turn.actor, "incident.told", f"message:{turn.message_id}", told)
