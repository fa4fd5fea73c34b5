"""The clock, held by `bot`: a real one, and one that is moved by hand for the demo, rehearsals and tests."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Protocol


class Clock(Protocol):
    """What time it is, aware, in UTC."""

    def now(self) -> datetime:
        """This moment."""


class RealClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """This moment."""
        return datetime.now(UTC)


class MovableClock:
    """A clock that stands where it was put; with ``running`` it goes on from there at the pace of the world."""

    def __init__(self, start: datetime, *, running: bool = False, pace: Callable[[], float] = monotonic) -> None:
        self._start = start.astimezone(UTC)
        self._pace = pace
        self._running = running
        self._since = pace()

    def now(self) -> datetime:
        """This moment."""
        if not self._running:
            return self._start
        return self._start + timedelta(seconds=self._pace() - self._since)

    def put(self, moment: datetime) -> None:
        """Moves the clock to a moment."""
        self._start, self._since = moment.astimezone(UTC), self._pace()

    def hold(self) -> None:
        """Stops a running clock where it is."""
        self.put(self.now())
        self._running = False

    def run(self) -> None:
        """Lets the clock go on from where it stands."""
        self.put(self.now())
        self._running = True
