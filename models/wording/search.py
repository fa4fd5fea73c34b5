"""Answers of a search in the ledger: how many, the newest of them, where they stand. Pure sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.questions import Plant
from models.search import HazardFound, WordsFound
from models.searchable import TextKind
from models.wording import times
from models.wording.ledger import STATUS, View, number, span, what
from models.wording.lines import COLUMNS, columns, joined, short

_KINDS = {TextKind.ROUND: "夜巡", TextKind.INCIDENT: "突发"}
#: How a kind of round is called that was none of the night.
_BY_DAY = "报送"
#: So wide may a name be beside what was found.
_NAME = 14


@dataclass(frozen=True)
class Looked:
    """What was looked for, within which days, and for whom the answer is."""

    words: str
    view: View
    start: date | None = None
    end: date | None = None

    @property
    def bounds(self) -> str:
        """“氯气管道”，豫丰化工，2025年: what the answer is bounded to."""
        days = _days(self.start, self.end, self.view.today) if self.start and self.end else ""
        area = short(self.view.area, 16)
        return "，".join(part for part in (f"“{short(self.words, 20)}”", area, days) if part)


@dataclass(frozen=True)
class Extent:
    """How many were found, at least or in all, and which of them are shown."""

    count: int
    more: bool
    first: int
    shown: int

    @property
    def left(self) -> int:
        """How many come behind those that are shown."""
        return self.count - self.first - self.shown

    @property
    def told(self) -> str:
        """12条，最近5条; 12条，第6—12条."""
        total = f"{self.count}条{'以上' if self.more else ''}"
        if self.shown == self.count:
            return total
        last = self.first + self.shown
        return f"{total}，第{self.first + 1}—{last}条" if self.first else f"{total}，最近{self.shown}条"


def _days(start: date, end: date, today: date) -> str:
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return f"{start.year}年"
    same = start.year == end.year
    return f"{start.year}年{span(start, end)}" if same and start.year != today.year else span(start, end)


def hazards(rows: Sequence[HazardFound], extent: Extent, looked: Looked, offer: str = "") -> str:
    """The hazards that hold what was looked for, the newest first."""
    lines = (f"{place} {_hazard(row, looked.view)}" for place, row in enumerate(rows, 1))
    return joined(f"{extent.told}｜{looked.bounds}", *lines, offer)


def _hazard(row: HazardFound, view: View) -> str:
    """A hazard with where it stands and when it was found, in two lines of a phone at most."""
    head = f"{number(row.number, view)} " + (f"{_short(row.plant)} " if view.whole else "")
    tail = f" {STATUS[row.status]} {times.on(row.day, view.today)}"
    width = 2 * COLUMNS - 2
    return f"{head}{short(what(row.place, row.item), width - columns(head + tail))}{tail}"


def _short(plant: Plant) -> str:
    """The short name within a width; the star of a major hazard source is never what is cut."""
    return short(plant.short, _NAME) + ("★" if plant.major else "")


def records(rows: Sequence[WordsFound], extent: Extent, looked: Looked, offer: str = "") -> str:
    """The rounds and incidents whose words hold what was looked for, by day and enterprise."""
    lines = (f"{place} {_record(row, looked.view)}" for place, row in enumerate(rows, 1))
    return joined(f"夜巡等记录{extent.told}｜{looked.bounds}", *lines, offer)


def _record(row: WordsFound, view: View) -> str:
    day = times.on(row.day, view.today) + ("夜" if row.night else "")
    kind = _BY_DAY if row.kind == TextKind.ROUND and not row.night else _KINDS[row.kind]
    plant = f" {_short(row.plant)}" if row.plant and view.whole else ""
    return short(f"{day}{plant} {kind}：{row.words}", 2 * COLUMNS - 2)


def more(left: int, records_too: int = 0, at_least: bool = False) -> str:
    """What the digits do below a page: the next one, then what stands in rounds and incidents."""
    parts = [f"看下{left}条"] if left else []
    parts += [f"看夜巡等记录{records_too}条{'以上' if at_least else ''}"] if records_too else []
    return "，".join(f"回{digit}{part}" for digit, part in enumerate(parts, 1))


def nothing(looked: Looked) -> str:
    """Nothing holds it: what to try next."""
    hint = "去掉时间或换个短的词再查" if looked.start else "换个短一点的词再查"
    return f"没查到{looked.bounds}，{hint}"
