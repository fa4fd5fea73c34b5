"""What the bureau owes to the authority above: forms, 附件6, answers; said inside the bureau only. Pure sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.annex import Stage
from models.wording import times
from models.wording.deadlines import Officer
from models.wording.lines import COLUMNS, columns, fitted, joined, short
from models.wording.rectification import Line as Hazard

#: How many stand in a message; the rest is counted.
SHOWN = 3
#: How many an answer shows.
ALL = 30

STAGES = {
    Stage.PRINT: "打印签字",
    Stage.BUREAU: "盖县局章",
    Stage.COUNTY: "盖县政府章",
    Stage.SENT: "上报",
}
#: The same where there is less room.
_WAITS = {Stage.PRINT: "待打印", Stage.BUREAU: "待县局章", Stage.COUNTY: "待县政府章", Stage.SENT: "待上报"}


@dataclass(frozen=True)
class Line:
    """One thing that is owed, with its day."""

    due_on: date
    what: str
    cut_off: str = ""  # the hour of its day
    who: str = ""  # who sees to it
    say: str = ""  # the words that end it

    def within(self, today: date, width: int, *, named: bool = False) -> str:
        """今天17:00 附件3调度表: as much of it as a width holds."""
        before = f"{self._when(today)} "
        behind = f" {short(self.who, 8)}" if named and self.who else ""
        return before + short(self.what, width - columns(before) - columns(behind)) + behind

    def _when(self, today: date) -> str:
        if self.due_on < today:
            return f"超{(today - self.due_on).days}天"
        if self.due_on == today:
            return f"今天{self.cut_off}"
        return times.on(self.due_on, today)


def _shown(lines: Sequence[Line], today: date, *, named: bool = False) -> list[str]:
    shown = lines[:SHOWN]
    more = f"等{len(lines)}件" if len(lines) > SHOWN else ""
    first = [one.within(today, COLUMNS, named=named) for one in shown[:-1]]
    return [*first, shown[-1].within(today, COLUMNS - columns(more), named=named) + more]


def morning(lines: Sequence[Line], today: date) -> str:
    """09:00, to whoever has to see to it: all of it in one letter."""
    say = next((one.say for one in lines if one.say), "")
    return fitted(f"要往上报{len(lines)}件", *_shown(lines, today), f"办了回：{short(say, 28)}" if say else "")


def again(lines: Sequence[Line], today: date) -> str:
    """15:00, to the section head: today's, and not sent yet."""
    return joined(f"今天要报，还有{len(lines)}件没报", *_shown(lines, today, named=True), "报了的回一句就行")


def leader(lines: Sequence[Line], today: date, officer: Officer) -> str:
    """To the leader: what ends today and is not done."""
    return joined(f"今天往上报的还有{len(lines)}件", *_shown(lines, today), str(officer))


def for_eight(orders: int, sheets: int) -> str:
    """The same in the leader's list of eight, instead of a message of its own."""
    told = [f"回复上级{orders}件" if orders else "", f"附件6截止{sheets}件" if sheets else ""]
    return "今天" + "，".join(one for one in told if one) if orders or sheets else ""


# 附件6


def annex(hazard: str, left: Sequence[Stage]) -> str:
    """附件6 豫丰0012待县局章"""
    return f"附件6 {hazard}{_WAITS[left[0]]}" if left else f"附件6 {hazard}"


def annex_example(number: str, left: Sequence[Stage]) -> str:
    """0012附件6县局章盖了: the words that tell of the next step."""
    said = {Stage.PRINT: "打印好了", Stage.BUREAU: "县局章盖了", Stage.COUNTY: "县政府章盖了", Stage.SENT: "已报"}
    return f"{number}附件6{said[left[0]]}" if left else ""


def annex_begins(line: Hazard, plant: str, due_on: date, *, closed: bool) -> str:
    """To the supervisor, when a major hazard is accepted or closed: the sheet is to be sent."""
    head = f"附件6要在{times.day(due_on)}前报" if closed else "附件6可以准备了"
    why = "已销号：今天打印签字，再盖县局章、县政府章" if closed else "验收组已定：先打印签字、盖章，销号后3日内报"
    return joined(
        f"{head}｜{short(plant, 12)}",
        short(str(line), COLUMNS),
        f"重大隐患{why}",
        f"办一步回一句，例：{line.number.rsplit('-', 1)[-1]}附件6县局章盖了",
    )


def annex_done(line: Hazard, done: Stage, left: Sequence[Stage], due_on: date) -> str:
    """A step of the sheet is done."""
    if not left:
        return joined(f"附件6已报，办完了｜{line.number}", short(line.what, COLUMNS))
    told = "、".join(STAGES[one] for one in left)
    return joined(f"{STAGES[done]}记下了｜附件6 {line.number}", f"还要{told}，{times.day(due_on)}前报")


def annex_which(lines: Sequence[Hazard]) -> str:
    """Several sheets are under way and none is named."""
    told = (f"{number} {one.within(COLUMNS - 2)}" for number, one in enumerate(lines[:SHOWN], 1))
    return joined("是哪条的附件6？", *told, "回数字，或写编号")


def annex_none(number: str) -> str:
    """No sheet is under way, or not for this hazard."""
    if number:
        return f"{number}没有要报的附件6，重大隐患验收或销号后才开始"
    return "现在没有要报的附件6，重大隐患验收或销号后才开始"


# Forms


def sent(name: str, due_on: date, following: date | None) -> str:
    """A form went."""
    then = f"下一期{times.day(following)}" if following else "后面没有了"
    return joined(
        f"已报，记下了｜{short(name, 22)}", f"{times.day(due_on)}这期，{then}", f"说错了回：{short(name, 18)}没报"
    )


def sent_before(name: str, due_on: date) -> str:
    """Somebody had said so before."""
    return f"{short(name, 22)}{times.day(due_on)}这期已经记过了"


def taken_back(name: str, due_on: date) -> str:
    """It did not go after all."""
    return f"改回没报｜{short(name, 18)} {times.day(due_on)}这期"


def which_form(names: Sequence[str]) -> str:
    """Several forms fit the words."""
    told = (f"{number} {short(one, COLUMNS - 2)}" for number, one in enumerate(names[:SHOWN], 1))
    return joined("是哪张表？", *told, "回数字")


def no_such_form(name: str) -> str:
    """No form of that name is on the list."""
    return joined(f"报表里没有“{short(name, 18)}”", "看有哪些：该报的表")


def nothing_to_send(name: str) -> str:
    """The form is not due within the next weeks."""
    return joined(f"{short(name, 22)}近期没有要报的", "看有哪些：该报的表")


def forms(lines: Sequence[Line], today: date) -> str:
    """该报的表: what is due, the earliest first, each with who prepares it."""
    if not lines:
        return joined("近期没有该报的表", "还没录过的，在值班电脑上导入：", "yexun import forms 文件")
    shown = [one.within(today, COLUMNS, named=True) for one in lines[:ALL]]
    more = f"等{len(lines)}件" if len(lines) > ALL else ""
    return joined(f"该报的{len(lines)}件｜{times.day(today)}", *shown, more)


def officers_only() -> str:
    """Somebody of an enterprise speaks of what the bureau sends up."""
    return "往上报的表由局里人员登记"
