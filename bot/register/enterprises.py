"""Imports enterprises, by their full name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from bot.handling import REGISTER
from bot.register import cells
from bot.register.cells import Wrong
from bot.register.desk import Desk, Imported, State, change, finish, key
from bot.tables import Column, Row, Value
from models import runs
from models.people import Enterprise

COLUMNS = (
    Column("企业名称", ("单位名称", "公司名称", "企业全称", "单位", "企业", "名称"), required=True),
    Column("简称", ("企业简称", "单位简称", "别名")),
    Column("类别", ("企业类别", "企业类型", "类型", "行业", "行业类别")),
    Column("网格", ("所属网格", "监管网格", "片区", "辖区", "乡镇")),
    Column("地址", ("企业地址", "单位地址", "详细地址", "所在地", "经营地址")),
    Column("主要负责人", ("负责人", "企业负责人", "法人", "法定代表人")),
    Column("联系电话", ("电话", "手机", "手机号", "手机号码", "联系方式", "负责人电话", "值班电话")),
    Column("物料", ("主要危化品", "危化品", "主要危险化学品", "危险化学品", "危险物料", "主要物料", "储存品种")),
    Column("特点", ("场所特点", "场地特点", "企业特点")),
)
EXAMPLE = (
    "某某化工有限公司",
    "某某化工、某某",
    "生产、重大危险源",
    "东片",
    "某某路1号",
    "张三",
    "13800138000",
    "乙醇、丙酮",
    "露天罐区",
)
NOTES = (
    "一行一家企业，按企业名称更新：已有的企业只改填了的格子，空着的格子不改动；不会删除企业。",
    "简称：群里大家怎么叫，可写几个，用、隔开；第一个用于名单和回执。",
    "类别：如 生产、经营、使用、加油站；属于重大危险源的另加“重大危险源”，用、隔开。",
    "联系电话：11位手机号，或带区号的座机。",
    "物料：存的、用的主要危化品，几种用、隔开；高温、暴雨等预警按它找企业；没有的写无。",
    "特点：露天罐区、低洼、临河 等，几种用、隔开；没有就空着。",
)
_MAJOR = "重大危险源"
_MAJOR_TOKENS = {_MAJOR, f"{_MAJOR}企业", *(f"{level}级{_MAJOR}" for level in "一二三四")}


_TOTALS = {"合计", "总计", "小计"}


@dataclass(frozen=True)
class _Class:
    name: str = ""
    major: bool = False


def enterprises(session: Session, rows: Sequence[Row], now: datetime) -> Imported:
    """Adds and updates enterprises; a new one is registered now, so its first night is the next to open."""
    desk = Desk()
    told = [_read(desk, row) for row in rows]
    _namesakes(desk, rows, told)
    desk.stop()
    stored = {key(one.name): one for one in session.exec(select(Enterprise))}
    states = [_keep(session, stored.get(key(str(one["name"]))), one, now) for one in told]
    runs.beat(session, REGISTER, now)  # a running service then learns the names anew
    return finish(session, now, "enterprises", "企业", states, desk.notes)


def _read(desk: Desk, row: Row) -> dict[str, str | bool]:
    class_ = desk.ask(row, "类别", _class, _Class())
    told: dict[str, str | bool] = {
        "name": desk.needed(row, "企业名称", _name),
        "shorts": "、".join(desk.ask(row, "简称", cells.several, [])),
        "class_name": class_.name,
        "grid": desk.text(row, "网格"),
        "address": desk.text(row, "地址"),
        "principal": desk.text(row, "主要负责人"),
        "phone": desk.ask(row, "联系电话", cells.phone, ""),
        "goods": "、".join(desk.ask(row, "物料", lambda value: cells.several(value, 500), [])),
        "places": "、".join(desk.ask(row, "特点", cells.several, [])),
    }
    return told | ({"major": class_.major} if class_.name else {})


def _name(value: Value) -> str:
    name = cells.text(value)
    if name in _TOTALS:
        raise Wrong(f"“{name}”不是企业，请删去这一行")
    return name


def _class(value: Value) -> _Class:
    """A class, and whether it comes with a major hazard source."""
    tokens = cells.several(value)
    unclear = [token for token in tokens if _MAJOR in token and token not in _MAJOR_TOKENS]
    if unclear:
        raise Wrong(f"看不懂“{unclear[0]}”：属于重大危险源的写“重大危险源”，不属于的不写")
    if any(len(token) > 40 for token in tokens):
        raise Wrong("一个类别最多40个字，几个类别用、隔开")
    others = [token for token in tokens if token not in _MAJOR_TOKENS]
    major = len(others) < len(tokens)
    return _Class(others[0] if others else _MAJOR if major else "", major)


def _namesakes(desk: Desk, rows: Sequence[Row], told: Sequence[dict[str, str | bool]]) -> None:
    seen: dict[str, Row] = {}
    for row, one in zip(rows, told, strict=True):
        name = key(str(one["name"]))
        if name and name in seen:
            desk.wrong(row, "企业名称", f"与第{seen[name].number}行是同一家，请合并成一行")
        seen.setdefault(name, row)


def _keep(session: Session, stored: Enterprise | None, told: dict[str, str | bool], now: datetime) -> State:
    if stored is None:
        session.add(Enterprise.model_validate({**told, "registered_at": now}))
        return "new"
    del told["name"]  # it is the key: a different kind of bracket does not rename anybody
    return "changed" if change(stored, told) else "same"
