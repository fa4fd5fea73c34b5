"""From what expires to its words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from models import expiring
from models.expiring import Expiring
from models.ledger import Within
from models.outbox import Outgoing
from models.people import Enterprise
from models.wording import deadlines
from models.wording import expiring as words
from models.wording.composed import Composed, Pointless, Said
from models.wording.expiring import Item


def _near(session: Session, letter: Outgoing, now: datetime) -> Composed:
    day = date.fromisoformat(letter.about["day"])
    rows = session.exec(select(Expiring).where(col(Expiring.id).in_(letter.about["items"]))).all()
    longest = max(expiring.days(session), default=0)
    still = [one for one in rows if one.active and 0 <= (one.due_on - day).days <= longest]
    if not still:
        return Pointless("a new date was entered meanwhile")
    still.sort(key=lambda one: (one.due_on, one.id or 0))
    plants = _plants(session, still)
    several = len(plants) > 1
    items = [Item.of(one, plants[one.enterprise_id].short if several else "") for one in still]
    name = deadlines.several(len(plants)) if several else plants[still[0].enterprise_id].short
    return Said(words.near(items, name, day))


def _plants(session: Session, rows: Sequence[Expiring]) -> dict[int, Enterprise]:
    ids = dict.fromkeys(one.enterprise_id for one in rows)
    return {one: session.get_one(Enterprise, one) for one in ids}


def items(session: Session, rows: Sequence[Expiring], *, named: bool) -> list[Item]:
    """Rows as an answer shows them, each with its enterprise where several are seen."""
    plants = _plants(session, rows) if named else {}
    return [Item.of(one, plants[one.enterprise_id].short if named else "") for one in rows]


def expired(session: Session, bounds: Within, day: date) -> list[Item]:
    """What has expired within what somebody answers for, for the list of an officer."""
    return items(session, expiring.expired(session, bounds, day), named=True)


#: The letters about what expires and how their words are found.
KINDS_OF_EXPIRING: Mapping[str, Callable[[Session, Outgoing, datetime], Composed]] = {"expiring": _near}
