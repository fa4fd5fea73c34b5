"""Questions about what comes by day: 今晚动火有哪些, 今年演练几次, 周报表谁没交."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from handlers.acts import Act, AskDrills, AskOwed, AskWork
from handlers.turn import Turn
from models import calendar, day_dues, db, drills, entered_rules, people, special_work
from models.drills import DrillKind
from models.errors import Said
from models.ledger import Within
from models.people import Enterprise, Right
from models.special_work import Row
from models.wording import answers
from models.wording import day_answers as words
from models.wording import ledger as bounds
from models.wording.day_reports import TITLES


@dataclass(frozen=True)
class ShowWorks(Act):
    """All of a list of special works."""

    intent: ClassVar[str] = "status_query"
    day: date
    tonight: bool = False
    kind: str = ""
    enterprises: tuple[int, ...] = ()


def works(turn: Turn, act: AskWork) -> None:
    """The special works of a day or of tonight: how many, and the first of them."""
    plants = _plants(turn, act.enterprise)
    wanted = ShowWorks(act.day or calendar.today(turn.now), act.tonight, act.kind, plants)
    rows = _rows(turn, wanted)
    more = {"1": {"act": "ShowWorks", **_plain(wanted)}} if len(rows) > words.FIRST else None
    turn.answer(words.works(rows, wanted.day, turn.now, kind=act.kind, tonight=act.tonight), more)


def show_works(turn: Turn, act: ShowWorks) -> None:
    """All of them, as they stand now."""
    turn.answer(words.all_works(_rows(turn, act), act.day, turn.now, tonight=act.tonight))


def drills_held(turn: Turn, act: AskDrills) -> None:
    """How many drills or trainings were held since the year began, or within the days that are named."""
    today = calendar.today(turn.now)
    start, end = (act.span.start, act.span.end) if act.span else (date(today.year, 1, 1), today)
    plants = _plants(turn, act.enterprise)
    kind = DrillKind.TRAINING if act.training else DrillKind.DRILL
    found = drills.held(turn.session, kind, start, min(end, today), _within(turn, plants))
    plant = turn.session.get_one(Enterprise, plants[0]).short if len(plants) == 1 else ""
    turn.answer(words.held(found, kind, start, min(end, today), plant))


def owed(turn: Turn, act: AskOwed) -> None:
    """Who has not sent something: of the day or the weeks that opened last."""
    rows = day_dues.newest(turn.session, _within(turn, ()), act.kind, turn.now)
    title = entered_rules.titles(turn.session).get(act.kind) or TITLES.get(act.kind, act.kind)
    if not rows:
        _sent(turn, act.kind, title)
        return
    more = {"1": {"act": "AskOwed", "kind": act.kind, "whole": True}}
    text, overflows = words.owed(rows, title, turn.now, whole=act.whole)
    turn.answer(text, more if overflows else None)


def _sent(turn: Turn, kind: str, title: str) -> None:
    """Nobody is asked for it: who sent it today all the same."""
    today = calendar.today(turn.now)
    midnight = calendar.midnight(today)
    plants = day_dues.sent(turn.session, _within(turn, ()), kind, midnight, midnight + timedelta(days=1))
    if not plants:
        raise Said(words.none_owed(title))
    turn.answer(words.sent([plant.starred for plant in plants], title, today))


def _plain(wanted: ShowWorks) -> dict[str, object]:
    return {
        "day": wanted.day.isoformat(),
        "tonight": wanted.tonight,
        "kind": wanted.kind,
        "enterprises": list(wanted.enterprises),
    }


def _rows(turn: Turn, wanted: ShowWorks) -> Sequence[Row]:
    within = _within(turn, wanted.enterprises)
    if wanted.tonight:
        rows = special_work.tonight(turn.session, turn.now, within)
    else:
        rows = special_work.today(turn.session, wanted.day, within)
    return [row for row in rows if wanted.kind in ("", row[0].kind)]


def _within(turn: Turn, plants: tuple[int, ...]) -> Within:
    return Within(people.scope(turn.persons, Right.SEE), plants)


def _plants(turn: Turn, name: str | None) -> tuple[int, ...]:
    """Whose are asked about: an officer may name one, an enterprise asks about its own."""
    own = turn.plants()
    if not turn.is_officer:
        if not own or (name and name not in {plant.name for plant in own}):
            raise Said(answers.own_only())
        return tuple(db.row_id(plant.id) for plant in own)
    if name is None:
        return ()
    plant = people.by_name(turn.session, name)
    if plant is None:
        raise Said(answers.no_such_plant(name))
    if not turn.may(Right.SEE, plant):
        raise Said(bounds.other_grid())
    return (db.row_id(plant.id),)
