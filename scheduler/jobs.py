"""The table of jobs, and `run`: each job at most once per planned time.

APScheduler's triggers do the arithmetic; the truth is a row per planned time. A job that missed several of its times
catches up as its row in the table says: all of them in order, or only the latest.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from apscheduler.triggers.cron import CronTrigger
from sqlmodel import Session

from models import calendar, notice_steps, rules, runs, site
from models import contact_tests as signs
from models import special_work as works
from models import unclear as doubts
from models.calendar import Rhythm
from models.runs import Taken
from models.site import Site
from scheduler import (
    above,
    bureau,
    contact_tests,
    days,
    deadlines,
    digest,
    exemptions,
    expiring,
    hazards,
    incidents,
    ladder,
    notices,
    office_days,
    owed,
    pages,
    patrol,
    periods,
    rota,
    special_work,
    tip_offs,
    tips,
    unclear,
    upward,
    zero,
)
from scheduler.ladder import PATROL, ZERO, Step, moments

log = logging.getLogger(__name__)

Effect = Callable[[Session, datetime, datetime], str]
#: One transaction of a run that takes several: behind a cursor, up to the next, or None when nothing is left.
Page = Callable[[Session, datetime, datetime, int], int | None]

#: How far back missed times are looked for.
HORIZON = timedelta(days=31)
_SOME_DAY = date(2026, 1, 1)


@dataclass(frozen=True)
class Job:
    """One thing that the clock means: when, what, and what becomes of times that were missed."""

    name: str
    at: tuple[time, ...]
    effect: Effect | None = None
    every_missed: bool = False  # else only the latest missed time is made good
    moments: tuple[datetime, ...] = ()  # planned times that lie in rows, as the steps of an open incident
    page: Page | None = None  # instead of an effect: work for more than one transaction

    def slots(self, after: datetime, until: datetime) -> list[datetime]:
        """The planned times after one moment, up to and with another."""
        found: list[datetime] = []
        moment = self.next(after)
        while moment is not None and moment <= until:
            found.append(moment)
            moment = self.next(moment)
        return found

    def next(self, after: datetime) -> datetime | None:
        """The first planned time after a moment."""
        upcoming = [*(_next(clock, after) for clock in self.at), *(one for one in self.moments if one > after)]
        return min(upcoming, default=None)


def _next(clock: time, after: datetime) -> datetime:
    """The next time that a wall clock shows an hour."""
    day = calendar.today(after)
    today = _on(clock, day)
    return today if today > after else _on(clock, day + timedelta(days=1))


@lru_cache(1024)  # every job is asked at every tick
def _on(clock: time, day: date) -> datetime:
    trigger = CronTrigger(hour=clock.hour, minute=clock.minute, timezone=calendar.ZONE)
    found: datetime = trigger.get_next_fire_time(None, calendar.midnight(day))
    return found


@dataclass(frozen=True)
class Timed:
    """The hours of something that is owed, and the ladder that asks for it."""

    rhythm: Rhythm
    steps: tuple[Step, ...]


#: What is owed where no rule says otherwise: the night, and the zero report of a day.
DAY = Rhythm(closes=time(18, 0), cut_off=time(0, 0), by_day=True)
ORDINARY = (Timed(Rhythm(), tuple(PATROL)), Timed(DAY, tuple(ZERO)))


#: What happens at an hour of each day, in the order in which it runs when it falls on the same minute.
DAILY: tuple[Job, ...] = (
    Job("morning.duty", (time(6, 30),), digest.morning_duty),
    Job("morning.leader", (time(8, 0),), digest.morning_leader),
    Job("admin.strangers", (time(8, 20),), digest.strangers),
    Job("morning.officer", (time(8, 20),), page=bureau.lists),
    Job("morning.correction", (time(8, 25),), digest.correction),
    Job("page.correction", (time(14, 5),), pages.correct),
    Job("hazards.missing", (time(8, 40),), page=hazards.ask_missing),
    Job("deadlines", (time(9, 0),), page=deadlines.morning),
    Job("deadlines.leader", (time(9, 0),), deadlines.leaders),
    Job("above", (time(9, 0),), above.morning),
    Job("above.again", (time(15, 0),), above.afternoon),
    Job("expiring", (time(9, 30),), page=expiring.remind),
    Job("deadlines.again", (time(15, 0),), page=deadlines.afternoon),
    Job("contacts.monthly", (time(10, 0),), contact_tests.monthly),
    Job("rota.gaps", (time(10, 0),), rota.ahead),
    Job("rota.begins", (time(17, 0),), rota.begins),
    Job("calendar.missing", (time(10, 0),), office_days.missing),
    Job("tips.look_after", (time(9, 30),), tips.look_after),
    Job("tip_offs", (time(8, 40),), tip_offs.remind),
    Job("incident.watch", (time(10, 0),), upward.last_day),
    Job("tips", (time(10, 0),), tips.push),
    Job("key_period.morning", (periods.MORNING,), page=periods.announce),
    Job("key_period.afternoon", (periods.AFTERNOON,), page=periods.announce),
    Job("exemption.ends", (time(10, 0),), page=exemptions.ends),
)


@lru_cache(8)  # asked at every tick, and the windows hardly ever change
def table(timed: tuple[Timed, ...] = ORDINARY) -> tuple[Job, ...]:
    """The jobs for the windows in force; in the order in which they run when they fall on the same minute."""
    nights = [(one.rhythm.window(_SOME_DAY), one.steps) for one in timed if not one.rhythm.by_day]
    by_day = [(one.rhythm.window(_SOME_DAY), one.steps) for one in timed if one.rhythm.by_day]
    midnight = calendar.midnight(_SOME_DAY)
    opens, cut_offs = (_clocks([getattr(window, at) for window, _ in nights]) for at in ("opens_at", "cut_off_at"))
    day_opens, day_cut_offs = (
        _clocks([midnight, *(getattr(window, at) for window, _ in by_day)]) for at in ("opens_at", "cut_off_at")
    )
    steps = _clocks([moment for window, own in nights for moment in moments(own, window)])
    prompts = _clocks([moment for window, own in by_day for moment in moments(own, window)])
    return (
        Job("night.open", opens, every_missed=True, page=patrol.open_nights),
        Job("night.close", cut_offs, patrol.close_nights, every_missed=True),
        Job("day.close", day_cut_offs, days.close_days, every_missed=True),
        Job("day.open", day_opens, every_missed=True, page=days.open_days),
        Job("outage", (), digest.outage),
        Job("ladder", steps, patrol.climb),
        Job("zero.bureau", prompts, periods.climb),
        Job("owed", prompts, page=owed.climb),
        Job("zero", prompts, page=zero.climb),
        *DAILY,
    )


def _clocks(found: Sequence[datetime]) -> tuple[time, ...]:
    return tuple(sorted({calendar.local(moment).time() for moment in found}))


def in_force(session: Session, now: datetime) -> tuple[Job, ...]:
    """The jobs for the windows in force around a moment; open incidents and questions have their moments in rows."""
    office = site.read(session)
    jobs = table(_timed(session, office, now) or ORDINARY)
    handovers, gaps = rota.moments(session, now)
    tests = signs.moments(session)
    in_rows = (
        Job("incident", (), incidents.climb, moments=incidents.moments(session)),
        Job("incident.upward", (), upward.remind, moments=upward.moments(session)),
        Job("ladder.again", (), patrol.climb, moments=patrol.moments(session)),
        Job("work.end", (), special_work.ask_ends, moments=works.moments(session)),
        Job("unclear", (), unclear.put_on_list, moments=doubts.moments(session)),
        Job("notices", (), page=notices.work, moments=notice_steps.moments(session)),
        Job("contacts.send", (), page=contact_tests.send, moments=tests),
        Job("contacts.tell", (), contact_tests.tell, moments=tests),
        Job("rota.handover", (), rota.handover, moments=handovers),
        Job("rota.soon", (), rota.soon, moments=gaps),
    )
    at_hours = (
        Job("evening", (calendar.clock(office.evening_at),), pages.before_night),
        Job("page", (calendar.clock(office.report_at),), page=pages.send),
    )
    return (*in_rows, *jobs, *at_hours)


def _timed(session: Session, office: Site, now: datetime) -> tuple[Timed, ...]:
    """What is owed around a moment, key periods included: back to where missed times are looked for, a day ahead."""
    today, ladders = calendar.today(now), ladder.in_force(office.ladders)
    found = rules.all_in_force(session, today - HORIZON, today + timedelta(days=1))
    owed = (rule for kind in sorted(found) for rule in found[kind])
    return tuple(dict.fromkeys(Timed(rule.rhythm, tuple(ladders[ladder.of(rule)])) for rule in owed))


def plan(session: Session, jobs: Sequence[Job], now: datetime) -> int:
    """Writes a row for each planned time that has come since the last look; how many are to be run.

    The last look is one row for all jobs, written in the same transaction: a tick with nothing due asks once.
    """
    planned, last = 0, runs.last_beat(session, "planned") or now - timedelta(microseconds=1)
    for job in jobs:
        slots = job.slots(max(last, now - HORIZON), now)
        wanted = slots if job.every_missed else slots[-1:]
        runs.plan(session, job.name, wanted, skipped=slots[: len(slots) - len(wanted)])
        planned += len(wanted)
    runs.beat(session, "planned", now)
    return planned


def run(session: Session, jobs: Sequence[Job], claimed: Taken, now: datetime) -> None:
    """Runs one claimed job run, or the next page of it, and marks it done, in the session's transaction."""
    job = next((one for one in jobs if one.name == claimed.job), None)
    if job is not None and job.page is not None:
        following = job.page(session, claimed.planned_for, now, claimed.cursor)
        if following is not None:
            runs.go_on(session, claimed, following)
            return
    effect = job.effect if job else None
    note = effect(session, claimed.planned_for, now) if effect else ("" if job else "no such job any more")
    runs.done(session, claimed, now, note)


def next_moment(session: Session, jobs: Sequence[Job], now: datetime) -> datetime | None:
    """The next moment at which a job is due; not after it waits, in the past when one waits now."""
    upcoming = [job.next(now) for job in jobs]
    waiting = runs.next_retry(session)
    return min((moment for moment in [*upcoming, waiting] if moment is not None), default=None)


def begin(session: Session, now: datetime) -> None:
    """Lets the clock begin at a moment: what was planned before is not made good, the night that runs is open."""
    runs.beat(session, "planned", now - timedelta(microseconds=1))
