"""Figures of a period by message: rates, what a time brought, the daily form; files are made at the desk."""

from datetime import date

from handlers import asked, pages
from handlers.acts import AskLedger, ExportForm, Span
from handlers.asked import Asked
from handlers.turn import Turn
from models import figures, questions
from models.errors import Said
from models.figures import Found
from models.obligations import ObligationKind
from models.people import Right
from models.wording import answers
from models.wording import figures as words


def rate(question: Asked) -> None:
    """整改率多少: of a period, by default of this month."""
    start, end = _days(question)
    question.say(words.rate(found(question, start, end), start, end, question.view))


def summary(question: Asked) -> None:
    """这个月数据: hazards and closed nights of a period, by default of this month."""
    start, end = _days(question)
    turn = question.turn
    last = figures.closed_nights(turn.session, start, end, turn.now)
    nights = figures.dues(turn.session, ObligationKind.PATROL, start, last or start, question.within)
    hazards = found(question, start, end)
    question.say(words.summary(hazards, nights, last, start, end, question.view))


def _days(question: Asked) -> tuple[date, date]:
    """The duty days that are asked about, never those that lie ahead."""
    today = figures.duty_day(question.turn.now)
    span = question.act.span or Span(today.replace(day=1), today)
    return span.start, max(span.start, min(span.end, today))


def found(question: Asked, start: date, end: date) -> Found:
    """The hazards of a period, as far as the asker may see them."""
    return figures.found(question.turn.session, *figures.moments(start, end), question.within)


def export(turn: Turn, act: ExportForm) -> None:
    """今天的日报 as text; the ledger is exported at the desk, because no file can be sent here yet."""
    if not turn.may(Right.SEE_ALL):
        raise Said(answers.own_only())
    if not act.forms:
        raise Said(answers.not_yet(act.intent))
    for form in act.forms[:3]:
        if form == "daily":
            daily(asked.bounded(turn, AskLedger(span=act.span)))
        elif form == "weekly":
            pages.weekly(turn, act.span.start if act.span else None)
        elif form == "ledger":
            turn.answer(words.on_computer())
        else:
            turn.answer(answers.not_yet(act.intent))


def daily(question: Asked) -> None:
    """The daily form of one duty day; several days are told as the figures of a period."""
    turn, today = question.turn, figures.duty_day(question.turn.now)
    day = question.act.span.start if question.act.span else today
    if day > today:
        raise Said(words.not_begun(day))
    if question.act.span and question.act.span.end > day:
        summary(question)
        return
    of_day = figures.period(turn.session, day, day, turn.now, question.within)
    night = of_day.nights or questions.last_night(turn.session, turn.now)
    patrol = of_day.patrol
    if of_day.nights is None:  # tonight's window is not open yet: last night's stands in its place, by its name
        patrol = figures.dues(turn.session, ObligationKind.PATROL, night, night, question.within)
    question.say(words.daily(of_day, night, patrol, question.view))
