"""Duty nights, windows, working days, quiet hours: the only room that knows Asia/Shanghai besides the wording. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import chinese_calendar

ZONE = ZoneInfo("Asia/Shanghai")
NOON = time(12, 0)

#: Nobody's sent time counts as later than this after we received it (docs/DECISIONS.md, Time and the night).
SKEW = timedelta(minutes=2)


def local(moment: datetime) -> datetime:
    """The moment as people at the duty desk read it."""
    return moment.astimezone(ZONE)


def at(day: date, clock: time) -> datetime:
    """A local wall time as an aware moment."""
    return datetime.combine(day, clock, tzinfo=ZONE)


def midnight(day: date) -> datetime:
    """The first moment of a local day."""
    return at(day, time(0, 0))


def clock(text: str) -> time:
    """ "03:30" as a time; raises ValueError for anything else."""
    hour, _, minute = text.partition(":")
    return time(int(hour), int(minute))


def night_of(moment: datetime) -> date:
    """The duty night that a moment belongs to, named by the date on which it began; it changes at noon."""
    here = local(moment)
    return here.date() if here.time() >= NOON else here.date() - timedelta(days=1)


def counted_time(sent: datetime, received: datetime) -> datetime:
    """The time that decides about a window: the platform's, never later than the receipt plus two minutes."""
    return min(sent, received + SKEW)


@dataclass(frozen=True)
class Rhythm:
    """The wall times of a nightly obligation; a time after noon lies on the evening that names the night."""

    opens: time = time(0, 0)
    closes: time = time(5, 0)
    cut_off: time = time(6, 0)
    made_up_until: time = time(12, 0)
    by_day: bool = False  # a duty of a day: it opens and closes on the day that names it

    def window(self, night: date, last: date | None = None) -> "Window":
        """The four moments of one night, or of one day; a day's cut-off at 0:00 is the midnight that ends it.

        What lasts several days closes on the last of them.
        """
        if self.by_day:
            return self._day(night, last or night)
        return Window(
            opens_at=_of_night(night, self.opens),
            closes_at=_of_night(night, self.closes),
            cut_off_at=_of_night(night, self.cut_off),
            made_up_until=at(night + timedelta(days=1), self.made_up_until),
        )

    def _day(self, day: date, last: date) -> "Window":
        """What can be made up until an hour behind the cut-off can be on the same day, else on the next."""
        closes, cut_off = at(last, self.closes), _behind(at(last, self.closes), self.cut_off)
        return Window(at(day, self.opens), closes, cut_off, _behind(cut_off, self.made_up_until))

    def faults(self) -> list[str]:
        """What is wrong with the order of the four times, as sentences; empty when they are right."""
        window = self.window(date(2026, 1, 1))
        ordered = window.opens_at < window.closes_at <= window.cut_off_at <= window.made_up_until
        return [] if ordered else ["opens < closes <= cut_off <= made_up_until does not hold"]


@dataclass(frozen=True)
class Window:
    """When a due opens, is in time, is late, and can still be made up; all aware."""

    opens_at: datetime
    closes_at: datetime
    cut_off_at: datetime
    made_up_until: datetime

    def holds(self, moment: datetime) -> bool:
        """Whether something sent at a moment can still count for this night."""
        return self.opens_at <= moment < self.made_up_until


def _behind(moment: datetime, clock: time) -> datetime:
    """The first time, not before a moment, at which a wall clock shows an hour."""
    here = at(local(moment).date(), clock)
    return here if here >= moment else at(local(moment).date() + timedelta(days=1), clock)


def _of_night(night: date, clock: time) -> datetime:
    return at(night if clock > NOON else night + timedelta(days=1), clock)


#: 21:30 to 07:30 and 12:30 to 14:00 are quiet (docs/WORDING.md 1).
MORNING, NOON_BEGINS, NOON_ENDS, NIGHT_BEGINS = time(7, 30), time(12, 30), time(14, 0), time(21, 30)


