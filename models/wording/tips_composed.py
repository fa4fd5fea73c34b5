"""From a tip's letter to its words, at the moment when it is said."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlmodel import Session

from models import library, site
from models.library import Tip, TipKind
from models.outbox import Outgoing
from models.wording import tips
from models.wording.composed import Composed, Pointless, Said
from models.wording.lines import wrapped
from models.wording.tips import Item


def _tip(session: Session, letter: Outgoing, now: datetime) -> Composed:
    found = [session.get_one(Tip, one) for one in letter.about["tips"]]
    if not all(one.usable for one in found):
        return Pointless("a tip of it was taken out meanwhile")
    ours = site.read(session).public_url
    told = {one.kind: _item(one, ours) for one in found}
    return Said(tips.tip(told.get(TipKind.LINK), told.get(TipKind.VIDEO)))


def _item(tip: Tip, ours: str) -> Item:
    """Somebody else's address as it is, unless a phone shows ours in fewer lines."""
    own = f"{ours}/tips/{tip.id}" if ours else ""
    ours_is_shorter = bool(own) and wrapped(own) < wrapped(tip.url)
    address = own if ours_is_shorter or not tip.url else tip.url
    return Item(tip.title, tip.source, address, tip.text)


def _few(session: Session, letter: Outgoing, now: datetime) -> Composed:
    links, videos = (len(library.shelf(session, kind)) for kind in (TipKind.LINK, TipKind.VIDEO))
    return Said(tips.few(links, videos, letter.about["kinds"]))


KINDS_OF_TIPS: Mapping[str, Callable[[Session, Outgoing, datetime], Composed]] = {"tip": _tip, "admin.tips": _few}
