"""The rehearsed year: an office on a throw-away database, a county that talks to it, and a look at each day."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from bot import ticker
from bot.by_hand import ByHand
from bot.channels.base import Channel
from bot.clock import MovableClock
from bot.lines import Spoken
from bot.office import Office, Play
from bot.rehearse import Lines
from models import calendar
from models.lookup import Lookup
from models.outbox import Outgoing
from models.people import Role
from models.site import Site
from scheduler import jobs
from tests import laid
from tests.year import county as counties
from tests.year import holds
from tests.year.answers import Answering, Told
from tests.year.county import CHANNEL, GROUPS, RULES, County
from tests.year.holds import Said, Seen, Sent
from tests.year.people import Day, Round
from tests.year.weather import Outage, Platform, outage

#: A day of the year is over, and looked at, when the night before it can no longer be made up.
LOOK = time(12, 0)


#: So long is kept in memory what was sent and what was said: no hold looks further back.
KEPT = timedelta(days=3)


class Transcript:
    """All that people have said, as lines for `yexun rehearse`: what is over lies on the disk."""

    def __init__(self, path: Path) -> None:
        self._path, self._said = path, 0
        self._new: list[Spoken] = []

    def __len__(self) -> int:
        return self._said

    def __iter__(self) -> Iterator[str]:
        self.put_away()
        with self._path.open(encoding="utf-8") as told:
            yield from (line.rstrip("\n") for line in told)

    def append(self, line: Spoken) -> None:
        """Keeps what somebody says."""
        self._said += 1
        self._new.append(line)

    def put_away(self) -> None:
        """Writes to the disk what was said since the last time."""
        with self._path.open("a", encoding="utf-8") as told:
            told.writelines(f"{_scripted(line)}\n" for line in self._new)
        self._new.clear()


def _scripted(line: Spoken) -> str:
    told = {"at": line.at.isoformat(), "channel": line.channel, "chat": line.chat or None, "from": line.sender}
    return json.dumps({**told, "text": line.text, "media": list(line.media)}, ensure_ascii=False)


class Voices(Lines):
    """The people of the county: what they plan, what they answer, and all that they have said."""

    def __init__(self, work: ByHand, folder: Path) -> None:
        super().__init__([], work)
        self.said = Transcript(folder / "script.jsonl")
        self.rounds: dict[int, list[Sent]] = {}

    async def say(self, line: Spoken, received: datetime | None = None) -> None:
        """Says a line and keeps it."""
        self.said.append(line)
        if isinstance(line, Round):
            self.rounds.setdefault(line.plant, []).append(Sent(line.at, received or line.at))
        await super().say(line, received)

    async def unheard(self, gone: Outage) -> set[str]:
        """What was said while nobody listened: of some people it comes later, of others never; who they are."""
        lost = set()
        while self._left and self._left[0][0] < gone.ends:
            line = self.next_line()
            if gone.loses(line.sender):
                lost.add(line.sender)
            else:
                await self.say(line, gone.ends)
        return lost

    def put_away(self, until: datetime) -> None:
        """Lets go of what nobody asks for any more."""
        self.said.put_away()
        self.rounds = {one: [sent for sent in own if sent.sent > until] for one, own in self.rounds.items()}


@dataclass
class Year:
    """A county at play."""

    county: County
    seed: int
    play: Play
    voices: Voices
    said: list[Said] = field(default_factory=list)
    deaf: list[tuple[datetime, datetime]] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)

    async def day(self, day: date) -> list[str]:
        """Plays from the noon of a day to the next; what does not hold then."""
        planned = Day(self.county, self.seed, day)
        for line in sorted(planned.lines(), key=lambda one: (one.at, one.sender)):
            self.voices.add(line)
        self.lost.clear()
        gone = outage(planned.dice("outage"), day)
        if gone is not None:
            await self._deaf(gone)
        await self.play.advance(calendar.at(day + timedelta(days=1), LOOK))
        return self._look(day)

    async def _deaf(self, gone: Outage) -> None:
        """The bot is away for a while, and notes it when it is back."""
        await self.play.advance(gone.begins)
        self.lost |= await self.voices.unheard(gone)
        self.play.clock.put(gone.ends)
        self.deaf.append((gone.begins, gone.ends))
        await ticker.wake(self.play.office.work, gone.ends)

    def _look(self, day: date) -> list[str]:
        now = self.play.clock.now()
        self.said = [one for one in self.said if one.at > now - KEPT]
        self.voices.put_away(now - KEPT)
        unheard = frozenset(one.number for one in self.county.plants if self.lost & set(one.guards))
        return self.work.at_once(
            lambda session: holds.faults(
                Seen(day, now, self.county, self.voices.rounds, self.said, self.deaf, unheard, session.connection())
            )
        )

    def of_last_day(self) -> Iterator[Said]:
        """What was said since the noon before."""
        since = self.play.clock.now() - timedelta(days=1)
        return (one for one in self.said if one.at > since)

    @property
    def work(self) -> ByHand:
        """The database."""
        assert isinstance(self.play.office.work, ByHand)
        return self.play.office.work

    def script(self) -> Iterator[str]:
        """All that people said, as `yexun rehearse` reads it."""
        return iter(self.voices.said)


async def opened(folder: Path, seed: int, first: date, days: int, plants: int = 75) -> Year:
    """A year that begins at the noon of a day."""
    url, start = f"sqlite:///{folder / 'year.db'}", calendar.at(first, LOOK)
    laid.lay(url)
    work, clock, county = ByHand(url), MovableClock(start), counties.drawn(seed, plants)
    answering, voices = Answering(county, seed), Voices(work, folder)
    channels: dict[str, Channel] = {}
    office = Office(work, clock, channels)
    year = Year(county, seed, Play(office, clock, voices), voices)

    def tell(told: dict[str, object]) -> None:
        said = work.at_once(lambda session: _said(session, told, clock.now()))
        year.said.append(said)
        for line in answering.to(Told(said.at, said.to, said.text, said.key)):
            voices.add(line)

    channels[CHANNEL] = Platform(CHANNEL, clock, tell, Random(f"platform/{seed}"))
    await work.write(lambda session: counties.settle_in(session, county, first, days))
    await office.open(Site(duty_phone="0000-7100000"), RULES, absent=False)
    await work.write(lambda session: jobs.begin(session, start))
    return year


_LETTER = Lookup(
    select(col(Outgoing.kind), col(Outgoing.priority), col(Outgoing.about), col(Outgoing.repeated)).where(
        col(Outgoing.key) == bindparam("key")
    )
)
_COUNTS = "SELECT status, count(*) FROM due WHERE kind = 'patrol' AND night = :night AND NOT trial GROUP BY status"


def _said(session: Session, told: Mapping[str, object], now: datetime) -> Said:
    """What was said, with its letter; a list of a night with the dues of that moment."""
    kind, priority, about, repeated = _LETTER.first(session, key=told["key"])
    to = str(told["to"] or told["chat"])
    night = about.get("night") if kind.startswith("morning.") else None
    counted = () if night is None else session.connection().exec_driver_sql(_COUNTS, {"night": night})
    named = about.get("enterprises") or ([about["enterprise"]] if "enterprise" in about else [])
    return Said(
        now,
        to,
        str(told["text"]),
        str(told["key"]),
        kind,
        priority,
        repeated,
        _whom(to),
        bool(about.get("ordered")),
        tuple(named),
        dict(tuple(row) for row in counted),
    )


def _whom(account: str) -> str:
    if account in {chat for _, chat in GROUPS.values()}:
        return "group"
    if not account.startswith("o"):
        return "enterprise"
    role = counties.OFFICERS[int(account[1:])][1]
    return "leader" if role == Role.LEADER else "officer"
