"""Key periods: from when until when, and how often a day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from handlers.acts import Act, AskKeyPeriod, KeyPeriodCancel, KeyPeriodSet, Span
from handlers.understand import dates, spans
from handlers.understand.numbers import NUMBER, number
from handlers.understand.recognise import broadcasts
from handlers.understand.said import Said, because

_KEY = re.compile(
    r"(?:重点|特殊|敏感|特护|特别防护|战时|关键|重要)(?:时段|时期|期|状态|时间段|阶段|节点|防护期)|特护期|战时状态"
)
_BEGINS = re.compile(
    r"进入|启动|设|开始|转入|启用|执行|从|按|实行|纳入|列为|定为|算|作为|起|到|至|期间|调成|改成|开启|切换|一天"
    r"|每天|每日"
)
_NO_KEY = re.compile(r"取消|结束了|什么时候|啥时候|解除|不(?:用|再|是)")


def key_period(said: Said) -> Iterator[Act]:
    """A key period shall begin and end.

    Example: officer "国庆期间进入重点时段" -> KeyPeriodSet
    """
    match = _KEY.search(said.text)
    ranged = spans.in_range(said.text, said.context.now)
    words = said.hit("questions.key_period") or (match.group() if match else "") or (_often(said) if ranged else "")
    begins = ranged or _BEGINS.search(said.text)
    if not (said.officer and said.to_bot) or not words or said.asks or not begins or _NO_KEY.search(said.text):
        return
    yield KeyPeriodSet(
        span=_ahead(said, spans.span(said.text, said.context.now) if ranged else _from_to(said)),
        times_per_day=_times(said.text),
        why=(because(words, "设重点时段"),),
    )


_TAKES_BACK = re.compile(r"取消|解除|撤销|撤掉|不设|提前结束|结束掉|作废")


def key_period_cancel(said: Said) -> Iterator[Act]:
    """The key period that is set shall not be, or end now.

    Example: officer "取消重点时段" -> KeyPeriodCancel
    """
    match, back = _KEY.search(said.text), _TAKES_BACK.search(said.text)
    if said.officer and said.to_bot and match and back and not said.asks:
        yield KeyPeriodCancel(why=(because(match.group(), "重点时段"), because(back.group(), "取消")))


_ABOUT = re.compile(
    r"到(?:哪一?天|几号|几月几|什么时候|啥时候|何时)|(?:什么|啥)时候|哪一?天|几号|还(?:有|剩)(?:几|多少)天|几天|多久"
    r"|是不是|有没有|是.{0,6}[吗么]|[吗么嘛]\Z|结束(?:了?没|了吗)|开始(?:了?没|了吗)|要求"
)
_SHOW = re.compile(r"(?:看|查|查看|看看|查查|问问)(?:一?下)?(?:现在的|当前的?|这次的?)?\Z")


def key_period_asked(said: Said) -> Iterator[Act]:
    """Whether a key period runs, and until when.

    Example: officer "重点时段到哪天" -> AskKeyPeriod
    """
    match = _KEY.search(said.text)
    if match is None or not said.to_bot or len(said.text) > _SHORT or said.names:
        return
    before, after = said.text[: match.start()], said.text[match.end() :]
    asked = _ABOUT.search(after) or _ABOUT.search(before) or _SHOW.search(before)
    if asked and not _NOT_OF_DAYS.search(said.text):
        yield AskKeyPeriod(why=(because(match.group(), "重点时段"), because(asked.group(), "问")))


#: A longer sentence speaks of something else besides.
_SHORT = 20
_NOT_OF_DAYS = re.compile(r"谁|哪家|哪些|几家|多少家|没报|能不能|可以|动火|作业|隐患|取消|提前")


_GUARD = re.compile(r"保障|安保|维稳|加密|特防|值守|护航|备勤|防护|管控|报告|报送|巡|零报|报(?![警废修])")


def _often(said: Said) -> str:
    """From a day to another, so often a day: that is a key period without its name, unless all are told so."""
    if said.names or broadcasts.to_all(said) or not _times(said.text):
        return ""
    match = _GUARD.search(said.text)
    return match.group() if match else ""


_LONG_AGO = timedelta(days=90)
_YEAR = re.compile(r"20\d\d|[去前上今]年")


def _ahead(said: Said, span: Span | None) -> Span | None:
    """What is set lies ahead: months that have gone by are those of the next year."""
    if span is None or said.today - span.end < _LONG_AGO or _YEAR.search(said.text):
        return span
    start, end = (dates.make(day.year + 1, day.month, day.day) for day in (span.start, span.end))
    return Span(start, end) if start and end else span


def _from_to(said: Said) -> Span | None:
    """From the first day that is named to the last; a single one with the period it names."""
    named = [day.day for day in dates.days(said.text, said.context.now)]
    if len(named) > 1:
        return Span(min(named), max(named))
    return spans.span(said.text, said.context.now)


_TIMES = re.compile(
    rf"(?:每天|每日|一天|一日|每晚|一晚|每夜|一夜|日|天|每班)(?:都|要|得|各|必须|至少|最少|零报告|夜巡|报送|上报|报告"
    rf"|报|巡查|巡|发"
    rf"|按|不少于|再|加巡|加报|加查|增加|多巡|多报)*(?P<n>{NUMBER})(?:次|报|回|遍|趟|巡)"
)


_DAY_PART = (
    r"(?:凌晨|清早|清晨|早[上晨间]?|上午|中午|午间|下午|午后|傍晚|晚[上间]?|夜[里间晚]?|半夜|[前后]半夜|睡前|零点|中)"
)
_PART_OF_DAY = re.compile(_DAY_PART)
#: 早中晚夜各报1次, 上午、下午、晚上都要报.
_PARTS_EACH = re.compile(
    rf"(?P<parts>(?:{_DAY_PART}[、,和跟及与 ]?){{2,8}})(?:各|都|均|分别)"
    r"(?:要|得|须|必须)?(?:巡查|零报告|上报|报送|报|巡|发)?"
    rf"(?:(?P<n>{NUMBER})(?:次|报|回|遍|趟))?"
)


def _times(text: str) -> int | None:
    """How often a day: 早晚各, 早中晚, 一天三报, 每天报两次."""
    if listed := _PARTS_EACH.search(text):
        each = number(listed["n"]) if listed["n"] else 1
        return len(_PART_OF_DAY.findall(listed["parts"])) * (each or 1)
    if re.search(r"早[、,和]?(?:上)?[、,和]?(?:中|午)(?:午)?[、,和]?晚", text):
        return 3
    if re.search(
        r"早上?[一1]?(?:报|次)[^,。;]{0,2}晚上?[一1]?(?:报|次)|"
        r"早[、,和]?晚(?:各|都|两|2|一次|报)|早上?[、,和跟]?(?:各|到)?[、,和跟]?晚上?(?:都|各|得|要|一|报)"
        r"|上午[、,和跟]?(?:下午|晚上)(?:各|都)|早晚",
        text,
    ):
        return 2
    match = _TIMES.search(text)
    if match:
        return number(match["n"])
    hours = re.search(rf"每(?:隔)?(?P<h>{NUMBER})(?:个)?(?:小时|钟头)(?:报)?(?:一|1)?(?:次|报|遍)?", text)
    value = number(hours["h"]) if hours else None
    return 24 // value if value else None
