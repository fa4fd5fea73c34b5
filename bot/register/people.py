"""Imports people, by channel and user id, else by name, role and enterprise; two plants are two rows."""

import difflib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from bot.register import cells
from bot.register.cells import Wrong
from bot.register.desk import Desk, Imported, Plants, State, change, channel, finish
from bot.tables import Column, Row, Value
from handlers.people import KEPT
from models import db, inbox
from models.people import ENTERPRISE_ROLES, Binding, Person, Role, Stranger

COLUMNS = (
    Column("姓名", ("人员姓名", "名字", "人员"), required=True),
    Column("角色", ("人员角色", "身份"), required=True),
    Column("企业名称", ("单位名称", "所属企业", "所在企业", "公司名称", "企业", "单位")),
    Column("岗位", ("职务", "职位", "岗位职务")),
    Column("网格", ("所属网格", "监管网格", "片区", "辖区", "乡镇")),
    Column("手机号", ("手机", "手机号码", "联系电话", "电话", "联系方式")),
    Column("渠道", ("平台", "通道")),
    Column("用户ID", ("用户id", "用户Id", "账号", "帐号", "userid", "UserID", "成员账号")),
    Column("状态", ("在岗状态", "是否在岗")),
)
EXAMPLE = ("张三", "报送员", "某某化工有限公司", "门卫", "", "13800138000", "app", "ZhangSan", "在用")
NOTES = (
    "一行一个人在一家企业的一个角色；同一个人管两家企业写两行。",
    f"角色只能是：{'、'.join(Role)}。前三种是企业的人，要写企业名称；其余是局里的人，企业名称空着。",
    "渠道和用户ID要么都写，要么都空着：渠道是配置里的渠道名，用户ID是这个人在平台上的账号。",
    "状态：在用或停用，不写就是不改；停用的人不再收到消息，他的账号也不再算他的。",
    "按渠道和用户ID更新；没写的按姓名、角色、企业更新。空着的格子不改动；不会删除人员。",
)
_ROLE_WORDS = {"报送人": Role.REPORTER, "报送人员": Role.REPORTER, "安全管理员": Role.SAFETY, "值班人员": Role.DUTY}
Identity = tuple[str, str, int | None]


@dataclass(frozen=True)
class _Told:
    row: Row
    name: str
    role: str  # empty where it could not be read
    enterprise_id: int | None
    account: tuple[str, str]  # channel and user id, both empty where none is given
    facts: dict[str, str | bool]

    @property
    def identity(self) -> Identity:
        """Who this is where no account says it."""
        return self.name, self.role, self.enterprise_id


def people(session: Session, rows: Sequence[Row], now: datetime, channels: Collection[str] = ()) -> Imported:
    """Adds and updates people and binds their accounts; messages they sent as strangers are handled after all."""
    desk, plants = Desk(), Plants(session)
    told = [_read(desk, plants, channels, row) for row in rows]
    _contradictions(desk, told)
    desk.stop()
    known = _Known(session)
    persons = known.match(told)
    before = {id(person) for person in persons if person.id is not None}
    changed = {id(person) for person, one in zip(persons, told, strict=True) if _keep(session, person, one)}
    session.flush()
    bound = {id(person) for person, one in zip(persons, told, strict=True) if _bind(session, known, person, one, now)}
    states = {id(person): _state(id(person), before, changed | bound) for person in persons}
    return finish(session, now, "people", "人员", states.values(), desk.notes)


def _state(person: int, before: set[int], changed: set[int]) -> State:
    return "new" if person not in before else "changed" if person in changed else "same"


def _read(desk: Desk, plants: Plants, channels: Collection[str], row: Row) -> _Told:
    role = desk.ask(row, "角色", _role, "")
    unsaid: bool | str = ""
    return _Told(
        row=row,
        name=desk.needed(row, "姓名", lambda value: cells.text(value, 40)),
        role=role,
        enterprise_id=desk.ask(row, "企业名称", lambda value: _enterprise(value, role, plants), None),
        account=_account(desk, channels, row),
        facts={
            "post": desk.text(row, "岗位"),
            "grid": desk.text(row, "网格"),
            "phone": desk.ask(row, "手机号", cells.phone, ""),
            "active": desk.ask(row, "状态", cells.in_use, unsaid),
        },
    )


def _account(desk: Desk, channels: Collection[str], row: Row) -> tuple[str, str]:
    """Channel and user id; both or neither."""
    before = len(desk.faults)
    name = desk.ask(row, "渠道", lambda value: channel(value, channels), "")
    user_id = desk.ask(row, "用户ID", cells.account, "")
    if bool(name) != bool(user_id) and len(desk.faults) == before:
        empty, other = ("用户ID", "渠道") if name else ("渠道", "用户ID")
        desk.wrong(row, empty, f"空着，而“{other}”写了：两个要么都写，要么都空着")
    return name, user_id


