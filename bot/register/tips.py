"""Imports safety tips, by title and kind: those of a listed source are approved by it, others wait for an officer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from bot.register import cells
from bot.register.cells import Wrong
from bot.register.desk import Desk, Imported, State, change, finish, key
from bot.tables import Column, Row, Value
from models import library, site
from models.library import Tip, TipKind
from models.tip_choice import SEASONS
from models.wording.lines import wrapped

COLUMNS = (
    Column("标题", ("题目", "名称", "主题"), required=True),
    Column("类型", ("类别", "形式"), required=True),
    Column("链接", ("网址", "地址", "链接地址", "URL", "url")),
    Column("来源", ("出处", "发布单位", "来源单位"), required=True),
    Column("标签", ("季节", "关键词", "分类")),
    Column("正文", ("内容", "文字")),
    Column("系列", ("丛书", "专题")),
    Column("第几章", ("章", "章节", "期数", "序号")),
    Column("状态", ("是否在用", "审批")),
)
EXAMPLE = ("动火前先测爆", "链接", "https://example.com/1.html", "某某县应急管理局", "动火", "", "", "", "在用")
NOTES = (
    "一行一条，按标题和类型更新：已有的只改填了的格子，空着的格子不改动；不会删除。",
    "类型：链接或小视频。链接要写完整，以 http:// 或 https:// 开头。",
    "没有链接的，可以在正文里写几句自己的话，由夜巡的网页打开；小视频要有链接。",
    f"标签：用、隔开。写了{'、'.join(tag for tag in SEASONS if not tag[0].isdigit())}或1月至12月的，只在当季发；"
    "节前：放假3天以上的前7天发；复工：放假5天以上的后10天发；重点时段：重点时段里先发。写动火、静电、消防等的，群里有同类隐患没改时先发。",
    "系列：同一本口袋书写同一个名称，并写第几章；一天发一章，按顺序发完。",
    "状态：在用、停用、待批；待批的先不发，停用的不再发。",
    "来源或网址在名单里（配置 tips.sources）的，导入就算批准；别的等科长回数字批准，批准前不发。正文是自己写的不用批。",
    "链接每天自动检查，打不开的停发，并告诉管理员。",
)
_KINDS = {
    "链接": TipKind.LINK,
    "图文": TipKind.LINK,
    "文章": TipKind.LINK,
    "小视频": TipKind.VIDEO,
    "短视频": TipKind.VIDEO,
    "视频": TipKind.VIDEO,
}
_IN_USE, _OUT, _WAITS = "在用", "停用", "待批"
#: Who approves what comes in through the command line, as the audit chain names them.
APPROVER = "admin"


@dataclass(frozen=True)
class _Told:
    row: Row
    title: str
    kind: str  # empty where it could not be read
    state: str
    facts: dict[str, str | bool | int]

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same tip."""
        return self.kind, key(self.title)


def tips(session: Session, rows: Sequence[Row], now: datetime) -> Imported:
    """Adds and updates tips, takes some out, and approves what is not said to wait."""
    desk = Desk()
    told = [_read(desk, row) for row in rows]
    stored = {(one.kind, key(one.title)): one for one in session.exec(select(Tip))}
    _namesakes(desk, told)
    _leading_nowhere(desk, told, stored)
    _chapters(desk, told, stored)
    desk.stop()
    if not site.read(session).public_url:
        _too_long_for_a_phone(desk, told)
    states = [_keep(session, desk, stored.get(one.key), one, now) for one in told]
    return finish(session, now, "tips", "送教", states, desk.notes)


def _read(desk: Desk, row: Row) -> _Told:
    state = desk.ask(row, "状态", _state, "")
    return _Told(
        row=row,
        title=desk.needed(row, "标题", lambda value: cells.text(value, 60)),
        kind=desk.needed(row, "类型", _kind),
        state=state,
        facts={
            "url": desk.ask(row, "链接", _address, ""),
            "source": desk.needed(row, "来源", lambda value: cells.text(value, 60)),
            "tags": "、".join(desk.ask(row, "标签", cells.several, [])),
            "text": desk.text(row, "正文", 500),
            "series": desk.text(row, "系列", 60),
            "chapter": desk.ask(row, "第几章", _chapter, 0) or "",
            "active": state != _OUT if state else "",
        },
    )


