"""Spaces that say nothing are left out, and marks that were left out are put in, where the words around show it."""

from __future__ import annotations

import re

from handlers.understand import joined, lexicon, named, tabled, wrong
from handlers.understand.numbers import number

_WIDE = re.compile(r"[ \t]{2,40}")
_PAUSE = re.compile(r"[,。;!?]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_MARKS = frozenset(",。;:!?、()<>/+=\"'《》【】“”〔〕")
#: What stands behind a number and belongs to it.
_COUNTED = re.compile(r"\d[\d.:]*(?: ?[处项条个起天家具台次名人套吨米级万%楼层]|-\d)")
_ITEM = re.compile(r"\d{1,2}[、.)](?!\d)")
#: Behind these a number goes on.
_BEFORE_NUMBER = re.compile(
    r"(?:[月年请由为缺是和跟与]|除了?|倒数|不足|不够|异常|不合格|限时|限期|用电|只改了|只剩|意见书|今天|昨天|明天|后天|近|第|延|共|约|至|到|于|有|还|剩|限|在|从|"
    r"给|把|只|选|发现|隐患|问题|附件|预计|保证|谁说|等|好像|来修)\Z"
)
#: What no clause ends with, and none begins with.
_COUNT_OF_ALL = re.compile(r"(?:隐患|问题|毛病)[\d一二两三四五六七八九十]{1,3}个\Z")
_GOES_ON = frozenset(
    "没不未无已都也还均把被给在再先就又将要请能会可和与及或是有正到从由对向为按被各该每个只很太更最的谁像似否让叫使"
)
_CONTINUES = re.compile(
    r"(?:地(?![上面下沟坪板磅头坑漏基秤库埋脚罐])|得(?![换修改弄赶马想买找要等停重登爬进动焊吊挖])|着(?!火)|过(?![期道滤年两几]))|"
    r"[了的吗呢吧啊呀们掉嘛啦咧哩个些块截]|再(?=[说报讲看来发弄议定销改])|后(?![门院墙面勤边方道])|那(?:是|都)"
    r"|我?(?:再|就|才)(?=[发报传拍补])|(?:[上下]午|明天|晚上|今晚|明早|后天|一会儿?|待会儿?|回头)(?:就|再"
    r"|才)?去(?=[\u4e00-\u9fff])|"
    r"[好完上成][了咧啦]|[回起][来去]了?(?:[,。]|\Z)|不[准许让得]进|里(?=[说发报回])|请回复|外(?=[均都全其])"
    r"|(?:老铁|兄弟|哥们|家人|大哥|老哥|姐妹)们?(?:[,。!]|\Z)|(?:告诉|通知|联系|回复)(?:你|您|大家|一声|各位)|"
    r"[才便则](?=.)|就(?!剩|是|到\d|一[处个项])(?=.)|没有?(?:[,。?;]|\Z)"
)
#: A label of a form or a word that begins a clause of its own.
_BEGINS = re.compile(
    r"[\u4e00-\u9fff]{2,6}:|责任人|措施|时限|期限|整改期限|资金|预案|监护人|其余|其他|剩下|"
    r"剩|另外|期间|因为|由于|复查人|意见书|作业票|票号|编号|安全✔|等(?!等)|第[一二三四五六七八九\d][条个项处]|"
    r"一般|按|但|限(?=[\d一两二三四五今明本下月期])|就(?:剩|是|到\d|一[处个项])|合格|其中|预计|计划|争取|正常|平安|[二三四五六]是|以上|别的|俩|当场|应该|都要求|起火部位|夜巡视频"
    r"|队伍|现在(?!的)|目前|无异常|无隐患|没问题|一切|都好"
)
_ENDS = re.compile(
    r"(?:平安|无异常|无隐患|没问题|没隐患|没事|无事|无缺|在岗|都好|没毛病)\Z|(?<![除为])[了完好毕咧啦]\Z|"
    r"[倒塌翻断裂破穿垮]\Z|起跳\Z|\d[处项条个具台](?:问题|隐患)?\Z|到位\Z|正常\Z|合格\Z|通过\Z|一下\Z"
)
_ENDS_ASKING = re.compile(
    r"(?:吗|(?<![怎什多那这])么|中不中|行不行|行不|可不可以|[天周号日月]不|是假的|[中行好成]吧|原则同意)\Z"
)
#: A round that was told, before what was seen on it.
_ROUND = re.compile(r"(?:夜查|夜巡|巡查|巡检|一圈|一遍|转完|巡完|查完|检查|巡到[\u4e00-\u9fff]{2,8})\Z")
_STATES = re.compile(r"[没未不无缺少坏断漏锈裂松堵塌歪]|有(?!人)")
_ENDS_WITH_DAY = re.compile(r"(?:\d|[一二两三四五六七八九十几])(?:个)?(?:号|日|天|周|月|星期|礼拜)\Z|月底\Z|半个月\Z")
_COMPLETE = ("hazard.fault", "hazard.done", "hazard.doing", "hazard.control")
_DAYS = re.compile(r"(?:今天|昨天|明天|今晚|昨晚|上午|下午|晚上|刚才|现在|目前)\Z")
_PAUSES = re.compile("[ ,。;!?]")
_IN_LIST = re.compile("[ ,。;!?、:]")
_OF_ALL = re.compile("[都均各全也挨无未没正]")
_LISTS = re.compile(r"(?<!\d{3})\d、\S|[啊呀呢吧呗嘛](?: |\Z)")
_ASKS = re.compile(
    r"(?:哪儿?|哪里|怎么|咋|什么|啥|多少|谁|天天|年年|夜夜|一直|是不是|会不会"
    # an order goes on behind its adverb, a case behind its preposition
    r"|及时|立即|马上|尽快|必须|应当|务必|严禁|禁止|不得|抓紧|按时|如实|被[\u4e00-\u9fff]|(?<![现正实])在[\u4e00-\u9fff])\Z"
)
_OPENING = frozenset("(〔[【")
#: A single character that belongs to what follows: 没 人受伤, 东 罐区.
_FORWARD = frozenset("没无未不东西南北前后")
#: Two numbers that a space keeps apart: 零点四十 二车间.
_FIGURES = frozenset("零一二三四五六七八九十两")
_NO_NAME = frozenset("着了好完的吗过")
_OF_DAY = frozenset("前后内之以底下上的才就")
_ALONE = frozenset(("同意", "不同意", "批了"))
_PART = re.compile(r"[一二三四五六七八九\d东南西北前后里内外上下左右门旁]")
#: Numbers of a list and of hazards that were written with spaces.
_NUMBERS = re.compile(
    r"(?<![\d:.])\d{1,3}(?:(?: |、 ?)\d{1,3}){1,9}(?= ?(?:[条项]|[两二三四五]条|已|都|改|整改|不?合格|通过|好|弄|搞"
    r"|没动|还没)|号(?=[复弄改整修换已都完销通不没延]))|(?<![\d:.-])0\d{3}(?: 0\d{3}){1,9}(?!\d)"
)
_ITEMS = re.compile(r"(?<![^\s,;。:)])([1-9])(?: {1,2}|、)(?=[\u4e00-\u9fff])")
_ITEMS_IN_WORDS = re.compile(r"(?<![^\s,;。:)])([一二三四五六七八九])(?: {1,2}|、)(?=[\u4e00-\u9fff])")
#: What is written about a round belongs to its word: 巡查 记录本.
_LOOK = re.compile(r"(?:巡查|夜巡|检查|巡检)\Z")
_OF_LOOK = re.compile(r"记录|台账|路线|签到|表|群|制度|要求|申请")
#: 平安 是福: so short a word is what the sentence speaks of.
SHORT = 2
#: So many characters around a space are looked at.
AROUND = 30
#: So many words between spaces are the columns of a form.
COLUMNS = 4
#: So many characters stand before the thing that a stretch tells of.
AHEAD = 8
#: So many characters stand before the word of a place.
PLACE = 4


