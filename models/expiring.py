"""What expires on an entered date: certificates, plans, filings, evaluations, licences, risk reviews."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, func
from sqlalchemy import select as core_select
from sqlmodel import Field, Session, SQLModel, String, col, select

from models import audit, db, ledger, site
from models.audit import Fact
from models.ledger import Within
from models.people import Enterprise

#: How many rows an answer or a list looks at.
LIST = 500


class ExpiringKind(StrEnum):
    """What kind of thing has an end."""

    CERTIFICATE = "certificate"  # 证书 of a person
    LICENCE = "licence"  # 许可证 of the enterprise
    PLAN = "plan"  # 预案
    FILING = "filing"  # 备案
    EVALUATION = "evaluation"  # 评价
    RISK_REVIEW = "risk_review"  # 风险辨识评估: its end is when the next one is due
    OTHER = "other"  # what the office wants to be told of besides


class Expiring(SQLModel, table=True):
    """One thing that an enterprise has to renew; a new date is written over the old one, the audit chain has both."""

    __table_args__ = (
        db.one_of("kind", ExpiringKind),
        Index("ix_expiring_enterprise", "enterprise_id", "kind"),
    )

    id: int | None = Field(default=None, primary_key=True)
    enterprise_id: int = Field(foreign_key="enterprise.id")
    kind: str = Field(sa_type=String, max_length=20)
    person: str = Field(default="", max_length=40)  # whose certificate it is
    title: str = Field(default="", max_length=60)  # 焊工证, 安全生产许可证
    number: str = Field(default="", max_length=60)
    valid_until: date
    recheck_on: date | None = None  # 复审, before the end
    document: str = Field(default="", max_length=100)
    active: bool = True
    entered_at: datetime

    @property
    def due_on(self) -> date:
        """The day that counts next: the re-check, else the end."""
        return self.recheck_on or self.valid_until

    @property
    def name(self) -> str:
        """王建国焊工证: how it is called beside others."""
        return f"{self.person}{self.title}"


def _due() -> Any:
    row = db.table(Expiring).c
    return func.coalesce(row.recheck_on, row.valid_until)


# What is near, and what is over


def days(session: Session) -> tuple[int, ...]:
    """How many days before an end the office wants it to be spoken of."""
    return tuple(int(one) for one in site.read(session).expiring_days.split("、") if one)


def step_of(due_on: date, day: date, days: Sequence[int]) -> int | None:
    """The latest of some steps that has come by a day; None before the first, and when it has expired."""
    left = (due_on - day).days
    return min((one for one in days if left <= one), default=None) if left >= 0 else None


def enterprises(session: Session, day: date, days: Sequence[int], after: int, limit: int) -> list[int]:
    """The next enterprises behind a row that have something within the longest of some steps."""
    row, plant = db.table(Expiring), db.table(Enterprise)
    near = _due().between(day, day + timedelta(days=max(days, default=0)))
    found = (
        core_select(row.c.enterprise_id)
        .join(plant, plant.c.id == row.c.enterprise_id)
        .where(row.c.active, plant.c.active, near, row.c.enterprise_id > after)
    )
    rows = session.connection().execute(found.distinct().order_by(row.c.enterprise_id).limit(limit))
    return [int(one) for one in rows.scalars()]


def near(session: Session, enterprise_ids: Sequence[int], day: date, within: int) -> Sequence[Expiring]:
    """What some enterprises have to renew within so many days, the next first."""
    found = select(Expiring).where(
        col(Expiring.active),
        col(Expiring.enterprise_id).in_(list(enterprise_ids)),
        _due().between(day, day + timedelta(days=within)),
    )
    return session.exec(found.order_by(_due(), col(Expiring.id))).all()


def ahead(session: Session, bounds: Within, day: date, until: date, limit: int = LIST) -> Sequence[Expiring]:
    """What ends from a day on until another, of the enterprises that somebody may see; the next first."""
    return _listed(session, bounds, _due().between(day, until), limit)


def expired(session: Session, bounds: Within, day: date, limit: int = LIST) -> Sequence[Expiring]:
    """What had expired by a day, the longest first."""
    return _listed(session, bounds, _due() < day, limit)


def _listed(session: Session, bounds: Within, which: Any, limit: int) -> Sequence[Expiring]:
    plant = db.table(Enterprise)
    found = (
        select(Expiring)
        .join(Enterprise, plant.c.id == db.table(Expiring).c.enterprise_id)
        .where(col(Expiring.active), plant.c.active, which, ledger.in_scope(plant, bounds))
    )
    return session.exec(found.order_by(_due(), col(Expiring.id)).limit(limit)).all()


def of_person(session: Session, enterprise_id: int, name: str, day: date) -> Sequence[Expiring]:
    """The certificates of somebody of an enterprise that had expired by a day; asked of whoever a notice names."""
    theirs = select(Expiring).where(
        Expiring.enterprise_id == enterprise_id,
        Expiring.kind == ExpiringKind.CERTIFICATE,
        Expiring.person == name,
        col(Expiring.active),
        _due() < day,
    )
    return session.exec(theirs.order_by(col(Expiring.id))).all()


def of_enterprise(session: Session, enterprise_id: int, kind: ExpiringKind | None = None) -> Sequence[Expiring]:
    """All that an enterprise has to renew, of one kind where one is given."""
    own = select(Expiring).where(Expiring.enterprise_id == enterprise_id, col(Expiring.active))
    if kind is not None:
        own = own.where(Expiring.kind == kind)
    return session.exec(own.order_by(col(Expiring.id))).all()


# Entered


@dataclass(frozen=True)
class Dates:
    """The dates of something, as they were told."""

    valid_until: date
    recheck_on: date | None = None


def enter(session: Session, row: Expiring, actor: str, now: datetime) -> Expiring:
    """Puts a new thing on the list."""
    session.add(row)
    session.flush()
    _tell(session, row, actor, now, "")
    return row


def renew(session: Session, row: Expiring, dates: Dates, actor: str, now: datetime) -> None:
    """A new date: what was said about the old one is over, and the steps begin anew."""
    before = row.due_on.isoformat()
    row.valid_until, row.recheck_on = dates.valid_until, dates.recheck_on
    session.add(row)
    session.flush()
    _tell(session, row, actor, now, before)


def _tell(session: Session, row: Expiring, actor: str, now: datetime, before: str) -> None:
    told: dict[str, Fact] = {"before": before, "until": row.valid_until.isoformat()}
    told |= {"recheck": row.recheck_on.isoformat()} if row.recheck_on else {}
    audit.record(session, now, actor, "expiring.dated", f"expiring:{row.id}", told)


# Risk reviews


#: After how many years risks are assessed again; those of some classes later.
YEARLY, LATER = 1, 3


def years_of(session: Session, plant: Enterprise, *, major_risk: bool = False) -> int:
    """After how many years an enterprise assesses its risks again; whoever found a major one looks again next year."""
    if plant.major or major_risk:
        return YEARLY
    return LATER if plant.class_name in site.read(session).three_year_classes.split("、") else YEARLY


def years_later(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
