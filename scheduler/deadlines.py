"""The clock's side of deadlines: at 09:00 and 15:00 one letter for each enterprise and addressee, page by page.

Everything is decided afresh from the rows; what a letter says is found again when it is said.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import groupby

from sqlalchemy import select as core_select
from sqlmodel import Session

from models import calendar, db, deadlines, outbox, rota, staff, terms, trail
from models.deadlines import Hour, Saying
from models.outbox import Letter, OutgoingStatus, Priority
from models.people import Enterprise, Person, Role
from models.staff import Account, Member
from models.terms import Term
from models.trail import Turned

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


def _page(session: Session, planned: datetime, now: datetime, cursor: int, hour: Hour) -> int | None:
    """Posts the letters of the next enterprises behind a cursor; what a whole day missed is not made good."""
    day = calendar.today(planned)
    wanted = deadlines.spoken_of(day, hour)
    ids = _next_enterprises(session, cursor) if wanted and calendar.today(now) == day else []
    if not ids:
        return None
    near = terms.near(session, wanted, day, ids[0], ids[-1])
    active = set(ids)
    _tell(session, _Page(day, hour, now), [one for one in near if one.enterprise_id in active])
    return ids[-1] if len(ids) == PAGE else None


def _next_enterprises(session: Session, cursor: int) -> list[int]:
    plant = db.table(Enterprise)
    following = core_select(plant.c.id).where(plant.c.id > cursor, plant.c.active).order_by(plant.c.id).limit(PAGE)
    return list(session.connection().execute(following).scalars())


@dataclass
class _Page:
    """What a page comes to: letters; and what is not said, with its reason, by the key that it would have had."""

    day: date
    hour: Hour
    now: datetime
    letters: list[Letter] = field(default_factory=list)
    suppressed: dict[str, str] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)

    def key(self, enterprise_id: int, person: object = "nobody") -> str:
        """The key of the letter to somebody of an enterprise."""
        again = f":{self.hour}" if self.hour == Hour.AFTERNOON else ""
        return f"deadline:{enterprise_id}:{self.day}:{person}{again}"

    def write(self, key: str, kind: str, enterprise_id: int, person_id: int, hazards: Iterable[int]) -> None:
        """One letter; on a day off, when only major hazards are spoken of, it does not wait for the office."""
        off = not calendar.is_workday(self.day)
        about = {"enterprise": enterprise_id, "hazards": list(hazards), "day": self.day.isoformat(), "hour": self.hour}
        self.letters.append(
            Letter(
                key=key,
                kind=kind,
                about=about,
                person_id=person_id,
                priority=Priority.DUTY if off else Priority.OFFICE,
                stale_at=calendar.at(self.day, ENDS),
            )
        )


@dataclass(frozen=True)
class _Told:
    term: Term
    saying: Saying


def _tell(session: Session, page: _Page, near: Sequence[Term]) -> None:
    if not near:
        return
    members = staff.of_enterprises(session, list(dict.fromkeys(one.enterprise_id for one in near)))
    for enterprise_id, found in groupby(near, key=lambda one: one.enterprise_id):
        told = [_Told(one, said) for one in found if (said := _saying(page, one))]
        ready = [one for one in told if not one.term.pending]
        if ready:
            _enterprise(session, page, enterprise_id, ready, members.get(enterprise_id, ()))
        elif told:
            page.suppressed[page.key(enterprise_id)] = "more time was asked for, and waits for the bureau"
    outbox.post_all(session, page.letters, page.now)
    trail.note_all(session, page.suppressed, page.now, Turned.SUPPRESSED)
    trail.note_all(session, page.merged, page.now, Turned.MERGED)


def _saying(page: _Page, term: Term) -> Saying | None:
    return deadlines.saying(term.deadline, term.recorded, page.day, page.hour, major=term.major)


def _enterprise(
    session: Session, page: _Page, enterprise_id: int, ready: Sequence[_Told], members: Sequence[Member]
) -> None:
    """The safety managers, else the principals, else the duty phone hear of all; who is responsible, of their own."""
    listeners = staff.reachable(members, Role.SAFETY) or staff.reachable(members, Role.PRINCIPAL)
    listeners = listeners or _duty_phone(session, enterprise_id, members, page.now)
    heard: dict[Account | None, tuple[int, dict[int, None]]] = {}
    for one in ready:
        for member in (*listeners, *staff.named(members, one.term.responsible)):
            heard.setdefault(member.account, (member.id, {}))[1][one.term.hazard_id] = None
    for person_id, hazards in heard.values():
        page.write(page.key(enterprise_id, person_id), "deadline", enterprise_id, person_id, hazards)
    if not heard:
        page.suppressed[page.key(enterprise_id)] = "nobody of this enterprise has an account"
    late = [one.term.hazard_id for one in ready if deadlines.for_principal(one.saying)]
    if late:
        _principals(page, enterprise_id, late, members, heard)


def _duty_phone(session: Session, enterprise_id: int, members: Sequence[Member], now: datetime) -> list[Member]:
    holder = staff.holders(session, {enterprise_id: members}, now).get(enterprise_id)
    return [holder] if holder and holder.account else []


def _principals(
    page: _Page,
    enterprise_id: int,
    late: Sequence[int],
    members: Sequence[Member],
    heard: dict[Account | None, tuple[int, dict[int, None]]],
) -> None:
    """At the third day the principals hear of it too, unless they have heard all of it already."""
    principals = staff.reachable(members, Role.PRINCIPAL)
    for member in principals:
        key = f"overdue.principal:{enterprise_id}:{page.day}:{member.id}"
        person_id, hazards = heard.get(member.account, (0, {}))
        if set(late) <= hazards.keys():
            page.merged[key] = f"stands in {page.key(enterprise_id, person_id)}"
        else:
            page.write(key, "overdue.principal", enterprise_id, member.id, late)
    if not principals:
        page.suppressed[f"overdue.principal:{enterprise_id}:{page.day}:nobody"] = "no principal has an account"


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
