"""Warnings of the weather: shown before they go, as they are heard, lifted (docs/WORDING.md, M39). Pure sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.wording import times
from models.wording.lines import COLUMNS, fits, joined, listed, short


@dataclass(frozen=True)
class Warned:
    """A warning as it is told."""

    name: str
    colour: str
    detail: str = ""
    source: str = ""
    text: str = ""
    checks: str = ""
    until: datetime | None = None  # an answer is wanted by then
    ends: datetime | None = None

    @property
    def title(self) -> str:
        """高温橙色预警"""
        return title(self.name, self.colour)


def title(name: str, colour: str) -> str:
    """高温橙色预警: how lists call it."""
    return f"{name}{colour}色预警"


def warning(one: Warned, held: Sequence[str], today: date) -> str:
    """M39: what is expected, what of the enterprise it concerns, what to look after, by when to answer."""
    source = f"（{one.source}）" if one.source else ""
    ends = f"，到{times.end(one.ends, today)}" if one.ends and not one.detail else ""
    expected = f"{short(one.detail, 40)}，" if one.detail else ""
    head = f"{expected}{one.name}{one.colour}色{'' if one.detail else '预警'}{source}{ends}"
    own = f"贵公司：{listed(list(held), COLUMNS * 2 - 10, '等{}种')}" if held else ""
    ask = f"查完回1或写一句，{times.moment(one.until, today)}前" if one.until else ""
    whole = joined(head, own, _checks(one), ask)
    return whole if fits(whole) else joined(short(head, 70), short(own, COLUMNS), short(_checks(one), 70), ask)


def _checks(one: Warned) -> str:
    return f"请查：{one.checks}" if one.checks else one.text


@dataclass(frozen=True)
class Draft:
    """What an officer sees before a warning goes."""

    words: str
    warned: Warned
    count: int
    unknown: int = 0  # those whose goods nobody entered
    unreached: int = 0
    replaces: str = ""
    off_season: bool = False


def draft(one: Draft, today: date) -> str:
    """To how many, in which words, and what the digits do."""
    ends = f"，到{times.end(one.warned.ends, today)}" if one.warned.ends else ""
    unknown = f"{one.unknown}家没登记物料，回2也发给他们" if one.unknown else ""
    return joined(
        f"{one.warned.title}{ends}，现在就发给{one.count}家",
        f"其中{one.unreached}家没有账号，发完给您电话" if one.unreached else "",
        unknown,
        f"代替{one.replaces}" if one.replaces else "",
        "这个月份少见，请再核对" if one.off_season else "",
        "————",
        one.words,
        "————",
        f"回1发送，{'回2连没登记的也发，回3不发' if unknown else '回2不发'}",
    )


def draft_quiet(one: Warned, replaces: str, today: date) -> str:
    """Blue and yellow are told to nobody one by one."""
    return joined(
        f"{one.title}，到{times.end(one.ends, today)}" if one.ends else one.title,
        "蓝色、黄色只写进每天10:00的安全提示，不逐家发",
        f"代替{replaces}" if replaces else "",
        "回1记下，回2不记",
    )


def noted(one: Warned, today: date) -> str:
    """A blue or yellow warning stands in the tips until its end."""
    ends = f"，到{times.end(one.ends, today)}" if one.ends else ""
    return f"记下了：{one.title}{ends}\n写进每天10:00的安全提示"


def sent(name: str, count: int, unreached: int) -> str:
    """What became of the digit."""
    missing = f"{unreached}家没有账号，要打电话，回1看电话" if unreached else ""
    return joined(f"正在发给{count}家", missing, f"看进度回：{name}预警谁没回")


def unknown(word: str, known: Sequence[str]) -> str:
    """A kind of weather that no profile knows."""
    return joined(
        f"没有“{short(word, 16)}”的预警模板",
        f"现有：{listed(known, COLUMNS * 2 - 6, '等{}种')}" if known else "",
        "可以直接写：通知各企业：……",
    )


def which_colour(name: str, colours: Sequence[str]) -> str:
    """The colour is not said, or there is none such."""
    return f"{name}是什么颜色？有{'、'.join(colours)}\n例：发布{name}{colours[-1]}色预警，明天，县气象台"


def ended_before(ends: datetime) -> str:
    """An end that lies behind."""
    return f"{times.stamp(ends)}已经过了，没发\n请写后面的日期"


def stands_already(one: Warned, at: datetime, today: date) -> str:
    """The same warning stands."""
    ends = f"，到{times.end(one.ends, today)}" if one.ends else ""
    return f"{one.title}{times.stamp(at)}已经发过{ends}\n没有再发。看进度回：{one.name}预警谁没回"


def concerns_nobody(name: str, unknown: int) -> str:
    """Nobody holds what it concerns."""
    if unknown:
        return f"没有企业登记过{name}相关的物料\n{unknown}家没登记，回2发给他们，回3不发"
    return f"没有企业登记过{name}相关的物料，没发\n可以直接写：通知各企业：……"


def lifted(name: str, colour: str, *, heard: bool, later: datetime | None, today: date) -> str:
    """To the officer who lifted it."""
    if not heard:
        return f"{title(name, colour)}已解除"
    when = f"{times.moment(later, today)}告诉" if later else "正在告诉"
    return f"{title(name, colour)}已解除\n{when}收到过的企业"


def over(name: str, colour: str, at: datetime) -> str:
    """To those who heard it."""
    return f"{title(name, colour)}已解除｜{times.stamp(at)}\n不用回复"


def none_stands(name: str) -> str:
    """There is no such warning."""
    return f"现在没有{short(name, 16)}预警"


def again(one: Warned, today: date) -> str:
    """To those who have not answered a warning."""
    by = f"，{times.moment(one.until, today)}前" if one.until else ""
    return joined(f"还差1条回复{by}｜{one.title}", short(_checks(one), 72), "查完回1，或写一句")
