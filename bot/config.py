"""The configuration: a TOML file becomes typed sections, and all its faults are told at once."""

import tomllib
from collections import Counter
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator

from bot.channels.base import ChannelSettings
from bot.config_channels import AnyChannel, settings
from bot.config_clock import (
    DigestsSection,
    ExpiringSection,
    IncidentSection,
    RotaSection,
    TipOffsSection,
    TipsSection,
    WatchSection,
    WeatherSection,
)
from bot.config_faults import ConfigFaults, several, told
from bot.config_ladders import KeyPeriodSection, LadderSection
from bot.config_obligations import ObligationSection, twice
from bot.config_values import Address, Clock, Secret, Section, beside, loopback
from bot.weather import profiles as weather_kinds
from models import upward
from models.calendar import Rhythm
from models.errors import Refused
from models.obligations import Obligation, zero_rules
from models.site import Site
from scheduler import ladder

#: The kinds of channel that never say anything in a group.
MUTE = {"gateway", "official_account", "wecom_archive", "wecom_kf"}
CONSOLE_EXPOSED = (
    "the console channel lets one person speak as anybody, so it may only listen on this machine: "
    'set web.host = "127.0.0.1", or take the console out of [[channels]]'
)


class SiteSection(Section):
    """The office."""

    name: str = Field(default="应急值班室", min_length=1, max_length=40)
    timezone: Literal["Asia/Shanghai"] = "Asia/Shanghai"
    duty_phone: str = ""
    general_duty_phone: str = ""


class DatabaseSection(Section):
    """Where the ledger lies."""

    url: Secret = "sqlite:///var/yexun.db"

    @field_validator("url")
    @classmethod
    def _of_a_kind_we_know(cls, url: str, info: ValidationInfo) -> str:
        if url.startswith("postgresql+psycopg://"):
            return url
        path = url.removeprefix("sqlite:///")
        if path == url or path in {"", ":memory:"}:
            raise ValueError("write sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME")
        return f"sqlite:///{beside(path, info)}"


class MediaSection(Section):
    """Where photos and videos lie, and how much of them is taken in."""

    url: str = "file:var/media"
    max_file_mb: int = Field(default=200, gt=0)
    max_night_gb: float = Field(default=20, gt=0)

    @model_validator(mode="before")
    @classmethod
    def _on_disk(cls, section: Any) -> Any:
        url = section.get("url") if isinstance(section, Mapping) else None
        if isinstance(url, str) and url.startswith("s3://"):
            raise ValueError('object storage (s3://) is not built yet; write url = "file:FOLDER"')
        return section

    @field_validator("url")
    @classmethod
    def _a_folder(cls, url: str, info: ValidationInfo) -> str:
        path = url.removeprefix("file:")
        if path in {url, ""}:
            raise ValueError("write file:FOLDER")
        return f"file:{beside(path, info)}"

    @property
    def folder(self) -> Path:
        """The folder of the media store."""
        return Path(self.url.removeprefix("file:"))


class WebSection(Section):
    """What the service listens on."""

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: Address = ""


class ClassSection(Section):
    """What differs for one class of enterprises."""

    owes: bool = True
    opens: Clock | None = None
    closes: Clock | None = None
    cut_off: Clock | None = None
    made_up_until: Clock | None = None


class PatrolSection(Section):
    """The rhythm of the nightly patrol."""

    opens: Clock = Rhythm.opens
    closes: Clock = Rhythm.closes
    cut_off: Clock = Rhythm.cut_off
    made_up_until: Clock = Rhythm.made_up_until
    trial_nights: int = Field(default=7, ge=0, le=90)
    classes: dict[str, ClassSection] = Field(default_factory=dict, alias="class")

    @property
    def rhythms(self) -> dict[str, Rhythm | None]:
        """Class name to its rhythm, None where it owes nothing; the empty name is the rule of all others."""
        times = {name: getattr(self, name) for name in ("opens", "closes", "cut_off", "made_up_until")}
        found: dict[str, Rhythm | None] = {"": Rhythm(**times)}
        for class_name, own in self.classes.items():
            changed = own.model_dump(exclude={"owes"}, exclude_none=True)
            found[class_name] = Rhythm(**(times | changed)) if own.owes else None
        return found

    @model_validator(mode="after")
    def _in_order(self) -> "PatrolSection":
        faults = {
            f".class.{class_name}" if class_name else "": "; ".join(rhythm.faults())
            for class_name, rhythm in self.rhythms.items()
            if rhythm and rhythm.faults()
        }
        if faults:
            raise several(faults)
        return self


class ZeroSection(Section):
    """The zero report of working days."""

    owes: bool = True
    closes: Clock = time(18, 0)


