"""By which words a round is told, and where it went."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from handlers.understand import asserted, lexicon, places, results, tabled
from handlers.understand.clauses import KEPT, Clause
from handlers.understand.recognise import looked
from handlers.understand.said import Said, asked, pending

_OTHER_CHECK = re.compile(r"[排检自抽复调督核审盘]\Z")


_DENIED_ROUND = re.compile(
    r"(?:没有?|未|还没有?|尚未|忘了|忘记|不用|不|无需|免|漏|能否|缺)(?:去|能|法|来得及|做|进行|安排)?\Z"
)


@lru_cache(maxsize=KEPT)
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
    goes = "(?:转|走|看|查|巡|摸(?!底|排)|溜|遛|溜达|绕|跑|兜|瞅|瞧|逛|串|蹓|趟|转悠|踅摸)"
    times = r"(?:一大|一整|两|三|四|几|好几|一|半|\d)(?:个)?(?:大)?(?:圈|遍|趟|轮|遭|来回)"
    places = lexicon.either("places.tails", "places.more")
    return re.compile(
        rf"{listed}|{goes}(?:了|过|完|罢)?{times}(?!测|记|底)|(?:巡|转|走|查|看|跑)(?:了|完|过|遍|罢"
        rf"|毕)(?=[^,。;]{{0,6}}{places})"
        r"|(?:瞅|瞧|转|走|巡)(?:罢|遍|完|过)|巡(?:了|过)?[\d一两二三四五六](?:次|回)|(?:都|全)(?:看|查|转|走|巡|瞅|瞧)(?:过|了|完|到|遍|罢)"
        r"|(?<=[\u4e00-\u9fff])(?:转|"
        r"巡)(?:的|哩|嘞|咧|勒)(?=\Z|[,。;])"
        r"|\A巡\Z|巡到(?!位)|第[一二三四五六\d]{1,2}(?:遍|趟|轮|圈)|(?:\d|一|两|三|四|半)个?(?:小时|点"
        r"|钟头)一(?:巡|查|转)"
        rf"|(?<![夜抽复])巡(?=[^,。;]{{0,6}}{places})|(?:全厂|全站|全库|全院|厂里|站里|库里|院里|里里外外|前前后后|"
        rf"厂子|挨个)(?:都|全)?(?:走|转|看|查|巡)(?:完|遍|过|了|到)"
    )


def _stands_for_a_round(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()]
    if _DENIED_ROUND.search(before) or (match.group()[0] == "查" and _OTHER_CHECK.search(before)):
        return False
    if _UNFINISHED.search(text) or (match.group() in _GONE and not _FIRMLY_GONE.match(text, match.end())):
        return False
    if _AGAIN.search(before) and not _HAS_BEEN.search(match.group()):
        return False
    if _LEFT_OUT.match(text, match.end()) or (_SENT_FOR.search(before) and not lexicon.hit("patrol.over", text)):
        return False
    if _HOURLY.search(before) and _SO_OFTEN.fullmatch(match.group()):
        return False
    if _EVERY.search(before) or _UNTIL.search(before) or _BY_OTHERS.search(before):
        return False
    if _PLANNED.search(before) and _STRENGTH.fullmatch(text[match.end() :].strip()):
        return False
    if _WILL_BE_SENT.search(before):
        return False
    if (
        _THEN_TOLD.match(text, match.end())
        or _HABIT.search(before)
        or _SOON.search(before)
        or _ONCE.match(text, match.end())
        or _MOANS.match(text, match.end())
    ):
        return False
    things = lexicon.pattern("patrol.things").match(text, match.end())
    return not things or bool(_MADE.match(text, things.end()))


#: 马上巡完, 巡完再说: not made yet.
_SOON = re.compile(r"(?:马上|就要|快要?|即将|等|待|等会儿?|一会儿?|等我|还没|没有?)(?:把|去|我|他们|这圈)*\Z")
_ONCE = re.compile(r"(?:了)?(?:再(?:说|报|发|回)|就(?:报|发|给|来)|给(?:你|您|领导)(?:报|发|说|回)|告诉(?:你|您)|后再)")
#: 爸爸天天夜巡, 夜里要转三趟, 夜巡真冷: of rounds in general.
_HABIT = re.compile(
    r"(?:正常情况下?|一般|平时|通常|按规定|原则上|往常|天天|经常|总是|老是|年年|成天|整天|常年|希望|愿意|喜欢"
    r"|讨厌|最怕|害怕|辛苦)[^,。;]{0,4}\Z|(?<![只刚主重需])(?:要|得|该|应该|必须|想|还要|还得|就得|都得|都要)\Z"
)
_MOANS = re.compile(
    r"(?:的时候|时)?(?:真|太|可|好|挺|怪|贼|特别|确实|实在)(?:是)?(?:冷|累|辛苦|困|冻|吓|黑(?!灯)|远|麻烦|烦|折腾"
    r"|遭罪|不容易|难)|(?:这活|这事|工作)(?:真|太|可|不)"
)
_MADE = re.compile(r"(?:都|全|也)?已?(?:经)?(?:完成|做完|结束|完毕|搞定|干完|走完|执行完)")


#: 检查组来看了一圈: not our round.
_BY_OTHERS = re.compile(
    r"(?:检查组|督查组|督导组|专家组?|领导|应急局|消防队?|第三方|安监局?|局里|县里|市里|上级|"
    r"总部|集团|客户)[^,。;]{0,6}"
    r"(?:来|到厂|到站|到库|下来|过来|进厂)[^,。;]{0,6}\Z"
)
_EVERY = re.compile(r"每(?:隔)?[\d一两二三四半]{0,2}(?:个)?(?:小时|班|天|日|晚|夜|周|点|钟头)(?:都|再|要|加)?\Z")
#: 先停用该段,2小时巡1次: how a place is watched meanwhile, and no round that was made.
_HOURLY = re.compile(r"[\d一两二三四半]{1,2}个?(?:小时|钟头)\Z")
_SO_OFTEN = re.compile(r"(?:巡查|巡检|巡|查|转|看)[\d一两二三四]{1,2}(?:次|遍|回|趟|圈)")
_THEN_TOLD = re.compile(r"(?:就|再|后|以后|之后|马上)?(?:发|给|报|说|回|拍|传|告诉)(?:群|你|您|恁|过去|视频|信|话|图)")
_UNTIL = re.compile(r"(?:等|待)[^,。;]{0,4}\Z")
_PLANNED = re.compile(
    r"每(?:隔)?[\d一两二三四半]{0,2}(?:个)?(?:小时|班|天|日|晚|夜|周|点)\Z|(?:安排|布置|部署|"
    r"加密|加强|增加|加大|增大|强化|落实|坚持|严格|抓好|抓紧|做好|搞好|组织"
    r"|每班|每小时|每天|每日)(?:好|了|做好|抓好)?(?:人员|人手|专人|值班人员|班组)?(?:对|进行|开展|搞好|做好)?"
    r"(?:夜间|夜里|晚上|夜晚|日常|现场|罐区|厂区|库区|站区|矿区|重点部位|重点区域|重点|各岗位|"
    r"昼夜|今晚|今夜|雨天|雨中|雨前)?(?:的)?\Z"
)
_STRENGTH = re.compile(r"(?:的)?(?:力度|频次|次数|频率|密度|工作|值守|值班|检查|制度)?")
#: 今晚零点后按要求发夜巡视频: not made yet.
_WILL_BE_SENT = re.compile(
    r"(?:今晚|今夜|今天夜里|晚上|夜里|零点|12点|十二点|凌晨|后半夜|明[天早晚]|到点|到时|回头|以后|每晚|每天|按时|准时)"
    r"[^,。;已]{0,12}(?:发|拍|传|报|录|交|上传|报送)(?:好|个|一个|一下|段|份)?\Z"
)
#: 前半圈走完了, 巡到半路, 还剩罐区没去: a part of it.
_UNFINISHED = re.compile(
    r"(?:才|刚|只|先)?(?:转|走|看|查|巡|跑|溜|绕|瞅)(?:了|到|完|在)?(?:一|大|前|后|多|这|小)?半(?:圈|"
    r"路|道|截|拉|程|儿)?"
    r"(?![夜天宿晌晚日月年]|个?小时|个?钟|点)|[前后头上下]半(?:圈|截|程|趟)|半(?:圈|路|道)(?:上|了)?|(?:夜巡|"
    r"巡查|巡检|巡视)(?:进行)?到?(?:一半|半截)"
)
_GONE = frozenset({"都走了", "全走了"})
_FIRMLY_GONE = re.compile(r"(?:一|几|两|三|个)?[圈遍趟轮]")
_AGAIN = re.compile(r"(?<!又)再(?:去|来|给)?\Z")
_HAS_BEEN = re.compile(r"[了过完罢]")


_SENT_FOR = re.compile(r"(?:轮到|该|安排|让|叫(?!上)|派|由|归)[\u4e00-\u9fff]{1,4}(?:去|来)?\Z")


_LEFT_OUT = re.compile(
    r"[^,。;]{0,4}(?:报备|请假|告假|打个?招呼|说一声)(?!:)|(?:视频|照片|录像)?(?:都|也|就)?(?:传|发|拍|录|做|上)不|不会|不能|不让|忘|漏|没(?:去|做|拍|发|搞|弄|成|巡"
    r"|录|报|有人|来得)|未(?:做|拍|发(?![现生觉])|巡|报|开展)"
)


def is_round(said: Said) -> str:
    """The words by which the message tells of a finished round; progress in one clause does not undo another."""
    if repeats_order(said) or unfinished(said):
        return ""
    sent = _SENT.search(said.text) if said.pictured else None
    return next(
        (
            words
            for clause in said.clauses
            if not asserted.supposed(said.text, clause) and (words := round_words(clause))
        ),
        "",
    ) or (sent.group() if sent else next(iter(looked.looked(said)), ""))


#: The round shows in what was sent with it.
_SENT = re.compile(
    r"(?:夜巡|巡查|巡检|夜查|巡过?)(?:的)?(?:视频|照片|录像|小视频)(?:忘发了?|漏发了?|没发上)?[,]?(?:现在|这会儿?"
    r"|今早)?(?:补上|补发|补传|补一?下|补报|已发|发了|发上|发来|附上|附后|见附|奉上|来了|请查收|上传)"
)


_ORDERED = re.compile(
    r"(?:\d{1,2}|零|十[一二]?)(?:点|时|:\d\d)(?:整|半)?(?:之?前|以前)|准时|按时|按要求|每[天日晚]|严格|务必"
    r"|前(?:上报|报送|发|报)"
)


def repeats_order(said: Said) -> bool:
    """Whether a receipt is given and what was ordered is repeated behind it."""
    return bool(_RECEIPT.match(said.text) and _ORDERED.search(said.text))


_RECEIPT = re.compile(r"(?:收到|明白|好的|知道了|了解|遵命|OK|嗯)[^\u4e00-\u9fff]")


_LEFT = re.compile(
    r"(?:还|就|只|光)(?:剩|差|有|余)(?:下|着|了)?[^,。;]{1,10}(?:没|未)(?:有)?(?:去|巡|转|看|"
    r"查|走|到|瞅|跑)(?!见|到什么|到啥|出|着|发现)"
    r"|[^,。;]{1,8}(?:还没|还未|尚未|没顾上|没来得及|没轮到|没腾出空)(?:去|巡|转|看|查|走到?|"
    r"跑)(?:呢|哩|完|了|到|过)?(?=\Z|[,。;])"
    r"|(?:剩下的?|其余的?|后头的?|另一半|那半边)[^,。;]{0,4}(?:等会儿?|一会儿?|待会儿?|回头|"
    r"后半夜|天亮|过会儿?|晚点|再)(?:去|来|接着)?(?:再)?(?:巡|转|看|查|走)"
    r"|(?:巡|转|看|查|走)完(?:了)?(?:再)?(?:一起|一块儿?|一并)(?:报|发|传)"
)


def unfinished(said: Said) -> str:
    """The words by which a part of the round is said to be still ahead."""
    match = None if "补" in said.text else _LEFT.search(said.text)
    return match.group() if match else ""


def locations(said: Said) -> tuple[str, ...]:
    """The places of the round."""
    found = list(results.checked(said))
    for phrase in results.telling(said):
        if finder().search(phrase):
            found += [place for place in places.listed(_object_of_round(phrase)) if not _within(place, found)]
    labelled = places.listed(dict(tabled.fields(said.text)).get("location", "")) or _column(said.text)
    plants = {name.text for name in said.names}  # whose round it was is no place of it
    return labelled or tuple(
        dict.fromkeys(one for one in found or looked.looked(said) or _listed_alone(said) if one not in plants)
    )


def _column(text: str) -> tuple[str, ...]:
    """What stands under the head for a place in a table of a round."""
    lines = [re.split(r"[ |\t]+", line.strip(" |\t")) for line in text.split("\n") if line.strip()]
    for at, head in enumerate(lines):
        column = next((n for n, cell in enumerate(head) if tabled.heads().get(cell) == "location"), None)
        if column is not None and len(head) > 1:
            rows = [line[column] for line in lines[at + 1 :] if len(line) == len(head)]
            return tuple(dict.fromkeys(cell for cell in rows if _CELL.fullmatch(cell)))
    return ()


_CELL = re.compile(r"[\u4e00-\u9fffA-Za-z\d#-]{2,12}")


def _listed_alone(said: Said) -> list[str]:
    """The places of a clause, or behind a label, that is nothing but a list of them."""
    for phrase in results.telling(said):
        words = results.normal_words(phrase)
        phrase = phrase.partition(words)[0] if words else phrase
        places_told = places.listed(phrase)
        if len(places_told) > 1 and sum(map(len, places_told)) * 3 >= len(phrase) * 2:
            return [*places_told]
    return []


def _within(place: str, found: list[str]) -> bool:
    return any(place in other or other in place for other in found)


def _object_of_round(text: str) -> str:
    """What stands behind the word of the round, else what stands before it."""
    match = next((one for one in finder().finditer(text) if one.group() not in lexicon.words("patrol.sign")), None)
    if match is None:
        return text
    behind = text[match.end() :]
    behind = behind.partition(results.normal_words(behind) or "\n")[0]
    return behind if places.listed(behind) else AROUND.split(text[: match.start()])[-1]


#: Behind these stands what the round went around.
AROUND = re.compile(r"绕着?|围着|沿着|顺着")
