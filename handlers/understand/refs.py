"""Which hazard is meant: its number, the message it answers, its place in the list, its date, its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from handlers.understand import clauses, dates, inlist, lexicon
from handlers.understand.context import Context, OpenHazard
from handlers.understand.numbers import NUMBER, number
from models.calendar import local

_FULL = re.compile(r"YH-?(?P<year>\d{4})-?(?P<n>\d{4,6})(?!\d)", re.IGNORECASE)
_SHORT = re.compile(r"(?<![\d.])(?<!20\d\d-)(?<!\d:)0\d{3,5}(?![\d.%]|万|元)")
_HAO = re.compile(
    r"(?<![\d.月至到延于-])(?P<n>\d{1,4})号(?!前|之前|以前|完|弄完|改完|到|能|可以|左右|楼|罐|泵|线|机|釜|库"
    r"|车)(?P<sure>那条|那个|这条|这个|隐患(?!情况|有|多少|几|数|登记|新增))?"
)
#: 2026-0031: without the letters, one that is known.
_WITH_YEAR = re.compile(r"(?<![\d-])20\d\d-(?P<n>0\d{3})(?![\d-])")
#: No day of a month: 51号完事了.
_HAO_NO_DAY = re.compile(r"(?<![\d.月至到延于-])(?:3[2-9]|[4-9]\d|\d{3,4})(?=号(?:完|弄完|改完|到(?!货)|能|可以))")
#: The first and the last of some places: 1到3条, 第2至第4项.
_PLACES = re.compile(
    rf"(?<![\d.:/])从?第?(?P<a>{NUMBER})(?:条|个|项|处)?(?:到|至|-)第?(?P<b>{NUMBER})"
    r"(?:(?:条|个|项|处)(?!钟|工作日)|(?=(?:[都也均]|全部|复查|复核|验收){0,3}(?:不?合格|[没不]?通过"
    r"|过[了关](?!期)|没过|可以销|不?同意|[没不]?达标|能销)))"
)
_PLACE = re.compile(
    rf"(?<!倒数)第(?P<n>{NUMBER}(?:(?:条|个|项|处)?(?:[、,和跟]第?|第){NUMBER}(?=条|个|项|处|、|和|跟|,第))*)(?:条|个|项|处)"
)
_FIRST = re.compile(rf"(?:前|头)(?P<n>{NUMBER})(?:条|个|项|处)")
_LAST = re.compile(rf"(?:最后|后|末)(?:面|头|边)?(?:那|这)?(?P<n>{NUMBER})?(?:条|个|项|处)")
_RUN = re.compile(
    r"(?<![第一二三四五六七八九十\d])(?P<n>[一二三四五六七八九](?:[、和]?[一二三四五六七八九]){1,9}|二)条(?!件|例"
    r"|款|都)"
)
_PAIR = re.compile(
    r"(?<![\d.:/-])\d{2,4}(?=[、和,]\d{2,4}(?!\d)|[两三几那这]条|[两三几那这]个)"
    r"|(?<![\d.:/-])\d{2,4}(?=不是没|号?(?:已经|早就|早已|都已|不用|不必|无需|现在|刚刚?|[都也已还没要得])?(?:再)?(?:延|给(?=\d|[一二两三四五六七八九十半个])|宽|不行|不中|没过|不过关|过[了关](?!期)|不达标|拖|推|缓|不?合格|不?通过|改|弄|修|换|整改|清|不?同意"
    r"|延期|作废|退回|销))"
    r"|(?<=\d[、和,])\d{2,4}(?=[两三几都号已改弄])"
)
_NO = re.compile(r"^YH-\d{4}-\d{4,}")
_DIGIT = re.compile(r"\d")
_COUNTING = re.compile(r"[第前后头末条]")


@dataclass(frozen=True)
class Reference:
    """Some hazards that stand together in a text, by number or by place."""

    start: int
    end: int
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """What is said of some hazards: from their clause to the next that are named; without numbers, the whole."""

    numbers: tuple[str, ...]
    text: str
    start: int = 0


def known_numbers(context: Context) -> tuple[str, ...]:
    """The hazards that the context speaks of."""
    numbers = [*(hazard.number for hazard in context.open_hazards), *context.last_list]
    if reply := replied(context):
        numbers.append(reply)
    return tuple(dict.fromkeys(numbers))


def replied(context: Context) -> str:
    """The hazard whose message is answered."""
    match = _NO.match((context.reply_to or "").removeprefix("extension:"))
    return match.group() if match else ""


def numbers(text: str, context: Context) -> tuple[str, ...]:
    """The hazards that are named by a number, in full form."""
    return tuple(dict.fromkeys(no for reference in _numbered(text, context) for no in reference.numbers))


def _numbered(text: str, context: Context) -> list[Reference]:
    if not _DIGIT.search(text):
        return []
    known = known_numbers(context)
    found = [_one(match, f"YH-{match['year']}-{match['n']}") for match in _FULL.finditer(text)]
    rest = _FULL.sub(lambda match: " " * len(match.group()), text)
    found += [_one(match, _full(match.group(), known, context)) for match in _SHORT.finditer(rest)]
    found += [_one(match, no) for match in _WITH_YEAR.finditer(rest) if (no := _tail(match["n"], known))]
    found += [_one(match, no) for match in _HAO.finditer(rest) if (no := _hao(match, known, context))]
    found += [_one(match, no) for match in _HAO_NO_DAY.finditer(rest) if (no := _tail(match.group(), known))]
    found += [_one(match, no) for match in inlist.LEFT_OUT.finditer(rest) if (no := _tail(match["n"], known))]
    found += [_one(match, no) for match in _PAIR.finditer(rest) if (no := _tail(match.group(), known))]
    return sorted(found, key=lambda reference: reference.start)


def _one(match: re.Match[str], no: str) -> Reference:
    return Reference(match.start(), match.end(), (no,))


def _full(short: str, known: Iterable[str], context: Context) -> str:
    return _tail(short, known) or f"YH-{local(context.now).year}-{short.zfill(4)}"


def _hao(match: re.Match[str], known: Iterable[str], context: Context) -> str:
    """ "31号" is one that is known; "31号隐患" is one whether it is known or not, "2号那条" a place of a short list."""
    place, last = int(match["n"]), context.last_list
    listed = last[place - 1] if 0 < place <= len(last) else ""
    return _tail(match["n"], known) or ((listed or _full(match["n"], (), context)) if match["sure"] else "")


def _tail(short: str, known: Iterable[str]) -> str:
    """The one known number that ends in a short one, if that is written in digits."""
    if not short.isdecimal():
        return ""
    found = [no for no in known if no.rsplit("-", 1)[-1].isdecimal() and int(no.rsplit("-", 1)[-1]) == int(short)]
    return found[0] if len(found) == 1 else ""


# Places in the list that was shown last

_BARE = re.compile(
    r"(?<![\d./-])(?<!\d[,:])(?P<n>\d{1,2}(?:[、和及跟与, ]{1,2}\d{1,2}(?!\d))*)"
    r"(?:[.、] ?|(?<=[、和及,]\d)[条项个]|号(?=[都也均]?(?:不?合格|通过|不?同意|退回|销)))?"
    r"(?=(?:[都也均已还得要正刚才]|全部|暂时|目前|已经|复查|复核|验收|核查|现场|看过|查过){0,3}(?:过[了关](?!期)"
    r"|[不没能可][能给]?[销过]|[没不]?(?:达标|到位|符合)|认可|不?合格|通过|没通过|未通过|不通过|不?同意|不行|退回"
    r"|可以|没问题|销|作废|定为"
    r"|没?改|没?弄|没?动|没?干|[没未等在]|计划|预计|拟|准备|打算|尚|采购|整改|约|订|缺|少|卡|差|搁|拖|缓|延|推"
    r"|完[成工了]|妥|再|等|修|换|清|整改|还?差|在[改弄修换]|延|搞|好了|(?<=已)(?:装|焊|补|刷|贴|接|加|配|搬|挪|拆|送|盖|锁|固定)))"
)
#: Places that are written without marks between them: "135搞定，24等货".
_TOGETHER = re.compile(r"(?<![\d.:/-])[1-9]{2,6}(?=都|已|搞定|弄|改|修|换|好了|完|等|没|还|在|整改|处理|妥)")
_TEN = 10
_ITEM = re.compile(r"(?:(?<=^)|(?<=[\n;。]))(?P<n>\d{1,2})[、.)](?!\d)")


def places(text: str, size: int, listed: bool = False) -> list[tuple[int, int, tuple[int, ...]]]:
    """Where places of a list of that size are named, and which: 第二条, 前两条, "1、3合格"; as a list, "1、" too."""
    if not size:
        return []
    found = [
        (match.start(), match.end(), _all_of(re.sub("[第条个项处]+", "、", match["n"])))
        for match in _PLACE.finditer(text)
    ]
    found += [
        (match.start(), match.end(), tuple(range(number(match["a"]) or 0, min(number(match["b"]) or 0, size) + 1)))
        for match in _PLACES.finditer(text)
    ]
    found += [
        (match.start(), match.end(), tuple(range(1, (number(match["n"]) or 0) + 1))) for match in _FIRST.finditer(text)
    ]
    found += [
        (match.start(), match.end(), tuple(range(size - (number(match["n"] or "1") or 0) + 1, size + 1)))
        for match in _LAST.finditer(text)
    ]
    found += inlist.from_end(text, size)
    found += [
        (match.start(), match.end(), tuple(number(one) or 0 for one in re.sub("[、和]", "", match["n"])))
        for match in _RUN.finditer(text)
    ]
    rest = _FULL.sub(lambda match: " " * len(match.group()), text)
    found += [(match.start("n"), match.end(), (number(match["n"]) or 0,)) for match in inlist.LEFT_OUT.finditer(text)]
    found += inlist.spoken(rest, size)
    found += [
        (match.start(), match.end(), tuple(map(int, match.group())))
        for match in _TOGETHER.finditer(rest)
        if size < _TEN and all(a < b <= str(size) for a, b in pairwise(match.group()))
    ]
    for finder in (_BARE, _ITEM) if listed else (_BARE,):
        found += [(match.start(), match.end("n"), _all_of(match["n"])) for match in finder.finditer(rest)]
    kept = [(start, end, tuple(at for at in some if 0 < at <= size)) for start, end, some in sorted(set(found))]
    return [one for one in _apart(kept) if one[2]]


def _apart(found: list[tuple[int, int, tuple[int, ...]]]) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Those that do not lie within the one before."""
    last = -1
    for one in found:
        if one[0] >= last:
            yield one
            last = one[1]


