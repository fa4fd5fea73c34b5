"""0031什么情况: how one hazard stands (docs/WORDING.md, M23). Pure sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models import calendar
from models.hazards import UNFIXED, Hazard, HazardEvent, HazardStatus, Lack, Source, lacking
from models.wording import times
from models.wording.assigning import possible
from models.wording.ledger import LEVEL, SOURCE, STATUS, View, number, term, what
from models.wording.lines import COLUMNS, fitted, joined, short

LACK: Mapping[str, str] = {
    Lack.ITEM: "内容",
    Lack.RESPONSIBLE: "责任人",
    Lack.MEASURES: "措施",
    Lack.DEADLINE: "日期",
    Lack.FUNDS: "资金",
    Lack.PLAN: "预案",
    Lack.CONTROL: "管控措施",
}


#: What last happened to a hazard, by the name of the event.
HAPPENED: Mapping[str, str] = {
    "found": "登记",
    "import": "导入登记",
    "items": "补了内容",
    "complete": "四项补齐",
    "assign": "交办",
    "rectify": "报了改好",
    "close": "销号",
    "fail": "复查没通过",
    "take_back": "收回了改好",
    "void": "作废",
    "reopen": "重新打开",
    "level": "改了级别",
    "team": "定了验收组",
    "progress": "报了进度",
    "progress.taken_back": "收回了进度",
    "verified.taken_back": "收回了核实",
    "extension.taken_back": "收回了延期",
    "claimed": "说改好了，还没照片",
    "claim.taken_back": "收回了改好",
    "verified": "企业核实改好",
    "second_name": "补了复查人",
    "again": "又报了1次",
    "recalled": "原话在平台撤回",
    "extension.asked": "申请延期",
    "extension.moved": "企业改了日期",
    "extension.approved": "批了延期",
    "extension.shorter": "批了延期",
    "extension.rejected": "没批延期",
}


@dataclass(frozen=True)
class Told:
    """One hazard with what belongs to it."""

    hazard: Hazard
    plant: str
    pending: date | None = None  # the day that a waiting request for more time asks for
    last: HazardEvent | None = None
    before: int = 0  # pictures
    after: int = 0
    spoken: bool = False  # what happened last was told by voice


def detail(told: Told, view: View) -> str:
    """M23: how one hazard stands."""
    one = told.hazard
    level = LEVEL[one.level] + ("，级别待定" if one.level_open else "")
    return fitted(
        f"{_state(told, view.today)}｜{number(one.number, view)}",
        short(f"{short(told.plant, 16)} {what(one.place, one.item)}", COLUMNS * 2 - 16) + f"，{level}，{_found(one)}",
        possible(one) if view.whole else "",
        _work(one),
        _last(told, view.today),
        _pictures(told),
    )


def _found(one: Hazard) -> str:
    return "举报" if one.source == Source.TIP_OFF else f"{SOURCE[one.source]}发现"


def _state(told: Told, today: date) -> str:
    one = told.hazard
    word = STATUS[one.status]
    if one.status == HazardStatus.CLOSED and one.closed_at:
        return f"{word} {times.on(calendar.today(one.closed_at), today)}"
    if one.status not in UNFIXED:
        return word
    if told.pending:
        return f"{word}，延期待批（到{times.on(told.pending, today)}）"
    return f"{word}，{term(one.deadline, today)}"


def _work(one: Hazard) -> str:
    """Who does what about it, else what the ledger still has to be told."""
    missing = [LACK[lack] for lack in lacking(one)] if one.status in UNFIXED else []
    known = [f"责任人{one.responsible}" if one.responsible else "", one.measures]
    line = "，".join(part for part in known if part)
    return joined(short(line, COLUMNS), f"还缺：{'、'.join(missing)}" if missing else "")


def _last(told: Told, today: date) -> str:
    happened = happening(told.last.move) if told.last else ""
    if told.last is None or not happened:
        return ""
    here = calendar.today(told.last.at)
    voice = "（语音）" if told.spoken else ""
    return f"最近：{times.on(here, today)}{times.clock(told.last.at)}{happened}{voice}"


def happening(event: str) -> str:
    """What an event is called, 补了责任人; empty where it tells an asker nothing."""
    what, _, item = event.partition(".")
    if what == "items" and item in list(Lack):
        return f"补了{LACK[Lack(item)]}"
    return HAPPENED.get(event, "")


def _pictures(told: Told) -> str:
    counted = [f"改前{told.before}张" if told.before else "", f"改后{told.after}张" if told.after else ""]
    shown = "、".join(part for part in counted if part)
    return f"照片：{shown}" if shown else ""


def no_such_number(asked: str) -> str:
    """A number that fits nothing, or nothing that an officer may see."""
    return f"没查到{short(asked, 20)}，请核对编号再问"


def not_ours(asked: str) -> str:
    """A number that no hazard of the asker's enterprise has, whoever else may have it."""
    return f"本单位没有{short(asked, 20)}，请核对编号"


def which_number() -> str:
    """A question about one hazard that names none."""
    return "问哪一条？请写编号，例：0031什么情况"
