"""Answers about zero reports: who still owes one, how one enterprise did (docs/WORDING.md, M51). Pure sentences."""

from collections.abc import Sequence
from datetime import date, datetime

from models.obligations import Due, DueStatus
from models.questions import Night, Plant
from models.wording import times
from models.wording.answers import proxied, state_word
from models.wording.ledger import span
from models.wording.lines import COLUMNS, joined, listed, overflows, short

#: So many names at most are said in a group, else the number.
IN_GROUP = 10
#: The width that names may take in an answer.
SHOWN = COLUMNS * 2 - 2
_DONE = (DueStatus.REPORTED, DueStatus.LATE, DueStatus.MADE_UP)


def missing(state: Night, plants: Sequence[Plant], now: datetime, closes_at: datetime) -> str:
    """Who still owes a zero report of a day."""
    names = [plant.starred for plant in plants]
    waiting = bool(state.count(DueStatus.WAITING))
    when = f"{times.day(state.night)}，{times.clock(now)}" if waiting else times.day(state.night)
    head = f"{len(plants)}家{'还没报' if waiting else '没报'}零报告" if plants else "零报告都报了"
    return joined(
        f"{head}｜{when}",
        f"应报{state.owed}，已报{state.count(*_DONE)}{proxied(state.proxied)}",
        listed(names, SHOWN) if plants else "",
        f"{times.hour(closes_at)}截止" if waiting and now < closes_at else "",
        "回1看全部" if overflows(names, SHOWN) else "",
    )


def none_owed(day: date) -> str:
    """A day on which no zero report is owed: offices rest, or it lies before the bot."""
    return f"{times.day(day)}没有应报的零报告"


def names(plants: Sequence[Plant], day: date) -> str:
    """All of those who owe one; it may be long, because somebody asked for it."""
    head = f"{len(plants)}家没报零报告｜{times.day(day)}" if plants else f"零报告都报了｜{times.day(day)}"
    return joined(head, *(f"{place} {plant.starred}" for place, plant in enumerate(plants, 1)))


def in_group(plants: Sequence[Plant]) -> str:
    """M51: in the group because an officer said so; many are a number."""
    if not plants:
        return "零报告都报了"
    many = len(plants) > IN_GROUP
    named = "" if many else f"：{'、'.join(plant.short for plant in plants)}"
    return joined(f"还差{len(plants)}家零报告{named}", "已报的不用回")


def one_day(plant: str, due: Due | None, day: date) -> str:
    """Whether one enterprise stated a result on a day."""
    if due is None:
        return none_owed(day)
    when = f" {times.clock(due.satisfied_at)}" if due.satisfied_at else ""
    return joined(f"{state_word(due.status)}{when}｜{times.day(day)}零报告", short(plant, 24))


def several_days(plant: str, dues: Sequence[Due], start: date, end: date) -> str:
    """How one enterprise did over some days."""
    counted = {state: sum(due.status == state for due in dues) for state in DueStatus}
    told = "，".join(f"{state_word(state)}{count}" for state, count in counted.items() if count)
    head = f"零报告{len(dues)}天：{told}" if dues else "没有应报的零报告"
    return joined(head, f"{short(plant, 16)} {span(start, end)}")
