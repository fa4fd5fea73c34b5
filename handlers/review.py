"""The re-check: passed, failed, opened again; each by an officer who answers for the enterprise and signs."""

from collections.abc import Sequence
from datetime import date, timedelta

from handlers import above, meant, offers, pictures, second_names
from handlers.acts import Review
from handlers.turn import Turn
from models import calendar, concerned, db, extensions, hazards, lifecycle, people
from models.errors import Said
from models.hazards import Hazard, HazardEvent, HazardStatus
from models.lifecycle import Move
from models.outbox import Letter, Priority
from models.people import Enterprise, Person, Right
from models.wording import rechecks
from models.wording.rectification import Line

#: What was found about a hazard is worth saying for this long: a weekend and a holiday may lie before it.
KEEPS = timedelta(days=10)


def review(turn: Turn, act: Review) -> None:
    """The result of a re-check, hazard by hazard; what cannot be done with one is said, and keeps no other."""
    found = [meant.by_number(turn, number) for number in dict.fromkeys(act.hazard_nos)]
    if not found:
        raise Said(rechecks.name_it())
    if act.result == "pass" and len(found) > 1:
        _pass_all(turn, found, act)
        return
    for hazard in found:
        try:
            (_pass if act.result == "pass" else _fail)(turn, hazard, act)
        except Said as said:
            turn.answer(str(said), about={"hazard": hazard.id})


def officer_for(turn: Turn, hazard: Hazard) -> tuple[Person, Enterprise]:
    """The sender as the officer who re-checks a hazard; whoever may not is told who does."""
    plant = hazards.plant_of(turn.session, hazard)
    person = meant.officer(turn, Right.RECHECK, plant)
    if person is None:
        other = next(iter(concerned.officers(turn.session, plant)), None)
        raise Said(rechecks.may_not(other.name if other else "", other.phone if other else ""))
    return person, plant


def _pass(turn: Turn, hazard: Hazard, act: Review) -> None:
    _close_passed(turn, hazard, act)
    tell(turn, "recheck.passed", [hazard])
    second_names.answer_closed(turn, hazard)


def _pass_all(turn: Turn, found: Sequence[Hazard], act: Review) -> None:
    """Each is closed by itself; its officer hears of all in one answer, each enterprise in one letter."""
    done: list[Hazard] = []
    left: list[str] = []
    for hazard in found:
        try:
            _close_passed(turn, hazard, act)
        except Said as said:
            left.append(str(said).partition("\n")[0])
        else:
            done.append(hazard)
    for plant in meant.plants_of(turn, done):
        tell(turn, "recheck.passed", [one for one in done if one.enterprise_id == plant.id])
    second_names.answer_all(turn, done, left)


def _close_passed(turn: Turn, hazard: Hazard, act: Review) -> None:
    person, plant = officer_for(turn, hazard)
    _must_wait(turn, hazard, plant)
    if fixed_by_sender(turn, hazard):
        raise Said(rechecks.own_work(Line.full(hazard)))
    if not (pictures.after(turn, hazard) or act.document or act.on_site):
        raise Said(rechecks.no_evidence(Line.full(hazard)))
    hazard.document, hazard.second_name = act.document, act.second if act.second != person.name else ""
    seen_there = [rechecks.ON_SITE] if act.on_site else []
    to_follow = "" if hazard.self_managed else rechecks.TO_FOLLOW
    close(turn, hazard, person, "；".join([*seen_there, turn.message.text]), act.document or to_follow)


def close(turn: Turn, hazard: Hazard, person: Person, note: str, document: str = "") -> None:
    """Closes one hazard, signed by its officer."""
    lifecycle.move(turn.session, hazard, Move.CLOSE, meant.signed(turn, person), turn.now, note, document)
    above.begin_annex(turn, hazard)


def _must_wait(turn: Turn, hazard: Hazard, plant: Enterprise) -> None:
    """Only what waits for its re-check can pass or fail."""
    line = Line.full(hazard)
    if hazard.status == HazardStatus.CLOSED:
        raise Said(rechecks.closed_already(line, *_closed_by(turn, hazard)))
    if hazard.status == HazardStatus.VOID:
        raise Said(rechecks.void_already(line))
    if hazard.status != HazardStatus.AWAITING:
        raise Said(rechecks.not_fixed_yet(line, plant.short, hazard.deadline, calendar.today(turn.now)))


def _closed_by(turn: Turn, hazard: Hazard) -> tuple[str, date]:
    person = turn.session.get(Person, hazard.closed_by) if hazard.closed_by else None
    return person.name if person else "", calendar.today(hazard.closed_at or turn.now)


