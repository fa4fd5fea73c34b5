"""From a tip's letter to its words, at the moment when it is said."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlmodel import Session

from models import library, links, site, tip_queue
from models.library import Tip, TipKind
from models.outbox import Outgoing
from models.wording import tips
from models.wording.composed import Composed, Pointless, Said
from models.wording.lines import wrapped
from models.wording.tips import Item, Warned


def _tip(session: Session, letter: Outgoing, now: datetime) -> Composed:
    found = [session.get_one(Tip, one) for one in letter.about["tips"]]
    if not all(one.usable for one in found):
        return Pointless("a tip of it was taken out meanwhile")
    if not links.dead(session).keys().isdisjoint(letter.about["tips"]):
        return Pointless("an address of it leads nowhere by now")
    ours = site.read(session).public_url
    told = {one.kind: _item(one, ours) for one in found}
    warned = [Warned(one.weather, one.colour, one.detail, one.source) for one in tip_queue.warnings(session, now)]
    return Said(tips.tip(told.get(TipKind.LINK), told.get(TipKind.VIDEO), warned))


def _item(tip: Tip, ours: str) -> Item:
    """Somebody else's address as it is, unless a phone shows ours in fewer lines."""
    own = f"{ours}/tips/{tip.id}" if ours else ""
    ours_is_shorter = bool(own) and wrapped(own) < wrapped(tip.url)
    address = own if ours_is_shorter or not tip.url else tip.url
    return Item(tip.title, tip.source, address, tip.text)


def _few(session: Session, letter: Outgoing, now: datetime) -> Composed:
    links, videos = (len(library.shelf(session, kind)) for kind in (TipKind.LINK, TipKind.VIDEO))
    return Said(tips.few(links, videos, letter.about["kinds"]))


def _dead(session: Session, letter: Outgoing, now: datetime) -> Composed:
    still = links.dead(session)
    found = [session.get_one(Tip, one).title for one in letter.about["tips"] if one in still]
    return Said(tips.dead(found)) if found else Pointless("they can be opened again")


def _waiting(session: Session, letter: Outgoing, now: datetime) -> Composed:
    return next_waiting(session) or Pointless("all of them were seen to")


def next_waiting(session: Session) -> Said | None:
    """The first tip that waits for an officer's word, with what the digits do; None when none does."""
    found = library.waiting(session)
    if not found:
        return None
    first = found[0]
    several = sum(one.source == first.source for one in found) > 1
    judge = {"act": "JudgeTip", "tip": first.id}
    choices = {"1": judge | {"approve": True}, "2": judge | {"approve": False}}
    if several:
        choices["3"] = judge | {"approve": True, "whole_source": True}
    item = Item(first.title, first.source, first.url, first.text)
    return Said(tips.waiting(len(found), item, several=several), choices)


KINDS_OF_TIPS: Mapping[str, Callable[[Session, Outgoing, datetime], Composed]] = {
    "tip": _tip,
    "admin.tips": _few,
    "admin.links": _dead,
    "tips.waiting": _waiting,
}
