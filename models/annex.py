"""附件6 of a major hazard: printed, sealed by bureau and county, sent; from its acceptance or its closing on.

Nothing but the ticks is stored: when it begins and ends is read from the hazard and its events.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import and_, or_
from sqlmodel import Field, Session, SQLModel, String, col, select

from models import audit, calendar, db
from models.hazards import Hazard, HazardEvent, HazardStatus, Level
from models.lifecycle import By
from models.people import Enterprise

#: So many days behind the closing the sheet is to be with the office above.
WITHIN = timedelta(days=3)
#: What was closed longer ago is asked for no more.
LATE = timedelta(days=60)


class Stage(StrEnum):
    """How far the sheet of a major hazard is; in this order."""

    PRINT = "print"  # 打印、签字
    BUREAU = "bureau"  # 县局盖章
    COUNTY = "county"  # 县政府盖章
    SENT = "sent"  # 已报


class AnnexStep(SQLModel, table=True):
    """That one stage is done, and who said so; what stood before the hazard was fixed anew counts no more."""

    __tablename__ = "annex_step"
    __table_args__ = (db.one_of("stage", Stage),)

    hazard_id: int = Field(foreign_key="hazard.id", primary_key=True)
    stage: str = Field(sa_type=String, max_length=20, primary_key=True)
    done_at: datetime
    person_id: int | None = Field(default=None, foreign_key="person.id")
    message_id: int | None = Field(default=None, foreign_key="message.id")


@dataclass(frozen=True)
class Chain:
    """The sheet of one major hazard on its way."""

    hazard: Hazard
    plant: Enterprise
    began: date
    due_on: date
    left: tuple[Stage, ...]

    @property
    def subject(self) -> str:
        """What its steps are about: a new beginning begins them anew."""
        return f"annex6:{self.hazard.id}:{self.began}"

    @property
    def closed(self) -> bool:
        """Whether the hazard is closed; before that it was accepted only."""
        return self.hazard.status == HazardStatus.CLOSED

    def days(self) -> tuple[tuple[str, date], ...]:
        """The working days of its steps; none is behind the end, and before the closing there is no last one."""
        last = self.due_on if calendar.is_workday(self.due_on) else calendar.last_workday(self.due_on)
        seals = [(str(one), min(calendar.add_workdays(self.began, one), last)) for one in (1, 2)]
        return (("0", self.began), *seals, *((("3", last),) if self.closed else ()))

    def step(self, day: date) -> str:
        """The step that has come by a day and still has something to be done."""
        done = {"1": Stage.BUREAU, "2": Stage.COUNTY}
        come = [step for step, at in self.days() if at <= day]
        return next((step for step in reversed(come) if done.get(step, Stage.SENT) in self.left), "")


def under_way(session: Session, day: date) -> list[Chain]:
    """The sheets that are to be sent, the earliest first."""
    since = db.utc(calendar.midnight(day - LATE))
    closed = and_(col(Hazard.status) == HazardStatus.CLOSED, col(Hazard.closed_at) >= since)
    accepted = and_(col(Hazard.status) == HazardStatus.AWAITING, col(Hazard.acceptance_team) != "")
    found = (
        select(Hazard, Enterprise)
        .join(Enterprise, col(Enterprise.id) == col(Hazard.enterprise_id))
        .where(Hazard.level == Level.MAJOR, or_(closed, accepted))
        .order_by(col(Hazard.id))
    )
    chains = [chain for hazard, plant in session.exec(found) if (chain := _chain(session, hazard, plant))]
    return sorted(chains, key=lambda one: (one.due_on, one.hazard.id or 0))


def ending(session: Session, day: date) -> list[Chain]:
    """The sheets of closed hazards whose last working day this is."""
    return [one for one in under_way(session, day) if one.days()[-1] == ("3", day)]


def of_hazard(session: Session, hazard: Hazard) -> Chain | None:
    """The sheet of one hazard; None when it is no major one, not accepted, or its sheet went."""
    return _chain(session, hazard, session.get_one(Enterprise, hazard.enterprise_id)) if hazard.is_major else None


def _chain(session: Session, hazard: Hazard, plant: Enterprise) -> Chain | None:
    fixed = hazard.rectified_at or hazard.closed_at
    accepted = _accepted(session, hazard, fixed) if fixed else None
    began = min((one for one in (accepted, hazard.closed_at) if one), default=None)
    if fixed is None or began is None:
        return None
    ticks = session.exec(select(AnnexStep).where(AnnexStep.hazard_id == hazard.id, AnnexStep.done_at >= fixed)).all()
    done = {one.stage for one in ticks}
    if Stage.SENT in done:
        return None
    ends = calendar.today(hazard.closed_at or began) + WITHIN
    return Chain(hazard, plant, calendar.today(began), ends, tuple(one for one in Stage if one not in done))


def _accepted(session: Session, hazard: Hazard, fixed: datetime) -> datetime | None:
    """When its acceptance team was named after it was fixed; named before, it has only been appointed."""
    named = select(HazardEvent.at).where(
        HazardEvent.hazard_id == hazard.id, HazardEvent.move == "team", HazardEvent.at >= fixed
    )
    return session.exec(named.order_by(col(HazardEvent.id))).first()


def tick(session: Session, chain: Chain, stage: Stage, by: By, now: datetime) -> Sequence[Stage]:
    """Writes that a stage is done, and those before it; what is left."""
    order = list(Stage)
    done = [one for one in chain.left if order.index(one) <= order.index(stage)]
    made = db.insert(session, AnnexStep)
    again = made.on_conflict_do_update(
        index_elements=["hazard_id", "stage"],
        set_={name: made.excluded[name] for name in ("done_at", "person_id", "message_id")},
    )
    rows = [{"hazard_id": chain.hazard.id, "stage": one.value, "done_at": now} for one in done]
    if rows:
        session.connection().execute(
            again, [{**row, "person_id": by.person_id, "message_id": by.message_id} for row in rows]
        )
    told = {"message": by.message_id}
    audit.record(session, now, by.actor, f"annex6.{stage}", f"hazard:{chain.hazard.number}", told)
    return [one for one in chain.left if one not in done]
