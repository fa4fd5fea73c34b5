"""Hazards and extensions put straight into the ledger, by the same doors that handlers use."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from models import db, hazards, lifecycle, people
from models.hazards import Draft, Extension, Hazard, Source
from models.lifecycle import By, Move

BY = By("person:1", 1)
#: The moves that lead to a state.
TO: dict[str, tuple[Move, ...]] = {
    "registered": (),
    "rectifying": (Move.ASSIGN,),
    "awaiting": (Move.ASSIGN, Move.RECTIFY),
    "closed": (Move.ASSIGN, Move.RECTIFY, Move.CLOSE),
    "void": (Move.VOID,),
}


def hazard(session: Session, plant: str, item: str, now: datetime, *, state: str = "rectifying", **told: Any) -> Hazard:
    """A hazard of an enterprise, found now unless told otherwise, and moved to a state."""
    enterprise = people.by_name(session, plant)
    assert enterprise, plant
    found = told.pop("found_at", now)
    values: dict[str, Any] = {"source": Source.PATROL, "responsible": "张强", "measures": "更换", **told}
    draft = Draft(
        enterprise_id=db.row_id(enterprise.id), item=item, found_at=found, received_at=found, person_id=1, **values
    )
    made = hazards.enter(session, draft, now)
    lifecycle.record(session, made, "found", BY, found)
    for move in TO[state]:
        lifecycle.move(session, made, move, BY, now)
    return made


def asked_for(session: Session, made: Hazard, days: int, now: datetime) -> Extension:
    """A request for so many days more, which waits."""
    old = made.deadline or date.max
    request = Extension(
        hazard_id=db.row_id(made.id), asked_at=now, reason="缺件", old_deadline=old, wanted=old + timedelta(days=days)
    )
    session.add(request)
    session.flush()
    return request
