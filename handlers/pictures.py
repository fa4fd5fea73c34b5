"""Pictures that show work on a hazard: those of the burst, and those that follow without a word."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import col, select

from handlers import patrol
from handlers.turn import Turn
from models import attachments, calendar, db, hazards, outbox, reports
from models.attachments import Attachment, AttachmentStatus
from models.hazards import UNFIXED, Hazard, HazardEvent, HazardStatus, PictureStage
from models.inbox import Message
from models.reports import Evidence, Report, ReportKind

#: A picture that follows a completion belongs to it for this long.
FOLLOWS = timedelta(hours=24)


def of_burst(turn: Turn, message: Message | None = None) -> list[Attachment]:
    """The pictures of a message and of those around it that no other words have claimed."""
    message = message or turn.message
    found = _showing(turn, db.row_id(message.id))
    counted = calendar.counted_time(message.sent_at, message.received_at)
    burst = reports.burst_of(turn.session, message, counted)
    pieces = reports.pieces(turn.session, db.row_id(burst.id)) if burst else []
    for piece in reversed(pieces):
        if piece.acts and piece.message_id != message.id:
            break
        found += [one for one in _showing(turn, piece.message_id) if one not in found]
    return sorted(found, key=lambda one: db.row_id(one.id))


def of_message(turn: Turn) -> list[Attachment]:
    """The pictures of this message alone."""
    return _showing(turn, turn.message_id)


def _showing(turn: Turn, message_id: int) -> list[Attachment]:
    kept = attachments.of_message(turn.session, message_id)
    return [one for one in kept if one.kind in patrol.SHOW and one.status != AttachmentStatus.LOST]


def after(turn: Turn, hazard: Hazard) -> list[Attachment]:
    """The pictures that show a hazard fixed and can be looked at; a lost one shows nothing."""
    rows = hazards.pictures(turn.session, hazard, PictureStage.AFTER)
    found = (turn.session.get(Attachment, row.attachment_id) for row in rows)
    return [one for one in found if one and one.status != AttachmentStatus.LOST]


def counted(found: Sequence[Attachment]) -> Evidence:
    """How many pictures of each kind."""
    videos = sum(one.kind == "video" for one in found)
    return Evidence(videos=videos, photos=len(found) - videos)


def show(turn: Turn, hazard: Hazard, found: Sequence[Attachment]) -> None:
    """Binds pictures to a hazard as what it looks like when it is fixed."""
    hazards.show(turn.session, hazard, [db.row_id(one.id) for one in found], PictureStage.AFTER)


def hush(turn: Turn, message: Message | None = None) -> None:
    """The question which matter the pictures of a burst belong to is answered."""
    message = message or turn.message
    counted_at = calendar.counted_time(message.sent_at, message.received_at)
    report = reports.burst_of(turn.session, message, counted_at)
    if report and report.kind in (ReportKind.EVIDENCE, ReportKind.EARLY) and not _worded(turn, report):
        outbox.withdraw(turn.session, patrol.receipt_key(report), turn.now, "its pictures belong to a hazard")


def _worded(turn: Turn, report: Report) -> bool:
    return any(piece.acts for piece in reports.pieces(turn.session, db.row_id(report.id)))


def just_told(turn: Turn) -> list[Hazard]:
    """The hazards that the sender said to be fixed just before, if nothing else was said since."""
    since = turn.counted - reports.BURST
    told = select(HazardEvent).where(
        col(HazardEvent.person_id).in_([person.id for person in turn.persons]),
        col(HazardEvent.move).in_(["rectify", "claimed"]),
        HazardEvent.at >= since,
    )
    events = turn.session.exec(told.order_by(col(HazardEvent.id))).all()
    burst = reports.burst_of(turn.session, turn.message, turn.counted)
    if not events or (burst and _said_since(turn, burst, events[-1].at)):
        return []
    last = [event.hazard_id for event in events if event.message_id == events[-1].message_id]
    found = [turn.session.get_one(Hazard, one) for one in dict.fromkeys(last)]
    return [one for one in found if one.status == HazardStatus.AWAITING or one.claimed_at]


def _said_since(turn: Turn, burst: Report, moment: datetime) -> bool:
    return any(piece.acts and piece.counted_at > moment for piece in reports.pieces(turn.session, db.row_id(burst.id)))


def quoted(turn: Turn) -> Hazard | None:
    """The hazard of the letter that a picture answers, where it was said to be fixed."""
    letter = outbox.by_key(turn.session, turn.message.reply_to) if turn.message.reply_to else None
    hazard = turn.session.get(Hazard, letter.about["hazard"]) if letter and letter.about.get("hazard") else None
    ids = {plant.id for plant in turn.plants()}
    if hazard is None or hazard.enterprise_id not in ids:
        return None
    return hazard if hazard.claimed_at or hazard.status == HazardStatus.AWAITING else None


def awaited(turn: Turn) -> Hazard | None:
    """The one hazard of the sender that was said to be fixed within a day and lacks its picture."""
    waiting = [
        hazard
        for hazard in hazards.open_of(turn.session, [db.row_id(plant.id) for plant in turn.plants()])
        if hazard.status in UNFIXED and hazard.claimed_at and hazard.claimed_at >= turn.now - FOLLOWS
    ]
    return waiting[0] if len(waiting) == 1 else None


def without_a_word(turn: Turn) -> bool:
    """Whether the burst of a picture is pictures by day alone, so that somebody must say what they show."""
    report = reports.of_message(turn.session, turn.message_id)
    return report is not None and report.kind == ReportKind.EVIDENCE and not _worded(turn, report)
