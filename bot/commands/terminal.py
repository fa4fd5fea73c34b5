"""What all commands share: the configuration, the database, a line for what is refused, a bar for what takes long."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from models.errors import Refused

if TYPE_CHECKING:
    from sqlmodel import Session

    from bot.config import Config

T = TypeVar("T")
Command = TypeVar("Command", bound=Callable[..., Any])


class Commands(click.Group):
    """A group whose commands tell what they refuse in one line on stderr, with exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs a command."""
        try:
            return super().invoke(ctx)
        except Refused as error:
            raise click.ClickException(str(error)) from error


def config_option(command: Command) -> Command:
    """``--config FILE``, handed over as a path under the name ``config``; `loaded` reads it."""
    option = click.option(
        "--config",
        type=click.Path(dir_okay=False, path_type=Path),
        default="config.toml",
        show_default=True,
        metavar="FILE",
        help="The configuration.",
    )
    return option(command)


def loaded(path: Path) -> "Config":
    """The configuration of a command."""
    from bot import config

    return config.load(path)


@contextmanager
def session(config: "Config", *, writes: bool) -> Iterator["Session"]:
    """A session on a database of the newest schema: one transaction, kept when nothing goes wrong."""
    from sqlalchemy.exc import DBAPIError
    from sqlmodel import Session

    from bot import migrate
    from models import office_days

    engine = migrate.reached(config.database.url, writes=writes)
    try:
        if migrate.pending(engine):
            raise Refused("the database has not got the newest schema: run yexun migrate first")
        with Session(engine, expire_on_commit=False) as found, found.begin():
            office_days.adopt(found)
            yield found
    except DBAPIError as error:
        raise Refused(f"the database cannot be used: {error.orig}") from error
    finally:
        engine.dispose()


def progress(items: Iterable[T], label: str, length: int | None = None) -> Iterator[T]:
    """The items, with a bar on stderr where that is a terminal."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(items, length=length, label=label, file=sys.stderr, hidden=hidden) as bar:
        yield from bar


def not_yet(what: str) -> NoReturn:
    """What the contract names and nobody has built."""
    raise Refused(f"{what} is not built yet")