def _kind(value: Value) -> str:
    told = cells.text(value)
    if told and told not in _KINDS:
        raise Wrong(f"“{told}”看不懂，只能写：链接、小视频")
    return _KINDS[told].value if told else ""


def _address(value: Value) -> str:
    told = cells.text(value, 1000)
    if told and not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", told):
        raise Wrong("不是完整的网址，要以 http:// 或 https:// 开头，请从浏览器里整条复制")
    return told


def _chapter(value: Value) -> int:
    told = re.sub(r"[\s第章节期]|\.0$", "", cells.text(value))
    if told and not re.fullmatch(r"[1-9]\d{0,3}", told):
        raise Wrong(f"“{told}”看不懂，只写数字，例：3")
    return int(told) if told else 0


def _state(value: Value) -> str:
    told = cells.text(value)
    if told not in ("", _IN_USE, _OUT, _WAITS):
        raise Wrong(f"“{told}”看不懂，只能写：在用、停用、待批")
    return told


def _namesakes(desk: Desk, told: Sequence[_Told]) -> None:
    seen: dict[tuple[str, str], _Told] = {}
    for one in told:
        first = seen.setdefault(one.key, one)
        if first is not one and one.title and one.kind:
            desk.wrong(one.row, "标题", f"与第{first.row.number}行是同一条，请删去一行")


def _leading_nowhere(desk: Desk, told: Sequence[_Told], stored: dict[tuple[str, str], Tip]) -> None:
    """A short video needs an address, a link an address or words of its own."""
    for one in told:
        known = stored.get(one.key)
        url = one.facts["url"] or (known and (known.url or known.clip)) or one.row.cells.get("链接")
        if one.kind == TipKind.VIDEO and not url:
            desk.wrong(one.row, "链接", "小视频要有链接，请填写")
        if one.kind == TipKind.LINK and not (url or one.facts["text"] or (known and known.text)):
            desk.wrong(one.row, "链接", "链接和正文都空着，请填写一样")


def _chapters(desk: Desk, told: Sequence[_Told], stored: dict[tuple[str, str], Tip]) -> None:
    """A series needs numbers, each once; a number alone belongs to nothing."""
    seen: dict[tuple[object, ...], _Told] = {}
    for one in told:
        known = stored.get(one.key)
        series = one.facts["series"] or (known and known.series)
        chapter = one.facts["chapter"] or (known and known.chapter)
        if series and not chapter and not one.row.cells.get("第几章"):
            desk.wrong(one.row, "第几章", "写了系列，就要写第几章")
        if chapter and not series:
            desk.wrong(one.row, "系列", "写了第几章，就要写系列名称")
        first = seen.setdefault((one.kind, series, chapter), one)
        if series and chapter and first is not one:
            desk.wrong(one.row, "第几章", f"与第{first.row.number}行是同一章，请改一个")


def _too_long_for_a_phone(desk: Desk, told: Sequence[_Told]) -> None:
    for one in told:
        if wrapped(str(one.facts["url"])) > 2:
            desk.remark(one.row, "链接", "太长，手机上要占几行；配置了 web.public_url 后会换成短地址")


def _keep(session: Session, desk: Desk, stored: Tip | None, one: _Told, now: datetime) -> State:
    tip = stored or Tip(kind=one.kind, title=one.title, source=str(one.facts["source"]))
    before = (tip.url, tip.source)
    changed = change(tip, one.facts)
    office = site.read(session)
    foreign = not library.trusted(tip, (*office.tip_sources.split("、"), office.name))
    known = stored is not None and stored.approved_at is not None and (tip.url, tip.source) == before
    unsaid = not one.state and stored is not None and stored.approved_at is None
    if one.state == _WAITS or unsaid or (foreign and not known):
        changed |= tip.approved_at is not None
        tip.approved_at, tip.approved_by = None, ""
        if foreign and tip.active and one.state != _WAITS:
            desk.remark(one.row, "来源", "不在名单里，等科长批准后才发")
    elif (changed and not foreign) or tip.approved_at is None:
        changed = True
        library.approve(tip, APPROVER, now)
    session.add(tip)
    return "new" if stored is None else "changed" if changed else "same"