class Config(Section):
    """The whole configuration; every key has its sentence in config.example.toml."""

    site: SiteSection = SiteSection()
    database: DatabaseSection  # parse gives it a table: its default is a path that begins at the folder
    media: MediaSection
    web: WebSection = WebSection()
    patrol: PatrolSection = PatrolSection()
    zero: ZeroSection = ZeroSection()
    tips: TipsSection = TipsSection()
    weather: tuple[WeatherSection, ...] = ()
    digests: DigestsSection = DigestsSection()
    expiring: ExpiringSection = ExpiringSection()
    incident: IncidentSection = IncidentSection()
    rota: RotaSection = RotaSection()
    tip_offs: TipOffsSection = TipOffsSection()
    watch: WatchSection = WatchSection()
    key_period: KeyPeriodSection = KeyPeriodSection()
    ladder: LadderSection = LadderSection()
    obligations: tuple[ObligationSection, ...] = ()
    channels: tuple[AnyChannel, ...] = ()

    @property
    def office(self) -> Site:
        """What the sentences need of it."""
        mute = [one.name for one in self.channels if one.kind in MUTE]
        return Site(
            name=self.site.name,
            duty_phone=self.site.duty_phone,
            trial_nights=self.patrol.trial_nights,
            public_url=self.web.public_url,
            tips_per_day=self.tips.per_day,
            tip_sources="、".join(self.tips.sources),
            tip_rest_days=self.tips.rest_days,
            evening_at=f"{self.digests.evening_at:%H:%M}",
            week_starts=self.digests.week_starts.number,
            report_day=self.digests.report_day.number,
            report_at=f"{self.digests.report_at:%H:%M}",
            month_ends=self.digests.month_ends,
            expiring_days="、".join(str(one) for one in self.expiring.days),
            three_year_classes="、".join(self.expiring.three_year_classes),
            upward_clocks=upward.written([one.clock for one in self.incident.clocks]),
            tip_offs_to="、".join(self.tip_offs.appointed),
            tip_offs_days=self.tip_offs.answer_days,
            key_patrol_closes=f"{self.key_period.patrol_closes:%H:%M}",
            key_patrol_cut_off=f"{self.key_period.patrol_cut_off:%H:%M}",
            key_zero_at=self.key_period.zeros,
            key_banned=self.key_period.banned,
            ladders=ladder.dump(self.ladder.entered),
            general_duty_phone=self.site.general_duty_phone,
            mute_channels="、".join(mute),
            phone_channels="、".join(one.name for one in self.channels if one.kind == "gateway"),
            contact_tests=int(self.rota.monthly_test),
        )

    @property
    def zero_rules(self) -> dict[str, Rhythm | None]:
        """Class name to the rhythm of its zero report, None where it owes none."""
        return zero_rules(self.patrol.rhythms, self.zero.closes) if self.zero.owes else {}

    @property
    def entered(self) -> list[Obligation]:
        """What the office entered besides the nightly round and the zero report."""
        return [row for one in self.obligations for row in one.rows]

    @property
    def profiles(self) -> list[dict[str, str]]:
        """The kinds of weather as rows keep them."""
        return weather_kinds([one.entered for one in self.weather])

    @property
    def channel_settings(self) -> list[ChannelSettings]:
        """Each channel as its maker takes it; secrets are resolved."""
        return [settings(one) for one in self.channels]

    def console_exposed(self) -> bool:
        """Whether somebody elsewhere could speak as anybody; `serve` then refuses with CONSOLE_EXPOSED."""
        return any(one.kind == "console" for one in self.channels) and not loopback(self.web.host)


def load(path: Path) -> Config:
    """Reads a configuration file; raises ConfigFaults with everything that is wrong in it."""
    try:
        raw = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError as error:
        raise Refused(f"there is no {path}: copy config.example.toml to it, or name another with --config") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigFaults([f"{path} cannot be read: {error}"]) from error
    return parse(raw, path.parent)


def parse(raw: Mapping[str, Any], folder: Path) -> Config:
    """A configuration from what stands in the file; relative paths begin at the folder."""
    faults = _namesakes(raw) + twice(raw.get("obligations"))
    try:
        config = Config.model_validate({"database": {}, "media": {}} | dict(raw), context={"folder": folder})
    except ValidationError as error:
        raise ConfigFaults(told(error, Config) + faults) from error
    if faults:
        raise ConfigFaults(faults)
    return config


def _namesakes(raw: Mapping[str, Any]) -> list[str]:
    channels = raw.get("channels")
    tables = [one for one in channels if isinstance(one, Mapping)] if isinstance(channels, list) else []
    seen = Counter(str(one["name"]) for one in tables if "name" in one)
    return [f'channels: the name "{name}" stands {times} times' for name, times in seen.items() if times > 1]
