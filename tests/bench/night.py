"""How the questions and jobs of a night grow with the number of enterprises, each with a year behind it."""

import asyncio
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import Engine, text
from sqlmodel import Session, select

from bot import ticker
from bot.handling import Names
from bot.work import Work
from handlers.dispatch import dispatch
from handlers.understand.register import Register
from models import calendar, db, inbox, obligations, opening, questions, receiving
from models import site as office
from models.calendar import Rhythm
from models.incoming import Incoming, MessageKind
from models.obligations import ObligationKind
from models.outbox import Outgoing
from models.people import Person, Role
from models.site import Site
from models.wording import compose
from scheduler import patrol
from tests.bench import county
from tests.bench.county import County
from tests.bench.tables import Figure, Measured, Table, ms

LAST = date(2026, 3, 14)
TONIGHT = LAST + timedelta(days=1)
MORNING = calendar.at(TONIGHT, calendar.clock("06:31"))
WANTED_S = 1.0
OFFICER = "值班员0"


@dataclass
class Stage:
    """One county of a size, and what was measured there, in seconds."""

    engine: Engine
    url: str
    found: dict[str, float] = field(default_factory=dict)
    _ids: "count[int]" = field(default_factory=count)

    def time(self, name: str, run: Callable[[Session], Any], times: int = 1) -> Any:
        """Runs something, each time in a transaction of its own, and notes the median."""
        spent = []
        for _ in range(times):
            began = perf_counter()
            with Session(self.engine, expire_on_commit=False) as session:
                answer = run(session)
                session.commit()
            spent.append(perf_counter() - began)
        self.found[name] = statistics.median(spent)
        return answer

    def says(self, name: str, words: str, now: datetime, register: Register, times: int = 1) -> None:
        """Has an officer's message dispatched, with all that it causes."""
        spent = []
        for _ in range(times):
            with Session(self.engine, expire_on_commit=False) as session:
                self._receive(session, words, now)
                (message,) = inbox.claim(session, now)
                session.commit()
                began = perf_counter()
                dispatch(session, message, register, now)
                session.commit()
            spent.append(perf_counter() - began)
        self.found[name] = statistics.median(spent)

    def _receive(self, session: Session, words: str, now: datetime) -> None:
        heard = Incoming(county.CHANNEL, f"bench-{next(self._ids)}", MessageKind.TEXT, OFFICER, now, now, text=words)
        receiving.receive(session.connection(), [heard])


def measured(path: Path, *, times: int) -> dict[str, float]:
    """Everything about one county: the morning after the last night, then a night with five in a hundred silent."""
    url = f"sqlite:///{path}"
    stage = Stage(db.make_engine(url), url)
    with Session(stage.engine) as session:
        office.sync(session, Site(duty_phone="0000-7100000"))
        obligations.sync(session, ObligationKind.PATROL, {"": Rhythm()})
        session.commit()
    _morning(stage, times)
    stage.found["a tick with nothing due"] = asyncio.run(_tick(url, times))
    _whole_night(stage)
    stage.engine.dispose()
    return stage.found


def _morning(stage: Stage, times: int) -> None:
    with Session(stage.engine) as session:
        leader = session.exec(select(Person.id).where(Person.role == Role.LEADER)).first()
    for kind in ("morning.duty", "morning.leader"):
        about = {"night": LAST.isoformat()}
        letter = Outgoing(key=kind, kind=kind, person_id=leader, about=about, posted_at=MORNING, not_before=MORNING)
        stage.time(kind, lambda session, letter=letter: compose(session, letter, MORNING), times)
    stage.time("questions.night", lambda session: questions.night(session, LAST), times)
    names = Names(Register.build([]))
    register = stage.time("learning the names", names.fresh)
    stage.says("昨晚谁没报, dispatched", "昨晚谁没报", MORNING, register, times)


async def _tick(url: str, times: int) -> float:
    """Ticks between 06:31 and 06:40, when no job is due."""
    work = Work(url)
    await ticker.tick(work, MORNING)
    spent = []
    for n in range(times):
        began = perf_counter()
        await ticker.tick(work, MORNING + timedelta(seconds=n + 1))
        spent.append(perf_counter() - began)
    work.close()
    return statistics.median(spent)


def _whole_night(stage: Stage) -> None:
    window = Rhythm().window(TONIGHT)
    stage.time("opening the night", lambda session: opening.open_night(session, TONIGHT, window.opens_at))
    with Session(stage.engine) as session:
        session.connection().execute(_MOST_REPORT, {"night": TONIGHT.isoformat()})
        session.commit()
    _climb(stage, "ladder 03:30, 5 % silent", window.closes_at - timedelta(minutes=90))
    stage.time("closing the night", lambda session: patrol.close_nights(session, window.cut_off_at, window.cut_off_at))
    _climb(stage, "ladder 06:40, 5 % missed", window.cut_off_at + timedelta(minutes=40))
    _climb(stage, "ladder 09:00, repeated", window.cut_off_at + timedelta(hours=3))
    now = window.cut_off_at + timedelta(hours=3, minutes=5)
    stage.says("提醒没报的, dispatched", "提醒没报的", now, Register.build([]))


_MOST_REPORT = text(
    "UPDATE due SET status = 'reported' WHERE kind = 'patrol' AND night = :night AND enterprise_id % 20 <> 3"
)


def _climb(stage: Stage, name: str, now: datetime) -> None:
    stage.time(name, lambda session: patrol.climb(session, now, now))


def measure(folder: Path, *, quick: bool) -> Measured:
    """The same at each size, and how it grows."""
    sizes = (20, 40) if quick else (100, 1_000, 10_000)
    nights, times = (10, 2) if quick else (365, 9)
    found = {size: measured(county.made(folder, County(size, nights, LAST)), times=times) for size in sizes}
    table = Table(
        f"A night, {nights} nights behind it, milliseconds",
        ("what", *(f"{size:,} enterprises" for size in sizes), f"{sizes[-1] // sizes[-2]} times as many take"),
    )
    for name in found[sizes[0]]:
        growth = found[sizes[-1]][name] / found[sizes[-2]][name]
        table.add(name, *(ms(found[size][name]) for size in sizes), f"{growth:.1f} times")
    worst = found[sizes[-1]]["morning.duty"]
    figure = Figure(
        f"morning list of {sizes[-1]:,}", f"{ms(worst)} ms", f"< {WANTED_S * 1000:.0f} ms", worst < WANTED_S
    )
    return Measured([table], [figure])
