"""The library of tips: how many were sent to the groups, and which of another source an officer approves."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from handlers.acts import Act, AskLedger, AskTips
from handlers.turn import Turn
from models import audit, calendar, library
from models.errors import Said
from models.library import Tip
from models.people import Right
from models.wording import answers, tips
from models.wording.tips_composed import next_waiting


@dataclass(frozen=True)
class JudgeTip(Act):
    """A tip that waits may be sent, or shall not be; or all that wait of its source may be."""

    intent: ClassVar[str] = "ack"
    tip: int
    approve: bool
    whole_source: bool = False


def waiting(turn: Turn, act: AskTips) -> None:
    """送教待批: the first that waits, with what can be said of it."""
    _officers_only(turn)
    found = next_waiting(turn.session)
    if found is None:
        raise Said(tips.none_waiting())
    turn.answer(found.text, found.choices)


def judge(turn: Turn, act: JudgeTip) -> None:
    """An officer's word on a tip, in the audit chain by its number; the next one that waits stands below the answer."""
    _officers_only(turn)
    tip = turn.session.get(Tip, act.tip)
    still = {one.id: one for one in library.waiting(turn.session)}
    if tip is None or tip.id not in still:
        raise Said(tips.judged_already(tip.title) if tip else answers.choice_expired())
    meant = [one for one in still.values() if one.source == tip.source] if act.whole_source else [tip]
    by = next(person.name for person in turn.persons if person.is_officer)
    for one in meant:
        if act.approve:
            library.approve(one, by, turn.now)
        else:
            one.active = False
        turn.session.add(one)
        audit.record(turn.session, turn.now, turn.actor, "tip.judged", f"tip:{one.id}", {"approved": act.approve})
    turn.session.flush()
    told, following = tips.judged(tip.title, len(meant), approved=act.approve), next_waiting(turn.session)
    turn.answer(f"{told}\n{following.text}" if following else told, following.choices if following else None)


def _officers_only(turn: Turn) -> None:
    if not turn.is_officer:
        raise Said(answers.own_only())


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
