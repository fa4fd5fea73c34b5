"""Why a letter waited, went into another one or was never said: the steps that its own row cannot tell."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam, insert
from sqlalchemy import select as core_select
from sqlmodel import Field, Session, SQLModel, String, col, select

from models import db
from models.lookup import Command, Lookup


class Turned(StrEnum):
    """What became of something that was to be said."""

    HELD = "held"  # waits for the end of quiet hours, or for its turn
    MERGED = "merged"  # stands in another letter
    SUPPRESSED = "suppressed"  # not said, and why


class LetterStep(SQLModel, table=True):
    """One step of a letter, by its key; also of a letter that was never posted."""

    __table_args__ = (db.one_of("turned", Turned),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(index=True, max_length=200)
    at: datetime
    turned: str = Field(sa_type=String, max_length=20)
    reason: str = ""


def note(session: Session, key: str, now: datetime, turned: Turned, reason: str) -> None:
    """Writes a step; the same step with the same reason stands there once."""
    step = {"key": key, "turned": turned, "reason": reason[:300]}
    if _SAID.first(session, **step) is None:
        _NOTE.run(session, at=now, **step)


_SAID = Lookup(
    core_select(col(LetterStep.id)).where(
        col(LetterStep.key) == bindparam("key"),
        col(LetterStep.turned) == bindparam("turned"),
        col(LetterStep.reason) == bindparam("reason"),
    )
)
_NOTE = Command(insert(db.table(LetterStep)), ("key", "at", "turned", "reason"))


def of_key(session: Session, key: str) -> Sequence[LetterStep]:
    """The steps of a key in their order."""
    return session.exec(select(LetterStep).where(LetterStep.key == key).order_by(col(LetterStep.id))).all()


def note_all(session: Session, reasons: Mapping[str, str], now: datetime, turned: Turned) -> None:
    """Writes a step for each of many keys at once, in a transaction that happens once."""
    rows = [{"key": key, "at": now, "turned": turned.value, "reason": why[:300]} for key, why in reasons.items()]
    if rows:
        session.connection().execute(insert(db.table(LetterStep)), rows)
