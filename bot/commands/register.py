"""`yexun import`: what the office keeps in sheets."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands import terminal
from bot.commands.terminal import config_option, loaded, progress
from models.errors import Refused

if TYPE_CHECKING:
    from bot.config import Config
    from bot.register import Kind

KINDS = ("enterprises", "people", "groups", "rota", "calendar", "tips", "hazards", "certificates", "forms")


@click.command("import")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--template", is_flag=True, help="Write an empty FILE to fill in, instead of reading it.")
@config_option
def import_(kind: str, file: Path, template: bool, config: Path) -> None:
    """Takes in enterprises, people, groups, rota, tips, hazards … from .xlsx or .csv: all of a file, or nothing.

    \b
    Examples:  yexun import enterprises --template 企业.xlsx
               yexun import enterprises 企业.xlsx
    """
    from bot import register, tables

    made = register.KINDS[kind]
    if template:
        tables.write_template(file, made.title, made.columns, made.example, made.notes)
        click.echo(f"{file}")
    else:
        _bring(made, file, loaded(config))


def _bring(kind: "Kind", file: Path, config: "Config") -> None:
    from bot import tables

    read = tables.read(file, kind.columns, lambda lines: progress(lines, f"reading {file.name}"))
    if not read.rows:
        raise Refused(f"{file} has headers and no rows below them: nothing was changed")
    channels = [channel.name for channel in config.channels]
    with terminal.session(config, writes=True) as session:
        imported = kind.run(session, read.rows, datetime.now(UTC), channels)
    for note in (*read.notes, *imported.notes):
        click.echo(note, err=True)
    click.echo(str(imported))


COMMANDS = (import_,)
