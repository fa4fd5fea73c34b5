"""Who made a round."""

from __future__ import annotations

import re

from handlers.understand import lexicon, named
from handlers.understand.clauses import Clause
from handlers.understand.recognise import walked
from handlers.understand.said import Said

_NAME = r"[\u4e00-\u9fff]{2,3}"


_PEOPLE = re.compile(
    "(?<!带班)"
    + lexicon.either("patrol.patrollers")
    + rf"[:是为]? ?(?P<names>{_NAME}(?:[、和, ]{_NAME}){{0,5}})(?![\u4e00-\u9fff])"
)


def people(said: Said) -> tuple[str, ...]:
    """Who made the round, not who led the shift."""
    if match := _PEOPLE.search(said.text):
        told = re.split(r"[、和, ]", match["names"])
        others = next((at for at, name in enumerate(told) if at and not named.name_at(name)), len(told))
        return tuple(told[:others]) if " " in match["names"] else tuple(told)
    if names := _signed(said.text) or _company(said.text):
        return names
    if (match := _GLUED.search(said.text)) and (names := _apart(match["names"])):
        return names
    found = (_walkers(said, clause) for clause in said.clauses if walked.finder().search(clause.text))
    alone = (clause.text.strip() for clause in said.clauses[1:])
    return next((names for names in found if names), ()) or tuple(name for name in alone if named.is_name(name))[:1]


_SIGNED = re.compile(
    r"(?:签到|打卡)[: ,]{0,2}(?:\d{1,2}[:点时]\d{0,2}分?[ ,]?)?(?P<name>[\u4e00-\u9fff]{2,4})(?=[ ,、。✔❌\d\n]|OK|\Z)"
)
_WITH = re.compile(
    r"(?:跟|和|与|同)(?P<names>[\u4e00-\u9fff]{2,4}(?:[、和][\u4e00-\u9fff]{2,4}){0,2}?)(?:两个?人|"
    r"俩|他们)?(?:一块儿?|一起|一同|一道)(?:去|转|巡|走|看|查|跑)"
)


_US_TWO = re.compile(
    r"(?:\A|(?<=[,。;: ]))(?P<names>[\u4e00-\u9fff]{2,3}?)(?:和|跟|与)?(?:我|俺)(?:们)?(?:两个?人?|"
    r"俩)(?=[,刚转巡走去看查又把])"
)


def _signed(text: str) -> tuple[str, ...]:
    """Who signs in: "夜巡签到 02:17 李师傅"."""
    match = _SIGNED.search(text)
    return (match["name"],) if match and named.name_at(match["name"]) == match["name"] else ()


def _company(text: str) -> tuple[str, ...]:
    """Who went along: "跟老邢一块儿去的"."""
    match = _WITH.search(text)
    match = match or _US_TWO.search(text)
    names = tuple(re.split(r"[、和]", match["names"])) if match else ()
    return names if all(name and named.name_at(name) == name for name in names) else ()


_GLUED = re.compile(
    r"(?:夜巡人员?|巡查人员?|巡检人员?|巡检员|巡查员|值班人员?|一块儿?的|一起的|同去的|同行的|夜巡|巡查"
    r"|巡检)(?:还有|有|是|:|为)*(?P<names>[\u4e00-\u9fff]{2,6})(?![\u4e00-\u9fff])"
)


def _apart(text: str) -> tuple[str, ...]:
    """The names of a stretch without marks between them: "刘根生马跃进", "小庞老郭"."""
    spoken = re.findall(r"[老小][\u4e00-\u9fff]", text)
    if "".join(spoken) == text:
        return tuple(spoken)
    if named.is_name(text) and len(text) <= _LONG:
        return (text,)
    halves = ((text[:at], text[at:]) for at in (3, 2) if at < len(text))
    return next((pair for pair in halves if all(named.is_name(one) and len(one) <= _LONG for one in pair)), ())


_LONG = 3
_AND = re.compile(r"[、和跟与同,]|还有|[带领](?!班|队)[着上了]?|[陪叫喊拉约][着上了]|伙着|搭着|连同")


_PRONOUN = re.compile(
    r"^(?:是|由|我|俺|咱|[昨今](?:儿个?|天)?(?:夜里|夜|晚上?|黑(?:里|儿)?|半夜|后半夜)|夜[个儿]个?|夜黑(?:里|儿)?|夜里|刚才|(?:\d{1,2}|[一二两三四五六七八九十]{1,2})[点时:](?:多|"
    r"半|来|\d{0,2}分?)?(?:钟)?|还是|又是|的)+"
)


_WALK = re.compile(
    r"(?:(?:夜里|半夜|凌晨|晚上)?(?:\d{1,2}|[一二两三四五六七八九十零]{1,3})[点时:](?:多|半|"
    r"来|[一二三四五十\d]{0,3}分?)?(?:钟)?|两个?人|二人|三人|一起|一块儿?|一同|刚刚?|刚才|已经?|"
    r"去|又|把|带着?|带人|今晚|昨晚|今夜|夜里|我){0,9}\Z"
)


def _walkers(said: Said, clause: Clause) -> tuple[str, ...]:
    """The names that stand before the word of a round: "小李跟老孙刚巡完", "李建国 赵磊巡检"."""
    names = _before_round(clause.text)
    before = said.text[: clause.start].rstrip(" 、").rsplit(" ", 1)[-1]
    return (before, *names) if names and before != said.text[: clause.start] and named.is_name(before) else names


def _before_round(text: str) -> tuple[str, ...]:
    match = walked.finder().search(text)
    text = (
        walked.AROUND.split(text)[0] + (match.group() if match and walked.AROUND.search(text[: match.start()]) else "")
        if match
        else text
    )
    match = walked.finder().search(text)
    head = _WALK.sub("", re.split(r":(?!\d)", text[: match.start()])[-1] if match else "")
    names = tuple(name for part in _AND.split(_PRONOUN.sub("", head)) if (name := _PRONOUN.sub("", part.strip(" 的"))))
    return names if names and all(named.name_at(name) == name for name in names) else ()
