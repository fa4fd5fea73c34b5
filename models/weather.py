"""WeatherProfile: what a heat, a frost or a storm means for whom; rows written from the configuration at start."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from sqlalchemy import delete
from sqlmodel import Field, Session, SQLModel, col, select

from models import db


class Colour(StrEnum):
    """How grave a warning is, as the weather service paints it."""

    BLUE = "蓝"
    YELLOW = "黄"
    ORANGE = "橙"
    RED = "红"


#: These are told at once, by night too; the others stand in the tip of the day.
LOUD = (Colour.ORANGE, Colour.RED)


class WeatherProfile(SQLModel, table=True):
    """One kind of weather: its names, its text and check list, the goods and places it concerns, its months.

    Several stand with 、 between them. Without goods and places it concerns everybody.
    """

    name: str = Field(primary_key=True, max_length=20)
    aliases: str = Field(default="", max_length=200)
    colours: str = Field(default="蓝、黄、橙、红", max_length=20)
    text: str = Field(default="", max_length=200)
    checks: str = Field(default="", max_length=200)
    goods: str = ""
    places: str = ""
    months: str = Field(default="", max_length=40)  # empty: all year

    @property
    def names(self) -> tuple[str, ...]:
        """Its own name and the others by which people know it."""
        return (self.name, *several(self.aliases))

    def in_season(self, month: int) -> bool:
        """Whether such a warning is to be expected in a month."""
        return not self.months or str(month) in several(self.months)


def several(words: str) -> tuple[str, ...]:
    """The parts of a text that lists several with 、."""
    return tuple(part for part in words.split("、") if part)


def sync(session: Session, profiles: Sequence[Mapping[str, str]]) -> None:
    """Writes the configured profiles over the stored ones; one that is configured no longer goes."""
    names = [str(one["name"]) for one in profiles]
    session.connection().execute(delete(db.table(WeatherProfile)).where(col(WeatherProfile.name).not_in(names)))
    for one in profiles:
        session.merge(WeatherProfile.model_validate(dict(one)))


def profiles(session: Session) -> Sequence[WeatherProfile]:
    """Every kind of weather that is known, in the order of their names."""
    return session.exec(select(WeatherProfile).order_by(col(WeatherProfile.name))).all()


def profile(session: Session, word: str) -> WeatherProfile | None:
    """The kind of weather that a word names, by the longest of its names that stands in the word."""
    found = [(len(name), one) for one in profiles(session) for name in one.names if name in word]
    return max(found, key=lambda one: one[0])[1] if found else None
