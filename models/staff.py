"""The people of many enterprises at once, with the account by which each can be reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select as core_select
from sqlmodel import Session

from models import db
from models.people import ENTERPRISE_ROLES, Binding, Person, Role

#: What a platform knows somebody by: channel and user id.
Account = tuple[str, str]


@dataclass(frozen=True)
class Member:
    """Somebody of an enterprise; without an account nothing can be said to them."""

    id: int
    name: str
    role: str
    account: Account | None


def of_enterprises(session: Session, first: int, last: int) -> Mapping[int, Sequence[Member]]:
    """The active people of the enterprises from one row to another, each with the account that was bound last."""
    person, bound = db.table(Person), db.table(Binding)
    rows = session.connection().execute(
        core_select(person.c.id, person.c.name, person.c.role, person.c.enterprise_id, bound.c.channel, bound.c.user_id)
        .outerjoin_from(person, bound, bound.c.person_id == person.c.id)
        .where(
            person.c.enterprise_id.between(first, last),
            person.c.active,
            person.c.role.in_([role.value for role in sorted(ENTERPRISE_ROLES)]),
        )
        .order_by(person.c.id, bound.c.id)
    )
    found: dict[int, dict[int, Member]] = {}
    for row in rows:
        account = (row.channel, row.user_id) if row.channel else None
        found.setdefault(row.enterprise_id, {})[row.id] = Member(row.id, row.name, row.role, account)
    return {enterprise_id: list(members.values()) for enterprise_id, members in found.items()}


def reachable(members: Sequence[Member], role: Role) -> list[Member]:
    """Those in a role who have an account."""
    return [one for one in members if one.role == role and one.account]


def named(members: Sequence[Member], words: str) -> list[Member]:
    """Those with an account whose name stands in the words for who is responsible."""
    return [one for one in members if one.account and len(one.name) > 1 and one.name in words]
