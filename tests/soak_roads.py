"""Roads in bad weather, seeded: the whole bot in one process between our doubles of the platforms, everything at once.

    python -m tests.soak_roads [--seed 7] [--messages 200]

People write, send pictures, ask and click over an app, an AI bot and customer service, officers write into groups with
robots, while calls are cut, late or refused, tokens end, connections fall and the disk refuses. Then it clears up, and
nothing may be lost, doubled without a mark, or left behind (`tests/soak_checks.py`). The clock is put forward whenever
nothing is in hand, so that no seed has to wait for what the bot waits for.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from time import monotonic

import aiohttp
from sqlmodel import Session, col, select

from models import attachments, inbox, marks, outbox
from models.attachments import Attachment
from models.inbox import Message
from models.outages import Trouble
from models.outbox import Outgoing
from tests import soak_checks
from tests.platform.vectors import APP_VIDEO
from tests.soak_county import County, opened
from tests.soak_people import People

#: Left to be done at the end, by name.
Left = dict[str, object]


async def so(what: Callable[[], Awaitable[bool]], otherwise: str, seconds: float = 120) -> None:
    """Waits until something is so; raises AssertionError with what is not."""
    until = monotonic() + seconds
    while not await what():
        assert monotonic() < until, otherwise
        await asyncio.sleep(0.02)


async def drained(county: County, seconds: float = 300) -> None:
    """It clears up; waits until nothing is left to be done."""
    until, rang = monotonic() + seconds, 0.0
    _clear_up(county)
    while left := await _left(county):
        assert monotonic() < until, f"left behind: {left}"
        if "cursor" in left and monotonic() - rang > 2:
            rang = monotonic()
            await county.caller("kf").deliver(county.wecom.kf.knock(APP_VIDEO.receiver))
        moment = None if await county.busy() else await county.work.read(lambda s: _next(s, county.clock.now()))
        if moment is None:
            await asyncio.sleep(0.02)
        else:
            await county.passes(max(1.0, (moment - county.clock.now()).total_seconds()))


def _clear_up(county: County) -> None:
    county.weather.clears()
    county.disk.refuses, county.wecom.kf.fails_next = 0, None
    county.aibot.moods.sends.clear()
    county.aibot.moods.half_dead = county.aibot.moods.silent = False
    for item in county.wecom.shelf.items.values():
        item.cut_at = None
    for sealed in county.aibot.media.files.values():
        sealed.status = 200


async def _left(county: County) -> Left:
    """What is still to be done; empty at the end."""
    kf = county.wecom.kf
    left = await county.work.read(_open)
    cursor = await county.work.read(lambda session: marks.value(session, "kf", f"cursor:{kf.account}"))
    if kf.said and not cursor.endswith(f"VC5{len(kf.said)}"):
        left["cursor"] = cursor
    if not county.pushed_out and not (county.aibot.connected and county.aibot.all_sure):
        left["long connection"] = "not read to its end"
    if county.in_hand:
        left["in hand"] = county.in_hand
    return left


async def pushed_out(county: County) -> None:
    """Somebody else takes the place of the bot: it stops, tells the admin, and does not come back."""
    who = {"bot_id": county.aibot.bot_id, "secret": county.aibot.secret}
    async with aiohttp.ClientSession() as session, session.ws_connect(county.aibot.media.base + "/") as line:
        await line.send_json({"cmd": "aibot_subscribe", "headers": {"req_id": "another"}, "body": who})
        before = county.aibot.opened
        await so(lambda: _is(county.pushed_out), "it does not stop although it was pushed out")
        await so(lambda: county.work.read(_told_of), "nobody is told that it was pushed out")
        await drained(county)
        assert county.aibot.opened == before, "it came back although it was pushed out"


async def _is(what: bool) -> bool:
    return what


def _told_of(session: Session) -> bool:
    found = session.exec(select(Outgoing).where(Outgoing.kind == "admin.channel")).all()
    return any(one.about.get("what") == Trouble.KICKED for one in found)


def _open(session: Session) -> Left:
    rows = {
        "messages": select(Message.id).where(col(Message.status).in_(inbox.OPEN)),
        "letters": select(Outgoing.id).where(col(Outgoing.status).in_(outbox.OPEN)),
        "files": select(Attachment.id).where(col(Attachment.status).in_(attachments.OPEN)),
    }
    waiting = {name: list(session.exec(asked).all()) for name, asked in rows.items()}
    return {name: ids for name, ids in waiting.items() if ids}


def _next(session: Session, now: datetime) -> datetime | None:
    """When something that waits is due; None while something can be done now, or nothing waits at all."""
    if inbox.ready(session, now) or outbox.ready(session, now) or attachments.wanted(session, now):
        return None
    moments = (inbox.next_moment(session), outbox.next_moment(session), attachments.next_moment(session))
    return min((max(one, now + timedelta(seconds=1)) for one in moments if one is not None), default=None)


async def roads(seed: int, many: int) -> str:
    """Plays a seed with so many messages; what happened in one line. Raises AssertionError naming the seed."""
    with tempfile.TemporaryDirectory() as folder:
        async with opened(Path(folder), seed) as county:
            played = People(county, Random(seed))
            try:
                await played.play(many)
                await drained(county)
                await played.overheard()
                await pushed_out(county)
                played.heard.surely |= {("aibot", one) for one in county.aibot.surely}
                entries = {("kf", str(one["msgid"])) for one in county.wecom.kf.said if one["origin"] in (3, 4)}
                played.heard.said |= entries
                played.heard.surely |= entries
                await county.work.read(lambda session: soak_checks.holds(session, county, played.heard))
            except AssertionError as error:
                raise AssertionError(f"roads, seed {seed}: {error}") from error
            return soak_checks.told(county)


def main() -> None:
    """Plays one seed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--messages", type=int, default=200)
    asked = parser.parse_args()
    print(asyncio.run(roads(asked.seed, asked.messages)))


if __name__ == "__main__":
    main()
