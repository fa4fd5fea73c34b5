"""The obligations that an office enters by itself: written over the stored ones at start, those gone taken away."""

from collections.abc import Mapping, Sequence

from sqlalchemy import and_, delete, not_
from sqlmodel import Session, col, select

from models import db
from models.lookup import LookupOf
from models.obligations import Due, DueStatus, Obligation, ObligationKind

#: What an entered rule says of an obligation; everything else of a row names it.
_SAYS = (
    *("title", "owes", "opens", "closes", "cut_off", "made_up_until", "by_day", "workdays"),
    *("recurs", "until_next", "everybody", "words", "form"),
)


def sync(session: Session, wanted: Sequence[Obligation]) -> None:
    """Writes the entered rules; what nobody owes any more is no longer waited for, what was reported stays."""
    stored = {(one.kind, one.class_name): one for one in entered(session)}
    for one in wanted:
        row = stored.pop((one.kind, one.class_name), None) or Obligation(kind=one.kind, class_name=one.class_name)
        for name in _SAYS:
            setattr(row, name, getattr(one, name))
        session.add(row)
    for gone in stored.values():
        session.delete(gone)
    session.flush()
    _forget(session, {one.kind for one in stored.values()} | {one.kind for one in wanted if not one.owes})


_ENTERED: LookupOf[Obligation] = LookupOf(
    select(Obligation).where(not_(db.any_of(col(Obligation.kind), ObligationKind))).order_by(col(Obligation.id))
)


def entered(session: Session) -> Sequence[Obligation]:
    """The rules that an office entered, those of the program left out."""
    return _ENTERED.all(session)


def _forget(session: Session, kinds: set[str]) -> None:
    """Takes away the dues that wait for what no rule asks for any more."""
    still = {one.kind for one in entered(session) if one.owes}
    gone = sorted(kinds - still)
    waiting = and_(col(Due.kind).in_(gone), col(Due.status) == DueStatus.WAITING)
    session.connection().execute(delete(db.table(Due)).where(waiting))
    session.expire_all()


def titles(session: Session) -> Mapping[str, str]:
    """How each entered kind is called towards people."""
    return {one.kind: one.title for one in reversed(entered(session)) if one.title}
