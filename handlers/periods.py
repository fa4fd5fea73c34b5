"""Key periods: an officer says from when until when, the bot says back what it understood, and a digit sets it."""

from dataclasses import dataclass
from datetime import date

from handlers.acts import Act, AskKeyPeriod, KeyPeriodCancel, KeyPeriodSet
from handlers.turn import Turn
from handlers.understand.addressed import document
from models import audit, calendar, db, periods, site, spoken
from models.errors import Said
from models.outbox import Letter
from models.people import Right
from models.periods import KeyPeriod
from models.wording import periods as words
from models.wording.periods_composed import first_told, told_of

#: So many zero reports a day somebody can still read.
MOST = 6
#: When so many a day are wanted and no hours are said.
_HOURS = {
    1: "17:00",
    2: periods.ZERO_AT,
    3: "08:00、13:00、18:00",
    4: "08:00、12:00、17:00、22:00",
    5: "08:00、11:00、14:00、17:00、22:00",
    6: "04:00、08:00、12:00、16:00、20:00、23:00",
}


@dataclass(frozen=True)
class SetPeriod(Act):
    """The key period that was said back is set."""

    starts: date
    ends: date
    times: int = 0
    document: str = ""


@dataclass(frozen=True)
class LeavePeriod(Act):
    """The key period that was said back is not set."""


def ask(turn: Turn, act: KeyPeriodSet) -> None:
    """Says back what a key period would change, before anything is set."""
    if not turn.may(Right.DECIDE):
        raise Said(words.may_not())
    if act.span is None:
        raise Said(words.no_days())
    wanted = SetPeriod(act.span.start, act.span.end, act.times_per_day or 0, document(turn.message.text))
    period = _of(turn, wanted)
    turn.answer(words.ask(told_of(turn.session, period)), _choices(wanted), kind="key_period.ask")


def _choices(wanted: SetPeriod) -> dict[str, dict[str, object]]:
    told: dict[str, object] = {"starts": wanted.starts.isoformat(), "ends": wanted.ends.isoformat()}
    told |= {"act": "SetPeriod", "times": wanted.times, "document": wanted.document}
    return {"1": told, "2": {"act": "LeavePeriod"}}


def _of(turn: Turn, wanted: SetPeriod) -> KeyPeriod:
    """The key period as it would stand in the table; raises Said when it cannot be."""
    if wanted.ends < wanted.starts:
        raise Said(words.wrong_way(wanted.starts, wanted.ends))
    if wanted.ends < calendar.today(turn.now):
        raise Said(words.gone_by(wanted.ends))
    if wanted.times > MOST:
        raise Said(words.too_often(wanted.times))
    for other in periods.between(turn.session, wanted.starts, wanted.ends):
        raise Said(words.overlaps(told_of(turn.session, other)))
    office = site.read(turn.session)
    return KeyPeriod(
        document=wanted.document,
        starts=wanted.starts,
        ends=wanted.ends,
        patrol_closes=office.key_patrol_closes,
        patrol_cut_off=office.key_patrol_cut_off,
        zero_at=_HOURS[wanted.times] if wanted.times else office.key_zero_at,
        banned=office.key_banned,
        entered_by=turn.persons[0].id,
        entered_at=turn.now,
    )


def set_up(turn: Turn, act: SetPeriod) -> None:
    """Sets it; enterprises hear of it at the hours that the answer names."""
    if not turn.may(Right.DECIDE):
        raise Said(words.may_not())
    period = _of(turn, act)
    number = periods.enter(turn.session, period)
    facts: dict[str, audit.Fact] = {"starts": act.starts.isoformat(), "ends": act.ends.isoformat()}
    audit.record(turn.session, turn.now, turn.actor, "key_period.set", f"key_period:{number}", facts)
    turn.answer(words.set_up(told_of(turn.session, period), *first_told(period, turn.now)))


def leave(turn: Turn, act: LeavePeriod) -> None:
    """Nothing is set."""
    turn.answer(words.not_set())


def cancel(turn: Turn, act: KeyPeriodCancel) -> None:
    """Takes back the key period that runs or comes next; whoever heard of it hears that too."""
    if not turn.may(Right.DECIDE):
        raise Said(words.may_not())
    today = calendar.today(turn.now)
    period = next(iter(periods.between(turn.session, today, date.max)), None)
    if period is None:
        raise Said(words.none_to_cancel())
    period.cancelled_at = turn.now
    turn.session.add(period)
    audit.record(turn.session, turn.now, turn.actor, "key_period.cancelled", f"key_period:{period.id}", {})
    heard = spoken.heard(turn.session, f"key_period.begins:{period.id}:")
    for person_id in heard:
        about = {"period": db.row_id(period.id)}
        turn.post(Letter(f"key_period.cancelled:{period.id}:{person_id}", "key_period.cancelled", about, person_id))
    turn.answer(words.cancelled_by(told_of(turn.session, period), len(heard)))


def tell(turn: Turn, act: AskKeyPeriod) -> None:
    """Which key period runs or comes next, and what it asks for; anybody may know."""
    today = calendar.today(turn.now)
    period = next(iter(periods.between(turn.session, today, date.max)), None)
    if period is None:
        turn.answer(words.none_runs(may_set=turn.may(Right.DECIDE)))
    else:
        turn.answer(words.runs(told_of(turn.session, period), today))
