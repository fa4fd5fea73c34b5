"""`yexun demo`: an invented county in the browser, tonight already under way."""

import asyncio
import contextlib
import logging
import signal
import tempfile
from pathlib import Path

import click

from bot.demo.stage import Stage, staged

WELCOME = """
夜巡 Yexun 演示已打开： http://127.0.0.1:{port}

  现在是{when}，{county}的工作群。先试：
  1 左边选“宏达加油站”的夜班，发一段样例视频，写一句“转了一圈，无隐患”
  2 点上方“到03:30”，看谁收到催报；再点“到06:30”，看值班员的晨报
  3 换成值班员，问“昨晚谁没报”

  Ctrl-C 结束。数据在 {folder}
"""


def run(port: int, data: Path | None) -> None:
    """Opens the demo and runs until Ctrl-C; a busy port is one sentence and exit code 1."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    with contextlib.ExitStack() as stack:
        folder = data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yexun-demo-")))
        asyncio.run(_run(port, folder))


async def _run(port: int, folder: Path) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(name, stop.set)
    async with staged(folder, port) as stage:
        _welcome(stage, port, folder)
        await stop.wait()


def _welcome(stage: Stage, port: int, folder: Path) -> None:
    from bot.demo.county import NAME
    from models.wording import times

    when = times.stamp(stage.now())
    click.echo(WELCOME.format(port=port, when=when, county=NAME, folder=folder))
