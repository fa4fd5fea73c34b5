"""SpecialWork 特殊作业: hot work and its kin of which an enterprise gave notice, and whether its end was told."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint, and_, or_, text, update
from sqlmodel import Field, Session, SQLModel, String, col, select

from models import calendar, db, ledger, periods
from models.ledger import Within
from models.lookup import Lookup
from models.people import Enterprise
from models.periods import KeyPeriod

#: So long after the end that was named is it asked whether the work is over.
ASKED_AFTER = timedelta(minutes=10)
#: What begins or goes on between these hours is tonight's.
EVENING, MORNING = time(18, 0), time(8, 0)
#: How many rows a list looks at.
LIST = 200
#: Work whose end nobody told is looked for so far back; an officer has heard of it by then.
STANDS = timedelta(days=7)


class WorkStatus(StrEnum):
    """How far a special work is, as far as it was told."""

    PLANNED = "planned"  # notice was given; whether it has begun its hours tell
    RUNNING = "running"  # its end has passed, and somebody said that it goes on
    ENDED = "ended"  # its end was told
    CANCELLED = "cancelled"  # it was called off, or its notice taken back


#: Work that can still be done.
OPEN = (WorkStatus.PLANNED, WorkStatus.RUNNING)


class SpecialWork(SQLModel, table=True):
    """One kind of work of one notice: where, from when until when, who guards it."""

    __table_args__ = (
        UniqueConstraint("message_id", "place_in"),
        db.one_of("status", WorkStatus),
        Index("ix_specialwork_starts", "starts_at"),
        Index("ix_specialwork_enterprise", "enterprise_id", "starts_at"),
        Index(
            "ix_specialwork_open",
            "ends_at",
            sqlite_where=text("status IN ('planned', 'running')"),
            postgresql_where=text("status IN ('planned', 'running')"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    enterprise_id: int = Field(foreign_key="enterprise.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")  # who gave notice
    message_id: int = Field(foreign_key="message.id")
    report_id: int = Field(foreign_key="report.id", index=True)
    place_in: int = 0  # which of several works of the message
    kind: str = Field(max_length=20)  # 动火, 受限空间, …
    level: str = Field(default="", max_length=20)
    count: int | None = None
    place: str = Field(default="", max_length=60)
    guardian: str = Field(default="", max_length=40)
    ticket: str = Field(default="", max_length=40)
    starts_at: datetime
    ends_at: datetime | None = None  # None: nobody said until when
    status: str = Field(default=WorkStatus.PLANNED, sa_type=String, max_length=20)
    noted_at: datetime
    asked_at: datetime | None = None  # when it was asked whether it is over
    settled_at: datetime | None = None
    settled_by: int | None = Field(default=None, foreign_key="message.id", index=True)  # what told of its end

    @property
    def over_at(self) -> datetime:
        """The end that was named, else the end of the day on which it begins."""
        return self.ends_at or calendar.midnight(calendar.today(self.starts_at) + timedelta(days=1))

    def runs(self, now: datetime) -> bool:
        """Whether it is going on, as far as it was told."""
        return self.status == WorkStatus.RUNNING or (
            self.status == WorkStatus.PLANNED and self.starts_at <= now < self.over_at
        )

    def overdue(self, now: datetime) -> bool:
        """Whether the end that was named has passed and nobody told of it."""
        return self.status in OPEN and self.ends_at is not None and self.ends_at < now


Row = tuple[SpecialWork, Enterprise]


# Lists


def today(session: Session, day: date, within: Within = ledger.WHOLE) -> Sequence[Row]:
    """The special works of a day, those called off left out; what is of the gravest kind first, then by hour."""
    midnight = calendar.midnight(day)
    return _between(session, midnight, midnight + timedelta(days=1), within)


def tonight(session: Session, now: datetime, within: Within = ledger.WHOLE) -> Sequence[Row]:
    """The special works of this evening and night that are not over."""
    here = calendar.local(now)
    evening = here.date() - timedelta(days=1) if here.time() < MORNING else here.date()
    start = max(now, calendar.at(evening, EVENING))
    found = _between(session, start, calendar.at(evening + timedelta(days=1), MORNING), within)
    return [row for row in found if row[0].status in OPEN]


def _between(session: Session, start: datetime, end: datetime, within: Within) -> Sequence[Row]:
    work = db.table(SpecialWork).c
    # without an hour for its end it lasts until midnight, which no database adds alike: a day before is looked at too
    touches = and_(
        work.starts_at < end,
        or_(work.ends_at > start, and_(work.ends_at.is_(None), work.starts_at >= start - timedelta(days=1))),
    )
    called_off = work.status == WorkStatus.CANCELLED.value
    found = (
        select(SpecialWork, Enterprise)
        .join(Enterprise, db.table(Enterprise).c.id == work.enterprise_id)
        .where(touches, ~called_off, ledger.in_scope(db.table(Enterprise), within))
        .order_by(work.starts_at, work.id)
        .limit(LIST)
    )
    return [(one, plant) for one, plant in session.exec(found) if one.over_at > start]


def overdue(session: Session, within: Within, now: datetime) -> Sequence[Row]:
    """The works whose end was named, has passed and was not told; the oldest first."""
    found = (
        select(SpecialWork, Enterprise)
        .join(Enterprise, col(Enterprise.id) == col(SpecialWork.enterprise_id))
        .where(
            db.any_of(col(SpecialWork.status), OPEN),
            col(SpecialWork.ends_at) < now - ASKED_AFTER,
            col(SpecialWork.ends_at) > now - STANDS,
            ledger.in_scope(db.table(Enterprise), within),
        )
        .order_by(col(SpecialWork.ends_at), col(SpecialWork.id))
    )
    return session.exec(found.limit(LIST)).all()


def of_reports(session: Session, report_ids: Iterable[int]) -> Sequence[SpecialWork]:
    """The works of which some reports gave notice, in their order."""
    theirs = select(SpecialWork).where(col(SpecialWork.report_id).in_(list(report_ids)))
    return session.exec(theirs.order_by(col(SpecialWork.id))).all()


# Kept, ended, called off


def keep(session: Session, rows: Sequence[SpecialWork]) -> None:
    """Writes the works of a message, each once however often the message is judged."""
    for row in rows:
        made = db.insert(session, SpecialWork).on_conflict_do_nothing(index_elements=["message_id", "place_in"])
        session.connection().execute(made, row.model_dump(exclude={"id"}))


def open_of(session: Session, enterprise_id: int, now: datetime, kind: str = "", place: str = "") -> list[SpecialWork]:
    """The works of an enterprise that are not over; of one kind and at one place where these are named and known."""
    found = select(SpecialWork).where(
        SpecialWork.enterprise_id == enterprise_id,
        db.any_of(col(SpecialWork.status), OPEN),
        SpecialWork.starts_at > now - STANDS,
    )
    rows = list(session.exec(found.order_by(col(SpecialWork.starts_at), col(SpecialWork.id))))
    of_kind = [row for row in rows if row.kind == kind] if kind else rows
    there = [row for row in of_kind if place and (place in row.place or (row.place and row.place in place))]
    return there or of_kind


def settle(
    session: Session, row_ids: Sequence[int], status: WorkStatus, now: datetime, message_id: int | None = None
) -> int:
    """Writes how works ended, or that they go on; those that are over stay as they are. How many changed."""
    session.flush()
    over = status != WorkStatus.RUNNING
    changed = session.connection().execute(
        update(db.table(SpecialWork))
        .where(col(SpecialWork.id).in_(list(row_ids)), db.any_of(col(SpecialWork.status), OPEN))
        .values(status=status.value, settled_at=now if over else None, settled_by=message_id if over else None)
    )
    session.expire_all()
    return int(changed.rowcount)


def settled_by(session: Session, message_ids: Sequence[int]) -> Sequence[SpecialWork]:
    """The works of which some messages told that they are over or called off."""
    told = select(SpecialWork).where(col(SpecialWork.settled_by).in_(list(message_ids)))
    return session.exec(told.order_by(col(SpecialWork.id))).all()


def withdraw(session: Session, report_id: int, message_ids: Sequence[int], now: datetime) -> None:
    """A report was taken back: its notices are called off, and what it ended goes on."""
    session.flush()
    work = db.table(SpecialWork)
    again = {"status": WorkStatus.PLANNED.value, "settled_at": None, "settled_by": None}
    connection = session.connection()
    connection.execute(update(work).where(work.c.settled_by.in_(list(message_ids))).values(again))
    called_off = {"status": WorkStatus.CANCELLED.value, "settled_at": now}
    connection.execute(
        update(work).where(work.c.report_id == report_id, db.any_of(work.c.status, OPEN)).values(called_off)
    )
    session.expire_all()


def banned(session: Session, work: SpecialWork) -> KeyPeriod | None:
    """The key period in which a work of this kind should wait."""
    period = periods.at(session, calendar.today(work.starts_at))
    every = period is not None and "特殊作业" in period.banned
    return period if period and (every or work.kind in period.banned) else None


# Asked once whether it is over


def moments(session: Session) -> tuple[datetime, ...]:
    """When it is asked whether works are over."""
    return tuple(sorted(moment + ASKED_AFTER for moment in _ENDS.values(session) if moment))


def to_ask(session: Session, now: datetime) -> Mapping[int, Sequence[SpecialWork]]:
    """The works whose end has passed and that nobody was asked about, by who gave notice of them."""
    found = select(SpecialWork).where(*_to_ask(), col(SpecialWork.ends_at) <= now - ASKED_AFTER)
    theirs: dict[int, list[SpecialWork]] = {}
    for row in session.exec(found.order_by(col(SpecialWork.id))):
        if row.person_id is not None:
            theirs.setdefault(row.person_id, []).append(row)
    return theirs


def _to_ask() -> tuple[Any, ...]:
    return (
        db.any_of(col(SpecialWork.status), OPEN),
        col(SpecialWork.ends_at).is_not(None),
        col(SpecialWork.asked_at).is_(None),
    )


_ENDS = Lookup(select(col(SpecialWork.ends_at)).where(*_to_ask()).distinct())


def asked(session: Session, row_ids: Sequence[int], now: datetime) -> None:
    """Notes that it was asked, so that it is asked once."""
    session.flush()
    session.connection().execute(
        update(db.table(SpecialWork)).where(col(SpecialWork.id).in_(list(row_ids))).values(asked_at=now)
    )
    session.expire_all()
