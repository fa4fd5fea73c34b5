"""The re-check: what its officer hears, and the enterprise (docs/WORDING.md, M32, M33). Pure sentences."""

from collections.abc import Sequence
from datetime import date

from models.wording import times
from models.wording.lines import COLUMNS, fitted, joined, listed, short
from models.wording.rectification import Line, headed

#: What a document is called that will come later.
TO_FOLLOW = "待补"
#: How an event tells that the officer stood there.
ON_SITE = "现场复查"


def passed(lines: Sequence[Line], plant: str, name: str, on: date) -> str:
    """M33: to the enterprise; several of one list in one message."""
    return joined(*headed("已销号", lines, plant), f"复查 {name} {times.day(on)}，不用回复")


def failed(line: Line, reason: str, deadline: date | None, name: str, today: date) -> str:
    """M32: to the enterprise."""
    return joined(
        f"复查没通过｜{line.within(22)}",
        short(f"还差：{reason}", COLUMNS * 2),
        f"{times.on(deadline, today)}前补好，再发1张照片" if deadline else "补好再发1张照片",
        f"复查人 {name}",
    )


def reopened(line: Line, reason: str, deadline: date | None, name: str, today: date) -> str:
    """A look back found that it is not fixed; to the enterprise."""
    return joined(
        f"重新打开｜{line.within(24)}",
        short(f"原因：{reason}", COLUMNS * 2),
        f"{times.on(deadline, today)}前改好，发照片写编号" if deadline else "改好发照片写编号",
        f"回头看 {name}",
    )


def closed(line: Line, plant: str, lacking: Sequence[str]) -> str:
    """To the officer who closed it; what is still to come is asked for once."""
    return joined(
        f"已销号｜{line.number}",
        _whose(line, plant),
        f"{TO_FOLLOW}：{'、'.join(lacking)}" if lacking else "",
        "回一句就行，例：复查人周宁，文书〔2026〕3号" if lacking else "",
    )


def _whose(line: Line, plant: str) -> str:
    return short(f"{short(plant, 14)} {line.what}", COLUMNS)


SECOND, DOCUMENT, TEAM = "第二名复查人", "意见书编号", "验收组"


def _told(reached: bool) -> str:
    return "已告诉企业" if reached else "企业没人登记账号，请打电话说一声"


def sent_back(line: Line, plant: str, deadline: date | None, today: date, *, reached: bool) -> str:
    """To the officer whose re-check failed."""
    until = f"，{times.on(deadline, today)}前" if deadline else ""
    return joined(f"退回整改{until}｜{line.number}", _whose(line, plant), _told(reached))


def opened_again(line: Line, plant: str, deadline: date | None, today: date, *, reached: bool) -> str:
    """To the officer who looked back."""
    until = f"，{times.on(deadline, today)}前" if deadline else ""
    return joined(f"已重新打开{until}｜{line.number}", _whose(line, plant), _told(reached))


def no_evidence(line: Line) -> str:
    """A closing without a picture, a document or a look at the place."""
    return joined(
        f"没有改后照片，没销｜{line.number}",
        f"现场看过：{_tail(line)}现场复查合格",
        f"有文书：{_tail(line)}合格，加文书号",
    )


def _tail(line: Line) -> str:
    return line.number.rsplit("-", 1)[-1]


def may_not(name: str, phone: str) -> str:
    """Somebody closes who may not."""
    return f"复查销号归监管员，找{name} {phone}".rstrip() if name else "复查销号归监管员，您这里办不了"


def own_work(line: Line) -> str:
    """Nobody closes what they said themselves was fixed."""
    return f"改好是您报的，要由另一位来复查｜{line.number}"


def not_fixed_yet(line: Line, plant: str, deadline: date | None, today: date) -> str:
    """A re-check of something that nobody says is fixed."""
    until = f"，期限{times.on(deadline, today)}" if deadline else ""
    return joined(f"还没报改好，先不销｜{line.number}", f"{_whose(line, plant)}{until}")


def closed_already(line: Line, name: str, on: date) -> str:
    """A re-check of something that is closed."""
    return f"{times.day(on)}已销号，{name}复查｜{line.number}"


