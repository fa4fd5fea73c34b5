"""What the office says of itself: its name, its duty phone. Written from the configuration at start."""

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from sqlalchemy import select as core_select
from sqlmodel import Field, Session, SQLModel, col

from models.lookup import Lookup


class Setting(SQLModel, table=True):
    """One fact of the office, so that every room reads the same."""

    key: str = Field(primary_key=True, max_length=64)
    value: str


@dataclass(frozen=True)
class Site:
    """The office as the sentences need it."""

    name: str = "应急值班室"
    duty_phone: str = ""
    trial_nights: int = 7
    public_url: str = ""
    tips_per_day: int = 1
    general_duty_phone: str = ""  # of the county's general duty office 县总值班室
    mute_channels: str = ""  # several with 、: those that write to people and never into a group
    phone_channels: str = ""  # several with 、: those that ring a telephone number of the roll
    tip_sources: str = "gov.cn、应急管理部、国家消防救援局"  # several with 、: whose tips need no officer's approval
    tip_rest_days: int = 0  # after so many days a group may hear a tip again; 0: when it has heard all others
    evening_at: str = "17:30"
    week_starts: int = 0  # Monday is 0
    report_day: int = 0
    report_at: str = "08:30"
    month_ends: int = 0  # the day with which a month of figures ends; 0: the last of the calendar month
    expiring_days: str = "90、30、7"  # so many days before an end is it spoken of
    three_year_classes: str = ""  # several with 、: classes that assess their risks every three years, not yearly
    key_patrol_closes: str = "04:00"
    key_patrol_cut_off: str = "05:00"
    key_zero_at: str = "08:00、17:00"  # several with 、: the zero reports of a day in a key period
    key_banned: str = "动火等作业"
    ladders: str = ""  # the ladders that the office entered, as scheduler/ladder.py writes them; empty: as shipped
    upward_clocks: str = ""  # within how long the county reports incidents, as models/upward.py writes its clocks
    tip_offs_to: str = ""  # several with 、: who alone sees tip-offs; empty: the section heads
    contact_tests: int = 0  # 1: a test of contacts on the first working day of each month
    tip_offs_days: int = 15  # a tip-off without an answer is spoken of after so many days


def sync(session: Session, site: Site) -> None:
    """Writes the configured facts over the stored ones."""
    for field in fields(site):
        session.merge(Setting(key=field.name, value=str(getattr(site, field.name))))


def read(session: Session) -> Site:
    """The office as it stands in the database; defaults where nothing was written."""
    return _as_stored(tuple(_STORED.rows(session)))


_STORED = Lookup(core_select(col(Setting.key), col(Setting.value)).order_by(col(Setting.key)))


@lru_cache(8)  # read at every tick, and the same for months
def _as_stored(stored: tuple[tuple[str, str], ...]) -> Site:
    shipped = vars(Site())
    own: dict[str, Any] = {name: type(shipped[name])(value) for name, value in stored if name in shipped}
    return Site(**own)
