"""When the bot was deaf: intervals in which nobody listened, so that silence means nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Field, Session, SQLModel, col, select

#: Shorter gaps are forgotten: the platform's own repeats bridge them (docs/WORDING.md 1).
DEAF = timedelta(minutes=20)


class Trouble(StrEnum):
    """What is wrong with a channel that only a person can mend."""

    KICKED = "kicked"  # another connection took its place: a second copy of us, or a secret that leaked
    REJECTED = "rejected"  # the platform does not know its id or secret, or its mode is switched off
    GAP = "gap"  # messages were older than the platform keeps them, and are gone
    BROKEN = "broken"  # the vendor's library cannot be used


class Outage(SQLModel, table=True):
    """An interval in which the bot, or one of its channels, heard nothing."""

    id: int | None = Field(default=None, primary_key=True)
    channel: str = Field(default="", max_length=40)  # empty: all of the bot
    began_at: datetime = Field(index=True)
    ended_at: datetime
    told: bool = False


def note(session: Session, began: datetime, ended: datetime, channel: str = "") -> Outage | None:
    """Stores an interval when it is long enough to matter."""
    if ended - began < DEAF:
        return None
    outage = Outage(channel=channel, began_at=began, ended_at=ended)
    session.add(outage)
    session.flush()
    return outage


def within(session: Session, start: datetime, end: datetime) -> Sequence[Outage]:
    """The outages that touch an interval, the earliest first."""
    return session.exec(
        select(Outage).where(col(Outage.began_at) < end, col(Outage.ended_at) > start).order_by(col(Outage.began_at))
    ).all()


def deaf(session: Session, start: datetime, end: datetime) -> bool:
    """Whether the bot was deaf for twenty minutes or more inside a window."""
    longest = [min(end, one.ended_at) - max(start, one.began_at) for one in within(session, start, end)]
    return sum(longest, timedelta()) >= DEAF
