"""Access tokens that all processes of the office share: one of them renews, the others take what it got."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlmodel import Field, Session, SQLModel, col

from models import db

#: So long one process may take to renew a token before another one tries.
LEASE = timedelta(seconds=20)


class PlatformToken(SQLModel, table=True):
    """The token of one app of a platform; whose it is stands there as a digest, never as a secret."""

    app: str = Field(primary_key=True, max_length=64)
    token: str = ""
    ends_at: datetime | None = None
    lease_until: datetime | None = None


@dataclass(frozen=True)
class Turn:
    """A token with its end; or none, and whether it is for the caller to renew it."""

    token: str = ""
    ends_at: datetime | None = None
    ours: bool = False


def turn(session: Session, app: str, stale: str, now: datetime) -> Turn:
    """The token that holds, unless it is the ``stale`` one; else the lease to renew it, which one caller gets."""
    made = db.insert(session, PlatformToken).on_conflict_do_nothing(index_elements=["app"])
    session.connection().execute(made, {"app": app, "token": ""})
    row = session.get_one(PlatformToken, app, populate_existing=True)
    if row.token and row.token != stale and row.ends_at is not None and row.ends_at > now:
        return Turn(row.token, row.ends_at)
    free = or_(col(PlatformToken.lease_until).is_(None), col(PlatformToken.lease_until) <= now)
    taken = session.connection().execute(
        update(db.table(PlatformToken))
        .where(col(PlatformToken.app) == app, col(PlatformToken.token) == row.token, free)
        .values(lease_until=now + LEASE)
    )
    return Turn(ours=taken.rowcount == 1)


def keep(session: Session, app: str, token: str, ends_at: datetime) -> None:
    """Hands a new token to everybody and gives the lease back."""
    _change(session, app, token=token, ends_at=ends_at, lease_until=None)


def give_up(session: Session, app: str) -> None:
    """Gives the lease back without a token: the platform gave none."""
    _change(session, app, lease_until=None)


def _change(session: Session, app: str, **values: object) -> None:
    session.connection().execute(update(db.table(PlatformToken)).where(col(PlatformToken.app) == app).values(**values))
