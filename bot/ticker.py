"""Wakes every 15 seconds and asks the tables what is due; a sleeping timer holds nothing, a restart loses nothing."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session

from bot.work import Work
from models import attachments, inbox, office_days, outages, outbox, runs, watch
from models.errors import NotStorable, Overtaken
from models.lookup import Lookup
from models.runs import Taken
from scheduler import jobs
from scheduler.jobs import Job

log = logging.getLogger(__name__)

TICK = watch.TICK


async def wake(work: Work, now: datetime) -> None:
    """At a start: notes how long nobody listened, so that silence in that time means nothing, and has it told."""
    await work.write(lambda session: _note_absence(session, runs.last_beat(session, TICK), now))


async def slept(work: Work, since: datetime, now: datetime) -> None:
    """The same for a machine that slept with the bot running."""
    await work.write(lambda session: _note_absence(session, since, now))


def _note_absence(session: Session, last: datetime | None, now: datetime) -> None:
    if last is not None and outages.note(session, last, now):
        log.warning("nobody listened for %s", now - last)
        jobs.plan(session, jobs.in_force(session, now), now)
        runs.plan(session, "outage", [now])
    runs.beat(session, TICK, now)


async def tick(work: Work, now: datetime) -> int:
    """Runs every job that is due, each at most once per planned time; how many ran."""
    known, claimed = await work.write(lambda session: _plan(session, now))
    ran = 0
    while claimed is not None:
        claimed = await _run_one(work, known, claimed, now)
        ran += 1
    return ran


def _plan(session: Session, now: datetime) -> tuple[Sequence[Job], Taken | None]:
    """Writes down what is due, and takes the first of it; with the jobs, which are not asked for again in a tick."""
    runs.beat(session, TICK, now)
    office_days.adopt(session)
    known = jobs.in_force(session, now)
    jobs.plan(session, known, now)
    return known, runs.claim(session, now)


def _run(session: Session, known: Sequence[Job], claimed: Taken, now: datetime) -> Taken | None:
    """Runs what was taken, and takes the next in the same transaction."""
    jobs.run(session, known, claimed, now)
    return runs.claim(session, now)


async def _run_one(work: Work, known: Sequence[Job], claimed: Taken, now: datetime) -> Taken | None:
    """Runs what was taken; what to run next."""
    try:
        return await work.write(lambda session: _run(session, known, claimed, now))
    except Overtaken:
        log.info("run %s of %s was taken over", claimed.id, claimed.job)
    except NotStorable:
        raise
    except Exception as error:
        log.exception("job %s of %s failed", claimed.job, claimed.planned_for)
        told = f"{type(error).__name__}: {error}"
        await work.write(lambda session: _failed(session, claimed, now, told))
    return await work.write(lambda session: runs.claim(session, now))


def _failed(session: Session, claimed: Taken, now: datetime, told: str) -> None:
    runs.failed(session, claimed, now, told)


@dataclass(frozen=True)
class Waiting:
    """When the next message, file and letter is to be taken; in the past when one waits now."""

    message: datetime | None
    file: datetime | None
    letter: datetime | None

    def next(self, now: datetime) -> list[datetime]:
        """These moments, none before a second has passed: what is due and was not taken is held by something."""
        found = (self.message, self.file, self.letter)
        return [max(moment, now + timedelta(seconds=1)) for moment in found if moment is not None]


def waiting(session: Session) -> Waiting:
    """What waits in the rows, asked in one question."""
    return Waiting(*_WAITING.first(session))


#: Asked around every message.
_WAITING = Lookup(select(*(one.upcoming().scalar_subquery() for one in (inbox, attachments, outbox))))


def next_job(session: Session, now: datetime) -> datetime:
    """When a job is due next; never before a second has passed."""
    found = jobs.next_moment(session, jobs.in_force(session, now), now)
    return now + timedelta(days=1) if found is None else max(found, now + timedelta(seconds=1))