def _role(value: Value) -> str:
    told = cells.text(value)
    if told in _ROLE_WORDS:
        return _ROLE_WORDS[told]
    try:
        return Role(told)
    except ValueError as error:
        near = difflib.get_close_matches(told, list(Role), n=1)
        likely = f"，是不是“{near[0]}”？" if near else ""
        raise Wrong(f"“{told}”不是角色{likely}只能写：{'、'.join(Role)}") from error


def _enterprise(value: Value, role: str, plants: Plants) -> int | None:
    name = cells.text(value)
    if not role:
        return None
    if role in ENTERPRISE_ROLES:
        if not name:
            raise Wrong(f"{role}是企业的人，请写企业名称")
        return db.row_id(plants.find(name).id)
    if name:
        raise Wrong(f"{role}是局里的人，请把这一格空着")
    return None


def _contradictions(desk: Desk, told: Sequence[_Told]) -> None:
    """Two rows for one person may name two accounts, and nothing else that differs."""
    seen: dict[Identity, _Told] = {}
    for one in told:
        first = seen.setdefault(one.identity, one)
        if first is one or not (one.name and one.role):
            continue
        if first.account == one.account:
            desk.wrong(one.row, "姓名", f"与第{first.row.number}行重复，请删去一行")
        elif any(mine and theirs and mine != theirs for mine, theirs in _pairs(one, first)):
            desk.wrong(
                one.row,
                "姓名",
                f"与第{first.row.number}行同名同角色，写的却不一样；是两个人的，请在姓名后区别，如“张伟（小）”",
            )


def _pairs(one: _Told, other: _Told) -> list[tuple[str | bool, str | bool]]:
    return [(one.facts[name], other.facts[name]) for name in one.facts]


class _Known:
    """Who is in the ledger: by identity and by account."""

    def __init__(self, session: Session) -> None:
        everybody = {db.row_id(one.id): one for one in session.exec(select(Person).order_by(col(Person.id)))}
        self.by_identity: dict[Identity, Person] = {}
        for one in everybody.values():
            self.by_identity.setdefault((one.name, one.role, one.enterprise_id), one)
        self.bindings = {(one.channel, one.user_id, one.person_id) for one in session.exec(select(Binding))}
        self.by_account: dict[tuple[str, str], list[Person]] = {}
        for name, user_id, person_id in sorted(self.bindings):
            self.by_account.setdefault((name, user_id), []).append(everybody[person_id])
        self.strangers = {(one.channel, one.user_id): one for one in session.exec(select(Stranger))}

    def match(self, told: Sequence[_Told]) -> list[Person]:
        """The person of each row: the very same first, then whoever has the account there, else a new one."""
        taken = {id(self.by_identity[one.identity]) for one in told if one.identity in self.by_identity}
        persons: list[Person] = []
        for one in told:
            person = self.by_identity.get(one.identity) or self._renamed(one, taken) or _new(one)
            taken.add(id(person))
            self.by_identity[one.identity] = person
            persons.append(person)
        return persons

    def _renamed(self, one: _Told, taken: set[int]) -> Person | None:
        """Whoever has the account in that enterprise under another name or role, and has no row of their own."""
        free = [
            person
            for person in self.by_account.get(one.account, [])
            if person.enterprise_id == one.enterprise_id and id(person) not in taken
        ]
        likely = [person for person in free if person.role == one.role] or free
        return likely[0] if len(likely) == 1 else None


def _new(one: _Told) -> Person:
    return Person(name=one.name, role=one.role, enterprise_id=one.enterprise_id)


def _keep(session: Session, person: Person, one: _Told) -> bool:
    changed = change(person, {"name": one.name, "role": one.role, **one.facts})
    session.add(person)
    return changed


def _bind(session: Session, known: _Known, person: Person, one: _Told, now: datetime) -> bool:
    name, user_id = one.account
    if not user_id or (name, user_id, db.row_id(person.id)) in known.bindings:
        return False
    known.bindings.add((name, user_id, db.row_id(person.id)))
    session.add(Binding(channel=name, user_id=user_id, person_id=db.row_id(person.id), bound_at=now))
    stranger = known.strangers.get(one.account)
    if stranger is not None and stranger.bound_at is None:
        stranger.bound_at = now
        inbox.reopen(session, name, user_id, now - KEPT)
    return True