def _all_of(text: str) -> tuple[int, ...]:
    parts = (one for one in re.split(r"[、和及跟, ]+", text) if one)
    return tuple(number(one) or 0 for part in parts for one in inlist.apart(part))


def indices(text: str, size: int) -> tuple[int, ...]:
    """The places in the list that are named."""
    return tuple(dict.fromkeys(place for _, _, some in places(text, size) for place in some))


def placed(numbers: Iterable[str], context: Context) -> tuple[int, ...]:
    """The places of some hazards in the list that was shown last."""
    return tuple(context.last_list.index(no) + 1 for no in numbers if no in context.last_list)


# What is said of which


def references(text: str, context: Context, listed: bool = False) -> list[Reference]:
    """The hazards that a text names by number or place, those that stand together as one."""
    last = context.last_list
    if not (_DIGIT.search(text) or (last and (_COUNTING.search(text) or inlist.mentions(text)))):
        return []
    found = _numbered(text, context)
    found += [
        Reference(start, end, tuple(last[place - 1] for place in some))
        for start, end, some in places(text, len(last), listed)
        if not any(one.start < end and start < one.end for one in found)
    ]
    return _joined(text, sorted(found, key=lambda reference: reference.start), context)


_BETWEEN = re.compile(r"(?:[、,和跟与及/+ ]|还有|以及)*")


