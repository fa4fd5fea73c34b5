"""Pictures that show work on a hazard: those of the burst, and those that follow without a word."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from sqlalchemy import bindparam, or_
from sqlalchemy import select as core_select
from sqlmodel import col, select

from handlers import acts, offers, patrol
from handlers.acts import JSON, Rectification
from handlers.pieces import SHOW
from handlers.turn import Turn
from models import attachments, besides, calendar, db, hazards, outbox, questions, reports
from models.attachments import Attachment, AttachmentStatus
from models.hazards import OPEN, UNFIXED, Hazard, HazardEvent, HazardStatus, PictureStage
from models.inbox import Message
from models.lifecycle import Move
from models.lookup import Lookup
from models.obligations import DueStatus
from models.reports import Evidence, Report, ReportKind, ReportPiece
from models.wording import rectification

#: A picture that follows a completion belongs to it for this long.
FOLLOWS = timedelta(hours=24)
#: The events by which an enterprise says that a hazard is fixed, with a picture or without.
TOLD = (Move.RECTIFY.value, "claimed")


def _counted(message: Message) -> datetime:
    return calendar.counted_time(message.sent_at, message.received_at)


def _burst(turn: Turn, message: Message) -> Report | None:
    return reports.burst_of(turn.session, message, _counted(message))


def _pieces(turn: Turn, report: Report) -> Sequence[ReportPiece]:
    return reports.pieces(turn.session, db.row_id(report.id))


def of_burst(turn: Turn, message: Message | None = None) -> list[Attachment]:
    """The pictures of a message, and those beside it in its burst up to the next words on either side."""
    message = message or turn.message
    report = _burst(turn, message)
    pieces = [one for one in _pieces(turn, report) if one.message_id != message.id] if report else []
    before = [one for one in pieces if (one.counted_at, one.message_id) < (_counted(message), message.id)]
    behind = [one for one in pieces if one not in before]
    beside = [*takewhile(_wordless, reversed(before)), *takewhile(_wordless, behind)]
    ids = sorted({db.row_id(message.id), *(one.message_id for one in beside)})
    return [picture for one in ids for picture in _showing(turn, one)]


def _wordless(piece: ReportPiece) -> bool:
    return not piece.acts


def of_message(turn: Turn) -> list[Attachment]:
    """The pictures of this message alone."""
    return _showing(turn, turn.message_id)


def may_show(turn: Turn) -> bool:
    """Whether this message came with a picture, and be it lost."""
    return not SHOW.isdisjoint(attachments.kinds(turn.session, turn.message_id))


def _showing(turn: Turn, message_id: int) -> list[Attachment]:
    kept = attachments.of_message(turn.session, message_id)
    return [one for one in kept if one.kind in SHOW and one.status != AttachmentStatus.LOST]


def after(turn: Turn, hazard: Hazard) -> list[Attachment]:
    """The pictures that show a hazard fixed and can be looked at; a lost one shows nothing."""
    rows = hazards.pictures(turn.session, hazard, PictureStage.AFTER)
    found = (turn.session.get(Attachment, row.attachment_id) for row in rows)
    return [one for one in found if one and one.status != AttachmentStatus.LOST]


def count(found: Sequence[Attachment]) -> Evidence:
    """How many pictures of each kind."""
    videos = sum(one.kind == "video" for one in found)
    return Evidence(videos=videos, photos=len(found) - videos)


def show(turn: Turn, hazard: Hazard, found: Sequence[Attachment]) -> None:
    """Binds pictures to a hazard as what it looks like when it is fixed."""
    hazards.show(turn.session, hazard, [db.row_id(one.id) for one in found], PictureStage.AFTER)


def claim(turn: Turn, act: Rectification) -> str:
    """Words of work on a hazard join the burst of its pictures: nobody is asked any more what they show.

    Photos of such a burst are no round; what is said about that when somebody was told otherwise.
    """
    report = _burst(turn, turn.message)
    if report is None:
        return ""
    reports.add_piece(turn.session, report, turn.message, turn.counted, acts.dump(act))
    return _judge_work(turn, report)


def join(turn: Turn, found: Sequence[Hazard]) -> None:
    """A picture behind words of work joins their burst, which is judged as a whole: words and all."""
    report = patrol.gather(turn, None)
    for message in _words_of(turn, found):
        reports.add_piece(turn.session, report, message, _counted(message), _work_on(found))
    if not says_work(turn, report):
        reports.add_piece(turn.session, report, turn.message, turn.counted, _work_on(found))
    note = _judge_work(turn, report)
    if note:
        turn.answer(note)
    elif report.kind not in PENDING_KINDS or says_more(turn, report):
        patrol.acknowledge(turn, report)


def _words_of(turn: Turn, found: Sequence[Hazard]) -> list[Message]:
    """The words that said so, where they came without a picture and so made no burst of their own."""
    told = told_by_sender(turn, [db.row_id(one.id) for one in found], turn.counted - reports.BURST)
    messages = [turn.session.get_one(Message, one) for one in {event.message_id for event in told if event.message_id}]
    return [
        one
        for one in messages
        if one.text.strip()
        and one.chat == turn.message.chat
        and abs(_counted(one) - turn.counted) <= reports.BURST
        and reports.of_message(turn.session, db.row_id(one.id)) is None
    ]


def _work_on(found: Sequence[Hazard]) -> dict[str, JSON]:
    return acts.dump(Rectification(tuple(one.number for one in found), status="已整改", done_count=len(found)))


#: What pictures are that stand for no round.
PENDING_KINDS = (ReportKind.EVIDENCE, ReportKind.EARLY)


def _judge_work(turn: Turn, report: Report) -> str:
    """Judges a burst with work in it; where its photos were a round, or could have been one, that is said once."""
    before, night, known = report.status, report.night, report.receipted
    patrol.book(turn, report)
    if report.kind not in PENDING_KINDS or says_more(turn, report):
        return ""
    report.receipted = patrol.meaning_of(turn.session, report)
    turn.session.add(report)
    unsaid = besides.unsay(turn.session, patrol.receipt_key(report), turn.now, "its pictures belong to a hazard")
    if report.receipted != known and report.photos and patrol.awaited(turn):
        stated = offers.dump(offers.StateNormal(db.row_id(report.id)))
        waits = questions.tonight(turn.session, report.first_at)
        turn.answer(rectification.round_waits(waits), {"1": stated})
        return ""
    made_up = before == DueStatus.MADE_UP and night is not None and not unsaid
    return rectification.no_round(night) if made_up and night else ""


def says_work(turn: Turn, report: Report) -> bool:
    """Whether a burst says anything of work on known hazards."""
    return any(act.get("act") == Rectification.__name__ for piece in _pieces(turn, report) for act in piece.acts)


def says_more(turn: Turn, report: Report) -> bool:
    """Whether a burst says anything besides work on known hazards."""
    kinds = {act.get("act") for piece in _pieces(turn, report) for act in piece.acts}
    return bool(kinds - {Rectification.__name__})


def keep(turn: Turn) -> None:
    """One more picture behind a completion: kept in its burst, because it may also stand before the next one."""
    patrol.gather(turn, None)


def just_told(turn: Turn) -> list[Hazard]:
    """The hazards that the sender said to be fixed just before, if nothing else was said since."""
    events = told_by_sender(turn, _told_of(turn), turn.counted - reports.BURST)
    report = _burst(turn, turn.message) if events else None
    if not events or (report and _said_since(turn, report, events[-1])):
        return []
    last = [event.hazard_id for event in events if event.message_id == events[-1].message_id]
    found = [turn.session.get_one(Hazard, one) for one in dict.fromkeys(last)]
    known = [one for one in found if report is None or one.report_id != report.id]  # not those that this burst brought
    return [one for one in known if one.status == HazardStatus.AWAITING or one.claimed_at]


def _told_of(turn: Turn) -> list[int]:
    """The hazards of the sender's enterprises that somebody says are fixed: none for most who send a picture."""
    return [one for plant in turn.plants() for one in _TOLD_OF.values(turn.session, plant=plant.id)]


