"""The rota: who is on duty, what was swapped, what is handed over, what nobody has. Pure sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models import calendar
from models.rota_gaps import Gap, Lack, Served, Turnout
from models.wording import times
from models.wording.lines import COLUMNS, columns, fitted, joined, listed, short

#: A shift of a whole day is called by its day alone.
WHOLE_DAY = timedelta(hours=23)
#: So many lines of a kind stand in a message that nobody asked for.
FEW = 3


@dataclass(frozen=True)
class Told:
    """A shift as people name it."""

    starts_at: datetime
    ends_at: datetime
    name: str = ""

    @property
    def called(self) -> str:
        """3月16日的班; with its name or its hours where a day has several."""
        day = times.day(calendar.today(self.starts_at))
        if self.name:
            return f"{day}{self.name}"
        whole = self.ends_at - self.starts_at >= WHOLE_DAY
        return f"{day if whole else span(self.starts_at, self.ends_at)}的班"

    @property
    def hours(self) -> str:
        """白班8:30—17:30"""
        return f"{self.name}{times.hour(self.starts_at)}—{times.hour(self.ends_at)}"


@dataclass(frozen=True)
class Change:
    """One shift that goes from somebody to somebody."""

    shift: Told
    gives: str
    takes: str

    def __str__(self) -> str:
        """3月16日的班 李明→周宁"""
        return f"{self.shift.called} {self.gives}→{self.takes}"


@dataclass(frozen=True)
class Manned:
    """A shift with the names of those who have it."""

    shift: Told
    officers: Sequence[str]
    leader: str = ""

    @property
    def who(self) -> str:
        """李明、周宁，带班王强"""
        officers = "、".join(self.officers) or "没排值班员"
        return officers + (f"，带班{self.leader}" if self.leader else "，没排带班")


def span(start: datetime, end: datetime) -> str:
    """3月16日8:30—17日8:30"""
    first, last = calendar.today(start), calendar.today(end)
    if first == last:
        return f"{times.stamp(start)}—{times.hour(end)}"
    same = (first.year, first.month) == (last.year, last.month)
    return f"{times.stamp(start)}—{f'{last.day}日' if same else times.day(last)}{times.hour(end)}"


# Who is on duty


def of_day(day: date, shifts: Sequence[Manned]) -> str:
    """Who has which shift of a day."""
    return joined(f"{times.day(day)}（{times.weekday(day)}）值班", *(f"{one.shift.hours} {one.who}" for one in shifts))


def of_days(start: date, end: date, found: Sequence[tuple[date, Sequence[Manned]]]) -> str:
    """Who is on duty on each of several days."""
    head = f"{times.day(start)}—{times.on(end, start)}值班"
    return joined(head, *(f"{times.on(day, start)}（{times.weekday(day)}）{_short(shifts)}" for day, shifts in found))


def _short(shifts: Sequence[Manned]) -> str:
    if not shifts:
        return "没排班"
    return "；".join(one.who if len(shifts) == 1 else f"{one.shift.hours} {one.who}" for one in shifts)


def served(start: date, end: date, found: Sequence[Served]) -> str:
    """How many shifts each had, and how many of them on days off."""
    total = f"{times.day(start)}—{times.on(end, start)}值班次数"
    return joined(total, *(f"{one.name} {one.shifts}次" + (f"，休息日{one.off}次" if one.off else "") for one in found))


def nobody_to_count() -> str:
    """There is neither a rota nor anybody who could stand in it."""
    return "还没有值班表，请先导入：yexun import rota"


# Swaps


def _lines(changes: Sequence[Change]) -> str:
    return "\n".join(str(one) for one in changes)


def asked(asker: str, changes: Sequence[Change]) -> str:
    """To the other: a colleague wants to swap."""
    return joined(f"{asker}想和您换班", _lines(changes), "回1同意，回2不同意", "过后回：同意换班")


def waits(other: str, changes: Sequence[Change]) -> str:
    """To the asker: the other has been asked, and until they answer nothing is changed."""
    return joined(f"已问{other}，同意了才算", _lines(changes), "没回之前不变")


def done(changes: Sequence[Change], told: Sequence[str]) -> str:
    """To whoever had it changed: what it is now, and who hears of it."""
    return joined("换好了", _lines(changes), f"已告诉{'、'.join(told)}" if told else "")


def changed(by: str, changes: Sequence[Change]) -> str:
    """To the others whom a swap concerns."""
    return joined(f"换班了，{by}办的", _lines(changes), "不对请找科长或带班领导")


def declined(other: str, changes: Sequence[Change]) -> str:
    """To the asker: the other said no."""
    return joined(f"{other}不同意换班，值班表没变", _lines(changes), "要另找人，或请科长来排")


def not_swapped() -> str:
    """To the other, who said no."""
    return "好，没换，已告诉对方"


def which_day() -> str:
    """A swap without a day."""
    return "换哪天的班？例：3月16日周宁替我\n我和周宁换3月16日的班"


def no_shift(day: date) -> str:
    """Nobody stands in the rota on that day."""
    return f"{times.day(day)}还没排班，请先导入值班表"


def not_theirs(day: date, names: Sequence[str], on_duty: Sequence[str]) -> str:
    """The shift of that day is somebody else's."""
    return f"{times.day(day)}的班不是{'、'.join(names)}的，排的是{'、'.join(on_duty) or '空着'}"


