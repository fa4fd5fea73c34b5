"""What officers say that a hazard is: major, general, or none at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from handlers.acts import Act, SetLevel, VoidHazard
from handlers.understand import clauses, lexicon, refs
from handlers.understand.recognise.reviews import about_extension, orders
from handlers.understand.said import Said, because

MAJOR, GENERAL = "重大", "一般"


def set_level(said: Said) -> Iterator[Act]:
    """How grave a hazard is: a clause beside its number that says nothing else.

    Example: officer "0501按一般隐患走" -> SetLevel hazard_no=YH-2026-0501 level=一般
    """
    if not orders(said) or about_extension(said):
        return
    for numbers, text in _of_hazards(said):
        if level := _level(text, said):
            yield SetLevel(numbers, level, why=(because(level, "定隐患等级"),))


def _of_hazards(said: Said) -> list[tuple[tuple[str, ...], str]]:
    """What is said of which: of those that are named, else of the answered one, else of the only one in the list."""
    parts = [(part.numbers, part.text) for part in refs.parts(said.text, said.context)]
    if parts[0][0]:
        return parts
    one = refs.replied(said.context) or (said.context.last_list[0] if len(said.context.last_list) == 1 else "")
    return [((one,), said.text)] if one else []


@cache
def _setting() -> tuple[re.Pattern[str], re.Pattern[str]]:
    around, sets = lexicon.either("reviews.level_around"), lexicon.either("reviews.level_set")
    end = rf"(?:事故|安全)?(?:隐患)?(?:{around}|[ ]){{0,12}}"
    before = rf"(?:{around}|[ ]){{0,12}}"
    is_ = re.compile(rf"{before}(?:{sets})?(?:个)?(?P<level>一般|重大){end}")
    is_not = re.compile(rf"{before}{lexicon.either('reviews.level_not')}(?:个)?(?P<level>一般|重大){end}")
    return is_, is_not


def _level(text: str, said: Said) -> str:
    """The level of the last clause that sets one; "不是重大" alone is 一般."""
    is_, is_not = _setting()
    found = denied = ""
    for clause in clauses.split(refs.without(_nameless(text, said), said.context)):
        if match := is_.fullmatch(clause.text.strip()):
            found = match["level"]
        elif match := is_not.fullmatch(clause.text.strip()):
            denied = match["level"]
    return found or (GENERAL if denied == MAJOR else "")


def _nameless(text: str, said: Said) -> str:
    for match in said.names:
        text = text.replace(match.text, " ")
    return text


# Struck out


def void(said: Said) -> Iterator[Act]:
    """A hazard is struck out, or said to be none, by an officer.

    Example: officer "0106登错了，作废" -> VoidHazard hazard_no=YH-2026-0106
    """
    if not orders(said) or about_extension(said):
        return
    for numbers, text in _of_hazards(said):
        if words := _voided(text):
            yield VoidHazard(numbers, _why(said, words), why=(because(words, "作废隐患"),))


_NOT_SO = re.compile(r"(?:不能|不要|不用|别|没|未|不予|不可|不得|无需|是否|是不是|要不要)(?:被|再)?\Z")


def _voided(text: str) -> str:
    for match in lexicon.pattern("reviews.void", "reviews.no_hazard").finditer(text):
        if not _NOT_SO.search(text[: match.start()]):
            return match.group()
    return ""


def _why(said: Said, words: str) -> str:
    """The clauses that say why, without the number that stands alone before them."""
    left: list[str] = []
    for clause in said.clauses:
        named = refs.references(clause.text, said.context)
        bare = clause.text.strip() if len(named) > 1 or _several(named) else refs.without(clause.text, said.context)
        bare = re.sub(r"^把", "", lexicon.pattern("reviews.void").sub("", bare)).strip(" 的吧,")
        if len(bare.strip("了")) > 1:
            left.append(bare)
    return ",".join(left)


def _several(named: list[refs.Reference]) -> bool:
    return any(len(one.numbers) > 1 for one in named)
