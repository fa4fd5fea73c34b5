"""联络测试: asked for in words, confirmed with a digit, answered with a digit, told of two hours later."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from handlers.acts import Act, AskContacts, CheckContacts
from handlers.turn import Turn
from models import audit, calendar, contact_tests, db
from models.contact_tests import ContactTest
from models.errors import Said
from models.people import Right
from models.wording import contact_tests as words
from models.wording.contact_tests_composed import told


@dataclass(frozen=True)
class BeginContacts(Act):
    """A test of contacts shall begin, with the enterprises or without."""

    wide: bool = False


@dataclass(frozen=True)
class AnswerContact(Act):
    """The sign of somebody whom a test asked."""

    intent: ClassVar[str] = "ack"
    test: int


@dataclass(frozen=True)
class ShowSilentContacts(Act):
    """Everybody whom a test did not reach, with the numbers to call."""

    test: int


def check(turn: Turn, act: CheckContacts) -> None:
    """Says first how many people would hear of it."""
    _may(turn)
    everybody = contact_tests.persons(turn.session, wide=True)
    known = contact_tests.accounts(turn.session, [db.row_id(one.id) for one in everybody])
    there = [one for one in everybody if one.id in known]
    bureau = sum(one.is_officer for one in there)
    choices = {"1": {"act": "BeginContacts", "wide": False}, "2": {"act": "BeginContacts", "wide": True}}
    turn.answer(words.asked(bureau, len(there) - bureau, len(everybody) - len(there)), choices)


def begin(turn: Turn, act: BeginContacts) -> None:
    """Lets it go out; by night it waits for the morning."""
    _may(turn)
    morning = calendar.after_night(turn.now)
    moment = max(morning, turn.now + timedelta(seconds=1))  # what is planned for now has been looked at
    asker = next(one for one in turn.persons if one.is_officer)
    test = contact_tests.begin(turn.session, moment, db.row_id(asker.id), wide=act.wide)
    audit.record(turn.session, turn.now, turn.actor, "contacts.tested", f"contacttest:{test.id}", {"wide": act.wide})
    everybody = contact_tests.persons(turn.session, wide=act.wide)
    known = contact_tests.accounts(turn.session, [db.row_id(one.id) for one in everybody])
    turn.answer(words.begun(len(set(known.values())), moment, later=morning > turn.now))


def _may(turn: Turn) -> None:
    if not turn.may(Right.CONTACTS):
        raise Said(words.may_not())
    test = contact_tests.running(turn.session, turn.now)
    if test is not None:
        raise Said(words.running(test.ends_at))


def answer(turn: Turn, act: AnswerContact) -> None:
    """回1: all for whom the account stands could be reached."""
    test = turn.session.get_one(ContactTest, act.test)
    if test.told_at is not None:
        raise Said(words.over())
    contact_tests.answered(turn.session, act.test, [db.row_id(one.id) for one in turn.everybody], turn.now)
    turn.answer(words.heard())


def last(turn: Turn, act: AskContacts) -> None:
    """联络测试结果: how the last one went, or goes."""
    if not turn.may(Right.CONTACTS):
        raise Said(words.may_not())
    test = contact_tests.last(turn.session)
    if test is None:
        raise Said(words.never())
    if test.told_at is None:
        raise Said(words.running(test.ends_at))
    found = told(turn.session, test)
    turn.answer(found.text, found.choices)


def show(turn: Turn, act: ShowSilentContacts) -> None:
    """The whole list behind the digit."""
    if not turn.may(Right.CONTACTS):
        raise Said(words.may_not())
    test = turn.session.get_one(ContactTest, act.test)
    missing = [one for one in contact_tests.outcome(turn.session, test) if not one.answered]
    turn.answer(words.silent(test.begun_at, missing))
