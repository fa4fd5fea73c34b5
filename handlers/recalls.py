"""A message that its writer took back on the platform: what came of it stays, and its writer is told so."""

from datetime import datetime

from sqlmodel import Session, select

from handlers import hazards, incidents
from models import audit, db, lifecycle, outbox, people, reports
from models.hazards import Hazard, HazardEvent
from models.inbox import Message
from models.lifecycle import By
from models.outbox import Letter, Priority
from models.wording import hazards as words


def recalled(session: Session, event: Message, now: datetime) -> None:
    """Notes a recall: hazards and incidents are not undone by it, a report neither; chatter is nobody's matter."""
    message = _original(session, event)
    if message is None:
        return
    told = [hazards.recalled(session, message, now), incidents.recalled(session, message, now)]
    _note(session, message, event, now)
    in_ledger = any(told) or _did_something(session, message)
    if in_ledger and people.of_account(session, event.channel, event.sender):
        outbox.post(session, _still_here(event), now)


def _did_something(session: Session, message: Message) -> bool:
    """Whether anything came of a message: a report it is a piece of, or what it did at a hazard."""
    if reports.of_message(session, db.row_id(message.id)) is not None:
        return True
    return session.exec(select(HazardEvent.id).where(HazardEvent.message_id == message.id).limit(1)).first() is not None


def _note(session: Session, message: Message, event: Message, now: datetime) -> None:
    """The recall stands beside the message for ever, and at each hazard that it moved without bringing it."""
    persons = people.of_account(session, message.channel, message.sender)
    by = By(f"person:{persons[0].id}" if persons else "bot", persons[0].id if persons else None, event.id)
    moved = select(HazardEvent.hazard_id).where(HazardEvent.message_id == message.id, HazardEvent.move != "recalled")
    for one in dict.fromkeys(session.exec(moved).all()):
        hazard = session.get_one(Hazard, one)
        if hazard.message_id != message.id:
            lifecycle.record(session, hazard, "recalled", by, now)
    audit.record(session, now, by.actor, "message.recalled", f"message:{message.id}", {"by": event.id})


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
