"""Imports what expires on a date: certificates of people, licences, plans, filings, evaluations, risk reviews."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from bot.register import cells
from bot.register.cells import Wrong
from bot.register.desk import Desk, Imported, Plants, State, finish, key
from bot.tables import Column, Row, Value
from models import audit, calendar, db
from models.expiring import Expiring, ExpiringKind
from models.people import Enterprise
from models.wording.expiring import KINDS

COLUMNS = (
    Column("企业名称", ("单位名称", "公司名称", "企业", "单位", "所在企业", "所在单位"), required=True),
    Column("类别", ("种类", "类型", "证件类别")),
    Column("姓名", ("持证人", "持证人员", "人员姓名", "人员")),
    Column("证书类型", ("证书名称", "证件名称", "证书", "名称", "作业类别", "工种", "操作项目"), required=True),
    Column("证书编号", ("证号", "证件编号", "编号", "备案编号", "许可证号")),
    Column("有效期至", ("有效期", "到期日期", "到期时间", "有效期限", "到期日", "下次评估日期"), required=True),
    Column("复审日期", ("复审时间", "下次复审", "应复审日期", "下次复审日期")),
    Column("文件", ("文号", "依据", "附件")),
    Column("状态", ("是否有效",)),
)
EXAMPLE = ("某某化工有限公司", "证书", "张三", "焊工证", "T410000000000000", "2029-03-15", "2027-03-15", "", "在用")
NOTES = (
    "一行一个证件、预案、备案、评价、许可证或风险评估。按企业、类别、姓名、证书类型更新；同一人同类有两个的写上编号。",
    "类别：证书、许可证、预案、备案、评价、风险评估、其他；不写的，有姓名算证书，没姓名算许可证。",
    "有效期至：最后有效的一天；风险评估写下次要做完的日期。复审日期可不写，写了就先按它提醒。",
    "到期前90天、30天、7天提醒企业安全员（天数可在配置里改）；已过期的在监管员名单里。",
    "状态：在用或停用；停用的不再提醒。不会删除。",
)
_WORDS: Mapping[str, ExpiringKind] = {word: kind for kind, word in KINDS.items()} | {
    "人员证书": ExpiringKind.CERTIFICATE,
    "特种作业操作证": ExpiringKind.CERTIFICATE,
    "特种作业": ExpiringKind.CERTIFICATE,
    "人员": ExpiringKind.CERTIFICATE,
    "许可": ExpiringKind.LICENCE,
    "证照": ExpiringKind.LICENCE,
    "应急预案": ExpiringKind.PLAN,
    "预案备案": ExpiringKind.FILING,
    "安全评价": ExpiringKind.EVALUATION,
    "评价报告": ExpiringKind.EVALUATION,
    "风险辨识评估": ExpiringKind.RISK_REVIEW,
    "风险辨识": ExpiringKind.RISK_REVIEW,
}
Identity = tuple[int | None, str, str, str]


@dataclass(frozen=True)
class _Told:
    row: Row
    plant: Enterprise | None
    kind: ExpiringKind | None
    person: str
    title: str
    number: str
    until: date | None
    recheck: date | None
    document: str
    active: bool | str  # empty where nothing was said

    @property
    def identity(self) -> Identity:
        """What makes it the same thing, whatever its number and dates."""
        plant = self.plant.id if self.plant else None
        return plant, str(self.kind), key(self.person), key(self.title)


def certificates(session: Session, rows: Sequence[Row], now: datetime) -> Imported:
    """Adds and updates what expires; a date that has passed is no fault, it stands on the officers' list."""
    desk, plants, today = Desk(), Plants(session), calendar.today(now)
    told = [_read(desk, plants, today, row) for row in rows]
    stored = _Stored(session)
    _twice(desk, told)
    found = [stored.of(desk, one) if one.plant and one.kind else None for one in told]
    desk.stop()
    for one in told:
        if one.until and (one.recheck or one.until) < today:
            desk.remark(one.row, "有效期至", "已经过了，只列在监管员的过期名单里")
    states = [_keep(session, row, one, now) for row, one in zip(found, told, strict=True)]
    return finish(session, now, "certificates", "证件和到期事项", states, desk.notes)


