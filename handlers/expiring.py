"""What expires: new dates by words, risk reviews that are done, and what is near its end or over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from handlers import offers
from handlers.acts import Act, NewDate, RiskReviewed
from handlers.asked import Asked
from handlers.turn import Turn
from handlers.understand import papers
from models import audit, calendar, db, expiring, people
from models.errors import Said
from models.expiring import Dates, Expiring, ExpiringKind
from models.ledger import Within
from models.people import Enterprise, Right
from models.wording import expiring as words
from models.wording import expiring_composed as composed
from models.wording import ledger as bounds
from models.wording.expiring import Item

#: Nothing holds longer than this.
LONGEST = timedelta(days=366 * 20)


@dataclass(frozen=True)
class EnterDate(Act):
    """The date as it was read back shall be written."""

    enterprise: int
    until: date
    recheck: date | None = None
    row: int | None = None  # None: something new
    kind: str = ExpiringKind.CERTIFICATE
    person: str = ""
    title: str = ""
    number: str = ""


@dataclass(frozen=True)
class ShowExpiring(Act):
    """All of a list of what expires or has expired."""

    intent: ClassVar[str] = "status_query"
    until: date | None = None  # None: what has expired
    enterprises: tuple[int, ...] = ()
    words: str = ""


# A new date


def new_date(turn: Turn, act: NewDate) -> None:
    """A new date: written where it is certain what is meant and that it is later, else read back first."""
    _must_lie_ahead(turn, act)
    plants = _plants(turn, act.enterprise, words.of_which_plant())
    known = [row for plant in plants for row in expiring.of_enterprise(turn.session, db.row_id(plant.id))]
    meant, theirs = _meant(known, act, turn.message.text)
    if len(meant) > 1:
        _which(turn, meant, act)
        return
    row = meant[0] if meant else theirs[0] if len(theirs) == 1 else None
    if row is not None and not meant and act.person and act.until:
        _same_or_new(turn, row, act, plants)
        return
    wanted = _wanted(turn, row, act, plants)
    later = row is not None and (act.recheck or act.until or row.due_on) > row.due_on
    if meant and act.sure and later:
        enter(turn, wanted)
    else:
        item = _item(turn, wanted, row)
        turn.answer(words.sure(item, row.due_on if row else None), {"1": offers.dump(wanted)})


def _same_or_new(turn: Turn, row: Expiring, act: NewDate, plants: Sequence[Enterprise]) -> None:
    """The person has one paper, of another name: an older name of the same, or a second one."""
    same, new = _wanted(turn, row, act, plants), _wanted(turn, None, act, plants)
    choices = {"1": offers.dump(same), "2": offers.dump(new)}
    turn.answer(words.same_or_new(_item(turn, new, None), row.name), choices)


def _must_lie_ahead(turn: Turn, act: NewDate) -> None:
    today = calendar.today(turn.now)
    for day in (act.until, act.recheck):
        if day and day < today:
            raise Said(words.past(day))
        if day and day > today + LONGEST:
            raise Said(words.too_far(day))
    if act.until and act.recheck and act.recheck > act.until:
        raise Said(words.recheck_behind_end(act.recheck, act.until))


def _plants(turn: Turn, name: str | None, ask: str) -> Sequence[Enterprise]:
    """Whose things are spoken of: an officer names the enterprise, somebody of one speaks of their own."""
    own = turn.plants()
    if own and not turn.is_officer:
        return [plant for plant in own if plant.name == name] or own
    plant = people.by_name(turn.session, name) if name else None
    if plant is None:
        raise Said(ask)
    if not turn.may(Right.ASSIGN, plant):
        raise Said(bounds.other_grid())
    return [plant]


def _meant(known: Sequence[Expiring], act: NewDate, text: str) -> tuple[list[Expiring], list[Expiring]]:
    """What fits person and title beyond doubt; and what may be meant: all of the person, or the only one of a trade."""
    person = act.person or next((row.person for row in known if row.person and row.person in text), "")
    fitting = [row for row in known if papers.alike(row.title, act.paper)]
    if not person and (trade := [row for row in fitting if row.person and papers.core(act.paper)]):
        return (trade, []) if len(trade) > 1 else ([], trade)
    theirs = [row for row in known if row.person == person]
    numbered = [row for row in theirs if row.number and row.number == act.number]
    return numbered or [row for row in theirs if row in fitting], theirs if person else []


def _which(turn: Turn, meant: Sequence[Expiring], act: NewDate) -> None:
    shown = meant[: words.SHOWN]
    choices = {str(number): offers.dump(_wanted(turn, row, act, ())) for number, row in enumerate(shown, 1)}
    items = [Item.of(row, _short(turn, row.enterprise_id)) for row in shown]
    turn.answer(words.which(items, calendar.today(turn.now)), choices)


def _wanted(turn: Turn, row: Expiring | None, act: NewDate, plants: Sequence[Enterprise]) -> EnterDate:
    """What would be written."""
    if row is not None:
        until = act.until or row.valid_until
        if act.recheck and act.recheck > until:
            raise Said(words.recheck_behind_end(act.recheck, until))
        return EnterDate(row.enterprise_id, until, act.recheck, db.row_id(row.id), number=act.number)
    kind = papers.kind_of(act.paper)
    if len(plants) != 1 or (kind == ExpiringKind.CERTIFICATE and not act.person):
        raise Said(words.of_whom() if len(plants) == 1 else words.of_which_plant())
    until = act.until or act.recheck or calendar.today(turn.now)
    recheck = act.recheck if act.recheck and act.recheck < until else None
    plant = db.row_id(plants[0].id)
    return EnterDate(plant, until, recheck, None, kind, act.person, act.paper, act.number)


def _item(turn: Turn, wanted: EnterDate, row: Expiring | None) -> Item:
    name = row.name if row else f"{wanted.person}{wanted.title}"
    plant = _short(turn, wanted.enterprise) if turn.is_officer or len(turn.plants()) > 1 else ""
    return Item(name, wanted.recheck or wanted.until, wanted.recheck is not None, plant=plant)


def _short(turn: Turn, enterprise_id: int) -> str:
    return turn.session.get_one(Enterprise, enterprise_id).short


def enter(turn: Turn, act: EnterDate) -> None:
    """Writes a date, as it was said or read back."""
    plant = turn.session.get_one(Enterprise, act.enterprise)
    if not turn.may(Right.ASSIGN if turn.is_officer else Right.REPORT, plant):
        raise Said(bounds.other_grid())
    row = turn.session.get(Expiring, act.row) if act.row else None
    before = row.due_on if row else None
    if row is None:
        row = expiring.enter(turn.session, _new(turn, act), turn.actor, turn.now)
    else:
        row.number = act.number or row.number
        expiring.renew(turn.session, row, Dates(act.until, act.recheck), turn.actor, turn.now)
    turn.answer(words.renewed(_item(turn, act, row), before, calendar.today(turn.now)))


def _new(turn: Turn, act: EnterDate) -> Expiring:
    return Expiring(
        enterprise_id=act.enterprise,
        kind=act.kind,
        person=act.person,
        title=act.title,
        number=act.number,
        valid_until=act.until,
        recheck_on=act.recheck,
        entered_at=turn.now,
    )


# Risk reviews


def risk_reviewed(turn: Turn, act: RiskReviewed) -> None:
    """A risk review is done: the next one is due a year later, or three, by class and by what was found."""
    plants = _plants(turn, act.enterprise, words.review_of_whom())
    if len(plants) > 1:
        raise Said(words.review_of_whom())
    plant, today = plants[0], calendar.today(turn.now)
    done = act.day or today
    if done > today:
        raise Said(words.review_ahead(done))
    years = expiring.years_of(turn.session, plant, major_risk=act.major)
    due_on = expiring.years_later(done, years)
    rows = expiring.of_enterprise(turn.session, db.row_id(plant.id), ExpiringKind.RISK_REVIEW)
    if rows:
        expiring.renew(turn.session, rows[0], Dates(due_on), turn.actor, turn.now)
    else:
        new = EnterDate(db.row_id(plant.id), due_on, kind=ExpiringKind.RISK_REVIEW, title=words.REVIEW)
        expiring.enter(turn.session, _new(turn, new), turn.actor, turn.now)
    told: dict[str, audit.Fact] = {"done": done.isoformat(), "next": due_on.isoformat(), "major": act.major}
    audit.record(turn.session, turn.now, turn.actor, "risk.reviewed", f"enterprise:{plant.id}", told)
    turn.answer(words.reviewed(plant.short, done, due_on, today, years, major=act.major))


# Questions


def asked(question: Asked) -> None:
    """快到期的证有哪些, 谁的证过期了: within what the asker may see; a trade that is named narrows it."""
    turn, today = question.turn, question.today
    text = turn.message.text
    ids = tuple(db.row_id(plant.id) for plant in question.plants)
    days = max(expiring.days(turn.session), default=90)
    until = None if papers.over(text) else today + timedelta(days=days)
    rows = _rows(turn, question.within, until, text)
    several = len(ids) != 1
    items = composed.items(turn.session, rows, named=several)
    area = question.view.area if turn.is_officer else ""
    said = words.over(items, area, today) if until is None else words.ahead(items, days, area, today)
    more = len(items) > words.FIRST
    question.say(said, {"1": offers.dump(ShowExpiring(until, ids, text))} if more else None)


def _rows(turn: Turn, within: Within, until: date | None, text: str) -> Sequence[Expiring]:
    today = calendar.today(turn.now)
    if until is None:
        rows = expiring.expired(turn.session, within, today)
    else:
        rows = expiring.ahead(turn.session, within, today, until)
    named = [row for row in rows if row.person and row.person in text]
    trade = [row for row in rows if (core := papers.core(row.title)) and core in text]
    return named or trade or rows


def show(turn: Turn, act: ShowExpiring) -> None:
    """All of the list, as it stands now."""
    within = Within(people.scope(turn.persons, Right.SEE), act.enterprises)
    rows = _rows(turn, within, act.until, act.words)
    turn.answer(
        words.whole(composed.items(turn.session, rows, named=len(act.enterprises) != 1), calendar.today(turn.now))
    )
