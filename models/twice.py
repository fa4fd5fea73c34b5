"""One post that two channels of a corp bring: the AI bot that was asked, and the archive that keeps everything.

Their ids have nothing in common, so the same post is known by its sender, its words and its time, in groups alone.
Each of two posts is paired once, so that nothing that was really said twice is taken for one.
"""

import re
from collections.abc import Collection
from datetime import timedelta

from sqlmodel import Session, col, select

from models import people
from models.inbox import Message, MessageStatus

#: An AI bot brings a post at once and without a time of its own; the archive tells the time at which it was posted.
APART = timedelta(seconds=90)
#: What the later one of a pair keeps as its note, with the number of the earlier one.
SAME = "the same as message "

_MENTION = re.compile(r"@[^\s\u2005]+[\s\u2005]*")


def twin(session: Session, message: Message, others: Collection[str]) -> Message | None:
    """The earlier message of another channel that is the same post; None when this one is the first or the only one."""
    words = _bare(message.text)
    if not (message.chat and words and others):
        return None
    earlier = (
        select(Message)
        .where(
            col(Message.id) < message.id,
            col(Message.channel).in_(others),
            Message.kind == message.kind,
            col(Message.received_at) >= message.sent_at - APART,
            col(Message.sent_at).between(message.sent_at - APART, message.sent_at + APART),
            Message.chat != "",
            Message.status != MessageStatus.FAILED,
            ~col(Message.error).startswith(SAME),
        )
        .order_by(col(Message.id))
    )
    found = (one for one in session.exec(earlier) if _bare(one.text) == words and _same_sender(session, one, message))
    return next((one for one in found if not _paired(session, one)), None)


def _bare(text: str) -> str:
    """The words without whom they call, and without how they are spaced."""
    return "".join(_MENTION.sub("", text).split())


def _same_sender(session: Session, one: Message, other: Message) -> bool:
    """By the same account, or by the same person under two: an AI bot may know somebody by an encrypted id."""
    if one.sender == other.sender:
        return bool(one.sender)
    behind, beside = (people.of_account(session, each.channel, each.sender) for each in (one, other))
    return bool({person.id for person in behind} & {person.id for person in beside})


def _paired(session: Session, message: Message) -> bool:
    later = select(Message.id).where(col(Message.id) > message.id, Message.error == f"{SAME}{message.id}")
    return session.exec(later).first() is not None
