"""The clock's side of all else that is owed by day: who owes is asked for everything at once, in one message."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, not_, or_
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from models import calendar, db, obligations, outages, outbox, site, staff, trail
from models.calendar import Window
from models.lookup import Lookup
from models.obligations import Due, DueStatus, ObligationKind
from models.outbox import Letter, Outgoing, OutgoingStatus, Priority
from models.people import Role
from models.staff import Member
from models.trail import Turned
from models.wording import times
from scheduler import ladder
from scheduler.ladder import ENTERPRISE, RESTS, Ladder, Silent, Step, concerns, rung
from scheduler.reach import by_account

#: So many enterprises share a transaction.
PAGE = 100
#: Whoever was asked for anything of the day so lately has read of all of it.
LATELY = timedelta(minutes=60)
#: A window longer than this is asked for days ahead.
LONG = timedelta(hours=36)
#: What was asked for so long ago is asked for anew.
MEMORY = timedelta(days=10)
#: The kinds of letters that list what is owed by day.
PROMPTS = ("owed.prompt", "zero.prompt")
_ELSEWHERE = (ObligationKind.PATROL, ObligationKind.ZERO)
_SAID = (OutgoingStatus.PENDING, OutgoingStatus.SENDING, OutgoingStatus.SENT)


@dataclass(frozen=True)
class Asked:
    """One due whose step has come."""

    due: Due
    step: Step

    @property
    def token(self) -> str:
        """What says that this step of this due was taken."""
        return f"{self.due.id}:{self.step.name}"


def climb(session: Session, planned: datetime, now: datetime, cursor: int) -> int | None:
    """Takes the steps that have come for the next enterprises behind a cursor, one letter for each account."""
    steps = _steps(session, now)
    if not steps:
        return None
    page = _page(session, steps, cursor)
    _tell(session, _asked(session, steps, page, now), planned, now)
    return page[-1] if len(page) == PAGE else None


def _steps(session: Session, now: datetime) -> Mapping[Window, Sequence[Step]]:
    """The windows in which something waits and a step has come."""
    windows = [Window(*row) for row in _OPEN.rows(session, now=now)]
    ladders = ladder.in_force(site.read(session).ladders)
    steps = {window: _of_window(ladders, window, now) for window in windows}
    return {window: own for window, own in steps.items() if own and not outages.deaf(session, *_listened(window))}


def _of_window(ladders: Mapping[Ladder, Sequence[Step]], window: Window, now: datetime) -> list[Step]:
    """What lasts for weeks is not asked for in the first half of its time."""
    lasts = window.closes_at - window.opens_at
    reached = rung(ladders[Ladder.OWED_LONG if lasts > LONG else Ladder.OWED], window, now)
    half = window.opens_at + lasts / 2
    return [one for one in reached if one.addressee in ENTERPRISE and (lasts <= LONG or one.moment(window) >= half)]


def _listened(window: Window) -> tuple[datetime, datetime]:
    return obligations.listened_from("", window.opens_at, window.closes_at), window.cut_off_at


def _waits() -> tuple[Any, ...]:
    due = db.table(Due).c
    return db.any_of(due.status, [DueStatus.WAITING]), not_(db.any_of(due.kind, _ELSEWHERE))


_DUE = db.table(Due).c
_NOW: Any = bindparam("now")
_OPEN = Lookup(
    core_select(_DUE.opens_at, _DUE.closes_at, _DUE.cut_off_at, _DUE.made_up_until)
    .where(*_waits(), _DUE.opens_at <= _NOW, _DUE.closes_at > _NOW)
    .distinct()
)


def _of_windows(windows: Iterable[Window]) -> Any:
    due = db.table(Due).c
    return or_(*(and_(due.opens_at == one.opens_at, due.closes_at == one.closes_at) for one in windows))


def _page(session: Session, steps: Mapping[Window, Sequence[Step]], cursor: int) -> list[int]:
    plant = db.table(Due).c.enterprise_id
    behind = core_select(plant).where(*_waits(), _of_windows(steps), plant > cursor).distinct()
    return list(session.connection().execute(behind.order_by(plant).limit(PAGE)).scalars())


def _asked(
    session: Session, steps: Mapping[Window, Sequence[Step]], plants: Sequence[int], now: datetime
) -> list[Asked]:
    """What is asked of some enterprises now."""
    dues = select(Due).where(*_waits(), _of_windows(steps), col(Due.enterprise_id).in_(list(plants)))
    found: list[Asked] = []
    for due in session.exec(dues.order_by(col(Due.closes_at), col(Due.id))):
        window = Window(due.opens_at, due.closes_at, due.cut_off_at, due.made_up_until)
        found += [Asked(due, step) for step in steps.get(window, ()) if concerns(step, _silent(due, window), now)]
    unheard = {window: outages.unheard(session, *_listened(window)) for window in steps}
    return [one for one in found if one.due.enterprise_id not in unheard[_window(one.due)]]


def _window(due: Due) -> Window:
    return Window(due.opens_at, due.closes_at, due.cut_off_at, due.made_up_until)


def _silent(due: Due, window: Window) -> Silent:
    rests = due.acknowledged_at + RESTS if due.acknowledged_at else None
    return Silent(due.enterprise_id, due.night, window, major=False, trial=due.trial, rests_until=rests)


# One letter for each account


def _tell(session: Session, page: Sequence[Asked], planned: datetime, now: datetime) -> None:
    """One letter to each account, also where its enterprises lie on several pages: each page finds the same letter."""
    asked = list(page)
    found = addressees(session, sorted({one.due.enterprise_id for one in page}), now)
    accounts = {one.account for members in found.values() for one in members if one.account}
    others = set(staff.sharing(session, accounts)) - set(found)
    if others:
        steps = _steps(session, now)
        further = _asked(session, steps, sorted(others), now)
        theirs = addressees(session, sorted({one.due.enterprise_id for one in further}), now)
        found |= {plant: [one for one in own if one.account in accounts] for plant, own in theirs.items()}
        asked += further
    _note_deaf(session, page, found, planned, now)
    merged = by_account((plant, member) for plant, own in sorted(found.items()) for member in own)
    told = _told(session, list(merged), now)
    for person_id, plants in merged.items():
        own = [one for one in asked if one.due.enterprise_id in plants and _is_of(one.due, person_id)]
        _tell_one(session, _Reader(person_id, plants, told.get(person_id, ())), own, planned, now)


def addressees(session: Session, plants: Sequence[int], now: datetime) -> dict[int, Sequence[Member]]:
    """The safety managers who have an account, else the duty phone, else the principals."""
    members = staff.of_enterprises(session, plants)
    managers = {plant: staff.reachable(own, Role.SAFETY) for plant, own in members.items()}
    without = {plant: own for plant, own in members.items() if not managers[plant]}
    holders = {plant: one for plant, one in staff.holders(session, without, now).items() if one.account}
    return {
        plant: managers[plant] or ([holders[plant]] if plant in holders else staff.reachable(own, Role.PRINCIPAL))
        for plant, own in members.items()
    }


def _is_of(due: Due, person_id: int) -> bool:
    """What each of several people owes is asked of that one, where it is they who are written to."""
    return due.person_id is None or due.person_id == person_id


@dataclass(frozen=True)
class _Reader:
    """Whoever is written to, the enterprises they stand for, and what they were asked before."""

    person_id: int
    plants: Sequence[int]
    before: Sequence[Outgoing]

    def asked(self) -> set[str]:
        """The steps that were taken already."""
        return {token for letter in self.before for token in letter.about.get("asked", ())}

    def lately(self, now: datetime) -> Outgoing | None:
        """A letter that told of all of this within the hour."""
        since = now - LATELY
        return next((one for one in self.before if one.posted_at >= since and self._all(one)), None)

    def _all(self, letter: Outgoing) -> bool:
        return set(self.plants) <= set(letter.about.get("enterprises", ()))


def _told(session: Session, persons: Sequence[int], now: datetime) -> Mapping[int, Sequence[Outgoing]]:
    """The prompts to some people that were said or wait, as far back as a step may last."""
    posted = select(Outgoing).where(
        col(Outgoing.person_id).in_(list(persons)),
        col(Outgoing.kind).in_(PROMPTS),
        Outgoing.posted_at >= now - MEMORY,
        col(Outgoing.status).in_(_SAID),
    )
    found: dict[int, list[Outgoing]] = {}
    for letter in session.exec(posted.order_by(col(Outgoing.id))):
        found.setdefault(letter.person_id or 0, []).append(letter)
    return found


def _tell_one(session: Session, reader: _Reader, asked: Sequence[Asked], planned: datetime, now: datetime) -> None:
    new = [one for one in asked if one.token not in reader.asked()]
    if not new:
        return
    key = _key(reader.plants[0], planned, reader.person_id)
    if before := reader.lately(now):
        trail.note(session, key, now, Turned.MERGED, f"stands in {before.key}")
        return
    plants = [plant for plant in reader.plants if any(one.due.enterprise_id == plant for one in new)]
    closes = sorted({one.due.closes_at for one in new if calendar.today(one.due.closes_at) != calendar.today(now)})
    letter = Letter(
        key=key,
        kind="owed.prompt",
        about={
            "day": calendar.today(now).isoformat(),
            "enterprises": plants,
            "asked": [one.token for one in new],
            "closes": [moment.isoformat() for moment in closes],
        },
        person_id=reader.person_id,
        priority=Priority.DUTY if any(one.due.firm for one in new) else Priority.OFFICE,
        stale_at=max(one.step.moment(_window(one.due)) + one.step.lasts for one in new),
    )
    outbox.post(session, letter, now)
    for plant in plants[1:]:
        trail.note(session, _key(plant, planned, reader.person_id), now, Turned.MERGED, f"stands in {key}")


def _key(plant: int, planned: datetime, person: object) -> str:
    return f"owed:{plant}:{calendar.today(planned)}:{times.clock(planned)}:{person}"


def _note_deaf(
    session: Session, page: Sequence[Asked], found: Mapping[int, Sequence[Member]], planned: datetime, now: datetime
) -> None:
    deaf = sorted({one.due.enterprise_id for one in page if not found.get(one.due.enterprise_id)})
    why = "nobody of this enterprise has an account"
    trail.note_all(session, {_key(one, planned, "nobody"): why for one in deaf}, now, Turned.SUPPRESSED)


def asked_lately(session: Session, merged: Mapping[int, Sequence[int]], now: datetime) -> Mapping[int, str]:
    """Of readers (person to enterprises) those who have read within the hour of all that is owed by day: in which."""
    told = _told(session, list(merged), now)
    found = {person: _Reader(person, plants, told.get(person, ())).lately(now) for person, plants in merged.items()}
    return {person: letter.key for person, letter in found.items() if letter and letter.kind == "owed.prompt"}
