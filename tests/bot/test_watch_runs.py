"""The watcher of a running service: its heartbeat goes out, and /healthz and /metrics tell what it sees."""

from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from pytest_aiohttp.plugin import AiohttpServer

from bot import app
from bot.clock import MovableClock, RealClock
from bot.config import parse
from bot.config_faults import ConfigFaults
from models import calendar
from tests import laid
from tests.conftest import NIGHT
from tests.process.serving import until


async def test_a_heartbeat_goes_out_while_all_is_well(tmp_path: Path, aiohttp_server: AiohttpServer) -> None:
    beats: list[str] = []

    async def hear(request: web.Request) -> web.Response:
        beats.append(request.method)
        return web.Response()

    served = web.Application()
    served.router.add_route("*", "/ping", hear)
    url = str((await aiohttp_server(served)).make_url("/ping"))
    config = parse({"watch": {"heartbeat_url": url}}, tmp_path)
    assert url not in repr(config)
    laid.lay(config.database.url)

    async def beaten() -> bool:
        return bool(beats)

    async with app.running(config, RealClock()):
        await until(beaten)
    assert beats == ["GET"]


def test_an_address_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigFaults, match=r"watch\.heartbeat_url"):
        parse({"watch": {"heartbeat_url": "hc-ping.com/1"}}, tmp_path)


async def test_health_tells_what_the_watcher_sees(tmp_path: Path, aiohttp_server: AiohttpServer) -> None:
    clock = MovableClock(calendar.at(NIGHT, calendar.clock("12:00")))
    config = parse({}, tmp_path)
    laid.lay(config.database.url)
    async with app.running(config, clock) as built:
        server = await aiohttp_server(app.application(built, clock))
        now = clock.now()
        async with ClientSession() as session:
            url = str(server.make_url("/"))

            async def told() -> dict[str, object]:
                async with session.get(f"{url}healthz") as answer:
                    return dict(await answer.json())

            assert (await told())["status"] == "ok"
            built.office.mouths.closed_until["app"] = now + timedelta(hours=1)
            found = await told()
            assert (found["status"], found["signs"]) == ("degraded", ["refusing:app"])
            async with session.get(f"{url}metrics") as answer:
                lines = (await answer.text()).splitlines()
            assert 'yexun_watch{channel="app",sign="refusing"} 1.0' in lines
            assert "yexun_messages_last_hour 0.0" in lines
