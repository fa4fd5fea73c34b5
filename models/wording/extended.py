"""More time: asked for, moved by the enterprise, decided by an officer (docs/WORDING.md, M30, M31). Pure sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.extensions import Fault
from models.hazards import ExtensionStatus, HazardStatus
from models.wording import times
from models.wording.lines import COLUMNS, joined, listed, short
from models.wording.rectification import Line

#: What a request may lack, as it is asked for.
DAY, REASON, CONTROL = "新日期", "原因", "临时防护"
_EXAMPLES = {DAY: "到25日", REASON: "阀门没到货", CONTROL: "先停用该段"}


@dataclass(frozen=True)
class Asked:
    """A request for more time."""

    line: Line
    old: date
    wanted: date
    reason: str
    control: str
    plant: str = ""
    major: bool = False


def lacking(numbers: Sequence[str], what: Sequence[str]) -> str:
    """A request that lacks something: asked for once, and one sentence is enough."""
    example = "，".join(_EXAMPLES[one] for one in what)
    return joined(f"{listed(numbers, 24, '等{}条')}延期还差：{'、'.join(what)}", f"回一句就行，例：{example}")


def which(lines: Sequence[Line]) -> str:
    """A request that fits several."""
    if len(lines) > 4:
        numbers = listed([line.number for line in lines], COLUMNS * 2, "等{}条")
        return joined("延期的是哪条？写编号再发1次", numbers)
    chosen = (f"{place} {line.within(COLUMNS - 2)}" for place, line in enumerate(lines, 1))
    return joined("延期的是哪条？回数字，或写编号", *chosen)


def none_open() -> str:
    """More time where nothing is being fixed."""
    return "没有要整改的隐患，不用延期"


def reported(one: Asked, names: Sequence[str], today: date) -> str:
    """To the enterprise: the request waits for an officer."""
    who = listed(names, 14, "等{}人") if names else "监管员"
    return joined(
        f"延期已报，等{who}批｜{one.line.number}",
        f"{times.on(one.old, today)}改到{times.on(one.wanted, today)}，批了会发消息",
        short(f"原因：{one.reason}", COLUMNS),
        short(f"防护：{one.control}", COLUMNS) if one.control else "",
    )


def moved(line: Line, old: date, new: date, left: int, today: date) -> str:
    """To the enterprise: it moved the date of its own find."""
    return joined(
        f"已改到{times.on(new, today)}（原{times.on(old, today)}）｜{line.number}",
        short(line.what, COLUMNS),
        f"还能自己改{left}次" if left else "再要改就得监管员批",
    )


def asked(one: Asked, today: date) -> str:
    """To the supervisor, at once in office hours."""
    return joined(
        f"延期请批｜{one.line.number}{' 重大' if one.major else ''}",
        short(f"{short(one.plant, 14)} {one.line.what}", COLUMNS),
        short(f"{times.on(one.old, today)}改到{times.on(one.wanted, today)}，{one.reason}", COLUMNS),
        short(f"防护：{one.control}" if one.control else "临时防护没写", COLUMNS),
        "回1同意，回2不同意",
        "也可写：同意，只给3天",
    )


def approved(line: Line, plant: str, old: date, granted: date, name: str, control: str, today: date) -> str:
    """M30: to the enterprise, as asked."""
    return _granted(
        line, plant, f"同意延期到{times.on(granted, today)}（原{times.on(old, today)}）", granted, name, control, today
    )


def shorter(line: Line, plant: str, wanted: date, granted: date, name: str, control: str, today: date) -> str:
    """M30: to the enterprise, less than was asked."""
    given = f"只延到{times.on(granted, today)}（要的{times.on(wanted, today)}）"
    return _granted(line, plant, given, granted, name, control, today)


def _granted(line: Line, plant: str, given: str, granted: date, name: str, control: str, today: date) -> str:
    return joined(
        f"{given}｜{line.number}",
        short(f"{short(short(plant, 12) + ' ' + line.what, COLUMNS - 12)}，{name}批", COLUMNS),
        short(f"期间：{control}", COLUMNS) if control else "",
        f"{times.on(granted, today)}前改好发照片",
    )


def rejected(line: Line, old: date, reason: str, name: str, phone: str, today: date) -> str:
    """M31: to the enterprise."""
    return joined(
        f"没同意延期，仍是{times.on(old, today)}｜{line.number}",
        short(f"原因：{reason}", COLUMNS * 2),
        f"有疑问打{name} {phone}".rstrip(),
    )


def decided(
    line: Line, plant: str, status: ExtensionStatus, old: date, granted: date | None, today: date, *, reached: bool
) -> str:
    """To the officer who decided."""
    whose = short(plant, 20)
    told = f"已告诉{whose}" if reached else f"{whose}没人登记账号，请打电话说一声"
    if granted is None:
        return joined(f"已回没同意，仍是{times.on(old, today)}｜{line.number}", told)
    words = "已同意延到" if status == ExtensionStatus.APPROVED else "已同意，只到"
    given = f"{words}{times.on(granted, today)}（原{times.on(old, today)}）"
    return joined(f"{given}｜{line.number}", told)


def reject_why(line: Line) -> str:
    """A refusal without its reason."""
    return joined(f"不同意的原因？回一句就行｜{line.number}", "例：临时防护不够")


def decided_already(line: Line, name: str, on: date, granted: date | None) -> str:
    """A second decision."""
    what = f"同意到{times.day(granted)}" if granted else "没同意"
    return f"{times.day(on)}{name}已批：{what}｜{line.number}"


def nothing_pending(number: str) -> str:
    """A decision where nothing was asked."""
    return f"{number}没有待批的延期" if number else "没有待批的延期，批哪条请写编号"


def which_decision(lines: Sequence[Line]) -> str:
    """A decision where several requests wait."""
    return f"待批的有{len(lines)}条，批哪条？写编号：{listed([line.number for line in lines], COLUMNS, '等{}条')}"


def may_not(name: str, phone: str) -> str:
    """Somebody decides who may not."""
    return f"延期归监管员批，找{name} {phone}".rstrip() if name else "延期归监管员批，您这里办不了"


def bad_date(fault: Fault, number: str, old: date | None, today: date) -> str:
    """A new date that is impossible."""
    until = times.on(old, today) if old else ""
    words = {
        Fault.NONE_YET: f"{number}还没定期限，直接写：{number} 几日前改好",
        Fault.PAST: f"{number}的新日期已经过了，请写今天以后的",
        Fault.NOT_LATER: f"{number}的期限是{until}，新日期要比它晚",
        Fault.TOO_FAR: f"{number}最多延1年，请重写日期",
    }
    return words[fault]


def not_open(number: str, status: HazardStatus) -> str:
    """More time for something that is not being fixed."""
    words = {
        HazardStatus.AWAITING: "已报改好，等复查，不用延期",
        HazardStatus.CLOSED: "已销号，不用延期",
        HazardStatus.VOID: "已作废，不用延期",
    }
    return f"{number}{words.get(status, '不用延期')}"
