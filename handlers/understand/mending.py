"""By whom and until when a hazard shall be mended."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from handlers.understand import clauses, dates, lexicon, named
from handlers.understand.progress import fixed_words
from handlers.understand.said import Said


def day_of(text: str, said: Said) -> date | None:
    """A day that stands in a cell or behind a label."""
    if day := dates.due(text, said.context.now):
        return day
    days = dates.days(text, said.context.now)
    return days[0].day if days else None


BEFORE = re.compile(
    r"(?P<day>[^,。;\s:]{1,14})(?:前|之前|以前)|(?P<in>[^,。;\s:]{1,8}(?:日|天|周|月|星期|小时)(?:之|以)?内)|(?P<end>月底|月末(?!大?检查|盘点|总结)|年底|今天下班|本周末)"
    r"|(?:整改)?(?:限时|时限|期限|完成时间|整改日期|整改时间|限期|限)[:为是到至在]{0,2} ?(?P<till>[^,。;\s]{2,12})"
)


@cache
def to_be_done() -> re.Pattern[str]:
    """A day ahead with the mending behind it: 明天换好, 周五完成整改, 让老赵明天弄."""
    verb = lexicon.either("hazard.verbs")
    return re.compile(
        r"(?P<day>明天|明日|明儿|明早|明个|后儿|后天(?:一早)?|今天|今日|今晚|当天|当日|(?:下|本|这)?个?(?:周|星期|礼拜)[一二三四五六日天末]|"
        r"(?:\d{1,2}月)?\d{1,2}[日号]|(?<![\d.])\d{1,2}\.\d{1,2}(?![\d米元万吨]))"
        rf"(?:上午|下午|晚上|中午|早上|下班|天黑)?(?:之?前|以前|内)?(?:能|可以|保准|准保|一准|肯定|务必|必须|要|就|争取|保证|给我|就能|安排|找人|"
        rf"全部|计划|负责|一定|准|给)*(?:{verb}|完成|完|解决|到位)"
    )


def deadline(text: str, said: Said) -> date | None:
    """The day by which it shall be mended."""
    if alone := next((one for one in clauses.split(text)[1:] if _ONLY_DAY.fullmatch(one.text.strip())), None):
        return day_of(alone.text, said)
    for finder in (BEFORE, to_be_done()):
        for match in finder.finditer(text):
            words = match.groupdict().get("till") or match.group()
            past = _PAST.search(clauses.before(text, match.start())[-6:] + match.group()) or fixed_words(
                text[match.start() :][:24]
            )
            if _SENT.search(clauses.before(text, match.start()) + clauses.after(text, match.start())):
                continue
            if not past and (counted := _term(match, said)):
                return counted
            if not past and (day := dates.due(words, said.context.now) or _counted_from_today(match, said)):
                return day
    return None


_TERM = re.compile(r"(?:为|是|:)?(?P<n>\d{1,2})日(?![前之以止晚早上下为])")


def _term(match: re.Match[str], said: Said) -> date | None:
    """限2日, 时限5日: so many days; a 期限 that may be a day of the month is one, if it lies ahead."""
    till = match.groupdict().get("till")
    told = _TERM.match(till) if till else None
    today = dates.calendar_day(said.context.now)
    if told is None or ("期限" in match.group()[:4] and int(told["n"]) > today.day):
        return None
    return today + int(told["n"]) * dates.ONE


def _counted_from_today(match: re.Match[str], said: Said) -> date | None:
    """限三天: a length behind the word for a term."""
    till = match.groupdict().get("till")
    counted = dates.length(till, dates.calendar_day(said.context.now)) if till else None
    return counted[1] if counted else None


_PAST = re.compile(r"昨|前天|上周|已(?!列)|刚|当场|现场整改")


_WHEN = re.compile(r"今天|明天|明日|后天|下班|上午|下午|本周|这周|下周|周[一二三四五六日]|月底|\d|抓紧|尽快|马上")


_PART = re.compile(r"^[\u4e00-\u9fff]{1,4}?(?:部|科|车间|班组|班|组|队|室|办)(?:的)?")
_ONLY_DAY = re.compile(
    r"(?:\d{1,2}月)?\d{1,2}[日号]|\d{1,2}\.\d{1,2}|(?:下|本|这)?个?(?:周|星期|礼拜)[一二三四五六日天]|今天下班|明天|后天|月底"
)
_SENT = re.compile(
    r"明细|细目|详情|详细|清单|文字|照片|视频|资料|另外[一二两三几\d]|其余[一二两三几\d]|再报|补报|细说|汇总"
)
_DOES = re.compile(r"(?:来|去|在)?(?:全权|具体)?(?:负责|牵头|盯着?|管着?|跟着?|弄|修|换|改|配|焊|清|挪|处理|落实)")


@cache
def answering() -> re.Pattern[str]:
    """The words before the name of who answers for it."""
    return re.compile(
        r"(?:责任人|负责人|整改人|责任)(?:员)?(?:均|都|统一|全部|一律|就|拟|暂)?"
        r"(?:定|写|填|记|报|挂|落|安排|明确)?(?:成|上|到)?[:是为由]{0,2} ?"
        r"|(?:由|归|让|叫|派|安排|找|交给|交由|责成)(?=[\u4e00-\u9fff]{2,5}(?:\d|负责|整改|落实|管|去|来|弄|修|换|改|处理|盯|牵头|明天|今天|后天|下班|上午|下午|周))"
    )


def responsible(text: str) -> str:
    """Who answers for it: behind a label, behind 由 and its kin, or before 负责."""
    for match in answering().finditer(text):
        words = _WHEN.split(re.split(r"[)\]】」]", text[match.end() :])[0])[0]
        if name := named.names_at(named.peeled(words)) or named.names_at(named.peeled(_PART.sub("", words))):
            return name
    for clause in clauses.split(text)[1:]:
        if (words := clause.text.strip()) and named.name_at(words) == words:
            return words
    for clause in clauses.split(text):
        name = named.name_at(clause.text.strip())
        if name and _DOES.match(clause.text.strip()[len(name) :]):
            return name
    alone = re.search(
        r"(?P<name>[\u4e00-\u9fff]{2,3})(?:来|全权|具体)?(?:负责|牵头)(?:整改|处理|落实)?(?=[,。;]|\Z)", text
    )
    return alone["name"] if alone and named.is_name(alone["name"]) else ""
