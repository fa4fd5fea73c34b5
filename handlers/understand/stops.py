"""Why an enterprise stands still, as it says: 停产, 放假, 检修; and whether nothing is stored there meanwhile."""

from __future__ import annotations

import re

from models.exemptions import Stop

_STOPS = (
    (Stop.HOLIDAY, re.compile(r"放假|过年|过节|年假|休假|歇业|春节")),
    (Stop.OVERHAUL, re.compile(r"检修|大修|维修|年检|改造|清罐")),
    (Stop.SHUT_DOWN, re.compile(r"停产|停工|停业|停车|停止生产|不生产|停机|停运|关停")),
)
_CLEARED = re.compile(
    r"(?:物料|罐|储罐|库房?|原料|危化品)[^,，。;；]{0,6}?(?:已经?|全部?|都)*(?:清空|倒空|排空|清完|放空|空了)"
)
_NOT = re.compile(r"(?:没有?|未|还没|不能|无法)(?:全部?|都|完全)?(?:清空|倒空|排空|清完|放空)")


def stop_in(text: str) -> Stop | None:
    """Which kind of stop some words tell of; what stands first in time goes before its cause: 停产检修 is a stop."""
    found = [(match.start(), stop) for stop, words in _STOPS if (match := words.search(text))]
    return min(found)[1] if found else None


def cleared(text: str) -> bool:
    """Whether words say that nothing is stored there any more."""
    return bool(_CLEARED.search(text)) and not _NOT.search(text)
