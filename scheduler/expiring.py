"""09:30 on working days: what comes near its end, one letter for each enterprise and safety manager, page by page.

A step that a day off or a stop of the bot passed over is said on the next working day, once; a new date ends it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session

from models import calendar, db, expiring, outbox, staff, steps, trail
from models.expiring import Expiring
from models.outbox import Letter, Priority
from models.people import Role
from models.staff import Member
from models.steps import Step
from models.trail import Turned
from scheduler.reach import by_account

#: So many enterprises share a transaction.
PAGE = 100
#: A letter of the morning may wait behind a lunch, and no longer than the day.
LASTS = timedelta(hours=9)


def remind(session: Session, planned: datetime, now: datetime, cursor: int) -> int | None:
    """The letters of the next enterprises behind a row; what a whole day missed is said on the next."""
    day = calendar.today(planned)
    if not calendar.is_workday(day) or calendar.today(now) != day:
        return None
    days = expiring.days(session)
    ids = expiring.enterprises(session, day, days, cursor, PAGE)
    if ids:
        _post(session, ids, day, days, now)
    return ids[-1] if len(ids) == PAGE else None


def _post(session: Session, ids: Sequence[int], day: date, days: Sequence[int], now: datetime) -> None:
    rows: dict[int, list[Expiring]] = {}
    for one in expiring.near(session, ids, day, max(days)):
        rows.setdefault(one.enterprise_id, []).append(one)
    heard = by_account(_listeners(session, rows, day, now))
    wanted = {
        person: [(row, step) for plant in plants for row in rows[plant] if (step := _step(row, person, day, days))]
        for person, plants in heard.items()
    }
    fresh = set(steps.fresh(session, [step for own in wanted.values() for _, step in own]))
    said = {person: [one for one in own if one[1] in fresh] for person, own in wanted.items()}
    letters = {person: _letter(person, own, day, now) for person, own in said.items() if own}
    outbox.post_all(session, list(letters.values()), now)
    steps.note(session, {one.key: [step for _, step in said[person]] for person, one in letters.items()}, now)


def _step(row: Expiring, person: int, day: date, days: Sequence[int]) -> Step | None:
    """The step that has come; the day on which it ends stands in its subject, so a new date begins anew."""
    come = expiring.step_of(row.due_on, day, days)
    return None if come is None else Step(f"expiring:{row.id}:{row.due_on}", str(come), person)


def _listeners(
    session: Session, rows: Mapping[int, Sequence[Expiring]], day: date, now: datetime
) -> Iterator[tuple[int, Member]]:
    """The safety managers of each enterprise, else its principals; where nobody can be reached it is written down."""
    members = staff.of_enterprises(session, list(rows))
    for plant in rows:
        own = members.get(plant, ())
        told = staff.reachable(own, Role.SAFETY) or staff.reachable(own, Role.PRINCIPAL)
        yield from ((plant, member) for member in told)
        if not told:
            why = "nobody there has an account"
            trail.note(session, f"expiring:{plant}:{day}", now, Turned.SUPPRESSED, why)


def _letter(person: int, said: Sequence[tuple[Expiring, Step]], day: date, now: datetime) -> Letter:
    plants = list(dict.fromkeys(row.enterprise_id for row, _ in said))
    whose = {"enterprise": plants[0]} if len(plants) == 1 else {"enterprises": plants}
    return Letter(
        key=f"expiring:{plants[0]}:{day}:{person}",
        kind="expiring",
        about={**whose, "items": [db.row_id(row.id) for row, _ in said], "day": day.isoformat()},
        person_id=person,
        priority=Priority.OFFICE,
        stale_at=now + LASTS,
    )
