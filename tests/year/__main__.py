"""Plays the rehearsed year: `python -m tests.year --days 365 --seed 1`; 1 when something did not hold."""

import argparse
import asyncio
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter, process_time

from tests.year.measure import Measure
from tests.year.play import Year, opened

#: A year whose holidays are published.
FIRST = date(2026, 1, 1)


async def played(folder: Path, asked: argparse.Namespace) -> int:
    """Plays day after day, until one on which something does not hold."""
    year = await opened(folder, asked.seed, asked.first, asked.days, asked.plants)
    measure, began, worked = Measure(year), perf_counter(), process_time()
    for ahead in range(asked.days):
        day = asked.first + timedelta(days=ahead)
        found = await year.day(day)
        measure.day()
        if found:
            _failed(year, asked.seed, day, found)
            return 1
    year.work.close()
    print(measure.told(asked.days, perf_counter() - began, process_time() - worked))
    return 0


def _failed(year: Year, seed: int, day: date, found: list[str]) -> None:
    """The script goes to stdout, for `yexun rehearse`; what is wrong to stderr."""
    for line in year.script():
        print(line)
    print(f"seed {seed}: after the night of {day} this does not hold:", *found, sep="\n", file=sys.stderr)


def main() -> int:
    """Plays what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.year", description="A county at play, looked at every day.")
    parser.add_argument("--days", type=int, default=365, help="how many days (365)")
    parser.add_argument("--seed", type=int, default=1, help="which county, people and mishaps (1)")
    parser.add_argument("--plants", type=int, default=75, help="how many enterprises (75)")
    parser.add_argument("--first", type=date.fromisoformat, default=FIRST, help=f"the first day ({FIRST})")
    with tempfile.TemporaryDirectory(prefix="yexun-year-") as folder:
        return asyncio.run(played(Path(folder), parser.parse_args()))


if __name__ == "__main__":
    sys.exit(main())
