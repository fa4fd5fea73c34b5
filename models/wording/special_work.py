"""Special work 特殊作业: its notice, its end, and what an officer is warned of. Pure sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from models import calendar
from models.special_work import SpecialWork
from models.wording import times
from models.wording.lines import COLUMNS, columns, fitted, joined, short

#: How many works stand in a message.
SHOWN = 3


@dataclass(frozen=True)
class Line:
    """One work as people name it."""

    kind: str
    place: str = ""
    level: str = ""
    count: int | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    guardian: str = ""
    ticket: str = ""

    @property
    def name(self) -> str:
        """三车间动火"""
        return f"{short(self.place, 16)}{self.kind}"

    def hours(self, today: date) -> str:
        """20:00—22:00, with the day where it is another one; 20:00起 or 17日 as far as it was said."""
        if self.starts_at is None:
            return ""
        begins = times.moment(self.starts_at, today)
        if self.ends_at is None:
            here = calendar.local(self.starts_at)
            return f"{begins}起" if here.time() != time(0, 0) else times.on(here.date(), today)
        return f"{begins}—{times.moment(self.ends_at, calendar.today(self.starts_at))}"

    def told(self, today: date, plant: str = "") -> str:
        """豫丰化工 三车间动火一级 20:00—22:00"""
        count = f"{self.count}处" if self.count and self.count > 1 else ""
        behind = f"{self.level}{count} {self.hours(today)}"
        before = f"{short(plant, 12)} " if plant else ""
        return before + short(self.name, COLUMNS - columns(before) - columns(behind)) + behind


def line(row: SpecialWork) -> Line:
    """A work from its row."""
    return Line(row.kind, row.place, row.level, row.count, row.starts_at, row.ends_at, row.guardian, row.ticket)


def noted(plant: str, works: Sequence[Line], today: date, ban: str = "") -> str:
    """A notice was taken: what was understood of it; in a key period what the office says of such work."""
    first = works[0]
    head = f"{len(works)}项特殊作业" if len(works) > 1 else first.kind
    guard = f"监护人{short(first.guardian, 10)}" if first.guardian else "没写监护人"
    ticket = f"，票号{short(first.ticket, 16)}" if first.ticket else ""
    shown = [one.told(today) for one in works[:SHOWN]]
    return fitted(f"{head}已登记｜{short(plant, 18)}", *shown, ban, f"{guard}{ticket}", f"做完回：{first.kind}结束")


def ban(period: str, banned: str) -> str:
    """What the office said of such work when it set the key period; the bot forbids nothing."""
    return f"{short(period, 16)}里{short(banned, 14)}能缓就缓"


def ended(works: Sequence[Line], at: datetime) -> str:
    """The end of works was told."""
    if not works:
        return f"记下了 {times.clock(at)}，没找到之前的报备"
    return joined(f"作业结束已登记 {times.clock(at)}", _names(works))


def called_off(works: Sequence[Line], at: datetime) -> str:
    """Works were called off."""
    if not works:
        return f"记下了 {times.clock(at)}，没找到之前的报备"
    return joined(f"作业取消已登记 {times.clock(at)}", _names(works))


def goes_on(works: Sequence[Line]) -> str:
    """They go on beyond the end that was named."""
    return joined(f"记下了，还在做：{_names(works)}", f"做完回：{works[0].kind}结束")


def over_already() -> str:
    """A digit about works that are over."""
    return "这项作业已登记结束，不用再回"


def ask_end(works: Sequence[Line], today: date, several: Sequence[str] = ()) -> str:
    """Asked once, when the end that was named has passed: of whoever gave notice."""
    plants = [*several, *[""] * len(works)]
    head = f"{works[0].kind}该结束了" if len(works) == 1 else f"{len(works)}项作业该结束了"
    shown = [one.told(today, plant) for one, plant in zip(works[:SHOWN], plants, strict=False)]
    more = f"等{len(works)}项" if len(works) > SHOWN else ""
    return fitted(head, *shown, more, "已结束回1，还在做回2")


@dataclass(frozen=True)
class Warned:
    """What an officer should know of a notice."""

    plant: str
    works: Sequence[Line]
    expired: Sequence[str] = ()  # 张强焊工证3月1日
    ban: str = ""  # the key period in which it should wait
    person: str = ""
    phone: str = ""


def warning(told: Warned, today: date) -> str:
    """To the officer on duty, once for a notice: an expired certificate, a key period; whoever decides is a person."""
    papers = f"证件过期：{short('、'.join(told.expired), COLUMNS - 10)}" if told.expired else ""
    wait = f"{short(told.ban, COLUMNS - 12)}列为应缓作业" if told.ban else ""
    call = f"要问打{short(told.person, 8)} {told.phone}" if told.phone else ""
    shown = [one.told(today) for one in told.works[:2]]
    return fitted(f"特殊作业请看一眼｜{short(told.plant, 16)}", *shown, papers, wait, call)


def _names(works: Sequence[Line]) -> str:
    more = f"等{len(works)}项" if len(works) > SHOWN else ""
    return short("、".join(one.name for one in works[:SHOWN]), COLUMNS - columns(more)) + more