def fixed_by_sender(turn: Turn, hazard: Hazard) -> bool:
    """Whether the sender said himself that it is fixed, or verified it for the enterprise, since it was last open."""
    own = {person.id for person in turn.persons}
    since = 0
    for event in hazards.events(turn.session, hazard):
        if event.move in (Move.FAIL, Move.TAKE_BACK, Move.REOPEN):
            since = db.row_id(event.id)
        elif event.move in (Move.RECTIFY, "verified") and event.person_id in own and db.row_id(event.id) > since:
            return True
    return False


def _fail(turn: Turn, hazard: Hazard, act: Review) -> None:
    person, plant = officer_for(turn, hazard)
    if hazard.status == HazardStatus.CLOSED:
        _ask_to_reopen(turn, hazard, act)
        return
    _must_wait(turn, hazard, plant)
    _set_deadline(turn, hazard, act)
    lifecycle.move(turn.session, hazard, Move.FAIL, meant.signed(turn, person), turn.now, act.reason)
    reached = tell(turn, "recheck.failed", [hazard])
    today = calendar.today(turn.now)
    told = rechecks.sent_back(Line.full(hazard), plant.short, hazard.deadline, today, reached=reached)
    turn.answer(told, about={"hazard": hazard.id})


def _set_deadline(turn: Turn, hazard: Hazard, act: Review) -> None:
    """What failed has a reason and a date that is still ahead: the one said, else the old one."""
    today = calendar.today(turn.now)
    if act.deadline and not today <= act.deadline <= today + extensions.LONGEST:
        raise Said(rechecks.bad_date(Line.full(hazard)))
    deadline = act.deadline or hazard.deadline
    if not act.reason or deadline is None or deadline < today:
        raise Said(rechecks.fail_how(Line.full(hazard)))
    hazard.deadline = deadline


def _ask_to_reopen(turn: Turn, hazard: Hazard, act: Review) -> None:
    """What is closed is opened again only when the officer says so once more."""
    line, (name, on) = Line.full(hazard), _closed_by(turn, hazard)
    today = calendar.today(turn.now)
    if not act.reason or act.deadline is None:
        raise Said(rechecks.reopen_how(line, name, on))
    if not today <= act.deadline <= today + extensions.LONGEST:
        raise Said(rechecks.bad_date(line))
    offer = offers.Reopen(hazard=hazard.number, reason=act.reason, deadline=act.deadline)
    text = rechecks.reopen(line, name, on, act.reason, act.deadline)
    turn.answer(text, {"1": offers.dump(offer)}, about={"hazard": hazard.id})


def reopen(turn: Turn, act: offers.Reopen) -> None:
    """回头看: a closed hazard is being fixed again."""
    hazard = meant.by_number(turn, act.hazard)
    person, plant = officer_for(turn, hazard)
    if hazard.status != HazardStatus.CLOSED:
        raise Said(rechecks.not_fixed_yet(Line.full(hazard), plant.short, hazard.deadline, calendar.today(turn.now)))
    hazard.deadline = act.deadline
    lifecycle.move(turn.session, hazard, Move.REOPEN, meant.signed(turn, person), turn.now, act.reason)
    reached = tell(turn, "recheck.reopened", [hazard])
    today = calendar.today(turn.now)
    told = rechecks.opened_again(Line.full(hazard), plant.short, hazard.deadline, today, reached=reached)
    turn.answer(told, about={"hazard": hazard.id})


def tell(turn: Turn, kind: str, found: Sequence[Hazard]) -> bool:
    """Tells the enterprise what came of a re-check, one letter to each; whether anybody can be reached."""
    first = found[0]
    event = _last_event(turn, first)
    listeners = {person.id: person for hazard in found for person in concerned.of_enterprise(turn.session, hazard)}
    about: dict[str, object] = {"hazards": [one.id for one in found], "event": event.id, "ordered": True}
    about |= {"hazard": first.id} if len(found) == 1 else {}
    for person in listeners.values():
        key = f"recheck:{first.id}:{event.id}:{person.id}"
        stale_at = turn.now + KEEPS
        turn.post(Letter(key, kind, about, person.id, priority=Priority.OFFICE, stale_at=stale_at))
    return any(people.accounts(turn.session, db.row_id(person.id)) for person in listeners.values())


def _last_event(turn: Turn, hazard: Hazard) -> HazardEvent:
    return hazards.events(turn.session, hazard)[-1]
