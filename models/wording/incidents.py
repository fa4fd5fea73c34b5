"""Emergencies: they go first, also from senders nobody knows (docs/WORDING.md, M36 to M38). Pure sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.callout import Circle
from models.wording import times
from models.wording.lines import COLUMNS, LINES, columns, fitted, joined, listed, short, wrapped

#: How wide the name of an enterprise may be where a place and an event stand beside it.
NAME = 16
#: How a circle is called towards people.
ROLES = {Circle.DUTY: "值班员", Circle.LEADER: "带班领导", Circle.HEADS: "科长"}


@dataclass(frozen=True)
class Event:
    """An incident as its sentences name it: when it was told, of whom, what, and whom to call there."""

    at: datetime
    who: str
    place: str = ""
    kind: str = ""
    injured: int | None = None
    reporter: str = ""
    phone: str = ""
    account: str = ""  # of a reporter whom nobody knows

    @property
    def title(self) -> str:
        """金源气体 充装间泄漏"""
        what = short(self.place, NAME) + self.kind
        return f"{short(self.who, NAME)}{' ' if self.place or self.account else ''}{what}".strip()

    @property
    def contact(self) -> str:
        """报告人 王建国 and the number to call."""
        told = f"账号 {self.account}" if self.account else f"报告人 {self.reporter} {self.phone}".strip()
        return short(told, COLUMNS)


def _head(event: Event) -> str:
    hurt = f"，伤{event.injured}人" if event.injured else ""
    return short(f"【突发】{times.clock(event.at)} {event.title}{hurt}，未核实", COLUMNS * 2)


def receipt(at: datetime, duty_phone: str, *, calling: Circle | None, taken_by: str = "") -> str:
    """M36: to the writer, at once; it never says that somebody is being called when nobody is."""
    called = f"，正在叫{ROLES[calling]}" if calling else ""
    return joined(
        f"{times.clock(at)}已记下" + (f"，{short(taken_by, 12)}已接手" if taken_by else called),
        "先撤人到上风处，打119、120",
        f"再打{duty_phone}，发消息不能代替打电话" if duty_phone else "发消息不能代替打电话",
        "方便时回一句：什么事、伤没伤人",
    )


def group_line() -> str:
    """To a group in which an incident was posted, once."""
    return "已收到，值班室正在电话联系，后续请打电话报。"


def officer(
    event: Event, words: str, media: str = "", *, limit: datetime | None = None, skipped: Sequence[Circle] = ()
) -> str:
    """M37: to the duty officer, at once; ``skipped`` are the circles before theirs in which nobody can be called.

    ``limit`` is the end of the county's own minutes for a report by telephone, where it has set any.
    """
    rest = (
        event.contact,
        "看原话是哪家，打去核实，再回1接手" if event.account else "先打电话核实，再回1接手",
        f"电话上报最晚{times.clock(limit)}（本县设置）" if limit else "",
        f"{'、'.join(ROLES[one] for one in skipped)}没人能叫到，先叫您" if skipped else "",
    )
    head = _head(event)
    left = LINES - wrapped(head) - sum(map(bool, rest))
    quoted = short(f"原话：“{words}", COLUMNS * (2 if left > 1 else 1) - columns(media) - 3) + f"” {media}".rstrip()
    return fitted(head, quoted, *rest)


@dataclass(frozen=True)
class CalledFirst:
    """Who was called first and did not answer, and whom of them to call."""

    circle: Circle
    names: Sequence[str]
    contact: str = ""  # empty towards themselves

    @property
    def title(self) -> str:
        """值班员李明"""
        return ROLES[self.circle] + listed([short(name, 8) for name in self.names], 16, "等{}人")


def escalated(event: Event, minutes: int, silent: CalledFirst | None, county: str) -> str:
    """M38: to the next circle, and later to everybody; ``county`` is the number of the office above."""
    first = minutes < 5 and silent is not None and bool(silent.contact)
    who = silent.title if silent and first else ""
    call = f"，或打{short(silent.contact, 24)}" if silent and silent.contact else ""
    return fitted(
        _head(event),
        f"{who}{minutes}分钟没接手" if who else f"{_long(timedelta(minutes=minutes))}没人接手",
        f"请回1接手{call}",
        "" if first else event.contact,
        county_office(county) if county and minutes >= 10 else "",
    )


def county_office(county: str) -> str:
    """The county's general duty office, when nobody has an incident in hand for ten minutes."""
    return f"县总值班室 {county}"


