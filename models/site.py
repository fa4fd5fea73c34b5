"""What the office says of itself: its name, its duty phone. Written from the configuration at start."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from sqlmodel import Field, Session, SQLModel, select


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


def sync(session: Session, site: Site) -> None:
    """Writes the configured facts over the stored ones."""
    for field in fields(site):
        session.merge(Setting(key=field.name, value=str(getattr(site, field.name))))


def read(session: Session) -> Site:
    """The office as it stands in the database; defaults where nothing was written."""
    stored: Mapping[str, str] = {row.key: row.value for row in session.exec(select(Setting))}
    return Site(
        name=stored.get("name", Site.name),
        duty_phone=stored.get("duty_phone", Site.duty_phone),
        trial_nights=int(stored.get("trial_nights", Site.trial_nights)),
        public_url=stored.get("public_url", Site.public_url),
        tips_per_day=int(stored.get("tips_per_day", Site.tips_per_day)),
        general_duty_phone=stored.get("general_duty_phone", Site.general_duty_phone),
        mute_channels=stored.get("mute_channels", Site.mute_channels),
        phone_channels=stored.get("phone_channels", Site.phone_channels),
    )
