"""Whom a step of a ladder reaches: of many enterprises at once, and each account once, whatever it stands for."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from models import staff
from models.people import Role
from models.staff import Account, Member
from scheduler.ladder import Addressee


def addressees(
    session: Session, addressee: Addressee, enterprise_ids: Sequence[int], now: datetime
) -> Mapping[int, Sequence[Member]]:
    """Who of each enterprise a step speaks to: the duty phone, or the safety managers."""
    members = staff.of_enterprises(session, enterprise_ids)
    if addressee == Addressee.SAFETY:
        return {one: [member for member in own if member.role == Role.SAFETY] for one, own in members.items()}
    return {one: [holder] for one, holder in staff.holders(session, members, now).items()}


def by_account(to_whom: Iterable[tuple[int, Member]]) -> dict[int, list[int]]:
    """Enterprises by the person to write to: two rows of one account (who stands for two plants) are one person."""
    first: dict[Account | int, int] = {}
    merged: dict[int, list[int]] = {}
    for enterprise_id, member in to_whom:
        person_id = first.setdefault(member.account or member.id, member.id)
        merged.setdefault(person_id, []).append(enterprise_id)
    return merged
