"""Patrols, zero reports, and nights without a round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from handlers.acts import Act, PatrolReport, Result, ZeroReport
from handlers.understand import clauses, dates, faults, lexicon, named, places, results, spans
from handlers.understand.clauses import Clause
from handlers.understand.said import Said, asked, because, pending

PATROL_PROMPT, ZERO_PROMPT = "patrol_prompt", "zero_report_prompt"
_NIGHT_BEGINS, _NOON = 20, 12
_OTHER_CHECK = re.compile(r"[排检自抽复调督核审盘]\Z")
_DENIED_ROUND = re.compile(
    r"(?:没有?|未|还没有?|尚未|忘了|忘记|不用|不|无需|免|漏|能否|缺)(?:去|能|法|来得及|做|进行|安排)?\Z"
)


# Rounds


def round_words(clause: Clause) -> str:
    """The words of a clause which say that a round was made."""
    if (
        asked(clause)
        or pending(clause.text)
        or lexicon.pattern("patrol.no_round", "notices.excuse").search(clause.text)
    ):
        return ""
    for match in finder().finditer(clause.text):
        if _stands_for_a_round(clause.text, match):
            return match.group()
    return ""


@cache
def finder() -> re.Pattern[str]:
    """Words of a round: those of the list, going round some times, 巡 with a place, a whole plant walked."""
    listed = lexicon.either("patrol.round", "patrol.sign")
    goes = "(?:转|走|看|查|巡|溜|遛|溜达|绕|跑|兜|瞅|瞧|逛|串|蹓|趟|转悠|踅摸)"
    times = r"(?:一大|两|三|四|几|好几|一|半|\d)(?:个)?(?:大)?(?:圈|遍|趟|轮|遭|来回)"
    places = lexicon.either("places.tails", "places.more")
    return re.compile(
        rf"{listed}|{goes}(?:了|过|完|罢)?{times}(?!测|记)|(?:巡|转|走|查|看)(?:了|完|过|遍|罢|毕)(?=[^,。;]{{0,6}}{places})"
        r"|(?:瞅|瞧|转|走|巡)(?:罢|遍|完|过)|(?:都|全)(?:看|查|转|走|巡|瞅|瞧)(?:过|了|完|到|遍|罢)|(?<=[\u4e00-\u9fff])(?:转|"
        r"巡)(?:的|哩|嘞|咧|勒)(?=\Z|[,。;])"
        r"|第[一二三四五六\d]{1,2}(?:遍|趟|轮|圈)|(?:\d|一|两|三|四|半)个?(?:小时|点|钟头)一(?:巡|查|转)"
        rf"|(?<![夜抽复])巡(?=[^,。;]{{0,6}}{places})|(?:全厂|全站|全库|全院|厂里|站里|库里|院里|里里外外|前前后后|"
        rf"厂子|挨个)(?:都|全)?(?:走|转|看|查|巡)(?:完|遍|过|了|到)"
    )


def _stands_for_a_round(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()]
    if _DENIED_ROUND.search(before) or (match.group()[0] == "查" and _OTHER_CHECK.search(before)):
        return False
    if _LEFT_OUT.match(text, match.end()) or (_SENT_FOR.search(before) and not lexicon.hit("patrol.over", text)):
        return False
    if _PLANNED.search(before) and not text[match.end() :].strip():
        return False
    things = lexicon.pattern("patrol.things").match(text, match.end())
    return not things or bool(_MADE.match(text, things.end()))


_MADE = re.compile(r"(?:都|全|也)?已?(?:经)?(?:完成|做完|结束|完毕|搞定|干完|走完|执行完)")
_PLANNED = re.compile(
    r"每(?:隔)?[\d一两二三四半]{0,2}(?:个)?(?:小时|班|天|日|晚|夜|周|点)\Z|(?:安排|布置|部署|加密|加强|增加|加大|每班|每小时|每天|每日)(?:好|了)?(?:对)?\Z"
)
_SENT_FOR = re.compile(r"(?:轮到|该|安排|让|叫|派|由|归)[\u4e00-\u9fff]{1,4}(?:去|来)?\Z")
_LEFT_OUT = re.compile(
    r"(?:视频|照片|录像)?(?:都|也|就)?(?:传|发|拍|录|做|上)不|忘|漏|没(?:去|做|拍|发|搞|弄|成|巡|录|报|有人|来得)|未(?:做|拍|发|巡|报|开展)"
)


def is_round(said: Said) -> str:
    """The words by which the message tells of a finished round; progress in one clause does not undo another."""
    if _repeats_order(said):
        return ""
    sent = _SENT.search(said.text) if said.pictured else None
    return next((words for clause in said.clauses if (words := round_words(clause))), "") or (
        sent.group() if sent else ""
    )


#: The round shows in what was sent with it.
_SENT = re.compile(
    r"(?:夜巡|巡查|巡检|夜查)(?:的)?(?:视频|照片|录像|小视频)(?:补上|补发|补传|补一?下|补报|已发|发了|发上|发来|附上|附后|见附|奉上|来了|请查收|上传)"
)
_ORDERED = re.compile(
    r"(?:\d{1,2}|零|十[一二]?)(?:点|时|:\d\d)(?:整|半)?(?:之?前|以前)|准时|按时|按要求|每[天日晚]|严格|务必|前(?:上报|报送|发|报)"
)


def _repeats_order(said: Said) -> bool:
    """Whether a receipt is given and what was ordered is repeated behind it."""
    return bool(_RECEIPT.match(said.text) and _ORDERED.search(said.text))


_RECEIPT = re.compile(r"(?:收到|明白|好的|知道了|了解|遵命|OK|嗯)[^\u4e00-\u9fff]")


def locations(said: Said) -> tuple[str, ...]:
    """The places of the round."""
    found = list(results.checked(said))
    for phrase in results.telling(said):
        if finder().search(phrase):
            found += [place for place in places.listed(_object_of_round(phrase)) if not _within(place, found)]
    return tuple(dict.fromkeys(found))


def _within(place: str, found: list[str]) -> bool:
    return any(place in other or other in place for other in found)


def _object_of_round(text: str) -> str:
    """What stands behind the word of the round, else what stands before it."""
    match = next((one for one in finder().finditer(text) if one.group() not in lexicon.words("patrol.sign")), None)
    if match is None:
        return text
    behind = text[match.end() :]
    return behind if places.listed(behind) else text[: match.start()]


_NAME = r"[\u4e00-\u9fff]{2,3}"
_PEOPLE = re.compile(
    "(?<!带班)"
    + lexicon.either("patrol.patrollers")
    + rf"[:是为]? ?(?P<names>{_NAME}(?:[、和, ]{_NAME}){{0,5}})(?![\u4e00-\u9fff])"
)


def people(said: Said) -> tuple[str, ...]:
    """Who made the round, not who led the shift."""
    if match := _PEOPLE.search(said.text):
        return tuple(re.split(r"[、和, ]", match["names"]))
    found = (_walkers(clause.text) for clause in said.clauses if finder().search(clause.text))
    alone = (clause.text.strip() for clause in said.clauses[1:])
    return next((names for names in found if names), ()) or tuple(name for name in alone if named.is_name(name))[:1]


_AND = re.compile(r"[、和跟与同,]|还有")
_PRONOUN = re.compile(
    r"^(?:是|由|我|俺|咱|昨晚|昨夜|今晚|今夜|夜里|刚才|(?:\d{1,2}|[一二两三四五六七八九十]{1,2})[点时:](?:多|"
    r"半|来|\d{0,2}分?)?(?:钟)?|还是|又是|的)+"
)
_WALK = re.compile(
    r"(?:两个?人|二人|三人|一起|一块儿?|一同|刚刚?|刚才|已经?|去|又|把|带着?|带人|今晚|昨晚|今夜|夜里|我){0,9}\Z"
)


def _walkers(text: str) -> tuple[str, ...]:
    """The names that stand before the word of a round: "小李跟老孙刚巡完"."""
    match = finder().search(text)
    head = _WALK.sub("", text[: match.start()] if match else "")
    names = tuple(name for part in _AND.split(_PRONOUN.sub("", head)) if (name := _PRONOUN.sub("", part.strip(" 的"))))
    return names if names and all(named.name_at(name) == name for name in names) else ()


# A patrol


def patrol(said: Said) -> Iterator[Act]:
    """A round that was made: by its words, by places with results, or by a bare result that stands for one.

    Example: enterprise "昨晚夜巡没问题" -> PatrolReport report_date=2026-03-15 hazard_count=0
    """
    words = is_round(said)
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
        locations=locations(said),
        people=people(said),
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
    return said.bare in ("OK", "没问题", "没事", "好") and not said.pictured


def empty_answer(said: Said) -> str:
    """A clause that is nothing but "无", "没有", "正常", if nothing is promised beside it."""
    if any(pending(clause.text) for clause in said.clauses):
        return ""
    texts = (_without_day(clause.text.strip()) for clause in said.clauses)
    bare = _without_day(said.bare)
    return bare if bare in _empties() else next((text for text in texts if text in _empties()), "")


_SAME = re.compile(r"(无|没有?|零)\1{1,9}\Z")


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
        match = lexicon.pattern("patrol.zero").search(clause.text)
        if match and not _spoken_about(said, clause, match):
            return match.group()
    return ""


#: A zero report is wanted of others, not given.
_WANTED = re.compile(r"请(?!领导|查收|看|接收)|各[班车部单企]|大家|每天|每日|前(?:要|必须)?报|记得|别忘")
_NOT_GIVEN = re.compile(
    r"(?:不是|没|别|不算|不用|先别|先不|还没|不能|不敢)(?:在|要|来|给|说|先|急着)?(?:报|记|发|交|填|写|算|当)?(?:我的?|我这)?\Z"
)
_NEEDLESS = re.compile(r"(?:没有?|无)[^,。;]{0,8}需要(?=上报|报|汇报)")


def _spoken_about(said: Said, clause: Clause, match: re.Match[str]) -> bool:
    before = clause.text[: match.start()]
    if _NOT_GIVEN.search(before):
        return True
    if asked(clause) or pending(clause.text) or lexicon.hit("patrol.condition", clause.text) or _WANTED.search(before):
        return True
    return clauses.denied(clause.text[: match.start()], "incident.denials", "incident.fillers") or bool(
        re.match(
            r"(?:先不|先别|暂不|不用|不必|待会|等会|等下|晚点|回头|没法|还没|没报|不报|是.{1,8}还是|制度|怎么|如何|通知|要求|表|群|的(?!$)|要|需|必须|得|请|按时|照常|几点|什么)",
            clause.text[match.end() :],
        )
    )


_ALL_ZERO = re.compile(
    r"(?:隐患|问题)(?:数|数量)?[:]?(?:0|零)(?:处|项|条|个|起)|(?<!\d)(?:0|零)(?:处|项|条|个|起)(?:隐患|问题)"
)


def all_zero(text: str) -> str:
    """The figures of a day that are all nought: "隐患0项，整改0项", "隐患0 事故0"."""
    figures = [match for match in _FIGURE.finditer(text)]
    return figures[0].group() if len(figures) > 1 and all(match["n"] in ("0", "零", "无") for match in figures) else ""


_FIGURE = re.compile(
    r"(?:隐患|问题|事故|险情|异常|伤亡|受伤|整改|死亡|违章|泄漏|火灾|报警|事件)(?:数|数量|情况)?[:为]? ?(?P<n>\d+|零|无)(?![.\d])(?:处|项|条|个|起|人|例|次|名)?"
)


def zero(said: Said) -> Iterator[Act]:
    """The statement that there is nothing to report.

    Example: enterprise "3月13日零报告补报" -> ZeroReport report_date=2026-03-13 hazard_count=0
    """
    if said.officer or lexicon.hit("patrol.wish", said.text) or _repeats_order(said):
        return
    if words := zero_words(said):
        yield _zero(said, because(words, "写明零报告"))
    elif not _like_a_receipt(said) and not is_round(said) and not results.checked(said) and not stands_for_round(said):
        yield from _unnamed_zero(said)


def _unnamed_zero(said: Said) -> Iterator[Act]:
    if said.context.reply_to == ZERO_PROMPT and (empty_answer(said) or bare_result(said)):
        yield _zero(said, because(said.bare[:10], "答零报告提示"))
    elif _is_conditional(said) or is_any_hedged(said):
        return
    elif words := _stated_nothing(said):
        yield _zero(said, because(words, "说了某天或值班无事，没有说巡查"))


def _is_conditional(said: Said) -> bool:
    """Whether a condition, a requirement or somebody else's check is spoken of."""
    told = " ".join(
        clause.text for clause in said.clauses if not _ASIDE.search(clause.text) or _bare_words(clause.text)
    )
    return bool(lexicon.pattern("patrol.condition", "patrol.others").search(_NEEDLESS.sub("", told)))