def tidy(text: str) -> str:
    """A text without the spaces that say nothing."""
    text = joined.together(text)
    if " " not in text:
        return text
    if tabled.is_table(text):
        return _WIDE.sub(" ", text)
    text = _listed(text)
    return "\n".join(_tidy_line(line.strip()) for line in text.split("\n"))


_LEFT_OUT = re.compile(
    # who answers for it, until when
    r"(?<=[\u4e00-\u9fff])(?<!整改)(?<!主要)(?<![缺补写为定是的把报改换加、])"
    r"(?=(?:责任人:?[\u4e00-\u9fff]{2,3}(?:整改|时限|期限|[,。;\d\s]|\Z))|(?:整改)?[时期]限:?\d)"
    # what is left; the paper of a re-check
    r"|(?<=[条项处个了完好])(?=剩[下余]?[一二两三四五六七八九\d]|一[条项处个]不剩)"
    r"|(?<=[格过去看的])(?=复查意见书)"
    # by when, what came of it all, to whom it is told
    r"|(?<=[\u4e00-\u9fff])(?<![于在到至限将须请取划计拟定为从已是的要能等给我说、,把都也还得可会就再月年下上本这个])"
    r"(?=限?(?:下?周[一二三四五六日]|明天|后天|月底|\d{1,2}[月日号](?:\d{1,2}[日号])?)(?:上午|中午|下午|晚上"
    r"|下班)?(?:之|以)?前[改弄换修清抽装补完处解])"
    r"|(?<=[\u4e00-\u9fff])(?<![在是都也均为])(?=一切正常)|(?<=[\u4e00-\u9fff])(?=特此报告|以上由|请领导放心"
    r"|跟您报备|记一条隐患|一切正常\Z)"
    r"|(?<=[\u4e00-\u9fff])(?=现在(?:都)?(?:好|正常|没事|修好|通)了)|(?<=伤亡)(?=[\u4e00-\u9fff]{2,6}[无完正齐])(?<!造成伤亡)"
    r"|(?<=一圈)(?=[\u4e00-\u9fff]{3})(?!都|也|就|的)"
    r"|(?<=正常)(?=[\u4e00-\u9fff\d#]{1,4}(?:车间|罐区|台|房|区|间|站|池|炉|塔)[\u4e00-\u9fff])"
    # what guards until then
    r"|(?<=[\u4e00-\u9fff])(?=先(?:拉|围|挂|停|关|断|贴|摆)了|已(?:经)?(?:叫停|停用|隔离|上锁|拉警戒|设警戒"
    r"|批评教育)|已(?:经)?挂牌(?!督办))"
    r"|(?<=[\u4e00-\u9fff])(?=已(?:经)?(?:整改|处理|改)(?:了|完成?)? ?\d{1,3} ?[处项条个])"
)
#: Between these a space is a pause: what is asked for, what fell upon what.
_HEARD = re.compile(
    r"(?<=[\u4e00-\u9fff]) (?=(?:要|想|申请|请求?)(?:延|缓|宽限))"
    r"|(?<=[倒塌翻断裂]) (?=[砸压撞击埋])"
)
_MORE_TIME = re.compile(
    r"(?:延|缓|推|(?<![昨今当夜每傍])晚|宽限|多要|多给)[^,。;!?\n]{0,8}?"
    r"(?:[\d一二两三四五六七八九十半几]{1,3}(?:个)?(?:天|小时|周|月|星期|礼拜|号|日)|月底|下?周[一二三四五六日])吧?"
    r"(?=[\u4e00-\u9fff]{4})(?![前后内之左右以行可再才的能吗完整改不同没给是否够底])"
)


