"""Takes letters from the outbox, finds their words and their address, says them, and writes how that ended."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot import pacing
from bot.channels.base import Address, Channel, Later, Outcome, Parcel, Refused, Sent
from bot.parts import split
from bot.work import Work
from models import manners, outbox, people, trail
from models.errors import Overtaken
from models.outbox import Letter, Outgoing, OutgoingStatus, Priority
from models.wording import Pointless, compose

log = logging.getLogger(__name__)

#: The wait before the second, third … attempt, where the channel names none that is longer.
BACK_OFF = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 60, 180, 600, 1800))


#: A channel that takes nothing from us is tried again after this long.
CHANNEL_REST = timedelta(minutes=10)


@dataclass
class Mouths:
    """The channels, and until when each, or one address of it, is to be left in peace."""

    channels: Mapping[str, Channel]
    quiet_until: dict[str, datetime] = field(default_factory=dict)

    def resting(self, now: datetime) -> list[str]:
        """The channels that are not to be spoken to now."""
        return [name for name, until in self.quiet_until.items() if until > now]


@dataclass(frozen=True)
class Ready:
    """A letter with its words, its channel and its address."""

    letter: Outgoing
    channel: Channel
    text: str

    @property
    def left(self) -> list[str]:
        """The parts that have not been said yet."""
        return split(self.text, self.channel.max_bytes)[self.letter.parts_sent :]

    @property
    def urgent(self) -> bool:
        """Whether it may use what the limits spare for emergencies."""
        return self.letter.priority == Priority.EMERGENCY


async def deliver_round(work: Work, mouths: Mouths, now: datetime) -> int:
    """Says what is due now; how many letters were taken."""
    if not await work.read(lambda session: outbox.ready(session, now)):
        return 0
    ready, taken = await work.write(lambda session: prepare(session, mouths, now))
    async with asyncio.TaskGroup() as group:
        for one in ready:
            group.create_task(_say(work, mouths, one, now))
    return taken


def prepare(session: Session, mouths: Mouths, now: datetime) -> tuple[list[Ready], int]:
    """Claims letters and composes them from the rows as they are now; those without a point are settled at once."""
    claimed = outbox.claim(session, now)
    ready = [_prepare(session, mouths, letter, now) for letter in claimed]
    return [one for one in ready if one is not None], len(claimed)


def _prepare(session: Session, mouths: Mouths, letter: Outgoing, now: datetime) -> Ready | None:
    if letter.stale_at is not None and letter.stale_at <= now:
        return _drop(session, letter, now, OutgoingStatus.STALE, "its time had passed")
    if letter.attempts > outbox.ATTEMPTS:
        return _drop(session, letter, now, OutgoingStatus.REFUSED, letter.reason or "too many attempts")
    if letter.chat and (why := people.why_shut(session, letter.channel, letter.chat)):
        return _drop(session, letter, now, OutgoingStatus.REFUSED, f"this group is shut: {why}")
    composed = compose(session, letter, now)
    if isinstance(composed, Pointless):
        return _drop(session, letter, now, OutgoingStatus.WITHDRAWN, composed.reason)
    letter.text, letter.choices = composed.text, dict(composed.choices)
    if composed.listed:
        letter.about = {**letter.about, "listed": list(composed.listed)}
    if composed.asks:
        letter.about = {**letter.about, "asks": composed.asks}
    channel = _address(session, mouths, letter)
    if channel is None:
        return _drop(session, letter, now, OutgoingStatus.REFUSED, "nobody can be reached there")
    session.add(letter)
    session.flush()
    return _mannered(session, mouths, Ready(letter, channel, letter.text), now)


def _mannered(session: Session, mouths: Mouths, ready: Ready, now: datetime) -> Ready | None:
    """The letter, unless quiet hours or a budget speak against it; the reason stays with it."""
    letter = ready.letter
    verdict = manners.judge(session, letter, now) if not letter.parts_sent else None
    if isinstance(verdict, manners.Silence):
        return _drop(session, letter, now, OutgoingStatus.WITHDRAWN, verdict.reason)
    if isinstance(verdict, manners.Wait):
        trail.note(session, letter.key, now, trail.Turned.HELD, f"{verdict.reason}, until {verdict.until.isoformat()}")
        outbox.settle(
            session,
            letter,
            status=OutgoingStatus.PENDING,
            not_before=verdict.until,
            attempts=letter.attempts - 1,
            reason=verdict.reason,
        )
        return None
    return _paced(session, mouths, ready, now)


def _end(session: Session, letter: Outgoing, now: datetime, status: OutgoingStatus, reason: str) -> None:
    outbox.settle(session, letter, status=status, settled_at=now, reason=reason, parts_sent=letter.parts_sent)


def _drop(session: Session, letter: Outgoing, now: datetime, status: OutgoingStatus, reason: str) -> Ready | None:
    """Settles a letter that is not to be said, and leaves nothing to send."""
    _end(session, letter, now, status, reason)
    return None


def _address(session: Session, mouths: Mouths, letter: Outgoing) -> Channel | None:
    """The channel of a letter; a person's account is chosen now, because they may have been bound anew."""
    if not letter.channel and letter.person_id is not None:
        known = [one for one in people.accounts(session, letter.person_id) if one.channel in mouths.channels]
        if known:
            letter.channel, letter.to_user = known[-1].channel, known[-1].user_id
    return mouths.channels.get(letter.channel)


