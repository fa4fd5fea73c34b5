"""Patrols, zero reports, and nights without a round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from handlers.acts import Act, PatrolReport, Result, ZeroReport
from handlers.understand import asserted, dates, faults, lexicon, places, results, spans, unmeant
from handlers.understand.clauses import Clause
from handlers.understand.recognise import noughts, spokenof, walked, walkers
from handlers.understand.said import Said, because, pending

PATROL_PROMPT, ZERO_PROMPT = "patrol_prompt", "zero_report_prompt"
_NIGHT_BEGINS, _NOON = 20, 12


# A patrol


def patrol(said: Said) -> Iterator[Act]:
    """A round that was made: by its words, by places with results, or by a bare result that stands for one.

    Example: enterprise "昨晚夜巡没问题" -> PatrolReport report_date=2026-03-15 hazard_count=0
    """
    words = walked.is_round(said)
    if said.officer or (not words and lexicon.hit("patrol.wish", said.text)):
        return
    listed = results.checked(said)
    if words or (listed and not (len(listed) == 1 and (zero_words(said) or faults.fault_in(said.text)))):
        yield _patrol(said, because(words or listed[0], "说了巡查" if words else "查的地方后面有结果"))
    elif (bare := bare_result(said)) and stands_for_round(said):
        yield _patrol(said, because(bare, "夜里带影像或答夜巡提醒的结果"))


def _patrol(said: Said, why: str) -> PatrolReport:
    result, words = (Result.NORMAL, said.bare) if _without_day(said.bare) in _empties() else results.result_of(said)
    return PatrolReport(
        result=result,
        hazard_count=0 if result is Result.NORMAL else None,
        report_date=dates.report_day(said.text, said.context.now),
        locations=walked.locations(said),
        people=walkers.people(said),
        no_major=results.no_major(said),
        why=(why, because(words, f"结果 {result.value}")) if result else (why,),
    )


def bare_result(said: Said) -> str:
    """A result without a round: "一切正常", "今天平安"; not in a condition, a question or a promise."""
    if lexicon.hit("patrol.condition", said.text) or lexicon.hit("talk.ack_not", said.text):
        return ""
    if words := empty_answer(said):
        return words if _answers(said, words) else ""
    if _like_a_receipt(said):
        return ""
    return next((words for clause in said.statements() if (words := _bare_words(clause.text))), "")


def _like_a_receipt(said: Said) -> bool:
    """Whether a bare word may as well mean "will do"."""
    if said.bare == "没事" and said.context.reply_to == ZERO_PROMPT:
        return False
    return said.bare in ("OK", "没问题", "没事", "好") and not said.pictured


def empty_answer(said: Said) -> str:
    """A clause that is nothing but "无", "没有", "正常", if nothing is promised beside it."""
    works = said.context.reply_to == ZERO_PROMPT and bool(said.context.open_hazards)
    if any(pending(clause.text) for clause in said.clauses) and not works:
        return ""
    texts = [_own_answer(clause.text) for clause in said.clauses]
    bare = _own_answer(said.bare)
    return bare if bare in _empties() else next((text for text in texts if text in _empties()), "")


_SAME = re.compile(r"(无|没有?|零)\1{1,9}\Z")
_OURS = re.compile(
    r"(?:(?:俺|我|咱|本|敝)(?:们)?(?:家|这边|这儿|这里|这|那儿)?(?:小)?(?:店|站|厂|库|公司|单位|矿|车间|企业)?(?:里|儿|边|头)?|(?:站|店|厂|库|矿)(?:里|上))"
)


def _own_answer(text: str) -> str:
    """An answer without the words for the plant that gives it: "俺这儿没有", "我们站今天没有哈"."""
    match = _OURS.match(text.strip())
    rest = _without_day(text.strip()[match.end() :] if match else text.strip())
    return rest.rstrip("哈啊哦噢喔呀呢的嘞哩咧啦了") or rest


def _without_day(text: str) -> str:
    """An answer without the day it is about: "今日无", "今天也没有", "无无无"."""
    match = lexicon.pattern("patrol.day").match(text)
    rest = re.sub(r"^(?:也|还是|都|就|仍)+", "", text[match.end() :]) if match else text
    return _SAME.sub(r"\1", rest or text)


@cache
def _empties() -> frozenset[str]:
    return frozenset(lexicon.words("patrol.empty"))


def _answers(said: Said, words: str) -> bool:
    """Whether a bare "无" has something to answer, or pictures to stand under."""
    if said.context.reply_to == PATROL_PROMPT:
        return words not in lexicon.words("patrol.unclear")
    return said.context.reply_to == ZERO_PROMPT or said.pictured


def _bare_words(text: str) -> str:
    return (
        results.normal_words(text)
        or results.is_strong(text)
        or results.is_hedged(text)
        or (text if results.MAJOR_ONLY.search(text) else "")
    )


def stands_for_round(said: Said) -> bool:
    """Whether a bare result is that of a round: an answer to its prompt, or pictures sent at night."""
    if said.context.reply_to == ZERO_PROMPT or zero_words(said):
        return False
    at_night = said.hour >= _NIGHT_BEGINS or said.hour < dates.DUTY_DAY_BEGINS
    made_up = said.hour < _NOON and said.context.media.get("video", 0) > 0 and not said.hit("patrol.day")
    return said.context.reply_to == PATROL_PROMPT or (said.pictured and at_night) or made_up


# Zero reports


def zero_words(said: Said) -> str:
    """The zero report by its name, given and not spoken about."""
    for clause in said.clauses:
        for match in lexicon.pattern("patrol.zero").finditer(clause.text):
            if not spokenof.spoken_about(clause, match):
                return match.group()
    return _mistyped(said)


_BY_SOUND = re.compile(r"[领林令铃玲凌灵另邻龄琳菱]报告")


def _mistyped(said: Said) -> str:
    """A message that is nothing but the report's name by its sound, with plant and day: "领报告,百川物流"."""
    rest = said.text
    for name in said.names:
        rest = rest.replace(name.text, "")
    for day in dates.days(said.text, said.context.now):
        rest = rest.replace(day.words, "")
    found = _BY_SOUND.fullmatch(rest.strip(" ,。!:、-的"))
    return found.group() if found else ""


