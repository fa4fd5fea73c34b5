"""What `yexun serve` holds and spends at rest, with a small county and with a large one."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import sleep

import psutil

from models import calendar
from tests.bench import county
from tests.bench.county import County
from tests.bench.service import serving
from tests.bench.tables import Figure, Measured, Table

WANTED_MB = 200


def measure(folder: Path, *, quick: bool) -> Measured:
    """Ten idle seconds after the start; the processor's share over them too."""
    sizes, nights, rest = ((20,), 5, 2.0) if quick else ((100, 10_000), 30, 10.0)
    last = calendar.night_of(datetime.now(UTC)) - timedelta(days=1)
    table = Table(
        f"yexun serve at rest, {rest:.0f} s after it is well, {nights} nights in the database",
        ("enterprises", "well after", "memory", "processor"),
    )
    figures = []
    for size in sizes:
        path = county.made(folder, County(size, nights, last))
        with serving(folder, path) as bot:
            process = psutil.Process(bot.pid)
            sleep(rest / 2)
            before = process.cpu_times()
            sleep(rest / 2)
            after = process.cpu_times()
            used = bot.memory()
        busy = (after.user + after.system - before.user - before.system) / (rest / 2)
        table.add(f"{size:,}", f"{bot.started_s:.1f} s", f"{used:.0f} MB", f"{busy * 100:.1f} % of a core")
        name = f"memory at rest, {size:,} enterprises"
        figures.append(Figure(name, f"{used:.0f} MB", f"< {WANTED_MB} MB", used < WANTED_MB))
    return Measured([table], figures)
