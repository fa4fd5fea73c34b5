"""Proxy entries 代录: read back, booked, refused (docs/WORDING.md, M45). Pure sentences."""

from dataclasses import dataclass
from datetime import date, datetime

from models.obligations import Due, DueStatus, ObligationKind
from models.reports import Result
from models.wording import times
from models.wording.answers import state_word
from models.wording.lines import joined, short


@dataclass(frozen=True)
class Told:
    """What an officer heard by phone, and what it will be booked as."""

    plant: str
    kind: ObligationKind
    night: date
    name: str
    at: datetime
    officer: str
    status: DueStatus
    result: str = ""


_FOUND = {Result.NORMAL: "已巡无异常", Result.HAZARD: "已巡，有隐患"}
_BOOKED = {DueStatus.REPORTED: "已报", DueStatus.LATE: "迟报", DueStatus.MADE_UP: "补报"}


def report_of(kind: ObligationKind, night: date) -> str:
    """3月14日夜夜巡, 3月16日零报告: what is reported."""
    return f"{times.day(night)}零报告" if kind == ObligationKind.ZERO else f"{times.night(night)}夜巡"


def _said(told: Told) -> str:
    if told.kind == ObligationKind.ZERO:
        return "零报告，没有隐患"
    return _FOUND.get(Result(told.result), "已巡，没说准") if told.result else "已巡，没说情况"


def confirm(told: Told) -> str:
    """M45: what was heard is read back before it is booked."""
    as_what = "" if told.status == DueStatus.REPORTED else f"为{_BOOKED[told.status]}"
    when = times.day(told.night) if told.kind == ObligationKind.ZERO else times.night(told.night)
    return joined(
        f"代录请核对：{short(told.plant, 12)} {when}",
        f"电话报：{_said(told)}，{told.name} {times.clock(told.at)}",
        f"回1登记{as_what}（注明{told.officer}代录），回2不登记",
    )


def booked(told: Told) -> str:
    """What was booked, and who entered it."""
    return joined(
        f"{_BOOKED[told.status]}（代录）｜{report_of(told.kind, told.night)}",
        f"{short(told.plant, 14)} {told.name}{times.clock(told.at)}电话报，{_said(told)}",
        f"{told.officer}代录，台账有标注",
        "隐患另写1条：企业、哪里、什么问题" if told.result == Result.HAZARD else "",
    )


def dropped() -> str:
    """The officer does not want it booked."""
    return "好，没登记"


def already(plant: str, due: Due) -> str:
    """A due that needs no proxy entry."""
    when = f" {times.clock(due.satisfied_at)}" if due.satisfied_at else ""
    head = f"{state_word(due.status)}{when}｜{report_of(ObligationKind(due.kind), due.night)}"
    return joined(head, f"{short(plant, 16)}不用代录")


def not_owed(plant: str, kind: ObligationKind, night: date | None) -> str:
    """Nothing that a proxy entry could answer."""
    what = report_of(kind, night) if night else ("零报告" if kind == ObligationKind.ZERO else "夜巡")
    return f"{short(plant, 16)}没有要报的{what}，没登记"


def which_plant() -> str:
    """A proxy entry without an enterprise, or with a short name of several in a group."""
    return joined("代录哪家？请写全称和来电人，例：", "代录 宏达加油站 王建国 电话报正常")


def who_phoned(plant: str) -> str:
    """A proxy entry without the name of whoever phoned."""
    return joined("谁打的电话？请写上姓名再发，例：", f"代录 {short(plant, 14)} 王建国 电话报正常")


def not_yet_then(clock: str) -> str:
    """A time that lies ahead."""
    return f"{clock}还没到，请核对时间再发"


def before_window(clock: str, opens_at: datetime, kind: ObligationKind, night: date) -> str:
    """A round before the window opens counts for no night, told by phone or not."""
    return f"{clock}早于{times.hour(opens_at)}，不算{report_of(kind, night)}"


def may_not() -> str:
    """Somebody wants to enter what they may not."""
    return "代录由值班员、监管员或科长办"
