"""What the tests of the archive share: a channel on a library of our own, with ears and a database."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, select

from bot.channels.archive import WecomArchive
from bot.channels.archive_child import Patience
from bot.channels.base import ChannelSettings
from bot.channels.pulling import Pauses
from bot.clock import MovableClock
from bot.ears import OfficeEars
from bot.work import Work
from models import marks
from models.inbox import Message
from models.outbox import Outgoing
from models.people import Person, Role
from tests import laid
from tests.platform import finance
from tests.platform.demo_corp import NOW
from tests.platform.finance import SECRET, Corp
from tests.process.serving import until

AT = NOW.timestamp()
QUICK = Patience(call=10, margin=20, pauses=(0, 0))
PAUSES = Pauses(calm=0.01, failed=(0.01,), troubled=0.01)
CUT_OFF = Patience(call=1, margin=0.2, pauses=(0, 0))


@dataclass
class Office:
    """A channel with ears of its own, and what is in its database."""

    library: Path
    corp: Corp
    work: Work
    clock: MovableClock

    def channel(self, patience: Patience = QUICK, **changed: str) -> WecomArchive:
        options = {"library": str(self.library), "corp_id": str(self.corp.folder), "secret": SECRET}
        options |= {"key_1": finance.pem_of(1)}
        made = WecomArchive(ChannelSettings("archive", "wecom_archive", options | changed), patience, PAUSES)
        made.hear_with(OfficeEars(self.work, self.clock))
        return made

    @asynccontextmanager
    async def listening(self, patience: Patience = QUICK, **changed: str) -> AsyncIterator[WecomArchive]:
        channel = self.channel(patience, **changed)
        await channel.start()
        yield channel
        await channel.close()

    async def rows(self, kind: type, enough: Callable[[Sequence[object]], bool]) -> Sequence[object]:
        async def found() -> Sequence[object] | None:
            rows = await self.work.read(lambda session: session.exec(select(kind)).all())
            return rows if enough(rows) else None

        return await until(found)

    async def heard(self, count: int) -> list[Message]:
        rows = await self.rows(Message, lambda found: len(found) >= count)
        assert len(rows) == count
        return sorted((one for one in rows if isinstance(one, Message)), key=lambda one: one.id or 0)

    async def alarms(self) -> set[str]:
        rows = await self.rows(Outgoing, bool)
        return {str(one.about["what"]) for one in rows if isinstance(one, Outgoing)}

    async def mark(self) -> str:
        return await self.work.read(lambda session: marks.value(session, "archive", "seq"))

    async def read_up_to(self, seq: int) -> None:
        async def there() -> bool | None:
            return await self.mark() == str(seq) or None

        await until(there)


@asynccontextmanager
async def opened(library: Path, corp: Corp, tmp_path: Path) -> AsyncIterator[Office]:
    engine = laid.engine(f"sqlite:///{tmp_path / 'yexun.db'}")
    with Session(engine) as session:
        session.add(Person(name="管理", role=Role.ADMIN))
        session.commit()
    engine.dispose()
    work = Work(f"sqlite:///{tmp_path / 'yexun.db'}")
    yield Office(library, corp, work, MovableClock(NOW))
    work.close()


async def whole(channel: WecomArchive, file_id: str) -> bytes:
    async with channel.fetch(file_id) as download:
        return b"".join([chunk async for chunk in download.chunks])
