"""Who hears of which deadline: by account and enterprise, from the people and the hazards of some enterprises. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import NamedTuple

from models import deadlines, staff
from models.deadlines import Hour, Saying
from models.people import Role
from models.staff import Account, Member
from models.terms import Term

#: The two kinds of letters to an enterprise.
DEADLINE, PRINCIPAL = "deadline", "overdue.principal"

#: Who holds the duty phone of an enterprise, as far as they have an account.
Phone = Callable[[int, Sequence[Member]], Sequence[Member]]


class Own(NamedTuple):
    """What somebody hears of one enterprise, and as whom."""

    person_id: int
    hazards: tuple[int, ...]


@dataclass
class Board:
    """What accounts hear, by kind of letter; and what nobody is told, with the reason."""

    heard: dict[tuple[str, Account], dict[int, Own]] = field(default_factory=dict)
    unheard: dict[tuple[str, int], str] = field(default_factory=dict)
    #: Principals to whom the letter about deadlines goes anyway: enterprise, person, account.
    inside: list[tuple[int, int, Account]] = field(default_factory=list)


class _Told(NamedTuple):
    term: Term
    saying: Saying


def board_of(
    near: Sequence[Term], members: Mapping[int, Sequence[Member]], phone: Phone, day: date, hour: Hour
) -> Board:
    """Who hears of the hazards of some enterprises at an hour of a day; the hazards come in the order of these."""
    board = Board()
    for enterprise_id, found in groupby(near, key=lambda one: one.enterprise_id):
        told = [_Told(one, said) for one in found if (said := _saying(one, day, hour))]
        ready = [one for one in told if not one.term.pending]
        if ready:
            _enterprise(board, enterprise_id, ready, members.get(enterprise_id, ()), phone)
        elif told:
            board.unheard[DEADLINE, enterprise_id] = "more time was asked for, and waits for the bureau"
    return board


def _saying(term: Term, day: date, hour: Hour) -> Saying | None:
    return deadlines.saying(term.deadline, term.recorded, day, hour, major=term.major)


def _enterprise(
    board: Board, enterprise_id: int, ready: Sequence[_Told], members: Sequence[Member], phone: Phone
) -> None:
    """The safety managers, else the principals, else the duty phone hear of all; who is responsible, of their own."""
    listeners = staff.reachable(members, Role.SAFETY) or staff.reachable(members, Role.PRINCIPAL)
    listeners = listeners or list(phone(enterprise_id, members))
    heard: dict[Account, tuple[int, dict[int, None]]] = {}
    for one in ready:
        for member in (*listeners, *staff.named(members, one.term.responsible)):
            if member.account:
                heard.setdefault(member.account, (member.id, {}))[1][one.term.hazard_id] = None
    for account, (person_id, hazards) in heard.items():
        board.heard.setdefault((DEADLINE, account), {})[enterprise_id] = Own(person_id, tuple(hazards))
    if not heard:
        board.unheard[DEADLINE, enterprise_id] = "nobody of this enterprise has an account"
    late = tuple(one.term.hazard_id for one in ready if deadlines.for_principal(one.saying))
    if late:
        _principals(board, enterprise_id, late, members)


def _principals(board: Board, enterprise_id: int, late: tuple[int, ...], members: Sequence[Member]) -> None:
    """At the third day the principals hear of it too, unless they hear of all that anyway."""
    principals = [(one.id, one.account) for one in staff.reachable(members, Role.PRINCIPAL) if one.account]
    for person_id, account in principals:
        anyway = board.heard.get((DEADLINE, account), {}).get(enterprise_id)
        if anyway and set(late) <= set(anyway.hazards):
            board.inside.append((enterprise_id, person_id, account))
        else:
            board.heard.setdefault((PRINCIPAL, account), {})[enterprise_id] = Own(person_id, late)
    if not principals:
        board.unheard[PRINCIPAL, enterprise_id] = "no principal has an account"
