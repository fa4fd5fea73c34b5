"""Reports: what was sent in, with its evidence. A burst of one person in one chat is one report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, bindparam, func, text
from sqlalchemy import select as core_select
from sqlmodel import Field, Session, SQLModel, String, col, select

from models import db
from models.attachments import Attachment
from models.inbox import Message
from models.lookup import Lookup, LookupOf, Rows

#: Pieces of one person in one chat belong together when they lie this close (docs/WORDING.md 1).
BURST = timedelta(minutes=10)
#: So long the words of their sender change or take back what was sent (docs/DECISIONS.md).
UNDO = timedelta(days=1)
RECEIPT_AFTER = timedelta(seconds=20)
RECEIPT_AT_MOST = timedelta(seconds=90)
#: Who posted last within so many nights holds the duty phone (docs/DECISIONS.md, Who).
PHONE_NIGHTS = 14


class ReportKind(StrEnum):
    """What a report turned out to be."""

    PATROL = "patrol"  # 夜巡
    EARLY = "early"  # 班前巡查: before the window opened
    ZERO = "zero"  # 零报告: stated without a round
    EVIDENCE = "evidence"  # pictures that wait for a word
    OWED = "owed"  # something else that is sent by day: a form, special work, a drill
    REMARK = "remark"  # words of an enterprise that belong to no due yet: kept for the ledger


class Result(StrEnum):
    """What a patrol says it found."""

    NORMAL = "normal"  # said to be in order
    HAZARD = "hazard"  # something was found
    HEDGED = "hedged"  # "大体可以": neither yes nor no, to be asked


class Report(SQLModel, table=True):
    """What one person sent in within one burst, as far as it is known now."""

    __table_args__ = (
        db.one_of("kind", ReportKind),
        Index("ix_report_sender", "channel", "sender", "chat", "first_at"),
        Index("ix_report_enterprise", "enterprise_id", "first_at"),
        Index("ix_report_person", "person_id", "first_at"),
        Index(
            "ix_report_proxy",
            "proxy_by",
            sqlite_where=text("proxy_by IS NOT NULL"),
            postgresql_where=text("proxy_by IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(default=ReportKind.EVIDENCE, sa_type=String, max_length=20)
    enterprise_id: int | None = Field(default=None, foreign_key="enterprise.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    channel: str = Field(max_length=40)
    chat: str = Field(default="", max_length=128)
    sender: str = Field(max_length=128)
    first_at: datetime  # counted time of the earliest piece
    last_at: datetime
    first_received: datetime
    last_received: datetime
    counted_at: datetime | None = None  # the moment that decided about the due
    night: date | None = None
    status: str = Field(default="", max_length=20)  # what it made of the due when it was booked
    result: str = Field(default="", max_length=20)
    hazard_count: int | None = None
    declared: int | None = None  # how many hazards were said, where another number was listed
    again: str = ""  # numbers of hazards that stood in the ledger already, with 、
    places: str = ""  # with 、
    owed: str = Field(default="", max_length=200)  # what it told of besides rounds and hazards: names with 、
    videos: int = 0
    photos: int = 0
    voices: int = 0
    files: int = 0
    receipts: int = 0
    receipted: str = ""  # the meaning that the last receipt told
    withdrawn_at: datetime | None = None
    proxy_by: int | None = Field(default=None, foreign_key="person.id")  # the officer who entered it (代录)
    proxy_name: str = Field(default="", max_length=40)  # who phoned


class ReportPiece(SQLModel, table=True):
    """A message of a report, and what its words said: one message may say several things."""

    __table_args__ = (UniqueConstraint("message_id"),)

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id", index=True)
    message_id: int = Field(foreign_key="message.id")
    counted_at: datetime
    acts: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)


@dataclass(frozen=True)
class Evidence:
    """How many files of each kind a report has."""

    videos: int = 0
    photos: int = 0
    voices: int = 0
    files: int = 0

    @property
    def any(self) -> bool:
        """Whether there is something to look at or listen to."""
        return bool(self.videos or self.photos or self.voices or self.files)


_NEAR: LookupOf[Report] = LookupOf(
    select(Report)
    .where(
        col(Report.channel) == bindparam("channel"),
        col(Report.sender) == bindparam("sender"),
        col(Report.chat) == bindparam("chat"),
        col(Report.withdrawn_at).is_(None),
        col(Report.first_at) >= bindparam("after"),
        col(Report.last_at) <= bindparam("before"),
    )
    .order_by(col(Report.first_at).desc())
)


def burst_of(session: Session, message: Message, counted: datetime) -> Report | None:
    """The report that a message belongs to: the same person and chat, within ten minutes of its other pieces."""
    place = {"channel": message.channel, "sender": message.sender, "chat": message.chat}
    return _NEAR.first(session, after=counted - BURST, before=counted + BURST, **place)


_REPORTS = Rows(Report)
_OWN = Rows(ReportPiece)


def open_burst(session: Session, message: Message, counted: datetime, **columns: Any) -> Report:
    """A new report that begins with a message; columns say what is known of it besides."""
    return _REPORTS.add(
        session,
        **columns,
        channel=message.channel,
        chat=message.chat,
        sender=message.sender,
        first_at=counted,
        last_at=counted,
        first_received=message.received_at,
        last_received=message.received_at,
    )


_PIECE: LookupOf[ReportPiece] = LookupOf(select(ReportPiece).where(col(ReportPiece.message_id) == bindparam("message")))


def add_piece(session: Session, report: Report, message: Message, counted: datetime, act: dict[str, Any]) -> None:
    """Adds a message to a report, or one more thing that this message says."""
    number, said = db.row_id(message.id), [act] if act else []
    piece = _PIECE.first(session, message=number)
    if piece is None:
        _OWN.add(session, report_id=db.row_id(report.id), message_id=number, counted_at=counted, acts=said)
    else:
        _OWN.change(session, piece, acts=[*piece.acts, *said])
    change(
        session,
        report,
        first_at=min(report.first_at, counted),
        last_at=max(report.last_at, counted),
        last_received=max(report.last_received, message.received_at),
    )


def change(session: Session, report: Report, **columns: Any) -> bool:
    """Writes what became of a report; nothing where it stands so already."""
    return _REPORTS.change(session, report, **columns)


_PIECES: LookupOf[ReportPiece] = LookupOf(
    select(ReportPiece)
    .where(col(ReportPiece.report_id) == bindparam("report"))
    .order_by(col(ReportPiece.counted_at), col(ReportPiece.message_id))
)


def pieces(session: Session, report_id: int) -> Sequence[ReportPiece]:
    """The pieces of a report in the order in which they were sent."""
    return _PIECES.all(session, report=report_id)


_EVIDENCE = Lookup(
    core_select(col(Attachment.kind), func.count())
    .join(ReportPiece, col(ReportPiece.message_id) == col(Attachment.message_id))
    .where(col(ReportPiece.report_id) == bindparam("report"), col(Attachment.status) != "lost")
    .group_by(col(Attachment.kind))
)


def evidence(session: Session, report_id: int) -> Evidence:
    """The files of a report by kind; those that were lost do not count."""
    counts = {kind: int(count) for kind, count in _EVIDENCE.rows(session, report=report_id)}
    return Evidence(
        videos=counts.get("video", 0),
        photos=counts.get("image", 0),
        voices=counts.get("voice", 0),
        files=counts.get("file", 0),
    )


def get(session: Session, report_id: int) -> Report | None:
    """The report of a number."""
    return _REPORTS.get(session, report_id)


_OF_MESSAGE: LookupOf[Report] = LookupOf(
    select(Report)
    .join(ReportPiece, col(ReportPiece.report_id) == col(Report.id))
    .where(col(ReportPiece.message_id) == bindparam("message"))
)


def of_message(session: Session, message_id: int) -> Report | None:
    """The report that a message is a piece of."""
    return _OF_MESSAGE.first(session, message=message_id)


def last_of_person(session: Session, persons: Sequence[int], since: datetime) -> Report | None:
    """The newest report of somebody that still stands."""
    return session.exec(
        select(Report)
        .where(
            col(Report.person_id).in_(list(persons)),
            col(Report.withdrawn_at).is_(None),
            Report.last_at >= since,
        )
        .order_by(col(Report.last_at).desc())
    ).first()


def last_entered(session: Session, officers: Sequence[int], since: datetime) -> Report | None:
    """The newest proxy entry of an officer that still stands."""
    return session.exec(
        select(Report)
        .where(
            col(Report.proxy_by).in_(list(officers)), col(Report.withdrawn_at).is_(None), Report.last_received >= since
        )
        .order_by(col(Report.last_received).desc())
    ).first()


_HOLDER = Lookup(
    core_select(col(Report.person_id))
    .where(
        col(Report.enterprise_id) == bindparam("plant"),
        col(Report.first_at) > bindparam("since"),
        col(Report.person_id).is_not(None),
    )
    .order_by(col(Report.first_at).desc())
    .limit(1)
)


def duty_phone(session: Session, enterprise_id: int, now: datetime) -> int | None:
    """The person who posted last for an enterprise within fourteen nights."""
    holder: int | None = _HOLDER.value(session, plant=enterprise_id, since=now - timedelta(days=PHONE_NIGHTS))
    return holder


def of_night(session: Session, enterprise_id: int, night: date) -> Sequence[Report]:
    """The patrols of an enterprise for a night that still stand, the earliest first."""
    return session.exec(
        select(Report)
        .where(
            Report.enterprise_id == enterprise_id,
            Report.night == night,
            Report.kind == ReportKind.PATROL,
            col(Report.withdrawn_at).is_(None),
        )
        .order_by(col(Report.first_at))
    ).all()


def between(session: Session, enterprise_id: int, start: datetime, end: datetime) -> Sequence[Report]:
    """The reports of an enterprise that began within a time and still stand, the earliest first."""
    return session.exec(
        select(Report)
        .where(
            Report.enterprise_id == enterprise_id,
            Report.first_at >= start,
            Report.first_at < end,
            col(Report.withdrawn_at).is_(None),
        )
        .order_by(col(Report.first_at))
    ).all()
