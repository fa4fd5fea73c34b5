"""The clock's side of the zero report: who has stated nothing today is asked for it, one to one, twice at most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from models import calendar, db, obligations, outages, outbox, site, staff, trail
from models.calendar import Window
from models.lookup import LookupOf
from models.obligations import Due, DueStatus, ObligationKind
from models.outbox import Letter, Priority
from models.staff import Member
from models.trail import Turned
from scheduler import ladder, owed
from scheduler.ladder import ENTERPRISE, RESTS, Ladder, Silent, Step, concerns, rung
from scheduler.reach import by_account

#: So many dues share a transaction: each must stay short, because messages wait meanwhile.
PAGE = 100


_WAITING = (
    select(Due)
    .where(
        col(Due.kind) == ObligationKind.ZERO,
        col(Due.night) == bindparam("day"),
        db.any_of(col(Due.status), (DueStatus.WAITING,)),
    )
    .order_by(col(Due.id))
)
_PAGE: LookupOf[Due] = LookupOf(_WAITING.where(col(Due.id) > bindparam("after")).limit(PAGE))


def climb(session: Session, planned: datetime, now: datetime, cursor: int) -> int | None:
    """Takes the steps that are due for the next silent enterprises behind a cursor."""
    day = calendar.today(planned)
    dues = _PAGE.all(session, day=day, after=cursor) if calendar.today(now) == day else []
    for window in dict.fromkeys(_window(due) for due in dues):
        if outages.deaf(session, _listened(window), window.cut_off_at):
            continue  # who is silent may have spoken to a deaf bot: the ladder stops (docs/WORDING.md 1)
        unheard = outages.unheard(session, _listened(window), window.cut_off_at)
        of_window = [due for due in dues if _window(due) == window]
        for step in _prompts(session, of_window[0], now):
            silent = [_silent(due) for due in of_window if due.enterprise_id not in unheard]
            run = _Run(step, day, window, of_window[0].slot, now)
            _tell(session, run, [one for one in silent if concerns(step, one, now)])
    return dues[-1].id if len(dues) == PAGE else None


def _prompts(session: Session, due: Due, now: datetime) -> Sequence[Step]:
    """The steps that speak to the enterprises themselves; those of a key period where one is on."""
    ladders = ladder.in_force(site.read(session).ladders)
    steps = rung(ladders[Ladder.ZERO_KEY if due.firm else Ladder.ZERO], _window(due), now)
    return [step for step in steps if step.addressee in ENTERPRISE]


def _window(due: Due) -> Window:
    return Window(due.opens_at, due.closes_at, due.cut_off_at, due.made_up_until)


def _listened(window: Window) -> datetime:
    return obligations.listened_from(ObligationKind.ZERO, window.opens_at, window.closes_at)


def _silent(due: Due) -> Silent:
    rests = due.acknowledged_at + RESTS if due.acknowledged_at else None
    return Silent(due.enterprise_id, due.night, _window(due), major=False, trial=due.trial, rests_until=rests)


@dataclass(frozen=True)
class _Run:
    """One step of one window on a day."""

    step: Step
    day: date
    window: Window
    slot: str
    now: datetime

    def key(self, enterprise_id: int, person: object) -> str:
        """The key of the letter to somebody; who stands for several enterprises has it under the first."""
        of_day = f"{self.day}:{self.slot}" if self.slot else f"{self.day}"
        return f"zero:{enterprise_id}:{of_day}:{self.step.name}:{person}"


def _tell(session: Session, run: _Run, silent: Sequence[Silent]) -> None:
    """One letter to each account, also where its enterprises lie on several pages: each page finds the same letter."""
    page = [one.enterprise_id for one in silent]
    found = owed.addressees(session, page, run.now)
    accounts = {one.account for members in found.values() for one in members if one.account}
    others = _others(session, run, set(staff.sharing(session, accounts)) - set(page))
    theirs = {
        plant: [one for one in members if one.account in accounts]
        for plant, members in owed.addressees(session, others, run.now).items()
    }
    to_whom = sorted({**found, **theirs}.items())
    merged = by_account((plant, member) for plant, members in to_whom for member in members)
    # its letter names the zero report of an ordinary day too; those of a key period may not have opened by then
    read = {} if run.slot else owed.asked_lately(session, merged, run.now)
    asked = {person_id: plants for person_id, plants in merged.items() if person_id not in read}
    outbox.post_all(session, [_letter(run, person_id, plants) for person_id, plants in asked.items()], run.now)
    elsewhere = {run.key(merged[person_id][0], person_id): f"stands in {key}" for person_id, key in read.items()}
    trail.note_all(session, elsewhere, run.now, Turned.MERGED)
    _note(session, run, page, found, asked)


def _others(session: Session, run: _Run, plants: set[int]) -> list[int]:
    """Of some enterprises those that are silent in the same window."""
    if not plants:
        return []
    dues = session.exec(_WAITING.where(col(Due.enterprise_id).in_(plants)), params={"day": run.day})
    of_window = [due for due in dues if _window(due) == run.window]
    return [due.enterprise_id for due in of_window if concerns(run.step, _silent(due), run.now)]


def _letter(run: _Run, person_id: int, plants: Sequence[int]) -> Letter:
    return Letter(
        key=run.key(plants[0], person_id),
        kind=run.step.kind,
        about={"day": run.day.isoformat(), "slot": run.slot, "enterprises": list(plants)},
        person_id=person_id,
        priority=Priority.DUTY if run.slot else Priority.OFFICE,  # a key period knows no quiet hours
        stale_at=run.step.moment(run.window) + run.step.lasts,
    )


def _note(
    session: Session,
    run: _Run,
    page: Sequence[int],
    found: Mapping[int, Sequence[Member]],
    merged: Mapping[int, Sequence[int]],
) -> None:
    deaf = {run.key(one, "nobody"): "nobody of this enterprise has an account" for one in page if not found.get(one)}
    elsewhere = {
        run.key(plant, person_id): f"stands in {run.key(plants[0], person_id)}"
        for person_id, plants in merged.items()
        for plant in plants[1:]
        if plant in page
    }
    trail.note_all(session, deaf, run.now, Turned.SUPPRESSED)
    trail.note_all(session, elsewhere, run.now, Turned.MERGED)
