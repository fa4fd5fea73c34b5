"""What officers order: reminders, forms, entries for others, and that they take something in hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from handlers.acts import (
    Act,
    AnswerByPhone,
    ExportForm,
    ProxyEntry,
    Remind,
    Result,
    Span,
    TakeOver,
)
from handlers.understand import clocks, dates, faults, lexicon, named, refs, results, sending, spans
from handlers.understand.numbers import NUMBER, number
from handlers.understand.recognise.broadcasts import TOLD_ALREADY, to_all
from handlers.understand.recognise.notices import forms_in
from handlers.understand.said import Said, because


def _orders(said: Said) -> bool:
    return said.officer and said.to_bot


# Reminding

_TELL = re.compile(r"(?:叫|让|喊|通知|告诉)[^,。;]{2,16}(?:补|报|发|交|传|巡)(?!告)|跟[^,。;]{2,12}说(?:一?声|一?下)")
_REMINDS = re.compile(
    r"催|提醒|提个醒|提一?下醒|督促|敲打|点点(?=他|它|这|那|企业)|(?:吆喝|喊|叫|吼|通知|叮嘱|嘱咐|点|艾特|@|招呼"
    r"|知会|说|戳|警示"
    r"|敦促)(?:他们|它们|这几家|一?下|一?遍|一?声|一圈|几声|两声|着点|起来)"
    r"|(?:挨个|逐个|逐家|分别|统一|再|都|给我|赶紧|马上|抓紧)(?:去)?(?:催|喊|叫|通知|提醒|打电话|联系)|打(?:个"
    r"|一下)?电话|发(?:个|一?下|一?条)?(?:催报|催办|提示)"
)
_NO_ORDER = re.compile(
    r"了吗|了没|过没|催了|提醒了|多少|几次|谁(?!没|未|还)|正在|(?:没|别|不用|不|未|无需|怎么|咋|如何|先别"
    r"|甭)(?:再|去|要)?(?:催"
    r"|提醒|喊|通知)|(?:催|提醒)过"
)


#: Whoever it is: 谁没报催谁, 差谁喊谁.
_CALLS = r"(?:催|喊|叫|提醒|通知|联系|敲打|吆喝|找|点|@|艾特|打)"
_EACH = re.compile(
    rf"(?P<a>谁|哪家|哪个)[^,。;]{{0,6}}?(?:没|未|差|缺|不|漏|欠)[^,。;]{{0,6}}?[, ]?(?:就|再|给我"
    rf"|都)?{_CALLS}(?:一下|给|的)?(?P=a)"
    rf"|(?:没|差|缺|漏|欠|少)[^,。;]{{0,3}}?(?P<b>谁|哪家|哪个)[, ]?(?:就|再|给我|都)?{_CALLS}(?:一下|给|的)?(?P=b)"
)


def _told_to(said: Said) -> str:
    """A named enterprise shall be told to send its report: 叫百川赶紧把昨晚的补上."""
    match = _TELL.search(said.text) if said.names and not said.hit("questions.proxy") else None
    return match.group() if match else ""


def remind(said: Said) -> Iterator[Act]:
    """Those who have not reported, or named ones, shall be reminded.

    Example: officer "催一下没报的" -> Remind target=unreported
    """
    match = _REMINDS.search(said.text)
    each = _EACH.search(said.text)
    words = said.hit("questions.remind") or (match.group() if match else "") or _told_to(said) or _urged(said)
    words = each.group() if each else words
    if (
        not _orders(said)
        or not words
        or (_NO_ORDER.search(said.text) and not each)
        or TOLD_ALREADY.search(said.text)
        or to_all(said)
    ):
        return
    unreported = each or said.hit("questions.remind_whom") or sending.NOT_SENT.search(said.text)
    if not (unreported or said.names or len(said.bare) <= 6):
        return
    yield Remind(
        target="unreported" if not said.names or sending.NOT_SENT.search(said.text) else "",
        enterprises=said.enterprises,
        hazard_nos=refs.numbers(said.text, said.context),
        at=_due_time(said.text, said.minute),
        to_group=said.to_group,
        why=(because(words, "催没报的"),),
    )


_URGES = re.compile(
    r"(?:让|叫|喊|要|给)[^,。;]{0,10}(?:赶紧|赶快|抓紧|尽快|快点|马上|麻溜|立马|补)|打(?:个|一下)?电话"
    r"|联系(?:一下|下)"
)


def _urged(said: Said) -> str:
    """Those who have not sent shall hurry, or be phoned."""
    match = _URGES.search(said.text) if sending.NOT_SENT.search(said.text) else None
    return match.group() if match else ""


_HALF_A_DAY = 12 * 60


def _due_time(text: str, said_at: int) -> str:
    """The time before which, else the one that is named; 十点半了 is only the time of now."""
    told = [clock for clock in clocks.every(text) if not re.match(r"了|多了|过了", text[clock.end :])]
    before = [clock for clock in told if re.match(r"(?:之|以)?前", text[clock.end :])]
    if not told:
        return ""
    minutes = int((before or told)[0].time.total_seconds()) // 60
    if minutes < said_at <= minutes + _HALF_A_DAY and minutes + _HALF_A_DAY > said_at and minutes < _HALF_A_DAY:
        minutes += _HALF_A_DAY  # 10点半 said in the evening
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


# Forms

_EXPORTS = re.compile(
    r"导出|导(?:一?下|一?份|个)|(?:发|传|给|拿|调|打|出|来|要|拉|整|弄|做|生成|汇总|备)(?:出来|过来|一?份|一?张"
    r"|一?个|一?下|给?我|来)|打印|下载|要(?=昨|今|上|本|这|\d)"
)
_NO_EXPORT = re.compile(
    r"各(?:单位|企业|家)[^,。;]{0,4}(?:把|要|请|将|按)|怎么|如何|咋|能不能|在哪|什么时候|啥时候|几点|(?:没"
    r"|未)(?:有)?(?:交|报|发|填)|谁|哪家"
)


_NOT_WANTED = re.compile(r"(?:先)?(?:不要|不用|不需要|别|甭|不必)(?:发|导|给|了|\Z)|先不")


_BY_MYSELF = re.compile(r"(?:我|我们)?自己(?:来)?(?:做|弄|导|填|整|搞|打印)")


def export_form(said: Said) -> Iterator[Act]:
    """A form is wanted as a file.

    Example: officer "导出上周周报" -> ExportForm
    """
    if not _orders(said) or _NO_EXPORT.search(said.text) or _BY_MYSELF.search(said.text):
        return
    forms = forms_in("".join(one.text for one in said.clauses if not _NOT_WANTED.search(one.text)))
    match = _EXPORTS.search(said.text)
    words = said.hit("questions.export") or (match.group() if match else "")
    words = words or (forms[0] if forms and _is_form_alone(said) else "")
    if words and (forms or re.search(r"导出|报表|表格|汇总表|台账", said.text)):
        yield ExportForm(
            forms=forms,
            span=_neighbours(_ordered_days(said.text), said.context.now)
            or spans.span(_ordered_days(said.text), said.context.now),
            enterprise=said.enterprise,
            why=(because(words, "要表"),),
        )


_BY_WHEN = re.compile(
    r"[,。; ](?:我)?(?:今天|明天|今日|明日|今晚|下午|上午|明早|下周[一二三四五六日]?"
    r"|周[一二三四五六日])[^,。;]{0,8}(?:要|用|前|上报|报|交|开会|汇报)"
)


def _ordered_days(text: str) -> str:
    """The words without the day by which the form is needed."""
    return _BY_WHEN.sub(" ", text)


_AND = re.compile(r"[、,和及跟与]|还有")
_TWO = 2


def _neighbours(text: str, now: datetime) -> Span | None:
    """Two neighbouring days in either order, of which both are wanted: 昨天和前天."""
    named = dates.days(text, now)
    if len(named) != _TWO or abs(named[0].day - named[1].day) != dates.ONE:
        return None
    first, last = sorted(one.day for one in named)
    return Span(first, last) if _AND.fullmatch(text[named[0].end : named[1].start].strip()) else None


_OTHER_THING = re.compile(r"交|报了|填|未|没|谁|怎么|审|改|错|催|要求|格式|几|记得|及时|按时")
_LONGEST_NAME = 14


def _is_form_alone(said: Said) -> bool:
    """A form named with its day and nothing else: 今天的日报."""
    return len(said.bare) <= _LONGEST_NAME and not said.asks and not _OTHER_THING.search(said.text)


# Entries for others


_OF_A_ROUND = re.compile(r"巡|转了|查了|看了|零报|正常|没事|平安|无异常|隐患\d|[一二两三四]处")


def proxy(said: Said) -> Iterator[Act]:
    """An officer enters the report of somebody who phoned: a round, or a zero report.

    Example: officer "天润刘洋电话报零报告" -> ProxyEntry enterprise=天润助剂有限公司 hazard_count=0
    """
    words = said.hit("questions.proxy")
    if not _orders(said) or not words or said.asks:
        return
    result, _ = results.result_of(said)
    if faults.fault_in(said.text) and not (result or _OF_A_ROUND.search(said.text)):
        return
    days = dates.days(said.text, said.context.now)
    yield ProxyEntry(
        enterprise=said.enterprise,
        name=_reporter(said, said.text),
        result=result or (Result.HAZARD if faults.fault_in(said.text) or _FOUND.search(said.text) else None),
        time=_clock(said.text),
        report_date=days[0].day if days else None,
        zero=bool(said.hit("patrol.zero")),
        why=(because(words, "代录"),),
    )


#: 回通知, 答复高温预警, 收到会议通知; 通知已回复: what stands behind it was said on the phone.
_TOPIC = r"[^,，。;；:：\s回答通预谁]{0,8}+"
_ANSWERED = re.compile(
    rf"(?:(?:回复?|答复?|反馈|(?P<heard>收到|看到|知道))(?:了|过)?(?!的)(?P<topic>{_TOPIC})(?:通知|预警|公告)(?!单|书)(?:的?内容|了)?"
    rf"|(?P<behind>{_TOPIC})(?:通知|预警|公告)(?:已经?|都|是)?(?:回复?|答复?|反馈|收到|看到|知道)(?:了|过|说)?)"
    r"[,，:：。\s]*(?P<says>.*)",
    re.DOTALL,
)


def answer_by_phone(said: Said) -> Iterator[Act]:
    """An officer enters what somebody answered to a notice on the phone.

    Example: officer "代录 宏达加油站 王建国 回通知：卸油口已查" -> AnswerByPhone says=卸油口已查
    """
    words = said.hit("questions.proxy") if _orders(said) and not said.asks else None
    text = said.raw or said.text
    match = _ANSWERED.search(text) if words else None
    if match and not (match["heard"] and _OF_A_ROUND.search(match["says"])):
        yield AnswerByPhone(
            enterprise=said.enterprise,
            name=_reporter(said, text[: match.start()]),
            topic=match["topic"] or match["behind"] or "",
            says=match["says"].strip(" ,，。;；:："),
            why=(because(match.group()[:10], "代录通知的答复"),),
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


def _reporter(said: Said, text: str) -> str:
    """The first word that begins like a name once enterprise, order and result are taken out."""
    rest = text
    for match in said.names:
        rest = rest.replace(match.text, " ")
    taken = ("questions.proxy", "patrol.round", "patrol.normal", "patrol.day", "patrol.zero")
    rest = lexicon.pattern(*taken).sub(" ", rest)
    return next((name for word in _MARKS.split(rest) if (name := named.name_at(named.peeled(word)))), "")


def take_over(said: Said) -> Iterator[Act]:
    """An officer takes an incident in hand; it is said of oneself, as a clause of its own.

    Example: officer "我接了，正在打电话" -> TakeOver
    """
    if not _orders(said) or said.asks:
        return
    own = lexicon.words("talk.take_over")
    words = next((clause.text for clause in said.clauses if clause.text.strip(" 了吧啊!的") in own), "")
    if words:
        yield TakeOver(why=(because(words, "接手"),))
