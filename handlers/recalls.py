"""A message that its writer took back on the platform: what came of it stays, and its writer is told so."""

from datetime import datetime

from sqlmodel import Session, select

from handlers import hazards, incidents
from models import db, outbox, people, reports
from models.inbox import Message
from models.outbox import Letter, Priority
from models.wording import hazards as words


def recalled(session: Session, event: Message, now: datetime) -> None:
    """Notes a recall: hazards and incidents are not undone by it, a report neither; chatter is nobody's matter."""
    message = _original(session, event)
    if message is None:
        return
    told = [hazards.recalled(session, message, now), incidents.recalled(session, message, now)]
    in_ledger = any(told) or reports.of_message(session, db.row_id(message.id)) is not None
    if in_ledger and people.of_account(session, event.channel, event.sender):
        outbox.post(session, _still_here(event), now)


def _original(session: Session, event: Message) -> Message | None:
    """The message that an event speaks of, if the same account sent it."""
    same = select(Message).where(
        Message.channel == event.channel, Message.msg_id == event.reply_to, Message.sender == event.sender
    )
    return session.exec(same).first() if event.reply_to else None


def _still_here(event: Message) -> Letter:
    return Letter(
        key=f"recall:{event.id}",
        kind="answer",
        channel=event.channel,
        to_user=event.sender,
        priority=Priority.ANSWER,
        text=words.recalled(),
    )
