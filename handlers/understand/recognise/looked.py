"""Places and things that were looked at one by one: a round, whatever verb tells of it."""

from __future__ import annotations

import re

from handlers.understand import places, results, wrong
from handlers.understand.said import Said, asked, pending

_EACH = re.compile(
    r"(?P<what>[^,。;:]{1,12}?)(?:那边|那儿|里头|里面)?(?:也|都|全|就){0,2}(?:看|查|转|瞅|瞧|"
    r"走|检查|查看|去)(?:了|过|完|罢|到)"
    r"(?:一遍|一圈|一下|一趟)?了?"
)
_SEVERAL = re.compile(r"(?<![抽复督])(?:自查|检查|查看|查|看)(?:了|过|完)(?P<what>[^,。;:]{4,60})")
_AT_LEAST = 2
#: Papers are gone through at a desk.
_PAPERS = re.compile(r"台账|记录|档案|资料|制度|预案|证|合同|票|文件|手机|群|通知|培训")


def looked(said: Said) -> tuple[str, ...]:
    """The places or things that were looked at, where several are told: "罐区看了,周界也看了", "查了泵房、罐区"."""
    told = [one.text.strip() for one in said.clauses if not asked(one) and not pending(one.text)]
    each = [match["what"] for text in told if (match := _EACH.fullmatch(text)) and _is_thing(match["what"])]
    if len(each) >= _AT_LEAST:
        return tuple(each)
    for text in told:
        match = _SEVERAL.search(text)
        named = [part for part in re.split(r"[、和及与]", match["what"]) if part.strip()] if match else []
        if len(named) >= _AT_LEAST and all(map(_is_thing, named)) and not results.is_hedged(text):
            return tuple(one for part in named for one in places.listed(part) or (part,))
    return ()


def _is_thing(text: str) -> bool:
    return bool(places.listed(text) or wrong.thing_in(text)) and not _PAPERS.search(text)
