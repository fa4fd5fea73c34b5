"""Of which enterprises an account was lately reminded, whatever person it stands for: nobody hears the same twice."""

from datetime import date, datetime

from sqlalchemy import bindparam
from sqlalchemy import select as core_select
from sqlmodel import Session

from models import db
from models.lookup import Lookup
from models.outbox import Outgoing, OutgoingStatus

_letter = db.table(Outgoing).c
#: A range of the index: LIKE would read every letter.
_LATELY = Lookup(
    core_select(_letter.about).where(
        _letter.key >= bindparam("begins"),
        _letter.key < bindparam("ends"),
        _letter.posted_at > bindparam("since"),
        db.any_of(_letter.status, [OutgoingStatus.PENDING, OutgoingStatus.SENDING, OutgoingStatus.SENT]),
    )
)


def key(first: int, night: date, step: str) -> str:
    """The key of a reminder: by the first person of an account (`staff.firsts`), the night, and the step or order."""
    return f"patrol:{first}:{night}:{step}"


def lately(session: Session, first: int, night: date, since: datetime, step: str = "") -> set[int]:
    """The enterprises of whose night an account was reminded since a moment, by orders alone where step is `order:`."""
    begins = key(first, night, step)
    found = _LATELY.values(session, begins=begins, ends=begins[:-1] + chr(ord(begins[-1]) + 1), since=since)
    return {one for about in found for one in about.get("enterprises", ())}
