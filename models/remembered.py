"""Which enterprise somebody means by a short name that several have: their own last answer to that question."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import UniqueConstraint, bindparam
from sqlmodel import Field, Session, SQLModel, col, select

from models import db
from models.lookup import Lookup
from models.people import Enterprise


class RememberedName(SQLModel, table=True):
    """What an account means by a short name."""

    __table_args__ = (UniqueConstraint("channel", "user_id", "short"),)

    id: int | None = Field(default=None, primary_key=True)
    channel: str = Field(max_length=40)
    user_id: str = Field(max_length=128)
    short: str = Field(max_length=200)
    enterprise_id: int = Field(foreign_key="enterprise.id")
    at: datetime


def remember(session: Session, channel: str, user_id: str, short: str, plant: Enterprise, now: datetime) -> None:
    """Keeps what an account means by a short name; the newest answer holds."""
    values = {"channel": channel, "user_id": user_id, "short": short, "enterprise_id": db.row_id(plant.id), "at": now}
    newest = {"enterprise_id": values["enterprise_id"], "at": now}
    made = db.insert(session, RememberedName).values(values)
    made = made.on_conflict_do_update(index_elements=["channel", "user_id", "short"], set_=newest)
    session.connection().execute(made)


def names(session: Session, channel: str, user_id: str) -> Mapping[str, str]:
    """The short names whose meaning an account has said, with the full names."""
    return dict(_NAMES.rows(session, channel=channel, account=user_id))


_NAMES = Lookup(
    select(RememberedName.short, Enterprise.name)
    .join(Enterprise, col(Enterprise.id) == col(RememberedName.enterprise_id))
    .where(
        col(RememberedName.channel) == bindparam("channel"),
        col(RememberedName.user_id) == bindparam("account"),
        col(Enterprise.active),
    )
)