def paused(text: str) -> str:
    """A text with the pauses that everybody hears where no mark was written."""
    return _MORE_TIME.sub(lambda match: match.group() + ",", _LEFT_OUT.sub(",", _HEARD.sub(",", text)))


def _tidy_line(line: str) -> str:
    """Wide gaps are columns and stay, as one space each; between two names they are a list."""
    done = ""
    for column in (column for column in _WIDE.split(line) if column):
        joint = "、" if _ends_with_name(done) and named.is_name(column.split(" ")[0]) else " " if done else ""
        done += joint + _tidy_column(column)
    return done


def _ends_with_name(text: str) -> bool:
    return any(named.is_name(text[-n:]) and text[-n - 1 : -n] in ("", "人", "员", ":", "、") for n in (2, 3))


def _listed(text: str) -> str:
    """Numbers that count items or name hazards get the mark that was left out."""
    text = _NUMBERS.sub(lambda match: re.sub("[ 、]+", "、", match.group()), text)
    for items in (_ITEMS, _ITEMS_IN_WORDS):
        numbers = [number(match[1]) for match in items.finditer(text)]
        text = items.sub(r"\1、", text) if _counts(numbers) else text
    return text


def _counts(numbers: list[int | None]) -> bool:
    """Whether numbers count from one, perhaps again and again: under each place anew."""
    pairs = zip([0, *(one or 0 for one in numbers)], numbers, strict=False)
    return len(numbers) > 1 and all(one == 1 or one == before + 1 for before, one in pairs)


def _tidy_column(text: str) -> str:
    if " " not in text:
        return text
    columns = _in_columns(text)
    done, *parts = _whole_words(text).split(" ")
    for at, part in enumerate(parts):
        after = " ".join(parts[at : at + AROUND])[:AROUND]
        stays = bool(part) and _separates(done[-AROUND:], after, columns)
        done += _joint(done, after) + part if stays else part
    return done


def _joint(before: str, after: str) -> str:
    if _ends_with_name(before) and named.is_name(after):
        return "、"
    return "、" if _lists_places(before, after) else " "


def _lists_places(before: str, after: str) -> bool:
    """Whether a space stands between two places of a list that has its mark elsewhere: 配电室 泵房、罐区."""
    *others, last = _IN_LIST.split(before)
    first, *rest = _IN_LIST.split(after)
    marked = bool(others and before.removesuffix(last)[-1:] == "、") or bool(rest and after[len(first)] == "、")
    first = _OF_ALL.split(first)[0]
    return marked and all(len(one) <= AHEAD and bool(lexicon.ending(one, "places.tails")) for one in (last, first))


