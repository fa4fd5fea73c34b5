"""Places of the list that was shown last, as people say them: 1跟3, 一三五, 第1第3, 剩个2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from handlers.understand.numbers import NUMBER, number

_BEFORE_VERB = r"(?:[都也均已还得要正刚才全就早]|全部|已经|暂时|目前|现在){0,3}"
_NOT = r"[没未](?:有|能|给)?(?:弄|改|好|完|修|换|动|干|整|到|来|搞|妥|清|装|焊|顾|处理|开)"
#: What is said of an item of a list: that it is finished, worked on, or waits.
_TOLD = (
    rf"(?:{_NOT}|完(?![整善])|好(?=[了啦咧嘞喽,。; ]|\Z)|妥|齐活|搞|"
    r"收工|收尾|利索|拾掇|归置|弄|改|修|换|整|清|焊|装|补|刷|贴|接|堵|疏|销|闭环|处理|落实|解决|达标"
    r"|在(?=[弄改修换焊装整干搞做等])|等(?![于级奖功品舱号])|待|差(?!不多)|缺|悬|拖|卡|还得|还要|还需|还在|停|搁|OK)"
)
_ONE = r"[一二三四五六七八九]"
_DIGITS = re.compile(
    rf"(?<![\d./-])(?<!\d[,:])(?P<n>\d{{1,2}}(?:[、和及跟与, ]{{1,2}}\d{{1,2}}(?!\d)){{0,8}})(?={_BEFORE_VERB}{_TOLD})"
)
_WORDED = re.compile(
    rf"(?:(?<=^)|(?<=[,。;!\n ]))(?P<n>{_ONE}(?:[、和跟与及]?{_ONE}){{0,8}})(?={_BEFORE_VERB}{_TOLD})"
    rf"|(?P<m>第(?:\d|{_ONE})(?:[、和跟与及,]?第(?:\d|{_ONE})){{0,8}})(?={_BEFORE_VERB}{_TOLD})"
    rf"|(?:剩个|剩下个|光剩|还差个|就差个|只差个)(?P<k>\d|{_ONE})(?:号|了|没弄)?(?=[,。;]|\Z)"
)
#: 一 alone begins too many other things.
_ALONE = re.compile(r"(?:已|还|没|未|都)")


#: One that is left out: 除了老三, 除了三, 刨去2.
LEFT_OUT = re.compile(
    r"(?:除[了去开掉]?|[刨抛撇][去开除了])(?:老|第)?(?P<n>[一二三四五六七八九]|\d{1,4})(?:号|那[条个项处])?"
    r"(?=[,。 ]|\Z|以?外|之外|其|别|剩|都|全|还[没在])"
)


def spoken(text: str, size: int) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Where such places are named, and which; they rise, and the list has them all."""
    for match in _DIGITS.finditer(text):
        yield match.start(), match.end("n"), tuple(map(int, re.findall(r"\d+", match["n"])))
    for match in _WORDED.finditer(text):
        told = match["n"] or match["m"] or match["k"]
        some = tuple(number(one) or 0 for one in re.findall(rf"\d|{_ONE}", told))
        if match["n"] == "一" and not _ALONE.match(text, match.end()):
            continue
        if all(a < b for a, b in pairwise(some)) and max(some) <= size:
            start = match.start("k") if match["k"] else match.start()
            yield start, match.end("k") if match["k"] else match.end(), some


def mentions(text: str) -> bool:
    """Whether a text may name such a place in words."""
    return bool(_WORDED.search(text) or LEFT_OUT.search(text))


_FROM_END = re.compile(rf"倒数第(?P<n>{NUMBER})(?:条|个|项|处)")


def from_end(text: str, size: int) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Places that are counted from the end: 倒数第二条."""
    for match in _FROM_END.finditer(text):
        yield match.start(), match.end(), (size + 1 - (number(match["n"]) or 0),)


_TOGETHER = re.compile("[一二三四五六七八九]{2,5}")


def apart(places: str) -> tuple[str, ...]:
    """Two places without a mark between them: 第二三条."""
    return tuple(places) if _TOGETHER.fullmatch(places) else (places,)
