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
    """Each digit with its word, in their order; nothing at all where one of them has none, or there are too many."""
    if not 0 < len(digits) <= MOST:
        return ()
    found = tuple((digit, _word(text, digit)) for digit in sorted(digits, key=int))
    words = [word for _, word in found]
    return found if all(words) and len(set(words)) == len(words) else ()


def _word(text: str, digit: str) -> str:
    for pattern in (_BEHIND, _BEFORE, _LISTED):
        told = re.search(pattern.format(digit=digit, end=_END), text, re.MULTILINE)
        word = told[1].strip() if told else ""
        if word:
            return word if len(word) <= LONGEST else ""
    return ""
