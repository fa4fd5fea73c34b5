"""Asks the app of a corp who somebody is whom its AI bot knows by an encrypted id alone: nobody has to bind twice.

Only an app of the same corp can open such an id, so a name that another corp has as well is never taken for it.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.channels.base import Channel, OpensIds
from bot.channels.wecom_errors import ApiError, Unreached, why_of
from bot.work import Work
from models import kin
from models.people import Stranger

log = logging.getLogger(__name__)

#: Somebody whom the corp has and we do not may be imported meanwhile.
AGAIN = timedelta(hours=1)
LOOKS = timedelta(seconds=10)
MOST = 1000


class Kin:
    """Who is who, for the AI bots and apps of an office."""

    def __init__(self, work: Work, channels: Mapping[str, Channel]) -> None:
        self._work = work
        self._bots = [name for name, one in channels.items() if one.kind == "wecom_aibot"]
        self._apps = [one for one in channels.values() if isinstance(one, OpensIds)] if self._bots else []
        self._asked: dict[int | None, datetime] = {}
        self._next: datetime | None = None

    async def __call__(self, now: datetime) -> int:
        """One look; how many were recognised."""
        if not self._apps or (self._next is not None and self._next - LOOKS < now < self._next):
            return 0
        self._next = now + LOOKS
        found = await self._work.read(lambda session: kin.encrypted(session, self._bots))
        wanted = [one for one in found if now - self._asked.get(one.id, now - AGAIN) >= AGAIN][:MOST]
        self._asked |= {one.id: now for one in wanted}
        return sum([await self._ask(app, wanted, now) for app in self._apps]) if wanted else 0

    async def _ask(self, app: OpensIds, wanted: list[Stranger], now: datetime) -> int:
        try:
            plain = await app.plain_ids([one.user_id for one in wanted])
        except (ApiError, Unreached) as error:
            log.warning("channel %s opens no encrypted ids now: %s", app.name, why_of(error))
            return 0
        count = 0
        for one in wanted:
            user_id = plain.get(one.user_id, "")
            if user_id:
                count += await self._recognise(one, app.name, user_id, now)
        return count

    async def _recognise(self, stranger: Stranger, app: str, user_id: str, now: datetime) -> bool:
        return await self._work.write(lambda session: kin.recognise(session, stranger, app, user_id, now))
