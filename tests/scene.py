"""The Scene: a story in a few lines. People speak, the clock moves, the bot is heard.

    await scene.says("宏达 王建国", "罐区正常", media="video")
    await scene.clock.forward(hours=2)
    assert scene.heard("王建国") == ["已报 …"]

At the end of a story a scene fails on anything that nobody listened to.
"""

import itertools
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from unittest import mock

from sqlmodel import Session, select

from bot.by_hand import ByHand
from bot.channels.base import Ability, Address, Channel, Download, Health, Limit, MediaLost, Outcome, Parcel, Sent
from bot.clock import MovableClock
from bot.office import Office, Play
from bot.work import Work
from models import calendar, db, people, questions
from models.calendar import Rhythm
from models.incoming import Incoming, IncomingMedia, MessageKind
from models.people import Binding, Enterprise, Group, Person, Role
from models.rota import Shift
from models.site import Site
from tests import laid

CHANNEL = "app"


@dataclass(frozen=True)
class Heard:
    """Something the bot said: when, to whom, what."""

    at: datetime
    to: str
    text: str


class FakeChannel:
    """A channel without a platform: it keeps what is said, and answers as it is told to."""

    name, kind, max_bytes = CHANNEL, "fake", 2048
    limits: tuple[Limit, ...] = ()
    can = frozenset(Ability) - {Ability.PHONE}

    def __init__(self, clock: MovableClock) -> None:
        self.clock = clock
        self.said: list[Heard] = []
        self.outcomes: list[Outcome] = []

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    async def send(self, to: Address, parcel: Parcel) -> Outcome:
        outcome = self.outcomes.pop(0) if self.outcomes else Sent()
        if isinstance(outcome, Sent):
            self.said.append(Heard(self.clock.now(), to.to_user or to.chat, parcel.text))
        return outcome

    @asynccontextmanager
    async def fetch(self, locator: str) -> AsyncIterator[Download]:
        raise MediaLost(locator)
        yield

    async def check(self) -> list[Health]:
        return []


class SceneClock:
    """The scene's clock, in local wall time."""

    def __init__(self, play: Play) -> None:
        self._play = play

    @property
    def now(self) -> datetime:
        return self._play.clock.now()

    async def forward(self, **delta: float) -> None:
        """Moves on by hours, minutes or seconds."""
        await self._play.advance(self.now + timedelta(**delta))

    async def to(self, wall: str, day: date | None = None) -> None:
        """Moves on to the next "03:30", or to it on a day."""
        here = calendar.local(self.now)
        moment = calendar.at(day or here.date(), calendar.clock(wall))
        while day is None and moment <= here:
            moment += timedelta(days=1)
        await self._play.advance(moment)


