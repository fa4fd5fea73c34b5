"""What one enterprise has to do now: a read-only question over dues and hazards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from models import calendar, db, ledger, opening
from models.ledger import Line, Standing, Wanted, Which, Within
from models.obligations import Due, DueStatus, ObligationKind
from models.people import Enterprise


@dataclass(frozen=True)
class Owed:
    """The dues that an enterprise can still answer, and how its hazards stand."""

    zero: Due | None
    round: Due | None
    standing: Standing
    next_deadline: date | None
    lacking: Sequence[Line]  # of which one of the four lists is empty


def of(session: Session, plant: Enterprise, now: datetime) -> Owed:
    """What an enterprise has to do at a moment."""
    today = calendar.today(now)
    own = Within(enterprises=(db.row_id(plant.id),))
    return Owed(
        zero=_answerable(session, plant, now, ObligationKind.ZERO),
        round=_answerable(session, plant, now, ObligationKind.PATROL),
        standing=ledger.standing(session, own, today),
        next_deadline=ledger.next_deadline(session, own, today),
        lacking=ledger.lines(session, Wanted(Which.LACKING), own, today, limit=20),
    )


def _answerable(session: Session, plant: Enterprise, now: datetime, kind: ObligationKind) -> Due | None:
    """The due that is waited for, else one that was missed and can still be made up."""
    days = (calendar.today(now) - timedelta(days=ago) for ago in (0, 1))
    found = [due for day in days if (due := opening.due_of(session, plant, day, kind))]
    near = [due for due in found if due.opens_at <= now < due.made_up_until]
    waiting = [due for due in near if due.status == DueStatus.WAITING]
    silent = [due for due in near if due.status in (DueStatus.MISSED, DueStatus.UNVERIFIED)]
    return next(iter([*waiting, *silent]), None)
