"""Questions: who has not reported, who is on duty, how something is done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from handlers.acts import Act, Ask, AskEnterprise, AskReporting, Help, Night, Span
from handlers.understand import dates, sending, spans
from handlers.understand.recognise.ledger import OWED, period_behind, subject_of
from handlers.understand.said import Said, because

_BEFORE_TODAY = ("昨", "夜", "头天")
_TODAY = ("今", "当", "本日")


def which_night(said: Said) -> tuple[Night, date | None]:
    """The night a question is about: named by its date, tonight, or the last one."""
    named = dates.days(said.text, said.context.now)
    if any(day.relative and day.words.startswith(_BEFORE_TODAY) for day in named):
        return Night.LAST, None
    if any(day.relative and day.words.startswith(_TODAY) for day in named):
        return Night.TONIGHT, None
    span = spans.span(said.text, said.context.now)
    if span and span.start == span.end and named:
        return Night.DAY, span.start
    return Night.LAST, None


def span_of(said: Said) -> Span:
    """The days as the words name them; none named is today."""
    return spans.span(said.text, said.context.now) or Span(said.today, said.today)


def kind_of(text: str) -> str:
    """Which kind of report is asked about."""
    if re.search(r"零(?:隐患)?报|0报|零汇报|零上报|平安报", text):
        return "zero"
    return (
        "patrol"
        if re.search(r"夜巡|视频|录像|巡查|巡检|巡逻|夜查|巡夜|巡[了的没过完]|[没未]巡|漏巡|缺巡", text)
        else ""
    )


# Reporting


def reporting(said: Said) -> Iterator[Act]:
    """Who or how many reported, or whether one enterprise did.

    Example: officer "昨晚谁没报" -> AskReporting subject=reporting
    """
    if (said.officer and not said.to_bot) or _of_the_ledger(said):
        return
    if one := _one_enterprise(said):
        yield one
        yield from (replace(one, enterprise=name) for name in said.enterprises[1:] if said.officer)
    elif (said.officer or (said.to_bot and said.asks)) and (found := _subject(said)):
        yield _ask(said, *found)


_LEDGER = re.compile(
    r"隐患|毛病|重大(?!危险源)|一般的|挂牌|在册|在账|没完|没弄完|没销|没闭环|整改|销号|延期|到期|超期|逾期|没改"
    r"|(?:过|超|误|拖过|超过|过了|超了|误了)(?:了)?(?:整改)?(?:期限|限期|时限|日子|期(?![间末中待望]))|超限期|过限期|拖过头"
    r"|未改|没批|送教|推送|证件|证书|资质|排名|排行"
)


_HOW_MANY_HAZARDS = re.compile(
    r"(?:几|多少|哪些|啥|什么)(?:条|个|处|项|起|件)?(?:的)?(?:重大|一般|安全)?(?:隐患|问题|毛病)"
)


def _of_the_ledger(said: Said) -> bool:
    """Whether hazards, deadlines or debts are asked about, not reports."""
    if subject_of(said) in (OWED, "rate", "push", "ranking", "certs"):
        return True
    if _HOW_MANY_HAZARDS.search(said.text):
        return True
    return bool(_LEDGER.search(said.text)) and not re.search(r"报了|没报|未报|夜巡|视频|零报", said.text)


def _subject(said: Said) -> tuple[Ask, str] | None:
    text = said.text.rstrip("。!? ")
    if said.hit("questions.remind") and not said.asks:
        return None
    if match := sending.LATE.search(text):
        return (Ask.LATE, match.group()) if _is_question(said, match.group()) else None
    if words := said.hit("questions.missing_sure"):
        return Ask.MISSING, words
    wanted = bool(said.hit("questions.who")) or (said.officer and (said.asks or bool(sending.wants_to_see(text))))
    wanted = wanted or (said.officer and bool(_THOSE.search(text)) and not sending.OTHERS.search(text))
    if wanted and (match := sending.SHORT_OF.search(text) or sending.NOT_SENT.search(text)):
        return Ask.MISSING, match.group()
    if words := said.hit("questions.count") or _state_of_reporting(said):
        return Ask.COUNT, words
    return None


#: 近7天没报夜巡的企业: a headline.
_THOSE = re.compile(r"\A[^,。;]{4,20}的(?:企业|单位|厂子?|站|家|名单|有哪些)?\Z")
_STATE = re.compile(
    r"(?:夜巡|巡查|零报告|上报|报送|报告|视频)(?:的)?(?:情况|进度|咋样|怎么样|如何|多少|几家)"
    r"|(?:今晚|昨晚|昨夜|今天|昨天|昨黑|今黑)(?:的)?(?:夜巡|情况|名单)(?:咋样|怎么样|如何)?\Z"
)


def _state_of_reporting(said: Said) -> str:
    """The words that ask how far the reporting is."""
    text = said.text.rstrip("?。! ")
    if match := _STATE.search(text) or (_KIND.match(period_behind(said)) if said.officer else None):
        return match.group()
    wanted = said.asks or sending.wants_to_see(text)
    if not wanted or sending.modal(text):
        return ""
    match = sending.SENT.search(text) or (_KIND.search(text) if said.officer else None)
    return match.group() if match else ""


_KIND = re.compile(r"夜巡|视频|零报告?|巡查|巡检")


def _is_question(said: Said, words: str) -> bool:
    """A bare topic is a question too: "迟报的"."""
    return said.asks or bool(said.hit("questions.who")) or len(said.bare) <= len(words) + 8


def _ask(said: Said, subject: Ask, words: str) -> AskReporting:
    which, day = which_night(said)
    return AskReporting(
        subject=subject,
        day=day,
        which=which,
        enterprise=said.enterprise,
        to_group=said.to_group,
        kind=kind_of(said.text),
        span=span_of(said),
        why=(because(words, f"问报送：{subject.value}"),),
    )


def _one_enterprise(said: Said) -> AskEnterprise | None:
    """A question whether one enterprise reported: a named one, or the sender's own."""
    words = _whether(said) or (_count_days(said.text) if said.names or not said.officer else "")
    named = next(iter(said.enterprises), None) or next(iter(said.candidates), None)
    if not words or (said.officer and not named):
        return None
    if not said.officer and not _about_own_report(said):
        return None
    which, day = which_night(said)
    start, end = _nights(said, which, day)
    return AskEnterprise(
        enterprise=_asked_about(said),
        start=start,
        end=end,
        which=which if start == end else None,
        kind=kind_of(said.text),
        to_group=said.to_group,
        span=span_of(said),
        why=(because(words, "问一家报没报"),),
    )


