"""A process that brings letters through robots until none may go at a moment; it is told database, API and moment."""

import asyncio
import sys
from datetime import datetime

from bot.channels.base import ChannelSettings
from bot.channels.wecom_robot import WecomRobot
from bot.delivery import deliver_round
from bot.roads import Mouths
from bot.work import Work
from models import outbox
from models import tables as _tables  # noqa: F401 - every table

GROUP, KEY = "夜巡一群", "key-of-the-robot"


async def bring(database: str, api: str, moment: str) -> None:
    """One round after the other; the limits are those of the rows, whoever wrote them."""
    work = Work(database)
    robot = WecomRobot(ChannelSettings("robots", "wecom_robot", {"api_url": api}, {GROUP: KEY}))
    mouths = Mouths({"robots": robot})
    now = datetime.fromisoformat(moment)
    while True:
        if not await deliver_round(work, mouths, now):
            coming = await work.read(outbox.next_moment)
            if coming is None or coming > now:
                break
            await asyncio.sleep(0.01)
    await robot.close()
    work.close()


if __name__ == "__main__":
    asyncio.run(bring(*sys.argv[1:]))
