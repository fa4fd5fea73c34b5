"""Words that go on about what was sent before: what is right instead, how many, that it was sent back. Pure."""

from __future__ import annotations

import re

from handlers.understand.normalise import normalise
from handlers.understand.numbers import NUMBER, number

#: What stands between the word of a mistake and what is right.
_LEADS = re.compile(
    r"^(?:更正|订正|打错|写错|说错|填错|输错|发错|弄错|搞错|记错|不对|错)(?:一下|了|的)?[:,。!、 ]*"
    r"(?:应该|应当|其实|实际)?(?:就)?(?:是|为|应为|改成|改为)?[: ,]*"
)
_COUNT = re.compile(rf"(?:隐患|一共|总共|共)?(?P<n>{NUMBER})(?:处|条|个|项)(?:隐患)?")
#: What failed its re-check, as people call it.
_RETURNED = re.compile(r"(?:退|打)回(?:来|去)?(?:整改)?的|(?:没|未)(?:复查)?通过的(?!都|全)|复查(?:不合格|没过)的")


def right_instead(text: str) -> str:
    """What a correction says is right, without its own words: "泵房" of "不对，是泵房"."""
    return _LEADS.sub("", normalise(text), count=1).strip(" ,。:!")


def count(text: str) -> dict[str, int]:
    """How many hazards it should have been, where nothing else is said: "更正：2处"."""
    match = _COUNT.fullmatch(right_instead(text))
    value = number(match["n"]) if match else None
    return {"hazard_count": value} if value is not None else {}


def sent_back(text: str) -> bool:
    """Whether a hazard is called by its failed re-check: "退回来的那个"."""
    return bool(_RETURNED.search(text))
