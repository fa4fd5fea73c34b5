"""Reminders and what goes upward at night and in the morning (docs/WORDING.md, M12, M13, M18, M19, M43). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.obligations import DueStatus
from models.questions import Contact, Night, Plant
from models.terms import Morning
from models.wording import times
from models.wording.lines import COLUMNS, columns, fits, fitted, joined, listed, short

#: A morning without a figure of hazards.
NONE = Morning()


def missing(names: Sequence[str], closes_at: datetime) -> str:
    """M12: to the on-duty phone of those still silent."""
    return joined(
        f"还差{len(names)}次夜巡，{times.hour(closes_at)}前",
        short(listed(names, COLUMNS), COLUMNS),
        "发1段10—30秒视频或几张照片",
        "防爆区内别用普通手机，在区外拍",
        "发不了就回一句原因，早上再补",
    )


def missed(names: Sequence[str], night: date, until: datetime, duty_phone: str) -> str:
    """M13: to the safety manager of those who missed."""
    return joined(
        f"没收到夜巡｜{times.night(night)}",
        short(listed(names, COLUMNS), COLUMNS),
        f"已巡：{'中午' if times.hour(until) == '12:00' else ''}{times.hour(until)}前补发视频或照片",
        "没巡：回一句原因",
        f"要帮忙打{duty_phone}" if duty_phone else "",
    )


def major_missing(contacts: Sequence[Contact], night: date, closes_at: datetime) -> str:
    """To the duty officer after the window: the major hazard sources that are silent, with a number each."""
    told = [f"{contact.plant.short} {contact.name}{contact.phone}" for contact in contacts[:3]]
    return joined(
        f"重大危险源{len(contacts)}家没报｜{times.night(night)}",
        f"{times.hour(closes_at)}已截止，催过2次",
        *(short(line, COLUMNS) for line in told),
        f"另有{len(contacts) - 3}家，问“谁没报”" if len(contacts) > 3 else "",
    )


def repeated(plant: str, night: date, in_a_row: int, of_seven: int, phone: str) -> str:
    """To the principal and the supervisor: two nights running, or three of seven."""
    count = f"连续{in_a_row}夜" if in_a_row >= 2 else f"7夜里{of_seven}夜"
    return joined(
        f"{count}没收到夜巡｜{short(plant, 14)}",
        f"最近一次没报：{times.night(night)}",
        "请安排一下，今晚0:00后照常发",
        f"有困难打{phone}" if phone else "",
    )


def morning_duty(night: Night, now: datetime, choices: bool, hazards: Morning = NONE) -> str:
    """M18: 06:30, to the duty officer; many names give way to the figures of hazards."""
    return next(text for text in (_duty(night, now, choices, hazards, room) for room in (2, 1)) if fits(text))


def _duty(night: Night, now: datetime, choices: bool, hazards: Morning, room: int) -> str:
    unsure = night.plants(DueStatus.UNVERIFIED)
    return joined(
        _counts(night, unsure_too=False),
        f"{times.night(night.night)}，截至{times.hour(now)}",
        _names("未报：", night.plants(DueStatus.MISSED), COLUMNS * room),
        _hazards("新增隐患", hazards),
        _names(f"待核{len(unsure)}：", unsure, COLUMNS),
        f"回1提醒{night.count(DueStatus.MISSED)}家，回2看电话" if choices else "",
    )


def _hazards(found: str, hazards: Morning, *, major_too: bool = False) -> str:
    """新增4，今天到期1，超期2: only the figures that there are."""
    counted = ((found, hazards.found), ("今天到期", hazards.today), ("超期", hazards.overdue))
    told = [f"{word}{count}" for word, count in counted if count]
    return "，".join([*told, f"重大未改{hazards.major}"] if major_too and hazards.major else told)


def _counts(night: Night, *, unsure_too: bool) -> str:
    told = [f"已报{night.count(DueStatus.REPORTED)}"]
    for word, state in (("迟报", DueStatus.LATE), ("补报", DueStatus.MADE_UP)):
        told += [f"{word}{night.count(state)}"] if night.count(state) else []
    told.append(f"未报{night.count(DueStatus.MISSED)}")
    unsure = night.count(DueStatus.UNVERIFIED)
    told += [f"待核{unsure}"] if unsure and unsure_too else []
    return f"应报{night.owed}：{' '.join(told)}"


def _names(head: str, plants: Sequence[Plant], width: int) -> str:
    return head + listed([plant.starred for plant in plants], width - columns(head) - 2) if plants else ""


@dataclass(frozen=True)
class ForLeader:
    """The overdue hazards of which a leader hears today: how many, and the most urgent by name."""

    count: int = 0
    names: Sequence[str] = ()

    def told(self, *, names: bool) -> str:
        """What M17 would say, where the list of eight says it (docs/WORDING.md 1, budget)."""
        if not self.count:
            return ""
        more = f"等{self.count}条" if self.count > len(self.names) else ""
        return f"需您过问{self.count}条" + (f"：{'、'.join(self.names)}{more}" if names else "") + "，回1看"


NOTHING = ForLeader()
#: How much a list of eight tells by name: lines for the silent, of those who repeat, and of what is overdue.
_DETAIL = ((2, 2, True), (2, 1, True), (1, 1, True), (1, 0, True), (1, 0, False))


def morning_leader(
    night: Night,
    repeated_lines: Sequence[str],
    hazards: Morning = NONE,
    overdue: ForLeader = NOTHING,
    above: str = "",
    works: str = "",
) -> str:
    """M19: 08:00, to leader and section head; as many names as there is room for; ``works`` are today's."""
    texts = [
        joined(
            *_leader(night, room),
            *repeated_lines[:repeated],
            told,
            above,
            _hazards("新增", hazards, major_too=True),
            works,
        )
        for room, repeated, told in ((room, most, overdue.told(names=names)) for room, most, names in _DETAIL)
    ]
    return next((text for text in texts if fits(text)), fitted(*texts[-1].split("\n")))


def _leader(night: Night, room: int) -> tuple[str, str, str]:
    silent = night.plants(DueStatus.MISSED)
    star = "（★重大危险源）" if any(plant.major for plant in silent) else ""
    names = _names(f"未报{len(silent)}：", silent, COLUMNS * room) or "没有未报"
    return names, _counts(night, unsure_too=True), times.night(night.night) + star


def correction(before: Night, after: Night, at: str = "6:30") -> str:
    """08:25, only when a figure of the morning changed; ``at`` is the hour of the list that no longer holds."""
    return joined(
        f"更正：{_counts(after, unsure_too=True)}",
        f"{times.night(after.night)}，{at}时未报{before.count(DueStatus.MISSED)}",
        _names("仍未报：", after.plants(DueStatus.MISSED), COLUMNS * 2),
    )


def outage(began: datetime, ended: datetime, silent: int, nights: Sequence[date], channel: str = "") -> str:
    """M43: to the duty officer, once, when the bot or one of its channels is back."""
    told_as = times.clock if began.date() == ended.date() else times.stamp
    span = f"{told_as(began)}—{told_as(ended)}"
    if len(nights) > 1:
        told = f"{times.night(nights[0])}起{len(nights)}夜没报的都记“待核”"
    else:
        told = f"没报的{silent}家先记“待核”，不算未报" if silent else ""
    what = f"通道{short(channel, 18)}断了" if channel else "系统没在运行"
    return joined(span, f"{what}，没收到消息", told, f"回1请{silent}家补发，回2看名单" if silent else "")
