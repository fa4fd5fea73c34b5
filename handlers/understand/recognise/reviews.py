"""What officers say of a re-check: passed, failed, the rest agreed, who was there with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from handlers.acts import Act, AgreeRest, Review, SecondName
from handlers.understand import asserted, clauses, dates, lexicon, refs
from handlers.understand.clauses import Clause
from handlers.understand.numbers import NUMBER, number
from handlers.understand.recognise import decisions, meant, seconds
from handlers.understand.said import Said, because

PASS, FAIL = "pass", "fail"


def orders(said: Said) -> bool:
    """Whether an officer says something to the bot that is no question."""
    return said.officer and said.to_bot and not said.asks


def about_extension(said: Said) -> bool:
    """Whether a request for more time is answered."""
    return (said.context.reply_to or "").startswith("extension:")


# One hazard, or some


@dataclass(frozen=True)
class Verdict:
    """What is said of some hazards."""

    numbers: tuple[str, ...]
    result: str
    words: str
    text: str


def review(said: Said) -> Iterator[Act]:
    """The result of a re-check: an officer's word only, for each hazard that is told apart.

    Example: officer "0031没问题，销号" -> Review hazard_no=YH-2026-0031 result=pass
    """
    if not orders(said) or about_extension(said) or any(True for _ in decisions.decision(said)):
        return
    if asserted.put_off(said.text) or any(asserted.supposed(said.text, one) for one in said.clauses):
        return
    found = _together(list(_verdicts(said)))
    for verdict in found:
        yield _review(said, verdict, alone=len(found) == 1)


def _together(found: list[Verdict]) -> list[Verdict]:
    """All that passed as one; each failure has its own reason."""
    passed = [verdict for verdict in found if verdict.result == PASS]
    numbers = tuple(dict.fromkeys(no for verdict in passed for no in verdict.numbers))
    if len(passed) < 2:
        return found
    return [replace(passed[0], numbers=numbers), *(verdict for verdict in found if verdict.result == FAIL)]


def _verdicts(said: Said) -> Iterator[Verdict]:
    parts = refs.parts(said.text, said.context)
    if not parts[0].numbers:
        yield from _without_number(said)
        return
    waiting: tuple[str, ...] = ()
    for part in parts:
        result, words = _result(said, part, bool(refs.placed(part.numbers, said.context)))
        together = waiting if result and re.search(r"都|均|全部", part.text) else ()
        if result and not _is_exception(said, part):
            yield Verdict((*together, *part.numbers), result, words, part.text)
        waiting = () if result else (*waiting, *part.numbers)


def _is_exception(said: Said, part: refs.Part) -> bool:
    """Whether a part only says which are left out: "除了第2条都同意"."""
    return any(_agrees_to_rest(said, clause) and _BUT.search(clause.text) for clause in clauses.split(part.text))


_BUT = re.compile(r"除了?|除外|以外")


def _result(said: Said, part: refs.Part, listed: bool) -> tuple[str, str]:
    """What a part says of its hazards: a failure by any word of it, a pass only by a clause that is nothing else."""
    if _WHETHER.search(part.text):
        return "", ""
    texts = [clause.text for clause in clauses.split(part.text) if not _of_the_rest(said, clause)]
    if words := next((hit for text in texts if not _WHETHER.search(text) and (hit := _failed(text))), ""):
        return FAIL, words
    passed = (_passed(refs.without(text, said.context), listed) for text in texts)
    return (PASS, words) if (words := next(filter(None, passed), "")) else ("", "")


_NO_FAILURE = re.compile(
    r"(?:没有|没|无|未发现|没发现|不存在|不是|并非|未见|没见|没啥|没什么)(?:任何|什么|啥|哪里|一点)?\Z"
)


def _failed(text: str) -> str:
    """The word of a failure, unless it is denied: 没有不合格的地方."""
    found = lexicon.pattern("reviews.failed", "reviews.telling").finditer(text)
    told = (one for one in found if not _NO_FAILURE.search(text[: one.start()]) and not _MENDED.match(text, one.end()))
    return next((one.group() for one in told), "")


_MENDED = re.compile(r"的(?:地方|问题|部分|项|点|那[条个处])?[^,。;]{0,6}(?:都|已|全)")


_WHETHER = re.compile(r"合格[ ,]?不合格|说了算|合不合格|是否|通过不通过|行不行")


def _of_the_rest(said: Said, clause: Clause) -> bool:
    return bool(lexicon.pattern("reviews.rest").match(clause.text.strip())) and bool(said.context.last_list)


@cache
def _whole(listed: bool) -> re.Pattern[str]:
    """A clause that is nothing but a pass, with the words that may stand around it."""
    around = lexicon.either("reviews.around")
    some = ("reviews.passed", "reviews.weak") if listed else ("reviews.passed",)
    words = lexicon.either(*some)
    return re.compile(rf"(?:{NUMBER}[条个项]|{around}|[ ,])*(?P<words>{words})(?:{around}|{words}|[ ,])*")


def _passed(text: str, listed: bool) -> str:
    bare = re.sub(r"^[^:]{0,8}:|\d{1,2}[日号]", "", text).strip(" ,。!:、")
    if lexicon.hit("reviews.unsettled", text) or _DENIES.search(text):
        return ""
    strong = lexicon.hit("reviews.strong", text)
    match = _whole(listed).fullmatch(bare)
    return strong or (match["words"] if match else "")


_DENIES = re.compile(
    r"(?:没|未|不|别|无)(?!问题|意见|异议|毛病|错|用|需|再|少|啥问题|什么问题|有问题|说的|有不|发现不|不合格)"
)


# Without a number


def _without_number(said: Said) -> Iterator[Verdict]:
    """What is said of the answered hazard, the only one in the list, or of one that strong words fit."""
    if any(_agrees_to_rest(said, clause) for clause in said.clauses):
        return
    numbers = meant.meant_hazards(said) if not said.context.last_list else ()
    numbers = numbers or (said.context.last_list if len(said.context.last_list) == 1 else ())
    result, words = _result(said, refs.Part((), said.text), bool(said.context.last_list))
    strong = said.hit("reviews.strong") or said.hit("questions.review_fail")
    known = numbers or said.context.last_list
    some = tuple(one.number for one in said.context.open_hazards)
    if strong and not known and refs.together(said.text, some):
        numbers = some
    if result and (strong or (known and words not in lexicon.words("reviews.weak"))):
        told = len(numbers) == 1 or bool(refs.replied(said.context)) or refs.together(said.text, numbers)
        yield Verdict(numbers if told else (), result, words, said.text)


# Put together


def _review(said: Said, verdict: Verdict, alone: bool) -> Review:
    fails = verdict.result == FAIL
    text = said.text if alone else verdict.text
    second = seconds.second(said) if not fails else SecondName()
    return Review(
        hazard_nos=verdict.numbers,
        item_indices=refs.placed(verdict.numbers, said.context),
        result=verdict.result,
        reason=_reason(said, text) if fails else "",
        deadline=_deadline(said, text) if fails else None,
        on_site=bool(re.search(r"现场", said.text)),
        document=second.document,
        second=second.name,
        enterprise=said.enterprise,
        why=(because(verdict.words, "复查结论"),),
    )


_BY = re.compile(r"前|内|底|完|补|改|换|弄|清|到位|限")


def _deadline(said: Said, text: str) -> date | None:
    """The day by which it shall be put right."""
    for clause in clauses.split(text):
        bare = refs.without(clause.text, said.context)
        if _BY.search(bare) and (day := dates.due(bare, said.context.now)):
            return day
        if more := _MORE.search(bare):
            counted = dates.length(more.group(), dates.calendar_day(said.context.now))
            return counted[1] if counted else None
    return None


_MORE = re.compile(
    rf"(?:再?给|再宽限?|再限|限|容)(?:他们?|你们?|企业)?(?:{NUMBER}|半)(?:天|日|个?工作日|个?星期|周|个?礼拜|个?月)"
)
_LEAST = 2


def _reason(said: Said, text: str) -> str:
    """What is said beside the result, the day and the rest of the list."""
    left: list[str] = []
    for clause in clauses.split(text):
        if _of_the_rest(said, clause) or dates.due(refs.without(clause.text, said.context), said.context.now):
            continue
        for stretch in re.split(":", refs.without(_nameless(clause.text, said), said.context)):
            bare = (
                re.sub(r"^(?:因为?|由于|是)", "", _result_words().sub("", stretch).strip(" ,:"))
                .strip(" ,:")
                .lstrip("了")
            )
            if len(bare.rstrip("了")) >= _LEAST and not _empty().fullmatch(bare) and not _POINTS.search(bare):
                left.append(bare)
    return ",".join(left)


#: What only says which one is meant.
_POINTS = re.compile(r"^(?:那|这)[条个处项][\u4e00-\u9fff]{0,6}\Z|^[\u4e00-\u9fff]{0,8}(?:那|这)[条个处项]\Z")


def _nameless(text: str, said: Said) -> str:
    for match in said.names:
        text = text.replace(match.text, "")
    return text


@cache
def _empty() -> re.Pattern[str]:
    """Words that say nothing beside a result."""
    return re.compile(rf"(?:{lexicon.either('reviews.around', 'reviews.failed')}|那边|那|个|的)+")


@cache
def _result_words() -> re.Pattern[str]:
    failed = lexicon.either("reviews.failed")
    return re.compile(
        rf"(?:复查|复核|验收|现场看了?|现场|核查)?(?:结果|结论)?{failed}(?:销号)?(?:整改|重改|重做)?|^(?:复查"
        rf"|复核|验收|核查)(?:了|过)?\Z|同意销号"
    )


# The rest of a list


def agree_rest(said: Said) -> Iterator[Act]:
    """其余同意, 都同意, 全部合格: of a list that was shown; those that were named otherwise are left out.

    Example: officer [last_list=YH-2026-0031|YH-2026-0032|YH-2026-0027] "第2条除外，其他的同意" -> AgreeRest
    """
    if not orders(said) or about_extension(said) or not said.context.last_list:
        return
    agreed = next((clause.text for clause in said.clauses if _agrees_to_rest(said, clause)), "")
    if agreed:
        others = [no for verdict in _verdicts(said) for no in verdict.numbers]
        named = [no for one in refs.references(said.text, said.context) for no in one.numbers]  # "第2条再看看" too
        named_otherwise = tuple(dict.fromkeys((*others, *named)))
        yield AgreeRest(
            item_indices=tuple(sorted(refs.placed(named_otherwise, said.context))),
            why=(because(agreed, "其余都同意"),),
        )


@cache
def _agreed() -> tuple[re.Pattern[str], re.Pattern[str]]:
    yes = lexicon.either("reviews.passed", "reviews.weak", "reviews.strong")
    around, every = lexicon.either("reviews.around"), lexicon.either("reviews.all")
    end = rf"(?:{around}|{yes}|[ ,]){{0,12}}"
    rest = re.compile(
        rf"(?:{lexicon.either('reviews.but')}[^,。;]{{0,6}})?(?:{lexicon.either('reviews.rest')})(?:的|几条"
        rf"|{NUMBER}条){{0,6}}{end}?{yes}{end}"
    )
    whole = re.compile(
        rf"(?:那|这)?(?:(?P<n>{NUMBER})(?:条|个|项))?(?:隐患)?(?P<all>{every})?(?:{around}){{0,12}}{yes}{end}"
    )
    return rest, whole


def _agrees_to_rest(said: Said, clause: Clause) -> bool:
    """Whether a clause agrees to the rest of the list, to all of it, or to all but what it names."""
    last = said.context.last_list
    if not last or lexicon.hit("reviews.unsettled", clause.text) or lexicon.hit("reviews.failed", clause.text):
        return False
    bare = refs.without(clause.text, said.context).strip(" ,。!")
    rest, whole = _agreed()
    if rest.fullmatch(bare):
        return True
    if _BUT.match(bare):
        bare = re.sub(r"^(?:除了?)[ ]*(?:以外|之外|外)?", "", bare)
    elif bare != clause.text.strip(" ,。!"):
        return False
    match = whole.fullmatch(bare.strip())
    return (
        bool(match) and (bool(match["all"]) if not match["n"] else number(match["n"]) == len(last)) if match else False
    )


# The second name


def second_name(said: Said) -> Iterator[Act]:
    """The second of the two, and the document: as an answer, or by its words beside a hazard.

    Example: officer "第二人孙莉，0031" -> SecondName hazard_no=YH-2026-0031 name=孙莉
    """
    if not orders(said) or any(True for _ in _verdicts(said)):
        return
    prompted = said.context.reply_to == seconds.PROMPT
    second = seconds.second(said, prompted=prompted)
    numbers = meant.named_in(said.text, said) or ((refs.replied(said.context),) if refs.replied(said.context) else ())
    if (second.name or second.document) and (prompted or numbers):
        yield SecondName(numbers, second.name, second.document, why=(because(said.text[:8], "第二人、复查意见书"),))
