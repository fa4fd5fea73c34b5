"""Notices of officers: shown before they go, as they are heard, who has answered (docs/WORDING.md 1, 2). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.notices import Standing
from models.questions import Contact
from models.wording import times
from models.wording.lines import COLUMNS, columns, joined, listed, short

#: How many lines a list that was asked for has.
MOST = 60
#: So many characters of an answer are kept beside the notice; the whole stands in the message.
KEPT = 500


@dataclass(frozen=True)
class Told:
    """An officer's own words, signed."""

    text: str
    office: str
    officer: str
    called: str = ""  # the kind of enterprises it is for; empty: everybody
    document: str = ""
    until: datetime | None = None


def title(text: str) -> str:
    """明天10点开视频会: how lists call a notice, its first words."""
    first = text.strip().split("\n")[0]
    return short(first, 30)


def told(one: Told, today: date) -> str:
    """The words as they are heard one to one; an answer is asked for only where it has a time."""
    ask = f"看过回1，有话直接写，{times.moment(one.until, today)}前" if one.until else ""
    return joined(f"通知｜{one.office} {one.officer}", one.text, _document(one), ask)


def in_group(one: Told) -> str:
    """The same, once in a group: nobody is asked to answer there."""
    called = f"（{one.called}）" if one.called else ""
    private = "已逐家私发，在私聊里回" if one.until else ""
    return joined(f"通知{called}｜{one.office} {one.officer}", one.text, _document(one), private)


def _document(one: Told) -> str:
    return f"依据{one.document}" if one.document and one.document not in one.text else ""


@dataclass(frozen=True)
class Draft:
    """What an officer sees before anything goes."""

    words: str  # as the enterprises will read it
    count: int
    called: str = ""
    groups: int = 0
    unreached: int = 0
    unknown: int = 0  # those whose goods nobody entered
    later: datetime | None = None  # it would wait until then
    shifts: str = ""  # a word that means another day by then
    before: datetime | None = None  # the same was sent
    too_late: bool = False  # then the time of the answer has gone by


def draft(one: Draft, today: date) -> str:
    """To whom, how many, in which words, and what the digits do."""
    groups = f"，群里{one.groups}条" if one.groups else ""
    return joined(
        f"发给{one.count}家（{one.called or '全部企业'}），逐家私发{groups}",
        f"其中{one.unreached}家没有账号，发完给您电话" if one.unreached else "",
        f"{one.unknown}家没登记物料，没算在内" if one.unknown else "",
        f"{times.moment(one.before, today)}已发过一样的" if one.before else "",
        "————",
        one.words,
        "————",
        _when(one, today),
    )


def _when(one: Draft, today: date) -> str:
    if one.later is None:
        return "回1发送，回2不发"
    at = times.moment(one.later, today)
    if one.too_late:
        return f"现在是休息时间，等到{at}就过了回复时间\n回1现在就发，回2不发"
    shifts = f"到时“{one.shifts}”就不对了，最好写日期\n" if one.shifts else ""
    return f"现在是休息时间，{at}发\n{shifts}回1到时发，回2不发，回3现在就发"


def sent(count: int, unreached: int, later: datetime | None, today: date, *, wanted: bool) -> str:
    """What became of the digit: it goes now, or at the end of the quiet hours."""
    when = f"{times.moment(later, today)}发给{count}家，回“撤回通知”可以取消" if later else f"正在发给{count}家"
    look = "看进度回：谁没回" if wanted and not later else ""
    return joined(when, f"{unreached}家没有账号，要打电话，回1看电话" if unreached else "", look)


def dropped() -> str:
    """The digit 2: nothing goes."""
    return "没发"


def already(at: datetime | None, today: date) -> str:
    """The same draft cannot be sent twice."""
    return f"{times.moment(at, today)}已经发过了，没有再发" if at else "这条已经定了不发，要发请重新写"


def nobody(called: str) -> str:
    """There is nobody to send it to."""
    return (
        f"{called or '名单上'}一家也没有，没发\n换个说法，或先导入企业" if not called else f"“{called}”一家也没有，没发"
    )


def unknown_kind(word: str, known: Sequence[str]) -> str:
    """Nobody is called so."""
    return joined(
        f"没有“{short(word, 16)}”这样的企业、类别或网格",
        f"现有：{listed(known, COLUMNS * 2 - 6, '等{}种')}" if known else "",
        "请重新写，例：通知各企业：……",
    )


def several_of(word: str, names: Sequence[str]) -> str:
    """A short name that several have."""
    return joined(f"“{short(word, 16)}”有{len(names)}家，请写全称重发：", *(short(name, 34) for name in names[:4]))


def out_of_grid(names: Sequence[str]) -> str:
    """An enterprise that somebody else answers for."""
    return f"{listed(names, COLUMNS)}不归您管，没发\n要发请找值班员"


def past(until: datetime) -> str:
    """A deadline that lies behind."""
    return f"{times.stamp(until)}已经过了，没发\n请写后面的时间，例：明天12:00前回复"


def no_words() -> str:
    """It is not said what shall be told."""
    return "通知写什么？请连内容一起写\n例：通知加油站：查卸油口接地，明天12:00前回复"


def too_long(most: int) -> str:
    """More than people read on a phone."""
    return f"通知最多{most}字，没发\n请写短些，长文件另发"


def may_not() -> str:
    """Somebody who may not speak for the office."""
    return "发通知要由值班员、监管员或领导来发"


# Who has answered


