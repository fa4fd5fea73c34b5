"""停产, 放假, 检修 in words: asked for, decided, ended (docs/WORDING.md, M42). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.exemptions import ExemptionStatus
from models.wording import times
from models.wording.lines import COLUMNS, joined, listed, short
from models.wording.periods import span


@dataclass(frozen=True)
class Told:
    """An exemption as sentences need it."""

    plant: str
    stop: str
    starts: date
    ends: date
    officer: str = ""
    phone: str = ""
    in_period: bool = False  # a key period touches its days: the zero report is owed all the same
    cleared: bool = False

    @property
    def head(self) -> str:
        """宏达化工 3月15日—20日停产"""
        return f"{short(self.plant, 14)} {span(self.starts, self.ends)}{self.stop}"


def which_days(stop: str) -> str:
    """It was not said from when until when."""
    return f"{stop}从哪天到哪天？\n例：3月15日到20日{stop}\n没批之前夜巡、零报告照报"


def no_ground() -> str:
    """What is told is no stop of the enterprise."""
    return "记下了，夜巡、零报告照报\n停产、放假、检修要免报的\n请写：从哪天到哪天、因为什么"


def gone_by(ends: date) -> str:
    """The days lie behind."""
    return f"{times.day(ends)}已经过了，没有登记\n请写今天以后的日期"


def wrong_way(starts: date, ends: date) -> str:
    """It would end before it begins."""
    return f"{times.day(ends)}在{times.day(starts)}前面，没有登记\n请写先开始后结束的两个日期"


def too_long(most: int) -> str:
    """So long a stop is asked for in parts."""
    return f"一次最多申请{most}天，没有登记\n请先写前一段，到期前再续"


def ask_grant(told: Told) -> str:
    """What an officer said, read back before it counts."""
    return joined(f"{told.head}，免报？", "重点时段零报告不免" if told.in_period else "", "回1批准，回2不批")


def not_granted() -> str:
    """Nothing was granted."""
    return "没批，什么都没改"


def already(told: Told, *, granted: bool) -> str:
    """The days, or some of them, stand in another one."""
    return f"{told.head}\n" + ("已经批过，到期自动恢复" if granted else "已经报上去了，等监管员批")


def recorded(told: Told) -> str:
    """To whoever asked: a supervisor decides, until then all is owed."""
    who = f"监管员{told.officer}" if told.officer else "监管员"
    return joined(f"记下了｜{told.head}", f"等{who}批，没批之前夜巡照报")


def asked(told: Told, words: str) -> str:
    """To the supervisors: what is asked for, and the digits."""
    return joined(
        f"免报申请｜{told.head}",
        short(f"原话：“{words}”", COLUMNS) if words else "",
        "重点时段零报告不免" if told.in_period else "",
        "回1批准，回2不批" + ("，回3连值守也免" if told.cleared else ""),
    )


def granted(told: Told) -> str:
    """M42: to the enterprise."""
    watch = "夜巡免报，物料已清空不用值守报" if told.cleared else "夜巡免报，每天17:00前回1句值守情况"
    return joined(
        f"批了｜{told.head}",
        watch,
        "重点时段零报告照报" if told.in_period else "",
        f"{times.on(told.ends + timedelta(days=1), told.starts)}夜起照常",
        f"{told.officer}批" if told.officer else "",
    )


def refused(told: Told) -> str:
    """To the enterprise: nothing changes."""
    return joined(
        f"没批｜{told.head}",
        "夜巡、零报告照常",
        f"有疑问打{told.officer} {told.phone}" if told.officer and told.phone else "",
    )


def decided(told: Told, *, granted: bool, reached: bool) -> str:
    """To the supervisor who decided."""
    state = "批了" if granted else "没批"
    return joined(f"{state}｜{told.head}", "已告诉企业" if reached else "企业没人能收到消息，请打电话说一声")


_STATES = {
    ExemptionStatus.GRANTED: "已经批过了",
    ExemptionStatus.REFUSED: "已经答复过没批",
    ExemptionStatus.WITHDRAWN: "企业已撤回",
    ExemptionStatus.ASKED: "在等批",
}


def decided_already(told: Told, status: ExemptionStatus) -> str:
    """Somebody was quicker, or it was taken back."""
    return f"{told.head}\n{_STATES[status]}，没有再改"


def which_plant(names: Sequence[str]) -> str:
    """Whoever stands for several enterprises, or for none."""
    if not names:
        return "这里只收企业自己的停产、放假、检修\n请企业的人在自己的聊天里说"
    return f"说的是哪家？请带上企业名再发一次\n{listed(list(names), COLUMNS)}"


def may_not() -> str:
    """Whoever may not decide."""
    return "免报由这家企业的监管员或科长批\n请他们在自己的聊天里回1或2"


def ends_soon(told: Told) -> str:
    """On the last day, to the enterprise."""
    return joined(
        f"今天{told.stop}到期｜{short(told.plant, 14)}",
        f"{times.on(told.ends + timedelta(days=1), told.ends)}夜起夜巡照常",
        f"还要接着停，请回：{told.stop}到几日",
    )


def resumed(told: Told, night: date) -> str:
    """The enterprise works again before the last day."""
    return f"恢复报送｜{short(told.plant, 14)}\n{times.night(night)}起夜巡照常"


def resumed_officer(told: Told, night: date) -> str:
    """To the supervisor: an enterprise works again earlier."""
    return f"提前复工｜{told.head}\n{times.night(night)}起照常夜巡，不用您处理"


def none_running() -> str:
    """There is nothing that could end."""
    return "没有登记着的停产、放假、检修\n夜巡、零报告照常报就行"
