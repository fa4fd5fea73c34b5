"""The clock's side of a test of contacts: sent page by page, told of two hours later, begun by itself where wanted."""

from datetime import datetime, timedelta

from sqlmodel import Session, select

from models import calendar, contact_tests, db, outbox, people, site
from models.contact_tests import ContactTest
from models.outbox import Letter, Priority
from models.people import Person, Role

#: So many people a transaction.
PAGE = 100


def send(session: Session, planned: datetime, now: datetime, cursor: int) -> int | None:
    """Asks the next hundred people of the test that begins at this moment."""
    test = session.exec(select(ContactTest).where(ContactTest.begun_at == planned)).first()
    if test is None or test.told_at is not None or now >= test.ends_at:
        return None
    page = contact_tests.persons(session, wide=test.wide, after=cursor, limit=PAGE)
    if not page:
        return None
    letters = [_letter(test, person) for person in contact_tests.probe(session, test, page)]
    outbox.post_all(session, letters, now)
    return db.row_id(page[-1].id)


def _letter(test: ContactTest, person_id: int) -> Letter:
    return Letter(
        key=f"contacts.probe:{test.id}:{person_id}",
        kind="contacts.probe",
        about={"test": test.id, "ordered": True},
        person_id=person_id,
        priority=Priority.DUTY,
        stale_at=test.ends_at,
    )


def tell(session: Session, planned: datetime, now: datetime) -> str:
    """Two hours later: who gave no sign, to whoever asked; of the monthly one to section heads and admins."""
    test = session.exec(select(ContactTest).where(ContactTest.begun_at == planned - contact_tests.LASTS)).first()
    if test is None or test.told_at is not None:
        return "no test ends"
    contact_tests.close(session, test, now)
    asker = session.get(Person, test.asked_by) if test.asked_by else None
    heads = [*people.with_role(session, Role.HEAD), *people.with_role(session, Role.ADMIN)]
    for person in [asker] if asker else heads:
        key = f"contacts.result:{test.id}:{person.id}"
        about = {"test": test.id, "ordered": asker is not None}
        outbox.post(session, Letter(key, "contacts.result", about, person.id), now)
    return f"test {test.id} told"


def monthly(session: Session, planned: datetime, now: datetime) -> str:
    """10:00 on the first working day of a month, where [rota] says so: everybody, enterprises too."""
    day = calendar.today(planned)
    first = calendar.next_workday(day.replace(day=1) - timedelta(days=1))
    if not site.read(session).contact_tests or day != first or contact_tests.running(session, now):
        return ""
    test = contact_tests.begin(session, now + timedelta(seconds=1), None, wide=True)
    return f"test {test.id} begins"
