"""Places of a plant, in lists and inside sentences."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from handlers.understand import lexicon, own, wrong

LONGEST = 12
_LIST = re.compile(r"[、,和及与跟/+&>→ ]|-{1,2}>?|还有|以及|然后|再到|再去|:|\(|\)")
_ITEM = re.compile(r"^(?:\(?\d{1,2}[.、)](?!\d)|[一二三四五六七八九十]{1,2}[、.]|[-*·])\s?")
_CLOCK = re.compile(
    r"^(?:凌晨|夜里|半夜|后半夜|前半夜|晚上|早上|今早)?(?:零|[一二三四五六七八九两]|十[一二]?)点(?:[一二三四五]?十[一二三四五六七八九]?(?:分|"
    r"来分)?|半|整|多|来钟|钟|左右)"
    r"|^(?:\d{1,2}(?:月\d{1,2})?[号日](?=[今昨前]?[夜晚凌早白日]))?(?:[01]?\d|2[0-4])[:点时]\d{0,2}分?(?:-(?:[01]?\d|"
    r"2[0-4])[:点时]\d{0,2}分?)?\s?|^\d{1,2}[号日](?=[今昨前]?[夜晚凌早白])"
)
_RESULT = re.compile(
    r"^[ :|]{0,3}(?:的?(?:设备|设施|情况|运行|状况|状态|各项|巡查|检查))?"
    r"(?:都|均|全|也|全部|一切|各|运行|状态|情况|怪|挺|很){0,2}[:]?"
    r"(?:正常|OK|好好(?:的|哩|嘞|咧)|无异常|没问题|完好|良好|无隐患|好着|好(?=\Z|[,。;])|没事|平安|未见异常"
    r"|未发现(?:任何)?(?:问题|隐患|异常)|没发现(?:啥|什么)?(?:问题|隐患|异常)|未发现异常|"
    r"没毛病|没啥|木(?:有|得)?(?:啥|什么)?(?:事|毛病|问题|异常)|冇(?:啥)?(?:事|毛病|问题)|得劲|"
    r"没见(?:啥|着|异)|妥|照常|无事|没异常|没有异常|没有问题|无问题|没隐患|安好|中(?=\Z|[,。;]))",
    re.IGNORECASE,
)


@cache
def _leaders() -> re.Pattern[str]:
    return re.compile("^" + lexicon.either("places.leaders"))


def stripped(text: str) -> str:
    """A stretch without its number, its clock and the verbs before the place."""
    text = _CLOCK.sub("", _ITEM.sub("", text.strip()))
    for _ in range(8):
        text = _CLOCK.sub("", text).lstrip("-:. ")
        match = _leaders().match(text)
        if match is None or match.end() == len(text) or (match.group() == "值班" and text[match.end()] in "室房台"):
            return text
        named = lexicon.pattern("places.tails", "places.more").match(text) if match.end() == 1 else None
        if named and named.end() > 1:
            return text  # 过道, 出料口: the first character is part of the place
        text = text[match.end() :].lstrip(": ")
    return text


def place_end(text: str) -> int:
    """Where the place ends with which a stretch begins, or 0."""
    match = own.with_places("places.tails").search(text[: LONGEST + 6])
    if match is None or match.start() > LONGEST:
        return 0
    end = match.end()
    return _past_tails(text, end)


def _past_tails(text: str, end: int) -> int:
    """The end of one place of several words: "罐区泵房", "三车间二楼"."""
    for _ in range(3):
        match = own.with_places("places.tails", "places.sides").match(text, end)
        if match is None or match.group() == "的":
            return end
        end = match.end()
    return end


def listed(text: str) -> tuple[str, ...]:
    """The places that are named in a list or as the object of a round."""
    found: list[str] = []
    for part in filter(None, _LIST.split(_THESE.sub("", text))):
        found += [place for place in _pieces(stripped(part)) if place not in found]
    return tuple(found)


_THESE = re.compile(r"这(?:[两三四五六七八九几\d]{1,2})?(?:个|处)?(?:地方|点位?|地儿|位置|区域|场所|部位|处).{0,12}\Z")
_MANY = 3  # so many places written together are a list


def _pieces(text: str) -> list[str]:
    """The place that a stretch names, or all of those that stand in it without marks: "酸库碱库变配电所"."""
    place = _only_place(text)
    ends = [match.end() for match in _ends().finditer(place)]
    starts = sorted({0, *(end + (place[end : end + 1] in tuple("区间房室岗")) for end in ends)})
    pieces = [place[a:b] for a, b in pairwise(starts)]
    if starts[-1] == len(place) and pieces and min(map(len, pieces)) > 1 and (len(pieces) >= _MANY or _alike(pieces)):
        return pieces
    return [place] if place else []


def _alike(pieces: list[str]) -> bool:
    """Whether two places that stand together are of one kind: "成品库树脂库", but not "罐区泵房"."""
    return len(pieces) > 1 and min(map(len, pieces)) > _TOO_SHORT and len({piece[-1] for piece in pieces}) == 1


def _only_place(text: str) -> str:
    if not text or lexicon.hit("hazard.fault", text):
        return ""
    text = stripped(text.rsplit(":", 1)[-1])
    ends = [match.end() for match in _ends().finditer(text[: LONGEST + 6])]
    if not ends or len(text) > LONGEST + 6:
        return text if _ROOM.fullmatch(text) else ""
    end = _further(text, ends[-1])
    side = _BEHIND_PLACE.match(text, end) or lexicon.pattern("places.sides").match(text, end)
    return text[: side.end() if side and side.group() != "的" else end]


_ROOM = re.compile(r"(?!.*(?:夜|期|时|中|晚|日)间)[\u4e00-\u9fffA-Za-z\d#]{1,6}[区库间房室台棚]")


def with_result(phrase: str) -> tuple[str, ...]:
    """The places of a phrase behind which a good result or a tick stands: "罐区：正常", "罐区✔泵房✔"."""
    if ticked := _TICKED.findall(phrase):
        named = (stripped(one) for one in ticked if not _OF_ROUND.search(one))
        kept = (_only_place(one) or (one if len(ticked) > 1 and _SHORT.fullmatch(one) else "") for one in named)
        return tuple(place for place in kept if place)
    text = stripped(phrase)
    if place := _before_result(text):
        return (place,)
    if (row := _ROW.match(text)) and not _NO_ROW.search(row["thing"]):
        return (row["thing"],)
    return _listed_with_result(text)


_ROW = re.compile(r"(?P<thing>[\u4e00-\u9fffA-Za-z\d#]{2,8})(?: ?[:|] ?| )(?:正常|完好|良好|OK|无异常|没问题)\Z")
_NO_ROW = re.compile(r"情况|结果|状态|一切|全部|设备|运行|总体|整体|今[日天晚]|昨|本[站厂]|都|均|巡|查")
_SHORT = re.compile(r"[\u4e00-\u9fff]{2,5}")
_OF_ROUND = re.compile(r"[巡查转看]|完成|完毕")
_AND = re.compile(r"[、及与跟]|和(?!平)")
_OTHERWISE = re.compile(r"(?:停产|停工|锁门|关门|封闭|无人|空置|没人)*")


def _before_result(text: str) -> str:
    """The place behind which nothing but its result stands: "压缩机房 正常", "二车间停产锁门正常"."""
    for match in reversed([*_ends().finditer(text[: LONGEST + 6])]):
        end = _further(text, match.end())
        side = _BEHIND_PLACE.match(text, end)
        end = side.end() if side else end
        idle = _OTHERWISE.match(text, end)
        if _RESULT.match(text[idle.end() if idle else end :]):
            return "" if _AND.search(text[:end]) else stripped(re.split(r":|\d、", text[:end])[-1])
    return ""


_TICKED = re.compile(r"((?:(?!OK)[^✔ 、,]){2,12})(?:✔|OK)")


def _listed_with_result(text: str) -> tuple[str, ...]:
    parts = [stripped(part) if part else "" for part in re.split(r"[、和及与跟 ]|还有", text)]
    ends = [len(_only_place(part)) for part in parts]
    last = next((at for at in reversed(range(len(parts))) if ends[at]), 0)
    rest = parts[last][ends[last] :] or "".join(parts[last + 1 : last + 2])
    if not last or not _RESULT.match(rest):
        return ()
    return tuple(part for part in map(_only_place, parts[: last + 1]) if part)


def first_place(text: str) -> tuple[str, str]:
    """The place at the beginning of a description and the rest of it."""
    text = stripped(text)
    end = _first_end(text) or _cut_place(text)
    rest = text[end:].lstrip(":的 ")
    if not end or not rest:
        return "", text
    return text[:end].rstrip("的"), rest if len(rest) > _TOO_SHORT else text


_TOO_SHORT = 2  # "消防通道堵塞": the place is part of what is wrong


def _first_end(text: str) -> int:
    """Where the first place ends, with its side; a thing that stands in it belongs to the description."""
    match = own.with_places("places.tails").search(text[: LONGEST + 6])
    if match is None or match.start() > LONGEST:
        return 0
    end = _further(text, match.end())
    side = lexicon.pattern("places.sides").match(text, end)
    return side.end() if side and side.group() != "的" else end


_ROOMS = "区库间房室站台楼层棚院门廊道口塔釜罐炉"
_FLOOR = re.compile(r"\d{1,2}[楼层]")


#: 台账, 间距 and their kin are no part of a place.
_NO_STAND = re.compile(r"台[账秤历风灯]|间[距隔]|口[罩径]|组[织长]|角(?:[铁钢磨阀度]|接)")


def _further(text: str, end: int) -> int:
    """The end of a place that goes on: "循环水" and "泵房", "楼梯" and "口", but not "罐区" and "围堰"."""
    for _ in range(3):
        match = _FLOOR.match(text, end) or own.with_places("places.tails").match(text, end)
        if match and match.group()[-1] in _ROOMS:
            end = match.end()
        elif (
            text[end : end + 1] in tuple("区间房室台口组群岗角")
            and not _NO_STAND.match(text, end)
            and not lexicon.pattern("hazard.fault").match(text, end)
        ):
            end += 1
        else:
            break
    return end


# The place in front of what is wrong


_BREAKS = re.compile(
    r"[:,。;]|[一两三几\d][处个条项]\(|发现|查到|查出|看到|看见|瞅见|瞧见|走到|巡到|转到|查到|路过|经过|存在|现在|说(?!明)"
    r"|(?<![现存实所])在(?!线|用|役)|位于"
    r"|这个|那个|有个|有一个|有(?=\d|[一两三])|就是|咱们?|我们|俺们?|我厂|我站|我司|我公司|今天|昨晚|今晚|刚才"
    r"|刚刚|完了?|(?<=[。,\s])是|的时候|名称|(?<=先报)[^:]{1,3}:"
)
_BEHIND_PLACE = re.compile(
    r"(?:底下|底部|下面|下头|上面|上头|里头|里面|旁边|边上|跟前|门口|东侧|西侧|南侧|北侧|东头|西头|东边|西边|顶上"
    r"|那儿|那边|那里|那块儿?|那片|这儿|这边|这块儿?|顶部|四周|周边|周围|一带|外围|沿线|[东南]?[西北]?两[侧边头]|前后|内外|里外|"
    r"外墙|外头|后头|后面|拐角|角落)"
)
_NEAR = 16  # so many characters before the end of a place belong to it


@cache
def _ends() -> re.Pattern[str]:
    named = lexicon.either("places.tails", "places.more")
    single = (
        "(?<=[\\u4e00-\\u9fffA-Za-z\\d#])"
        + lexicon.either("places.single")
        + "(?!(?<=站)[不着住起在得队]|(?<=井)[盖圈]|(?<=[箱柜])[盖体子])"
    )
    return re.compile(
        rf"(?<![A-Za-z\d])[A-Z]{{1,3}}-?\d{{2,4}}[A-Z]?(?:釜|罐|塔|泵|炉|器|槽)?|{named}(?:\d{{1,2}}[楼层])?"
        rf"|{single}{_NO_PLACE}"
    )


# What only ends like a place: 期间, 我厂.
_NO_PLACE = (
    "(?<![期时空中夜晚之日白不民乡午]间)(?<![我俺本全咱贵该]厂)(?<![我俺本全咱网]站)(?<![我俺本全咱]库)"
    "(?<!医院)(?<![地社县]区)(?![\\u4e00-\\u9fff]?[们户])"
)


def located(text: str, fault_at: int) -> str:
    """The place in a clause before what is wrong: as far as the last word that can end one."""
    for stretch in reversed(_BREAKS.split(_THAT.sub("", text[:fault_at]))):
        if place := _last_place(stretch, text[fault_at : fault_at + _FAULT]):
            return place
    return ""


#: 后门那个卷帘门: the one thing stands at the other.
_THAT = re.compile(
    r"(?<=[区库间房室站台门口楼棚院厂塔池沟岗墙边旁头里外面])的?(?:那|这)(?:个|台|块|扇|根|"
    r"条|只|盏|把)(?=[\u4e00-\u9fff]{2})"
)
_FAULT = 6
_ROOM_ENDS = "区库间房室站棚院厂楼"


_SUBJECT = re.compile(r"(?:的|有|被|都|也|已经?|处|存在|有点|好像|边|一处|出现)*")


def _last_place(stretch: str, fault: str = "") -> str:
    bare = stripped(stretch.strip(" 的"))
    ends = [match.end() for match in _ends().finditer(bare)]
    if not ends:
        return ""
    subject = bare[ends[-1] - 1] not in _ROOM_ENDS and not wrong.thing_in(fault)
    if len(ends) > 1 and subject and _SUBJECT.fullmatch(bare, ends[-1]):
        ends.pop()  # what stands last is itself what is wrong: "罐区围堰有裂缝"
    end = _further(bare, ends[-1])
    behind = _BEHIND_PLACE.match(bare, end) or lexicon.pattern("places.sides").match(bare, end)
    end = behind.end() if behind else end
    return bare[max(0, end - _NEAR) : end].lstrip("的了、和与及 ")


def _is_place(word: str, length: int) -> bool:
    return word.endswith(lexicon.words("places.ends")) and length > 1


def _cut_place(text: str) -> int:
    """Where the words of the dictionary see a place: the last of the leading words that ends like one."""
    end = position = 0
    for word in lexicon.cut(text[:40]):
        position += len(word)
        if position > LONGEST:
            break
        if _is_place(word, position) or (end and word in lexicon.words("places.sides")):
            end = position
        elif lexicon.pattern("hazard.fault").match(word):
            break
    return end
