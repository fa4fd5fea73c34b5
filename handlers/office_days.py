"""10月8日放假, 10月11日上班: the office's own days, read back before they count."""

from dataclasses import replace
from datetime import date, timedelta

from handlers import acts
from handlers.acts import OfficeDays
from handlers.turn import Turn
from models import audit, calendar, office_days
from models.errors import Said
from models.people import Right
from models.wording import office_days as words

#: The longest feast has nine days; more at once is a slip of the pen.
MOST = 16


def enter(turn: Turn, act: OfficeDays) -> None:
    """Asks for a digit first; then the days count so for everything that keeps office hours, and for no night."""
    if not turn.may(Right.CALENDAR):
        raise Said(words.may_not())
    found = _days(act)
    start, end = found[0], found[-1]
    changing = [day for day in found if calendar.is_workday(day) != act.works]
    if not changing:
        raise Said(words.already(start, end, act.works))
    if not act.sure:
        sure = acts.dump(replace(act, sure=True))
        turn.answer(words.asked(start, end, act.works, act.name, len(changing)), {"1": sure})
        return
    for day in found:
        office_days.enter(turn.session, day, act.works, act.name)
        audit.record(turn.session, turn.now, turn.actor, "calendar.entered", f"day:{day}", {"works": act.works})
    turn.answer(words.noted(start, end, act.works))


def _days(act: OfficeDays) -> list[date]:
    if act.span is None:
        raise Said(words.no_such_day())
    count = (act.span.end - act.span.start).days + 1
    if count > MOST:
        raise Said(words.too_many(MOST))
    return [act.span.start + timedelta(days=offset) for offset in range(count)]
