"""What an office has taught its bot: short names, places and phrases of its own, each with who taught it and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, text, update
from sqlmodel import Field, Session, SQLModel, String, col, select

from models import audit, db


class Kind(StrEnum):
    """What was taught."""

    SHORT = "short"  # a short name of an enterprise
    PLACE = "place"  # a place of a plant
    PHRASE = "phrase"  # words that mean other words


class Taught(SQLModel, table=True):
    """A word of the office's own; what was withdrawn stays in its row."""

    __table_args__ = (
        db.one_of("kind", Kind),
        Index(
            "uq_taught_word",
            "word",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(sa_type=String, max_length=20)
    word: str = Field(max_length=60)
    means: str = Field(default="", max_length=200)  # the full name of the enterprise, or words that are known
    by: str = Field(max_length=60)  # person:12, or admin on the command line
    at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class Lexicon:
    """The words of an office that hold now."""

    shorts: Mapping[str, str] = field(default_factory=dict)  # short name -> full name
    places: tuple[str, ...] = ()
    phrases: Mapping[str, str] = field(default_factory=dict)


def in_force(session: Session) -> Sequence[Taught]:
    """What holds now, the oldest first."""
    return session.exec(select(Taught).where(col(Taught.withdrawn_at).is_(None)).order_by(col(Taught.id))).all()


def lexicon(session: Session) -> Lexicon:
    """The words that hold now, by what they are for."""
    rows = in_force(session)
    return Lexicon(
        shorts={row.word: row.means for row in rows if row.kind == Kind.SHORT},
        places=tuple(row.word for row in rows if row.kind == Kind.PLACE),
        phrases={row.word: row.means for row in rows if row.kind == Kind.PHRASE},
    )


def known(session: Session, word: str) -> Taught | None:
    """The word, if it was taught and holds."""
    return session.exec(select(Taught).where(Taught.word == word, col(Taught.withdrawn_at).is_(None))).first()


def teach(session: Session, kind: Kind, word: str, means: str, by: str, now: datetime) -> Taught:
    """A word holds from now on; one that was taught before is withdrawn for it."""
    withdraw(session, word, by, now)
    row = Taught(kind=kind, word=word, means=means, by=by, at=now)
    session.add(row)
    session.flush()
    audit.record(session, now, by, f"taught.{kind}", f"taught:{row.id}")
    return row


def withdraw(session: Session, word: str, by: str, now: datetime) -> Taught | None:
    """A word holds no longer; None when it did not."""
    row = known(session, word)
    if row is None:
        return None
    session.connection().execute(update(db.table(Taught)).where(col(Taught.id) == row.id).values(withdrawn_at=now))
    audit.record(session, now, by, "taught.withdrawn", f"taught:{row.id}")
    return row
