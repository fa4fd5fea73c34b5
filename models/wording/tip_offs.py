"""Tip-offs: what their writer hears, and what the appointed alone see (docs/WORDING.md, M46). Pure sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.wording import times
from models.wording.lines import joined
from models.wording.lines import listed as fitting


def receipt(number: str) -> str:
    """M46: to the writer alone, whatever chat they wrote in."""
    return joined(
        f"收到，编号{number}",
        "只有专办人能看，不进群，不转您单位",
        "这里能看到您的账号，要匿名请打12350",
        f"要补充就写：{number}补充…",
        "办完要告诉您回1，不是举报回2",
    )


def by_officer(number: str) -> str:
    """To an officer who wrote down what they were told."""
    return joined(f"举报记下了，编号{number}", "只有专办人能看，这里不再显示原话", "不是举报回2")


def will_answer(number: str) -> str:
    """The writer wants to hear of the end."""
    return f"好，{number}办完告诉您一次"


def taken_back(number: str) -> str:
    """The writer says that it was no tip-off."""
    return joined(f"{number}已取消", "原话没有进别的地方，要报就再发一遍")


def added(number: str) -> str:
    """The writer added words or pictures."""
    return f"已放进{number}，只有专办人能看"


def new(number: str) -> str:
    """To the appointed: a number, and no word of what it is about."""
    return joined(f"新举报1件：{number}", f"回：看{number}")


def none_appointed() -> str:
    """To the admins, when a tip-off came and nobody may read it."""
    return "有举报没人能看：请在配置[tip_offs]写上专办人"


def only_appointed() -> str:
    """Somebody else wants to see them."""
    return "举报只有专办人能看"


def no_such(number: str) -> str:
    """There is no tip-off of that number."""
    return f"没有{number}，写“举报有几件”看编号"


@dataclass(frozen=True)
class Line:
    """A tip-off in the list: no word of it."""

    number: str
    day: date
    done: bool = False


def counted(waiting: Sequence[Line], done: int) -> str:
    """举报有几件, to the appointed: numbers and dates."""
    if not waiting:
        return f"没有待办的举报，已办结{done}件"
    rows = (f"{one.number} {times.day(one.day)}收" for one in waiting[:20])
    more = len(waiting) - 20
    return joined(
        f"待办{len(waiting)}件，已办结{done}件",
        *rows,
        f"另有{more}件" if more > 0 else "",
        f"看内容写：看{waiting[0].number}",
    )


def opened(number: str, at: datetime, writer: str, words: str, media: str, outcome: str) -> str:
    """看JB-2026-003, to the appointed: what was said by whom; that it was opened is written down."""
    return joined(
        f"{number}｜{times.stamp(at)}收",
        words,
        f"附：{media}" if media else "",
        f"举报人：{writer}",
        f"结果：{outcome}" if outcome else f"办完写：{number}办结：…",
        "这次查看已记录，别转发",
    )


def closed(number: str, *, answered: bool) -> str:
    """The receipt of an outcome."""
    return joined(f"{number}已办结", "结果告诉举报人1次" if answered else "举报人没要答复，不再打扰")


def closed_already(number: str) -> str:
    """It has ended before."""
    return f"{number}已经办结或取消，写“看{number}”看结果"


def outcome_wanted(number: str) -> str:
    """An outcome without words."""
    return f"结果也写上，例：{number}办结：已查实，已督促改正"


def answer(number: str, outcome: str) -> str:
    """To the writer who wanted to hear of the end, once."""
    return joined(f"{number}办完了", outcome, "对结果有意见可打12350")


def waiting(numbers: Sequence[str], days: int) -> str:
    """To the appointed: what waits longer than the office has set."""
    head = f"举报{len(numbers)}件超{days}天没办结"
    return joined(head, fitting(numbers, 72, "等{}件"), f"办完写：{numbers[0]}办结：…")
