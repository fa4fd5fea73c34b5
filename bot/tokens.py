"""The shelf of access tokens that all processes of the office share: a table, and a lease for whoever renews."""

import contextlib
from datetime import timedelta

from sqlalchemy.exc import DBAPIError

from bot.channels.wecom_tokens import Shelved
from bot.clock import Clock
from bot.work import Work
from models import tokens
from models.errors import NotStorable


class OfficeTokens:
    """The tokens of an office, in its database."""

    def __init__(self, work: Work, clock: Clock) -> None:
        self._work = work
        self._clock = clock

    async def look(self, app: str, stale: str) -> Shelved:
        """The token, unless it is the stale one; else whether the caller is to renew it.

        A database that takes nothing now leaves each process to itself: a token is the same for all who ask.
        """
        now = self._clock.now()
        try:
            found = await self._work.write(lambda session: tokens.turn(session, app, stale, now))
        except (NotStorable, DBAPIError):
            return Shelved(ours=True)
        lasts = (found.ends_at - now).total_seconds() if found.ends_at else 0.0
        return Shelved(found.token, lasts, found.ours)

    async def keep(self, app: str, token: str, lasts_s: float) -> None:
        """Lays down a new token and gives the lease back."""
        ends_at = self._clock.now() + timedelta(seconds=lasts_s)
        with contextlib.suppress(NotStorable, DBAPIError):
            await self._work.write(lambda session: tokens.keep(session, app, token, ends_at))

    async def give_up(self, app: str) -> None:
        """Gives the lease back without a token."""
        with contextlib.suppress(NotStorable, DBAPIError):
            await self._work.write(lambda session: tokens.give_up(session, app))
