"""The upward clock: who must tell whom of an incident within what time, by which document, and what was told."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Field, Session, SQLModel, String, col, select

from models import db
from models.incidents import Incident, IncidentStatus

#: Who reports, as the rows name them; what others owe stands in the table, and nobody is reminded of it here.
COUNTY, ENTERPRISE = "县", "企业"
#: Whoever is above, where a document names no office.
ABOVE = "上级"


class Manner(StrEnum):
    """How it is to be told."""

    ANY = ""
    PHONE = "phone"  # 电话
    WRITTEN = "written"  # 书面


class UpwardClock(SQLModel, table=True):
    """Within how long an incident is to be reported, by whom to whom, and where that is written."""

    __table_args__ = (db.one_of("manner", Manner),)

    key: str = Field(primary_key=True, max_length=160)
    sender: str = Field(max_length=40)
    receiver: str = Field(max_length=40)
    manner: str = Field(default=Manner.ANY, sa_type=String, max_length=20)
    kind: str = Field(default="", max_length=40)  # 火灾; empty: of every kind
    level: str = Field(default="", max_length=20)  # 较大; empty: of every level
    minutes: int | None = None  # from the first word on
    days: int | None = None  # so long every change of casualties is reported again
    document: str = Field(default="", max_length=120)
    article: str = Field(default="", max_length=40)
    own: bool = False  # entered by the county


class UpwardReport(SQLModel, table=True):
    """An officer's word that an incident was reported upward, or that it need not be."""

    __table_args__ = (db.one_of("manner", Manner),)

    id: int | None = Field(default=None, primary_key=True)
    incident_id: int = Field(foreign_key="incident.id", index=True)
    at: datetime  # when it was told, as the officer says
    manner: str = Field(default=Manner.ANY, sa_type=String, max_length=20)
    receiver: str = Field(default="", max_length=60)
    taker: str = Field(default="", max_length=60)  # who took it there
    waived: bool = False  # it need not be reported
    person_id: int = Field(foreign_key="person.id")
    message_id: int = Field(foreign_key="message.id")
    noted_at: datetime


@dataclass(frozen=True)
class Clock:
    """A row of the table, as it is shipped or entered."""

    sender: str
    receiver: str
    manner: Manner = Manner.ANY
    kind: str = ""
    level: str = ""
    minutes: int | None = None
    days: int | None = None
    document: str = ""
    article: str = ""

    @property
    def key(self) -> str:
        """What makes it the same row at the next start, whatever its minutes are by then."""
        until = "days" if self.days else "minutes"
        return f"{self.sender}>{self.receiver}:{self.manner.value}:{self.kind}:{self.level}:{until}"


_ORDER_493 = "国务院令第493号"
#: What holds everywhere; the minutes of a county for telephone and paper are entered, never invented.
SHIPPED: Sequence[Clock] = (
    Clock(ENTERPRISE, COUNTY, minutes=60, document=_ORDER_493, article="第九条"),
    Clock(COUNTY, ABOVE, minutes=120, document=_ORDER_493, article="第十一条"),
    Clock(COUNTY, ABOVE, days=30, document=_ORDER_493, article="第十三条"),
    Clock(COUNTY, ABOVE, kind="火灾", days=7, document=_ORDER_493, article="第十三条"),
    Clock(COUNTY, ABOVE, kind="交通事故", days=7, document=_ORDER_493, article="第十三条"),
)


def written(own: Iterable[Clock]) -> str:
    """Clocks as a line that a setting holds."""
    return json.dumps([asdict(one) for one in own], ensure_ascii=False)


def read(line: str) -> list[Clock]:
    """The clocks of such a line; none of an empty one."""
    return [Clock(**{**one, "manner": Manner(one["manner"])}) for one in json.loads(line or "[]")]


def sync(session: Session, own: Iterable[Clock]) -> None:
    """Writes the table: what is shipped, and over it what the county has entered."""
    wanted = {one.key: (one, False) for one in SHIPPED} | {one.key: (one, True) for one in own}
    for row in session.exec(select(UpwardClock)).all():
        if row.key not in wanted:
            session.delete(row)
    for key, (one, entered) in wanted.items():
        session.merge(UpwardClock(key=key, own=entered, **{**vars(one), "manner": one.manner.value}))
    session.flush()


def clocks(session: Session) -> Sequence[UpwardClock]:
    """The whole table: what enterprises owe first, then the shortest."""
    found = session.exec(select(UpwardClock)).all()
    return sorted(found, key=lambda one: (one.sender == COUNTY, one.days or 0, one.minutes or 0, one.receiver))


def _concerns(clock: UpwardClock, incident: Incident) -> bool:
    return clock.kind in ("", incident.event_type) and clock.level in ("", incident.level)


def owed(session: Session, incident: Incident) -> list[UpwardClock]:
    """What the county has to report of an incident within minutes, the shortest first."""
    return [one for one in clocks(session) if one.sender == COUNTY and one.minutes and _concerns(one, incident)]


def limit(clock: UpwardClock, incident: Incident) -> datetime:
    """Until when it is to be reported."""
    return incident.opened_at + timedelta(minutes=clock.minutes or 0)


def by_phone(session: Session, incident: Incident) -> datetime | None:
    """The end of the county's own minutes for a report by telephone; None where it has set none."""
    own = [one for one in owed(session, incident) if one.own and one.manner == Manner.PHONE]
    return limit(own[0], incident) if own else None


def reports(session: Session, incident_id: int) -> Sequence[UpwardReport]:
    """What was reported of an incident, in order."""
    told = select(UpwardReport).where(UpwardReport.incident_id == incident_id)
    return session.exec(told.order_by(col(UpwardReport.id))).all()


def left(session: Session, incident: Incident) -> list[UpwardClock]:
    """What the county still has to report of an incident; nothing of what was none."""
    if incident.status == IncidentStatus.FALSE_ALARM:
        return []
    due = owed(session, incident)
    told = reports(session, db.row_id(incident.id)) if due else ()
    named = {one.receiver for one in due} - {ABOVE}
    return [clock for clock in due if not any(_meets(one, clock, named) for one in told)]


def _meets(report: UpwardReport, clock: UpwardClock, named: set[str]) -> bool:
    """Whether a report is what a clock waits for: of its manner, and to its office where it names one of them."""
    if report.waived:
        return True
    to = [one for one in named if one in report.receiver]
    right_office = not to or clock.receiver == ABOVE or clock.receiver in to
    return right_office and clock.manner in (Manner.ANY, report.manner)


def watched_until(session: Session, incident: Incident) -> datetime:
    """How long a change of casualties is reported again, counted from the day of the incident."""
    fitting = [one for one in clocks(session) if one.days and _concerns(one, incident)]
    own = [one for one in fitting if one.kind or one.level] or fitting
    return incident.opened_at + timedelta(days=min((one.days or 0 for one in own), default=0))
