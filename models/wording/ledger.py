"""Answers about hazards: one of them, lists, what one enterprise has to do (docs/WORDING.md, M23 to M25). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.hazards import UNFIXED, HazardStatus, Level, Source
from models.ledger import Line, Standing, Which
from models.wording import times
from models.wording.lines import COLUMNS, columns, fits, joined, short

STATUS: Mapping[str, str] = {
    HazardStatus.REGISTERED: "已登记",
    HazardStatus.RECTIFYING: "整改中",
    HazardStatus.AWAITING: "待复查",
    HazardStatus.CLOSED: "已销号",
    HazardStatus.VOID: "已作废",
}
LEVEL: Mapping[str, str] = {Level.GENERAL: "一般", Level.MAJOR: "重大"}
SOURCE: Mapping[str, str] = {
    Source.PATROL: "夜巡",
    Source.SELF_CHECK: "自查",
    Source.DEPARTMENT: "部门检查",
    Source.EXPERT: "专家",
    Source.THIRD_PARTY: "第三方",
    Source.TIP_OFF: "举报",
    Source.SUPERIOR: "上级督查",
}


@dataclass(frozen=True)
class View:
    """For whom an answer is: an officer reads whole numbers, an enterprise its own by their last digits."""

    today: date
    whole: bool = True
    area: str = ""  # what the answer is bounded to: a grid, an enterprise

    @property
    def named(self) -> str:
        """豫丰化工， in front of a range."""
        return f"{short(self.area, 16)}，" if self.area else ""


def number(full: str, view: View) -> str:
    """A hazard's number as it is said to whoever asks."""
    return full if view.whole else full.rsplit("-", 1)[-1]


def what(place: str, item: str) -> str:
    """三车间灭火器过期: where and what; while nobody has described it, that."""
    return f"{place} {item}".strip() if item else f"{place} 待补内容".strip()


def span(start: date, end: date) -> str:
    """3月1日—15日"""
    if start == end:
        return times.day(start)
    if start.year != end.year:
        return f"{start.year}年{times.day(start)}—{end.year}年{times.day(end)}"
    return f"{times.day(start)}—{end.day}日" if start.month == end.month else f"{times.day(start)}—{times.day(end)}"


# Lists

_TITLES: Mapping[Which, str] = {
    Which.OPEN: "没销号",
    Which.UNFIXED: "未整改",
    Which.OVERDUE: "超期",
    Which.DUE: "到期",
    Which.EXTENSION: "待批延期",
    Which.LACKING: "缺内容",
    Which.ALL: "登记",
    Which.EVER: "编号",
}


def term(deadline: date | None, today: date) -> str:
    """How a deadline stands: 超2天, 今天到期, 17日到期; none was set."""
    if deadline is None:
        return "没定日期"
    if deadline < today:
        return f"超{(today - deadline).days}天"
    return "今天到期" if deadline == today else f"{times.on(deadline, today)}到期"


def row(line: Line, view: View, width: int = COLUMNS) -> str:
    """A hazard in one line of a list: number, whose or what, how its term stands."""
    tail = _tail(line, view.today)
    major = "重大 " if line.is_major else ""
    head = f"{number(line.number, view)} "
    left = width - columns(head + major + tail) - 1
    middle = _starred(line, left) if view.whole else short(what(line.place, line.item), left)
    return f"{head}{middle} {major}{tail}"


def _starred(line: Line, width: int) -> str:
    """The short name within a width; the star of a major hazard source is never what is cut."""
    star = "★" if line.plant.major else ""
    return short(line.plant.short, width - columns(star)) + star


def _tail(line: Line, today: date) -> str:
    if line.status not in UNFIXED:
        return STATUS[line.status]
    if line.pending:
        return f"待批到{times.on(line.wanted, today)}" if line.wanted else "延期待批"
    return term(line.deadline, today)


def full_row(line: Line, view: View) -> str:
    """A hazard in a list that somebody asked to see whole: with its words too."""
    parts = [number(line.number, view), line.plant.starred if view.whole else "", what(line.place, line.item)]
    parts += ["重大" if line.is_major else "", _tail(line, view.today)]
    return short(" ".join(part for part in parts if part), COLUMNS * 2)


