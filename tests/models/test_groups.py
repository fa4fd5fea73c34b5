"""A group that the platform takes nothing for is shut once; what went to an address is counted by its parts."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from models import outbox, people
from models.outbox import Letter, OutgoingStatus, Priority
from models.people import Group
from tests import laid

NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    engine = laid.engine(database_url)
    with Session(engine, expire_on_commit=False) as opened:
        yield opened
    engine.dispose()


def test_a_group_is_shut_once_and_keeps_the_first_reason(session: Session) -> None:
    session.add(Group(name="夜巡一群", channel="robots", chat="夜巡一群"))
    session.commit()
    assert people.why_shut(session, "robots", "夜巡一群") == ""
    shut = people.shut(session, "robots", "夜巡一群", "removed (93000)", NOW)
    assert shut is not None
    assert (shut.name, shut.disabled_at) == ("夜巡一群", NOW)
    assert people.shut(session, "robots", "夜巡一群", "later", NOW + timedelta(hours=1)) is None
    session.commit()
    assert people.why_shut(session, "robots", "夜巡一群") == "removed (93000)"
    assert people.why_shut(session, "app", "夜巡一群") == ""  # the same group, heard by another channel


def test_a_chat_that_nobody_imported_is_shut_too(session: Session) -> None:
    shut = people.shut(session, "robots", "夜巡二群", "no robot", NOW)
    assert shut is not None
    assert [one.name for one in session.exec(select(Group))] == ["夜巡二群"]
    assert people.why_shut(session, "robots", "夜巡二群") == "no robot"


def test_each_part_that_went_counts_also_of_a_letter_that_waits(session: Session) -> None:
    for number, (status, parts) in enumerate(
        ((OutgoingStatus.SENT, 1), (OutgoingStatus.SENT, 3), (OutgoingStatus.PENDING, 2), (OutgoingStatus.REFUSED, 0))
    ):
        to = Letter(f"k{number}", "note", channel="robots", chat="夜巡一群", priority=Priority.RECEIPT, text="字")
        outbox.post(session, to, NOW)
        [taken] = outbox.claim(session, NOW)
        wait = NOW + timedelta(hours=1)
        went = NOW + timedelta(seconds=number)
        outbox.settle(session, taken, status=status, settled_at=went, parts_sent=parts, not_before=wait)
    sent = outbox.sent_since(session, "robots", "", "夜巡一群", NOW - timedelta(minutes=1))
    assert [int((moment - NOW).total_seconds()) for moment in sent] == [0, 1, 1, 1, 2, 2]
    assert outbox.sent_since(session, "robots", "", "夜巡二群", NOW - timedelta(minutes=1)) == []
