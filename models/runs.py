"""Job runs: each planned time of a job is a row, taken with a lease and done in the transaction of its effect."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import UniqueConstraint, and_, bindparam, literal_column, or_, update
from sqlalchemy import select as core_select
from sqlmodel import Field, Session, SQLModel, String, col

from models import db
from models.errors import Overtaken
from models.lookup import Command, Lookup

LEASE = timedelta(minutes=5)
ATTEMPTS = 5


class RunStatus(StrEnum):
    """How far a job run is."""

    PLANNED = "planned"  # its time has come, waits for a worker
    CLAIMED = "claimed"  # a worker holds it until its lease ends
    DONE = "done"  # its effect is written
    SKIPPED = "skipped"  # a newer slot of the same job made it pointless
    FAILED = "failed"  # five attempts went wrong


#: What somebody still has to run.
OPEN = (RunStatus.PLANNED, RunStatus.CLAIMED)


class JobRun(SQLModel, table=True):
    """One planned time of one job."""

    __table_args__ = (UniqueConstraint("job", "planned_for"), db.one_of("status", RunStatus))

    id: int | None = Field(default=None, primary_key=True)
    job: str = Field(max_length=80)
    planned_for: datetime
    status: str = Field(default=RunStatus.PLANNED, sa_type=String, max_length=20, index=True)
    attempts: int = 0
    lease_until: datetime | None = None
    next_at: datetime | None = None
    done_at: datetime | None = None
    note: str = ""
    cursor: int = 0  # how far a run came that takes several transactions


class Pulse(SQLModel, table=True):
    """When something last was alive; the tick writes `tick`."""

    name: str = Field(primary_key=True, max_length=40)
    at: datetime


def beat(session: Session, name: str, now: datetime) -> None:
    """Writes that something is alive."""
    _beating(session.get_bind().dialect.name).run(session, name=name, at=now)


@cache
def _beating(dialect: str) -> Command:
    statement = db.insert_for(dialect, Pulse)
    changed = statement.on_conflict_do_update(index_elements=["name"], set_={"at": statement.excluded.at})
    return Command(changed, ("name", "at"))


_BEATEN = Lookup(core_select(col(Pulse.at)).where(col(Pulse.name) == bindparam("name")))


def last_beat(session: Session, name: str) -> datetime | None:
    """When something last was alive."""
    found: datetime | None = _BEATEN.value(session, name=name)
    return found


def plan(session: Session, job: str, slots: Sequence[datetime], skipped: Sequence[datetime] = ()) -> None:
    """Writes the rows of due slots; those that exist already stay as they are."""
    for status, moments in ((RunStatus.PLANNED, slots), (RunStatus.SKIPPED, skipped)):
        for at in moments:
            write = _planning(session.get_bind().dialect.name)
            write.run(session, job=job, planned_for=at, status=status.value, attempts=0, note="", cursor=0)


@cache
def _planning(dialect: str) -> Command:
    known = db.insert_for(dialect, JobRun).on_conflict_do_nothing(index_elements=["job", "planned_for"])
    return Command(known, ("job", "planned_for", "status", "attempts", "note", "cursor"))


@dataclass(frozen=True)
class Taken:
    """A run that a worker has taken: which time of which job, the how-manieth attempt, and how far it came."""

    id: int
    job: str
    planned_for: datetime
    attempts: int
    cursor: int


def claim(session: Session, now: datetime) -> Taken | None:
    """Takes the earliest run that is due, and counts the attempt."""
    found = _READY.first(session, now=now)
    if found is None:
        return None
    taken = Taken(found.id, found.job, found.planned_for, found.attempts + 1, found.cursor)
    _TAKE.run(session, of=taken.id, attempts=taken.attempts, lease_until=now + LEASE)
    return taken


def _ready() -> Any:
    """Asks for the earliest run that may be taken at a moment `now`."""
    now: Any = bindparam("now")
    ready = or_(
        and_(
            col(JobRun.status) == _written(RunStatus.PLANNED),
            col(JobRun.planned_for) <= now,
            or_(col(JobRun.next_at).is_(None), col(JobRun.next_at) <= now),
        ),
        and_(col(JobRun.status) == _written(RunStatus.CLAIMED), col(JobRun.lease_until) <= now),
    )
    run = db.table(JobRun).c
    return (
        core_select(run.id, run.job, run.planned_for, run.attempts, run.cursor)
        .where(db.any_of(col(JobRun.status), OPEN), ready)
        .order_by(col(JobRun.planned_for), col(JobRun.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _written(status: RunStatus) -> Any:
    return literal_column(f"'{status}'")


_READY = Lookup(_ready())
_TAKE = Command(
    update(db.table(JobRun)).where(col(JobRun.id) == bindparam("of")).values(status=RunStatus.CLAIMED.value),
    ("attempts", "lease_until"),
)


def done(session: Session, run: Taken, now: datetime, note: str = "") -> None:
    """Marks a run as done in the transaction of its effect; raises Overtaken when another worker took it over."""
    _settle(session, run, status=RunStatus.DONE, done_at=now, note=note[:500])


def go_on(session: Session, run: Taken, cursor: int) -> None:
    """Ends one transaction of a run that takes several: the next goes on behind the cursor."""
    _settle(session, run, status=RunStatus.PLANNED, cursor=cursor, attempts=0)


def failed(session: Session, run: Taken, now: datetime, error: str) -> bool:
    """Notes a failed attempt; True when it was the last."""
    last = run.attempts >= ATTEMPTS
    status = RunStatus.FAILED if last else RunStatus.PLANNED
    _settle(session, run, status=status, next_at=now + timedelta(minutes=run.attempts), note=error[:500])
    return last


def _settle(session: Session, run: Taken, **values: object) -> None:
    settling = _settling(("lease_until", *values))
    if settling.run(session, taken=run.id, attempt=run.attempts, lease_until=None, **values) != 1:
        msg = f"run {run.id} of {run.job} was settled by another worker"
        raise Overtaken(msg)


@cache
def _settling(columns: Sequence[str]) -> Command:
    taken = (
        col(JobRun.id) == bindparam("taken"),
        col(JobRun.status) == RunStatus.CLAIMED,
        col(JobRun.attempts) == bindparam("attempt"),
    )
    return Command(update(db.table(JobRun)).where(*taken), columns)


_OPEN = Lookup(
    core_select(col(JobRun.lease_until), col(JobRun.next_at), col(JobRun.planned_for)).where(
        db.any_of(col(JobRun.status), OPEN)
    )
)


def next_retry(session: Session) -> datetime | None:
    """When a run that waits for another attempt, or whose worker died, is to be taken."""
    moments = [row.lease_until or row.next_at or row.planned_for for row in _OPEN.rows(session)]
    return min(moments, default=None)