_NEEDLESS = re.compile(r"(?:没有?|无)[^,。;]{0,8}需要(?=上报|报|汇报)")


_ALL_ZERO = re.compile(
    r"(?:隐患|问题)(?:数|数量)?[:]?(?:0|零)(?:处|项|条|个|起)|(?<!\d)(?:0|零)(?:处|项|条|个|起)(?:隐患|问题)"
)


_BOAST = re.compile(
    r"(?:连着|连续|一连|整整|都|已经?)?(?<![末这前后])(?:[\d一二两三四五六七八九十百几多好]{1,8})(?:年|个月|多天|百天|天|来年)(?:来|了|都|里|以来){0,3}"
    r"(?:没(?:有)?出过?|没发生过?|零报告|无事故|零事故|没事故)|^(?:要是|如果|假如)"
)


#: 隐患没有,问题不少: there is something all the same.
_NO_ZERO = re.compile(
    _BOAST.pattern
    + r"|(?:问题|隐患|毛病|故障|异常)(?:倒是?|还是|可|却|也|真)?(?:不少|挺多|很多|太多|一堆|一大堆|多着|成堆|多得|不小)"
    r"|(?<![没无])(?:不少|好多|很多|一大?堆|好几[个处条])(?:问题|隐患|毛病)"
)


def _wishes(said: Said) -> bool:
    """Whether something is wished for, and nothing stated: a wish behind an answer or a named report takes nothing."""
    words = lexicon.hit("patrol.wish", said.text)
    if not words or (words in ("平平安安", "回家") and any(results.is_strong(one.text) for one in said.clauses)):
        return False
    told = [clause for clause in said.clauses if not lexicon.hit("patrol.wish", clause.text)]
    if any(lexicon.hit("patrol.zero", clause.text) for clause in told) and not said.text.startswith(("祝", "愿")):
        return False
    return said.context.reply_to != ZERO_PROMPT or not told or _own_answer(told[0].text) not in _empties()


def zero(said: Said) -> Iterator[Act]:
    """The statement that there is nothing to report.

    Example: enterprise "3月13日零报告补报" -> ZeroReport report_date=2026-03-13 hazard_count=0
    """
    if said.officer or _wishes(said) or walked.repeats_order(said):
        return
    if _NO_ZERO.search(said.text) or unmeant.no_zero(said.text):
        return
    if words := zero_words(said):
        yield _zero(said, because(words, "写明零报告"))
    elif not (_like_a_receipt(said) or walked.is_round(said) or results.checked(said) or stands_for_round(said)):
        yield from _unnamed_zero(said)


#: 重大隐患无,一般隐患2项: there are some.
_COUNTED = re.compile(
    r"一般(?:安全|事故)?(?:隐患|问题)(?:共|有|计)?:?"
    r"(?:[1-9]\d{0,2}|[一二两三四五六七八九十]{1,3})(?:处|项|条|个|起)"
)


