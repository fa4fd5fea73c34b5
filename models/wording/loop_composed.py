"""The letters of the closed loop, composed from the rows as they are: verify, re-check, more time (M30 to M33)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from models import calendar, db, hazards, verification
from models.attachments import Attachment, AttachmentStatus
from models.hazards import (
    UNFIXED,
    Extension,
    ExtensionStatus,
    Hazard,
    HazardEvent,
    HazardPicture,
    HazardStatus,
    PictureStage,
)
from models.lifecycle import Move
from models.outbox import Outgoing
from models.people import Enterprise, Person
from models.reports import Evidence
from models.wording import extended, rechecks, rectification
from models.wording.composed import Composed, Pointless, Said
from models.wording.extended import Asked
from models.wording.rectification import Line


def _verify(session: Session, letter: Outgoing, now: datetime) -> Composed:
    plant = session.get_one(Enterprise, letter.about["plant"])
    found = verification.of_plant(session, db.row_id(plant.id))
    if not found:
        return Pointless("it was verified, closed or taken back meanwhile")
    names = sorted({_who_fixed(session, one) for one in found})
    text = rectification.verify(
        [Line.own(one) for one in found], plant.short, "、".join(name for name in names if name), _after(session, found)
    )
    choice = {"act": "VerifyFix", "hazards": [one.id for one in found]}
    return Said(text, {"1": choice}, [one.number for one in found])


def _who_fixed(session: Session, hazard: Hazard) -> str:
    event = next((one for one in reversed(hazards.events(session, hazard)) if one.move == Move.RECTIFY), None)
    return _name(session, event.person_id if event else None)


def _name(session: Session, person_id: int | None) -> str:
    person = session.get(Person, person_id) if person_id else None
    return person.name if person else ""


def _after(session: Session, found: Sequence[Hazard]) -> Evidence:
    kinds = session.exec(
        select(Attachment.kind)
        .join(HazardPicture, col(HazardPicture.attachment_id) == col(Attachment.id))
        .where(
            col(HazardPicture.hazard_id).in_([one.id for one in found]),
            HazardPicture.stage == PictureStage.AFTER,
            Attachment.status != AttachmentStatus.LOST,
        )
    ).all()
    videos = sum(kind == "video" for kind in kinds)
    return Evidence(videos=videos, photos=len(kinds) - videos)


def _passed(session: Session, letter: Outgoing, now: datetime) -> Composed:
    found = [one for one in _of(session, letter) if one.status == HazardStatus.CLOSED]
    if not found:
        return Pointless("it was opened again meanwhile")
    first = found[0]
    name, on = _name(session, first.closed_by), calendar.today(first.closed_at or now)
    plant = hazards.plant_of(session, first)
    return Said(rechecks.passed([Line.own(one) for one in found], plant.short, name, on))


def _of(session: Session, letter: Outgoing) -> list[Hazard]:
    return [one for one in (session.get(Hazard, key) for key in letter.about["hazards"]) if one]


Sentence = Callable[..., str]


def _sent_back(session: Session, letter: Outgoing, now: datetime, sentence: Sentence) -> Composed:
    hazard = _of(session, letter)[0]
    event = session.get_one(HazardEvent, letter.about["event"])
    if hazard.status not in UNFIXED:
        return Pointless("it was fixed meanwhile")
    name, today = _name(session, event.person_id), calendar.today(now)
    return Said(sentence(Line.own(hazard), event.note, hazard.deadline, name, today))


def _failed(session: Session, letter: Outgoing, now: datetime) -> Composed:
    return _sent_back(session, letter, now, rechecks.failed)


def _reopened(session: Session, letter: Outgoing, now: datetime) -> Composed:
    return _sent_back(session, letter, now, rechecks.reopened)


def _asked(session: Session, letter: Outgoing, now: datetime) -> Composed:
    request = session.get_one(Extension, letter.about["extension"])
    if request.status != ExtensionStatus.PENDING:
        return Pointless(f"the request is {request.status} meanwhile")
    hazard = session.get_one(Hazard, request.hazard_id)
    today = calendar.today(now)
    one = Asked(
        Line.full(hazard),
        request.old_deadline or today,
        request.wanted or today,
        request.reason,
        request.control or hazard.control,
        hazards.plant_of(session, hazard).short,
        hazard.is_major,
    )
    choices: dict[str, dict[str, Any]] = {
        digit: {"act": "ExtensionDecision", "hazard_no": hazard.number, "decision": decision}
        for digit, decision in (("1", "approve"), ("2", "reject"))
    }
    return Said(extended.asked(one, today), choices)


def _decided(session: Session, letter: Outgoing, now: datetime) -> Composed:
    request = session.get_one(Extension, letter.about["extension"])
    hazard = session.get_one(Hazard, request.hazard_id)
    if hazard.status not in UNFIXED:
        return Pointless("it was fixed meanwhile")
    officer = session.get(Person, request.decided_by) if request.decided_by else None
    return Said(_verdict(session, request, hazard, officer, now))


def _verdict(session: Session, request: Extension, hazard: Hazard, officer: Person | None, now: datetime) -> str:
    line, today = Line.own(hazard), calendar.today(now)
    name, old, granted = officer.name if officer else "", request.old_deadline or today, request.granted
    if granted is None:
        return extended.rejected(line, old, request.note, name, officer.phone if officer else "", today)
    plant, control = hazards.plant_of(session, hazard).short, request.control or hazard.control
    if request.status == ExtensionStatus.SHORTER and request.wanted:
        return extended.shorter(line, plant, request.wanted, granted, name, control, today)
    return extended.approved(line, plant, old, granted, name, control, today)


Composer = Callable[[Session, Outgoing, datetime], Composed]

KINDS_OF_LOOP: Mapping[str, Composer] = {
    "hazard.verify": _verify,
    "recheck.passed": _passed,
    "recheck.failed": _failed,
    "recheck.reopened": _reopened,
    "extension.asked": _asked,
    "extension.decided": _decided,
}
