"""Commands that look and change nothing: doctor, verify, why."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.terminal import config_option, loaded, progress, session
from models.errors import Refused

if TYPE_CHECKING:
    from models.outbox import Outgoing

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


@click.command()
@click.argument("key")
@config_option
def why(key: str, config: Path) -> None:
    """Tells what became of an outgoing message: each step with its time and reason.

    \b
    Example:  yexun why morning.duty:2:2026-03-14
    """
    from models import outbox
    from models.people import Person

    with session(loaded(config), writes=False) as found:
        letter = outbox.by_key(found, key)
        if letter is None:
            raise Refused(f"nothing of the key {key} was ever posted")
        person = found.get(Person, letter.person_id) if letter.person_id else None
        for line in _story(letter, person.name if person else ""):
            click.echo(line)


def _story(letter: "Outgoing", name: str) -> list[str]:
    address = " ".join(filter(None, (name, letter.channel, letter.to_user, letter.chat)))
    steps = [
        f"{_at(letter.posted_at)}  posted: {letter.kind} to {address or 'nobody'}",
        f"{_at(letter.not_before)}  may be said from here on" if letter.not_before > letter.posted_at else "",
        f"{_at(letter.stale_at)}  pointless from here on" if letter.stale_at else "",
        _end(letter),
    ]
    if letter.repeated:
        steps.append("may have been said twice: an answer of the platform was lost")
    if letter.text:
        steps += ["text:", letter.text]
    return [step for step in steps if step]


def _end(letter: "Outgoing") -> str:
    tried = f"after {letter.attempts} attempt{'s' if letter.attempts != 1 else ''}"
    reason = f": {letter.reason}" if letter.reason else ""
    if letter.settled_at is None:
        return f"now                  {letter.status} {tried}{reason}"
    return f"{_at(letter.settled_at)}  {letter.status} {tried}{reason}"


def _at(moment: datetime) -> str:
    from models import calendar

    return f"{calendar.local(moment):%Y-%m-%d %H:%M:%S}"


COMMANDS = (doctor, verify, why)
