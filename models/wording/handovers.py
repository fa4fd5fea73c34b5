"""The note at a change of shift (docs/WORDING.md, M48): what is open, a line for each. Pure."""

from collections.abc import Sequence
from datetime import datetime

from models.wording import times
from models.wording.lines import COLUMNS, columns, fitted, listed, short


def handover(at: datetime, going: Sequence[str], coming: Sequence[str], items: Sequence[str]) -> str:
    """M48: what is open when the shift changes, to both shifts."""
    head = f"交班{len(items)}件｜{times.stamp(at)}"
    who = f"{listed(going, 14, '等{}人')}→{listed(coming, 14, '等{}人')}"
    heads = [f"{head} {who}"] if columns(f"{head} {who}") <= COLUMNS else [head, who]
    return fitted(*heads, *(short(f"{number} {item}", COLUMNS) for number, item in enumerate(items, 1)))


def open_incident(who: str, what: str, officer: str) -> str:
    """An incident that has not ended."""
    return f"突发 {short(who, 12)}{what}，{f'{officer}在办' if officer else '没人接手'}"


def repeatedly_missed(plants: Sequence[str], nights: int) -> str:
    """Enterprises that missed several nights running; the longest row is said."""
    return f"连续{nights}夜没报：{_named(plants, 14)}"


def unverified(plants: Sequence[str]) -> str:
    """Nights of which nobody knows."""
    return f"待核{len(plants)}家：{_named(plants, 8)}"


def overdue(count: int, names: Sequence[str]) -> str:
    """Hazards past their deadline."""
    return f"超期{count}条" + (f"：{_named(names, 10)}" if names else "")


def works(count: int, first: str) -> str:
    """The special work of today; of several the gravest is named."""
    return f"作业{count}项：{first}" if count > 1 else f"作业 {first}"


def unclear(count: int) -> str:
    """Messages that nobody made out."""
    return f"没听准{count}条，回：没听准的"


def _named(names: Sequence[str], taken: int) -> str:
    return listed(names, COLUMNS - taken - 2)
