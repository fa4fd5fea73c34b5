"""The watcher of the bot itself: what shows that it no longer works, read from the rows, and whom it is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from statistics import median
from typing import Any

from sqlalchemy import String, bindparam, cast, func, update
from sqlalchemy import delete as core_delete
from sqlalchemy import select as core_select
from sqlmodel import Session, col

from models import alarms, attachments, calendar, db, inbox, outages, outbox, people, runs, spoken
from models.attachments import Attachment
from models.inbox import Message
from models.obligations import Due, DueStatus
from models.outbox import Letter, Outgoing, OutgoingStatus, Priority
from models.people import Role
from models.runs import JobRun

TICK = "tick"
#: A tick comes every 15 seconds, a message is handled within seconds: beyond these something is stuck.
TICK_LATE = timedelta(minutes=5)
WAITS_LONG = timedelta(minutes=15)
#: How many messages are usual is asked of the same hour of so many nights; with fewer of them nobody knows.
NIGHTS, NIGHTS_NEEDED = 14, 7
HOUR = timedelta(hours=1)
#: Below so many usual messages silence means nothing; above, this part of them is far too few.
USUAL_LEAST, FAR_FEWER = 8, 5
#: A letter that failed so often has been tried for more than four minutes.
FAILS_OFTEN = 5
KIND, CLOCK_KIND = "admin.watch", "admin.clock"
#: From here on a step back is a mistake put right, whose false future is undone; below, nothing is repeated.
FAR_BACK = timedelta(hours=6)
WENT_WRONG = "the clock had gone wrong"


class Sign(StrEnum):
    """What shows that something is wrong."""

    TICK = "tick"  # nobody asks the tables what is due
    BEHIND = "behind"  # a message waits for its turn
    UNSAID = "unsaid"  # a letter that is due is not said
    SILENT = "silent"  # far fewer messages than usual at this hour
    REFUSING = "refusing"  # nothing goes through a channel


@dataclass(frozen=True)
class Found:
    """One sign: since when, on which channel, and for silence how many came and how many usually do."""

    sign: Sign
    since: datetime | None = None
    channel: str = ""
    heard: int = 0
    usual: int = 0


@dataclass(frozen=True)
class Seen:
    """How the bot stands at a moment."""

    now: datetime
    tick: datetime | None = None
    message: datetime | None = None  # when the oldest that waits was received
    letter: datetime | None = None  # when the oldest that is due was due
    heard: int = 0  # messages of the last hour
    usual: float | None = None  # of this hour in the last nights; None: nobody knows yet
    refusing: tuple[str, ...] = ()

    def found(self) -> tuple[Found, ...]:
        """What is wrong, the most urgent first."""
        signs: list[Found] = []
        for sign, since, late in (
            (Sign.TICK, self.tick, TICK_LATE),
            (Sign.BEHIND, self.message, WAITS_LONG),
            (Sign.UNSAID, self.letter, WAITS_LONG),
        ):
            if since is not None and self.now - since > late:
                signs.append(Found(sign, since))
        signs += [Found(Sign.REFUSING, channel=name) for name in self.refusing]
        if self.usual is not None and self.usual >= USUAL_LEAST and self.heard * FAR_FEWER <= self.usual:
            signs.append(Found(Sign.SILENT, self.now - HOUR, heard=self.heard, usual=round(self.usual)))
        return tuple(signs)


def look(session: Session, now: datetime, refusing: Sequence[str] = ()) -> Seen:
    """How the bot stands; ``refusing`` are channels whose platform is known to take nothing from us."""
    return Seen(
        now=now,
        tick=runs.last_beat(session, TICK),
        message=inbox.oldest_pending(session),
        letter=_oldest_letter(session, now),
        heard=_heard(session, now),
        usual=_usual(session, now),
        refusing=tuple(sorted({*refusing, *_failing(session)})),
    )


@cache
def _counting() -> Any:
    received = col(Message.received_at)
    return core_select(func.count()).where(received > bindparam("since"), received <= bindparam("until"))


def _heard(session: Session, until: datetime) -> int:
    return int(session.connection().execute(_counting(), {"since": until - HOUR, "until": until}).scalar_one())


def _usual(session: Session, now: datetime) -> float | None:
    """The median of this hour in the last nights; None while the bot is new, or was deaf in this hour."""
    first = session.connection().execute(core_select(func.min(col(Message.received_at)))).scalar()
    nights = [now - timedelta(days=back) for back in range(1, NIGHTS + 1)]
    known = [until for until in nights if first is not None and first < until - HOUR]
    if len(known) < NIGHTS_NEEDED or outages.within(session, now - HOUR, now):
        return None
    return median(_heard(session, until) for until in known)


def _oldest_letter(session: Session, now: datetime) -> datetime | None:
    due = outbox.upcoming().where(col(Outgoing.not_before) <= now)
    found: datetime | None = session.connection().execute(due).scalar()
    return found


def _failing(session: Session) -> Sequence[str]:
    """The channels on which a letter has failed again and again, and waits for another try."""
    letter = db.table(Outgoing).c
    tried = core_select(letter.channel).where(db.any_of(letter.status, outbox.OPEN), letter.attempts >= FAILS_OFTEN)
    return [name for name in session.connection().execute(tried.distinct()).scalars() if name]


def tell(session: Session, found: Sequence[Found], now: datetime) -> int:
    """Posts each sign to each admin, once a duty night; not by the channel that is concerned. How many are new."""
    night = calendar.night_of(now)
    return sum(outbox.post(session, _letter(one, admin, night), now) for one in found for admin in _admins(session))


def _admins(session: Session) -> Sequence[int]:
    return [db.row_id(admin.id) for admin in people.with_role(session, Role.ADMIN)]


def _letter(one: Found, admin: int, night: date) -> Letter:
    about = {
        "sign": one.sign.value,
        "since": one.since.isoformat() if one.since else "",
        "channel": one.channel,
        "heard": one.heard,
        "usual": one.usual,
        alarms.AVOIDED: [one.channel] if one.channel else [],
        "ordered": True,  # at night as well, however much was said before
    }
    key = f"{KIND}:{one.sign}:{one.channel}:{admin}:{night}"
    return Letter(key, KIND, about, admin, priority=Priority.DUTY)


def jumped(session: Session, was: datetime, now: datetime) -> None:
    """The clock of the machine jumped from one moment to another: said to each admin, and nothing waits for a time.

    Forward, all that lies between falls due and is done in its order. Backward by hours, what was done in a future that
    has not come yet is to be done again at its time: otherwise the bot would be silent until then. A short step back
    repeats nothing.
    """
    runs.beat(session, TICK, now)
    if now < was:
        _let_go(session, now)
    if was - now >= FAR_BACK:
        _undo(session, now)
    for admin in _admins(session):
        about = {"was": was.isoformat(), "now": now.isoformat(), "ordered": True}
        key = f"{CLOCK_KIND}:{was:%Y%m%d%H%M}:{now:%Y%m%d%H%M}:{admin}"
        outbox.post(session, Letter(key, CLOCK_KIND, about, admin, priority=Priority.DUTY), now)


def _let_go(session: Session, now: datetime) -> None:
    """Nothing is held by anybody, or put off, until a time that a clock gone wrong has named."""
    for model, states in (
        (Message, inbox.OPEN),
        (Attachment, attachments.OPEN),
        (Outgoing, outbox.OPEN),
        (JobRun, runs.OPEN),
    ):
        row = db.table(model).c
        waiting = update(db.table(model)).where(row.status.in_([one.value for one in states]))
        session.connection().execute(waiting.where(row.lease_until > now).values(lease_until=now))
        if "next_at" in row:
            session.connection().execute(waiting.where(row.next_at > now).values(next_at=now))


def _undo(session: Session, now: datetime) -> None:
    """Nothing has run, was missed or was said for its purpose in a time that lies ahead."""
    connection, letter = session.connection(), db.table(Outgoing).c
    connection.execute(core_delete(db.table(JobRun)).where(col(JobRun.planned_for) > now))
    closed = col(Due.status).in_([DueStatus.MISSED, DueStatus.UNVERIFIED])
    connection.execute(
        update(db.table(Due)).where(closed, col(Due.cut_off_at) > now).values(status=DueStatus.WAITING.value)
    )
    ahead = update(db.table(Outgoing)).where(letter.posted_at > now, letter.priority.in_([*spoken.UNASKED]))
    pending = ahead.where(db.any_of(letter.status, outbox.OPEN))
    connection.execute(pending.values(status=OutgoingStatus.WITHDRAWN.value, reason=WENT_WRONG, settled_at=now))
    connection.execute(ahead.values(key=func.substr(letter.key, 1, 180) + "~" + cast(letter.id, String)))
    session.expire_all()
