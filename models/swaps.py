"""Swap: somebody takes a shift of somebody else; asked of the other, agreed to, and then written into the rota."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, Session, SQLModel, String, col, or_, select

from models import audit, db, people, rota
from models.people import Person, Role
from models.rota import Shift


class SwapStatus(StrEnum):
    """How far a swap is."""

    ASKED = "asked"  # the other has been asked and has not answered
    DONE = "done"  # the rota has been changed
    DECLINED = "declined"  # the other said no: the rota stays as it was
    WITHDRAWN = "withdrawn"  # another swap of the same shift took its place


class Swap(SQLModel, table=True):
    """One shift given to somebody, and where it is an exchange the one that comes back."""

    __table_args__ = (db.one_of("status", SwapStatus),)

    id: int | None = Field(default=None, primary_key=True)
    status: str = Field(default=SwapStatus.ASKED, sa_type=String, max_length=20, index=True)
    shift_id: int = Field(foreign_key="shift.id", index=True)
    back_id: int | None = Field(default=None, foreign_key="shift.id")
    gives_id: int = Field(foreign_key="person.id")
    takes_id: int = Field(foreign_key="person.id")
    asked_by: int = Field(foreign_key="person.id")
    asks_id: int | None = Field(default=None, foreign_key="person.id")  # whose word it waits for
    asked_at: datetime
    settled_at: datetime | None = None
    settled_by: int | None = Field(default=None, foreign_key="person.id")


@dataclass(frozen=True)
class Move:
    """In this shift the one goes and the other comes."""

    shift: Shift
    gives: Person
    takes: Person


def slot(crew: rota.Crew, name: str) -> Role | None:
    """What somebody of that name is in a shift: on duty, or leading."""
    if any(person.name == name for person in crew.officers):
        return Role.DUTY
    return Role.LEADER if crew.leader and crew.leader.name == name else None


def in_slot(session: Session, name: str, role: Role) -> Person | None:
    """The person of the bureau who is called so and may stand in such a place."""
    return next((one for one in people.with_role(session, role) if one.name == name), None)


def named(session: Session, name: str) -> Sequence[Person]:
    """Everybody of the bureau who is called so."""
    found = select(Person).where(Person.name == name, col(Person.active)).order_by(col(Person.id))
    return [person for person in session.exec(found) if person.is_officer]


def held(session: Session, person: Person, start: datetime, end: datetime) -> list[Shift]:
    """The shifts between two moments that somebody of this name has."""
    crews = rota.crews(session, rota.between(session, start, end))
    return [one.shift for one in crews if any(had.name == person.name for had in one.everybody)]


def moves(session: Session, swap: Swap) -> list[Move]:
    """What a swap changes; each side as the person who fits the place that the other leaves."""
    gives, takes = (session.get_one(Person, one) for one in (swap.gives_id, swap.takes_id))
    found = [Move(session.get_one(Shift, swap.shift_id), gives, takes)]
    back = session.get(Shift, swap.back_id) if swap.back_id else None
    return [*found, Move(back, takes, gives)] if back else found


def holds(session: Session, swap: Swap) -> bool:
    """Whether the rota still is as it was when the swap was asked for."""
    return all(slot(rota.crew(session, move.shift), move.gives.name) for move in moves(session, swap))


def carry_out(session: Session, swap: Swap, by: int, actor: str, now: datetime) -> None:
    """Writes a swap into the rota; other requests about the same shifts are off."""
    for move in moves(session, swap):
        _move(session, move)
        detail = {"gives": move.gives.id, "takes": move.takes.id, "swap": swap.id}
        audit.record(session, now, actor, "shift.swapped", f"shift:{move.shift.id}", detail)
    settle(session, swap, SwapStatus.DONE, by, now)
    touched = [one for one in (swap.shift_id, swap.back_id) if one]
    for other in _waiting(session, touched):
        settle(session, other, SwapStatus.WITHDRAWN, by, now)


def _move(session: Session, move: Move) -> None:
    crew = rota.crew(session, move.shift)
    role = slot(crew, move.gives.name) or Role.DUTY
    comes = in_slot(session, move.takes.name, role) or move.takes
    if role == Role.LEADER:
        move.shift.leader_id = comes.id
        session.add(move.shift)
        session.flush()
        return
    ids = [comes.id if one.name == move.gives.name else one.id for one in crew.officers]
    rota.set_officers(session, move.shift, list(dict.fromkeys(db.row_id(one) for one in ids)))


def settle(session: Session, swap: Swap, status: SwapStatus, by: int | None, now: datetime) -> None:
    """Ends a swap."""
    swap.status, swap.settled_at, swap.settled_by = status, now, by
    session.add(swap)
    session.flush()


def _waiting(session: Session, shift_ids: Sequence[int]) -> Sequence[Swap]:
    touching = or_(col(Swap.shift_id).in_(shift_ids), col(Swap.back_id).in_(shift_ids))
    return session.exec(select(Swap).where(Swap.status == SwapStatus.ASKED, touching)).all()


def asked_of(session: Session, persons: Sequence[int]) -> Swap | None:
    """The newest swap that waits for the word of somebody."""
    found = select(Swap).where(Swap.status == SwapStatus.ASKED, col(Swap.asks_id).in_(persons))
    return session.exec(found.order_by(col(Swap.id).desc())).first()


def waiting(session: Session, person_id: int, shift_id: int) -> Swap | None:
    """The swap by which somebody has asked to give a shift away, and which has no answer."""
    found = select(Swap).where(Swap.status == SwapStatus.ASKED, Swap.gives_id == person_id, Swap.shift_id == shift_id)
    return session.exec(found.order_by(col(Swap.id).desc())).first()
