"""The last thing that a sender did, of whatever kind, as long as words take it back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlmodel import col, select

from handlers import pictures
from handlers.turn import Turn
from models import db, outbox, reports
from models.hazards import Hazard, HazardEvent
from models.lifecycle import Move
from models.reports import Report, ReportPiece


class Kind(StrEnum):
    """What somebody did last."""

    REPORT = "report"  # a round, a zero report, new hazards; a proxy entry of an officer
    FIXED = "fixed"  # hazards are said to be fixed
    EXTENSION = "extension"  # more time was asked for, or taken
    ITEMS = "items"  # what the four lists lacked
    PROGRESS = "progress"  # work that goes on
    VERIFIED = "verified"  # the enterprise's own word that it is fixed
    DECISION = "decision"  # of an officer; another decision changes it


#: The kind of an act by the events that it leaves at hazards, the first that fits; `found` belongs to its report.
_BY_EVENT = (
    (Kind.FIXED, pictures.TOLD),
    (Kind.EXTENSION, ("extension.asked", "extension.moved")),
    (Kind.DECISION, (Move.CLOSE, Move.FAIL, Move.VOID, Move.REOPEN, Move.ASSIGN, "level", "second_name")),
    (Kind.DECISION, ("extension.approved", "extension.shorter", "extension.rejected")),
    (Kind.VERIFIED, ("verified",)),
    (Kind.PROGRESS, ("progress",)),
    (Kind.REPORT, ("found", "again", "items.item")),
)
_ITEMS = "items."


@dataclass(frozen=True)
class LastAct:
    """What it was, the hazards and events of its message, and the report that the same message stands in."""

    kind: Kind
    events: Sequence[HazardEvent] = ()
    hazards: Sequence[Hazard] = ()
    report: Report | None = None


def of_sender(turn: Turn) -> LastAct | None:
    """The act of the quoted receipt, else the sender's last one of a day; of one hazard where the words name it."""
    if (report := _quoted(turn)) is not None:
        return LastAct(Kind.REPORT, report=report)
    report, events = _last_report(turn), _last_events(turn)
    kind = _kind(events)
    if kind is None or kind == Kind.REPORT or (report and _came_later(turn, report, events[-1])):
        return LastAct(Kind.REPORT, report=report) if report else None
    ids = dict.fromkeys(event.hazard_id for event in events)
    found = [turn.session.get_one(Hazard, one) for one in ids]
    same = report if report and _same_message(turn, report, events[-1]) else None
    act = LastAct(kind, events, found, same)
    named = [one for one in found if one.short in turn.message.text]
    return replace(act, hazards=named, report=None) if named and len(named) < len(found) else act


def own(turn: Turn) -> list[int]:
    """The people for whom the sender speaks."""
    return [db.row_id(person.id) for person in turn.persons]


def report_of(turn: Turn) -> Report | None:
    """The report that a correction speaks of: of the quoted receipt, else the sender's last one."""
    return _quoted(turn) or _last_report(turn)


def _quoted(turn: Turn) -> Report | None:
    letter = outbox.by_key(turn.session, turn.message.reply_to) if turn.message.reply_to else None
    report = turn.session.get(Report, letter.about["report"]) if letter and letter.about.get("report") else None
    return report if report and report.sender == turn.message.sender and report.withdrawn_at is None else None


def _last_report(turn: Turn) -> Report | None:
    """The newest report of the sender that still stands, sent in or entered for somebody who phoned."""
    since = turn.now - reports.UNDO
    sent = reports.last_of_person(turn.session, own(turn), since)
    entered = reports.last_entered(turn.session, own(turn), since)
    return max((one for one in (sent, entered) if one), key=lambda one: one.last_received, default=None)


def _last_events(turn: Turn) -> Sequence[HazardEvent]:
    """What the sender's last message that moved anything did at hazards."""
    wanted = [move for _, moves in _BY_EVENT for move in moves]
    done = select(HazardEvent).where(
        col(HazardEvent.person_id).in_(own(turn)),
        HazardEvent.at >= turn.now - reports.UNDO,
        col(HazardEvent.move).in_(wanted) | col(HazardEvent.move).startswith(_ITEMS),
        col(HazardEvent.message_id).is_not(None),
    )
    newest = turn.session.exec(done.order_by(col(HazardEvent.id).desc()).limit(200)).all()
    return [event for event in reversed(newest) if event.message_id == newest[0].message_id]


def _kind(events: Sequence[HazardEvent]) -> Kind | None:
    moves = {event.move for event in events}
    found = next((kind for kind, known in _BY_EVENT if moves & set(known)), None)
    return Kind.ITEMS if found is None and moves else found


def _came_later(turn: Turn, report: Report, event: HazardEvent) -> bool:
    """Whether a report says something, and came in behind what moved a hazard."""
    return report.last_received > event.at and (report.proxy_by is not None or pictures.says_more(turn, report))


def _same_message(turn: Turn, report: Report, event: HazardEvent) -> bool:
    held = select(ReportPiece).where(
        ReportPiece.report_id == report.id, ReportPiece.message_id == (event.message_id or 0)
    )
    piece = turn.session.exec(held).first()
    return piece is not None and pictures.says_more(turn, report)
