"""A tick with nothing due, and the opening of a night with five obligations, while messages come in."""

import asyncio
import shutil
import statistics
from datetime import date, time, timedelta
from itertools import count
from pathlib import Path
from time import perf_counter

from sqlmodel import Session

from bot import ticker
from bot.work import Work
from models import calendar, obligations
from models import site as office
from models.calendar import Rhythm
from models.incoming import Incoming, MessageKind
from models.obligations import Obligation, ObligationKind
from models.site import Site
from scheduler import jobs
from tests.bench import county
from tests.bench.county import County
from tests.bench.tables import Figure, Measured, Table, ms, percentile

LAST = date(2026, 3, 14)
MIDNIGHT = calendar.midnight(LAST + timedelta(days=2))
CALM = calendar.at(LAST + timedelta(days=1), time(18, 31))
KINDS = (ObligationKind.PATROL, ObligationKind.ZERO)
#: What an office enters besides, each owed by everybody on this day.
ENTERED = ("daily", "commitment", "check")
WANTED_TICK_S, WANTED_OPEN_S, WANTED_P99_S = 0.005, 2.0, 0.2


def measure(folder: Path, *, quick: bool) -> Measured:
    """Both at each size."""
    sizes, times = ((20,), 3) if quick else ((1_000, 10_000), 200)
    table = Table(
        f"Ticks, and opening {len(KINDS) + len(ENTERED)} obligations at midnight while messages come in",
        ("enterprises", "tick with nothing due", "opening", "messages meanwhile", "p50", "p99"),
    )
    for size in sizes:
        path = Path(shutil.copy(county.made(folder, County(size, 1, LAST)), folder / f"ticks-{size}.db"))
        tick, opening, waits = asyncio.run(_measured(f"sqlite:///{path}", times))
        p99 = percentile(waits, 0.99)
        table.add(f"{size:,}", f"{ms(tick)} ms", f"{ms(opening)} ms", len(waits), ms(percentile(waits, 0.5)), ms(p99))
    most = f"{sizes[-1]:,}"
    return Measured(
        [table],
        [
            Figure(f"tick with nothing due at {most}", f"{ms(tick)} ms", "< 5 ms", tick < WANTED_TICK_S),
            Figure(f"opening a night for {most}", f"{ms(opening)} ms", "< 2,000 ms", opening < WANTED_OPEN_S),
            Figure("messages stored meanwhile, p99", f"{ms(p99)} ms", "< 200 ms", p99 < WANTED_P99_S),
        ],
    )


async def _measured(url: str, times: int) -> tuple[float, float, list[float]]:
    work = Work(url)
    await work.write(_owing)
    await work.write(lambda session: jobs.begin(session, CALM))
    await ticker.tick(work, CALM)
    spent = []
    for second in range(1, times + 1):
        began = perf_counter()
        await ticker.tick(work, CALM + timedelta(seconds=second))
        spent.append(perf_counter() - began)
    await work.write(lambda session: jobs.begin(session, MIDNIGHT))
    waits: list[float] = []
    coming = asyncio.create_task(_messages(work, waits))
    await asyncio.sleep(0.2)
    began = perf_counter()
    await ticker.tick(work, MIDNIGHT)
    opening = perf_counter() - began
    coming.cancel()
    await asyncio.wait([coming])
    work.close()
    return statistics.median(spent), opening, waits


def _owing(session: Session) -> None:
    office.sync(session, Site(duty_phone="0000-7100000"))
    by_day = Rhythm(closes=time(18, 0), cut_off=time(0, 0), by_day=True)
    for kind in KINDS:
        obligations.sync(session, kind, {"": Rhythm() if kind == ObligationKind.PATROL else by_day})
    session.add_all(Obligation(kind=kind, closes="18:00", cut_off="00:00", by_day=True) for kind in ENTERED)


async def _messages(work: Work, waits: list[float]) -> None:
    """Two hundred a second, each waited for."""
    for number in count():
        began = perf_counter()
        key, sender = f"tick-{number}", f"g{number}"
        heard = Incoming(county.CHANNEL, key, MessageKind.TEXT, sender, MIDNIGHT, MIDNIGHT, text="夜巡正常")
        await work.receive(heard)
        waits.append(perf_counter() - began)
        await asyncio.sleep(0.005)
