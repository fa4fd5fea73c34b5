"""上级交办: what an authority above handed down: document, reply date, enterprise, hazards; until it is answered."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Field, Session, SQLModel, col, select

from models import above, audit, db
from models.hazards import Hazard
from models.lifecycle import By
from models.people import Enterprise

#: How many an answer looks at.
LIST = 200


class SuperiorOrder(SQLModel, table=True):
    """One order of an authority above about one enterprise."""

    __tablename__ = "superior_order"

    id: int | None = Field(default=None, primary_key=True)
    authority: str = Field(max_length=60)
    document: str = Field(default="", max_length=100)
    reply_on: date
    enterprise_id: int = Field(foreign_key="enterprise.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")  # who entered it
    message_id: int | None = Field(default=None, foreign_key="message.id")
    entered_at: datetime
    answered_at: datetime | None = None
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    reply: str = Field(default="", max_length=100)  # the document of the answer

    @property
    def subject(self) -> str:
        """What its steps are about."""
        return f"order:{self.id}:{self.reply_on}"


class OrderHazard(SQLModel, table=True):
    """A hazard that an order names."""

    __tablename__ = "order_hazard"

    order_id: int = Field(foreign_key="superior_order.id", primary_key=True)
    hazard_id: int = Field(foreign_key="hazard.id", primary_key=True)


Row = tuple[SuperiorOrder, Enterprise]


def enter(session: Session, order: SuperiorOrder, hazards: Sequence[Hazard], by: By, now: datetime) -> SuperiorOrder:
    """Puts an order on the list, with its hazards."""
    session.add(order)
    session.flush()
    for one in hazards:
        session.add(OrderHazard(order_id=db.row_id(order.id), hazard_id=db.row_id(one.id)))
    session.flush()
    told: dict[str, audit.Fact] = {"reply_on": order.reply_on.isoformat(), "hazards": len(hazards)}
    audit.record(session, now, by.actor, "order.entered", f"order:{order.id}", told | {"message": by.message_id})
    return order


def unanswered(session: Session) -> list[Row]:
    """The orders that wait for an answer, the earliest first."""
    found = (
        select(SuperiorOrder, Enterprise)
        .join(Enterprise, col(Enterprise.id) == col(SuperiorOrder.enterprise_id))
        .where(col(SuperiorOrder.answered_at).is_(None))
        .order_by(col(SuperiorOrder.reply_on), col(SuperiorOrder.id))
        .limit(LIST)
    )
    return list(session.exec(found))


def due_today(session: Session, day: date) -> list[SuperiorOrder]:
    """The orders that are to be answered on a working day, or on the days off behind it."""
    return [one for one, _ in unanswered(session) if above.said_on(one.reply_on, 0) == day]


def known(session: Session, document: str, enterprise_id: int) -> SuperiorOrder | None:
    """The order of a document about an enterprise, entered before."""
    same = select(SuperiorOrder).where(
        SuperiorOrder.document == document, SuperiorOrder.enterprise_id == enterprise_id, SuperiorOrder.document != ""
    )
    return session.exec(same.order_by(col(SuperiorOrder.id))).first()


def hazards_of(session: Session, order: SuperiorOrder) -> Sequence[Hazard]:
    """The hazards of an order, in the order of their numbers."""
    found = (
        select(Hazard)
        .join(OrderHazard, col(OrderHazard.hazard_id) == col(Hazard.id))
        .where(OrderHazard.order_id == order.id)
    )
    return session.exec(found.order_by(col(Hazard.id))).all()


def answer(session: Session, order: SuperiorOrder, reply: str, by: By, now: datetime) -> None:
    """It was answered, by this document."""
    order.answered_at, order.answered_by, order.reply = now, by.person_id, reply[:100]
    session.add(order)
    session.flush()
    audit.record(session, now, by.actor, "order.answered", f"order:{order.id}", {"message": by.message_id})
