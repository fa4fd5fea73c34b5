"""What is told once of several hazards: which of their numbers are fixed, where those stand that stand together."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.acts import Finding


def beside(text: str, found: list[Finding]) -> list[Finding]:
    """A hazard without a place stands where the one before it does, if only a pause lies between them."""
    told: list[Finding] = []
    for one in found:
        last = told[-1] if told else None
        close = last is not None and re.search(rf"{re.escape(last.told)}[、,]{re.escape(one.told)}", text)
        told.append(replace(one, location=last.location) if last and close and not one.location else one)
    return told


_AGAIN = re.compile(
    r"第?(?P<n>\d(?:[、,和]\d){0,19})[、)]?(?:项|条|处|个|号)?(?:均|都)?(?:已经?|当场|现场|立即){1,3}[^,。;]{0,3}(?:整改|处理|改|修|换|清|完成|消除|弄)"
)


def again(text: str, found: list[Finding]) -> list[Finding]:
    """The hazards of a list, with what is said of their numbers behind it: "①已整改"."""
    match = _AGAIN.search(text)
    fixed = {int(one) for one in re.split(r"[、,和]", match["n"])} if match and len(found) > 1 else set()
    return [replace(one, status="已整改") if at in fixed else one for at, one in enumerate(found, 1)]
