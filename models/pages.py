"""The figures of a week's or a month's page, counted from the rows: the one source of what is sent and asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from models import calendar, db, figures, ledger, library, site, spoken
from models.figures import DueCount, Found
from models.hazards import Hazard, HazardStatus
from models.ledger import WHOLE, Standing, Within
from models.obligations import ObligationKind
from models.outbox import Outgoing, OutgoingStatus
from models.page_spans import Rules, Span
from models.people import ENTERPRISE_ROLES, Enterprise, Person

#: So many working days a re-check may wait before the leader's page names it.
WAITS = 10
#: How many of those it names.
LIST = 50


@dataclass(frozen=True)
class Burden:
    """What enterprises heard unasked."""

    sent: int
    plants: int  # on the roll
    most: int  # to one of them

    @property
    def mean(self) -> str:
        """On average, to one decimal."""
        return f"{self.sent / self.plants:.1f}" if self.plants else "0"


@dataclass(frozen=True)
class Page:
    """What a week or a month comes to."""

    span: Span
    until: datetime
    last_night: date | None  # the last night that is closed
    patrol: DueCount
    zero: DueCount
    found: Found
    standing: Standing
    burden: Burden
    tips: library.Count

    @property
    def empty(self) -> bool:
        """Whether nothing was owed, found or sent: there was no work yet."""
        counted = (self.patrol.owed, self.zero.owed, self.found.registered, self.standing.unfixed, self.tips.total)
        return not any(counted)

    @property
    def told(self) -> Mapping[str, Any]:
        """The figures as plain data: a page that was sent is put right when one of them has changed."""
        return {
            "patrol": dict(self.patrol.counts),
            "zero": dict(self.zero.counts),
            "found": [self.found.registered, self.found.rate.part, self.found.closed_then],
        }


def rules(session: Session) -> Rules:
    """When pages are told, as the office has configured it."""
    office = site.read(session)
    return Rules(office.week_starts, office.report_day, calendar.clock(office.report_at), office.month_ends)


def page(session: Session, span: Span, now: datetime, within: Within = WHOLE) -> Page:
    """The page of a span: of one that runs, as far as it has come."""
    until = min(span.ends, now)
    closed = figures.closed_nights(session, span.first_night, span.last_night, now)
    last_day = min(span.last_night, calendar.today(now) - timedelta(days=1))
    patrol = figures.dues(session, ObligationKind.PATROL, span.first_night, closed, within) if closed else DueCount({})
    zero = figures.dues(session, ObligationKind.ZERO, span.first_night, last_day, within)
    day = min(span.end, calendar.today(now))
    return Page(
        span=span,
        until=until,
        last_night=closed,
        patrol=patrol,
        zero=zero,
        found=figures.found(session, span.begins, until, within),
        standing=figures.standing_at(session, until, day, within),
        burden=burden(session, span.begins, until, within),
        tips=library.count(session, span.start, min(span.end, calendar.today(now))),
    )


def burden(session: Session, begins: datetime, ends: datetime, within: Within = WHOLE) -> Burden:
    """How many unasked messages went to the people of enterprises in a time; on average and the most to one."""
    letter, person, plant = db.table(Outgoing), db.table(Person), db.table(Enterprise)
    per_plant = (
        core_select(func.count().label("sent"))
        .select_from(letter.join(person, person.c.id == letter.c.person_id))
        .join(plant, plant.c.id == person.c.enterprise_id)
        .where(
            letter.c.status == OutgoingStatus.SENT.value,
            letter.c.settled_at >= begins,
            letter.c.settled_at < ends,
            letter.c.priority.in_([int(one) for one in spoken.UNASKED]),
            person.c.role.in_([role.value for role in sorted(ENTERPRISE_ROLES)]),
            ledger.in_scope(plant, within),
        )
        .group_by(person.c.enterprise_id)
        .subquery()
    )
    sent, most = (
        session.connection()
        .execute(
            core_select(func.coalesce(func.sum(per_plant.c.sent), 0), func.coalesce(func.max(per_plant.c.sent), 0))
        )
        .one()
    )
    counted = core_select(func.count()).select_from(plant).where(plant.c.active, ledger.in_scope(plant, within))
    return Burden(int(sent), int(session.connection().execute(counted).scalar() or 0), int(most))


def waiting_long(session: Session, day: date, within: Within = WHOLE) -> Sequence[tuple[Hazard, Enterprise]]:
    """The hazards that are fixed and whose re-check the bureau has owed for more than ten whole working days."""
    for _ in range(WAITS):
        day = calendar.last_workday(day)
    fixed = func.coalesce(col(Hazard.verified_at), col(Hazard.rectified_at))
    found = (
        select(Hazard, Enterprise)
        .join(Enterprise, col(Enterprise.id) == col(Hazard.enterprise_id))
        .where(
            Hazard.status == HazardStatus.AWAITING,
            fixed < db.utc(calendar.midnight(day)),
            ledger.in_scope(db.table(Enterprise), within),
        )
        .order_by(fixed, col(Hazard.id))
    )
    return session.exec(found.limit(LIST)).all()
