"""What goes wrong in the rehearsed year: the platform refuses, is too busy or loses an answer; the bot is deaf."""

from datetime import timedelta
from random import Random

from bot.channels.base import Address, Later, Outcome, Parcel, Refused
from bot.clock import MovableClock
from bot.rehearse import Rehearsed, Told


class Platform(Rehearsed):
    """A channel that now and then does not take what it is given, or takes it and its answer is lost."""

    def __init__(self, real: Rehearsed, clock: MovableClock, tell: Told, dice: Random) -> None:
        super().__init__(real, clock, tell)
        self._dice = dice

    async def send(self, to: Address, parcel: Parcel) -> Outcome:
        """Takes it, mostly."""
        roll = self._dice.random()
        if roll < 0.004:
            return Later(timedelta(seconds=30), "too fast")
        if roll < 0.0045:
            return Later(timedelta(minutes=3), "the platform is down", whole_channel=True)
        if roll < 0.005:
            return Refused("this user has left")
        if roll < 0.006:
            await super().send(to, parcel)
            return Later(timedelta(seconds=5), "no answer", lost_answer=True)
        return await super().send(to, parcel)