def on_page(event: Event, age: timedelta) -> str:
    """On an open page, with a tone, until somebody has it in hand."""
    return f"{_head(event)}，{_long(age)}没人接手，先打{event.contact}"


def by_phone(event: Event, minutes: int, duty_phone: str, *, has_account: bool) -> str:
    """Beside M37 and M38 where a gateway rings telephones: a text or a voice to which nobody can answer."""
    call = f"值班室 {duty_phone}" if duty_phone else "值班室"
    return joined(
        _head(event),
        f"{_long(timedelta(minutes=minutes))}没人接手" if minutes else "",
        event.contact,
        "这条回不了，请到机器人私聊回1接手" if has_account else f"接手请打{call}",
        f"或打{call}" if has_account and duty_phone else "",
    )


def taken(event: Event, name: str, phone: str, at: datetime) -> str:
    """To everybody who was called: somebody has it in hand."""
    return f"{taken_by(name, phone, at)}｜{event.title}"


def taken_by(name: str, phone: str, at: datetime) -> str:
    """The answer to an officer who came second."""
    return f"{short(name, 12)}{times.clock(at)}已接手" + (f"，电话{phone}" if phone else "")


def yours(event: Event, at: datetime) -> str:
    """The answer to an officer who has it in hand already."""
    return f"您{times.clock(at)}已接手｜{event.title}"


def confirmed(event: Event, words: Sequence[str], at: datetime) -> str:
    """To whoever took it over: whom to call, what was said so far, and what to write."""
    return joined(
        short(f"{times.clock(at)}您已接手｜{event.title}", COLUMNS),
        short("原话：" + "；".join(f"“{one}”" for one in words), COLUMNS * 2) if words else "",
        event.contact,
        "先打电话，有情况就写：续报：…",
        "结束写：终报：…；误报就写：误报",
    )


def passed(at: datetime, to: CalledFirst | None, taken_by: str, duty_phone: str) -> str:
    """To the scene: to whom its further words have gone; where nobody can be reached it says so."""
    call = f"打{duty_phone}" if duty_phone else "打119、120"
    if taken_by:
        return joined(f"{times.clock(at)}已转给{short(taken_by, 12)}（已接手）", f"急事{call}")
    if to is None:
        return joined(f"{times.clock(at)}已记下，值班员联系不上", f"马上{call}")
    return joined(f"{times.clock(at)}已转给{to.title}", f"还没人接手，再{call}")


@dataclass(frozen=True)
class Word:
    """One thing that the scene said: when, who where it was not the reporter, and what."""

    at: datetime
    text: str
    who: str = ""
    media: str = ""
    recalled: bool = False

    @property
    def line(self) -> str:
        """03:09周全“阀门已关” 视频1, as it was said."""
        back = "撤回了" if self.recalled else ""
        words = f"“{self.text}”" if self.text else ""
        return f"{times.clock(self.at)}{self.who}{back}{words} {self.media}".strip()


@dataclass(frozen=True)
class Claim:
    """What the scene says about the end: that it is over, that nothing had happened, or that its words do not hold."""

    final: bool = False
    doubted: bool = False
    recalled: bool = False

    @property
    def title(self) -> str:
        """现场说没事"""
        if self.final:
            return "现场报终报"
        if self.recalled:
            return "现场撤回了原话"
        return "现场说没事" if self.doubted else "现场又报"


def said(event: Event, words: Sequence[Word], claim: Claim, *, is_taken: bool, is_over: bool = False) -> str:
    """What the scene said since, to whoever has it in hand, else to whoever is called first."""
    head = short(f"【突发】{event.title}，{claim.title}", COLUMNS * 2)
    return joined(
        head,
        *_as_said(words, LINES - 2 - wrapped(head)),
        event.contact,
        "" if is_over else _choice(claim, is_taken=is_taken),
    )


