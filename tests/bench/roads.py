"""Callbacks per second for each channel that is called over HTTP, side by side, each acknowledged after its commit."""

import pickle
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

from tests.bench import processes
from tests.bench.callbacks import MOST_PER_SECOND, Bench, Run
from tests.bench.tables import Figure, Measured, Table, ms
from tests.channels.doors import DOORS

#: Each with its name; customer service is told only that there is something, and pulls it.
NAMES = {
    "app": "wecom_app",
    "hook": "wecom_aibot, webhook",
    "mp": "official_account, sealed",
    "mp-plain": "the same, plain",
}
_NUMBER = {b"<MsgId>4711<": b"<MsgId>%d<", b'"msgid": "hook-2"': b'"msgid": "hook-%d"'}


def requests(name: str, count: int) -> list[bytes]:
    """So many whole requests to one channel, each a message of its own."""
    door = DOORS[name](time.time)  # type: ignore[arg-type]
    mark = next(mark for mark in _NUMBER if mark in door.good)
    made = []
    for number in range(count):
        query, body = door.seal(door.good.replace(mark, _NUMBER[mark] % (10_000_000 + number)))
        head = (
            f"POST /callback/{name}?{urlencode(query)} HTTP/1.1\r\nHost: bench\r\nContent-Type: text/plain\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        made.append(head.encode() + body)
    return made


def measure(folder: Path, *, quick: bool) -> Measured:
    """One run for each channel after the other, three times over; the middle one of each."""
    seconds = 0.5 if quick else 3.0
    table = Table(
        "Callbacks acknowledged per second, by channel", ("channel", "per second", "p50 ms", "p99 ms", "cpu us", "lost")
    )
    lost = 0
    for name, title in NAMES.items():
        path = folder / f"requests-{name}"
        path.write_bytes(pickle.dumps(requests(name, int(seconds * MOST_PER_SECOND / 4))))
        bench = Bench(folder, seconds, path)
        runs = sorted((_run(bench, name) for _ in range(1 if quick else 3)), key=lambda run: run.rate)
        middle = runs[len(runs) // 2]
        lost += sum(run.lost + run.refused for run in runs)
        table.add(title, f"{middle.rate:.0f}", ms(middle.p50), ms(middle.p99), f"{middle.cpu * 1e6:.0f}", middle.lost)
    return Measured(
        [table], [Figure("callbacks of any channel acknowledged but not stored", str(lost), "0", lost == 0)]
    )


def _run(bench: Bench, name: str) -> Run:
    database = bench.fresh()
    server = processes.python("-m", "tests.bench.servers", "door", name, f"sqlite:///{database}")
    run, acknowledged = bench.knock(server, name)
    with closing(sqlite3.connect(database)) as connection:
        [stored] = connection.execute("SELECT count(*) FROM message").fetchone()
    return replace(run, lost=max(0, len(acknowledged) - stored))
