"""Imports work groups and who sits in them, by channel and chat."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from bot.register import cells
from bot.register.cells import Wrong
from bot.register.desk import Desk, Imported, Plants, State, change, channel, finish
from bot.tables import Column, Row, Value
from models import db
from models.people import Group, GroupEnterprise

COLUMNS = (
    Column("群名称", ("群名", "工作群", "群聊名称"), required=True),
    Column("渠道", ("平台", "通道"), required=True),
    Column("群ID", ("群id", "群Id", "chatid", "ChatID", "群号")),
    Column("企业", ("企业名称", "群内企业", "单位", "单位名称", "成员企业")),
)
EXAMPLE = ("危化企业夜巡群", "app", "wrabc123", "某某化工有限公司、某某加油站")
NOTES = (
    "一行一个群，按渠道和群ID更新；不会删除群，也不会把企业移出群。",
    "群ID：平台给这个群的编号；空着的，用群名称。群机器人的群空着，群名称和配置里的chat一样。",
    "发不进去、已停发的群，再导入1次就重新发。",
    "企业：群里有哪些企业，写全称或简称，用、隔开。",
)


@dataclass(frozen=True)
class _Told:
    row: Row
    name: str
    channel: str
    chat: str
    enterprises: tuple[int, ...]

    @property
    def key(self) -> tuple[str, str]:
        """The chat, as its channel knows it."""
        return self.channel, self.chat


def groups(session: Session, rows: Sequence[Row], now: datetime, channels: Collection[str] = ()) -> Imported:
    """Adds and updates groups and puts enterprises into them."""
    desk, plants = Desk(), Plants(session)
    told = [_read(desk, plants, channels, row) for row in rows]
    _namesakes(desk, told)
    desk.stop()
    stored = {(one.channel, one.chat): one for one in session.exec(select(Group))}
    _remark_opened(desk, stored, told)
    inside = {(one.group_id, one.enterprise_id) for one in session.exec(select(GroupEnterprise))}
    states = [_keep(session, stored.get(one.key), inside, one) for one in told]
    return finish(session, now, "groups", "群", states, desk.notes)


def _read(desk: Desk, plants: Plants, channels: Collection[str], row: Row) -> _Told:
    name = desk.needed(row, "群名称", lambda value: cells.text(value, 100))
    return _Told(
        row=row,
        name=name,
        channel=desk.needed(row, "渠道", lambda value: channel(value, channels)),
        chat=desk.ask(row, "群ID", cells.account, "") or name,
        enterprises=desk.ask(row, "企业", lambda value: _enterprises(value, plants), ()),
    )


def _enterprises(value: Value, plants: Plants) -> tuple[int, ...]:
    found: list[int] = []
    wrong: list[str] = []
    for name in cells.several(value, 20_000):
        try:
            found.append(db.row_id(plants.find(name).id))
        except Wrong as one:
            wrong.append(str(one))
    if wrong:
        raise Wrong("；".join(wrong))
    return tuple(dict.fromkeys(found))


def _namesakes(desk: Desk, told: Sequence[_Told]) -> None:
    seen: dict[tuple[str, str], _Told] = {}
    for one in told:
        first = seen.setdefault(one.key, one)
        if first is not one and one.chat and one.channel:
            desk.wrong(one.row, "群ID", f"与第{first.row.number}行是同一个群，请合并成一行")


def _remark_opened(desk: Desk, stored: Mapping[tuple[str, str], Group], told: Sequence[_Told]) -> None:
    for one in told:
        group = stored.get(one.key)
        if group is not None and group.disabled_at is not None:
            desk.remark(one.row, "群名称", "停发过的群，从现在起又往里发")


def _keep(session: Session, stored: Group | None, inside: set[tuple[int, int]], one: _Told) -> State:
    group = stored or Group(name=one.name, channel=one.channel, chat=one.chat)
    opened = group.disabled_at is not None
    group.disabled_at, group.disabled_why = None, ""
    renamed = change(group, {"name": one.name})
    session.add(group)
    session.flush()
    new = [plant for plant in one.enterprises if (db.row_id(group.id), plant) not in inside]
    session.add_all(GroupEnterprise(group_id=db.row_id(group.id), enterprise_id=plant) for plant in new)
    return "new" if stored is None else "changed" if renamed or new or opened else "same"
