"""Several answers to one message as one letter: each keeps its first line, the rest as far as there is room. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from models.wording.lines import LINES, wrapped


def together(texts: Sequence[str], whole: Sequence[str] = ()) -> str:
    """What was done, each with its figure first; ``whole`` (a question with its digits) stands at the end, uncut."""
    told = [text.split("\n") for text in texts if text]
    room = LINES - sum(wrapped(one[0]) for one in told) - sum(wrapped(one) for one in whole)
    kept: list[str] = []
    for lines in told:
        kept.append(lines[0])
        for line in lines[1:]:
            if wrapped(line) > room:
                break
            kept.append(line)
            room -= wrapped(line)
    return "\n".join([*kept, *whole])


def renumbered(text: str, choices: Mapping[str, Any], by: int) -> tuple[str, dict[str, Any]]:
    """A question whose digits come behind those of another one: its words and its choices, so many further on."""
    if not by:
        return text, dict(choices)
    for digit in sorted(choices, key=int, reverse=True):
        text = re.sub(rf"(?m)(?:(?<=回)|^|(?<=，)){digit}(?!\d)", str(int(digit) + by), text)
    return text, {str(int(digit) + by): act for digit, act in choices.items()}


def spoken(text: str) -> str:
    """What was done on words that somebody spoke: the platform wrote them down, and may have misheard."""
    return f"{text}\n按语音记的，不对就回：更正" if wrapped(text) < LINES else text
