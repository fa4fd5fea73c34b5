"""Exemption 停产, 放假, 检修: asked by an enterprise, granted by a supervisor with dates; ends by itself."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, and_, bindparam, exists, update
from sqlmodel import Field, Session, SQLModel, String, col, select

from models import db
from models.lookup import LookupOf
from models.obligations import Due, DueStatus, ObligationKind


class Stop(StrEnum):
    """Why an enterprise stands still."""

    SHUT_DOWN = "停产"  # production has stopped
    HOLIDAY = "放假"  # everybody is off
    OVERHAUL = "检修"  # plant is being overhauled


class ExemptionStatus(StrEnum):
    """How far an exemption is."""

    ASKED = "asked"  # waits for a supervisor
    GRANTED = "granted"  # holds on its days
    REFUSED = "refused"  # a supervisor said no
    WITHDRAWN = "withdrawn"  # taken back by the enterprise, or ended early by a supervisor


class Exemption(SQLModel, table=True):
    """From ``starts`` to ``ends``, both included, the nights of an enterprise are not owed; a watch report is."""

    __table_args__ = (
        db.one_of("status", ExemptionStatus),
        db.one_of("stop", Stop),
        Index("ix_exemption_days", "status", "starts", "ends"),
    )

    id: int | None = Field(default=None, primary_key=True)
    enterprise_id: int = Field(foreign_key="enterprise.id", index=True)
    stop: str = Field(default=Stop.SHUT_DOWN, sa_type=String, max_length=20)
    reason: str = Field(default="", max_length=200)
    starts: date
    ends: date
    status: str = Field(default=ExemptionStatus.ASKED, sa_type=String, max_length=20)
    cleared: bool = False  # 物料清空, confirmed by an officer: no watch report is owed
    asked_by: int | None = Field(default=None, foreign_key="person.id")
    asked_at: datetime
    message_id: int | None = Field(default=None, foreign_key="message.id")
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    answer: str = Field(default="", max_length=200)


def covers(plant: Any, day: date, *, cleared: bool | None = None) -> Any:
    """A condition on the table of enterprises: a granted exemption holds on a day."""
    one = db.table(Exemption)
    holds = and_(
        one.c.enterprise_id == plant.c.id,
        one.c.status == ExemptionStatus.GRANTED.value,
        one.c.starts <= day,
        one.c.ends >= day,
    )
    return exists().where(holds if cleared is None else and_(holds, one.c.cleared.is_(cleared)))


_HOLDING: LookupOf[Exemption] = LookupOf(
    select(Exemption)
    .where(
        col(Exemption.enterprise_id) == bindparam("plant"),
        col(Exemption.status) == ExemptionStatus.GRANTED,
        col(Exemption.starts) <= bindparam("day"),
        col(Exemption.ends) >= bindparam("day"),
    )
    .order_by(col(Exemption.id).desc())
)


def at(session: Session, enterprise_id: int, day: date) -> Exemption | None:
    """The exemption of an enterprise that holds on a day."""
    return _HOLDING.first(session, plant=enterprise_id, day=day)


def of_plant(session: Session, enterprise_id: int, start: date, end: date) -> Sequence[Exemption]:
    """What an enterprise asked for or was granted on some day of a span, the latest first."""
    touching = select(Exemption).where(
        Exemption.enterprise_id == enterprise_id,
        col(Exemption.status).in_([ExemptionStatus.ASKED, ExemptionStatus.GRANTED]),
        Exemption.starts <= end,
        Exemption.ends >= start,
    )
    return session.exec(touching.order_by(col(Exemption.id).desc())).all()


def ending(session: Session, day: date, after: int, limit: int) -> Sequence[Exemption]:
    """The exemptions whose last day is one, behind a number."""
    found = select(Exemption).where(
        Exemption.status == ExemptionStatus.GRANTED, Exemption.ends == day, col(Exemption.id) > after
    )
    return session.exec(found.order_by(col(Exemption.id)).limit(limit)).all()


def waiting(session: Session) -> Sequence[Exemption]:
    """What was asked and nobody has decided, the oldest first."""
    asked = select(Exemption).where(Exemption.status == ExemptionStatus.ASKED)
    return session.exec(asked.order_by(col(Exemption.id))).all()


def grant(session: Session, one: Exemption, officer_id: int, now: datetime) -> int:
    """Lets an exemption hold; how many dues that are waited for fall away by it."""
    one.status, one.decided_by, one.decided_at = ExemptionStatus.GRANTED, officer_id, now
    session.add(one)
    session.flush()
    return _turn(session, one, one.starts, DueStatus.WAITING, DueStatus.EXEMPT)


def end(session: Session, one: Exemption, last: date, now: datetime) -> int:
    """Lets an exemption hold no longer than to a day; how many dues are waited for again."""
    one.ends = min(one.ends, last)
    if one.ends < one.starts:
        one.status, one.decided_at = ExemptionStatus.WITHDRAWN, now
    session.add(one)
    session.flush()
    due = db.table(Due)
    again = and_(
        due.c.enterprise_id == one.enterprise_id,
        due.c.status == DueStatus.EXEMPT.value,
        due.c.night > last,
        due.c.cut_off_at > now,
    )
    return _set(session, again, DueStatus.WAITING)


def _turn(session: Session, one: Exemption, first: date, was: DueStatus, becomes: DueStatus) -> int:
    due = db.table(Due)
    concerned = and_(
        due.c.enterprise_id == one.enterprise_id,
        due.c.kind != ObligationKind.WATCH.value,
        due.c.firm.is_(False),
        due.c.status == was.value,
        due.c.night >= first,
        due.c.night <= one.ends,
    )
    return _set(session, concerned, becomes)


def _set(session: Session, which: Any, status: DueStatus) -> int:
    changed = session.connection().execute(update(db.table(Due)).where(which).values(status=status.value))
    session.expire_all()
    return int(changed.rowcount)
