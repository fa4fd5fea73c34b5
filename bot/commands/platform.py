"""`yexun create-group` and `yexun recall`: what is asked of a platform by hand."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.terminal import config_option, loaded, session
from models.errors import Refused

if TYPE_CHECKING:
    from bot.channels.base import Channel
    from bot.config import Config
    from bot.founding import Plan
    from models.recalled import Spoken

#: Platforms take nothing back that was said longer ago.
WITHIN = timedelta(hours=24)


@click.command("create-group")
@click.argument("name")
@click.option("--owner", default="", metavar="姓名", help="Whose group it is; without it the first officer's.")
@config_option
def create_group(name: str, owner: str, config: Path) -> None:
    """Has an app make the group NAME of the sheet of groups: its enterprises' people and the bureau's officers.

    \b
    Example:  yexun create-group 夜巡群 --owner 李明
    """
    from bot import founding

    found = loaded(config)
    channels = _channels(found)
    with session(found, writes=False) as read:
        plan = founding.plan(read, channels, name, owner)
    chat = asyncio.run(_found(channels[plan.channel], plan))
    with session(found, writes=True) as kept:
        founding.note(kept, plan, chat, datetime.now(UTC))
    click.echo(f"{plan.name}: {len(plan.members)} members, 群ID {chat}; it shows itself with the first message")
    if plan.left_out:
        click.echo(f"without an account on {plan.channel}: {', '.join(plan.left_out)}", err=True)


async def _found(channel: "Channel", plan: "Plan") -> str:
    from bot.channels.base import Founding

    try:
        made = await channel.found_group(plan.name, plan.owner, plan.members) if isinstance(channel, Founding) else ""
    finally:
        await channel.close()
    if not isinstance(made, str):
        raise Refused(f"the platform makes no group: {made.why}")
    return made


@click.command()
@click.argument("key")
@config_option
def recall(key: str, config: Path) -> None:
    """Takes back what was said in error within 24 hours, by its key; one that ends with * takes back all that begin so.

    \b
    Examples:  yexun recall morning.duty:2:2026-03-14
               yexun recall 'notice:7:*'
    """
    from models import recalled

    found = loaded(config)
    now = datetime.now(UTC)
    with session(found, writes=False) as read:
        said = recalled.said(read, key, now - WITHIN)
    if not said:
        raise Refused(f"nothing of the key {key} was said in the last 24 hours")
    taken = asyncio.run(_take_back(_channels(found), said))
    with session(found, writes=True) as kept:
        recalled.note(kept, taken, now)
    for one in said:
        click.echo(f"{one.key}: {'taken back' if one in taken else f'stays, {one.channel} takes nothing back'}")
    if len(taken) < len(said):
        raise SystemExit(1)


async def _take_back(channels: "Mapping[str, Channel]", said: "Sequence[Spoken]") -> "list[Spoken]":
    from bot.channels.base import Recalling

    taken: list[Spoken] = []
    try:
        for one in said:
            channel = channels.get(one.channel)
            if isinstance(channel, Recalling) and one.platform_id and await channel.recall(one.platform_id):
                taken.append(one)
    finally:
        for opened in channels.values():
            await opened.close()
    return taken


def _channels(config: "Config") -> "Mapping[str, Channel]":
    from bot import app

    spool = config.media.folder.parent / "spool"
    return {one.name: app.channel(one, spool) for one in config.channel_settings}


COMMANDS = (create_group, recall)
