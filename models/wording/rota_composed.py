"""From the rota as it stands to its words, at the moment when they are said."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session

from models import (
    calendar,
    db,
    incidents,
    ledger,
    periods,
    questions,
    rota,
    rota_gaps,
    special_work,
    swaps,
    terms,
    unclear,
)
from models.ledger import Wanted, Which, Within
from models.obligations import DueStatus
from models.outbox import Outgoing
from models.people import Person
from models.rota import Crew, Shift
from models.rota_gaps import Gap, Lack
from models.swaps import Swap, SwapStatus
from models.wording import handovers
from models.wording import rota as words
from models.wording.composed import Composed, Pointless, Said
from models.wording.incidents_composed import event_of
from models.wording.rota import Change, Manned, Told
from models.wording.special_work import line


def told(shift: Shift) -> Told:
    """A shift as its sentences name it."""
    return Told(shift.starts_at, shift.ends_at, shift.name)


def manned(crew: Crew) -> Manned:
    """A shift with the names of those who have it."""
    return Manned(told(crew.shift), [one.name for one in crew.officers], crew.leader.name if crew.leader else "")


def changes(session: Session, swap: Swap) -> list[Change]:
    """What a swap changes, as its sentences say it."""
    moved = swaps.moves(session, swap)
    return [Change(told(one.shift), one.gives.name, one.takes.name) for one in moved]


# Swaps


def _asked(session: Session, letter: Outgoing, now: datetime) -> Composed:
    swap = session.get_one(Swap, letter.about["swap"])
    if swap.status != SwapStatus.ASKED or not swaps.holds(session, swap):
        return Pointless("it was settled meanwhile")
    digits = {"1": {"act": "AnswerSwap", "agreed": True, "swap": swap.id}}
    digits["2"] = {"act": "AnswerSwap", "agreed": False, "swap": swap.id}
    return Said(words.asked(session.get_one(Person, swap.asked_by).name, changes(session, swap)), digits)


def _changed(session: Session, letter: Outgoing, now: datetime) -> Composed:
    swap = session.get_one(Swap, letter.about["swap"])
    by = session.get_one(Person, swap.settled_by) if swap.settled_by else None
    asker = session.get_one(Person, swap.asked_by)
    names = dict.fromkeys([asker.name, *([by.name] if by else [])])
    return Said(words.changed("、".join(names), changes(session, swap)))


def _declined(session: Session, letter: Outgoing, now: datetime) -> Composed:
    swap = session.get_one(Swap, letter.about["swap"])
    other = session.get_one(Person, swap.asks_id or swap.takes_id)
    return Said(words.declined(other.name, changes(session, swap)))


def _put_in(session: Session, letter: Outgoing, now: datetime) -> Composed:
    shift = session.get_one(Shift, letter.about["shift"])
    person, by = session.get_one(Person, letter.person_id), session.get_one(Person, letter.about["by"])
    crew = rota.crew(session, shift)
    if person not in crew.everybody:
        return Pointless("somebody else has it meanwhile")
    return Said(words.put_in_told(told(shift), by.name, leads=crew.leader == person))


# The notice before a shift


def _begins(session: Session, letter: Outgoing, now: datetime) -> Composed:
    person = session.get_one(Person, letter.person_id)
    known = [one for one in (session.get(Shift, number) for number in letter.about["shifts"]) if one]
    crews = [one for one in rota.crews(session, known) if person in one.everybody and one.shift.starts_at > now]
    if not crews:
        return Pointless("somebody else has it meanwhile, or it has begun")
    leads = crews[0].leader == person
    found = (swaps.waiting(session, db.row_id(person.id), db.row_id(one.shift.id)) for one in crews)
    asked = [session.get_one(Person, swap.takes_id).name for swap in found if swap]
    shifts = [told(one.shift) for one in crews]
    return Said(words.begins(shifts, calendar.today(now), _others(crews[0], leads=leads), asked, leads=leads))


def _others(crew: Crew, *, leads: bool) -> str:
    """Whom somebody has the shift with: the leader, or for the leader those on duty."""
    if leads:
        return words.beside("值班", [(one.name, one.phone) for one in crew.officers])
    return words.beside("带班", [(crew.leader.name, crew.leader.phone)] if crew.leader else [])


# Handing over


def _handover(session: Session, letter: Outgoing, now: datetime) -> Composed:
    at = datetime.fromisoformat(letter.about["at"])
    items = [*_open(session, now)]
    if not items:
        return Pointless("nothing is open")
    going, coming = (_names(session, letter.about[side]) for side in ("going", "coming"))
    return Said(handovers.handover(at, going, coming, items))


def _names(session: Session, ids: Sequence[int]) -> list[str]:
    return [session.get_one(Person, one).name for one in ids]


def _open(session: Session, now: datetime) -> Iterator[str]:
    """What whoever comes has to know, the gravest first."""
    for incident in incidents.active(session):
        event = event_of(session, incident)
        taker = session.get(Person, incident.taken_by) if incident.taken_by else None
        yield handovers.open_incident(event.who, event.kind, taker.name if taker else "")
    night = questions.night(session, calendar.night_of(now))
    yield from _misses(session, night)
    unsure = night.plants(DueStatus.UNVERIFIED)
    if unsure:
        yield handovers.unverified([plant.starred for plant in unsure])
    works = special_work.today(session, calendar.today(now))
    if works:
        row, plant = works[0]
        yield handovers.works(len(works), line(row).told(calendar.today(now), plant.short))
    yield from _ledger(session, calendar.today(now))
    unheard = unclear.count(session, Within(), now)
    if unheard:
        yield handovers.unclear(unheard)


def _misses(session: Session, night: questions.Night) -> Iterator[str]:
    rows = {}
    for plant in night.plants(DueStatus.MISSED)[:20]:
        in_a_row, _ = questions.running_misses(session, plant.id, night.night)
        if in_a_row > 1:
            rows[plant.starred] = in_a_row
    if rows:
        ordered = sorted(rows, key=lambda name: -rows[name])
        yield handovers.repeatedly_missed(ordered, rows[ordered[0]])


#: So many hazards are named beside the figure of all that are overdue.
_NAMED = 3


def _ledger(session: Session, today: date) -> Iterator[str]:
    count = terms.morning(session, today - timedelta(days=1), today).overdue
    if count:
        lines = ledger.lines(session, Wanted(Which.OVERDUE), Within(), today, _NAMED)
        yield handovers.overdue(count, [f"{one.plant.short}{one.number.rsplit('-', 1)[-1]}" for one in lines])


# What the rota lacks


def _gaps(session: Session, letter: Outgoing, now: datetime) -> Composed:
    wanted = {key.partition("/")[2] for key in letter.about["gaps"]}
    until = datetime.fromisoformat(letter.about["until"])
    found = [gap for gap in rota_gaps.gaps(session, now, until) if gap.key in wanted]
    return Said(words.gaps(found)) if found else Pointless("the rota is whole meanwhile")


def _gap(session: Session, letter: Outgoing, now: datetime) -> Gap | None:
    at, lack = datetime.fromisoformat(letter.about["at"]), Lack(letter.about["lack"])
    found = rota_gaps.gaps(session, at, at + timedelta(minutes=1))
    return next((gap for gap in found if gap.starts_at == at and gap.lack == lack), None)


def _soon(session: Session, letter: Outgoing, now: datetime) -> Composed:
    gap = _gap(session, letter, now)
    return Said(words.gap_soon(gap)) if gap else Pointless("somebody was found meanwhile")


def _soon_by_phone(session: Session, letter: Outgoing, now: datetime) -> Composed:
    gap = _gap(session, letter, now)
    return Said(words.gap_by_phone(gap)) if gap else Pointless("somebody was found meanwhile")


def _third(session: Session, letter: Outgoing, now: datetime) -> Composed:
    period = session.get_one(periods.KeyPeriod, letter.about["period"])
    first = max(period.starts, calendar.today(now))
    if period.cancelled_at or first > period.ends:
        return Pointless("the key period is off, or over")
    short = rota_gaps.too_few(session, first, period.ends)
    return Said(words.third(period.name, short)) if short else Pointless("there are enough meanwhile")


#: The letters about the rota and how their words are found.
KINDS_OF_ROTA: Mapping[str, Callable[[Session, Outgoing, datetime], Composed]] = {
    "rota.asked": _asked,
    "rota.changed": _changed,
    "rota.declined": _declined,
    "rota.put_in": _put_in,
    "rota.begins": _begins,
    "rota.handover": _handover,
    "rota.gaps": _gaps,
    "rota.soon": _soon,
    "rota.phone": _soon_by_phone,
    "rota.third": _third,
}
