"""What the clock is told: safety knowledge for the groups, and the lists and pages that officers and leaders get."""

from collections import Counter
from datetime import time
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from bot.config_values import Clock, Section, http_address, one_line, secret
from models.site import Site
from models.upward import COUNTY, Manner
from models.upward import Clock as UpwardClock
from models.weather import Colour


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


ClassName = Annotated[str, BeforeValidator(one_line), Field(min_length=1, max_length=40)]


class ExpiringSection(Section):
    """What expires on an entered date."""

    days: tuple[Annotated[int, Field(ge=1, le=365)], ...] = (90, 30, 7)
    three_year_classes: tuple[ClassName, ...] = ()

    @field_validator("days")
    @classmethod
    def _each_once(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        if len(set(days)) < len(days) or len(days) > 6:
            msg = "up to six numbers of days, each once, as [90, 30, 7]"
            raise ValueError(msg)
        return tuple(sorted(days, reverse=True))


Office = Annotated[str, BeforeValidator(one_line), Field(min_length=1, max_length=40)]
Words = Annotated[str, BeforeValidator(one_line), Field(max_length=40)]


class IncidentClockSection(Section):
    """The county's own minutes, or those of a document, for reporting an incident."""

    sender: Office = Field(default=COUNTY, alias="from")
    receiver: Office = Field(alias="to")
    manner: Literal["", "phone", "written"] = ""
    kind: Literal["", "火灾", "爆炸", "中毒", "泄漏", "人员受伤", "坍塌", "交通事故"] = ""  # as it is read
    level: Literal["", "一般", "较大", "重大", "特别重大"] = ""
    minutes: int | None = Field(default=None, ge=1, le=1440)
    days: int | None = Field(default=None, ge=1, le=365)
    document: Annotated[str, BeforeValidator(one_line), Field(max_length=120)] = ""
    article: Words = ""

    @model_validator(mode="after")
    def _one_of_both(self) -> "IncidentClockSection":
        if (self.minutes is None) == (self.days is None):
            msg = "write minutes (until it is reported) or days (how long changed casualties are), one of both"
            raise ValueError(msg)
        return self

    @property
    def clock(self) -> UpwardClock:
        """The row that it becomes."""
        return UpwardClock(
            sender=self.sender,
            receiver=self.receiver,
            manner=Manner(self.manner),
            kind=self.kind,
            level=self.level,
            minutes=self.minutes,
            days=self.days,
            document=self.document,
            article=self.article,
        )


class IncidentSection(Section):
    """Incidents: within how long they are reported upward."""

    clocks: tuple[IncidentClockSection, ...] = ()

    @field_validator("clocks")
    @classmethod
    def _each_once(cls, clocks: tuple[IncidentClockSection, ...]) -> tuple[IncidentClockSection, ...]:
        seen = Counter(one.clock.key for one in clocks)
        for one in clocks:
            if seen[one.clock.key] > 1:
                msg = f"from {one.sender} to {one.receiver} stands twice with the same manner, kind and level"
                raise ValueError(msg)
        return clocks


Name = Annotated[str, BeforeValidator(one_line), Field(min_length=2, max_length=20)]


class RotaSection(Section):
    """The rota."""

    monthly_test: bool = False


class TipOffsSection(Section):
    """Who alone sees tip-offs, and how long one may wait for its answer."""

    appointed: tuple[Name, ...] = ()
    answer_days: int = Field(default=15, ge=1, le=180)

    @field_validator("appointed")
    @classmethod
    def _names(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if any("、" in one for one in names):
            msg = 'one name each, as ["赵静", "周宁"]'
            raise ValueError(msg)
        return names


Word = Annotated[str, BeforeValidator(one_line), Field(min_length=1, max_length=20)]


class WeatherSection(Section):
    """A kind of weather of the office's own, or what differs from the shipped one of that name."""

    name: Word
    aliases: tuple[Word, ...] | None = None
    colours: tuple[Colour, ...] | None = None
    text: Annotated[str, BeforeValidator(one_line), Field(max_length=60)] | None = None
    checks: tuple[Word, ...] | None = None
    goods: tuple[Word, ...] | None = None
    places: tuple[Word, ...] | None = None
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] | None = None
    off: bool = False

    @model_validator(mode="after")
    def _sayable(self) -> "WeatherSection":
        parts = (self.aliases, self.checks, self.goods, self.places)
        if any("、" in one for one in (self.name, *(word for part in parts for word in part or ()))):
            msg = 'one word each, as ["乙醇", "丙酮"]'
            raise ValueError(msg)
        if self.colours == ():
            msg = 'colours: at least one of "蓝", "黄", "橙", "红"'
            raise ValueError(msg)
        return self

    @property
    def entered(self) -> dict[str, Any]:
        """What the file says of it."""
        return self.model_dump(mode="json", exclude_none=True)


class WatchSection(Section):
    """The watcher of the bot: an address outside that hears from it while all is well."""

    heartbeat_url: Annotated[str, BeforeValidator(secret), Field(repr=False), AfterValidator(http_address)] = ""
    heartbeat_post: bool = False
