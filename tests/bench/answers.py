"""How long the platform waits for its 200 while everything else runs: handling, receipts, files, ten large videos."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from models import calendar, db, obligations, opening
from models.obligations import ObligationKind
from tests.bench import county, letters, processes
from tests.bench.county import County
from tests.bench.letters import WORDS, Post
from tests.bench.qyapi import media_id
from tests.bench.service import RHYTHM, Running, serving
from tests.bench.tables import Figure, Measured, Table, ms, percentile

WANTED_S = 0.1
PER_SECOND = 200
#: Of twenty messages so many are photos and clips.
PHOTOS, CLIPS = 5, 1
LARGE = 10
#: The large videos begin after this share of the time, and take most of the rest.
AFTER = 0.1
#: Before the load a few messages, so that what a fresh process learns once is not counted.
WARM, WARM_S = 60, 6


@dataclass(frozen=True)
class Shape:
    """How long, and with how much behind it."""

    seconds: float
    plants: int
    nights: int
    #: The longest that the bench waits for the backlog.
    patience_s: float = 300


@dataclass
class Backlog:
    """What still waits, by kind, and the seconds after which nothing of it did."""

    at_end: dict[str, int]
    drained_s: dict[str, float | None] = field(default_factory=dict)


def posts(shape: Shape) -> list[Post]:
    """What a reporter and a safety manager of every enterprise say, each in their turn; in between the large videos."""
    said = [_post(number, shape.plants) for number in range(WARM + int(shape.seconds * PER_SECOND))]
    first = WARM + int(len(said) * AFTER)
    for number in range(LARGE):
        said[first + number] = Post(said[first + number].sender, "video", media_id("large", number))
    return said


def _post(number: int, plants: int) -> Post:
    turn = number % (2 * plants)
    sender = county.account("r" if turn % 2 == 0 else "s", turn // 2 + 1)
    if number % 20 < PHOTOS:
        return Post(sender, "image", media_id("photo", number))
    if number % 20 < PHOTOS + CLIPS:
        return Post(sender, "video", media_id("clip", number))
    return Post(sender, said=WORDS[number % len(WORDS)])


def measure(folder: Path, *, quick: bool) -> Measured:
    """One run of the whole service under load."""
    shape = Shape(4, 20, 5, 15) if quick else Shape(60, 1000, 365)
    database, said = _database(folder, shape), posts(shape)
    first = letters.write(folder / "first", said[:WARM])
    requests = letters.write(folder / "answers", said, WARM)
    log, paced = folder / "answers.log", ("-m", "tests.bench.load", "paced")
    platform = processes.python("-m", "tests.bench.qyapi", shape.seconds * (1 - 2 * AFTER))
    with (
        processes.listening(platform, log) as (_, there),
        serving(folder, database, f"http://127.0.0.1:{there}") as bot,
    ):
        at_rest = bot.memory()
        with _watched(bot) as memory:
            processes.answer_of(processes.python(*paced, bot.port, first, WARM / WARM_S), log)
            seen = processes.answer_of(processes.python(*paced, bot.port, requests, PER_SECOND), log)
            backlog = _drained(database, shape.patience_s)
    lost = len(said) - _stored(database)
    return _told(shape, seen["waited"], seen["statuses"], lost, backlog, [at_rest, *memory])


def _database(folder: Path, shape: Shape) -> Path:
    """A county with its past in the old rhythm, and tonight's dues in one that is always open."""
    now = datetime.now(UTC)
    tonight = calendar.night_of(now)
    path = county.made(folder, County(shape.plants, shape.nights, tonight - timedelta(days=1), traffic=True))
    engine = db.make_engine(f"sqlite:///{path}")
    with Session(engine) as session:
        obligations.sync(session, ObligationKind.PATROL, {"": RHYTHM})
        opening.open_night(session, tonight, now)
        session.commit()
    engine.dispose()
    return path


@contextmanager
def _watched(bot: Running) -> Iterator[list[float]]:
    """The memory of the service twice a second; of its main process."""
    found: list[float] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.5):
            found.append(bot.memory())

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield found
    finally:
        over.set()
        watcher.join()


_WAITING = {
    "messages": "SELECT count(*) FROM message WHERE status IN ('pending', 'claimed')",
    "files": "SELECT count(*) FROM attachment WHERE status IN ('wanted', 'fetching')",
    "letters": "SELECT count(*) FROM outgoing WHERE status IN ('pending', 'sending')",
}


def _drained(database: Path, patience_s: float, now: Callable[[], float] = time.monotonic) -> Backlog:
    """Waits until nothing waits any more; receipts are meant to wait twenty seconds for the last piece."""
    began = now()
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as base:
        backlog = Backlog(_waiting(base))
        while len(backlog.drained_s) < len(_WAITING) and now() - began < patience_s:
            for kind, left in _waiting(base).items():
                if left == 0:
                    backlog.drained_s.setdefault(kind, now() - began)
            time.sleep(0.25)
    return backlog


def _waiting(base: sqlite3.Connection) -> dict[str, int]:
    return {kind: int(base.execute(query).fetchone()[0]) for kind, query in _WAITING.items()}


def _stored(database: Path) -> int:
    with closing(sqlite3.connect(database)) as base:
        found = base.execute("SELECT count(*) FROM message WHERE msg_id NOT LIKE 'old-%'").fetchone()
    return int(found[0])


def _told(
    shape: Shape, waited: list[float], statuses: dict[str, int], lost: int, backlog: Backlog, memory: list[float]
) -> Measured:
    table = Table(
        f"Answers at {PER_SECOND} messages a second for {shape.seconds:.0f} s while {LARGE} videos of 10 MB come in",
        ("what", "value"),
    )
    for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99)):
        table.add(f"answer {name}", f"{ms(percentile(waited, share))} ms")
    table.add("answer, longest", f"{ms(max(waited))} ms")
    table.add("answers by status", ", ".join(f"{status}: {count}" for status, count in statuses.items()))
    for kind, count in backlog.at_end.items():
        drained = backlog.drained_s.get(kind)
        then = f"none after {drained:.0f} s" if drained is not None else f"some left after {shape.patience_s:.0f} s"
        table.add(f"{kind} waiting at the end of the load", f"{count}, {then}")
    table.add("memory at rest, largest, at the end", " / ".join(f"{one:.0f}" for one in _three(memory)) + " MB")
    table.told.append(
        f"{shape.plants} enterprises, {2 * shape.plants} senders, {shape.nights} nights and their messages behind them."
    )
    p99 = percentile(waited, 0.99)
    return Measured(
        [table],
        [
            Figure("answer p99 under load", f"{ms(p99)} ms", f"< {WANTED_S * 1000:.0f} ms", p99 < WANTED_S),
            Figure("messages sent but not stored", str(lost), "0", lost == 0),
            Figure("memory under load", f"{max(memory):.0f} MB"),
        ],
    )


def _three(memory: list[float]) -> tuple[float, float, float]:
    return memory[0], max(memory), memory[-1]
