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
    TakeOver,
)
from handlers.understand import dates, lexicon, named, results, spans
from handlers.understand.numbers import NUMBER, number
from handlers.understand.recognise.notices import forms_in
from handlers.understand.recognise.queries import to_group
from handlers.understand.said import Said, because


def _orders(said: Said) -> bool:
    return said.officer and said.to_bot


def remind(said: Said) -> Iterator[Act]:
    """Those who have not reported, or named ones, shall be reminded."""
    words = said.hit("questions.remind")
    if (
        not _orders(said)
        or not words
        or re.search(r"了吗|了没|过没|催了|提醒了|多少|几次|谁", said.text)
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
        to_group=to_group(said),
        why=(because(words, "催没报的"),),
    )


def export_form(said: Said) -> Iterator[Act]:
    """A form is wanted as a file."""
    forms = forms_in(said.text)
    words = said.hit("questions.export")
    if _orders(said) and words and (forms or re.search(r"导出|报表|表格|汇总表|台账", said.text)):
        yield ExportForm(forms=forms, span=spans.span(said.text, said.context.now), why=(because(words, "要表"),))


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
        span=spans.span(said.text, said.context.now),
        times_per_day=_times(said.text),
        why=(because(words, "设重点时段"),),
    )


def _times(text: str) -> int | None:
    if re.search(r"早晚各", text):
        return 2
    if re.search(r"早中晚各", text):
        return 3
    match = re.search(rf"(?:每天|每日|一天|每晚)(?:报|巡|零报告)?(?P<n>{NUMBER})次", text)
    return number(match["n"]) if match else None


def proxy(said: Said) -> Iterator[Act]:
    """An officer enters the report of somebody who phoned."""
    words = said.hit("questions.proxy")
    if not _orders(said) or not words or re.search(r"怎么|咋|如何|能不能", said.text):
        return
    result, _ = results.result_of(said)
    clock = re.search(r"(?<!\d)([01]?\d|2[0-3]):([0-5]\d)", said.text)
    yield ProxyEntry(
        enterprise=said.enterprise,
        name=_reporter(said),
        result=result,
        time=f"{int(clock.group(1)):02d}:{clock.group(2)}" if clock else "",
        report_date=days[0].day if (days := dates.days(said.text, said.context.now)) else None,
        why=(because(words, "代录"),),
    )


_PERSON = re.compile(r"(?<![\u4e00-\u9fff])(?P<name>[\u4e00-\u9fff]{2,4})(?![\u4e00-\u9fff])")


def _reporter(said: Said) -> str:
    """The word that is left alone once enterprise, order and result are taken out."""
    rest = said.text
    for match in said.names:
        rest = rest.replace(match.text, " ")
    rest = lexicon.pattern("questions.proxy", "patrol.round", "patrol.normal", "patrol.day").sub(" ", rest)
    return next((match["name"] for match in _PERSON.finditer(rest) if named.is_name(match["name"])), "")


def take_over(said: Said) -> Iterator[Act]:
    """An officer takes an incident in hand."""
    words = said.hit("talk.take_over")
    if _orders(said) and words and len(said.bare) <= 8 and not said.asks:
        yield TakeOver(why=(because(words, "接手"),))
