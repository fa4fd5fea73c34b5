"""The clock's side of deadlines: at 09:00 and 15:00 one letter for each enterprise and addressee, page by page.

Everything is decided afresh from the rows; what a letter says is found again when it is said. Who stands for several
enterprises has one letter for all of them, also where these lie on several pages: each page finds the same letter.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property

from sqlalchemy import select as core_select
from sqlmodel import Session

from models import calendar, db, deadlines, outbox, rota, staff, terms, trail
from models.deadlines import Hour
from models.outbox import Letter, OutgoingStatus, Priority
from models.people import Enterprise, Person
from models.staff import Account, Member
from models.trail import Turned
from scheduler.heard import DEADLINE, PRINCIPAL, Board, Own, board_of

#: So many enterprises share a transaction: each must stay short, because messages wait meanwhile.
PAGE = 100
#: A letter about deadlines has a point until the evening of its day.
ENDS = time(21, 30)


def morning(session: Session, planned: datetime, now: datetime, cursor: int) -> int | None:
    """09:00: whatever comes near, ends or is overdue."""
    return _page(session, planned, now, cursor, Hour.MORNING)


def afternoon(session: Session, planned: datetime, now: datetime, cursor: int) -> int | None:
    """15:00: what ends today once more, and what ends on the days off that come."""
    return _page(session, planned, now, cursor, Hour.AFTERNOON)


@dataclass(frozen=True)
class _Run:
    """One hour of a day on which deadlines are spoken of."""

    day: date
    hour: Hour
    now: datetime

    @cached_property
    def priority(self) -> Priority:
        """On a day off, when only major hazards are spoken of, a letter does not wait for the office."""
        return Priority.OFFICE if calendar.is_workday(self.day) else Priority.DUTY

    @cached_property
    def ends(self) -> datetime:
        """When the letters of this run have no point any more."""
        return calendar.at(self.day, ENDS)

    def key(self, kind: str, enterprise_id: int, person: object = "nobody") -> str:
        """The key of the letter to somebody of an enterprise."""
        again = f":{self.hour}" if self.hour == Hour.AFTERNOON else ""
        return f"{kind}:{enterprise_id}:{self.day}:{person}{again}"


def _page(session: Session, planned: datetime, now: datetime, cursor: int, hour: Hour) -> int | None:
    """Posts the letters of the next enterprises behind a cursor; what a whole day missed is not made good."""
    run = _Run(calendar.today(planned), hour, now)
    worth = bool(deadlines.spoken_of(run.day, hour)) and calendar.today(now) == run.day
    ids = _active(session, cursor) if worth else []
    if not ids:
        return None
    board = _board(session, run, ids)
    accounts = {account for _, account in board.heard}
    others = _active(session, 0, set(staff.sharing(session, accounts)) - set(ids))
    _post(session, run, board, _board(session, run, others), set(ids))
    return ids[-1] if len(ids) == PAGE else None


def _active(session: Session, cursor: int, among: Collection[int] | None = None) -> list[int]:
    """The next enterprises behind a cursor that are not closed down; of some, all."""
    if among is not None and not among:
        return []
    plant = db.table(Enterprise)
    following = core_select(plant.c.id).where(plant.c.id > cursor, plant.c.active).order_by(plant.c.id)
    following = following.limit(PAGE) if among is None else following.where(plant.c.id.in_(sorted(among)))
    return list(session.connection().execute(following).scalars())


def _board(session: Session, run: _Run, ids: Sequence[int]) -> Board:
    """Who hears of what in some enterprises."""
    near = terms.near(session, deadlines.spoken_of(run.day, run.hour), run.day, ids) if ids else []
    members = staff.of_enterprises(session, list(dict.fromkeys(one.enterprise_id for one in near))) if near else {}

    def phone(enterprise_id: int, own: Sequence[Member]) -> list[Member]:
        holder = staff.holders(session, {enterprise_id: own}, run.now).get(enterprise_id)
        return [holder] if holder and holder.account else []

    return board_of(near, members, phone, run.day, run.hour)


def _post(session: Session, run: _Run, board: Board, elsewhere: Board, page: Collection[int]) -> None:
    """The letters of a page, and why the rest is not said; each by the key that it would have had."""
    keys: dict[tuple[str, Account], str] = {}
    merged: dict[str, str] = {}
    letters = []
    for (kind, account), own in board.heard.items():
        whole = dict(sorted({**own, **elsewhere.heard.get((kind, account), {})}.items()))
        first, *others = whole
        keys[kind, account] = run.key(kind, first, whole[first].person_id)
        letters.append(_letter(run, kind, keys[kind, account], whole))
        said = f"stands in {keys[kind, account]}"
        merged |= {run.key(kind, one, whole[one].person_id): said for one in others if one in page}
    for enterprise_id, person_id, account in board.inside:
        merged[run.key(PRINCIPAL, enterprise_id, person_id)] = f"stands in {keys[DEADLINE, account]}"
    outbox.post_all(session, letters, run.now)
    trail.note_all(session, merged, run.now, Turned.MERGED)
    unheard = {run.key(kind, one): why for (kind, one), why in board.unheard.items()}
    trail.note_all(session, unheard, run.now, Turned.SUPPRESSED)


def _letter(run: _Run, kind: str, key: str, whole: Mapping[int, Own]) -> Letter:
    """One letter to an account."""
    plants = list(whole)
    whose = {"enterprise": plants[0]} if len(plants) == 1 else {"enterprises": plants}
    hazards = [hazard for own in whole.values() for hazard in own.hazards]
    return Letter(
        key=key,
        kind=kind,
        about={**whose, "hazards": hazards, "day": run.day.isoformat(), "hour": run.hour},
        person_id=whole[plants[0]].person_id,
        priority=run.priority,
        stale_at=run.ends,
    )


def leaders(session: Session, planned: datetime, now: datetime) -> str:
    """09:00: the leader on duty hears, in one message, what has come so far; not twice on the same morning."""
    day = calendar.today(planned)
    if calendar.today(now) != day or not terms.for_leader(session, day).count:
        return "nothing for a leader"
    posted = sum(_leader(session, leader, day, planned, now) for leader in rota.leaders_on_duty(session, planned))
    return f"{posted} posted"


def _leader(session: Session, leader: Person, day: date, planned: datetime, now: datetime) -> int:
    key = f"overdue.leader:{leader.id}:{day}"
    morning_key = f"morning.leader:{leader.id}:{calendar.night_of(planned)}"
    list_of_eight = outbox.by_key(session, morning_key)
    if list_of_eight and list_of_eight.status in (*outbox.OPEN, OutgoingStatus.SENT):
        trail.note(session, key, now, Turned.MERGED, f"stands in {morning_key}")
        return 0
    letter = Letter(
        key=key,
        kind="overdue.leader",
        about={"day": day.isoformat()},
        person_id=leader.id,
        priority=Priority.OFFICE,
        stale_at=calendar.at(day, ENDS),
    )
    return outbox.post(session, letter, now)
