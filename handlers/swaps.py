"""我和周宁换3月16日的班, 周宁替李明值3月16日: asked of the other, or ordered; both and the leader hear of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from handlers.acts import AnswerSwap, SwapShift
from handlers.turn import Turn
from models import callout, db, people, rota, swaps
from models.errors import Said
from models.outbox import Letter, Priority
from models.people import Person, Right
from models.rota import Crew, Shift
from models.swaps import Swap, SwapStatus
from models.wording import rota as words
from models.wording.rota_composed import changes, told


@dataclass(frozen=True)
class _Side:
    """A shift with the one who goes, and the one who comes in their place."""

    crew: Crew
    gives: Person
    takes: Person


@dataclass
class _Wanted:
    """Who of the two speaks, and what is to be changed."""

    names: tuple[str, str]  # who gives the shift, who takes it
    own: bool  # one of the two speaks
    sides: list[_Side] = field(default_factory=list)


def swap(turn: Turn, act: SwapShift) -> None:
    """Changes the rota at once where it is ordered or a duty is taken from somebody, else asks the other first."""
    wanted = _read(turn, act)
    if not wanted.own and not turn.may(Right.ROTA):
        raise Said(words.may_not())
    row = _row(turn, wanted)
    takes = turn.session.get_one(Person, row.takes_id)
    offered = not act.exchange and any(one.name == takes.name for one in turn.persons)
    if offered or not wanted.own:
        turn.session.add(row)
        turn.session.flush()
        _carry_out(turn, row)
        return
    _ask(turn, row, wanted)


def _read(turn: Turn, act: SwapShift) -> _Wanted:
    speaks = {one.name for one in turn.persons if one.is_officer}
    own = next(iter(one.name for one in turn.persons if one.is_officer), "")
    names = (act.gives or own, act.takes or own)
    for name in names:
        if not swaps.named(turn.session, name):
            raise Said(words.nobody_called(name))
    if names[0] == names[1]:
        raise Said(words.which_day())
    wanted = _Wanted(names, own=bool(speaks & set(names)))
    wanted.sides = _sides(turn, act, names)
    for side in wanted.sides:
        _fits(turn, side, wanted.sides)
    return wanted


def _sides(turn: Turn, act: SwapShift, names: tuple[str, str]) -> list[_Side]:
    """The shifts that change: of one day the one that either has, or both; of two days one each."""
    first, second = names
    if act.day is None:
        raise Said(words.which_day())
    day = act.day
    if act.other_day is not None:
        there = _side(turn, day, first, second) or _side(turn, day, second, first)
        back = _side(turn, act.other_day, second, first) or _side(turn, act.other_day, first, second)
        if there is None or back is None or there.gives.name == back.gives.name:
            missed = day if there is None else act.other_day
            raise Said(_whose(turn, missed, names))
        return [there, back]
    if not act.exchange:
        side = _side(turn, day, first, second)
        if side is None:
            raise Said(_whose(turn, day, [first]))
        return [side]
    found = [one for one in (_side(turn, day, first, second), _side(turn, day, second, first)) if one]
    if len({one.crew.shift.id for one in found}) < len(found):
        raise Said(words.same_shift(names))
    if not found:
        raise Said(_whose(turn, day, names))
    return found


def _whose(turn: Turn, day: date, names: Sequence[str]) -> str:
    crews = rota.crews(turn.session, rota.of_day(turn.session, day))
    there = list(dict.fromkeys(one.name for crew in crews for one in crew.everybody))
    return words.not_theirs(day, names, there) if crews else words.no_shift(day)


def _side(turn: Turn, day: date, gives: str, takes: str) -> _Side | None:
    """The shift of a day that somebody has and somebody else shall have."""
    for crew in rota.crews(turn.session, rota.of_day(turn.session, day)):
        role = swaps.slot(crew, gives)
        if role is None:
            continue
        if crew.shift.ends_at <= turn.now:
            raise Said(words.gone_by(day))
        goes = next(one for one in crew.everybody if one.name == gives)
        comes = swaps.in_slot(turn.session, takes, role)
        if comes is None:
            raise Said(words.wrong_role(takes, role))
        return _Side(crew, goes, comes)
    return None


def _fits(turn: Turn, side: _Side, sides: Iterable[_Side]) -> None:
    """Nobody has two shifts at once, but for the one that they give away."""
    given = {one.crew.shift.id for one in sides if one.gives.name == side.takes.name}
    shift = side.crew.shift
    if any(one.name == side.takes.name for one in side.crew.everybody):
        raise Said(words.same_shift([side.gives.name, side.takes.name]))
    held = swaps.held(turn.session, side.takes, shift.starts_at, shift.ends_at)
    other = next((one for one in held if one.id not in given), None)
    if other is not None:
        raise Said(words.has_another(side.takes.name, told(other)))


def _row(turn: Turn, wanted: _Wanted) -> Swap:
    first = wanted.sides[0]
    back = wanted.sides[1].crew.shift.id if len(wanted.sides) > 1 else None
    return Swap(
        shift_id=db.row_id(first.crew.shift.id),
        back_id=back,
        gives_id=db.row_id(first.gives.id),
        takes_id=db.row_id(first.takes.id),
        asked_by=db.row_id(_speaker(turn, wanted.names).id),
        asked_at=turn.now,
    )


def _speaker(turn: Turn, names: Sequence[str]) -> Person:
    own = [one for one in turn.persons if one.is_officer]
    return next((one for one in own if one.name in names), own[0])


def _ask(turn: Turn, row: Swap, wanted: _Wanted) -> None:
    """Asks the one of the two who does not speak."""
    own = {one.name for one in turn.persons}
    sides = wanted.sides[0]
    other = sides.takes if sides.gives.name in own else sides.gives
    same = [one for one in swaps.named(turn.session, other.name) if people.accounts(turn.session, db.row_id(one.id))]
    if not same:
        raise Said(words.cannot_be_asked(other.name, other.phone))
    row.asks_id = same[0].id
    turn.session.add(row)
    turn.session.flush()
    shift = sides.crew.shift
    turn.post(
        Letter(
            key=f"rota.asked:{row.id}",
            kind="rota.asked",
            about={"swap": row.id, "ordered": True},
            person_id=same[0].id,
            priority=Priority.DUTY,
            not_before=rota.sayable(shift, turn.now),
            stale_at=shift.starts_at if shift.starts_at > turn.now else shift.ends_at,
        )
    )
    turn.answer(words.waits(other.name, changes(turn.session, row)))


def answer(turn: Turn, act: AnswerSwap) -> None:
    """回1, 同意换班: what the other says to it; only the one who was asked, or whoever may order it."""
    row = _waiting(turn, act)
    if row is None or row.status != SwapStatus.ASKED:
        raise Said(words.nothing_asked())
    by = db.row_id(next(one for one in turn.persons if one.is_officer).id)
    if not act.agreed:
        swaps.settle(turn.session, row, SwapStatus.DECLINED, by, turn.now)
        _post(turn, row, "rota.declined", [turn.session.get_one(Person, row.asked_by)])
        turn.answer(words.not_swapped())
        return
    if not swaps.holds(turn.session, row) or _over(turn, row):
        swaps.settle(turn.session, row, SwapStatus.WITHDRAWN, by, turn.now)
        raise Said(words.overtaken())
    _carry_out(turn, row)


def _over(turn: Turn, row: Swap) -> bool:
    return any(move.shift.ends_at <= turn.now for move in swaps.moves(turn.session, row))


def _waiting(turn: Turn, act: AnswerSwap) -> Swap | None:
    ids = [db.row_id(one.id) for one in turn.persons]
    own = {one.name for one in turn.persons}
    if act.swap is None:
        return swaps.asked_of(turn.session, ids)
    row = turn.session.get(Swap, act.swap)
    asked = turn.session.get(Person, row.asks_id) if row and row.asks_id else None
    return row if asked and asked.name in own else None


def _carry_out(turn: Turn, row: Swap) -> None:
    by = next(one for one in turn.persons if one.is_officer)
    shown, told_to = changes(turn.session, row), _concerned(turn, row)
    swaps.carry_out(turn.session, row, db.row_id(by.id), turn.actor, turn.now)
    _post(turn, row, "rota.changed", told_to)
    turn.answer(words.done(shown, [one.name for one in told_to]))


def _concerned(turn: Turn, row: Swap) -> list[Person]:
    """Both of them and the leaders of the shifts, but for who speaks; each account once."""
    moved = swaps.moves(turn.session, row)
    crews = rota.crews(turn.session, [one.shift for one in moved])
    leaders = [one.leader for one in crews if one.leader]
    both = [turn.session.get_one(Person, one) for one in (row.gives_id, row.takes_id)]
    own = {one.name for one in turn.everybody}
    return callout.reachable(turn.session, [one for one in (*both, *leaders) if one.name not in own])


def _post(turn: Turn, row: Swap, kind: str, persons: Sequence[Person]) -> None:
    shift = turn.session.get_one(Shift, row.shift_id)
    for person in persons:
        turn.post(
            Letter(
                key=f"{kind}:{row.id}:{person.id}",
                kind=kind,
                about={"swap": row.id, "ordered": True},
                person_id=person.id,
                priority=Priority.DUTY,
                not_before=rota.sayable(shift, turn.now),
            )
        )