_ASIDE = re.compile(r"还没(?:到|回|走|来|上班|下班|吃)|问了|问过|打电话问")


def is_any_hedged(said: Said) -> bool:
    """Whether a clause is only a guess."""
    return any(results.is_hedged(clause.text) for clause in said.statements())


def _stated_nothing(said: Said) -> str:
    """A strong word alone, or a good result beside a day or a duty."""
    strong = next((words for clause in said.statements() if (words := results.is_strong(clause.text))), "")
    if strong and strong not in ("没问题", "没有问题") and not lexicon.hit("talk.ack", said.bare[:2]):
        return strong
    plain = next((words for clause in said.statements() if (words := results.normal_words(clause.text))), "")
    dated = said.hit("patrol.day") or dates.days(said.text, said.context.now)
    match = _ALL_ZERO.search(said.text)
    return plain if plain and dated else (match.group() if match else all_zero(said.text))


_NEW_YEAR = re.compile(r"(?:大年|正月)?(?:年)?初[一二三四五六七八九十]{1,2}|大年三十")


def _zero(said: Said, why: str) -> ZeroReport:
    span = spans.several(_NEW_YEAR.sub("", said.text), said.context.now)
    return ZeroReport(
        report_date=None if span else dates.report_day(_zero_clauses(said), said.context.now),
        span=span,
        no_major=results.no_major(said),
        why=(why,),
    )


def _zero_clauses(said: Said) -> str:
    """The clauses that speak of the zero report, else the whole: a round beside it may have another day."""
    chosen = [clause.text for clause in said.clauses if lexicon.hit("patrol.zero", clause.text)]
    return " ".join(chosen) if chosen and is_round(said) else said.text


def sights(said: Said) -> Iterator[Act]:
    """Pictures sent at night with nothing but a place under them: a round that says no result.

    Example: enterprise [media=video:1, now=2026-03-16T00:41+08:00] "罐区" -> PatrolReport report_date=2026-03-15
    """
    if said.officer or said.asks or not said.pictured or not stands_for_round(said) or pending(said.text):
        return
    if found := places.listed(said.text):
        day = dates.report_day(said.text, said.context.now)
        yield PatrolReport(report_date=day, locations=found, why=(because(found[0], "夜里带影像的地点"),))
