"""Tip-offs: what somebody told about an enterprise, sealed apart from the inbox; only the appointed read it.

Sealed is not anonymous: who wrote stands here too, because the account is visible where it was written.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Index, bindparam, func, update
from sqlmodel import Field, Session, SQLModel, String, col, select

from models import calendar, db, people, site
from models.inbox import Message
from models.lookup import LookupOf
from models.people import Binding, Person, Role


class TipOffStatus(StrEnum):
    """How far a tip-off is."""

    OPEN = "open"  # 待办: the appointed know of it
    DONE = "done"  # 办结: with its outcome
    WITHDRAWN = "withdrawn"  # its writer says that it was none


class TipOff(SQLModel, table=True):
    """One tip-off with its words, which stand nowhere else."""

    __tablename__ = "tip_off"
    __table_args__ = (db.one_of("status", TipOffStatus), Index("ix_tip_off_sender", "channel", "sender", "received_at"))

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True, max_length=20)  # JB-YYYY-NNN
    received_at: datetime
    message_id: int = Field(foreign_key="message.id")
    channel: str = Field(max_length=40)
    sender: str = Field(max_length=128)
    by_officer: bool = False  # somebody of the bureau wrote down what they were told
    words: str
    outcome: str = ""
    status: str = Field(default=TipOffStatus.OPEN, sa_type=String, max_length=20)
    wants_answer: bool = False
    done_at: datetime | None = None
    done_by: int | None = Field(default=None, foreign_key="person.id")


class TipOffOpening(SQLModel, table=True):
    """Somebody of the appointed read a tip-off."""

    __tablename__ = "tip_off_opening"

    id: int | None = Field(default=None, primary_key=True)
    tip_off_id: int = Field(foreign_key="tip_off.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    at: datetime


class TipOffPiece(SQLModel, table=True):
    """A message with pictures that belongs to a tip-off."""

    __tablename__ = "tip_off_piece"

    message_id: int = Field(primary_key=True, foreign_key="message.id")
    tip_off_id: int = Field(foreign_key="tip_off.id", index=True)


def add(session: Session, told: TipOff, now: datetime) -> TipOff:
    """Stores a tip-off under the next number of the year, and takes its words out of the inbox."""
    year = calendar.today(now).year
    prefix = f"JB-{year}-"
    last = session.exec(select(func.max(TipOff.id)).where(col(TipOff.number).startswith(prefix))).one()
    serial = int(session.get_one(TipOff, last).number.removeprefix(prefix)) + 1 if last else 1
    told.number = f"{prefix}{serial:03d}"
    session.add(told)
    session.flush()
    blank(session, told.message_id)
    return told


def blank(session: Session, message_id: int) -> None:
    """Takes the words of a message out of the inbox: they stand in the sealed row by now."""
    session.flush()
    session.connection().execute(
        update(db.table(Message))
        .where(col(Message.id) == message_id)
        .values(text="", raw="", reply_to="", understood=None)
    )
    stored = session.get(Message, message_id)
    if stored is not None:
        session.refresh(stored, ["text", "raw", "reply_to", "understood"])


def append(session: Session, row: TipOff, words: str, message_id: int) -> None:
    """Adds further words of the writer to a tip-off, out of the inbox too."""
    row.words = f"{row.words}\n{words}"
    session.add(row)
    blank(session, message_id)


def by_number(session: Session, number: str) -> TipOff | None:
    """The tip-off of a number."""
    return session.exec(select(TipOff).where(TipOff.number == number)).first()


def unanswered(session: Session) -> Sequence[TipOff]:
    """The tip-offs without an outcome, the oldest first."""
    return session.exec(select(TipOff).where(TipOff.status == TipOffStatus.OPEN).order_by(col(TipOff.id))).all()


def done_count(session: Session) -> int:
    """How many have ended with an outcome."""
    return int(session.exec(select(func.count()).where(TipOff.status == TipOffStatus.DONE)).one())


def last_of(session: Session, channel: str, sender: str, since: datetime) -> TipOff | None:
    """The newest tip-off of an account since a moment."""
    return _LAST_OF.first(session, channel=channel, sender=sender, since=since)


_LAST_OF: LookupOf[TipOff] = LookupOf(
    select(TipOff)
    .where(
        col(TipOff.channel) == bindparam("channel"),
        col(TipOff.sender) == bindparam("sender"),
        col(TipOff.status) == TipOffStatus.OPEN,
        col(TipOff.received_at) > bindparam("since"),
    )
    .order_by(col(TipOff.id).desc())
    .limit(1)
)


def pieces(session: Session, tip_off_id: int) -> list[int]:
    """The messages with pictures that belong to a tip-off."""
    return list(session.exec(select(TipOffPiece.message_id).where(TipOffPiece.tip_off_id == tip_off_id)))


def sealed(session: Session, messages: Sequence[int]) -> set[int]:
    """Those of some messages whose words or pictures belong to a tip-off."""
    told = select(TipOff.message_id).where(col(TipOff.message_id).in_(messages))
    shown = select(TipOffPiece.message_id).where(col(TipOffPiece.message_id).in_(messages))
    return {*session.exec(told), *session.exec(shown)}


def close(session: Session, row: TipOff, person_id: int | None, outcome: str, now: datetime) -> bool:
    """Ends a tip-off with its outcome, or as none; False when it has ended already."""
    session.flush()
    status = TipOffStatus.DONE if outcome else TipOffStatus.WITHDRAWN
    changed = session.connection().execute(
        update(db.table(TipOff))
        .where(col(TipOff.id) == row.id, col(TipOff.status) == TipOffStatus.OPEN)
        .values(status=status.value, outcome=outcome, done_at=now, done_by=person_id)
    )
    session.refresh(row)
    return bool(changed.rowcount)


def appointed(session: Session) -> list[Person]:
    """Who alone sees tip-offs: those whom the configuration names, else the section heads."""
    names = [one for one in site.read(session).tip_offs_to.split("、") if one]
    heads = list(people.with_role(session, Role.HEAD))
    if not names:
        return heads
    found = session.exec(select(Person).where(col(Person.name).in_(names), col(Person.active)).order_by(col(Person.id)))
    return [one for one in found if one.is_officer]


def may_see(session: Session, persons: Sequence[Person]) -> Person | None:
    """The one of somebody's rows that is appointed; None where none is."""
    ids = {one.id for one in appointed(session)}
    return next((one for one in persons if one.id in ids), None)


def due(session: Session, now: datetime) -> list[TipOff]:
    """The tip-offs that wait longer for their answer than the office has set."""
    days = site.read(session).tip_offs_days
    return [one for one in unanswered(session) if calendar.today(now) >= _until(one, days)]


def _until(row: TipOff, days: int) -> date:
    return calendar.today(row.received_at) + timedelta(days=days)


def writer(session: Session, row: TipOff) -> Person | None:
    """Whom the account belonged to when it is opened."""
    bound = select(Person).join(Binding, col(Binding.person_id) == col(Person.id))
    return session.exec(bound.where(Binding.channel == row.channel, Binding.user_id == row.sender)).first()