def _asked_about(said: Said) -> str | None:
    """The enterprise that is named; a short name that fits the sender's own too means the own."""
    own = said.context.enterprise
    first = next(iter(said.enterprises), None)
    return None if first == own or own in said.candidates else first


_TITLE = re.compile(r"情况\Z|报送\Z")


_RHETORICAL = re.compile(r"不是[^,。;]{0,6}(?:报|发|交|巡)(?:过)?了(?:吗|么)")


def _whether(said: Said) -> str:
    """The words that ask whether a report came; "巡查情况" alone is a headline unless the message ends in it."""
    if _RHETORICAL.search(said.text):
        return ""
    if words := said.hit("questions.whether"):
        return words if said.asks or (_TITLE.search(said.bare) and len(said.bare) <= 16) else ""
    if sending.modal(said.text) or re.search(r"为什么|为啥|为何", said.text):
        return ""
    if said.officer:
        match = sending.SEND_ANY.search(said.text) if said.asks or sending.wants_to_see(said.text) else None
    else:
        match = sending.ARRIVED.search(said.text) if said.asks else None
    return match.group() if match else ""


def _count_days(text: str) -> str:
    match = re.search(
        r"有没有[^,。;]{0,4}(?:漏|缺|断|没|少)(?:报|巡|交|发|过)|(?:报|巡|发|交)了(?:几|多少)(?:天|次|夜|晚|回|遍)"
        r"|(?:漏报|漏巡|缺报|未报|没报|迟报|没巡|未巡|漏|缺|少|断|晚报|补报)(?:了|过)?(?:几|多少)(?:天|次|夜|晚|回|遍)",
        text,
    )
    return match.group() if match else ""


