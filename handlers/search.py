"""检索: what stands in the ledger's texts, for whoever may see it; hazards first, then rounds and incidents."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from handlers import asked, offers
from handlers.acts import AskLedger, SearchLedger
from handlers.asked import Asked
from handlers.offers import MoreFound
from handlers.turn import Turn
from handlers.understand import lexicon
from models import search
from models.errors import Said
from models.figures import moments
from models.search import BESIDES, Found
from models.searchable import TextKind
from models.wording import ledger as listed
from models.wording import search as words
from models.wording.search import Extent, Looked

#: How many hits stand in an answer, how many on a page behind it.
SHOWN, PAGE = 5, 10
HAZARDS = (TextKind.HAZARD,)


def ask(turn: Turn, act: SearchLedger) -> None:
    """查 氯气管道: the newest hazards that hold it; where none holds it as written, those that hold its words."""
    question = _bounded(turn, act)
    for wanted in _ways(act.text):
        found = _look(question, wanted, HAZARDS, 0)
        only = act.subject == "hazards" and found.count
        besides = Found(0, False, ()) if only else _look(question, wanted, BESIDES, 0)
        if found.count or besides.count:
            _tell(question, replace(act, text=wanted), found, besides)
            return
    raise Said(words.nothing(_looked(question, act)))


def _ways(text: str) -> Sequence[str]:
    """What is looked for as it was written, then word by word: 氯气管道锈蚀, 氯气 管道 锈蚀."""
    parts = " ".join(word for word in lexicon.cut(text) if not word.isspace())
    return (text, parts) if parts != text else (text,)


def more(turn: Turn, act: MoreFound) -> None:
    """The digit 看下10条, or 看夜巡等记录: a page from a place on, as the ledger stands now."""
    wanted = SearchLedger(text=act.text, span=act.span, enterprises=act.enterprises)
    question = _bounded(turn, wanted)
    found = _look(question, act.text, BESIDES if act.besides else HAZARDS, act.first)
    if not found.page:
        raise Said(listed.no_more())
    if act.besides:
        _records(question, wanted, found, act.first)
    else:
        _hazards(question, wanted, found, act.first)


def _bounded(turn: Turn, act: SearchLedger) -> Asked:
    """The bounds of a search are those of a question to the ledger."""
    asks = AskLedger(span=act.span, enterprises=act.enterprises, to_group=act.to_group)
    question = asked.bounded(turn, asks)
    found = moments(act.span.start, act.span.end) if act.span else None
    return replace(question, within=replace(question.within, found=found))


def _look(question: Asked, wanted: str, kinds: Sequence[TextKind], first: int) -> Found:
    limit = PAGE if first else SHOWN
    return search.look(question.turn.session, wanted, question.within, kinds, lexicon.cut, first, limit)


def _looked(question: Asked, act: SearchLedger) -> Looked:
    span = act.span
    return Looked(act.text, question.view, span.start if span else None, span.end if span else None)


def _tell(question: Asked, act: SearchLedger, found: Found, besides: Found) -> None:
    if found.count:
        _hazards(question, act, found, 0, besides)
    else:
        _records(question, act, besides, 0)


def _hazards(question: Asked, act: SearchLedger, found: Found, first: int, besides: Found | None = None) -> None:
    rows = search.hazards_found(question.turn.session, found.page)
    extent = Extent(found.count, found.more, first, len(found.page))
    offered = [_page(act, first + len(found.page))] if extent.left else []
    offered += [_page(act, 0, besides=True)] if besides and besides.count else []
    offer = words.more(min(extent.left, PAGE), besides.count if besides else 0, bool(besides and besides.more))
    text = words.hazards(rows, extent, _looked(question, act), offer)
    question.say(text, _choices(offered), [row.number for row in rows])


def _records(question: Asked, act: SearchLedger, found: Found, first: int) -> None:
    rows = search.words_found(question.turn.session, found.page)
    extent = Extent(found.count, found.more, first, len(found.page))
    offered = [_page(act, first + len(found.page), besides=True)] if extent.left else []
    text = words.records(rows, extent, _looked(question, act), words.more(min(extent.left, PAGE)))
    question.say(text, _choices(offered))


def _page(act: SearchLedger, first: int, *, besides: bool = False) -> MoreFound:
    return MoreFound(act.text, act.span, act.enterprises, first, besides)


def _choices(offered: Sequence[MoreFound]) -> Mapping[str, Mapping[str, Any]]:
    return {str(digit): offers.dump(one) for digit, one in enumerate(offered, 1)}
