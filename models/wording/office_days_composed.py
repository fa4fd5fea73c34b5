"""From the calendar as it stands to the words about what it lacks."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlmodel import Session

from models import calendar, office_days
from models.outbox import Outgoing
from models.wording import office_days as words
from models.wording.composed import Composed, Pointless, Said


def _missing(session: Session, letter: Outgoing, now: datetime) -> Composed:
    year, today = int(letter.about["year"]), calendar.today(now)
    if year not in calendar.unknown_years(today):
        return Pointless("the year is known meanwhile")
    return Said(words.missing(year, today))


#: The letters about the office's calendar and how their words are found.
KINDS_OF_OFFICE_DAYS: Mapping[str, Callable[[Session, Outgoing, datetime], Composed]] = {office_days.KIND: _missing}
