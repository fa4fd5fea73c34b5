"""What an officer has told to others: to whom, in which words, and by when an answer is wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from handlers.understand import clocks, dates
from handlers.understand.numbers import NUMBER, number
from models import calendar


@dataclass(frozen=True)
class Told:
    """A notice as it was dictated; without words of its own there is nothing to send yet."""

    to: str = ""
    says: str = ""
    until: datetime | None = None
    at_once: bool = False
    document: str = ""


_URGENT = r"(?P<urgent>(?:紧急|马上|立即|立刻|现在就?|赶紧|抓紧|加急)[,，]?)?"
_ASKED = r"(?:请|麻烦|帮我|帮忙|你|替我){0,2}"
_WHAT = r"(?:紧急|调度|会议){0,2}(?:通知|公告|通告|提醒|消息|通报)"
_TO = r"(?P<to{0}>[^:：,，。;；!！?？\n（）()]{{{1},40}}?)"
_VERBS = (
    rf"(?:给|向|跟|对){_TO.format(1, 1)}(?:(?:群发|发|推送?|转发?|下发|说)(?:一?[个条份则下声]){{0,2}}(?:{_WHAT})?"
    rf"|下(?:一?[个条份则])?{_WHAT})",
    rf"(?:群发|发布?|下发|下)(?:一?[个条份则])?{_WHAT}(?:给|到|至|,|，)?{_TO.format(2, 0)}",
    rf"(?:紧急)?(?:通知|转告|告知|知会|转发给|发给|提醒)(?:一?下|到|给)?{_TO.format(3, 0)}",
    rf"(?:群发|广播)(?:一?下)?(?:通知)?(?:给)?{_TO.format(4, 0)}",
)
#: 通知各企业：…, 发通知给加油站（明天12:00前回复）：…
_FRAME = re.compile(
    rf"\s*{_URGENT}{_ASKED}{_URGENT.replace('urgent', 'too')}(?:{'|'.join(_VERBS)})"
    r"(?:[（(](?P<aside>[^（）()\n]{1,40})[）)])?(?:,|，)?(?:内容|如下|就说|说)?\s*[:：]\s*(?P<says>\S[\s\S]*)\Z"
)
_DOCUMENT = re.compile(r"[（(]?(?P<no>[\u4e00-\u9fff]{1,12}[〔\[(（]\d{4}[〕\])）]\s?第?\d{1,5}号)[)）]?")


def document(text: str) -> str:
    """The number of the document that some words name: 许安委〔2026〕3号."""
    match = _DOCUMENT.search(text)
    return re.sub(r"^(?:依据|根据|按照|按|文号|见)+[:：为是]?", "", match["no"]) if match else ""


def framed(raw: str, now: datetime) -> Told | None:
    """A notice whose words stand behind a colon, as the officer wrote them."""
    match = _FRAME.match(re.sub(r"^(?:@[^\s@]{1,20}\s+){1,3}", "", raw.strip()))
    if match is None:
        return None
    to = next((match[f"to{number}"] for number in (1, 2, 3, 4) if match[f"to{number}"]), "")
    if not _is_addressee(to):
        return None
    urgent = bool(match["urgent"] or match["too"] or "紧急" in match.group()[: match.start("says")])
    return _told(to, match["says"], match["aside"] or "", now, at_once=urgent)


_NO_ADDRESSEE = re.compile(r"没(?:报|交|发|巡)|未(?:报|交|发|巡)|漏报|[是我]|时间|地点|内容")


def _is_addressee(to: str) -> bool:
    """Those who have not reported are reminded, which is another thing."""
    return not _NO_ADDRESSEE.search(to)


def loose(text: str, command: str, to: str, now: datetime) -> Told:
    """A notice whose words stand around the order to tell all: the text without that order."""
    before, _, behind = text.partition(command)
    kept = [part.strip(" ,，。;；:：、\n") for part in (before, behind)]
    says = "，".join(part for part in kept if part)
    if only := _ONLY_TO.fullmatch(says):
        to, says = only["to"], ""
    urgent = bool(re.search(r"紧急|马上|立即通知|现在就|加急", command))
    return _told(to, says, "", now, at_once=urgent)


_ONLY_TO = re.compile(r"(?:给|到|向)(?P<to>[^,，。:：\s]{1,20})")


def _told(to: str, says: str, aside: str, now: datetime, *, at_once: bool) -> Told:
    words, until = _without_deadline(says.strip(), now)
    if until is None and aside:
        _, until = _without_deadline(aside, now)
    document = _DOCUMENT.search(words)
    return Told(to.strip(), words, until, at_once, document["no"] if document else "")


# By when

_REPLY = (
    r"(?:回复|反馈|回报|回话|回执|回信|答复|确认|应答|上报|报来|报送|报(?:给?我|到?局里|过来|上来|回来)?"
    r"|回(?:一?下|一?声|一?句|一?个)?)"
)
_DEADLINE = re.compile(
    r"(?:请|并|均|都|务必|各?(?:企业|单位|家)){0,4}(?:于|在)?(?P<when>.{1,20}?)(?:之?前|以前|[之以]?内)"
    rf"(?:务必|都|全部|统一|须|要|必须|请|给){{0,4}}{_REPLY}(?P<more>.{{0,14}})"
)
#: No clause about an answer is longer.
_LONGEST = 60
_ENDS = " 。.!！;；\n"
_BREAK = re.compile(r"[,，。;；!！\n]")
#: Behind the reply these add nothing to what is said.
_ADDS_NOTHING = re.compile(
    r"(?:一?[下声句]|即可|就行|给我|到?(?:局里|群里|这里)|值班室|安监科|危化科|应急局|情况|了|吧|哦|啊){0,6}"
)
_LENGTH = re.compile(rf"(?P<n>{NUMBER}|半)个?(?P<half>半)?(?P<unit>小时|钟头|分钟|分)")
_PARTS = {"下班": time(18, 0), "中午": time(12, 0), "上午": time(12, 0), "晚上": time(20, 0), "今晚": time(20, 0)}
_DAY_ENDS = time(18, 0)
_AFTERNOON = 8


def _without_deadline(says: str, now: datetime) -> tuple[str, datetime | None]:
    """The words without their last clause where that says by when an answer is wanted; and that moment."""
    bare = says.rstrip(_ENDS)
    clause = _last_clause(bare, now)
    match = _DEADLINE.fullmatch(clause) if len(clause) <= _LONGEST else None
    until = moment(match["when"], now) if match else None
    if match is None or until is None:
        return says, None
    if not _ADDS_NOTHING.fullmatch(match["more"]) or not bare.endswith(clause):
        return says, until
    return bare[: len(bare) - len(clause)].rstrip(f" ,，{_ENDS}"), until


def _last_clause(words: str, now: datetime) -> str:
    """What stands behind the last mark, or behind a blank that does not part a day from its hour."""
    clause = words[max((match.end() for match in _BREAK.finditer(words)), default=0) :].strip()
    *before, last = clause.split(" ")
    day = before[-1] if before and len(before[-1]) <= 6 and dates.days(before[-1], now) else ""
    return f"{day} {last}".strip()


def moment(words: str, now: datetime) -> datetime | None:
    """The moment that words of a deadline name: 30分钟, 明天12:00, 18日下班; None where they name none."""
    if length := _LENGTH.fullmatch(words.strip()):
        return now + _long(length)
    day, clock = dates.due(words, now), clocks.first(words)
    part = next((at for word, at in _PARTS.items() if word in words), None)
    if clock is None and part is None:
        return calendar.at(day, _DAY_ENDS) if day else None
    base = day or calendar.today(now)
    if clock is None:
        return calendar.at(base, part or _DAY_ENDS)
    found = calendar.midnight(base) + clock.time
    return _afternoon(found, now) if day is None and part is None else found


def _long(length: re.Match[str]) -> timedelta:
    count = 0.5 if length["n"] == "半" else (number(length["n"]) or 0) + (0.5 if length["half"] else 0)
    return timedelta(minutes=count) if length["unit"].startswith("分") else timedelta(hours=count)


def _afternoon(found: datetime, now: datetime) -> datetime:
    """5点前, said after noon, is five in the afternoon; nobody means nine in the evening by 9点."""
    later = found + timedelta(hours=12)
    return later if found <= now < later and calendar.local(found).hour <= _AFTERNOON else found


# To whom

_GENERAL = re.compile(
    r"\A(?:所有|全体|全部|全县|全区|全市|辖区内?|县里|县域|各个?|每家?|每个|咱县|咱们?|我们|下面|底下|相关|有关|这些|那些|的|内)+"
)
_KIND = re.compile(
    r"(?:的|类|等)?(?:企业|单位|厂家|厂|公司|家|户|负责人|主要负责人|安全员|安全管理人员|成员|人员|们|同志|老板){1,6}\Z"
)
_EVERYBODY = {
    *("", "危化", "危化品", "危险化学品", "危化品经营", "企业", "各家", "各"),
    *("大家", "大伙", "大家伙", "大伙儿", "所有人", "全群", "群里"),
}
#: Those of major hazard sources.
MAJOR = frozenset({"重大危险源", "重大", "危险源", "构成重大危险源", "有重大危险源", "重点"})
_HOLDS = re.compile(r"\A(?:有|存放?有?|储存有?|存着|使用|用|生产|经营|涉及?|带|装)(?P<what>[^的]{1,12}?)的?\Z")
_LISTED = re.compile(r"[、,，和与及跟]|以及")


def parts(to: str) -> tuple[str, ...]:
    """Who is called, each without what says no more than all and enterprises; nothing where everybody is called."""
    cores = [_core(part) for part in _LISTED.split(to)]
    return tuple(dict.fromkeys(core for core in cores if core not in _EVERYBODY))


def _core(part: str) -> str:
    bare = _GENERAL.sub("", part.strip())
    return bare if bare in _EVERYBODY else _KIND.sub("", bare)


def held(core: str) -> str:
    """The goods that 有液氯的 names; empty where no goods are meant."""
    match = _HOLDS.match(core)
    return match["what"] if match else ""


_SHIFTING = re.compile(r"今[天日晚夜早]|明[天日晚早]|后天|昨[天日晚]|今明两天|本周|这周|下周")


def shifting(words: str) -> str:
    """A word that means another day when it is read on another day; empty where there is none."""
    match = _SHIFTING.search(words)
    return match.group() if match else ""


def dated(words: str, now: datetime) -> str:
    """Words with the dates instead of 明天: they are read on another day too."""
    for day in reversed(dates.days(words, now)):
        if day.relative:
            words = f"{words[: day.start]}{day.day.day}日{words[day.end :]}"
    return words