@dataclass
class Scene:
    """A county with a few enterprises, its people, and the bot."""

    play: Play
    work: Work
    channel: FakeChannel
    clock: SceneClock = field(init=False)
    _ids: "itertools.count[int]" = field(default_factory=itertools.count)
    _heard: int = 0
    strict: bool = True

    def __post_init__(self) -> None:
        self.clock = SceneClock(self.play)

    async def enterprise(
        self,
        name: str,
        short: str = "",
        *,
        class_name: str = "生产",
        major: bool = False,
        days: int = 30,
        grid: str = "",
    ) -> None:
        """Puts an enterprise on the roll, registered so many days ago."""
        registered = self.clock.now - timedelta(days=days)
        plant = Enterprise(
            name=name, shorts=short, class_name=class_name, major=major, grid=grid, registered_at=registered
        )
        await self.work.write(lambda session: session.add(plant))

    async def person(
        self,
        name: str,
        role: Role = Role.REPORTER,
        of: str = "",
        *,
        user: str = "",
        phone: str = "13800138000",
        grid: str = "",
    ) -> None:
        """Puts somebody on the roll; ``user`` is their account, by default their name."""
        await self.work.write(lambda session: self._person(session, name, role, of, user, phone, grid))

    def _person(self, session: Session, name: str, role: Role, of: str, user: str, phone: str, grid: str) -> None:
        plant = people.by_name(session, of) if of else None
        person = Person(name=name, role=role, enterprise_id=plant.id if plant else None, phone=phone, grid=grid)
        session.add(person)
        session.flush()
        if user != "-":
            account = user or name
            bound = self.clock.now
            session.add(Binding(channel=CHANNEL, user_id=account, person_id=db.row_id(person.id), bound_at=bound))

    async def group(self, name: str, chat: str) -> None:
        """A work group."""
        await self.work.write(lambda session: session.add(Group(name=name, channel=CHANNEL, chat=chat)))

    async def shift(self, day: date, officer: str, leader: str = "") -> None:
        """One shift from 8:30 to 8:30."""

        def put(session: Session) -> None:
            starts = calendar.at(day, time(8, 30))
            found = {person.name: person.id for person in session.exec(select(Person))}
            session.add(
                Shift(
                    starts_at=starts,
                    ends_at=starts + timedelta(days=1),
                    officer_id=found[officer],
                    leader_id=found.get(leader),
                )
            )

        await self.work.write(put)

    async def says(
        self,
        who: str,
        text: str = "",
        *,
        media: str | Sequence[str] = (),
        chat: str = "",
        at_bot: bool = False,
        reply_to: str = "",
        sent: datetime | None = None,
        msg_id: str = "",
    ) -> str:
        """Somebody says something: each picture or video is a message of its own, then the words; the last id."""
        kinds = [media] if isinstance(media, str) else list(media)
        for kind in kinds:
            last = await self._send(who, "", MessageKind(kind), chat, at_bot, reply_to, sent, msg_id)
        if text or not kinds:
            last = await self._send(who, text, MessageKind.TEXT, chat, at_bot, reply_to, sent, msg_id)
        await self.play.step()
        return last

    async def _send(
        self,
        who: str,
        text: str,
        kind: MessageKind,
        chat: str,
        at_bot: bool,
        reply_to: str,
        sent: datetime | None,
        msg_id: str,
    ) -> str:
        number = msg_id or f"m{next(self._ids)}"
        now = self.clock.now
        stored = IncomingMedia(kind, number, sha256=f"{number:0>64}", size=1000, mime="x/y")
        await self.work.receive(
            Incoming(
                channel=CHANNEL,
                msg_id=number,
                kind=kind,
                sender=who,
                sent_at=sent or now,
                received_at=now,
                chat=chat,
                text=text,
                mentions_bot=at_bot,
                reply_to=reply_to,
                media=() if kind == MessageKind.TEXT else (stored,),
            )
        )
        return number

    def heard(self, who: str | None = None) -> list[str]:
        """What was said since the last time anybody listened, to one person or to all (as "who: text")."""
        new, self._heard = self.channel.said[self._heard :], len(self.channel.said)
        if who is None:
            return [f"{one.to}: {one.text}" for one in new]
        others = [one for one in new if one.to != who]
        assert not others, f"said to others: {others}"
        return [one.text for one in new]

    def silent(self) -> None:
        """Nothing was said since the last time anybody listened."""
        assert self.heard() == []

    async def night(self, day: date) -> questions.Night:
        """How a night stands."""
        return await self.work.read(lambda session: questions.night(session, day))

    async def finish(self) -> None:
        """The end of the story: nothing may have been said that nobody listened to."""
        self.work.close()
        if self.strict:
            left = self.channel.said[self._heard :]
            assert not left, f"nobody listened to: {left}"


RULES: dict[str, Rhythm | None] = {"": Rhythm(), "无储存经营": None, "夜班站": Rhythm(opens=time(22, 0))}


@asynccontextmanager
async def scene(url: str, start: datetime, site: Site | None = None, *, shared: bool = False) -> AsyncIterator[Scene]:
    """A scene on a fresh database, at a moment; ``shared`` with another one that plays beside it.

    A story on SQLite is played as a rehearsal is, without threads and waiting for no disk: in half the time. With
    STORIES_ON_DISK in the environment all of them go through the door of the service, as the shared ones do, those on
    PostgreSQL, and those that speak with a platform.
    """
    with mock.patch.object(db, "_PRAGMAS", _IN_A_STORY):
        laid.lay(url)
        on_disk = shared or not url.startswith("sqlite") or "STORIES_ON_DISK" in os.environ
        work = Work(url) if on_disk else ByHand(url)
        clock = MovableClock(start)
        channel = FakeChannel(clock)
        channels: dict[str, Channel] = {CHANNEL: channel}
        office = Office(work, clock, channels)
        await office.open(site or Site(duty_phone="0000-7100000"), RULES)
        made = Scene(Play(office, clock), work, channel)
        try:
            yield made
        finally:
            await made.finish()


#: No power fails in a story, and a slow disk would be waited for at each of its commits; who needs the disk's word are
#: the tests that kill processes.
_IN_A_STORY = tuple(pragma.replace("synchronous=FULL", "synchronous=OFF") for pragma in db._PRAGMAS)


def sqlite(folder: Path) -> str:
    """The address of a SQLite file in a folder."""
    return f"sqlite:///{folder / 'yexun.db'}"
