"""What a round or a day came to: in order, a guess, or nothing said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.acts import Result
from handlers.understand import clauses, lexicon, places
from handlers.understand.clauses import Clause
from handlers.understand.said import Said, asked, pending


def result_of(said: Said) -> tuple[Result | None, str]:
    """What the round found and by which word: plain words before guesses, None where nothing is said."""
    guess = ""
    for clause in said.statements():
        words = normal_words(clause.text)
        apart = _UNLESS.search(clause.text) and not _NO_HAZARD.search(said.text)
        if words and not is_hedged(clause.text) and not apart:
            return (Result.HEDGED, but) if (but := _but(said)) else (Result.NORMAL, words)
        guess = guess or is_hedged(clause.text) or words
    if guess or not checked(said):
        return (Result.HEDGED, guess) if guess else (None, "")
    return Result.NORMAL, "✔"


def is_hedged(text: str) -> str:
    """The guess in a clause: a guess by itself, or a good word behind "大体"."""
    if words := lexicon.hit("patrol.hedged", text):
        return words
    match = lexicon.pattern("patrol.hedge").search(text)
    return match.group() + words if match and (words := _near_normal(text[match.end() :])) else ""


def _near_normal(behind: str) -> str:
    match = lexicon.pattern("patrol.normal").search(behind)
    return match.group() if match and match.start() <= 6 else ""


_NO_HAZARD = re.compile(r"(?:不是|不算|不属于|并非|谈不上)(?:什么|啥)?(?:隐患|问题)")
MAJOR_ONLY = re.compile(r"(?:未|没|没有|无)(?:发现|有|见)?(?:任何)?重大")
_BUT = re.compile(r"^(?:除了|唯独|就差|只有|就是)(?P<what>[^,。;]{3,16}?)(?:以外|之外|外)?\Z")
_IDLE = re.compile(r"停|没开|不开|没生产|关门|锁|放假|检修|空|冷|累|困|辛苦|热|蚊子|人手|没人|黑|晚|雨|雪|风|路")


def _but(said: Said) -> str:
    """A last clause that leaves out of the good result what it tells: "都好,除了泵房"."""
    last = said.clauses[-1].text.strip()
    match = _BUT.match(last) if len(said.clauses) > 1 else None
    if match is None or normal_words(last) or _IDLE.search(match["what"]):
        return ""
    return last if last.startswith(("除了", "唯独")) else ""


_UNLESS = re.compile(r"(?:除|除了)[^,。;]{1,20}(?:外|以外)|其他|其它|其余|别的")


NOTHING_WRONG = re.compile(
    r"(?:没有?|冇|木有?|无|么|莫得|没得|未)(?:再)?(?:发现|看见|看到|瞅见|瞅到|瞧见|瞧到|碰见|碰到|查到|查出"
    r"|出现|发生|接到|收到|接报|出|见着|见|找着|找到|巡出|检出|发觉)?(?:了|过)?"
    r"(?:有)?(?:安全生产|安全|生产|各类|突发)?(?:啥|什么|甚么?|任何|明显|其他|其它|新的?|一点|半点"
    r"|哪(?:一)?(?:处|点|里|儿))?(?:的)?"
    r"(?:问题|异常|隐患|毛病|情况|状况|故障|岔子|差错|纰漏|差池|异样|动静|不妥|不对劲?|不正常|不安全|险情"
    r"|缺陷|突发事件|突发情况|安全隐患|安全问题|(?<=[啥么何一发到见出过])(?:事儿|事情|事(?!故"
    r"|项)))(?:的)?(?:地方|事|情况|现象|处)?"
    r"(?:(?:[、和及与或/]|以及|或者)(?:任何|其他|其它)?(?:问题|异常|隐患|情况|事故|险情|泄漏|火灾|伤亡|违章"
    r"|故障|跑冒滴漏)(?:情况|现象)?)*"
    r"|(?:啥|什么|一点|半点|任何)(?:问题|异常|隐患|毛病|情况|状况|故障|岔子|事儿?)(?:也|都)?(?:没有?|木有?|冇"
    r"|无|没得|莫得|不存在)"
    r"|(?:一|半)(?:处|条|个|项|点儿?|丝|起|样)(?:安全|事故)?(?:隐患|问题|毛病|异常|事故|情况)(?:也|都|愣是|硬是|真)?"
    r"(?:没有?|未|木有?|冇|莫得|不存在|找不|查不)(?!整|改|处|修|弄|清|换|完)(?:发现|查出|查到|"
    r"查着|看到|看见|找到|找着|找见|瞅见|发生|出现|出|见|着|到)?(?:来)?"
    r"|(?:问题|异常|隐患|毛病|故障)(?:木有?|冇|没得|莫得)"
    r"|没有?(?:哪|一|任何|半)[^,。;]{0,6}(?:是)?(?:不正常|不对劲?|有问题|异常|不好|不妥|出问题|有毛病)(?:得|的)?"
    r"|(?:没有?|未)[^,。;]{0,8}不(?:正常|对劲|妥当?|安全)的?(?:地方|事|情况|现象|处)"
    r"|(?:不存在|没有)[^,。;]{0,4}(?:问题|隐患|异常)"
    r"|(?<!重大)(?<!重大安全)(?<!重大事故)(?:隐患|问题|异常|结果)(?:情况|数|数量)?:?(?:无|没有|(?:0|零)(?:处|项|条|个)?)(?=\Z|,|;)"
    r"|\A(?:一切|全厂|全站|整体)?安全(?:✔|OK|无事|正常)?\Z"
    r"|平安(?:无事|度过)?(?:了|的|啊|哦|呢|✔|OK|哈){0,2}\Z"
)


#: It was in order when somebody looked then; now it no longer is.
_WAS_FINE = re.compile(
    r"(?:那[回次会天阵]|上[回次周月]|昨[天晚日夜]|前[天几两]|早上|上午|白天|刚才|之前|以前|原来|原先|去年"
    r"|头[天回]|时候?|刚[来买装换修]|出厂|才[买换装修])"
    r"[^,。;]{0,8}还(?:都|挺|很|一直|算|能|在|是(?=好))?(?:好|正常|没事|没问题|OK|完好|亮|行|灵|管用)"
)


def nothing_wrong(text: str) -> str:
    """Words by which nothing is wrong: "冇啥问题", "隐患：无", "今天平安"."""
    if _WAS_FINE.search(text):
        return ""
    match = NOTHING_WRONG.search(text)
    return (
        match.group() if match and not turned_round(text[: match.start()], match.group(), text[match.end() :]) else ""
    )


def normal_words(text: str) -> str:
    """The good result in a clause, unless it is turned round or speaks of major hazards only."""
    if words := nothing_wrong(text):
        return words
    if _WAS_FINE.search(text):
        return ""
    for match in lexicon.pattern("patrol.normal").finditer(text):
        if match.group() in ("未发现", "没发现", "没有发现") and not _nothing_found(text[match.end() :]):
            continue
        if turned_round(text[: match.start()], match.group(), text[match.end() :]) or text[: match.start()].endswith(
            _ONCE
        ):
            continue
        return match.group()
    return ""


#: Before a good word: it was so once.
_ONCE = ("还", "原来", "以前", "那回", "上回", "本来")


def _nothing_found(behind: str) -> bool:
    return not behind.strip() or (
        bool(re.match(r"[^,。;]{0,12}(?:隐患|异常|问题|情况|漏|险情|现象|故障|违章)", behind)) and "重大" not in behind
    )


#: 没有隐患是不可能的, 没有隐患排查制度, 谁能说没有隐患: of good results in general.
_OF_THEM = re.compile(
    r"(?:这话|这事|那|都|才|就)?(?:是(?:不可能|假|骗|形式|吹|以前|最|好事|不存在)|那是|谁信|不可能|的(?:企业"
    r"|单位|厂家|时候|人)|(?:排查|治理|整改|整治)(?!$|[,。;完情结已均]))"
)
_SAID_BY = re.compile(
    r"(?:谁能?说|要说|敢说|号称|吹|不可能|哪有|哪能|怎么会|怎么可能|难道|说|想要|盼着?|保证|一路|路上|旅途)\Z"
)


def turned_round(before: str, word: str, behind: str = "") -> bool:
    """Whether a good word is turned into its opposite by what stands before it, or only spoken of."""
    if _OF_THEM.match(behind) or (
        _SAID_BY.search(before) and not re.search(r"(?:师傅|值班|班长|老|小|他|电话)[^,。;]{0,6}说\Z", before)
    ):
        return True
    if word[0] in "没无未木冇莫么零0":
        return bool(re.search(r"(?:不是|并非|是不是|有|如果|要是)\Z", before))
    return bool(lexicon.ending(before, "patrol.not_normal"))


def no_major(said: Said) -> bool:
    """Whether only major hazards are denied."""
    return bool(MAJOR_ONLY.search(said.text))


def is_strong(text: str) -> str:
    """Words that say by themselves that there is nothing to report."""
    match = lexicon.pattern("patrol.nothing").search(text) or NOTHING_WRONG.search(text)
    return (
        match.group() if match and not turned_round(text[: match.start()], match.group(), text[match.end() :]) else ""
    )


def checked(said: Said) -> tuple[str, ...]:
    """The places behind which the message puts a result."""
    found = (place for phrase in telling(said) for place in places.with_result(phrase))
    return tuple(dict.fromkeys(found))


_SIDE_BY_SIDE = re.compile(r"(?<=正常) (?=[\u4e00-\u9fff])|(?<=异常) (?=[\u4e00-\u9fff])|(?<=完好) (?=[\u4e00-\u9fff])")


def telling(said: Said) -> Iterator[str]:
    """The phrases that neither ask nor announce."""
    parts = (part for phrase in clauses.phrases(said.text) for part in _SIDE_BY_SIDE.split(phrase))
    return (phrase for phrase in parts if not asked(Clause(phrase, 0)) and not pending(phrase))
