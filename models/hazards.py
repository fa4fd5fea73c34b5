"""Hazards: the rows of the ledger with their four lists, pictures, extensions, and all that happened to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, bindparam, func, text
from sqlalchemy import select as core_select
from sqlmodel import Field, Session, SQLModel, String, col, select

from models import calendar, db
from models.lookup import LookupOf
from models.people import Enterprise


class HazardStatus(StrEnum):
    """How far a hazard is (docs/WORDS.md); overdue and grace are derived, never stored."""

    REGISTERED = "registered"  # 登记: numbered, its four lists are not complete
    RECTIFYING = "rectifying"  # 整改中
    AWAITING = "awaiting_recheck"  # 待复查
    CLOSED = "closed"  # 销号
    VOID = "void"  # 作废: an officer found that it was none


#: Still to be closed; and of these, still to be fixed.
OPEN = (HazardStatus.REGISTERED, HazardStatus.RECTIFYING, HazardStatus.AWAITING)
UNFIXED = (HazardStatus.REGISTERED, HazardStatus.RECTIFYING)


class Level(StrEnum):
    """How grave a hazard is."""

    GENERAL = "general"  # 一般
    MAJOR = "major"  # 重大


class Source(StrEnum):
    """Who found a hazard; frozen when it is first recorded."""

    PATROL = "patrol"  # 夜巡
    SELF_CHECK = "self_check"  # 自查
    DEPARTMENT = "department"  # 部门检查
    EXPERT = "expert"  # 专家
    THIRD_PARTY = "third_party"  # 第三方
    TIP_OFF = "tip_off"  # 举报
    SUPERIOR = "superior"  # 上级督查


#: Found by the enterprise itself: it verifies a general one and moves its date (docs/WORDING.md 1).
SELF_FOUND = (Source.PATROL, Source.SELF_CHECK)


class Lack(StrEnum):
    """What the ledger still has to be told about a hazard."""

    ITEM = "item"  # 整改事项
    RESPONSIBLE = "responsible"  # 责任人
    MEASURES = "measures"  # 措施
    DEADLINE = "deadline"  # 时限
    FUNDS = "funds"  # 资金, of a major one
    PLAN = "plan"  # 预案, of a major one
    CONTROL = "control"  # 管控措施, of a major one


class PictureStage(StrEnum):
    """When a picture of a hazard was taken."""

    BEFORE = "before"  # 整改前
    AFTER = "after"  # 整改后


class ExtensionStatus(StrEnum):
    """What became of a request for more time."""

    PENDING = "pending"  # waits for an officer
    APPROVED = "approved"  # as asked
    SHORTER = "shorter"  # granted, to an earlier day
    REJECTED = "rejected"  # the old date holds
    MOVED = "moved"  # the enterprise moved the date of its own find itself
    DROPPED = "dropped"  # the hazard was fixed, closed or asked about anew meanwhile


class Hazard(SQLModel, table=True):
    """One row of the ledger. The columns are the four lists, and the five items of a major one."""

    __table_args__ = (
        UniqueConstraint("year", "serial"),
        db.one_of("status", HazardStatus),
        db.one_of("level", Level),
        db.one_of("source", Source),
        Index("ix_hazard_deadline", "status", "deadline", "enterprise_id"),
        Index("ix_hazard_enterprise", "enterprise_id", "status"),
        Index(
            "ix_hazard_major",
            "status",
            sqlite_where=text("level = 'major'"),
            postgresql_where=text("level = 'major'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True, max_length=20)  # YH-YYYY-NNNN
    year: int
    serial: int
    enterprise_id: int = Field(foreign_key="enterprise.id")
    status: str = Field(default=HazardStatus.REGISTERED, sa_type=String, max_length=20)
    level: str = Field(default=Level.GENERAL, sa_type=String, max_length=20)
    level_open: bool = False  # somebody should say whether it is a major one
    level_hint: str = ""  # why it might be
    source: str = Field(sa_type=String, max_length=20)
    item: str = ""  # empty while nobody has described it
    place: str = ""
    responsible: str = ""
    measures: str = ""
    deadline: date | None = None
    first_deadline: date | None = None
    funds: Decimal | None = Field(default=None, sa_type=db.Money)  # 万元
    plan: str = ""
    control: str = ""  # what guards the place until it is fixed
    acceptance_team: str = ""  # 验收组 of a major one
    on_the_spot: bool = False  # found and fixed in one go
    assigned: bool = False  # by an officer
    moved_times: int = 0  # how often the enterprise moved its own date
    report_id: int | None = Field(default=None, foreign_key="report.id", index=True)
    message_id: int | None = Field(default=None, foreign_key="message.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    found_at: datetime = Field(index=True)  # when it was sent
    received_at: datetime  # when we had it
    claimed_at: datetime | None = None  # said to be fixed, a picture is still missing
    rectified_at: datetime | None = None
    verified_at: datetime | None = None  # by the enterprise's own safety manager
    verified_by: int | None = Field(default=None, foreign_key="person.id")
    closed_at: datetime | None = None
    closed_by: int | None = Field(default=None, foreign_key="person.id")
    second_name: str = ""  # of the two who re-checked
    document: str = ""  # 复查意见书
    sampled: bool = False  # drawn for a re-check of its own
    asked_times: int = 0  # how often its missing items were asked for
    asked_at: datetime | None = None

    @property
    def is_major(self) -> bool:
        """Whether it is a major hazard."""
        return self.level == Level.MAJOR

    @property
    def self_found(self) -> bool:
        """Whether the enterprise found it itself."""
        return self.source in SELF_FOUND

    @property
    def short(self) -> str:
        """0031: the number inside the enterprise's own chat."""
        return self.number.rsplit("-", 1)[-1]

    @property
    def self_managed(self) -> bool:
        """Whether the enterprise itself verifies it and moves its date: a general one that it found itself."""
        return self.self_found and not self.is_major


