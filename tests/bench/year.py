"""The rehearsed year: what a day of it costs on one core, what people hear, and the memory of a large county."""

import asyncio
import resource
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from time import process_time

from tests.bench import processes
from tests.bench.tables import Figure, Measured, Table
from tests.year.measure import Measure
from tests.year.play import opened

FIRST, SEED = date(2026, 3, 2), 1
DAYS_OF_A_YEAR = 365
WANTED_S, WANTED_A_WEEK, WANTED_MB = 300.0, 1.0, 1000.0


def measure(folder: Path, *, quick: bool) -> Measured:
    """75 enterprises for four weeks, as a year; then 3,000 for some days, in a process of its own."""
    days, plants, many, nights = (2, 8, 20, 2) if quick else (28, 75, 3_000, 3)
    log = folder / "year.log"
    small, large = (
        processes.answer_of(processes.python("-m", "tests.bench.year", count, length), log)
        for count, length in ((plants, days), (many, nights))
    )
    year, weekly = small["seconds"] / days * DAYS_OF_A_YEAR, small["weekly"]
    table = Table("The rehearsed year", ("enterprises", "days", "lines in", "s of one core", "ms a line", "MB"))
    for count, length, one in ((plants, days, small), (many, nights, large)):
        cost = one["seconds"] / max(one["lines"], 1) * 1000
        table.add(f"{count:,}", length, f"{one['lines']:,}", f"{one['seconds']:.0f}", f"{cost:.1f}", f"{one['mb']:.0f}")
    table.told.append(f"A year of {plants} enterprises at this pace: {year:.0f} s; each day of it was looked at.")
    return Measured(
        [table],
        [
            Figure("a rehearsed year on one core", f"{year:.0f} s", f"< {WANTED_S:.0f} s", year < WANTED_S),
            Figure(
                "messages a week to who reports well",
                f"{weekly:.2f}",
                "<= 1",
                weekly <= WANTED_A_WEEK,
            ),
            Figure(f"memory of {many:,} enterprises", f"{large['mb']:.0f} MB", "bounded", large["mb"] < WANTED_MB),
        ],
    )


async def _played(folder: Path, plants: int, days: int) -> dict[str, float]:
    year = await opened(folder, SEED, FIRST, days, plants)
    measured, began = Measure(year), process_time()
    for ahead in range(days):
        await year.day(FIRST + timedelta(days=ahead))
        measured.day()
    spent, lines = process_time() - began, len(year.voices.said)
    year.work.close()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": spent, "lines": lines, "weekly": measured.weekly(), "mb": most}


if __name__ == "__main__":
    import json

    with tempfile.TemporaryDirectory(prefix="yexun-year-") as place:
        print(json.dumps(asyncio.run(_played(Path(place), int(sys.argv[1]), int(sys.argv[2])))))
