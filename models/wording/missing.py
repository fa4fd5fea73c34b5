"""What the four lists still lack: the question (M07), and what was understood of its answer. Pure sentences."""

from collections.abc import Sequence
from datetime import date

from models.hazards import Lack
from models.wording import times
from models.wording.lines import COLUMNS, LINES, columns, fitted, joined, listed, short, wrapped
from models.wording.rectification import Line

_WORDS = {
    Lack.ITEM: "问题",
    Lack.RESPONSIBLE: "责任人",
    Lack.MEASURES: "措施",
    Lack.DEADLINE: "日期",
    Lack.FUNDS: "资金",
    Lack.PLAN: "预案",
    Lack.CONTROL: "管控措施",
}


def words(lacks: Sequence[Lack]) -> list[str]:
    """责任人、措施、日期: what is lacking, as people say it."""
    return [_WORDS[one] for one in Lack if one in lacks]


def example(lacks: Sequence[Lack], count: int, day: date) -> str:
    """张强，换新、清走，17日前: an answer as it may look, for the first of what is lacking."""
    parts = {
        Lack.RESPONSIBLE: "张强",
        Lack.MEASURES: "换新、清走" if count > 1 else "换新",
        Lack.DEADLINE: f"{day.day}日前",
        Lack.FUNDS: "资金2万元",
        Lack.PLAN: "预案已定",
        Lack.CONTROL: "先停用",
    }
    return "，".join([parts[one] for one in Lack if one in lacks and one in parts][:4])


def asked(lines: Sequence[Line], lacks: Sequence[Lack], plant: str, day: date, *, today: bool) -> str:
    """M07: what some hazards of one enterprise still lack, in one question for all."""
    head = f"{plant}{len(lines)}条隐患还缺{len(lacks)}项：{'、'.join(words(lacks))}"
    tail = f"回一句就行，例：{example(lacks, len(lines), day)}"
    room = LINES - wrapped(head) - wrapped(tail) - today
    return fitted(head, *_shown(lines, max(1, min(3, room))), tail, "今天18:00前回" if today else "")


def describe(lines: Sequence[Line], plant: str, *, today: bool) -> str:
    """Hazards that were counted and never described."""
    return fitted(
        f"{plant}{len(lines)}条隐患没写：在哪里、什么问题",
        listed([line.number for line in lines], COLUMNS * 2, "等{}条"),
        "直接写就行，例：三车间灭火器过期",
        "今天18:00前回" if today else "",
    )


def not_described() -> str:
    """Beside the number of a hazard that nobody has described."""
    return "没写：在哪里、什么问题"


def _shown(lines: Sequence[Line], most: int) -> list[str]:
    if len(lines) <= most:
        return [str(line) for line in lines]
    more = f" 等{len(lines)}条"
    return [*(str(line) for line in lines[: most - 1]), lines[most - 1].within(COLUMNS - columns(more)) + more]


def noted(numbers: Sequence[str], told: Sequence[str], each: Sequence[Line], lacks: Sequence[Lack]) -> str:
    """What was understood, hazard by hazard where it differs, and what is still missing."""
    return joined(
        short(f"{listed(numbers, 20, '等{}条')}已补：{'，'.join(told)}" if told else f"{listed(numbers, 20)}已补", 72),
        *_shown(each, 3),
        f"还缺{'、'.join(words(lacks))}，回一句就行" if lacks else "都齐了，改好发照片、写编号",
    )


def responsible(name: str) -> str:
    """责任人张强"""
    return f"责任人{name}"


def until(day: date, today: date) -> str:
    """17日前"""
    return f"{times.on(day, today)}前"


def funds(amount: str) -> str:
    """资金2万元"""
    return f"资金{amount}万元"


def plan(words: str) -> str:
    """预案已定"""
    return words if words.startswith("预案") else f"预案{words}"


def nothing_missing() -> str:
    """An answer where nothing was asked, or everything is there."""
    return "没有要补的；改哪条请写编号，例：0031责任人张强"


def nothing_understood(example: str) -> str:
    """An answer in which nothing of it was found."""
    return f"没听准要补什么，例：{example}"


def date_passed(day: date) -> str:
    """A deadline that lies behind us."""
    return f"{times.day(day)}已经过了，请写今天以后的日期"


def date_too_far(day: date) -> str:
    """A deadline that nobody can mean."""
    return f"{day.year}年{times.day(day)}太远了，请写3年以内的日期"


def funds_unclear(words: str) -> str:
    """An amount that is no number."""
    return f"资金“{short(words, 12)}”没听准，例：资金2万元"


def by_extension(number: str, day: date, today: date) -> str:
    """A date that is not moved by a word: an officer decides, or it was moved before."""
    return joined(f"{number}期限是{times.on(day, today)}，不能直接改", f"要延就写：{number}延期，加原因、新日期")


def fixed_already(number: str) -> str:
    """Items of something that is not to be fixed any more."""
    return f"{number}已改好或已销号，不用补了"
