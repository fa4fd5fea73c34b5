"""Answers to questions (docs/WORDING.md, M20 to M22, M27, M50). Pure sentences."""

from collections.abc import Sequence
from datetime import date, datetime

from models.obligations import Due, DueStatus
from models.people import Person
from models.questions import Contact, Night, Plant
from models.wording import times
from models.wording.lines import COLUMNS, columns, joined, listed, short


def missing(night: Night, now: datetime, *, is_open: bool) -> str:
    """M20: who has not reported; while the window is open, who is still silent."""
    states = (DueStatus.WAITING,) if is_open else (DueStatus.MISSED,)
    plants = night.plants(*states)
    head = f"{len(plants)}家{'还没报' if is_open else '没报'}" if plants else ("都报了" if night.owed else "没有应报")
    when = f"{times.night(night.night)}，{times.clock(now)}" if is_open else times.night(night.night)
    return joined(
        f"{head}｜{when}，应报{night.owed}",
        listed([plant.starred for plant in plants], COLUMNS * 2 - 2) if plants else "",
        _besides(night),
        f"回1提醒这{len(plants)}家，回2看电话" + ("，回3看全部" if _cut(plants) else "") if plants else "",
    )


def _cut(plants: Sequence[Plant]) -> bool:
    return columns("、".join(plant.starred for plant in plants)) > COLUMNS * 2 - 2


def _besides(night: Night) -> str:
    words = {
        DueStatus.LATE: "迟报",
        DueStatus.MADE_UP: "补报",
        DueStatus.UNVERIFIED: "待核",
        DueStatus.EXEMPT: "免报",
    }
    told = [f"{word}{night.count(state)}家" for state, word in words.items() if night.count(state)]
    return f"另有{'、'.join(told)}" if told else ""


def count(night: Night, now: datetime, closes_at: datetime, *, is_open: bool) -> str:
    """M21: how many have reported."""
    done = night.count(DueStatus.REPORTED, DueStatus.LATE, DueStatus.MADE_UP)
    waiting = night.count(DueStatus.WAITING)
    silent = night.plants(DueStatus.WAITING if is_open else DueStatus.MISSED)
    majors = [plant.short for plant in silent if plant.major]
    left = f"未报{night.count(DueStatus.MISSED)}家"
    if is_open:
        left = f"还差{waiting}家，{times.hour(closes_at)}截止" if waiting else "都报了"
    return joined(
        f"已报{done}{proxied(night.proxied)}，共{night.owed}｜{times.night(night.night)}，{times.clock(now)}",
        left,
        f"重大危险源差{len(majors)}家：{listed(majors, COLUMNS - 20)}" if majors else "",
        "" if is_open else _besides(night),
        f"回1看{len(silent)}家" if silent else "",
    )


def proxied(count: int) -> str:
    """（代录1）: behind a figure of reports, how many of them an officer entered for somebody who phoned."""
    return f"（代录{count}）" if count else ""


def by_proxy(name: str, officer: str) -> str:
    """What stands in place of pictures where an officer entered a report."""
    return f"{name}电话报，{officer}代录"


def not_begun(night: date, opens_at: datetime) -> str:
    """A question about a night whose window is not open yet."""
    return f"还没开始｜{times.night(night)}，{times.stamp(opens_at)}起报"


def late(night: Night) -> str:
    """Who reported late or made it up."""
    plants = night.plants(DueStatus.LATE)
    made_up = night.plants(DueStatus.MADE_UP)
    return joined(
        f"迟报{len(plants)}家，补报{len(made_up)}家｜{times.night(night.night)}",
        "迟报：" + listed([plant.starred for plant in plants], COLUMNS * 2 - 8) if plants else "",
        "补报：" + listed([plant.starred for plant in made_up], COLUMNS - 6) if made_up else "",
    )


def silent_names(plants: Sequence[Plant], night: date, *, is_open: bool) -> str:
    """A whole list of those who have not reported; it may be long, because somebody asked for it."""
    return _numbered(f"{len(plants)}家{'还没报' if is_open else '没报'}｜{times.night(night)}", plants)


def unsure_names(plants: Sequence[Plant], night: date) -> str:
    """A whole list of those whose night is unverified."""
    return _numbered(f"{len(plants)}家待核｜{times.night(night)}", plants)


def _numbered(head: str, plants: Sequence[Plant]) -> str:
    return joined(head, *(f"{number} {plant.starred}" for number, plant in enumerate(plants, 1)))


def without_choices(text: str) -> str:
    """An answer as the group hears it: what digits do belongs to one person."""
    return "\n".join(line for line in text.split("\n") if not line.startswith("回"))


def phones(night: date, contacts: Sequence[Contact]) -> str:
    """Whom to call, one enterprise a line, numbers whole, with the reason where one was given."""
    return joined(f"{len(contacts)}家电话｜{times.night(night)}没报", *(_call(one) for one in contacts))


def _call(one: Contact) -> str:
    reason = f"（{short(one.reason, 24)}）" if one.reason else ""
    return f"{one.plant.starred} {one.name} {one.phone or '没登记电话'}{reason}"


_STATES = {
    DueStatus.REPORTED: "按时",
    DueStatus.LATE: "迟报",
    DueStatus.MADE_UP: "补报",
    DueStatus.MISSED: "未报",
    DueStatus.UNVERIFIED: "待核",
    DueStatus.EXEMPT: "免报",
    DueStatus.WAITING: "待报",
}


