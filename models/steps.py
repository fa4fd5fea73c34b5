"""Which step of a ladder somebody was told of, so that no step is said to anybody twice, whatever day it is."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, or_
from sqlalchemy import select as core_select
from sqlmodel import Field, Session, SQLModel

from models import db
from models.outbox import Outgoing, OutgoingStatus

#: So many subjects are asked about in one statement.
_AT_ONCE = 500


class ToldStep(SQLModel, table=True):
    """One step of one thing, said to one person; its date stands in the subject, so a new date begins anew."""

    subject: str = Field(primary_key=True, max_length=80)
    step: str = Field(primary_key=True, max_length=20)
    person_id: int = Field(primary_key=True, foreign_key="person.id")
    letter: str = Field(max_length=200)  # the key of the letter that says it
    at: datetime


class Step(NamedTuple):
    """A step of something, for somebody."""

    subject: str
    step: str
    person_id: int


def fresh(session: Session, wanted: Sequence[Step]) -> list[Step]:
    """Those that were not said yet; what a budget held back until its letter had no point is said another day."""
    told = _told(session, {one.subject for one in wanted})
    return [one for one in dict.fromkeys(wanted) if one not in told]


def _told(session: Session, subjects: Iterable[str]) -> set[Step]:
    step, letter = db.table(ToldStep), db.table(Outgoing)
    unheard = or_(
        letter.c.status == OutgoingStatus.STALE.value,
        and_(letter.c.status == OutgoingStatus.WITHDRAWN.value, letter.c.reason.startswith("budget")),
    )
    every, found = sorted(subjects), set()
    for start in range(0, len(every), _AT_ONCE):
        said = (
            core_select(step.c.subject, step.c.step, step.c.person_id)
            .outerjoin(letter, and_(letter.c.key == step.c.letter, unheard))
            .where(step.c.subject.in_(every[start : start + _AT_ONCE]), letter.c.id.is_(None))
        )
        found |= {Step(*row) for row in session.connection().execute(said)}
    return found


def note(session: Session, said: Mapping[str, Sequence[Step]], now: datetime) -> None:
    """Writes down which steps each letter says, by its key; what nobody heard before is said by this letter."""
    rows = [{**step._asdict(), "letter": letter, "at": now} for letter, steps in said.items() for step in steps]
    if not rows:
        return
    made = db.insert(session, ToldStep)
    news = {name: made.excluded[name] for name in ("letter", "at")}
    again = made.on_conflict_do_update(index_elements=["subject", "step", "person_id"], set_=news)
    session.connection().execute(again, rows)
