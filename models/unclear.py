"""What the bot did not make out: its writer is asked at once, and after two hours it stands on the officers' list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint, and_, bindparam, exists, false, func, or_, text, update
from sqlalchemy import select as core_select
from sqlmodel import Field, Session, SQLModel, String, col, select

from models import calendar, db, hazards, ledger, people, reports
from models.inbox import Message
from models.ledger import Within
from models.lookup import Lookup, LookupOf
from models.outbox import CHOICES_LAST
from models.people import Enterprise, Person
from models.reports import Report, Result


class UnclearStatus(StrEnum):
    """What became of a message that was not clear."""

    ASKED = "asked"  # its writer has been asked and has not answered yet
    ANSWERED = "answered"  # the writer chose, or said it again
    DROPPED = "dropped"  # nothing of what was offered, says the writer
    LISTED = "listed"  # nobody answered for two hours: it stands on the officers' list
    HANDLED = "handled"  # an officer has seen to it
    KEPT = "kept"  # words that are not known, where nothing was awaited: nobody was asked, whoever teaches sees them
    CORRECTED = "corrected"  # it was read, and its writer put it right: kept for whoever teaches


#: Doubts that no rule of understanding names: nothing was understood at all; a report of one of several plants;
#: what was read was put right.
UNREAD, WHICH_PLANT, CORRECTION = "unread", "which_plant", "correction"
#: A question is open as long as its digits hold.
WAITS = CHOICES_LAST
#: Words that were not understood are said again within this time.
SAID_AGAIN = reports.BURST
#: What nobody has seen to in so many days falls off the lists.
STANDS = timedelta(days=14)
#: How many a list shows.
MOST = 20


class Unclear(SQLModel, table=True):
    """A message that was not clear: what the doubt was, what was understood, and how it ended."""

    __table_args__ = (
        UniqueConstraint("message_id"),
        db.one_of("status", UnclearStatus),
        Index(
            "ix_unclear_waiting",
            "status",
            "asked_at",
            sqlite_where=text("status IN ('asked', 'listed')"),
            postgresql_where=text("status IN ('asked', 'listed')"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    message_id: int = Field(foreign_key="message.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    enterprise_id: int | None = Field(default=None, foreign_key="enterprise.id")
    doubt: str = Field(max_length=40)
    understood: str = Field(default="", max_length=200)
    asked_at: datetime
    status: str = Field(default=UnclearStatus.ASKED, sa_type=String, max_length=20)
    settled_at: datetime | None = None
    settled_by: int | None = Field(default=None, foreign_key="person.id")  # the officer who saw to it


@dataclass(frozen=True)
class Listed:
    """One line of the officers' list."""

    row: Unclear
    message: Message
    plant: Enterprise | None
    person: Person | None


def note(session: Session, row: Unclear) -> None:
    """Keeps that a message was not clear; once for each message."""
    values = row.model_dump(exclude={"id"})
    made = db.insert(session, Unclear).on_conflict_do_nothing(index_elements=["message_id"])
    session.connection().execute(made, values)


def asked_of(session: Session, channel: str, sender: str) -> Sequence[Unclear]:
    """The questions that an account has not answered, the newest first."""
    return _ASKED_OF.all(session, channel=channel, sender=sender)


def _is(status: UnclearStatus) -> Any:
    """A status written out, with those of the partial index: SQLite sees no other way that the index holds it."""
    waiting = (UnclearStatus.ASKED, UnclearStatus.LISTED)
    return and_(db.any_of(col(Unclear.status), waiting), db.any_of(col(Unclear.status), (status,)))


#: By what waits, which is little, not through all that an account ever said.
_ASKED_OF: LookupOf[Unclear] = LookupOf(
    select(Unclear)
    .where(
        _is(UnclearStatus.ASKED),
        exists().where(
            col(Message.id) == col(Unclear.message_id),
            col(Message.channel) == bindparam("channel"),
            col(Message.sender) == bindparam("sender"),
        ),
    )
    .order_by(col(Unclear.id).desc())
    .limit(MOST)
)


def settle(session: Session, row: Unclear, status: UnclearStatus, now: datetime, by: int | None = None) -> bool:
    """Writes how it ended; False when that was written before."""
    changed = session.connection().execute(
        update(db.table(Unclear))
        .where(col(Unclear.id) == row.id, col(Unclear.status).in_([UnclearStatus.ASKED, UnclearStatus.LISTED]))
        .values(status=status.value, settled_at=now, settled_by=by)
    )
    session.expire(row)
    return bool(changed.rowcount)


