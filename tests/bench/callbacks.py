"""Callbacks per second, acknowledged after the commit, against a handler that stores nothing."""

import shutil
import sqlite3
import statistics
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from bot.migrate import upgrade
from tests.bench import letters, processes
from tests.bench.tables import Figure, Measured, Table, ms

CONNECTIONS = 32
WANTED = 0.8
#: More than any server here answers in a second.
MOST_PER_SECOND = 14_000


@dataclass(frozen=True)
class Run:
    """One run of the client against one server."""

    rate: float
    p50: float
    p99: float
    cpu: float  # of the server, seconds for each message
    acknowledged: int
    lost: int = 0
    refused: int = 0


class Bench:
    """The requests and an empty database, made once; each run has a copy."""

    def __init__(self, folder: Path, seconds: float, requests: Path | None = None) -> None:
        self.folder, self.seconds = folder, seconds
        count = int(seconds * MOST_PER_SECOND)
        self._requests = requests or letters.write(folder / "requests", letters.plain_posts(count))
        self._blank = folder / "blank.db"
        upgrade(f"sqlite:///{self._blank}")
        _checkpoint(self._blank)

    def fresh(self) -> Path:
        """An empty database for one run."""
        database = self.folder / "run.db"
        for old in self.folder.glob("run.db*"):
            old.unlink()
        shutil.copy(self._blank, database)
        return database

    def run(self, kind: str, connections: int = CONNECTIONS, extra: Mapping[str, str] | None = None) -> Run:
        """Starts a server afresh, knocks, and looks whether all that was acknowledged is in the database."""
        database = self.fresh()
        stores = kind in ("ours", "each")
        server = processes.python("-m", "tests.bench.servers", kind, *([f"sqlite:///{database}"] if stores else []))
        run, acknowledged = self.knock(server, kind, connections, extra)
        return replace(run, lost=len(_missing(database, acknowledged))) if stores else run

    def knock(
        self,
        server: list[str],
        name: str,
        connections: int = CONNECTIONS,
        extra: Mapping[str, str] | None = None,
    ) -> tuple[Run, list[int]]:
        """Starts any server that prints its port, and knocks; the run, and the numbers that it acknowledged."""
        log = self.folder / f"{name}.log"
        with processes.listening(server, log, extra) as (process, port):
            client = processes.python(
                "-m", "tests.bench.load", "hammer", port, self._requests, connections, self.seconds
            )
            before = _cpu(process.pid)
            told = processes.answer_of(client, log)
            cpu = (_cpu(process.pid) - before) / sum(told["statuses"].values())
        refused = sum(count for status, count in told["statuses"].items() if status != "200")
        return Run(told["rate"], told["p50"], told["p99"], cpu, len(told["stored"]), 0, refused), told["stored"]


def _cpu(pid: int) -> float:
    spent = psutil.Process(pid).cpu_times()
    return spent.user + spent.system


def _checkpoint(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _missing(database: Path, acknowledged: list[int]) -> set[str]:
    connection = sqlite3.connect(database)
    stored = {row[0] for row in connection.execute("SELECT msg_id FROM message")}
    connection.close()
    return {letters.msg_id(number) for number in acknowledged} - stored


def measure(folder: Path, *, quick: bool) -> Measured:
    """Pairs of bare and ours, one after the other; the median of their ratios."""
    bench = Bench(folder, 0.5 if quick else 3.0)
    ceiling = bench.run("empty")
    pairs = [(bench.run("bare"), bench.run("ours")) for _ in range(1 if quick else 9)]
    ratios = [ours.rate / bare.rate for bare, ours in pairs]
    ratio = statistics.median(ratios)
    lost = sum(ours.lost + ours.refused for _, ours in pairs)
    table = Table(
        f"Callbacks acknowledged per second, {CONNECTIONS} connections, {len(pairs)} pair(s)",
        ("server", "per second", "p50 ms", "p99 ms", "cpu us", "ratio to bare"),
    )
    _row(table, "aiohttp, empty handler", [ceiling], "")
    _row(table, "bare: wechatpy, nothing stored", [bare for bare, _ in pairs], "1.00")
    spread = f"{ratio:.2f} ({min(ratios):.2f}-{max(ratios):.2f})"
    _row(table, "ours: stored and committed first", [ours for _, ours in pairs], spread)
    acknowledged = sum(ours.acknowledged for _, ours in pairs)
    table.told.append(f"{acknowledged} acknowledged, {lost} of them not in the database or refused.")
    if not processes.pinned():
        table.told.append("Nothing was pinned to a core: this machine has one, or cannot do it.")
    figures = [
        Figure("callbacks, durable against bare", f"{ratio:.2f}", f">= {WANTED}", ratio >= WANTED),
        Figure("callbacks acknowledged but not stored", str(lost), "0", lost == 0),
    ]
    return Measured([table], figures)


def _row(table: Table, name: str, runs: list[Run], ratio: str) -> None:
    columns = zip(*((run.rate, run.p50, run.p99, run.cpu) for run in runs), strict=True)
    rate, p50, p99, cpu = (statistics.median(values) for values in columns)
    table.add(name, f"{rate:.0f}", ms(p50), ms(p99), f"{cpu * 1e6:.0f}", ratio)