class HazardEvent(SQLModel, table=True):
    """One thing that happened to a hazard: who, when, by which message; never changed."""

    id: int | None = Field(default=None, primary_key=True)
    hazard_id: int = Field(foreign_key="hazard.id", index=True)
    at: datetime
    move: str = Field(max_length=30)
    before: str = Field(default="", max_length=20)
    after: str = Field(default="", max_length=20)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    message_id: int | None = Field(default=None, foreign_key="message.id")
    note: str = ""
    document: str = ""


class HazardPicture(SQLModel, table=True):
    """A photo or video that stays with a hazard for ever."""

    __table_args__ = (db.one_of("stage", PictureStage),)

    hazard_id: int = Field(foreign_key="hazard.id", primary_key=True)
    attachment_id: int = Field(foreign_key="attachment.id", primary_key=True)
    stage: str = Field(sa_type=String, max_length=20)


class Extension(SQLModel, table=True):
    """A request for more time, and what was decided about it."""

    __table_args__ = (
        db.one_of("status", ExtensionStatus),
        Index(
            "ix_extension_pending",
            "hazard_id",
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    hazard_id: int = Field(foreign_key="hazard.id", index=True)
    status: str = Field(default=ExtensionStatus.PENDING, sa_type=String, max_length=20)
    asked_at: datetime
    person_id: int | None = Field(default=None, foreign_key="person.id")
    message_id: int | None = Field(default=None, foreign_key="message.id")
    reason: str = ""
    control: str = ""  # interim measures
    old_deadline: date | None = None
    wanted: date | None = None
    granted: date | None = None
    decided_at: datetime | None = None
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    note: str = ""


@dataclass(frozen=True)
class Draft:
    """A hazard as somebody told it, before it has a number."""

    enterprise_id: int
    source: Source
    found_at: datetime
    received_at: datetime
    item: str = ""
    place: str = ""
    level: Level = Level.GENERAL
    level_open: bool = False
    level_hint: str = ""
    responsible: str = ""
    measures: str = ""
    deadline: date | None = None
    control: str = ""
    report_id: int | None = None
    message_id: int | None = None
    person_id: int | None = None
    assigned: bool = False


def enter(session: Session, draft: Draft, now: datetime) -> Hazard:
    """Puts a hazard into the ledger under the next number of the local year; the caller writes its first event."""
    year = calendar.today(now).year
    serial = _next_serial(session, year)
    hazard = Hazard(
        **{name: getattr(draft, name) for name in draft.__dataclass_fields__},
        number=f"YH-{year}-{serial:04d}",
        year=year,
        serial=serial,
        first_deadline=draft.deadline,
    )
    session.add(hazard)
    session.flush()
    return hazard


def _next_serial(session: Session, year: int) -> int:
    """SQLite has one writer; PostgreSQL lets two in at once, and numbers have one end."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text("SELECT pg_advisory_xact_lock(731110)"))
    last = session.connection().execute(core_select(func.max(col(Hazard.serial))).where(col(Hazard.year) == year))
    return int(last.scalar() or 0) + 1


def lacking(hazard: Hazard) -> tuple[Lack, ...]:
    """What the four lists still lack, and of a major hazard the five items and what guards the place."""
    wanted = [Lack.ITEM, Lack.RESPONSIBLE, Lack.MEASURES, Lack.DEADLINE]
    wanted += [Lack.FUNDS, Lack.PLAN, Lack.CONTROL] if hazard.is_major else []
    return tuple(one for one in wanted if getattr(hazard, one.value) in ("", None))


def by_number(session: Session, number: str) -> Hazard | None:
    """The hazard of a full number."""
    return session.exec(select(Hazard).where(Hazard.number == number.upper())).first()


def of_report(session: Session, report_id: int) -> Sequence[Hazard]:
    """The hazards that a report told of, in the order of their numbers."""
    return session.exec(select(Hazard).where(Hazard.report_id == report_id).order_by(col(Hazard.id))).all()


def open_of(session: Session, enterprise_ids: Sequence[int], limit: int = 200) -> Sequence[Hazard]:
    """The hazards of some enterprises that are not closed, the oldest first."""
    found = [one for plant in set(enterprise_ids) for one in _OPEN_OF.all(session, plant=plant)]
    return sorted(found, key=lambda one: db.row_id(one.id))[:limit]


_OPEN_OF: LookupOf[Hazard] = LookupOf(
    select(Hazard).where(col(Hazard.enterprise_id) == bindparam("plant"), db.any_of(col(Hazard.status), OPEN))
)


def plant_of(session: Session, hazard: Hazard) -> Enterprise:
    """The enterprise of a hazard."""
    return session.get_one(Enterprise, hazard.enterprise_id)


def pending(session: Session, hazard: Hazard) -> Extension | None:
    """The request for more time that waits for an officer."""
    waiting = select(Extension).where(Extension.hazard_id == hazard.id, Extension.status == ExtensionStatus.PENDING)
    return session.exec(waiting.order_by(col(Extension.id).desc())).first()


def is_overdue(hazard: Hazard, today: date, *, extension_pending: bool = False) -> bool:
    """Whether the deadline has passed; while the bureau has a request for more time in hand it is not overdue."""
    late = hazard.deadline is not None and hazard.deadline < today
    return late and hazard.status in UNFIXED and not extension_pending


def events(session: Session, hazard: Hazard) -> Sequence[HazardEvent]:
    """All that happened to a hazard, the oldest first."""
    found = select(HazardEvent).where(HazardEvent.hazard_id == hazard.id)
    return session.exec(found.order_by(col(HazardEvent.id))).all()


def show(session: Session, hazard: Hazard, attachment_ids: Sequence[int], stage: PictureStage) -> None:
    """Binds pictures to a hazard for ever; those that are bound already stay as they are."""
    rows = [{"hazard_id": hazard.id, "attachment_id": one, "stage": stage.value} for one in attachment_ids]
    if rows:
        statement = db.insert(session, HazardPicture).on_conflict_do_nothing()
        session.connection().execute(statement, rows)


def pictures(session: Session, hazard: Hazard, stage: PictureStage | None = None) -> Sequence[HazardPicture]:
    """The pictures of a hazard, of one stage where one is given."""
    found = select(HazardPicture).where(HazardPicture.hazard_id == hazard.id)
    if stage is not None:
        found = found.where(HazardPicture.stage == stage)
    return session.exec(found.order_by(col(HazardPicture.attachment_id))).all()