def quiet(moment: datetime) -> bool:
    """Whether office matters must wait: by night, at noon, and all day on days without work (docs/WORDING.md 1)."""
    here = local(moment)
    now = here.time()
    by_clock = now >= NIGHT_BEGINS or now < MORNING or NOON_BEGINS <= now < NOON_ENDS
    return by_clock or not is_workday(here.date())


def after_quiet(moment: datetime) -> datetime:
    """The first moment, now or later, at which office matters may be said."""
    if not quiet(moment):
        return moment
    today = local(moment).date()
    day = today if is_workday(today) else next_workday(today)
    ends = [at(day, MORNING), at(day, NOON_ENDS), at(next_workday(day), MORNING)]
    return next(end for end in ends if end > moment)


def after_night(moment: datetime) -> datetime:
    """The first moment, now or later, that is not between 21:30 and 07:30: for what cannot wait for a working day."""
    here = local(moment)
    if here.time() >= NIGHT_BEGINS:
        return at(here.date() + timedelta(days=1), MORNING)
    return at(here.date(), MORNING) if here.time() < MORNING else moment


@dataclass(frozen=True)
class OwnDay:
    """What the office itself says of a day: whether it works, and how the day is called."""

    works: bool
    name: str = ""


@dataclass
class _Office:
    """The office's own days; the one thing here that changes while a process runs."""

    days: Mapping[date, OwnDay] = field(default_factory=dict)


_office = _Office()


def adopt(days: Mapping[date, OwnDay]) -> None:
    """Puts the office's own days over the published ones, in place of all that were adopted before."""
    _office.days = dict(days)


def is_workday(day: date) -> bool:
    """Whether the office works on a day: by its own table, else as published, 调休 included."""
    own = _office.days.get(day)
    return _published(day) if own is None else own.works


@cache
def _published(day: date) -> bool:
    """As the State Council published it; Monday to Friday in years whose holidays are not known yet."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # the State Council publishes a year's holidays in the November before
        return day.weekday() < 5


#: The feasts of a year fall into at least so many of its months: fewer in the own table are not all of them.
_MONTHS_OF_FEASTS = 4


def known(year: int) -> bool:
    """Whether the holidays of a year are known: published, or entered by the office for the feasts of the year."""
    try:
        chinese_calendar.is_workday(date(year, 12, 31))
    except NotImplementedError:
        off = {day.month for day, own in _office.days.items() if day.year == year and not own.works}
        return len(off) >= _MONTHS_OF_FEASTS
    return True


DECEMBER = 12


def unknown_years(today: date) -> list[int]:
    """The years whose holidays are missing and needed: the running one, and from December the coming one."""
    years = [today.year, today.year + 1] if today.month == DECEMBER else [today.year]
    return [year for year in years if not known(year)]


def next_workday(day: date) -> date:
    """The first working day after a day."""
    later = day + timedelta(days=1)
    while not is_workday(later):
        later += timedelta(days=1)
    return later


def last_workday(day: date) -> date:
    """The last working day before a day."""
    earlier = day - timedelta(days=1)
    while not is_workday(earlier):
        earlier -= timedelta(days=1)
    return earlier


def add_workdays(day: date, count: int) -> date:
    """The working day so many working days after a day."""
    for _ in range(count):
        day = next_workday(day)
    return day


def today(moment: datetime) -> date:
    """The calendar day of a moment."""
    return local(moment).date()


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week that holds a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def holiday(name: str, year: int) -> tuple[date, date] | None:
    """The first and last day off of a statutory holiday by its English name; None in years that are not known yet."""
    days = [day for day, what in chinese_calendar.constants.holidays.items() if day.year == year and what == name]
    return (min(days), max(days)) if days else None


def own_holiday(called: str, year: int) -> tuple[date, date] | None:
    """The first and last day off that the office itself entered under a name, however it goes on (国庆, 国庆节)."""
    off = [day for day, own in _office.days.items() if not own.works and own.name.startswith(called)]
    days = [day for day in off if day.year == year]
    return (min(days), max(days)) if days else None


def own_day(day: date) -> OwnDay | None:
    """What the office itself says of a day."""
    return _office.days.get(day)
