"""Commands of the contract that nobody has built yet: they say so, and do not pretend."""

from pathlib import Path

import click

from bot.commands.terminal import config_option, not_yet

FORMS = ("daily", "weekly", "fujian3", "fujian4", "fujian5", "fujian6", "ledger", "package")


@click.command()
@click.argument("form", type=click.Choice(FORMS))
@click.option("--period", metavar="P", help="2026-03-14, 2026-W11, 2026-03 or A..B; the ledger needs none.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", required=True, help="What to write.")
@config_option
def export(form: str, period: str | None, out: Path, config: Path) -> None:
    """Writes a form (not built yet).

    \b
    Example:  yexun export daily --period 2026-03-14 --out daily.xlsx
    """
    not_yet("export")


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


COMMANDS = (export, backup, restore)
