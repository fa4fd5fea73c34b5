"""From what the bureau owes to the authority above to its words: each letter reads the rows again when it is said."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from sqlmodel import Session

from models import annex, calendar, hazards, superior
from models.above import AboveForm, FormDue, FormSent
from models.annex import Chain
from models.hazards import UNFIXED, Hazard, HazardStatus, PictureStage
from models.outbox import Outgoing
from models.people import Enterprise, Person, Role
from models.superior import SuperiorOrder
from models.wording import above as words
from models.wording import superior as orders
from models.wording.above import Line
from models.wording.composed import Composed, Pointless, Said
from models.wording.deadlines_composed import officer_of
from models.wording.lines import short
from models.wording.rectification import Line as Of
from models.wording.superior import Order, Part

DONE = "all of it was done meanwhile"


# Lines


def line_of(session: Session, subject: str) -> Line | None:
    """What a subject is now; None when it is done, or is no more."""
    kind, number, day = subject.split(":", 2)
    if kind == "form":
        return _form(session, int(number), date.fromisoformat(day))
    if kind == "annex6":
        return _annex(session, int(number))
    return _order(session, int(number))


def _form(session: Session, number: int, due_on: date) -> Line | None:
    form = session.get(AboveForm, number)
    went = session.get(FormSent, (number, due_on))
    if form is None or not form.active or went:
        return None
    return form_line(session, FormDue(form, due_on))


def form_line(session: Session, due: FormDue) -> Line:
    """A form of a day, with who prepares it."""
    person = session.get(Person, due.form.preparer_id) if due.form.preparer_id else None
    return Line(due.due_on, due.form.name, due.form.cut_off, person.name if person else "", f"{due.form.name}已报")


def _annex(session: Session, number: int) -> Line | None:
    hazard = session.get(Hazard, number)
    chain = annex.of_hazard(session, hazard) if hazard else None
    return annex_line(chain) if chain else None


def annex_line(chain: Chain) -> Line:
    """附件6 of a major hazard, with what is to be done next."""
    name = short(chain.plant.short, 8) + chain.hazard.short
    return Line(chain.due_on, words.annex(name, chain.left), say=words.annex_example(chain.hazard.short, chain.left))


def _order(session: Session, number: int) -> Line | None:
    order = session.get(SuperiorOrder, number)
    if order is None or order.answered_at is not None:
        return None
    return Line(order.reply_on, order_of(session, order).what, say=orders.EXAMPLE)


def order_of(session: Session, order: SuperiorOrder) -> Order:
    """An order with the figures of its hazards."""
    found = superior.hazards_of(session, order)
    plant = session.get_one(Enterprise, order.enterprise_id)
    unfixed = sum(one.status in UNFIXED for one in found)
    return Order(order.authority, order.document, order.reply_on, plant.short, len(found), unfixed)


# Letters


def _lines(session: Session, letter: Outgoing) -> list[Line]:
    found = [line for subject in letter.about["subjects"] if (line := line_of(session, subject))]
    return sorted(found, key=lambda one: one.due_on)


def _morning(session: Session, letter: Outgoing, now: datetime) -> Composed:
    lines = _lines(session, letter)
    return Said(words.morning(lines, date.fromisoformat(letter.about["day"]))) if lines else Pointless(DONE)


def _again(session: Session, letter: Outgoing, now: datetime) -> Composed:
    lines = _lines(session, letter)
    return Said(words.again(lines, date.fromisoformat(letter.about["day"]))) if lines else Pointless(DONE)


def _leader(session: Session, letter: Outgoing, now: datetime) -> Composed:
    lines = _lines(session, letter)
    if not lines:
        return Pointless(DONE)
    plant = session.get_one(Enterprise, letter.about["enterprise"])
    return Said(words.leader(lines, date.fromisoformat(letter.about["day"]), officer_of(session, plant)))


def _annex_begins(session: Session, letter: Outgoing, now: datetime) -> Composed:
    hazard = session.get_one(Hazard, letter.about["hazard"])
    chain = annex.of_hazard(session, hazard)
    if chain is None:
        return Pointless("it was sent, or the hazard is open again")
    text = words.annex_begins(Of.full(hazard), chain.plant.short, chain.due_on, closed=chain.closed)
    return Said(text, listed=[hazard.number])


def _order_told(session: Session, letter: Outgoing, now: datetime) -> Composed:
    order = session.get_one(SuperiorOrder, letter.about["order"])
    if order.answered_at is not None:
        return Pointless("it was answered meanwhile")
    choices = {"1": {"act": "ShowOrder", "order": order.id}, "2": {"act": "DraftReply", "order": order.id}}
    listed = [one.number for one in superior.hazards_of(session, order)]
    return Said(orders.told(order_of(session, order), calendar.today(now)), choices, listed=listed)


# The leader's list of eight


def for_eight(session: Session, letter: Outgoing, day: date) -> str:
    """What the list of eight tells a leader of today's answers and sheets; nothing to a section head."""
    person = session.get(Person, letter.person_id) if letter.person_id else None
    if person is None or person.role != Role.LEADER:
        return ""
    return words.for_eight(len(superior.due_today(session, day)), len(annex.ending(session, day)))


# The draft of a reply


def draft(session: Session, order: SuperiorOrder, office: str, now: datetime) -> str:
    """回复稿 of an order, from the rows as they are."""
    plant = session.get_one(Enterprise, order.enterprise_id)
    parts = [_part(session, one) for one in superior.hazards_of(session, order)]
    received = calendar.today(order.entered_at)
    return orders.draft(order_of(session, order), plant.name, office, received, parts, calendar.today(now))


def _part(session: Session, hazard: Hazard) -> Part:
    def day(moment: datetime | None) -> date | None:
        return calendar.today(moment) if moment else None

    return Part(
        line=Of.full(hazard),
        responsible=hazard.responsible,
        measures=hazard.measures,
        control=hazard.control,
        deadline=hazard.deadline,
        rectified=day(hazard.rectified_at),
        closed=day(hazard.closed_at),
        pictures=len(hazards.pictures(session, hazard, PictureStage.AFTER)),
        state=HazardStatus(hazard.status),
    )


#: The letters about what is owed above and how their words are found.
KINDS_OF_ABOVE: Mapping[str, Callable[[Session, Outgoing, datetime], Composed]] = {
    "above.morning": _morning,
    "above.again": _again,
    "above.leader": _leader,
    "annex6.begins": _annex_begins,
    "order.told": _order_told,
}