def standing(name: str, state: Standing, until: datetime | None, today: date) -> str:
    """Who has not answered, major hazard sources first."""
    due = _due(name, until, today)
    if not state.silent:
        return joined(f"{state.owed}家都回了", due, "回3看回了什么" if state.answered else "")
    names = [plant.starred for plant in state.silent]
    count = len(names)
    return joined(
        f"{count}家没回｜应回{state.owed}，已回{state.answered}",
        due,
        listed(names, COLUMNS * 2 - 2),
        f"回1提醒没回的{count}家，回2看电话" + ("，回3看回了什么" if state.answered else ""),
    )


def _due(name: str, until: datetime | None, today: date) -> str:
    by = f"，{times.moment(until, today)}前" if until else ""
    return short(name, COLUMNS - columns(by)) + by


def listed_at_end(name: str, state: Standing, contacts: Sequence[Contact]) -> str:
    """To the officer when the answers are due: the figure, then whom to call, as far as there is room."""
    if not state.silent:
        return joined(f"{state.owed}家都回了", short(name, COLUMNS))
    count = len(state.silent)
    room = 2 if count > 3 else 3
    more = f"等{count}家" if count > room else ""
    return joined(
        f"到点了，{count}家没回｜应回{state.owed}",
        short(name, COLUMNS),
        *(_call(one) for one in contacts[:room]),
        f"{more}{'，' if more else ''}回1提醒{'没回的' if more else f'这{count}家'}，回2看电话",
    )


def _call(one: Contact) -> str:
    """One line of a phone; the number is never cut."""
    call = f" {short(one.name, 8)} {one.phone or '没登记电话'}" if one.name else f" {one.phone or '没登记电话'}"
    return short(one.plant.starred, COLUMNS - columns(call)) + call


def phones(name: str, contacts: Sequence[Contact], count: int) -> str:
    """Whom to call about a notice, of so many."""
    more = f"只列前{len(contacts)}家" if count > len(contacts) else ""
    enter = _entered_so(contacts[0]) if contacts else ""
    return joined(f"要打电话的{count}家｜{short(name, 20)}", *(_call(one) for one in contacts), more, enter)


def _entered_so(one: Contact) -> str:
    """How an answer on the phone is entered."""
    return f"打通了发：代录 {short(one.plant.short, 14)} {one.name or '姓名'} 回通知：知道了"


def everybody_answered(name: str) -> str:
    """There is nobody left to remind or to call."""
    return f"都回了｜{short(name, 28)}"


@dataclass(frozen=True)
class Answer:
    """What somebody answered; without words it was a picture."""

    plant: str
    at: datetime
    words: str
    entered_by: str = ""  # the officer who heard it on the phone


def answers(name: str, given: Sequence[Answer]) -> str:
    """What was answered, because somebody asked."""
    if not given:
        return f"还没有人回｜{short(name, 24)}"
    told = [f"{short(one.plant, 16)} {times.stamp(one.at)} {_words(one)}" for one in given[:MOST]]
    more = f"只列前{MOST}条" if len(given) > MOST else ""
    return joined(f"回了{len(given)}条｜{short(name, 24)}", *told, more)


def _words(one: Answer) -> str:
    if one.words in ("1", "１"):
        return "看过了"
    said = short(one.words.replace("\n", " "), 60) or "照片或视频"
    return f"{said}（{one.entered_by}代录）" if one.entered_by else said


def none(topic: str) -> str:
    """No notice is known of which is asked."""
    return f"近14天没有“{short(topic, 16)}”的通知" if topic else "近14天没有发过通知"


def reminded(count: int, unreached: int, later: datetime | None, today: date) -> str:
    """Those who have not answered are reminded."""
    when = f"{times.moment(later, today)}提醒{count}家" if later else f"正在提醒{count}家"
    return joined(when, f"{unreached}家没有账号，要打电话，回2看电话" if unreached else "")


def reminded_lately(at: datetime, again: datetime, today: date) -> str:
    """Nobody is reminded of the same twice within two hours."""
    return f"{times.moment(at, today)}提醒过，{times.moment(again, today)}后才能再提醒\n着急就打电话，回2看电话"


def again(one: Told, name: str, today: date) -> str:
    """To those who have not answered."""
    by = f"，{times.moment(one.until, today)}前" if one.until else ""
    return joined(f"还差1条回复{by}", short(name, COLUMNS), "看过回1，有话直接写", f"{one.office} {one.officer}")


def answered(name: str, plant: str, at: datetime) -> str:
    """To whoever answered, once for each enterprise."""
    return f"已记下 {times.clock(at)}｜{short(plant, 16)}\n{short(name, COLUMNS)}"


# Taking back


def over(name: str, at: datetime, officer: str) -> str:
    """To those who heard a notice that was taken back."""
    return joined(f"{times.stamp(at)}的通知作废，不用办了", short(name, COLUMNS), officer)


def over_already(name: str) -> str:
    """To whoever answers what was taken back."""
    return f"这条已经作废，不用办了\n{short(name, COLUMNS)}"


def cancelled(name: str, *, heard: bool, later: datetime | None, today: date) -> str:
    """To the officer who took it back."""
    if not heard:
        return f"已撤回，还没发出去\n{short(name, COLUMNS)}"
    when = f"{times.moment(later, today)}告诉" if later else "正在告诉"
    return f"已撤回，{when}收到过的企业\n{short(name, COLUMNS)}"


def not_yours(officer: str) -> str:
    """Only who signed a notice, a section head or a leader takes it back."""
    return f"这条是{officer}发的，请{officer}或科长撤回"
