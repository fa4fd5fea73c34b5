"""Commands that look and change nothing: doctor, verify."""

from datetime import UTC, datetime
from pathlib import Path

import click

from bot.commands.terminal import config_option, loaded, progress, session
from models.errors import Refused

COLOURS = {"green": "green", "yellow": "yellow", "red": "red"}


@click.command()
@config_option
def doctor(config: Path) -> None:
    """Checks configuration, database, media, clock, calendar, fonts and channels; a line each.

    \b
    Example:  yexun doctor --config /etc/yexun/config.toml
    """
    from bot import doctor

    red = 0
    for finding in doctor.findings(config, datetime.now(UTC)):
        red += finding.level == "red"
        level = click.style(f"{finding.level:<7}", fg=COLOURS[finding.level])
        click.echo(f"{level} {finding.subject}: {finding.told}")
    if red:
        raise Refused(f"{red} of these are red: put them right, then run yexun doctor again")


@click.command()
@config_option
def verify(config: Path) -> None:
    """Walks the audit chain and the media store, and names the first break.

    \b
    Example:  yexun verify --config config.toml
    """
    found = loaded(config)
    from bot import verify
    from bot.store import Store

    with session(found, writes=False) as ledger:
        entries, kept = verify.chain(ledger), verify.kept(ledger)
    click.echo(f"the audit chain holds, entries: {entries}")
    files = verify.media(progress(Store(found.media.folder).walk(), "re-hashing"), kept)
    click.echo(f"the media store holds, files: {files}")


COMMANDS = (doctor, verify)
