"""Incidents and anomalies: what was said about them by whom, who was called, who has one in hand, how it ended."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, bindparam, or_, text, update
from sqlmodel import Field, Session, SQLModel, String, col, select

from models import db
from models.lookup import LookupOf


class IncidentKind(StrEnum):
    """How urgent it is."""

    INCIDENT = "incident"  # 突发: goes before everything else, calls until somebody has it in hand
    ANOMALY = "anomaly"  # 异常: a power cut, a false alarm of a device; noted and told once


class IncidentStatus(StrEnum):
    """How far an incident is."""

    OPEN = "open"  # 待接手: nobody has it in hand, the ladder calls
    TAKEN = "taken"  # 处置中: an officer has it in hand
    NOTED = "noted"  # an anomaly that nobody has closed: listed, and nobody is called
    CLOSED = "closed"  # 终结: an officer's final report, or an anomaly that is over
    FALSE_ALARM = "false_alarm"  # 误报: an officer found that nothing had happened


class Stage(StrEnum):
    """What was said about an incident."""

    INITIAL = "initial"  # 首报
    FOLLOW_UP = "follow_up"  # 续报
    FINAL = "final"  # 终报
    FALSE_ALARM = "false_alarm"  # 误报, or the words are taken back: said by the scene, an officer decides


#: Somebody still has to do something.
ACTIVE = (IncidentStatus.OPEN, IncidentStatus.TAKEN)
#: A word of danger so long after the last word about a taken incident is a new one, with calls of its own.
NEW_AFTER = timedelta(hours=2)
#: What the scene sends so long after the end still belongs to it: a written final report comes late.
REMEMBERED = timedelta(days=1)
#: What it sends about the casualties belongs to it as long as they are watched at most.
WATCHED = timedelta(days=30)


class Incident(SQLModel, table=True):
    """Something that happened, or that somebody says has happened."""

    __table_args__ = (
        db.one_of("kind", IncidentKind),
        db.one_of("status", IncidentStatus),
        Index(
            "ix_incident_active",
            "id",
            sqlite_where=text("status IN ('open', 'taken')"),
            postgresql_where=text("status IN ('open', 'taken')"),
        ),
        Index("ix_incident_sender", "channel", "sender", "opened_at"),
        Index("ix_incident_enterprise", "enterprise_id", "opened_at"),
        Index("ix_incident_closed", "closed_at"),
        Index(
            "ix_incident_noted",
            "id",
            sqlite_where=text("status = 'noted'"),
            postgresql_where=text("status = 'noted'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(default=IncidentKind.INCIDENT, sa_type=String, max_length=20)
    status: str = Field(default=IncidentStatus.OPEN, sa_type=String, max_length=20)
    enterprise_id: int | None = Field(default=None, foreign_key="enterprise.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")  # who told it first
    channel: str = Field(max_length=40)
    sender: str = Field(max_length=128)
    chat: str = Field(default="", max_length=128)
    message_id: int = Field(foreign_key="message.id")
    opened_at: datetime  # when the bot understood it: the ladder counts from here
    event_type: str = Field(default="", max_length=40)
    place: str = Field(default="", max_length=80)
    injured: int | None = None
    dead: int | None = None
    counted_by_officer: bool = False  # an officer has said how many are hurt or dead
    material: str = Field(default="", max_length=80)
    measures: str = Field(default="", max_length=200)  # what was done about it, as last told
    level: str = Field(default="", max_length=20)  # 一般, 较大 …, as an officer says
    cause: str = Field(default="", max_length=200)
    taken_at: datetime | None = None
    taken_by: int | None = Field(default=None, foreign_key="person.id")
    closed_at: datetime | None = None
    closed_by: int | None = Field(default=None, foreign_key="person.id")

    @property
    def active(self) -> bool:
        """Whether somebody still has to do something."""
        return self.status in ACTIVE


class IncidentEntry(SQLModel, table=True):
    """One thing that was said about an incident; the words stay in the message."""

    __table_args__ = (UniqueConstraint("incident_id", "message_id", "stage"), db.one_of("stage", Stage))

    id: int | None = Field(default=None, primary_key=True)
    incident_id: int = Field(foreign_key="incident.id")
    at: datetime
    stage: str = Field(default=Stage.FOLLOW_UP, sa_type=String, max_length=20)
    message_id: int = Field(foreign_key="message.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    actor: str = Field(default="", max_length=60)  # as the audit chain names them
    officer: bool = False  # said by the bureau, not by the scene
    recalled: bool = False  # the message was taken back on the platform


class IncidentCall(SQLModel, table=True):
    """Somebody was called about an incident, so many minutes after it was opened."""

    __table_args__ = (UniqueConstraint("incident_id", "person_id", "minutes"),)

    id: int | None = Field(default=None, primary_key=True)
    incident_id: int = Field(foreign_key="incident.id")
    person_id: int = Field(foreign_key="person.id")
    minutes: int
    called_at: datetime


def active(session: Session) -> Sequence[Incident]:
    """The incidents that somebody still has to do something about, the oldest first; asked at every message."""
    return _ACTIVE.all(session)


_ACTIVE: LookupOf[Incident] = LookupOf(
    select(Incident).where(db.any_of(col(Incident.status), ACTIVE)).order_by(col(Incident.id))
)


def untaken(session: Session) -> list[Incident]:
    """The incidents that nobody has in hand."""
    return [one for one in active(session) if one.status == IncidentStatus.OPEN]


def in_hand(session: Session, persons: Sequence[int | None]) -> list[Incident]:
    """The incidents that somebody has in hand."""
    return [one for one in active(session) if one.taken_by in persons and one.status == IncidentStatus.TAKEN]


def at(session: Session, enterprise_id: int, since: datetime) -> bool:
    """Whether an incident is open at an enterprise that began since a moment."""
    return any(one.enterprise_id == enterprise_id and one.opened_at > since for one in active(session))


def active_of(
    session: Session, channel: str, sender: str, plants: Sequence[int], named: int | None = None
) -> Incident | None:
    """The newest active incident that an account told of, or of its enterprises; only of one where one is named."""
    found = [
        one
        for one in active(session)
        if ((one.channel, one.sender) == (channel, sender) or one.enterprise_id in plants)
        and (named is None or one.enterprise_id in (None, named))
    ]
    return found[-1] if found else None


def ended_lately(
    session: Session,
    channel: str,
    sender: str,
    plants: Sequence[int],
    now: datetime,
    within: timedelta = REMEMBERED,
) -> Incident | None:
    """The incident of an account or of some enterprises that ended last, while the scene may still write about it."""
    ended = select(Incident).where(
        Incident.kind == IncidentKind.INCIDENT,
        or_(
            (col(Incident.channel) == channel) & (col(Incident.sender) == sender),
            col(Incident.enterprise_id).in_(list(plants)),
        ),
        col(Incident.closed_at) > now - within,
    )
    return session.exec(ended.order_by(col(Incident.closed_at).desc())).first()


def like_anomaly(session: Session, told: Incident) -> Incident | None:
    """The same anomaly of the same account, told shortly before."""
    before = select(Incident).where(
        Incident.kind == IncidentKind.ANOMALY,
        Incident.channel == told.channel,
        Incident.sender == told.sender,
        Incident.event_type == told.event_type,
        Incident.opened_at > told.opened_at - NEW_AFTER,
    )
    return session.exec(before.order_by(col(Incident.opened_at).desc())).first()


def anomalies(session: Session) -> Sequence[Incident]:
    """The anomalies that nobody has closed, the oldest first."""
    noted = select(Incident).where(text("incident.status = 'noted'"))
    return session.exec(noted.order_by(col(Incident.id))).all()


def end_anomaly(session: Session, incident_id: int, person_id: int | None, now: datetime) -> bool:
    """Closes an anomaly; False when somebody has closed it already."""
    noted = (IncidentStatus.NOTED,)
    return _change(session, incident_id, noted, status=IncidentStatus.CLOSED, closed_at=now, closed_by=person_id)


def add(session: Session, told: Incident) -> int:
    """Stores an incident; its number."""
    session.add(told)
    session.flush()
    return db.row_id(told.id)


def add_entry(session: Session, entry: IncidentEntry) -> IncidentEntry | None:
    """Adds what was said; None when this message has said it already."""
    same = select(IncidentEntry).where(
        IncidentEntry.incident_id == entry.incident_id,
        IncidentEntry.message_id == entry.message_id,
        IncidentEntry.stage == entry.stage,
    )
    if session.exec(same).first() is not None:
        return None
    session.add(entry)
    session.flush()
    return entry


def entries(session: Session, incident_id: int, after: int = 0) -> Sequence[IncidentEntry]:
    """What was said about an incident, in its order, behind an entry."""
    said = select(IncidentEntry).where(IncidentEntry.incident_id == incident_id, col(IncidentEntry.id) > after)
    return session.exec(said.order_by(col(IncidentEntry.id))).all()


def of_message(session: Session, message_id: int) -> IncidentEntry | None:
    """What a message said about an incident."""
    said = select(IncidentEntry).where(IncidentEntry.message_id == message_id)
    return session.exec(said.order_by(col(IncidentEntry.id).desc())).first()


def last_word(session: Session, incident: Incident) -> datetime:
    """When something was last said about an incident."""
    said = entries(session, db.row_id(incident.id))
    return said[-1].at if said else incident.opened_at


def learn(session: Session, incident: Incident, event_type: str, place: str, injured: int | None, cause: str) -> None:
    """Fills in what later words tell; how many are hurt is always the latest figure."""
    incident.event_type = incident.event_type or event_type[:40]
    incident.place = incident.place or place[:80]
    incident.cause = cause[:200] or incident.cause
    incident.injured = incident.injured if injured is None else injured
    session.add(incident)
    session.flush()


def learn_facts(
    session: Session,
    incident: Incident,
    counted: tuple[int | None, int | None],
    told: tuple[str, str, str],
    *,
    officer: bool,
) -> None:
    """Fills in what words tell: hurt and dead as last counted; substance, measures and level as last named."""
    if counted != (None, None):
        incident.injured = incident.injured if counted[0] is None else counted[0]
        incident.dead = incident.dead if counted[1] is None else counted[1]
        incident.counted_by_officer = officer
    material, measures, level = told
    incident.material = material[:80] or incident.material
    incident.measures = measures[:200] or incident.measures
    incident.level = level or incident.level
    session.add(incident)
    session.flush()


def closed_since(session: Session, since: datetime) -> Sequence[Incident]:
    """The incidents that have ended since a moment and were real, the newest first."""
    return _CLOSED_SINCE.all(session, since=since)


_CLOSED_SINCE: LookupOf[Incident] = LookupOf(
    select(Incident)
    .where(
        col(Incident.kind) == IncidentKind.INCIDENT,
        col(Incident.status) == IncidentStatus.CLOSED,
        col(Incident.closed_at) > bindparam("since"),
    )
    .order_by(col(Incident.opened_at).desc())
)


def take_over(session: Session, incident_id: int, person_id: int, now: datetime) -> bool:
    """Puts an incident into somebody's hand; False when somebody else was first, or it has ended."""
    return _change(
        session, incident_id, (IncidentStatus.OPEN,), status=IncidentStatus.TAKEN, taken_at=now, taken_by=person_id
    )


def close(session: Session, incident_id: int, person_id: int, now: datetime, status: IncidentStatus) -> bool:
    """Ends an incident; False when it has ended already."""
    return _change(session, incident_id, ACTIVE, status=status, closed_at=now, closed_by=person_id)


def _change(session: Session, incident_id: int, before: Sequence[IncidentStatus], **values: object) -> bool:
    session.flush()  # what is still unwritten may not come back over the guarded change
    changed = session.connection().execute(
        update(db.table(Incident))
        .where(col(Incident.id) == incident_id, col(Incident.status).in_([one.value for one in before]))
        .values(**values)
    )
    stored = session.get(Incident, incident_id)
    if stored is not None:
        session.refresh(stored)
    return bool(changed.rowcount)


def called(session: Session, incident_id: int) -> Sequence[IncidentCall]:
    """Who was called about an incident, in order."""
    calls = select(IncidentCall).where(IncidentCall.incident_id == incident_id)
    return session.exec(calls.order_by(col(IncidentCall.id))).all()
