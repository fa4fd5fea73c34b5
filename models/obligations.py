"""Obligations and dues: who owes which report in which window. A report satisfies a due; silence never does."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint, and_, literal, text, update
from sqlalchemy import select as core_select
from sqlmodel import Field, Session, SQLModel, String, col, select

from models import calendar, db, outages, site
from models.calendar import Rhythm
from models.people import Enterprise


class ObligationKind(StrEnum):
    """What is owed."""

    PATROL = "patrol"
    ZERO = "zero"


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

    __table_args__ = (UniqueConstraint("kind", "class_name"), db.one_of("kind", ObligationKind))

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(sa_type=String, max_length=20)
    class_name: str = Field(default="", max_length=40)
    owes: bool = True
    opens: str = "00:00"
    closes: str = "05:00"
    cut_off: str = "06:00"
    made_up_until: str = "12:00"
    by_day: bool = False  # a duty of the day, not of the night
    workdays: bool = False  # owed on working days only

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

    def owed_on(self, day: date) -> bool:
        """Whether this rule asks for a report of a day."""
        return self.owes and (not self.workdays or calendar.is_workday(day))


class Due(SQLModel, table=True):
    """One report that is expected once, of one enterprise for one duty night."""

    __table_args__ = (
        UniqueConstraint("kind", "enterprise_id", "night"),
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
            "ix_due_waiting",
            "cut_off_at",
            sqlite_where=text("status = 'waiting'"),
            postgresql_where=text("status = 'waiting'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(default=ObligationKind.PATROL, sa_type=String, max_length=20)
    enterprise_id: int = Field(foreign_key="enterprise.id", index=True)
    night: date
    opens_at: datetime
    closes_at: datetime
    cut_off_at: datetime
    made_up_until: datetime
    status: str = Field(default=DueStatus.WAITING, sa_type=String, max_length=20)
    trial: bool = False  # one of the first nights of an enterprise: no figures, no escalation
    report_id: int | None = Field(default=None, foreign_key="report.id")
    satisfied_at: datetime | None = None
    note: str = ""


def sync(session: Session, kind: ObligationKind, rules: Mapping[str, Rhythm | None]) -> None:
    """Writes the configured rules (class name to rhythm, None: owes nothing) over the stored ones."""
    for class_name, rhythm in rules.items():
        stored = _rule(session, kind, class_name) or Obligation(kind=kind, class_name=class_name)
        stored.owes = rhythm is not None
        if rhythm is not None:
            stored.opens, stored.closes = rhythm.opens.strftime("%H:%M"), rhythm.closes.strftime("%H:%M")
            stored.cut_off = rhythm.cut_off.strftime("%H:%M")
            stored.made_up_until = rhythm.made_up_until.strftime("%H:%M")
            stored.by_day = rhythm.by_day
            stored.workdays = kind == ObligationKind.ZERO
        session.add(stored)
    for gone in session.exec(select(Obligation).where(Obligation.kind == kind)):
        if gone.class_name not in rules:
            session.delete(gone)
    session.flush()


def zero_rules(patrols: Mapping[str, Rhythm | None], closes: time = time(18, 0)) -> dict[str, Rhythm | None]:
    """The rules of the zero report for the same classes: due by an hour of each working day, late until midnight.

    Who has no place to patrol has nothing to state either.
    """
    daily = Rhythm(closes=closes, cut_off=time(0, 0), by_day=True)
    return {class_name: daily if rhythm else None for class_name, rhythm in patrols.items()}


def rules(session: Session, kind: ObligationKind = ObligationKind.PATROL) -> Sequence[Obligation]:
    """The rules of a kind; the one for all other classes first."""
    return session.exec(select(Obligation).where(Obligation.kind == kind).order_by(col(Obligation.class_name))).all()


def rhythms(session: Session) -> Mapping[ObligationKind, tuple[Rhythm, ...]]:
    """The windows of each kind that somebody owes, asked in one question."""
    owed = session.exec(select(Obligation).where(Obligation.owes).order_by(col(Obligation.class_name))).all()
    return {kind: tuple(rule.rhythm for rule in owed if rule.kind == kind) for kind in ObligationKind}


def _rule(session: Session, kind: ObligationKind, class_name: str) -> Obligation | None:
    found = select(Obligation).where(Obligation.kind == kind, Obligation.class_name == class_name)
    return session.exec(found).first()


def rule_for(
    session: Session, enterprise: Enterprise, kind: ObligationKind = ObligationKind.PATROL
) -> Obligation | None:
    """What an enterprise owes, by default at night; None when its class owes nothing."""
    rule = _rule(session, kind, enterprise.class_name) or _rule(session, kind, "")
    return rule if rule and rule.owes else None


def open_night(
    session: Session,
    night: date,
    now: datetime,
    enterprise_id: int | None = None,
    kind: ObligationKind = ObligationKind.PATROL,
) -> int:
    """Makes the dues of a night (or day) whose window is open, set-wise; those that exist stay. How many are new.

    No due before an enterprise is registered: its first is the next window to open.
    """
    own = [rule.class_name for rule in rules(session, kind) if rule.class_name]
    return sum(
        _open_rule(session, rule, night, own, enterprise_id)
        for rule in rules(session, kind)
        if rule.owed_on(night) and rule.rhythm.window(night).holds(now)
    )


def _open_rule(session: Session, rule: Obligation, night: date, own: list[str], enterprise_id: int | None) -> int:
    window, plant = rule.rhythm.window(night), db.table(Enterprise)
    trial_until = window.opens_at - timedelta(days=site.read(session).trial_nights)
    source = core_select(
        literal(rule.kind),
        plant.c.id,
        literal(night, type_=db.table(Due).c.night.type),
        *(
            literal(moment, type_=db.table(Due).c.opens_at.type)
            for moment in (window.opens_at, window.closes_at, window.cut_off_at, window.made_up_until)
        ),
        literal(DueStatus.WAITING.value),
        plant.c.registered_at > literal(trial_until, type_=plant.c.registered_at.type),
        literal(""),
    ).where(plant.c.active, plant.c.registered_at <= window.opens_at, _of_rule(plant, rule, own))
    if enterprise_id is not None:
        source = source.where(plant.c.id == enterprise_id)
    names = ["kind", "enterprise_id", "night", "opens_at", "closes_at", "cut_off_at", "made_up_until"]
    statement = (
        db.insert(session, Due)
        .from_select([*names, "status", "trial", "note"], source)
        .on_conflict_do_nothing(index_elements=["kind", "enterprise_id", "night"])
    )
    return db.count(session, statement)


def _of_rule(plant: Any, rule: Obligation, own: list[str]) -> Any:
    if rule.class_name:
        return plant.c.class_name == rule.class_name
    return plant.c.class_name.not_in(own) if own else literal(True)


def due_at(
    session: Session, enterprise: Enterprise, moment: datetime, kind: ObligationKind = ObligationKind.PATROL
) -> Due | None:
    """The due whose window, grace or time to make up holds a moment; made on demand when its window is open.

    A post never satisfies a night whose window is not open yet, so nothing is found before it.
    """
    rule = rule_for(session, enterprise, kind)
    if rule is None:
        return None
    for night in _nights_near(moment):
        window = rule.rhythm.window(night)
        if window.holds(moment):
            return due_of(session, enterprise, night, kind) or _made(session, enterprise, night, moment, kind)
    return None


def _nights_near(moment: datetime) -> tuple[date, date]:
    today = calendar.local(moment).date()
    return today, today - timedelta(days=1)


def _made(session: Session, enterprise: Enterprise, night: date, moment: datetime, kind: ObligationKind) -> Due | None:
    open_night(session, night, moment, db.row_id(enterprise.id), kind)
    return due_of(session, enterprise, night, kind)


def due_of(
    session: Session, enterprise: Enterprise, night: date, kind: ObligationKind = ObligationKind.PATROL
) -> Due | None:
    """The due of one enterprise for one night, or for one day."""
    found = select(Due).where(Due.kind == kind, Due.enterprise_id == db.row_id(enterprise.id), Due.night == night)
    return session.exec(found).first()


def status_for(due: Due, moment: datetime) -> DueStatus | None:
    """What a report of that moment makes of a due: reported, late or made up; None outside of all three."""
    if not due.opens_at <= moment < due.made_up_until:
        return None
    if moment <= due.closes_at:
        return DueStatus.REPORTED
    return DueStatus.LATE if moment <= due.cut_off_at else DueStatus.MADE_UP


def satisfy(session: Session, due: Due, report_id: int, moment: datetime) -> bool:
    """Lets a report satisfy a due; True when that changed it. An earlier one that came in later improves it."""
    status = status_for(due, moment)
    if status is None or due.status == DueStatus.EXEMPT or _RANK[status] <= _RANK[due.status]:
        return False
    due.status, due.report_id, due.satisfied_at = status, report_id, moment
    session.add(due)
    session.flush()
    return True


def release(session: Session, due: Due, now: datetime) -> None:
    """Takes back what satisfied a due: its state is then what silence would have made it."""
    closed = now >= due.cut_off_at
    silent = _silent(session, due) if closed else DueStatus.WAITING
    due.status, due.report_id, due.satisfied_at = silent, None, None
    session.add(due)
    session.flush()


def listened_from(kind: str, opens_at: datetime, closes_at: datetime) -> datetime:
    """A duty of a whole day is not excused by half an hour at dawn: what counts is the time when it is asked for."""
    return max(opens_at, closes_at - timedelta(hours=2)) if kind == ObligationKind.ZERO else opens_at


def _silent(session: Session, due: Due) -> DueStatus:
    return DueStatus.UNVERIFIED if unheard(session, due) else DueStatus.MISSED


def unheard(session: Session, due: Due) -> bool:
    """Whether silence means nothing: the bot was deaf in the window, or the only channel of this enterprise was."""
    window = (listened_from(due.kind, due.opens_at, due.closes_at), due.cut_off_at)
    return outages.deaf(session, *window) or due.enterprise_id in outages.unheard(session, *window)


def close_due(session: Session, now: datetime, kind: ObligationKind) -> int:
    """Closes every due of a kind whose cut-off has passed: missed, or unverified where the bot was deaf. How many."""
    due = db.table(Due)
    windows = (
        session.connection()
        .execute(
            core_select(due.c.opens_at, due.c.closes_at, due.c.cut_off_at)
            .where(due.c.status == "waiting", due.c.cut_off_at <= now, due.c.kind == kind.value)
            .distinct()
        )
        .all()
    )
    return sum(_close_window(session, kind, *window) for window in windows)


def _close_window(
    session: Session, kind: ObligationKind, opens_at: datetime, closes_at: datetime, cut_off_at: datetime
) -> int:
    window = (listened_from(kind, opens_at, closes_at), cut_off_at)
    of_window = (col(Due.opens_at) == opens_at, col(Due.cut_off_at) == cut_off_at)
    waiting = and_(col(Due.kind) == kind, col(Due.status) == DueStatus.WAITING, *of_window)
    if outages.deaf(session, *window):
        return _close(session, waiting, DueStatus.UNVERIFIED)
    unsure = col(Due.enterprise_id).in_(outages.unheard(session, *window))
    return _close(session, and_(waiting, unsure), DueStatus.UNVERIFIED) + _close(session, waiting, DueStatus.MISSED)


def _close(session: Session, which: Any, status: DueStatus) -> int:
    changed = session.connection().execute(update(db.table(Due)).where(which).values(status=status))
    session.expire_all()
    return int(changed.rowcount)
