"""Which hazard is meant: its number, the message it answers, its place in the list, its words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from handlers.understand import lexicon
from handlers.understand.context import Context, OpenHazard
from handlers.understand.numbers import NUMBER, number
from models.calendar import local

_FULL = re.compile(r"YH-?(?P<year>\d{4})-?(?P<n>\d{4,6})(?!\d)", re.IGNORECASE)
_SHORT = re.compile(r"(?<![\d.:-])0\d{3,5}(?![\d.:])")
_HAO = re.compile(r"(?<![\d.月-])(?P<n>\d{1,4})号(?!前|之前|以前|完|弄完|改完|到|能|可以|左右|楼|罐|泵|线|机|釜|库|车)")
_PLACE = re.compile(rf"第(?P<n>{NUMBER})(?:条|个|项|处)")
_FIRST = re.compile(rf"前(?P<n>{NUMBER})(?:条|个|项|处)")
_NO = re.compile(r"^YH-\d{4}-\d{4,}")


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
    known = known_numbers(context)
    found = [(match.start(), f"YH-{match['year']}-{match['n']}") for match in _FULL.finditer(text)]
    rest = _FULL.sub(lambda match: " " * len(match.group()), text)
    found += [(match.start(), _full(match.group(), known, context)) for match in _SHORT.finditer(rest)]
    found += [(match.start(), no) for match in _HAO.finditer(rest) if (no := _tail(match["n"], known))]
    return tuple(dict.fromkeys(no for _, no in sorted(found)))


def _full(short: str, known: Iterable[str], context: Context) -> str:
    return _tail(short, known) or f"YH-{local(context.now).year}-{short}"


def _tail(short: str, known: Iterable[str]) -> str:
    """The one known number that ends in a short one."""
    found = [no for no in known if no.rsplit("-", 1)[-1].isdecimal() and int(no.rsplit("-", 1)[-1]) == int(short)]
    return found[0] if len(found) == 1 else ""


def indices(text: str, size: int) -> tuple[int, ...]:
    """The places in the list that are named: 第二条, 前两条."""
    found = [number(match["n"]) or 0 for match in _PLACE.finditer(text)]
    for match in _FIRST.finditer(text):
        found += range(1, min((number(match["n"]) or 0), size) + 1)
    return tuple(dict.fromkeys(place for place in found if 0 < place <= size))


def by_words(text: str, hazards: Iterable[OpenHazard]) -> tuple[str, ...]:
    """The open hazards whose words fit best, if any do."""
    scored = {hazard.number: _common(text, hazard.text) for hazard in hazards if hazard.text}
    best = max(scored.values(), default=0)
    return tuple(no for no, score in scored.items() if score == best) if best else ()


def _common(text: str, words: str) -> int:
    """How many pairs of characters of the one stand in the other."""
    pairs = {words[i : i + 2] for i in range(len(words) - 1)}
    return sum(pair in text for pair in pairs if " " not in pair)


def old_deadline(no: str, context: Context) -> OpenHazard | None:
    """The open hazard of a number."""
    return next((hazard for hazard in context.open_hazards if hazard.number == no), None)


def says_all(text: str) -> bool:
    """Whether all of them are meant."""
    return bool(lexicon.hit("hazard.all", text))
