"""The answer to what the four lists lack: 责任人、措施、日期 in one sentence is enough for all that was asked about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from handlers import meant
from handlers.acts import MissingItems
from handlers.turn import Turn
from models import calendar, db, hazards, lifecycle, missing, outbox, spoken
from models.errors import Said
from models.hazards import UNFIXED, Hazard, Lack
from models.lifecycle import By
from models.people import Right
from models.wording import missing as words
from models.wording.hazards_composed import ASKS
from models.wording.rectification import Line

#: No deadline lies further ahead.
YEARS = 3
_AMOUNT = re.compile(r"\d+(?:\.\d{1,4})?")

Value = str | date | Decimal


def fill(turn: Turn, act: MissingItems) -> None:
    """Writes what was answered into the lists, each change with its event, and says what was understood."""
    rows = _meant(turn, act)
    act = _as_asked(act, rows)
    said = _said(turn, act)
    if not said and not act.measures:
        lacks = tuple({lack for hazard in rows for lack in hazards.lacking(hazard)})
        raise Said(words.nothing_understood(_example(turn, lacks or (Lack.RESPONSIBLE,), len(rows))))
    for hazard in rows:
        _may_change(turn, hazard, act.deadline)
    for place, hazard in enumerate(rows):
        measures = _measures(act.measures, place, len(rows))
        _write(turn, hazard, said | ({Lack.MEASURES: measures} if measures else {}))
    _answer(turn, rows, said, act.measures)


def _meant(turn: Turn, act: MissingItems) -> list[Hazard]:
    """The hazards that are named; else those of the question that is answered; else all that lack something."""
    if act.hazard_nos:
        return [_theirs(turn, number) for number in dict.fromkeys(act.hazard_nos)]
    own = [db.row_id(plant.id) for plant in turn.plants()]
    still = list(missing.lacking(turn.session, own))
    asked = _asked(turn)
    rows = [one for one in still if one.number in asked] or still
    if not rows:
        raise Said(words.nothing_missing())
    return rows


def _as_asked(act: MissingItems, rows: Sequence[Hazard]) -> MissingItems:
    """先停用 is no measure where the measures are known, and what guards the place is asked for."""
    wanted = {lack for hazard in rows for lack in hazards.lacking(hazard)}
    if act.control_measure or Lack.MEASURES in wanted or Lack.CONTROL not in wanted:
        return act
    return replace(act, measures=(), control_measure="、".join(act.measures))


def _theirs(turn: Turn, number: str) -> Hazard:
    """A hazard of the sender's enterprise, or one that an officer may assign."""
    if turn.plants():
        return meant.own(turn, [number])[0]
    hazard = meant.by_number(turn, number)
    if meant.officer(turn, Right.ASSIGN, hazards.plant_of(turn.session, hazard)) is None:
        raise Said(words.nothing_missing())
    return hazard


def _asked(turn: Turn) -> set[str]:
    """The numbers that the question listed which this message quotes, or the last one that is open."""
    message = turn.message
    quoted = outbox.by_key(turn.session, message.reply_to) if message.reply_to else None
    own = [db.row_id(person.id) for person in turn.persons]
    said = [] if quoted else spoken.lately(turn.session, message.channel, message.sender, own, turn.now)
    letter = quoted or spoken.last_prompt(turn.session, said, ("hazard.missing",), turn.now)
    return set(letter.about.get("listed", ())) if letter else set()


def _said(turn: Turn, act: MissingItems) -> dict[Lack, Value]:
    """What was said for all of them; an impossible date or amount is said back."""
    today = calendar.today(turn.now)
    if act.deadline is not None and act.deadline < today:
        raise Said(words.date_passed(act.deadline))
    if act.deadline is not None and act.deadline.year > today.year + YEARS:
        raise Said(words.date_too_far(act.deadline))
    said: dict[Lack, Value | None] = {
        Lack.RESPONSIBLE: act.responsible or None,
        Lack.DEADLINE: act.deadline,
        Lack.FUNDS: _amount(act.funds) if act.funds else None,
        Lack.PLAN: act.plan or None,
        Lack.CONTROL: act.control_measure or None,
    }
    return {lack: value for lack, value in said.items() if value is not None}


