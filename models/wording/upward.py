"""Reporting an incident upward: until when, by which document, what was told to whom. Pure sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.upward import Manner, UpwardClock
from models.wording import times
from models.wording.incidents import Event
from models.wording.lines import COLUMNS, fitted, joined, short

MANNERS = {Manner.ANY: "", Manner.PHONE: "电话", Manner.WRITTEN: "书面"}
OWN = "本县设置"


@dataclass(frozen=True)
class Limit:
    """Until when something is to be reported, and where that is written."""

    clock: UpwardClock
    at: datetime

    @property
    def what(self) -> str:
        """电话上报市局，最晚03:37"""
        return f"{MANNERS[Manner(self.clock.manner)]}上报{short(self.clock.receiver, 16)}，最晚{times.clock(self.at)}"

    @property
    def source(self) -> str:
        """The document and its article, else 本县设置."""
        return _written(self.clock) or OWN


def _written(clock: UpwardClock) -> str:
    return f"{clock.document}{clock.article}"


def remind(event: Event, limits: Sequence[Limit], now: datetime) -> str:
    """Ten minutes before a limit, once; two that fall together stand in one."""
    first = limits[0]
    minutes = int((first.at - now) / timedelta(minutes=1))
    head = f"还有{minutes}分钟：" if minutes > 0 else "到时限了："
    return joined(
        head + "；".join(one.what for one in limits[:2]),
        short(event.title, COLUMNS),
        short(f"依据：{first.source}", COLUMNS),
        "报了就写：已电话上报，几点、谁接的",
        "回1看首报稿，回2不用上报",
    )


def noted(event: Event, at: datetime, manner: str, to: str, left: Sequence[Limit]) -> str:
    """The receipt of an officer's word that it was reported."""
    return joined(
        short(f"已记{times.clock(at)}{MANNERS[Manner(manner)]}上报｜{event.title}", COLUMNS * 2),
        short(to, COLUMNS) if to else "谁接的也写一句，例：已电话上报，王处长接",
        f"还差：{left[0].what}" if left else "",
    )


def waived(event: Event) -> str:
    """The receipt of an officer's word that it need not be reported."""
    return joined(short(f"记下了，不用上报｜{event.title}", COLUMNS * 2), "情况变了就写：续报：…，再看上报时限")


def nothing_to_report() -> str:
    """An officer says that it was reported, and there is nothing that could have been."""
    return "近3天没有突发，没记上报。要新开就写：哪家、什么事"


def table(clocks: Sequence[UpwardClock]) -> str:
    """The whole table, for an officer who asks; whoever has set no minutes of the county's own is told how."""
    rows = [_row(one) for one in clocks]
    own = any(one.own for one in clocks)
    return joined(f"上报时限{len(rows)}条", *rows, "" if own else "本县电话、书面的分钟数还没设，请管理员填")


def _row(clock: UpwardClock) -> str:
    of = "".join(part for part in (clock.level, clock.kind) if part)
    told = f"{clock.sender}→{clock.receiver}{MANNERS[Manner(clock.manner)]} {_span(clock)}"
    source = "，".join(part for part in (OWN if clock.own else "", _written(clock)) if part)
    return f"{told}{'，' + of if of else ''}（{source}）"


def _span(clock: UpwardClock) -> str:
    if clock.days:
        return f"伤亡变化{clock.days}天内补报"
    minutes = clock.minutes or 0
    return f"{minutes // 60}小时内" if minutes % 60 == 0 else f"{minutes}分钟内"


def last_day(event: Event, began: date, days: int) -> str:
    """On the last day of the watch, once, to the officer on duty."""
    return joined(
        short(f"补报今天满{days}天｜{times.day(began)} {event.title}", COLUMNS * 2),
        "先问企业和医院，伤亡没变化回1",
        "有变化就写：续报：现在几伤几亡",
        event.contact,
    )


def unchanged(event: Event) -> str:
    """The officer has answered that nothing changed."""
    return short(f"记下了，伤亡没有变化｜{event.title}", COLUMNS * 2)


def changed(event: Event, before: str, after: str, until: date) -> str:
    """Casualties changed within the watch: it is to be reported again, and the sheet is at hand."""
    return fitted(
        short(f"伤亡有变化，要补报｜{event.title}", COLUMNS * 2),
        short(f"原来{before}，现在{after}", COLUMNS),
        f"补报期到{times.day(until)}（{_REGULATION}）",
        "回1看续报稿；报了就写：已电话上报，谁接的",
    )


_REGULATION = "国务院令第493号第十三条"
