"""Job runs: each planned time of a job is a row, taken with a lease and done in the transaction of its effect."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import UniqueConstraint, and_, bindparam, or_, update
from sqlalchemy import select as core_select
from sqlmodel import Field, Session, SQLModel, String, col

from models import db
from models.errors import Overtaken

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
    session.connection().execute(_beating(session.get_bind().dialect.name), {"name": name, "at": now})


@cache
def _beating(dialect: str) -> Any:
    statement = db.insert_for(dialect, Pulse)
    return statement.on_conflict_do_update(index_elements=["name"], set_={"at": statement.excluded.at})


def last_beat(session: Session, name: str) -> datetime | None:
    """When something last was alive."""
    found: datetime | None = session.connection().execute(_BEATEN, {"name": name}).scalar()
    return found


_BEATEN = core_select(col(Pulse.at)).where(col(Pulse.name) == bindparam("name"))


def plan(session: Session, job: str, slots: Sequence[datetime], skipped: Sequence[datetime] = ()) -> None:
    """Writes the rows of due slots; those that exist already stay as they are."""
    rows = [_planned(job, slot, RunStatus.PLANNED) for slot in slots]
    rows += [_planned(job, slot, RunStatus.SKIPPED) for slot in skipped]
    if rows:
        statement = db.insert(session, JobRun).on_conflict_do_nothing(index_elements=["job", "planned_for"])
        session.connection().execute(statement, rows)


def _planned(job: str, slot: datetime, status: RunStatus) -> dict[str, object]:
    return {"job": job, "planned_for": slot, "status": status.value, "attempts": 0, "note": "", "cursor": 0}


def claim(session: Session, now: datetime) -> JobRun | None:
    """Takes the earliest run that is due, and counts the attempt."""
    first = session.connection().execute(_ready(), {"now": now}).scalar()
    if first is None:
        return None
    found = session.get_one(JobRun, first)
    found.status, found.attempts, found.lease_until = RunStatus.CLAIMED, found.attempts + 1, now + LEASE
    session.add(found)
    session.flush()
    return found


@cache  # asked at every tick
def _ready() -> Any:
    """Asks for the id of the earliest run that may be taken at a moment `now`."""
    now: Any = bindparam("now")
    ready = or_(
        and_(
            col(JobRun.status) == RunStatus.PLANNED,
            col(JobRun.planned_for) <= now,
            or_(col(JobRun.next_at).is_(None), col(JobRun.next_at) <= now),
        ),
        and_(col(JobRun.status) == RunStatus.CLAIMED, col(JobRun.lease_until) <= now),
    )
    return (
        core_select(col(JobRun.id))
        .where(col(JobRun.status).in_(OPEN), ready)
        .order_by(col(JobRun.planned_for), col(JobRun.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def done(session: Session, run: JobRun, now: datetime, note: str = "") -> None:
    """Marks a run as done in the transaction of its effect; raises Overtaken when another worker took it over."""
    _settle(session, run, status=RunStatus.DONE, done_at=now, note=note[:500])


def go_on(session: Session, run: JobRun, cursor: int) -> None:
    """Ends one transaction of a run that takes several: the next goes on behind the cursor."""
    _settle(session, run, status=RunStatus.PLANNED, cursor=cursor, attempts=0)


def failed(session: Session, run: JobRun, now: datetime, error: str) -> bool:
    """Notes a failed attempt; True when it was the last."""
    last = run.attempts >= ATTEMPTS
    status = RunStatus.FAILED if last else RunStatus.PLANNED
    _settle(session, run, status=status, next_at=now + timedelta(minutes=run.attempts), note=error[:500])
    return last


def _settle(session: Session, run: JobRun, **values: object) -> None:
    changed = session.connection().execute(
        update(db.table(JobRun))
        .where(
            col(JobRun.id) == run.id,
            col(JobRun.status) == RunStatus.CLAIMED,
            col(JobRun.attempts) == run.attempts,
        )
        .values(lease_until=None, **values)
    )
    if changed.rowcount != 1:
        msg = f"run {run.id} of {run.job} was settled by another worker"
        raise Overtaken(msg)


def next_retry(session: Session) -> datetime | None:
    """When a run that waits for another attempt, or whose worker died, is to be taken."""
    open_runs = session.connection().execute(_OPEN).all()
    moments = [row.lease_until or row.next_at or row.planned_for for row in open_runs]
    return min(moments, default=None)


_OPEN = core_select(col(JobRun.status), col(JobRun.lease_until), col(JobRun.next_at), col(JobRun.planned_for)).where(
    col(JobRun.status).in_(OPEN)
)
