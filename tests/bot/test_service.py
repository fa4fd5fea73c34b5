"""The rounds of a service end in order: a stop cuts no tick short that can still end."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from bot import service
from bot.office import Office
from bot.service import Service
from bot.work import Bell


class _Work:
    bell = Bell()


class _Slow:
    """An office whose tick goes on until it is let go."""

    work = _Work()

    def __init__(self) -> None:
        self.ticking = asyncio.Event()
        self.may_end = asyncio.Event()
        self.ended = False

    async def tick(self) -> int:
        self.ticking.set()
        await self.may_end.wait()
        self.ended = True
        return 0

    async def handle(self) -> int:
        return 0

    deliver = fetch_media = handle


async def test_a_stop_waits_for_the_tick_that_is_running(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    office = _Slow()
    running = Service(cast("Office", office))
    await running.start()
    await asyncio.wait_for(office.ticking.wait(), 10)
    asyncio.get_running_loop().call_later(0.05, office.may_end.set)
    await running.stop()
    assert office.ended
    assert not caplog.records


async def test_a_tick_that_never_ends_is_left_after_its_time_without_an_error(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.WARNING)
    monkeypatch.setattr(service, "FINISH_S", 0.05)
    office = _Slow()
    running = Service(cast("Office", office))
    await running.start()
    await asyncio.wait_for(office.ticking.wait(), 10)
    await running.stop()
    assert not office.ended
    assert not [one for one in caplog.records if one.exc_info]


class _Counting(_Slow):
    """An office that counts its ticks."""

    ticks = 0

    async def tick(self) -> int:
        self.ticks += 1
        self.ticking.set()
        return 0


async def test_a_clock_that_was_moved_does_not_hold_the_next_tick_back() -> None:
    office, believed = _Counting(), list[bool]()
    running = Service(cast("Office", office))

    async def compare() -> None:
        believed.append(True)

    running.before_tick = compare
    await running.start()
    await asyncio.wait_for(office.ticking.wait(), 10)
    office.ticking.clear()
    running._job.modify(next_run_time=datetime.now(UTC) + timedelta(hours=1))  # as after an hour back
    running.tick_now()
    await asyncio.wait_for(office.ticking.wait(), 10)
    await running.stop()
    assert len(believed) == office.ticks == 2
