"""What is owed by day besides the zero report: receipts, and one prompt for all that is owed. Pure sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models import calendar
from models.obligations import DueStatus, ObligationKind
from models.reports import Evidence
from models.wording import times
from models.wording.lines import COLUMNS, columns, fitted, joined, listed, short
from models.wording.receipts import media

#: What has no title of the office's own.
TITLES: Mapping[str, str] = {
    ObligationKind.ZERO: "零报告",
    ObligationKind.WATCH: "值守报",
    "commitment": "安全承诺",
    "drill": "演练",
    "training": "培训",
    "daily": "日报表",
    "weekly": "周报表",
    "ledger": "台账",
    "summary": "小结",
    "special_work": "特殊作业",
    "fujian3": "附件3",
    "fujian4": "附件4",
    "fujian5": "附件5",
    "fujian6": "附件6",
}
_STATE = {DueStatus.LATE: "，迟报", DueStatus.MADE_UP: "，记为补报"}


@dataclass(frozen=True)
class Kept:
    """One thing that a report told of."""

    title: str
    status: str = ""  # of the due that it satisfied
    detail: str = ""  # what of it was understood


def kept(items: Sequence[Kept], plant: str, at: datetime, evidence: Evidence) -> str:
    """The receipt: what was taken as what, late or not, and how much came with it."""
    first = items[0]
    head = first.title if len(items) == 1 else f"{len(items)}项"
    late = _STATE.get(DueStatus(first.status), "") if len(items) == 1 and first.status else ""
    names = "" if len(items) == 1 else listed([_named(one) for one in items], COLUMNS * 2, "等{}项")
    came = media(evidence) if evidence.any else ""
    first_line = f"{head}已收 {times.clock(at)}{late}｜{short(plant, 16)}"
    return fitted(first_line, names, *(one.detail for one in items), came)


def _named(one: Kept) -> str:
    return one.title + (_STATE.get(DueStatus(one.status), "").replace("，", "") if one.status else "")


def also(titles: Sequence[str]) -> str:
    """Below the receipt of a round or zero report: what the same words stand for besides."""
    return f"也算{listed(titles, COLUMNS - 6, '等{}项')}"


def units(
    total: int | None, running: int | None, stopped: int | None, overhaul: int | None, works: Sequence[str], signer: str
) -> str:
    """装置3套：运行2，检修1；动火1处；王刚"""
    counted = (("运行", running), ("停", stopped), ("检修", overhaul))
    parts = "，".join(f"{word}{count}" for word, count in counted if count is not None)
    head = f"装置{total}套" if total is not None else "装置" if parts else ""
    said = [f"{head}：{parts}" if head and parts else head, "、".join(works), signer]
    return short("；".join(part for part in said if part), COLUMNS)


def held(topic: str, people: int | None, minutes: int | None, day: date, nth: int) -> str:
    """消防，30人，40分钟，今年第2次"""
    parts = (
        times.day(day),
        short(topic, 12),
        f"{people}人" if people else "没写人数",
        f"{minutes}分钟" if minutes else "",
        f"今年第{nth}次" if nth else "",
    )
    return "，".join(part for part in parts if part)


def ahead(title: str, day: date) -> str:
    """A drill or training that is announced."""
    return joined(f"记下了，{times.day(day)}{title}", "办完发照片，写一句几个人参加")


def of_enterprises() -> str:
    """To an officer who sends what only enterprises send."""
    return joined("演练、承诺、作业报备由企业发来才算", "要查就问：今年演练几次、今晚动火有哪些")


# The prompt


@dataclass(frozen=True)
class Owing:
    """One thing that is still owed."""

    title: str
    closes_at: datetime
    plant: str
    how: str = ""  # the words that satisfy it


def prompt(items: Sequence[Owing], today: date, *, routine: bool) -> str:
    """今天还差2项：值守报17:00前、零报告18:00前: all that is owed, in one message."""
    plants = list(dict.fromkeys(one.plant for one in items))
    several = len(plants) > 1
    whole = [f"{short(one.plant, 12) if several else ''}{one.title}{_until(one.closes_at, today)}" for one in items]
    when = "今天还差" if all(_today(one.closes_at, today) for one in items) else "还差"
    plant = "" if several else f"｜{short(plants[0], 12)}"
    if len(items) == 1:
        return fitted(f"{when}1项：{whole[0]}{plant}", _how(items, routine=routine))
    head = f"{when}{len(items)}项{plant}："
    return fitted(head, *_packed(whole), _how(items, routine=routine))


def _today(moment: datetime, today: date) -> bool:
    return calendar.today(moment) == today


def _until(moment: datetime, today: date) -> str:
    return f"{times.moment(moment, today)}前"


def _packed(parts: Sequence[str]) -> list[str]:
    """As many of them on a line as a phone shows, four lines at most."""
    lines: list[str] = []
    for part in parts:
        joint = f"{lines[-1]}、{part}" if lines else part
        if lines and columns(joint) <= COLUMNS:
            lines[-1] = joint
        elif len(lines) < 4:
            lines.append(part)
        else:
            more = f"等{len(parts)}项"
            lines[-1] = short(lines[-1], COLUMNS - columns(more)) + more
            return lines
    return lines


def _how(items: Sequence[Owing], *, routine: bool) -> str:
    """How it is answered; who has heard it often this week is not told again."""
    if routine:
        return ""
    first = next((one for one in items if one.how), None)
    return first.how if first else "报表发文件，其他写一句就行"


def how_watch() -> str:
    """How the watch report is made."""
    return "在岗就回：值守正常；有情况直接写"


def how_words(word: str) -> str:
    """How an entered obligation is answered."""
    return f"办完回：{short(word, 20)}，带照片更好"


def how_file(title: str) -> str:
    """How a form is handed in."""
    return f"把{short(title, 20)}文件发到这里"
