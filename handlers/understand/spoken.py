"""Words that a platform wrote down from a voice: fillers, closing marks and spelt-out numbers do no harm."""

from __future__ import annotations

import re

_PAUSE = "[,，、。 ]"
_FILLERS = re.compile(
    r"(?:(?<=^)|(?<=[,，、。;；!！?？ \n]))"
    rf"(?:嗯+|呃+|额+|唔+|诶|哎|那个(?={_PAUSE}|那个)|这个(?={_PAUSE}|这个)|就是说|怎么说呢|(?:就是|然后|反正)(?={_PAUSE}))"
    rf"{_PAUSE}*"
)
#: What a recogniser of speech puts at the end.
_CLOSING = ",，、。.!！ "
_SPELT = re.compile(
    r"(?<![一二三四五六七八九])[零〇][零〇一二三四五六七八九幺]{3,7}(?![一二三四五六七八九十百千])|幺[一二三四五六七八九幺零]{2}(?!\d)"
)
_DIGITS = str.maketrans("零〇一二三四五六七八九幺", "001234567891")


def tidied(text: str) -> str:
    """The words without what is only breath; a number that was spelt out, 零零三一, is written in digits."""
    rest = text
    for _ in range(3):
        rest = _FILLERS.sub("", rest)
    rest = rest.rstrip(_CLOSING)
    return _SPELT.sub(lambda match: match.group().translate(_DIGITS), rest) if rest.strip() else text
