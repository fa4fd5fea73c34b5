"""What an enterprise hears of its own work on hazards, until the officer re-checks it. Pure sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.hazards import Hazard, HazardStatus
from models.reports import Evidence
from models.wording import times
from models.wording.lines import COLUMNS, columns, fitted, joined, listed, short
from models.wording.receipts import media


@dataclass(frozen=True)
class Line:
    """A hazard in one line: its number, short or in full by whom it goes to, and what is wrong where."""

    number: str
    what: str

    @classmethod
    def own(cls, hazard: Hazard) -> "Line":
        """As its own enterprise reads it: with the short number."""
        return cls(hazard.short, _what(hazard))

    @classmethod
    def full(cls, hazard: Hazard) -> "Line":
        """As everybody else reads it."""
        return cls(hazard.number, _what(hazard))

    def __str__(self) -> str:
        """As much of it as a line holds."""
        return short(f"{self.number} {self.what}".strip(), COLUMNS)

    def within(self, width: int) -> str:
        """As much of it as a width holds."""
        return short(f"{self.number} {self.what}".strip(), width)


def _what(hazard: Hazard) -> str:
    return f"{hazard.place}{hazard.item}" or "没写内容"


def headed(words: str, lines: Sequence[Line], plant: str, most: int = 3) -> tuple[str, ...]:
    """The first lines: one hazard stands beside the words, several below the enterprise, many by number alone."""
    if len(lines) == 1:
        return (f"{words}｜{lines[0].within(COLUMNS - columns(words) - 2)}",)
    if len(lines) > most:
        shown = [listed([line.number for line in lines], COLUMNS, "等{}条")]
    else:
        shown = [str(line) for line in lines]
    return (f"{words}{len(lines)}条｜{short(plant, 16)}", *shown)


def fixed(lines: Sequence[Line], plant: str, pictures: Evidence, then: Sequence[str], besides: str = "") -> str:
    """Fixed, with pictures: who looks at it next."""
    next_one = short(f"改后{media(pictures)}，{'；'.join(then)}", COLUMNS * 2)
    return joined(*headed("改好已记下", lines, plant, 2), next_one, besides)


def together(text: str, notes: Sequence[str]) -> str:
    """An answer with what is to be said of the others, as far as a phone shows it."""
    return fitted(text, short("；".join(note for note in notes if note), COLUMNS * 2))


def still_open(numbers: Sequence[str]) -> str:
    """What the same words say is not fixed."""
    return f"{listed(numbers, 20, '等{}条')}还在改，记下了"


def then_verified() -> str:
    """The safety manager has seen it."""
    return "已核实，等监管员销号"


def then_verify(names: Sequence[str]) -> str:
    """The safety manager has to say so."""
    return f"等{listed(names, 14, '等{}人')}核实" if names else "等监管员销号"


def then_recheck(names: Sequence[str]) -> str:
    """The supervisor re-checks it."""
    return f"等{listed(names, 14, '等{}人')}复查" if names else "等监管员复查"


def team_wanted(number: str) -> str:
    """A major hazard is accepted by a team that has names."""
    return f"验收组没定，回：{number}验收组 姓名"


def team_of_which(numbers: Sequence[str]) -> str:
    """An acceptance team that is of no major hazard, or of one of several."""
    if not numbers:
        return "验收组是重大隐患才要的，本单位没有"
    return f"验收组是哪条的？例：{numbers[0]}验收组 张三、李四"


def team_noted(line: Line, team: str) -> str:
    """Who accepts a major hazard."""
    return joined(f"验收组记下了｜{line.within(20)}", short(team, COLUMNS))


def no_round(night: date) -> str:
    """Pictures that were taken for a round, and belong to a hazard."""
    return f"这几张算改后照片，{times.night(night)}夜巡仍未报"


def round_waits(night: date) -> str:
    """Photos of work, sent while a round is awaited: they are none, unless the sender says so."""
    return f"{times.night(night)}夜巡还没收到，是夜巡回1"


def picture_missing(lines: Sequence[Line], plant: str) -> str:
    """Said to be fixed, without a picture."""
    if len(lines) == 1:
        return joined(*headed("缺1张改后照片", lines, plant), "拍了直接发，不用再写编号")
    return joined(*headed("缺改后照片", lines, plant), "拍了写上编号发")


def more_pictures(lines: Sequence[Line], plant: str, pictures: Evidence) -> str:
    """More pictures of something that is fixed already."""
    return joined(*headed(f"又收改后{media(pictures)}", lines, plant, 2), "在等复查，不用再写")


def already(number: str, status: HazardStatus) -> str:
    """Said to be fixed where nothing is left to be fixed."""
    words = {
        HazardStatus.CLOSED: "已销号，不用再报",
        HazardStatus.VOID: "已作废，不用整改",
        HazardStatus.AWAITING: "已报过改好，等复查",
    }
    return f"{number}{words.get(status, '')}"


def which_fixed(lines: Sequence[Line]) -> str:
    """A completion that fits several and names none."""
    if len(lines) > 4:
        numbers = listed([line.number for line in lines], COLUMNS * 2, "等{}条")
        return joined("改好的是哪条？写编号就行", numbers, f"例：{lines[0].number}改好了")
    chosen = (f"{place} {line.within(COLUMNS - 2)}" for place, line in enumerate(lines, 1))
    return joined("改好的是哪条？回数字，或写编号", *chosen)


def which_of(count: int, lines: Sequence[Line]) -> str:
    """三条改了两条: how many are fixed is said, which is not."""
    example = "、".join(line.number for line in lines[:count][:3])
    numbers = listed([line.number for line in lines], COLUMNS * 2, "等{}条")
    return joined(f"改好的是哪{count}条？写编号就行", numbers, f"例：{example}改好了")


def is_it_fixed(line: Line) -> str:
    """A picture with a number and no other word."""
    return joined(f"{line}", "改好了回1；没改好写到哪步")


def progress(line: Line, deadline: date | None, today: date) -> str:
    """Work that goes on: noted, and nothing moves."""
    holds = f"期限还是{times.on(deadline, today)}，要延就写：{line.number}延期" if deadline else ""
    return joined(f"进展记下了｜{line.within(24)}", holds)


def progress_of_which(numbers: Sequence[str]) -> str:
    """Work that goes on, on one of several."""
    return f"是哪条的进展？写上编号再发1次：{listed(numbers, COLUMNS, '等{}条')}"


def still_waiting(line: Line) -> str:
    """Said not to be fixed, while it waits for its re-check."""
    return joined(f"{line.number}报过改好，在等复查", "还没改好就回1，改回整改中")


def taken_back(lines: Sequence[Line], plant: str) -> str:
    """A completion taken back."""
    return joined(*headed("已改回整改中", lines, plant), "照片留底；改好了再发照片、写编号")


def closed_stays(number: str, name: str, phone: str) -> str:
    """A completion taken back after the hazard was closed."""
    return joined(f"{number}已销号，撤不回来", f"没改好就打{name} {phone}".rstrip() if name else "没改好就打监管员")


def not_told(number: str) -> str:
    """A completion taken back that was never told, or has been taken back already."""
    return f"{number}没报改好，不用撤"


def not_ours(numbers: Sequence[str]) -> str:
    """A number that is no hazard of this enterprise."""
    return f"本单位没有这条：{short('、'.join(numbers), 24)}，请核对编号"


def due_together(day: int, numbers: Sequence[str]) -> str:
    """19号那条, where several fall due on the 19th."""
    return joined(f"{day}号到期的有{len(numbers)}条，写编号再发1次", listed(numbers, COLUMNS, "等{}条"))


def nothing_open() -> str:
    """A completion where nothing is open."""
    return "没有未整改的隐患；新问题直接写：在哪里、什么问题"


def which_plant(plants: Sequence[str]) -> str:
    """Everything is fixed, says somebody who stands for several enterprises."""
    return f"是哪家的？写上企业再发1次：{listed(plants, COLUMNS)}"


def verify(lines: Sequence[Line], plant: str, who: str, pictures: Evidence) -> str:
    """To the safety manager: what others of the enterprise say is fixed."""
    return joined(
        *headed("报改好请核实", lines, plant, 2),
        short(f"{who}发的，改后{media(pictures)}" if who else f"改后{media(pictures)}", COLUMNS),
        "核实了回1；没改好写编号、还差什么",
    )


def verified(lines: Sequence[Line], plant: str) -> str:
    """The safety manager has seen it."""
    return joined(*headed("已核实", lines, plant), "监管员销号后会发消息")


def nothing_to_verify() -> str:
    """The answer to something that was verified already, or is open again."""
    return "这几条都不用再核实了"


def may_not_verify() -> str:
    """Somebody else answers for the safety manager."""
    return "核实要安全员或主要负责人来回"
