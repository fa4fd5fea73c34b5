"""为什么没提醒: what was said to an enterprise on a day, and why the rest was not; officers ask about anybody."""

from datetime import date, datetime, timedelta

from handlers.acts import AskWhy
from handlers.queries import asked_plants
from handlers.turn import Turn
from models import calendar, why
from models.outbox import Outgoing, OutgoingStatus
from models.people import Enterprise, Person, Right
from models.why import Reason
from models.wording import reasons as words
from models.wording.ledger import View, number

#: So many letters and reasons at most: the rest does not fit a phone.
MOST = 4


def ask(turn: Turn, act: AskWhy) -> None:
    """Of one enterprise what was said on a day and why not more; of none, the round of a night for the whole county."""
    day = _day(turn, act)
    if act.enterprise is None and turn.may(Right.SEE_ALL):
        _county(turn, day - timedelta(days=1))
        return
    for plant in asked_plants(turn, act.enterprise)[:3]:
        _plant(turn, plant, day)


def _day(turn: Turn, act: AskWhy) -> date:
    """The calendar day on which something might have been said: a night that is named ends on the next."""
    today = calendar.today(turn.now)
    if act.day is None:
        return today
    by_night = any(word in turn.message.text for word in ("夜", "晚"))
    return min(today, act.day + timedelta(days=1)) if by_night else act.day


def _county(turn: Turn, night: date) -> None:
    found = why.night(turn.session, night)
    turn.answer(words.county(night, found.said, found.reported, found.no_account, found.others))


def _plant(turn: Turn, plant: Enterprise, day: date) -> None:
    letters = why.letters(turn.session, plant, day)
    said = [_letter(turn, about, one) for about, one in letters]
    unsaid = why.reasons(turn.session, plant, day, turn.now)
    hazards = [one for one in unsaid if one.number]
    told = [_reason(turn, one, day) for one in unsaid if one not in hazards[2:]]
    sent = sum(one.status == OutgoingStatus.SENT for _, one in letters)
    turn.answer(words.why(plant.short, day, calendar.today(turn.now), sent, said[-MOST:], told[:MOST]))


def _letter(turn: Turn, about: str, letter: Outgoing) -> str:
    person = turn.session.get(Person, letter.person_id) if letter.person_id else None
    return words.letter(
        _when(letter), person.name if person else "", about, OutgoingStatus(letter.status), letter.reason
    )


def _when(letter: Outgoing) -> datetime:
    return letter.settled_at or letter.not_before


def _reason(turn: Turn, reason: Reason, day: date) -> str:
    return words.reason(reason, number(reason.number, View(day, turn.is_officer)))
