"""What a sheet of hazards says: its columns, and the words for states, levels and sources that offices use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from bot.register import cells
from bot.register.cells import Wrong
from bot.register.desk import Desk, Plants, key
from bot.tables import Column, Row, Value
from models.hazards import HazardStatus, Level, Source
from models.people import Enterprise

Kind = TypeVar("Kind")

COLUMNS = (
    Column("编号", ("隐患编号",)),
    Column("企业名称", ("单位名称", "公司名称", "企业", "单位", "被检查单位"), required=True),
    Column("隐患内容", ("整改事项", "问题", "隐患描述", "存在问题", "问题描述", "隐患"), required=True),
    Column("部位", ("位置", "地点", "隐患部位", "场所")),
    Column("级别", ("隐患级别", "等级", "隐患等级")),
    Column("来源", ("隐患来源", "检查来源", "检查方式")),
    Column("责任人", ("整改责任人", "整改责任", "负责人")),
    Column("措施", ("整改措施", "治理措施")),
    Column("时限", ("整改时限", "整改期限", "期限", "完成时限")),
    Column("资金", ("整改资金", "经费", "资金(万元)")),
    Column("预案", ("应急预案",)),
    Column("管控措施", ("防护措施", "临时措施", "安全措施")),
    Column("验收组", ("验收组成员",)),
    Column("状态", ("整改情况", "整改状态", "进展")),
    Column("发现日期", ("检查日期", "发现时间", "排查日期", "日期")),
    Column("整改日期", ("完成日期", "整改完成日期", "整改时间")),
    Column("销号日期", ("复查日期", "销号时间")),
    Column("复查人", ("第二复查人", "复查人员")),
    Column("复查意见书", ("意见书编号", "文书编号", "文号")),
)
EXAMPLE = (
    "",
    "某某化工有限公司",
    "灭火器过期",
    "三车间",
    "一般",
    "部门检查",
    "张三",
    "更换新灭火器",
    "2026-03-17",
    "",
    "",
    "",
    "",
    "整改中",
    "2026-03-14",
    "",
    "",
    "",
    "",
)
SOURCES = {
    "夜巡": Source.PATROL,
    "夜间巡查": Source.PATROL,
    "自查": Source.SELF_CHECK,
    "企业自查": Source.SELF_CHECK,
    "部门检查": Source.DEPARTMENT,
    "检查": Source.DEPARTMENT,
    "执法检查": Source.DEPARTMENT,
    "专家": Source.EXPERT,
    "专家检查": Source.EXPERT,
    "第三方": Source.THIRD_PARTY,
    "第三方检查": Source.THIRD_PARTY,
    "举报": Source.TIP_OFF,
    "上级督查": Source.SUPERIOR,
    "上级交办": Source.SUPERIOR,
    "上级": Source.SUPERIOR,
}
_LEVELS = {"一般": Level.GENERAL, "一般隐患": Level.GENERAL, "重大": Level.MAJOR, "重大隐患": Level.MAJOR}
_STATES = {
    "登记": HazardStatus.REGISTERED,
    "已登记": HazardStatus.REGISTERED,
    "整改中": HazardStatus.RECTIFYING,
    "未整改": HazardStatus.RECTIFYING,
    "正在整改": HazardStatus.RECTIFYING,
    "待复查": HazardStatus.AWAITING,
    "已整改": HazardStatus.AWAITING,
    "销号": HazardStatus.CLOSED,
    "已销号": HazardStatus.CLOSED,
    "已闭环": HazardStatus.CLOSED,
    "作废": HazardStatus.VOID,
    "已作废": HazardStatus.VOID,
}
NOTES = (
    "一行一条隐患。编号空着就是新隐患，由夜巡编号；写了编号的，只补空着的内容，不会删除。",
    "编号只认夜巡给的（YH-2026-0001）；自己排的序号请放在“序号”列。",
    "级别：一般、重大，不写算一般。来源：夜巡、自查、部门检查、专家、第三方、举报、上级督查；新隐患要写，以后不能改。",
    "状态：登记、整改中、待复查、已销号、作废，只对新隐患有用；不写的，四项齐了算整改中，没齐算登记。",
    "已有的隐患，状态、级别、时限的改动请在对话里办（复查、延期）；这里写得不一样会指出来，什么都不改。",
    "同一家、同一天、同样内容和部位的算同一条，重复导入不会多出来。",
    "资金：万元。日期写成2026-03-14；发现日期不写算今天。",
)
Items = Mapping[str, str | date | Decimal | None]


@dataclass(frozen=True)
class Told:
    """A row as it was read; what was not said is None or empty."""

    row: Row
    number: str
    plant: Enterprise | None
    level: Level | None
    source: Source | None
    state: HazardStatus | None
    found: date | None
    rectified: date | None
    closed: date | None
    items: Items

    def alike(self, today: date) -> tuple[int | None, str, str, date]:
        """What makes a row without a number the same hazard."""
        plant = self.plant.id if self.plant else None
        return plant, key(str(self.items.get("item", ""))), key(str(self.items.get("place", ""))), self.found or today


def read(desk: Desk, plants: Plants, today: date, row: Row) -> Told:
    """Reads a row; what is wrong with it is gathered at the desk."""
    name = desk.needed(row, "企业名称")
    return Told(
        row=row,
        number=desk.ask(row, "编号", _number, ""),
        plant=desk.ask(row, "企业名称", lambda value: plants.find(cells.text(value)), None) if name else None,
        level=desk.ask(row, "级别", lambda value: _one_of(value, _LEVELS, "级别"), None),
        source=desk.ask(row, "来源", lambda value: _one_of(value, SOURCES, "来源"), None),
        state=desk.ask(row, "状态", lambda value: _one_of(value, _STATES, "状态"), None),
        found=_past(desk, row, "发现日期", today),
        rectified=_past(desk, row, "整改日期", today),
        closed=_past(desk, row, "销号日期", today),
        items=_items(desk, row, today),
    )


def _items(desk: Desk, row: Row, today: date) -> Items:
    """What the cells say; an empty one says nothing."""
    read: Items = {
        "item": desk.needed(row, "隐患内容", lambda value: cells.text(value, 1000)),
        "place": desk.text(row, "部位"),
        "responsible": desk.text(row, "责任人"),
        "measures": desk.text(row, "措施", 1000),
        "deadline": desk.ask(row, "时限", lambda value: _day(value, today), None),
        "funds": desk.ask(row, "资金", _funds, None),
        "plan": desk.text(row, "预案", 1000),
        "control": desk.text(row, "管控措施", 1000),
        "acceptance_team": desk.text(row, "验收组"),
        "second_name": desk.text(row, "复查人"),
        "document": desk.text(row, "复查意见书", 100),
    }
    return {name: value for name, value in read.items() if value not in ("", None)}


def _number(value: Value) -> str:
    told = cells.text(value, 40).upper()
    if told and not told.startswith("YH-"):
        raise Wrong(f"“{told}”不是夜巡的编号；新隐患这一格空着，自己的序号放到“序号”列")
    return told


def _one_of(value: Value, words: Mapping[str, Kind], what: str) -> Kind | None:
    told = cells.text(value, 40).replace("（待定）", "").replace("(待定)", "")
    if not told:
        return None
    if told not in words:
        raise Wrong(f"{what}“{told}”看不懂，只能写：{'、'.join(words)}")
    return words[told]


def _day(value: Value, today: date) -> date | None:
    return cells.day(value, today) if value not in (None, "") and str(value).strip() else None


def _past(desk: Desk, row: Row, column: str, today: date) -> date | None:
    found = desk.ask(row, column, lambda value: _day(value, today), None)
    if found is not None and found > today:
        desk.wrong(row, column, f"{found}还没到")
    return found


def _funds(value: Value) -> Decimal | None:
    told = cells.text(value, 20).removesuffix("万元").removesuffix("万").strip()
    if not told:
        return None
    try:
        amount = Decimal(told)
    except InvalidOperation as error:
        raise Wrong(f"“{told}”不是金额，请写数字，单位万元") from error
    if not amount.is_finite() or not 0 <= amount < 10**8:
        raise Wrong(f"“{told}”不是金额，请写数字，单位万元")
    return amount