@dataclass(frozen=True)
class Listing:
    """A list as far as a phone shows it, and how many of its lines that are."""

    text: str
    shown: int


def listing(head: str, lines: Sequence[Line], total: int, view: View, *orders: str, besides: str = "") -> Listing:
    """A head that names the range, the first lines of the list, and what the digits do; the rest is offered last."""
    most = len(lines)
    while True:
        rest = ["看全部"] if most < total else []
        offer = offered(*orders, *rest, more=total if rest else 0)
        text = joined(head, besides, *_numbered(lines[:most], view), offer)
        if not most or fits(text):
            return Listing(text, most)
        most -= 1


def _numbered(lines: Sequence[Line], view: View) -> list[str]:
    return [f"{place} {row(line, view, COLUMNS - 2)}" for place, line in enumerate(lines, 1)]


def standing(found: Standing, view: View) -> str:
    """M24: the head of what is not fixed, and how much of it is overdue."""
    when = f"｜{view.named}截至{times.day(view.today)}"
    return f"未整改{found.unfixed}条，超期{found.overdue}{when}" if found.unfixed else f"没有未整改的{when}"


def parts(found: Standing) -> str:
    """The second line of M24: by level, and what only waits for the office."""
    told = [f"一般{found.general}，重大{found.major}"] if found.unfixed else []
    told += [f"待复查{found.awaiting}"] if found.awaiting else []
    told += [f"延期待批{found.pending}，不算超期"] if found.pending else []
    return "；".join(told)


def overdue(count: int, view: View) -> str:
    """The head of what is overdue."""
    when = f"｜{view.named}截至{times.day(view.today)}"
    return f"超期{count}条{when}" if count else f"没有超期的{when}"


def due_soon(count: int, start: date, end: date, view: View) -> str:
    """M25: the head of what falls due."""
    when = f"{view.named}{span(start, end)}到期"
    return f"{count}条｜{when}" if count else f"没有到期的｜{view.named}{span(start, end)}"


def asked_for(count: int, view: View) -> str:
    """The head of the requests for more time that wait."""
    when = f"｜{view.named}截至{times.day(view.today)}"
    return f"待批延期{count}条{when}" if count else f"没有待批的延期{when}"


def title(which: Which, total: int) -> str:
    """What a page holds, as it is counted now."""
    return f"{_TITLES[which]}{total}条"


def page(title: str, lines: Sequence[Line], first: int, total: int, view: View, offer: str = "") -> str:
    """A page of a long list; its places begin anew, because 第2条 means what was shown last."""
    head = f"{title}，第{first + 1}—{first + len(lines)}条" if total > len(lines) else title
    return joined(head, *(f"{place} {full_row(line, view)}" for place, line in enumerate(lines, 1)), offer)


def offered(*what_for: str, more: int = 0) -> str:
    """等12条，回1逐家提醒，回2看全部: what the digits under a list do, in their order."""
    told = "，".join(f"回{digit}{one}" for digit, one in enumerate(what_for, 1))
    return f"等{more}条，{told}" if more and told else told


def each_reminded() -> str:
    """What the digit 1 does below a list of what falls due."""
    return "逐家提醒"


def reminded_later(count: int, at: datetime, most: int) -> str:
    """An order given in quiet hours: office matters wait for their end."""
    cut = f"，一次最多{most}家" if count >= most else ""
    return f"已排好，{times.stamp(at)}提醒{count}家{cut}"


def nothing_due() -> str:
    """An order to remind that came too late."""
    return "都改好或在等延期，不用提醒"


def next_page(count: int) -> str:
    """What the digit 1 does below a page of a list."""
    return f"回1看下{count}条"


def no_more() -> str:
    """A list that has become empty, or ends here."""
    return "没有了，名单到头了"


# What is not said


def owed_by_whom() -> str:
    """What an enterprise has to do, asked by an officer who names none."""
    return "请写企业名，例：豫丰还差什么"


def not_in_group() -> str:
    """Somebody wants hazards told in a group."""
    return "群里不说隐患，只私发给您"


def no_ranking() -> str:
    """Somebody wants enterprises compared."""
    return "不给企业排先后；可以问：超期的有哪些"


def other_grid() -> str:
    """An officer asks about an enterprise of another grid."""
    return "这家不在您的网格，请问分管的监管员"
