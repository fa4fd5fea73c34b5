"""Key periods in words: asked back, announced, ended; and who is silent in one (docs/WORDING.md, M34, M35). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.questions import Contact, Plant
from models.wording import times
from models.wording.lines import COLUMNS, joined, listed, short


@dataclass(frozen=True)
class Told:
    """A key period as sentences need it."""

    starts: date
    ends: date
    document: str
    closes: datetime | None
    zeros: Sequence[str]
    banned: str = ""

    @property
    def days(self) -> str:
        """3月20日—28日"""
        return span(self.starts, self.ends)


def span(starts: date, ends: date) -> str:
    """3月20日—28日; the month of the last day only where it is another."""
    if starts == ends:
        return times.day(starts)
    last = f"{ends.day}日" if (starts.year, starts.month) == (ends.year, ends.month) else times.day(ends)
    return f"{times.day(starts)}—{last}"


def _rhythm(told: Told) -> list[str]:
    hours = "、".join(told.zeros)
    return [
        f"夜巡改到{times.hour(told.closes)}前" if told.closes else "",
        f"零报告每天{hours}" + ("各1次" if len(told.zeros) > 1 else "") if told.zeros else "",
    ]


def ask(told: Told) -> str:
    """What was understood, before anything is set."""
    return joined(
        f"设{told.days}重点时段？",
        short(f"依据{told.document}", COLUMNS) if told.document else "没写文号，设时不带依据",
        *_rhythm(told),
        "回1设定，回2不设",
    )


def set_up(told: Told, first: datetime, again: datetime | None) -> str:
    """It is set; when the enterprises hear of it."""
    twice = f"，{times.stamp(again)}再说1次" if again else ""
    return joined(f"设好了｜{told.days}重点时段", f"{times.stamp(first)}通知企业{twice}", "要改就回：取消重点时段")


def not_set() -> str:
    """Nothing was set."""
    return "没设，什么都没改\n要设请再写一次起止日期"


def no_days() -> str:
    """It was not said from when until when."""
    return "重点时段从哪天到哪天？\n例：3月20日到28日进入重点时段"


def gone_by(ends: date) -> str:
    """The days lie behind."""
    return f"{times.day(ends)}已经过了，没设\n请写今天以后的日期"


def wrong_way(starts: date, ends: date) -> str:
    """It would end before it begins."""
    return f"{times.day(ends)}在{times.day(starts)}前面，没设\n请写先开始后结束的两个日期"


def too_often(count: int) -> str:
    """More zero reports a day than an office can read."""
    return f"一天{count}次零报告太密，没设\n请写1到6次，例：一天报2次"


def overlaps(told: Told) -> str:
    """Another one is set for some of the days."""
    return f"{told.days}已设重点时段\n先回：取消重点时段，再重新设"


def may_not() -> str:
    """Whoever may not set one."""
    return "重点时段由科长、监管员或带班领导设\n请他们在这里说一句起止日期"


def cancelled_by(told: Told, heard: int) -> str:
    """To the officer who took it back."""
    return f"已取消｜{told.days}重点时段\n" + (f"通知过的{heard}人会收到一句" if heard else "还没通知过企业")


def none_to_cancel() -> str:
    """There is none."""
    return "没有设着的重点时段，不用取消"


def runs(told: Told, today: date) -> str:
    """Asked for: the one that runs, or comes next."""
    left = (told.ends - today).days
    last = f"还有{left}天" if left else "今天是最后一天"
    begins_in = (told.starts - today).days
    return joined(
        f"{times.day(told.starts)}起重点时段，还有{begins_in}天"
        if begins_in > 0
        else f"重点时段到{times.day(told.ends)}，{last}",
        f"{told.days}，依据{told.document}" if told.document else told.days,
        *_rhythm(told),
    )


def none_runs(*, may_set: bool) -> str:
    """Asked for: none is set."""
    return "现在没有设重点时段" + ("\n要设就写：3月20日到28日进入重点时段" if may_set else "，照平时")


def begins(told: Told) -> str:
    """M34: three days and one day before, to safety managers and principals; into the group once."""
    return joined(
        f"{told.days}重点时段",
        short(f"依据{told.document}", COLUMNS) if told.document else "",
        *_rhythm(told),
        short(f"{told.banned}能缓就缓，要做提前1天报", COLUMNS) if told.banned else "",
        f"{times.on(told.ends, told.starts)}夜后自动恢复",
    )


def ended(told: Told, closes: datetime, owed: int, came: int) -> str:
    """M35: the day after, to the same; with what their enterprises owed and what came."""
    return joined(
        f"重点时段到{times.day(told.ends)}结束，照平时",
        f"夜巡{times.hour(closes)}前，零报告提示照旧",
        f"这段应报{owed}次，收到{came}次，谢谢" if owed else "",
    )


def cancelled(told: Told, closes: datetime) -> str:
    """It was taken back after it had been announced."""
    return f"{told.days}重点时段取消了\n夜巡仍是{times.hour(closes)}前，零报告照平时"


def _numbers(contacts: Sequence[Contact], room: int) -> list[str]:
    told = [f"{one.plant.starred} {one.name}{one.phone}" for one in contacts[:room]]
    left = len(contacts) - room
    return [*(short(line, COLUMNS) for line in told), *([f"另有{left}家，问“谁没报”"] if left > 0 else [])]


def silent(contacts: Sequence[Contact], night: date, closes_at: datetime) -> str:
    """To the duty officer behind the window of a key period: all who are silent, with numbers."""
    head = f"{len(contacts)}家没报｜{times.night(night)}"
    return joined(head, f"{times.hour(closes_at)}已截止，催过2次", *_numbers(contacts, 3))


def unreached(contacts: Sequence[Contact], night: date, officers: Sequence[str]) -> str:
    """To the leader: major hazard sources that are still silent half an hour behind the window."""
    on_it = f"值班员{listed(list(officers), 20, '等{}人')}已收到名单" if officers else ""
    return joined(f"重大危险源{len(contacts)}家没报｜{times.night(night)}", on_it, *_numbers(contacts, 3))


def zero_group(names: Sequence[str], closes_at: datetime) -> str:
    """One line in the group: at most ten names, else the number."""
    head = f"零报告还差{len(names)}家（{times.hour(closes_at)}）"
    return f"{head}：{'、'.join(names)}" if len(names) <= 10 else f"{head}，请私聊回1句"


def zero_silent(contacts: Sequence[Contact], closes_at: datetime) -> str:
    """To the duty officer half an hour behind a zero report of a key period."""
    return joined(f"零报告差{len(contacts)}家｜{times.stamp(closes_at)}", *_numbers(contacts, 4))


def zero_unreached(count: int, majors: Sequence[Plant], closes_at: datetime) -> str:
    """To the leader an hour behind: how many, and which major hazard sources."""
    named = short(f"重大危险源：{listed([one.short for one in majors], 24)}", COLUMNS) if majors else "没有重大危险源"
    return joined(f"零报告差{count}家｜{times.stamp(closes_at)}", named, "值班员手里有名单和电话")
