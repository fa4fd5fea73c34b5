"""What an officer says of hazards that enter the ledger: how grave, none at all, or assigned. Pure sentences."""

from collections.abc import Sequence
from datetime import date, datetime

from models.hazards import Hazard, HazardStatus, Level
from models.wording import times
from models.wording.hazards import Row, shown
from models.wording.lines import COLUMNS, joined, listed, short
from models.wording.rectification import Line

# How grave it is

LEVELS = {Level.GENERAL: "一般", Level.MAJOR: "重大"}


def level_wanted(line: Line, plant: str, at: datetime, hint: str) -> str:
    """To the supervisor: the enterprise says 重大, or the words fit one of the twenty points."""
    point, _, words = hint.rpartition("：")
    said = f"写了“{short(words, 12)}”" if words else "企业自报重大"
    return joined(
        f"请定级｜{line.number}",
        short(f"{short(plant, 14)} {line.what}", COLUMNS),
        _possibly(point),
        f"{said}，{times.stamp(at)}收到",
        "回1重大，回2一般",
    )


def points(numbers: Sequence[int], words: str) -> str:
    """第15条：安全阀…: the points of a major hazard that some words may meet, as they are kept with the hazard."""
    return f"第{'、'.join(str(one) for one in numbers[:3])}条：{words}"


def _possibly(point: str) -> str:
    """The hint to an officer, where one stands; it decides nothing."""
    return f"可能属于重大隐患（{point}）" if point else ""


def possible(hazard: Hazard) -> str:
    """The hint that stands with a hazard until an officer has said how grave it is."""
    point = hazard.level_hint.rpartition("：")[0] if hazard.level_open else ""
    return _possibly(point)


def level_noted(lines: Sequence[Line], level: Level) -> str:
    """To the officer who said how grave it is."""
    return joined(f"定为{LEVELS[level]}｜{_numbers(lines)}", *(short(line.what, COLUMNS) for line in lines[:2]))


def level_told(line: Line, level: Level, officer: str, phone: str) -> str:
    """To the enterprise: an officer has said how grave its hazard is."""
    return joined(
        f"定为{LEVELS[level]}｜{line.within(26)}",
        "还要补资金、预案、管控措施" if level == Level.MAJOR else "",
        _ask(officer, phone),
    )


def level_which() -> str:
    """A level without a number, or a number without a level."""
    return "请写编号和级别，例：YH-2026-0031定为一般"


def _numbers(lines: Sequence[Line]) -> str:
    return listed([line.number for line in lines], COLUMNS - 12, "等{}条")


def _ask(officer: str, phone: str) -> str:
    return f"有疑问打{officer} {phone}".rstrip() if officer else ""


# Void


def void_noted(lines: Sequence[Line], plant: str, reason: str) -> str:
    """To the officer who found that it was no hazard."""
    return joined(
        f"已作废｜{_numbers(lines)}",
        short(f"{short(plant, 14)} {lines[0].what}", COLUMNS),
        short(f"原因：{reason}", COLUMNS),
    )


def void_told(line: Line, reason: str, officer: str, phone: str) -> str:
    """To the enterprise: it need not be fixed any more."""
    return joined(
        f"已作废，不用改了｜{line.within(18)}",
        short(f"原因：{reason}", COLUMNS) if reason else "",
        _ask(officer, phone),
    )


def void_why(number: str) -> str:
    """A hazard is to be void, without a reason or a number."""
    return f"作废要写原因，例：作废 {number or 'YH-2026-0031'} 重复登记"


def settled(number: str, status: HazardStatus) -> str:
    """Something that is closed or void already."""
    return f"{number}{'已销号' if status == HazardStatus.CLOSED else '已作废'}，不能再定级或作废"


def only_officers(names: Sequence[str]) -> str:
    """Somebody says how grave a hazard is, or that it is none, who may not."""
    return f"定级、作废由监管员办：{listed(names, 20, '等{}人')}" if names else "定级、作废由监管员办，请打值班电话"


# An officer assigns

FOUND_BY = {"department": "部门检查", "expert": "专家检查", "superior": "上级督查"}


def assigned_noted(rows: Sequence[Row], plant: str, deadline: date | None, told: Sequence[str]) -> str:
    """To the officer who assigned hazards."""
    until = f"{times.day(deadline)}前，" if deadline else "没写日期，"
    who = f"已通知{listed(told, 16, '等{}人')}" if told else "企业没人可通知，请打电话"
    return joined(f"登记{len(rows)}条并交办｜{short(plant, 16)}", *shown(rows, 3), f"{until}{who}")


def assigned(rows: Sequence[Row], source: str, deadline: date | None, officer: str, phone: str) -> str:
    """To the enterprise: what an officer assigned, until when, and whom to call."""
    until = f"，{times.day(deadline)}前改好" if deadline else ""
    return joined(
        f"交办{len(rows)}条｜{FOUND_BY.get(source, '')}{until}",
        *shown(rows, 3),
        "改好发照片，写编号",
        f"监管员 {officer} {phone}".rstrip() if officer else "",
    )


def assign_whom() -> str:
    """An officer tells of a hazard and names no enterprise, or several."""
    return "是哪家的？写上企业名再发1次，一次一家"


def assign_what() -> str:
    """An officer assigns without saying what."""
    return "请写在哪里、什么问题，例：豫丰三车间灭火器过期，20日前改"


def outside(plant: str, officer: str, phone: str) -> str:
    """An officer names an enterprise that is not theirs."""
    return joined(f"{short(plant, 14)}不在您的网格", f"请找监管员{officer} {phone}".rstrip() if officer else "请找科长")
