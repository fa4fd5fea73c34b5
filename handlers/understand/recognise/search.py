"""检索: words that are looked for in the ledger. "查 氯气管道", "去年罐区的隐患", "有没有关于液氨泵的隐患"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from handlers.acts import Act, SearchLedger, Span
from handlers.understand import lexicon, refs, spans
from handlers.understand.recognise import incidents
from handlers.understand.said import Said, because

_LONGEST = 40
_POLITE = r"(?:请|麻烦|劳驾|帮忙|帮我|给我|我想|我要|想|再|你|能不能|能否|可以|先){0,3}"
#: "查一下液氨泵", "搜 阀门 泄漏": what can only mean a search.
_SURE = re.compile(
    rf"\A{_POLITE}(?:检索|搜索|搜寻|搜|查询|查找|查一查|查查|查(?=一?下)|翻一?翻)"
    r"(?:一?下)?+(?![来去发出到了看是])[ :,]?(?P<rest>.+)\Z"
)
#: "查氯气管道": a search if a space or a colon stood behind the verb, or an officer names a thing.
_BARE = re.compile(
    rf"\A{_POLITE}(?:查|找(?:一?下|找)?)[ :,]?(?![了完过出到岗看获处封收清明漏实验房车一人原])(?P<rest>.+)\Z"
)
_APART = re.compile(rf"\A\s*(?:@\S+\s+)?{_POLITE}(?:查|找(?:一?下|找)?)[\s:,]")
#: 找个时间, 找人: somebody is to be found, not words.
_FOR_SOMEBODY = re.compile(rf"\A{_POLITE}找(?!一?下|找)")
_ABOUT = re.compile(
    r"\A(?P<who>.{0,12}?)(?:有没有|有无|有过没有|是否有|有)(?:过)?(?:关于|涉及|有关|跟|和)(?P<rest>.+?)"
    r"(?:有关|相关|方面)?(?:的)?(?:隐患|问题|记录)(?:吗|么|没有|没)?\Z"
)
#: "去年罐区的隐患", "罐区灭火器的隐患有哪些".
_TOPIC = re.compile(
    r"\A(?P<rest>.+?)的(?:安全)?隐患(?P<asks>都?有哪些|有什么|都?有啥|有没有|有吗|有么|呢|记录|清单|列表)?\Z"
)

#: What other questions and orders are about.
_OTHERWISE = re.compile(
    r"谁|哪家|哪几家|几家|多少|几[条处个项起]|[没未漏]报|报了|[没未]交|[没未]发|夜巡|零报|报送|上报|值班|带班"
    r"|[改销完环成]率|送教|推送|延期|待批|批了|进度|进展|状态|台账|名单|日报|周报|月报|附件|附表|电话"
    r"|为什么|为啥|怎么|咋|如何|什么情况|啥情况|家次|排名|最[多少差好]|复查|意见书|挂牌|天气|系统|账号|绑定|密码|原因"
    r"|视频|照片|监控|是不是|是否|有没有(?!关于|涉及|有关|类似|跟|和|\Z)"
)
#: Something is told, not looked for.
_TOLD = re.compile(
    r"正常|没事|没啥|(?:没有?|无|未见|未发现)(?:任何|啥|什么|一般|重大)?(?:隐患|问题|异常)|完好|OK|✔|完毕"
    r"|[^为]了(?!解)|啦|!|快来|已[经整改]|报告|有人|受伤|中毒|[昏晕救]|1(?:19|20)"
    r"|[\d一二两三四五六七八九十][个处条项具只台]|发现(?!的)|有点"
)
_PERIOD = re.compile(
    r"(?:20\d\d年(?!\d)(?:\d{1,2}月(?:份|\d{1,2}[日号])?)?|(?:去|今|前|上|本)年度?|[上下]半[年月]"
    r"|(?:上上|上|本|这)个?(?:周|星期|礼拜|月|季度)[一二三四五六日天]?|[一二三四1-4]季度"
    r"|(?:最近|近|过去|这)(?:\d+|[一二两三四五六七八九十半]+)(?:天|日|周|个?月|年)"
    r"|(?<!\d)(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份|\d{1,2}[日号])?(?:(?:到|至|-)(?:\d{1,2}月)?\d{1,2}[日号])?"
    r"|(?:大前|前|昨|今)[天日晚夜]|年初|春节|国庆|元旦|五一|中秋|清明|端午)(?:以来|期间|以后|之后|里)?"
)
#: Words of a state or a level say nothing of what is looked for; nor do those before and behind it.
_STATE = re.compile(
    r"(?:还)?[没未](?:有)?(?:整改|改完?|销号|完成|闭环|处理)|整改中|已?销号|[超逾]期的|到期的|重大|一般(?!固废)"
    r"|新增|登记|发现|查出"
)
_BEFORE = re.compile(
    r"\A(?:关于|有关|涉及|类似|同类|有没有|有无|所有|全部|以前|之前|过去|历史|曾经|我们?[厂司站]?|咱们?[厂站]?|本[厂站]|全县|期间"
    r"|一?下|看看|[这那](?:些|个|种|类|几个)|其[他它]|别|哪些|还有|有|里|的|是|与|和|跟|,| )+"
)
_BEHIND = re.compile(
    r"(?:有关|相关|方面|类似|这类|这种|的|安全|隐患|问题|记录|情况|资料|信息|历史"
    r"|都?有哪些|哪些|有没有|有吗|吗|么|呢|吧|看看|里|,|。|[?]| ){1,12}\Z"
)
_THING = re.compile(r"[泵罐管阀釜塔炉仓库房间区站楼井沟池机表线缆灯箱柜栏罩板梯架氨氯氢]")

_TO_GROUP = re.compile(r"[ ,。]?(?:请)?发(?:到|在)?(?:工作)?群里?(?:吧|一下)?\Z")


def search(said: Said) -> Iterator[Act]:
    """Words to look for in the ledger: a verb of looking before them, or a place or a thing before 的隐患.

    Example: officer "查 氯气管道" -> SearchLedger
    """
    text = _TO_GROUP.sub("", said.text.rstrip("?。! "))
    found = _asked(said, text) if len(text) <= _LONGEST and _may(said) else ""
    if not found or _OTHERWISE.search(text) or _TOLD.search(f" {said.text}") or _numbered(said):
        return
    words = _as_written(wanted(found, said), said.raw)
    if words:
        yield SearchLedger(
            text=words,
            span=_span(said),
            subject="hazards" if "隐患" in text else "",
            enterprises=said.enterprises if said.officer else (),
            to_group=said.to_group,
            why=(because(words, "查台账里的字句"),),
        )


def _may(said: Said) -> bool:
    """Officers by name in a group too; somebody of an enterprise in private, and not while a question waits."""
    if said.officer:
        return said.to_bot
    return said.context.chat == "direct" and not said.context.media and not said.context.reply_to


def _numbered(said: Said) -> bool:
    return bool(refs.numbers(said.text, said.context) or refs.replied(said.context))


def _asked(said: Said, text: str) -> str:
    """The stretch in which stands what is looked for, or nothing where nothing is looked for."""
    if match := _SURE.match(text):
        return match["rest"]
    bare = _BARE.match(text)
    if bare and _APART.match(unicodedata.normalize("NFKC", said.raw)):
        return bare["rest"]
    if match := _ABOUT.match(text):
        return f"{match['who']} {match['rest']}"
    told = next(incidents.incident(said), None) is not None or _FOR_SOMEBODY.match(text)
    rest = bare["rest"] if bare and said.officer and not told else _topic(said, text)
    return rest if _names_a_thing(wanted(rest, said)) else ""


def _topic(said: Said, text: str) -> str:
    """罐区的隐患: a headline of an officer; of an enterprise it has to ask or to name a time."""
    match = _TOPIC.match(text)
    return match["rest"] if match and (said.officer or match["asks"] or _PERIOD.search(text)) else ""


def _names_a_thing(words: str) -> bool:
    named = lexicon.pattern("places.tails", "hazard.equipment", "hazard.fault")
    return bool(named.search(words) or _THING.search(words))


def wanted(text: str, said: Said) -> str:
    """What is looked for: without names of enterprises, periods, states and the words around it."""
    for name in said.names:
        text = text.replace(name.text, " ")
    text = _STATE.sub(" ", _PERIOD.sub(" ", text))
    parts = (_BEHIND.sub("", _BEFORE.sub("", part)) for part in re.split(r"[\s、,的]+", text))
    return " ".join(part for part in parts if part)


def _as_written(words: str, raw: str) -> str:
    """The words with the spaces that somebody wrote between them: 阀门 泄漏 need not stand together."""
    loose = r"\s*".join(re.escape(char) for char in words if not char.isspace())
    match = re.search(loose, unicodedata.normalize("NFKC", raw))
    return " ".join(match.group().split()) if match else words


# The days


def _span(said: Said) -> Span | None:
    match = re.search(r"(?P<year>20\d\d)年(?!\d)", said.text)
    if match:
        return _year(int(match["year"]))
    return _year(said.today.year - 2) if "前年" in said.text else spans.span(said.text, said.context.now)


def _year(year: int) -> Span:
    return Span(date(year, 1, 1), date(year, 12, 31))
