"""Whom a letter reaches, as tables: who of an enterprise hears of which hazard, and each account once."""

from collections.abc import Sequence
from datetime import date

import pytest

from models.deadlines import Hour
from models.people import Role
from models.staff import Member
from models.terms import Term
from scheduler.heard import DEADLINE, PRINCIPAL, Board, board_of
from scheduler.reach import by_account

MONDAY = date(2026, 3, 16)
DAY_3, DAY_12 = date(2026, 3, 13), date(2026, 3, 4)


def member(number: int, name: str, role: Role, account: str = "-") -> Member:
    known = {"-": ("app", name), "": None}
    return Member(number, name, role, known.get(account, ("app", account)))


GUARD, SAFETY, BOSS = (
    member(1, "张强", Role.REPORTER),
    member(2, "李安", Role.SAFETY),
    member(3, "钱总", Role.PRINCIPAL),
)
MUTE = member(2, "李安", Role.SAFETY, "")
#: A one-man shop: its owner holds both roles with one account.
TWICE = [member(4, "周店主", Role.SAFETY, "zhou"), member(5, "周店主", Role.PRINCIPAL, "zhou")]


def term(number: int, deadline: date = MONDAY, responsible: str = "", *, pending: bool = False) -> Term:
    return Term(number, 1, deadline, date(2026, 1, 5), False, responsible, pending)


def board(near: Sequence[Term], members: Sequence[Member], hour: Hour = Hour.MORNING) -> Board:
    def phone(_: int, own: Sequence[Member]) -> list[Member]:
        return [one for one in own if one.role == Role.REPORTER and one.account][:1]

    return board_of(near, {1: members}, phone, MONDAY, hour)


def heard(found: Board) -> dict[tuple[str, str], tuple[int, ...]]:
    """Kind and user id to the hazards."""
    return {(kind, account[1]): own[1].hazards for (kind, account), own in found.heard.items()}


@pytest.mark.parametrize(
    "members, told",
    [
        ([GUARD, SAFETY, BOSS], {"李安": (1, 2)}),
        ([GUARD, MUTE, BOSS], {"钱总": (1, 2)}),
        ([GUARD, MUTE], {"张强": (1, 2)}),
        ([MUTE], {}),
        (TWICE, {"zhou": (1, 2)}),
    ],
)
def test_the_first_of_the_enterprise_who_can_be_reached(
    members: list[Member], told: dict[str, tuple[int, ...]]
) -> None:
    found = board([term(1), term(2)], members)
    assert heard(found) == {(DEADLINE, name): hazards for name, hazards in told.items()}
    assert bool(found.unheard) is not bool(told)


@pytest.mark.parametrize(
    "responsible, told",
    [("张强", True), ("班长张强、李安", True), ("张 强", False), ("外聘老周", False), ("", False)],
)
def test_who_is_named_as_responsible_hears_of_their_own(responsible: str, told: bool) -> None:
    found = heard(board([term(1, responsible=responsible), term(2)], [GUARD, SAFETY]))
    assert found == {(DEADLINE, "李安"): (1, 2)} | ({(DEADLINE, "张强"): (1,)} if told else {})


def test_the_principal_hears_at_the_third_day_of_what_is_so_late() -> None:
    found = board([term(1), term(2, DAY_3), term(3, DAY_12)], [SAFETY, BOSS])
    assert heard(found) == {(DEADLINE, "李安"): (1, 2, 3), (PRINCIPAL, "钱总"): (2,)}
    assert board([term(2, DAY_3)], [SAFETY]).unheard == {(PRINCIPAL, 1): "no principal has an account"}
    assert board([term(2, DAY_3)], TWICE).inside == [(1, 5, ("app", "zhou"))]


def test_what_waits_for_the_bureau_is_not_said_and_the_reason_stays_where_it_is_all() -> None:
    assert heard(board([term(1, pending=True), term(2)], [SAFETY])) == {(DEADLINE, "李安"): (2,)}
    alone = board([term(1, pending=True)], [SAFETY])
    assert alone.heard == {}
    assert alone.unheard == {(DEADLINE, 1): "more time was asked for, and waits for the bureau"}


def test_the_afternoon_speaks_of_the_day_alone() -> None:
    found = heard(board([term(1), term(2, DAY_3)], [SAFETY, BOSS], Hour.AFTERNOON))
    assert found == {(DEADLINE, "李安"): (1,)}


def test_two_rows_of_one_account_are_one_person_to_write_to() -> None:
    both = [(7, TWICE[0]), (8, TWICE[1]), (8, SAFETY), (9, MUTE), (10, MUTE)]
    assert by_account(both) == {4: [7, 8], 2: [8, 9, 10]}