# After two hours


def moments(session: Session) -> tuple[datetime, ...]:
    """When the next questions have waited for two hours."""
    return tuple(db.utc(at) + WAITS for at in _WAITING.values(session))


_WAITING = Lookup(
    core_select(col(Unclear.asked_at)).where(_is(UnclearStatus.ASKED)).order_by(col(Unclear.asked_at)).limit(MOST)
)


def put_on_list(session: Session, now: datetime) -> tuple[int, int]:
    """What nobody answered stands on the officers' list from now on; how many, and how many had been answered."""
    waited = select(Unclear).where(_is(UnclearStatus.ASKED), Unclear.asked_at <= now - WAITS)
    rows = session.exec(waited.order_by(col(Unclear.id))).all()
    answered = [row for row in rows if answered_since(session, row)]
    for row in rows:
        settle(session, row, UnclearStatus.ANSWERED if row in answered else UnclearStatus.LISTED, now)
    return len(rows) - len(answered), len(answered)


def answered_since(session: Session, row: Unclear) -> bool:
    """Whether the ledger shows that the doubt is gone: by words that nobody had to recognise as an answer."""
    report = reports.of_message(session, row.message_id)
    if report is not None and report.withdrawn_at:
        return True
    if row.doubt == WHICH_PLANT:
        return report is not None and report.enterprise_id is not None
    if row.doubt == "hedged":
        return report is not None and report.result != Result.HEDGED
    if row.doubt in ("count", "describe") and report is not None:
        return not lacks_hazards(session, report)
    if row.doubt == "name":
        message = session.get_one(Message, row.message_id)
        return bool(people.of_account(session, message.channel, message.sender))
    return False


def lacks_hazards(session: Session, report: Report) -> bool:
    """Whether a report told of more hazards than were described."""
    rows = hazards.of_report(session, db.row_id(report.id))
    return any(one.item == "" for one in rows) or (report.declared or 0) > len(rows)


# The list


def listed(session: Session, bounds: Within, now: datetime, limit: int = MOST) -> Sequence[Listed]:
    """What stands on the list, within what somebody may see, the oldest first."""
    found = session.exec(
        select(Unclear, Message, Enterprise, Person)
        .join(Message, col(Message.id) == col(Unclear.message_id))
        .join(Enterprise, col(Enterprise.id) == col(Unclear.enterprise_id), isouter=True)
        .join(Person, col(Person.id) == col(Unclear.person_id), isouter=True)
        .where(*_within(bounds, now))
        .order_by(col(Unclear.id))
        .limit(limit)
    )
    return [Listed(*row) for row in found]


def count(session: Session, bounds: Within, now: datetime) -> int:
    """How many stand on the list."""
    plant = db.table(Enterprise)
    counted = (
        core_select(func.count())
        .select_from(db.table(Unclear))
        .outerjoin(plant, plant.c.id == col(Unclear.enterprise_id))
        .where(*_within(bounds, now))
    )
    return int(session.connection().execute(counted).scalar() or 0)


def _within(bounds: Within, now: datetime) -> tuple[Any, ...]:
    """Of enterprises within the bounds; what is of none is seen by whoever sees all, an officer's own by nobody."""
    ours = ledger.in_scope(db.table(Enterprise), bounds)
    of_none = and_(col(Unclear.enterprise_id).is_(None), col(Unclear.person_id).is_(None))
    seen = or_(and_(col(Unclear.enterprise_id).is_not(None), ours), of_none if bounds.everything else false())
    return (_is(UnclearStatus.LISTED), Unclear.asked_at >= now - STANDS, seen)


def for_teaching(session: Session, days: int, now: datetime) -> Sequence[Listed]:
    """What was not clear or was put right in the last days, whatever became of it, the newest first."""
    found = session.exec(
        select(Unclear, Message, Enterprise, Person)
        .join(Message, col(Message.id) == col(Unclear.message_id))
        .join(Enterprise, col(Enterprise.id) == col(Unclear.enterprise_id), isouter=True)
        .join(Person, col(Person.id) == col(Unclear.person_id), isouter=True)
        .where(
            Unclear.doubt != WHICH_PLANT,
            Unclear.asked_at >= calendar.midnight(calendar.today(now) - timedelta(days=days - 1)),
        )
        .order_by(col(Unclear.id).desc())
    )
    return [Listed(*row) for row in found]
