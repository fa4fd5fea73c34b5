"""Figures in words: a rate, a period, the daily form (docs/WORDING.md, M26). Pure sentences."""

from datetime import date

from models.figures import DueCount, Figures, Found, moments
from models.obligations import DueStatus
from models.wording import times
from models.wording.ledger import View, span
from models.wording.lines import fitted, joined


def rate(found: Found, start: date, end: date, view: View) -> str:
    """The share of what was found that is fixed, with both of its numbers."""
    when = f"{view.named}{span(start, end)}"
    if not found.registered:
        return f"没登记隐患，没有整改率｜{when}"
    return joined(
        f"整改率{found.rate.percent}，{found.rate.part}/{found.rate.whole}｜{when}",
        of_them(found),
    )


def _levels(found: Found) -> str:
    return f"一般{found.general}改{found.general_fixed}，重大{found.major}改{found.major_fixed}"


def summary(found: Found, nights: DueCount, last: date | None, start: date, end: date, view: View) -> str:
    """M26: the figures of a period, of hazards and of the nights that are closed."""
    head = f"登记{found.registered} 已改{found.rate.part}"
    head += f"，整改率{found.rate.percent}" if found.registered else ""
    return joined(
        head,
        f"{view.named}{span(start, end)}" + (f"，{_levels(found)}" if found.registered else ""),
        f"已销号{found.closed}" if found.registered else "",
        _nights(nights, start, last),
    )


def _nights(counted: DueCount, start: date, last: date | None) -> str:
    if last is None or not counted.owed:
        return ""
    share = counted.in_time
    nights = times.night(last)
    if start != last:
        near = start.month == last.month
        nights = f"{start.day}日—{times.night_short(last)}" if near else f"{times.day(start)}—{times.night(last)}"
    by_phone = f"，代录{counted.proxied}" if counted.proxied else ""
    return f"夜巡应报{share.whole} 按时{share.part}，{share.percent}（{nights}{by_phone}）"


def found_in(found: Found, start: date, end: date, view: View) -> str:
    """The head of what a period brought."""
    when = f"{view.named}{span(start, end)}"
    return f"登记{found.registered}条｜{when}" if found.registered else f"没登记隐患｜{when}"


def of_them(found: Found) -> str:
    """What became of the hazards of a period."""
    return f"{_levels(found)}；已销号{found.closed}" if found.registered else ""


_NIGHT = {
    DueStatus.REPORTED: "已报",
    DueStatus.LATE: "迟报",
    DueStatus.MADE_UP: "补报",
    DueStatus.MISSED: "未报",
    DueStatus.UNVERIFIED: "待核",
    DueStatus.WAITING: "待报",
}


def dues(counted: DueCount) -> str:
    """应报55：已报51 迟报1 未报2（代录1）: how the dues of a night or day ended."""
    counts = [(word, counted.count(state)) for state, word in _NIGHT.items()]
    told = [f"{word}{count}" for word, count in counts if count or word == "已报"]
    by_phone = f"（代录{counted.proxied}）" if counted.proxied else ""
    return f"应报{counted.owed}：{' '.join(told)}{by_phone}"


def daily(figures: Figures, night: date | None, patrol: DueCount, view: View) -> str:
    """The daily form: one duty day, or as much of it as has gone by."""
    begins, ends = moments(figures.start, figures.end)
    until = times.stamp(ends) if figures.until == ends else f"{times.clock(figures.until)}"
    hazards, stock = figures.found, figures.standing
    return fitted(
        f"日报｜{view.named}{times.stamp(begins)}—{until}",
        f"{times.night(night)}{dues(patrol)}" if night and patrol.owed else "",
        f"零报告{dues(figures.zero)}" if figures.zero.owed else "",
        f"隐患登记{hazards.registered}，改好{hazards.fixed_then}；未改{stock.unfixed}，超期{stock.overdue}",
        f"突发事件{figures.incidents}起" if figures.incidents else "没有接到险情报告",
        _pushes(figures),
    )


def _pushes(figures: Figures) -> str:
    sent = figures.pushes
    return f"送教{sent.total}条：链接{sent.links}，小视频{sent.videos}" if sent.total else ""


def not_begun(day: date) -> str:
    """A form of a day that lies ahead."""
    return f"{times.day(day)}还没到，没有日报"


def on_computer() -> str:
    """The ledger is wanted as a file, which cannot be sent here."""
    return joined("这里发不了文件，请在值班电脑上导出：", "yexun export ledger --out 台账.xlsx")
