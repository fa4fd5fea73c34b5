"""Enterprises, people, their bindings to platform accounts, and groups; roles, scope and who may do what."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint, bindparam, update
from sqlmodel import Field, Session, SQLModel, String, col, select

from models import db
from models.lookup import LookupOf, Rows


class Role(StrEnum):
    """What a person is; the values are what the import files say (docs/WORDS.md)."""

    REPORTER = "报送员"
    SAFETY = "安全员"
    PRINCIPAL = "主要负责人"
    DUTY = "值班员"
    SUPERVISOR = "监管员"
    HEAD = "科长"
    LEADER = "带班领导"
    EXPERT = "专家"
    ADMIN = "管理员"


#: Those who speak for an enterprise; everybody else is an officer (docs/DECISIONS.md, Who).
ENTERPRISE_ROLES = frozenset({Role.REPORTER, Role.SAFETY, Role.PRINCIPAL})


class Right(StrEnum):
    """What somebody may want to do; `may` answers for each."""

    REPORT = "report"  # send in for an enterprise
    SEE = "see"  # ask about one enterprise
    SEE_ALL = "see_all"  # ask about all enterprises
    REMIND = "remind"  # have the bot remind enterprises
    INVITE = "invite"  # give out a binding code
    ASSIGN = "assign"  # enter a hazard of an enterprise and assign it
    DECIDE = "decide"  # decide about more time
    RECHECK = "recheck"  # re-check, close, void a hazard, say how grave it is
    VERIFY = "verify"  # say for the enterprise that its own find is fixed
    PROXY = "proxy"  # enter what an enterprise told by phone
    TAKE_OVER = "take_over"  # take an incident in hand
    CALENDAR = "calendar"  # say which days the office works
    ROTA = "rota"  # say who is on duty
    CONTACTS = "contacts"  # have everybody asked for a sign
    ADMIN = "admin"  # see who is not bound, what went wrong


class Enterprise(SQLModel, table=True):
    """A plant, depot, filling station or shop under supervision."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=200)
    shorts: str = ""  # several with 、
    class_name: str = Field(default="", index=True, max_length=40)
    major: bool = False  # holds a major hazard source 重大危险源
    grid: str = ""
    address: str = ""
    principal: str = ""
    phone: str = ""
    goods: str = ""  # what it holds 物料, several with 、; empty: nobody entered it
    places: str = ""  # of what kind its site is 特点: 露天罐区、低洼
    active: bool = True
    registered_at: datetime

    @property
    def short(self) -> str:
        """The name that fits a line of a phone."""
        return self.shorts.split("、")[0] if self.shorts else self.name

    @property
    def starred(self) -> str:
        """The short name, with ★ behind a major hazard source."""
        return f"{self.short}★" if self.major else self.short


class Person(SQLModel, table=True):
    """Somebody in an enterprise or in the bureau; who stands for two plants has two rows."""

    __table_args__ = (db.one_of("role", Role), UniqueConstraint("name", "role", "enterprise_id"))

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=40)
    role: str = Field(sa_type=String, max_length=20)
    enterprise_id: int | None = Field(default=None, foreign_key="enterprise.id", index=True)
    post: str = ""
    grid: str = ""
    phone: str = ""
    active: bool = True

    @property
    def is_officer(self) -> bool:
        """Whether this person works for the bureau."""
        return self.role not in ENTERPRISE_ROLES


#: The enterprises and the people, each by its number.
ENTERPRISES: Rows[Enterprise] = Rows(Enterprise)
PERSONS: Rows[Person] = Rows(Person)


