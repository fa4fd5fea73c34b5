"""The figures of a period: the one source of the daily form, the answers about a month and the exports.

A rate is never kept without its two numbers. Duty days are counted from six to six, as docs/UNDERSTANDING.md D.5 has
it, so that what the guard finds at 00:40 stands on the day of its night.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import and_, func, or_
from sqlalchemy import select as core_select
from sqlmodel import Session

from models import calendar, db, ledger, library
from models.hazards import Extension, Hazard, HazardStatus, Level
from models.incidents import Incident, IncidentKind, IncidentStatus
from models.ledger import WHOLE, Standing, Within
from models.obligations import Due, DueStatus, ObligationKind
from models.people import Enterprise
from models.reports import Report

#: When a duty day begins.
SIX = time(6, 0)


def duty_day(moment: datetime) -> date:
    """The duty day of a moment: before six in the morning the day before."""
    return calendar.today(moment - timedelta(hours=SIX.hour))


def moments(start: date, end: date) -> tuple[datetime, datetime]:
    """The first moment of a period of duty days, and the first moment after it."""
    return calendar.at(start, SIX), calendar.at(end + timedelta(days=1), SIX)


@dataclass(frozen=True)
class Ratio:
    """A share with both of its numbers."""

    part: int
    whole: int

    @property
    def percent(self) -> str:
        """91.86%; a share that is not whole is never rounded to 100%, and of nothing there is none."""
        if not self.whole:
            return ""
        exact = Decimal(self.part * 100) / self.whole
        rounded = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
        if rounded == 100 and self.part < self.whole:
            rounded = Decimal("99.99")
        return f"{rounded.normalize():f}%"

    @property
    def share(self) -> float | None:
        """The share as a number between 0 and 1, None of nothing."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True)
class DueCount:
    """How the dues of a period ended; trial nights do not count."""

    counts: Mapping[str, int]
    proxied: int = 0  # of those reported so many by an officer, for somebody who phoned

    def count(self, *states: DueStatus) -> int:
        """How many dues are in these states."""
        return sum(self.counts.get(state, 0) for state in states)

    @property
    def owed(self) -> int:
        """How many reports were expected: all but the exempt."""
        return sum(count for state, count in self.counts.items() if state != DueStatus.EXEMPT)

    @property
    def in_time(self) -> Ratio:
        """The share that came in time."""
        return Ratio(self.count(DueStatus.REPORTED), self.owed)


@dataclass(frozen=True)
class Found:
    """The hazards found in a period, and how many of these are fixed and closed by now."""

    general: int = 0
    general_fixed: int = 0
    major: int = 0
    major_fixed: int = 0
    closed: int = 0
    fixed_then: int = 0  # fixed within the period, whenever they were found
    closed_then: int = 0
    major_closed_then: int = 0

    @property
    def registered(self) -> int:
        """How many were found."""
        return self.general + self.major

    @property
    def rate(self) -> Ratio:
        """How many of those found are fixed."""
        return Ratio(self.general_fixed + self.major_fixed, self.registered)


@dataclass(frozen=True)
class Figures:
    """What a period comes to, as it is known at a moment."""

    start: date
    end: date
    until: datetime  # the end of the period, or now
    nights: date | None  # the last night of the period that has begun
    patrol: DueCount
    zero: DueCount
    found: Found
    standing: Standing  # at that moment
    incidents: int
    pushes: library.Count


def period(session: Session, start: date, end: date, now: datetime, within: Within = WHOLE) -> Figures:
    """The figures of duty days from one to another, both included."""
    begins, ends = moments(start, end)
    until = min(ends, now)
    nights = _last_night(session, start, end)
    return Figures(
        start=start,
        end=end,
        until=until,
        nights=nights,
        patrol=dues(session, ObligationKind.PATROL, start, end, within),
        zero=dues(session, ObligationKind.ZERO, start, end, within),
        found=found(session, begins, ends, within),
        standing=_standing(session, until, min(end, calendar.today(now)), now, within),
        incidents=_incidents(session, begins, ends, within),
        pushes=library.count(session, start, end),
    )


def closed_nights(session: Session, start: date, end: date, now: datetime) -> date | None:
    """The last night of a period that is closed: an open one would make every rate look worse than it is."""
    due = db.table(Due)
    last = (
        core_select(due.c.night)
        .where(due.c.kind == ObligationKind.PATROL.value, due.c.night >= start, due.c.night <= end)
        .where(due.c.cut_off_at <= now)
        .order_by(due.c.night.desc())
        .limit(1)
    )
    found: date | None = session.connection().execute(last).scalar()
    return found


def _last_night(session: Session, start: date, end: date) -> date | None:
    due = db.table(Due)
    begun = core_select(func.max(due.c.night)).where(
        due.c.kind == ObligationKind.PATROL.value, due.c.night >= start, due.c.night <= end
    )
    found: date | None = session.connection().execute(begun).scalar()
    return found


def dues(session: Session, kind: ObligationKind, start: date, end: date, within: Within = WHOLE) -> DueCount:
    """How the dues of a kind ended, of nights or days from one to another."""
    due = db.table(Due)
    bounds = [due.c.kind == kind.value, due.c.night >= start, due.c.night <= end]
    counts = _everybody(session, bounds) if within.everything else _bounded(session, bounds, within)
    return DueCount(counts, _proxied(session, [*bounds, due.c.trial.is_(False)], within))


