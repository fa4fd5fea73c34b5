"""TipLink: how the address of a tip was found when it was last asked for; a dead one is not sent to anybody."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, or_
from sqlalchemy import select as core_select
from sqlmodel import Field, Session, SQLModel, String, col, select

from models import calendar, db
from models.library import Tip


class LinkState(StrEnum):
    """How an address answered."""

    ALIVE = "alive"  # it is there
    GONE = "gone"  # whoever serves it says that there is nothing
    SILENT = "silent"  # no answer, or one that says nothing about the page


#: So many days running without an answer, and a page counts as dead; if others did answer meanwhile.
SILENT_TIMES, OTHERS_ANSWERED = 3, timedelta(days=2)


class TipLink(SQLModel, table=True):
    """The address of a tip, as it was found."""

    __table_args__ = (db.one_of("state", LinkState),)

    tip_id: int = Field(foreign_key="tip.id", primary_key=True)
    url: str = Field(max_length=1000)
    state: str = Field(sa_type=String, max_length=20)
    why: str = Field(default="", max_length=200)
    times: int = 1  # so often running as it is now
    checked_at: datetime = Field(index=True)
    told_at: datetime | None = None  # when the admin heard that it is dead


def wanted(session: Session, coming: Sequence[int], now: datetime, limit: int) -> list[tuple[int, str]]:
    """The addresses to ask for: those never asked for, then those that are coming up and were not asked for today."""
    tip, link = db.table(Tip), db.table(TipLink)
    rows = (
        core_select(tip.c.id, tip.c.url).outerjoin(link, link.c.tip_id == tip.c.id).where(tip.c.active, tip.c.url != "")
    )
    new = rows.where(or_(link.c.tip_id.is_(None), link.c.url != tip.c.url)).order_by(tip.c.id).limit(limit)
    today = db.utc(calendar.midnight(calendar.today(now)))
    old = rows.where(tip.c.id.in_(coming), link.c.url == tip.c.url, link.c.checked_at < today).limit(limit)
    return [(row.id, row.url) for query in (new, old) for row in session.connection().execute(query)][:limit]


def note(session: Session, tip_id: int, url: str, state: LinkState, why: str, now: datetime) -> None:
    """Keeps how an address was found; of one that was changed the past does not count."""
    known = session.get(TipLink, tip_id) or TipLink(tip_id=tip_id, url=url, state=state, times=0, checked_at=now)
    same = known.url == url and known.state == state
    known.times = known.times + 1 if same else 1
    if known.url != url or state == LinkState.ALIVE:
        known.told_at = None
    known.url, known.state, known.why, known.checked_at = url, state, why[:200], now
    session.add(known)


def dead(session: Session) -> Mapping[int, TipLink]:
    """The tips whose address leads nowhere, in the order of entry.

    Where nothing at all answers, it is our own line that is cut.
    """
    last = select(func.max(col(TipLink.checked_at))).where(TipLink.state == LinkState.ALIVE)
    answered = session.exec(last).one()
    bad = (
        select(TipLink)
        .join(Tip, col(Tip.id) == col(TipLink.tip_id))
        .where(TipLink.state != LinkState.ALIVE, Tip.url == TipLink.url, col(Tip.active))
    )
    found = session.exec(bad.order_by(col(TipLink.tip_id))).all()
    return {one.tip_id: one for one in found if _is_dead(one, answered)}


def _is_dead(link: TipLink, answered: datetime | None) -> bool:
    if link.state == LinkState.GONE:
        return True
    others = answered is not None and answered >= link.checked_at - OTHERS_ANSWERED
    return link.times >= SILENT_TIMES and others
