"""The office's own days off and days of work, over the published calendar; who hears that a year is missing."""

from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy import select as core_select
from sqlmodel import Field, Session, SQLModel, col

from models import calendar, db, outbox, people
from models.calendar import OwnDay
from models.lookup import Lookup
from models.outbox import Letter, Priority
from models.people import Role

KIND = "calendar.missing"


class OfficeDay(SQLModel, table=True):
    """A day of which the office itself says whether it works: 放假, or 上班 on a weekend."""

    day: date = Field(primary_key=True)
    works: bool
    name: str = Field(default="", max_length=40)


_EVERY = Lookup(core_select(col(OfficeDay.day), col(OfficeDay.works), col(OfficeDay.name)))


def adopt(session: Session) -> None:
    """Has this process count by the table as it stands; done at a start and at every tick, so that all agree."""
    calendar.adopt({row.day: OwnDay(row.works, row.name) for row in _EVERY.rows(session)})


def enter(session: Session, day: date, works: bool, name: str) -> None:
    """Writes what the office says of a day over what it said before."""
    row = {"day": day, "works": works, "name": name[:40]}
    statement = db.insert(session, OfficeDay)
    kept = {"works": statement.excluded.works, "name": statement.excluded.name}
    session.connection().execute(statement.on_conflict_do_update(index_elements=["day"], set_=kept), row)


def drop(session: Session, day: date) -> bool:
    """Lets a day be as it was published; False when the office had said nothing of it."""
    return bool(session.connection().execute(delete(db.table(OfficeDay)).where(col(OfficeDay.day) == day)).rowcount)


def tell_missing(session: Session, now: datetime) -> list[int]:
    """Tells each admin, once a day, of the years whose holidays nobody has entered; those years."""
    today = calendar.today(now)
    missing = calendar.unknown_years(today)
    for year in missing:
        for admin in people.with_role(session, Role.ADMIN):
            key = f"{KIND}:{year}:{admin.id}:{today}"
            outbox.post(session, Letter(key, KIND, {"year": year}, admin.id, priority=Priority.OFFICE), now)
    return missing