def _everybody(session: Session, bounds: list[Any]) -> dict[str, int]:
    """Millions of dues are counted in the order of their index; the few of trial nights are then taken off."""
    due = db.table(Due)
    grouped = core_select(due.c.status, func.count()).where(*bounds).group_by(due.c.night, due.c.status)
    counts: dict[str, int] = {}
    for sign, counted in ((1, grouped), (-1, grouped.where(due.c.trial.is_(True)))):
        for status, count in session.connection().execute(counted):
            counts[status] = counts.get(status, 0) + sign * int(count)
    return {status: count for status, count in counts.items() if count}


def _bounded(session: Session, bounds: list[Any], within: Within) -> dict[str, int]:
    due, plant = db.table(Due), db.table(Enterprise)
    theirs = due.c.enterprise_id.in_(core_select(plant.c.id).where(ledger.in_scope(plant, within)))
    counted = core_select(due.c.status, func.count()).where(*bounds, due.c.trial.is_(False), theirs)
    return {status: int(count) for status, count in session.connection().execute(counted.group_by(due.c.status))}


def _proxied(session: Session, bounds: list[Any], within: Within) -> int:
    """Proxy entries are few: they are looked for from the reports, by their own index."""
    due, report = db.table(Due), db.table(Report)
    satisfied = and_(due.c.report_id == report.c.id, due.c.enterprise_id == report.c.enterprise_id)
    joined = _with_plant(report.join(due, satisfied), within)
    counted = core_select(func.count()).select_from(joined).where(report.c.proxy_by.is_not(None))
    return int(session.connection().execute(counted.where(*bounds, *_seen(within))).scalar() or 0)


def _with_plant(rows: Any, within: Within) -> Any:
    plant = db.table(Enterprise)
    return rows if within.everything else rows.join(plant, plant.c.id == db.table(Due).c.enterprise_id)


def _seen(within: Within) -> list[Any]:
    return [] if within.everything else [ledger.in_scope(db.table(Enterprise), within)]


def found(session: Session, begins: datetime, ends: datetime, within: Within = WHOLE) -> Found:
    """The hazards found from one moment up to another; those that were none are left out."""
    hazard = db.table(Hazard)
    there = and_(hazard.c.found_at >= begins, hazard.c.found_at < ends)
    fixed = hazard.c.rectified_at.is_not(None)
    major = hazard.c.level == Level.MAJOR.value
    counted = (
        core_select(
            ledger.total(and_(there, ~major)),
            ledger.total(and_(there, ~major, fixed)),
            ledger.total(and_(there, major)),
            ledger.total(and_(there, major, fixed)),
            ledger.total(and_(there, hazard.c.status == HazardStatus.CLOSED.value)),
            ledger.total(and_(hazard.c.rectified_at >= begins, hazard.c.rectified_at < ends)),
            ledger.total(and_(hazard.c.closed_at >= begins, hazard.c.closed_at < ends)),
            ledger.total(and_(hazard.c.closed_at >= begins, hazard.c.closed_at < ends, major)),
        )
        .select_from(ledger.hazards_of(within))
        .where(hazard.c.status != HazardStatus.VOID.value, *ledger.bounds(within))
    )
    return Found(*(int(one) for one in session.connection().execute(counted).one()))


def _standing(session: Session, until: datetime, day: date, now: datetime, within: Within) -> Standing:
    if until == now:
        return ledger.standing(session, within, day)
    return standing_at(session, until, day, within)


def standing_at(session: Session, until: datetime, day: date, within: Within = WHOLE) -> Standing:
    """How the ledger stood at a moment, overdue by a day; of the present it says what `ledger.standing` says."""
    hazard, asked = db.table(Hazard), db.table(Extension)
    unfixed = or_(hazard.c.rectified_at.is_(None), hazard.c.rectified_at > until)
    open_then = or_(hazard.c.closed_at.is_(None), hazard.c.closed_at > until)
    waited = core_select(asked.c.hazard_id).where(
        asked.c.asked_at <= until, or_(asked.c.decided_at.is_(None), asked.c.decided_at > until)
    )
    pending = hazard.c.id.in_(waited)
    counted = (
        core_select(
            ledger.total(and_(unfixed, hazard.c.level == Level.GENERAL.value)),
            ledger.total(and_(unfixed, hazard.c.level == Level.MAJOR.value)),
            ledger.total(and_(unfixed, hazard.c.deadline < day, ~pending)),
            ledger.total(and_(unfixed, pending)),
            ledger.total(and_(~unfixed, open_then)),
        )
        .select_from(ledger.hazards_of(within))
        .where(hazard.c.status != HazardStatus.VOID.value, hazard.c.found_at <= until, *ledger.bounds(within))
    )
    return Standing(*(int(one) for one in session.connection().execute(counted).one()))


def _incidents(session: Session, begins: datetime, ends: datetime, within: Within) -> int:
    """What happened within a time; a false alarm was none."""
    event, plant = db.table(Incident), db.table(Enterprise)
    rows: Any = event if within.everything else event.join(plant, plant.c.id == event.c.enterprise_id)
    counted = (
        core_select(func.count())
        .select_from(rows)
        .where(
            event.c.kind == IncidentKind.INCIDENT.value,
            event.c.status != IncidentStatus.FALSE_ALARM.value,
            event.c.opened_at >= begins,
            event.c.opened_at < ends,
            *_seen(within),
        )
    )
    return int(session.connection().execute(counted).scalar() or 0)
