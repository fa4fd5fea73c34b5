"""From a sealed row to its words, at the moment when they are said: nothing of them stays in the outbox."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlmodel import Session

from models import attachments, db, reports, site, tip_offs
from models.outbox import Outgoing
from models.people import Enterprise, Person
from models.tip_offs import TipOff, TipOffStatus
from models.wording import receipts
from models.wording import tip_offs as words
from models.wording.composed import Composed, Pointless, Said


def _row(session: Session, letter: Outgoing) -> TipOff:
    return session.get_one(TipOff, letter.about["tip_off"])


def _receipt(session: Session, letter: Outgoing, now: datetime) -> Composed:
    row = _row(session, letter)
    none = {"act": "NoTipOff", "tip_off": row.id}
    if row.by_officer:
        return Said(words.by_officer(row.number), {"2": none}, sealed=True)
    choices = {"1": {"act": "WantAnswer", "tip_off": row.id}, "2": none}
    return Said(words.receipt(row.number), choices, sealed=True)


def _told(session: Session, letter: Outgoing, now: datetime) -> Composed:
    """One of the short answers to the writer."""
    said = {"want": words.will_answer, "none": words.taken_back, "added": words.added}
    return Said(said[letter.about["what"]](_row(session, letter).number), sealed=True)


def _opened(session: Session, letter: Outgoing, now: datetime) -> Composed:
    reader = session.get(Person, letter.about["reader"])
    if reader is None or tip_offs.may_see(session, [reader]) is None:
        return Pointless("they are not appointed any more")
    row = _row(session, letter)
    who, media = _writer(session, row), _media(session, row)
    return Said(words.opened(row.number, row.received_at, who, row.words, media, row.outcome), sealed=True)


def _writer(session: Session, row: TipOff) -> str:
    person = tip_offs.writer(session, row)
    if person is None:
        return f"没登记的账号 {row.sender}"
    plant = session.get(Enterprise, person.enterprise_id) if person.enterprise_id else None
    whose = f"{plant.short} " if plant else ""
    return f"{whose}{person.name} {person.phone}".strip() + ("（代记）" if row.by_officer else "")


def _media(session: Session, row: TipOff) -> str:
    messages = [row.message_id, *tip_offs.pieces(session, db.row_id(row.id))]
    kinds = [one.kind for message in messages for one in attachments.of_message(session, message)]
    media = reports.Evidence(*(kinds.count(kind) for kind in ("video", "image", "voice", "file")))
    return receipts.media(media) if media.any else ""


def _new(session: Session, letter: Outgoing, now: datetime) -> Composed:
    row = _row(session, letter)
    return Said(words.new(row.number)) if row.status == TipOffStatus.OPEN else Pointless("it has ended")


def _answer(session: Session, letter: Outgoing, now: datetime) -> Composed:
    row = _row(session, letter)
    return Said(words.answer(row.number, row.outcome), sealed=True)


def _waiting(session: Session, letter: Outgoing, now: datetime) -> Composed:
    late = [one.number for one in tip_offs.due(session, now)]
    if not late:
        return Pointless("they were answered meanwhile")
    return Said(words.waiting(late, site.read(session).tip_offs_days))


KINDS_OF_TIP_OFFS: Mapping[str, Callable[[Session, Outgoing, datetime], Composed]] = {
    "tip_off.receipt": _receipt,
    "tip_off.told": _told,
    "tip_off.opened": _opened,
    "tip_off.new": _new,
    "tip_off.answer": _answer,
    "tip_off.waiting": _waiting,
}
