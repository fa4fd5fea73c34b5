"""What is told once of several hazards: which of their numbers are fixed, where those stand that stand together."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.acts import Finding
from handlers.understand import clauses, places
from handlers.understand.progress import fixed_words


def beside(text: str, found: list[Finding]) -> list[Finding]:
    """A hazard without a place stands where the one before it does, if only a pause lies between them."""
    told: list[Finding] = []
    for one in found:
        last = told[-1] if told else None
        close = last is not None and re.search(rf"{re.escape(last.told)}[、,]{re.escape(one.told)}", text)
        told.append(replace(one, location=last.location) if last and close and not one.location else one)
    return told


_AGAIN = re.compile(
    r"第?(?P<n>\d(?:[、,和]\d){0,19})[、)]?(?:项|条|处|个|号)?(?:均|都)?(?:已经?|当场|现场|"
    r"立即){1,3}[^,。;]{0,3}(?:整改|处理|改|修|换|清|完成|消除|弄)"
)


def again(text: str, found: list[Finding]) -> list[Finding]:
    """The hazards of a list, with what is said of their numbers behind it: "①已整改"."""
    match = _AGAIN.search(text)
    fixed = {int(one) for one in re.split(r"[、,和]", match["n"])} if match and len(found) > 1 else set()
    return [replace(one, status="已整改") if at in fixed else one for at, one in enumerate(found, 1)]


def fixed(text: str, texts: list[str], found: list[Finding], declared: int | None) -> list[Finding]:
    """The hazards of a list with what is said of all of them, before the first or behind the last: "都换好了"."""
    if len(found) > 1 and _fixed_behind(text, texts):
        found = [one if one.status else replace(one, status="已整改") for one in found]
    if found and len(found) == declared and _ALL_FIXED.search(text.partition(texts[0][-_TAIL:])[0]):
        found = [replace(one, status="已整改") for one in found]
    return found


_TERMS = re.compile(
    r"责任人|负责人|限期|期限|时限|(?:前|内|底)(?:务必|必须|全部|都|全|要|得|须|均|给我){0,3}(?:整改|改|完成|弄|处理|到位)|[日天周]内\Z"
)


def terms(texts: list[str]) -> str:
    """What the last item of several says of day and name where no other has a clause of its own: it is for all."""
    rest = texts[-1].split(",")[1:]
    alone = len(texts) > 1 and not any("," in text for text in texts[:-1])
    return "|" + ",".join(one for one in rest if _TERMS.search(one)) if alone else ""


_TAIL = 4
#: 3处都已现场整改完毕: it is said of all before they are told.
_ALL_FIXED = re.compile(
    r"[处项条个起](?:隐患|问题)?,?(?:均|都|全部?)(?:已经?|当场|现场|立即|当天)+(?:完成)?(?:整改|"
    r"处理|改|修|弄|消除)(?:(?:完毕|完成?|到位|好|掉|了)+|(?=[:,;(]))"
)
_FIXED_BEHIND = re.compile(
    r"[,;。 \n(](?:[两三四五六七八九几\d]{0,2}[处项条个]?|以上|上述|这些|目前|现在|现)?(?:隐患|"
    r"问题)?(?:都|均|全部?)(?P<how>[^,。;不没未]{1,12})"
)


def _fixed_behind(text: str, texts: list[str]) -> bool:
    """Whether the clause behind the last of several says of all that they are mended: "都换好了"."""
    at = text.rfind(texts[-1][:_TAIL])
    match = _FIXED_BEHIND.search(text, at) if at >= 0 else None
    return bool(match and fixed_words(match.group()))


_THERE = re.compile(
    r"(?:那|这)(?:几?个|几[只台具处]|边|里|儿|块|条|台|只)|的"
    r"|(?:全|都|一片|晚上|夜里)*(?:黑灯瞎火|黑咕隆咚|黑乎乎|黑黢黢|漆黑|啥也看不见)(?:一片)?[的嘞哩了]*"
)


def place_below(text: str, plain: str) -> str:
    """The place in a clause behind that says nothing else: "仓库西门那个"."""
    at = text.find(plain)
    for clause in clauses.split(text[at + len(plain) :])[:2] if at >= 0 else ():
        told = re.sub(r"^(?:都|就)?(?:是|在)", "", clause.text.strip())
        place = places.located(told, len(told))
        if place and told.startswith(place) and _THERE.fullmatch(told.removeprefix(place)):
            return place
    return ""
