"""What goes wrong in the rehearsed year: the platform refuses, is too busy or loses an answer; the bot is away."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from bot.channels.base import Address, Later, Outcome, Parcel, Refused
from bot.clock import MovableClock
from bot.rehearse import Rehearsed, Told
from models import calendar
from tests.scene import FakeChannel


class Platform(Rehearsed):
    """A channel that now and then does not take what it is given, or takes it and its answer is lost."""

    def __init__(self, name: str, clock: MovableClock, tell: Told, dice: Random) -> None:
        real = FakeChannel(clock)
        real.name = name
        super().__init__(real, clock, tell)
        self._dice = dice

    async def send(self, to: Address, parcel: Parcel) -> Outcome:
        """Takes it, mostly."""
        roll = self._dice.random()
        if roll < 0.004:
            return Later(timedelta(seconds=30), "too fast")
        if roll < 0.0045:
            return Later(timedelta(minutes=3), "the platform is down", whole_channel=True)
        if roll < 0.0049:
            return Refused("this user does not take it")
        if roll < 0.006:
            await super().send(to, parcel)
            return Later(timedelta(seconds=5), "no answer", lost_answer=True)
        return await super().send(to, parcel)


@dataclass(frozen=True)
class Outage:
    """A time in which the bot is away; what was said then comes later, or never."""

    begins: datetime
    ends: datetime
    seed: str

    def loses(self, sender: str) -> bool:
        """Whether what somebody said in it is gone."""
        return Random(f"{self.seed}/{sender}").random() < 0.5


def outage(dice: Random, day: date) -> Outage | None:
    """Every tenth day the bot is away for ten minutes to three hours, most often by night."""
    if dice.random() >= 0.1:
        return None
    begins = calendar.at(day, time(13, 0)) + timedelta(
        minutes=dice.choice([dice.randrange(1300), 660 + dice.randrange(300)])
    )
    return Outage(begins, begins + timedelta(minutes=dice.randrange(10, 180)), str(dice.random()))
