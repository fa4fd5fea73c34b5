"""NoticeStep: what is to be done about a notice and when, as rows; the ladder of a warning is planned with it."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import Index, text
from sqlalchemy import select as core_select
from sqlmodel import Field, Session, SQLModel, String, col, select

from models import calendar, db, runs
from models.lookup import Lookup
from models.notices import Notice, NoticeKind


class Step(StrEnum):
    """What is to be done."""

    TELL = "tell"  # everybody whom it is for hears it
    AGAIN_MAJOR = "again_major"  # major hazard sources that have not answered are asked once more
    AGAIN = "again"  # the others
    REMIND = "remind"  # an officer has those reminded who have not answered
    LIST = "list"  # its officer hears who has not answered
    OVER = "over"  # who heard of it hears that it is over


class NoticeStep(SQLModel, table=True):
    """One of them; a page of it is done in a transaction, behind the cursor."""

    __tablename__ = "notice_step"
    __table_args__ = (
        db.one_of("what", Step),
        Index(
            "ix_notice_step_open",
            "at",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        Index("ix_notice_step_notice", "notice_id", "what"),
    )

    id: int | None = Field(default=None, primary_key=True)
    notice_id: int = Field(foreign_key="notice.id")
    what: str = Field(sa_type=String, max_length=20)
    at: datetime
    cursor: int = 0  # the enterprise that was the last of the page before
    done_at: datetime | None = None


#: A step that was entered behind the back of the clock is found after so long.
LOOKS_AGAIN = timedelta(minutes=5)
#: The clock looks at what was entered now a moment later.
SOON = timedelta(seconds=1)
#: A warning: major hazard sources are asked again after two hours, the others when the answer is due (at 10:00, six
#: hours later at the earliest); two hours behind that its officer hears who is left.
MAJOR_AGAIN, LEAST, DUE_AT, LISTED_AFTER = timedelta(hours=2), timedelta(hours=6), time(10, 0), timedelta(hours=2)


def due_at(now: datetime) -> datetime:
    """By when a warning that is sent now wants its answer."""
    day = calendar.today(now)
    moments = (calendar.at(day + timedelta(days=later), DUE_AT) for later in range(3))
    return next(moment for moment in moments if moment >= now + LEAST)


def plan(session: Session, notice_id: int, what: Step, at: datetime) -> None:
    """Enters a step."""
    session.add(NoticeStep(notice_id=notice_id, what=what, at=at))


def plan_all(session: Session, notice: Notice, at: datetime) -> None:
    """Enters what belongs to a notice that is told from a moment on."""
    notice_id = db.row_id(notice.id)
    plan(session, notice_id, Step.TELL, at)
    if notice.kind == NoticeKind.WEATHER:
        for what, moment in warning_ladder(notice, at):
            plan(session, notice_id, what, moment)
    elif notice.wanted_until:
        plan(session, notice_id, Step.LIST, notice.wanted_until)


def warning_ladder(notice: Notice, at: datetime) -> Iterator[tuple[Step, datetime]]:
    """The steps of a warning behind its telling, as far as they lie before its end; the list comes at last."""
    wanted, ends = notice.wanted_until or due_at(at), notice.lasts_until or at + timedelta(days=1)
    steps = ((Step.AGAIN_MAJOR, at + MAJOR_AGAIN), (Step.AGAIN, wanted))
    yield from ((what, moment) for what, moment in steps if moment < ends)
    yield Step.LIST, min(wanted + LISTED_AFTER, ends)


def end(session: Session, notice: Notice, now: datetime, *, said: bool) -> None:
    """Whatever was still to be done is not done any more; who heard of it hears that it is over, if that is said."""
    open_steps = select(NoticeStep).where(NoticeStep.notice_id == notice.id, col(NoticeStep.done_at).is_(None))
    for step in session.exec(open_steps):
        step.done_at = now
        session.add(step)
    if said:
        plan(session, db.row_id(notice.id), Step.OVER, calendar.after_night(now + SOON))


def next_due(session: Session, now: datetime) -> NoticeStep | None:
    """The earliest step that is due."""
    due = select(NoticeStep).where(col(NoticeStep.done_at).is_(None), NoticeStep.at <= now)
    return session.exec(due.order_by(col(NoticeStep.at), col(NoticeStep.id)).limit(1)).first()


_OPEN = Lookup(
    core_select(col(NoticeStep.at)).where(col(NoticeStep.done_at).is_(None)).order_by(col(NoticeStep.at)).limit(50)
)


def moments(session: Session) -> tuple[datetime, ...]:
    """When the next steps are due; one that lies behind the last look at the clock is looked at again soon."""
    found = _OPEN.values(session)
    looked = runs.last_beat(session, "planned") if found else None
    return tuple(sorted({_after(at, looked or at) for at in found}))


def _after(at: datetime, looked: datetime) -> datetime:
    """The moment itself, or the first of those every five minutes behind it at which nobody has looked yet."""
    if at > looked:
        return at
    return at + ((looked - at) // LOOKS_AGAIN + 1) * LOOKS_AGAIN


def reminded_at(session: Session, notice_id: int) -> datetime | None:
    """When an officer last had those reminded who had not answered."""
    asked = select(NoticeStep.at).where(NoticeStep.notice_id == notice_id, NoticeStep.what == Step.REMIND)
    return session.exec(asked.order_by(col(NoticeStep.at).desc()).limit(1)).first()


def told_at(session: Session, notice_id: int) -> datetime | None:
    """From when on a notice is told."""
    asked = select(NoticeStep.at).where(NoticeStep.notice_id == notice_id, NoticeStep.what == Step.TELL)
    return session.exec(asked.limit(1)).first()
