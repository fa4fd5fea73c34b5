"""Patrols, zero reports, and nights without a round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from handlers.acts import Act, NoRound, PatrolReport, Result, Span, ZeroReport
from handlers.understand import clauses, dates, lexicon, places
from handlers.understand.clauses import Clause
from handlers.understand.said import Said, asked, because, pending

PATROL_PROMPT, ZERO_PROMPT = "patrol_prompt", "zero_report_prompt"
_NIGHT_BEGINS = 20
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
    for match in lexicon.pattern("patrol.round", "patrol.sign").finditer(clause.text):
        if _stands_for_a_round(clause.text, match):
            return match.group()
    return ""


def _stands_for_a_round(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()]
    if _DENIED_ROUND.search(before) or (match.group()[0] == "查" and _OTHER_CHECK.search(before)):
        return False
    return not lexicon.pattern("patrol.things").match(text, match.end())


def is_round(said: Said) -> str:
    """The words by which the message tells of a finished round; progress in one clause does not undo another."""
    return next((words for clause in said.clauses if (words := round_words(clause))), "")


def checked(said: Said) -> tuple[str, ...]:
    """The places behind which the message puts a result."""
    found = (place for phrase in _telling(said) for place in places.with_result(phrase))
    return tuple(dict.fromkeys(found))


def _telling(said: Said) -> Iterator[str]:
    """The phrases that neither ask nor announce."""
    return (phrase for phrase in clauses.phrases(said.text) if not asked(Clause(phrase, 0)) and not pending(phrase))


def locations(said: Said) -> tuple[str, ...]:
    """The places of the round."""
    found = list(checked(said))
    for phrase in _telling(said):
        if lexicon.hit("patrol.round", phrase):
            found += [place for place in places.listed(_object_of_round(phrase)) if not _within(place, found)]
    return tuple(dict.fromkeys(found))


def _within(place: str, found: list[str]) -> bool:
    return any(place in other or other in place for other in found)


def _object_of_round(text: str) -> str:
    """What stands behind the word of the round, else what stands before it."""
    match = lexicon.pattern("patrol.round").search(text)
    if match is None:
        return text
    behind = text[match.end() :]
    return behind if lexicon.hit("places.tails", behind) else text[: match.start()]


_NAME = r"[\u4e00-\u9fff]{2,3}"
_PEOPLE = re.compile(
    "(?<!带班)"
    + lexicon.either("patrol.patrollers")
    + rf"[:是为]? ?(?P<names>{_NAME}(?:[、和,]{_NAME}){{0,5}})(?![\u4e00-\u9fff])"
)


def people(said: Said) -> tuple[str, ...]:
    """Who made the round, not who led the shift."""
    match = _PEOPLE.search(said.text)
    return tuple(re.split(r"[、和,]", match["names"])) if match else ()


# Results


def result_of(said: Said) -> tuple[Result | None, str]:
    """What the round found and by which word: plain words before guesses, None where nothing is said."""
    guess = ""
    for clause in said.statements():
        words = normal_words(clause.text)
        if words and not is_hedged(clause.text) and not _UNLESS.search(clause.text):
            return Result.NORMAL, words
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


_MAJOR_ONLY = re.compile(r"(?:未|没|没有|无)(?:发现|有|见)?(?:任何)?重大")
_UNLESS = re.compile(r"(?:除|除了)[^,。;]{1,20}(?:外|以外)|其他|其它|其余|别的")


_NOTHING_WRONG = re.compile(
    r"(?:没有?|冇|木有|无|么|莫得|没得|未|没有?瞧|没有?看|没有?瞅|没有?发|未发)(?:见|到|现){0,2}(?:啥|什么|甚|任何|明显)?(?:的)?(?:问题|异常|隐患|毛病|情况|状况|故障)"
    r"|(?:隐患|问题|异常|结果)(?:情况|数|数量)?:?(?:无|没有|(?:0|零)(?:处|项|条|个)?)(?=\Z|,|;)"
    r"|平安(?:无事|度过)?(?:了|的|啊|哦|呢|✔|OK|哈){0,2}\Z"
)


def nothing_wrong(text: str) -> str:
    """Words by which nothing is wrong: "冇啥问题", "隐患：无", "今天平安"."""
    match = _NOTHING_WRONG.search(text)
    return match.group() if match and not _turned_round(text[: match.start()], match.group()) else ""


def normal_words(text: str) -> str:
    """The good result in a clause, unless it is turned round or speaks of major hazards only."""
    if words := nothing_wrong(text):
        return words
    for match in lexicon.pattern("patrol.normal").finditer(text):
        if match.group() in ("未发现", "没发现", "没有发现") and not _nothing_found(text[match.end() :]):
            continue
        if _turned_round(text[: match.start()], match.group()):
            continue
        return match.group()
    return ""


def _nothing_found(behind: str) -> bool:
    return not behind.strip() or (
        bool(re.match(r"[^,。;]{0,12}(?:隐患|异常|问题|情况|漏|险情|现象|故障|违章)", behind)) and "重大" not in behind
    )


def _turned_round(before: str, word: str) -> bool:
    if word[0] in "没无未木冇莫么零0":
        return bool(re.search(r"(?:不是|并非|是不是|有|如果|要是)\Z", before))
    return bool(lexicon.ending(before, "patrol.not_normal"))


def no_major(said: Said) -> bool:
    """Whether only major hazards are denied."""
    return bool(_MAJOR_ONLY.search(said.text))


# A patrol


def patrol(said: Said) -> Iterator[Act]:
    """A round that was made: by its words, by places with results, or by a bare result that stands for one."""
    if said.officer or lexicon.hit("patrol.wish", said.text):
        return
    words = is_round(said)
    listed = checked(said)
    if words or listed:
        yield _patrol(said, because(words or listed[0], "说了巡查" if words else "查的地方后面有结果"))
    elif (bare := bare_result(said)) and stands_for_round(said):
        yield _patrol(said, because(bare, "夜里带影像或答夜巡提醒的结果"))


def _patrol(said: Said, why: str) -> PatrolReport:
    result, words = (Result.NORMAL, said.bare) if said.bare in _empties() else result_of(said)
    return PatrolReport(
        result=result,
        hazard_count=0 if result is Result.NORMAL else None,
        report_date=dates.report_day(said.text, said.context.now),
        locations=locations(said),
        people=people(said),
        no_major=no_major(said),
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
    texts = (clause.text.strip() for clause in said.clauses)
    return said.bare if said.bare in _empties() else next((text for text in texts if text in _empties()), "")


@cache
def _empties() -> frozenset[str]:
    return frozenset(lexicon.words("patrol.empty"))


def _answers(said: Said, words: str) -> bool:
    """Whether a bare "无" has something to answer, or pictures to stand under."""
    if said.context.reply_to == PATROL_PROMPT:
        return words not in lexicon.words("patrol.unclear")
    return said.context.reply_to == ZERO_PROMPT or said.pictured


def _bare_words(text: str) -> str:
    return normal_words(text) or is_strong(text) or is_hedged(text) or (text if _MAJOR_ONLY.search(text) else "")


def stands_for_round(said: Said) -> bool:
    """Whether a bare result is that of a round: an answer to its prompt, or pictures sent at night."""
    if said.context.reply_to == ZERO_PROMPT or zero_words(said):
        return False
    at_night = said.hour >= _NIGHT_BEGINS or said.hour < dates.DUTY_DAY_BEGINS
    return said.context.reply_to == PATROL_PROMPT or (said.pictured and at_night)


# Zero reports


def zero_words(said: Said) -> str:
    """The zero report by its name, given and not spoken about."""
    for clause in said.clauses:
        match = lexicon.pattern("patrol.zero").search(clause.text)
        if match and not _spoken_about(said, clause, match):
            return match.group()
    return ""


def _spoken_about(said: Said, clause: Clause, match: re.Match[str]) -> bool:
    if asked(clause) or pending(clause.text) or lexicon.hit("patrol.condition", clause.text):
        return True
    return clauses.denied(clause.text[: match.start()], "incident.denials", "incident.fillers") or bool(
        re.match(r"(?:制度|怎么|如何|通知|要求|表|群)", clause.text[match.end() :])
    )


def is_strong(text: str) -> str:
    """Words that say by themselves that there is nothing to report."""
    match = lexicon.pattern("patrol.nothing").search(text) or _NOTHING_WRONG.search(text)
    return match.group() if match and not _turned_round(text[: match.start()], match.group()) else ""


_ALL_ZERO = re.compile(
    r"(?:隐患|问题)(?:数|数量)?[:]?(?:0|零)(?:处|项|条|个|起)|(?<!\d)(?:0|零)(?:处|项|条|个|起)(?:隐患|问题)"
)


def zero(said: Said) -> Iterator[Act]:
    """The statement that there is nothing to report."""
    if said.officer or lexicon.hit("patrol.wish", said.text):
        return
    if words := zero_words(said):
        yield _zero(said, because(words, "写明零报告"))
    elif not _like_a_receipt(said) and not is_round(said) and not checked(said) and not stands_for_round(said):
        yield from _unnamed_zero(said)


def _unnamed_zero(said: Said) -> Iterator[Act]:
    if said.context.reply_to == ZERO_PROMPT and (empty_answer(said) or bare_result(said)):
        yield _zero(said, because(said.bare[:10], "答零报告提示"))
    elif lexicon.pattern("patrol.condition", "patrol.others").search(said.text) or is_any_hedged(said):
        return
    elif words := _stated_nothing(said):
        yield _zero(said, because(words, "说了某天或值班无事，没有说巡查"))


def is_any_hedged(said: Said) -> bool:
    """Whether a clause is only a guess."""
    return any(is_hedged(clause.text) for clause in said.statements())


def _stated_nothing(said: Said) -> str:
    """A strong word alone, or a good result beside a day or a duty."""
    strong = next((words for clause in said.statements() if (words := is_strong(clause.text))), "")
    if strong and strong not in ("没问题", "没有问题") and not lexicon.hit("talk.ack", said.bare[:2]):
        return strong
    plain = next((words for clause in said.statements() if (words := normal_words(clause.text))), "")
    dated = said.hit("patrol.day") or dates.days(said.text, said.context.now)
    match = _ALL_ZERO.search(said.text)
    return plain if plain and dated else (match.group() if match else "")


def _zero(said: Said, why: str) -> ZeroReport:
    span = week_of(said)
    return ZeroReport(
        report_date=None if span else dates.report_day(_zero_clauses(said), said.context.now),
        span=span,
        no_major=no_major(said),
        why=(why,),
    )


def _zero_clauses(said: Said) -> str:
    """The clauses that speak of the zero report, else the whole: a round beside it may have another day."""
    chosen = [clause.text for clause in said.clauses if lexicon.hit("patrol.zero", clause.text)]
    return " ".join(chosen) if chosen and is_round(said) else said.text


def week_of(said: Said) -> Span | None:
    """The span of a zero report for more than a day."""
    span = dates.span(said.text, said.context.now)
    return span if span and span.start != span.end else None


# No round


def no_round(said: Said) -> Iterator[Act]:
    """There was no round, with the reason; or a reason alone, as the answer to a reminder or of a plant at rest."""
    if said.officer or said.asks or is_round(said) or zero_words(said) or said.hit("patrol.not_yet"):
        return
    if (words := said.hit("patrol.no_round")) and "补" not in said.text:
        yield _no_round(said, because(words, "说了没巡"))
    elif words := _reason_alone(said):
        yield _no_round(said, because(words, "没有巡查的原因"))


def _reason_alone(said: Said) -> str:
    if said.context.reply_to in (PATROL_PROMPT, "deadline_reminder", ZERO_PROMPT) and (
        words := said.hit("patrol.reasons")
    ):
        return words if not _pending_only(said) else ""
    return said.hit("patrol.stop") if is_now(said) else ""


def _pending_only(said: Said) -> bool:
    return not any(said.statements())


def is_now(said: Said) -> bool:
    """Whether it speaks of this day or night alone, not of days ahead."""
    named = dates.days(said.text, said.context.now)
    ahead = [day for day in named if day.day > dates.calendar_day(said.context.now)]
    return len(said.text) <= 30 and not ahead and not week_of(said)


def _no_round(said: Said, why: str) -> NoRound:
    return NoRound(reason=_reason(said), report_date=dates.report_day(said.text, said.context.now), why=(why,))


def _reason(said: Said) -> str:
    """The clauses that hold a reason, without the word that there was no round."""
    telling = [clause.text.strip() for clause in said.clauses if lexicon.hit("patrol.reasons", clause.text)]
    others = [
        clause.text.strip()
        for clause in said.clauses
        if not lexicon.hit("patrol.no_round", clause.text) and not pending(clause.text)
    ]
    rest = lexicon.pattern("patrol.no_round").sub("", said.text).strip(" ,。")
    return (",".join(telling or others) or (rest if len(rest) > 2 else ""))[:60]


def sights(said: Said) -> Iterator[Act]:
    """Pictures sent at night with nothing but a place under them: a round that says no result."""
    if said.officer or said.asks or not said.pictured or not stands_for_round(said) or pending(said.text):
        return
    if found := places.listed(said.text):
        day = dates.report_day(said.text, said.context.now)
        yield PatrolReport(report_date=day, locations=found, why=(because(found[0], "夜里带影像的地点"),))
