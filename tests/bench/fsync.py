"""Group commit against one commit for each message, on a disk whose fsync costs 4 ms."""

import shutil
import subprocess
from pathlib import Path

from tests.bench.callbacks import Bench, Run
from tests.bench.tables import Figure, Measured, Table, ms

SHIM = Path(__file__).with_name("slowsync.c")
WANTED = 10.0


def measure(folder: Path, *, quick: bool) -> Measured:
    """The same client against both, with 32 and with 128 connections."""
    table = Table(
        "Callbacks acknowledged per second when fsync costs 4 ms",
        ("connections", "one commit each", "p50 ms", "group commit", "p50 ms", "ratio"),
    )
    if shutil.which("gcc") is None:
        table.told.append("Skipped: there is no gcc here to build the shim that slows fsync down.")
        return Measured([table])
    extra = {"LD_PRELOAD": str(_built(folder))}
    bench = Bench(folder, 0.7 if quick else 4.0)
    figures, lost = [], 0
    for connections in (32, 128):
        each, group = bench.run("each", connections, extra), bench.run("ours", connections, extra)
        _row(table, connections, each, group)
        ratio = group.rate / each.rate
        lost += each.lost + group.lost
        name = f"group commit, 4 ms fsync, {connections} connections"
        figures.append(Figure(name, f"{ratio:.1f} times", f">= {WANTED:.0f} times", ratio >= WANTED))
    table.told.append(f"{lost} acknowledged but not in the database.")
    return Measured([table], figures)


def _row(table: Table, connections: int, each: Run, group: Run) -> None:
    ratio = f"{group.rate / each.rate:.1f}"
    table.add(connections, f"{each.rate:.0f}", ms(each.p50), f"{group.rate:.0f}", ms(group.p50), ratio)


def _built(folder: Path) -> Path:
    shim = folder / "slowsync.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O2", "-o", shim, SHIM, "-ldl"], check=True, timeout=60)
    return shim