class Binding(SQLModel, table=True):
    """A platform account that belongs to a person; many to many."""

    __table_args__ = (UniqueConstraint("channel", "user_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    channel: str = Field(max_length=40)
    user_id: str = Field(max_length=128)
    person_id: int = Field(foreign_key="person.id", index=True)
    bound_at: datetime
    how: str = "import"  # import, words, code


class BindingCode(SQLModel, table=True):
    """Six digits that bind whoever sends them first to a person."""

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(index=True, max_length=64)
    person_id: int = Field(foreign_key="person.id")
    issued_by: int = Field(foreign_key="person.id")
    expires_at: datetime
    used_at: datetime | None = None


class Stranger(SQLModel, table=True):
    """An account that wrote to us and that we do not know; told once, shown to the admin."""

    __table_args__ = (UniqueConstraint("channel", "user_id"),)

    id: int | None = Field(default=None, primary_key=True)
    channel: str = Field(max_length=40)
    user_id: str = Field(max_length=128)
    first_at: datetime
    wrong_codes: int = 0
    wrong_code_at: datetime | None = None
    bound_at: datetime | None = None


class Group(SQLModel, table=True):
    """A chat in which enterprises and officers sit together.

    It is shut (``disabled_at``) when the platform will take nothing for it any more, until it is imported anew.
    """

    __tablename__ = "work_group"
    __table_args__ = (UniqueConstraint("channel", "chat"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=100)
    channel: str = Field(max_length=40)
    chat: str = Field(max_length=128)
    disabled_at: datetime | None = None
    disabled_why: str = ""


class GroupEnterprise(SQLModel, table=True):
    """An enterprise that sits in a group."""

    group_id: int = Field(foreign_key="work_group.id", primary_key=True)
    enterprise_id: int = Field(foreign_key="enterprise.id", primary_key=True)


def of_account(session: Session, channel: str, user_id: str) -> list[Person]:
    """The active people that an account stands for; officers first, then by row."""
    found = _OF_ACCOUNT.all(session, channel=channel, account=user_id)
    return sorted(found, key=lambda person: not person.is_officer)


_OF_ACCOUNT: LookupOf[Person] = LookupOf(
    select(Person)
    .join(Binding, col(Binding.person_id) == col(Person.id))
    .where(
        col(Binding.channel) == bindparam("channel"), col(Binding.user_id) == bindparam("account"), col(Person.active)
    )
    .order_by(col(Person.id))
)


def accounts(session: Session, person_id: int) -> Sequence[Binding]:
    """The accounts of a person, the oldest first."""
    return _ACCOUNTS.all(session, person=person_id)


_ACCOUNTS: LookupOf[Binding] = LookupOf(
    select(Binding).where(col(Binding.person_id) == bindparam("person")).order_by(col(Binding.id))
)


def with_role(session: Session, role: Role, enterprise_id: int | None = None) -> Sequence[Person]:
    """Everybody active in a role, of one enterprise where one is given, in the order of entry."""
    if enterprise_id is None:
        return _WITH_ROLE.all(session, role=role.value)
    return _WITH_ROLE_AT.all(session, role=role.value, plant=enterprise_id)


_IN_ROLE = select(Person).where(col(Person.role) == bindparam("role"), col(Person.active)).order_by(col(Person.id))
_WITH_ROLE: LookupOf[Person] = LookupOf(_IN_ROLE)
_WITH_ROLE_AT: LookupOf[Person] = LookupOf(_IN_ROLE.where(col(Person.enterprise_id) == bindparam("plant")))


def shut(session: Session, channel: str, chat: str, why: str, now: datetime) -> Group | None:
    """Shuts a group for which the platform takes nothing any more; None when it was shut already.

    A chat that nobody imported gets its row, so that what is true of it survives a restart.
    """
    made = db.insert(session, Group).on_conflict_do_nothing(index_elements=["channel", "chat"])
    session.connection().execute(made, {"name": chat[:100], "channel": channel, "chat": chat, "disabled_why": ""})
    here = (col(Group.channel) == channel, col(Group.chat) == chat)
    changed = session.connection().execute(
        update(db.table(Group)).where(*here, col(Group.disabled_at).is_(None)).values(disabled_at=now, disabled_why=why)
    )
    return session.exec(select(Group).where(*here)).one() if changed.rowcount else None


def why_shut(session: Session, channel: str, chat: str) -> str:
    """Why nothing can be said in a chat; empty when it can."""
    shut_here = select(Group).where(Group.channel == channel, Group.chat == chat, col(Group.disabled_at).is_not(None))
    found = session.exec(shut_here).first()
    return found.disabled_why if found else ""


def same_group(session: Session, channel: str, chat: str) -> Sequence[Group]:
    """The rows of one group: the chat itself first, then those of the same name, by which other channels know it.

    Where a channel has two of that name nobody knows which is meant, and none of them is.
    """
    own = session.exec(select(Group).where(Group.channel == channel, Group.chat == chat)).first()
    if own is None:
        return []
    named = session.exec(select(Group).where(Group.name == own.name).order_by(col(Group.id))).all()
    times = Counter(one.channel for one in named)
    if times[channel] > 1:
        return [own]
    return [own, *(one for one in named if one is not own and times[one.channel] == 1)]


def by_name(session: Session, name: str) -> Enterprise | None:
    """The enterprise of that full name."""
    return _OF_NAME.first(session, name=name)


_OF_NAME: LookupOf[Enterprise] = LookupOf(select(Enterprise).where(col(Enterprise.name) == bindparam("name")))


def supervisors(session: Session, enterprise: Enterprise) -> list[Person]:
    """Those who answer for an enterprise: by grid, or everybody whose grid is empty."""
    everybody = with_role(session, Role.SUPERVISOR)
    own = [person for person in everybody if person.grid and person.grid == enterprise.grid]
    return own or [person for person in everybody if not person.grid]


_EVERYWHERE = frozenset({Role.DUTY, Role.HEAD, Role.LEADER, Role.ADMIN})
_ASKING = frozenset({Right.SEE, Right.SEE_ALL, Right.REMIND})
_RIGHTS: dict[str, frozenset[Right]] = {
    Role.REPORTER: frozenset({Right.REPORT, Right.SEE}),
    Role.SAFETY: frozenset({Right.REPORT, Right.SEE, Right.INVITE, Right.VERIFY}),
    Role.PRINCIPAL: frozenset({Right.REPORT, Right.SEE, Right.VERIFY}),
    Role.DUTY: _ASKING | {Right.CONTACTS, Right.ASSIGN, Right.PROXY, Right.TAKE_OVER},
    Role.SUPERVISOR: _ASKING | {Right.ASSIGN, Right.PROXY, Right.TAKE_OVER, Right.DECIDE, Right.RECHECK},
    Role.HEAD: _ASKING
    | {Right.ASSIGN, Right.PROXY, Right.TAKE_OVER, Right.DECIDE, Right.RECHECK, Right.ROTA, Right.CONTACTS},
    Role.LEADER: _ASKING | {Right.CONTACTS, Right.ASSIGN, Right.TAKE_OVER, Right.DECIDE, Right.CALENDAR, Right.ROTA},
    Role.EXPERT: frozenset({Right.SEE, Right.ASSIGN}),
    Role.ADMIN: _ASKING | {Right.CONTACTS, Right.INVITE, Right.ADMIN, Right.CALENDAR, Right.ROTA},
}


def may(person: Person, right: Right, enterprise: Enterprise | None = None) -> bool:
    """Whether a person has a right, over one enterprise where one is named: the only place that decides it.

    People of an enterprise have their rights over their own; a supervisor or expert with a grid over that grid
    when one enterprise is named; duty officers, heads, leaders and admins everywhere.
    """
    if right not in _RIGHTS.get(person.role, frozenset()):
        return False
    if enterprise is None or person.role in _EVERYWHERE:
        return True
    if person.is_officer:
        return not person.grid or person.grid == enterprise.grid
    return person.enterprise_id == enterprise.id


def anyone_may(persons: Iterable[Person], right: Right, enterprise: Enterprise | None = None) -> bool:
    """Whether one of the people that an account stands for has the right."""
    return any(may(person, right, enterprise) for person in persons)


@dataclass(frozen=True)
class Scope:
    """Over which enterprises somebody has a right: all of them, those of some grids, and their own."""

    everywhere: bool = False
    grids: frozenset[str] = frozenset()
    enterprises: frozenset[int] = frozenset()

    def holds(self, enterprise: Enterprise) -> bool:
        """Whether one enterprise lies within."""
        return self.everywhere or enterprise.id in self.enterprises or enterprise.grid in self.grids


def scope(persons: Iterable[Person], right: Right) -> Scope:
    """What `may` allows over all enterprises at once, for questions that count in the database."""
    having = [person for person in persons if right in _RIGHTS.get(person.role, frozenset())]
    officers = [person for person in having if person.is_officer]
    return Scope(
        everywhere=any(person.role in _EVERYWHERE or not person.grid for person in officers),
        grids=frozenset(person.grid for person in officers),
        enterprises=frozenset(one.enterprise_id for one in having if not one.is_officer and one.enterprise_id),
    )