def _amount(text: str) -> Decimal:
    match = _AMOUNT.search(text)
    try:
        return Decimal(match.group() if match else text)
    except InvalidOperation as error:
        raise Said(words.funds_unclear(text)) from error


def _measures(told: Sequence[str], place: int, count: int) -> str:
    """One measure for each hazard in their order where as many were said; else all of them for each."""
    return told[place] if len(told) == count else "、".join(told)


def _may_change(turn: Turn, hazard: Hazard, deadline: date | None) -> None:
    if hazard.status not in UNFIXED:
        raise Said(words.fixed_already(hazard.short))
    old = hazard.deadline
    if deadline is None or old is None or deadline == old or not turn.plants():
        return
    if not hazard.self_managed or (deadline > old and not _said_today(turn, hazard)):
        raise Said(words.by_extension(hazard.short, old, calendar.today(turn.now)))


def _said_today(turn: Turn, hazard: Hazard) -> bool:
    """Whether the date was given today: who mistyped it may put it right."""
    today = calendar.today(turn.now)
    given = [one for one in hazards.events(turn.session, hazard) if one.move == f"items.{Lack.DEADLINE}"]
    return any(calendar.today(one.at) == today for one in given)


def _write(turn: Turn, hazard: Hazard, said: dict[Lack, Value]) -> None:
    by = _by(turn, hazard)
    for lack, value in said.items():
        old = getattr(hazard, lack.value)
        if old == value:
            continue
        setattr(hazard, lack.value, value)
        if lack == Lack.DEADLINE and hazard.first_deadline is None:
            hazard.first_deadline = hazard.deadline
        lifecycle.record(turn.session, hazard, f"items.{lack}", by, turn.now, f"{old or ''} -> {value}".strip())
    turn.session.add(hazard)
    missing.complete(turn.session, hazard, by, turn.now)


def _by(turn: Turn, hazard: Hazard) -> By:
    return meant.by(turn, hazards.plant_of(turn.session, hazard))


# What is said back


@dataclass(frozen=True)
class _Left:
    """What is still missing after an answer."""

    rows: list[Hazard]
    lacks: tuple[Lack, ...]


def _answer(turn: Turn, rows: Sequence[Hazard], said: dict[Lack, Value], measures: Sequence[str]) -> None:
    """Repeats what was understood; the next words may answer what is still missing."""
    alike = len({hazard.measures for hazard in rows}) == 1
    told = _told(turn, said, rows[0].measures if measures and alike else "")
    each = [] if alike or not measures else [Line(one.short, one.measures) for one in rows]
    left = _left(rows)
    about = {"listed": [one.number for one in left.rows], "asks": ASKS} if left.rows else {}
    turn.answer(words.noted([one.short for one in rows], told, each, left.lacks), about=about)


def _left(rows: Sequence[Hazard]) -> _Left:
    still = [one for one in rows if hazards.lacking(one)]
    return _Left(still, tuple({lack for one in still for lack in hazards.lacking(one)}))


def _told(turn: Turn, said: dict[Lack, Value], measures: str) -> list[str]:
    """What was understood, in the order in which it was asked."""
    today = calendar.today(turn.now)
    whole: dict[Lack, Value] = said | ({Lack.MEASURES: measures} if measures else {})
    return [_part(one, whole[one], today) for one in Lack if one in whole]


def _part(lack: Lack, value: Value, today: date) -> str:
    if isinstance(value, date):
        return words.until(value, today)
    if isinstance(value, Decimal):
        return words.funds(f"{value:f}")
    if lack == Lack.RESPONSIBLE:
        return words.responsible(value)
    return words.plan(value) if lack == Lack.PLAN else value


def _example(turn: Turn, lacks: Sequence[Lack], count: int) -> str:
    return words.example(lacks, count, calendar.add_workdays(calendar.today(turn.now), 3))
