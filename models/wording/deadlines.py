"""Deadlines that come near, end and pass: to the enterprise, its principal, the leader (M14 to M17). Pure sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models import calendar
from models.deadlines import Stage
from models.questions import Contact
from models.wording import times
from models.wording.lines import COLUMNS, columns, joined, short
from models.wording.rectification import Line

#: How many hazards a message names; the rest is counted.
SHOWN = 3


@dataclass(frozen=True)
class Term:
    """A hazard whose deadline is spoken of."""

    line: Line
    stage: Stage
    deadline: date
    claimed: bool = False  # said to be fixed, the picture is missing
    plant: str = ""  # named to somebody who stands for several enterprises

    @property
    def urgent(self) -> tuple[int, date, str]:
        """The most urgent sorts first: the longest overdue, then today, then by date."""
        return list(Stage).index(self.stage), self.deadline, self.line.number

    def late(self, today: date) -> int:
        """How many days it is overdue."""
        return (today - self.deadline).days


@dataclass(frozen=True)
class Officer:
    """Whom the enterprise can call about it."""

    name: str
    phone: str

    def __str__(self) -> str:
        """监管员 赵静 and the number, or the number of the duty room."""
        if not self.name:
            return f"有困难打{self.phone}" if self.phone else ""
        return short(f"监管员 {self.name} {self.phone}".strip(), COLUMNS)


def near(terms: Sequence[Term], plant: str, today: date, officer: Officer, *, again: bool = False) -> str:
    """M14, M15, M16: all that is said to an enterprise at once, the most urgent first; ``again`` in the afternoon."""
    stages = {one.stage for one in terms}
    if len(stages) > 1:
        return _mixed(terms, plant, today, officer)
    if stages == {Stage.SOON}:
        return _soon(terms, plant, today)
    if stages == {Stage.TODAY}:
        return _today(terms, plant, again=again)
    return _overdue(terms, plant, today, officer)


def _soon(terms: Sequence[Term], plant: str, today: date) -> str:
    return joined(f"{len(terms)}条快到期｜{short(plant, 18)}", *_shown(terms, today), _both_ways(terms))


def _today(terms: Sequence[Term], plant: str, *, again: bool) -> str:
    count = f"还有{len(terms)}条今天到期" if again else f"今天到期{len(terms)}条"
    if len(terms) > 1:
        return joined(f"{count}｜{short(plant, 16)}", *_shown(terms, None), _both_ways(terms))
    (one,) = terms
    number = one.line.number
    return joined(
        f"{count}｜{one.line.within(COLUMNS * 2 - columns(count) - 2)}",
        f"说过改好了，还差改后照片，写“{number}改好了”" if one.claimed else f"改好：发照片，写“{number}改好了”",
        f"来不及：写“{number}延期”，加原因、新日期、临时防护",
    )


def _overdue(terms: Sequence[Term], plant: str, today: date, officer: Officer) -> str:
    if len(terms) > 1:
        head = f"超期{len(terms)}条｜{short(plant, 18)}"
        return joined(head, *_shown(terms, today), "请回：到哪步、哪天完、怎么防护", str(officer))
    (one,) = terms
    late = f"超期{one.late(today)}天"
    said = ("请回一句：到哪步、哪天完、现场怎么防护", "已改好就发照片")
    if one.claimed:
        said = ("说过改好了，还差1张改后照片", f"发照片，写“{one.line.number}改好了”")
    return joined(f"{late}｜{one.line.within(COLUMNS - columns(late) - 2)}", *said, str(officer))


def _mixed(terms: Sequence[Term], plant: str, today: date, officer: Officer) -> str:
    late = any(one.stage == Stage.OVERDUE for one in terms)
    return joined(
        f"{len(terms)}条要处理｜{short(plant, 18)}",
        *_shown(terms, today),
        _both_ways(terms),
        str(officer) if late else "",
    )


def _both_ways(terms: Sequence[Term]) -> str:
    return f"改好发照片写编号；来不及回：延期{terms[0].line.number}"


def _shown(terms: Sequence[Term], today: date | None) -> list[str]:
    """One hazard a line with its date in front, the last with how many there are in all."""
    shown = terms[:SHOWN]
    more = f"等{len(terms)}条" if len(terms) > SHOWN else ""
    last = _dated(shown[-1], today, COLUMNS - columns(more)) + more
    return [*(_dated(one, today, COLUMNS) for one in shown[:-1]), last]


def _dated(one: Term, today: date | None, width: int) -> str:
    ends = "，差照片" if one.claimed else ""
    before = (f"{_when(one, today)} " if today else "") + short(one.plant, 8)
    return before + one.line.within(width - columns(before) - columns(ends)) + ends


def _when(one: Term, today: date) -> str:
    if one.stage == Stage.OVERDUE:
        return f"超{one.late(today)}天"
    if one.deadline == today:
        return "今天"
    off = "" if calendar.is_workday(one.deadline) else times.weekday(one.deadline)
    if (one.deadline - today).days > 31:
        return times.on(one.deadline, today)  # an officer ordered it: the clock speaks of the next two weeks only
    same_month = one.deadline.month == today.month
    return (f"{one.deadline.day}日" if same_month else times.day(one.deadline)) + off


def several(count: int) -> str:
    """What stands for the name of the enterprise, to somebody who stands for several."""
    return f"{count}家企业"


def principal(terms: Sequence[Term], plant: str, names: Sequence[str], today: date, officer: Officer) -> str:
    """To the principal at the third day, the most urgent first; ``names`` are those who are responsible."""
    longest = f"超期{terms[0].late(today)}天"
    head = longest if len(terms) == 1 else f"超期{len(terms)}条，最长{terms[0].late(today)}天"
    who = "、".join(dict.fromkeys(name for name in names if name))
    more = f"等{len(terms)}条" if len(terms) > 2 else ""
    shown = terms[:2]
    last = _dated(shown[-1], None, COLUMNS - columns(more)) + more
    return joined(
        f"{head}｜{short(plant, 14)}",
        *(_dated(one, None, COLUMNS) for one in shown[:-1]),
        last,
        short(f"责任人{who}", COLUMNS) if who else "",
        "请定一下：哪天改完、现场怎么防护",
        str(officer),
    )


@dataclass(frozen=True)
class Case:
    """An overdue hazard as leader and officers see it."""

    line: Line
    plant: str
    major: bool
    late: int
    responsible: str = ""
    control: str = ""
    officer: Officer = Officer("", "")

    def __str__(self) -> str:
        """豫丰化工 YH-2026-0012 重大 超1天"""
        return self.within(COLUMNS)

    def within(self, width: int) -> str:
        """The same where less of a line is left: the name of the enterprise gives way."""
        rest = f" {self.line.number} {'重大' if self.major else '一般'} 超{self.late}天"
        return short(self.plant, min(width - columns(rest), 16)) + rest


def leader(cases: Sequence[Case], count: int, unfixed: int) -> str:
    """M17: to the leader, all enterprises in one message."""
    shown = cases[:SHOWN]
    more = f"等{count}条" if count > len(shown) else ""
    told = [*(str(one) for one in shown[:-1]), shown[-1].within(COLUMNS - columns(more)) + more]
    return joined(
        f"超期{count}条需您过问，未整改共{unfixed}条",
        *told,
        str(cases[0].officer),
        "回1看详情，回2看负责人电话",
    )


def leader_cases(cases: Sequence[Case], count: int, today: date) -> str:
    """What is behind a figure of the leader: somebody asked for it."""
    told = [line for place, one in enumerate(cases, 1) for line in _case(place, one)]
    return joined(f"超期{count}条｜{times.day(today)}", *told, _rest(count, len(cases)), "回2看企业负责人电话")


def _case(place: int, one: Case) -> tuple[str, ...]:
    who = f"，责任人{one.responsible}" if one.responsible else ""
    return (
        f"{place} {one}",
        f"{one.line.what}{who}",
        f"防护：{one.control}" if one.control else "现场防护没写",
        str(one.officer),
    )


def _rest(count: int, shown: int) -> str:
    return f"另有{count - shown}条，问“超期的有哪些”" if count > shown else ""


def leader_phones(contacts: Sequence[Contact]) -> str:
    """Whom a leader can call about what is overdue, one enterprise a line."""
    told = (f"{one.plant.starred} {one.name} {one.phone or '没登记电话'}" for one in contacts)
    return joined(f"{len(contacts)}家负责人电话", *told)


def nothing_for_leader(today: date) -> str:
    """A leader looks at a list of which everything is done."""
    return f"要您过问的都办完了｜{times.day(today)}"
