"""Duty nights, windows, quiet hours: the only room that knows Asia/Shanghai besides the wording. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

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

    def window(self, night: date) -> "Window":
        """The four moments of one night."""
        return Window(
            opens_at=_of_night(night, self.opens),
            closes_at=_of_night(night, self.closes),
            cut_off_at=_of_night(night, self.cut_off),
            made_up_until=at(night + timedelta(days=1), self.made_up_until),
        )

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


def _of_night(night: date, clock: time) -> datetime:
    return at(night if clock > NOON else night + timedelta(days=1), clock)


def quiet(moment: datetime) -> bool:
    """Whether office matters must wait: 21:30 to 07:30 and 12:30 to 14:00 (docs/WORDING.md 1)."""
    now = local(moment).time()
    return now >= time(21, 30) or now < time(7, 30) or time(12, 30) <= now < time(14, 0)


def after_quiet(moment: datetime) -> datetime:
    """The first moment, now or later, at which office matters may be said."""
    if not quiet(moment):
        return moment
    today = local(moment).date()
    ends = (at(today + timedelta(days=day), end) for day in (0, 1) for end in (time(7, 30), time(14, 0)))
    return next(end for end in ends if end > moment)


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week that holds a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)
