"""From what the bureau owes to its words, at 08:20 and when somebody asks for the list."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from models import bureau, calendar, entered_rules, ledger, questions, unreached
from models.bureau import Desk, Row
from models.extensions import Waiting
from models.hazards import Hazard
from models.outbox import Outgoing
from models.people import Enterprise, Person, Role
from models.questions import Plant
from models.wording import bureau as words
from models.wording.assigning import possible
from models.wording.bureau import Item, Owed, Request, Unanswered
from models.wording.composed import Composed, Pointless, Said
from models.wording.day_reports import TITLES
from models.wording.deadlines import Case
from models.wording.deadlines_composed import case, officer_of
from models.wording.expiring_composed import items
from models.wording.ledger import SOURCE
from models.wording.rectification import Line
from models.wording.special_work import line


def _officer(session: Session, letter: Outgoing, now: datetime) -> Composed:
    person = session.get_one(Person, letter.person_id)
    day = date.fromisoformat(letter.about["day"])
    desk = bureau.of_person(session, person, day, now)
    if desk.empty:
        return Pointless("all of it was done meanwhile")
    owed = _owed(session, desk)
    choices: dict[str, dict[str, Any]] = {"1": {"act": "ShowRechecks", "person": person.id}}
    if person.role == Role.SUPERVISOR:
        return Said(words.owed(owed), choices | _agree(desk), listed=desk.listed)
    longest = [*(plant for _, plant in desk.rechecks), *(one.plant for one in desk.extensions)][0]
    days = (bureau.RECHECK_WAITS, bureau.EXTENSION_WAITS)
    return Said(words.waited_long(owed, *days, officer_of(session, longest)), choices, listed=desk.listed)


def whole(session: Session, person: Person, now: datetime) -> Said | None:
    """The whole list of what waits for somebody of the bureau now; None when nothing does."""
    day = calendar.today(now)
    desk = bureau.of_person(session, person, day, now)
    if desk.empty:
        return None
    text = words.whole(_owed(session, desk, _overdue(session, person, desk, day)), day)
    agree = _agree(desk) if person.role == Role.SUPERVISOR else {}
    return Said(text, agree, listed=desk.listed)


def _agree(desk: Desk) -> dict[str, dict[str, Any]]:
    return {"2": {"act": "AgreeRest"}} if desk.verified else {}


def _overdue(session: Session, person: Person, desk: Desk, day: date) -> Sequence[Case]:
    if not desk.overdue:
        return ()
    wanted, bounds = ledger.Wanted(ledger.Which.OVERDUE), bureau.within(session, person)
    numbers = [one.number for one in ledger.lines(session, wanted, bounds, day, words.MOST)]
    rows = select(Hazard, Enterprise).join(Enterprise, col(Enterprise.id) == col(Hazard.enterprise_id))
    wanted_rows = session.exec(rows.where(col(Hazard.number).in_(numbers)))
    found = {hazard.number: case(session, hazard, plant, day) for hazard, plant in wanted_rows}
    return [found[number] for number in numbers]


def _owed(session: Session, desk: Desk, overdue: Sequence[Case] = ()) -> Owed:
    return Owed(
        rechecks=_items(desk.rechecks),
        sample=_items(desk.sample),
        verified=_items(desk.verified),
        requests=[_request(one) for one in desk.extensions],
        overdue=overdue,
        overdue_count=desk.overdue,
        lacking=_items(desk.lacking),
        failed=desk.failed,
        unclear=desk.unclear,
        silent=desk.silent,
        unanswered=_unanswered(session, desk),
        works=[line(work).told(calendar.today(work.starts_at), plant.short) for work, plant in desk.works],
        unreached=desk.unreached,
        ungraded=_items(desk.ungraded),
        expired=items(session, desk.expired, named=True),
    )


def _unanswered(session: Session, desk: Desk) -> list[Unanswered]:
    titles = entered_rules.titles(session) if desk.unanswered else {}
    found: dict[str, dict[int | None, Plant]] = {}
    for due, plant in desk.unanswered:
        found.setdefault(due.kind, {})[plant.id] = questions.as_plant(plant)
    return [
        Unanswered(titles.get(kind) or TITLES.get(kind) or kind, list(plants.values()))
        for kind, plants in found.items()
    ]


def _items(rows: Sequence[Row]) -> list[Item]:
    return [_item(hazard, plant) for hazard, plant in rows]


def _item(hazard: Hazard, plant: Enterprise) -> Item:
    return Item(Line.full(hazard), plant.short, SOURCE[hazard.source], hazard.is_major, possible(hazard))


def _request(one: Waiting) -> Request:
    asked = one.extension
    return Request(_item(one.hazard, one.plant), asked.old_deadline, asked.wanted, asked.reason)


def _unreached(session: Session, letter: Outgoing, now: datetime) -> Composed:
    letters = unreached.unsaid(session, letter)
    if not letters:
        return Pointless("the officer was told of them lately")
    contacts = unreached.to_call(session, letters, now)
    if not contacts:
        return Pointless("they were told otherwise")
    text = words.to_call(contacts)
    choices = {"1": {"act": "ShowUnreached", "letter": letter.id}} if len(contacts) > words.CALLS + 1 else {}
    return Said(text, choices)


#: The letters about what the bureau owes and how their words are found.
KINDS_OF_BUREAU: Mapping[str, Callable[[Session, Outgoing, datetime], Composed]] = {
    "morning.officer": _officer,
    unreached.KIND: _unreached,
}
