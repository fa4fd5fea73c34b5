"""Notices and warnings of the weather: what is to be told, taken back or lifted, and who has not answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from handlers.acts import Act, AskNotice, Broadcast, CancelNotice, IssueWarning, LiftWarning
from handlers.understand import addressed, clauses, dates
from handlers.understand.recognise import broadcasts, hazards, incidents
from handlers.understand.said import Said, because
from models import calendar


def dictated(said: Said) -> Iterator[Act]:
    """A notice whose words stand behind a colon: what they say is said to others, unless it is news of an accident.

    Example: officer "通知各企业：明天10点开视频会，明天12:00前回复" -> Broadcast
    """
    told = addressed.framed(said.raw or said.text, said.context.now) if _ordered(said) else None
    if told is None:
        return
    named = said.context.register.find(told.to)
    if named and any(hazards.hazard(said)):
        return  # what is wrong at one of them is handed over to it 交办
    yield Broadcast(
        topic=broadcasts.topic(said.text),
        text=said.text,
        to=told.to,
        named=tuple(match.candidates[0] for match in named if len(match.candidates) == 1),
        says=told.says,
        until=told.until,
        at_once=told.at_once,
        document=told.document,
        why=(because(told.to or "群发", "冒号后面的话发给他们"),),
    )
    if not broadcasts.is_warning(said.text):
        yield from incidents.incident(said)


def _ordered(said: Said) -> bool:
    return said.officer and said.to_bot


# Warnings of the weather

_ISSUE = re.compile(
    r"\A(?:请|麻烦|帮我|现在|马上|立即)?(?:发布|发出|启动|签发|生效|发(?:一?个|一?条)?|升级(?:为|到|成)|改发|改为)"
    r"(?:(?:省|市|县|区)?气象[台局站](?:的|发布的)?)?"
    r"(?P<weather>[\u4e00-\u9fff]{2,6}?)(?P<colour>[红橙黄蓝]色?)?(?:等级)?(?:天气)?预警(?:信号)?(?=[,。;:!\s]|\Z)"
)
_NO_WEATHER = re.compile(r"通知|给|各|企业|隐患|事故|风险|应急")
_SOURCE = re.compile(
    r"(?P<source>[^,。;:!\s]{0,10}(?:气象[台局站]|气象部门|气象服务中心|指挥部|防汛办))(?:发布|通知|消息)?"
)
_ENDS = re.compile(r"\A(?:持续|有效期?|截止)?(?:到|至)(?P<when>[^,。;!]{1,16}?)(?:结束|解除|为止|止|前)?\Z")


def issue(said: Said) -> Iterator[Act]:
    """A warning of the weather is told to those whom it concerns.

    Example: officer "发布高温橙色预警，明天最高38度，县气象台" -> IssueWarning
    """
    match = _ISSUE.match(said.text) if _ordered(said) and not said.asks else None
    if match is None or _NO_WEATHER.search(match["weather"]):
        return
    rest = said.text[match.end() :]
    source, ends = _SOURCE.search(rest), _end(rest, said.context.now)
    yield IssueWarning(
        topic=match["weather"],
        weather=match["weather"],
        colour=(match["colour"] or "")[:1],
        detail=_detail(rest, said.context.now),
        source=source["source"] if source else "",
        until=ends,
        why=(because(match.group(), "发给相关企业的天气预警"),),
    )


def _detail(rest: str, now: datetime) -> str:
    """What is expected, with dates instead of 明天: it is read on another day too."""
    told = [clause.text.strip(" :") for clause in clauses.split(rest)]
    kept = [one for one in told if one and not _SOURCE.fullmatch(one) and not _ENDS.match(one)]
    return "，".join(addressed.dated(one, now) for one in kept)


def _end(rest: str, now: datetime) -> datetime | None:
    """When it ends: as it is said, else with the last day that is named."""
    told = [match for clause in clauses.split(rest) if (match := _ENDS.match(clause.text.strip()))]
    if told:
        return _day_end(told[0]["when"], now) or addressed.moment(told[0]["when"], now)
    return _day_end(rest, now)


def _day_end(words: str, now: datetime) -> datetime | None:
    named = [] if re.search(r"\d[点时:]", words) else dates.days(words, now)
    return calendar.midnight(max(day.day for day in named) + timedelta(days=1)) if named else None


_LIFT = re.compile(
    r"(?:解除|取消|撤销|结束)(?:了)?(?P<before>[\u4e00-\u9fff]{2,6}?)(?:[红橙黄蓝]色?)?(?:天气)?预警"
    r"|(?P<behind>[\u4e00-\u9fff]{2,6}?)(?:[红橙黄蓝]色?)?(?:天气)?预警(?:信号)?(?:已经?|可以)?(?:解除|取消|撤销|结束)"
)


def lift(said: Said) -> Iterator[Act]:
    """A warning of the weather is over.

    Example: officer "解除高温预警" -> LiftWarning
    """
    match = _LIFT.match(said.text) if _ordered(said) and not said.asks else None
    if match:
        yield LiftWarning(weather=match["before"] or match["behind"], why=(because(match.group(), "预警解除"),))


# Answers

_ANSWER = r"(?:回复|反馈|答复|回话|回信|应答|回执|确认|回(?![来去家厂头归])|应(?=\Z))"
_WHO = r"(?:还有)?(?:谁家?|哪(?:些|几)?家?(?:企业|单位)?|几家|多少家|多少企业)(?:还|都)?"
_NONE = r"(?:没(?:有)?|未)(?:人)?"
_SILENT = re.compile(rf"{_WHO}{_NONE}{_ANSWER}|{_NONE}{_ANSWER}(?:复|应|的|通知)*(?:有|是)?(?:谁|哪|几家|多少家|企业)")
_COUNTED = re.compile(
    rf"{_ANSWER}(?:了|到|上来)?(?:有)?(?:几|多少)(?:家|个|户|了)?|(?:几|多少)(?:家|个|户)(?:企业)?(?:已经?)?{_ANSWER}了?"
    r"|(?:通知|预警|公告|调度)[^,。;]{0,8}(?:回复|反馈|答复|回执)(?:情况|率|进度|名单)|(?:回复|反馈|回执)(?:情况|进度)"
)
_WORDS = re.compile(
    rf"(?:都|各家|企业|他们)?(?:怎么|咋){_ANSWER}的|{_ANSWER}(?:了|的)?(?:些)?(?:什么|啥)|(?:回复|反馈|回执)(?:内容|明细)"
)
_OF_NOTICE = re.compile(
    r"(?P<topic>[\u4e00-\u9fff]{2,8}?)(?:[红橙黄蓝]色?)?(?:天气)?(?:的)?(?:预警|通知|公告|调度|会议)"
)
_OTHER = re.compile(r"隐患|整改|复查|夜巡|零报|延期|举报|YH-")


def asked(said: Said) -> Iterator[Act]:
    """Who has answered a notice, and who has not.

    Example: officer "高温预警谁没回" -> AskNotice topic=高温
    """
    if not _ordered(said) or said.names or _OTHER.search(said.text):
        return
    words, silent = _WORDS.search(said.text), _SILENT.search(said.text) or _COUNTED.search(said.text)
    match = words or silent
    if match:
        why = (because(match.group(), "问通知的回复"),)
        yield AskNotice(topic=_topic(said.text), words=bool(words), why=why)


_CANCEL = re.compile(
    r"(?:撤回|取消|作废|收回|撤销|撤掉)(?:了)?(?:刚才|刚刚|方才|刚发|上一?[个条]|那[个条]|这[个条]|昨天|今天|前面|发|的|了){0,5}"
    r"(?P<topic>[^,。;:撤取作]{0,12}?)(?:通知|公告|群发|广播)(?!书|单)"
    r"|把?(?P<about>[^,。;:]{0,12}?)(?:通知|公告|群发)(?:先)?(?:撤回|作废|收回|撤销|撤了|取消)(?:了|吧)?\Z"
)


_LATELY = re.compile(r"刚才|刚刚|刚发|上一?[个条]|那[个条]|这[个条]|昨天|今天|前面|[发的了]")


def cancelled(said: Said) -> Iterator[Act]:
    """A notice that was sent is taken back.

    Example: officer "撤回刚才的通知" -> CancelNotice
    """
    match = _CANCEL.match(said.text) if _ordered(said) and not said.asks else None
    if match:
        topic = _LATELY.sub("", match["topic"] or match["about"] or "")
        yield CancelNotice(topic=topic, why=(because(match.group(), "通知撤回"),))


def _topic(text: str) -> str:
    match = _OF_NOTICE.search(text)
    topic = match["topic"] if match else ""
    return "" if re.search(r"谁|哪|几家|多少|这个|那个|刚才|刚发|昨天|今天|紧急", topic) else topic