def _joined(text: str, found: list[Reference], context: Context) -> list[Reference]:
    joined: list[Reference] = []
    for reference in found:
        between = text[joined[-1].end : reference.start] if joined else "|"
        if _BETWEEN.fullmatch(between) or (_RANGE.fullmatch(between) and len(reference.numbers) == 1):
            before = joined.pop()
            ranges = bool(between) and bool(_RANGE.fullmatch(between))
            inside = _inside(before.numbers[-1], reference.numbers[0], context) if ranges else ()
            together = tuple(dict.fromkeys((*before.numbers, *inside, *reference.numbers)))
            reference = Reference(before.start, reference.end, together)
        joined.append(reference)
    return joined


_RANGE = re.compile(r"-{1,3}|到|至")


def _inside(first: str, last: str, context: Context) -> tuple[str, ...]:
    """The known hazards between two numbers: "0141-0144"."""
    return tuple(sorted(no for no in known_numbers(context) if first < no < last and len(no) == len(first)))


def parts(text: str, context: Context, listed: bool = False) -> list[Part]:
    """The text, divided by the hazards it names: each from the beginning of its clause."""
    found = references(text, context, listed)
    if not found:
        return [Part((), text)]
    starts = [0]
    for before, reference in pairwise(found):
        clause = reference.start - len(clauses.before(text, reference.start))
        starts.append(clause if clause >= before.end else reference.start)
    ends = [*starts[1:], len(text)]
    return [
        Part(one.numbers, text[start:end].strip(" ,;。"), start)
        for one, start, end in zip(found, starts, ends, strict=True)
    ]


