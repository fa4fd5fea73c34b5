"""The rota: who is on duty and who leads, from when to when."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from models import people
from models.people import Person, Role


class Shift(SQLModel, table=True):
    """One shift of the duty desk; it may cross midnight."""

    __table_args__ = (UniqueConstraint("starts_at", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(default="", max_length=40)
    starts_at: datetime = Field(index=True)
    ends_at: datetime
    officer_id: int | None = Field(default=None, foreign_key="person.id")
    leader_id: int | None = Field(default=None, foreign_key="person.id")


def shift_at(session: Session, moment: datetime) -> Shift | None:
    """The shift that runs at a moment, the latest begun where two overlap."""
    return session.exec(
        select(Shift).where(Shift.starts_at <= moment, Shift.ends_at > moment).order_by(col(Shift.starts_at).desc())
    ).first()


def next_shift(session: Session, moment: datetime) -> Shift | None:
    """The first shift that begins after a moment."""
    return session.exec(select(Shift).where(Shift.starts_at > moment).order_by(col(Shift.starts_at))).first()


def officers_on_duty(session: Session, moment: datetime) -> list[Person]:
    """The duty officer by the rota; without a rota everybody with that role (docs/DECISIONS.md, Who)."""
    shift = shift_at(session, moment)
    officer = session.get(Person, shift.officer_id) if shift and shift.officer_id else None
    return [officer] if officer else list(people.with_role(session, Role.DUTY))


def leaders_on_duty(session: Session, moment: datetime) -> list[Person]:
    """The leader by the rota; without a rota everybody with that role."""
    shift = shift_at(session, moment)
    leader = session.get(Person, shift.leader_id) if shift and shift.leader_id else None
    return [leader] if leader else list(people.with_role(session, Role.LEADER))
