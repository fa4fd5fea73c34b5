"""停产, 放假, 检修: an enterprise asks with dates, a supervisor decides by a digit; it ends by itself, or by a word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.acts import Act, ExemptionRequest, GrantStop, Resume, Span
from handlers.turn import Turn
from handlers.understand import stops
from models import audit, calendar, concerned, db, exemptions, obligations, opening, people
from models.errors import Said
from models.exemptions import Exemption, ExemptionStatus, Stop
from models.outbox import Letter, Priority
from models.people import Enterprise, Person, Right, Role
from models.wording import exemptions as words
from models.wording.exemptions_composed import told_of

#: So many days at once.
MOST = 180
#: A decision waits so long for its reader.
KEEPS = timedelta(days=3)


@dataclass(frozen=True)
class DecideExemption(Act):
    """A supervisor grants what was asked for, or does not."""

    exemption: int
    grant: bool
    cleared: bool = False


@dataclass(frozen=True)
class EnterExemption(Act):
    """What an officer said of a stop counts."""

    enterprise: int
    stop: str
    starts: date
    ends: date


@dataclass(frozen=True)
class LeaveExemption(Act):
    """What was read back does not count."""


def request(turn: Turn, act: ExemptionRequest) -> None:
    """Writes down what an enterprise asks for; until a supervisor has decided, all is owed."""
    plant = _meant(turn, turn.plants())
    stop = stops.stop_in(turn.message.text)
    if stop is None:
        turn.answer(words.no_ground())
        return
    if act.span is None:
        raise Said(words.which_days(stop))
    _refuse_bad_days(turn, plant, stop, act.span)
    one = Exemption(
        enterprise_id=db.row_id(plant.id),
        stop=stop,
        reason=act.reason[:200],
        starts=act.span.start,
        ends=act.span.end,
        cleared=stops.cleared(turn.message.text),
        asked_by=_asker(turn, plant),
        asked_at=turn.now,
        message_id=turn.message.id,
    )
    turn.session.add(one)
    turn.session.flush()
    officers = concerned.officers(turn.session, plant)
    for officer in officers:
        key, about = f"exemption.asked:{one.id}:{officer.id}", {"exemption": db.row_id(one.id)}
        ends = turn.now + KEEPS
        turn.post(Letter(key, "exemption.asked", about, officer.id, priority=Priority.OFFICE, stale_at=ends))
    told = told_of(turn.session, one)
    name = officers[0].name if officers else ""
    turn.answer(words.recorded(words.Told(told.plant, told.stop, told.starts, told.ends, name)))


def _meant(turn: Turn, own: Sequence[Enterprise]) -> Enterprise:
    """The only enterprise of the sender, else the one that is named."""
    named = {name for match in turn.register.find(turn.message.text) for name in match.candidates}
    fitting = list(own) if len(own) == 1 else [plant for plant in own if plant.name in named]
    if len(fitting) != 1:
        raise Said(words.which_plant([plant.short for plant in own]))
    return fitting[0]


def _asker(turn: Turn, plant: Enterprise) -> int | None:
    person = turn.person_of(plant)
    return person.id if person else None


def _refuse_bad_days(turn: Turn, plant: Enterprise, stop: Stop, span: Span) -> None:
    if span.end < span.start:
        raise Said(words.wrong_way(span.start, span.end))
    if span.end < calendar.today(turn.now):
        raise Said(words.gone_by(span.end))
    if (span.end - span.start).days >= MOST:
        raise Said(words.too_long(MOST))
    for other in exemptions.of_plant(turn.session, db.row_id(plant.id), span.start, span.end):
        covers = other.starts <= span.start and span.end <= other.ends
        if other.status == ExemptionStatus.ASKED or covers:
            raise Said(words.already(told_of(turn.session, other), granted=other.status == ExemptionStatus.GRANTED))


def ask_grant(turn: Turn, act: GrantStop) -> None:
    """Reads back what an officer grants of their own."""
    plant = people.by_name(turn.session, act.enterprise) if act.enterprise else None
    if plant is None:
        raise Said(words.which_plant([]))
    if not turn.may(Right.DECIDE, plant):
        raise Said(words.may_not())
    stop = stops.stop_in(turn.message.text) or Stop.SHUT_DOWN
    if act.span is None:
        raise Said(words.which_days(stop))
    _refuse_bad_days(turn, plant, stop, act.span)
    one = Exemption(
        enterprise_id=db.row_id(plant.id), stop=stop, starts=act.span.start, ends=act.span.end, asked_at=turn.now
    )
    told = {"enterprise": plant.id, "stop": str(stop), "starts": f"{one.starts}", "ends": f"{one.ends}"}
    choices: dict[str, dict[str, object]] = {"1": {"act": "EnterExemption", **told}, "2": {"act": "LeaveExemption"}}
    turn.answer(words.ask_grant(told_of(turn.session, one)), choices, kind="exemption.ask")


def enter(turn: Turn, act: EnterExemption) -> None:
    """Grants what was read back."""
    plant = turn.session.get_one(Enterprise, act.enterprise)
    stop = Stop(act.stop)
    _refuse_bad_days(turn, plant, stop, Span(act.starts, act.ends))
    one = Exemption(
        enterprise_id=act.enterprise,
        stop=stop,
        starts=act.starts,
        ends=act.ends,
        asked_at=turn.now,
        message_id=turn.message.id,
    )
    turn.session.add(one)
    turn.session.flush()
    decide(turn, DecideExemption(db.row_id(one.id), grant=True))


def leave(turn: Turn, act: LeaveExemption) -> None:
    """Nothing counts."""
    turn.answer(words.not_granted())


def decide(turn: Turn, act: DecideExemption) -> None:
    """Grants or refuses what was asked for, once; the enterprise hears it at once."""
    one = turn.session.get_one(Exemption, act.exemption)
    plant = turn.session.get_one(Enterprise, one.enterprise_id)
    if not turn.may(Right.DECIDE, plant):
        raise Said(words.may_not())
    if one.status != ExemptionStatus.ASKED:
        raise Said(words.decided_already(told_of(turn.session, one), ExemptionStatus(one.status)))
    officer = next(one for one in turn.persons if people.may(one, Right.DECIDE, plant))
    one.cleared = act.cleared
    if act.grant:
        exemptions.grant(turn.session, one, db.row_id(officer.id), turn.now)
        today = calendar.today(turn.now)
        opening.open_night(turn.session, today, turn.now, plant.id, obligations.ObligationKind.WATCH)
    else:
        one.status, one.decided_by, one.decided_at = ExemptionStatus.REFUSED, officer.id, turn.now
        turn.session.add(one)
    did = "exemption.granted" if act.grant else "exemption.refused"
    audit.record(turn.session, turn.now, f"person:{officer.id}", did, f"exemption:{one.id}", {"plant": plant.id})
    reached = _tell_plant(turn, one, plant)
    turn.answer(words.decided(told_of(turn.session, one), granted=act.grant, reached=reached))


def _tell_plant(turn: Turn, one: Exemption, plant: Enterprise) -> bool:
    """Tells the safety managers and whoever asked; whether somebody of them has an account."""
    asker = [turn.session.get_one(Person, one.asked_by)] if one.asked_by else []
    listeners = {person.id: person for person in [*asker, *people.with_role(turn.session, Role.SAFETY, plant.id)]}
    for person_id in listeners:
        about = {"exemption": db.row_id(one.id), "ordered": True}
        key = f"exemption.decided:{one.id}:{person_id}"
        turn.post(Letter(key, "exemption.decided", about, person_id, stale_at=turn.now + KEEPS))
    return any(people.accounts(turn.session, db.row_id(one)) for one in listeners)


def resume(turn: Turn, act: Resume) -> None:
    """An enterprise works again earlier than it was granted: its nights are owed again."""
    today = calendar.today(turn.now)
    running = {plant.name: one for plant in turn.plants() if (one := _running(turn, plant, today))}
    if not running:
        raise Said(words.none_running())
    plant = _meant(turn, [plant for plant in turn.plants() if plant.name in running])
    one = running[plant.name]
    first = max(act.day or today, today)
    exemptions.end(turn.session, one, first - timedelta(days=1), turn.now)
    audit.record(turn.session, turn.now, turn.actor, "exemption.ended", f"exemption:{one.id}", {"plant": plant.id})
    for officer in concerned.officers(turn.session, plant):
        key = f"exemption.resumed:{one.id}:{officer.id}"
        about = {"exemption": db.row_id(one.id)}
        turn.post(Letter(key, "exemption.resumed", about, officer.id, priority=Priority.OFFICE))
    turn.answer(words.resumed(told_of(turn.session, one), first))


def _running(turn: Turn, plant: Enterprise, today: date) -> Exemption | None:
    return next(
        (
            one
            for one in exemptions.of_plant(turn.session, db.row_id(plant.id), today, today + timedelta(days=MOST))
            if one.status == ExemptionStatus.GRANTED
        ),
        None,
    )
