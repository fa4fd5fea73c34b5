"""Reporting an incident upward: what officers say that they told, and what they say at the end of the watch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from handlers import incidents, offers
from handlers.acts import Act, AskClocks, AskSheet, ReportedUpward
from handlers.turn import Turn
from models import audit, calendar, db, people, site, upward
from models import incidents as ledger
from models.errors import Said
from models.incidents import Incident
from models.people import Person, Right
from models.upward import Manner, UpwardReport
from models.wording import incidents as wording
from models.wording import sheets
from models.wording import upward as told
from models.wording.incidents_composed import event_of
from models.wording.upward_composed import limits

#: So long after it was told of, an incident can still be said to have been reported.
REPORTABLE = timedelta(days=3)
#: So long after its end an incident is still asked for: the longest watch.
ASKABLE = ledger.WATCHED


@dataclass(frozen=True)
class WaiveUpward(Act):
    """An incident need not be reported upward."""

    intent: ClassVar[str] = "incident_report"
    incident: int


@dataclass(frozen=True)
class WatchUnchanged(Act):
    """At the end of the watch: nobody of those hurt has died, nobody else was found."""

    intent: ClassVar[str] = "incident_report"
    incident: int


@dataclass(frozen=True)
class NoteUpward(Act):
    """What an officer wrote about reporting belongs to this incident."""

    intent: ClassVar[str] = "incident_report"
    incident: int
    manner: str
    at: datetime
    receiver: str
    taker: str


def officer(turn: Turn) -> Person:
    """The sender as the officer who may report."""
    found = next((one for one in turn.persons if people.may(one, Right.TAKE_OVER)), None)
    if found is None:
        raise Said(wording.officers_only(site.read(turn.session).duty_phone))
    return found


def reported(turn: Turn, act: ReportedUpward) -> None:
    """已电话上报市局 03:20 王处长接: written down with its time and who took it."""
    officer(turn)
    at = _moment(turn, act.time)
    told_of = [one for one in recent(turn, turn.now - REPORTABLE) if one.opened_at <= turn.now]
    waiting = [one for one in told_of if upward.left(turn.session, one)] or told_of[:1]
    if not waiting:
        raise Said(told.nothing_to_report())
    incident = one_of(turn, waiting, lambda one: NoteUpward(one, act.manner, at, act.receiver, act.taker))
    if incident is not None:
        note(turn, NoteUpward(db.row_id(incident.id), act.manner, at, act.receiver, act.taker))


def note(turn: Turn, act: NoteUpward) -> None:
    """Writes down that this incident was reported."""
    incident = turn.session.get_one(Incident, act.incident)
    _write(turn, incident, manner=Manner(act.manner), at=act.at, receiver=act.receiver, taker=act.taker)
    to = " ".join(part for part in (act.receiver, act.taker) if part)
    left = limits(turn.session, incident)
    turn.answer(told.noted(event_of(turn.session, incident), act.at, act.manner, to if act.taker else "", left))


def waive(turn: Turn, act: WaiveUpward) -> None:
    """An officer decides that it need not be reported."""
    incident = turn.session.get_one(Incident, act.incident)
    _write(turn, incident, manner=Manner.ANY, at=turn.now, waived=True)
    turn.answer(told.waived(event_of(turn.session, incident)))


def _write(
    turn: Turn,
    incident: Incident,
    *,
    manner: Manner,
    at: datetime,
    receiver: str = "",
    taker: str = "",
    waived: bool = False,
) -> None:
    report = UpwardReport(
        incident_id=db.row_id(incident.id),
        at=at,
        manner=manner,
        receiver=receiver[:60],
        taker=taker[:60],
        waived=waived,
        person_id=db.row_id(officer(turn).id),
        message_id=turn.message_id,
        noted_at=turn.now,
    )
    turn.session.add(report)
    turn.session.flush()
    facts: dict[str, audit.Fact] = {
        "message": turn.message_id,
        "manner": manner.value,
        "waived": waived,
        "at": at.isoformat(),
    }
    incidents.record(turn, incident, "incident.reported_up", facts)


def _moment(turn: Turn, clock: str) -> datetime:
    """The time that is told, of today, or of yesterday where it would lie ahead; else when it was written."""
    if not clock:
        return turn.counted
    found = calendar.at(calendar.local(turn.counted).date(), calendar.clock(clock))
    return found - timedelta(days=1) if found > turn.counted + calendar.SKEW else found


def recent(turn: Turn, since: datetime) -> list[Incident]:
    """What is in hand of the sender, else what is open, and behind it what has ended since a moment."""
    mine = ledger.in_hand(turn.session, [person.id for person in turn.persons])
    running = mine or list(ledger.active(turn.session))[::-1]
    return [*running, *ledger.closed_since(turn.session, since)]


def meant(turn: Turn, enterprise: str | None, act: Callable[[int], Act]) -> Incident | None:
    """The incident that a question is about: of the enterprise named, else what runs, else the last that ended."""
    found = recent(turn, turn.now - ASKABLE)
    plant = people.by_name(turn.session, enterprise) if enterprise else None
    if plant is not None:
        found = [one for one in found if one.enterprise_id == plant.id]
    if not found:
        raise Said(sheets.nothing())
    running = [one for one in found if one.active]
    return one_of(turn, running or found[:1], act)


def one_of(turn: Turn, found: Sequence[Incident], act: Callable[[int], Act]) -> Incident | None:
    """The only one; of several it asks which, and each digit does the act for one of them."""
    if len(found) == 1:
        return found[0]
    few = found[:4]
    choices = {str(number): offers.dump(act(db.row_id(one.id))) for number, one in enumerate(few, 1)}
    turn.answer(wording.which([event_of(turn.session, one) for one in few]), choices)
    return None


def clocks(turn: Turn, act: AskClocks) -> None:
    """上报时限: the whole table with its documents."""
    if not turn.may(Right.SEE_ALL):
        raise Said(wording.officers_only(site.read(turn.session).duty_phone))
    turn.answer(told.table(upward.clocks(turn.session)))


def watched(turn: Turn, enterprise: str | None) -> Incident | None:
    """The incident that has ended, whose casualties are still watched; of the enterprise named, else the only one."""
    found = [
        one
        for one in ledger.closed_since(turn.session, turn.now - ASKABLE)
        if turn.now < upward.watched_until(turn.session, one) + timedelta(days=1)
    ]
    plant = people.by_name(turn.session, enterprise) if enterprise else None
    if plant is not None:
        found = [one for one in found if one.enterprise_id == plant.id]
    return found[0] if len(found) == 1 else None


def changed(turn: Turn, incident: Incident, message_id: int) -> None:
    """What an officer adds to what has ended: where it changes the casualties it is to be reported again."""
    before = _counted(incident)
    incidents.add(turn, incident, ledger.Stage.FOLLOW_UP, officer=True, message_id=message_id)
    incidents.record(turn, incident, "incident.said", {"message": message_id, "stage": "follow_up"})
    event, after = event_of(turn.session, incident), _counted(incident)
    if before == after:
        turn.answer(wording.noted(event, turn.message.sent_at, is_taken=True))
        return
    until = calendar.local(upward.watched_until(turn.session, incident)).date()
    sheet = AskSheet(stage=_FOLLOW_UP, incident=incident.id)
    turn.answer(told.changed(event, before, after, until), {"1": offers.dump(sheet)})


_FOLLOW_UP = "续报"


def _counted(incident: Incident) -> str:
    return sheets.casualties(incident.injured, incident.dead, verified=incident.counted_by_officer)


def unchanged(turn: Turn, act: WatchUnchanged) -> None:
    """The watch ends: nothing has changed."""
    officer(turn)
    incident = turn.session.get_one(Incident, act.incident)
    incidents.record(turn, incident, "incident.unchanged", {"message": turn.message_id})
    turn.answer(told.unchanged(event_of(turn.session, incident)))
