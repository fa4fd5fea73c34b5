"""Who is on duty, now and on a day or over a feast; how often each has served; a place in the rota that is filled."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from handlers.acts import AskDuty, AskServed, PutIn
from handlers.turn import Turn
from models import audit, calendar, db, rota, rota_gaps, swaps
from models.errors import Said
from models.outbox import Letter, Priority
from models.people import Person, Right, Role
from models.rota import Crew, Shift
from models.wording import answers, times
from models.wording import rota as words
from models.wording.rota_composed import manned, told

#: More days than a month are the whole rota, and that is a sheet.
MOST = 31
#: The shift that is made where somebody is put onto a day without one.
WHOLE = (calendar.clock("08:30"), timedelta(days=1))


def duty(turn: Turn, act: AskDuty) -> None:
    """今晚谁值班, 周六谁值班, 国庆谁值班: by the rota, now with the next change; numbers whole only to officers."""
    if act.at and act.until and act.until > act.at:
        _days(turn, act.at, min(act.until, act.at + timedelta(days=MOST - 1)))
        return
    shifts = [] if act.at is None or act.evening else rota.of_day(turn.session, act.at)
    today = calendar.today(turn.now)
    if len(shifts) > 1 and act.at != today:
        turn.answer(words.of_day(act.at or today, [manned(one) for one in rota.crews(turn.session, shifts)]))
        return
    _one(turn, act, shifts[0] if shifts else None)


def _one(turn: Turn, act: AskDuty, begun: Shift | None) -> None:
    moment = _moment(turn.now, act, begun)
    officers, leaders = rota.officers_on_duty(turn.session, moment), rota.leaders_on_duty(turn.session, moment)
    shift = rota.shift_at(turn.session, moment)
    day = calendar.today(moment)
    named = "" if day == calendar.today(turn.now) else times.day(day)
    change = _change(turn, shift.ends_at) if shift and not named else ""
    turn.answer(answers.duty(officers, leaders, change, named, whole=turn.is_officer))


def _moment(now: datetime, act: AskDuty, begun: Shift | None) -> datetime:
    if act.at is None or (act.at == calendar.today(now) and not act.evening):
        return now
    return begun.starts_at if begun and calendar.today(begun.starts_at) == act.at else calendar.at(act.at, rota.EVENING)


def _change(turn: Turn, at: datetime) -> str:
    following = rota.shift_at(turn.session, at)
    found = rota.crew(turn.session, following).everybody if following else []
    return answers.shift_change(at, [person.name for person in found])


def _days(turn: Turn, start: date, end: date) -> None:
    days = [start + timedelta(days=offset) for offset in range((end - start).days + 1)]
    found = [(day, rota.crews(turn.session, rota.of_day(turn.session, day))) for day in days]
    turn.answer(words.of_days(start, end, [(day, [manned(one) for one in crews]) for day, crews in found]))


def served(turn: Turn, act: AskServed) -> None:
    """这个月谁值了几次班: a figure for each, those without any too, so that nobody always has the holidays."""
    if not turn.is_officer:
        raise Said(answers.own_only())
    today = calendar.today(turn.now)
    start, end = (act.span.start, act.span.end) if act.span else (today.replace(day=1), today)
    found = rota_gaps.served(turn.session, start, end)
    if not found:
        raise Said(words.nobody_to_count())
    turn.answer(words.served(start, end, found))


def put_in(turn: Turn, act: PutIn) -> None:
    """3月23日周宁值班: fills what is empty; what somebody has is a swap."""
    if not turn.may(Right.ROTA):
        raise Said(words.may_not_put_in())
    role = Role.LEADER if act.leads else Role.DUTY
    person = _to_put_in(turn, act, role)
    crew = _lacking(turn, act.day, role)
    _no_other(turn, person, crew.shift)
    if act.leads:
        crew.shift.leader_id = person.id
        turn.session.add(crew.shift)
        turn.session.flush()
    else:
        rota.set_officers(turn.session, crew.shift, [db.row_id(person.id)])
    _tell(turn, crew.shift, person)


def _to_put_in(turn: Turn, act: PutIn, role: Role) -> Person:
    if act.day < calendar.today(turn.now):
        raise Said(words.gone_by(act.day))
    person = swaps.in_slot(turn.session, act.name, role)
    if person is None:
        known = swaps.named(turn.session, act.name)
        raise Said(words.wrong_role(act.name, role) if known else words.nobody_called(act.name))
    return person


def _lacking(turn: Turn, day: date, role: Role) -> Crew:
    """The shift of a day that lacks somebody in a role; a day without any gets one."""
    begun = rota.beginning(turn.session, calendar.midnight(day), calendar.midnight(day + timedelta(days=1)))
    covering = rota.shift_at(turn.session, calendar.at(day, WHOLE[0]))
    crews = rota.crews(turn.session, begun or [covering or _new(turn, day)])
    free = [one for one in crews if (one.leader is None if role == Role.LEADER else not one.officers)]
    if not free:
        raise Said(words.taken_already(day, _names(crews, role), leads=role == Role.LEADER))
    return free[0]


def _names(crews: Sequence[Crew], role: Role) -> list[str]:
    if role == Role.LEADER:
        return [one.leader.name for one in crews if one.leader]
    return [person.name for one in crews for person in one.officers]


def _new(turn: Turn, day: date) -> Shift:
    """The usual shift, as far as another does not have the time already."""
    starts = calendar.at(day, WHOLE[0])
    around = rota.between(turn.session, starts, starts + WHOLE[1])
    starts = max([starts, *(one.ends_at for one in around if one.starts_at <= starts)])
    ends = min([calendar.at(day, WHOLE[0]) + WHOLE[1], *(one.starts_at for one in around if one.starts_at > starts)])
    shift = Shift(starts_at=db.utc(starts), ends_at=db.utc(ends))
    turn.session.add(shift)
    turn.session.flush()
    return shift


def _no_other(turn: Turn, person: Person, shift: Shift) -> None:
    held = swaps.held(turn.session, person, shift.starts_at, shift.ends_at)
    other = next((one for one in held if one.id != shift.id), None)
    if other is not None:
        raise Said(words.has_another(person.name, told(other)))


def _tell(turn: Turn, shift: Shift, person: Person) -> None:
    crew = rota.crew(turn.session, shift)
    audit.record(turn.session, turn.now, turn.actor, "shift.filled", f"shift:{shift.id}", {"person": person.id})
    if person not in turn.persons:
        turn.post(
            Letter(
                key=f"rota.put_in:{turn.message_id}:{person.id}",
                kind="rota.put_in",
                about={"shift": shift.id, "by": turn.persons[0].id, "ordered": True},
                person_id=person.id,
                priority=Priority.DUTY,
                not_before=rota.sayable(shift, turn.now),
            )
        )
    leader = crew.leader.name if crew.leader else ""
    turn.answer(words.put_in(told(shift), [one.name for one in crew.officers], leader))
