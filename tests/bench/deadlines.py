"""09:00 on a Monday: every enterprise with ten open hazards, whose deadlines lie a month before and behind the day."""

import json
import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, timedelta
from itertools import count
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

import psutil
from sqlmodel import Session

from models import calendar, db
from models.people import Role
from scheduler import deadlines
from tests.bench import county, letters, processes
from tests.bench.county import County
from tests.bench.tables import Figure, Measured, Table, ms, percentile

MONDAY = date(2026, 3, 16)
NINE = calendar.at(MONDAY, calendar.clock("09:00"))
HAZARDS = 10
PER_SECOND = 200
WANTED_S, WANTED_PAGE_S, WANTED_ANSWER_S = 3.0, 0.05, 0.2
#: So long the callbacks come before the run begins, and after it has ended at the latest.
BEFORE_S, PATIENCE_S = 2.0, 120.0
#: The run by itself is shown at its median.
TIMES = 3

_HAZARDS = """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :hazards)
INSERT INTO hazard (number, year, serial, enterprise_id, status, level, level_open, level_hint, source, item, place,
    responsible, measures, deadline, first_deadline, plan, control, acceptance_team, on_the_spot, assigned, moved_times,
    found_at, received_at, second_name, document, sampled, asked_times)
SELECT printf('YH-2026-%04d', (e.id - 1) * :hazards + n.i), 2026, (e.id - 1) * :hazards + n.i, e.id, 'rectifying',
    CASE WHEN (e.id + n.i) % 97 = 0 THEN 'major' ELSE 'general' END, 0, '', 'department', '灭火器过期', '三车间',
    (SELECT name FROM person
        WHERE enterprise_id = e.id AND role = CASE WHEN n.i % 3 = 0 THEN :reporter ELSE :safety END),
    '换新', date(:day, ((e.id * 7 + n.i * 13) % 61 - 30) || ' days'), NULL, '', '', '', 0, 1, 0, :found, :found, '', '',
    0, 0
FROM enterprise AS e CROSS JOIN n"""


def filled(folder: Path, plants: int) -> Path:
    """A county whose enterprises have ten open hazards each."""
    path = folder / f"hazards-{plants}.db"
    if not path.exists():
        shutil.copy(county.made(folder, County(plants, 1, MONDAY - timedelta(days=2))), path)
        found = (NINE - timedelta(days=60)).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        given = {"hazards": HAZARDS, "day": MONDAY.isoformat(), "found": found}
        given |= {"reporter": Role.REPORTER.value, "safety": Role.SAFETY.value}
        with closing(sqlite3.connect(path)) as base:
            base.execute(_HAZARDS, given)
            base.commit()
            base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def alone(path: Path) -> Mapping[str, Any]:
    """The run by itself: the seconds of each page, and how much memory it took at most."""
    engine, process = db.make_engine(f"sqlite:///{path}"), psutil.Process()
    before, largest, pages, cursor = process.memory_info().rss, 0, [], 0
    while cursor is not None:
        began = perf_counter()
        with Session(engine, expire_on_commit=False) as session:
            following = deadlines.morning(session, NINE, NINE, cursor)
            session.commit()
        pages.append(perf_counter() - began)
        largest = max(largest, process.memory_info().rss)
        cursor = following
    engine.dispose()
    return {"pages": pages, "memory": (largest - before) / 2**20, "letters": _letters(path)}


def _letters(path: Path) -> int:
    with closing(sqlite3.connect(path)) as base:
        return int(base.execute("SELECT count(*) FROM outgoing").fetchone()[0])


def beside(folder: Path, path: Path, plants: int) -> Mapping[str, Any]:
    """The same run in a server to which callbacks come meanwhile: how long those waited for their answers."""
    out, log = folder / f"run-{plants}.json", folder / "deadlines.log"
    out.unlink(missing_ok=True)
    seconds = BEFORE_S + (3 if plants < 1000 else 12)
    requests = letters.write(folder / f"beside-{plants}", letters.plain_posts(int(seconds * PER_SECOND)))
    server = processes.python("-m", "tests.bench.servers", "deadlines", f"sqlite:///{path}", out, BEFORE_S)
    with processes.listening(server, log) as (_, port):
        client = processes.python("-m", "tests.bench.load", "paced", port, requests, PER_SECOND)
        seen = processes.answer_of(client, log)
        patience = perf_counter() + PATIENCE_S
        while not out.exists() and perf_counter() < patience:
            sleep(0.1)
    run: dict[str, Any] = json.loads(out.read_text("utf-8"))
    ended = run["began"] + run["seconds"]
    during = [
        waited
        for began, waited in zip(seen["began"], seen["waited"], strict=True)
        if began + waited >= run["began"] and began <= ended
    ]
    return {**run, "waited": during, "refused": sum(n for status, n in seen["statuses"].items() if status != "200")}


def _twin(path: Path) -> Path:
    """A copy that nobody has used; what another one left in its log would belong to this one too."""
    return Path(shutil.copy(path, path.with_name(f"twin-{next(_TWINS)}-{path.name}")))


_TWINS = count()


def measure(folder: Path, *, quick: bool) -> Measured:
    """At each size first alone, then with callbacks beside it."""
    sizes = (20, 40) if quick else (1_000, 10_000)
    table = Table(
        f"Deadlines at 09:00, {HAZARDS} open hazards an enterprise, then again beside {PER_SECOND} callbacks a second",
        ("enterprises", "letters", "pages", "a page", "longest", "in all", "memory", "beside: all", "p99 of answers"),
    )
    figures: Sequence[Figure] = []
    for size in sizes:
        path = filled(folder, size)
        runs = sorted((alone(_twin(path)) for _ in range(TIMES)), key=lambda run: float(sum(run["pages"])))
        by_itself, together = runs[TIMES // 2], beside(folder, _twin(path), size)
        pages, p99 = sorted(by_itself["pages"]), percentile(together["waited"], 0.99)
        whole, longest = sum(pages), pages[-1]
        table.add(
            f"{size:,}",
            f"{by_itself['letters']:,}",
            len(pages),
            f"{ms(percentile(pages, 0.5))} ms",
            f"{ms(longest)} ms",
            f"{ms(whole)} ms",
            f"{by_itself['memory']:+.0f} MB",
            f"{ms(together['seconds'])} ms",
            f"{ms(p99)} ms of {len(together['waited'])}",
        )
        figures = [
            Figure(f"deadline run, {size:,} enterprises", f"{ms(whole)} ms", f"< {ms(WANTED_S)} ms", whole < WANTED_S),
            Figure("its longest page", f"{ms(longest)} ms", f"< {ms(WANTED_PAGE_S)} ms", longest < WANTED_PAGE_S),
            Figure(
                "callbacks p99 while it runs", f"{ms(p99)} ms", f"< {ms(WANTED_ANSWER_S)} ms", p99 < WANTED_ANSWER_S
            ),
        ]
        assert together["refused"] == 0, "a callback was refused"
    return Measured([table], list(figures))
