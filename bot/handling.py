"""Takes messages from the inbox, one of each sender at a time, and has each handled in a transaction of its own."""

import asyncio
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from bot.work import Work
from handlers.dispatch import dispatch
from handlers.understand.own import OwnWords
from handlers.understand.register import Register
from models import calendar, inbox, outbox, people, taught, twice
from models.errors import NotStorable, Overtaken
from models.inbox import Message
from models.lookup import Lookup
from models.outbox import Letter, Priority
from models.people import Enterprise, Role
from models.runs import Pulse
from models.taught import Lexicon, Taught

log = logging.getLogger(__name__)

#: Beaten by whatever changes enterprises, so that their names are learnt afresh.
REGISTER = "register"


@dataclass
class Names:
    """The enterprises' names as understanding needs them, built again when the register changed."""

    register: Register
    version: tuple[object, ...] = ()
    #: By channel: those that bring the same posts a second time.
    beside: Mapping[str, Collection[str]] = field(default_factory=dict)

    def fresh(self, session: Session) -> Register:
        """The names as they stand in the database."""
        version = self._stands(session)
        if version != self.version:
            plants = session.exec(select(Enterprise).where(col(Enterprise.active))).all()
            own = taught.lexicon(session)
            named = [(plant.name, [*_shorts(plant), *_taught(plant, own)]) for plant in plants]
            self.register = Register.build(named, OwnWords(own.places, own.phrases))
            self.version = version
        return self.register

    @staticmethod
    def _stands(session: Session) -> tuple[object, ...]:
        return tuple(_STANDS.first(session))


#: Asked for each message: what differs when an enterprise or a word came or was changed; no row of them ever goes.
_STANDS = Lookup(
    core_select(
        func.max(col(Enterprise.id)),
        core_select(col(Pulse.at)).where(col(Pulse.name) == REGISTER).scalar_subquery(),
        core_select(func.count(col(Taught.id))).scalar_subquery(),
        core_select(func.count(col(Taught.withdrawn_at))).scalar_subquery(),
    )
)


def _shorts(plant: Enterprise) -> list[str]:
    return [short for short in plant.shorts.split("、") if short]


def _taught(plant: Enterprise, own: Lexicon) -> list[str]:
    return [short for short, full in own.shorts.items() if full == plant.name]


async def handle_round(work: Work, names: Names, now: datetime) -> int:
    """Handles what is ready now; how many messages were taken."""
    return await take(work, names, now) if await work.read(lambda session: inbox.ready(session, now)) else 0


async def take(work: Work, names: Names, now: datetime) -> int:
    """The same, where it is known that something waits."""
    claimed: Sequence[Message] = await work.write(lambda session: inbox.claim(session, now))
    # they are of different people, so their units may share a commit
    await asyncio.gather(*(_handle(work, names, message, now) for message in claimed))
    return len(claimed)


async def _handle(work: Work, names: Names, message: Message, now: datetime) -> None:
    try:
        if inbox.exhausted(message):
            raise RuntimeError("every attempt at it ended without a word")
        await work.write(lambda session: _one(session, names, message, now))
    except Overtaken:
        log.info("message %s was taken over by another worker", message.id)
    except NotStorable:
        # the disk's fault and not the message's: what was taken thrice on a full disk would be put aside as failed
        await work.insist(lambda session: inbox.give_back(session, message))
        raise
    except Exception as error:
        log.exception("message %s could not be handled", message.id)
        told = f"{type(error).__name__}: {error}"
        await work.write(lambda session: _failed(session, message, now, told))


def _one(session: Session, names: Names, message: Message, now: datetime) -> None:
    """Handles a message, unless another channel of the same corp has brought it already."""
    others = names.beside.get(message.channel, ())
    same = twice.twin(session, message, others) if others else None
    if same is None:
        dispatch(session, message, names.fresh(session), now)
    else:
        inbox.done(session, message, now, note=f"{twice.SAME}{same.id}")


def _failed(session: Session, message: Message, now: datetime, told: str) -> None:
    try:
        last = inbox.failed(session, message, now, told)
    except Overtaken:
        return
    if last:
        _tell_admins(session, message, now)


def _tell_admins(session: Session, message: Message, now: datetime) -> None:
    """One message a day to each admin, whatever number of messages failed."""
    for admin in people.with_role(session, Role.ADMIN):
        letter = Letter(
            key=f"admin.failed:{admin.id}:{now.date()}",
            kind="admin.failed",
            about={"message": message.id},
            person_id=admin.id,
            priority=Priority.DUTY,
            not_before=calendar.after_night(now),
        )
        outbox.post(session, letter, now)
