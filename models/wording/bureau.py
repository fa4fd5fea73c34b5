"""What the bureau owes, at 08:20: to the supervisor, to the section head what has waited too long. Pure sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from models.questions import Contact, Plant
from models.wording import times
from models.wording.deadlines import Case, Officer
from models.wording.expiring import Item as Expired
from models.wording.lines import COLUMNS, columns, fits, joined, listed, short
from models.wording.rectification import Line

#: How many lines of a kind the whole list shows.
MOST = 30


@dataclass(frozen=True)
class Item:
    """A hazard that waits for somebody of the bureau."""

    line: Line  # with its number in full
    plant: str
    source: str
    major: bool = False
    hint: str = ""  # the points of a major hazard that its words may meet

    @property
    def name(self) -> str:
        """豫丰0031: how it is called beside others."""
        return short(self.plant, 12) + self.line.number.rsplit("-", 1)[-1]

    def __str__(self) -> str:
        """豫丰化工 YH-2026-0031 三车间灭火器过期，部门检查"""
        major = "重大，" if self.major else ""
        return f"{short(self.plant, 12)} {self.line.number} {short(self.line.what, 30)}，{major}{self.source}"


@dataclass(frozen=True)
class Request:
    """A request for more time that waits for a decision."""

    item: Item
    old: date | None
    wanted: date | None
    reason: str

    def told(self, today: date) -> str:
        """豫丰化工 YH-2026-0027 20日改到25日，阀门没到货"""
        old = times.on(self.old, today) if self.old else "没定期限"
        new = f"改到{times.on(self.wanted, today)}" if self.wanted else "要延期"
        why = f"，{short(self.reason, 24)}" if self.reason else ""
        return f"{short(self.item.plant, 12)} {self.item.line.number} {old}{new}{why}"


@dataclass(frozen=True)
class Unanswered:
    """Something owed by day that some enterprises never sent."""

    title: str
    plants: Sequence[Plant]


@dataclass(frozen=True)
class Owed:
    """All that waits, as the lists show it."""

    rechecks: Sequence[Item] = ()
    sample: Sequence[Item] = ()
    verified: Sequence[Item] = ()
    requests: Sequence[Request] = ()
    overdue: Sequence[Case] = ()
    overdue_count: int = 0
    lacking: Sequence[Item] = ()
    failed: int = 0
    silent: Sequence[Plant] = ()
    unanswered: Sequence[Unanswered] = ()
    works: Sequence[str] = ()  # 豫丰化工 三车间动火 20:00—22:00
    unreached: Sequence[Contact] = ()
    unclear: int = 0
    ungraded: Sequence[Item] = ()
    expired: Sequence[Expired] = ()


def owed(of: Owed) -> str:
    """To the supervisor: the figures, the names as far as there is room, what digits do."""
    names = (
        _named("复查：", of.rechecks),
        _named("延期：", [one.item for one in of.requests]),
        _unreached(of.unreached),
        _named("抽查：", of.sample),
    )
    texts = (_owed(of, [name for name in names if name][:room]) for room in range(len(names), -1, -1))
    return next(text for text in texts if fits(text))


def _owed(of: Owed, names: Iterable[str]) -> str:
    agree = f"，回2其余同意（{len(of.verified)}条）" if of.verified else ""
    look = "回“没听准的”看是哪几条" if of.unclear else ""
    return joined(_counts(of), *names, look, f"回1看清单{agree}")


def _counts(of: Owed) -> str:
    counted = (
        ("复查", len(of.rechecks)),
        ("定级", len(of.ungraded)),
        ("抽查", len(of.sample)),
        ("企业自验", len(of.verified)),
        ("延期待批", len(of.requests)),
        ("超期", of.overdue_count),
        ("缺项", len(of.lacking)),
        ("没读成", of.failed),
        ("没听准", of.unclear),
        ("过期证件", len(of.expired)),
    )
    told = [f"{word}{count}" for word, count in counted if count]
    told += [f"零报告缺{len(of.silent)}家"] if of.silent else []
    told += [_lacking(of.unanswered)] if of.unanswered else []
    told += [f"作业没回{len(of.works)}项"] if of.works else []
    told += [f"发不到{len(of.unreached)}家"] if of.unreached else []
    return "今天要办：" + "，".join(told)


def _lacking(found: Sequence[Unanswered]) -> str:
    """周报表缺3家; of several 周报表等2项缺5家."""
    several = f"等{len(found)}项" if len(found) > 1 else ""
    return f"{short(found[0].title, 12)}{several}缺{len({plant.id for one in found for plant in one.plants})}家"


def _named(head: str, items: Sequence[Item]) -> str:
    return head + listed([one.name for one in items], COLUMNS - columns(head), "等{}条") if items else ""


def _unreached(contacts: Sequence[Contact]) -> str:
    """The first of those that only a call reaches; the number is never cut."""
    if not contacts or not contacts[0].phone:
        return ""
    one = contacts[0]
    call = f"，打{short(one.name, 8)}{one.phone}"
    return f"发不到{short(one.plant.short, COLUMNS - columns(call) - 6)}{call}"


def waited_long(of: Owed, recheck_days: int, request_days: int, officer: Officer) -> str:
    """To the section head: what has waited for more than so many working days, and whom to ask."""
    return joined(
        f"{len(of.rechecks) + len(of.requests)}件等了很久，还没办",
        _named(f"复查满{recheck_days}个工作日：", of.rechecks),
        _named(f"延期满{request_days}个工作日：", [one.item for one in of.requests]),
        str(officer),
        "回1看清单",
    )


def whole(of: Owed, today: date) -> str:
    """The whole list, because somebody asked for it; what waits for a re-check is numbered."""
    numbered = iter(range(1, 1000))
    return joined(
        f"清单｜{times.day(today)}",
        *_items("要复查的", of.rechecks, numbered),
        *_items("自验的，抽到要复查", of.sample, numbered),
        *_items("自验的，回“其余同意”一起销号", of.verified, numbered),
        *_section("延期待批", [one.told(today) for one in of.requests]),
        *_section("等定级，例：YH-2026-0031定为一般", [_ungraded(one) for one in of.ungraded]),
        *_section("超期", [str(one) for one in of.overdue], of.overdue_count),
        *_section("缺项，问过2次", [str(one) for one in of.lacking]),
        f"没读成的消息{of.failed}条，问管理员" if of.failed else "",
        f"没听准的消息{of.unclear}条，回“没听准的”看" if of.unclear else "",
        *_section("没报零报告", ["、".join(plant.starred for plant in of.silent)] if of.silent else []),
        *_section("过期的证件、预案、评估", [one.on(today) for one in of.expired]),
        *(line for one in of.unanswered for line in _missing(one)),
        *_section("特殊作业到点没回", of.works),
        *_section("发不到，只能打电话", [_call(one) for one in of.unreached]),
    )


def _missing(one: Unanswered) -> list[str]:
    return _section(f"没交{one.title}", ["、".join(plant.starred for plant in one.plants)])


def _items(head: str, items: Sequence[Item], numbered: Iterable[int]) -> list[str]:
    return _section(head, [f"{number} {one}" for one, number in zip(items, numbered, strict=False)])


def _section(head: str, lines: Sequence[str], count: int = 0) -> list[str]:
    if not lines:
        return []
    count = max(count, len(lines))
    return [f"【{head}】", *lines[:MOST], *([f"等{count}条"] if count > MOST else [])]


def _ungraded(one: Item) -> str:
    return f"{one}，{one.hint}" if one.hint else str(one)


def _call(one: Contact) -> str:
    return f"{one.plant.starred} {one.name} {one.phone or '没登记电话'}"


#: So many of them stand in the message itself.
CALLS = 4


def to_call(contacts: Sequence[Contact]) -> str:
    """To the officer on duty: whom no message reached, by name and number; behind 1 all of them."""
    room = CALLS if len(contacts) > CALLS + 1 else CALLS + 1
    more = f"等{len(contacts)}家，回1看全部" if len(contacts) > room else ""
    return joined(f"发不到{len(contacts)}家，请打电话：", *(_short_call(one) for one in contacts[:room]), more)


def all_to_call(contacts: Sequence[Contact]) -> str:
    """All of them, because the officer asked; a call may have been made meanwhile."""
    return joined(f"发不到，只能打电话｜{len(contacts)}家", *(_call(one) for one in contacts))


def _short_call(one: Contact) -> str:
    """One line of a phone; the number is never cut."""
    call = f" {short(one.name, 8)} {one.phone or '没登记电话'}" if one.name else f" {one.phone or '没登记电话'}"
    return short(one.plant.starred, COLUMNS - columns(call)) + call


def nothing_owed(today: date) -> str:
    """A list is asked for of which everything is done."""
    return f"都办完了｜{times.day(today)}"
