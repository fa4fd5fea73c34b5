"""What `yexun doctor` looks at: everything that would keep the bot from working tonight."""

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import func
from sqlalchemy import select as core_select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from bot import config, migrate
from bot.channels.base import ChannelSettings, Health
from bot.config import Config
from models import calendar, callout, contact_tests, office_days, people
from models.errors import Refused
from models.inbox import Message
from models.people import Enterprise, Person, Role

#: Nothing of this program existed before; a clock that says so is wrong.
BORN = date(2026, 1, 1)
CHANNEL_S = 20
GB = 1024**3


@dataclass(frozen=True)
class Finding:
    """One line: green, yellow or red, of what, and what is so."""

    level: str
    subject: str
    told: str


def findings(path: Path, now: datetime) -> Iterator[Finding]:
    """Looks at everything in turn; without a configuration at what does not need one."""
    try:
        found = config.load(path)
    except Refused as error:
        yield from (Finding("red", "configuration", line) for line in str(error).splitlines())
        found = None
    if found:
        yield _configuration(found, path)
        yield _guarded("database", lambda: _database(found, now))
        yield _guarded("media", lambda: _media(found))
        yield from _contacts(found)
        if found.obligations:
            yield _guarded("obligations", lambda: _obligations(found))
    yield _clock(now)
    yield _calendar(calendar.local(now).date())
    yield Finding("green", "fonts", "not needed yet: no forms or charts are drawn")
    if found:
        yield from _channels(found)


def _guarded(subject: str, look: Callable[[], Finding]) -> Finding:
    """A look at something outside, whose complaint is a finding too."""
    try:
        return look()
    except (Refused, OSError, SQLAlchemyError, ImportError) as error:
        cause = getattr(error, "orig", None) or error
        return Finding("red", subject, str(cause).strip().partition("\n")[0])


def _configuration(found: Config, path: Path) -> Finding:
    if found.console_exposed():
        return Finding("red", "configuration", config.CONSOLE_EXPOSED)
    if not found.channels:
        return Finding("yellow", "configuration", f"{path} has no channel: nobody can reach the bot")
    return Finding("green", "configuration", f"{path} holds, {len(found.channels)} channel(s)")


