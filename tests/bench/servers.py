"""The servers that are compared: `python -m tests.bench.servers KIND [DATABASE]` prints its port and serves.

empty     answers 200 and reads nothing
bare      verifies, decrypts and parses with wechatpy, and stores nothing
ours      our intake: the answer comes after the commit
each      our intake with one commit for each message
door NAME our intake with another channel: of tests/channels/doors.py
deadlines our intake, and after so many seconds the run of 09:00, whose figures go to a file

All of them run on the loop that `yexun serve` runs on, as NoneBot2 does on the same one.
"""

import asyncio
import json
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from aiohttp import web

from bot.loop import new_loop
from tests.bench import processes
from tests.bench.letters import CALLER

WORK: "web.AppKey[Any]" = web.AppKey("work", object)


def empty() -> web.Application:
    """What aiohttp alone costs."""

    async def hear(request: web.Request) -> web.Response:
        return web.Response()

    return _with(hear)


def bare() -> web.Application:
    """The least that a bot on wechatpy does with a message."""
    from wechatpy.work import parse_message
    from wechatpy.work.crypto import WeChatCrypto

    crypto = WeChatCrypto(CALLER.token, CALLER.aes_key + "=", CALLER.corp_id)

    async def hear(request: web.Request) -> web.Response:
        query = request.query
        sealed = await request.text()
        letter = crypto.decrypt_message(sealed, query["msg_signature"], query["timestamp"], query["nonce"])
        message = parse_message(letter)
        return web.Response(status=200 if message.source and message.type and message.id else 400)

    return _with(hear)


def ours(url: str) -> web.Application:
    """Intake, channel and work as `bot.app` puts them together."""
    from bot.channels.base import ChannelSettings
    from bot.channels.wecom_app import WecomApp

    options = {"corp_id": CALLER.corp_id, "agent_id": "1000002", "token": CALLER.token, "aes_key": CALLER.aes_key}
    return _listening("app", WecomApp(ChannelSettings("app", "wecom_app", options)), url)


def _listening(name: str, channel: Any, url: str) -> web.Application:
    from prometheus_client import CollectorRegistry

    from bot.clock import RealClock
    from bot.intake import Intake
    from bot.work import Work

    work = Work(url)
    app = web.Application()
    app.add_routes(Intake(work, {name: channel}, RealClock(), CollectorRegistry()).routes())

    async def close(_: web.Application) -> None:
        work.close()

    app.on_cleanup.append(close)
    app[WORK] = work
    return app


def door(name: str, url: str) -> web.Application:
    """The same for another channel that is called over HTTP."""
    from tests.channels.doors import DOORS

    return _listening(name, DOORS[name](time.time).channel, url)  # type: ignore[arg-type]


def each(url: str) -> web.Application:
    """The same without company: every message has a commit of its own."""
    from bot import work

    work.BATCH = 1
    return ours(url)


def deadlines(url: str, out: str, after: str) -> web.Application:
    """Intake with the run of 09:00 beside it, page by page, as the ticker has it run."""
    app = ours(url)
    running: list[asyncio.Task[None]] = []

    async def begin(_: web.Application) -> None:
        running.append(asyncio.create_task(_run(app[WORK], Path(out), float(after))))

    app.on_startup.append(begin)
    return app


async def _run(work: Any, out: Path, after: float) -> None:
    from bot import ticker
    from models import runs
    from scheduler import jobs
    from tests.bench.deadlines import NINE

    await asyncio.sleep(after)
    began = perf_counter()
    await work.write(lambda session: runs.plan(session, "deadlines", [NINE]))
    known, claimed = await work.write(lambda session: (jobs.in_force(session, NINE), runs.claim(session, NINE)))
    while claimed is not None:
        claimed = await ticker._run_one(work, known, claimed, NINE)
    told = {"began": began, "seconds": perf_counter() - began}
    out.with_suffix(".part").write_text(json.dumps(told), "utf-8")
    out.with_suffix(".part").rename(out)


def _with(hear: Callable[[web.Request], object]) -> web.Application:
    app = web.Application()
    app.router.add_post("/callback/{name}", hear)  # type: ignore[arg-type]
    return app


KINDS: dict[str, Callable[..., web.Application]] = {
    "empty": empty,
    "bare": bare,
    "ours": ours,
    "each": each,
    "door": door,
    "deadlines": deadlines,
}


async def serve(app: web.Application) -> None:
    """Serves on a free port until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2, auto_decompress=False)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await stop.wait()
    await runner.cleanup()


def main() -> None:
    """Serves what the command line names."""
    processes.pin(processes.SERVER)
    kind, *rest = sys.argv[1:]
    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(serve(KINDS[kind](*rest)))


if __name__ == "__main__":
    main()
