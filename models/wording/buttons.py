"""The words on buttons: what a text says of each digit that it offers. Pure."""

import re
from collections.abc import Sequence

#: More buttons than this are a list, and are typed; a longer word is a sentence.
MOST, LONGEST = 6, 12

#: 回1接手 / 没有回1 / 1 宏达站: what stands behind the digit, what stands before it, an entry of a list.
_END = "，。；、：（）()｜\\n"
_BEHIND = "回{digit}(?![0-9])([^{end}回]*)"
_BEFORE = "(?:^|[{end}])([^{end}回]*?)(?:就|请)?回{digit}(?:[{end}]|$)"
_LISTED = "(?:^|[{end}])\\s*{digit}[ 　]([^{end}]+)"


def buttons(text: str, digits: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Each digit that a text offers with its word, in their order.

    Nothing at all where one has no word that fits a button, two have the same, or there are too many.
    """
    offered = {digit: _word(text, digit) for digit in sorted(digits, key=int)}
    found = tuple((digit, word) for digit, word in offered.items() if word is not None)
    words = [word for _, word in found]
    fit = len(found) <= MOST and all(0 < len(word) <= LONGEST for word in words) and len(set(words)) == len(words)
    return found if fit else ()


def _word(text: str, digit: str) -> str | None:
    """What a text says of a digit; empty when it says nothing, None when it does not offer it."""
    for pattern in (_BEHIND, _BEFORE, _LISTED):
        told = re.search(pattern.format(digit=digit, end=_END), text, re.MULTILINE)
        word = told[1].strip() if told else ""
        if word:
            return "" if word.startswith("您") else word  # 您来就回1: said to whoever reads, not by them
    return "" if f"回{digit}" in text else None
