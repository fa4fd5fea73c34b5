"""More in a store than it may hold, told by two figures: "放了80桶，只让放50桶"."""

from __future__ import annotations

import re
from functools import lru_cache

from handlers.understand import asserted, clauses
from handlers.understand.clauses import KEPT
from handlers.understand.numbers import NUMBER, number

_UNIT = r"(?P<u>桶|吨|箱|件|瓶|罐|袋|立方|方|公斤|千克|kg|KG|升|发|盘|捆|包|卷|组|托盘|托|垛|支)"
_HELD = re.compile(
    r"(?<![没未不别])(?:放|存|储|堆|码|搁|囤|压|摆|塞|摞|屯|库存|在库|现有|现存|实有|实际|有|进)"
    rf"(?:了|着|有|放|存|储|储存|堆放|是|达|到|将近){{0,3}}(?P<n>{NUMBER})(?:多|来)?个?{_UNIT}"
)
_MAY = re.compile(
    r"(?:设计|核定|核准|许可|批[的准复]?|规定|定额|定量|限量|限额|限存|限放|最多|顶多|最大|不超过?|不得超过?|上限|允许"
    r"|只让|只能|只准|只许|备案|环评|证上)"
    rf"[^,。;\d再用卖拉发出开干领买每运送进要剩够]{{0,8}}?(?P<n>{NUMBER})个?{_UNIT}"
)
_TOO_MUCH = re.compile(
    r"(?:已经?|都|明显|这就|属于?|算|严重){0,2}(?:超(?:了|量|储|标|存|出来?)|多[了出])"
    rf"(?:{NUMBER}[^,。;]{{1,2}}|存放|储存)?了?"
)


@lru_cache(maxsize=KEPT)
def over(text: str) -> str:
    """The clause that tells how much there is, where another tells that so much may not be there."""
    limit = _MAY.search(text)
    most = number(limit["n"]) if limit else None
    if limit is None or most is None:
        return ""
    for held in _HELD.finditer(text):
        apart = held.end() <= limit.start() or held.start() >= limit.end()
        more = held["u"] == limit["u"] and (number(held["n"]) or 0) > most
        if apart and more and not asserted.unsaid(text, held.start()):
            return (clauses.before(text, held.start()) + held.group() + clauses.after(text, held.end())).strip()
    return ""


def of_the_rule(clause: str) -> bool:
    """Whether a clause only says how much there may be, or that it is more: "按设计只让放50桶", "超了"."""
    return bool(_MAY.search(clause) or _TOO_MUCH.fullmatch(clause.strip()))
