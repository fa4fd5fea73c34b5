"""Takes letters from the outbox, finds their words and their road, says them, and has written how that ended."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session

from bot import pacing, parcels, roads, settling
from bot.channels.base import Card, Later, Outcome, Parcel, Refused, Sent
from bot.parts import split
from bot.roads import Mouths, Road
from bot.work import Work
from models import manners, outbox, people, trail
from models.errors import NotStorable, Overtaken
from models.lookup import Rows
from models.outbox import Outgoing, OutgoingStatus, Priority
from models.wording import Pointless, Said, compose

log = logging.getLogger(__name__)

#: A channel that takes nothing from us is tried again after this long.
CHANNEL_REST = timedelta(minutes=10)


@dataclass(frozen=True)
class Ready:
    """A letter with its words, its road, and what goes with the words."""

    letter: Outgoing
    road: Road
    mentions: tuple[str, ...] = ()
    card: Card | None = None

    @property
    def parts(self) -> list[str]:
        """Its words as the channel takes them."""
        return split(self.letter.text, self.road.channel.max_bytes)

    @property
    def left(self) -> int:
        """How many messages are still to go, the buttons one of them."""
        return len(self.parts) - self.letter.parts_sent + (self.card is not None)

    @property
    def urgent(self) -> bool:
        """Whether it may use what the limits spare for emergencies."""
        return self.letter.priority == Priority.EMERGENCY

    def parcel(self, number: int) -> Parcel:
        """One part: whose phone rings is told with the first, the buttons stand below the last."""
        return Parcel(
            self.parts[number],
            self.letter.key,
            again=self.letter.kind == "answer",
            mentions=self.mentions if number == 0 else (),
            card=self.card if number == len(self.parts) - 1 else None,
        )


async def deliver_round(work: Work, mouths: Mouths, now: datetime) -> int:
    """Says what is due now; how many letters were taken."""
    return await take(work, mouths, now) if await work.read(lambda session: outbox.ready(session, now)) else 0


async def take(work: Work, mouths: Mouths, now: datetime) -> int:
    """The same, where it is known that something waits."""
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
    composed = compose(session, letter, now)
    if isinstance(composed, Pointless):
        return _drop(session, letter, now, OutgoingStatus.WITHDRAWN, composed.reason)
    _word(session, letter, composed)
    ready = _on_its_road(session, mouths, letter, now)
    if ready is None:
        return _drop(session, letter, now, OutgoingStatus.REFUSED, _why_not(session, letter))
    return _mannered(session, mouths, ready, now)


def _word(session: Session, letter: Outgoing, composed: Said) -> None:
    """Writes the words into a letter, and what the next words of its reader are understood by."""
    listed = {"listed": list(composed.listed)} if composed.listed else {}
    asks = {"asks": composed.asks} if composed.asks else {}
    words = {} if composed.sealed else {"text": composed.text}
    _LETTERS.change(session, letter, choices=dict(composed.choices), about={**letter.about, **listed, **asks}, **words)
    if composed.sealed:
        set_committed_value(letter, "text", composed.text)  # for the road alone: nothing of it is written


#: What is written into each letter that is said, past the ORM: its flush costs more than finding the words.
_LETTERS: Rows[Outgoing] = Rows(Outgoing)


def _on_its_road(session: Session, mouths: Mouths, letter: Outgoing, now: datetime) -> Ready | None:
    """A letter with the road that is best for it now; None when there is none."""
    road = roads.choose(session, mouths, letter, parcels.wants(session, letter), now)
    if road is None:
        return None
    channel = road.channel
    _LETTERS.change(session, letter, channel=channel.name, to_user=road.to_user, chat=road.chat)
    mentions = parcels.mentions(session, mouths.channels, letter, channel)
    return Ready(letter, road, mentions, parcels.card(session, letter, channel))


def _why_not(session: Session, letter: Outgoing) -> str:
    if letter.reason:
        return letter.reason
    shut = people.why_shut(session, letter.channel, letter.chat) if letter.chat else ""
    return f"this group is shut: {shut}" if shut else "nobody can be reached there"


def _mannered(session: Session, mouths: Mouths, ready: Ready, now: datetime) -> Ready | None:
    """The letter, unless quiet hours or a budget speak against it; the reason stays with it."""
    letter = ready.letter
    verdict = manners.judge(session, letter, now) if not letter.parts_sent else None
    if isinstance(verdict, manners.Silence):
        return _drop(session, letter, now, OutgoingStatus.WITHDRAWN, verdict.reason)
    if isinstance(verdict, manners.Wait):
        trail.note(session, letter.key, now, trail.Turned.HELD, f"{verdict.reason}, until {verdict.until.isoformat()}")
        return _put_off(session, letter, verdict.until, verdict.reason)
    return _paced(session, mouths, ready, now)


def _put_off(session: Session, letter: Outgoing, until: datetime, reason: str) -> Ready | None:
    """Puts a letter back that nobody has tried to say, and leaves nothing to send."""
    outbox.settle(
        session,
        letter,
        status=OutgoingStatus.PENDING,
        not_before=until,
        attempts=letter.attempts - 1,
        reason=reason,
    )
    return None


def _drop(session: Session, letter: Outgoing, now: datetime, status: OutgoingStatus, reason: str) -> Ready | None:
    """Settles a letter that is not to be said, and leaves nothing to send."""
    settling.end(session, letter, now, status, reason)
    return None


def _paced(session: Session, mouths: Mouths, ready: Ready, now: datetime) -> Ready | None:
    """The letter, unless its address or channel must be left in peace for a while."""
    letter, limits = ready.letter, ready.road.channel.limits
    longest = max((limit.per for limit in limits), default=timedelta())
    sent = outbox.sent_since(session, letter.channel, letter.to_user, letter.chat, now - longest) if limits else []
    free = pacing.free_at(limits, sent, now, ready.left, urgent=ready.urgent)
    free = max(free, mouths.free_at(ready.road, now))
    if free <= now:
        return ready
    return _put_off(session, letter, free, letter.reason or "paced")


async def _say(work: Work, mouths: Mouths, ready: Ready, now: datetime) -> None:
    outcome = await _send(ready)
    _leave_in_peace(mouths, ready.road, outcome, now)
    try:
        await work.insist(lambda session: settling.settle(session, ready.letter, outcome, now))
    except Overtaken:
        log.info("outgoing %s was taken over by another worker", ready.letter.id)
    except NotStorable:
        log.warning("how the sending of outgoing %s ended cannot be written: it will be said again", ready.letter.id)


def _leave_in_peace(mouths: Mouths, road: Road, outcome: Outcome, now: datetime) -> None:
    name = road.channel.name
    if isinstance(outcome, Sent):
        return
    if not outcome.whole_channel:
        if isinstance(outcome, Later) and outcome.whole_target:
            mouths.quiet_until[road.place] = now + outcome.after
        return
    wait = outcome.after if isinstance(outcome, Later) else CHANNEL_REST
    places = mouths.closed_until if isinstance(outcome, Refused) else mouths.quiet_until
    places[name] = now + wait
    log.warning("channel %s is left in peace for %s: %s", name, wait, outcome.why)


async def _send(ready: Ready) -> Outcome:
    letter, road, whole = ready.letter, ready.road, len(ready.parts)
    together = pacing.at_once(road.channel.limits, urgent=ready.urgent)
    last = whole if together is None else min(whole, letter.parts_sent + together)
    outcome: Outcome = Sent()
    for number in range(letter.parts_sent, last):
        outcome = await road.channel.send(road.address, ready.parcel(number))
        if not isinstance(outcome, Sent):
            return outcome
        letter.parts_sent += 1
    if last < whole:
        return Later(timedelta(), "the rest of a long text")
    letter.parts_sent += ready.card is not None
    return outcome
