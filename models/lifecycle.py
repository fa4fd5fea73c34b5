"""The closed loop of a hazard: MOVES, and `move`, the only writer of its status."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from models import audit, db, hazards
from models.errors import YexunError
from models.hazards import ExtensionStatus, Hazard, HazardEvent, HazardStatus


class Move(StrEnum):
    """What changes the status of a hazard."""

    COMPLETE = "complete"  # the four lists are complete
    ASSIGN = "assign"  # an officer assigned it
    RECTIFY = "rectify"  # fixed, with a picture
    CLOSE = "close"  # the re-check passed: 销号
    FAIL = "fail"  # the re-check failed
    TAKE_BACK = "take_back"  # the enterprise says that it is not fixed after all
    VOID = "void"  # an officer found that it was none
    REOPEN = "reopen"  # 回头看: an officer found that it is not fixed, or is one after all


S = HazardStatus
#: Status and move to the next status; a pair that is not here is impossible.
MOVES: Mapping[tuple[HazardStatus, Move], HazardStatus] = {
    (S.REGISTERED, Move.COMPLETE): S.RECTIFYING,
    (S.REGISTERED, Move.ASSIGN): S.RECTIFYING,
    (S.REGISTERED, Move.RECTIFY): S.AWAITING,
    (S.REGISTERED, Move.VOID): S.VOID,
    (S.RECTIFYING, Move.ASSIGN): S.RECTIFYING,
    (S.RECTIFYING, Move.RECTIFY): S.AWAITING,
    (S.RECTIFYING, Move.VOID): S.VOID,
    (S.AWAITING, Move.RECTIFY): S.AWAITING,  # more pictures
    (S.AWAITING, Move.CLOSE): S.CLOSED,
    (S.AWAITING, Move.FAIL): S.RECTIFYING,
    (S.AWAITING, Move.TAKE_BACK): S.RECTIFYING,
    (S.AWAITING, Move.VOID): S.VOID,
    (S.CLOSED, Move.REOPEN): S.RECTIFYING,
    (S.VOID, Move.REOPEN): S.REGISTERED,
}


class Impossible(YexunError):
    """This move does not exist from this status; whoever asked for it should have looked."""


@dataclass(frozen=True)
class By:
    """Who moves a hazard, and by which message."""

    actor: str  # as the audit chain names them
    person_id: int | None = None
    message_id: int | None = None


def can(hazard: Hazard, wanted: Move) -> bool:
    """Whether a hazard can make a move now."""
    return (HazardStatus(hazard.status), wanted) in MOVES


def move(
    session: Session, hazard: Hazard, wanted: Move, by: By, now: datetime, note: str = "", document: str = ""
) -> None:
    """Moves a hazard, with its event and its audit entry in the same transaction; raises Impossible.

    1. The next status by MOVES. 2. The moments that belong to it. 3. A request for more time that has become
    pointless is dropped. 4. Event and audit entry.
    """
    before = HazardStatus(hazard.status)
    after = MOVES.get((before, wanted))
    if after is None:
        msg = f"{wanted.value} of {hazard.number}, which is {before.value}"
        raise Impossible(msg)
    hazard.status = after
    _stamp(hazard, wanted, by, now)
    if after not in hazards.UNFIXED:
        _drop_request(session, hazard, now)
    session.add(hazard)
    _tell(session, hazard, wanted.value, before, by, now, note, document)


def _stamp(hazard: Hazard, wanted: Move, by: By, now: datetime) -> None:
    if wanted == Move.RECTIFY:
        hazard.rectified_at = hazard.rectified_at or now
        hazard.claimed_at = None
    elif wanted == Move.CLOSE:
        hazard.closed_at, hazard.closed_by = now, by.person_id
    elif wanted in (Move.FAIL, Move.TAKE_BACK, Move.REOPEN):
        hazard.rectified_at = hazard.claimed_at = hazard.verified_at = hazard.verified_by = None
        hazard.closed_at = hazard.closed_by = None
        hazard.second_name, hazard.document, hazard.sampled = "", "", False


def _drop_request(session: Session, hazard: Hazard, now: datetime) -> None:
    request = hazards.pending(session, hazard)
    if request:
        request.status, request.decided_at = ExtensionStatus.DROPPED, now
        session.add(request)


def record(
    session: Session, hazard: Hazard, what: str, by: By, now: datetime, note: str = "", document: str = ""
) -> None:
    """Writes something that happened to a hazard without changing its status: found, items, extension, picture."""
    _tell(session, hazard, what, HazardStatus(hazard.status), by, now, note, document)


def _tell(
    session: Session, hazard: Hazard, what: str, before: HazardStatus, by: By, now: datetime, note: str, document: str
) -> None:
    session.add(
        HazardEvent(
            hazard_id=db.row_id(hazard.id),
            at=now,
            move=what,
            before=before.value,
            after=str(hazard.status),
            person_id=by.person_id,
            message_id=by.message_id,
            note=note[:500],
            document=document[:100],
        )
    )
    session.flush()
    told: dict[str, audit.Fact] = {"before": before.value, "after": str(hazard.status), "message": by.message_id}
    audit.record(session, now, by.actor, f"hazard.{what}", f"hazard:{hazard.number}", told)
