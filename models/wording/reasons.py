"""为什么没提醒: what was said to an enterprise on a day, and why the rest was not. Pure sentences."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from models.outbox import OutgoingStatus
from models.why import Reason, Why
from models.wording import times
from models.wording.day_reports import TITLES
from models.wording.lines import COLUMNS, fitted, joined, short

_WHAT = {"patrol": "夜巡", "zero": "零报告", "owed": "应报的", "deadline": "隐患"}
_OF_DUE: Mapping[Why, str] = {
    Why.NOTHING_OWED: "没有应报，不催",
    Why.DAY_OFF: "休息日不催",
    Why.EXEMPT: "免报，不催",
    Why.DEAF: "那时系统没在运行，没催",
    Why.NO_ACCOUNT: "没人绑定账号，发不到",
    Why.TRIAL: "试运行期间，不再催",
    Why.NOT_YET: "还没到催的时候",
    Why.UNKNOWN: "没查到提醒记录",
}
_OF_HAZARD: Mapping[Why, str] = {
    Why.FIXED: "已改好，不催",
    Why.PENDING: "在等批延期，不催企业",
    Why.NO_DATE: "没定日期",
    Why.DAY_OFF: "休息日不催",
    Why.NO_ACCOUNT: "没人绑定账号，发不到",
    Why.NOT_YET: "今天还没到催的时候",
    Why.AFTERWARDS: "登记时当天已提醒过",
    Why.UNKNOWN: "没查到提醒记录",
}
#: How a letter ended, as far as an officer needs it; 已读 is never known.
_ENDED: Mapping[OutgoingStatus, str] = {
    OutgoingStatus.PENDING: "排着，还没发",
    OutgoingStatus.SENDING: "正在发",
    OutgoingStatus.SENT: "已发出",
    OutgoingStatus.REFUSED: "没发成，平台不收",
    OutgoingStatus.STALE: "没发成，过时了",
    OutgoingStatus.WITHDRAWN: "没发，发前已报或已改好",
}
#: What the reason of a letter begins with, where it says more than its state.
_BECAUSE: Mapping[str, str] = {
    "quiet hours": "等静默时段过",
    "budget": "没发，当天提醒次数已满",
    "nobody can be reached": "没发成，没人绑定账号",
}


def why(plant: str, day: date, today: date, sent: int, said: Sequence[str], reasons: Sequence[str]) -> str:
    """What was said to an enterprise on a day; what was not, with its reason."""
    when = times.day(day)
    name = short(plant, 16)
    head = f"{name}提醒了{sent}次｜{when}" if sent else f"{name}{'今天' if day == today else ''}没提醒｜{when}"
    return fitted(head, *said, *reasons)


def letter(at: datetime, name: str, about: str, status: OutgoingStatus, reason: str = "") -> str:
    """03:30提醒陈夜夜巡（已发出）"""
    because = next((told for begins, told in _BECAUSE.items() if reason.startswith(begins)), "")
    told = _ENDED[status] if status == OutgoingStatus.SENT else because or _ENDED[status]
    return short(f"{times.clock(at)}提醒{name}{_WHAT[about]}（{told}）", COLUMNS * 2)


def reason(found: Reason, number: str = "") -> str:
    """夜巡00:31已报，不用催; 隐患0021没到提醒日，20日到期"""
    if found.about == "deadline":
        return _hazard(found, number)
    what = TITLES.get(found.title, found.title) if found.title else _WHAT[found.about]
    if found.why == Why.REPORTED and found.at:
        return f"{what}{times.clock(found.at)}已报，不用催"
    return f"{what}{_OF_DUE.get(found.why, _OF_DUE[Why.UNKNOWN])}"


def _hazard(found: Reason, number: str) -> str:
    if found.why == Why.NO_HAZARD:
        return "没有未整改隐患"
    if found.why == Why.NOT_TODAY and found.deadline:
        ends = "已超期" if found.deadline < found.day else f"{times.on(found.deadline, found.day)}到期"
        return f"隐患{number}没到提醒日，{ends}"
    return f"隐患{number}{_OF_HAZARD.get(found.why, _OF_HAZARD[Why.UNKNOWN])}"


def county(day: date, said: int, reported: int, no_account: Sequence[str], others: int) -> str:
    """为什么没提醒 without an enterprise: how many were reminded of the round, and why the others were not."""
    return joined(
        f"提醒了{said}家｜{times.night(day)}夜巡",
        f"已报不用催{reported}家",
        f"没人绑定账号{len(no_account)}家：{short('、'.join(no_account), COLUMNS)}" if no_account else "",
        f"试运行、免报、系统断网等{others}家" if others else "",
        "问一家写企业名，例：为什么没提醒豫丰",
    )