def _unnamed_zero(said: Said) -> Iterator[Act]:
    if said.context.reply_to == ZERO_PROMPT and (empty_answer(said) or bare_result(said)):
        yield _zero(said, because(said.bare[:10], "答零报告提示"))
    elif _is_conditional(said) or is_any_hedged(said) or _COUNTED.search(said.text):
        return
    elif (words := _stated_nothing(said)) and not said.hit("questions.proxy"):
        yield _zero(said, because(words, "说了某天或值班无事，没有说巡查"))


def _is_conditional(said: Said) -> bool:
    """Whether a condition, a requirement or somebody else's check is spoken of; what one has to report is one's own."""
    told = " ".join(
        clause.text for clause in said.clauses if not _ASIDE.search(clause.text) or _bare_words(clause.text)
    )
    own = any(_TO_REPORT.search(results.is_strong(clause.text)) for clause in _plainly(said))
    lists = ("patrol.condition",) if own else ("patrol.condition", "patrol.others")
    return bool(lexicon.pattern(*lists).search(_NEEDLESS.sub("", told)))


_TO_REPORT = re.compile(r"报|说的")


_ASIDE = re.compile(
    r"^(?:昨|前|今|上)?[天日晚周]?(?:忘了?|忘记|漏了?|没来得及|没顾上|没顾得上)(?:上?报|发|填|交)(?:了|过)?\Z|"
    r"^(?:根据|按照|依据|遵照|按)|还没(?:到|回|走|来|上班|下班|吃)|问了|问过|打电话问"
)


def is_any_hedged(said: Said) -> bool:
    """Whether a clause is only a guess."""
    return any(results.is_hedged(clause.text) for clause in said.statements())


def _stated_nothing(said: Said) -> str:
    """A strong word alone, or a good result beside a day or a duty."""
    strong = next((words for clause in _plainly(said) if (words := results.is_strong(clause.text))), "")
    if strong and strong not in ("没问题", "没有问题") and not lexicon.hit("talk.ack", said.bare[:2]):
        return strong
    if head := noughts.empty_table(said.raw):
        return head
    plain = next((words for clause in _plainly(said) if (words := results.normal_words(clause.text))), "")
    dated = said.hit("patrol.day") or dates.days(said.text, said.context.now)
    match = _ALL_ZERO.search(said.text)
    return plain if plain and dated else (match.group() if match else noughts.all_zero(said.text))


#: Wished for, praised, of every day, or said in going.
_WISHED = re.compile(
    r"希望|盼|但愿|争创|创建|实现|确保|力争|目标|誓|天天|从来|一直以来|年年|岁岁|万幸|谢天谢地|幸亏|多亏|(?:没|无)(?:啥|什么)?事[,]?(?:我|先|就|再|可|咱|那|你|别|甭|勿|打电话)|(?:能|敢|谁)保证|谁说|凭啥"
)


def _plainly(said: Said) -> Iterator[Clause]:
    """The clauses that state something of now: no wish, no boast, nothing supposed."""
    return (one for one in said.statements() if not _WISHED.search(one.text) and not asserted.supposed(said.text, one))


#: Of a feast only today is told: "春节期间停产,今日无隐患".
_FEAST = re.compile(r"(?:春节|元旦|清明|五一|端午|中秋|国庆|节日|放?假|长假|过年|停产)(?:期间|当中|假期)")
_TODAY = re.compile(r"今[天日晚夜]|本日|当日")
_NEW_YEAR = re.compile(r"(?:大年|正月)?(?:年)?初[一二三四五六七八九十]{1,2}|大年三十")


def _zero(said: Said, why: str) -> ZeroReport:
    text = _FEAST.sub("", said.text) if _TODAY.search(said.text) else said.text
    span = spans.several(_NEW_YEAR.sub("", text), said.context.now)
    return ZeroReport(
        report_date=None if span else dates.report_day(_zero_clauses(said), said.context.now),
        span=span,
        no_major=results.no_major(said),
        why=(why,),
    )


def _zero_clauses(said: Said) -> str:
    """The clauses that speak of the zero report, else the whole: a round beside it may have another day."""
    chosen = [clause.text for clause in said.clauses if lexicon.hit("patrol.zero", clause.text)]
    return " ".join(chosen) if chosen and walked.is_round(said) else said.text


def sights(said: Said) -> Iterator[Act]:
    """Pictures sent at night with nothing but a place under them: a round that says no result.

    Example: enterprise [media=video:1, now=2026-03-16T00:41+08:00] "罐区" -> PatrolReport report_date=2026-03-15
    """
    if said.officer or said.asks or not said.pictured or not stands_for_round(said) or pending(said.text):
        return
    if found := places.listed(said.text):
        day = dates.report_day(said.text, said.context.now)
        yield PatrolReport(report_date=day, locations=found, why=(because(found[0], "夜里带影像的地点"),))
