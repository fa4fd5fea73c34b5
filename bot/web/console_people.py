"""Who sits at the chat page: the accounts of the console channel, whom they stand for, and their groups."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from models import people, rota
from models.people import Binding, Enterprise, Group, GroupEnterprise, Person, Role

BOT_NAME = "夜巡"
STRANGER_NAME = "没登记的人"
#: Accounts that belong to nobody yet; the first that is still unknown is offered.
STRANGERS = tuple(f"mosheng-{number}" for number in range(1, 100))
_ORDER = {role: place for place, role in enumerate([Role.DUTY, Role.SUPERVISOR, Role.HEAD, Role.LEADER, Role.EXPERT])}


@dataclass(frozen=True)
class Who:
    """An account of the channel and whom it stands for; ``org`` is what stands behind the name."""

    user: str
    name: str
    role: str = ""
    org: str = ""
    officer: bool = False
    enterprises: frozenset[int] = frozenset()


BOT = Who(user="", name=BOT_NAME)


@dataclass(frozen=True)
class Circle:
    """People who belong together: one enterprise, or the officers."""

    title: str
    note: str
    search: str
    people: tuple[Who, ...]


@dataclass(frozen=True)
class Cast:
    """Whom the guide of the page speaks of: a guard, who looks after that enterprise, who is on duty and who leads."""

    visitor: str = ""
    safety: str = ""
    supervisor: str = ""
    officer: str = ""
    leader: str = ""


@dataclass
class Folk:
    """Everybody with an account on a channel."""

    accounts: dict[str, Who]
    enterprises: dict[int, Enterprise]
    members: dict[int, frozenset[int]] = field(default_factory=dict)

    def who(self, user: str) -> Who:
        """The account of that user id, or a stranger."""
        return self.accounts.get(user) or Who(user=user, name=STRANGER_NAME)

    def size_of(self, group: Group) -> int:
        """How many accounts sit in a group, with the bot."""
        return 1 + sum(self.sits(who, group) for who in self.accounts.values())

    def sits(self, who: Who, group: Group) -> bool:
        """Whether somebody sits in a group: officers in all, others in those of their enterprise."""
        return who.officer or bool(who.enterprises & self.members.get(group.id or 0, frozenset()))

    def stranger(self) -> Who:
        """An account that nobody knows yet."""
        free = next((user for user in STRANGERS if user not in self.accounts), STRANGERS[0])
        return Who(user=free, name=STRANGER_NAME, org="新手机")

    def circles(self) -> list[Circle]:
        """The officers by role, the enterprises in the order of their entry, and the stranger."""
        officers = [who for who in self.accounts.values() if who.officer]
        officers.sort(key=lambda who: _ORDER.get(Role(who.role), len(_ORDER)))
        plants = [self._circle(key, one) for key, one in self.enterprises.items()]
        stranger = Circle("没登记的手机", "机器人不认识", "没登记 陌生 stranger", (self.stranger(),))
        return [Circle("值班室", "", "值班室", tuple(officers)), *[one for one in plants if one.people], stranger]

    def _circle(self, key: int, enterprise: Enterprise) -> Circle:
        people = tuple(who for who in self.accounts.values() if key in who.enterprises)
        note = f"{enterprise.class_name}·重大危险源" if enterprise.major else enterprise.class_name
        return Circle(enterprise.short, note, f"{enterprise.name} {enterprise.shorts}", people)


def folk(session: Session, channel: str) -> Folk:
    """Everybody with an account on a channel, with their enterprises and groups."""
    enterprises = {one.id or 0: one for one in session.exec(select(Enterprise).order_by(col(Enterprise.id)))}
    bound = session.exec(
        select(Binding.user_id, Person)
        .join(Person, col(Person.id) == col(Binding.person_id))
        .where(Binding.channel == channel, col(Person.active))
        .order_by(col(Person.id))
    ).all()
    persons: dict[str, list[Person]] = {}
    for user, person in bound:
        persons.setdefault(user, []).append(person)
    accounts = {user: _who(user, behind, enterprises) for user, behind in persons.items()}
    return Folk(accounts, enterprises, _members(session))


def _who(user: str, persons: Sequence[Person], enterprises: dict[int, Enterprise]) -> Who:
    persons = sorted(persons, key=lambda person: not person.is_officer)
    first = persons[0]
    keys = [person.enterprise_id for person in persons if person.enterprise_id in enterprises]
    plants = "、".join(dict.fromkeys(enterprises[key].short for key in keys if key is not None))
    told = (first.role, first.grid) if first.is_officer else (plants, first.post or first.role)
    return Who(
        user=user,
        name=first.name,
        role=first.role,
        org=" ".join(told).strip(),
        officer=first.is_officer,
        enterprises=frozenset(key for key in keys if key is not None),
    )


def _members(session: Session) -> dict[int, frozenset[int]]:
    members: dict[int, set[int]] = {}
    for row in session.exec(select(GroupEnterprise)):
        members.setdefault(row.group_id, set()).add(row.enterprise_id)
    return {group: frozenset(keys) for group, keys in members.items()}


def groups_of(session: Session, known: Folk, channel: str, user: str) -> list[Group]:
    """The groups of the channel that somebody sits in."""
    groups = session.exec(select(Group).where(Group.channel == channel).order_by(col(Group.id)))
    return [group for group in groups if known.sits(known.who(user), group)]


def cast(session: Session, known: Folk, now: datetime) -> Cast:
    """Whom the guide speaks of: the first guard, those who look after that enterprise, officer and leader on duty."""
    guards = [who for who in known.accounts.values() if not who.officer]
    plant = session.get(Enterprise, min(guards[0].enterprises)) if guards and guards[0].enterprises else None
    return Cast(
        visitor=guards[0].user if guards else known.stranger().user,
        safety=_account(known, people.with_role(session, Role.SAFETY, plant.id)) if plant else "",
        supervisor=_account(known, people.supervisors(session, plant)) if plant else "",
        officer=_account(known, rota.officers_on_duty(session, now)),
        leader=_account(known, rota.leaders_on_duty(session, now)),
    )


def _account(known: Folk, persons: Iterable[Person]) -> str:
    names = {(person.name, person.role) for person in persons}
    return next((who.user for who in known.accounts.values() if (who.name, who.role) in names), "")
