"""How far each channel has read: cursors and sequences, written in the commit of what was read up to there."""

from datetime import datetime

from sqlmodel import Field, Session, SQLModel


class ChannelMark(SQLModel, table=True):
    """One cursor of one channel."""

    channel: str = Field(primary_key=True, max_length=40)
    name: str = Field(primary_key=True, max_length=80)
    value: str = ""
    at: datetime


def put(session: Session, channel: str, name: str, value: str, now: datetime) -> None:
    """Moves a mark."""
    session.merge(ChannelMark(channel=channel, name=name, value=value, at=now))


def value(session: Session, channel: str, name: str) -> str:
    """Where a mark stands; empty when it was never set."""
    found = session.get(ChannelMark, (channel, name))
    return found.value if found else ""