_TOLD_OF = Lookup(
    core_select(col(Hazard.id))
    .where(
        col(Hazard.enterprise_id) == bindparam("plant"),
        db.any_of(col(Hazard.status), OPEN),
        or_(col(Hazard.status) == HazardStatus.AWAITING, col(Hazard.claimed_at).is_not(None)),
    )
    .order_by(col(Hazard.id))
)


def told_by_sender(turn: Turn, ids: Sequence[int], since: datetime) -> Sequence[HazardEvent]:
    """When the sender said of some hazards that they are fixed, the oldest first."""
    if not ids:
        return []
    told = select(HazardEvent).where(
        col(HazardEvent.hazard_id).in_(ids),
        col(HazardEvent.person_id).in_([person.id for person in turn.persons]),
        col(HazardEvent.move).in_(TOLD),
        HazardEvent.at >= since,
    )
    return turn.session.exec(told.order_by(col(HazardEvent.id))).all()


def _said_since(turn: Turn, report: Report, event: HazardEvent) -> bool:
    others = [piece for piece in _pieces(turn, report) if piece.acts and piece.message_id != event.message_id]
    return any(piece.counted_at > event.at for piece in others)


def quoted(turn: Turn) -> Hazard | None:
    """The hazard of the letter that a picture answers, where it was said to be fixed."""
    letter = outbox.by_key(turn.session, turn.message.reply_to) if turn.message.reply_to else None
    hazard = turn.session.get(Hazard, letter.about["hazard"]) if letter and letter.about.get("hazard") else None
    ids = {plant.id for plant in turn.plants()}
    if hazard is None or hazard.enterprise_id not in ids:
        return None
    return hazard if hazard.claimed_at or hazard.status == HazardStatus.AWAITING else None


def awaited(turn: Turn) -> Hazard | None:
    """The one hazard of the sender's enterprises that was said to be fixed within a day and lacks its picture."""
    told = [turn.session.get_one(Hazard, one) for one in _told_of(turn)]
    since = turn.now - FOLLOWS
    waiting = [one for one in told if one.status in UNFIXED and one.claimed_at and one.claimed_at >= since]
    return waiting[0] if len(waiting) == 1 else None


def promised(turn: Turn) -> Hazard | None:
    """The same, where the sender said so himself and was asked for a picture; a round that is awaited comes first."""
    hazard = awaited(turn) if not patrol.awaited(turn) else None
    if hazard is None:
        return None
    own = {person.id for person in turn.persons}
    told = [event.person_id for event in hazards.events(turn.session, hazard) if event.move == "claimed"]
    return hazard if (told[-1] if told else hazard.person_id) in own else None


def without_a_word(turn: Turn) -> bool:
    """Whether the burst of a picture is pictures by day alone, so that somebody must say what they show."""
    report = reports.of_message(turn.session, turn.message_id)
    return report is not None and report.kind == ReportKind.EVIDENCE and all(map(_wordless, _pieces(turn, report)))