def void_already(line: Line) -> str:
    """A re-check of something that was none."""
    return f"这条已作废，不用复查｜{line.number}"


def reopen(line: Line, name: str, on: date, reason: str, deadline: date) -> str:
    """A failed re-check of something that is closed: asked before it is opened again."""
    return joined(
        closed_already(line, name, on),
        f"回1重新打开，{times.day(deadline)}前改好",
        short(f"原因：{reason}", COLUMNS),
    )


def reopen_how(line: Line, name: str, on: date) -> str:
    """The same, without a reason or a date."""
    return joined(closed_already(line, name, on), f"重新打开写：{_tail(line)}不合格，原因，几日前")


def fail_how(line: Line) -> str:
    """A failed re-check without its reason, or with no date that is still ahead."""
    return joined(f"没通过要写原因和日期｜{line.number}", f"例：{_tail(line)}不合格，没有标签，18日前")


def bad_date(line: Line) -> str:
    """A new date that has gone by, or lies more than a year ahead."""
    return f"日期要在今天以后、1年以内，请再写｜{line.number}"


def no_such(number: str) -> str:
    """A number that no hazard has."""
    return f"没有这条隐患：{short(number, 20)}，请核对编号"


def name_it() -> str:
    """A re-check that names no hazard."""
    return "请写编号，例：0031复查合格"


def agreed(done: Sequence[str], left: Sequence[str]) -> str:
    """What 其余同意 closed, by number, and what it left and why."""
    names = short("、".join(done), COLUMNS * 2)
    if not left:
        return joined(f"已销号{len(done)}条", names)
    return joined(
        f"已销号{len(done)}条，留下{len(left)}条" if done else f"一条没销，留下{len(left)}条",
        names,
        *(short(one, COLUMNS) for one in left[:2]),
        f"等{len(left)}条，其余问编号" if len(left) > 2 else "",
    )


def together(text: str, to_come: Sequence[str]) -> str:
    """What several re-checks came to, with the numbers for which something is still to come."""
    if not to_come:
        return text
    return fitted(text, short(f"{TO_FOLLOW}复查人、文书：{listed(to_come, 24, '等{}条')}", COLUMNS * 2))


def left_sampled(name: str) -> str:
    """Left by 其余同意: drawn for a re-check of its own."""
    return f"{name} 抽查的，写编号复查"


def left_officer(name: str) -> str:
    """Left by 其余同意: found by an authority, or major."""
    return f"{name} 要单独复查"


def left_unverified(name: str) -> str:
    """Left by 其余同意: the enterprise has not verified it, or has no picture."""
    return f"{name} 安全员没核实"


def left_without_picture(name: str) -> str:
    """Left by 其余同意: no picture shows it."""
    return f"{name} 没有改后照片"


def left_named(name: str) -> str:
    """Left by 其余同意: named otherwise in the same sentence."""
    return f"{name} 您另外说了"


def left_not_waiting(name: str) -> str:
    """Left by 其余同意: closed or open again meanwhile."""
    return f"{name} 不在等复查"


def left_own(name: str) -> str:
    """Left by 其余同意: said to be fixed by the same person."""
    return f"{name} 是您报的改好"


def left_elsewhere(name: str) -> str:
    """Left by 其余同意: another supervisor answers for it."""
    return f"{name} 归别的监管员"


def no_list() -> str:
    """其余同意 where no list was shown."""
    return "2小时内没发过复查名单，请写编号复查"


def second_noted(line: Line, name: str, document: str, lacking: Sequence[str]) -> str:
    """The second name or the document of a re-check came."""
    told = "，".join(part for part in (f"复查人 {short(name, 12)}" if name else "", short(document, 24)) if part)
    return joined(f"补上了｜{line.number}", told, f"还差：{'、'.join(lacking)}" if lacking else "")


def second_is_the_first(name: str) -> str:
    """Two who re-check are two people."""
    return f"第二名复查人不能还是{name}，请写另一位"


def nothing_to_add() -> str:
    """A second name where none is missing."""
    return "没有要补复查人的，补哪条请写编号"


def second_how() -> str:
    """A second name that names nobody."""
    return "请写复查人和文书号，例：复查人周宁，文书〔2026〕3号"
