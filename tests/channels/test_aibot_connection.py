"""How the connection of an AI bot is kept: it comes back when it falls, and stays away when it must."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import aiohttp
import pytest
from pytest_aiohttp.plugin import AiohttpServer

from bot.channels.base import Address, Parcel, Sent
from models.errors import NotStorable
from models.outages import Trouble
from tests.channels.aibot_desk import GUARD, QUICK, Desk, Notebook, desk


@pytest.fixture
async def at(aiohttp_server: AiohttpServer) -> AsyncIterator[Desk]:
    async with desk(aiohttp_server) as made:
        await made.connected()
        yield made
        assert made.platform.faults == []


async def test_a_connection_that_falls_comes_back_and_a_long_silence_is_told(at: Desk) -> None:
    await at.platform.says(GUARD, "text", {"content": "一"})
    await at.hears()
    at.clock.now += 60
    await at.platform.cut()
    await at.connected(2)
    await at.is_so(lambda: at.notes.deaf_times)
    began, ended = at.notes.deaf_times[-1]
    assert ended - began <= timedelta(minutes=1)  # short ones are left out where they are written down
    await at.platform.says(GUARD, "text", {"content": "二"})
    assert (await at.hears(2)).text == "二"
    assert at.notes.marks == {"deaf_since": ""}


async def test_the_silence_begins_where_the_platform_was_heard_last_and_outlives_the_bot(
    aiohttp_server: AiohttpServer,
) -> None:
    async with desk(aiohttp_server) as at:
        await at.connected()
        heard_last = at.notes.now()
        at.platform.moods.subscribe.extend([-1] * 100_000)
        at.clock.now += 900
        await at.platform.cut()
        await at.is_so(lambda: at.notes.marks.get("deaf_since"))
        assert at.notes.marks == {"deaf_since": heard_last.isoformat()}
        at.clock.now += 7200  # so long, and still no end: what is over of it is told
        await at.is_so(lambda: at.notes.deaf_times)
        assert at.notes.deaf_times == [(heard_last, at.notes.now())]
        told_until = at.notes.now()
        at.clock.now += 600
        at.platform.moods.subscribe.clear()
        await at.is_so(at.online)
        await at.is_so(lambda: len(at.notes.deaf_times) == 2)
        assert at.notes.deaf_times[-1] == (told_until, at.notes.now())


@pytest.mark.errors_expected
async def test_who_was_pushed_out_stays_out_and_a_person_is_called(at: Desk) -> None:
    async with another(at) as line:
        await at.is_so(lambda: at.notes.alarms)
        assert at.notes.alarms == [Trouble.KICKED]
        assert await at.channel.send(Address(GUARD), Parcel("一")) == await at.channel.send(
            Address(GUARD), Parcel("二")
        )
        await at.is_so(lambda: at.notes.marks.get("deaf_since"))
        at.clock.now += 7200
        await at.is_so(lambda: at.notes.deaf_times)
        assert not line.closed
    assert [code for _, code in at.platform.subscribed] == [0, 0]
    [health] = await at.channel.check()
    assert health.level == "red"


@asynccontextmanager
async def another(at: Desk) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """Somebody else who subscribes with the same bot."""
    async with aiohttp.ClientSession() as session, session.ws_connect(at.channel._url) as line:
        who = {"bot_id": at.platform.bot_id, "secret": at.platform.secret}
        await line.send_json({"cmd": "aibot_subscribe", "headers": {"req_id": "other"}, "body": who})
        assert (await line.receive_json())["errcode"] == 0
        yield line


@pytest.mark.errors_expected
@pytest.mark.parametrize("code", [853000, 846601])
async def test_who_is_rejected_does_not_knock_again(aiohttp_server: AiohttpServer, code: int) -> None:
    async with desk(aiohttp_server, prepare=lambda one: one.moods.subscribe.append(code)) as at:
        await at.is_so(lambda: at.notes.alarms)
        assert at.notes.alarms == [Trouble.REJECTED]
        await at.is_so(lambda: at.notes.marks.get("deaf_since"))
        assert [code for _, code in at.platform.subscribed] == [code]


async def test_who_subscribed_too_often_waits_longer(
    aiohttp_server: AiohttpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    pace = replace(QUICK, too_often=0.5)
    async with desk(aiohttp_server, pace, lambda one: one.moods.subscribe.extend([45009, -1])) as at:
        socket = at.channel._socket
        assert socket is not None
        guarded = socket._guarded

        async def noted() -> float:
            waits.append(await guarded())
            return waits[-1]

        monkeypatch.setattr(socket, "_guarded", noted)
        await at.connected()
    assert waits[:2] == [0.5, 0]


async def test_pings_are_answered_and_a_silent_platform_is_left(aiohttp_server: AiohttpServer) -> None:
    pace = replace(QUICK, ping=0.01, answer=0.3)
    async with desk(aiohttp_server, pace) as at:
        await at.is_so(lambda: at.platform.pings >= 3)
        opened = at.platform.opened
        at.platform.moods.silent = True
        await at.is_so(lambda: at.platform.opened > opened)


async def test_whoever_still_brings_something_is_alive_without_answering_pings(aiohttp_server: AiohttpServer) -> None:
    pace = replace(QUICK, ping=0.01, answer=1)
    async with desk(aiohttp_server, pace) as at:
        await at.connected()
        at.platform.moods.silent = True
        pinged = at.platform.pings
        while at.platform.pings < pinged + 3:
            await at.platform.says(GUARD, "text", {"content": "罐区正常"})
            await at.hears(len(at.notes.taken) + 1)
        assert len(at.platform.subscribed) == 1


async def test_a_half_dead_connection_is_replaced(at: Desk) -> None:
    await at.platform.says(GUARD, "text", {"content": "一"})
    await at.hears()
    at.platform.moods.half_dead = True
    assert not isinstance(await at.channel.send(Address(GUARD), Parcel("一")), Sent)
    at.platform.moods.half_dead = False
    await at.connected(2)
    assert isinstance(await at.channel.send(Address(GUARD), Parcel("二")), Sent)


async def test_a_platform_that_is_away_keeps_nobody_from_starting(aiohttp_server: AiohttpServer) -> None:
    async with desk(aiohttp_server, ws_url="ws://127.0.0.1:1/") as at:
        await at.is_so(lambda: at.notes.marks.get("deaf_since"))
        assert not at.online()
        [health] = await at.channel.check()
        assert health.level == "red"


@pytest.mark.errors_expected
@pytest.mark.parametrize("error", [NotStorable("the disk is full"), RuntimeError("a table is missing")])
async def test_a_database_in_trouble_does_not_end_the_connection(
    aiohttp_server: AiohttpServer, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    async def fails(*_: object) -> str:
        raise error

    monkeypatch.setattr(Notebook, "mark", fails)
    async with desk(aiohttp_server) as at:
        await at.connected()
        await at.platform.says(GUARD, "text", {"content": "罐区正常"})
        assert (await at.hears()).text == "罐区正常"
        assert len(at.platform.subscribed) == 1


async def test_no_secret_and_no_word_stands_in_the_log(at: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    await at.platform.says(GUARD, "text", {"content": "张三电话13800138000"})
    await at.hears()
    await at.platform.cut()
    await at.connected(2)
    await at.platform.raw("{13800138000")
    await at.channel.send(Address(GUARD), Parcel("张三电话13800138000"))
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("bot."))
    assert at.platform.secret not in ours
    assert "13800138000" not in ours
    assert "张三" not in ours
