"""What is told of several nights, an evening, a week and a month: the figure first, and nobody ranked. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.evening import Evening
from models.figures import Ratio
from models.obligations import DueStatus
from models.page_spans import PageKind
from models.pages import Burden, Page
from models.questions import Contact, Night
from models.wording import special_work, times
from models.wording.ledger import span as days
from models.wording.lines import COLUMNS, columns, fitted, joined, listed, short
from models.wording.tips import Warned

_KIND = {PageKind.WEEK: "周报", PageKind.MONTH: "月报"}
#: How many lines the nights before the last get in a list of eight.
NIGHTS = 3
#: How many numbers stand in a list of whom to call.
CALLS = 60


def page(found: Page, *, now: datetime, area: str = "", waiting: Sequence[str] = ()) -> str:
    """A week or a month, each rate with both of its numbers; ``waiting`` are re-checks that have waited for long."""
    return joined(
        f"{_nights(found)}｜{_KIND[found.span.kind]}",
        _when(found, area, now),
        _rest(found),
        *_hazards(found),
        f"零报告{_share('按时', found.zero.in_time)}" if found.zero.owed else "",
        f"送教{found.tips.total}条：链接{found.tips.links}，小视频{found.tips.videos}" if found.tips.total else "",
        _burden(found.burden),
        f"复查等了超过10个工作日{len(waiting)}条：" if waiting else "",
        *waiting[:10],
    )


def _burden(found: Burden) -> str:
    """负担: how much the enterprises had to read that they had not asked for."""
    if not found.sent:
        return "没有主动发给企业消息"
    return f"主动发给企业{found.sent}条，平均每家{found.mean}条，最多{found.most}条"


def _share(word: str, ratio: Ratio) -> str:
    return f"{word}{ratio.part}/{ratio.whole}" + (f"，{ratio.percent}" if ratio.whole else "")


def _nights(found: Page) -> str:
    return f"夜巡{_share('按时', found.patrol.in_time)}" if found.patrol.owed else "夜巡还没有结束的夜"


def _when(found: Page, area: str, now: datetime) -> str:
    until = f"截至{times.stamp(now)}" if found.span.running(now) else ""
    return "，".join(filter(None, (area, days(found.span.start, found.span.end), until)))


_REST = (
    ("迟报", DueStatus.LATE),
    ("补报", DueStatus.MADE_UP),
    ("未报", DueStatus.MISSED),
    ("待核", DueStatus.UNVERIFIED),
    ("免报", DueStatus.EXEMPT),
)


def _rest(found: Page) -> str:
    """迟报8 补报3 未报6: what else became of the nights; which they were, where it is not the days' own."""
    told = " ".join(f"{word}{found.patrol.count(state)}" for word, state in _REST if found.patrol.count(state))
    first, last = found.span.first_night, found.last_night
    if last is None or not told:
        return ""
    if (first, last) == (found.span.start, found.span.end):
        return told
    nights = times.night(first) if first == last else f"{days(first, last)}夜"
    return f"{told}，{nights}"


def _hazards(found: Page) -> list[str]:
    new, stock = found.found, found.standing
    major = f"（重大{new.major}）" if new.major else ""
    fixed = f"，{_share('已改', new.rate)}" if new.registered else ""
    closed = f"（重大{new.major_closed_then}）" if new.major_closed_then else ""
    left = f"，重大{stock.major}" if stock.major else ""
    return [
        f"隐患登记{new.registered}{major}{fixed}",
        f"销号{new.closed_then}{closed}；未改{stock.unfixed}，超期{stock.overdue}{left}",
    ]


def officers_only(kind: PageKind) -> str:
    """Somebody of an enterprise asks for a page."""
    return joined(f"{_KIND[kind]}只给局里看", "自己的这样问：我家这周报了没")


def not_begun(kind: PageKind) -> str:
    """A page of days that lie ahead."""
    return f"还没到，没有{_KIND[kind]}"


