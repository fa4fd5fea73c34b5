"""A letter that came back: it waits again without the road that did not bring it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from models import outbox, returned
from models.outbox import Letter, Outgoing, OutgoingStatus
from tests import laid
from tests.platform.demo_corp import NOW


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    engine = laid.engine(f"sqlite:///{tmp_path / 'yexun.db'}")
    with Session(engine, expire_on_commit=False) as opened:
        yield opened
    engine.dispose()


def sent(session: Session, key: str, platform_id: str) -> Outgoing:
    """A letter that went to a customer in two parts."""
    outbox.post(session, Letter(key, "note", channel="kf", to_user="wm1", text="x"), NOW)
    [letter] = outbox.claim(session, NOW)
    values = {"platform_id": platform_id, "parts_sent": 2}
    outbox.settle(session, letter, status=OutgoingStatus.SENT, settled_at=NOW, **values)
    session.commit()
    return session.get_one(Outgoing, letter.id)


def test_it_waits_again_without_that_road(session: Session) -> None:
    letter = sent(session, "one", "id-1")
    assert returned.came_back(session, "kf", "id-1", "it did not arrive (10)", NOW + timedelta(minutes=1))
    session.commit()
    session.refresh(letter)
    assert (letter.status, letter.parts_sent, letter.platform_id) == (OutgoingStatus.PENDING, 0, "")
    assert letter.about[returned.ROADS_REFUSED] == ["kf/wm1/"]
    assert letter.reason == "it did not arrive (10)"
    assert [one.key for one in outbox.claim(session, NOW + timedelta(minutes=1))] == ["one"]


@pytest.mark.parametrize(
    "channel, platform_id, after",
    [("kf", "id-2", 0), ("kf", "", 0), ("app", "id-1", 0), ("kf", "id-1", 25)],
)
def test_what_is_not_ours_or_too_old_is_left_alone(
    session: Session, channel: str, platform_id: str, after: int
) -> None:
    letter = sent(session, "one", "id-1")
    assert not returned.came_back(session, channel, platform_id, "late", NOW + timedelta(hours=after))
    session.refresh(letter)
    assert letter.status == OutgoingStatus.SENT
