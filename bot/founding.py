"""A group that an app makes by itself, of those who belong into a group of the sheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from bot.channels.base import Channel, Founding
from models import audit, db
from models.errors import Refused
from models.people import Binding, Group, GroupEnterprise, Person, Role

#: Who of the bureau sits in a group of enterprises.
OFFICERS = (Role.DUTY, Role.SUPERVISOR, Role.HEAD, Role.ADMIN)
LEAST, MOST = 2, 2000


@dataclass(frozen=True)
class Plan:
    """A group to be made: by which channel, who owns it, who sits in it, and who has no account there."""

    group: int
    channel: str
    name: str
    owner: str
    members: tuple[str, ...]
    left_out: tuple[str, ...]


def plan(session: Session, channels: Mapping[str, Channel], name: str, owner: str = "") -> Plan:
    """What is to be made of a row of the sheet of groups; raises Refused with what is missing."""
    rows = session.exec(select(Group).where(Group.name == name)).all()
    made = [one for one in rows if isinstance(channels.get(one.channel), Founding)]
    if not made:
        raise Refused(
            f"no group {name} with a channel that makes groups: yexun import groups (群名称, 渠道, 企业) first"
        )
    group = made[0]
    if group.chat != name:
        raise Refused(f"the group {name} of {group.channel} is there already, its 群ID is {group.chat}")
    people = _people(session, db.row_id(group.id))
    accounts = _accounts(session, group.channel, people)
    members = tuple(dict.fromkeys(accounts[one.id] for one in people if one.id in accounts))
    if not LEAST <= len(members) <= MOST:
        raise Refused(f"{len(members)} of them have an account on {group.channel}; a group has {LEAST} to {MOST}")
    left_out = tuple(one.name for one in people if one.id not in accounts)
    return Plan(db.row_id(group.id), group.channel, name, _owner(people, accounts, owner), members, left_out)


def _people(session: Session, group: int) -> list[Person]:
    """The officers, then the people of the enterprises that sit there."""
    inside = select(GroupEnterprise.enterprise_id).where(GroupEnterprise.group_id == group)
    active = select(Person).where(col(Person.active)).order_by(col(Person.id))
    officers = session.exec(active.where(col(Person.role).in_([one.value for one in OFFICERS]))).all()
    return [*officers, *session.exec(active.where(col(Person.enterprise_id).in_(inside))).all()]


def _accounts(session: Session, channel: str, people: list[Person]) -> dict[int | None, str]:
    wanted = {one.id for one in people}
    bound = session.exec(select(Binding).where(Binding.channel == channel).order_by(col(Binding.id)))
    return {one.person_id: one.user_id for one in bound if one.person_id in wanted}


def _owner(people: list[Person], accounts: Mapping[int | None, str], name: str) -> str:
    """The account of whoever is named, else of the first who has one."""
    found = [accounts[one.id] for one in people if one.id in accounts and name in ("", one.name)]
    if not found:
        raise Refused(f"{name} has no account there, or does not belong into this group")
    return found[0]


def note(session: Session, made: Plan, chat: str, now: datetime) -> None:
    """The group is there: from now on it is spoken to by its chat."""
    group = session.get_one(Group, made.group)
    group.chat, group.disabled_at, group.disabled_why = chat, None, ""
    session.add(group)
    audit.record(session, now, "admin", "group.created", f"group:{made.group}", {"members": len(made.members)})
