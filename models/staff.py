"""The people of many enterprises at once, with the account by which each can be reached."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import and_, func
from sqlalchemy import select as core_select
from sqlmodel import Session

from models import db
from models.people import ENTERPRISE_ROLES, Binding, Person, Role
from models.reports import PHONE_NIGHTS, Report

_ROLES = [role.value for role in sorted(ENTERPRISE_ROLES)]

#: What a platform knows somebody by: channel and user id.
Account = tuple[str, str]


class Member(NamedTuple):
    """Somebody of an enterprise; without an account nothing can be said to them."""

    id: int
    name: str
    role: str
    account: Account | None


def of_enterprises(session: Session, enterprise_ids: Sequence[int]) -> Mapping[int, Sequence[Member]]:
    """The active people of some enterprises, each with the account that was bound last."""
    person, bound = db.table(Person), db.table(Binding)
    found: dict[int, dict[int, Member]] = {}
    for ids in _parts(enterprise_ids):
        rows = session.connection().execute(
            core_select(
                person.c.id, person.c.name, person.c.role, person.c.enterprise_id, bound.c.channel, bound.c.user_id
            )
            .outerjoin_from(person, bound, bound.c.person_id == person.c.id)
            .where(person.c.enterprise_id.in_(ids), person.c.active, person.c.role.in_(_ROLES))
            .order_by(person.c.id, bound.c.id)
        )
        for person_id, name, role, plant, channel, user_id in rows.all():
            account = (channel, user_id) if channel else None
            found.setdefault(plant, {})[person_id] = Member(person_id, name, role, account)
    return {enterprise_id: list(members.values()) for enterprise_id, members in found.items()}


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """So few at once that every database takes them in one statement."""
    return (ids[start : start + 500] for start in range(0, len(ids), 500))


def firsts(session: Session, persons: Sequence[int]) -> Mapping[int, int]:
    """Of each person the first who shares an account with them: by whom an account is named, whoever is meant."""
    own, other = db.table(Binding).alias("own"), db.table(Binding).alias("other")
    same = and_(other.c.channel == own.c.channel, other.c.user_id == own.c.user_id)
    found: dict[int, int] = {}
    for ids in _parts(persons):
        asked = core_select(own.c.person_id, func.min(other.c.person_id)).join(other, same)
        rows = asked.where(own.c.person_id.in_(ids)).group_by(own.c.person_id)
        found |= {row[0]: row[1] for row in session.connection().execute(rows)}
    return found


def holders(session: Session, members: Mapping[int, Sequence[Member]], now: datetime) -> Mapping[int, Member]:
    """Who holds the duty phone of each enterprise: who posted last within fourteen nights, else the first listed."""
    report = db.table(Report)
    posted: dict[int, list[tuple[datetime, int]]] = {}
    for ids in _parts(list(members)):
        rows = session.connection().execute(
            core_select(report.c.enterprise_id, report.c.person_id, func.max(report.c.first_at))
            .where(
                report.c.enterprise_id.in_(ids),
                report.c.first_at > now - timedelta(days=PHONE_NIGHTS),
                report.c.person_id.is_not(None),
            )
            .group_by(report.c.enterprise_id, report.c.person_id)
        )
        for enterprise_id, person_id, at in rows:
            posted.setdefault(enterprise_id, []).append((at, person_id))
    found = ((one, _holder(own, posted.get(one, ()))) for one, own in members.items())
    return {enterprise_id: holder for enterprise_id, holder in found if holder}


def _holder(own: Sequence[Member], posted: Sequence[tuple[datetime, int]]) -> Member | None:
    last = max(posted)[1] if posted else None
    listed = (one for one in own if one.role == Role.REPORTER)
    return next((one for one in own if one.id == last), None) or next(listed, None)


def sharing(session: Session, accounts: Iterable[Account]) -> list[int]:
    """The other enterprises in which the people behind some accounts stand too."""
    person, bound = db.table(Person), db.table(Binding)
    by_channel: dict[str, list[str]] = {}
    for channel, user_id in accounts:
        by_channel.setdefault(channel, []).append(user_id)
    found: set[int] = set()
    for channel, users in by_channel.items():
        theirs = (
            core_select(person.c.enterprise_id)
            .join(bound, bound.c.person_id == person.c.id)
            .where(bound.c.channel == channel, bound.c.user_id.in_(users), person.c.enterprise_id.is_not(None))
        )
        found |= set(session.connection().execute(theirs).scalars())
    return sorted(found)


def reachable(members: Sequence[Member], role: Role) -> list[Member]:
    """Those in a role who have an account."""
    return [one for one in members if one.role == role and one.account]


def named(members: Sequence[Member], words: str) -> list[Member]:
    """Those with an account whose name stands in the words for who is responsible."""
    return [one for one in members if one.account and len(one.name) > 1 and one.name in words]


def reached(session: Session, enterprise_ids: Sequence[int]) -> set[int]:
    """Those of some enterprises in which somebody has an account."""
    person, bound = db.table(Person), db.table(Binding)
    found: set[int] = set()
    for ids in _parts(enterprise_ids):
        known = (
            core_select(person.c.enterprise_id)
            .join(bound, bound.c.person_id == person.c.id)
            .where(person.c.enterprise_id.in_(ids), person.c.active, person.c.role.in_(_ROLES))
        )
        found |= set(session.connection().execute(known.distinct()).scalars())
    return found


def told_first(session: Session, enterprise_ids: Sequence[int], now: datetime) -> Mapping[int, Sequence[Member]]:
    """Who of each enterprise hears what the office tells: safety managers, else the duty phone, else the principals.

    Nobody without an account is among them.
    """
    members = of_enterprises(session, enterprise_ids)
    held = holders(session, members, now)
    return {plant: _told_first(own, held.get(plant)) for plant, own in members.items()}


def _told_first(own: Sequence[Member], holder: Member | None) -> Sequence[Member]:
    if safety := reachable(own, Role.SAFETY):
        return safety
    if holder and holder.account:
        return [holder]
    return reachable(own, Role.PRINCIPAL) or reachable(own, Role.REPORTER)[:1]