def _paced(session: Session, mouths: Mouths, ready: Ready, now: datetime) -> Ready | None:
    """The letter, unless its address or channel must be left in peace for a while."""
    letter, limits = ready.letter, ready.channel.limits
    longest = max((limit.per for limit in limits), default=timedelta())
    sent = outbox.sent_since(session, letter.channel, letter.to_user, letter.chat, now - longest) if limits else []
    free = pacing.free_at(limits, sent, now, len(ready.left), urgent=ready.urgent)
    free = max(free, *(mouths.quiet_until.get(place, now) for place in (letter.channel, letter.address)))
    if free <= now:
        return ready
    outbox.settle(
        session, letter, status=OutgoingStatus.PENDING, not_before=free, attempts=letter.attempts - 1, reason="paced"
    )
    return None


async def _say(work: Work, mouths: Mouths, ready: Ready, now: datetime) -> None:
    outcome = await _send(ready)
    if isinstance(outcome, Later | Refused) and outcome.whole_channel:
        wait = outcome.after if isinstance(outcome, Later) else CHANNEL_REST
        mouths.quiet_until[ready.channel.name] = now + wait
        log.warning("channel %s is left in peace for %s: %s", ready.channel.name, wait, outcome.why)
    elif isinstance(outcome, Later) and outcome.whole_target:
        mouths.quiet_until[ready.letter.address] = now + outcome.after
    try:
        await work.write(lambda session: settle(session, ready, outcome, now))
    except Overtaken:
        log.info("outgoing %s was taken over by another worker", ready.letter.id)


async def _send(ready: Ready) -> Outcome:
    letter, left = ready.letter, ready.left
    to = Address(to_user=letter.to_user, chat=letter.chat)
    together = left[: pacing.at_once(ready.channel.limits, urgent=ready.urgent)]
    outcome: Outcome = Sent()
    for part in together:
        outcome = await ready.channel.send(to, Parcel(part, letter.key, again=letter.kind == "answer"))
        if not isinstance(outcome, Sent):
            return outcome
        letter.parts_sent += 1
    return outcome if len(together) == len(left) else Later(timedelta(), "the rest of a long text")


def settle(session: Session, ready: Ready, outcome: Outcome, now: datetime) -> None:
    """Writes how a sending ended: sent, later, or refused with its reason."""
    letter = ready.letter
    if isinstance(outcome, Sent):
        outbox.settle(
            session,
            letter,
            status=OutgoingStatus.SENT,
            settled_at=now,
            platform_id=outcome.platform_id,
            parts_sent=letter.parts_sent,
            reason=f"not reached: {', '.join(outcome.unreached)}" if outcome.unreached else "",
        )
    elif isinstance(outcome, Later) and letter.attempts < outbox.ATTEMPTS:
        _later(session, letter, outcome, now)
    elif isinstance(outcome, Refused) and outcome.whole_channel:
        _wait_for_the_channel(session, letter, outcome, now)
    else:
        _end(session, letter, now, OutgoingStatus.REFUSED, outcome.why[:300])
        if isinstance(outcome, Refused) and outcome.whole_target and letter.chat:
            _shut(session, letter, outcome.why[:300], now)


def _shut(session: Session, letter: Outgoing, why: str, now: datetime) -> None:
    """Nothing more goes to this group until it is imported anew; each admin is told so once."""
    group = people.shut(session, letter.channel, letter.chat, why, now)
    if group is None:
        return
    log.warning("nothing can be said in the group %s of channel %s any more: %s", letter.chat, letter.channel, why)
    for admin in people.with_role(session, people.Role.ADMIN):
        key = f"admin.robot:{letter.channel}:{letter.chat}:{admin.id}:{now.timestamp():.0f}"
        told = Letter(key, "admin.robot", {"group": group.id}, admin.id, priority=Priority.OFFICE)
        outbox.post(session, told, now)


def _wait_for_the_channel(session: Session, letter: Outgoing, outcome: Refused, now: datetime) -> None:
    """A wrong secret or an address that is not trusted is mended by a person: the letter waits, until it is stale."""
    outbox.settle(
        session,
        letter,
        status=OutgoingStatus.PENDING,
        not_before=now + CHANNEL_REST,
        attempts=letter.attempts - 1,
        reason=outcome.why[:300],
        **_gone(letter, now),
    )


def _later(session: Session, letter: Outgoing, outcome: Later, now: datetime) -> None:
    wait = max(outcome.after, BACK_OFF[min(letter.attempts, len(BACK_OFF)) - 1])
    outbox.settle(
        session,
        letter,
        status=OutgoingStatus.PENDING,
        not_before=now + wait,
        reason=outcome.why[:300],
        repeated=letter.repeated or outcome.lost_answer,
        **_gone(letter, now),
    )


def _gone(letter: Outgoing, now: datetime) -> dict[str, Any]:
    """What a letter that waits keeps of its parts that went: they count towards the limits, and are not said again."""
    return {"parts_sent": letter.parts_sent, "settled_at": now} if letter.parts_sent else {}
