"""Notices: what officers tell many enterprises, and warnings of the weather; to whom, until when, who has answered."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, bindparam, exists, func, or_, text
from sqlalchemy import select as core_select
from sqlmodel import Field, Session, SQLModel, String, col, select

from models import calendar, db
from models.lookup import LookupOf
from models.people import Enterprise
from models.questions import Plant
from models.weather import LOUD


class NoticeKind(StrEnum):
    """What is told."""

    BROADCAST = "broadcast"  # 通知: an officer's own words
    WEATHER = "weather"  # 预警: what a kind of weather means for those whom it concerns


class NoticeStatus(StrEnum):
    """How far a notice is."""

    DRAFT = "draft"  # shown to its officer, who has not had it sent
    SENT = "sent"  # on its way or said; answers are collected
    OVER = "over"  # taken back, lifted, or another one took its place
    DROPPED = "dropped"  # its officer decided not to send it


class Notice(SQLModel, table=True):
    """Something told to many enterprises, whose answers are collected."""

    __table_args__ = (
        db.one_of("kind", NoticeKind),
        db.one_of("status", NoticeStatus),
        Index(
            "ix_notice_sent",
            "posted_at",
            sqlite_where=text("status = 'sent'"),
            postgresql_where=text("status = 'sent'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(default=NoticeKind.BROADCAST, sa_type=String, max_length=20)
    status: str = Field(default=NoticeStatus.DRAFT, sa_type=String, max_length=20)
    person_id: int = Field(foreign_key="person.id")  # the officer who signs it
    message_id: int | None = Field(default=None, foreign_key="message.id")
    title: str = Field(default="", max_length=60)  # how lists call it
    text: str = ""
    whom: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    called: str = Field(default="", max_length=60)  # how the officer called them; empty: everybody
    document: str = Field(default="", max_length=120)
    at_once: bool = False  # by night and on days off too
    drafted_at: datetime
    posted_at: datetime | None = None
    wanted_until: datetime | None = None  # an answer is wanted by then
    over_at: datetime | None = None
    over_by: int | None = Field(default=None, foreign_key="person.id")
    # of the weather
    weather: str = Field(default="", max_length=20)
    colour: str = Field(default="", max_length=4)
    detail: str = Field(default="", max_length=60)  # 最高38℃
    source: str = Field(default="", max_length=60)  # 县气象台
    checks: str = Field(default="", max_length=200)
    lasts_until: datetime | None = None

    @property
    def loud(self) -> bool:
        """Whether it is told to enterprises one by one; a blue or yellow warning stands in the tip of the day."""
        return self.kind == NoticeKind.BROADCAST or self.colour in LOUD


class NoticePlant(SQLModel, table=True):
    """An enterprise that a notice was meant for when it was sent, and whether anybody there could be written to."""

    __tablename__ = "notice_plant"

    notice_id: int = Field(foreign_key="notice.id", primary_key=True)
    enterprise_id: int = Field(foreign_key="enterprise.id", primary_key=True)
    reached: bool = True


class NoticeAnswer(SQLModel, table=True):
    """What somebody of an enterprise answered: words, or pictures that stand with the message."""

    __tablename__ = "notice_answer"
    __table_args__ = (UniqueConstraint("notice_id", "enterprise_id", "message_id"),)

    id: int | None = Field(default=None, primary_key=True)
    notice_id: int = Field(foreign_key="notice.id")
    enterprise_id: int = Field(foreign_key="enterprise.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    message_id: int = Field(foreign_key="message.id", index=True)
    words: str = ""
    at: datetime


# What was sent


def enter(session: Session, notice: Notice) -> int:
    """Keeps a draft; its number."""
    session.add(notice)
    session.flush()
    return db.row_id(notice.id)


def address(session: Session, notice: Notice, plants: Sequence[int], reached: Container[int]) -> None:
    """Notes which enterprises a notice is for, and at which of them somebody can be written to."""
    rows = [{"notice_id": notice.id, "enterprise_id": plant, "reached": plant in reached} for plant in plants]
    if rows:
        statement = db.insert(session, NoticePlant).on_conflict_do_nothing(
            index_elements=["notice_id", "enterprise_id"]
        )
        session.connection().execute(statement, rows)


def addressed(session: Session, notice_id: int, after: int = 0, limit: int | None = None) -> list[int]:
    """The enterprises that a notice is for, behind one of them, by their rows."""
    plant = db.table(NoticePlant)
    asked = core_select(plant.c.enterprise_id).where(plant.c.notice_id == notice_id, plant.c.enterprise_id > after)
    return list(session.connection().execute(asked.order_by(plant.c.enterprise_id).limit(limit)).scalars())


def of_these(session: Session, notice_id: int, plants: Sequence[int]) -> list[int]:
    """Those of some enterprises that a notice is for."""
    plant = db.table(NoticePlant)
    asked = core_select(plant.c.enterprise_id).where(
        plant.c.notice_id == notice_id, plant.c.enterprise_id.in_(list(plants))
    )
    return sorted(session.connection().execute(asked).scalars())


@dataclass(frozen=True)
class Standing:
    """How many a notice is for, how many of them have answered, and who has not: major hazard sources first."""

    owed: int
    answered: int
    silent: Sequence[Plant]


def standing(session: Session, notice: Notice) -> Standing:
    """Who has answered and who has not."""
    plant, of_notice = db.table(Enterprise), db.table(NoticePlant)
    asked = (
        core_select(plant.c.id, plant.c.shorts, plant.c.name, plant.c.major, _has_answered().label("answered"))
        .join(of_notice, of_notice.c.enterprise_id == plant.c.id)
        .where(of_notice.c.notice_id == notice.id)
        .order_by(plant.c.major.desc(), plant.c.id)
    )
    rows = session.connection().execute(asked).all()
    silent = [
        Plant(row.id, row.shorts.split("、")[0] or row.name, row.name, bool(row.major))
        for row in rows
        if not row.answered
    ]
    return Standing(len(rows), len(rows) - len(silent), silent)


def _has_answered() -> Any:
    of_notice, answer = db.table(NoticePlant), db.table(NoticeAnswer)
    return exists().where(
        answer.c.notice_id == of_notice.c.notice_id, answer.c.enterprise_id == of_notice.c.enterprise_id
    )


def unreachable(session: Session, notice: Notice) -> list[Plant]:
    """Those who have not answered and to whom nobody could write."""
    of_notice = db.table(NoticePlant)
    asked = core_select(of_notice.c.enterprise_id).where(
        of_notice.c.notice_id == notice.id, of_notice.c.reached.is_(False)
    )
    found = set(session.connection().execute(asked).scalars())
    return [plant for plant in standing(session, notice).silent if plant.id in found]


def answer(session: Session, given: NoticeAnswer) -> bool:
    """Keeps an answer; True when it is the first of its enterprise."""
    before = answered_at(session, given.notice_id, [given.enterprise_id])
    statement = db.insert(session, NoticeAnswer).on_conflict_do_nothing(
        index_elements=["notice_id", "enterprise_id", "message_id"]
    )
    session.connection().execute(statement, given.model_dump(exclude={"id"}))
    return before is None


def answered_at(session: Session, notice_id: int, plants: Sequence[int]) -> datetime | None:
    """When some enterprises last answered."""
    found = core_select(func.max(col(NoticeAnswer.at))).where(
        col(NoticeAnswer.notice_id) == notice_id, col(NoticeAnswer.enterprise_id).in_(list(plants))
    )
    at: datetime | None = session.connection().execute(found).scalar()
    return at


def silent_of(session: Session, notice_id: int, plants: Sequence[int]) -> list[int]:
    """Those of some enterprises that have not answered."""
    answers = core_select(col(NoticeAnswer.enterprise_id)).where(col(NoticeAnswer.notice_id) == notice_id)
    heard = set(
        session.connection().execute(answers.where(col(NoticeAnswer.enterprise_id).in_(list(plants)))).scalars()
    )
    return [one for one in plants if one not in heard]


def answers(session: Session, notice: Notice, limit: int) -> list[tuple[NoticeAnswer, Enterprise]]:
    """What was answered, the oldest first."""
    found = session.exec(
        select(NoticeAnswer, Enterprise)
        .join(Enterprise, col(Enterprise.id) == col(NoticeAnswer.enterprise_id))
        .where(NoticeAnswer.notice_id == notice.id)
        .order_by(col(NoticeAnswer.id))
        .limit(limit)
    )
    return [(row[0], row[1]) for row in found]


# Which one is meant

#: What nobody has asked about for so long is forgotten by short words.
RECENT = timedelta(days=14)


def sent(session: Session, since: datetime) -> Sequence[Notice]:
    """The notices that were sent since a moment and still stand, the newest first."""
    return _SENT_SINCE.all(session, since=since)


def _sent() -> Any:
    return db.any_of(col(Notice.status), (NoticeStatus.SENT,))


_SENT_SINCE: LookupOf[Notice] = LookupOf(
    select(Notice)
    .where(_sent(), col(Notice.posted_at) > bindparam("since"))
    .order_by(col(Notice.posted_at).desc(), col(Notice.id).desc())
)


def weather_on(session: Session, day: date) -> Sequence[Notice]:
    """The warnings that stand on a day, the newest first: ``weather`` names the kind, ``colour`` how grave it is."""
    begins, ends = calendar.midnight(day), calendar.midnight(day + timedelta(days=1))
    found = select(Notice).where(
        Notice.kind == NoticeKind.WEATHER,
        col(Notice.posted_at) < ends,
        col(Notice.lasts_until) > begins,
        or_(_sent(), col(Notice.over_at) > begins),
    )
    return session.exec(found.order_by(col(Notice.posted_at).desc(), col(Notice.id).desc())).all()


def warning(session: Session, weather: str, now: datetime) -> Notice | None:
    """The warning of a kind of weather that stands now."""
    found = select(Notice).where(
        _sent(), Notice.kind == NoticeKind.WEATHER, Notice.weather == weather, col(Notice.lasts_until) > now
    )
    return session.exec(found.order_by(col(Notice.posted_at).desc())).first()
