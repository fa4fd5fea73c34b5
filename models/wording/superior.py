"""上级交办: read back, entered, asked about, answered; and the draft of a reply, all of it from the rows. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.hazards import UNFIXED, HazardStatus
from models.wording import times
from models.wording.lines import COLUMNS, fits, joined, short
from models.wording.rectification import Line

#: How many hazards a message names.
SHOWN = 3
#: The words that end an order.
EXAMPLE = "已回复市局"
#: How many an answer shows.
ALL = 30


@dataclass(frozen=True)
class Order:
    """An order as it is told: authority, document, until when, whose, how many hazards, how many still to be fixed."""

    authority: str
    document: str
    reply_on: date
    plant: str
    count: int
    unfixed: int = 0

    @property
    def what(self) -> str:
        """回复市局，豫丰3条，没改1"""
        left = f"，没改{self.unfixed}" if self.unfixed else ""
        return f"回复{short(self.authority, 12)}，{short(self.plant, 10)}{self.count}条{left}"


def _document(document: str) -> str:
    return short(document, 24) if document else "没有文号"


def sure(order: Order, found: Sequence[str], today: date) -> str:
    """What an officer entered is read back before it becomes rows."""
    for most in range(min(len(found), SHOWN), 0, -1):
        more = f"等{len(found)}条" if len(found) > most else ""
        shown = [short(f"{number} {one}", COLUMNS - 8) for number, one in enumerate(found[:most], 1)]
        text = joined(
            f"上级交办请核对：{short(order.plant, 12)}{len(found)}条",
            short(f"{order.authority} {_document(order.document)}", COLUMNS),
            *shown[:-1],
            shown[-1] + more,
            f"{times.on(order.reply_on, today)}前回复。回1登记并转企业，回2不登记",
        )
        if fits(text):
            return text
    return text


def entered(order: Order, numbers: Sequence[str], told: Sequence[str]) -> str:
    """It is on the list, its hazards are in the ledger."""
    shown = numbers[0] if len(numbers) == 1 else f"{numbers[0]}—{numbers[-1].rsplit('-', 1)[-1]}"
    whom = f"已转{short('、'.join(told), 16)}" if told else "企业没人能收到，请打电话"
    return joined(
        f"上级交办登记了{order.count}条｜{short(order.plant, 12)}",
        short(shown, COLUMNS),
        f"{times.day(order.reply_on)}前回复{short(order.authority, 10)}，{whom}",
        "要回复稿回：回复稿",
    )


def dropped() -> str:
    """The officer does not want it on the list."""
    return "没有登记，再说一遍就行"


def told(order: Order, today: date) -> str:
    """M49, at entry: to the supervisor and the section head."""
    return joined(
        f"上级交办{order.count}条，{times.on(order.reply_on, today)}前书面回复",
        short(f"{order.authority}，{order.plant}", COLUMNS),
        f"交办单 {_document(order.document)}",
        "回1看是哪几条，回2生成回复稿",
    )


def hazards(order: Order, lines: Sequence[tuple[Line, str]]) -> str:
    """Behind 1: each hazard with its state."""
    shown = [f"{line.within(COLUMNS * 2)}，{state}" for line, state in lines[:ALL]]
    return joined(f"{short(order.plant, 14)}{order.count}条｜{short(order.document or order.authority, 18)}", *shown)


STATES = {
    HazardStatus.REGISTERED: "没整改",
    HazardStatus.RECTIFYING: "整改中",
    HazardStatus.AWAITING: "改好待复查",
    HazardStatus.CLOSED: "已销号",
    HazardStatus.VOID: "作废",
}


def waiting(orders: Sequence[Order], today: date) -> str:
    """上级交办还有几件: those without an answer, the earliest first."""
    if not orders:
        return "上级交办都回复了"
    shown = [_waiting(one, today) for one in orders[:ALL]]
    more = f"等{len(orders)}件" if len(orders) > ALL else ""
    return joined(f"上级交办{len(orders)}件没回复", *shown, more, "回了的写：已回复市局，加文号")


def _waiting(one: Order, today: date) -> str:
    late = (today - one.reply_on).days
    when = f"超{late}天" if late > 0 else f"{times.day(one.reply_on)}前"
    return f"{when} {one.what} {one.document}".rstrip()


def answered(order: Order, reply: str) -> str:
    """An order is answered."""
    left = f"还有{order.unfixed}条没改完，照样催企业" if order.unfixed else "全部改完了"
    return joined(
        f"回复记下了｜{short(order.plant, 12)}{order.count}条",
        short(f"{order.authority} {_document(reply)}", COLUMNS),
        left,
    )


def which(orders: Sequence[Order], today: date) -> str:
    """Several orders wait and none is named."""
    told = [f"{number} {_waiting(one, today)}" for number, one in enumerate(orders[:SHOWN], 1)]
    return joined("是哪一件？", *(short(one, COLUMNS) for one in told), "回数字")


def none_waits() -> str:
    """There is no order to answer."""
    return "没有等回复的上级交办"


# What cannot be


def no_date() -> str:
    """The reply date is no date."""
    return joined("没听出哪天前回复，没有登记", "写清几月几日，例：3月30日前回复")


def past(day: date) -> str:
    """The reply date has gone by."""
    return joined(f"{day.year}年{times.day(day)}已经过了，没有登记", "请核对回复日期，再发一遍")


def too_far(day: date) -> str:
    """The reply date is more than a year away."""
    return joined(f"{day.year}年{times.day(day)}太远了，没有登记", "请核对回复日期，再发一遍")


def of_whom() -> str:
    """No enterprise is named, or none that is known."""
    return joined("没听出是哪家企业，没有登记", "企业要先登记。例：市局交办：豫丰化工三车间灭火器过期，3月30日前回复")


def nothing_found() -> str:
    """No hazard is named."""
    return joined("没听出交办了什么问题，没有登记", "例：市局交办：豫丰化工三车间灭火器过期，3月30日前回复")


def known(document: str, plant: str) -> str:
    """The same document about the same enterprise was entered before."""
    return joined(f"{short(document, 24)}已经登记过｜{short(plant, 10)}", "再登记请换文号，或在台账里加隐患")


# The draft of a reply


@dataclass(frozen=True)
class Part:
    """What was found and what was done about it, as the rows have it."""

    line: Line
    responsible: str = ""
    measures: str = ""
    control: str = ""
    deadline: date | None = None
    rectified: date | None = None
    closed: date | None = None
    pictures: int = 0
    state: HazardStatus = HazardStatus.RECTIFYING


def draft(order: Order, full_name: str, office: str, received: date, parts: Sequence[Part], today: date) -> str:
    """回复稿: a draft for an officer to complete and sign; nothing stands in it that no row has."""
    left = sum(one.state in UNFIXED for one in parts)
    done = sum(one.state in (HazardStatus.AWAITING, HazardStatus.CLOSED) for one in parts)
    about = f"（{order.document}）" if order.document else ""
    return joined(
        f"关于上级交办问题整改情况的回复{about}（草稿）",
        f"{order.authority}：",
        f"{_full(received)}收到交办，涉及{full_name}，共{len(parts)}条。截至{_full(today)}，已整改{done}条，"
        f"没整改完{left}条。情况如下：",
        *(_part(number, one) for number, one in enumerate(parts, 1)),
        office,
        _full(today),
    )


def _full(day: date) -> str:
    return f"{day.year}年{times.day(day)}"


def _part(number: int, one: Part) -> str:
    told = [f"{number}. {one.line.what}（{one.line.number}）"]
    told += [f"责任人{one.responsible}"] if one.responsible else []
    told += [f"措施：{one.measures}"] if one.measures else []
    return "，".join(told) + "。" + _state(one)


def _state(one: Part) -> str:
    if one.state == HazardStatus.VOID:
        return "经核实不属于隐患。"
    if one.closed:
        fixed = f"{times.day(one.rectified)}整改完成，" if one.rectified else ""
        return f"{fixed}{_pictures(one)}{times.day(one.closed)}复查销号。"
    if one.rectified:
        return f"{times.day(one.rectified)}整改完成，{_pictures(one)}等复查。"
    until = f"，计划{times.day(one.deadline)}完成" if one.deadline else "，完成日期没定"
    guard = f"，整改期间{one.control}" if one.control else ""
    return f"正在整改{until}{guard}。"


def _pictures(one: Part) -> str:
    return f"整改后照片{one.pictures}张，" if one.pictures else ""
