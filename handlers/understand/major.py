"""Which of the twenty points of a major hazard some words may meet (安监总管三〔2017〕121号): a hint, never a level."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from handlers.understand import clauses, lexicon

#: So many characters at most stand between two parts of one point: more, and they speak of two things.
_BETWEEN = r"[^,，。;；\n]{0,8}?"


@dataclass(frozen=True)
class Point:
    """One of the twenty, in short words, with an example that is also a test."""

    number: int
    point: str
    example: str
    found: re.Pattern[str]


@dataclass(frozen=True)
class Hint:
    """A point that some words may meet, and these words."""

    number: int
    words: str


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files(lexicon).joinpath("major.toml").read_text("utf-8"))


@cache
def points() -> tuple[Point, ...]:
    """The twenty, in the order in which they were published."""
    return tuple(
        Point(one["number"], one["point"], one["example"], re.compile(_either(one["words"]), re.IGNORECASE))
        for one in _table()["point"]
    )


def _either(alternatives: list[list[str]]) -> str:
    """Each alternative is its parts, one close behind the other; a part is one of its words."""
    return "|".join(_BETWEEN.join(_part(part) for part in parts) for parts in alternatives)


def _part(part: str) -> str:
    words = sorted(part.split("|"), key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, words)) + ")"


def applies(class_name: str) -> bool:
    """Whether an enterprise of a class is judged by these points: a petrol station is, a mine has others."""
    return not any(word in class_name for word in _table()["others"])


def hints(text: str) -> tuple[Hint, ...]:
    """The points that words may meet; what is denied, asked for or forbidden meets none."""
    found = (_in_text(point, text) for point in points())
    return tuple(hint for hint in found if hint)


def _in_text(point: Point, text: str) -> Hint | None:
    matches = (match for match in point.found.finditer(text) if not _denied(text, match))
    match = next(matches, None)
    return Hint(point.number, match.group()) if match else None


_DENIED = re.compile(
    r"(?:未发现|没发现|没有发现|未见|没见|不存在|没有|无|杜绝|防止|严防|避免|严禁|禁止|不得|不准|不许|是否|有没有|有无|以防|别)"
    r"[^,，。;；\n]{0,6}\Z"
)


#: What hangs on the thing that is named: "没有操作规程培训记录" has the procedure.
_BESIDE = re.compile(r"的?(?:学习|培训|记录|上墙|张贴|签字|公示|台账|标识|标牌|铭牌|铅封|复印件|存档|程|泄漏)")


_FINE = re.compile(
    r"(?:下|明|后|本|这)个?(?:月|周|年)[^,。;]{0,3}[到过]期|快要?[到过]期|还有[^,。;]{1,6}[到过]期|将(?:要|于)?[^,。;]{0,4}[到过]期|"
    r"(?:没有?|未|不|无)(?:过期|到期|失效|停用|旁路|摘除|短接|穿越|混放|混存|超)"
)


def _denied(text: str, match: re.Match[str]) -> bool:
    before, behind = clauses.before(text, match.start()), clauses.after(text, match.end())
    if _DENIED.search(before) or _BESIDE.match(behind) or _FINE.search(match.group()):
        return True
    return clauses.denied_behind(behind)
