"""The county of the rehearsed year: its enterprises, their people and habits, the bureau, all drawn from one seed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from sqlmodel import Session

from models import calendar, db
from models.calendar import Rhythm
from models.lookup import Rows
from models.people import Binding, Enterprise, Group, GroupEnterprise, Person, Role
from models.rota import Shift
from tests.bench.county import SURNAMES, short

CHANNEL = "app"
GRIDS = ("东区", "西区")
GROUPS = {"东区": ("东区夜巡群", "east"), "西区": ("西区夜巡群", "west")}
RULES: dict[str, Rhythm | None] = {"": Rhythm(), "无储存经营": None, "夜班站": Rhythm(opens=time(22, 0))}
#: So many of a hundred enterprises are of a class; of those with a star every second holds a major hazard source.
CLASSES = {"生产*": 34, "储存*": 8, "经营": 16, "加油站": 28, "夜班站": 8, "无储存经营": 6}
#: How people report: so many of a hundred.
HABITS = {"reliable": 58, "forgetful": 12, "late": 8, "silent": 4, "wordy": 8, "finder": 7, "muddled": 3}
#: So many enterprises a safety manager looks after, in turn.
LOOKS_AFTER = (1, 1, 2, 1, 3, 1)
OFFICERS = (
    ("李明", Role.DUTY, ""),
    ("周宁", Role.DUTY, ""),
    ("孙莉", Role.DUTY, ""),
    ("王强", Role.LEADER, ""),
    ("陈峰", Role.LEADER, ""),
    ("江科", Role.HEAD, ""),
    ("赵静", Role.SUPERVISOR, "东区"),
    ("吴岩", Role.SUPERVISOR, "西区"),
    ("郑理", Role.ADMIN, ""),
)
#: Every so many days nobody was entered in the rota.
ROTA_GAP = 17


@dataclass(frozen=True)
class Plant:
    """An enterprise, how its people report, and their accounts; an empty one is somebody without an account."""

    number: int
    class_name: str
    major: bool
    grid: str
    habit: str
    guards: tuple[str, ...]
    manager: str
    principal: str
    in_group: bool
    new: bool  # registered when the year begins: its first nights are a trial

    @property
    def short(self) -> str:
        """Its short name."""
        return short(self.number)

    @property
    def rhythm(self) -> Rhythm | None:
        """When it goes round; None when it owes nothing."""
        return RULES[self.class_name] if self.class_name in RULES else RULES[""]


@dataclass(frozen=True)
class County:
    """All who take part."""

    plants: Sequence[Plant]
    officers: Sequence[tuple[str, Role, str]] = OFFICERS
    by_account: dict[str, list[Plant]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for plant in self.plants:
            for account in {*plant.guards, plant.manager, plant.principal} - {""}:
                self.by_account.setdefault(account, []).append(plant)


def drawn(seed: int, plants: int = 75) -> County:
    """A county of so many enterprises."""
    dice = Random(f"county/{seed}")
    managers = _managers(plants)
    return County([_plant(number, next(managers), dice) for number in range(1, plants + 1)])


def _managers(plants: int) -> Iterator[str]:
    """The account of the safety manager of each enterprise in turn."""
    manager, left = 0, 0
    for number in range(plants):
        if left == 0:
            left, manager = LOOKS_AFTER[manager % len(LOOKS_AFTER)], manager + 1
        left -= 1
        yield f"s{manager}" if number % 25 != 24 else ""


def _plant(number: int, manager: str, dice: Random) -> Plant:
    class_name = _of(CLASSES, dice)
    starred = class_name.endswith("*")
    habit = _of(HABITS, dice)
    mute = number % 40 == 0  # nobody of this enterprise has an account
    guards = (f"g{number}",) if dice.random() < 0.6 else (f"g{number}", f"h{number}")
    return Plant(
        number,
        class_name.rstrip("*"),
        major=starred and dice.random() < 0.5,
        grid=GRIDS[number % 2],
        habit=habit if not mute else "silent",
        guards=() if mute else guards,
        manager="" if mute else manager,
        principal=f"p{number}" if not mute and dice.random() < 0.7 else "",
        in_group=dice.random() < 0.6,
        new=dice.random() < 0.05,
    )


def _of(shares: dict[str, int], dice: Random) -> str:
    return dice.choices(list(shares), weights=list(shares.values()))[0]


def settle_in(session: Session, county: County, first: date, days: int) -> None:
    """Writes everybody into an empty database, and a rota for so many days."""
    start = calendar.midnight(first)
    session.add_all(_enterprise(plant, start) for plant in county.plants)
    session.flush()
    for plant in county.plants:
        _staff(session, plant, start)
    for grid, (name, chat) in GROUPS.items():
        group = Group(name=name, channel=CHANNEL, chat=chat)
        session.add(group)
        session.flush()
        inside = [one.number for one in county.plants if one.grid == grid]
        session.add_all(GroupEnterprise(group_id=db.row_id(group.id), enterprise_id=one) for one in inside)
    rows = {
        name: _person(session, name, role, None, (f"o{number}",), start, grid=grid)
        for number, (name, role, grid) in enumerate(county.officers)
    }
    session.add_all(_rota(first, days, rows))


def account_of(name: str) -> str:
    """The account of an officer."""
    return f"o{next(number for number, (one, _, _) in enumerate(OFFICERS) if one == name)}"


def _enterprise(plant: Plant, start: datetime) -> Enterprise:
    return Enterprise(
        id=plant.number,
        name=f"{plant.short}有限公司",
        shorts=plant.short,
        class_name=plant.class_name,
        major=plant.major,
        grid=plant.grid,
        registered_at=start if plant.new else start - timedelta(days=60),
    )


def _staff(session: Session, plant: Plant, start: datetime) -> None:
    family = SURNAMES[plant.number % len(SURNAMES)]
    shared = plant.number % 9 == 0  # two guards, one telephone
    _person(session, f"{family}强", Role.REPORTER, plant.number, plant.guards[:1], start)
    if shared:
        _person(session, f"{family}勇", Role.REPORTER, plant.number, plant.guards[:1], start)
    for account in plant.guards[1:]:
        _person(session, f"{family}夜", Role.REPORTER, plant.number, (account,), start)
    manager = f"安{plant.manager.removeprefix('s')}" if plant.manager else f"{family}安"
    _person(session, manager, Role.SAFETY, plant.number, (plant.manager,) if plant.manager else (), start)
    _person(session, f"{family}总", Role.PRINCIPAL, plant.number, (plant.principal,) if plant.principal else (), start)


def _person(
    session: Session,
    name: str,
    role: Role,
    plant: int | None,
    accounts: Sequence[str],
    start: datetime,
    *,
    grid: str = "",
) -> int:
    person = _PERSONS.add(session, name=name, role=role, enterprise_id=plant, phone="13800138000", grid=grid)
    for account in accounts:
        _BOUND.add(session, channel=CHANNEL, user_id=account, person_id=person.id, bound_at=start)
    return db.row_id(person.id)


_PERSONS, _BOUND = Rows(Person), Rows(Binding)


def _rota(first: date, days: int, people: dict[str, int]) -> Iterator[Shift]:
    """Who is on duty from 8:30 to 8:30."""
    duty = [people[name] for name, role, _ in OFFICERS if role == Role.DUTY]
    leaders = [people[name] for name, role, _ in OFFICERS if role == Role.LEADER]
    for ahead in range(-1, days + 2):
        if ahead % ROTA_GAP == ROTA_GAP - 1:
            continue
        starts = calendar.at(first + timedelta(days=ahead), time(8, 30))
        yield Shift(
            starts_at=starts,
            ends_at=starts + timedelta(days=1),
            officer_id=duty[ahead % len(duty)],
            leader_id=leaders[ahead // 7 % len(leaders)],
        )
