"""What one enterprise has to do now, in words. Pure sentences."""

from datetime import datetime

from models.obligations import Due
from models.owed import Owed
from models.wording import times
from models.wording.ledger import View, number
from models.wording.lines import fitted, short


def owed(plant: str, told: Owed, now: datetime, view: View) -> str:
    """What an enterprise has to do: the zero report, the round, hazards, items that are missing."""
    stamp = f"{short(plant, 16)} {times.stamp(now)}"
    zero = f"零报告：{_until(told.zero, now)}" if told.zero else ""
    night = f"{times.night(told.round.night)}夜巡：{_until(told.round, now)}" if told.round else ""
    things = [one for one in (zero, night, _unfixed(told, view), _items(told, view)) if one]
    waiting = f"待批延期{told.standing.pending}条，等局里" if told.standing.pending else ""
    if not things:
        return fitted(f"没有要办的｜{stamp}", waiting)
    return fitted(f"要办{len(things)}项｜{stamp}", *things, waiting)


def _until(due: Due, now: datetime) -> str:
    """Until when a due can be answered, and as what."""
    if now <= due.closes_at:
        return f"{times.hour(due.closes_at)}前"
    if now <= due.cut_off_at:
        return f"过了{times.hour(due.closes_at)}，现在报算迟报"
    return f"没报，{times.hour(due.made_up_until)}前能补"


def _unfixed(told: Owed, view: View) -> str:
    found = told.standing
    if not found.unfixed:
        return ""
    late = f"，超期{found.overdue}" if found.overdue else ""
    near = f"，最近{times.on(told.next_deadline, view.today)}到期" if told.next_deadline else ""
    return f"整改：{found.unfixed}条{late}{near}"


def _items(told: Owed, view: View) -> str:
    if not told.lacking:
        return ""
    several = "、".join(number(one.number, view) for one in told.lacking[:2])
    return f"补内容：{several}{f'等{len(told.lacking)}条' if len(told.lacking) > 2 else ''}"
