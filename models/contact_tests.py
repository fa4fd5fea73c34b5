"""ContactTest 联络测试: everybody who would be called is asked for a sign; who gave none is known by name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import and_, or_, update
from sqlalchemy import select as core_select
from sqlmodel import Field, Session, SQLModel, String, col, select

from models import db, incidents
from models.inbox import Message
from models.lookup import Lookup
from models.people import Binding, Enterprise, Person, Role

#: So long a sign is waited for; the digit under the message holds as long.
LASTS = timedelta(hours=2)
#: Who of the bureau is called by some ladder or rota, and who of an enterprise.
BUREAU = (Role.DUTY, Role.SUPERVISOR, Role.HEAD, Role.LEADER)
PLANT = (Role.REPORTER, Role.SAFETY, Role.PRINCIPAL)


class Road(StrEnum):
    """How somebody can be reached at all."""

    ACCOUNT = "account"  # a message goes to their account
    PHONE = "phone"  # no account: somebody has to call
    NONE = "none"  # neither


class ContactTest(SQLModel, table=True):
    """One test: begun, asked for by somebody or by the calendar, and told of two hours later."""

    id: int | None = Field(default=None, primary_key=True)
    begun_at: datetime = Field(index=True)
    asked_by: int | None = Field(default=None, foreign_key="person.id")  # None: the monthly one
    wide: bool = False  # the enterprises too
    told_at: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        """Until when a sign counts."""
        return self.begun_at + LASTS


class ContactProbe(SQLModel, table=True):
    """One person who was to be reached, and when they gave a sign."""

    __table_args__ = (db.one_of("road", Road),)

    test_id: int = Field(foreign_key="contacttest.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    road: str = Field(default=Road.ACCOUNT, sa_type=String, max_length=10)
    asked: bool = False  # a message went to their account; of several on one account the first has it
    answered_at: datetime | None = None


@dataclass(frozen=True)
class Reached:
    """Somebody of a test, as its list shows them."""

    name: str
    phone: str
    plant: str  # empty for the bureau
    road: Road
    answered: bool


_OPEN = Lookup(core_select(col(ContactTest.begun_at)).where(col(ContactTest.told_at).is_(None)))


def moments(session: Session) -> tuple[datetime, ...]:
    """When each test that is not told of begins and ends; asked at every tick."""
    return tuple(moment for one in _OPEN.values(session) for moment in (one, one + LASTS))


def begin(session: Session, moment: datetime, asked_by: int | None, *, wide: bool) -> ContactTest:
    """A test that begins at a moment."""
    test = ContactTest(begun_at=moment, asked_by=asked_by, wide=wide)
    session.add(test)
    session.flush()
    return test


def running(session: Session, now: datetime) -> ContactTest | None:
    """The test whose signs are waited for now, or that is about to begin."""
    found = select(ContactTest).where(ContactTest.begun_at > now - LASTS, col(ContactTest.told_at).is_(None))
    return session.exec(found.order_by(col(ContactTest.id).desc())).first()


def last(session: Session) -> ContactTest | None:
    """The newest test."""
    return session.exec(select(ContactTest).order_by(col(ContactTest.id).desc())).first()


def persons(session: Session, *, wide: bool, after: int = 0, limit: int | None = None) -> Sequence[Person]:
    """Whom a test asks, in the order of their rows; nobody of an enterprise in which something is happening."""
    busy = {one.enterprise_id for one in incidents.active(session) if one.enterprise_id}
    plants = select(Enterprise.id).where(col(Enterprise.active), col(Enterprise.id).not_in(busy))
    ours = col(Person.role).in_([one.value for one in BUREAU])
    theirs = and_(col(Person.role).in_([one.value for one in PLANT]), col(Person.enterprise_id).in_(plants))
    found = select(Person).where(col(Person.active), col(Person.id) > after, or_(ours, theirs) if wide else ours)
    found = found.order_by(col(Person.id))
    return session.exec(found if limit is None else found.limit(limit)).all()


def accounts(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The account that was bound last to each of some people."""
    bound = core_select(col(Binding.person_id), col(Binding.channel), col(Binding.user_id))
    rows = session.connection().execute(bound.where(col(Binding.person_id).in_(ids)).order_by(col(Binding.id)))
    return {person: (channel, user) for person, channel, user in rows}


def probe(session: Session, test: ContactTest, asked: Sequence[Person]) -> list[int]:
    """Writes down who is asked; the ids of those to whom a message goes, one for each account."""
    known = accounts(session, [db.row_id(one.id) for one in asked])
    before = _asked_already(session, test)
    first: list[int] = []
    for person in asked:
        number = db.row_id(person.id)
        account = known.get(number)
        road = Road.ACCOUNT if account else Road.PHONE if person.phone else Road.NONE
        new = account is not None and account not in before
        if account is not None and new:
            before.add(account)
            first.append(number)
        session.add(ContactProbe(test_id=db.row_id(test.id), person_id=number, road=road, asked=new))
    session.flush()
    return first


def _asked_already(session: Session, test: ContactTest) -> set[tuple[str, str]]:
    asked = select(ContactProbe.person_id).where(ContactProbe.test_id == test.id, col(ContactProbe.asked))
    return set(accounts(session, session.exec(asked).all()).values())


def answered(session: Session, test_id: int, ids: Iterable[int], now: datetime) -> bool:
    """Notes a sign of those for whom an account stands; False when the test asked none of them."""
    row = db.table(ContactProbe)
    found = session.connection().execute(
        update(row)
        .where(row.c.test_id == test_id, row.c.person_id.in_(list(ids)), row.c.answered_at.is_(None))
        .values(answered_at=now)
    )
    return bool(found.rowcount)


def close(session: Session, test: ContactTest, now: datetime) -> None:
    """Ends a test; whoever has written anything since it began could be reached too."""
    message, bound, row = db.table(Message), db.table(Binding), db.table(ContactProbe)
    wrote = (
        core_select(bound.c.person_id)
        .join(message, and_(message.c.channel == bound.c.channel, message.c.sender == bound.c.user_id))
        .where(message.c.received_at >= test.begun_at, message.c.received_at <= now)
    )
    session.connection().execute(
        update(row)
        .where(row.c.test_id == test.id, row.c.answered_at.is_(None), row.c.person_id.in_(wrote))
        .values(answered_at=now)
    )
    test.told_at = now
    session.add(test)
    session.flush()
    session.expire_all()


def outcome(session: Session, test: ContactTest) -> list[Reached]:
    """Everybody of a test; those who can least be reached first, the bureau before the enterprises."""
    rows = session.exec(
        select(ContactProbe, Person, Enterprise)
        .join(Person, col(Person.id) == col(ContactProbe.person_id))
        .outerjoin(Enterprise, col(Enterprise.id) == col(Person.enterprise_id))
        .where(ContactProbe.test_id == test.id)
        .order_by(col(Person.id))
    )
    found = [
        Reached(one.name, one.phone, plant.short if plant else "", Road(row.road), row.answered_at is not None)
        for row, one, plant in rows
    ]
    order = [Road.NONE, Road.PHONE, Road.ACCOUNT]
    return sorted(found, key=lambda one: (one.answered, bool(one.plant), order.index(one.road)))


def out_of_reach(session: Session) -> list[Person]:
    """Who of the bureau stands in rota or ladder and has no account; somebody with two rows and one account has."""
    asked = persons(session, wide=False)
    known = accounts(session, [db.row_id(one.id) for one in asked])
    named = {(one.name, one.phone) for one in asked if one.id in known}
    lost = {(one.name, one.phone): one for one in asked if one.id not in known}
    return [one for key, one in lost.items() if key not in named]
