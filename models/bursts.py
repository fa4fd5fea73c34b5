"""The hazards that a burst told of: those it brought, those that stood in the ledger already, and their pictures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, or_
from sqlmodel import Session, col, select

from models import db, hazards, lifecycle, reports, verification
from models.attachments import Attachment, AttachmentStatus
from models.hazards import OPEN, UNFIXED, Hazard, Lack, PictureStage
from models.incoming import MessageKind
from models.lifecycle import By, Move
from models.lookup import LookupOf
from models.reports import Report, ReportPiece

#: The same place and item, said again within this time, is the same hazard.
SAME = timedelta(hours=24)
#: A hazard that was only counted is described within this time.
DESCRIBED = timedelta(hours=12)
#: What does not tell two descriptions apart.
_NOISE = re.compile(r"[\W_了的在有处]")


@dataclass(frozen=True)
class Told:
    """The hazards of a burst in the order of their numbers."""

    new: Sequence[Hazard] = ()
    again: Sequence[Hazard] = ()

    @property
    def all(self) -> list[Hazard]:
        """Both."""
        return [*self.new, *self.again]

    @property
    def meaning(self) -> str:
        """What a receipt says of them: a change of it is worth another one."""
        return ";".join(f"{one.id}:{one.place}{one.item}" for one in self.all)


def told(session: Session, report: Report) -> Told:
    """The hazards that a report told of."""
    found = (hazards.by_number(session, number) for number in report.again.split("、") if number)
    return Told(hazards.of_report(session, db.row_id(report.id)), [one for one in found if one])


def mention(session: Session, report: Report, hazard: Hazard) -> None:
    """Notes that a report told of a hazard that another one had brought."""
    known = [number for number in report.again.split("、") if number]
    if hazard.report_id != report.id and hazard.number not in known:
        report.again = "、".join([*known, hazard.number])
        session.add(report)


def gist(place: str, item: str) -> str:
    """Place and item as far as they tell two hazards apart."""
    return _NOISE.sub("", f"{place}{item}").lower()


_NEAR: LookupOf[Hazard] = LookupOf(
    select(Hazard)
    .where(
        col(Hazard.enterprise_id) == bindparam("plant"),
        db.any_of(col(Hazard.status), OPEN),
        col(Hazard.found_at) >= bindparam("after"),
        col(Hazard.found_at) <= bindparam("before"),
    )
    .order_by(col(Hazard.id))
)


def twin(
    session: Session, enterprise_id: int, place: str, item: str, moment: datetime, message_id: int | None = None
) -> Hazard | None:
    """The same hazard of the same enterprise, still open, found within a day; one message never says one twice."""
    wanted = gist(place, item)
    found = _NEAR.all(session, plant=enterprise_id, after=moment - SAME, before=moment + SAME)
    others = (one for one in found if message_id is None or one.message_id != message_id)
    return next((one for one in others if wanted and gist(one.place, one.item) == wanted), None)


_UNDESCRIBED: LookupOf[Hazard] = LookupOf(
    select(Hazard)
    .where(
        col(Hazard.enterprise_id) == bindparam("plant"),
        col(Hazard.item) == "",
        db.any_of(col(Hazard.status), OPEN),
        or_(
            col(Hazard.report_id) == bindparam("report"),
            and_(
                col(Hazard.person_id).is_not_distinct_from(bindparam("person")),
                col(Hazard.found_at) >= bindparam("since"),
            ),
            col(Hazard.asked_at) >= bindparam("since"),
        ),
    )
    .order_by(col(Hazard.id))
)


def undescribed(session: Session, report: Report, moment: datetime) -> list[Hazard]:
    """The hazards that words of this report may describe: those it counted itself, what its writer counted within
    twelve hours, and what was asked about since then."""
    of_report = {"plant": report.enterprise_id, "report": report.id, "person": report.person_id}
    return _UNDESCRIBED.all(session, since=moment - DESCRIBED, **of_report)


def described(session: Session, report: Report, found: Sequence[Hazard]) -> list[Hazard]:
    """Those of some hazards of earlier bursts that got their words by this one."""
    own = {piece.message_id for piece in reports.pieces(session, db.row_id(report.id))}
    return [
        one
        for one in found
        if any(event.move == f"items.{Lack.ITEM}" and event.message_id in own for event in hazards.events(session, one))
    ]


def show(session: Session, report: Report, by: By, now: datetime) -> None:
    """Binds the pictures of a burst to its hazards for ever; one that was fixed on the spot is then rectified.

    What was said to be fixed is shown as it is now, by a photo: a video is that of the round.
    """
    files = _FILES.all(session, report=report.id)
    ids = [db.row_id(one.id) for one in files]
    photos = {one.id for one in files if one.kind == MessageKind.IMAGE}
    done: list[Hazard] = []
    for hazard in told(session, report).all:
        fixed = hazard.claimed_at is not None or hazard.on_the_spot
        hazards.show(session, hazard, ids, PictureStage.AFTER if fixed else PictureStage.BEFORE)
        if hazard.claimed_at is not None and hazard.status in UNFIXED and _shown(session, hazard, photos):
            lifecycle.move(session, hazard, Move.RECTIFY, by, now)
            done.append(hazard)
    verification.follow(session, done, by, now)


_FILES: LookupOf[Attachment] = LookupOf(
    select(Attachment)
    .join(ReportPiece, col(ReportPiece.message_id) == col(Attachment.message_id))
    .where(
        col(ReportPiece.report_id) == bindparam("report"),
        db.any_of(col(Attachment.kind), (MessageKind.IMAGE, MessageKind.VIDEO)),
        col(Attachment.status) != AttachmentStatus.LOST,
    )
    .order_by(col(Attachment.id))
)


def _shown(session: Session, hazard: Hazard, photos: set[int | None]) -> bool:
    after = hazards.pictures(session, hazard, PictureStage.AFTER)
    return any(picture.attachment_id in photos for picture in after)
