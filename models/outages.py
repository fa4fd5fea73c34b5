"""When the bot was deaf: intervals in which nobody listened, so that silence means nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import bindparam, case, func
from sqlalchemy import select as core_select
from sqlmodel import Field, Session, SQLModel, col, select

from models import db
from models.lookup import LookupOf
from models.people import ENTERPRISE_ROLES, Binding, Person

#: Shorter gaps are forgotten: the platform's own repeats bridge them (docs/WORDING.md 1).
DEAF = timedelta(minutes=20)


class Trouble(StrEnum):
    """What is wrong with a channel that only a person can mend."""

    KICKED = "kicked"  # another connection took its place: a second copy of us, or a secret that leaked
    REJECTED = "rejected"  # the platform does not know its id or secret, or its mode is switched off
    GAP = "gap"  # messages were older than the platform keeps them, and are gone
    BROKEN = "broken"  # the vendor's library cannot be used
    UNTRUSTED = "untrusted"  # the platform takes nothing from the address of this machine
    UNUSED = "unused"  # the platform takes or took away the rights of an app that hardly anybody uses


class Outage(SQLModel, table=True):
    """An interval in which the bot, or one of its channels, heard nothing."""

    id: int | None = Field(default=None, primary_key=True)
    channel: str = Field(default="", max_length=40)  # empty: all of the bot
    began_at: datetime = Field(index=True)
    ended_at: datetime
    told: bool = False


def note(session: Session, began: datetime, ended: datetime, channel: str = "") -> Outage | None:
    """Stores an interval when it is long enough to matter, or goes on with the one that ended where it begins."""
    before = select(Outage).where(Outage.channel == channel, Outage.ended_at == began)
    if going_on := session.exec(before).first():
        going_on.ended_at = ended
        return going_on
    if ended - began < DEAF:
        return None
    outage = Outage(channel=channel, began_at=began, ended_at=ended)
    session.add(outage)
    session.flush()
    return outage


_WITHIN: LookupOf[Outage] = LookupOf(
    select(Outage)
    .where(col(Outage.began_at) < bindparam("end"), col(Outage.ended_at) > bindparam("start"))
    .order_by(col(Outage.began_at))
)


def within(session: Session, start: datetime, end: datetime) -> Sequence[Outage]:
    """The outages that touch an interval, of the bot and of its channels, the earliest first."""
    return _WITHIN.all(session, start=start, end=end)


def deaf(session: Session, start: datetime, end: datetime) -> bool:
    """Whether the bot as a whole was deaf for twenty minutes or more inside a window."""
    return _lasted(within(session, start, end), "", start, end) >= DEAF


def unheard(session: Session, start: datetime, end: datetime) -> frozenset[int]:
    """The enterprises to which the bot was deaf for twenty minutes or more inside a window: by a channel of theirs.

    Only those that could be heard on no other channel meanwhile; where the whole bot was deaf, see `deaf`.
    """
    found = within(session, start, end)
    named = {one.channel for one in found} - {""}
    return only_on(session, [name for name in named if _lasted(found, name, start, end) >= DEAF])


def only_on(session: Session, channels: Sequence[str]) -> frozenset[int]:
    """The enterprises whose people have accounts on these channels alone."""
    if not channels:
        return frozenset()
    person, bound = db.table(Person), db.table(Binding)
    elsewhere = func.count(case((bound.c.channel.not_in(channels), 1)))
    theirs = (
        core_select(person.c.enterprise_id)
        .join(bound, bound.c.person_id == person.c.id)
        .where(person.c.active, person.c.role.in_([role.value for role in sorted(ENTERPRISE_ROLES)]))
        .group_by(person.c.enterprise_id)
        .having(elsewhere == 0)
    )
    return frozenset(one for one in session.connection().execute(theirs).scalars() if one is not None)


def _lasted(found: Sequence[Outage], channel: str, start: datetime, end: datetime) -> timedelta:
    """How long a channel was deaf: by itself, or with all of the bot; what overlaps counts once."""
    total, heard_from = timedelta(), start
    for one in found:
        if one.channel in ("", channel):
            began, ended = max(heard_from, one.began_at), min(end, one.ended_at)
            total += max(timedelta(), ended - began)
            heard_from = max(heard_from, ended)
    return total