def state_word(status: str | None) -> str:
    """How a state is called in an answer; None where nothing was due."""
    return _STATES[DueStatus(status)] if status else "没有应报"


def week(plant: str, dues: Sequence[Due], start: date, end: date) -> str:
    """M22: one enterprise's nights; with a date beside what was not in time."""
    told = []
    for state, word in _STATES.items():
        nights = [due.night for due in dues if due.status == state]
        if nights:
            told.append(f"{word}{len(nights)}" + ("" if state == DueStatus.REPORTED else _dates(nights)))
    span = times.night(start) if start == end else f"{times.day(start)}—{_end(start, end)}"
    return joined(f"{len(dues)}夜：{'，'.join(told)}" if dues else "没有应报的夜巡", f"{plant} {span}")


def _dates(nights: Sequence[date]) -> str:
    shown = "、".join(times.night_short(night) for night in nights[:3])
    return f"（{shown}{'…' if len(nights) > 3 else ''}）"


def _end(start: date, end: date) -> str:
    return f"{end.day}日" if end.month == start.month else times.day(end)


def one_night(plant: str, due: Due | None, night: date, evidence: str) -> str:
    """Whether one enterprise reported in one night."""
    if due is None:
        return joined(f"没有应报｜{times.night(night)}", plant)
    when = f" {times.clock(due.satisfied_at)}" if due.satisfied_at else ""
    return joined(f"{state_word(due.status)}{when}｜{times.night(night)}", f"{plant} {evidence}".strip())


def duty(
    officers: Sequence[Person], leaders: Sequence[Person], changes: str, day: str = "", *, whole: bool = True
) -> str:
    """M27: who is on duty; numbers whole only to officers."""
    return joined(
        f"{day}值班 {_people(officers, whole)}" if officers else f"{day}没排值班员",
        f"带班 {_people(leaders, whole)}" if leaders else "",
        changes,
    )


def _people(persons: Sequence[Person], whole: bool) -> str:
    return "、".join(f"{one.name} {one.phone if whole else masked(one.phone)}".strip() for one in persons[:3])


def masked(phone: str) -> str:
    """138****8000: what everybody but officers sees of a number."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) == 11 else phone


def shift_change(at: datetime, officers: Sequence[str]) -> str:
    """When the shift changes, and to whom."""
    return f"{times.stamp(at)}换班" + (f"：{'、'.join(officers)}" if officers else "")


def help_enterprise(duty_phone: str) -> str:
    """M50: how an enterprise speaks to the bot."""
    return joined(
        "直接发就行，不用格式",
        "夜巡：发视频，写一句情况",
        "隐患：哪里、什么问题，带照片",
        "改好：照片+编号；没隐患：零报告",
        "问：我们还差什么",
        f"出事先打119，再打{duty_phone}" if duty_phone else "出事先打119、120",
    )


#: What an officer may ask, as examples.
EXAMPLES = ("昨晚谁没报　还有多少没整改", "三天内到期的　这个月数据")


def help_officer() -> str:
    """What an officer can ask and order."""
    return joined(
        "直接问，例：昨晚谁没报　今晚谁值班",
        "还有多少没整改　三天内到期的",
        "0031什么情况　这个月数据　今天的日报",
        "为什么没提醒豫丰　★是重大危险源",
        "代录 宏达站 王建国 电话报正常",
        "“3月14日夜”指15日0:00—5:00",
    )


def reminded(sent: Sequence[str], recent: Sequence[str], unreached: Sequence[Contact]) -> str:
    """What came of an order to remind."""
    return joined(
        f"已提醒{len(sent)}家" + (f"：{listed(list(sent), COLUMNS)}" if sent else ""),
        f"1小时内提醒过{len(recent)}家，没再发" if recent else "",
        f"发不到{len(unreached)}家，请打：" if unreached else "",
        *(f"{one.plant.short} {one.name} {one.phone}".strip() for one in unreached[:3]),
    )


def nobody_left() -> str:
    """An order to remind that came too late."""
    return "都报了，不用提醒"


def own_only() -> str:
    """Somebody of an enterprise asks about others."""
    return "只能查本单位的，例：我家这周报了没"


def no_such_plant(asked: str) -> str:
    """An enterprise that is not in the register."""
    return f"没找到“{asked[:12]}”，请写企业全称或简称"


def sent_privately() -> str:
    """In the group, where the answer itself goes to the person."""
    return "已私发。"


#: How an intent that this release cannot carry out is called.
NOT_YET = {
    "exemption_request": "停产免报",
    "tip_off": "举报登记",
    "export_form": "导出报表",
    "key_period_set": "重点时段",
    "certs": "证书查询",
}


def not_yet(intent: str) -> str:
    """Something that this release does not do."""
    return f"“{NOT_YET.get(intent, '这件事')}”还不会办，原话已存，请先按老办法报"


def choice_expired() -> str:
    """A digit that belongs to nothing any more."""
    return "这个数字没有对应的选项了，请直接写一句"


def noted_reason(plant: str, night: date) -> str:
    """A reason for a night without a round."""
    return joined(f"原因已记下｜{times.night(night)}", f"{plant}，值班员能看到；巡了照样补发")