def _about_own_report(said: Said) -> bool:
    return bool(said.hit("questions.own") or said.hit("patrol.day") or kind_of(said.text) or "报" in said.text)


def _nights(said: Said, which: Night, day: date | None) -> tuple[date, date]:
    """The nights that are asked about; the last night began on the day before."""
    span = spans.span(said.text, said.context.now)
    if span and span.start != span.end:
        return span.start, span.end
    if which is Night.DAY and day:
        return day, day
    one = said.today if which is Night.TONIGHT else dates.calendar_day(said.context.now) - dates.ONE
    return one, one


# Help


_BARE_HELP = ("帮助", "help", "?", "??", "???", "使用说明", "说明", "菜单", "功能", "h")


def help_wanted(said: Said) -> Iterator[Act]:
    """How something is done, or whether it may be.

    Example: enterprise "我是新来的，怎么绑定" -> Help topic=bind
    """
    if said.officer and not said.to_bot:
        return
    bare = said.text.strip(" 。!")
    if bare.lower() in _BARE_HELP:
        yield Help(topic="", why=(because(bare, "求助"),))
    elif (words := said.hit("talk.help") or next(filter(None, map(_how, _stretches(said))), "")) and said.asks:
        yield Help(topic=_topic(said), why=(because(words, "问怎么办、能不能"),))


_DO = r"(?:上报|报|填|发|交|下载|申请|传|领|办|拍|送|录|绑定?)"
_HOW = re.compile(
    r"是(?:直接|先|要|得|该|用|打|发|填|报|传|找|走|按|写|交|拍)[^,。;]{0,12}还是[^,。;]|"
    r"(?:怎么|咋|如何|怎样)(?!样|办|回事|都|了|啦|的|地|滴|没|不|整的)[\u4e00-\u9fff]"
    r"|(?:可以|能|算|用|要|得|该|需要?|必须|非得|许)[^,。?]{1,12}(?:吗|(?<![什怎这那多])么\Z|不\Z|没\Z)"
    r"|(?:几点|什么时候|啥时候|什么时间|多会儿?|哪天|多久)[^,。?]{0,6}(?:巡|报|发|交|拍|查|要|前|合适|截止|算)"
    r"|(?:最多|最长|最少|至少|最晚|最迟|最早)[^,。?]{0,8}(?:几[天次回遍份张段分]|多少|多[长久大]"
    r"|什么时候|啥时候)"
    r"|一[天周月晚年](?:得|要|该|能)?(?:报|发|巡|交|拍)(?:几|多少)"
    r"|(?:能|会|可以)(?:干|做|帮|查)(?:啥|什么|哪些)|哪[^,。]{0,6}(?:模板|样表|范本|表格|格式)"
    rf"|(?:在|上|到|去|往|从|跟)?哪(?:儿|里|个|边)?(?:能|可以)?{_DO}|{_DO}(?:给|去|在|往|成)?(?:谁|哪儿|哪里|啥"
    rf"|什么|几[张段份]|多长|多大)"
    rf"|(?:得|要|需要?|该)(?:写|看|查|改|弄|{_DO})(?:几|多少|多长|啥|什么|哪)|(?:找|问|联系)(?:谁|哪)"
    rf"|超过多[大长少]|多[大长少](?:算|才)"
)


def _stretches(said: Said) -> tuple[str, ...]:
    """The whole, and each of its clauses: 非得零点以后录不？十一点录的中不中."""
    return (said.text, *(clause.text for clause in said.clauses))


def _how(text: str) -> str:
    match = _HOW.search(text)
    return match.group() if match else ""


_TOPICS = (
    ("zero", "零报"),
    ("patrol", "夜巡|巡查|视频"),
    ("extension", "延期"),
    ("hazard", "隐患"),
    ("rectification", "整改|改好"),
    ("bind", "绑定"),
    ("form", "表|填"),
    ("exemption", "免报|不报|停产"),
)


def _topic(said: Said) -> str:
    return next((topic for topic, words in _TOPICS if re.search(words, said.text)), "")
