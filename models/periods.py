"""KeyPeriod 重点时段: other hours and more reports between two dates; begins and ends by itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import bindparam, select
from sqlmodel import Field, Session, SQLModel, col

from models import calendar, db
from models.calendar import Rhythm
from models.lookup import LookupOf

#: From so long before the hour of a zero report it can be stated, and so long after it is late, not missed.
OPENS_BEFORE, LATE_FOR = timedelta(minutes=60), timedelta(minutes=60)
#: What is shipped (docs/WORDING.md 1 and 2); an office enters others in [key_period].
PATROL_CLOSES, PATROL_CUT_OFF, ZERO_AT = "04:00", "05:00", "08:00、17:00"


class KeyPeriod(SQLModel, table=True):
    """Days from ``starts`` to ``ends``, both included, with the document that they rest on."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(default="重点时段", max_length=40)
    document: str = Field(default="", max_length=120)
    starts: date = Field(index=True)
    ends: date = Field(index=True)
    patrol_closes: str = Field(default=PATROL_CLOSES, max_length=5)
    patrol_cut_off: str = Field(default=PATROL_CUT_OFF, max_length=5)
    zero_at: str = Field(default=ZERO_AT, max_length=120)  # several with 、
    banned: str = Field(default="", max_length=200)  # the work that should wait, in the office's words
    entered_by: int | None = Field(default=None, foreign_key="person.id")
    entered_at: datetime
    cancelled_at: datetime | None = None

    @property
    def zero_hours(self) -> list[time]:
        """The hours at which a zero report is due, the earliest first."""
        return sorted(calendar.clock(one) for one in self.zero_at.split("、") if one)

    def night(self, ordinary: Rhythm) -> Rhythm:
        """The hours of a night in this period; who begins in the evening still does."""
        closes, cut_off = calendar.clock(self.patrol_closes), calendar.clock(self.patrol_cut_off)
        return replace(ordinary, closes=closes, cut_off=cut_off)

    def zeros(self) -> list[Rhythm]:
        """The hours of each zero report of a day; each can be made up until the next one opens, the last until 0:00."""
        hours = self.zero_hours
        opens = [_shifted(hour, -OPENS_BEFORE) for hour in hours]
        return [
            Rhythm(opens[number], hour, _shifted(hour, LATE_FOR), [*opens, time(0, 0)][number + 1], by_day=True)
            for number, hour in enumerate(hours)
        ]


def _shifted(clock: time, by: timedelta) -> time:
    return (datetime.combine(date(2026, 1, 2), clock) + by).time()


_TOUCHING = select(KeyPeriod).where(
    col(KeyPeriod.starts) <= bindparam("end"),
    col(KeyPeriod.ends) >= bindparam("start"),
    col(KeyPeriod.cancelled_at).is_(None),
)
_HOLDING: LookupOf[KeyPeriod] = LookupOf(_TOUCHING.order_by(col(KeyPeriod.id).desc()))
_BETWEEN: LookupOf[KeyPeriod] = LookupOf(_TOUCHING.order_by(col(KeyPeriod.starts), col(KeyPeriod.id)))


def at(session: Session, day: date) -> KeyPeriod | None:
    """The key period that holds a day, or the night that begins on it; of several the one that was entered last."""
    return _HOLDING.first(session, start=day, end=day)


def between(session: Session, start: date, end: date) -> Sequence[KeyPeriod]:
    """The key periods that touch a span of days, the earliest first."""
    return _BETWEEN.all(session, start=start, end=end)


def enter(session: Session, period: KeyPeriod) -> int:
    """Keeps a key period; its number."""
    session.add(period)
    session.flush()
    return db.row_id(period.id)
