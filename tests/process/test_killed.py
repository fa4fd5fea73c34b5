"""A real service, really killed: in the middle of intake, of handling, of delivery; stopped; without disk; alone."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pytest_aiohttp.plugin import AiohttpServer

from tests.platform.wecom import WeCom
from tests.process.serving import Serving, until

pytestmark = [pytest.mark.process, pytest.mark.timeout(900)]
#: The service gives itself ten seconds; on a machine that is busy elsewhere they take longer.
STOPPED = 60
USERS = [f"guard{number:03}" for number in range(60)]


@pytest.fixture
async def platform() -> WeCom:
    return WeCom(members=tuple(USERS))


@pytest.fixture
async def serving(tmp_path: Path, platform: WeCom, aiohttp_server: AiohttpServer) -> AsyncIterator[Serving]:
    server = await aiohttp_server(platform.app())
    made = Serving(tmp_path, str(server.make_url("/")).rstrip("/"), USERS)
    await made.start()
    yield made
    platform.trouble.released.set()
    await made.stop()


async def everybody_answered(platform: WeCom) -> bool:
    return {one.to_user for one in platform.arrived} >= set(USERS)


async def test_killed_in_the_middle_of_intake_nothing_acknowledged_is_lost(serving: Serving, platform: WeCom) -> None:
    dice = random.Random(7)
    acknowledged: set[int] = set()
    numbers = iter(range(10**6, 2 * 10**6))

    async def ask(user: str) -> None:
        number = next(numbers)
        answer = await serving.caller.knock(
            serving.caller.seal(serving.caller.says(user, "text", "<Content><![CDATA[帮助]]></Content>", number))
        )
        if answer.status == 200:
            acknowledged.add(number)

    for _ in range(2):
        asking = [asyncio.create_task(ask(user)) for user in USERS]
        await asyncio.sleep(dice.uniform(0.02, 0.12))
        await serving.kill()
        await asyncio.gather(*asking)
        await serving.start()
    asking = [asyncio.create_task(ask(user)) for user in USERS]
    await asyncio.gather(*asking)

    stored = {int(str(row[0])) for row in serving.rows("SELECT msg_id FROM message")}
    assert acknowledged <= stored

    async def handled() -> bool:
        return not serving.rows("SELECT 1 FROM message WHERE status IN ('pending', 'claimed')")

    await until(handled)
    assert serving.rows("SELECT 1 FROM message WHERE status = 'failed'") == []
    assert await everybody_answered(platform) or await until(lambda: everybody_answered(platform))


async def test_killed_in_the_middle_of_handling_and_delivery_each_is_answered_once(
    serving: Serving, platform: WeCom
) -> None:
    platform.trouble.add("message/send", drop="mute", times=3)
    for number, user in enumerate(USERS):
        assert (await serving.caller.text(user, "帮助", 5_000_000 + number))[-1].status == 200

    async def some_said() -> bool:
        return len(platform.arrived) >= 5

    await until(some_said)
    await serving.kill()
    await serving.start()
    await until(lambda: everybody_answered(platform))

    async def settled() -> bool:
        return not serving.rows("SELECT 1 FROM outgoing WHERE status IN ('pending', 'sending')")

    await until(settled)
    shown = Counter(one.to_user for one in platform.arrived if one.shown)
    doubled = {user for user, count in shown.items() if count > 1}
    assert set(shown) == set(USERS)
    marked = {str(row[0]) for row in serving.rows("SELECT to_user FROM outgoing WHERE repeated")}
    assert doubled <= marked, "only a sending whose answer was lost may repeat, and is marked so"
    assert len(marked) < len(USERS)
    assert serving.rows("SELECT count(*) FROM outgoing WHERE kind = 'answer'") == [(len(USERS),)]


async def test_told_to_stop_it_finishes_what_it_holds_within_ten_seconds(serving: Serving, platform: WeCom) -> None:
    for number, user in enumerate(USERS):
        await serving.caller.text(user, "帮助", 6_000_000 + number)
    took = await serving.stop()
    assert took < STOPPED
    assert serving.process
    assert serving.process.returncode == 0
    assert "Traceback" not in serving.log
    assert serving.rows("SELECT 1 FROM outgoing WHERE status = 'sending'") == []


async def test_a_hanging_platform_does_not_keep_it_from_stopping(serving: Serving, platform: WeCom) -> None:
    platform.trouble.add("message/send", drop="hang", times=100)
    await serving.caller.text(USERS[0], "帮助", 7_000_000)

    async def hanging() -> bool:
        return platform.trouble.count("message/send") > 0

    await until(hanging)
    assert await serving.stop() < STOPPED


async def test_a_dead_platform_leaves_it_up_and_it_goes_on_where_it_was(serving: Serving, platform: WeCom) -> None:
    platform.trouble.add("message/send", status=502, times=2)
    assert (await serving.caller.text(USERS[0], "帮助", 8_000_000))[-1].status == 200

    async def answered() -> bool:
        return bool(platform.shown(USERS[0]))

    await until(answered)
    health = await serving.health()
    assert health
    assert health["status"] == "ok"


async def test_a_locked_database_is_503_and_the_platform_repeats(serving: Serving, platform: WeCom) -> None:
    import sqlite3

    blocker = sqlite3.connect(serving.folder / "yexun.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    sealed = serving.caller.says(USERS[1], "text", "<Content><![CDATA[帮助]]></Content>", 9_000_000)
    caller = serving.caller
    caller.deadline = 20
    answer = await caller.knock(caller.seal(sealed))
    assert answer.status == 503
    health = await serving.health()
    assert health
    assert health["status"] == "degraded"
    blocker.execute("ROLLBACK")
    blocker.close()
    assert (await caller.deliver(sealed))[-1].status == 200

    async def answered() -> bool:
        return bool(platform.shown(USERS[1]))

    await until(answered)
    assert "Traceback" not in serving.log


async def test_bad_callbacks_are_turned_away_and_leave_nothing(serving: Serving) -> None:
    import aiohttp

    caller = serving.caller
    good = caller.seal(caller.says(USERS[0], "text", "<Content><![CDATA[帮助]]></Content>", 1))
    forged = {**good.query, "msg_signature": "0" * 40}
    other_corp = caller.seal(caller.says(USERS[0], "text", "<Content><![CDATA[x]]></Content>", 2), receiver="ww_other")
    bad = [
        (forged, good.body, 403),
        (good.query, b"<xml><Encrypt>broken", 403),
        (caller.sign("%%%"), caller.envelope("%%%"), 400),
        (other_corp.query, other_corp.body, 400),
        (good.query, b"x" * (256 * 1024 + 1), 413),
        ({}, good.body, 403),
    ]
    async with aiohttp.ClientSession() as session:
        for query, body, status in bad:
            async with session.post(caller.url, params=query, data=body) as answer:
                assert answer.status in {status, 400} if status == 403 else answer.status == status
                assert await answer.text() == ""

        async def chunks() -> AsyncIterator[bytes]:
            for _ in range(40):
                yield b"y" * 10_000

        async with session.post(caller.url, params=good.query, data=chunks()) as answer:
            assert answer.status == 413
        async with session.get(f"http://127.0.0.1:{serving.port}/metrics") as answer:
            assert "yexun_callbacks_refused_total" in await answer.text()
    assert serving.rows("SELECT count(*) FROM message") == [(0,)]
    assert "Traceback" not in serving.log


async def test_the_address_passes_the_platforms_check(serving: Serving) -> None:
    assert await serving.caller.verify()


async def test_two_processes_on_one_database_answer_each_once(
    serving: Serving, platform: WeCom, tmp_path: Path, aiohttp_server: AiohttpServer
) -> None:
    beside = await aiohttp_server(platform.app())
    second = Serving(tmp_path, str(beside.make_url("/")).rstrip("/"), [], name="second")
    await second.start()
    asked = [
        (serving if number % 2 else second).caller.text(user, "帮助", 10_000_000 + number)
        for number, user in enumerate(USERS)
    ]
    await asyncio.gather(*asked)
    # the platform repeats to the other one what the first has taken
    again = [serving.caller.text(user, "帮助", 10_000_000 + number) for number, user in enumerate(USERS)]
    await asyncio.gather(*again)
    await until(lambda: everybody_answered(platform))
    assert await second.stop() < STOPPED
    shown = Counter(one.to_user for one in platform.arrived if one.shown)
    assert set(shown.values()) == {1}
    assert serving.rows("SELECT count(*) FROM message WHERE status = 'done'") == [(len(USERS),)]
    assert "Traceback" not in serving.log
