"""Commitment 安全承诺: what an enterprise promised for a day, how many of its units run, stand or are overhauled."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from models import db


class Commitment(SQLModel, table=True):
    """One commitment as it was sent."""

    __table_args__ = (UniqueConstraint("message_id"),)

    id: int | None = Field(default=None, primary_key=True)
    enterprise_id: int = Field(foreign_key="enterprise.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    message_id: int = Field(foreign_key="message.id")
    report_id: int = Field(foreign_key="report.id", index=True)
    day: date
    signer: str = Field(default="", max_length=40)
    units_total: int | None = None
    units_running: int | None = None
    units_stopped: int | None = None
    units_overhaul: int | None = None
    works: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)  # type, level, count of each
    kept_at: datetime
    withdrawn_at: datetime | None = None


def keep(session: Session, row: Commitment) -> None:
    """Writes a commitment, once however often its message is judged."""
    made = db.insert(session, Commitment).on_conflict_do_nothing(index_elements=["message_id"])
    session.connection().execute(made, row.model_dump(exclude={"id"}))


def of_report(session: Session, report_id: int) -> Sequence[Commitment]:
    """The commitments of a report, in their order."""
    theirs = select(Commitment).where(Commitment.report_id == report_id)
    return session.exec(theirs.order_by(col(Commitment.id))).all()
