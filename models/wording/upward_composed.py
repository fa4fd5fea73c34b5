"""From an incident's rows to the words about reporting it upward, at the moment when they are said."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlmodel import Session

from models import calendar, db, incidents, upward
from models.incidents import Incident, IncidentStatus
from models.outbox import Outgoing
from models.wording import upward as words
from models.wording.composed import Composed, Pointless, Said
from models.wording.incidents_composed import event_of
from models.wording.upward import Limit


def limits(session: Session, incident: Incident) -> list[Limit]:
    """What is still to be reported, the nearest first."""
    return [Limit(one, upward.limit(one, incident)) for one in upward.left(session, incident)]


def _remind(session: Session, letter: Outgoing, now: datetime) -> Composed:
    incident = session.get_one(Incident, letter.about["incident"])
    due = [one for one in limits(session, incident) if one.clock.minutes == letter.about["minutes"]]
    if not due:
        return Pointless("it was reported, or it is none")
    choices = {
        "1": {"act": "AskSheet", "stage": "首报", "incident": incident.id},
        "2": {"act": "WaiveUpward", "incident": incident.id},
    }
    return Said(words.remind(event_of(session, incident), due, now), choices)


def _last_day(session: Session, letter: Outgoing, now: datetime) -> Composed:
    incident = session.get_one(Incident, letter.about["incident"])
    if incident.status != IncidentStatus.CLOSED or _written_since(session, incident, letter.posted_at):
        return Pointless("an officer has written about it")
    began = calendar.local(incident.opened_at).date()
    days = (upward.watched_until(session, incident) - incident.opened_at).days
    choices = {"1": {"act": "WatchUnchanged", "incident": incident.id}}
    return Said(words.last_day(event_of(session, incident), began, days), choices)


def _written_since(session: Session, incident: Incident, since: datetime) -> bool:
    said = incidents.entries(session, db.row_id(incident.id))
    return any(one.officer and one.at >= since for one in said)


KINDS_OF_UPWARD: Mapping[str, Callable[[Session, Outgoing, datetime], Composed]] = {
    "incident.upward": _remind,
    "incident.watch": _last_day,
}