def _whole_words(text: str) -> str:
    """A text without the spaces that stand inside a word."""
    inside = _inside_words(text)
    done, *parts = text.split(" ")
    return done + "".join(part if at in inside else f" {part}" for at, part in enumerate(parts))


def _inside_words(text: str) -> set[int]:
    """Which of the spaces stand inside a word."""
    places: list[int] = []
    squeezed = ""
    for part in text.split(" "):
        squeezed += part
        places.append(len(squeezed))
    ends, at = {0}, 0
    for word in lexicon.cut(squeezed):
        at += len(word)
        ends.add(at)
    return {
        gap
        for gap, place in enumerate(places[:-1])
        if place not in ends
        and _CHINESE.match(squeezed[place - 1])
        and _CHINESE.match(squeezed[place])
        and not {squeezed[place - 1], squeezed[place]} <= _FIGURES
    }


def _separates(before: str, after: str, columns: bool) -> bool:
    """Whether a space between two stretches is a pause: between clauses, columns, names."""
    left, right = before[-1:], after[0]
    if right in _OPENING:
        return left not in _MARKS and not _BEFORE_NUMBER.search(before)
    if left == ")" and right not in _MARKS:
        return bool(_COUNTED.match(after)) or _is_complete(before[before.rfind("(") + 1 : -1])
    if left in _MARKS or right in _MARKS:
        return False
    if left.isascii() and right.isascii():
        return True
    if left.isdigit():
        return False
    if right.isdigit():
        return _before_number(before, after)
    if not _CHINESE.match(left) or not _CHINESE.match(right):
        return not (left + right).isalnum() or (right.isalpha() and _is_complete(_PAUSES.split(before)[-1]))
    return _between_words(_PAUSES.split(before)[-1], _first(after), columns)


def _first(after: str) -> str:
    """The first stretch of what follows; a single character belongs to the next one."""
    first, *rest = after.split(" ", 2)
    return _PAUSES.split(first + rest[0] if first in _FORWARD and rest else first)[0]


def _before_number(before: str, after: str) -> bool:
    if _ITEM.match(after) or (_COUNTED.match(after) and _is_complete(_PAUSES.split(before)[-1])):
        return True
    return not (_COUNTED.match(after) or _BEFORE_NUMBER.search(before))


def _between_words(before: str, after: str, columns: bool) -> bool:
    if before in lexicon.words("talk.ack") or before in _ALONE:
        return _CONTINUES.match(after) is None
    if (len(before) <= SHORT and after[0] == "是") or (_LOOK.search(before) and _OF_LOOK.match(after)):
        return False
    if _ENDS_ASKING.search(before) and len(after) > 1 and not _CONTINUES.match(after):
        return True
    if (
        (before[-1:] in _GOES_ON and not _COUNT_OF_ALL.search(before))
        or _DAYS.match(before)
        or _ASKS.search(before)
        or _CONTINUES.match(after)
        or min(len(before), len(after)) == 1
    ):
        return False
    if _BEGINS.match(after) or named.name_at(after) or (named.is_name(after) and after[-1] not in _NO_NAME) or columns:
        return True
    if _ENDS_WITH_DAY.search(before):
        return after[0] not in _OF_DAY and not lexicon.pattern("hazard.verbs").match(after)
    if _tells_of(after) and (_ROUND.search(before) or _tells_of(before)):
        return True
    return not named.is_name(before) and (_is_complete(before) or _are_places(before, after))


def _tells_of(text: str) -> bool:
    """Whether a stretch begins with a thing or a place and tells how it is."""
    thing = wrong.thing_in(text)
    return bool(thing) and text.find(thing) <= AHEAD and bool(_STATES.search(text, text.find(thing) + len(thing)))


def _is_complete(text: str) -> bool:
    """Whether a stretch says something by itself: what is wrong, what was done, until when."""
    return bool(
        _ENDS.search(text)
        or _ENDS_ASKING.search(text)
        or lexicon.pattern(*_COMPLETE).search(text)
        or wrong.states(text)
    )


def _are_places(before: str, after: str) -> bool:
    """Whether one place stands behind another, and is no part of it."""
    if not lexicon.ending(before, "places.tails") or _PART.match(after):
        return False
    match = lexicon.pattern("places.tails").search(after)
    return match is not None and match.start() <= PLACE


def _in_columns(text: str) -> bool:
    """Whether a text has no other mark than its spaces, and words of some length between them."""
    parts = text.split(" ")
    return len(parts) >= COLUMNS and not _PAUSE.search(text) and not _LISTS.search(text) and min(map(len, parts)) > 1
