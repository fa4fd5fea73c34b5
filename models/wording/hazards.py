"""Hazards as they enter the ledger: what their writer, their officer and their enterprise hear (M06, M08, M09)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from models import calendar
from models.hazards import Hazard
from models.reports import Evidence
from models.wording import times
from models.wording.lines import COLUMNS, LINES, columns, fitted, joined, listed, short, wrapped
from models.wording.receipts import media


@dataclass(frozen=True)
class Row:
    """A hazard in the receipt of its registration: its whole number, where, what, and how it stands."""

    number: str
    words: str
    note: str = ""

    @classmethod
    def of(cls, hazard: Hazard, note: str = "") -> "Row":
        """As its writer wrote it."""
        return cls(hazard.number, f"{hazard.place} {hazard.item}".strip() or "没写清", note)

    def within(self, width: int) -> str:
        """As much of it as a width holds; how it stands is never cut."""
        return short(f"{self.number} {self.words}", width - columns(self.note)) + self.note


#: How a hazard stands, behind its words.
FIXED, AGAIN, DESCRIBED = "（已改）", "（登记过）", "（补上了）"


@dataclass(frozen=True)
class Registered:
    """What the receipt of new hazards speaks of."""

    at: datetime
    plant: str
    rows: Sequence[Row]
    count: int  # the new ones among them
    known: bool = False  # some of the others were said in full before
    round_: str = ""  # 已报, 迟报, 补报: the same burst was the round of a night
    night: date | None = None
    evidence: Evidence = field(default_factory=Evidence)
    quiet: bool = False  # between 21:30 and 7:30
    undescribed: int = 0
    declared: int | None = None  # how many were said
    unshown: Sequence[str] = ()  # said to be fixed, without a picture of it
    fixed: int = 0  # fixed, with a picture
    major: bool = False
    officer: str = ""
    phone: str = ""
    round_waits: str = ""  # what is left to do about the round of the night
    lacks: Sequence[str] = ()  # what is asked for in the same message
    example: str = ""
    today: bool = False  # an answer is wanted today


def registered(told: Registered) -> str:
    """M06: new hazards with their numbers; M07 in the same message where the writer can answer it."""
    head = _head(told)
    evidence = f"{short(told.plant, 20)} {media(told.evidence)}" if told.round_ and not told.lacks else ""
    closing = [line for line in _closing(told) if line][:3]
    room = LINES - wrapped(head) - bool(evidence) - sum(wrapped(line) for line in closing)
    return fitted(head, evidence, *shown(told.rows, max(1, min(3, room))), *closing)


def _head(told: Registered) -> str:
    if told.round_ and told.night:
        done = f"{told.round_} {times.clock(told.at)}｜{times.night(told.night)}夜巡"
        return f"{done}，登记{told.count}条" if told.count else done
    if not told.count:
        known = "登记过了，不重复记" if told.known else f"补上了{len(told.rows)}条"
        return f"{known}｜{short(told.plant, 14)}"
    here = calendar.local(told.at)
    return f"登记{told.count}条｜{short(told.plant, 12)} {times.day(here.date())}{times.clock(told.at)}"


def shown(rows: Sequence[Row], room: int) -> list[str]:
    """The first rows as lines, the last of them with how many there are in all."""
    told = [row.within(COLUMNS) for row in rows[:room]]
    if len(rows) > room:
        more = f" 等{len(rows)}条"
        told[-1] = rows[room - 1].within(COLUMNS - columns(more)) + more
    return told


def _closing(told: Registered) -> Iterator[str]:
    """What is left to do, the urgent first; one question at most."""
    if told.major:
        yield f"重大的等{_who(told.officer)}确认"
        yield f"危险就先停、先撤{f'，再打{told.phone}' if told.phone else ''}"
    if told.undescribed:
        yield "没写的补一句：在哪里、什么问题"
    elif told.declared is not None:
        yield _differs(told.declared, told.count)
    if told.unshown:
        yield f"{listed(told.unshown, 14, '等{}条')}缺改后照片，方便时补发"
    elif told.fixed:
        yield "改好的照片收到，等复查"
    if told.round_waits:
        yield told.round_waits
    if told.lacks:
        yield f"还缺{'、'.join(told.lacks)}，回一句就行"
        yield f"例：{told.example}"
        yield "今天18:00前回" if told.today else ""
    elif not told.major and told.fixed + len(told.unshown) < len(told.rows):
        yield "先顾现场，其他早上问安全员" if told.quiet else "先顾现场"


def _who(officer: str) -> str:
    return f"监管员{officer}"


def _differs(declared: int, count: int) -> str:
    if declared > count:
        return f"说了{declared}处，写了{count}处，少的补一句"
    return f"说了{declared}处，写了{count}处，多写了就回：更正"


def round_later() -> str:
    """Hazards found before the window of the round opens."""
    return "夜巡还没到零点，零点后再拍1次"


def round_asked() -> str:
    """Hazards told of in the window, without a round."""
    return "夜巡还没收到，这就是夜巡回1"


def round_over(night: date) -> str:
    """Hazards of a round that came after the time to make it up."""
    return f"{times.night(night)}补报已截止，仍记未报"


def fixed(told: Registered) -> str:
    """M08: one hazard that was found and fixed at once."""
    row = told.rows[0]
    return joined(
        f"登记1条，已当场改好｜{row.number}",
        short(f"{short(told.plant, 16)} {row.words}", COLUMNS),
        "缺1张改后照片，方便时补发" if told.unshown else "改后照片收到，等复查",
        told.round_waits,
    )


def self_found_major(told: Registered, source: str) -> str:
    """M09: the enterprise itself calls its find a major one."""
    here = calendar.local(told.at)
    return joined(
        f"登记1条｜{told.rows[0].number} {source}",
        f"收到时间 {times.day(here.date())}{times.clock(told.at)}，等{_who(told.officer)}确认",
        f"危险就先停、先撤{f'，再打{told.phone}' if told.phone else ''}",
        told.round_waits,
    )


#: Who found it, as M09 names it.
BY_ROUND, BY_ITSELF = "企业夜巡", "企业自查"

# Taken back

#: How something was taken back: on the platform, by words, by another figure.
HOW = {"recalled": "撤了消息", "withdrawn": "说撤回", "corrected": "更正"}


def retracted(numbers: Sequence[str], plant: str, words: str, how: str) -> str:
    """To the supervisor: the enterprise took back what brought these hazards; they stay."""
    return joined(
        f"企业{HOW[how]}，{len(numbers)}条还在册｜{short(plant, 10)}",
        listed(numbers, COLUMNS * 2, "等{}条"),
        short(f"原话：“{words}”", COLUMNS) if words else "",
        f"不算隐患就回：作废 {numbers[0]} 原因",
    )


def recalled() -> str:
    """To the writer who took a message back on the platform."""
    return "已撤回记录留底，如要更正请写一句。"


def stay(numbers: Sequence[str]) -> str:
    """The hazards of something taken back are not undone by that."""
    return f"登记的{listed(numbers, 16, '等{}条')}还在，由监管员核"


def corrected(plant: str, before: int | None, after: int, kept: str, undescribed: int) -> str:
    """M47: a figure was put right; the hazards that it brought stay."""
    was = f"{before}处改为" if before is not None and before != after else ""
    what = f"隐患{was}{after}处" if after else (f"隐患{was}0处" if was else "没有隐患")
    return joined(
        f"已更正：{what}｜{short(plant, 12)}",
        kept or "原来那条留底",
        "没写的补一句：在哪里、什么问题" if undescribed else "",
    )
