"""Questions about the tips that were sent to the groups."""

from datetime import date

from handlers.acts import AskLedger
from handlers.turn import Turn
from models import calendar, library
from models.errors import Said
from models.people import Right
from models.wording import answers, tips


def count(turn: Turn, act: AskLedger) -> None:
    """今年送教多少: for officers, of the days that were named, else since 1 January; never of days to come."""
    if not turn.may(Right.SEE_ALL):
        raise Said(answers.own_only())
    start, end = _days(act, calendar.today(turn.now))
    text = tips.count(library.count(turn.session, start, end), start, end)
    if turn.in_group and act.to_group:
        turn.say_in_chat(text)
    else:
        turn.answer(text)


def _days(act: AskLedger, today: date) -> tuple[date, date]:
    if act.span is None:
        return today.replace(month=1, day=1), today
    return act.span.start, max(act.span.start, min(act.span.end, today))