def without(text: str, context: Context, listed: bool = False) -> str:
    """The text without the numbers and places of hazards."""
    for reference in reversed(references(text, context, listed)):
        text = text[: reference.start] + " " + text[reference.end :]
    return text.strip()


# By words, by date, all of them


def by_words(text: str, hazards: Iterable[OpenHazard]) -> tuple[str, ...]:
    """The open hazards whose words fit best, if any do."""
    scored = {hazard.number: _common(text, hazard.text) for hazard in hazards if hazard.text}
    best = max(scored.values(), default=0)
    return tuple(no for no, score in scored.items() if score == best) if best else ()


def _common(text: str, words: str) -> int:
    """How many pairs of characters of the one stand in the other."""
    pairs = {words[i : i + 2] for i in range(len(words) - 1)}
    return sum(pair in text for pair in pairs if " " not in pair)


_OF_DAY = re.compile(
    r"(?P<day>今天|明天|后天|\d{1,2}[日号]|\d{1,2}月\d{1,2}[日号])(?:到期)?(?:的)?(?:那"
    r"|这)?(?:[一二两三四五六\d](?:条|个|项))?"
)


def by_deadline(text: str, context: Context) -> tuple[str, ...]:
    """The open hazards that fall due on a day by which they are called: "17日那两条"."""
    for match in _OF_DAY.finditer(text):
        if re.search(r"到期|的|[条个项]\Z", match.group()) and (day := _day(match["day"], context)):
            return tuple(one.number for one in context.open_hazards if one.deadline == day)
    return ()


def _day(words: str, context: Context) -> date | None:
    named = dates.days(words, context.now)
    return named[0].day if named else None


def old_deadline(no: str, context: Context) -> OpenHazard | None:
    """The open hazard of a number."""
    return next((hazard for hazard in context.open_hazards if hazard.number == no), None)


def candidates(context: Context) -> tuple[str, ...]:
    """Among which hazards a message without a number leaves the choice: those of the list, else the open ones."""
    return context.last_list or tuple(hazard.number for hazard in context.open_hazards)


def says_all(text: str) -> bool:
    """Whether all of them are meant."""
    return bool(lexicon.hit("hazard.all", text))


_N_OF_THEM = re.compile(
    rf"(?:这|那|全部|所有)?(?P<n>{NUMBER})(?:条|个|项|处)(?:隐患|问题)?(?:全部|全都|都|全(?!厂|站)|均|一起|一并|一块|一齐"
    rf"|一总|统统|一同|通通|一律|合一块)"
)


def together(text: str, some: tuple[str, ...]) -> bool:
    """Whether as many are named together as there are: "两条都"."""
    match = _N_OF_THEM.search(text)
    return bool(match) and len(some) > 1 and number(match["n"] if match else "") == len(some)
