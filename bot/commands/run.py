"""Commands that run the bot: demo, serve, rehearse, migrate."""

from datetime import datetime
from pathlib import Path

import click

from bot.commands.terminal import config_option, loaded


class Moment(click.ParamType[datetime]):
    """A moment as 2026-03-14T23:00+08:00; without an offset it is meant in Asia/Shanghai."""

    name = "T"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The aware moment; anything else is wrong usage."""
        from models import calendar

        try:
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value} is not a moment; write it as 2026-03-14T23:00+08:00", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=calendar.ZONE)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="Where the pages listen.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the demo keeps its data; without it, in a fresh folder each time.",
)
def demo(port: int, data: Path | None) -> None:
    """Opens an invented county in the browser, tonight already under way.

    \b
    Example:  yexun demo --port 9000
    """
    from bot import demo

    demo.run(port, data)


@click.command()
@config_option
@click.option("--migrate/--no-migrate", default=True, show_default=True, help="Bring the database up to date first.")
def serve(config: Path, migrate: bool) -> None:
    """Runs the service until it is told to stop.

    \b
    Example:  yexun serve --config /etc/yexun/config.toml
    """
    found = loaded(config)
    from bot import app

    app.serve(found, migrate=migrate)


@click.command()
@click.argument("script", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--from", "start", type=Moment(), required=True, help="When the rehearsal begins.")
@click.option("--to", "end", type=Moment(), required=True, help="When it ends.")
@config_option
def rehearse(script: Path, start: datetime, end: datetime, config: Path) -> None:
    """Plays a script of messages against a clock of its own, sends nothing, prints what would be sent.

    \b
    Example:  yexun rehearse night.jsonl --from 2026-03-14T23:00+08:00 --to 2026-03-15T09:00+08:00
    """
    if end <= start:
        raise click.BadParameter("the end is not after the beginning", param_hint="--to")
    found = loaded(config)
    from bot import rehearse

    rehearse.run(script, start, end, found)


@click.command()
@config_option
def migrate(config: Path) -> None:
    """Brings the database to the newest schema; a copy of it is left beside it first.

    \b
    Example:  yexun migrate --config config.toml
    """
    from bot import migrate

    applied = migrate.upgrade(loaded(config).database.url)
    click.echo(f"applied: {', '.join(applied)}" if applied else f"nothing to do, the schema is {migrate.newest()}")


COMMANDS = (demo, serve, rehearse, migrate)
