"""What an officer reads out on the phone about an incident, and its course; 未核实 where nobody has confirmed. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.wording import times
from models.wording.lines import COLUMNS, joined, short

UNKNOWN = "未核实"
#: How much of what was said last stands in a sheet.
QUOTED = COLUMNS * 3


def casualties(injured: int | None, dead: int | None, *, verified: bool) -> str:
    """伤2人、亡1人; whoever counted from the scene alone has not verified it."""
    if injured is None and dead is None:
        return UNKNOWN
    told = "、".join(f"{word}{count}人" for word, count in (("伤", injured), ("亡", dead)) if count)
    told = told or ("无人伤亡" if dead == 0 else "无人受伤")
    return told if verified else f"{told}（现场说，{UNKNOWN}）"


@dataclass(frozen=True)
class Sheet:
    """What the rows know of an incident."""

    told_at: datetime
    enterprise: str
    what: str  # 充装间泄漏
    hurt: str
    material: str
    measures: str
    scene: str  # whom to call there
    reporter: str  # the office, the officer and the number
    level: str = ""
    cause: str = ""
    latest: str = ""
    ended_at: datetime | None = None

    @property
    def body(self) -> tuple[str, ...]:
        """The lines that every stage has."""
        return (
            f"{self.enterprise or '企业' + UNKNOWN}，{self.what or '情况' + UNKNOWN}",
            f"级别：{self.level}" if self.level else "",
            f"伤亡：{self.hurt}",
            f"物料：{self.material or UNKNOWN}",
            f"措施：{self.measures or UNKNOWN}",
        )

    def missing(self, *, final: bool = False) -> list[str]:
        """What nobody has said yet."""
        wanted = [
            ("企业", self.enterprise),
            ("什么事", self.what),
            ("伤亡", "" if UNKNOWN in self.hurt else self.hurt),
            ("物料", self.material),
            ("措施", self.measures),
        ]
        return [name for name, told in [*wanted, *([("原因", self.cause)] if final else [])] if not told]


def _question(sheet: Sheet, *, final: bool = False) -> str:
    missing = sheet.missing(final=final)
    if not missing:
        return ""
    return f"还缺{len(missing)}项：{'、'.join(missing)}\n问清写一句：续报：几伤几亡、什么物料、做了什么"


def first(sheet: Sheet) -> str:
    """首报."""
    return joined(
        f"首报｜{times.stamp(sheet.told_at)}接报",
        *sheet.body,
        f"现场：{sheet.scene}",
        f"报告：{sheet.reporter}",
        _question(sheet),
    )


def follow_up(sheet: Sheet, now: datetime) -> str:
    """续报: the same as it stands now, with what was said last."""
    return joined(
        f"续报｜{times.stamp(now)}，{times.stamp(sheet.told_at)}接报",
        *sheet.body,
        short(f"最新：{sheet.latest}", QUOTED) if sheet.latest else "",
        f"报告：{sheet.reporter}",
        _question(sheet),
    )


def final(sheet: Sheet) -> str:
    """终报: with the cause and the end, where they are known."""
    ended = times.stamp(sheet.ended_at) if sheet.ended_at else "还没写终报"
    return joined(
        f"终报｜{times.stamp(sheet.told_at)}接报",
        *sheet.body,
        f"原因：{sheet.cause or UNKNOWN}",
        f"结束：{ended}",
        f"报告：{sheet.reporter}",
        _question(sheet, final=True),
    )


@dataclass(frozen=True)
class Step:
    """One line of a course: when, and what happened."""

    at: datetime
    what: str


def course(title: str, steps: Sequence[Step], most: int = 30) -> str:
    """An incident from its first word on; of a long one the last lines."""
    shown = steps[-most:]
    left = len(steps) - len(shown)
    head = f"经过{len(steps)}条｜{title}"
    return joined(head, f"前面{left}条没列" if left else "", *(f"{times.clock(one.at)} {one.what}" for one in shown))


def told(who: str, words: str) -> str:
    """A line: somebody said something."""
    return short(f"{who}：“{words}”" if words else f"{who}发了图像", COLUMNS * 2)


def called(name: str, ways: Sequence[str]) -> str:
    """A line: somebody was called, by which roads, and what became of each."""
    return f"叫{name}" + (f"（{'；'.join(ways)}）" if ways else "")


def went(channel: str, state: str, answer: str) -> str:
    """How one road of a call ended, with what a gateway answered."""
    said = {"sent": "已发", "refused": "没发成", "stale": "过时没发", "withdrawn": "不用发了"}.get(state, "在发")
    return f"{channel}{said}" + (f"，回“{short(answer, 40)}”" if answer else "")


def taken(name: str) -> str:
    """A line: somebody took it over."""
    return f"{name}接手"


def reported(name: str, manner: str, to: str, *, waived: bool) -> str:
    """A line: it was reported upward, or need not be."""
    return f"{name}记：不用上报" if waived else f"{name}记：{manner}上报{' ' + to if to else ''}"


def over(name: str, *, false_alarm: bool) -> str:
    """A line: how it ended."""
    return f"{name}{'按误报' if false_alarm else ''}结束"


def nothing() -> str:
    """There is no incident to speak of."""
    return "近30天没有突发"