def nobody_called(name: str) -> str:
    """No such person in the bureau."""
    return f"局里没有登记“{name[:8]}”，请核对姓名"


def wrong_role(name: str, role: str) -> str:
    """Somebody who may not stand in that place."""
    return f"{name}没登记为{role}，请先在人员表里加一行"


def has_another(name: str, other: Told) -> str:
    """Nobody can have two shifts at once."""
    return f"{name}已有{other.called}，时间重了，请另找人"


def gone_by(day: date) -> str:
    """The shift is over."""
    return f"{times.day(day)}的班已经过了，请写以后的日期"


def may_not() -> str:
    """Somebody else's duty."""
    return "换班由两人自己、科长、带班领导或管理员来说"


def cannot_be_asked(name: str, phone: str) -> str:
    """The other has no account."""
    return f"{name}没有账号，问不到；请打{phone or '电话'}说好，再由科长或带班领导来换"


def nothing_asked() -> str:
    """An answer to a swap that nobody asked for any more."""
    return "没有等您答复的换班"


def overtaken() -> str:
    """The rota changed between question and answer."""
    return "值班表已经变了，没换；请看一下再说1次"


def same_shift(names: Sequence[str]) -> str:
    """Two who are on duty together."""
    return f"{'、'.join(names)}同在这一班，不用换"


# Filling what is empty


def put_in(shift: Told, names: Sequence[str], leader: str) -> str:
    """Somebody was put into a shift that lacked somebody."""
    return joined(f"排好了｜{span(shift.starts_at, shift.ends_at)}", Manned(shift, names, leader).who)


def put_in_told(shift: Told, by: str, *, leads: bool) -> str:
    """To whoever was put in."""
    return joined(
        f"给您排了{'带班' if leads else '值班'}，{by}排的", span(shift.starts_at, shift.ends_at), "去不了请尽早说"
    )


def taken_already(day: date, names: Sequence[str], *, leads: bool) -> str:
    """The place is somebody's: that is a swap."""
    what = "带班" if leads else "值班"
    who = listed(names, 20, "等{}人")
    return joined(f"{times.day(day)}{what}已排{who}", f"要换就说：某某替{names[0]}值{times.day(day)}")


def may_not_put_in() -> str:
    """Who may put people into the rota."""
    return "排班由科长、带班领导或管理员来说"


# The notice before a shift


def begins(shifts: Sequence[Told], today: date, others: str, waiting: Sequence[str], *, leads: bool) -> str:
    """The evening before: your shift begins; of several only their beginnings."""
    first = shifts[0]
    what = "带班" if leads else "值班"
    head = f"{_when(first.starts_at, today)}起您{what}，到{_when(first.ends_at, today)}"
    rest = f"还有{'、'.join(_when(one.starts_at, today) for one in shifts[1:4])}" if len(shifts) > 1 else ""
    return fitted(head, rest, others, *(f"和{name}换班还没答复，仍是您值" for name in waiting))


def _when(moment: datetime, today: date) -> str:
    """明天8:30, 3月18日8:30"""
    day = calendar.today(moment)
    words = {0: "今天", 1: "明天"}
    return f"{words.get((day - today).days) or times.day(day)}{times.hour(moment)}"


def beside(what: str, people: Sequence[tuple[str, str]]) -> str:
    """带班 王强 13800138000"""
    return f"{what} {'、'.join(f'{name} {phone}'.strip() for name, phone in people)}" if people else f"{what}没排"


# What the rota lacks

_LACKS = {Lack.SHIFT: "没排班", Lack.OFFICER: "没排值班员", Lack.LEADER: "没排带班领导"}


def gaps(found: Sequence[Gap]) -> str:
    """Ahead: what the rota lacks within the next days."""
    lines = [f"{_gap_span(one)} {_LACKS[one.lack]}" for one in found[:FEW]]
    return fitted(
        f"值班表缺{len(found)}处｜{times.day(calendar.today(found[0].starts_at))}起",
        *lines,
        f"排班直接说，例：{times.day(calendar.today(found[0].starts_at))}{_example(found[0])}",
        "或导入值班表",
    )


def _example(gap: Gap) -> str:
    return "王强带班" if gap.lack == Lack.LEADER else "周宁值班"


def _gap_span(gap: Gap) -> str:
    told = span(gap.starts_at, gap.ends_at)
    return f"{times.stamp(gap.starts_at)}起" if gap.open or columns(told) > COLUMNS - 14 else told


def gap_soon(gap: Gap) -> str:
    """Two hours before: nobody has what begins."""
    return joined(
        f"{times.hour(gap.starts_at)}起{_LACKS[gap.lack]}｜{times.day(calendar.today(gap.starts_at))}",
        "请现在定人，定了直接说",
        f"例：{times.day(calendar.today(gap.starts_at))}{_example(gap)}",
    )


def gap_by_phone(gap: Gap) -> str:
    """The same to a telephone, in one line."""
    return f"夜巡：{times.stamp(gap.starts_at)}起{_LACKS[gap.lack]}，请现在定人"


def third(period: str, days: Sequence[Turnout]) -> str:
    """In a key period fewer than a third of the staff are on duty."""
    first = days[0]
    told = [f"{times.day(one.day)}{one.there}人" for one in days]
    return fitted(
        f"{short(period, 16)}有{len(days)}天值班不到三分之一",
        f"全局{first.staff}人，每天至少{first.wanted}人",
        listed(told, COLUMNS, "等{}天"),
        "一个班可排几名值班员",
    )
