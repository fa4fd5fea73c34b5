"""Questions about what is owed by day: which due holds a moment, what waits, what was missed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, or_
from sqlmodel import Session, col, select

from models import db, ledger
from models.ledger import Within
from models.lookup import LookupOf
from models.obligations import Due, DueStatus, ObligationKind
from models.people import Enterprise
from models.reports import Report


def holding(
    session: Session, enterprise_id: int, moment: datetime, kinds: Sequence[str], person_id: int | None = None
) -> Mapping[str, Due]:
    """The due of each kind whose window, grace or time to make up holds a moment: found by rows, however long it is.

    Of several one that is in time, else the one that closes last. What each of several people owes is theirs alone.
    """
    asked = {"plant": enterprise_id, "moment": moment, "person": person_id}
    found = [due for kind in dict.fromkeys(kinds) for due in _HOLDING.all(session, kind=str(kind), **asked)]
    rows = sorted(found, key=lambda due: (due.closes_at >= moment, due.closes_at))
    in_time = [due for due in reversed(rows) if due.closes_at >= moment]
    return {due.kind: due for due in [*rows, *in_time]}  # of those in time the first to close


_HOLDING: LookupOf[Due] = LookupOf(
    select(Due).where(
        col(Due.kind) == bindparam("kind"),
        col(Due.enterprise_id) == bindparam("plant"),
        col(Due.opens_at) <= bindparam("moment"),
        col(Due.made_up_until) > bindparam("moment"),
        or_(col(Due.person_id).is_(None), col(Due.person_id) == bindparam("person")),
    )
)


def by_day(session: Session, enterprise_ids: Sequence[int], now: datetime, until: datetime) -> Sequence[Due]:
    """What enterprises owe by day, still waited for, of which the window is open and closes by a moment."""
    asked = {"now": now, "until": until}
    found = [due for plant in dict.fromkeys(enterprise_ids) for due in _BY_DAY.all(session, plant=plant, **asked)]
    return sorted(found, key=lambda due: (due.closes_at, db.row_id(due.id)))


_BY_DAY: LookupOf[Due] = LookupOf(
    select(Due).where(
        col(Due.enterprise_id) == bindparam("plant"),
        col(Due.kind) != ObligationKind.PATROL,
        db.any_of(col(Due.status), (DueStatus.WAITING,)),
        col(Due.opens_at) <= bindparam("now"),
        col(Due.closes_at) > bindparam("now"),
        col(Due.closes_at) <= bindparam("until"),
        col(Due.made_up_until) > bindparam("now"),  # as it closes later: what the index of an enterprise's dues holds
    )
)


def unanswered(
    session: Session, within: Within, start: datetime, end: datetime, limit: int
) -> Sequence[tuple[Due, Enterprise]]:
    """What was missed of all that is owed by day but the zero report and closed for good within a time."""
    plant = db.table(Enterprise)
    missed = (
        select(Due, Enterprise)
        .join(Enterprise, plant.c.id == col(Due.enterprise_id))
        .where(
            col(Due.kind).not_in([ObligationKind.PATROL, ObligationKind.ZERO]),
            db.any_of(col(Due.status), (DueStatus.MISSED,)),
            col(Due.trial).is_(False),
            Due.cut_off_at > start,
            Due.cut_off_at <= end,
            ledger.in_scope(plant, within),
        )
        .order_by(col(Due.kind), col(Enterprise.major).desc(), col(Enterprise.id))
    )
    return session.exec(missed.limit(limit)).all()


def closing(session: Session, enterprise_id: int, start: datetime, end: datetime) -> Sequence[Due]:
    """What an enterprise owes of all but rounds and zero reports that closes within a time."""
    found = select(Due).where(
        Due.enterprise_id == enterprise_id,
        col(Due.kind).not_in([ObligationKind.PATROL, ObligationKind.ZERO]),
        Due.closes_at >= start,
        Due.closes_at < end,
    )
    return session.exec(found.order_by(col(Due.closes_at), col(Due.id))).all()


def newest(session: Session, within: Within, kind: str, now: datetime) -> Sequence[tuple[Due, Enterprise]]:
    """The dues of a kind that opened last, with their enterprises, within what somebody may see."""
    plant = db.table(Enterprise)
    opened = (
        select(Due, Enterprise)
        .join(Enterprise, plant.c.id == col(Due.enterprise_id))
        .where(Due.kind == kind, Due.opens_at <= now, ledger.in_scope(plant, within))
    )
    last = session.exec(opened.order_by(col(Due.opens_at).desc()).limit(1)).first()
    if last is None:
        return []
    same = opened.where(Due.opens_at == last[0].opens_at)
    return session.exec(same.order_by(col(Enterprise.major).desc(), col(Enterprise.id), col(Due.slot))).all()


def sent(session: Session, within: Within, kind: str, start: datetime, end: datetime) -> Sequence[Enterprise]:
    """The enterprises that sent something of a kind within a time, owed or not."""
    plant = db.table(Enterprise)
    found = (
        select(Enterprise)
        .join(Report, col(Report.enterprise_id) == plant.c.id)
        .where(
            col(Report.owed).contains(kind),
            Report.first_at >= start,
            Report.first_at < end,
            col(Report.withdrawn_at).is_(None),
            ledger.in_scope(plant, within),
        )
        .order_by(col(Enterprise.major).desc(), col(Enterprise.id))
    )
    return list({one.id: one for one in session.exec(found)}.values())
