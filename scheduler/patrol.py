"""The clock's side of the nightly patrol: opens the night, climbs the ladder, closes it at cut-off."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from models import (
    audit,
    calendar,
    db,
    obligations,
    opening,
    outages,
    outbox,
    people,
    periods,
    questions,
    reminded,
    rota,
    site,
    staff,
)
from models.lookup import Lookup
from models.obligations import Due, DueStatus, ObligationKind
from models.outbox import Letter, Priority
from models.people import Enterprise, Person, Role
from models.wording import times
from scheduler import ladder
from scheduler.ladder import RESTS, Addressee, Ladder, Silent, Step, concerns, rung
from scheduler.reach import addressees, by_account

#: A reminder that an officer ordered within this time stands for the step of the ladder.
PAUSE = timedelta(hours=1)


def open_nights(session: Session, planned: datetime, now: datetime, cursor: int) -> int | None:
    """Makes the dues of the night whose window opens at the planned time, for the next enterprises behind a cursor."""
    last = opening.page_after(session, cursor)
    if last is None:
        return None
    for night in _nights(planned):
        opening.open_night(session, night, planned, page=(cursor, last))
    return last


def _nights(moment: datetime) -> tuple[date, date]:
    today = calendar.local(moment).date()
    return today - timedelta(days=1), today


def close_nights(session: Session, planned: datetime, now: datetime) -> str:
    """Closes what nobody answered: missed, or unverified where the bot was deaf; one audit entry a night."""
    night = calendar.night_of(planned)
    closed = obligations.close_due(session, planned, ObligationKind.PATROL)
    state = questions.night(session, night)
    told: dict[str, audit.Fact] = {"night": night.isoformat(), "closed": closed}
    told |= {str(name): count for name, count in state.counts.items()}
    audit.record(session, now, "bot", "night.closed", f"night:{night}", told)
    return f"{closed} closed"


def climb(session: Session, planned: datetime, now: datetime) -> str:
    """Takes the steps of the ladder that are due, from the rows as they are now."""
    posted = 0
    ladders = ladder.in_force(site.read(session).ladders)
    for night in _nights(now):
        steps = ladders[Ladder.PATROL_KEY if periods.at(session, night) else Ladder.PATROL]
        for windowed in _windows(_silent(session, night)):
            window = windowed[0].window
            if outages.deaf(session, window.opens_at, window.cut_off_at):
                continue  # who is silent may have spoken to a deaf bot: the ladder stops (docs/WORDING.md 1)
            unheard = outages.unheard(session, window.opens_at, window.cut_off_at)
            heard = [one for one in windowed if one.enterprise_id not in unheard]
            for step in rung(steps, window, now):
                posted += _take(session, step, [one for one in heard if concerns(step, one, now)], now)
    return f"{posted} posted"


_RESTING = Lookup(
    select(Due.acknowledged_at)
    .where(db.any_of(col(Due.status), [DueStatus.WAITING]), col(Due.acknowledged_at).is_not(None))
    .distinct()
)


def moments(session: Session) -> tuple[datetime, ...]:
    """When the ladder goes on for those who said 收到: what they were left in peace for has passed."""
    return tuple(sorted(moment + RESTS for moment in _RESTING.values(session)))


_DUE, _PLANT = db.table(Due).c, db.table(Enterprise).c
_SILENT = Lookup(
    core_select(
        *(_DUE.enterprise_id, _DUE.status, _DUE.opens_at, _DUE.closes_at, _DUE.cut_off_at, _DUE.made_up_until),
        *(_PLANT.major, _DUE.trial, _DUE.acknowledged_at),
    )
    .join(db.table(Enterprise), _PLANT.id == _DUE.enterprise_id)
    .where(
        _DUE.kind == ObligationKind.PATROL.value,
        _DUE.night == bindparam("night"),
        db.any_of(_DUE.status, (DueStatus.WAITING, DueStatus.MISSED)),
    )
    .order_by(_DUE.id)
)


def _silent(session: Session, night: date) -> list[Silent]:
    return [_as_silent(session, night, row) for row in _SILENT.rows(session, night=night)]


def _as_silent(session: Session, night: date, row: Any) -> Silent:
    missed = row.status == DueStatus.MISSED
    in_a_row, of_seven = questions.running_misses(session, row.enterprise_id, night) if missed else (0, 0)
    window = calendar.Window(row.opens_at, row.closes_at, row.cut_off_at, row.made_up_until)
    rests = row.acknowledged_at + RESTS if row.acknowledged_at else None
    return Silent(row.enterprise_id, night, window, row.major, row.trial, in_a_row, of_seven, rests)


def _windows(silent: Iterable[Silent]) -> list[list[Silent]]:
    grouped: dict[calendar.Window, list[Silent]] = {}
    for one in silent:
        grouped.setdefault(one.window, []).append(one)
    return list(grouped.values())


def _take(session: Session, step: Step, silent: Sequence[Silent], now: datetime) -> int:
    if not silent:
        return 0
    if step.addressee in _BUREAU:
        return _tell_bureau(session, step, silent[0], now)
    if step.kind == "patrol.repeated":
        return sum(_tell_repeated(session, step, one, now) for one in silent)
    return _tell_plants(session, step, silent, now)


def _tell_plants(session: Session, step: Step, silent: Sequence[Silent], now: datetime) -> int:
    """One combined message to each person, whatever number of enterprises they stand for."""
    plants = [one.enterprise_id for one in silent]
    found = addressees(session, step.addressee, plants, now)
    to_whom = ((plant, member) for plant in plants for member in found.get(plant, ()))
    posted, merged = 0, by_account(to_whom)
    firsts = staff.firsts(session, list(merged))
    for person_id, theirs in merged.items():
        # when the ladder goes on, others of an account may be the silent ones: it has heard this step all the same
        named = firsts.get(person_id, person_id)
        ordered = reminded.lately(session, named, silent[0].night, now - PAUSE, "order:")
        left = [plant for plant in theirs if plant not in ordered]
        if left:
            posted += outbox.post(session, _reminder(step, silent[0], person_id, left, named), now)
    return posted


def _reminder(step: Step, silent: Silent, person_id: int, plants: Sequence[int], named: int) -> Letter:
    closes, opens = times.clock(silent.window.closes_at), times.clock(silent.window.opens_at)
    hours = closes if opens == "00:00" else f"{opens}-{closes}"  # of another window it is another letter
    return Letter(
        key=reminded.key(named, silent.night, f"{step.name}:{hours}"),
        kind=step.kind,
        about={"night": silent.night.isoformat(), "enterprises": list(plants)},
        person_id=person_id,
        priority=Priority.DUTY,
        stale_at=step.moment(silent.window) + step.lasts,
    )


def _tell_bureau(session: Session, step: Step, silent: Silent, now: datetime) -> int:
    """One letter for all who are silent, to each of those on duty in the bureau."""
    return sum(
        outbox.post(
            session,
            Letter(
                key=f"{step.kind}:{person.id}:{silent.night}",
                kind=step.kind,
                about={"night": silent.night.isoformat()},
                person_id=person.id,
                stale_at=step.moment(silent.window) + step.lasts,
            ),
            now,
        )
        for person in _BUREAU[step.addressee](session, now)
    )


#: Who in the bureau a step of the night speaks to.
_BUREAU: Mapping[Addressee, Callable[[Session, datetime], Sequence[Person]]] = {
    Addressee.DUTY_OFFICER: rota.officers_on_duty,
    Addressee.LEADER: rota.leaders_on_duty,
    Addressee.HEAD: lambda session, now: people.with_role(session, Role.HEAD),
}


def _tell_repeated(session: Session, step: Step, silent: Silent, now: datetime) -> int:
    plant = session.get_one(Enterprise, silent.enterprise_id)
    is_principal = step.addressee == Addressee.PRINCIPAL
    told = people.with_role(session, Role.PRINCIPAL, plant.id) if is_principal else people.supervisors(session, plant)
    return sum(
        outbox.post(
            session,
            Letter(
                key=f"patrol.repeated:{plant.id}:{silent.night}:{person.id}",
                kind=step.kind,
                about={"night": silent.night.isoformat(), "enterprise": plant.id, "to": step.addressee.value},
                person_id=person.id,
                stale_at=step.moment(silent.window) + step.lasts,
            ),
            now,
        )
        for person in told
    )
