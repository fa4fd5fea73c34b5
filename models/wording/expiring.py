"""What expires: reminders to the enterprise, the officers' lists, and what is answered when a new date comes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.expiring import Expiring, ExpiringKind
from models.wording import times
from models.wording.lines import COLUMNS, columns, fitted, joined, short

#: How many stand in a message; the rest is counted.
SHOWN = 3
#: How many stand below the head of an answer, and behind its digit.
FIRST, ALL = 4, 40

#: The kinds as the sheets write them.
KINDS = {
    ExpiringKind.CERTIFICATE: "证书",
    ExpiringKind.LICENCE: "许可证",
    ExpiringKind.PLAN: "预案",
    ExpiringKind.FILING: "备案",
    ExpiringKind.EVALUATION: "评价",
    ExpiringKind.RISK_REVIEW: "风险评估",
    ExpiringKind.OTHER: "其他",
}
#: What a risk review is called where nobody gave it a name.
REVIEW = "风险辨识评估"


@dataclass(frozen=True)
class Item:
    """One thing with its day."""

    name: str
    due_on: date
    recheck: bool = False
    review: bool = False
    plant: str = ""  # named to whoever sees several

    @classmethod
    def of(cls, row: Expiring, plant: str = "") -> "Item":
        """As a row has it."""
        review = row.kind == ExpiringKind.RISK_REVIEW
        return cls(row.name or KINDS[ExpiringKind(row.kind)], row.due_on, row.recheck_on is not None, review, plant)

    def on(self, today: date) -> str:
        """3月20日 王建国焊工证复审"""
        return self.within(today, COLUMNS)

    def within(self, today: date, width: int) -> str:
        """The same where less of a line is left: the names give way."""
        before = f"{_day(self.due_on, today)} " + (f"{short(self.plant, 10)} " if self.plant else "")
        behind = "复审" if self.recheck else ""
        return before + short(self.name, width - columns(before) - columns(behind)) + behind


def _day(when: date, today: date) -> str:
    if when < today:
        late = (today - when).days
        return f"过{late}天" if late < 365 else f"{when.year}年过"
    return times.day(when) if when.year == today.year else f"{when.year}年{when.month}月{when.day}日"


def near(items: Sequence[Item], plant: str, today: date) -> str:
    """To the safety manager, 90, 30 and 7 days before: all that comes near at once, the next first."""
    return fitted(f"{len(items)}项快到期｜{short(plant, 18)}", *_shown(items, today), _how(items[0]))


def _how(first: Item) -> str:
    if first.review:
        return "做完回一句：风险评估已完成"
    year = first.due_on.year + 3
    new = f"到{year}年{first.due_on.month}月{min(first.due_on.day, 28)}日"
    return f"办好回一句，例：{short(first.name, 16)}{new}"


def _shown(items: Sequence[Item], today: date) -> list[str]:
    shown = items[:SHOWN]
    more = f"等{len(items)}项" if len(items) > SHOWN else ""
    return [*(one.on(today) for one in shown[:-1]), shown[-1].within(today, COLUMNS - columns(more)) + more]


# Asked


def ahead(items: Sequence[Item], days: int, area: str, today: date) -> str:
    """快到期的证有哪些: how many, and the next of them."""
    if not items:
        return joined(f"{days}天内没有到期的{_bounds(area)}", "只算登记过日期的证件、预案、评估")
    return _list(f"{len(items)}项{days}天内到期{_bounds(area)}", items, today)


def over(items: Sequence[Item], area: str, today: date) -> str:
    """谁的证过期了: how many, the longest first."""
    if not items:
        return joined(f"没有过期的{_bounds(area)}", "只算登记过日期的证件、预案、评估")
    return _list(f"{len(items)}项已过期{_bounds(area)}", items, today)


def _bounds(area: str) -> str:
    return f"｜{short(area, 16)}" if area else ""


def _list(head: str, items: Sequence[Item], today: date) -> str:
    more = "回1看全部" if len(items) > FIRST else ""
    return joined(head, *(one.on(today) for one in items[:FIRST]), more)


def whole(items: Sequence[Item], today: date) -> str:
    """All of them, because somebody asked."""
    more = f"等{len(items)}项" if len(items) > ALL else ""
    return joined(f"{len(items)}项｜{times.day(today)}", *(one.on(today) for one in items[:ALL]), more)


# A new date


def renewed(item: Item, before: date | None, today: date) -> str:
    """A new date was written over the old one, or something new was entered."""
    old = f"，原来{_until(before)}" if before else ""
    what = "下次复审" if item.recheck else "有效期到"
    return joined(
        _headed("记下了", item),
        f"{what}{_until(item.due_on)}{old}",
        "写错了再发一遍就行",
    )


def _headed(words: str, item: Item) -> str:
    plant = f"{short(item.plant, 12)} " if item.plant else ""
    return short(f"{words}｜{plant}{item.name}", COLUMNS)


def _until(when: date) -> str:
    return f"{when.year}年{when.month}月{when.day}日"


def sure(item: Item, before: date | None) -> str:
    """Before it is written: what was understood, where something of it is not certain."""
    known = f"现在登记的是{_until(before)}" if before else "以前没登记过，按新的登记"
    what = "下次复审" if item.recheck else "有效期到"
    return joined(
        _headed("请核对", item),
        f"{what}{_until(item.due_on)}",
        known,
        "对就回1，不对请再说一遍",
    )


def same_or_new(item: Item, known: str) -> str:
    """Somebody has one paper, and another name is said: it may be that one, or a second."""
    return joined(
        _headed("请核对", item),
        f"有效期到{_until(item.due_on)}",
        short(f"1 就是登记的{known}", COLUMNS),
        "2 是另外一个，新登记",
        "回数字",
    )


def which(items: Sequence[Item], today: date) -> str:
    """Several are meant by the same words."""
    told = (f"{number} {one.within(today, COLUMNS - 2)}" for number, one in enumerate(items[:SHOWN], 1))
    return joined("是哪一个？", *told, "回数字")


def past(day: date) -> str:
    """A date that has gone by is no new date."""
    return joined(f"{_until(day)}已经过了，没有登记", "请看一下证，再发一遍新的日期")


def too_far(day: date) -> str:
    """A date that no certificate has."""
    return joined(f"{_until(day)}太远了，没有登记", "请看一下年份，再发一遍")


def recheck_behind_end(recheck: date, until: date) -> str:
    """The re-check lies behind the end."""
    return joined(f"复审{_until(recheck)}比有效期{_until(until)}还晚，没有登记", "请看一下证，再发一遍")


def of_whom() -> str:
    """A certificate without the person, where the enterprise has none like it."""
    return joined("没听出是谁的什么证", "例：王建国焊工证到2029年3月15日")


def of_which_plant() -> str:
    """An officer names no enterprise."""
    return joined("没听出是哪家企业的", "例：豫丰化工王建国焊工证到2029年3月15日")


# Risk reviews


def reviewed(plant: str, done: date, due_on: date, today: date, years: int, *, major: bool) -> str:
    """A risk review is done: when the next one is due."""
    why = "，重大风险1年后再评" if major else f"，{years}年1次"
    return joined(
        f"风险评估记下了｜{short(plant, 16)}",
        f"{_day_of(done, today)}完成{why}",
        f"下次{_until(due_on)}前",
    )


def _day_of(day: date, today: date) -> str:
    return times.day(day) if day.year == today.year else _until(day)


def review_ahead(day: date) -> str:
    """A review cannot have been done on a day that is still to come."""
    return joined(f"{_until(day)}还没到，没有登记", "做完那天再回一句：风险评估已完成")


def review_of_whom() -> str:
    """An officer says that a review is done and names no enterprise."""
    return "是哪家的？例：豫丰化工风险评估已完成"
