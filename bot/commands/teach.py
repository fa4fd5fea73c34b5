"""`yexun teach`: what was not clear or was corrected, and the words that an office teaches its bot."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.terminal import config_option, loaded, session
from models.errors import Refused, Said

if TYPE_CHECKING:
    from models.taught import Taught
    from models.unclear import Listed

#: Who teaches on the command line, as the audit chain names them.
BY = "admin on the command line"


@click.group()
def teach() -> None:
    """Shows what was not clear, and teaches short names, places and phrases; a running server knows them at once.

    \b
    Examples:  yexun teach unclear --days 7
               yexun teach phrase 兜一圈 巡查
    """


@teach.command()
@click.option("--days", type=click.IntRange(1, 366), default=7, show_default=True, help="How far back.")
@config_option
def unclear(days: int, config: Path) -> None:
    """Lists messages that were not clear or were corrected, with what was understood; the newest first.

    \b
    Example:  yexun teach unclear --days 30
    """
    from models import unclear

    with session(loaded(config), writes=False) as found:
        rows = unclear.for_teaching(found, days, datetime.now(UTC))
        for row in rows:
            click.echo(_line(row))
        click.echo(f"unclear or corrected in {days} days: {len(rows)}")


def _line(one: "Listed") -> str:
    from models import calendar

    at = f"{calendar.local(one.message.received_at):%Y-%m-%d %H:%M}"
    named = (one.plant.short if one.plant else "", one.person.name if one.person else "")
    who = " ".join(part for part in named if part) or one.message.sender
    return f"{at}  {one.row.status:<9} {who}: {' '.join(one.message.text.split())}  [{one.row.understood}]"


@teach.command()
@click.argument("enterprise", metavar="企业")
@click.argument("name", metavar="简称")
@click.option("--yes", is_flag=True, help="Also if many of the last messages would be read otherwise.")
@config_option
def short(enterprise: str, name: str, yes: bool, config: Path) -> None:
    """Teaches a short name of an enterprise.

    \b
    Example:  yexun teach short 宏达化工有限公司 宏达二厂
    """
    _learn("short", name, enterprise, yes, config)


@teach.command()
@click.argument("name", metavar="名称")
@click.option("--yes", is_flag=True, help="Also if many of the last messages would be read otherwise.")
@config_option
def place(name: str, yes: bool, config: Path) -> None:
    """Teaches a place of a plant.

    \b
    Example:  yexun teach place 老虎口
    """
    _learn("place", name, "", yes, config)


@teach.command()
@click.argument("words", metavar="说法")
@click.argument("means", metavar="意思")
@click.option("--yes", is_flag=True, help="Also if many of the last messages would be read otherwise.")
@config_option
def phrase(words: str, means: str, yes: bool, config: Path) -> None:
    """Teaches words that mean other words, which the bot knows.

    \b
    Example:  yexun teach phrase 兜一圈 巡查
    """
    _learn("phrase", words, means, yes, config)


def _learn(kind: str, word: str, means: str, yes: bool, config: Path) -> None:
    """Teaches a word, and shows what it changes: more than a few messages want --yes."""
    from bot.handling import Names
    from handlers import lessons
    from handlers.understand import Register
    from models.taught import Kind

    now = datetime.now(UTC)
    with session(loaded(config), writes=True) as found:
        register = Names(Register.build([])).fresh(found)
        try:
            lesson = lessons.whole(lessons.Lesson(Kind(kind), word, means), register, now)
        except Said as said:
            raise Refused(" ".join(str(said).split("\n"))) from said
        looked_at, changed = lessons.changes(found, register, lesson)
        for change in changed:
            click.echo(str(change))
        click.echo(f"read otherwise: {len(changed)} of the last {looked_at} messages")
        if len(changed) > lessons.FEW and not yes:
            raise Refused("nothing was taught: look at the lines above, then say it again with --yes")
        lessons.learn(found, lesson, BY, now)
        click.echo(lessons.told(lesson))


@teach.command("list")
@config_option
def list_(config: Path) -> None:
    """Lists what is taught and holds.

    \b
    Example:  yexun teach list
    """
    from models import taught

    with session(loaded(config), writes=False) as found:
        for line in _held(taught.in_force(found)):
            click.echo(line)


def _held(rows: "Sequence[Taught]") -> Iterator[str]:
    from models import calendar

    for row in rows:
        means = f" = {row.means}" if row.means else ""
        yield f"{calendar.local(row.at):%Y-%m-%d %H:%M}  {row.kind:<7} {row.word}{means}  ({row.by})"


@teach.command()
@click.argument("word", metavar="词")
@config_option
def forget(word: str, config: Path) -> None:
    """Has a word forgotten.

    \b
    Example:  yexun teach forget 兜一圈
    """
    from handlers import lessons

    with session(loaded(config), writes=True) as found:
        try:
            lessons.forget(found, word, BY, datetime.now(UTC))
        except Said as said:
            raise Refused(str(said)) from said
    click.echo(f"forgotten: {word}")


COMMANDS = (teach,)
