"""A person's name at the beginning of a stretch, and what stands around it."""

from __future__ import annotations

import re
from functools import cache

from handlers.understand import lexicon

_SPOKEN = re.compile(
    r"(?!老板|老师|老家|老是|老样|老旧|老化|老总|小心|小时|小组|小修|小区)[老小][\u4e00-\u9fff](?:工|师傅"
    r"|总)?(?![\u4e00-\u9fff]{0,1}车间)"
)
LENGTHS = (2, 3, 4)


def is_name(word: str) -> bool:
    """Whether a word has the length and the beginning of a person's name, and is no other word."""
    return (
        bool(_WORD.fullmatch(word))
        and word[0] in family_names()
        and word[-1] not in "啊呀呢吧哦呗嘛"
        and not _other(word)
        and not _WEEKDAY.match(word)
    )


_WEEKDAY = re.compile("周[一二三四五六日天末内]")
_WORD = re.compile(r"[\u4e00-\u9fff]{2,4}")


def _other(word: str) -> bool:
    match = lexicon.pattern("items.not_names").match(word)
    return match is not None


@cache
def family_names() -> frozenset[str]:
    """The first characters of family names."""
    return frozenset(lexicon.words("people.surnames"))


@cache
def _titled() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(sorted(family_names()))})[\u4e00-\u9fff]{{0,2}}?" + lexicon.either("items.titles"))


@cache
def _follows() -> re.Pattern[str]:
    """What may stand behind a name without a mark: a duty, a verb, another name."""
    return re.compile(
        lexicon.either("items.duties", "items.actions", "hazard.verbs")
        + r"|[、和,。;:!\s]|\d|\Z|(?:一起|一块|同去|陪同|复查)"
    )


def name_at(text: str) -> str:
    """The name with which a stretch begins: 张强换新, 王师傅修, 老李."""
    for length in LENGTHS:
        word = text[:length]
        if len(word) == length and is_name(word) and _follows().match(text[length:]):
            return word
    for finder in (_titled(), _SPOKEN):
        match = finder.match(text)
        if match and not _other(text) and _follows().match(text[match.end() :]):
            return match.group()
    return ""


def names_at(text: str) -> str:
    """The names with which a stretch begins, several with 、: 赵静、孙莉."""
    found: list[str] = []
    while name := name_at(text):
        found.append(name)
        text = text[len(name) :]
        if not text.startswith(("、", "和")):
            break
        text = text[1:]
    return "、".join(found)


@cache
def _before() -> re.Pattern[str]:
    return re.compile("(?:" + lexicon.either("items.around", "items.posts", "people.posts") + ")")


def peeled(text: str) -> str:
    """A stretch without the words that stand before a name, until one stands first."""
    for _ in range(6):
        if name_at(text):
            return text
        match = _before().match(text)
        if match is None:
            return text
        text = text[match.end() :]
    return text
