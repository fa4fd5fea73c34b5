"""One post that the AI bot and the archive bring is one message; what was posted twice stays two."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from bot.handling import Names
from handlers.understand.register import Register
from models import twice
from models.inbox import Message
from models.incoming import Incoming, MessageKind
from models.people import Binding, Person
from tests.scene import Scene

BESIDE = {"aibot": ["archive"], "archive": ["aibot"]}


class Room:
    """A group that both hear."""

    def __init__(self, county: Scene) -> None:
        self.county, self.number = county, 0
        county.play.office.names = Names(Register.build([]), beside=BESIDE)

    async def brings(
        self, channel: str, text: str, sender: str = "zhangqiang", later: int = 0, said: datetime | None = None
    ) -> None:
        """A channel brings a post so many seconds later, and it is handled."""
        self.county.play.clock.put(self.county.clock.now + timedelta(seconds=later))
        self.number += 1
        now = self.county.clock.now
        await self.county.work.receive(
            Incoming(channel, f"{channel}-{self.number}", MessageKind.TEXT, sender, said or now, now, "wrRoom", text)
        )
        await self.county.play.office.handle()

    async def handled(self) -> list[tuple[str, bool]]:
        """Each message by its channel, and whether it was handled for itself."""
        rows = await self.county.work.read(lambda session: session.exec(select(Message).order_by(Message.id)).all())  # type: ignore[arg-type]
        return [(one.channel, not one.error.startswith(twice.SAME)) for one in rows]


@pytest.fixture
def room(county: Scene) -> Room:
    return Room(county)


async def test_the_archive_brings_again_what_the_bot_has_heard(county: Scene, room: Room) -> None:
    said = county.clock.now
    await room.brings("aibot", "罐区正常")
    await room.brings("archive", "@夜巡 罐区正常", later=600, said=said - timedelta(seconds=1))
    await room.brings("archive", "@夜巡\u2005罐区正常", said=said)
    assert await room.handled() == [("aibot", True), ("archive", False), ("archive", True)]


async def test_two_posts_of_the_same_words_stay_two(county: Scene, room: Room) -> None:
    said = county.clock.now
    for _ in range(2):
        await room.brings("aibot", "罐区正常", later=5)
    for second in (5, 10):
        await room.brings("archive", "@夜巡 罐区正常", said=said + timedelta(seconds=second))
    assert await room.handled() == [("aibot", True), ("aibot", True), ("archive", False), ("archive", False)]


@pytest.mark.parametrize(
    "text, sender, later, known",
    [
        ("罐区不正常", "zhangqiang", 1, False),
        ("罐区正常", "lian", 1, False),
        ("罐区正常", "zhangqiang", 300, False),
        ("罐区正常", "woEncryptedIdOfSomebody", 1, False),
        ("罐区正常", "woEncryptedIdOfSomebody", 1, True),
    ],
)
async def test_other_words_another_sender_and_another_time(
    county: Scene, room: Room, text: str, sender: str, later: int, known: bool
) -> None:
    def bind(session: Session) -> None:
        person = session.exec(select(Person).where(Person.name == "张强")).one()
        for channel, user in (("archive", "zhangqiang"), ("aibot", "woEncryptedIdOfSomebody")):
            session.add(Binding(channel=channel, user_id=user, person_id=person.id or 0, bound_at=county.clock.now))

    if known:
        await county.work.write(bind)
    await room.brings("archive", "罐区正常")
    await room.brings("aibot", text, sender, later)
    assert await room.handled() == [("archive", True), ("aibot", not known)]


async def test_what_only_the_archive_heard_is_handled(county: Scene, room: Room) -> None:
    await room.brings("archive", "@夜巡 罐区正常")
    assert await room.handled() == [("archive", True)]
