"""`yexun export`: what the office takes away as a file."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands import terminal
from bot.commands.terminal import config_option, loaded, not_yet, progress
from models.errors import Refused

if TYPE_CHECKING:
    from sqlmodel import Session

    from bot.documents.sheets import Sheet

FORMS = ("daily", "weekly", "fujian3", "fujian4", "fujian5", "fujian6", "ledger", "package")
BUILT = {"daily", "ledger"}
Days = tuple[date, date]
#: No ledger of this kind is older.
FIRST = date(2000, 1, 1)


class Period(click.ParamType[Days]):
    """Days as 2026-03-14, 2026-W11 (Monday to Sunday), 2026-03 or A..B, all of them included."""

    name = "P"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Days:
        """The first and the last day; anything else is wrong usage."""
        if isinstance(value, tuple):
            return value
        try:
            first, dots, last = str(value).partition("..")
            days = (_part(first)[0], _part(last)[1]) if dots else _part(first)
        except ValueError:
            self.fail(
                f"{value} is no period: write 2026-03-14, 2026-W11, 2026-03 or 2026-03-01..2026-03-14", param, ctx
            )
        if not FIRST <= days[0] <= days[1]:
            self.fail(f"{value} ends before it begins, or begins before {FIRST}", param, ctx)
        return days


def _part(text: str) -> Days:
    """A day, a week or a month."""
    if "-W" in text and len(text) == 8:
        monday = date.fromisoformat(f"{text}-1")
        return monday, monday + timedelta(days=6)
    if len(text) == 7:
        first = date.fromisoformat(f"{text}-01")
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    if len(text) != 10:
        raise ValueError(text)
    day = date.fromisoformat(text)
    return day, day


@click.command()
@click.argument("form", type=click.Choice(FORMS))
@click.option("--period", type=Period(), help="2026-03-14, 2026-W11, 2026-03 or A..B; the ledger needs none.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", required=True, help="What to write: .xlsx.")
@config_option
def export(form: str, period: Days | None, out: Path, config: Path) -> None:
    """Writes the ledger of hazards or the daily form as a plain .xlsx; the other forms are not built yet.

    \b
    Examples:  yexun export ledger --out 台账.xlsx
               yexun export daily --period 2026-03-14 --out 日报.xlsx
               yexun export daily --period 2026-03-01..2026-03-14 --out 日报.xlsx
    """
    if form not in BUILT:
        not_yet(f"export {form}")
    if form == "daily" and period is None:
        raise click.UsageError("the daily form needs --period")
    found, now = loaded(config), datetime.now(UTC)
    from bot.documents import sheets

    with terminal.session(found, writes=False) as session:
        pages = _ledger(session, period, now) if period is None or form == "ledger" else _daily(session, period, now)
        sheets.write(out, pages)
    click.echo(f"{out}")


def _ledger(session: "Session", period: Days | None, now: datetime) -> Sequence["Sheet"]:
    """All hazards, or those found within a period."""
    from bot.documents import ledger
    from bot.documents.sheets import Sheet
    from models.figures import moments
    from models.ledger import Within

    within = Within(found=moments(*period)) if period else Within()
    rows = progress(ledger.rows(session, within, now), "writing the ledger", ledger.count(session, within, now))
    return [Sheet(ledger.TITLE, ledger.COLUMNS, rows)]


def _daily(session: "Session", period: Days, now: datetime) -> Sequence["Sheet"]:
    """The figures of each duty day that has begun, and what stands behind them."""
    from bot.documents import daily
    from bot.documents.sheets import Sheet
    from models.figures import duty_day

    start, end = period
    if start > duty_day(now):
        raise Refused(f"{start} has not begun yet: name a day that has")
    end = min(end, duty_day(now))
    days = progress(daily.days_of(start, end), "counting")
    return [
        Sheet(daily.FORM, daily.COLUMNS, daily.rows(session, days, start, end, now)),
        Sheet(daily.DETAIL, daily.DETAIL_COLUMNS, daily.detail(session, start, end)),
    ]


COMMANDS = (export,)
