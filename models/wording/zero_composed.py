"""From a prompt for the zero report to its words: who has stated a result meanwhile falls out."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import func
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from models.obligations import Due, DueStatus, ObligationKind
from models.outbox import Outgoing, OutgoingStatus
from models.people import Enterprise
from models.wording import day_composed, zero
from models.wording.composed import Composed, Pointless, Said

#: Who has heard the prompt so often within a week knows it (docs/WORDING.md 0.11).
OFTEN, WEEK = 3, timedelta(days=7)


def _prompt(session: Session, letter: Outgoing, now: datetime) -> Composed:
    waiting = (
        select(Due, Enterprise)
        .join(Enterprise, col(Enterprise.id) == col(Due.enterprise_id))
        .where(
            Due.kind == ObligationKind.ZERO,
            Due.night == date.fromisoformat(letter.about["day"]),
            Due.slot == letter.about.get("slot", ""),
            Due.status == DueStatus.WAITING,
            col(Due.enterprise_id).in_(letter.about["enterprises"]),
        )
        .order_by(col(Enterprise.major).desc(), col(Enterprise.id))
    )
    still = session.exec(waiting).all()
    if not still:
        return Pointless("a result was stated meanwhile")
    if not letter.about.get("slot") and isinstance(all_owed := day_composed.prompt(session, letter, now), Said):
        return all_owed
    names = [plant.short for _, plant in still]
    return Said(zero.prompt(names, still[0][0].closes_at, routine=_often(session, letter, now)))


def _often(session: Session, letter: Outgoing, now: datetime) -> bool:
    heard = core_select(func.count()).where(
        col(Outgoing.person_id) == letter.person_id,
        col(Outgoing.kind) == letter.kind,
        col(Outgoing.status) == OutgoingStatus.SENT,
        col(Outgoing.settled_at) > now - WEEK,
    )
    return int(session.connection().execute(heard).scalar() or 0) >= OFTEN


#: The prompts for the zero report and how their words are found.
KINDS_OF_ZERO: Mapping[str, Callable[[Session, Outgoing, datetime], Composed]] = {"zero.prompt": _prompt}
