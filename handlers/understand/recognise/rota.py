"""What is said about the rota: who has it, who swaps with whom, who is put in, how often each has served."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from handlers.acts import Act, AnswerSwap, AskContacts, AskDuty, AskServed, CheckContacts, PutIn, Span, SwapShift
from handlers.understand import dates, feasts, spans
from handlers.understand.numbers import NUMBER, number
from handlers.understand.recognise.ledger import period_behind
from handlers.understand.said import Said, because

_DUTY_TOPIC = re.compile(r"谁|电话|值班表|安排|\A.{0,6}带班领导\Z|\A.{0,6}值班领导\Z")
_TOLD = re.compile(r"好了|已|调整|更新|改成|换成|换了|不在|请假")


def duty(said: Said) -> Iterator[Act]:
    """Who is on duty, or who leads.

    Example: officer "明晚值班电话多少" -> AskDuty subject=duty
    """
    if said.officer and not said.to_bot:
        return
    words = said.hit("questions.duty")
    headline = period_behind(said) in ("值班", "带班")
    topic = headline or (_DUTY_TOPIC.search(said.text) and not _TOLD.search(said.text))
    words = words or ("值班" if headline else "")
    if not words or not (said.asks or topic):
        return
    span = _span(said)
    yield AskDuty(
        at=span.start if span else None,
        until=span.end if span and span.end > span.start else None,
        evening=bool(re.search(r"晚|夜", said.text)),
        leader=bool(said.hit("questions.leader")),
        why=(because(words, "问值班"),),
    )


# Days that lie ahead

_FEAST = re.compile(rf"(?P<name>{'|'.join(feasts.HOLIDAYS)}|十一)(?!月)(?:节)?(?P<day>当天|那天|当日|当晚|那晚)?")
_NEXT_WEEK = re.compile(r"下(?:个)?(?:周|星期|礼拜)(?![一二三四五六日天末])")
_THIS_WEEK = re.compile(r"(?:本|这|这个)(?:周|星期|礼拜)(?![一二三四五六日天末])")
_WEEK_END = re.compile(r"(?P<next>下)?(?:个)?(?:本|这)?(?:周|星期|礼拜)末|双休日?")
_DAYS = re.compile(rf"(?:未来|接下来|往后|后面|后|这|近)(?P<n>{NUMBER}|几)天")
_MONTH = re.compile(r"(?P<which>本|这个?|下个?)月(?!\d)")
_SOME_DAYS = 7


def _span(said: Said) -> Span | None:
    """The days that a question about duty names: they lie ahead, a weekday too."""
    today = dates.calendar_day(said.context.now)
    found = _feast(said.text, today) or _week(said.text, today)
    if found:
        return found
    named = dates.days(said.text, said.context.now)
    if named and re.search(r"周|星期|礼拜", said.text):
        day = dates.due(said.text, said.context.now) or named[0].day
        return Span(day, day)
    several = spans.several(said.text, said.context.now)
    if several:
        return several
    if named:
        return Span(named[0].day, named[0].day)
    return _length(said.text, today)


def _feast(text: str, today: date) -> Span | None:
    match = _FEAST.search(text)
    if match is None:
        return None
    name = "国庆" if match["name"] == "十一" else match["name"]
    known = (feasts.off(name, year) for year in (today.year, today.year + 1))
    days = next((found for found in known if found and found[1] >= today), None)
    if days is None:
        return None
    return Span(days[0], days[0]) if match["day"] else Span(*days)


def _week(text: str, today: date) -> Span | None:
    monday = today - today.weekday() * dates.ONE
    if match := _WEEK_END.search(text):
        saturday = monday + (12 if match["next"] else 5) * dates.ONE
        return Span(max(saturday, today), saturday + dates.ONE)
    if _NEXT_WEEK.search(text):
        return Span(monday + 7 * dates.ONE, monday + 13 * dates.ONE)
    return Span(today, monday + 6 * dates.ONE) if _THIS_WEEK.search(text) else None


def _length(text: str, today: date) -> Span | None:
    if match := _DAYS.search(text):
        count = number(match["n"]) or _SOME_DAYS
        return Span(today, today + (count - 1) * dates.ONE)
    if match := _MONTH.search(text):
        first = dates.next_month(today.replace(day=1)) if match["which"].startswith("下") else today
        return Span(first, dates.month_end(first))
    return None


_SERVED = re.compile(
    r"(?:谁|每人|每个人|各人|各自|大家|都|人均|几个人)[^,。;]{0,6}(?:值|带)(?:了|过)?(?:夜|带)?(?:班)?(?:了|过)?(?:几|多少)(?:次|个|天|回|班|趟)"
    r"|(?:值班|带班|排班)(?:次数|天数|统计|数量统计|汇总|均衡)|谁(?:的)?(?:值|带)(?:班)?(?:值)?[得的](?:最)?[多少]"
    r"|(?:值|带)(?:了|过)(?:几|多少)(?:次|个|回)(?:夜)?班"
)


def served(said: Said) -> Iterator[Act]:
    """How many shifts each has had.

    Example: officer "这个月谁值了几次班" -> AskServed
    """
    match = _SERVED.search(said.text)
    if match and said.officer and said.to_bot and len(said.bare) <= _LONGEST:
        yield AskServed(span=spans.span(said.text, said.context.now), why=(because(match.group(), "问值班次数"),))


# Swaps

_LONGEST = 30
_DAY = "@"
_THERE = r"(?:那天|当天|这天|晚上|夜里|白天|的)*"
_AT = rf"(?:{_DAY}{_THERE})?"
_DUTY = r"(?:值?夜?班|带班|白班|值)?"
_END = r"(?:吧|了|哈|啊|可以|行)?"


def _name(group: str) -> str:
    return rf"(?P<{group}>我|[\u4e00-\u9fff]{{2,4}}?)"


_EXCHANGE = re.compile(
    rf"{_AT}{_DUTY}(?:申请|想|要)?(?:{_name('a')})?(?:想|要|申请)?(?P<first>{_AT}){_DUTY}(?:想|要)?(?:和|跟|与|同){_name('b')}"
    rf"(?P<second>{_AT}){_DUTY}(?:商量好|说好)?(?:对|互|调|倒)?(?:换|调)(?:一下|一换|个|一?次)?{_AT}{_DUTY}{_END}{_AT}"
)
_INSTEAD = re.compile(
    rf"{_AT}{_DUTY}(?:请|让|由|叫|找|安排|麻烦)?{_name('takes')}(?:来|去)?{_AT}(?:来|去)?(?:帮)?(?:替|代替|顶替|代|顶)"
    rf"(?:一下)?{_name('gives')}{_AT}(?:值|带|顶|上|代)?(?:一?天|一?下|一?个)?{_AT}{_DUTY}{_END}"
)
_GIVEN = re.compile(
    rf"{_AT}{_name('gives')}{_AT}(?:的)?(?:值?夜?班|带班|白班)(?:请|让|由|叫|找|给)?{_name('takes')}(?:来)?(?:替|代|顶|值|上)(?:一?下)?{_END}"
)
_PUT_IN = re.compile(
    rf"(?:{_DAY}{_THERE}(?:由|让|安排|排|请)?{_name('before')}|{_name('behind')}{_DAY}{_THERE})(?P<what>值夜?班|带班){_END}"
)
_NOBODY = re.compile(r"[谁哪他她们吗呢替代换和跟与]|什么|怎么|几个|有人|没人|领导|企业|电话|值班|带班")
_ANSWER = re.compile(r"(?:我)?(?P<no>不|没法|不能)?(?:同意|愿意|可以|答应)?(?:换|替)(?P<shift>班)?(?:的|吧|了|哈)?")


def swap(said: Said) -> Iterator[Act]:
    """Two of the bureau swap, or one stands in for another.

    Example: officer "3月20日周宁替我值班" -> SwapShift
    """
    if not (said.officer and said.to_bot) or said.asks or len(said.bare) > _LONGEST + 10:
        return
    text, days = _marked(said)
    named = bool(days) or "班" in text
    if (match := _EXCHANGE.fullmatch(text)) and "班" in said.text and _are_names(match["a"] or "我", match["b"]):
        first, second = (days[0] if days else None), (days[1] if len(days) > 1 else None)
        names = (_own(match["a"] or ""), _own(match["b"]))
        yield SwapShift(first, *names, exchange=True, other_day=second, why=(because("换", "两人换班"),))
        return
    match = _INSTEAD.fullmatch(text) or _GIVEN.fullmatch(text)
    if match and named and _are_names(match["gives"], match["takes"]):
        gives, takes = _own(match["gives"]), _own(match["takes"])
        yield SwapShift(days[0] if days else None, gives, takes, why=(because("替", "替别人值班"),))


def _marked(said: Said) -> tuple[str, list[date]]:
    """The words with a mark in place of each day, and those days; they lie ahead."""
    text = re.sub(r"[\s,。!;:、]", "", said.text)
    today = dates.calendar_day(said.context.now)
    found = dates.days(text, said.context.now)
    for day in reversed(found):
        text = text[: day.start] + _DAY + text[day.end :]
    return text, [_ahead(day, today) for day in found]


def _ahead(day: dates.Day, today: date) -> date:
    """A weekday without its week, and a bare number that has gone by, are those that come next."""
    if day.day >= today or day.relative:
        return day.day
    if dates.BARE_NUMBER.fullmatch(day.words):
        return dates.next_month(day.day)
    return day.day + 7 * dates.ONE if re.match(r"周|星期|礼拜", day.words) else day.day


def _are_names(*names: str) -> bool:
    return not any(_NOBODY.search(name) for name in names)


def _own(name: str) -> str:
    """Empty for whoever speaks."""
    return "" if name == "我" else name


def answer(said: Said) -> Iterator[Act]:
    """同意换班, 不同意换班: the word of whoever was asked.

    Example: officer "同意换班" -> AnswerSwap
    """
    text = re.sub(r"[\s,。!]", "", said.text)
    match = _ANSWER.fullmatch(text)
    if match and said.officer and said.to_bot and (match["shift"] or "同意" in text):
        yield AnswerSwap(agreed=not match["no"], why=(because(text, "答复换班"),))


def put_in(said: Said) -> Iterator[Act]:
    """Somebody is put into the rota of a day.

    Example: officer "3月23日周宁值班" -> PutIn
    """
    if not (said.officer and said.to_bot) or said.asks:
        return
    text, days = _marked(said)
    match = _PUT_IN.fullmatch(text)
    name = (match["before"] or match["behind"]) if match else ""
    if match and len(days) == 1 and _are_names(name):
        yield PutIn(days[0], _own(name), leads=match["what"] == "带班", why=(because(match["what"], "排班"),))


# Whether everybody can be reached

_TEST = re.compile(
    r"(?:请)?(?:做|搞|来|发起|开始|进行|开展|发)?(?:一?次|一?个|一?下)?(?:联络|联系|通讯|通信|通联|值班联络)(?:测试|抽查|检查)(?:一下|吧)?"
)
_RESULT = re.compile(
    r"(?:看看?|查看?)?(?:上次|这次|最近)?(?:的)?(?:联络|联系|通讯|通信|通联)(?:测试|抽查|检查)(?:的)?(?:结果|情况|怎么样|谁没回|谁没通)(?:了)?"
)


def contacts(said: Said) -> Iterator[Act]:
    """联络测试, and its result.

    Example: officer "联络测试" -> CheckContacts
    """
    if not (said.officer and said.to_bot):
        return
    text = re.sub(r"[\s,。!?]", "", said.text)
    if _TEST.fullmatch(text):
        yield CheckContacts(why=(because(text, "联络测试"),))
    elif _RESULT.fullmatch(text):
        yield AskContacts(why=(because(text, "问联络测试结果"),))