def changed(text: str) -> str:
    """A figure of a page has changed since it was sent."""
    return joined("数字有变，以这条为准", text)


def waiting_line(number: str, plant: str, what: str, days_waited: int) -> str:
    """A re-check that the bureau has owed for long."""
    behind = f" 等{days_waited}天"
    return short(f"{number} {plant} {what}", COLUMNS - columns(behind)) + behind


# Several nights in one list


@dataclass(frozen=True)
class Before:
    """The nights before the last one that a list of eight tells besides, the latest first."""

    nights: Sequence[Night] = ()

    @property
    def lines(self) -> list[str]:
        """14日夜未报2：宏达站、瑞康★; where there is no room for all nights, how often it was missed on the others."""
        missed = [night for night in self.nights if night.count(DueStatus.MISSED)]
        if not missed:
            return [f"再前{len(self.nights)}夜没有未报"] if self.nights else []
        if len(missed) <= NIGHTS:
            return [_one_night(night) for night in missed]
        rest = missed[NIGHTS - 1 :]
        times_missed = sum(night.count(DueStatus.MISSED) for night in rest)
        return [*(_one_night(night) for night in missed[: NIGHTS - 1]), f"再前{len(rest)}夜未报{times_missed}家次"]


def _one_night(night: Night) -> str:
    head = f"{times.night_short(night.night)}未报{night.count(DueStatus.MISSED)}："
    return head + listed([plant.starred for plant in night.plants(DueStatus.MISSED)], COLUMNS - columns(head) - 2)


def repeated(plant: str, in_a_row: int, of_seven: int) -> str:
    """瑞康★连续2夜没报"""
    return f"{plant}连续{in_a_row}夜没报" if in_a_row >= 2 else f"{plant}7夜里{of_seven}夜没报"


# The evening


def evening(found: Evening, *, phones: bool) -> str:
    """Before a night, to whoever has it: how many owe it, what is in force, special work, who cannot be written to."""
    exempt = f"，免报{found.exempt}" if found.exempt else ""
    warned = [Warned(one.weather, one.colour, one.detail, one.source).told for one in found.warnings[:1]]
    more = f"等{len(found.warnings)}个预警" if len(found.warnings) > 1 else ""
    deaf = f"发不到{len(found.deaf)}家："
    names = listed([one.starred for one in found.deaf], COLUMNS - columns(deaf) - 2)
    return fitted(
        f"今晚应报{found.owed}{exempt}｜{times.night(found.night)}",
        f"{short(found.period.name, 18)}，{times.hour(found.closes_at)}截止" if found.period else "",
        *(short(one, COLUMNS - columns(more)) + more for one in warned),
        _works(found),
        deaf + names if found.deaf else "",
        "回1看电话" if phones else "",
    )


def _works(found: Evening) -> str:
    """特殊作业3项：恒泰 三车间动火一级 20:00—22:00"""
    if not found.works:
        return ""
    row, plant = found.works[0]
    day = found.night
    head = f"特殊作业{len(found.works)}项：" if len(found.works) > 1 else ""
    return head + special_work.line(row).told(day, plant.short)


def works_today(count: int, hot: int, first: str) -> str:
    """今日特殊作业3项，动火2：恒泰 三车间动火一级 9:00—11:00"""
    if not count:
        return ""
    head = f"今日特殊作业{count}项" + (f"，动火{hot}" if hot else "")
    return f"{head}：{short(first, COLUMNS)}"


def deaf_phones(contacts: Sequence[Contact], night: date) -> str:
    """Whom to call instead of writing."""
    if not contacts:
        return f"都能发到｜{times.night(night)}"
    told = [f"{one.plant.starred} {one.name}{one.phone}".rstrip() for one in contacts[:CALLS]]
    more = f"等{len(contacts)}家" if len(contacts) > CALLS else ""
    return joined(f"{len(contacts)}家发不到，只能打电话｜{times.night(night)}", *told, more)
