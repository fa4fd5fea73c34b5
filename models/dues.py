"""Questions about dues: who is waited for, who missed, how the last nights of an enterprise were."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, func, literal_column, update
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from models import db
from models.lookup import Command, Lookup, LookupOf
from models.obligations import Due, DueStatus, ObligationKind
from models.people import ENTERPRISES, Enterprise
from models.reports import Report, Result

#: Results that say something; a hedged one ("大体可以") does not.
STATED = (Result.NORMAL, Result.HAZARD)


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


_OF_PLANT: LookupOf[Due] = LookupOf(
    select(Due)
    .where(
        col(Due.kind) == bindparam("kind"),
        col(Due.enterprise_id) == bindparam("plant"),
        col(Due.night) == bindparam("night"),
        col(Due.status) == bindparam("status"),
    )
    .order_by(col(Due.slot))
)


def of_plants(
    session: Session,
    night: date,
    enterprise_ids: Iterable[int],
    status: DueStatus,
    kind: ObligationKind = ObligationKind.PATROL,
) -> list[tuple[Due, Enterprise]]:
    """The dues of some enterprises for a night or day in a state, with their enterprises: major ones first."""
    asked = {"kind": kind.value, "night": night, "status": status.value}
    found = [due for plant in set(enterprise_ids) for due in _OF_PLANT.all(session, plant=plant, **asked)]
    pairs = [(due, plant) for due in found if (plant := ENTERPRISES.get(session, due.enterprise_id))]
    return sorted(pairs, key=lambda pair: (not pair[1].major, db.row_id(pair[1].id)))


_RECENT: LookupOf[Due] = LookupOf(
    select(Due)
    .where(
        col(Due.kind) == ObligationKind.PATROL,
        col(Due.enterprise_id) == bindparam("plant"),
        col(Due.night) <= bindparam("night"),
        col(Due.night) > bindparam("before"),
    )
    .order_by(col(Due.night).desc())
)


def recent(session: Session, enterprise_id: int, night: date, nights: int) -> Sequence[Due]:
    """The dues of one enterprise for a number of nights that end with one, the newest first."""
    return _RECENT.all(session, plant=enterprise_id, night=night, before=night - timedelta(days=nights))


_NEWEST = Lookup(core_select(func.max(col(Due.night))).where(col(Due.kind) == ObligationKind.PATROL))


def begun_nights(session: Session) -> date | None:
    """The newest night that has dues."""
    found: date | None = _NEWEST.value(session)
    return found


def settle_by_last_night(session: Session, day: date, page: tuple[int, int]) -> int:
    """Lets what was stated on the evening before, in a window that opens before midnight, answer for the zero report.

    The round of a night is looked at on the day on which the night ends, on whichever side of midnight it was made:
    who went round at 22:30 is asked for nothing that who did at 0:30 is not. Reports that are owed apart from a round
    (key periods) are left. ``page`` are the enterprises behind one, up to and with another; how many were answered.
    """
    return _BY_LAST_NIGHT.run(session, day=day, before=day - timedelta(days=1), behind=page[0], until=page[1])


def _by_last_night() -> Any:
    due, report = db.table(Due), db.table(Report)
    round_of = due.alias("round")
    stated = (
        core_select(report.c.id, round_of.c.satisfied_at)
        .join(round_of, round_of.c.report_id == report.c.id)
        .where(
            round_of.c.enterprise_id == due.c.enterprise_id,
            round_of.c.kind == ObligationKind.PATROL.value,
            round_of.c.night == bindparam("before"),
            round_of.c.status == DueStatus.REPORTED.value,
            db.any_of(report.c.result, STATED),
        )
        .limit(literal_column("1"))
        .correlate(due)
    )
    said = {
        "report_id": stated.with_only_columns(report.c.id, maintain_column_froms=True),
        "satisfied_at": stated.with_only_columns(round_of.c.satisfied_at, maintain_column_froms=True),
    }
    return (
        update(due)
        .where(
            due.c.kind == ObligationKind.ZERO.value,
            due.c.night == bindparam("day"),
            due.c.status == DueStatus.WAITING.value,
            due.c.firm.is_(False),
            due.c.enterprise_id > bindparam("behind"),
            due.c.enterprise_id <= bindparam("until"),
            stated.exists(),
        )
        .values(status=DueStatus.REPORTED.value, **{name: one.scalar_subquery() for name, one in said.items()})
    )


_BY_LAST_NIGHT = Command(_by_last_night())
