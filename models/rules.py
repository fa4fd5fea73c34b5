"""What is owed on which days: rhythms in words of RRULE or cron, and the rules that are in force on a day."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from apscheduler.triggers.cron import CronTrigger
from dateutil.rrule import rrulestr
from sqlalchemy import bindparam
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from models import calendar, db, periods
from models.calendar import Rhythm, Window
from models.lookup import Lookup
from models.obligations import Obligation, ObligationKind
from models.people import Enterprise
from models.periods import KeyPeriod

#: Rhythms with an interval count from here, a Monday; a rule may name its own DTSTART.
EPOCH = date(2024, 1, 1)
#: A rule that names no day for so long never fires.
NEVER = timedelta(days=366 * 6)
_CRON_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")


@lru_cache(256)
def occurrences(recurs: str, start: date, end: date) -> tuple[date, ...]:
    """The days from start to end, both included, that a rhythm names; an empty one names every day.

    RRULE as in RFC 5545 ("FREQ=MONTHLY;BYMONTHDAY=1"), or cron with five fields, of which the days count ("0 0 * * 1"
    is Monday, as cron counts it: 0 and 7 are Sunday). Raises ValueError for anything else.
    """
    if not recurs:
        return tuple(start + timedelta(days=ahead) for ahead in range((end - start).days + 1))
    if "FREQ=" in recurs.upper():
        begins = datetime.combine(EPOCH, time(0, 0))
        ruled = rrulestr(recurs, dtstart=None if "DTSTART" in recurs.upper() else begins)
        found = ruled.between(datetime.combine(start, time(0, 0)), datetime.combine(end, time(23, 59)), inc=True)
        return tuple(sorted({moment.date() for moment in found}))
    return _by_cron(recurs, start, end)


def _by_cron(recurs: str, start: date, end: date) -> tuple[date, ...]:
    fields = recurs.split()
    if len(fields) != 5:
        raise ValueError(f"{recurs!r} is neither an RRULE nor the five fields of cron")
    _, _, day, month, weekday = fields
    # APScheduler counts weekday 0 as Monday; whoever writes cron means Sunday
    named = re.sub(r"(?<![/\d])[0-7](?!\d)", lambda match: _CRON_DAYS[int(match.group())], weekday.lower())
    trigger = CronTrigger(day=day, month=month, day_of_week=named, hour=0, minute=0, timezone=calendar.ZONE)
    found: list[date] = []
    moment = trigger.get_next_fire_time(None, calendar.midnight(start))
    while moment is not None and moment.date() <= end:
        found.append(moment.date())
        moment = trigger.get_next_fire_time(moment, moment + timedelta(seconds=1))
    return tuple(found)


def fault(recurs: str, today: date = EPOCH) -> str:
    """What is wrong with a rhythm, as a sentence; empty when it names days."""
    try:
        found = _first(recurs, today)
    except (ValueError, TypeError) as error:
        return f"{recurs!r} cannot be read as RRULE or cron: {error}"
    return "" if found else f"{recurs!r} never fires: it names no day within six years"


def _first(recurs: str, today: date) -> date | None:
    for years in (1, 2, 6):
        found = occurrences(recurs, today, min(today + timedelta(days=366 * years), today + NEVER))
        if found:
            return found[0]
    return None


_NIGHT = Rhythm()


@dataclass(frozen=True)
class Rule:
    """A rule as it is in force on a day: of a class of enterprises, one of the reports of that day."""

    kind: str
    class_name: str = ""
    slot: str = ""
    rhythm: Rhythm = _NIGHT
    owes: bool = True
    workdays: bool = False
    recurs: str = ""
    until_next: bool = False
    key_period: bool = False
    title: str = ""
    everybody: bool = False

    def owed_on(self, day: date) -> bool:
        """Whether this rule asks for a report of a day."""
        if not self.owes or (self.workdays and not calendar.is_workday(day)):
            return False
        return not self.recurs or day in occurrences(self.recurs, day, day)

    def window(self, day: date) -> Window:
        """The window of a day; one that lasts until the rule names the next day ends on the day before it."""
        return _window(self.rhythm, day, self._last(day))

    def _last(self, day: date) -> date | None:
        if not self.until_next:
            return None
        following = _first(self.recurs, day + timedelta(days=1))
        return following - timedelta(days=1) if following else None


@lru_cache(4096)  # every message asks again how the windows of its night and day lie
def _window(rhythm: Rhythm, day: date, last: date | None) -> Window:
    return rhythm.window(day, last)


_CLOCKS = ("opens", "closes", "cut_off", "made_up_until", "by_day")
_REST = ("owes", "workdays", "recurs", "until_next", "title", "everybody")
_STORED = db.table(Obligation).c
_EVERY = core_select(*(_STORED[name] for name in ("kind", "class_name", "slot", *_CLOCKS, *_REST))).order_by(
    _STORED.kind, _STORED.class_name, _STORED.slot
)
_ALL = Lookup(_EVERY)
_OF_KIND = Lookup(_EVERY.where(_STORED.kind == bindparam("kind")))


def of_kind(session: Session, kind: str) -> Sequence[Rule]:
    """The rules of a kind on ordinary days; the one for all other classes first."""
    return [_ordinary(*row) for row in _OF_KIND.rows(session, kind=str(kind))]


@lru_cache(512)
def _ordinary(kind: str, class_name: str, slot: str, *rest: Any) -> Rule:
    opens, closes, cut_off, made_up_until = (calendar.clock(one) for one in rest[:4])
    rhythm = Rhythm(opens, closes, cut_off, made_up_until, by_day=rest[4])
    return Rule(kind, class_name, slot, rhythm, **dict(zip(_REST, rest[len(_CLOCKS) :], strict=True)))


def in_force(session: Session, kind: str, day: date) -> Sequence[Rule]:
    """The rules of a kind on a day, or for the night that begins on it: those of a key period while one is on."""
    return on(session, of_kind(session, kind), day)


def on(session: Session, ordinary: Sequence[Rule], day: date) -> Sequence[Rule]:
    """What becomes of the ordinary rules of a kind on a day."""
    if not any(rule.kind in (ObligationKind.PATROL, ObligationKind.ZERO) for rule in ordinary):
        return ordinary
    period = periods.at(session, day)
    return [changed for rule in ordinary for changed in in_period(rule, period)] if period else ordinary


def in_period(rule: Rule, period: KeyPeriod) -> list[Rule]:
    """What a key period makes of a rule: other hours by night, a zero report at each of its hours."""
    if not rule.owes:
        return [rule]
    if rule.kind == ObligationKind.PATROL:
        return [replace(rule, rhythm=period.night(rule.rhythm), key_period=True)]
    if rule.kind != ObligationKind.ZERO:
        return [rule]
    return [
        replace(rule, slot=hours.closes.strftime("%H:%M"), rhythm=hours, workdays=False, key_period=True)
        for hours in period.zeros()
    ]


def kinds(session: Session) -> Sequence[str]:
    """Every kind of which there is a rule."""
    return session.exec(select(Obligation.kind).distinct().order_by(col(Obligation.kind))).all()


def for_class(found: Sequence[Rule], class_name: str) -> list[Rule]:
    """Of rules those that hold for a class: its own, else those of all others; none when it owes nothing."""
    own = [rule for rule in found if rule.class_name == class_name] or [rule for rule in found if not rule.class_name]
    return [rule for rule in own if rule.owes]


def for_plant(session: Session, plant: Enterprise, kind: str, day: date) -> list[Rule]:
    """What an enterprise owes of a kind on a day."""
    return for_class(in_force(session, kind, day), plant.class_name)


def all_in_force(session: Session, start: date, end: date) -> Mapping[str, tuple[Rule, ...]]:
    """The rules of each kind that are in force on some day of a span: the ordinary ones and those of key periods."""
    touched = periods.between(session, start, end)
    found: dict[str, list[Rule]] = {}
    for row in _ALL.rows(session):
        rule = _ordinary(*row)
        if rule.owes:
            found.setdefault(rule.kind, []).append(rule)
    return {kind: tuple(dict.fromkeys([*own, *_changed(own, touched)])) for kind, own in found.items()}


def _changed(ordinary: Sequence[Rule], touched: Sequence[KeyPeriod]) -> list[Rule]:
    return [one for period in touched for rule in ordinary for one in in_period(rule, period)]
