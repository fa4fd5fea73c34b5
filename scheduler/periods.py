"""Key periods by the clock: announced three days and one day before, ended by a word; who is silent in one."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from models import calendar, db, groups_told, outages, outbox, periods, rota, site, staff
from models.calendar import Window
from models.lookup import Lookup
from models.obligations import Due, DueStatus, ObligationKind
from models.outbox import Letter
from models.people import Enterprise, Role
from models.periods import KeyPeriod
from scheduler import ladder
from scheduler.ladder import Addressee, Ladder, Step, rung

MORNING, AFTERNOON = time(10, 0), time(16, 0)
#: So many days before it begins it is announced.
AHEAD = timedelta(days=3)
#: So many enterprises share a transaction.
PAGE = 100
#: What is announced has a point for so long.
LASTS = timedelta(hours=9)


def announce(session: Session, planned: datetime, now: datetime, cursor: int) -> int | None:
    """Tells the next enterprises behind a cursor what begins and what has ended; the groups with the first page."""
    told = _to_tell(session, planned)
    if not told:
        return None
    if cursor == 0:
        for kind, period in told:
            _tell_groups(session, kind, period, planned, now)
    behind = select(Enterprise.id).where(col(Enterprise.active), col(Enterprise.id) > cursor)
    page = [one for one in session.exec(behind.order_by(col(Enterprise.id)).limit(PAGE)) if one is not None]
    outbox.post_all(session, [letter for one in told for letter in _letters(session, *one, page, planned)], now)
    return page[-1] if len(page) == PAGE else None


def _to_tell(session: Session, planned: datetime) -> list[tuple[str, KeyPeriod]]:
    day, at = calendar.today(planned), calendar.local(planned).time()
    found: list[tuple[str, KeyPeriod]] = []
    for period in periods.between(session, day - timedelta(days=1), day + AHEAD):
        if at == MORNING and period.ends == day - timedelta(days=1):
            found.append(("key_period.ended", period))
        elif at == MORNING and period.ends >= day:
            found.append(("key_period.begins", period))
        elif at == AFTERNOON and period.starts == day + timedelta(days=1):
            found.append(("key_period.tomorrow", period))
    return found


def _letters(session: Session, kind: str, period: KeyPeriod, page: Sequence[int], planned: datetime) -> list[Letter]:
    """One for each account of the safety managers and principals, whatever number of enterprises it stands for."""
    members = [one for own in staff.of_enterprises(session, page).values() for one in own if one.account]
    to_whom = {one.account: one.id for one in reversed(members) if one.role in (Role.SAFETY, Role.PRINCIPAL)}
    return [
        Letter(
            key=f"{kind}:{period.id}:{channel}/{user}",
            kind=kind,
            about={"period": period.id},
            person_id=to_whom[channel, user],
            stale_at=planned + LASTS,
        )
        for channel, user in sorted(account for account in to_whom if account)
    ]


def _tell_groups(session: Session, kind: str, period: KeyPeriod, planned: datetime, now: datetime) -> None:
    if kind != "key_period.begins":
        return
    for group in groups_told.everywhere(session):
        letter = Letter(
            key=f"key_period.group:{period.id}:{group.id}",
            kind="key_period.group",
            about={"period": period.id},
            channel=group.channel,
            chat=group.chat,
            stale_at=planned + LASTS,
        )
        outbox.post(session, letter, now)


def climb(session: Session, planned: datetime, now: datetime) -> str:
    """A zero report of a key period that some have not stated: the group hears of it, the officer, the leader."""
    steps = ladder.in_force(site.read(session).ladders)[Ladder.ZERO_KEY]
    posted = 0
    for slot, window in _windows(session, calendar.today(now)):
        if outages.deaf(session, window.opens_at, window.cut_off_at):
            continue  # who is silent may have spoken to a deaf bot
        for step in rung(steps, window, now):
            posted += _take(session, step, calendar.today(now), slot, window, now)
    return f"{posted} posted"


def _windows(session: Session, day: date) -> list[tuple[str, Window]]:
    """The zero reports of a day in a key period that somebody has not stated."""
    return [(slot, Window(*moments)) for slot, *moments in _SILENT.rows(session, day=day)]


_DUE = db.table(Due).c
_SILENT = Lookup(
    core_select(_DUE.slot, _DUE.opens_at, _DUE.closes_at, _DUE.cut_off_at, _DUE.made_up_until)
    .where(
        _DUE.kind == ObligationKind.ZERO.value,
        _DUE.night == bindparam("day"),
        _DUE.firm,
        _DUE.trial.is_(False),
        db.any_of(_DUE.status, (DueStatus.WAITING, DueStatus.MISSED)),
    )
    .distinct()
)


def _take(session: Session, step: Step, day: date, slot: str, window: Window, now: datetime) -> int:
    about = {"day": day.isoformat(), "slot": slot}
    stale, of_day = step.moment(window) + step.lasts, f"{day}:{slot}"
    whom: list[dict[str, Any]] = []
    if step.addressee == Addressee.GROUP:
        whom = [{"channel": one.channel, "chat": one.chat, "key": one.id} for one in groups_told.everywhere(session)]
    elif asked := _BUREAU.get(step.addressee):
        whom = [{"person_id": one.id, "key": one.id} for one in asked(session, now)]
    letters = (
        Letter(**one | {"key": f"{step.kind}:{of_day}:{one['key']}"}, kind=step.kind, about=about, stale_at=stale)
        for one in whom
    )
    return sum(outbox.post(session, letter, now) for letter in letters)


_BUREAU = {Addressee.DUTY_OFFICER: rota.officers_on_duty, Addressee.LEADER: rota.leaders_on_duty}
