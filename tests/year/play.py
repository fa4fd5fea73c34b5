"""The rehearsed year: an office on a throw-away database, a county that talks to it, and a look at each day."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from bot.by_hand import ByHand
from bot.clock import MovableClock
from bot.lines import Spoken
from bot.office import Office, Play
from bot.rehearse import Lines, Rehearsed
from models import calendar
from models.site import Site
from scheduler import jobs
from tests.scene import FakeChannel, _lay
from tests.year import county as counties
from tests.year.answers import Answering, Told
from tests.year.county import CHANNEL, RULES, County
from tests.year.people import Day

#: A day of the year is over, and looked at, when the night before it can no longer be made up.
LOOK = time(12, 0)


class Voices(Lines):
    """The people of the county: what they plan, what they answer, and all that they have said."""

    def __init__(self, work: ByHand) -> None:
        super().__init__([], work)
        self.said: list[tuple[Spoken, datetime]] = []

    async def say(self, line: Spoken, received: datetime | None = None) -> None:
        """Says a line and keeps it."""
        self.said.append((line, received or line.at))
        await super().say(line, received)


@dataclass
class Year:
    """A county at play."""

    county: County
    seed: int
    first: date
    play: Play
    voices: Voices
    told: list[Told] = field(default_factory=list)

    async def day(self, day: date) -> None:
        """Plays from the noon of a day to the next."""
        for line in sorted(Day(self.county, self.seed, day).lines(), key=lambda one: (one.at, one.sender)):
            self.voices.add(line)
        await self.play.advance(calendar.at(day + timedelta(days=1), LOOK))


async def opened(folder: Path, seed: int, first: date, days: int, plants: int = 75) -> Year:
    """A year that begins at the noon of a day."""
    url, start = f"sqlite:///{folder / 'year.db'}", calendar.at(first, LOOK)
    _lay(url)
    work, clock, county = ByHand(url), MovableClock(start), counties.drawn(seed, plants)
    answering, voices = Answering(county, seed), Voices(work)
    office = Office(work, clock, {})
    year = Year(county, seed, first, Play(office, clock, voices), voices)

    def tell(said: dict[str, object]) -> None:
        told = Told(clock.now(), str(said["to"] or said["chat"]), str(said["text"]), str(said["key"]))
        year.told.append(told)
        for line in answering.to(told):
            voices.add(line)

    office.channels[CHANNEL] = Rehearsed(FakeChannel(clock), clock, tell)
    await work.write(lambda session: counties.settle_in(session, county, first, days))
    await office.open(Site(duty_phone="0000-7100000"), RULES, absent=False)
    await work.write(lambda session: jobs.begin(session, start))
    return year
