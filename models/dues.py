"""Questions about dues: who is waited for, who missed, how the last nights of an enterprise were."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import func
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from models.obligations import Due, DueStatus, ObligationKind
from models.people import Enterprise


def waiting(
    session: Session, night: date, kind: ObligationKind = ObligationKind.PATROL
) -> Sequence[tuple[Due, Enterprise]]:
    """The dues of a night that nobody has answered yet, with their enterprises."""
    return _with_enterprise(session, night, DueStatus.WAITING, kind)


def missed(session: Session, night: date) -> Sequence[tuple[Due, Enterprise]]:
    """The dues of a night that were missed, trial nights left out, with their enterprises."""
    missed_ones = _with_enterprise(session, night, DueStatus.MISSED, ObligationKind.PATROL)
    return [(due, plant) for due, plant in missed_ones if not due.trial]


def _with_enterprise(
    session: Session, night: date, status: DueStatus, kind: ObligationKind
) -> Sequence[tuple[Due, Enterprise]]:
    return session.exec(
        select(Due, Enterprise)
        .join(Enterprise, col(Enterprise.id) == col(Due.enterprise_id))
        .where(Due.kind == kind, Due.night == night, Due.status == status)
        .order_by(col(Enterprise.major).desc(), col(Enterprise.id))
    ).all()


def recent(session: Session, enterprise_id: int, night: date, nights: int) -> Sequence[Due]:
    """The dues of one enterprise for a number of nights that end with one, the newest first."""
    return session.exec(
        select(Due)
        .where(
            Due.kind == ObligationKind.PATROL,
            Due.enterprise_id == enterprise_id,
            Due.night <= night,
            Due.night > night - timedelta(days=nights),
        )
        .order_by(col(Due.night).desc())
    ).all()


def begun_nights(session: Session) -> date | None:
    """The newest night that has dues."""
    newest = core_select(func.max(col(Due.night))).where(col(Due.kind) == ObligationKind.PATROL)
    found: date | None = session.connection().execute(newest).scalar()
    return found