def _read(desk: Desk, plants: Plants, today: date, row: Row) -> _Told:
    name = desk.needed(row, "企业名称")
    person = desk.ask(row, "姓名", lambda value: cells.text(value, 40), "")
    unsaid: bool | str = ""
    told = _Told(
        row=row,
        plant=desk.ask(row, "企业名称", lambda value: plants.find(cells.text(value)), None) if name else None,
        kind=desk.ask(row, "类别", lambda value: _kind(value, person), None),
        person=person,
        title=desk.needed(row, "证书类型", lambda value: cells.text(value, 60)),
        number=desk.ask(row, "证书编号", _number, ""),
        until=desk.ask(row, "有效期至", lambda value: cells.day(value, today), None),
        recheck=desk.ask(row, "复审日期", lambda value: _day(value, today), None),
        document=desk.text(row, "文件", 100),
        active=desk.ask(row, "状态", cells.in_use, unsaid),
    )
    _check(desk, told)
    return told


def _kind(value: Value, person: str) -> ExpiringKind:
    told = cells.text(value)
    if not told:
        return ExpiringKind.CERTIFICATE if person else ExpiringKind.LICENCE
    if told not in _WORDS:
        raise Wrong(f"“{told}”看不懂，只能写：{'、'.join(KINDS.values())}")
    return _WORDS[told]


def _number(value: Value) -> str:
    told = cells.account(value)
    if len(told) > 60:
        raise Wrong("太长，最多60个字")
    return told


def _day(value: Value, today: date) -> date | None:
    return cells.day(value, today) if cells.text(value if not isinstance(value, date) else "-") else None


def _check(desk: Desk, told: _Told) -> None:
    if told.kind == ExpiringKind.CERTIFICATE and not told.person:
        desk.wrong(told.row, "姓名", "证书要写是谁的，请填写")
    if told.until and told.recheck and told.recheck > told.until:
        desk.wrong(told.row, "复审日期", f"{told.recheck}比有效期{told.until}还晚，请核对")


def _twice(desk: Desk, told: Sequence[_Told]) -> None:
    seen: dict[tuple[Identity, str], Row] = {}
    for one in told:
        name = (one.identity, one.number)
        if name in seen:
            desk.wrong(one.row, "证书类型", f"与第{seen[name].number}行是同一个，请删去一行")
        seen.setdefault(name, one.row)


class _Stored:
    """What is on the list already, by what it is."""

    def __init__(self, session: Session) -> None:
        self._rows: dict[Identity, list[Expiring]] = {}
        for one in session.exec(select(Expiring).order_by(col(Expiring.id))):
            self._rows.setdefault((one.enterprise_id, one.kind, key(one.person), key(one.title)), []).append(one)

    def of(self, desk: Desk, told: _Told) -> Expiring | None:
        """The thing that a row speaks of; None when it is new."""
        rows = self._rows.get(told.identity, [])
        same = [one for one in rows if one.number == told.number]
        if same or not rows:
            return same[0] if same else None
        if len(rows) == 1 and not (told.number and rows[0].number):
            return rows[0]
        if told.number:
            return None
        desk.wrong(told.row, "证书编号", f"已经登记了{len(rows)}个，请写编号")
        return None


def _keep(session: Session, stored: Expiring | None, told: _Told, now: datetime) -> State:
    facts: dict[str, object] = {"valid_until": told.until, "recheck_on": told.recheck}
    facts |= {name: value for name, value in _texts(told).items() if value != ""}
    row = stored or Expiring(
        enterprise_id=db.row_id(told.plant.id if told.plant else None),
        kind=str(told.kind),
        person=told.person,
        title=told.title,
        valid_until=told.until or calendar.today(now),
        entered_at=now,
    )
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    dated = stored is None or not {"valid_until", "recheck_on"}.isdisjoint(changed)
    for name in changed:
        setattr(row, name, facts[name])
    session.add(row)
    if dated:
        session.flush()
        audit.record(session, now, "admin", "expiring.dated", f"expiring:{row.id}", {"until": str(row.valid_until)})
    return "new" if stored is None else "changed" if changed else "same"


def _texts(told: _Told) -> Mapping[str, str | bool]:
    return {"number": told.number, "document": told.document, "active": told.active}
