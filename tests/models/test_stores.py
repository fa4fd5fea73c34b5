"""The rows that work like queues, on SQLite and on PostgreSQL: take, do, settle; each at most once at a time."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models import audit, dues, inbox, obligations, opening, outages, outbox, receiving, rules, runs, site
from models.attachments import Attachment
from models.calendar import Rhythm
from models.errors import Overtaken
from models.inbox import Message, MessageStatus
from models.incoming import Incoming, IncomingMedia, MessageKind
from models.obligations import Due, DueStatus, ObligationKind
from models.outbox import Letter, Outgoing, OutgoingStatus, Priority
from models.people import Enterprise
from models.runs import JobRun
from tests import laid

NOW = datetime(2026, 3, 14, 16, 31, tzinfo=UTC)
NIGHT = date(2026, 3, 14)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = laid.engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine, expire_on_commit=False) as opened:
        yield opened


def incoming(number: int, sender: str = "wang", **more: Any) -> Incoming:
    values: dict[str, Any] = {
        "channel": "app",
        "msg_id": str(number),
        "kind": MessageKind.TEXT,
        "sender": sender,
        "sent_at": NOW,
        "received_at": NOW,
        "text": f"message {number} 🆗",
    }
    return Incoming(**(values | more))


def store(session: Session, *batch: Incoming) -> None:
    receiving.receive(session.connection(), batch)
    session.commit()


def test_the_same_id_is_the_same_message_for_ever(session: Session) -> None:
    media = (IncomingMedia(MessageKind.VIDEO, "media-1"), IncomingMedia(MessageKind.IMAGE, "media-2"))
    for _ in range(3):
        store(session, incoming(1, media=media), incoming(2), incoming(1, media=media))
    assert len(session.exec(select(Message)).all()) == 2
    assert [one.locator for one in session.exec(select(Attachment).order_by(col(Attachment.id)))] == [
        "media-1",
        "media-2",
    ]
    assert session.exec(select(Message.sent_at)).first() == NOW


def test_one_message_of_each_person_is_taken_at_a_time_in_order(session: Session) -> None:
    store(session, *(incoming(number, "wang" if number % 2 else "zhang") for number in range(1, 5)))
    first = inbox.claim(session, NOW)
    assert [one.msg_id for one in first] == ["1", "2"]
    assert inbox.claim(session, NOW) == []
    inbox.done(session, first[0], NOW)
    assert [one.msg_id for one in inbox.claim(session, NOW)] == ["3"]


def test_a_group_and_a_private_chat_of_one_person_do_not_wait_for_each_other(session: Session) -> None:
    store(session, incoming(1), incoming(2, chat="g1"))
    assert len(inbox.claim(session, NOW)) == 2


def test_an_abandoned_message_is_taken_again_after_its_lease_and_the_first_worker_is_overtaken(
    session: Session,
) -> None:
    store(session, incoming(1))
    [first] = inbox.claim(session, NOW)
    session.commit()
    session.expunge_all()
    later = NOW + inbox.LEASE
    [second] = inbox.claim(session, later)
    assert (first.attempts, second.attempts) == (1, 2)
    session.commit()
    with pytest.raises(Overtaken):
        inbox.done(session, first, later)
    inbox.done(session, second, later)


def test_a_failed_message_waits_longer_each_time_and_holds_back_its_sender(session: Session) -> None:
    store(session, incoming(1), incoming(2))
    now = NOW
    for attempt in range(1, inbox.ATTEMPTS + 1):
        [taken] = inbox.claim(session, now)
        assert taken.msg_id == "1"
        assert inbox.failed(session, taken, now, "boom") is (attempt == inbox.ATTEMPTS)
        session.commit()
        session.expunge_all()
        if attempt < inbox.ATTEMPTS:
            assert inbox.claim(session, now) == []
        now += timedelta(minutes=5)
    assert [one.msg_id for one in inbox.claim(session, now)] == ["2"]
    assert session.exec(select(Message.status).where(Message.msg_id == "1")).one() == MessageStatus.FAILED


def test_messages_put_aside_for_an_unknown_sender_can_be_handled_again(session: Session) -> None:
    store(session, incoming(1))
    [taken] = inbox.claim(session, NOW)
    inbox.done(session, taken, NOW, MessageStatus.ASIDE, inbox.UNKNOWN_SENDER)
    assert inbox.claim(session, NOW) == []
    assert inbox.reopen(session, "app", "wang", NOW - timedelta(days=1)) == 1
    assert len(inbox.claim(session, NOW)) == 1


def letter(key: str, **more: Any) -> Letter:
    return Letter(**({"key": key, "kind": "answer", "channel": "app", "to_user": "wang", "text": key} | more))


def test_a_key_is_posted_once_whatever_became_of_it(session: Session) -> None:
    assert outbox.post(session, letter("a"), NOW)
    assert not outbox.post(session, letter("a"), NOW)
    [taken] = outbox.claim(session, NOW)
    outbox.settle(session, taken, status=OutgoingStatus.SENT, settled_at=NOW)
    assert not outbox.post(session, letter("a"), NOW)
    outbox.post_all(session, [letter("a"), letter("b"), letter("b")], NOW)
    assert len(session.exec(select(Outgoing)).all()) == 2


def test_the_urgent_goes_first_and_one_address_gets_one_letter_at_a_time(session: Session) -> None:
    outbox.post(session, letter("receipt", priority=Priority.RECEIPT), NOW)
    outbox.post(session, letter("answer", priority=Priority.ANSWER), NOW)
    outbox.post(session, letter("other", to_user="zhang"), NOW)
    outbox.post(session, letter("later", to_user="liu", not_before=NOW + timedelta(seconds=20)), NOW)
    assert outbox.ready(session, NOW)
    first = outbox.claim(session, NOW)
    assert [one.key for one in first] == ["answer", "other"]
    assert outbox.claim(session, NOW) == []
    outbox.settle(session, first[0], status=OutgoingStatus.SENT, settled_at=NOW)
    assert [one.key for one in outbox.claim(session, NOW)] == ["receipt"]
    assert outbox.next_moment(session) == NOW + timedelta(seconds=20)


def test_an_office_matter_does_not_grow_stale_while_nobody_works(session: Session) -> None:
    outbox.post(session, letter("office", priority=Priority.OFFICE), NOW)  # 00:31 of a Sunday
    found = outbox.by_key(session, "office")
    assert found
    assert found.stale_at == datetime(2026, 3, 16, 23, 30, tzinfo=UTC)  # a day behind Monday 07:30


def test_a_letter_can_be_put_off_or_taken_back_only_while_it_waits(session: Session) -> None:
    outbox.post(session, letter("a"), NOW)
    assert outbox.put_off(session, "a", NOW + timedelta(minutes=1))
    assert outbox.claim(session, NOW) == []
    outbox.claim(session, NOW + timedelta(minutes=1))
    assert not outbox.put_off(session, "a", NOW)
    assert not outbox.withdraw(session, "a", NOW, "pointless")


def test_a_sending_that_died_is_said_again_and_marked_as_perhaps_repeated(session: Session) -> None:
    outbox.post(session, letter("a"), NOW)
    outbox.claim(session, NOW)
    session.commit()
    session.expunge_all()
    [again] = outbox.claim(session, NOW + outbox.LEASE)
    assert (again.attempts, again.repeated) == (2, True)


def test_a_planned_time_runs_once(session: Session) -> None:
    runs.plan(session, "job", [NOW, NOW + timedelta(hours=1)], skipped=[NOW - timedelta(hours=1)])
    runs.plan(session, "job", [NOW])
    taken = runs.claim(session, NOW)
    assert taken
    assert taken.planned_for == NOW
    assert runs.claim(session, NOW) is None
    runs.done(session, taken, NOW, "fine")
    assert runs.claim(session, NOW) is None
    assert len(session.exec(select(JobRun)).all()) == 3


def test_a_run_whose_worker_died_is_taken_over(session: Session) -> None:
    runs.plan(session, "job", [NOW])
    first = runs.claim(session, NOW)
    assert first
    session.commit()
    session.expunge_all()
    second = runs.claim(session, NOW + runs.LEASE)
    assert second
    with pytest.raises(Overtaken):
        runs.done(session, first, NOW)
    runs.done(session, second, NOW)


def plants(session: Session, count: int, **more: Any) -> list[Enterprise]:
    made = [
        Enterprise(**({"name": f"企业{number}", "registered_at": NOW - timedelta(days=60)} | more))
        for number in range(count)
    ]
    session.add_all(made)
    session.flush()
    return made


def test_a_night_is_opened_and_closed_set_wise_and_only_once(session: Session) -> None:
    rules = {"": Rhythm(), "票据": None}
    obligations.sync(session, ObligationKind.PATROL, rules)
    site.sync(session, site.Site())
    plants(session, 3)
    session.add(Enterprise(name="票据行", class_name="票据", registered_at=NOW - timedelta(days=60)))
    session.add(Enterprise(name="新来的", registered_at=NOW - timedelta(days=3)))
    session.add(Enterprise(name="明天来", registered_at=NOW + timedelta(days=3)))
    session.flush()
    assert opening.open_night(session, NIGHT, NOW) == 4
    assert opening.open_night(session, NIGHT, NOW) == 0
    assert len(dues.waiting(session, NIGHT)) == 4
    assert session.exec(select(Due.trial)).all().count(True) == 1
    assert obligations.close_due(session, NOW, ObligationKind.PATROL) == 0
    assert obligations.close_due(session, NOW + timedelta(hours=6), ObligationKind.PATROL) == 4
    assert len(dues.missed(session, NIGHT)) == 3


def test_who_was_silent_while_the_bot_was_deaf_is_unverified(session: Session) -> None:
    obligations.sync(session, ObligationKind.PATROL, {"": Rhythm()})
    plants(session, 2)
    opening.open_night(session, NIGHT, NOW)
    outages.note(session, NOW, NOW + timedelta(minutes=19))
    assert not outages.deaf(session, NOW - timedelta(hours=1), NOW + timedelta(hours=6))
    outages.note(session, NOW, NOW + timedelta(minutes=20))
    obligations.close_due(session, NOW + timedelta(hours=6), ObligationKind.PATROL)
    assert set(session.exec(select(Due.status)).all()) == {DueStatus.UNVERIFIED}


def test_an_outage_of_a_channel_that_goes_on_stays_one(session: Session) -> None:
    minutes = [NOW + timedelta(minutes=number) for number in range(0, 60, 5)]
    assert outages.note(session, minutes[0], minutes[4], "archive") is not None
    assert outages.note(session, minutes[4], minutes[5], "app") is None
    outages.note(session, minutes[4], minutes[5], "archive")
    outages.note(session, minutes[5], minutes[9], "archive")
    [outage] = session.exec(select(outages.Outage)).all()
    assert (outage.channel, outage.began_at, outage.ended_at) == ("archive", minutes[0], minutes[9])


def test_a_changed_rule_replaces_the_stored_one(session: Session) -> None:
    obligations.sync(session, ObligationKind.PATROL, {"": Rhythm(), "加油站": None})
    obligations.sync(session, ObligationKind.PATROL, {"": Rhythm(closes=datetime(2026, 1, 1, 4, 0).time())})  # noqa: DTZ001
    [rule] = rules.of_kind(session, ObligationKind.PATROL)
    assert (rule.rhythm.closes.hour, rule.owes) == (4, True)


def test_the_audit_chain_names_its_first_break(session: Session) -> None:
    for number in range(5):
        audit.record(session, NOW, "bot", "test", f"due:{number}", {"count": number, "words": "豫丰"})
    assert audit.verify(session) == (5, None)
    session.connection().exec_driver_sql("DELETE FROM audit WHERE seq = 3")
    holds, broken = audit.verify(session)
    assert (holds, broken) == (2, audit.Broken(4, "entry 3 is missing"))


def test_a_digest_survives_as_long_as_its_salt(session: Session) -> None:
    one = audit.digest(session, "message:1", "充装间漏气", "salt")
    assert audit.digest(session, "message:1", "充装间漏气", "another") == one
    assert audit.digest(session, "message:2", "充装间漏气", "another") != one


def test_the_office_reads_what_was_configured(session: Session) -> None:
    assert site.read(session) == site.Site()
    site.sync(session, site.Site("榆川县应急值班室", "0000-7100000", 3))
    session.flush()
    assert site.read(session) == site.Site("榆川县应急值班室", "0000-7100000", 3)
