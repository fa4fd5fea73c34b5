"""How a sending ended, written down: sent, later, another road, or refused with its reason."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.channels.base import Later, Outcome, Refused, Sent
from bot.roads import LATE, REFUSED
from models import alarms, outbox, people, unreached
from models.outbox import Letter, Outgoing, OutgoingStatus, Priority

log = logging.getLogger(__name__)

#: The wait before the second, third … attempt, where the channel names none that is longer.
BACK_OFF = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 60, 180, 600, 1800))
#: A letter for which a whole channel was closed: who waits for it in vain is told of when it is stale.
UNBROUGHT = "unbrought"


def settle(session: Session, letter: Outgoing, outcome: Outcome, now: datetime) -> None:
    """Writes how a sending ended; what one road refused goes another way, if there is one."""
    if isinstance(outcome, Sent):
        _sent(session, letter, outcome, now)
    elif isinstance(outcome, Later) and letter.attempts < outbox.ATTEMPTS:
        _later(session, letter, outcome, now)
    elif isinstance(outcome, Refused) and outcome.whole_channel:
        _closed(session, letter, outcome, now)
    elif isinstance(outcome, Refused):
        _refused(session, letter, outcome, now)
    else:
        end(session, letter, now, OutgoingStatus.REFUSED, outcome.why)


def _sent(session: Session, letter: Outgoing, outcome: Sent, now: datetime) -> None:
    outbox.settle(
        session,
        letter,
        status=OutgoingStatus.SENT,
        settled_at=now,
        platform_id=outcome.platform_id,
        parts_sent=letter.parts_sent,
        reason=f"not reached: {', '.join(outcome.unreached)}" if outcome.unreached else "",
    )


def _later(session: Session, letter: Outgoing, outcome: Later, now: datetime) -> None:
    wait = max(outcome.after, BACK_OFF[min(letter.attempts, len(BACK_OFF)) - 1])
    about = dict(letter.about)
    if letter.priority == Priority.EMERGENCY and not letter.parts_sent and _place(letter) not in about.get(LATE, ()):
        about[LATE] = [*about.get(LATE, ()), _place(letter)]
        wait = BACK_OFF[0]  # there may be another road
    outbox.settle(
        session,
        letter,
        status=OutgoingStatus.PENDING,
        not_before=now + wait,
        reason=outcome.why[:300],
        about=about,
        repeated=letter.repeated or outcome.lost_answer,
        **_gone(letter, now),
    )


def _closed(session: Session, letter: Outgoing, outcome: Refused, now: datetime) -> None:
    """A wrong secret or an address that is not trusted is mended by a person: until then the letter goes another way.

    Where there is no other, it waits until it is stale.
    """
    if outcome.trouble is not None:
        alarms.tell(session, letter.channel, outcome.trouble, now, outcome.detail)
    about = {**letter.about, UNBROUGHT: True}
    _again(session, letter, now, attempts=letter.attempts - 1, reason=outcome.why[:300], about=about)


def _refused(session: Session, letter: Outgoing, outcome: Refused, now: datetime) -> None:
    """This road will never take it; what has begun to be said there ends with it."""
    if outcome.whole_target and letter.chat:
        _shut(session, letter, outcome.why[:300], now)
    if letter.parts_sent:
        end(session, letter, now, OutgoingStatus.REFUSED, outcome.why)
        return
    about = {**letter.about, REFUSED: [*letter.about.get(REFUSED, ()), _place(letter)]}
    _again(session, letter, now, reason=outcome.why[:300], about=about)


def _place(letter: Outgoing) -> str:
    return f"{letter.channel}/{letter.to_user}/{letter.chat}"


def _again(session: Session, letter: Outgoing, now: datetime, **values: Any) -> None:
    """Puts a letter back, so that its road is chosen anew."""
    outbox.settle(session, letter, status=OutgoingStatus.PENDING, not_before=now, **values, **_gone(letter, now))


def _gone(letter: Outgoing, now: datetime) -> Mapping[str, Any]:
    """What a letter that waits keeps of its parts that went: they count towards the limits, and are not said again."""
    return {"parts_sent": letter.parts_sent, "settled_at": now} if letter.parts_sent else {}


def end(session: Session, letter: Outgoing, now: datetime, status: OutgoingStatus, reason: str) -> None:
    """Settles a letter that is not to be said, or not to its end; the officer on duty hears whom nothing reached."""
    outbox.settle(session, letter, status=status, settled_at=now, reason=reason[:300], parts_sent=letter.parts_sent)
    in_vain = status == OutgoingStatus.REFUSED or (status == OutgoingStatus.STALE and letter.about.get(UNBROUGHT))
    if in_vain:
        unreached.note(session, letter, now)


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
