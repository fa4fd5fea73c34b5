"""Commands of the contract that nobody has built yet: they say so, and do not pretend."""

from pathlib import Path

import click

from bot.commands.terminal import config_option, not_yet


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@config_option
def backup(folder: Path, config: Path) -> None:
    """Copies database and media while the service runs (not built yet).

    \b
    Example:  yexun backup /mnt/backup/2026-03-14
    """
    not_yet("backup")


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@config_option
def restore(folder: Path, config: Path) -> None:
    """Brings back a backup into an empty place (not built yet).

    \b
    Example:  yexun restore /mnt/backup/2026-03-14
    """
    not_yet("restore")


COMMANDS = (backup, restore)
