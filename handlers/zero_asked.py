"""零报告谁没报: questions about what is owed by day, beside those about a night."""

from datetime import date

from handlers import offers
from handlers.acts import AskEnterprise, AskReporting
from handlers.offers import ShowZero
from handlers.turn import Turn
from models import calendar, db, opening, questions, rules
from models.errors import Said
from models.obligations import DueStatus, ObligationKind
from models.people import Enterprise, Right
from models.wording import answers
from models.wording import zero_asked as words
from models.wording.lines import overflows

ZERO = ObligationKind.ZERO


def reporting(turn: Turn, act: AskReporting) -> None:
    """Who owes the zero report of a day, by default of today; an enterprise hears of its own."""
    day = act.span.start if act.span else calendar.today(turn.now)
    if not turn.may(Right.SEE_ALL):
        _own(turn, act, day)
        return
    state = questions.night(turn.session, day, ZERO)
    if not state.counts:
        raise Said(words.none_owed(day))
    plants = _silent(state)
    if turn.in_group and act.to_group:
        turn.say_in_chat(words.in_group(plants))
        return
    closes_at = next(rule.rhythm for rule in rules.of_kind(turn.session, ZERO) if rule.owes).window(day).closes_at
    cut = overflows([plant.starred for plant in plants], words.SHOWN)
    turn.answer(words.missing(state, plants, turn.now, closes_at), {"1": offers.dump(ShowZero(day))} if cut else {})


def _silent(state: questions.Night) -> list[questions.Plant]:
    """Who has not reported: those that are waited for, else those that missed it."""
    return state.plants(DueStatus.WAITING) or state.plants(DueStatus.MISSED)


def _own(turn: Turn, act: AskReporting, day: date) -> None:
    own = turn.plants()
    if not own or (act.enterprise and act.enterprise not in {plant.name for plant in own}):
        raise Said(answers.own_only())
    for plant in own[:3]:
        turn.answer(words.one_day(plant.short, opening.due_of(turn.session, plant, day, ZERO), day))


def enterprise(turn: Turn, act: AskEnterprise, plant: Enterprise) -> None:
    """How one enterprise stated its days."""
    days = act.span
    start, end = (days.start, days.end) if days else (calendar.today(turn.now), calendar.today(turn.now))
    if start == end:
        due = opening.due_of(turn.session, plant, start, ZERO)
        turn.answer(words.one_day(plant.short, due, start))
        return
    dues = questions.history(turn.session, db.row_id(plant.id), start, end, ZERO)
    turn.answer(words.several_days(plant.short, dues, start, end))


def show(turn: Turn, act: ShowZero) -> None:
    """The digit 1: all names."""
    if not turn.may(Right.SEE_ALL):
        raise Said(answers.own_only())
    state = questions.night(turn.session, act.day, ZERO)
    turn.answer(words.names(_silent(state), act.day))
