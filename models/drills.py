"""Drills 演练 and trainings 培训 as they were told in one message: what about, with how many people, for how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, func
from sqlalchemy import select as core_select
from sqlmodel import Field, Session, SQLModel, String, col, select

from models import db, ledger
from models.ledger import Within
from models.people import Enterprise


class DrillKind(StrEnum):
    """What was held."""

    DRILL = "drill"  # 演练
    TRAINING = "training"  # 培训


class Drill(SQLModel, table=True):
    """One drill or training that was held."""

    __table_args__ = (
        UniqueConstraint("message_id"),
        db.one_of("kind", DrillKind),
        Index("ix_drill_held", "kind", "held_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(sa_type=String, max_length=20)
    enterprise_id: int = Field(foreign_key="enterprise.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    message_id: int = Field(foreign_key="message.id")
    report_id: int = Field(foreign_key="report.id", index=True)  # its photos are pieces of it
    held_on: date
    topic: str = Field(default="", max_length=60)
    people: int | None = None
    minutes: int | None = None
    kept_at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class Held:
    """How many were held within a time, by how many enterprises, with how many people as far as they were told."""

    count: int
    plants: int
    people: int


def keep(session: Session, row: Drill) -> None:
    """Writes what was held, once however often its message is judged."""
    made = db.insert(session, Drill).on_conflict_do_nothing(index_elements=["message_id"])
    session.connection().execute(made, row.model_dump(exclude={"id"}))


def of_report(session: Session, report_id: int) -> Sequence[Drill]:
    """What a report told of, in its order."""
    return session.exec(select(Drill).where(Drill.report_id == report_id).order_by(col(Drill.id))).all()


def held(session: Session, kind: DrillKind, start: date, end: date, within: Within = ledger.WHOLE) -> Held:
    """What was held between two days, both included, by the enterprises that somebody may see."""
    row, plant = db.table(Drill), db.table(Enterprise)
    counted = (
        core_select(func.count(), func.count(row.c.enterprise_id.distinct()), func.coalesce(func.sum(row.c.people), 0))
        .select_from(row)
        .join(plant, plant.c.id == row.c.enterprise_id)
        .where(
            row.c.kind == kind.value,
            row.c.held_on >= start,
            row.c.held_on <= end,
            row.c.withdrawn_at.is_(None),
            ledger.in_scope(plant, within),
        )
    )
    count, plants, people = session.connection().execute(counted).one()
    return Held(int(count), int(plants), int(people))