def _database(found: Config, now: datetime) -> Finding:
    url = make_url(found.database.url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return Finding("yellow", "database", f"{url.database} is not there yet: yexun migrate makes it")
    engine = migrate.reached(found.database.url, writes=False)
    try:
        missing = migrate.pending(engine)
        if missing:
            return Finding(
                "yellow", "database", f"{len(missing)} change(s) of the schema are missing: run yexun migrate"
            )
        with Session(engine) as session:
            office_days.adopt(session)
            newest = session.connection().execute(core_select(func.max(col(Message.received_at)))).scalar()
    finally:
        engine.dispose()
    if newest and newest > now + calendar.SKEW:
        return Finding("red", "database", "it holds messages from the future: put the machine's clock right")
    return Finding("green", "database", f"{url.get_backend_name()}, schema {migrate.newest()}")


def _obligations(found: Config) -> Finding:
    """What the office wants to be owed; a class that no enterprise has is mostly a slip of the pen."""
    named = {one for table in found.obligations for one in table.classes}
    engine = migrate.reached(found.database.url, writes=False)
    try:
        with Session(engine) as session:
            known = set(session.connection().execute(core_select(col(Enterprise.class_name)).distinct()).scalars())
    finally:
        engine.dispose()
    if unknown := sorted(named - known):
        return Finding("yellow", "obligations", f"no enterprise is of class {', '.join(unknown)}: nobody owes it")
    return Finding("green", "obligations", f"{len(found.obligations)} table(s) besides the round and the zero report")


def _contacts(found: Config) -> Iterator[Finding]:
    """Who could not be called tonight, and who reads tip-offs; nothing before there is a database."""
    url = make_url(found.database.url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return
    try:
        engine = migrate.reached(found.database.url, writes=False)
    except Refused:
        return  # the look at the database has told it
    try:
        if not migrate.pending(engine):
            with Session(engine) as session:
                yield contacts(session)
                yield appointed(session, found.tip_offs.appointed)
    finally:
        engine.dispose()


def contacts(session: Session) -> Finding:
    """Who of rota and ladder has no account, and how many gave no sign when they were asked last."""
    lost = [one.name if one.phone else f"{one.name} (no phone)" for one in contact_tests.out_of_reach(session)]
    test = contact_tests.last(session)
    told = f"in rota and ladder without an account: {', '.join(lost) or 'nobody'}"
    if test is None:
        return Finding("yellow" if lost else "green", "contacts", f"{told}; no test of contacts yet")
    found = contact_tests.outcome(session, test)
    silent = sum(not one.answered for one in found)
    level = "yellow" if lost or silent else "green"
    day = calendar.today(test.begun_at)
    return Finding(level, "contacts", f"{told}; test of {day}: {silent} of {len(found)} gave no sign")


def appointed(session: Session, names: Sequence[str]) -> Finding:
    """Who alone reads tip-offs: each name must be an officer's who can be reached, or they wait for nobody."""
    officers = [one for one in session.exec(select(Person).where(col(Person.active))) if one.is_officer]
    wanted = [one for one in officers if one.name in names] if names else people.with_role(session, Role.HEAD)
    if unknown := sorted(set(names) - {one.name for one in wanted}):
        return Finding("red", "tip-offs", f"tip_offs.appointed names no officer of the roll: {', '.join(unknown)}")
    if not callout.reachable(session, wanted):
        told = "nobody who may read them can be reached: name somebody in tip_offs.appointed"
        return Finding("yellow", "tip-offs", told)
    return Finding("green", "tip-offs", f"read by {', '.join(one.name for one in wanted)} alone")


def _media(found: Config) -> Finding:
    folder = found.media.folder
    here = next(one for one in (folder, *folder.parents) if one.exists())
    if not here.is_dir() or not os.access(here, os.W_OK):
        return Finding("red", "media", f"{here} cannot be written: change its owner, or media.url")
    free = shutil.disk_usage(here).free / GB
    told = f"{folder}, {free:.1f} GB free"
    if free < 1:
        return Finding("red", "media", f"{told}: make room, or photos and videos will be lost")
    if free < found.media.max_night_gb:
        return Finding("yellow", "media", f"{told}, less than one night may bring (max_night_gb)")
    return Finding("green", "media", told)


def _clock(now: datetime) -> Finding:
    here = calendar.local(now)
    if here.date() < BORN:
        return Finding("red", "clock", f"it says {here:%Y-%m-%d %H:%M}: put the machine's clock right")
    return Finding("green", "clock", f"{here:%Y-%m-%d %H:%M:%S} in Asia/Shanghai")


def _calendar(today: date) -> Finding:
    if not calendar.known(today.year):
        told = f"the holidays of {today.year} are not known, Monday to Friday are worked: yexun import calendar FILE"
        return Finding("red", "calendar", told)
    if not calendar.known(today.year + 1):
        level = "yellow" if today.month >= 11 else "green"
        told = f"{today.year} is known; {today.year + 1} is published in November: yexun import calendar FILE then"
        return Finding(level, "calendar", told)
    return Finding("green", "calendar", f"{today.year} and {today.year + 1} are known")


def _channels(found: Config) -> Iterator[Finding]:
    for settings in found.channel_settings:
        for health in asyncio.run(_check(settings, found)):
            yield Finding(health.level, f"channel {settings.name}", health.told)


async def _check(settings: ChannelSettings, found: Config) -> list[Health]:
    from bot import app

    channel = app.channel(settings, found.media.folder.parent / "spool")
    try:
        async with asyncio.timeout(CHANNEL_S):
            return await channel.check()
    except TimeoutError:
        return [Health("red", f"no answer within {CHANNEL_S} seconds")]
    except OSError as error:
        return [Health("red", str(error))]
    finally:
        await channel.close()