def _as_said(words: Sequence[Word], lines: int) -> list[str]:
    """The last words, as many lines as are left: the newest gets what the others do not need."""
    shown = words[-lines:]
    widths = [COLUMNS] * (len(shown) - 1) + [COLUMNS * (lines - len(shown) + 1)]
    return [short(word.line, width) for word, width in zip(shown, widths, strict=True)]


def _choice(claim: Claim, *, is_taken: bool) -> str:
    if not (claim.final or claim.doubted):
        return "" if is_taken else "先打电话核实，再回1接手"
    return f"先打电话：回1{'结束' if claim.final else '按误报结束'}，回2{'没结束' if is_taken else '接手'}"


def follow_up(event: Event, age: timedelta) -> str:
    """To whoever has it in hand, after 30 minutes and then every hour; the scene is never asked."""
    return joined(
        short(f"{_long(age)}了，请续报｜{event.title}", COLUMNS * 2),
        "写：续报：现场什么情况、伤没伤人",
        "结束写：终报：…；误报就写：误报",
        event.contact,
    )


def _long(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    if minutes < 60 or minutes == 90:
        return f"{minutes}分钟"
    return f"{hours}小时" + (f"{rest}分" if rest else "")


def noted(event: Event, at: datetime, *, is_taken: bool) -> str:
    """The receipt of an officer's follow-up."""
    return joined(f"续报已记 {times.clock(at)}｜{event.title}", "" if is_taken else "还没人接手，您来就回1")


def ended(event: Event, at: datetime, *, false_alarm: bool, age: timedelta, watched_until: date | None = None) -> str:
    """To the officer who ended it; ``watched_until`` is how long changed casualties are still to be reported."""
    if false_alarm:
        return f"{times.clock(at)}按误报结束｜{event.title}"
    until = f"{times.day(watched_until)}前伤亡有变化要补报，写：续报：…" if watched_until else ""
    return joined(_ended(event, at, age), until)


def _ended(event: Event, at: datetime, age: timedelta) -> str:
    return f"{times.clock(at)}已结束｜{event.title}，历时{_long(age)}"


def over(event: Event, at: datetime, name: str, *, false_alarm: bool) -> str:
    """To everybody who was called, where it ended before anybody had it in hand; and to who is too late to end it."""
    told = f"{short(name, 12)}{times.clock(at)}"
    return f"{told}核实是误报｜{event.title}" if false_alarm else f"{told}已结束｜{event.title}"


def goes_on(event: Event) -> str:
    """An officer answers that it is not over."""
    return f"没结束，继续处置｜{event.title}"


def which(events: Sequence[Event]) -> str:
    """Several incidents are open, and the officer named none."""
    listed_ones = (f"{number} {short(event.title, COLUMNS - 3)}" for number, event in enumerate(events[:4], 1))
    return joined("是哪一起？回数字：", *listed_ones)


def none_open() -> str:
    """An officer speaks of an incident, and none is open."""
    return "现在没有未结束的突发，新的直接写：哪家、什么事"


def officers_only(duty_phone: str) -> str:
    """Somebody wants to take over or end an incident who may not."""
    return "接手、结束由值班员、科长、领导来" + (f"，请打{duty_phone}" if duty_phone else "")


def opened(event: Event, at: datetime, called: str) -> str:
    """To an officer who was the first to write about it."""
    return joined(
        short(f"{times.clock(at)}已记下｜{event.title}", COLUMNS),
        f"正在叫{called}" if called else "",
        "您来处置就回1接手，没人接手会接着叫人",
    )


def anomaly(at: datetime, plant: str, kind: str, duty_phone: str) -> str:
    """The receipt of an anomaly."""
    return joined(
        f"已记下 {times.clock(at)}｜" + f"{short(plant, 18)} {kind}".strip(),
        f"有险情先打119、120，再打{duty_phone}" if duty_phone else "有险情先打119、120",
    )


def anomaly_officer(event: Event, words: str) -> str:
    """An anomaly, to the duty officer, once."""
    return joined(
        short(f"【异常】{times.clock(event.at)} {event.title}，未核实", COLUMNS * 2),
        short(f"原话：“{words}”", COLUMNS * 2),
        event.contact,
    )
