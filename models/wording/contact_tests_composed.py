"""From a test of contacts to its words, at the moment when they are said."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlmodel import Session

from models import contact_tests
from models.contact_tests import ContactTest
from models.outbox import Outgoing
from models.wording import contact_tests as words
from models.wording.composed import Composed, Pointless, Said


def _probe(session: Session, letter: Outgoing, now: datetime) -> Composed:
    test = session.get_one(ContactTest, letter.about["test"])
    if now >= test.ends_at:
        return Pointless("the test is over")
    return Said(words.probe(test.ends_at), {"1": {"act": "AnswerContact", "test": test.id}})


def _result(session: Session, letter: Outgoing, now: datetime) -> Composed:
    return told(session, session.get_one(ContactTest, letter.about["test"]))


def told(session: Session, test: ContactTest) -> Said:
    """How a test went, with the digit for the whole list where there is more."""
    found = contact_tests.outcome(session, test)
    missing = sum(not one.answered for one in found)
    choices = {"1": {"act": "ShowSilentContacts", "test": test.id}} if missing > words.FEW else {}
    return Said(words.result(test.begun_at, found), choices)


#: The letters of a test and how their words are found.
KINDS_OF_CONTACT_TESTS: Mapping[str, Callable[[Session, Outgoing, datetime], Composed]] = {
    "contacts.probe": _probe,
    "contacts.result": _result,
}
