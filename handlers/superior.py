"""上级交办: read back and entered with its hazards, asked about, drafted, answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from handlers import above as forms
from handlers import assigning, meant, offers
from handlers.acts import Act, AnsweredAbove, AskAbove, FromAbove, ReplyDraft
from handlers.turn import Turn
from models import calendar, concerned, db, people, site, superior
from models.errors import Said
from models.hazards import HazardStatus, Source
from models.outbox import Letter, Priority
from models.people import Enterprise, Person, Right, Role
from models.superior import SuperiorOrder
from models.wording import above_composed as composed
from models.wording import ledger as bounds
from models.wording import superior as words
from models.wording.rectification import Line
from models.wording.superior import Order

#: A reply is asked for within a year.
LONGEST = timedelta(days=366)
#: What the bureau has to know of an order keeps over a holiday.
KEEPS = timedelta(days=10)


@dataclass(frozen=True)
class EnterOrder(Act):
    """The order as it was read back shall be entered."""

    intent: ClassVar[str] = "hazard_report"
    order: FromAbove


@dataclass(frozen=True)
class DropOrder(Act):
    """The order as it was read back shall not be entered."""


@dataclass(frozen=True)
class ShowOrder(Act):
    """The hazards of an order, each with its state."""

    intent: ClassVar[str] = "status_query"
    order: int


@dataclass(frozen=True)
class DraftReply(Act):
    """The draft of the answer to this order."""

    intent: ClassVar[str] = "export_form"
    order: int


@dataclass(frozen=True)
class AnswerOrder(Act):
    """This order is answered, by this document."""

    order: int
    reply: str = ""


# Entered


def from_above(turn: Turn, act: FromAbove) -> None:
    """What an officer enters is read back; nothing becomes a row before the digit."""
    plant, _ = _checked(turn, act)
    found = [f"{one.location}{one.desc}" for one in act.report.hazards]
    order = Order(act.authority, act.document, act.reply_on or calendar.today(turn.now), plant.short, len(found))
    choices = {"1": offers.dump(EnterOrder(act)), "2": offers.dump(DropOrder())}
    turn.answer(words.sure(order, found, calendar.today(turn.now)), choices)


def _checked(turn: Turn, act: FromAbove) -> tuple[Enterprise, Person]:
    """The enterprise and the officer; raises Said for whatever is not clear or cannot be."""
    plant = people.by_name(turn.session, act.report.enterprise) if act.report.enterprise else None
    if plant is None:
        raise Said(words.of_whom())
    officer = meant.officer(turn, Right.ASSIGN, plant)
    if officer is None:
        raise Said(bounds.other_grid())
    _must_lie_ahead(act.reply_on, calendar.today(turn.now))
    if not act.report.hazards:
        raise Said(words.nothing_found())
    if act.document and superior.known(turn.session, act.document, db.row_id(plant.id)):
        raise Said(words.known(act.document, plant.short))
    return plant, officer


def _must_lie_ahead(day: date | None, today: date) -> None:
    if day is None:
        raise Said(words.no_date())
    if day < today:
        raise Said(words.past(day))
    if day > today + LONGEST:
        raise Said(words.too_far(day))


def enter(turn: Turn, act: EnterOrder) -> None:
    """The order and its hazards become rows; enterprise, supervisor and section head hear of it."""
    told = act.order
    plant, officer = _checked(turn, told)
    rows, listeners = assigning.hand_down(turn, told.report, plant, officer, Source.SUPERIOR)
    order = SuperiorOrder(
        authority=told.authority,
        document=told.document,
        reply_on=told.reply_on or calendar.today(turn.now),
        enterprise_id=db.row_id(plant.id),
        person_id=officer.id,
        message_id=turn.message.id,
        entered_at=turn.now,
    )
    superior.enter(turn.session, order, rows, meant.signed(turn, officer), turn.now)
    _tell(turn, order, plant)
    numbers = [one.number for one in rows]
    text = words.entered(composed.order_of(turn.session, order), numbers, [one.name for one in listeners])
    turn.answer(text, about={"listed": numbers})


def _tell(turn: Turn, order: SuperiorOrder, plant: Enterprise) -> None:
    """At once to the supervisor and the section heads; not to whoever entered it."""
    own = {person.id for person in turn.persons}
    heads = people.with_role(turn.session, Role.HEAD)
    listeners = {one.id: one for one in [*concerned.officers(turn.session, plant), *heads] if one.id not in own}
    for person in listeners:
        about = {"order": order.id, "ordered": True}
        key = f"order.told:{order.id}:{person}"
        turn.post(Letter(key, "order.told", about, person, priority=Priority.OFFICE, stale_at=turn.now + KEEPS))


def drop(turn: Turn, act: DropOrder) -> None:
    """Nothing is entered."""
    turn.answer(words.dropped())


# Asked


def asked(turn: Turn, act: AskAbove) -> None:
    """上级交办还有几件; 该报的表 is asked of the forms."""
    if act.subject == "forms":
        forms.asked(turn, act)
        return
    orders = [composed.order_of(turn.session, one) for one, _ in _theirs(turn)]
    turn.answer(words.waiting(orders, calendar.today(turn.now)))


def _theirs(turn: Turn) -> list[superior.Row]:
    """The orders that wait, within what the sender may see."""
    scope = people.scope([one for one in turn.persons if one.is_officer], Right.SEE)
    return [(order, plant) for order, plant in superior.unanswered(turn.session) if scope.holds(plant)]


def show(turn: Turn, act: ShowOrder) -> None:
    """The hazards of an order, as they stand now."""
    order = _seen(turn, act.order)
    found = superior.hazards_of(turn.session, order)
    lines = [(Line.full(one), words.STATES[HazardStatus(one.status)]) for one in found]
    told = words.hazards(composed.order_of(turn.session, order), lines)
    turn.answer(told, {"2": offers.dump(DraftReply(act.order))}, about={"listed": [one.number for one in found]})


def _seen(turn: Turn, number: int) -> SuperiorOrder:
    order = turn.session.get_one(SuperiorOrder, number)
    plant = turn.session.get_one(Enterprise, order.enterprise_id)
    if not any(one.is_officer and people.may(one, Right.SEE, plant) for one in turn.persons):
        raise Said(bounds.other_grid())
    return order


# Drafted and answered


def draft_wanted(turn: Turn, act: ReplyDraft) -> None:
    """回复稿 of the order that is named, or of the only one that waits."""
    found = _meant(turn, act.authority, act.document, act.enterprise)
    if len(found) > 1:
        _which(turn, found, [DraftReply(db.row_id(one.id)) for one in found])
        return
    draft(turn, DraftReply(db.row_id(found[0].id)))


def draft(turn: Turn, act: DraftReply) -> None:
    """The draft, from the rows as they are."""
    order = _seen(turn, act.order)
    turn.answer(composed.draft(turn.session, order, site.read(turn.session).name, turn.now))


def answered(turn: Turn, act: AnsweredAbove) -> None:
    """An order is answered: the one that is named, or the only one that waits."""
    found = _meant(turn, act.authority, act.document, act.enterprise)
    offered = [AnswerOrder(db.row_id(one.id), "" if one.document == act.document else act.document) for one in found]
    if len(found) > 1:
        _which(turn, found, offered)
        return
    answer(turn, offered[0])


def _meant(turn: Turn, authority: str, document: str, enterprise: str | None) -> list[SuperiorOrder]:
    """The orders that are meant: by their own document, else by enterprise and authority."""
    waiting = _theirs(turn)
    if not waiting:
        raise Said(words.none_waits())
    if document and (same := [order for order, _ in waiting if order.document == document]):
        return same
    of_plant = [row for row in waiting if enterprise is None or row[1].name == enterprise]
    named = [row for row in of_plant if authority and (authority in row[0].authority or row[0].authority in authority)]
    found = [order for order, _ in named or of_plant]
    if not found:
        raise Said(words.none_waits())
    return found


def _which(turn: Turn, found: Sequence[SuperiorOrder], offered: Sequence[Act]) -> None:
    shown = found[: words.SHOWN]
    choices = {str(place): offers.dump(act) for place, act in enumerate(offered[: len(shown)], 1)}
    told = [composed.order_of(turn.session, one) for one in shown]
    turn.answer(words.which(told, calendar.today(turn.now)), choices)


def answer(turn: Turn, act: AnswerOrder) -> None:
    """It is answered; what is not fixed is still asked of the enterprise."""
    order = _seen(turn, act.order)
    if order.answered_at is not None:
        raise Said(words.none_waits())
    plant = turn.session.get_one(Enterprise, order.enterprise_id)
    officer = meant.officer(turn, Right.SEE, plant)
    if officer is None:
        raise Said(bounds.other_grid())
    superior.answer(turn.session, order, act.reply, meant.signed(turn, officer), turn.now)
    turn.answer(words.answered(composed.order_of(turn.session, order), act.reply))
