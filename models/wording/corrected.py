"""What is said when the sender's last act is put right or taken back; both versions stay. Pure sentences."""

from collections.abc import Sequence
from datetime import date

from models.wording import times
from models.wording.lines import COLUMNS, joined, listed, short
from models.wording.rectification import Line, headed


def hazard(line: Line, before: str) -> str:
    """Place or item of a hazard that its finder wrote wrongly."""
    return joined(f"已更正｜{line.within(28)}", short(f"原来写：{before}", COLUMNS - 6) + "，留底")


def which_hazard(numbers: Sequence[str]) -> str:
    """Words are put right where the last report told of several hazards."""
    return joined("更正哪条？写编号再发1次", f"例：更正 {numbers[0]} 泵房", listed(numbers, COLUMNS, "等{}条"))


def extension(lines: Sequence[Line], plant: str, deadline: date | None, today: date) -> str:
    """A request for more time, or a date that the enterprise moved itself, is taken back."""
    return joined(
        *headed("延期已撤回", lines, plant, 2), f"期限还是{times.on(deadline, today)}" if deadline else "记录留底"
    )


def items(lines: Sequence[Line], plant: str, lacks: Sequence[str]) -> str:
    """What was told of the four lists is taken back."""
    return joined(
        *headed("补的已撤回", lines, plant, 2), f"现在还缺{'、'.join(lacks)}" if lacks else "恢复到补之前，记录留底"
    )


def progress(lines: Sequence[Line], plant: str) -> str:
    """A word of progress is taken back: it had moved nothing."""
    return joined(*headed("进展已撤回", lines, plant, 2), "原话留底")


def verified(lines: Sequence[Line], plant: str) -> str:
    """The safety manager takes back that it is fixed as it should be."""
    return joined(*headed("核实已撤回", lines, plant, 2), "没改好就写：编号、还差什么")


def nothing_left(number: str) -> str:
    """What was last told of a hazard was taken back, or answered, already."""
    return f"{number}没有可撤回的了，要改直接写"


#: What undoes what an officer did, by the name of the event: an act of its own, never 撤回.
_INSTEAD = {
    "close": "没改好就回：{}不合格 原因",
    "fail": "改判就回：{}合格",
    "level": "改级别就回：{}定为一般（重大）",
    "assign": "不算隐患就回：作废 {} 原因",
    "reopen": "改判就回：{}合格",
}


def decided(number: str, what: str) -> str:
    """To an officer: what was decided, and told to the enterprise, is changed by another decision."""
    instead = _INSTEAD.get(what, "要改请打电话告诉企业").format(number)
    return joined(f"{number}已通知企业，撤不回", instead)


#: How something is put right, by what it was.
_EXAMPLES = {"fixed": "更正，是0002改好了", "extension": "更正，延到28日", "items": "更正，责任人李四"}


def how(what: str) -> str:
    """打错了 without what is right."""
    example = _EXAMPLES.get(what, "更正，隐患2处")
    return joined(f"请把对的写成一句，例：{example}", "整条不算就回：撤回")
