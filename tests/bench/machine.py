"""What the figures were measured on."""

import os
import platform
import sqlite3
import statistics
import sys
from pathlib import Path
from time import perf_counter

from tests.bench.tables import Table, ms


def described(folder: Path) -> Table:
    """The machine: processor, Python, SQLite, the time that one fdatasync takes in a folder."""
    table = Table("Machine", ("what", "value"))
    table.add("processor", f"{_processor()}, {os.cpu_count()} cores")
    table.add("system", f"{platform.system()} {platform.release()}")
    table.add("Python", f"{platform.python_version()} ({sys.implementation.name})")
    table.add("SQLite", sqlite3.sqlite_version)
    table.add("fdatasync of 4 KB", f"{ms(sync_time(folder))} ms (median of 100)")
    table.add("load average", load())
    return table


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def load() -> str:
    """How busy the machine was in the last minute; others disturb the figures."""
    return f"{os.getloadavg()[0]:.1f} in the last minute" if hasattr(os, "getloadavg") else "unknown"


def sync_time(folder: Path, times: int = 100) -> float:
    """The median time of an fdatasync after a write of 4 KB, in seconds."""
    sync = getattr(os, "fdatasync", os.fsync)
    found = []
    path = folder / "sync"
    with path.open("wb", buffering=0) as file:
        for _ in range(times):
            file.write(b"x" * 4096)
            began = perf_counter()
            sync(file.fileno())
            found.append(perf_counter() - began)
    path.unlink()
    return statistics.median(found)
