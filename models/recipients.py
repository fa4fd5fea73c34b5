"""Whom a notice is for: by class, grid, name, what an enterprise holds or of what kind its site is."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, NamedTuple

from sqlalchemy import select as core_select
from sqlmodel import Session

from models import db
from models.people import Enterprise, Scope
from models.weather import several


class Light(NamedTuple):
    """A light copy of an enterprise: a county may have ten thousand."""

    id: int
    class_name: str
    grid: str
    major: bool
    goods: str
    places: str


#: What is asked what it holds: the row of an enterprise, or its light copy.
Held = Enterprise | Light


@dataclass(frozen=True)
class Whom:
    """Whom a notice is for: everybody where nothing is said, else whoever fits one of these."""

    classes: tuple[str, ...] = ()
    grids: tuple[str, ...] = ()
    enterprises: tuple[int, ...] = ()
    goods: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    major: bool = False
    unknown: bool = False  # those whose goods nobody entered, too

    @property
    def everybody(self) -> bool:
        """Whether nothing was said that leaves somebody out."""
        return not any(getattr(self, one.name) for one in fields(self))

    @property
    def by_goods(self) -> bool:
        """Whether it asks what an enterprise holds."""
        return bool(self.goods or self.places)

    def stored(self) -> dict[str, Any]:
        """As a row keeps it."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    def held(self, plant: Held) -> tuple[str, ...]:
        """What an enterprise holds of what is asked for, and of what kind its site is."""
        goods = [one for one in several(plant.goods) if any(word in one for word in self.goods)]
        return (*goods, *(one for one in several(plant.places) if any(word in one for word in self.places)))

    def fits(self, plant: Held) -> bool:
        """Whether it is for an enterprise."""
        return (
            self.everybody
            or (self.major and plant.major)
            or plant.class_name in self.classes
            or plant.grid in self.grids
            or plant.id in self.enterprises
            or bool(self.held(plant))
            or (self.unknown and not plant.goods)
        )


def whom(stored: Mapping[str, Any]) -> Whom:
    """Whom a row means."""
    given: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in stored.items()}
    return Whom(**given)


def within(session: Session, scope: Scope) -> list[Light]:
    """The enterprises that somebody may write to, in the order of their entry."""
    plant = db.table(Enterprise)
    columns = (getattr(plant.c, name) for name in Light._fields)
    rows = session.connection().execute(core_select(*columns).where(plant.c.active).order_by(plant.c.id))
    found = [Light(*row) for row in rows]
    return [one for one in found if scope.everywhere or one.id in scope.enterprises or one.grid in scope.grids]
