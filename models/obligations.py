"""Obligations and dues: who owes which report in which window. A report satisfies a due; silence never does."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint, and_, bindparam, text, update
from sqlalchemy import select as core_select
from sqlmodel import Field, Session, SQLModel, String, col, select

from models import calendar, db, outages
from models.calendar import Rhythm
from models.lookup import Lookup, Rows


class ObligationKind(StrEnum):
    """What is owed by a rule of the program; an office enters further kinds by a name of their own."""

    PATROL = "patrol"  # 夜巡
    ZERO = "zero"  # 零报告
    WATCH = "watch"  # 值守报, of an enterprise that stands still


class DueStatus(StrEnum):
    """How a due stands; late, missed and unverified are facts of a night that has passed (docs/WORDS.md)."""

    WAITING = "waiting"  # 待报
    REPORTED = "reported"  # 已报
    LATE = "late"  # 迟报
    MISSED = "missed"  # 未报
    MADE_UP = "made_up"  # 补报
    EXEMPT = "exempt"  # 豁免
    UNVERIFIED = "unverified"  # 待核: the bot was deaf in the window


#: A report may only ever improve a due: to the right of what it is now, to the left never.
_RANK: Mapping[str, int] = {
    DueStatus.WAITING: 0,
    DueStatus.MISSED: 0,
    DueStatus.UNVERIFIED: 0,
    DueStatus.MADE_UP: 1,
    DueStatus.LATE: 2,
    DueStatus.REPORTED: 3,
}


class Obligation(SQLModel, table=True):
    """A rule: what the enterprises of a class owe, in which window. An empty class is the rule of all others."""

    __table_args__ = (UniqueConstraint("kind", "class_name", "slot"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(sa_type=String, max_length=20)
    class_name: str = Field(default="", max_length=40)
    slot: str = Field(default="", max_length=20)  # which of several of a day
    title: str = Field(default="", max_length=40)  # how it is called towards people
    owes: bool = True
    opens: str = "00:00"
    closes: str = "05:00"
    cut_off: str = "06:00"
    made_up_until: str = "12:00"
    by_day: bool = False  # a duty of the day, not of the night
    workdays: bool = False  # owed on working days only
    recurs: str = Field(default="", max_length=200)  # RRULE or cron; empty: every day
    until_next: bool = False  # it lasts until the rule names the next day
    everybody: bool = False  # each of the people who report owes one, not one of them
    words: str = Field(default="", max_length=200)  # several with 、: what a message says that satisfies it
    form: str = Field(default="", max_length=20)  # the form that satisfies it, as messages are read: daily, weekly

    @property
    def rhythm(self) -> Rhythm:
        """The wall times of this rule."""
        return Rhythm(
            calendar.clock(self.opens),
            calendar.clock(self.closes),
            calendar.clock(self.cut_off),
            calendar.clock(self.made_up_until),
            self.by_day,
        )


class Due(SQLModel, table=True):
    """One report that is expected once, of one enterprise for one duty night."""

    __table_args__ = (
        UniqueConstraint("kind", "enterprise_id", "night", "slot"),
        db.one_of("status", DueStatus),
        Index("ix_due_night", "kind", "night", "status"),
        Index(
            "ix_due_trial",  # few: what figures leave out
            "kind",
            "night",
            "status",
            sqlite_where=text("trial IS 1"),
            postgresql_where=text("trial IS true"),
        ),
        Index(
            "ix_due_acknowledged",  # few: asked for at every tick
            "acknowledged_at",
            sqlite_where=text("acknowledged_at IS NOT NULL"),
            postgresql_where=text("acknowledged_at IS NOT NULL"),
        ),
        Index(
            "ix_due_waiting",
            "kind",
            "cut_off_at",
            sqlite_where=text("status = 'waiting'"),
            postgresql_where=text("status = 'waiting'"),
        ),
        Index(
            "ix_due_missed",  # few: what nobody answered stands on the officers' lists
            "cut_off_at",
            sqlite_where=text("status = 'missed'"),
            postgresql_where=text("status = 'missed'"),
        ),
        Index("ix_due_enterprise", "enterprise_id", "made_up_until"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(default=ObligationKind.PATROL, sa_type=String, max_length=20)
    enterprise_id: int = Field(foreign_key="enterprise.id")
    night: date
    opens_at: datetime
    closes_at: datetime
    cut_off_at: datetime
    made_up_until: datetime
    status: str = Field(default=DueStatus.WAITING, sa_type=String, max_length=20)
    slot: str = Field(default="", max_length=40)  # which of several of a day: its hour, or whose it is
    person_id: int | None = Field(default=None, foreign_key="person.id")  # where each of several people owes one
    firm: bool = False  # owed although the enterprise stands still
    acknowledged_at: datetime | None = None  # who was reminded said 收到: the ladder rests for a while
    trial: bool = False  # one of the first nights of an enterprise: no figures, no escalation
    report_id: int | None = Field(default=None, foreign_key="report.id")
    satisfied_at: datetime | None = None
    note: str = ""


def sync(session: Session, kind: ObligationKind, rules: Mapping[str, Rhythm | None]) -> None:
    """Writes the configured rules (class name to rhythm, None: owes nothing) over the stored ones."""
    of_class = {one.class_name: one for one in session.exec(select(Obligation).where(Obligation.kind == kind))}
    for class_name, rhythm in rules.items():
        stored = of_class.get(class_name) or Obligation(kind=kind, class_name=class_name)
        stored.owes = rhythm is not None
        if rhythm is not None:
            stored.opens, stored.closes = rhythm.opens.strftime("%H:%M"), rhythm.closes.strftime("%H:%M")
            stored.cut_off = rhythm.cut_off.strftime("%H:%M")
            stored.made_up_until = rhythm.made_up_until.strftime("%H:%M")
            stored.by_day = rhythm.by_day
            stored.workdays = kind == ObligationKind.ZERO
        session.add(stored)
    for class_name in of_class.keys() - rules.keys():
        session.delete(of_class[class_name])
    session.flush()


def watch_rules(closes: time = time(17, 0)) -> dict[str, Rhythm | None]:
    """The watch report of whoever stands still: one a day, late until midnight."""
    return {"": Rhythm(closes=closes, cut_off=time(0, 0), by_day=True)}


def zero_rules(patrols: Mapping[str, Rhythm | None], closes: time = time(18, 0)) -> dict[str, Rhythm | None]:
    """The rules of the zero report for the same classes: due by an hour of each working day, late until midnight.

    Who has no place to patrol has nothing to state either.
    """
    daily = Rhythm(closes=closes, cut_off=time(0, 0), by_day=True)
    return {class_name: daily if rhythm else None for class_name, rhythm in patrols.items()}


def status_for(due: Due, moment: datetime) -> DueStatus | None:
    """What a report of that moment makes of a due: reported, late or made up; None outside of all three."""
    if not due.opens_at <= moment < due.made_up_until:
        return None
    if moment <= due.closes_at:
        return DueStatus.REPORTED
    return DueStatus.LATE if moment <= due.cut_off_at else DueStatus.MADE_UP


_DUES = Rows(Due)


def satisfy(session: Session, due: Due, report_id: int, moment: datetime) -> bool:
    """Lets a report satisfy a due; True when that changed it. An earlier one that came in later improves it."""
    status = status_for(due, moment)
    if status is None or due.status == DueStatus.EXEMPT or _RANK[status] <= _RANK[due.status]:
        return False
    return _DUES.change(session, due, status=status, report_id=report_id, satisfied_at=moment)


def release(session: Session, due: Due, now: datetime) -> None:
    """Takes back what satisfied a due: its state is then what silence would have made it."""
    closed = now >= due.cut_off_at
    silent = _silent(session, due) if closed else DueStatus.WAITING
    _DUES.change(session, due, status=silent, report_id=None, satisfied_at=None)


def listened_from(kind: str, opens_at: datetime, closes_at: datetime) -> datetime:
    """A duty of a whole day is not excused by half an hour at dawn: what counts is the time when it is asked for."""
    return opens_at if kind == ObligationKind.PATROL else max(opens_at, closes_at - timedelta(hours=2))


def _silent(session: Session, due: Due) -> DueStatus:
    return DueStatus.UNVERIFIED if unheard(session, due) else DueStatus.MISSED


def unheard(session: Session, due: Due) -> bool:
    """Whether silence means nothing: the bot was deaf in the window, or the only channel of this enterprise was."""
    window = (listened_from(due.kind, due.opens_at, due.closes_at), due.cut_off_at)
    return outages.deaf(session, *window) or due.enterprise_id in outages.unheard(session, *window)


_PASSED = Lookup(
    core_select(col(Due.opens_at), col(Due.closes_at), col(Due.cut_off_at))
    .where(
        db.any_of(col(Due.status), (DueStatus.WAITING,)),
        col(Due.cut_off_at) <= bindparam("now"),
        col(Due.kind) == bindparam("kind"),
    )
    .distinct()
)


def close_due(session: Session, now: datetime, kind: str) -> int:
    """Closes every due of a kind whose cut-off has passed: missed, or unverified where the bot was deaf. How many."""
    return sum(_close_window(session, kind, *window) for window in _PASSED.rows(session, now=now, kind=str(kind)))


def _close_window(session: Session, kind: str, opens_at: datetime, closes_at: datetime, cut_off_at: datetime) -> int:
    window = (listened_from(kind, opens_at, closes_at), cut_off_at)
    of_window = (col(Due.opens_at) == opens_at, col(Due.cut_off_at) == cut_off_at)
    waiting = and_(col(Due.kind) == kind, col(Due.status) == DueStatus.WAITING, *of_window)
    if outages.deaf(session, *window):
        return _close(session, waiting, DueStatus.UNVERIFIED)
    unheard = outages.unheard(session, *window)
    unsure = and_(waiting, col(Due.enterprise_id).in_(unheard))
    closed = _close(session, unsure, DueStatus.UNVERIFIED) if unheard else 0
    return closed + _close(session, waiting, DueStatus.MISSED)


def _close(session: Session, which: Any, status: DueStatus) -> int:
    changed = session.connection().execute(update(db.table(Due)).where(which).values(status=status))
    session.expire_all()
    return int(changed.rowcount)
