"""What the clock is told: safety knowledge for the groups, and the lists and pages that officers and leaders get."""

from datetime import time
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, field_validator

from bot.config_values import Clock, Section, one_line
from models.site import Site


class Weekday(StrEnum):
    """A day of the week, as the file writes it."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def number(self) -> int:
        """Monday is 0, as Python counts."""
        return list(Weekday).index(self)


Day = Annotated[Weekday, BeforeValidator(lambda value: value.lower() if isinstance(value, str) else value)]
Source = Annotated[str, BeforeValidator(one_line), Field(min_length=2, max_length=60)]


class TipsSection(Section):
    """Safety knowledge sent to the groups."""

    per_day: int = Field(default=1, ge=0, le=2)  # a group hears no more than two unasked messages a day
    sources: tuple[Source, ...] = tuple(Site.tip_sources.split("、"))
    rest_days: int = Field(default=0, ge=0, le=3650)

    @field_validator("sources")
    @classmethod
    def _without_a_comma(cls, sources: tuple[str, ...]) -> tuple[str, ...]:
        for one in sources:
            if "、" in one or "/" in one:
                msg = f'"{one}": one source or host each, as "gov.cn" or the name that stands under 来源'
                raise ValueError(msg)
        return sources


class DigestsSection(Section):
    """The evening state, the weekly and the monthly page."""

    evening_at: Clock = time(17, 30)
    week_starts: Day = Weekday.MONDAY
    report_day: Day = Weekday.MONDAY
    report_at: Clock = time(8, 30)
    month_ends: int = Field(default=0, ge=0, le=28)

    @field_validator("evening_at")
    @classmethod
    def _before_the_night(cls, clock: time) -> time:
        if not time(12, 0) <= clock <= time(21, 0):
            msg = "the state of the evening is told between 12:00 and 21:00"
            raise ValueError(msg)
        return clock

    @field_validator("report_at")
    @classmethod
    def _by_day(cls, clock: time) -> time:
        if not time(8, 0) <= clock <= time(20, 0):
            msg = "pages are sent between 08:00 and 20:00"
            raise ValueError(msg)
        return clock
