"""More time for a hazard: what an enterprise asks for or takes itself, and what an officer decides."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from handlers import acts, meant
from handlers.acts import ExtensionDecision, ExtensionRequest
from handlers.turn import Turn
from handlers.understand import dates
from models import calendar, concerned, db, extensions, hazards, people
from models.errors import Said
from models.extensions import Fault, Wish
from models.hazards import UNFIXED, Extension, Hazard, HazardStatus
from models.outbox import Letter, Priority
from models.people import Person, Right
from models.wording import extended
from models.wording.extended import Asked
from models.wording.rectification import Line

#: A letter about more time is worth saying for this long: a weekend and a holiday may lie before it.
KEEPS = timedelta(days=10)

# The request


def request(turn: Turn, act: ExtensionRequest) -> None:
    """Takes a request that is whole; what it lacks is asked for in one sentence, and the next sentence completes it."""
    found = _meant(turn, act)
    lacks = _lacked(turn, found, act)
    if lacks:
        whole = replace(act, hazard_nos=tuple(one.number for one in found))
        about = {"hazard": found[0].id, "request": acts.dump(whole)}
        turn.answer(extended.lacking([one.short for one in found], lacks), kind="extension.lacking", about=about)
        return
    for hazard in found:
        try:
            _request(turn, hazard, act)
        except Said as said:
            turn.answer(str(said), about={"hazard": hazard.id})


def _meant(turn: Turn, act: ExtensionRequest) -> list[Hazard]:
    """The hazards that need more time; none when it was asked which."""
    if act.hazard_nos:
        return meant.own(turn, act.hazard_nos)
    unfixed = [one for one in meant.open_of(turn) if one.status in UNFIXED]
    if not unfixed:
        raise Said(extended.none_open())
    if len(unfixed) == 1:
        return unfixed
    offered = [replace(act, hazard_nos=(one.number,)) for one in unfixed] if len(unfixed) <= 4 else []
    choices = {str(place): acts.dump(one) for place, one in enumerate(offered, 1)}
    turn.answer(extended.which([Line.own(one) for one in unfixed]), choices)
    return []


def _lacked(turn: Turn, found: Sequence[Hazard], act: ExtensionRequest) -> list[str]:
    """What the request lacks for any of those hazards for which it could be granted at all."""
    today = calendar.today(turn.now)
    open_ones = [one for one in found if one.status in UNFIXED and _fault(turn, one, act, today) is None]
    wanted = {name for one in open_ones for name in lacking(one, act)}
    return [name for name in (extended.DAY, extended.REASON, extended.CONTROL) if name in wanted]


def _fault(turn: Turn, hazard: Hazard, act: ExtensionRequest, today: date) -> Fault | None:
    """Why no new date is possible: there is no old one, or the one that is said cannot be."""
    wanted = _wanted(hazard, act) or _gone_by(turn, today)
    if wanted is None:
        return Fault.NONE_YET if hazard.deadline is None else None
    return extensions.fault(hazard.deadline, wanted, today)


def _request(turn: Turn, hazard: Hazard, act: ExtensionRequest) -> None:
    if hazard.status not in UNFIXED:
        raise Said(extended.not_open(hazard.short, HazardStatus(hazard.status)))
    today = calendar.today(turn.now)
    fault, wanted, old = _fault(turn, hazard, act, today), _wanted(hazard, act), hazard.deadline
    if fault or wanted is None or old is None:
        raise Said(extended.bad_date(fault or Fault.NONE_YET, hazard.short, old, today))
    wish = Wish(wanted, act.reason, act.control_measure)
    (_move_itself if extensions.moves_itself(hazard) else _ask)(turn, hazard, wish, old)


def lacking(hazard: Hazard, act: ExtensionRequest) -> list[str]:
    """What a request still has to say: an officer also wants to know what guards the place meanwhile."""
    wanted = [] if _wanted(hazard, act) else [extended.DAY]
    wanted += [] if act.reason else [extended.REASON]
    guarded = act.control_measure or hazard.control or extensions.moves_itself(hazard)
    return wanted if guarded else [*wanted, extended.CONTROL]


def _wanted(hazard: Hazard, act: ExtensionRequest) -> date | None:
    """The new day: said, or counted from the old one."""
    if act.deadline:
        return act.deadline
    return hazard.deadline + timedelta(days=act.days) if act.days and hazard.deadline else None


def _gone_by(turn: Turn, today: date) -> date | None:
    """A day that the words name and that lies behind: no new date, and worth saying so."""
    named = [one.day for one in dates.days(turn.message.text, turn.counted) if one.day < today]
    return named[-1] if named else None


def _move_itself(turn: Turn, hazard: Hazard, wish: Wish, old: date) -> None:
    plant = hazards.plant_of(turn.session, hazard)
    extensions.move_itself(turn.session, hazard, wish, meant.by(turn, plant), turn.now)
    left = extensions.OWN_MOVES - hazard.moved_times
    told = extended.moved(Line.own(hazard), old, wish.wanted, left, calendar.today(turn.now))
    turn.answer(told, about={"hazard": hazard.id})


def _ask(turn: Turn, hazard: Hazard, wish: Wish, old: date) -> None:
    plant = hazards.plant_of(turn.session, hazard)
    asked = extensions.ask(turn.session, hazard, wish, meant.by(turn, plant), turn.now)
    officers = concerned.officers(turn.session, plant)
    for officer in officers:
        _post(turn, f"extension:{asked.id}:{officer.id}", "extension.asked", asked, officer)
    told = Asked(Line.own(hazard), old, wish.wanted, wish.reason, wish.control or hazard.control)
    text = extended.reported(told, [one.name for one in officers], calendar.today(turn.now))
    turn.answer(text, about={"hazard": hazard.id})


def _post(turn: Turn, key: str, kind: str, request: Extension, person: Person) -> None:
    about = {"extension": request.id, "hazard": request.hazard_id, "ordered": kind == "extension.decided"}
    letter = Letter(key, kind, about, person.id, priority=Priority.OFFICE, stale_at=turn.now + KEEPS)
    turn.post(letter)


# The decision


def decide(turn: Turn, act: ExtensionDecision) -> None:
    """Grants a request, for less where the officer says so, or refuses it with a reason; once."""
    hazard = _decided_about(turn, act)
    plant = hazards.plant_of(turn.session, hazard)
    person = meant.officer(turn, Right.DECIDE, plant)
    if person is None:
        other = next(iter(concerned.officers(turn.session, plant)), None)
        raise Said(extended.may_not(other.name if other else "", other.phone if other else ""))
    asked = hazards.pending(turn.session, hazard)
    if asked is None:
        raise Said(_no_request(turn, hazard))
    if act.decision == "reject" and not act.reason:
        turn.answer(extended.reject_why(Line.full(hazard)), kind="extension.reason", about={"hazard": hazard.id})
        return
    granted = None if act.decision == "reject" else _granted(turn, hazard, asked, act)
    asked.control = act.control_measure or asked.control
    _settle(turn, hazard, asked, granted, person, act.reason)


def _decided_about(turn: Turn, act: ExtensionDecision) -> Hazard:
    """The hazard that is named, else the only one with a request that the officer may decide."""
    if act.hazard_no:
        return meant.by_number(turn, act.hazard_no)
    waiting = [
        one.hazard for one in extensions.waiting(turn.session, turn.now) if meant.officer(turn, Right.DECIDE, one.plant)
    ]
    if len(waiting) > 1:
        raise Said(extended.which_decision([Line.full(one) for one in waiting]))
    if not waiting:
        raise Said(extended.nothing_pending(""))
    return waiting[0]


def _granted(turn: Turn, hazard: Hazard, asked: Extension, act: ExtensionDecision) -> date:
    old, today = asked.old_deadline or hazard.deadline, calendar.today(turn.now)
    counted = old + timedelta(days=act.days) if old and act.days else None
    day = act.deadline or counted or asked.wanted
    fault = extensions.fault(old, day, today) if day else Fault.NONE_YET
    if fault or day is None:
        raise Said(extended.bad_date(fault or Fault.NONE_YET, hazard.number, old, today))
    return day


def _settle(turn: Turn, hazard: Hazard, asked: Extension, granted: date | None, person: Person, reason: str) -> None:
    by = meant.signed(turn, person)
    status = extensions.decide(turn.session, asked, granted, by, turn.now, reason)
    if status is None:
        raise Said(_no_request(turn, hazard))
    listeners = concerned.of_enterprise(turn.session, hazard)
    for one in listeners:
        _post(turn, f"extension:{asked.id}:decided:{one.id}", "extension.decided", asked, one)
    reached = any(people.accounts(turn.session, db.row_id(one.id)) for one in listeners)
    plant, today = hazards.plant_of(turn.session, hazard), calendar.today(turn.now)
    old = asked.old_deadline or today
    told = extended.decided(Line.full(hazard), plant.short, status, old, granted, today, reached=reached)
    turn.answer(told, about={"hazard": hazard.id})


def _no_request(turn: Turn, hazard: Hazard) -> str:
    """Nothing waits: somebody decided it already, or nothing was asked."""
    last = extensions.last_decided(turn.session, hazard)
    if last is None or last.decided_at is None:
        return extended.nothing_pending(hazard.number)
    person = turn.session.get(Person, last.decided_by) if last.decided_by else None
    on = calendar.today(last.decided_at)
    return extended.decided_already(Line.full(hazard), person.name if person else "", on, last.granted)
