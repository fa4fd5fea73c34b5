"""What officers order: reminders, reviews, decisions, forms, broadcasts, key periods, proxy entries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.acts import (
    Act,
    Broadcast,
    ExportForm,
    KeyPeriodSet,
    ProxyEntry,
    Remind,
    Result,
    Span,
    TakeOver,
)
from handlers.understand import dates, faults, lexicon, named, results, spans
from handlers.understand.numbers import NUMBER, number
from handlers.understand.recognise.notices import forms_in
from handlers.understand.said import Said, because


def _orders(said: Said) -> bool:
    return said.officer and said.to_bot


_TELL = re.compile(r"(?:叫|让|喊|通知|告诉)[^,。;]{2,16}(?:补|报|发|交)(?!告)")


def _told_to(said: Said) -> str:
    """A named enterprise shall be told to send its report: 叫百川赶紧把昨晚的补上."""
    match = _TELL.search(said.text) if said.names and not said.hit("questions.proxy") else None
    return match.group() if match else ""


def remind(said: Said) -> Iterator[Act]:
    """Those who have not reported, or named ones, shall be reminded."""
    words = said.hit("questions.remind") or _told_to(said)
    if (
        not _orders(said)
        or not words
        or re.search(
            r"了吗|了没|过没|催了|提醒了|多少|几次|谁|(?:没|别|不用|不|未|无需|怎么|咋|如何)(?:去)?(?:催|提醒)",
            said.text,
        )
        or said.hit("questions.broadcast")
    ):
        return
    if not (said.hit("questions.remind_whom") or said.names or len(said.bare) <= 6):
        return
    clock = re.search(r"(?<!\d)([01]?\d|2[0-3]):([0-5]\d)|(?<!\d)([01]?\d|2[0-3])点", said.text)
    yield Remind(
        target="" if said.names else "unreported",
        enterprises=said.enterprises,
        at=f"{int(clock.group(1) or clock.group(3)):02d}:{clock.group(2) or '00'}" if clock else "",
        to_group=said.to_group,
        why=(because(words, "催没报的"),),
    )


def export_form(said: Said) -> Iterator[Act]:
    """A form is wanted as a file."""
    forms = forms_in(said.text)
    words = said.hit("questions.export")
    words = words or (forms[0] if forms and _is_form_alone(said) else "")
    if re.search(r"怎么|如何|咋|能不能|在哪", said.text):
        return
    if _orders(said) and words and (forms or re.search(r"导出|报表|表格|汇总表|台账", said.text)):
        yield ExportForm(forms=forms, span=spans.span(said.text, said.context.now), why=(because(words, "要表"),))


_OTHER_THING = re.compile(r"交|报了|填|未|没|谁|怎么|审|改|错|催|要求|格式|几|记得|及时|按时")
_LONGEST_NAME = 14


def _is_form_alone(said: Said) -> bool:
    """A form named with its day and nothing else: 今天的日报."""
    return len(said.bare) <= _LONGEST_NAME and not said.asks and not _OTHER_THING.search(said.text)


def broadcast(said: Said) -> Iterator[Act]:
    """Something shall be told to all enterprises."""
    words = said.hit("questions.broadcast")
    if _orders(said) and words and not said.asks:
        yield Broadcast(topic=_topic(said.text), text=said.text, why=(because(words, "发给各企业"),))


_TOPIC = re.compile(
    r"高温|暴雨|雷电|雷雨|大风|寒潮|降雪|大雪|台风|大雾|汛期|防汛|防火|春节|国庆|两会|检查|培训|会议|停电|演练"
)


def _topic(text: str) -> str:
    match = _TOPIC.search(text)
    return match.group() if match else ""


def key_period(said: Said) -> Iterator[Act]:
    """A key period shall begin and end."""
    words = said.hit("questions.key_period")
    if not _orders(said) or not words or said.asks or not said.hit("questions.key_begin"):
        return
    yield KeyPeriodSet(
        span=_from_to(said) or spans.span(said.text, said.context.now),
        times_per_day=_times(said.text),
        why=(because(words, "设重点时段"),),
    )


def _from_to(said: Said) -> Span | None:
    """From the first day that is named to the last."""
    named = [day.day for day in dates.days(said.text, said.context.now)]
    return Span(named[0], named[-1]) if len(named) > 1 and named[0] <= named[-1] else None


def _times(text: str) -> int | None:
    if re.search(r"早晚各", text):
        return 2
    if re.search(r"早中晚各", text):
        return 3
    match = re.search(rf"(?:每天|每日|一天|每晚)(?:报|巡|零报告)?(?P<n>{NUMBER})次", text)
    return number(match["n"]) if match else None


def proxy(said: Said) -> Iterator[Act]:
    """An officer enters the report of somebody who phoned: a round, or a zero report."""
    words = said.hit("questions.proxy")
    if not _orders(said) or not words or said.asks:
        return
    result, _ = results.result_of(said)
    days = dates.days(said.text, said.context.now)
    yield ProxyEntry(
        enterprise=said.enterprise,
        name=_reporter(said),
        result=result or (Result.HAZARD if faults.fault_in(said.text) or _FOUND.search(said.text) else None),
        time=_clock(said.text),
        report_date=days[0].day if days else None,
        zero=bool(said.hit("patrol.zero")),
        why=(because(words, "代录"),),
    )


_CLOCK = re.compile(
    rf"(?<!\d)(?P<h>[01]?\d|2[0-3])[:点时](?P<m>[0-5]\d)?(?P<half>半)?|(?P<said>{NUMBER})点(?P<said_half>半)?"
)


def _clock(text: str) -> str:
    """The time that is told: "02:10", "2点10分", "两点半"."""
    match = _CLOCK.search(text)
    hour = number(match["h"] or match["said"]) if match else None
    if match is None or hour is None or hour > 23:
        return ""
    minute = match["m"] or ("30" if match["half"] or match["said_half"] else "00")
    return f"{hour:02d}:{minute}"


_FOUND = re.compile(r"(?<![没无未])(?:有|发现)(?:\d{1,2}|[一二两三四五六])?[处个条]?隐患")
_MARKS = re.compile(r"[ ,。;:、\n!]+")


def _reporter(said: Said) -> str:
    """The first word that begins like a name once enterprise, order and result are taken out."""
    rest = said.text
    for match in said.names:
        rest = rest.replace(match.text, " ")
    taken = ("questions.proxy", "patrol.round", "patrol.normal", "patrol.day", "patrol.zero")
    rest = lexicon.pattern(*taken).sub(" ", rest)
    return next((name for word in _MARKS.split(rest) if (name := named.name_at(named.peeled(word)))), "")


def take_over(said: Said) -> Iterator[Act]:
    """An officer takes an incident in hand; it is said of oneself, as a clause of its own."""
    if not _orders(said) or said.asks:
        return
    own = lexicon.words("talk.take_over")
    words = next((clause.text for clause in said.clauses if clause.text.strip(" 了吧啊!的") in own), "")
    if words:
        yield TakeOver(why=(because(words, "接手"),))
